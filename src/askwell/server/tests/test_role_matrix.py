"""Every route of the URL table answers every person as the written matrix says."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from askwell.server.accounts.models import User
from askwell.server.role_matrix import OUTSIDERS, PEOPLE, Row, matrix, matrix_objects, public_routes, routes
from askwell.server.testing import Cast
from askwell.server.urls import urlpatterns

ROWS = matrix()
EVERYBODY = (*PEOPLE.values(), *OUTSIDERS)


def answer(row: Row, client: Client, cast: Cast) -> HttpResponse:
    objects = matrix_objects(cast)
    address = reverse(row.route, kwargs={name: objects[made] for name, made in row.kwargs.items()})
    data = {**row.data, **{name: objects[made] for name, made in row.made.items()}}
    return client.post(address, data) if row.method == "post" else client.get(address, data)


def test_every_route_is_in_the_matrix_or_public() -> None:
    assert sorted(set(routes(urlpatterns)) - {row.route for row in ROWS} - public_routes()) == []


def test_the_matrix_names_no_route_that_is_not_there() -> None:
    assert sorted(({row.route for row in ROWS} | public_routes()) - set(routes(urlpatterns))) == []


def test_no_row_is_public_and_none_is_written_twice() -> None:
    assert not {row.route for row in ROWS} & public_routes()
    assert len({row.name for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
@pytest.mark.parametrize("person", EVERYBODY)
def test_each_person_gets_what_the_matrix_says(
    row: Row, person: str, cast: Cast, signed_in_as: Callable[[User], Client]
) -> None:
    assert answer(row, signed_in_as(cast.everybody()[person]), cast).status_code == row.expected[person]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_whoever_is_not_signed_in_is_sent_to_sign_in(row: Row, cast: Cast) -> None:
    got = answer(row, Client(), cast)
    assert got.status_code == 302
    assert got.headers["Location"].startswith(reverse("account_login"))
