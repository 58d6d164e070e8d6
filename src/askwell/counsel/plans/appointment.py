"""Words for asking for a meeting on the telephone, the tries, and when to change the channel (M09)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from askwell.counsel.plans.offer import Offer
from askwell.counsel.plans.opening import not_met_before
from askwell.counsel.plans.wording import advice_of, put, spoken, text_of
from askwell.deal.calls import held_at
from askwell.deal.facts import Person
from askwell.deal.steps import Standing
from askwell.deal.terms import Relation, Role
from askwell.method.entries import Bilingual
from askwell.method.loader import load_codebook

MOST_TRIES = 5
"""After so many failed tries another channel is due."""
KNOWN = frozenset({Relation.TALKING, Relation.SOCIAL, Relation.COOPERATING, Relation.ALLIED})
"""Relations near enough to say that we are in touch with somebody."""


@dataclass(frozen=True, slots=True)
class Step:
    """One of the five steps: its name, what to say, and what to mind."""

    id: str
    name: Bilingual
    words: Bilingual
    mind: Bilingual


@dataclass(frozen=True, slots=True)
class Method:
    """A way to go on where a meeting is not granted at once; ``used`` on this plan already."""

    id: str
    text: Bilingual
    used: bool


@dataclass(frozen=True, slots=True)
class Appointment:
    """``change_channel`` is what to do instead of another try, empty as long as trying is in order.

    Then nothing is offered to go on with on the telephone: no steps, no methods, no cautions.
    """

    steps: tuple[Step, ...]
    methods: tuple[Method, ...]
    cautions: tuple[Bilingual, ...]
    change_channel: tuple[Bilingual, ...]


def plan_appointment(
    standing: Standing,
    offers: Sequence[Offer],
    met: Sequence[Person],
    seller: str,
    days: Sequence[Bilingual],
    tries: Sequence[str],
) -> Appointment:
    """``days`` are the times offered, in words; ``tries`` the methods of the tries that failed, in order."""
    if len(tries) >= MOST_TRIES:
        return Appointment((), (), (), _other_channel())
    said = {
        "reference": _reference(standing, met, seller),
        "praise": text_of("appointment.script", "praise_none"),
        "value": _value(standing, offers),
        "invite": _invite(days),
        "confirm": text_of("appointment.script", "confirm"),
    }
    book = load_codebook()
    entries = {step: book.entry(f"appointment.{step}") for step in said}
    cautions = book.entry("appointment.cautions").items
    return Appointment(
        steps=tuple(Step(id_, entries[id_].name, words, advice_of(entries[id_].id)) for id_, words in said.items()),
        methods=tuple(Method(m.id, m.text, m.id in tries) for m in book.entry("appointment.methods").items),
        cautions=tuple(item.text for item in cautions if item.id != "five_tries"),
        change_channel=(),
    )


def _invite(days: Sequence[Bilingual]) -> Bilingual:
    """A choice of two times; one time with room for another; without any the halves of the week."""
    if not days:
        return text_of("appointment.script", "invite_open")
    if len(days) == 1:
        return put(text_of("appointment.script", "invite_one"), first=days[0])
    return put(text_of("appointment.script", "invite"), first=days[0], second=days[1])


def _other_channel() -> tuple[Bilingual, ...]:
    return tuple(text_of("appointment.cautions", caution) for caution in ("five_tries", "never_harass"))


def _reference(standing: Standing, met: Sequence[Person], seller: str) -> Bilingual:
    """Somebody of the firm who may be named; inside supporters may not, since that relation is confidential (M32)."""
    others = [person for person in standing.deal.people if person.id not in {one.id for one in met}]
    named = [one for one in others if one.relation in KNOWN and Role.INSIDE_SUPPORTER not in one.roles]
    if named:
        return put(text_of("appointment.script", "reference_person"), seller=seller, who=named[0].name)
    day = _last_talk(standing, met)
    if day:
        return put(text_of("appointment.script", "reference_talk"), seller=seller, day=in_words(day))
    name = "reference_none" if not_met_before(standing, met) else "reference_again"
    return put(text_of("appointment.script", name), seller=seller)


def _last_talk(standing: Standing, met: Sequence[Person]) -> date | None:
    """The last day on which anybody the call is to be with was spoken to; any call, where nobody is named."""
    contacts = [person.last_contact for person in met if person.last_contact]
    held = [moment.date() for coded in standing.calls.coded if (moment := held_at(coded))] if not met else []
    return max(contacts + held, default=None)


def _value(standing: Standing, offers: Sequence[Offer]) -> Bilingual:
    """Something of use either way, else a problem they may have, else the open question."""
    evidence = [point for offer in offers for point in offer.evidence]
    if evidence:
        return put(text_of("appointment.script", "value_proof"), evidence=spoken(evidence[0]))
    problems = [point for offer in offers for point in offer.solves]
    if problems and not standing.state.needs:
        return put(text_of("appointment.script", "value_problem"), words=spoken(problems[0]))
    return text_of("appointment.script", "value_open")


def in_words(day: date) -> Bilingual:
    """A day as people say it."""
    months = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
              "November", "December")  # fmt: skip
    return Bilingual(f"{day.day} {months[day.month - 1]}", f"{day.month}月{day.day}日")
