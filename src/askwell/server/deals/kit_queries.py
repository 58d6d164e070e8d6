"""The kit for selling inside, from what the buyers of a deal have said in calls its reader may read (M22)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from askwell.counsel.plans.wording import put, spoken, text_of
from askwell.deal.terms import Role
from askwell.method.terms import NeedState, Outcome
from askwell.report.kit import Kit, KitNeed, KitPerson, Told
from askwell.server.accounts.models import User
from askwell.server.calls.models import Call
from askwell.server.deals.models import Deal, Stake, StakeRole
from askwell.server.deals.planning_actions import KIT_WORDS
from askwell.server.deals.reckoning import Reckoning, reckoned
from askwell.transcript.conversation import is_han
from askwell.understanding.words import content_words

Json = Mapping[str, Any]
MOST_NEEDS = 3
ENOUGH = 8
"""Content words of a quote; with more it says no more on one page."""
SHORTEST_NAME = 2
MOST_GAINS = 2
"""Quotes of one gain; of a problem, of what follows, and of each person one: the kit is one page."""


@dataclass(frozen=True, slots=True)
class KitPage:
    """The kit and for whom it may be: the names of the inside supporters, which the kit itself does not hold.

    ``words`` are all quotes it is made of, and those a person left out; the buyer's words go to their colleagues.
    """

    kit: Kit
    supporters: tuple[str, ...]
    words: tuple["KitWords", ...]


@dataclass(frozen=True, slots=True)
class KitWords:
    """One quote: its place as ``call:turn:start``, and whether it was left out."""

    place: str
    text: str
    who: str
    out: bool


@dataclass(frozen=True, slots=True)
class _Heard:
    """What was reckoned, which calls may be quoted, the places of words that were left out, and who is on the deal."""

    told: Reckoning
    worded: frozenset[str]
    out: frozenset[str]
    people: tuple[str, ...]

    def seen(self, anchors: Iterable[Json]) -> list[Json]:
        """What may be quoted; words that name somebody on the deal are not for their colleagues."""
        read = [one for one in anchors if one["call"] in self.worded and _place(one) not in self.out]
        return [one for one in read if not any(names(one["text"], person) for person in self.people)]

    def said_by(self, anchor: Json) -> str:
        return self.told.speakers.get(f"{anchor['call']}:{anchor['turn']}", "")

    def quoted(self, anchors: Iterable[Json]) -> tuple[Told, ...]:
        """Those of these that may be read, each with who said it."""
        return tuple(Told(one["text"], self.said_by(one)) for one in self.seen(anchors))

    def voice(self, person: str, kind: str) -> list[Json]:
        return self.seen(self.told.voices.get(person, {}).get(kind, ()))


def kit_of(deal: Deal, user: User, today: date, title: str, lang: str) -> KitPage:
    """The kit of a deal for this reader, in ``en`` or ``zh``; quotes stay in the language they were said in."""
    worded = Call.objects.worded_to(user).filter(deal_call__deal=deal).values_list("slug", flat=True)
    inside = StakeRole.objects.filter(stake=OuterRef("pk"), role=Role.INSIDE_SUPPORTER)
    stakes: list[Any] = list(deal.stakes.select_related("contact").annotate(inside=Exists(inside)))
    people = tuple(stake.contact.name for stake in stakes)
    heard = _Heard(reckoned(deal, today), frozenset(worded), left_out(deal), people)
    needs = _needs(heard)
    voices = [_person(heard, stake, needs, lang) for stake in stakes]
    kit = Kit(
        title=title,
        needs=tuple(need for need in map(_need_of(heard), needs) if need.problem or need.gains),
        voiced=tuple(person for person in voices if person.gains),
        silent=tuple(
            person
            for person, stake in zip(voices, stakes, strict=True)
            if not person.gains and not heard.told.voices.get(stake.contact.slug, {}).get("gains")
        ),
        next_step=_agreed(heard),
    )
    supporters = tuple(stake.contact.name for stake in stakes if stake.inside)
    return KitPage(kit, supporters, tuple(_words(heard, kit)))


def left_out(deal: Deal) -> frozenset[str]:
    """The places of words that are not to stand in the kit, as last decided."""
    rows = deal.decisions.filter(kind=KIT_WORDS).order_by("pk").values_list("value", flat=True)
    last = {row["place"]: row["out"] for row in rows}
    return frozenset(place for place, out in last.items() if out)


def _words(heard: _Heard, kit: Kit) -> Iterable[KitWords]:
    """Every quote of the kit once, in the order the words were said, those left out among them."""
    shown = {told.text for need in kit.needs for told in (*need.problem, *need.consequences, *need.gains)}
    shown |= {text for person in kit.voiced for text in person.gains} | {told.text for told in kit.next_step}
    state, voices = heard.told.state, heard.told.voices.values()
    lists = [*(need["evidence"] for need in state["needs"]), *(one["evidence"] for one in state["advances"])]
    lists += [anchors for voice in voices for anchors in voice.values()]
    anchors = {_place(one): one for each in lists for one in each if one["call"] in heard.worded}
    for place, one in anchors.items():
        out = place in heard.out
        if out or one["text"] in shown:
            yield KitWords(place, one["text"], heard.said_by(one), out)


def _place(anchor: Json) -> str:
    return f"{anchor['call']}:{anchor['turn']}:{anchor['start']}"


def _needs(heard: _Heard) -> list[Json]:
    """Needs of which a word may be read, those stated as wants first, the weightiest of each first."""
    weights = {item["id"]: item["weight"] for item in heard.told.state["value"]["for"]}
    seen = [need for need in heard.told.state["needs"] if heard.seen(need["evidence"])]

    def order(need: Json) -> tuple[bool, int]:
        return need["state"] != NeedState.EXPLICIT, -weights.get(need["id"], 0)

    return sorted(seen, key=order)[:MOST_NEEDS]


def _need_of(heard: _Heard) -> Any:
    """How a need of the state becomes one of the kit: its wants are gains, what else weighs are consequences."""
    weighing = {item["id"]: item["evidence"] for item in heard.told.state["value"]["for"]}
    gains = [anchor for voice in heard.told.voices.values() for anchor in voice["gains"]]

    def need_of(need: Json) -> KitNeed:
        follows = [anchor for anchor in weighing.get(need["id"], ()) if anchor not in gains]
        rest = [anchor for anchor in need["evidence"] if anchor not in gains and anchor not in follows]
        rest.sort(key=lambda anchor: not _heads(need, anchor))
        wants = [anchor for anchor in need["evidence"] if anchor in gains]
        return KitNeed(
            heard.quoted(rest)[:1],
            heard.quoted(_most_telling(follows))[:1],
            heard.quoted(_most_telling(wants))[:MOST_GAINS],
        )

    return need_of


def _most_telling(anchors: Iterable[Json]) -> list[Json]:
    """Those that say most first, the later of those that say as much."""
    later_first = list(anchors)[::-1]
    return sorted(later_first, key=lambda one: -min(len(content_words(one["text"])), ENOUGH))


def names(text: str, person: str) -> bool:
    """Whether words name a person: by any part of a name in Latin letters, by a Chinese one without its surname."""
    if not any(map(is_han, person)):
        return any(re.search(rf"\b{re.escape(part)}\b", text) for part in person.split() if len(part) > 1)
    return person in text or (len(person) > SHORTEST_NAME and person[1:] in text)


def _heads(need: Json, anchor: Json) -> bool:
    """Whether the need goes by these words, which tell it best; its label may be cut at the end."""
    label, text = (re.sub(r"\s+", " ", words) for words in (need["label"], anchor["text"]))
    return label.strip(" …") in text


def _person(heard: _Heard, stake: Stake, needs: list[Json], lang: str) -> KitPerson:
    contact = stake.contact
    gains = tuple(anchor["text"] for anchor in _most_telling(heard.voice(contact.slug, "gains"))[:1])
    ask = () if gains else tuple(_to_ask(heard, contact.slug, needs, lang))
    return KitPerson(contact.name, contact.title, gains, ask)


def _to_ask(heard: _Heard, person: str, needs: list[Json], lang: str) -> Iterable[str]:
    """Of a problem they told, what solving it would be worth; else whether they have the one told by others."""
    told = heard.voice(person, "told")
    if told:
        yield put(text_of("planning.lead_in", "told"), words=spoken(told[-1]["text"])).in_lang(lang)
        yield text_of("planning.payoff_stems", "worth").in_lang(lang)
    elif needs:
        words = spoken(heard.seen(needs[0]["evidence"])[0]["text"])
        yield put(text_of("planning.problem_stems", "as_written"), words=f"“{words}”").in_lang(lang)
    else:
        yield text_of("topic.stems", "current_concerns").in_lang(lang)


def _agreed(heard: _Heard) -> tuple[Told, ...]:
    """The words of the last advance."""
    advances = [one for one in heard.told.state["advances"] if one["outcome"] == Outcome.ADVANCE]
    return heard.quoted(advances[-1]["evidence"])[-1:] if advances else ()
