"""Who changed what, kept by django-auditlog; never a word that was said, quoted or commented.

A difference in the log would outlive the erasure of a call, so fields that hold people's words are left out by name;
of titles, objectives and notes it says only that they changed.
"""

from auditlog.registry import auditlog
from django.db.models import Model

NEVER_LOGGED = frozenset(
    (
        "password",
        "last_login",
        "digest",
        "fingerprint",
        "text",
        "quote",
        "comment",
        "body",
        "note",
        "transcript",
        "document",
        "value",
    )
)


WITHOUT_VALUES = frozenset(("title", "objective", "consent_note"))


def hidden(value: str) -> str:
    """What stands in the log for a value of ``WITHOUT_VALUES``."""
    return "•" if value else ""


def keep_history_of(*models: type[Model]) -> None:
    """Log changes of these models; called in ``ready()`` of their app."""
    for model in models:
        names = {field.name for field in model._meta.get_fields()}  # noqa: SLF001 - Django's documented interface
        auditlog.register(
            model,
            exclude_fields=sorted(NEVER_LOGGED & names),
            mask_fields=sorted(WITHOUT_VALUES & names),
            mask_callable=f"{__name__}.{hidden.__name__}",
        )
