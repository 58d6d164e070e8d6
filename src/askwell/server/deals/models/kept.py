"""Caches of what facts and calls amount to; each may be dropped at any time."""

from typing import Any

from django.db import models

from askwell.server.accounts.models import Team
from askwell.server.calls.models import Call
from askwell.server.deals.models.deal import Deal


class Reckoned(models.Model):
    """Cache of what facts and calls of a deal amount to, by the digest of its inputs; may be dropped at any time."""

    deal = models.OneToOneField(Deal, on_delete=models.CASCADE, related_name="reckoned")
    inputs = models.CharField(max_length=64)
    told: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.deal_id} · {self.inputs[:8]}"


class DealIndex(models.Model):
    """What the calls of a deal amount to, narrow, for questions over all deals; a deal without calls needs none.

    ``doubts`` are the open ones, each between spaces. The rest of what is asked of deals stands in rows of its own and
    is read from there. It may be dropped at any time; ``questions_index`` fills it and knows which are out of date.
    """

    deal = models.OneToOneField(Deal, on_delete=models.CASCADE, related_name="index")
    version = models.PositiveSmallIntegerField()
    calls = models.PositiveIntegerField()
    explicit = models.PositiveIntegerField(db_index=True)
    implied = models.PositiveIntegerField()
    doubts = models.CharField(max_length=100, blank=True)
    advances = models.PositiveIntegerField()
    last_advance = models.DateField(null=True)
    streak = models.PositiveIntegerField(db_index=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.deal_id} · {self.version}"


class DealIndexCall(models.Model):
    """A call as it was when the index of its deal was filled; 0 for no decision."""

    index = models.ForeignKey(DealIndex, on_delete=models.CASCADE, related_name="counted")
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="+")
    coding = models.PositiveBigIntegerField()
    decided = models.PositiveBigIntegerField()
    held_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.index_id} · {self.call_id}"


class ObjectionsRead(models.Model):
    """That the objections of a call stand in ``ObjectionIndex`` as of this coding and decision, 0 for none, as this
    version understands calls.

    ``heard`` is how many stand there.
    """

    call = models.OneToOneField(Call, on_delete=models.CASCADE, related_name="objections_read")
    coding = models.PositiveBigIntegerField()
    decided = models.PositiveBigIntegerField()
    version = models.PositiveSmallIntegerField(default=0)
    heard = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.call_id} · {self.coding}"


class ObjectionIndex(models.Model):
    """Where in a call an objection stands, what it is about, of which class it is (M28), and what brought it on (M27).

    Narrow, without its words; what the coder was unsure of is not here.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="objections", db_index=False)
    turn = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    concern = models.CharField(max_length=12, blank=True)
    kind = models.CharField(max_length=16, blank=True)
    cause = models.CharField(max_length=16, blank=True)

    class Meta:
        indexes = (models.Index(fields=("call", "kind", "concern")), models.Index(fields=("kind", "concern", "call")))

    def __str__(self) -> str:
        return f"{self.call_id} · {self.turn} · {self.concern}"


class ProgressSnapshot(models.Model):
    """What was known of the progress of a deal, call by call; narrow, no words. A deal without calls needs none.

    ``inputs`` is the digest of what it rests on. It may be dropped at any time; ``forecast_snapshots`` fills it.
    """

    deal = models.OneToOneField(Deal, on_delete=models.CASCADE, related_name="progress")
    inputs = models.CharField(max_length=64)
    known: "models.JSONField[list[dict[str, Any]], list[dict[str, Any]]]" = models.JSONField(default=list)
    reckoned_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.deal_id} · {self.inputs[:8]}"


class TeamForecast(models.Model):
    """Cache of what the closed deals of a team teach, by the digest of its inputs; may be dropped at any time.

    ``learnt`` says what the ``draws`` are of; ``tested`` is null until somebody looks at how well it would have done.
    """

    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="forecast")
    inputs = models.CharField(max_length=64)
    learnt: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    draws = models.BinaryField(default=bytes)
    tested: "models.JSONField[dict[str, Any] | None, dict[str, Any] | None]" = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"{self.team_id} · {self.inputs[:8]}"
