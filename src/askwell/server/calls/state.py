"""The state of a call: its coding, its details and people's decisions, worked out by the pure core and cached."""

import hashlib
import json
from dataclasses import replace
from datetime import datetime

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import get_current_timezone, is_naive, localtime, make_aware

from askwell.coding.coded import CodedConversation
from askwell.coding.coded_json import coded_from_json, coded_to_line
from askwell.coding.merge import merge
from askwell.counsel.advise import advise
from askwell.method.terms import SaleSize
from askwell.server.calls.models import Call, CallDecision, Coding, MergedState
from askwell.transcript.conversation import Conversation, DealFacts, canonical_json
from askwell.understanding.understand import understand

KEPT_YEARS = (1900, 9000)
VERSION = 3
"""Raised when what is understood of a call or advised about it changes, so that nothing older is shown."""


def call_state(call: Call) -> CodedConversation:
    """The call as it stands now. Raises Coding.DoesNotExist while it has not been coded."""
    coding = call.codings.get(current=True)
    decisions = list(call.decisions.select_related("author"))
    inputs = _inputs(call, coding, decisions)
    cached = MergedState.objects.filter(call=call, inputs=inputs).first()
    if cached is not None:
        return coded_from_json(json.loads(cached.coded_json))
    coded, unattached = _work_out(call, coding, decisions)
    MergedState.objects.update_or_create(
        call=call,
        defaults={"inputs": inputs, "coded_json": coded_to_line(coded), "unattached": unattached},
    )
    return coded_from_json(json.loads(coded_to_line(coded)))


def with_details(conversation: Conversation, call: Call) -> Conversation:
    """The conversation with what people entered about the call: advice depends on sale size and objective."""
    deal = replace(conversation.deal or DealFacts(), sale=SaleSize(call.sale))
    return replace(conversation, deal=deal, objective=call.objective or None, title=call.title)


def moment_stated(text: str | None) -> datetime | None:
    """``held_at`` as a moment; a date alone is its midnight here.

    Left out are words that are no date, and years so far away that another time zone has no such moment.
    """
    try:
        moment = parse_datetime(text or "")
        day = parse_date((text or "")[:10]) if moment is None else None
    except ValueError:
        return None
    if day is not None:
        moment = datetime(day.year, day.month, day.day, tzinfo=get_current_timezone())
    if moment is None or not KEPT_YEARS[0] <= moment.year <= KEPT_YEARS[1]:
        return None
    return make_aware(moment) if is_naive(moment) else moment


def with_moment(coded: CodedConversation, call: Call) -> CodedConversation:
    """The call with the moment a person entered, in the time zone of whoever looks; words that are no date stay."""
    said = coded.conversation.held_at
    if call.held_at is None and moment_stated(said) is None:
        return coded
    held_at = None if call.held_at is None else localtime(call.held_at).isoformat()
    return replace(coded, conversation=replace(coded.conversation, held_at=held_at))


def sized_by_deal(coded: CodedConversation, call: Call) -> CodedConversation:
    """The call with the size its deal was reckoned to have, and advice to match, where it states none itself (M01).

    It is laid over the kept state on reading: a deal is reckoned from its calls, so they must not rest on it.
    """
    size = deal_size(call) if call.sale == SaleSize.UNKNOWN else SaleSize.UNKNOWN
    if size is SaleSize.UNKNOWN:
        return coded
    talk = coded.conversation
    deal = replace(talk.deal or DealFacts(), sale=size)
    return advise(replace(coded, conversation=replace(talk, deal=deal), findings=()))


def deal_size(call: Call) -> SaleSize:
    """How large the sale of the call's deal is, as last reckoned; unknown for a call of no deal."""
    kept = "deal_call__deal__reckoned__told__state__sale__size"
    return SaleSize(Call.objects.filter(pk=call.pk).values_list(kept, flat=True).get() or SaleSize.UNKNOWN)


def sale_by_deal(call: Call, coded: CodedConversation) -> bool:
    """Whether the size of the sale is known from the deal alone."""
    return call.sale == SaleSize.UNKNOWN and coded.conversation.sale is not SaleSize.UNKNOWN


def _work_out(call: Call, coding: Coding, decisions: list[CallDecision]) -> tuple[CodedConversation, list[str]]:
    coded = coding.coded
    detailed = replace(coded, conversation=with_details(coded.conversation, call))
    merged = merge(detailed, [row.as_decision for row in decisions])
    return advise(understand(merged.coded, coding.likely_endings)), [decision.id for decision in merged.unattached]


def _inputs(call: Call, coding: Coding, decisions: list[CallDecision]) -> str:
    said = canonical_json(
        [VERSION, coding.pk, call.sale, call.objective, call.title, [[row.pk, str(row.author)] for row in decisions]]
    )
    return hashlib.sha256(said.encode()).hexdigest()
