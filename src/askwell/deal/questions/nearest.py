"""Which kinds of question a text that is not understood is nearest to."""

from collections import Counter
from functools import cache

from askwell.deal.questions.data import kinds
from askwell.deal.questions.lexer import lattice_of

SHOWN = 3


def nearest_kinds(text: str) -> tuple[str, ...]:
    """The kinds whose examples share most with a text, the most alike first; none where nothing is shared."""
    asked = _meant(text)
    alike = {kind: max(_likeness(asked, one) for one in examples) for kind, examples in _examples()}
    best = sorted((kind for kind, share in alike.items() if share > 0), key=lambda kind: -alike[kind])
    return tuple(best[:SHOWN])


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Dice's coefficient."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _meant(text: str) -> Counter[str]:
    """What the words of a text may stand for, each reading of each: "without" and 没有 are the same here."""
    lattice = lattice_of(text, ())
    return Counter(f"{edge.kind}:{edge.value}" for edges in lattice.edges for edge in set(edges))


@cache
def _examples() -> tuple[tuple[str, tuple[Counter[str], ...]], ...]:
    return tuple((kind.id, tuple(map(_meant, (*kind.examples["en"], *kind.examples["zh"])))) for kind in kinds())
