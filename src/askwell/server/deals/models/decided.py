"""What somebody decided, planned or judged about a deal."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from askwell.server.accounts.models import Team, User
from askwell.server.calls.models import Call
from askwell.server.deals.models.deal import Deal, Task


class DealDecision(models.Model):
    """What a person decided about a deal, append-only; undo is another row. ``anchor`` is where in a call it rests."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=20)
    value = models.JSONField(default=dict)
    anchor = models.JSONField(null=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.kind} · {self.deal_id}"


class CallPlan(models.Model):
    """What one coming call of a deal is to achieve, and how; once it was held, what was planned for it.

    ``people`` are slugs of contacts. ``meets`` and ``chosen`` are by the key of a need, never by its words. ``kept`` is
    what the call is held against. ``told`` is a cache of the plan by the digest of its inputs, and may be dropped.
    """

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="plans")
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    objective = models.CharField(_("objective"), max_length=500)
    fall_backs: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    people: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    day = models.DateField(_("day of the call"), null=True, blank=True)
    other_day = models.DateField(_("another day to offer"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=4000)
    ticks: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    tries: "models.JSONField[list[dict[str, str]], list[dict[str, str]]]" = models.JSONField(default=list)
    meets: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(default=dict)
    chosen: "models.JSONField[dict[str, dict[str, str]], dict[str, dict[str, str]]]" = models.JSONField(default=dict)
    call = models.ForeignKey(Call, null=True, blank=True, on_delete=models.SET_NULL, related_name="plans")
    kept: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    reached = models.CharField(max_length=12, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    inputs = models.CharField(max_length=64, blank=True)
    told: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.pk} · {self.deal_id}"


class OwnAnswer(models.Model):
    """How the team itself answers objections of a class and a concern; either may be empty."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="own_answers")
    kind = models.CharField(max_length=16, blank=True)
    concern = models.CharField(max_length=12, blank=True)
    text = models.TextField(_("our own answer"), max_length=1000)
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("team", "kind", "concern")),)

    def __str__(self) -> str:
        return f"{self.pk} · {self.team_id}"


class SigningTask(models.Model):
    """The task made of one point of the signing checklist (M39); ``item`` is its id in the codebook."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="signing_tasks")
    item = models.CharField(max_length=40)
    task = models.OneToOneField(Task, on_delete=models.CASCADE, related_name="signing")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("deal", "item"), name="one_task_a_point_of_signing"),)

    def __str__(self) -> str:
        return f"{self.item} · {self.deal_id}"


class TacticCell(models.Model):
    """One cell of the matrix of tactics as a team reads it (M38); where there is none, the codebook's reading holds."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="tactic_cells")
    position = models.CharField(max_length=6)
    nearness = models.CharField(max_length=7)
    tactic = models.CharField(max_length=16)
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("team", "position", "nearness"), name="one_tactic_a_cell"),)

    def __str__(self) -> str:
        return f"{self.team_id} · {self.position} · {self.nearness}"


class SellerAssessment(models.Model):
    """What a seller knows of what a team sells, as the seller or a coach entered it; append-only, the last holds (M36).

    ``points`` are the items of ``seller_place.knowledge`` that hold.
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="assessments")
    seller = models.ForeignKey(User, on_delete=models.CASCADE, related_name="assessments")
    points: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("team", "seller", "-id")),)

    def __str__(self) -> str:
        return f"{self.team_id} · {self.seller_id} · {self.pk}"
