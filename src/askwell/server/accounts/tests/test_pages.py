"""The pages of people and teams, as each person meets them."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from auditlog.models import LogEntry
from django.test import Client
from django.utils import timezone

from askwell.server.accounts import actions
from askwell.server.accounts.models import Invitation, Team, User
from askwell.server.accounts.roles import Role
from askwell.server.testing import Cast

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def test_a_stranger_is_sent_to_sign_in_and_finds_no_way_to_register() -> None:
    client = Client()
    assert client.get("/team/").headers["Location"] == "/sign-in/?next=/team/"
    assert "By invitation only" in client.get("/sign-up/").text
    facts = {"email": "x@example.com", "password1": "long enough to pass", "password2": "long enough to pass"}
    client.post("/sign-up/", facts)
    assert not User.objects.exists()


def test_signing_in_needs_the_right_password(cast: Cast) -> None:
    cast.ana.set_password("long enough to pass")
    cast.ana.save()
    client = Client()
    wrong = client.post("/sign-in/", {"login": "ana@example.com", "password": "not the one"})
    assert wrong.status_code == 200
    assert "_auth_user_id" not in client.session
    right = client.post("/sign-in/", {"login": "Ana@example.com", "password": "long enough to pass"})
    assert right.status_code == 302
    assert client.session["_auth_user_id"] == str(cast.ana.pk)


def test_the_first_user_founds_a_team_in_the_browser(now: datetime) -> None:
    token = actions.invite_first_user(now)
    client = Client()
    page = f"/invitation/{token}/"
    assert "Team name" in client.get(page).text
    weak = client.post(page, {"team_name": "North", "name": "Fay", "email": "fay@example.com", "password": "short"})
    assert weak.status_code == 422
    assert not User.objects.exists()
    facts = {"team_name": "North", "name": "Fay", "email": "fay@example.com", "password": "long enough to pass"}
    assert client.post(page, facts).status_code == 302
    assert "North" in client.get("/team/").text
    assert Client().get(page).status_code == 404


def test_an_admin_invites_and_the_link_is_shown_once(cast: Cast, signed_in_as: SignIn) -> None:
    admin = signed_in_as(cast.adam)
    admin.post(f"/team/{cast.team.pk}/invite/", {"role": "seller", "email": ""})
    first, second = admin.get("/team/").text, admin.get("/team/").text
    link = re.search(r"http://testserver(/invitation/[\w-]+/)", first)
    assert link
    assert link[1] not in second
    guest = Client()
    guest.post(link[1], {"name": "Fay", "email": "fay@example.com", "password": "long enough to pass"})
    assert User.objects.get(email="fay@example.com").roles_in(cast.team) == {Role.SELLER}


def test_a_signed_in_user_joins_another_team_by_its_link(cast: Cast, signed_in_as: SignIn, now: datetime) -> None:
    _invitation, token = actions.invite(cast.team, Role.COACH, now=now, days=1)
    chen = signed_in_as(cast.chen)
    assert "Join North" in chen.get(f"/invitation/{token}/").text
    chen.post(f"/invitation/{token}/")
    assert cast.chen.roles_in(cast.team) == {Role.COACH}


def test_an_address_with_an_account_is_told_to_sign_in_first(cast: Cast, now: datetime) -> None:
    _invitation, token = actions.invite(cast.team, Role.COACH, now=now, days=1)
    facts = {"name": "Ana", "email": "ANA@example.com", "password": "long enough to pass"}
    answer = Client().post(f"/invitation/{token}/", facts)
    assert answer.status_code == 422
    assert "has an account already" in answer.text
    assert Invitation.objects.get().accepted_at is None


def test_an_admin_withdraws_a_link(cast: Cast, signed_in_as: SignIn, now: datetime) -> None:
    invitation, token = actions.invite(cast.team, Role.COACH, now=now, days=1)
    signed_in_as(cast.adam).post(f"/team/{cast.team.pk}/invitations/{invitation.pk}/revoke/")
    assert Client().get(f"/invitation/{token}/").status_code == 404


def test_an_admin_cannot_touch_another_teams_people(cast: Cast, signed_in_as: SignIn, now: datetime) -> None:
    invitation, _token = actions.invite(cast.other_team, Role.COACH, now=now, days=1)
    admin = signed_in_as(cast.adam)
    mine = f"/team/{cast.team.pk}"
    assert admin.post(f"{mine}/members/{cast.chen.pk}/roles/", {"roles": ["seller"]}).status_code == 404
    assert admin.post(f"{mine}/members/{cast.chen.pk}/password-link/").status_code == 404
    assert admin.post(f"{mine}/invitations/{invitation.pk}/revoke/").status_code == 404


def test_the_last_admin_is_told_why_they_stay(cast: Cast, signed_in_as: SignIn) -> None:
    admin = signed_in_as(cast.adam)
    answer = admin.post(f"/team/{cast.team.pk}/members/{cast.adam.pk}/roles/", {"roles": ["seller"]}, follow=True)
    assert "A team needs an admin" in answer.text
    assert cast.adam.roles_in(cast.team) == {Role.ADMIN}


def test_a_password_link_works_once(cast: Cast, signed_in_as: SignIn) -> None:
    admin = signed_in_as(cast.adam)
    admin.post(f"/team/{cast.team.pk}/members/{cast.ana.pk}/password-link/")
    link = re.search(r"http://testserver(/password/new/[^\"]+)", admin.get("/team/").text)
    assert link
    ana = Client()
    form = ana.get(link[1], follow=True)
    here = form.redirect_chain[-1][0]
    ana.post(here, {"password1": "a new and long one", "password2": "a new and long one"})
    cast.ana.refresh_from_db()
    assert cast.ana.check_password("a new and long one")
    assert "has been used" in Client().get(link[1], follow=True).text


def test_the_profile_keeps_name_language_and_time_zone(cast: Cast, signed_in_as: SignIn) -> None:
    ana = signed_in_as(cast.ana)
    ana.post("/profile/", {"name": "Ana L.", "language": "zh-hans", "time_zone": "Asia/Shanghai"})
    cast.ana.refresh_from_db()
    assert (cast.ana.name, cast.ana.language, cast.ana.time_zone) == ("Ana L.", "zh-hans", "Asia/Shanghai")
    assert '<html lang="zh-Hans"' in ana.get("/profile/").text
    assert ana.post("/profile/", {"name": "", "language": "xx"}).status_code == 422


def test_language_and_theme_can_be_chosen_before_signing_in() -> None:
    client = Client()
    client.post("/preferences/", {"language": "zh-hans", "theme": "dark"})
    page = client.get("/sign-in/").text
    assert '<html lang="zh-Hans" data-theme="dark">' in page


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_choosing_a_language_never_leads_elsewhere(address: str) -> None:
    answer = Client().post("/preferences/", {"language": "en", "next": address})
    assert answer.headers["Location"] == "/"


def test_a_name_with_markup_is_shown_as_text(cast: Cast, signed_in_as: SignIn) -> None:
    User.objects.filter(pk=cast.ana.pk).update(name="<script>alert(1)</script>")
    Team.objects.filter(pk=cast.team.pk).update(name='"><img src=x>')
    page = signed_in_as(cast.adam).get("/team/").text
    assert "<script>alert" not in page
    assert "<img src=x>" not in page


def test_the_history_of_people_holds_no_password(cast: Cast) -> None:
    cast.ana.set_password("long enough to pass")
    cast.ana.name = "Ana L."
    cast.ana.save()
    entry = LogEntry.objects.get_for_object(cast.ana).first()
    assert entry
    assert entry.changes == {"name": ["Ana", "Ana L."]}
