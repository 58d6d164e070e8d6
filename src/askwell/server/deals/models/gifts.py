"""Gifts and hospitality, their limit and who allowed what (M35)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from askwell.server.accounts.models import Team, User
from askwell.server.deals.models.customers import Contact
from askwell.server.deals.models.deal import Deal


class GiftLimit(models.Model):
    """How much may be given without an approval, as managers of a team set it; append-only, the last row holds (M35).

    Of each currency by itself. Both amounts are None where the limit was taken away: every gift then asks.
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="gift_limits")
    currency = models.CharField(_("currency"), max_length=3)
    each = models.DecimalField(_("limit for one gift"), max_digits=18, decimal_places=2, null=True)
    year = models.DecimalField(_("limit for a person and year"), max_digits=18, decimal_places=2, null=True)
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.team_id} · {self.currency} · {self.pk}"


class Gift(models.Model):
    """A gift or hospitality given to a contact in a deal (M35); only ``state`` ever changes, once, by a decision.

    The row outlives the deal, whose name it keeps as text, and the contact, whose name it does not hold.
    """

    class State(models.TextChoices):
        WITHIN = "within", _("Within the limit")
        ASKS = "asks", _("Asks for approval")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Turned down")

    class Why(models.TextChoices):
        NO_LIMIT = "no_limit", _("No limit is set in this currency")
        EACH = "each", _("Above the limit for one gift")
        YEAR = "year", _("Above the limit for this person and year")
        OFFICIAL = "official", _("Nothing is given to a public official")
        AWARD = "award", _("Nothing is given while an award is pending")
        STRANGER = (
            "stranger",
            _("A gift may further a relation and never build one, and none with this person is known"),
        )

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="gifts")
    deal = models.ForeignKey(Deal, null=True, on_delete=models.SET_NULL, related_name="gifts")
    deal_name = models.CharField(max_length=200, blank=True)
    """What the deal was called when it was deleted, or when this was entered."""
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="gifts")
    text = models.CharField(_("what it is"), max_length=500)
    occasion = models.CharField(_("occasion"), max_length=300)
    amount = models.DecimalField(_("value"), max_digits=18, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    day = models.DateField(_("day"))
    giver = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=8, choices=State)
    why = models.CharField(max_length=8, choices=Why, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-day", "-pk")
        indexes = (models.Index(fields=("team", "-day", "-id")),)

    def __str__(self) -> str:
        return f"{self.pk} · {self.deal_id}"


class GiftDecision(models.Model):
    """What a manager said to a gift that asked for approval, and why; append-only (M35)."""

    gift = models.OneToOneField(Gift, on_delete=models.CASCADE, related_name="decision")
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=500)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.pk} · {self.gift_id}"
