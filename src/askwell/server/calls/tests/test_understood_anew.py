"""A call understood by an older version is understood anew, on its page at once and in the list with the daily job."""

import pytest

from askwell.server.calls import indexing, state, work
from askwell.server.calls.models import Call, MergedState
from askwell.server.calls.state import call_state
from askwell.server.calls.testing import bring_call
from askwell.server.jobs.models import Job
from askwell.server.jobs.queue import enqueue
from askwell.server.jobs.worker import run_due_jobs
from askwell.server.testing import Cast


@pytest.fixture
def older(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Ana's call as an older version left it, with an outcome nobody would tell today."""
    call = bring_call(cast.ana, cast.team)
    call_state(call)
    Call.objects.filter(pk=call.pk).update(outcome="order")
    newer = state.VERSION + 1
    for module in (indexing, state, work):
        monkeypatch.setattr(module, "VERSION", newer)
    return call


def test_a_page_never_shows_what_an_older_version_understood(older: Call) -> None:
    MergedState.objects.filter(call=older).update(coded_json="of an older version")
    assert call_state(older).units


def test_the_list_follows_with_the_daily_job_which_then_finds_nothing(older: Call) -> None:
    call_state(older)  # somebody opens the page first
    enqueue("understand_calls_anew", {"day": "2026-03-01"})
    run_due_jobs()
    assert MergedState.objects.get(call=older).version == state.VERSION
    assert Call.objects.get(pk=older.pk).outcome != "order"
    assert not MergedState.objects.filter(version__lt=state.VERSION).exists()


def test_a_call_that_is_being_coded_waits_for_its_coding(older: Call) -> None:
    assert work.understand_anew(Job()) == older
    Call.objects.filter(pk=older.pk).update(state=Call.State.CODING)
    assert work.understand_anew(Job()) is None
