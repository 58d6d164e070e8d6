"""Obtaining commitment, and what the end of the call is worth (M07, M29, M30)."""

from askwell.coding.coded import Unit
from askwell.counsel.facts import ASKED, Evidence, Facts, evidence
from askwell.counsel.four_actions import WORTH_DRAWING_TOGETHER, concerns_checked, drawn_together
from askwell.counsel.rules.rule import Rule
from askwell.method.terms import CloseKind, Code, ObjectionClass, Outcome, Severity, Side
from askwell.understanding.cues import says

PRESSURE = (CloseKind.STANDING_ROOM_ONLY, CloseKind.LAST_CHANCE)


def closes_many(facts: Facts) -> Evidence | None:
    """More than two closing attempts."""
    closes = facts.sure(Code.CLOSING_ATTEMPT)
    return evidence(closes, n=len(closes), quote=closes[-2:]) if len(closes) > 2 else None


def pressure_close(facts: Facts) -> Evidence | None:
    pressing = [unit for unit in facts.sure(Code.CLOSING_ATTEMPT) if unit.attrs.close_kind in PRESSURE]
    return evidence(pressing, quote=pressing[:1])


def continuation_as_advance(facts: Facts) -> Evidence | None:
    """The call ends in warm words or a put-off that sound like progress, and the buyer agreed to nothing."""
    if facts.outcome is not Outcome.CONTINUATION:
        return None
    ending = range(facts.turns - max(4, facts.turns // 4), facts.turns)
    if facts.coded.outcome and facts.coded.outcome.uncertain and facts.in_turns(ending, Code.AGREEMENT):
        return None  # what may be an advance is not faulted for being none
    warm = [
        unit
        for unit in facts.coded.units
        if unit.turn in ending and facts.side(unit.turn) is Side.BUYER and _sounds_well(facts.text(unit))
    ]
    stalls = [unit for unit in facts.sure(Code.OBJECTION) if unit.attrs.objection_class is ObjectionClass.HESITATION]
    shown = warm[-2:] or stalls[-1:]
    return evidence(shown, quote=shown)


def _sounds_well(text: str) -> bool:
    return any(says(cue, text) for cue in ("warm", "stall", "receive"))


def seller_homework(facts: Facts) -> Evidence | None:
    """The only next step is what the seller will do."""
    if facts.outcome is not Outcome.CONTINUATION or facts.units(*ASKED):
        return None
    ending = range(facts.turns * 3 // 5, facts.turns)
    turns = facts.sellers_turns("seller_homework", ending)
    homework = facts.units_saying("seller_homework", turns)
    return evidence(homework, quote=homework[-1:])


def none_asked(facts: Facts) -> Evidence | None:
    """Wants were stated and the call ended without any step being proposed."""
    if facts.succeeded or facts.possible(*ASKED) or seller_homework(facts):
        return None
    wants = facts.sure(Code.EXPLICIT_NEED)
    return evidence(wants, n=len(wants), quote=wants[:1])


def _asked_outright(facts: Facts) -> list[Unit]:
    """The steps and purchases plainly asked for, without a condition."""
    return [unit for unit in facts.plain(*ASKED) if unit.attrs.close_kind is not CloseKind.TRIAL]


def concerns_unchecked(facts: Facts) -> Evidence | None:
    """A commitment was asked for, in vain, without asking first whether anything still stood in its way."""
    asked = _asked_outright(facts)
    if facts.succeeded or not asked or concerns_checked(facts, asked[-1].turn):
        return None
    voiced = facts.before(asked[-1], Code.OBJECTION)  # a concern that was voiced needs no asking
    return None if voiced else evidence(asked[-1:], quote=asked[-1:])


def no_summary(facts: Facts) -> Evidence | None:
    """There were wants or benefits to draw together, two at least, and the proposal came without doing so."""
    asked = _asked_outright(facts)
    worth = facts.before(asked[-1], Code.EXPLICIT_NEED, Code.BENEFIT) if asked else ()
    if len(worth) < WORTH_DRAWING_TOGETHER or facts.possible(Code.SUMMARY_OF_BENEFITS):
        return None
    played_back = facts.sellers_turns("playback", range(worth[0].turn, asked[-1].turn + 1))
    done = played_back or drawn_together(facts, asked[-1])
    return None if done else evidence((*worth[:2], asked[-1]), quote=asked[-1:], worth=worth[:2])


def pressed_after_refusal(facts: Facts) -> Evidence | None:
    """The buyer refused a step or the purchase, and the seller closed again."""
    if facts.succeeded:
        return None
    for refusal in facts.plain(Code.OBJECTION):
        asked = facts.in_turns(facts.stretch_before(refusal.turn), *ASKED)
        closes = facts.after(refusal, Code.CLOSING_ATTEMPT)
        at_once = facts.in_turns(facts.stretch_after(refusal.turn), Code.CLOSING_ATTEMPT)
        if closes and (asked or at_once) and says("refusal", facts.text(refusal)):
            return evidence((refusal, *closes), quote=(refusal,), close=closes[:1])
    return None


RULES = (
    Rule("commitment.closes_many", "M29", Severity.HIGH, closes_many, major_only=True),
    Rule("commitment.pressure_close", "M29", Severity.HIGH, pressure_close, major_only=True),
    Rule("commitment.continuation_as_advance", "M07", Severity.HIGH, continuation_as_advance),
    Rule("commitment.seller_homework", "M30", Severity.MEDIUM, seller_homework),
    Rule("commitment.none_asked", "M30", Severity.HIGH, none_asked),
    Rule("commitment.concerns_unchecked", "M30", Severity.LOW, concerns_unchecked, major_only=True),
    Rule("commitment.no_summary", "M30", Severity.LOW, no_summary),
    Rule("commitment.pressed_after_refusal", "M07", Severity.HIGH, pressed_after_refusal),
)
