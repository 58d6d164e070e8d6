"""What to do next in a deal, and what to find out, the most pressing first; every text is the codebook's."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from askwell.deal.anchor import Anchors
from askwell.deal.calls import Calls, anchors_of
from askwell.deal.facts import Deal, Person
from askwell.deal.follow_up import open_signs
from askwell.deal.proofs import proof_answering
from askwell.deal.size import unanswered
from askwell.deal.state import CallOutcome, DealNeed, DealState, KeptDoubt, NextStep
from askwell.deal.style import style_of
from askwell.deal.terms import BuyingStage, Leaning, Nearness, Relation, Role, Tactic, entry_of
from askwell.deal.value import urgency_is_heavier
from askwell.method.entries import Bilingual
from askwell.method.loader import load_codebook
from askwell.method.terms import SUCCESSES, Code, Doubt, FollowUp, NeedState, Outcome, SaleSize

QUOTED = 3
"""Anchors shown beside one step, the last ones."""
OUT_OF_DATE = timedelta(days=92)
"""A fact about a rival older than a quarter is a rumour (M37)."""
SILENT = timedelta(days=21)
"""Three weeks without contact (M38, defence)."""
LATE = (BuyingStage.EVALUATES, BuyingStage.DECIDES)
"""The stages in which a buyer finds fault (M05)."""
SERIOUS = 2
"""From this seriousness on a need that is only implied is worth developing."""


@dataclass(frozen=True)
class Standing:
    """All that a rule looks at."""

    deal: Deal
    calls: Calls
    state: DealState


def next_steps(standing: Standing) -> tuple[NextStep, ...]:
    """The steps of all rules in their order, no text twice."""
    steps: dict[Bilingual, NextStep] = {}
    for rule in RULES if standing.calls.ordered is None else AFTER_ORDER:
        for step in rule(standing):
            steps.setdefault(step.text, step)
    return tuple(steps.values())


def _advice(entry_id: str, evidence: Anchors = (), who: Person | None = None) -> NextStep:
    """The advice of an entry, with the words it is about, or the name of the person."""
    entry = load_codebook().entry(entry_id)
    text = entry.advice or entry.definition
    named = text if who is None else _named(Bilingual(who.name, who.name), text)
    return NextStep(entry.row, named, evidence[-QUOTED:])


def _named(name: Bilingual, text: Bilingual) -> Bilingual:
    return Bilingual(f"{name.en}: {text.en}", f"{name.zh}：{text.zh}")


def ahead_of_buyer(standing: Standing) -> Iterator[NextStep]:
    """The seller is a stage ahead: back to where the buyer is (M03)."""
    buyer = standing.state.buying_stage
    if buyer.mismatch:
        yield _advice("m03", buyer.ahead)


def after_failure(standing: Standing) -> Iterator[NextStep]:
    """What a last call without success asks for (M07)."""
    last = standing.state.advances[-1:]
    yield from (_after(one) for one in last if one.outcome not in SUCCESSES and not _moved_by_proof(standing, one))


def after_success(standing: Standing) -> Iterator[NextStep]:
    """What a last call with success asks for (M07): never the most pressing."""
    yield from (_after(last) for last in standing.state.advances[-1:] if last.outcome in SUCCESSES)


def agreed_proofs(standing: Standing) -> Iterator[NextStep]:
    """How each proof agreed to in the last call is done well (M26)."""
    last = standing.calls.coded[-1].id if standing.calls.coded else None
    for proof in standing.state.proofs:
        if not proof.uncertain and any(anchor.call == last for anchor in proof.evidence):
            entry = load_codebook().entry(proof.proof)
            yield NextStep(entry.row, _named(entry.name, entry.advice or entry.definition), proof.evidence[-QUOTED:])


def _moved_by_proof(standing: Standing, last: CallOutcome) -> bool:
    """Whether a proof was agreed in a call that seems to end in a continuation: nobody is told then that it is none."""
    return last.outcome is Outcome.CONTINUATION and standing.state.proof_agreed_in(last.call)


def _after(last: CallOutcome) -> NextStep:
    return _advice(f"outcome.{last.outcome}", last.evidence)


def open_doubts(standing: Standing) -> Iterator[NextStep]:
    """Each open doubt, with the name of the one who has it (M04), and a proof from outside to propose for it (M26)."""
    for kept in _open_ones(standing):
        yield from _answering(standing, kept)


def last_doubt(standing: Standing) -> Iterator[NextStep]:
    """As ``open_doubts``, of the doubt last voiced: the others can wait until the gaps of the map and the scale."""
    for kept in _open_ones(standing)[:1]:
        yield from _answering(standing, kept)


def _open_ones(standing: Standing) -> list[KeptDoubt]:
    """The last voiced first, before them those that no call shows."""
    order = {coded.id: number for number, coded in enumerate(standing.calls.coded)}

    def told_last(kept: KeptDoubt) -> tuple[int, int]:
        last = kept.evidence[-1] if kept.evidence else None
        return (order[last.call], last.turn) if last else (len(order), 0)

    return sorted((kept for kept in standing.state.doubts if kept.open), key=told_last, reverse=True)


def _answering(standing: Standing, kept: KeptDoubt) -> Iterator[NextStep]:
    people = {person.id: person for person in standing.deal.people}
    who = people.get(kept.people[0]) if len(kept.people) == 1 else None
    yield _advice(f"doubt.{kept.doubt}", kept.evidence, who)
    yield from proof_for(kept.doubt, standing.state.proofs_settled)


def proof_for(doubt: Doubt, settled: Collection[str]) -> Iterator[NextStep]:
    """The first proof that answers a doubt and is not settled: its name, the doubt, and what it is (M26)."""
    proof = proof_answering(doubt, settled)
    if proof is not None:
        name, told, about = proof.name, proof.definition, load_codebook().of_value(doubt).name
        named = Bilingual(f"{name.en} (“{about.en}”): {told.en}", f"{name.zh}（“{about.zh}”）：{told.zh}")
        yield NextStep(proof.row, named)


def flower_faults(standing: Standing) -> Iterator[NextStep]:
    """Each fault of the flower (M33)."""
    for found in standing.state.flower.faults:
        yield _advice(entry_of(found.fault).id, found.evidence)


def tip_the_scale(standing: Standing) -> Iterator[NextStep]:
    """What would tip a scale that leans to waiting: less on the heaviest cost, more on the gravest need (M21).

    Where urgency is the heavier pan already, a want that is stated tips it, and nothing else.
    """
    value = standing.state.value
    if value.leans is not Leaning.WAIT:
        return
    if urgency_is_heavier(value.urgency, value.cost):
        yield _advice("need_state.implied", value.urgency[0].evidence)
        return
    for cost in value.cost[:1]:
        yield _advice("value.cost", cost.evidence)
    yield _advice("value.urgency", value.urgency[0].evidence if value.urgency else ())


def grow_needs(standing: Standing) -> Iterator[NextStep]:
    """The gravest need that is only implied, and the want that only one person has stated (M20)."""
    implied = [need for need in standing.state.needs if need.state is NeedState.IMPLIED and need.seriousness >= SERIOUS]
    single = [need for need in standing.state.needs if need.state is NeedState.EXPLICIT and len(need.people) == 1]
    major = standing.state.sale.size is not SaleSize.SMALL
    for need in _gravest(implied) if major else ():
        yield _advice("need_state.implied", need.weighing or need.evidence)
    for need in _gravest(single) if major else ():
        yield _advice("need_state.explicit", need.weighing)


def _gravest(needs: Iterable[DealNeed]) -> list[DealNeed]:
    return sorted(needs, key=lambda need: -need.seriousness)[:1]


def sell_inside(standing: Standing) -> Iterator[NextStep]:
    """Where part is decided without the seller, somebody must carry the wants stated so far (M22)."""
    wants = [need for need in standing.state.needs if need.state is NeedState.EXPLICIT]
    if standing.deal.sale.decided_in_absence and wants:
        yield _advice("m22", _gravest(wants)[0].weighing)


def act_by_stage(standing: Standing) -> Iterator[NextStep]:
    """What fits the buyer's stage (M03)."""
    buyer = standing.state.buying_stage
    if buyer.stage is BuyingStage.UNKNOWN:
        yield _advice("seller_stage.learn_background")
        return
    yield _advice(entry_of(buyer.stage).id, buyer.evidence)


def answer_fault_finding(standing: Standing) -> Iterator[NextStep]:
    """From the stage of comparing on a buyer looks for the fault in each strength told, nearest the decision also in
    what is proposed (M05); not in a small sale.
    """
    stage = standing.state.buying_stage.stage
    if stage not in LATE or standing.state.sale.size is SaleSize.SMALL:
        return
    yield _advice("mind.change", anchors_of(standing.calls.said(Code.BENEFIT, Code.ADVANTAGE)))
    if stage is BuyingStage.DECIDES:
        yield _advice("m05")


def sign_well(standing: Standing) -> Iterator[NextStep]:
    """Once the customer decides, the signing (M39)."""
    if standing.state.buying_stage.stage is BuyingStage.DECIDES:
        yield _advice("signing.checklist", standing.state.buying_stage.evidence)


def after_order(standing: Standing) -> Iterator[NextStep]:
    """Until the customer uses what was bought, the signing (M39); from then on the stage of use (M03)."""
    buyer = standing.state.buying_stage
    yield _advice(entry_of(buyer.stage).id if buyer.stage is BuyingStage.USES else "signing.checklist", buyer.evidence)


def follow_up(standing: Standing) -> Iterator[NextStep]:
    """The signs of a customer who uses what was bought, the weightiest last told (M40)."""
    told = open_signs(standing.calls, standing.deal.complaints)
    noted = any(one.open for one in standing.deal.complaints if one.words is None)
    for sign in (FollowUp.COMPLAINS, FollowUp.RAISES_NEW_PROBLEMS, FollowUp.ASKS_NEW_BUSINESS, FollowUp.COOPERATES):
        shown = anchors_of(said for heard, said in told if heard is sign)
        if shown or (noted and sign is FollowUp.COMPLAINS):
            yield _advice(f"follow_up.{sign}", shown)


def use_tactic(standing: Standing) -> Iterator[NextStep]:
    """The tactic, or what has to be known to choose one (M38, M11); a small sale needs none (M01)."""
    tactic = standing.state.tactic
    if standing.state.sale.size is SaleSize.SMALL:
        return
    if tactic.name is not Tactic.UNKNOWN:
        yield _advice(entry_of(tactic.name).id)
        return
    if standing.deal.position is None:
        yield _advice("m38")
    if not {reason.id for reason in tactic.reasons} & set(Nearness):
        yield _advice("topic.company")


def know_rivals(standing: Standing) -> Iterator[NextStep]:
    """Rivals of whom nothing dated in the last quarter is known (M37)."""
    rivals = standing.deal.rivals
    days = [fact.day for rival in rivals for fact in rival.facts if fact.day]
    if not rivals and standing.state.sale.size is not SaleSize.SMALL:
        yield _advice("rival_source.asking_customers")
    elif rivals and (not days or standing.deal.today - max(days) > OUT_OF_DATE):
        yield _advice("rival_source.regular_review")


def come_closer(standing: Standing) -> Iterator[NextStep]:
    """The heart of the flower: how to come nearer (M35), and how to talk with them (M34)."""
    for person in standing.deal.in_role(Role.CORE_DECISION_MAKER)[:1]:
        if person.relation is not None and person.relation is not Relation.ALLIED:
            yield _advice(entry_of(person.relation).id, who=person)
        if style := style_of(person):
            yield _advice(style.id, who=person)


def visit_the_silent(standing: Standing) -> Iterator[NextStep]:
    """Everyone with a role whom nobody has spoken to for three weeks (M38)."""
    silence = next(item for item in entry_of(Tactic.DEFENCE).items if item.id == "watch_silence")
    silent = [person for person in standing.deal.people if _is_silent(person, standing.deal.today)]
    if standing.state.tactic.name is Tactic.DEFENCE and silent:
        en, zh = ", ".join(person.name for person in silent), "、".join(person.name for person in silent)
        yield NextStep("M38", Bilingual(f"{en}: {silence.text.en}", f"{zh}：{silence.text.zh}"))


def _is_silent(person: Person, today: date) -> bool:
    return bool(person.roles) and person.last_contact is not None and today - person.last_contact > SILENT


def settle_size(standing: Standing) -> Iterator[NextStep]:
    """While the size is unknown, the questions on it that nothing answers yet (M01)."""
    if standing.state.sale.size is SaleSize.UNKNOWN:
        yield from (NextStep("M01", item.text) for item in unanswered(standing.deal, standing.calls))


def find_out(standing: Standing) -> Iterator[NextStep]:
    """What is still unknown: anybody's need (M11), the people (M32)."""
    if not standing.state.needs:
        yield _advice("topic.person")
    if not standing.deal.people and standing.state.sale.size is not SaleSize.SMALL:
        yield _advice("m32")


RULES: tuple[Callable[[Standing], Iterator[NextStep]], ...] = (
    ahead_of_buyer,
    after_failure,
    agreed_proofs,
    last_doubt,
    flower_faults,
    tip_the_scale,
    grow_needs,
    open_doubts,
    after_success,
    sell_inside,
    settle_size,
    act_by_stage,
    answer_fault_finding,
    sign_well,
    use_tactic,
    visit_the_silent,
    know_rivals,
    come_closer,
    find_out,
)
AFTER_ORDER = (after_failure, follow_up, open_doubts, after_order, after_success)
"""What is left to do once the customer has ordered."""
