"""What pages read of plans. A plan rests on the calls its reader may read, and on no other word."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import F, Max, Q
from django.http import Http404
from django.urls import reverse

from askwell.counsel.plans.appointment import in_words
from askwell.counsel.plans.fabe import points_of
from askwell.counsel.plans.held import Asking, Held, hold_against, questions_of
from askwell.counsel.plans.ladder import Rung, advance_ladder, gained_in
from askwell.counsel.plans.offer import Offer
from askwell.counsel.plans.plan import Plan, Wanted, plan_call
from askwell.deal import facts
from askwell.deal.anchor import Anchor
from askwell.deal.calls import Calls, calls_in_order
from askwell.deal.state import DealNeed, KeptDoubt
from askwell.deal.steps import Standing
from askwell.deal.terms import BuyingStage
from askwell.deal.understand import understand_deal
from askwell.method.entries import Bilingual
from askwell.method.terms import Code, Concern, Doubt, Outcome, SaleSize
from askwell.server.accounts.models import User
from askwell.server.calls.models import Call
from askwell.server.deals.entered import IN_ORDER
from askwell.server.deals.models import CallPlan, Deal, ProductPoint, Speaker
from askwell.server.deals.reckoning import call_as_heard, facts_of, reckoned
from askwell.server.deals.standing import Quote
from askwell.server.deals.standing_said import surely
from askwell.transcript.conversation import canonical_json
from askwell.understanding.needs import label_of

VERSION = 20
"""Raised when what a plan holds changes, so that nothing older is shown."""
Json = Mapping[str, Any]
T = TypeVar("T")
MOST = 50
"""Plans and calls a page lists."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan in the list of a deal's plans."""

    pk: int
    objective: str
    day: date | None
    held: bool
    reached: str


@dataclass(frozen=True, slots=True)
class Ground:
    """What a plan is made from: the facts, the products, the calls that may be read."""

    entered: facts.Deal
    offers: tuple[Offer, ...]
    calls: Mapping[str, Any]
    heard: tuple[tuple[int, str, str], ...]


def plan_for(deal: Deal, pk: int) -> CallPlan:
    plan = CallPlan.objects.filter(deal=deal, pk=pk).select_related("author", "call").first()
    if plan is None:
        raise Http404
    return plan


def open_plan(deal: Deal) -> CallPlan | None:
    """The plan of the next call to come, where there is one; one without a day comes after all others."""
    coming = CallPlan.objects.filter(deal=deal, held_at=None)
    return coming.order_by(F("day").asc(nulls_last=True), "-pk").first()


def plans_of(deal: Deal) -> tuple[PlanRow, ...]:
    """The plans of a deal, the last first."""
    rows = CallPlan.objects.filter(deal=deal).only("pk", "objective", "day", "held_at", "reached")[:MOST]
    return tuple(PlanRow(row.pk, row.objective, row.day, row.held_at is not None, row.reached) for row in rows)


def calls_to_hold(deal: Deal, user: User) -> tuple[Call, ...]:
    """The calls of the deal a plan can be held against, the last first."""
    rows = Call.objects.worded_to(user).filter(deal_call__deal=deal, state=Call.State.READY)
    return tuple(rows.order_by(F("held_at").desc(nulls_first=True), "-pk")[:MOST])


def ground_of(deal: Deal, user: User, today: date, *, before: Call | None = None) -> Ground:
    """What this person may plan from; ``before`` leaves out that call and those held after it."""
    rows = Call.objects.worded_to(user).filter(deal_call__deal=deal, state=Call.State.READY)
    if before is not None:
        rows = rows.exclude(pk=before.pk)
        rows = rows.exclude(held_at__gt=before.held_at) if before.held_at else rows
    latest = {"coding": Max("codings__pk", filter=Q(codings__current=True)), "decided": Max("decisions__pk")}
    calls = {call.slug: call for call in rows.annotate(**latest).order_by(*IN_ORDER)}
    heard = Speaker.objects.filter(call__in=list(calls.values())).order_by("pk")
    entered = facts_of(deal, today)
    return Ground(
        entered, _offers(deal, entered), calls, tuple(heard.values_list("call", "participant", "contact__slug"))
    )


def _offers(deal: Deal, entered: facts.Deal) -> tuple[Offer, ...]:
    """The products of the deal, each with its points in the order they were entered."""
    points: dict[str, dict[str, list[str]]] = {product.name: {} for product in entered.products}
    for point in ProductPoint.objects.filter(product__deals=deal).select_related("product"):
        points.setdefault(point.product.name, {}).setdefault(point.kind, []).append(point.text)
    kinds = ("feature", "function", "solves", "evidence")
    return tuple(Offer(name, *(tuple(held.get(kind, ())) for kind in kinds)) for name, held in points.items())


def ladder_for(deal: Deal, user: User, today: date) -> tuple[Rung, ...]:
    """What the customer can realistically give next; only words that may be read stand beside it."""
    state = reckoned(deal, today).state
    rows = Call.objects.worded_to(user).filter(deal_call__deal=deal).values_list("slug", flat=True)
    worded = set(rows) if state["doubts"] else set()
    doubts = [_doubt(kept, worded) for kept in state["doubts"]]
    last = state["advances"][-1] if state["advances"] else None
    given, refused = surely(state["proofs"]), surely(state["proofs_refused"])
    agreed = last and any(anchor["call"] == last["call"] for one in given for anchor in one["evidence"])
    gained = gained_in(Outcome(last["outcome"]), proof_agreed=bool(agreed)) if last else None
    stage, size = BuyingStage(state["buying_stage"]["stage"]), SaleSize(state["sale"]["size"])
    settled = {one["proof"] for one in (*given, *refused)}
    return advance_ladder(stage, size, doubts, gained, settled)


def _doubt(kept: Json, worded: set[str]) -> KeptDoubt:
    evidence = tuple(Anchor(**anchor) for anchor in kept["evidence"] if anchor["call"] in worded)
    return KeptDoubt(Doubt(kept["doubt"]), kept["open"], evidence)


def planned(plan: CallPlan, ground: Ground, seller: str) -> Json:
    """The plan as JSON, worked out anew where anything it rests on has changed.

    What was decided for a need under a label it had before stands under its present one from then on.
    """
    if plan.inputs != _inputs(plan, ground, seller):
        standing = _standing(ground)
        told = _told_now(standing.state.needs)
        plan.meets, plan.chosen = _by_present_keys(plan.meets, told), _by_present_keys(plan.chosen, told)
        made = plan_call(standing, ground.offers, wanted(plan, standing, seller))
        plan.inputs, plan.told = _inputs(plan, ground, seller), _to_json(made, standing.calls)
        plan.save(update_fields=["meets", "chosen", "inputs", "told"])
    return plan.told


def kept_for(plan: CallPlan, ground: Ground, seller: str) -> dict[str, Any]:
    """What a call is held against: the questions, without a word of the buyer's, and the objections expected."""
    standing = _standing(ground)
    made = plan_call(standing, ground.offers, wanted(plan, standing, seller))
    questions = [asdict(question) for question in questions_of(made)]
    return {"questions": questions, "expected": [one.concern.value for one in made.objections]}


def held_of(plan: CallPlan, call: Call) -> Held:
    """The plan beside what happened in its call."""
    questions = [
        Asking(Code(one["code"]), one["id"], Bilingual(**one["text"]), one.get("about", ""))
        for one in plan.kept.get("questions", ())
    ]
    expected = [Concern(one) for one in plan.kept.get("expected", ())]
    return hold_against(plan.objective, questions, expected, call_as_heard(call), plan.fall_backs)


def wanted(plan: CallPlan, standing: Standing, seller: str) -> Wanted:
    """What the person decided, by the needs as they are told now."""
    told = _told_now(standing.state.needs)
    days = [day for day in (plan.day, plan.other_day) if day and day >= standing.deal.today]
    return Wanted(
        seller=seller,
        people=tuple(plan.people),
        objective=plan.objective,
        fall_backs=tuple(plan.fall_backs),
        ticks=frozenset(plan.ticks),
        tries=tuple(one["method"] for one in plan.tries),
        meets=_by_points(_by_present_keys(plan.meets, told), told),
        chosen=_by_points(_by_present_keys(plan.chosen, told), told),
        days=tuple(in_words(day) for day in days),
    )


def _told_now(needs: Sequence[DealNeed]) -> dict[str, str]:
    """By each key under which something may have been decided, for what that holds now: a need, or a want told with it.

    Any words a need was told in may have been its label when that was.
    """
    former = [pair for need in needs for label in _labels_of(need) for pair in _keys_told(need, label)]
    return dict([*former, *(pair for need in needs for pair in _keys_told(need, need.label))])


def _labels_of(need: DealNeed) -> list[str]:
    return [label_of(anchor.text) for anchor in need.evidence]


def _keys_told(need: DealNeed, label: str) -> Iterator[tuple[str, str]]:
    yield need_key(label), need.label
    for anchor in need.evidence:
        yield need_key(points_of(label, anchor.text)), points_of(need.label, anchor.text)


def _by_present_keys(decided: Mapping[str, T], told: Mapping[str, str]) -> dict[str, T]:
    """What was decided, under the keys of now; of several for one thing the one that has that key already counts.

    What is decided for words that nothing holds at present is kept as it is.
    """
    present = {key: need_key(told[key]) if key in told else key for key in decided}
    last = sorted(decided, key=lambda key: present[key] == key)
    return {present[key]: decided[key] for key in last}


def _by_points(decided: Mapping[str, T], told: Mapping[str, str]) -> dict[str, T]:
    return {told[key]: value for key, value in decided.items() if key in told}


def need_key(label: str) -> str:
    """What a need is called where none of its words may be kept."""
    return hashlib.sha256(label.encode()).hexdigest()[:16]


def localised(value: Any, lang: str, calls: Mapping[str, Call]) -> Any:
    """JSON of a plan in one language: texts as words, anchors as quotes; quotes of other calls are left out."""
    if isinstance(value, dict):
        if value.keys() == {"en", "zh"}:
            return value[lang]
        if value.keys() >= {"call", "turn", "text", "who"}:
            return _quote(value, calls)
        return {key: localised(each, lang, calls) for key, each in value.items()}
    if isinstance(value, list | tuple):
        shown = (localised(each, lang, calls) for each in value if not _hidden(each, calls))
        return [each for each in shown if each is not None]
    return value


def _hidden(value: Any, calls: Mapping[str, Call]) -> bool:
    return isinstance(value, dict) and "who" in value and value.get("call") not in calls


def _quote(anchor: Json, calls: Mapping[str, Call]) -> Quote:
    call = calls[anchor["call"]]
    address = f"{reverse('calls:page', args=[call.slug])}#t{anchor['turn']}"
    return Quote(anchor["text"], anchor["who"], call.title, address)


def _standing(ground: Ground) -> Standing:
    codings = [call_as_heard(call) for call in ground.calls.values()]
    return Standing(
        ground.entered, calls_in_order(codings, ground.entered.ordered_on), understand_deal(ground.entered, codings)
    )


def _to_json(made: Plan, calls: Calls) -> dict[str, Any]:
    """As plain data; an anchor also names who said it, a need its key."""
    turns = {coded.id: coded.conversation.turns for coded in calls.coded}
    told: dict[str, Any] = _plain(asdict(made), turns)
    for one in (*told["statements"]["built"], *told["statements"]["refused"]):
        one["key"] = need_key(one["points_of"])
    for one in told["problems"]:
        one["key"] = need_key(one["words"])
    return told


def held_shown(held: Held, call: Call, lang: str) -> Any:
    """What came of a plan, in one language."""
    turns = {call.slug: call_as_heard(call).conversation.turns}
    return localised(_plain(asdict(held), turns), lang, {call.slug: call})


def _plain(value: Any, turns: Mapping[str, Sequence[Any]]) -> Any:
    if isinstance(value, dict):
        named = {key: _plain(each, turns) for key, each in value.items()}
        if value.keys() == {"call", "turn", "start", "end", "text"}:
            named["who"] = turns[value["call"]][value["turn"]].name or ""
        return named
    return [_plain(each, turns) for each in value] if isinstance(value, list | tuple) else value


def _inputs(plan: CallPlan, ground: Ground, seller: str) -> str:
    about = [[c.pk, c.coding, c.decided, c.title, c.sale, str(c.held_at), c.objective] for c in ground.calls.values()]
    settled: list[Any] = [plan.objective, plan.fall_backs, plan.people, str(plan.day), str(plan.other_day), plan.ticks]
    settled += [plan.tries, plan.meets, plan.chosen]
    read = [VERSION, seller, repr(ground.entered), repr(ground.offers), about, [list(row) for row in ground.heard]]
    return hashlib.sha256(canonical_json([*read, settled]).encode()).hexdigest()
