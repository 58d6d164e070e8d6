"""What a statement of use or benefit holds of the four parts of a complete one, and what it lacks (M24)."""

from dataclasses import dataclass

from askwell.coding.coded import Unit
from askwell.counsel.facts import Facts, place
from askwell.method.terms import Code, LinkKind

CLAIMS = (Code.ADVANTAGE, Code.BENEFIT)


@dataclass(frozen=True, slots=True)
class Statement:
    """``wants`` are the buyer's words it answers, ``proof`` the turns that hold something to see or check.

    ``tied`` is None where the coder holds a benefit possible and is not sure of one: then nobody knows.
    """

    claim: Unit
    tied: bool | None
    wants: tuple[Unit, ...]
    proof: tuple[int, ...]

    @property
    def half_built(self) -> bool:
        """Whether a part is missing that can be heard."""
        return self.tied is False or not self.proof


def statements(facts: Facts) -> tuple[Statement, ...]:
    """Every plain claim of use or benefit, in the order of the talk, each held against its own words and proof."""
    return tuple(
        Statement(claim, _tied(facts, claim), _wants(facts, claim), _proof(facts, claim))
        for claim in facts.plain(*CLAIMS)
    )


def _tied(facts: Facts, claim: Unit) -> bool | None:
    if claim.code is Code.BENEFIT:
        return True
    return None if facts.may_be(claim, Code.BENEFIT) else False


def _wants(facts: Facts, claim: Unit) -> tuple[Unit, ...]:
    """The want a benefit is linked to, else the last telling of the need it works on."""
    if claim.code is not Code.BENEFIT:
        return ()
    linked = facts.by_id(link.to for link in claim.links if link.kind is LinkKind.MEETS)
    need = facts.need_of(claim)
    told = facts.by_id(need.units) if need else ()
    return linked or tuple(unit for unit in told if unit.code is Code.EXPLICIT_NEED and place(unit) < place(claim))[-1:]


def _proof(facts: Facts, claim: Unit) -> tuple[int, ...]:
    """The seller's turns that prove a claim: its own or those of the next two stretches, up to a later turn's claim."""
    claims = (unit.turn for unit in facts.after(claim, *CLAIMS) if unit.turn > claim.turn)
    reach = _within_reach(facts, claim.turn)
    return facts.sellers_turns("proof", range(claim.turn, min(reach.stop, next(claims, reach.stop))))


def _within_reach(facts: Facts, turn: int) -> range:
    reply = facts.stretch_after(turn)
    later = facts.stretch_after(reply[-1]) if reply else reply
    return range(turn, (later or reply or range(turn, turn + 1)).stop)
