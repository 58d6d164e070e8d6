"""Calls and what is kept of them.

A conversation's revisions and codings are immutable; what people decide is an append-only row with an anchor in the
words it is about. ``Turn`` and ``UnitIndex`` mirror the current state for search and figures and can be rebuilt.
"""

import json
import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from askwell.coding.coded import CodedConversation
from askwell.coding.coded_json import coded_from_json
from askwell.coding.merge import Anchor, Decision, DecisionKind
from askwell.method.terms import Code, Outcome, SaleSize
from askwell.server.accounts.models import Team, User
from askwell.server.accounts.roles import Act, Reach, roles_with
from askwell.transcript.conversation import Conversation, conversation_from_json
from askwell.understanding.ending import Endings

CODE_NUMBERS = {code: number for number, code in enumerate(Code, 1)}
SALE_CHOICES = [
    (SaleSize.UNKNOWN.value, _("Not known")),
    (SaleSize.MAJOR.value, _("Major sale")),
    (SaleSize.SMALL.value, _("Small sale")),
]
SIDES_OPEN = "sides"


def new_slug() -> str:
    """What a call is called in its address: unguessable, and not a word of what was said."""
    return secrets.token_urlsafe(9)


def calls_within(user: User, act: Act) -> Q:
    """The calls to which this person may do ``act``, as a condition without joins: nothing is found twice by it."""

    def teams(reach: Reach) -> Any:
        return user.memberships.filter(role__in=roles_with(act, reach)).values("team")

    sold = CallSeller.objects.filter(user=user).values("call")
    own = Q(team__in=teams(Reach.OWN)) & (Q(owner=user) | Q(pk__in=sold))
    shared = Q(team__in=teams(Reach.SHARED)) & Q(shared=True)
    return Q(team__in=teams(Reach.TEAM)) | own | shared


class CallQuerySet(models.QuerySet["Call"]):
    def visible_to(self, user: User) -> "CallQuerySet":
        """The calls whose figures this person may see; their words only where ``worded_to`` holds them too."""
        return self.filter(calls_within(user, Act.SEE_FIGURES))

    def worded_to(self, user: User) -> "CallQuerySet":
        """The calls whose words this person may read."""
        return self.filter(calls_within(user, Act.SEE_WORDS))


class Original(models.Model):
    """The bytes of a file as it was brought, outside every served folder, under a random name."""

    stored_name = models.CharField(max_length=40, unique=True)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.stored_name


class Upload(models.Model):
    """One file, or pasted text, on its way to becoming calls; it tells what went wrong where something did.

    ``calls`` came of it; ``found`` were there before, with the same talk. Each fault is ``{"place", "message"}``.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        READ = "read", _("Read")
        REFUSED = "refused", _("Could not be read")

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="uploads")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=255)
    title = models.CharField(max_length=200, blank=True)
    original = models.OneToOneField(Original, null=True, on_delete=models.SET_NULL)
    found: "models.ManyToManyField[Call, Any]" = models.ManyToManyField("Call", related_name="brought_again")
    sale = models.CharField(max_length=7, choices=SALE_CHOICES, default=SaleSize.UNKNOWN.value)
    held_on = models.DateField(null=True, blank=True)
    objective = models.CharField(max_length=500, blank=True)
    consent_note = models.CharField(max_length=500, blank=True)
    keep_until = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    faults: "models.JSONField[list[dict[str, str]], list[dict[str, str]]]" = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"{self.pk} · {self.state}"


class Tag(models.Model):
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(_("tag"), max_length=60)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("team", "name"), name="one_tag_a_name"),)
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Call(models.Model):
    """One sales call of one team."""

    class State(models.TextChoices):
        CODING = "coding", _("Being coded")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Coding failed")  # never stored: what a call is told to be whose job was given up

    slug = models.CharField(max_length=20, unique=True, default=new_slug, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="calls")
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="calls")
    sellers = models.ManyToManyField(User, through="CallSeller", related_name="sold_in")
    upload = models.ForeignKey(Upload, null=True, blank=True, on_delete=models.SET_NULL, related_name="calls")
    fingerprint = models.CharField(max_length=64, editable=False)
    title = models.CharField(_("title"), max_length=200)
    lang = models.CharField(
        _("language of the talk"), max_length=2, choices=[("en", _("English")), ("zh", _("Chinese"))]
    )
    held_at = models.DateTimeField(_("held at"), null=True, blank=True)
    objective = models.CharField(_("objective"), max_length=500, blank=True)
    sale = models.CharField(_("sale size"), max_length=7, choices=SALE_CHOICES, default=SaleSize.UNKNOWN.value)
    consent_note = models.CharField(_("consent note"), max_length=500, blank=True)
    keep_until = models.DateField(_("keep until"), null=True, blank=True)
    shared = models.BooleanField(_("words shared with analysts"), default=False)
    tags = models.ManyToManyField(Tag, blank=True, related_name="calls")
    state = models.CharField(max_length=7, choices=State, default=State.CODING)
    sides_known = models.BooleanField(default=True)
    outcome = models.CharField(max_length=12, blank=True)
    seconds = models.FloatField(null=True, blank=True)
    turns_count = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=("team", "-created_at", "-id")),)
        constraints = (models.UniqueConstraint(fields=("team", "fingerprint"), name="one_call_a_talk"),)

    def __str__(self) -> str:
        """The slug: logs keep this, and may keep no word of a call."""
        return self.slug

    @property
    def shown_state(self) -> str:
        """``coding``, ``ready``, or ``sides`` while somebody has to say who sells."""
        return self.state if self.sides_known else SIDES_OPEN

    @property
    def current_revision(self) -> "Revision":
        return self.revisions.latest("number")


class CallSeller(models.Model):
    """A participant of a call who is a person of the team; ``name`` as the transcript has it."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE)
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    participant = models.CharField(max_length=200)
    name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("call", "participant"), name="one_user_a_participant"),)

    def __str__(self) -> str:
        return f"{self.participant} · {self.user}"


class KnownSpeaker(models.Model):
    """A name in transcripts that was matched to a user of the team once, so that it is known next time."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE)
    name = models.CharField(max_length=200)
    user = models.ForeignKey(User, on_delete=models.CASCADE)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("team", "name"), name="one_user_a_name"),)

    def __str__(self) -> str:
        return f"{self.name} · {self.user}"


class Revision(models.Model):
    """One immutable state of a call's transcript, as ``askwell.conversation/1``."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    conversation_json = models.TextField()
    format = models.CharField(max_length=40, blank=True)
    missing = models.JSONField(default=list)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("call", "number"), name="one_revision_a_number"),)
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.call} · {self.number}"

    @property
    def conversation(self) -> Conversation:
        return conversation_from_json(json.loads(self.conversation_json))


class Coding(models.Model):
    """One immutable coding of a revision, as ``askwell.coded/1``; exactly one a call is current."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="codings")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="codings")
    codebook = models.CharField(max_length=60)
    model = models.CharField(max_length=100)
    layer = models.CharField(max_length=20, default="machine")
    coded_json = models.TextField()
    endings = models.JSONField(null=True)
    """What calls that end like this one come to, by outcome; kept so that a correction needs no encoder."""
    current = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("call",), condition=Q(current=True), name="one_current_coding"),
            models.UniqueConstraint(fields=("revision", "codebook", "model", "layer"), name="one_coding_a_coder"),
        )

    def __str__(self) -> str:
        return f"{self.call} · {self.model}"

    @property
    def coded(self) -> CodedConversation:
        return coded_from_json(json.loads(self.coded_json))

    @property
    def likely_endings(self) -> Endings | None:
        return self.endings and {Outcome(outcome): p for outcome, p in self.endings.items()}


class MergedState(models.Model):
    """Cache of coding, decisions and what they amount to, by the digest of its inputs; may be dropped at any time.

    ``version`` is the one that last mirrored it in the list, the search and the figures.
    """

    call = models.OneToOneField(Call, on_delete=models.CASCADE, related_name="merged")
    inputs = models.CharField(max_length=64)
    version = models.PositiveSmallIntegerField(default=0)
    coded_json = models.TextField()
    unattached = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.call} · {self.inputs[:8]}"


class CallDecision(models.Model):
    """What a person decided about a call, append-only; undo is another row."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in DecisionKind])
    value = models.JSONField(default=dict)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    turn = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.kind} · {self.call}"

    @property
    def as_decision(self) -> Decision:
        return Decision(
            id=str(self.pk),
            kind=DecisionKind(self.kind),
            anchor=Anchor(self.turn, self.start, self.end, self.text),
            value=self.value,
            author=None if self.author is None else str(self.author),
        )


class Comment(models.Model):
    """What a person says about a moment of a call."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(_("comment"), max_length=4000)
    turn = models.PositiveIntegerField()
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    quoted = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("turn", "pk")

    def __str__(self) -> str:
        return f"{self.author} · {self.turn}"


class Turn(models.Model):
    """One turn of the current revision, for search."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="turns")
    number = models.PositiveIntegerField()
    speaker = models.CharField(max_length=7)
    start = models.FloatField(null=True)
    text = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("call", "number"), name="one_turn_a_number"),)

    def __str__(self) -> str:
        return f"{self.call} · {self.number}"


class UnitIndex(models.Model):
    """One unit of the current merged coding, narrow, for search and figures."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="units")
    turn = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    code = models.PositiveSmallIntegerField()
    p = models.FloatField()
    held_on = models.DateField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("team", "code", "held_on")),
            models.Index(fields=("call", "turn")),
            models.Index(fields=("call", "code", "turn")),
        )

    def __str__(self) -> str:
        return f"{self.call} · {self.turn} · {self.code}"
