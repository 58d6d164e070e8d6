"""What people say of a deal that no call need show: doubts (M04), proofs agreed (M26), which words
tell one need (M20), what became of complaints (M40); append-only.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from askwell.deal.anchor import Anchor
from askwell.deal.facts import ComplaintSaid, DoubtSaid, NeedSaid, ProofSaid
from askwell.deal.terms import AnsweredBy, ProofAnswer
from askwell.method.terms import Doubt
from askwell.server.accounts.models import User
from askwell.server.deals.models import Deal, DealDecision
from askwell.server.nested import rows_of

Json = Mapping[str, Any]
DOUBT, PROOF, NEED = "doubt", "proof", "need"
"""The kinds of decision, and in its value the key of what was said something of."""
COMPLAINT = "complaint"
ENTERED, SETTLED, OPEN, NONE = "entered", "settled", "open", "none"
"""What a decision says of a complaint: heard outside calls, settled, open again, or that it is none."""
KINDS = (DOUBT, PROOF, NEED, COMPLAINT)
FIELDS = ("pk", "kind", "value", "anchor", "author__name", "author__email", "created_at")


@dataclass(frozen=True, slots=True)
class SaidOfDeal:
    """What was said and not taken back, the oldest first."""

    doubts: tuple[DoubtSaid, ...] = ()
    proofs: tuple[ProofSaid, ...] = ()
    needs: tuple[NeedSaid, ...] = ()
    complaints: tuple[ComplaintSaid, ...] = ()


def say_of_doubt(deal: Deal, user: User, doubt: Doubt, *, answered: bool, note: str = "") -> DealDecision:
    """Say that a doubt is answered, or that it is open; ``note`` tells how it came up, where no call shows it."""
    value = {"doubt": doubt.value, "answered": answered} | ({"note": note} if note else {})
    return DealDecision.objects.create(deal=deal, author=user, kind=DOUBT, value=value)


def say_of_proof(deal: Deal, user: User, proof: str, answer: ProofAnswer, note: str = "") -> DealDecision:
    """Say what the customer answered to a proof from outside, by the id of the codebook's entry, or did not."""
    value = {"proof": proof, "answer": answer.value} | ({"note": note} if note else {})
    return DealDecision.objects.create(deal=deal, author=user, kind=PROOF, value=value)


def say_of_need(deal: Deal, user: User, words: Anchor, same_as: Anchor | None) -> DealDecision:
    """Say that words tell the need that others tell, or with None one that was not told before."""
    value = {NEED: place_of(words), "words": asdict(words), "same_as": asdict(same_as) if same_as else None}
    return DealDecision.objects.create(deal=deal, author=user, kind=NEED, value=value)


def place_of(words: Anchor) -> str:
    """Where words stand, as a form sends it and ``take_back`` knows them."""
    return f"{words.call}:{words.turn}:{words.start}-{words.end}"


def take_back(deal: Deal, user: User, kind: str, what: str) -> DealDecision:
    """Say that what was entered of a doubt, a proof or a need was a mistake: it counts no more."""
    return DealDecision.objects.create(deal=deal, author=user, kind=kind, value={kind: what, "withdrawn": True})


def doubt_basis(kept: Mapping[str, Any]) -> str:
    """What closed a doubt of ``askwell.deal_state/1``, or opened it again, in words; empty where nothing did."""
    if kept["answered_by"] == AnsweredBy.ORDER:
        return _("The order settled it.")
    if said := kept.get("said"):
        told = who_and_when(said)
        if said["answered"]:
            return _("Answered, %(name)s entered on %(day)s.") % told
        if kept["evidence"]:
            return _("Open again, %(name)s entered on %(day)s.") % told
        return _("%(name)s entered this on %(day)s.") % told
    return _("The last quote answers it.") if kept["answered_by"] == AnsweredBy.WORDS else ""


def proof_basis(answered: Mapping[str, Any]) -> str:
    """Who entered the answer to a proof of ``askwell.deal_state/1``; empty where calls alone show it."""
    return _("%(name)s entered this on %(day)s.") % who_and_when(answered["said"]) if answered.get("said") else ""


def surely(proofs: Iterable[Json]) -> list[Json]:
    """Of the proofs of ``askwell.deal_state/1`` those on which something may rest."""
    return [one for one in proofs if not one.get("uncertain")]


def denied_basis(denied: Mapping[str, Any]) -> str:
    """Who said that a proof was not agreed to, or not refused."""
    if denied["answer"] == ProofAnswer.NOT_REFUSED:
        return _("Not refused, %(name)s entered on %(day)s.") % who_and_when(denied)
    return _("Not agreed, %(name)s entered on %(day)s.") % who_and_when(denied)


def who_and_when(said: Mapping[str, Any]) -> dict[str, str]:
    """For texts: the name and the day of what somebody entered."""
    return {"name": said["by"] or _("somebody"), "day": date_format(date.fromisoformat(said["on"]))}


def said_of_deal(deal: Deal) -> SaidOfDeal:
    """What was said of a deal."""
    return said_from(deal.decisions.filter(kind__in=KINDS).values_list(*FIELDS))


def said_rows(deal: str) -> Subquery:
    """What was said of the deal of a row, read with the row; for ``said_from``."""
    return rows_of(DealDecision.objects.filter(kind__in=KINDS, deal=OuterRef(deal)), "deal", *FIELDS)


def said_from(rows: Iterable[Sequence[Any]]) -> SaidOfDeal:
    """As ``said_of_deal``, of what ``said_rows`` read."""
    ordered = sorted(rows, key=lambda row: row[0])
    told = [(kind, _value(value), who) for _pk, kind, value, _anchor, *who in ordered]
    return SaidOfDeal(
        tuple(_doubt(value, *who) for value, who in _standing(told, DOUBT)),
        tuple(_proof(value, *who) for value, who in _standing(told, PROOF)),
        tuple(_need(value, *who) for value, who in _standing(told, NEED)),
        tuple(_complaints([row for row in ordered if row[1] == COMPLAINT])),
    )


def _standing(told: Iterable[tuple[str, Json, list[Any]]], wanted: str) -> list[tuple[Json, list[Any]]]:
    """Of one kind, what was not taken back later."""
    kept: list[tuple[Json, list[Any]]] = []
    for kind, value, who in told:
        if kind != wanted:
            continue
        if value.get("withdrawn"):
            kept = [one for one in kept if one[0][kind] != value[kind]]
        else:
            kept.append((value, who))
    return kept


def _value(value: Any) -> Json:
    told: Json = json.loads(value) if isinstance(value, str) else value
    return told


def _doubt(told: Json, name: str | None, email: str | None, at: datetime | str) -> DoubtSaid:
    return DoubtSaid(Doubt(told["doubt"]), told["answered"], name or email or None, _day(at), told.get("note"))


def _proof(told: Json, name: str | None, email: str | None, at: datetime | str) -> ProofSaid:
    # entries made before there were refusals say only whether it was agreed
    answer = told.get("answer") or (ProofAnswer.AGREED if told["agreed"] else ProofAnswer.NOT_AGREED)
    return ProofSaid(told["proof"], ProofAnswer(answer), name or email or None, _day(at), told.get("note"))


def _need(told: Json, name: str | None, email: str | None, at: datetime | str) -> NeedSaid:
    same_as = Anchor(**told["same_as"]) if told["same_as"] else None
    return NeedSaid(Anchor(**told["words"]), same_as, name or email or None, _day(at))


def _complaints(rows: Sequence[Sequence[Any]]) -> Iterator[ComplaintSaid]:
    """What was said of complaints heard in calls, in order; of each that was noted, how it stands now."""
    said = [(pk, _value(value), _value(anchor) if anchor else None, who) for pk, _kind, value, anchor, *who in rows]
    last = {value["of"]: value["is"] for _pk, value, _anchor, _who in said if "of" in value}
    for pk, value, anchor, (name, email, at) in said:
        told = name or email or None, _day(at)
        if anchor:
            yield ComplaintSaid(value["is"] == OPEN, Anchor(**anchor), None, *told)
        elif value["is"] == ENTERED:
            yield ComplaintSaid(last.get(pk, OPEN) == OPEN, None, value["text"], *told)


def _day(at: datetime | str) -> date:
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    return localdate(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
