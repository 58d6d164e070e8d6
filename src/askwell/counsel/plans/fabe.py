"""Statements from the catalogue for needs this customer has stated, and why there is none where there is none (M24)."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from askwell.counsel.plans.offer import Match, Offer, best_pair, best_point, match_of
from askwell.counsel.plans.phrasing import statement_of
from askwell.counsel.plans.wants import explicit_needs, tellers_of, want_about, wanting_part, wants_of
from askwell.counsel.plans.wording import advice_of, put, text_of
from askwell.deal.facts import Person
from askwell.deal.proofs import proof_answering
from askwell.deal.state import Anchor, Anchors, DealNeed
from askwell.deal.steps import Standing
from askwell.method.entries import Bilingual
from askwell.method.loader import load_codebook
from askwell.method.terms import Doubt, NeedState
from askwell.understanding.words import content_words

MOST_WANTS = 6
MOST_IMPLIED = 2
"""Needs that are only implied for which it is said that there is no statement yet, the gravest."""


@dataclass(frozen=True, slots=True)
class Statement:
    """The four parts and the sentence made of them, in ``lang``, the language of the catalogue.

    ``text`` is empty where neither a word nor a person ties what the product has or does to the want.
    ``proof`` is proposed where the catalogue holds no evidence.
    """

    need: str
    people: tuple[str, ...]
    product: str
    want: str
    feature: str
    function: str
    proven_by: str
    text: str
    lang: str
    proof: Bilingual | None
    evidence: Anchors


@dataclass(frozen=True, slots=True)
class Refusal:
    """No statement, and why; ``need`` is empty where no need is known at all, ``product`` where none meets it."""

    need: str
    reason: str
    product: str
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
    met: Sequence[Person] = (),
) -> Statements:
    """One statement a want, from the point of the catalogue most alike to it, or from those a person chose (by label).

    A need that is only implied gets none, nor does one that no product of the deal is known to solve. ``met`` are those
    the statements are for.
    """
    wants = explicit_needs(standing)[:MOST_WANTS]
    implied = [need for need in standing.state.needs if need.state is NeedState.IMPLIED]
    needs = [*wants, *sorted(implied, key=lambda need: -need.seriousness)[:MOST_IMPLIED]]
    if not needs:
        return Statements((), (_refusal("no_need", do=advice_of("code.problem_question")),))
    made = [_statement(standing, need, offers, said, chosen.get(need.label, {}), met) for need in needs]
    return Statements(
        tuple(one for one in made if isinstance(one, Statement)),
        tuple(one for one in made if isinstance(one, Refusal)),
    )


def _statement(
    standing: Standing,
    need: DealNeed,
    offers: Sequence[Offer],
    said: Mapping[str, str],
    chosen: Mapping[str, str],
    met: Sequence[Person],
) -> Statement | Refusal:
    if need.state is NeedState.IMPLIED:
        return _refusal("only_implied", need, advice_of("sequence.after_problem"))
    match = match_of(need, offers, said)
    if match is None:
        unmet = "none_of_ours" if said.get(need.label) == "" else "no_product"
        return _refusal(unmet if offers else "no_products", need)
    lacking = _lacking(match.offer)
    if lacking:
        return _refusal(lacking, need, product=match.offer.name)
    return _built(match, need, standing, chosen, met)


def _lacking(offer: Offer) -> str:
    """Which of what a statement needs the catalogue does not hold; empty where it holds both."""
    if offer.features and offer.functions:
        return ""
    return "no_function" if offer.features else "no_feature" if offer.functions else "neither"


def _built(
    match: Match, need: DealNeed, standing: Standing, chosen: Mapping[str, str], met: Sequence[Person]
) -> Statement:
    """What of the product is most alike to the problem, the want in the words most alike to what it does."""
    offer, about = match.offer, " ".join((need.label, match.problem, *wants_of(standing, need)))
    by_hand, best = _pair_chosen(offer, chosen), best_pair(offer, about)
    feature, function = by_hand[0] or best[0], by_hand[1] or best[1]
    proven_by = chosen.get("evidence", "")
    if proven_by not in offer.evidence:
        proven_by = best_point(offer.evidence, f"{match.problem} {function} {feature}")
    ids = {person.id for person in met}
    want = want_about(standing, need, f"{feature} {function}", ids)
    words = want.text if want else need.label
    tied = any(by_hand) or _is_tied(words, feature, function)
    text, lang = statement_of(feature, function, wanting_part(words), proven_by, _asked_by(standing, want, ids))
    return Statement(
        need=need.label,
        people=need.people,
        product=offer.name,
        want=words,
        feature=feature,
        function=function,
        proven_by=proven_by,
        text=text if tied else "",
        lang=lang,
        proof=None if proven_by else _proof({one.proof for one in standing.state.proofs}),
        evidence=need.evidence,
    )


def _is_tied(want: str, feature: str, function: str) -> bool:
    """Whether what the product has or does shares any word of weight with the want."""
    return not content_words(want).isdisjoint(content_words(f"{feature} {function}"))


def _asked_by(standing: Standing, want: Anchor | None, met: AbstractSet[str]) -> str | None:
    """Whom to name for a want: nobody (None) where the one the statement is for said it; empty where none is known."""
    teller = tellers_of(standing).get(want) if want else None
    if met == {teller}:
        return None
    name = next((person.name for person in standing.deal.people if person.id == teller), "")
    return name if name or met else None


def _pair_chosen(offer: Offer, chosen: Mapping[str, str]) -> tuple[str, str]:
    """The feature and the function a person chose; both empty once the catalogue no longer holds one of them."""
    feature, function = chosen.get("feature", ""), chosen.get("function", "")
    stands = feature in {"", *offer.features} and function in {"", *offer.functions}
    return (feature, function) if stands else ("", "")


def _proof(agreed: AbstractSet[str]) -> Bilingual:
    """What could be arranged where nothing proves it yet, other than what was agreed (M26)."""
    proof = proof_answering(Doubt.ABILITY, agreed) or load_codebook().entry("m26")
    return Bilingual(f"{proof.name.en}: {proof.definition.en}", f"{proof.name.zh}：{proof.definition.zh}")


def _refusal(reason: str, need: DealNeed | None = None, do: Bilingual | None = None, *, product: str = "") -> Refusal:
    label, evidence = (need.label, need.evidence) if need else ("", ())
    return Refusal(label, reason, product, put(text_of("fabe.refusal", reason), product=product), do, evidence)
