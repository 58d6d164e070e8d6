"""Listening (M18)."""

from askwell.counsel.facts import Evidence, Facts, evidence
from askwell.counsel.rules.rule import Rule
from askwell.method.terms import Severity, Side, Stage
from askwell.understanding.measures import interrupting_turns, monologues, takes_up
from askwell.understanding.words import word_count

LONG_SECONDS, LONG_WORDS, LONG_HAN = 120.0, 300, 500
"""Ours: from here on a monologue is long; words and Han characters are for transcripts without times."""


def monologue(facts: Facts) -> Evidence | None:
    """The seller spoke for two minutes on end (or 300 words, 500 Han characters, where there are no times)."""
    long = [(a, b) for a, b in monologues(facts.coded, Side.SELLER) if _long(facts, a, b)]
    if not long:
        return None
    first, last = max(long, key=lambda span: facts.words(range(span[0], span[1] + 1)))
    spoken = [unit for unit in facts.coded.units if unit.turn in range(first, last + 1)]
    sellers = [unit for unit in spoken if facts.side(unit.turn) is Side.SELLER]
    words = facts.words(range(first, last + 1), Side.SELLER)
    return evidence(sellers, n=words, quote=sellers[:1])


def _long(facts: Facts, first: int, last: int) -> bool:
    start, end = facts.coded.conversation.turns[first].start, facts.coded.conversation.turns[last].end
    if start is not None and end is not None:
        return end - start >= LONG_SECONDS
    limit = LONG_HAN if facts.coded.lang == "zh" else LONG_WORDS
    return facts.words(range(first, last + 1), Side.SELLER) >= limit


def talk_share(facts: Facts) -> Evidence | None:
    """At least 55 % (our limit) of the words of the investigating stage, six turns or more, were the seller's."""
    turns = facts.turns_in(Stage.INVESTIGATING)
    all_words = facts.words(turns)
    sellers = facts.words(turns, Side.SELLER)
    if len(turns) < 6 or all_words < 60 or sellers < 0.55 * all_words:
        return None
    longest = sorted(turns, key=lambda n: -word_count(facts.turn_text(n)) if facts.side(n) is Side.SELLER else 0)[:2]
    shown = [unit for unit in facts.coded.units if unit.turn in longest]
    return evidence(shown, percent=round(100 * sellers / all_words))


def interruptions(facts: Facts) -> Evidence | None:
    """The seller began to speak over the buyer three times or more."""
    turns = interrupting_turns(facts.coded)
    cutting = [unit for unit in facts.coded.units if unit.turn in turns]
    return evidence(cutting, n=len(turns)) if len(turns) >= 3 else None


def not_taken_up(facts: Facts) -> Evidence | None:
    """Four or more questions after the buyer's answers, none of which takes up a word of them."""
    following = [(unit, takes_up(facts.coded, unit)) for unit in facts.spin()]
    known = [unit for unit, taken in following if taken is not None]
    if len(known) < 4 or any(taken for _, taken in following):
        return None
    return evidence(known, n=len(known), quote=known[1:3])


RULES = (
    Rule("listening.monologue", "M18", Severity.MEDIUM, monologue, by_words=True),
    Rule("listening.talk_share", "M18", Severity.MEDIUM, talk_share, by_words=True),
    Rule("listening.interruptions", "M18", Severity.MEDIUM, interruptions, by_words=True),
    Rule("listening.not_taken_up", "M18", Severity.LOW, not_taken_up),
)
