"""What a customer says after the order, complaints until they are settled, and what seeds the next deal (M40)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from askwell.deal.anchor import Anchor
from askwell.method.loader import load_codebook
from askwell.method.terms import FollowUp
from askwell.server.accounts.models import User
from askwell.server.deals.models import Deal, DealDecision
from askwell.server.deals.objections_words import Words, words_of
from askwell.server.deals.reckoning import Reckoning, reckoned
from askwell.server.deals.standing import Quote
from askwell.server.deals.standing_said import COMPLAINT, ENTERED, NONE, OPEN

NEXT_DEAL = "next_deal"
SEEDS = (FollowUp.RAISES_NEW_PROBLEMS, FollowUp.ASKS_NEW_BUSINESS)
"""The signs that seed a next deal, what weighs most first."""
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SignLine:
    key: str
    quote: Quote
    person: str
    held_at: datetime | None


@dataclass(frozen=True, slots=True)
class Sign:
    """One of the four signs, what it means and what to do."""

    name: str
    definition: str
    advice: str
    lines: tuple[SignLine, ...]


@dataclass(frozen=True, slots=True)
class Complaint:
    """``quote`` where it was heard in a call, ``text`` where somebody noted it; ``how`` is what the customer said."""

    key: str
    quote: Quote | None
    text: str
    since: date | None
    by: str
    open: bool
    how: str
    settled_by: str
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Seed:
    """Words that ask for another deal; ``person`` is the slug of the contact who said them, or empty."""

    key: str
    quote: Quote
    person: str
    held_at: datetime | None


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """``ordered``: there is an order to follow; ``calls`` is how many followed it, ``next_deals`` are (slug, name).

    ``undated`` is how many calls nobody can place before or after an order known by its day alone.
    """

    ordered: bool
    calls: int
    undated: int
    signs: tuple[Sign, ...]
    complaints: tuple[Complaint, ...]
    seeds: tuple[Seed, ...]
    next_deals: tuple[tuple[str, str], ...]


def followed_up(deal: Deal, user: User, today: date, lang: str) -> FollowedUp:
    """What was heard after the order in calls this person may read, and what was decided about it."""
    told = reckoned(deal, today)
    words = words_of(deal, user, told.speakers)
    after = _calls_after(told, words)
    heard = [one for one in told.signs if one["anchor"]["call"] in after]
    decisions = list(deal.decisions.filter(kind__in=(COMPLAINT, NEXT_DEAL)).select_related("author"))
    nexts = {row.value.get("deal"): row.value.get("seeds", []) for row in decisions if row.kind == NEXT_DEAL}
    there = list(Deal.objects.filter(slug__in=list(nexts), team=deal.team_id).values_list("slug", flat=True))
    seen = Deal.objects.visible_to(user).filter(slug__in=there).values_list("slug", "name")
    seeded = {key for slug in there for key in nexts[slug]}
    wanted = [one for sign in SEEDS for one in heard if one["sign"] == sign.value]
    return FollowedUp(
        ordered=told.ordered or deal.state == Deal.State.WON,
        calls=len(after),
        undated=sum(slug in words.calls for slug in told.unplaced),
        signs=tuple(_sign(sign, heard, told, words, lang) for sign in FollowUp),
        complaints=_complaints(heard, decisions, words),
        seeds=tuple(_seed(one, told, words) for one in wanted if key_of(one["anchor"]) not in seeded),
        next_deals=tuple(seen),
    )


def key_of(anchor: Json) -> str:
    """A place in a call, as an address or a decision names it."""
    return f"{anchor['call']}:{anchor['turn']}:{anchor['start']}"


def complaint_place(deal: Deal, user: User, today: date, key: str) -> tuple[Json | None, DealDecision | None]:
    """What a complaint's key means: words of a call this person may read, or what somebody noted; or neither."""
    noted = deal.decisions.filter(kind=COMPLAINT, value__is=ENTERED, pk=int(key)).first() if _is_number(key) else None
    if noted is not None:
        return None, noted
    told = reckoned(deal, today)
    words = words_of(deal, user, told.speakers)
    decided = deal.decisions.filter(kind=COMPLAINT).exclude(anchor=None).values_list("anchor", flat=True)
    after = _calls_after(told, words)
    heard = [one["anchor"] for one in told.signs if one["sign"] == FollowUp.COMPLAINS.value]
    places = [one for one in (*heard, *decided) if one["call"] in after]
    return next((one for one in places if key_of(one) == key), None), None


def _is_number(key: str) -> bool:
    return key.isascii() and key.isdigit() and len(key) < 18


def _calls_after(told: Reckoning, words: Words) -> frozenset[str]:
    """The calls that followed the order, of those this person may read."""
    return frozenset(told.after) & frozenset(words.calls)


def _sign(sign: FollowUp, heard: Sequence[Json], told: Reckoning, words: Words, lang: str) -> Sign:
    entry = load_codebook().of_value(sign)
    lines = [_sign_line(one, told, words) for one in heard if one["sign"] == sign.value]
    return Sign(
        name=entry.name.in_lang(lang),
        definition=entry.definition.in_lang(lang),
        advice=entry.advice.in_lang(lang) if entry.advice else "",
        lines=tuple(reversed(lines)),
    )


def _sign_line(one: Json, told: Reckoning, words: Words) -> SignLine:
    anchor = one["anchor"]
    person = told.names.get(one["person"], "")
    return SignLine(key_of(anchor), words.quote(anchor), person, words.calls[anchor["call"]].held_at)


def _seed(one: Json, told: Reckoning, words: Words) -> Seed:
    person = one["person"] if one["person"] in told.names and ":" not in one["person"] else ""
    anchor = one["anchor"]
    return Seed(key_of(anchor), words.quote(anchor), person, words.calls[anchor["call"]].held_at)


def _complaints(heard: Sequence[Json], decisions: Sequence[DealDecision], words: Words) -> tuple[Complaint, ...]:
    """Those heard, those decided about although nothing codes them now, and those noted; the open ones first."""
    rows = [row for row in decisions if row.kind == COMPLAINT]
    anchors = [one["anchor"] for one in heard if one["sign"] == FollowUp.COMPLAINS.value]
    for row in rows:
        if row.anchor and row.anchor["call"] in words.calls and not any(_same(row.anchor, one) for one in anchors):
            anchors.append(row.anchor)
    made = [_heard_complaint(anchor, rows, words) for anchor in anchors]
    made += [_noted_complaint(row, rows) for row in rows if row.value.get("is") == ENTERED]
    return tuple(sorted((one for one in made if one), key=lambda one: not one.open))


def _same(one: Json, other: Json) -> bool:
    """Whether two places share words."""
    return Anchor(**one).shares_words(Anchor(**other))


def _heard_complaint(anchor: Json, rows: Iterable[DealDecision], words: Words) -> Complaint | None:
    last = _last(row for row in rows if row.anchor and _same(row.anchor, anchor))
    held_at = words.calls[anchor["call"]].held_at
    since = timezone.localdate(held_at) if held_at else None
    return _complaint(key_of(anchor), words.quote(anchor), "", since, "", last)


def _noted_complaint(noted: DealDecision, rows: Iterable[DealDecision]) -> Complaint | None:
    last = _last(row for row in rows if row.value.get("of") == noted.pk)
    since = date.fromisoformat(noted.value["day"])
    return _complaint(str(noted.pk), None, noted.value["text"], since, _name(noted), last)


def _last(rows: Iterable[DealDecision]) -> DealDecision | None:
    return max(rows, key=lambda row: row.pk, default=None)


def _complaint(
    key: str, quote: Quote | None, text: str, since: date | None, by: str, last: DealDecision | None
) -> Complaint | None:
    """None where the last decision says that it is no complaint."""
    state = last.value["is"] if last else OPEN
    if last is None or state == OPEN:
        return Complaint(key, quote, text, since, by, True, "", "", None)
    if state == NONE:
        return None
    return Complaint(key, quote, text, since, by, False, last.value.get("how", ""), _name(last), last.created_at)


def _name(row: DealDecision) -> str:
    return str(row.author) if row.author else ""
