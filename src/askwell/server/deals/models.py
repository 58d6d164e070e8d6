"""Customers, the people there, and deals with them (M32 to M40): what people enter; what calls show is reckoned.

Companies, contacts, products and rivals belong to a team, a deal to one seller of it. A contact has roles in a deal,
several if need be, and a stake in it. What somebody decides about a deal is an append-only row, as with calls. Words of
the method (stages, roles, relations) are those of ``askwell.deal.terms``; forms know what they are called.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from askwell.deal.terms import BuyingStage
from askwell.server.accounts.models import Team, User
from askwell.server.accounts.roles import Act, Reach, roles_with
from askwell.server.calls.models import Call, Original, new_slug
from askwell.server.deals import importing_models  # noqa: F401 - models of this app that know none of those below


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


class Reckoned(models.Model):
    """Cache of what facts and calls of a deal amount to, by the digest of its inputs; may be dropped at any time."""

    deal = models.OneToOneField(Deal, on_delete=models.CASCADE, related_name="reckoned")
    inputs = models.CharField(max_length=64)
    told: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.deal_id} · {self.inputs[:8]}"


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
    reached = models.CharField(max_length=7, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    inputs = models.CharField(max_length=64, blank=True)
    told: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.pk} · {self.deal_id}"


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
    """That the objections of a call stand in ``ObjectionIndex`` as of this coding and decision; 0 for none.

    ``heard`` is how many stand there.
    """

    call = models.OneToOneField(Call, on_delete=models.CASCADE, related_name="objections_read")
    coding = models.PositiveBigIntegerField()
    decided = models.PositiveBigIntegerField()
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
