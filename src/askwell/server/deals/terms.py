"""The words of a deal as choices of a form; the values are those of ``askwell.deal/1``, most names the codebook's."""

from collections.abc import Iterable
from enum import StrEnum

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from askwell.deal.terms import BuyingStage, Commitment, Nearness, Position, Relation, Role, entry_of

Choices = list[tuple[str, str | Promise]]


def _named(value: StrEnum) -> str:
    """What the codebook calls it, in the language of the page."""
    return entry_of(value).name.in_lang("zh" if (get_language() or "").startswith("zh") else "en")


def _choices(values: Iterable[StrEnum]) -> Choices:
    named = lazy(_named, str)
    return [(value.value, named(value)) for value in values]


STAGE_CHOICES: Choices = [
    (BuyingStage.UNKNOWN.value, _("Not known")),
    *_choices(stage for stage in BuyingStage if stage is not BuyingStage.UNKNOWN),
]
ROLE_CHOICES = _choices(Role)
RELATION_CHOICES = _choices(Relation)
NOT_NEAR = frozenset(("", Relation.STRANGER.value))
"""What is entered of a relation where there is none yet."""
COMMITMENT_CHOICES: Choices = [(Commitment.LOW.value, _("Little")), (Commitment.HIGH.value, _("Much"))]
POSITION_CHOICES: Choices = [
    (Position.AHEAD.value, _("Ahead")),
    (Position.EVEN.value, _("Even")),
    (Position.BEHIND.value, _("Behind")),
]
NEARNESS_CHOICES: Choices = [(Nearness.NOW.value, _("Now")), (Nearness.BREWING.value, _("Still brewing"))]
