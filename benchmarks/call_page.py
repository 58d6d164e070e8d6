"""The page of a call of an hour, from a real server: first byte, drawn in chromium, queries.

Run: ``./dev bench call_page``. The aims: first byte within 0.5 s, drawn within 2.5 s, fewer than 30 queries.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from statistics import median
from typing import Any

from _long_calls import CHINESE, ENGLISH, Size, long_call
from _tables import print_table

HEADS = ("call", "turns", "units", "page KB", "queries", "first byte s, worst", "whole page s", "painted s", "loaded s")
TIMES = 7
PAINTED = """() => {
  const paints = performance.getEntriesByType("paint").map((each) => each.startTime);
  return [Math.max(...paints), performance.getEntriesByType("navigation")[0].loadEventEnd];
}"""


@dataclass(frozen=True)
class Served:
    """A coded call, and the session of its owner."""

    lang: str
    path: str
    turns: int
    units: int
    queries: int
    session: str


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"ASKWELL_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "askwell.server.settings"}
        os.environ.pop("DATABASE_URL", None)
        calls = prepare()
        with serving() as port:
            rows = [measure(call, port) for call in calls]
    print_table("The page of a call of an hour", HEADS, rows)


def prepare() -> list[Served]:
    """The calls, brought and coded in a fresh database."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from askwell.server.testing import make_cast

    cast = make_cast()
    return [serve_call(size, cast) for size in (ENGLISH, CHINESE)]


def serve_call(size: Size, cast: Any) -> Served:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from askwell.server.calls.page_testing import coded_call

    call = coded_call(cast.ana, cast.team, long_call(size))
    browser = Client(headers={"host": "localhost"})
    browser.force_login(cast.ana, backend="allauth.account.auth_backends.AuthenticationBackend")
    browser.get("/calls/")
    path = f"/calls/{call.slug}/"
    with CaptureQueriesContext(connection) as queries:
        status = browser.get(path).status_code
    if status != 200:
        raise SystemExit(f"{path} answered {status}")
    session = browser.cookies["sessionid"].value
    return Served(size.lang, path, call.turns_count, call.units.count(), len(queries), session)


@contextmanager
def serving() -> Iterator[int]:
    """The web server as ``askwell serve`` starts it, on a free port."""
    from askwell.server.serving import web_command

    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    server = subprocess.Popen(web_command("127.0.0.1", port), env=os.environ)
    try:
        while not answers(port):
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait()


def answers(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


def measure(call: Served, port: int) -> tuple[object, ...]:
    """Both web processes are warm first; of several requests the median and the worst are told."""
    asked = [ask(call, port) for _ in range(TIMES + 4)][4:]
    first, whole = [times[0] for times in asked], [times[1] for times in asked]
    painted, loaded = draw(call, port)
    kilobytes = round(asked[0][2] / 1000)
    firsts = f"{median(first):.2f}, {max(first):.2f}"
    return (call.lang, call.turns, call.units, kilobytes, call.queries, firsts, median(whole), painted, loaded)


def ask(call: Served, port: int) -> tuple[float, float, int]:
    """Seconds to the first byte and to the last, and the bytes."""
    connection = HTTPConnection("127.0.0.1", port)
    began = time.perf_counter()
    connection.request("GET", call.path, headers={"Cookie": f"sessionid={call.session}", "Host": "localhost"})
    answer = connection.getresponse()
    first = time.perf_counter() - began
    size = len(answer.read())
    return first, time.perf_counter() - began, size


def draw(call: Served, port: int) -> tuple[object, object]:
    """Median seconds from the click to the last first paint, and to the load event, each in a fresh browser profile."""
    if shutil.which("chromium") is None:
        return "no chromium", ""
    from playwright.sync_api import sync_playwright

    painted, loaded = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for _ in range(TIMES):
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            context.add_cookies([{"name": "sessionid", "value": call.session, "url": f"http://127.0.0.1:{port}"}])
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{port}{call.path}", wait_until="load")
            page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length > 0")
            paint, load = page.evaluate(PAINTED)
            painted.append(paint / 1000)
            loaded.append(load / 1000)
            context.close()
        browser.close()
    return median(painted), median(loaded)


if __name__ == "__main__":
    main()
