"""What every answer carries, in both languages."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.template import engines
from django.test import Client
from django.utils import timezone, translation

from askwell.method.terms import Code
from askwell.server.accounts.models import User
from askwell.server.jinja import asset, day, moment, number
from askwell.server.marks import mark_of
from askwell.server.testing import Cast


@pytest.mark.django_db
def test_nothing_inline_and_nothing_from_elsewhere() -> None:
    answer = Client().get("/sign-in/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "style=" not in answer.text
    assert "<style" not in answer.text


@pytest.mark.django_db
def test_a_signed_in_persons_pages_are_kept_by_nobody(cast: Cast, signed_in_as: Callable[[User], Client]) -> None:
    assert signed_in_as(cast.ana).get("/team/").headers["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_pages_follow_the_persons_time_zone(cast: Cast, signed_in_as: Callable[[User], Client]) -> None:
    User.objects.filter(pk=cast.ana.pk).update(time_zone="Asia/Shanghai", language="zh-hans")
    answer = signed_in_as(cast.ana).get("/profile/")
    assert 'value="Asia/Shanghai" selected' in answer.text
    assert timezone.get_current_timezone_name() == settings.TIME_ZONE


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("en", "There is nothing here"), ("zh-hans", "这里没有内容")])
def test_a_missing_page_says_so_in_the_readers_language(language: str, words: str) -> None:
    client = Client(headers={"accept-language": language})
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert words in answer.text


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_error_pages_need_no_request(name: str, language: str) -> None:
    with translation.override(language):
        page = engines["jinja2"].get_template(f"{name}.html").render()
    assert "<h1>" in page
    assert ("返回首页" in page) == (language == "zh-hans")


def test_every_code_has_its_own_pair_of_sign_and_shape() -> None:
    assert len({(mark_of(code).sign, mark_of(code).shape) for code in Code}) == len(Code)
    assert mark_of("benefit").sign == "B"


def test_dates_and_numbers_are_written_as_the_reader_writes_them() -> None:
    then = datetime(2026, 3, 2, 23, 5, tzinfo=UTC)
    with timezone.override("Asia/Shanghai"):
        with translation.override("en"):
            assert (day(then), moment(then)) == ("3 March 2026", "3 March 2026, 07:05")
        with translation.override("zh-hans"):
            assert (day(then), moment(then)) == ("2026年3月3日", "2026年3月3日 07:05")
    assert (day(None), moment(None), number(None)) == ("", "", "–")
    assert number(1234567) == "1,234,567"


def test_an_asset_carries_a_digest_of_its_content() -> None:
    assert asset("mark.svg").startswith("/static/mark.svg?v=")
    assert asset("no such file").endswith("?v=missing")
