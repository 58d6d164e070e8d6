"""Fixtures of every test of the server."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from askwell.server.accounts.models import User
from askwell.server.testing import Cast, Clock, make_cast


@pytest.fixture(autouse=True)
def _own_data_dir(settings: Settings, tmp_path: Path) -> None:
    """Files of a test go into its own folder; passwords are hashed quickly."""
    settings.ASKWELL = settings.ASKWELL.model_copy(update={"data_dir": tmp_path / "data"})
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def cast(db: None) -> Cast:  # noqa: ARG001 - asks for the database
    """Ana, Ben, Finn, Cleo, Dana, Adam, Chen and Eve, see ``askwell.server.testing``."""
    return make_cast()


@pytest.fixture
def clock() -> Clock:
    """A clock the test moves."""
    return Clock()


@pytest.fixture
def signed_in_as() -> Callable[[User], Client]:
    """``signed_in_as(cast.ana)`` is a browser in which Ana is signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
