"""From a problem to the difficulties that follow, and to the questions that develop it (M15, M25)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from askwell.counsel.plans.cues import holds
from askwell.counsel.plans.offer import ALIKE, Match, Offer, likeness, match_of
from askwell.counsel.plans.shapes import Shape, inside, lang_of, says_what_happens, shape_of, trimmed
from askwell.counsel.plans.wants import last_words, told_as
from askwell.counsel.plans.wording import put, spoken, text_of
from askwell.deal.anchor import Anchors
from askwell.deal.facts import Person
from askwell.deal.state import DealNeed
from askwell.deal.steps import Standing
from askwell.method.entries import Bilingual
from askwell.method.loader import load_codebook
from askwell.method.terms import Code, NeedState, SaleSize
from askwell.understanding.words import content_words, overlap

MOST_TOLD = 3
"""Problems told that a plan takes up, the gravest first; more are too many for a call."""
MOST_LIKELY = 2
"""Problems nobody has told that a plan asks about."""
MOST_CONSEQUENCES = 3
"""Consequences of one problem that are enough for a call."""
_OWN_VOICE = re.compile(r"(?:we|i|our|my)\b|我|咱", re.IGNORECASE)
"""A problem written down as the customer says it of themselves; a question of ours cannot take up its subject."""
_MAY_SAY_MORE = re.compile(r"^(?:the|our|their) |^\w*[a-rt-z]s \w|\w [\w' -]*[a-rt-z]s \w", re.IGNORECASE)
"""An English line that may hold a verb nobody lists: after an article or a plural, or in -s before its end."""
_BREAK = re.compile(r"[，,；;：:。]")


@dataclass(frozen=True, slots=True)
class Question:
    """A question to ask; ``id`` names its stem in the codebook."""

    code: Code
    id: str
    text: Bilingual


@dataclass(frozen=True, slots=True)
class Consequence:
    """A difficulty that may follow, and the question about it."""

    difficulty: Bilingual
    question: Question


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem of this customer's, told or likely, and how to develop it.

    ``product`` is what of ours would meet it, empty where nothing is known to; only then there are ``payoffs``.
    ``gain_lead_in`` comes before these where they take up other words than the consequences do: the want, not the
    trouble.
    """

    words: str
    told: bool
    wanted: bool
    people: tuple[str, ...]
    lead_in: Bilingual
    questions: tuple[Question, ...]
    consequences: tuple[Consequence, ...]
    payoffs: tuple[Question, ...]
    product: str
    evidence: Anchors
    gain_lead_in: Bilingual | None = None


def plan_problems(
    standing: Standing, offers: Sequence[Offer], said: Mapping[str, str], met: Sequence[Person]
) -> tuple[Problem, ...]:
    """The problems told that can be worked on, the gravest first; then those our products solve that nobody has told.

    ``said`` is which product a person named for a need; ``met`` are those the call is with.
    """
    matched = [(need, match_of(need, offers, said)) for need in standing.state.needs]
    workable = sorted(matched, key=lambda pair: (_is_done(*pair), -pair[0].seriousness))[:MOST_TOLD]
    directions = _Directions(used=standing.state.sale.size is not SaleSize.SMALL)
    told = [_told(standing, need, match, met, directions) for need, match in workable]
    return (*told, *_likely(standing, offers, said, directions))


@dataclass(slots=True)
class _Directions:
    """Difficulties and gains in turn, so that two problems of a plan are not developed in the same words.

    Difficulties are ``used`` in a major sale only.
    """

    used: bool
    at: int = 0
    gains_asked: bool = False

    def next_for(self, need: DealNeed | None) -> tuple[Consequence, ...]:
        """The next difficulties that nobody has spoken of with this need."""
        heard = [anchor.text for anchor in need.weighing] if need else []
        items = load_codebook().entry("planning.difficulties").items
        in_turn = (*items[self.at :], *items[: self.at])
        chosen = [item for item in in_turn if not any(holds(item.id, text) for text in heard)]
        chosen = chosen[:MOST_CONSEQUENCES] if self.used else []
        if chosen:
            self.at = (items.index(chosen[-1]) + 1) % len(items)
        return tuple(Consequence(item.text, _implication(item.id)) for item in chosen)

    def payoffs(self, *, wanted: bool) -> tuple[Question, ...]:
        """All for the first need, then what it would be worth alone; of a want, what having it would be worth."""
        stems = _stems("planning.want_stems" if wanted else "planning.payoff_stems", Code.NEED_PAYOFF_QUESTION)
        asked, self.gains_asked = stems[:1] if self.gains_asked else stems, True
        return asked


def _implication(difficulty: str) -> Question:
    return Question(Code.IMPLICATION_QUESTION, difficulty, text_of("planning.implication_stems", difficulty))


def _told(
    standing: Standing, need: DealNeed, match: Match | None, met: Sequence[Person], directions: _Directions
) -> Problem:
    """Consequences are asked of what was told as a trouble, gains of what was told as a want where anything was."""
    wanted = need.state is NeedState.EXPLICIT
    troubles = told_as(standing, need, Code.IMPLIED_NEED) or (() if wanted else need.evidence)
    wants = told_as(standing, need, Code.EXPLICIT_NEED) or (need.evidence if wanted else ())
    consequences = directions.next_for(need) if troubles else ()
    payoffs = directions.payoffs(wanted=wanted) if match else ()
    lead_ins = (_most_about(match, words) for words in (troubles or wants, wants or troubles))
    of_trouble, of_gain = (_lead_in(standing, need, words, met) for words in lead_ins)
    return Problem(
        words=need.label,
        told=True,
        wanted=wanted,
        people=need.people,
        lead_in=of_trouble if consequences or not wanted else of_gain,
        questions=(),
        consequences=consequences,
        payoffs=payoffs,
        product=match.offer.name if match else "",
        evidence=need.evidence,
        gain_lead_in=of_gain if consequences and payoffs and wanted else None,
    )


def _is_done(need: DealNeed, match: Match | None) -> bool:
    """A want that nothing of ours meets comes last: no gain is worth asking for."""
    return need.state is NeedState.EXPLICIT and match is None


def _most_about(match: Match | None, tellings: Anchors) -> Anchors:
    """Of these tellings those that say most of the problem our product solves; all where it is not known."""
    if match is None or not match.problem:
        return tellings
    about = content_words(match.problem)
    alike = [overlap(about, content_words(anchor.text)) for anchor in tellings]
    return tuple(anchor for anchor, share in zip(tellings, alike, strict=True) if share == max(alike))


def _lead_in(standing: Standing, need: DealNeed, tellings: Anchors, met: Sequence[Person]) -> Bilingual:
    """As told by the one person met, or by whoever is met where nobody is named and it is not known who told it; else
    as another's words.
    """
    ids = {person.id for person in met}
    last, teller = last_words(standing, tellings, ids)
    words = spoken(last.text if last else need.label)
    named = next((person for person in standing.deal.people if person.id == teller), None)
    if ids == {teller} or not (ids or named):
        return put(text_of("planning.lead_in", "told"), words=words)
    if named:
        return put(text_of("planning.lead_in", "told_by"), who=named.name, words=words)
    return put(text_of("planning.lead_in", "told_before"), words=words)


def _stems(entry_id: str, code: Code, **words: str) -> tuple[Question, ...]:
    items = load_codebook().entry(entry_id).items
    return tuple(Question(code, item.id, put(item.text, **words)) for item in items)


def revealing_questions(problem: str, nth: int = 0) -> tuple[Question, ...]:
    """The questions that find out whether somebody has a problem a product solves, other ones for each (M25).

    The first asks for it in a plain question, the second goes on where it is there; neither recites it.
    """
    stems = load_codebook().entry("planning.problem_stems")
    first = {lang: stems.items_of(_kind_of(problem, lang)) for lang in ("en", "zh")}
    en, zh = (stem[nth % len(stem)] for stem in first.values())
    after = stems.items_of("next")[nth % len(stems.items_of("next"))]
    own = en if lang_of(problem) == "en" else zh
    words = inside(trimmed(spoken(problem)))
    asked = put(Bilingual(en.text.en, zh.text.zh), words=words)
    return Question(Code.PROBLEM_QUESTION, own.id, asked), Question(Code.PROBLEM_QUESTION, after.id, after.text)


def _kind_of(problem: str, lang: str) -> str:
    """How a problem can stand in a question: as the sentence it is, as a thing, or as it stands after a colon."""
    text = trimmed(problem)
    if lang_of(text) != lang or _OWN_VOICE.match(text) or (lang == "zh" and _BREAK.search(text)):
        return "as_it_stands"
    if lang == "zh":
        return "sentence" if says_what_happens(text) else "thing"
    shape = shape_of(text)
    if shape is Shape.CLAUSE:
        return "sentence"
    return "thing" if shape in (Shape.THING, Shape.DOING) and not _MAY_SAY_MORE.search(text) else "as_it_stands"


def _shares_words(need: DealNeed, problem: str) -> bool:
    words = content_words(problem)
    return any(words & content_words(anchor.text) for anchor in need.evidence)


def _likely(
    standing: Standing, offers: Sequence[Offer], said: Mapping[str, str], directions: _Directions
) -> Iterator[Problem]:
    """Problems of the catalogue that no need told is like; a word is enough where a person said what meets it."""
    untold = [
        (offer, problem)
        for offer in offers
        for problem in offer.solves
        if not any(likeness(need, problem) >= ALIKE for need in standing.state.needs)
        and not any(_shares_words(need, problem) for need in standing.state.needs if said.get(need.label) == offer.name)
    ]
    for nth, (offer, problem) in enumerate(islice(untold, MOST_LIKELY)):
        words = spoken(problem)
        yield Problem(
            words=problem,
            told=False,
            wanted=False,
            people=(),
            lead_in=put(text_of("planning.lead_in", "likely"), words=words),
            questions=revealing_questions(problem, nth),
            consequences=directions.next_for(None),
            payoffs=(),
            product=offer.name,
            evidence=(),
        )
