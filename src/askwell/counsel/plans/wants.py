"""Needs in the words in which they were stated."""

from collections.abc import Set as AbstractSet

from askwell.deal.state import Anchor, DealNeed
from askwell.deal.steps import Standing
from askwell.method.terms import Code, NeedState
from askwell.understanding.words import content_words, overlap


def wants_of(standing: Standing, need: DealNeed) -> list[str]:
    """The words in which a need was stated as a want, in the order in which they were said."""
    wants = {said.anchor for said in standing.calls.said(Code.EXPLICIT_NEED)}
    return [anchor.text for anchor in need.evidence if anchor in wants]


def want_of(standing: Standing, need: DealNeed) -> str:
    """The words in which a need was last stated as a want; its label where nobody has."""
    return next(reversed(wants_of(standing, need)), need.label)


def want_about(standing: Standing, need: DealNeed, about: str) -> str:
    """The words in which a need was stated as a want that say most of what this is about; of equals the last."""
    tellings, words = wants_of(standing, need), content_words(about)
    return max(reversed(tellings), key=lambda text: overlap(words, content_words(text)), default=need.label)


def explicit_needs(standing: Standing) -> list[DealNeed]:
    """The wants, the gravest first."""
    wants = [need for need in standing.state.needs if need.state is NeedState.EXPLICIT]
    return sorted(wants, key=lambda need: -need.seriousness)


def last_words(standing: Standing, need: DealNeed, met: AbstractSet[str]) -> tuple[Anchor | None, str | None]:
    """The last words in which a need was told, by somebody of those met where there are any, and who said them."""
    tellers = {said.anchor: said.person for said in standing.calls.buyers()}
    by_met = [anchor for anchor in need.evidence if tellers.get(anchor) in met]
    last = next(iter(reversed(by_met or need.evidence)), None)
    return last, tellers.get(last) if last else None
