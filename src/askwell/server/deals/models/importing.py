"""What is kept of tables brought in, of merges, and of people erased; rows become deals and customers."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from askwell.server.accounts.models import Team, User
from askwell.server.calls.models import Original

KINDS = [
    ("deals", _("Deals")),
    ("companies", _("Companies")),
    ("contacts", _("Contacts")),
    ("products", _("Products")),
]


class ImportSource(models.Model):
    """A program tables come from, known by the headings it writes: which column holds what, as a person left it.

    ``columns`` names the field of each column, empty for none; ``ways`` how cells are read where that was asked.
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="import_sources")
    kind = models.CharField(max_length=9, choices=KINDS)
    signature = models.CharField(max_length=64)
    headings: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    columns: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    ways: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("team", "kind", "signature"), name="one_import_source_a_signature"),
        )

    def __str__(self) -> str:
        return f"{self.kind} · {self.signature[:8]}"


class ExternalId(models.Model):
    """What another program calls one of our rows, so that it is found again whatever it is renamed to."""

    source = models.ForeignKey(ImportSource, on_delete=models.CASCADE, related_name="ids")
    value = models.CharField(max_length=200)
    row_id = models.PositiveBigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("source", "value", "row_id"), name="one_external_id_a_row"),)
        indexes = (models.Index(fields=("source", "row_id")),)

    def __str__(self) -> str:
        return f"{self.source_id} · {self.row_id}"


class Import(models.Model):
    """One table on its way in. ``rows`` is the table as read, ``plan`` what the dry run says of each row, ``refused``
    the rows that were not kept, with why; the first two go once it is done, the last after ``keep_refused_until``.
    """

    class State(models.TextChoices):
        READING = "reading", _("Being read")
        COLUMNS = "columns", _("Columns to be checked")
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Ready to be imported")
        IMPORTING = "importing", _("Being imported")
        DONE = "done", _("Imported")
        UNREADABLE = "unreadable", _("Could not be read")

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="imports")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="imports")
    kind = models.CharField(max_length=9, choices=KINDS)
    name = models.CharField(max_length=255)
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    source = models.ForeignKey(ImportSource, null=True, on_delete=models.SET_NULL, related_name="imports")
    brought = models.OneToOneField(Original, null=True, on_delete=models.SET_NULL, related_name="+")
    rows = models.OneToOneField(Original, null=True, on_delete=models.SET_NULL, related_name="+")
    plan = models.OneToOneField(Original, null=True, on_delete=models.SET_NULL, related_name="+")
    refused = models.OneToOneField(Original, null=True, on_delete=models.SET_NULL, related_name="+")
    head: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    columns: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    ways: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    counts: "models.JSONField[dict[str, int], dict[str, int]]" = models.JSONField(default=dict)
    fault: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(default=dict)
    keep_refused_until = models.DateField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"{self.pk} · {self.state}"


class Merge(models.Model):
    """Two companies or two contacts found to be one: what was moved to the one kept, so that it can be put back.

    ``before`` holds the values of the one kept that were replaced, ``set_to`` what they became; ``moved`` the ids of
    the rows that changed hands, by model and field; ``stakes`` what became of parts in deals both had; ``named`` the
    plans and decisions that name the one kept since.
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="merges")
    kind = models.CharField(max_length=9, choices=KINDS[1:3])
    kept_id = models.PositiveBigIntegerField()
    gone_id = models.PositiveBigIntegerField()
    before: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    set_to: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    moved: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    stakes: "models.JSONField[list[Any], list[Any]]" = models.JSONField(default=list)
    named: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("kind", "kept_id")),)

    def __str__(self) -> str:
        return f"{self.kind} · {self.gone_id} → {self.kept_id}"


class Erasure(models.Model):
    """That a person at a customer was erased, when and by whom, and how much went; not who it was."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="erasures")
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    went: "models.JSONField[dict[str, int], dict[str, int]]" = models.JSONField(default=dict)
    files_to_check: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    """The slugs of deals whose attached files nobody can look through by program."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.pk} · {self.team_id}"
