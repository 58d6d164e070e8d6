"""Statements from the catalogue for needs this customer has stated, and why there is none where there is none (M24)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from askwell.counsel.plans.ladder import proof_for
from askwell.counsel.plans.offer import Match, Offer, best_point, match_of
from askwell.counsel.plans.wants import explicit_needs, want_of
from askwell.counsel.plans.wording import advice_of, fill_gaps, put, spoken, text_of
from askwell.deal.state import Anchors, DealNeed
from askwell.deal.steps import Standing
from askwell.method.entries import Bilingual
from askwell.method.loader import load_codebook
from askwell.method.terms import Doubt, NeedState

MOST_WANTS = 6
MOST_IMPLIED = 2
"""Needs that are only implied for which it is said that there is no statement yet, the gravest."""
_ALREADY = ("already ", "已经", "已")


@dataclass(frozen=True, slots=True)
class Statement:
    """The four parts and the sentence made of them; ``proof`` is proposed where the catalogue holds no evidence."""

    need: str
    people: tuple[str, ...]
    product: str
    feature: str
    function: str
    proven_by: str
    text: Bilingual
    proof: Bilingual | None
    evidence: Anchors


@dataclass(frozen=True, slots=True)
class Refusal:
    """No statement, and why; ``need`` is empty where no need is known at all."""

    need: str
    reason: str
    text: Bilingual
    do: Bilingual | None
    evidence: Anchors = ()


@dataclass(frozen=True, slots=True)
class Statements:
    built: tuple[Statement, ...]
    refused: tuple[Refusal, ...]


def build_statements(
    standing: Standing,
    offers: Sequence[Offer],
    said: Mapping[str, str],
    chosen: Mapping[str, Mapping[str, str]],
) -> Statements:
    """One statement a want, from the point of the catalogue most alike to it, or from those a person chose (by label).

    A need that is only implied gets none, nor does one that no product of the deal is known to solve.
    """
    wants = explicit_needs(standing)[:MOST_WANTS]
    implied = [need for need in standing.state.needs if need.state is NeedState.IMPLIED]
    needs = [*wants, *sorted(implied, key=lambda need: -need.seriousness)[:MOST_IMPLIED]]
    if not needs:
        return Statements((), (_refusal("no_need", do=advice_of("code.problem_question")),))
    made = [
        _statement(need, want_of(standing, need), match_of(need, offers, said), chosen.get(need.label, {}))
        for need in needs
    ]
    return Statements(
        tuple(one for one in made if isinstance(one, Statement)),
        tuple(one for one in made if isinstance(one, Refusal)),
    )


def _statement(need: DealNeed, want: str, match: Match | None, chosen: Mapping[str, str]) -> Statement | Refusal:
    if need.state is NeedState.IMPLIED:
        return _refusal("only_implied", need, advice_of("sequence.after_problem"))
    if match is None:
        return _refusal("no_product", need)
    about = f"{need.label} {match.problem}"
    feature = _point("feature", match.offer.features, about, chosen)
    function = _point("function", match.offer.functions, about, chosen)
    if not feature or not function:
        return _refusal("no_feature", need)
    proven_by = _point("evidence", match.offer.evidence, about, chosen)
    return Statement(
        need=need.label,
        people=need.people,
        product=match.offer.name,
        feature=feature,
        function=function,
        proven_by=proven_by,
        text=_sentence(feature, function, want, proven_by),
        proof=None if proven_by else _proof(),
        evidence=need.evidence,
    )


def _point(kind: str, points: Sequence[str], about: str, chosen: Mapping[str, str]) -> str:
    """The point a person chose, as long as the catalogue holds it."""
    wanted = chosen.get(kind, "")
    return wanted if wanted in points else best_point(points, about)


def _sentence(feature: str, function: str, want: str, proven_by: str) -> Bilingual:
    """In the pattern that ends in "already" where the evidence begins with it."""
    head = next((head for head in _ALREADY if proven_by.lower().startswith(head)), "")
    pattern = text_of("fabe.patterns", "already" if head else "you_see")
    benefit = put(text_of("fabe.wording", "benefit"), words=spoken(want))
    return fill_gaps(pattern, [feature, function, benefit, *([proven_by[len(head) :]] if proven_by else [])])


def _proof() -> Bilingual:
    """What could be arranged where nothing proves it yet (M26)."""
    proof = load_codebook().entry(proof_for(Doubt.ABILITY.value) or "m26")
    return Bilingual(f"{proof.name.en}: {proof.definition.en}", f"{proof.name.zh}：{proof.definition.zh}")


def _refusal(reason: str, need: DealNeed | None = None, do: Bilingual | None = None) -> Refusal:
    label, evidence = (need.label, need.evidence) if need else ("", ())
    return Refusal(label, reason, text_of("fabe.refusal", reason), do, evidence)
