"""Fixtures of every test of the server."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.utils import translation
from playwright.sync_api import Browser, ConsoleMessage, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from askwell.server.accounts.models import User
from askwell.server.testing import Cast, Clock, make_cast

OpenPage = Callable[..., Page]
# From the first browser test on, Playwright's loop runs in the tests' thread; Django would take it for async code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(autouse=True)
def _own_data_dir(settings: Settings, tmp_path: Path) -> None:
    """Files of a test go into its own folder; passwords are hashed quickly."""
    settings.ASKWELL = settings.ASKWELL.model_copy(update={"data_dir": tmp_path / "data"})
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _own_language(settings: Settings) -> Iterator[None]:
    """A page leaves its language behind in the thread; no test begins with that of the one before."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


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


@pytest.fixture
def process_environment(tmp_path: Path) -> dict[str, str]:
    """The environment of a process on the test's own PostgreSQL database, or on a SQLite file: none shares memory."""
    if connection.vendor == "sqlite":
        url = f"sqlite:///{tmp_path / 'test.sqlite3'}"
    else:
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    own = {"ASKWELL_DATA_DIR": str(tmp_path / "data"), "DATABASE_URL": url, "TMPDIR": str(scratch)}
    return {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "askwell.server.settings"}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's chromium; without the sandbox, because tests may run as root in a container."""
    return {**browser_type_launch_args, "executable_path": shutil.which("chromium"), "args": ["--no-sandbox"]}


@pytest.fixture
def open_page(live_server: LiveServer, browser: Browser) -> Iterator[OpenPage]:
    """``open_page("/team/", user, locale="zh-CN", width=390, color_scheme="dark")``: a page as this person sees it.

    Its console errors, refusals of the Content-Security-Policy among them, are in ``page.console_errors``.
    """
    contexts = []

    def open_page(path: str, user: User | None = None, width: int = 1440, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, base_url=live_server.url, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        if user:
            context.add_cookies([session_cookie(user, live_server.url)])
        page = context.new_page()
        vars(page)["console_errors"] = []
        page.on("console", lambda told: note_error(page, told))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def note_error(page: Page, told: ConsoleMessage) -> None:
    """Keep an error of the page beside it."""
    if told.type == "error":
        vars(page)["console_errors"].append(told.text)


def session_cookie(user: User, url: str) -> Any:
    """The cookie of a session in which this person is signed in."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """``axe(page)``: what axe-core finds on the page that is serious or critical."""
    script = Path(__file__).parents[3] / "frontend/node_modules/axe-core/axe.min.js"
    if not script.is_file():
        pytest.skip("axe-core is not installed: python scripts/assets.py")
    source = script.read_text("utf-8")

    def axe(page: Page) -> list[str]:
        page.evaluate(source)
        found = page.evaluate("axe.run()")["violations"]
        return [
            f"{each['id']}: {node['target']}"
            for each in found
            if each["impact"] in {"serious", "critical"}
            for node in each["nodes"]
        ]

    return axe
