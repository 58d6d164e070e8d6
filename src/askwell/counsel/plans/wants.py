"""Needs in the words in which they were stated."""

from collections.abc import Set as AbstractSet

from askwell.deal.anchor import Anchor, Anchors
from askwell.deal.state import DealNeed
from askwell.deal.steps import Standing
from askwell.method.terms import Code, NeedState
from askwell.understanding.cues import says
from askwell.understanding.words import content_words, overlap, sentences


def told_as(standing: Standing, need: DealNeed, code: Code) -> Anchors:
    """The tellings of a need that were of this code, in the order in which they were said."""
    heard = {said.anchor for said in standing.calls.said(code)}
    return tuple(anchor for anchor in need.evidence if anchor in heard)


def wants_of(standing: Standing, need: DealNeed) -> list[str]:
    """The words in which a need was stated as a want, in the order in which they were said."""
    return [anchor.text for anchor in told_as(standing, need, Code.EXPLICIT_NEED)]


def want_before(standing: Standing, need: DealNeed, met: AbstractSet[str]) -> str | None:
    """The words in which a need was last stated as a want by nobody who will be absent; None where there are none.

    What a colleague said elsewhere is not told to those ``met``; where nobody is named, anybody may come.
    """
    tellers = tellers_of(standing)
    wants = told_as(standing, need, Code.EXPLICIT_NEED)
    return next((anchor.text for anchor in reversed(wants) if not met or tellers.get(anchor) in {*met, None}), None)


def wanting_part(text: str) -> str:
    """Of words that state a want the sentences that state it; all of them where none shows it."""
    told = [sentence for _start, sentence in sentences(text)]
    wanting = [sentence for sentence in told if says("want", sentence)]
    return " ".join(wanting) if len(wanting) < len(told) and wanting else text


def want_about(standing: Standing, wants: Anchors, about: str, met: AbstractSet[str]) -> Anchor | None:
    """Of these tellings as a want the one that shares words with what this is about, then one of those met, then one in
    words of wanting, then the most alike.

    Of equals it is the last; None where there are none.
    """
    tellers, words = tellers_of(standing), content_words(about)

    def rank(anchor: Anchor) -> tuple[bool, bool, bool, float]:
        told = content_words(anchor.text)
        return bool(words & told), tellers.get(anchor) in met, says("want", anchor.text), overlap(words, told)

    return max(reversed(wants), key=rank, default=None)


def tellers_of(standing: Standing) -> dict[Anchor, str | None]:
    """Who said what of the buyers' words, as far as that is known."""
    return {said.anchor: said.person for said in standing.calls.buyers()}


def explicit_needs(standing: Standing) -> list[DealNeed]:
    """The wants, the gravest first."""
    wants = [need for need in standing.state.needs if need.state is NeedState.EXPLICIT]
    return sorted(wants, key=lambda need: -need.seriousness)


def last_words(standing: Standing, tellings: Anchors, met: AbstractSet[str]) -> tuple[Anchor | None, str | None]:
    """The last of these words in which a need was told, by one of those met where any did, and who said them."""
    tellers = tellers_of(standing)
    by_met = [anchor for anchor in tellings if tellers.get(anchor) in met]
    last = next(iter(reversed(by_met or tellings)), None)
    return last, tellers.get(last) if last else None
