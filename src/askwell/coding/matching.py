"""Two codings of one conversation laid side by side: which units are the same, and what each turn is mainly."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from askwell.coding.coded import CodedConversation, Unit
from askwell.method.terms import Code

Pair = tuple[Unit, Unit]


def matched_units(gold: Sequence[Unit], pred: Sequence[Unit], *, same_code: bool = True) -> list[Pair]:
    """Units matched one to one: same turn, same code, an overlap of at least half the shorter.

    Both sides are sorted and do not overlap themselves, so taking the first free partner from the left finds as many
    pairs as can be. With ``same_code`` off, place alone decides.
    """
    partners: dict[tuple[int, Code | None], list[Unit]] = defaultdict(list)
    for unit in pred:
        partners[unit.turn, unit.code if same_code else None].append(unit)
    pairs = []
    for unit in gold:
        free = partners[unit.turn, unit.code if same_code else None]
        found = next((other for other in free if overlaps_half(unit, other)), None)
        if found is not None:
            free.remove(found)
            pairs.append((unit, found))
    return pairs


def shared_length(one: Unit, other: Unit) -> int:
    """The code points that two units of one turn have in common; 0 or less where they have none."""
    return min(one.end, other.end) - max(one.start, other.start)


def overlaps_half(one: Unit, other: Unit) -> bool:
    shared = shared_length(one, other)
    return shared > 0 and 2 * shared >= min(one.end - one.start, other.end - other.start)


def main_codes(coded: CodedConversation) -> dict[int, Code]:
    """The main code of each coded turn: the one with most characters, the first of them on a tie."""
    sizes: dict[int, dict[Code, int]] = defaultdict(dict)
    for unit in coded.units:
        of_turn = sizes[unit.turn]
        of_turn[unit.code] = of_turn.get(unit.code, 0) + unit.end - unit.start
    return {turn: max(of_turn, key=lambda code: of_turn[code]) for turn, of_turn in sizes.items()}


def boundaries(coded: CodedConversation) -> set[tuple[int, int]]:
    """Where units begin and end, as (turn, code point), with white space at a unit's edges passed over."""
    return {place for unit in coded.units for place in _edges(coded, unit)}


def _edges(coded: CodedConversation, unit: Unit) -> Iterator[tuple[int, int]]:
    text = coded.text_of(unit)
    yield unit.turn, unit.start + len(text) - len(text.lstrip())
    yield unit.turn, unit.end - (len(text) - len(text.rstrip()))
