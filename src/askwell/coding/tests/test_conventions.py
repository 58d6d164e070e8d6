"""The coding conventions, case by case: short calls of which the last turn is judged, in both languages."""

import pytest

from askwell.coding.coders import default_coder
from askwell.coding.tests.gold import Gold, as_speech, conventions

CASES = [
    pytest.param(row, case, id=f"{row}-{case.conversation.id}")
    for lang in ("en", "zh")
    for row, case in conventions(lang)
]


def last_turn(case: Gold) -> list[tuple[str, bool]]:
    """Whether each unit of the last turn is found: same code, and most of its words."""
    last = len(case.conversation.turns) - 1
    units = [unit for unit in default_coder().units(case.conversation, case.lang) if unit.turn == last]
    wanted = [span for span in case.spans if span.turn == last]
    return [
        (span.code, any(u.code is span.code and min(u.end, span.end) - max(u.start, span.start) > 0 for u in units))
        for span in wanted
    ]


def share_right(cases: list[tuple[str, Gold]]) -> float:
    found = [right for _row, case in cases for _code, right in last_turn(case)]
    return sum(found) / len(found)


if __name__ == "__main__":
    for lang in ("en", "zh"):
        rows = conventions(lang)
        print(lang, len(rows), share_right(rows), share_right([(r, as_speech(c)) for r, c in rows]))
        for r, c in rows:
            for code, ok in last_turn(c):
                if not ok:
                    print("  ", r, code, c.conversation.turns[-1].text)
