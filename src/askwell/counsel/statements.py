"""What a statement of use or benefit holds of the four parts of a complete one, and what it lacks (M24).

Evidence is told by example and by plain words, the want that is met by links and words, unless a person says it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from askwell.coding.coded import Unit
from askwell.counsel.facts import ASKED, PLAIN, Facts, place
from askwell.method.terms import SELLER_QUESTIONS, Code, Evidence, Side, Want
from askwell.understanding.by_example import Told, said_by
from askwell.understanding.cues import says
from askwell.understanding.words import content_words, overlap, sentences

CLAIMS = (Code.ADVANTAGE, Code.BENEFIT)
ALIKE = 0.2
"""Share of the words of the shorter that a benefit and a want have in common for the one to answer the other."""

BROUGHT = 0.5
"""From this probability on words are taken for evidence."""


@dataclass(frozen=True, slots=True)
class Statement:
    """``want`` are the buyer's words it answers, ``proof`` the turns that hold something to see or check.

    ``tied`` is None where nobody knows: a want was stated before, and neither links nor words tell that it is met.
    """

    claim: Unit
    tied: bool | None
    want: Unit | None
    proof: tuple[int, ...]

    @property
    def half_built(self) -> bool:
        """Whether a part is missing that can be heard."""
        return self.tied is False or not self.proof


def statements(facts: Facts) -> tuple[Statement, ...]:
    """Every plain claim of use or benefit, in the order of the talk, each held against its own words and proof."""
    return tuple(_statement(facts, claim) for claim in facts.plain(*CLAIMS))


def perhaps_statements(facts: Facts, plain_ones: Iterable[Statement]) -> tuple[Unit, ...]:
    """What may be a claim of use or benefit, and is not plain enough to be held against anything.

    Words that are the evidence for one of the plain ones (``statements``) are none.
    """
    told = tuple(plain_ones)
    plain, proving = {one.claim.id for one in told}, {turn for one in told for turn in one.proof}
    perhaps = (unit for unit in facts.all_units if unit.id not in plain and facts.may_be(unit, *CLAIMS))
    return tuple(unit for unit in perhaps if unit.turn not in proving or not brings_evidence(facts.text(unit)))


def _statement(facts: Facts, claim: Unit) -> Statement:
    want = want_met(facts, claim) if claim.code is Code.BENEFIT else None
    proof = _proof(facts, claim)
    if claim.attrs.evidence is not None:
        proof = (proof or (claim.turn,)) if claim.attrs.evidence is Evidence.BROUGHT else ()
    return Statement(claim, _tied(facts, claim, want), want, proof)


def _tied(facts: Facts, claim: Unit, want: Unit | None) -> bool | None:
    """Whether a claim meets a want; of one that is no plain benefit nobody can tell once any want has been stated."""
    if want is not None or claim.attrs.want is Want.MET:
        return True
    if claim.attrs.want is Want.UNMET:
        return False
    return None if _wants_perhaps_before(facts, claim) else False


def _wants_perhaps_before(facts: Facts, claim: Unit) -> bool:
    return any(place(unit) < place(claim) and facts.may_be(unit, Code.EXPLICIT_NEED) for unit in facts.all_units)


def want_met(facts: Facts, benefit: Unit) -> Unit | None:
    """The want stated before a benefit that a person named for it; else the one it is linked to, if they share a word,
    else the one most alike to it.

    Of equals it is the last; None where none is alike. What is said not to be wanted is no want.
    """
    words, linked = content_words(facts.text(benefit)), {link.to for link in benefit.links}
    stated = facts.before(benefit, Code.EXPLICIT_NEED)
    if benefit.attrs.want is not None:
        named = (want for want in stated if want.id in linked)
        return next(named, None) if benefit.attrs.want is Want.MET else None
    wants = [want for want in stated if not says("unwanted", facts.text(want))]
    alike = [(overlap(words, content_words(facts.text(want))), want) for want in wants if not want.uncertain]
    meant = next((want for likeness, want in alike if likeness and want.id in linked), None)
    likeness, want = max(reversed(alike), key=lambda pair: pair[0], default=(0.0, None))
    return meant or (want if likeness >= ALIKE else None)


def _proof(facts: Facts, claim: Unit) -> tuple[int, ...]:
    """The seller's turns that prove a claim: its own or those of the next two stretches, up to a later turn's claim.

    What is asked or proposed there proves nothing yet.
    """
    claims = (unit.turn for unit in facts.after(claim, *CLAIMS) if unit.turn > claim.turn and unit.p >= PLAIN)
    reach = _within_reach(facts, claim.turn)
    near = range(claim.turn, min(reach.stop, next(claims, reach.stop)))
    return tuple(n for n in near if facts.side(n) is Side.SELLER and brings_evidence(_stated(facts, n)))


def brings_evidence(text: str) -> bool:
    """Whether what a seller says brings evidence: in plain words of it, or told by example."""
    named = any(says("proof", part) and not says("unproven", part) for _start, part in sentences(text))
    return named or (bool(text.strip()) and said_by(Side.SELLER, text)[Told.EVIDENCE] >= BROUGHT)


def _stated(facts: Facts, turn: int) -> str:
    """The words of a turn without what is asked or proposed in it."""
    text = facts.turn_text(turn)
    for unit in reversed(facts.in_turns(range(turn, turn + 1), *SELLER_QUESTIONS, *ASKED)):
        text = text[: unit.start] + text[unit.end :]
    return text


def _within_reach(facts: Facts, turn: int) -> range:
    reply = facts.stretch_after(turn)
    later = facts.stretch_after(reply[-1]) if reply else reply
    return range(turn, (later or reply or range(turn, turn + 1)).stop)
