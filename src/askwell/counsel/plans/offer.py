"""What of the catalogue meets which need (M24, M25)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from askwell.deal.state import DealNeed
from askwell.understanding.words import content_words, overlap

ALIKE = 0.3
"""The share of content a need and a problem of the catalogue hold in common from which on the one answers the other."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A product with its points: what it has, what that does, which problems it solves, what proves it."""

    name: str
    features: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    solves: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """The product for a need, and the problem of the catalogue it was found by; empty where a person said so."""

    offer: Offer
    problem: str = ""


def match_of(need: DealNeed, offers: Sequence[Offer], said: Mapping[str, str]) -> Match | None:
    """What meets a need: the product a person named for it (``said``, by label), else the one most alike.

    An empty name says that nothing of ours meets it. A name that no product has any more says nothing.
    """
    named = said.get(need.label)
    if named == "" or match_named(offers, named):
        return match_named(offers, named)
    found = [(likeness(need, problem), Match(offer, problem)) for offer in offers for problem in offer.solves]
    best = max(found, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= ALIKE else None


def match_named(offers: Sequence[Offer], name: str | None) -> Match | None:
    """The product of this name, as what a person said; None where there is none."""
    return next((Match(offer) for offer in offers if offer.name == name), None)


def likeness(need: DealNeed, problem: str) -> float:
    """0 to 1: how much a problem of the catalogue says what some telling of the need says."""
    words = content_words(problem)
    tellings = (need.label, *(anchor.text for anchor in need.evidence))
    return max(overlap(words, content_words(text)) for text in tellings)


def best_point(points: Sequence[str], about: str) -> str:
    """Of these points the one most alike to what it is about, else the first; empty where there are none."""
    return max(points, key=lambda point: _says_of(about, point), default="")


def common_words(offer: Offer) -> frozenset[str]:
    """The words that tell no point of a product from another: those of its name, and of two points or more."""
    lines = (
        [" ".join(pair) for pair in zip(offer.features, offer.functions, strict=True)]
        if len(offer.features) == len(offer.functions)
        else [*offer.features, *offer.functions]
    )
    count = Counter(word for line in lines for word in content_words(line))
    return content_words(offer.name) | frozenset(word for word, n in count.items() if n > 1)


def best_pair(offer: Offer, about: str) -> tuple[str, str]:
    """The feature and the function most alike to what they are about.

    Where there are as many of one as of the other, a function is what the feature in the same place does; else they
    are chosen to share most words with what they are about, then with each other. Words that the points have in common
    tell little.
    """
    common = common_words(offer)
    told = content_words(about) - common

    def rank(pair: tuple[str, str]) -> tuple[object, ...]:
        own = content_words(" ".join(pair)) - common
        return overlap(told, own), len(told & own), _says_of(about, " ".join(pair)), _says_of(*pair)

    in_place = len(offer.features) == len(offer.functions)
    pairs = zip(offer.features, offer.functions, strict=True) if in_place else product(offer.features, offer.functions)
    return max(pairs, key=rank)


def _says_of(about: str, point: str) -> tuple[float, int]:
    """How alike they are, then how many words they share."""
    words, others = content_words(about), content_words(point)
    return overlap(words, others), len(words & others)
