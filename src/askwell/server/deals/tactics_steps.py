"""The codebook's steps of a tactic with the people of the map they are about (M38)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from askwell.deal.steps import SILENT
from askwell.deal.terms import Role, Tactic, entry_of
from askwell.method.loader import load_codebook
from askwell.server.deals.entered import Entered
from askwell.server.deals.models import Deal
from askwell.server.deals.reckoning import reckoned
from askwell.server.deals.tactics_cells import own_cells

EVERYBODY = tuple(Role)
ABOUT: Mapping[str, tuple[Role, ...]] = {
    "fix_dates": (Role.CORE_DECISION_MAKER,),
    "clear_last_concerns": EVERYBODY,
    "write_criteria": (Role.AUXILIARY_DECISION_MAKER,),
    "watch_silence": EVERYBODY,
    "each_petal": EVERYBODY,
    "count_voices": EVERYBODY,
    "reach_decider": (Role.CORE_DECISION_MAKER,),
    "one_consequence": (Role.CORE_DECISION_MAKER,),
    "match_levels": (Role.CORE_DECISION_MAKER, Role.TECHNICAL_GATEKEEPER, Role.KEY_USER),
}
"""Whom a step is about (ours); one that is not here is about nobody."""
THROUGH: Mapping[str, tuple[Role, ...]] = {"reach_decider": (Role.INSIDE_SUPPORTER, Role.INITIATOR)}
"""Through whom a step leads."""
OF_SILENCE, OF_VOICES = "watch_silence", "count_voices"


@dataclass(frozen=True, slots=True)
class OnStep:
    """A person of the map in one role; ``gains`` is whether they have voiced what they would gain."""

    name: str
    role: str
    address: str
    last_contact: date | None
    gains: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """A role nobody holds, and who it could be."""

    role: str
    who: str
    address: str


@dataclass(frozen=True, slots=True)
class TacticStep:
    """``through`` names those who lead there; ``of_silence`` and ``of_voices`` say what counts of a person."""

    text: str
    people: tuple[OnStep, ...]
    gaps: tuple[Gap, ...]
    through: tuple[str, ...]
    of_silence: bool
    of_voices: bool


@dataclass(frozen=True, slots=True)
class TacticOfDeal:
    """``name`` is empty while it is not known; ``own`` where the cell is the team's own reading."""

    name: str
    slogan: str
    definition: str
    advice: str
    reasons: tuple[str, ...]
    own: bool
    steps: tuple[TacticStep, ...]


@dataclass(frozen=True)
class _Map:
    """Who stands on the map of a deal."""

    deal: Deal
    lang: str
    today: date
    petals: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]
    contacts: Mapping[str, date | None]
    gains: frozenset[str]

    def on(self, role: Role) -> tuple[OnStep, ...]:
        held = [person for person in self.petals.get(role.value, ()) if person in self.contacts]
        return tuple(self._person(person, role) for person in held)

    def named(self, roles: Iterable[Role]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(person.name for role in roles for person in self.on(role)))

    def gap(self, role: Role) -> Gap:
        entry = entry_of(role)
        address = reverse("deals:petal", args=[self.deal.slug, role.value])
        return Gap(entry.name.in_lang(self.lang), entry.definition.in_lang(self.lang), address)

    def _person(self, person: str, role: Role) -> OnStep:
        return OnStep(
            name=self.names[person],
            role=entry_of(role).name.in_lang(self.lang),
            address=reverse("deals:contact", args=[person]),
            last_contact=self.contacts[person],
            gains=person in self.gains,
        )


def tactic_of(deal: Deal, today: date, lang: str) -> TacticOfDeal:
    """The tactic of a deal, why it is this one, and its steps with names."""
    entered = Entered(deal)
    told = reckoned(deal, today, entered)
    contacts = {stake.contact.slug: entered.last_contact(stake) for stake in entered.stakes}
    gains = frozenset(person for person, voice in told.voices.items() if voice.get("gains"))
    petals = {role: tuple(people) for role, people in told.state["flower"]["petals"].items()}
    there = _Map(deal, lang, today, petals, told.names, contacts, gains)
    tactic = Tactic(told.state["tactic"]["name"])
    reasons = [reason["id"] for reason in told.state["tactic"]["reasons"]]
    axes = {item.id: item.text.in_lang(lang) for item in load_codebook().entry("tactic.axes").items}
    words = tuple(axes[reason] for reason in reasons)
    if tactic is Tactic.UNKNOWN:
        return TacticOfDeal("", "", "", "", words, False, ())
    entry = entry_of(tactic)
    return TacticOfDeal(
        name=entry.name.in_lang(lang),
        slogan=next((item.text.in_lang(lang) for item in entry.items_of("slogan")), ""),
        definition=entry.definition.in_lang(lang),
        advice=entry.advice.in_lang(lang) if entry.advice else "",
        reasons=words,
        own=_is_own(deal, reasons),
        steps=tuple(_step(item.id, item.text.in_lang(lang), there) for item in entry.items_of("step")),
    )


def _is_own(deal: Deal, reasons: Iterable[str]) -> bool:
    """Whether the cell the deal stands in was changed by the team; either cell, where the nearness is not known."""
    known = set(reasons)
    near = known & {"now", "brewing"}
    return any(
        position.value in known and (not near or nearness.value in near)
        for position, nearness in own_cells(deal.team_id)
    )


def _step(item: str, text: str, there: _Map) -> TacticStep:
    roles = ABOUT.get(item, ())
    people = [person for role in roles for person in there.on(role)]
    gaps = tuple(there.gap(role) for role in roles if not there.on(role)) if item != OF_SILENCE or not people else ()
    if item == OF_SILENCE:
        people = [one for one in people if one.last_contact is None or there.today - one.last_contact > SILENT]
    return TacticStep(
        text=text,
        people=_each_once(people),
        gaps=gaps,
        through=there.named(THROUGH.get(item, ())),
        of_silence=item == OF_SILENCE,
        of_voices=item == OF_VOICES,
    )


def _each_once(people: Iterable[OnStep]) -> tuple[OnStep, ...]:
    """Somebody with several roles stands on a step once, with all of them."""
    found: dict[str, list[OnStep]] = {}
    for person in people:
        found.setdefault(person.address, []).append(person)
    return tuple(
        OnStep(held[0].name, " · ".join(one.role for one in held), address, held[0].last_contact, held[0].gains)
        for address, held in found.items()
    )
