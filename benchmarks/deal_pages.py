"""Pages over 10,000 deals, 50,000 people and 5,000 calls: server time and queries, and search over 1,000,000 turns.

Run: ``./dev bench deal_pages``, with another share of the rows behind it if need be. Each database is filled anew at a
hundredth of the size and at the whole: SQLite in a folder of its own and, where ``ASKWELL_BENCH_DATABASE`` names a
PostgreSQL server, a database made there and dropped again. One person at a time, in one process, everything warm.

The aims: lists, the page of a deal and search within 60 ms and 15 queries, and no query more where there is more that
is not shown.
"""

import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode

from _tables import print_table

SMALL = 0.01
WARM, TIMES = 3, 9
QUERIES_IN_ALL = 50
AIM_MS, AIM_QUERIES = 60, 15
HEADS = ("page", "who looks", "queries, few rows", "queries", "ms, few rows", "ms", "worst ms", "KB", "as aimed")
SEARCH_HEADS = (
    "database",
    "turns",
    "queries at most",
    "p50 ms",
    "p95 ms",
    "worst ms",
    "a word of nearly all calls, ms",
)
HEAD, SELLER = "the head of sales", "a seller"
FREQUENT = "the"


@dataclass(frozen=True)
class Page:
    """A page to ask for; ``aim`` where the aim is about it. ``paths`` are asked for in turn, ``fresh`` ones once."""

    name: str
    who: str
    paths: tuple[str, ...]
    aim: bool = False
    fresh: bool = False


@dataclass(frozen=True)
class Figures:
    """How a page did, in milliseconds; the number of queries is the most of several."""

    page: str
    who: str
    aim: bool
    queries: int
    middle: float
    worst: float
    kilobytes: float


@dataclass(frozen=True)
class Searched:
    """How search did over so many turns, in milliseconds."""

    turns: int
    queries: int
    p50: float
    p95: float
    worst: float
    frequent: float


def main() -> None:
    if sys.argv[1:2] == ["--fill"]:
        print(json.dumps(fill_and_measure(float(sys.argv[2]))))
        return
    whole = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    server = os.environ.get("ASKWELL_BENCH_DATABASE", "")
    searches = []
    for name, database in (("SQLite", ""), ("PostgreSQL", server)) if server else (("SQLite", ""),):
        few, many = (run(database, share) for share in (SMALL, whole))
        title = f"Pages on {name}: {many['deals']:,} deals, {many['people']:,} people, {many['calls']:,} calls"
        print_table(title, HEADS, [row(*pair) for pair in zip(few["pages"], many["pages"], strict=True)])
        searches += [(name, searched(one)) for one in (few, many)]
    print_table(
        f"Search, {QUERIES_IN_ALL} different queries in both languages", SEARCH_HEADS, [(n, *r) for n, r in searches]
    )


def row(few: dict[str, Any], many: dict[str, Any]) -> tuple[object, ...]:
    met = many["middle"] <= AIM_MS and many["queries"] <= AIM_QUERIES and many["queries"] <= few["queries"]
    told = ("yes" if met else "NO") if many["aim"] else ("" if many["queries"] <= few["queries"] else "more queries")
    times = tuple(round(each) for each in (few["middle"], many["middle"], many["worst"], many["kilobytes"]))
    return (many["page"], many["who"], few["queries"], many["queries"], *times, told)


def searched(one: dict[str, Any]) -> tuple[object, ...]:
    found = Searched(**one["search"])
    times = (round(each) for each in (found.p50, found.p95, found.worst, found.frequent))
    return (f"{found.turns:,}", found.queries, *times)


def run(database: str, share: float) -> dict[str, Any]:
    """Fill a fresh database in a process of its own and measure there."""
    with tempfile.TemporaryDirectory() as folder, fresh(database, Path(folder).name) as url:
        environment = {**os.environ, "ASKWELL_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "askwell.server.settings"}
        environment.pop("DATABASE_URL", None)
        if url:
            environment["DATABASE_URL"] = url
        command = [sys.executable, __file__, "--fill", str(share)]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


@contextmanager
def fresh(server: str, name: str) -> Iterator[str]:
    """The address of a PostgreSQL database made for this; empty for SQLite in the data directory."""
    if not server:
        yield ""
        return
    import psycopg
    from psycopg import sql

    named = sql.Identifier(f"askwell_{re.sub('[^a-z0-9]', '', name.lower())}")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(named))
        try:
            yield re.sub(r"(?<=[^/:]/)[^/?]*(?=\?|$)", named.as_string(connection).strip('"'), server, count=1)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(named))


def fill_and_measure(share: float) -> dict[str, Any]:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from _many_deals import Loader
    from django.utils import timezone

    from askwell.server.calls.models import Call
    from askwell.server.deals.models import Contact, Deal

    began = time.perf_counter()
    loaded = Loader(share, timezone.now()).load()
    print(f"filled in {time.perf_counter() - began:.0f} s", file=sys.stderr)
    browsers = {HEAD: signed_in(loaded.head), SELLER: signed_in(loaded.seller)}
    counts = {"deals": Deal.objects.count(), "people": Contact.objects.count(), "calls": Call.objects.count()}
    pages = [measure(page, browsers[page.who]) for page in pages_of(loaded)]
    found = search(loaded, browsers[HEAD])
    return {**counts, "pages": [asdict(page) for page in pages], "search": asdict(found)}


def signed_in(user: Any) -> Any:
    from django.test import Client

    browser = Client(headers={"host": "localhost"})
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def pages_of(loaded: Any) -> Iterable[Page]:
    """Every page, for whoever sees all there is; the lists for a seller too."""
    for who in (HEAD, SELLER):
        yield from lists(loaded, who)
    yield from deals(loaded)
    yield from around(loaded)


def lists(loaded: Any, who: str) -> Iterable[Page]:
    def listed(name: str, path: str, **asked: str) -> Page:
        return Page(name, who, (f"{path}?{urlencode(asked)}",), aim=True)

    company = loaded.measured[0].company
    yield listed("deals", "/deals/")
    yield listed("deals, the second page", "/deals/", after=later(loaded, who))
    narrow = {"state": "open", "stage": "evaluates", "currency": "GBP", "least": "20000"}
    yield listed("deals, narrowed by state, stage and amount", "/deals/", **narrow)
    yield listed("deals, open with nothing to do next", "/deals/", no_task="on")
    yield listed("deals, by words of the name", "/deals/", words=company.name[:6])
    yield listed("deals, by words nobody wrote", "/deals/", words="xylophone")
    yield listed("deals, by company", "/deals/", company=company.name[:6])
    yield listed("board", "/deals/board/")
    yield listed("board, narrowed by amount", "/deals/board/", currency="GBP", least="20000")
    yield listed("companies", "/companies/")
    yield listed("companies, by words", "/companies/", words=company.name[:6])
    yield listed("contacts", "/contacts/")
    yield listed("contacts, by words", "/contacts/", words="Helen")
    yield listed("tasks", "/deals/tasks/")
    yield listed("calls", "/calls/")
    yield listed("calls, narrowed by outcome and language", "/calls/", outcome="advance", lang="en")
    yield listed("calls, every moment of a code", "/calls/", code="implied_need")


def later(loaded: Any, who: str) -> str:
    """The place after the first page of the deals this person sees."""
    from askwell.server.deals.queries import DealFilter, deals_for

    return deals_for(loaded.head if who == HEAD else loaded.seller, DealFilter()).next_key


def deals(loaded: Any) -> Iterable[Page]:
    """The pages about one deal of three calls, several such deals in turn."""
    slugs = [deal.slug for deal in loaded.measured]

    def each(name: str, part: str = "", *, aim: bool = False, fresh: bool = False) -> Page:
        return Page(name, SELLER, tuple(f"/deals/{slug}/{part}" for slug in slugs), aim=aim, fresh=fresh)

    yield each("deal of three calls, the first visit, which reckons", fresh=True)
    yield each("deal of three calls", aim=True)
    plans = tuple(f"/deals/{deal.slug}/plan/{deal.plans.get().pk}/" for deal in loaded.measured)
    yield Page("plan, the first visit, which plans", SELLER, plans, fresh=True)
    yield Page("plan", SELLER, plans)
    yield each("a deal's objections", "objections/")
    yield each("a deal's tactic", "tactic/")
    yield each("signing", "signing/")
    yield each("follow-up", "follow-up/")
    yield each("kit", "kit/")
    yield each("edit a deal", "edit/")


def around(loaded: Any) -> Iterable[Page]:
    deal = loaded.measured[0]
    contact, call = deal.stakes.first().contact, deal.calls.first()
    yield Page("company", HEAD, (f"/companies/{deal.company.slug}/",))
    yield Page("contact", HEAD, (f"/contacts/{contact.slug}/",))
    for text in ("deals with no inside supporter", "哪些客户还没有明确需求", "price objections last month by rep"):
        yield Page(f"question: {text}", HEAD, (f"/deals/questions/?{urlencode({'q': text})}",))
    yield Page("forecast", HEAD, (f"/forecast/?{urlencode({'team': deal.team_id})}",))
    yield Page("objections of all deals", HEAD, ("/objections/",))
    yield Page("call of 200 turns", HEAD, (f"/calls/{call.slug}/",))
    yield Page("people", HEAD, ("/people/",))
    yield Page("person", HEAD, (f"/people/{loaded.seller.pk}/",))


def measure(page: Page, browser: Any) -> Figures:
    """The first answers are left out, but where they are what is asked about."""
    paths = page.paths
    if page.fresh:
        queries = count_queries(browser, paths[0])
        asked = [timed(browser, path) for path in paths[1:]]
    else:
        for i in range(max(WARM, len(paths))):
            ask(browser, paths[i % len(paths)])
        asked = [timed(browser, paths[i % len(paths)]) for i in range(TIMES)]
        queries = max(count_queries(browser, path) for path in paths)
    times = [one[0] for one in asked]
    print(f"{page.name}, {page.who}: {queries}, {median(times):.0f} ms", file=sys.stderr)
    kilobytes = asked[0][1] / 1000
    return Figures(page.name, page.who, page.aim, queries, median(times), max(times), kilobytes)


def timed(browser: Any, path: str) -> tuple[float, int]:
    """Milliseconds, and bytes."""
    began = time.perf_counter()
    size = len(ask(browser, path).content)
    return (time.perf_counter() - began) * 1000, size


def ask(browser: Any, path: str) -> Any:
    answer = browser.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path} answered {answer.status_code}")
    return answer


def count_queries(browser: Any, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        ask(browser, path)
    return len(queries)


def search(loaded: Any, browser: Any) -> Searched:
    """The words of the calls themselves, each equally often, with a code and without, alone and two together."""
    paths = [f"/calls/?{urlencode(asked)}" for asked in searches(loaded, random.Random(4))]
    for path in paths:
        ask(browser, path)
    times = sorted(median(timed(browser, path)[0] for _ in range(3)) for path in paths)
    queries = max(count_queries(browser, path) for path in paths)
    frequent = median(timed(browser, f"/calls/?{urlencode({'words': FREQUENT})}")[0] for _ in range(3))
    return Searched(loaded.turns, queries, median(times), quantiles(times, n=20)[18], times[-1], frequent)


def searches(loaded: Any, chance: random.Random) -> list[dict[str, str]]:
    """Queries over words, over two words, over a code and a word, and over a name, half of them Chinese."""
    asked = []
    for lang in ("en", "zh"):
        words, pairs, coded = vocabulary(lang)
        name = chance.choice(loaded.names[lang])
        asked += [{"words": word} for word in chance.sample(words, 10)]
        asked += [{"words": pair} for pair in chance.sample(pairs, 6)]
        asked += [{"words": word, "code": code} for word, code in chance.sample(coded, 8)]
        asked.append({"words": name})
    return asked


def vocabulary(lang: str) -> tuple[list[str], list[str], list[tuple[str, str]]]:
    """The words said in a language, neighbours among them, and words with the code of what they were said in."""
    from askwell.server.calls.models import Call
    from askwell.server.calls.moments import CODE_OF_NUMBER

    words, pairs, coded = set(), set(), set()
    for call in Call.objects.filter(lang=lang).order_by("pk")[:8]:
        texts = {turn.number: turn.text for turn in call.turns.all()}
        for text in texts.values():
            found = words_in(text, lang)
            words.update(found)
            pairs.update(" ".join(pair) for pair in pairwise(found))
        for unit in call.units.all():
            found = words_in(texts[unit.turn][unit.start : unit.end], lang)
            coded.update((word, CODE_OF_NUMBER[unit.code].value) for word in found)
    return sorted(words), sorted(pairs), sorted(coded)


def words_in(text: str, lang: str) -> Sequence[str]:
    """English words of some length; of Chinese, which has no spaces, what lies between the marks, cut into threes."""
    if lang == "en":
        return [word.lower() for word in re.findall(r"[A-Za-z]{4,}", text)]
    runs = re.findall(r"[\u4e00-\u9fff]{2,}", text)
    return [run[i : i + 3] for run in runs for i in range(0, len(run) - 1, 3)]


if __name__ == "__main__":
    main()
