"""The search mirror of a call: rebuilt whole from its state, in one transaction."""

from datetime import date

from django.db import transaction
from django.utils.timezone import localtime

from askwell.coding.coded import CodedConversation
from askwell.server.calls import search_table
from askwell.server.calls.models import CODE_NUMBERS, Call, MergedState, Turn, UnitIndex
from askwell.server.calls.state import VERSION, call_state
from askwell.transcript.conversation import Conversation


@transaction.atomic
def refresh_call(call: Call) -> CodedConversation:
    """Work the call's state out and mirror it in turns, units, search rows and the figures of the list."""
    coded = call_state(call)
    drop_mirror(call)
    _mirror_turns(call, coded.conversation)
    _mirror_units(call, coded)
    call.outcome = coded.outcome.label.value if coded.outcome else ""
    call.turns_count = len(coded.conversation.turns)
    call.seconds = length_of(coded.conversation)
    call.state = Call.State.READY
    figures = ("outcome", "turns_count", "seconds", "state")
    Call.objects.filter(pk=call.pk).update(**{name: getattr(call, name) for name in figures})
    MergedState.objects.filter(call=call).update(version=VERSION)
    return coded


def drop_mirror(call: Call) -> None:
    """Forget the call's turns, units and search rows."""
    for table, rows in ((search_table.TURNS, call.turns), (search_table.UNITS, call.units)):
        search_table.remove_rows(table, list(rows.values_list("pk", flat=True)))
        rows.all().delete()


def length_of(conversation: Conversation) -> float | None:
    """Seconds from the first words to the last, as the page of the call tells it; None without times."""
    first = min((turn.start for turn in conversation.turns if turn.start is not None), default=0.0)
    return max((turn.end or turn.start or first for turn in conversation.turns), default=first) - first or None


def _mirror_turns(call: Call, conversation: Conversation) -> None:
    turns = Turn.objects.bulk_create(
        Turn(call=call, number=i, speaker=turn.speaker.value, start=turn.start, text=turn.text)
        for i, turn in enumerate(conversation.turns)
    )
    tokens = (search_table.team_token(call.team_id),)
    search_table.add_rows(search_table.TURNS, [(turn.pk, tokens, turn.text) for turn in turns])


def _mirror_units(call: Call, coded: CodedConversation) -> None:
    held_on = _day_of(call)
    units = UnitIndex.objects.bulk_create(
        UnitIndex(
            team_id=call.team_id,
            call=call,
            turn=unit.turn,
            start=unit.start,
            end=unit.end,
            code=CODE_NUMBERS[unit.code],
            p=unit.p,
            held_on=held_on,
        )
        for unit in coded.units
    )
    team = search_table.team_token(call.team_id)
    search_table.add_rows(
        search_table.UNITS,
        [
            (row.pk, (team, search_table.code_token(row.code)), coded.text_of(unit))
            for row, unit in zip(units, coded.units, strict=True)
        ],
    )


def _day_of(call: Call) -> date | None:
    """The day a call was held where its owner lives, whoever's worker indexes it."""
    zone = call.owner.zone if call.owner else None
    return localtime(call.held_at, zone).date() if call.held_at else None
