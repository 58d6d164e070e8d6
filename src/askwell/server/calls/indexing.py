"""The search mirror of a call: rebuilt whole from its state, in one transaction."""

from django.db import transaction

from askwell.coding.coded import CodedConversation
from askwell.server.calls import search_table
from askwell.server.calls.models import CODE_NUMBERS, Call, Turn, UnitIndex
from askwell.server.calls.state import call_state


@transaction.atomic
def refresh_call(call: Call) -> CodedConversation:
    """Work the call's state out and mirror it in turns, units, search rows and the figures of the list."""
    coded = call_state(call)
    drop_mirror(call)
    conversation = coded.conversation
    turns = Turn.objects.bulk_create(
        Turn(call=call, number=i, speaker=turn.speaker.value, start=turn.start, text=turn.text)
        for i, turn in enumerate(conversation.turns)
    )
    search_table.add_rows(call.team_id, [(turn.pk, turn.text) for turn in turns])
    held_on = call.held_at.date() if call.held_at else None
    UnitIndex.objects.bulk_create(
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
    call.outcome = coded.outcome.label.value if coded.outcome else ""
    call.turns_count = len(conversation.turns)
    call.seconds = max((turn.end or turn.start or 0 for turn in conversation.turns), default=0) or None
    call.state = Call.State.READY
    call.save(update_fields=["outcome", "turns_count", "seconds", "state"])
    return coded


def drop_mirror(call: Call) -> None:
    """Forget the call's turns, units and search rows."""
    search_table.remove_rows(list(call.turns.values_list("pk", flat=True)))
    call.turns.all().delete()
    call.units.all().delete()
