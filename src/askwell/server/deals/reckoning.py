"""What the facts and the calls of a deal amount to, worked out by the pure core and kept by its inputs (M01 to M40)."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from askwell.coding.coded import CodedConversation
from askwell.deal import facts
from askwell.deal.calls import Calls, Said, anchors_of, calls_in_order
from askwell.deal.flower import voiced_gains
from askwell.deal.forecasting.history import known_over_time, known_to_json
from askwell.deal.proposals import Proposal, ProposedAttitude, ProposedRole, propose
from askwell.deal.state_json import anchors_to_json, state_to_json
from askwell.deal.style_hints import ProposedSign
from askwell.deal.tactic import Cells
from askwell.deal.terms import BuyingStage, Commitment, Nearness, Position, Relation, Role
from askwell.deal.understand import understand_deal
from askwell.method.terms import NEEDS, Side
from askwell.server.calls.models import Call
from askwell.server.calls.sides import speaker_key
from askwell.server.calls.state import call_state, with_moment
from askwell.server.deals.entered import Entered, heard_in, known_of, roles_held, said_of
from askwell.server.deals.erasing_words import BLOCK
from askwell.server.deals.follow_up_heard import heard_signs
from askwell.server.deals.models import Deal, ProductPoint, Reckoned, Speaker, Stake
from askwell.server.deals.objections_heard import heard_objections, heard_questions
from askwell.server.deals.standing_said import SaidOfDeal, said_from, said_of_deal, said_rows
from askwell.server.deals.tactics_cells import cell_rows, cells_from, cells_of
from askwell.transcript.conversation import canonical_json

Json = Mapping[str, Any]
VERSION = 22
"""Raised when what is reckoned changes, so that nothing older is shown."""


@dataclass(frozen=True, slots=True)
class Reckoning:
    """``state`` is ``askwell.deal_state/1``; the rest is what a page needs beside it.

    ``voices`` are by person the words in which they told a problem or a want (``told``) and what they would gain
    (``gains``). ``proposals`` are what calls suggest about people on the map; ``unmatched`` who spoke for the buyer and
    is no contact yet. ``names`` are of people by id, ``speakers`` of whoever said the words of ``call:turn``.
    ``objections`` and ``questions`` are the buyers', each with how it was met, ``signs`` those of a customer after the
    order, also where they were heard before it. ``ordered``: there is an order, heard or entered; ``after`` are the
    calls that followed it, ``unplaced`` those of which nobody knows. ``known`` is what was known of its progress, call
    by call.
    """

    state: Json
    voices: Mapping[str, Json]
    proposals: Sequence[Json]
    unmatched: Sequence[Json]
    names: Mapping[str, str]
    speakers: Mapping[str, str]
    objections: Sequence[Json]
    questions: Sequence[Json]
    signs: Sequence[Json]
    ordered: bool
    after: Sequence[str]
    unplaced: Sequence[str]
    known: Sequence[Json]


def reckoned(deal: Deal, today: date, entered: Entered | None = None) -> Reckoning:
    """The deal as it stands on a day; only calls that are coded count."""
    entered = entered or Entered(deal)
    calls = list(entered.coded_calls)
    kept: Any = (
        Reckoned.objects.filter(deal=deal).annotate(cells=cell_rows("deal__team"), said=said_rows("deal")).first()
    )
    known = facts_of(deal, today, entered, said_from(kept.said or ()) if kept else None)
    cells = cells_from(kept.cells or ()) if kept else cells_of(deal.team_id)
    inputs = _inputs(known, calls, cells)
    if kept is None or kept.inputs != inputs:
        told = _work_out(known, calls, cells)
        kept, _ = Reckoned.objects.update_or_create(deal=deal, defaults={"inputs": inputs, "told": told})
    return Reckoning(**kept.told)


def facts_of(deal: Deal, today: date, entered: Entered | None = None, said: SaidOfDeal | None = None) -> facts.Deal:
    """What people entered about a deal, as ``askwell.deal/1`` has it; a person's id is the contact's slug.

    ``said`` is what was said of doubts, proofs, needs and complaints, where that has been read already.
    """
    entered, said = entered or Entered(deal), said or said_of_deal(deal)
    return facts.Deal(
        id=deal.slug,
        today=today,
        lang=deal.lang or None,
        sale=_sale_facts(deal),
        position=Position(deal.position) if deal.position else None,
        decision=Nearness(deal.decision) if deal.decision else None,
        stage=BuyingStage(deal.stage) if deal.stage != BuyingStage.UNKNOWN else None,
        ordered_on=deal.closed_on if deal.state == Deal.State.WON else None,
        people=tuple(_person(stake, entered.last_contact(stake)) for stake in entered.stakes),
        rivals=_rivals(entered),
        products=tuple(_product(product.name, said_of(product)) for product in entered.products),
        doubts=said.doubts,
        proofs=said.proofs,
        needs=said.needs,
        complaints=said.complaints,
    )


def _sale_facts(deal: Deal) -> facts.SaleFacts:
    return facts.SaleFacts(
        calls_expected=deal.calls_expected,
        people_deciding=deal.people_deciding,
        decided_in_absence=deal.decided_in_absence,
        commitment=Commitment(deal.commitment) if deal.commitment else None,
        ongoing_relationship=deal.ongoing_relationship,
        visible_risk=deal.visible_risk,
        judged_as_one=deal.judged_as_one,
        amount=None if deal.amount is None else float(deal.amount),
        currency=deal.currency or None,
    )


def _person(stake: Stake, last_contact: date | None) -> facts.Person:
    return facts.Person(
        id=stake.contact.slug,
        name=stake.contact.name,
        title=stake.contact.title or None,
        roles=tuple(map(Role, roles_held(stake))),
        attitude=stake.attitude,
        influence=stake.influence,
        relation=Relation(stake.relation) if stake.relation else None,
        shown_by=stake.shown_by or None,
        style_signs=tuple(stake.contact.style_signs),
        last_contact=last_contact,
    )


def _rivals(entered: Entered) -> tuple[facts.Rival, ...]:
    return tuple(
        facts.Rival(
            rival.name, tuple(facts.RivalFact(row.text, row.source or None, row.day) for row in known_of(rival))
        )
        for rival in entered.rivals
    )


def _product(name: str, points: Sequence[tuple[str, str]]) -> facts.Product:
    def texts(*kinds: ProductPoint.Kind) -> tuple[str, ...]:
        return tuple(text for kind, text in points if kind in kinds)

    kind = ProductPoint.Kind
    return facts.Product(name, texts(kind.FEATURE, kind.FUNCTION), texts(kind.SOLVES), texts(kind.EVIDENCE))


def _inputs(entered: facts.Deal, calls: Sequence[Any], cells: Cells | None) -> str:
    about = [[call.pk, call.coding, call.decided, call.title, call.sale, str(call.held_at)] for call in calls]
    heard = [[call.pk, *row] for call in calls for row in heard_in(call)]
    own = [[position, near, tactic] for (position, near), tactic in (cells or {}).items()]
    said = canonical_json([VERSION, repr(entered), about, heard, own])
    return hashlib.sha256(said.encode()).hexdigest()


def _work_out(entered: facts.Deal, calls: Sequence[Call], cells: Cells | None) -> dict[str, Any]:
    codings = [call_as_heard(call) for call in calls]
    heard = calls_in_order(codings, entered.ordered_on)
    names = {person.id: person.name for coding in codings for person in coding.conversation.participants if person.name}
    names |= {person.id: person.name for person in entered.people}
    return {
        "state": state_to_json(understand_deal(entered, codings, cells)),
        "voices": _voices(heard),
        "proposals": [_proposal(proposal) for proposal in propose(entered, heard)],
        "unmatched": list(_unmatched(codings)),
        "names": names,
        "speakers": _speakers(heard.said()),
        "objections": heard_objections(heard),
        "questions": heard_questions(heard),
        "signs": heard_signs(heard),
        "ordered": heard.ordered is not None,
        "after": [heard.coded[call].id for call in sorted(heard.after_order)],
        "unplaced": [heard.coded[call].id for call in sorted(heard.unplaced)],
        "known": known_to_json(known_over_time(entered, codings)),
    }


def _voices(heard: Calls) -> dict[str, Json]:
    told = [said for said in heard.buyers() if said.unit.code in NEEDS and said.person]
    return {
        person: {
            "told": anchors_to_json(anchors_of(said for said in told if said.person == person)),
            "gains": anchors_to_json(anchors_of(voiced_gains(heard, person))),
        }
        for person in dict.fromkeys(said.person for said in told)
        if person
    }


def _proposal(proposal: Proposal) -> Json:
    kind, value = _proposed(proposal)
    told = {"kind": kind, "person": proposal.person, "value": value, "evidence": anchors_to_json(proposal.evidence)}
    return told | ({"p": proposal.p} if isinstance(proposal, ProposedSign) and proposal.p is not None else {})


def _proposed(proposal: Proposal) -> tuple[str, str | int]:
    if isinstance(proposal, ProposedRole):
        return "role", proposal.role.value
    return ("attitude", proposal.attitude) if isinstance(proposal, ProposedAttitude) else ("sign", proposal.sign)


def _unmatched(codings: Iterable[CodedConversation]) -> Iterable[Json]:
    """Who spoke for the buyer under an id of the call's own, in the order they first spoke; the erased are nobody."""
    for coded in codings:
        names = {person.id: person.name for person in coded.conversation.participants}
        spoke = (turn.participant for turn in coded.conversation.turns if turn.speaker is Side.BUYER)
        for person in dict.fromkeys(filter(None, spoke)):
            call, _, participant = person.partition(":")
            name = names.get(person) or participant
            if call == coded.id and BLOCK not in name:
                yield {"call": call, "participant": participant, "name": name}


def _speakers(said: Iterable[Said]) -> dict[str, str]:
    return {f"{one.coded.id}:{one.unit.turn}": one.turn.name for one in said if one.turn.name}


def call_as_heard(call: Call) -> CodedConversation:
    """A call under its slug; its participants are known as contacts by their slugs, others as ``call:participant``."""
    coded = with_moment(call_state(call), call)
    known = dict(Speaker.objects.filter(call=call).values_list("participant", "contact__slug"))

    def person(participant: str) -> str:
        return known.get(participant, f"{call.slug}:{participant}")

    talk = coded.conversation
    turns = tuple(replace(turn, participant=person(key) if (key := speaker_key(turn)) else None) for turn in talk.turns)
    people = tuple(replace(one, id=person(one.id)) for one in talk.participants)
    return replace(coded, conversation=replace(talk, id=call.slug, turns=turns, participants=people))
