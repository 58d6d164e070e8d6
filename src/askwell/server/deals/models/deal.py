"""A deal: who is in it, what was said and done, what is to be done."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from askwell.deal.terms import BuyingStage
from askwell.server.accounts.models import Team, User
from askwell.server.accounts.roles import Act, Reach, roles_with
from askwell.server.calls.models import Call, Original, new_slug
from askwell.server.deals.models.customers import Company, Contact, Product, Rival


class DealQuerySet(models.QuerySet["Deal"]):
    def visible_to(self, user: User) -> "DealQuerySet":
        """The deals this person may see: a seller's own, and for managers and coaches those of the team."""

        def teams(reach: Reach) -> Any:
            return user.memberships.filter(role__in=roles_with(Act.SEE_WORDS, reach)).values("team")

        return self.filter(Q(team__in=teams(Reach.TEAM)) | (Q(team__in=teams(Reach.OWN)) & Q(owner=user)))


class Deal(models.Model):
    """One sale to one customer. The facts of its size (M01) and of its standing (M38) are None while not known."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")

    class Lost(models.TextChoices):
        NO_DECISION = "no_decision", _("The customer decided nothing")
        RIVAL = "rival", _("A rival won")
        PRICE = "price", _("Price")
        CAPABILITY = "capability", _("We could not do what was wanted")
        TRUST = "trust", _("The customer did not trust us enough")
        NEED_GONE = "need_gone", _("The need went away")
        OTHER = "other", _("Something else")

    slug = models.CharField(max_length=20, unique=True, default=new_slug, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="deals")
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="deals")
    company = models.ForeignKey(Company, null=True, blank=True, on_delete=models.SET_NULL, related_name="deals")
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="followed_by")
    """The deal whose customer raised what this one begins from (M40)."""
    name = models.CharField(_("name"), max_length=200)
    lang = models.CharField(
        _("language of the deal"), max_length=2, blank=True, choices=[("en", _("English")), ("zh", _("Chinese"))]
    )
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    stage = models.CharField(_("stage of the buyer"), max_length=12, default=BuyingStage.UNKNOWN.value)
    state = models.CharField(_("state"), max_length=4, choices=State, default=State.OPEN)
    expected_on = models.DateField(_("decision expected on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    lost_reason = models.CharField(_("why it was lost"), max_length=12, choices=Lost, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=4000)
    calls_expected = models.PositiveSmallIntegerField(_("calls expected until the decision"), null=True, blank=True)
    people_deciding = models.PositiveSmallIntegerField(_("people who take part in the decision"), null=True, blank=True)
    decided_in_absence = models.BooleanField(_("they decide while the seller is away"), null=True, blank=True)
    commitment = models.CharField(_("what a yes commits them to"), max_length=4, blank=True)
    ongoing_relationship = models.BooleanField(_("they will go on dealing with us"), null=True, blank=True)
    visible_risk = models.BooleanField(_("a mistake would be seen by others"), null=True, blank=True)
    judged_as_one = models.BooleanField(_("they judge product and people as one"), null=True, blank=True)
    position = models.CharField(_("standing against the rival"), max_length=6, blank=True)
    decision = models.CharField(_("how near the decision is"), max_length=7, blank=True)
    products: "models.ManyToManyField[Product, Any]" = models.ManyToManyField(Product, blank=True, related_name="deals")
    rivals: "models.ManyToManyField[Rival, Any]" = models.ManyToManyField(Rival, blank=True, related_name="deals")
    contacts: "models.ManyToManyField[Contact, Any]" = models.ManyToManyField(
        Contact, through="Stake", related_name="deals"
    )
    calls: "models.ManyToManyField[Call, Any]" = models.ManyToManyField(Call, through="DealCall", related_name="deals")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = DealQuerySet.as_manager()

    class Meta:
        ordering = ("-changed_at", "-pk")
        indexes = (
            models.Index(fields=("team", "-changed_at", "-id")),
            models.Index(fields=("team", "state", "stage")),
        )

    def __str__(self) -> str:
        return self.slug


class Stake(models.Model):
    """What one contact is in one deal: attitude from -2 to 2, influence from 1 to 5, how near we are (M32, M35).

    ``shown_by`` is what shows how near: an event, not a feeling.
    """

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="stakes")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="stakes")
    attitude = models.SmallIntegerField(_("attitude"), null=True, blank=True)
    influence = models.PositiveSmallIntegerField(_("influence"), null=True, blank=True)
    relation = models.CharField(_("relation"), max_length=11, blank=True)
    shown_by = models.CharField(_("what shows it"), max_length=300, blank=True)
    last_contact = models.DateField(_("last contact"), null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("deal", "contact"), name="one_stake_a_contact"),)

    def __str__(self) -> str:
        return f"{self.contact_id} · {self.deal_id}"


class StakeRole(models.Model):
    """One role of a contact in a deal; a contact may hold several, a role several contacts."""

    stake = models.ForeignKey(Stake, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=24)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("stake", "role"), name="one_row_a_role_of_a_stake"),)

    def __str__(self) -> str:
        return f"{self.role} · {self.stake_id}"


class RivalFact(models.Model):
    """What is known of a rival, how, from whom and since when (M37); ``deal`` where it holds for one deal only.

    ``way`` is the entry of the codebook that says how it came to be known.
    """

    rival = models.ForeignKey(Rival, on_delete=models.CASCADE, related_name="facts")
    deal = models.ForeignKey(Deal, null=True, blank=True, on_delete=models.CASCADE, related_name="rival_facts")
    text = models.CharField(_("what is known"), max_length=500)
    way = models.CharField(_("how we know"), max_length=60, blank=True)
    source = models.CharField(_("from whom"), max_length=200, blank=True)
    day = models.DateField(_("as of"), null=True, blank=True)
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.rival_id} · {self.pk}"


class DealCall(models.Model):
    """A call that belongs to a deal; a call belongs to one at most."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="deal_calls")
    call = models.OneToOneField(Call, on_delete=models.CASCADE, related_name="deal_call")

    def __str__(self) -> str:
        return f"{self.call_id} · {self.deal_id}"


class Speaker(models.Model):
    """A participant of a call who is a contact of the team."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="speakers")
    participant = models.CharField(max_length=200)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="spoken_in")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("call", "participant"), name="one_contact_a_participant"),)

    def __str__(self) -> str:
        return f"{self.participant} · {self.contact_id}"


class Activity(models.Model):
    """What happened in a deal besides recorded calls."""

    class Kind(models.TextChoices):
        MAIL = "mail", _("Mail")
        MEETING = "meeting", _("Meeting")
        PHONE = "phone", _("Telephone call")
        VISIT = "visit", _("Visit")
        OTHER = "other", _("Something else")

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="activities")
    kind = models.CharField(_("kind"), max_length=7, choices=Kind)
    day = models.DateField(_("day"))
    text = models.TextField(_("what happened"), max_length=4000)
    contacts: "models.ManyToManyField[Contact, Any]" = models.ManyToManyField(
        Contact, blank=True, related_name="activities"
    )
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-day", "-pk")

    def __str__(self) -> str:
        return f"{self.kind} · {self.deal_id}"


class Task(models.Model):
    """Something to be done for a deal by a day."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="tasks")
    text = models.CharField(_("what is to be done"), max_length=500)
    due = models.DateField(_("due on"), null=True, blank=True)
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="tasks")
    done_at = models.DateTimeField(null=True, blank=True)
    row = models.CharField(max_length=4, blank=True)
    """The row of the method it comes from, where it comes from one."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("due", "pk")

    def __str__(self) -> str:
        return f"{self.pk} · {self.deal_id}"


class Attachment(models.Model):
    """A file that belongs to a deal."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=255)
    original = models.OneToOneField(Original, on_delete=models.CASCADE, related_name="attachment")
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"{self.pk} · {self.deal_id}"


class SavedView(models.Model):
    """A way of looking at a list that somebody keeps: the query of its address."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=40)
    name = models.CharField(_("name of the view"), max_length=100)
    query = models.CharField(max_length=1000)

    class Meta:
        ordering = ("name", "pk")
        constraints = (models.UniqueConstraint(fields=("user", "page", "name"), name="one_view_a_name"),)

    def __str__(self) -> str:
        return f"{self.page} · {self.user_id}"
