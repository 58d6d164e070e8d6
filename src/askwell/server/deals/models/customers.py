"""Customers, the people there, the catalogue and the rivals: what a whole team shares."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from askwell.server.accounts.models import Team, User
from askwell.server.accounts.roles import Act, Reach, roles_with
from askwell.server.calls.models import new_slug


class TeamRows(models.QuerySet[Any]):
    """What a whole team shares: catalogue, customers, rivals."""

    def visible_to(self, user: User) -> "TeamRows":
        """The rows of the teams in which this person sells, manages or coaches."""
        return self.filter(team__in=_dealing_teams(user), merged_into=None)


def _dealing_teams(user: User) -> Any:
    roles = roles_with(Act.SEE_WORDS, Reach.TEAM) | roles_with(Act.SEE_WORDS, Reach.OWN)
    return user.memberships.filter(role__in=roles).values("team")


class Company(models.Model):
    """A customer; ``merged_into`` is set when it turned out to be another one, and can be taken back."""

    slug = models.CharField(max_length=20, unique=True, default=new_slug, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="companies")
    name = models.CharField(_("name"), max_length=200)
    name_key = models.CharField(max_length=200, editable=False, db_index=True)
    domain = models.CharField(_("web address"), max_length=200, blank=True)
    industry = models.CharField(_("industry"), max_length=100, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=4000)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TeamRows.as_manager()

    class Meta:
        ordering = ("name", "pk")
        indexes = (models.Index(fields=("team", "name", "id")),)

    def __str__(self) -> str:
        return self.slug


class Contact(models.Model):
    """A person at a customer."""

    slug = models.CharField(max_length=20, unique=True, default=new_slug, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="contacts")
    company = models.ForeignKey(Company, null=True, blank=True, on_delete=models.SET_NULL, related_name="contacts")
    name = models.CharField(_("name"), max_length=200)
    name_key = models.CharField(max_length=200, editable=False, db_index=True)
    title = models.CharField(_("job title"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=50, blank=True)
    style_signs: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=4000)
    official = models.BooleanField(_("public official"), null=True, blank=True)
    """Whether they serve the state; None while nobody has said."""
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TeamRows.as_manager()

    class Meta:
        ordering = ("name", "pk")
        indexes = (models.Index(fields=("team", "name", "id")),)

    def __str__(self) -> str:
        return self.slug


class Product(models.Model):
    """Something the team sells, with what can be said of it."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="products")
    name = models.CharField(_("name"), max_length=200)
    note = models.TextField(_("note"), blank=True, max_length=4000)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged")

    objects = TeamRows.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = (models.UniqueConstraint(fields=("team", "name"), name="one_product_a_name"),)

    def __str__(self) -> str:
        return self.name


class ProductPoint(models.Model):
    """One feature of a product with what it does, a problem it solves, or what proves it (M24)."""

    class Kind(models.TextChoices):
        FEATURE = "feature", _("Feature")
        FUNCTION = "function", _("Function")
        SOLVES = "solves", _("Problem it solves")
        EVIDENCE = "evidence", _("Evidence")

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="points")
    kind = models.CharField(max_length=8, choices=Kind)
    text = models.CharField(_("text"), max_length=500)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.kind} · {self.product_id}"


class Rival(models.Model):
    """A competitor, as the team knows it (M37)."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="rivals")
    name = models.CharField(_("name"), max_length=200)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged")

    objects = TeamRows.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = (models.UniqueConstraint(fields=("team", "name"), name="one_rival_a_name"),)

    def __str__(self) -> str:
        return self.name
