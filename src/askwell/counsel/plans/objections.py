"""Objections to expect, with what prevents each before what answers it (M27, M28, M04, M05)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from askwell.counsel.causes import brought_on
from askwell.counsel.plans.wording import advice_of
from askwell.deal.anchor import Anchors
from askwell.deal.calls import Said, anchors_of
from askwell.deal.steps import Standing
from askwell.deal.terms import BuyingStage
from askwell.method.entries import Bilingual
from askwell.method.loader import load_codebook
from askwell.method.terms import Cause, Code, Concern, Doubt, SaleSize

MANY_FEATURES = 3
"""Features told with no want behind them, from which on price is the next topic."""
QUOTED = 3
PREVENTS: Mapping[Concern, str] = {
    Concern.PRICE: "cause.feature",
    Concern.VALUE: "prevention.value_objections",
    Concern.TIMING: "prevention.value_objections",
    Concern.CAPABILITY: "doubt.ability",
    Concern.RISK: "doubt.later_trouble",
    Concern.COMPETITOR: "doubt.better_elsewhere",
    Concern.AUTHORITY: "internal_selling.small_part",
    Concern.OTHER: "m27",
}
"""Where the codebook says how an objection of this concern is kept from arising (ours)."""
CONCERN_OF: Mapping[Doubt, Concern] = {
    Doubt.NECESSITY: Concern.VALUE,
    Doubt.ABILITY: Concern.CAPABILITY,
    Doubt.WHAT_EXACTLY: Concern.CAPABILITY,
    Doubt.LATER_TROUBLE: Concern.RISK,
    Doubt.BETTER_ELSEWHERE: Concern.COMPETITOR,
}
CAUSED: Mapping[Cause, Concern] = {
    Cause.FEATURE: Concern.PRICE,
    Cause.ADVANTAGE: Concern.VALUE,
    Cause.EARLY_SOLUTION: Concern.OTHER,
}


@dataclass(frozen=True, slots=True)
class Expected:
    """``why`` says what makes it likely; prevention stands before handling."""

    concern: Concern
    name: Bilingual
    why: Bilingual
    prevent: tuple[Bilingual, ...]
    handle: Bilingual
    evidence: Anchors


def expect_objections(standing: Standing) -> tuple[Expected, ...]:
    """What was doubted, objected to, or brought on by what was shown; each concern once, doubts that are open first."""
    found: dict[Concern, Expected] = {}
    for rule in (_doubts, _voiced, _brought_on, _fault_finding):
        for expected in rule(standing):
            found.setdefault(expected.concern, expected)
    return tuple(found.values())


def _doubts(standing: Standing) -> Iterator[Expected]:
    for kept in standing.state.doubts:
        if kept.open:
            entry = load_codebook().of_value(kept.doubt)
            concern = CONCERN_OF[kept.doubt]
            why = Bilingual(f"{entry.name.en} {entry.definition.en}", f"{entry.name.zh}：{entry.definition.zh}")
            yield _expected(concern, why, kept.evidence, advice_of(entry.id))


def _voiced(standing: Standing) -> Iterator[Expected]:
    """Objections of calls so far, the concern voiced most often first; what an order has settled is past."""
    objections = [said for said in standing.calls.said(Code.OBJECTION) if not standing.calls.is_settled(said.call)]
    by_concern: dict[Concern, list[Said]] = {}
    for said in objections:
        by_concern.setdefault(said.unit.attrs.concern or Concern.OTHER, []).append(said)
    for concern, tellings in sorted(by_concern.items(), key=lambda pair: -len(pair[1])):
        why = load_codebook().of_value(concern).definition
        yield _expected(concern, why, anchors_of(tellings[-QUOTED:]), *_causes(tellings))


def count_settled(standing: Standing) -> int:
    """How many objections were heard up to the order."""
    return sum(standing.calls.is_settled(said.call) for said in standing.calls.said(Code.OBJECTION))


def _causes(tellings: list[Said]) -> tuple[Bilingual, ...]:
    causes = dict.fromkeys(brought_on(said.coded, said.unit).cause for said in tellings)
    return tuple(advice_of(f"cause.{cause.value}") for cause in causes if cause)


def _brought_on(standing: Standing) -> Iterator[Expected]:
    """What the seller showed before anybody wanted it."""
    for cause, shown in ((Cause.FEATURE, _unwanted(standing, Code.FEATURE)),
                         (Cause.ADVANTAGE, _unwanted(standing, Code.ADVANTAGE))):  # fmt: skip
        if len(shown) >= (MANY_FEATURES if cause is Cause.FEATURE else 1):
            entry = load_codebook().of_value(cause)
            yield _expected(CAUSED[cause], entry.definition, anchors_of(shown[-QUOTED:]), advice_of(entry.id))


def _unwanted(standing: Standing, code: Code) -> tuple[Said, ...]:
    """What was said before there was any want, in calls since the order if there was one."""
    want = standing.calls.first_want
    early = (said for said in standing.calls.said(code) if want is None or said.when < want)
    return tuple(said for said in early if not standing.calls.is_settled(said.call))


def _fault_finding(standing: Standing) -> Iterator[Expected]:
    """Towards the decision the buyer looks for the fault in each strength (M05)."""
    late = standing.state.buying_stage.stage in (BuyingStage.EVALUATES, BuyingStage.DECIDES)
    if late and standing.state.sale.size is not SaleSize.SMALL:
        mind = load_codebook().entry("mind.change")
        why = next(item.text for item in mind.items if item.id == "faults_in_strengths")
        shown = anchors_of(standing.calls.said(Code.BENEFIT, Code.ADVANTAGE)[-QUOTED:])
        yield _expected(Concern.COMPETITOR, why, shown, advice_of(mind.id))


def _expected(concern: Concern, why: Bilingual, evidence: Anchors, *first: Bilingual) -> Expected:
    entry = load_codebook().of_value(concern)
    prevent = tuple(dict.fromkeys((*first, advice_of(PREVENTS[concern]))))
    return Expected(concern, entry.name, why, prevent, advice_of(entry.id), evidence)
