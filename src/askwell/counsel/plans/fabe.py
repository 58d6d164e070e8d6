"""Statements from the catalogue for needs this customer has stated, and why there is none where there is none (M24)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from askwell.counsel.plans.offer import Match, Offer, best_pair, best_point, common_words, match_named, match_of
from askwell.counsel.plans.phrasing import bears_out, statement_of
from askwell.counsel.plans.shapes import lang_of
from askwell.counsel.plans.wants import explicit_needs, tellers_of, told_as, want_about, wanting_part, wants_of
from askwell.counsel.plans.wording import advice_of, put, text_of
from askwell.deal.anchor import Anchor, Anchors
from askwell.deal.facts import Person
from askwell.deal.proofs import proof_answering
from askwell.deal.state import DealNeed
from askwell.deal.steps import Standing
from askwell.method.entries import Bilingual
from askwell.method.terms import Code, Doubt, NeedState
from askwell.understanding.words import content_words, overlap

MOST_WANTS = 20
"""Needs stated as a want that get a statement, the gravest."""
MOST_FURTHER = 4
"""Other wants of one need that get a statement of their own, the last."""
MOST_IMPLIED = 2
"""Needs that are only implied for which it is said that there is no statement yet, the gravest."""
TIED = 0.25
"""Share of content from which on points are said to answer a want."""
TIED_ZH = 0.15
"""The same in Chinese, where many pairs of characters are no word."""
SAME = 0.6
"""Share of content from which on two tellings are one and the same want."""
NO_EVIDENCE = "none"
"""Chosen in place of a line of evidence where none of them proves it."""
Chosen = Mapping[str, Mapping[str, str]]
"""By what a statement is for: the points a person chose for it, by kind."""


@dataclass(frozen=True, slots=True)
class Statement:
    """The four parts and the sentence made of them, in ``lang``, the language of the catalogue.

    ``points_of`` is under what a person chooses its points: the label of the need, or another want told with it.
    ``text`` is empty where neither a word nor a person ties what the product has or does to the want.
    ``proof`` is proposed where the catalogue holds no evidence.
    """

    need: str
    points_of: str
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
    points_of: str = ""


@dataclass(frozen=True, slots=True)
class Statements:
    """``left_out`` are wants beyond those that a plan has room for, which have neither."""

    built: tuple[Statement, ...]
    refused: tuple[Refusal, ...]
    left_out: Anchors = ()


def build_statements(
    standing: Standing,
    offers: Sequence[Offer],
    said: Mapping[str, str],
    chosen: Chosen,
    met: Sequence[Person] = (),
) -> Statements:
    """One statement a want, from the point of the catalogue most alike to it, or from those a person chose (by label).

    Every want told with a need has its own, or its reason for none, as far as there is room. A need that is only
    implied gets none, nor does one that no product of the deal is known to solve. ``met`` are those they are for.
    """
    wants = explicit_needs(standing)
    implied = [need for need in standing.state.needs if need.state is NeedState.IMPLIED]
    needs = [*wants[:MOST_WANTS], *sorted(implied, key=lambda need: -need.seriousness)[:MOST_IMPLIED]]
    if not needs:
        return Statements((), (_refusal("no_need", do=advice_of("code.problem_question")),))
    if wants and not offers:
        return Statements((), (_refusal("no_products"),))
    made = [one for need in needs for one in _statements(standing, need, offers, said, chosen, met)]
    return Statements(
        tuple(_once(one for one in made if isinstance(one, Statement))),
        tuple(one for one in made if isinstance(one, Refusal)),
        (*(one for one in made if isinstance(one, Anchor)), *_last_told(standing, wants[MOST_WANTS:])),
    )


def _last_told(standing: Standing, needs: Iterable[DealNeed]) -> Iterator[Anchor]:
    for need in needs:
        yield from told_as(standing, need, Code.EXPLICIT_NEED)[-1:]


def _statements(
    standing: Standing,
    need: DealNeed,
    offers: Sequence[Offer],
    said: Mapping[str, str],
    chosen: Chosen,
    met: Sequence[Person],
) -> Iterator[Statement | Refusal | Anchor]:
    """One for each want told with a need, its words alone beyond those that there is room for.

    What a person said of one of them says nothing of the others.
    """
    if need.state is NeedState.IMPLIED:
        yield _refusal("only_implied", need, advice_of("sequence.after_problem"))
        return
    meant = match_of(need, offers, said)
    match = _chosen_product(chosen.get(need.label, {}), offers, meant)
    usable = match if match and not _lacking(match.offer) else None
    first = _first(usable, need, standing, chosen.get(need.label, {}), met) if usable else None
    yield first or _unmet(match, need, none=said.get(need.label) == "")
    by_words = match_of(need, offers, {}) if said.get(need.label) == "" else meant
    others = _other_wants(standing, need, first.want if first else need.label)
    yield from others[MOST_FURTHER:]
    for want in others[:MOST_FURTHER]:
        own = points_of(need.label, want.text)
        named = match_named(offers, said[own]) if own in said else by_words
        other = _chosen_product(chosen.get(own, {}), offers, named)
        if other and not _lacking(other.offer):
            made = _built(other, need, standing, chosen.get(own, {}), met, best_pair(other.offer, want.text), want)
            yield replace(made, points_of=own, evidence=(want,))
        else:
            refused = _unmet(other, need, none=said.get(own) == "")
            yield replace(refused, need=want.text, points_of=own, evidence=(want,))


def _chosen_product(chosen: Mapping[str, str], offers: Sequence[Offer], meant: Match | None) -> Match | None:
    """The product whose points a person chose, if there is one of its name still; else the one ``meant``."""
    name = chosen.get("product")
    if meant and meant.offer.name == name:
        return meant
    return match_named(offers, name) or meant


def _unmet(match: Match | None, need: DealNeed, *, none: bool) -> Refusal:
    """Why a want gets no statement: nothing of ours, nothing known to meet it, or too little in the catalogue."""
    if match is None:
        return _refusal("none_of_ours" if none else "no_product", need)
    return _refusal(_lacking(match.offer), need, product=match.offer.name)


def _other_wants(standing: Standing, need: DealNeed, first: str) -> list[Anchor]:
    """The other wants told with a need, the last first, each once."""
    heard, others = [first], list[Anchor]()
    for want in reversed(told_as(standing, need, Code.EXPLICIT_NEED)):
        if not any(overlap(content_words(want.text), content_words(told)) >= SAME for told in heard):
            heard.append(want.text)
            others.append(want)
    return others


def _once(made: Iterable[Statement]) -> Iterator[Statement]:
    """Without those that say of the same want the same as one before."""
    said = list[Statement]()
    for one in made:
        words = content_words(one.want)
        alike = (each for each in said if (each.feature, each.function) == (one.feature, one.function))
        if not any(overlap(words, content_words(each.want)) >= SAME for each in alike):
            said.append(one)
            yield one


def _lacking(offer: Offer) -> str:
    """Which of what a statement needs the catalogue does not hold; empty where it holds both."""
    if offer.features and offer.functions:
        return ""
    return "no_function" if offer.features else "no_feature" if offer.functions else "neither"


def _first(
    match: Match, need: DealNeed, standing: Standing, chosen: Mapping[str, str], met: Sequence[Person]
) -> Statement:
    """What of the product is most alike to the problem, for the want in the words most alike to what that does.

    Points a person chose take its place; the want stays.
    """
    best = best_pair(match.offer, " ".join((need.label, match.problem, *wants_of(standing, need))))
    told = told_as(standing, need, Code.EXPLICIT_NEED)
    answered = tuple(want for want in told if best_pair(match.offer, want.text) == best)
    want = want_about(standing, answered or told, " ".join(best), {person.id for person in met})
    return _built(match, need, standing, chosen, met, best, want)


def points_of(need: str, want: str) -> str:
    """Under what a person chooses the points for a want told with a need, this by its label, that by its words."""
    return f"{need}\n{want}"


def _built(
    match: Match,
    need: DealNeed,
    standing: Standing,
    chosen: Mapping[str, str],
    met: Sequence[Person],
    best: tuple[str, str],
    want: Anchor | None,
) -> Statement:
    by_hand, words, ids = _pair_chosen(match.offer, chosen), want.text if want else need.label, {p.id for p in met}
    wanted = wanting_part(words)
    feature, function = by_hand[0] or best[0], by_hand[1] or best[1]
    proven_by = _evidence(match.offer, f"{words} {function} {feature}", chosen.get("evidence", ""))
    tied = any(by_hand) or _answers(match.offer, wanted, f"{feature} {function}")
    text, lang = statement_of(feature, function, wanted, proven_by, _asked_by(standing, want, ids))
    return Statement(
        need=need.label,
        points_of=need.label,
        people=need.people,
        product=match.offer.name,
        want=words,
        feature=feature,
        function=function,
        proven_by=proven_by,
        text=text if tied else "",
        lang=lang,
        proof=None if proven_by else _proof(standing.state.proofs_settled),
        evidence=need.evidence,
    )


def _evidence(offer: Offer, about: str, chosen: str) -> str:
    """The evidence a person chose, none where they chose none, else the one most alike to what it is to prove.

    Of several none is taken that is not alike to it.
    """
    if chosen in offer.evidence:
        return chosen
    found = "" if chosen == NO_EVIDENCE else best_point(offer.evidence, about)
    return found if len(offer.evidence) == 1 or bears_out(found, about) else ""


def _answers(offer: Offer, want: str, points: str) -> bool:
    """Whether points are alike to a want in words that not every point of the product holds, if it has two such."""
    told, common = content_words(want), common_words(offer)
    common = common if len(told - common) > 1 else frozenset()
    enough = TIED_ZH if lang_of(want) == "zh" else TIED
    return overlap(told - common, content_words(points) - common) >= enough


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


def _proof(settled: AbstractSet[str]) -> Bilingual | None:
    """What could be arranged where nothing proves it yet, other than what is settled; None where all is (M26)."""
    proof = proof_answering(Doubt.ABILITY, settled)
    if proof is None:
        return None
    return Bilingual(f"{proof.name.en}. {proof.definition.en}", f"{proof.name.zh}。{proof.definition.zh}")


def _refusal(reason: str, need: DealNeed | None = None, do: Bilingual | None = None, *, product: str = "") -> Refusal:
    label, evidence = (need.label, need.evidence) if need else ("", ())
    return Refusal(label, reason, product, put(text_of("fabe.refusal", reason), product=product), do, evidence, label)
