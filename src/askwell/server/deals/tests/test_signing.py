"""The signing checklist of a deal, and the tasks made of it (M39)."""

from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from askwell.method.loader import load_codebook
from askwell.server.accounts.models import User
from askwell.server.deals.models import Deal, SigningTask, Task
from askwell.server.deals.signing_actions import make_signing_tasks
from askwell.server.deals.signing_queries import CHECKLIST, DAYS_FROM_SIGNING, checklist_of, likely_day
from askwell.server.deals.testing import make_deal
from askwell.server.testing import Cast

SignIn = Callable[[User], Client]
TODAY = date(2026, 3, 2)


@pytest.fixture
def deal(cast: Cast) -> Deal:
    return make_deal(cast)


def address(deal: Deal) -> str:
    return reverse("deals:signing", kwargs={"slug": deal.slug})


def test_every_point_of_the_codebook_has_its_day() -> None:
    assert {item.id for item in load_codebook().entry(CHECKLIST).items_of("check")} == set(DAYS_FROM_SIGNING)


@pytest.mark.method("M39")
def test_points_become_tasks_with_their_days_and_each_once(deal: Deal, cast: Cast) -> None:
    points = checklist_of(deal, "en")
    assert make_signing_tasks(deal, cast.ana, points, TODAY + timedelta(days=10), TODAY) == 4
    assert make_signing_tasks(deal, cast.ana, points, TODAY + timedelta(days=20), TODAY) == 0
    due = {row.item: row.task.due for row in SigningTask.objects.select_related("task")}
    assert due == {
        "tell_in_advance": date(2026, 3, 10),
        "do_not_over_excite": date(2026, 3, 12),
        "no_details_after": date(2026, 3, 12),
        "start_and_report": date(2026, 3, 13),
    }
    assert {task.row for task in Task.objects.all()} == {"M39"}


def test_a_day_that_is_past_becomes_today(deal: Deal, cast: Cast) -> None:
    make_signing_tasks(deal, cast.ana, checklist_of(deal, "zh"), TODAY, TODAY)
    assert min(task.due for task in Task.objects.all() if task.due) == TODAY
    assert Task.objects.filter(text="条款和步骤提前说明。").exists()


def test_a_task_that_was_removed_can_be_made_again(deal: Deal, cast: Cast) -> None:
    make_signing_tasks(deal, cast.ana, checklist_of(deal, "en"), TODAY, TODAY)
    SigningTask.objects.get(item="no_details_after").task.delete()
    assert make_signing_tasks(deal, cast.ana, checklist_of(deal, "en"), TODAY, TODAY) == 1


def test_the_day_of_signing_begins_as_the_day_of_the_decision(cast: Cast) -> None:
    assert likely_day(make_deal(cast, "One", expected_on=date(2026, 4, 1)), TODAY) == date(2026, 4, 1)
    assert likely_day(make_deal(cast, "Two", expected_on=date(2026, 1, 1)), TODAY) == TODAY


@pytest.mark.method("M39")
def test_the_page_makes_the_tasks_on_one_click(deal: Deal, cast: Cast, signed_in_as: SignIn) -> None:
    browser = signed_in_as(cast.ana)
    text = unescape(browser.get(address(deal)).content.decode())
    assert "Make 4 tasks of it" in text
    assert "2 days before signing" in text
    assert browser.post(address(deal), {"day": "some day"}).status_code == 422
    day = timezone.localdate() + timedelta(days=7)
    assert browser.post(address(deal), {"day": day.isoformat()}).status_code == 302
    assert deal.tasks.filter(owner=cast.ana).count() == 4
    text = unescape(browser.get(address(deal)).content.decode())
    assert "Make 4 tasks of it" not in text
    assert "All points are among the tasks" in text
