"""What the templates of the page of a call are given."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from askwell.coding.coded import CodedConversation, Unit
from askwell.coding.merge import allowed_codes, decided_by_person
from askwell.counsel.causes import brought_on
from askwell.method.loader import load_codebook
from askwell.method.terms import (
    CAPABILITY_STATEMENTS,
    EITHER_SIDE,
    NEEDS,
    SELLER_QUESTIONS,
    Code,
    Evidence,
    LinkKind,
    NeedOf,
    Outcome,
    Want,
)
from askwell.report.build import call_view
from askwell.report.language import printable, shortened, wording
from askwell.report.page import legend, page_context, templates
from askwell.report.signs import SIGNS
from askwell.report.view import CallView
from askwell.server.calls.models import Call
from askwell.server.calls.page_actions import NEED, NO_WANT, OBJECTION_PARTS, OTHER_CALL, WANT, parts_of
from askwell.server.calls.page_checks import checks_of
from askwell.server.calls.page_queries import Correction, People
from askwell.transcript.conversation import Conversation
from askwell.transcript.notices import notice_text
from askwell.understanding.sides import sides_uncertain

MAX_SHOWN = 140
GROUPS: tuple[tuple[Code, ...], ...] = (
    SELLER_QUESTIONS,
    (*CAPABILITY_STATEMENTS, Code.OPENING_BENEFIT_STATEMENT, Code.SUMMARY_OF_BENEFITS),
    (Code.CLOSING_ATTEMPT, Code.COMMITMENT_PROPOSAL),
    (*NEEDS, Code.OBJECTION, Code.AGREEMENT, Code.BUYER_QUESTION),
    EITHER_SIDE,
)


NO_UNIT = ("turn", "words")
"""Places in a turn that are none of its units: all of it, and words somebody writes down."""


@dataclass(frozen=True, slots=True)
class Opened:
    """How the page is asked for: the turn whose panel is open and the words chosen in it (``12-40``), what went wrong
    there and what had been entered, the codes shown alone, and the decision that was just made or undone."""

    turn: int | None = None
    place: str = ""
    error: str = ""
    codes: tuple[str, ...] = ()
    done: int | None = None
    undone: int | None = None
    entered: Mapping[str, str] = field(default_factory=dict)

    @property
    def query(self) -> str:
        """The filter as it goes into addresses of forms."""
        return "&".join(f"code={code}" for code in self.codes)


@dataclass(frozen=True, slots=True)
class CodeChoice:
    """A code to pick or to filter by, with how often it occurs and how many of these are uncertain."""

    code: str
    mark: str
    name: str
    count: int = 0
    uncertain: int = 0
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a turn that can be chosen; ``value`` are their code points, ``told`` what is known of it."""

    value: str
    text: str
    mark: str
    name: str
    code: str
    told: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: the field, its label, what says nothing, the values and what they are called."""

    name: str
    label: str
    unsaid: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """What can be said of a unit besides its code, where it has one of these."""

    codes: tuple[Code, ...]
    legend: str
    choices: Sequence[Choice]


def context_of(
    coded: CodedConversation, people: People, lang: str, opened: Opened, *, by_deal: bool = False
) -> dict[str, Any]:
    """Everything on the page for those who may read the words; ``by_deal``: its deal says how large the sale is."""
    view, words = _sized(call_view(coded, lang), by_deal=by_deal), wording(lang)
    if people.outcome is not None and people.outcome.author:
        view = replace(view, headline=replace(view.headline, by=people.outcome.author))
    turns = len(view.turns)
    panel = panel_context(coded, lang, opened) if opened.turn is not None and opened.turn < turns else None
    return {
        "view": view,
        "words": words,
        "parts": report_parts(view),
        "names": lambda codes: words.listed([words.name(code) for code in codes]),
        "people": people,
        "opened": opened,
        "filters": filters_of(view, opened.codes),
        "hidden": hidden_turns(view, opened.codes),
        "panel": panel,
        "notice": _notice(people, opened),
        "last_turn": turns - 1,
        "outcomes": outcome_choices(lang),
        "sides_unknown": sides_uncertain(coded.conversation),
        "quiet": EITHER_SIDE,
        "checks": checks_of(coded, view),
    }


def notices_of(call: Call, lang: str) -> list[str]:
    """What a reader should know of how the transcript was read; whose side is unknown is told elsewhere."""
    told = (notice for notice in call.current_revision.missing if not notice.startswith("sides_"))
    return [notice_text(notice, lang) for notice in told]


def report_parts(view: CallView) -> Any:
    """The pieces of a coded call as the report sets them: the macros of ``report/parts.html``."""
    return templates().get_template("report/parts.html").make_module(page_context(view))


def figures_context(coded: CodedConversation, lang: str, *, by_deal: bool = False) -> dict[str, Any]:
    """The page for those who may see figures and no words; a question asked twice is told by its words."""
    worded = _sized(call_view(coded, lang), by_deal=by_deal)
    view = replace(
        call_view(without_words(coded), lang),
        mix=worded.mix,
        questions=worded.questions,
        sale=worded.sale,
        objections=(),
    )
    return {"view": view, "words": wording(lang), "parts": report_parts(view)}


def _sized(view: CallView, *, by_deal: bool) -> CallView:
    """The size of the sale as the head tells it, with where it is known from (M01)."""
    return replace(view, sale=_("%(sale)s, as the deal has it") % {"sale": view.sale}) if by_deal else view


def without_words(coded: CodedConversation) -> CodedConversation:
    """The coding with every word taken out: texts become spaces of the same length, so that places stay."""
    conversation = coded.conversation
    turns = tuple(replace(turn, text=" " * len(turn.text), name=None, participant=None) for turn in conversation.turns)
    bare = Conversation(
        id=conversation.id, lang=conversation.lang, turns=turns, held_at=conversation.held_at, title=conversation.title
    )
    return replace(coded, conversation=bare, needs=(), findings=())


def filters_of(view: CallView, chosen: tuple[str, ...]) -> list[CodeChoice]:
    """The codes of this call, most telling first, each with its count."""
    counts = Counter(quote.code for quote in view.quotes)
    uncertain = Counter(quote.code for quote in view.quotes if quote.uncertain)
    return [
        CodeChoice(code.value, mark, name, counts[code], uncertain[code], code.value in chosen)
        for code, mark, name in legend(view)
    ]


def hidden_turns(view: CallView, codes: tuple[str, ...]) -> frozenset[int]:
    """The turns without any of these codes; none where no code is asked for."""
    if not codes:
        return frozenset()
    return frozenset(
        turn.number for turn in view.turns if not any(mark.quote.code.value in codes for mark in turn.marks)
    )


def panel_context(coded: CodedConversation, lang: str, opened: Opened) -> dict[str, Any]:
    """What can be done at the turn that is open."""
    turn = opened.turn or 0
    places = list(_places(coded, turn, lang))
    chosen = _chosen_place(coded, turn, opened.place, places)
    known = {place.value: place.code for place in places}
    told = {place.value: place.told for place in places}
    return {
        "turn": turn,
        "lang": coded.lang,
        "places": places if chosen in {*known, *NO_UNIT} else [*places, _selection(coded, turn, chosen)],
        "place": chosen,
        "code": opened.entered.get("code", known.get(chosen, "")),
        "groups": code_groups(coded.conversation, turn, lang),
        "told": opened.entered or told.get(chosen, {}),
        "entered": opened.entered,
        "parts": parts_to_tell(coded, turn, lang),
        "outcomes": outcome_choices(lang),
        "error": opened.error,
        "query": opened.query,
    }


def _places(coded: CodedConversation, turn: int, lang: str) -> Iterator[Place]:
    words = wording(lang)
    for unit in coded.units:
        if unit.turn == turn:
            text = shortened(printable(coded.text_of(unit)), MAX_SHOWN)
            name, mark = words.name(unit.code), SIGNS[unit.code].mark
            yield Place(f"{unit.start}-{unit.end}", text, mark, name, unit.code.value, _told_of(unit, coded))


def _told_of(unit: Unit, coded: CodedConversation) -> dict[str, str]:
    """What is told of an objection, its cause only where moments show it or a person gave it.

    What is saved with the rest is a person's word, and nobody has to give one on a machine's guess.
    """
    if unit.code is not Code.OBJECTION:
        said = {part: getattr(unit.attrs, part) for part in parts_of(unit.code)}
        told = {part: value.value for part, value in said.items() if value}
        return told | _want_of(unit, coded) | _need_of(unit, coded)
    found = brought_on(coded, unit)
    cause = found.cause if found.units or decided_by_person(coded, unit) else None
    told = {part: getattr(unit.attrs, part) for part in OBJECTION_PARTS} | {"cause": cause}
    return {part: value.value for part, value in told.items() if value}


def _want_of(unit: Unit, coded: CodedConversation) -> dict[str, str]:
    """The want a person said a benefit meets."""
    if unit.attrs.want is None:
        return {}
    linked = {link.to for link in unit.links if link.kind is LinkKind.MEETS}
    elsewhere = OTHER_CALL if unit.attrs.want is Want.MET else NO_WANT
    return {WANT: next((_place_of(one) for one in coded.units if one.id in linked), elsewhere)}


def _need_of(unit: Unit, coded: CodedConversation) -> dict[str, str]:
    """The need a person said a unit tells."""
    if unit.attrs.need is not NeedOf.TOLD:
        return {NEED: unit.attrs.need.value} if unit.attrs.need else {}
    linked = {link.to for link in unit.links}
    first = {one.id: one for one in coded.units}
    return next(({NEED: _place_of(first[need.units[0]])} for need in coded.needs if linked & set(need.units)), {})


def parts_to_tell(coded: CodedConversation, turn: int, lang: str) -> list[Parts]:
    """What can be said besides the code: of a function or benefit, of a need, of an objection."""
    allowed = allowed_codes(coded.conversation, turn)
    return [parts for parts in _all_parts(coded, turn, lang) if allowed.issuperset(parts.codes)]


def _all_parts(coded: CodedConversation, turn: int, lang: str) -> Iterator[Parts]:
    as_told, name_of = _("as the talk tells"), load_codebook().name_of
    brought = ((Evidence.BROUGHT.value, _("was brought")), (Evidence.LACKING.value, _("was not brought")))
    others = ((OTHER_CALL, _("one stated in another call")), (NO_WANT, _("none")))
    yield Parts(
        (Code.ADVANTAGE, Code.BENEFIT),
        _("Of a function or benefit:"),
        [
            Choice("evidence", _("Evidence"), as_told, brought),
            Choice(WANT, _("Want it meets"), as_told, (*_wants_before(coded, turn), *others)),
        ],
    )
    own = (NeedOf.OWN.value, _("one that was not told before"))
    yield Parts(
        NEEDS,
        _("Of a need:"),
        [Choice(NEED, _("Which need is it?"), as_told, (*_needs_before(coded, turn), own))],
    )
    labels = {"objection_class": _("Class"), "concern": _("Concern"), "doubt": _("Doubt"), "cause": _("Cause")}
    yield Parts(
        (Code.OBJECTION,),
        _("What kind of objection?"),
        [
            Choice(name, labels[name], _("not said"), tuple((value.value, name_of(value, lang)) for value in values))
            for name, values in OBJECTION_PARTS.items()
        ],
    )


def _wants_before(coded: CodedConversation, turn: int) -> Iterator[tuple[str, str]]:
    """The wants stated before a turn, the last first, by their places."""
    for unit in reversed(coded.units):
        if unit.turn < turn and unit.code is Code.EXPLICIT_NEED:
            yield _place_of(unit), _at_turn(unit, coded.text_of(unit))


def _needs_before(coded: CodedConversation, turn: int) -> Iterator[tuple[str, str]]:
    """The needs told before a turn, the last first, by their first places, each with the turn of its name."""
    by_id = {unit.id: unit for unit in coded.units}
    for need in reversed(coded.needs):
        first = by_id[need.units[0]]
        if first.turn < turn:
            named = (by_id[one] for one in need.units if need.label in coded.text_of(by_id[one]))
            yield _place_of(first), _at_turn(next(named, first), need.label)


def _at_turn(unit: Unit, words: str) -> str:
    return _("turn %(n)s: %(words)s") % {"n": unit.turn + 1, "words": shortened(printable(words), MAX_SHOWN)}


def _place_of(unit: Unit) -> str:
    return f"{unit.turn}:{unit.start}-{unit.end}"


def _chosen_place(coded: CodedConversation, turn: int, asked: str, places: list[Place]) -> str:
    """The place asked for where it lies in the turn; else the first unit, or all of the turn."""
    start, _dash, end = asked.partition("-")
    length = len(coded.conversation.turns[turn].text)
    if asked in NO_UNIT:
        return asked
    if start.isdecimal() and end.isdecimal() and int(start) < int(end) <= length:
        return asked
    return places[0].value if places else "turn"


def _selection(coded: CodedConversation, turn: int, place: str) -> Place:
    start, _dash, end = place.partition("-")
    text = coded.conversation.turns[turn].text[int(start) : int(end)]
    return Place(place, shortened(printable(text), MAX_SHOWN), "", _("Selected words"), "")


def code_groups(conversation: Conversation, turn: int, lang: str) -> list[list[CodeChoice]]:
    """The codes this turn may carry, kin beside kin."""
    allowed, words = allowed_codes(conversation, turn), wording(lang)
    groups = ([code for code in group if code in allowed] for group in GROUPS)
    return [[CodeChoice(code.value, SIGNS[code].mark, words.name(code)) for code in group] for group in groups if group]


def outcome_choices(lang: str) -> list[tuple[str, str]]:
    return [(label.value, wording(lang).name(label)) for label in Outcome]


def _notice(people: People, opened: Opened) -> dict[str, Any] | None:
    """What was just done, with the way back."""
    if opened.undone is not None:
        return {"id": opened.undone, "undone": True, "correction": None}
    made = [item for item in _corrections(people) if item.id == opened.done]
    return {"id": opened.done, "undone": False, "correction": made[0]} if made else None


def _corrections(people: People) -> Iterator[Correction]:
    if people.outcome is not None:
        yield people.outcome
    for notes in people.notes.values():
        yield from notes.corrections
    yield from people.lost
