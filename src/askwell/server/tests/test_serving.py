"""Web server and worker are watched together; real child processes, made-up commands."""

import sys
import threading
import time
from pathlib import Path

import pytest
from django.conf import settings

from askwell.server.accounts.models import Team, User
from askwell.server.accounts.roles import Role
from askwell.server.demo import PEOPLE, prepare_demo
from askwell.server.serving import first_user_token, watch, web_command

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]


def test_a_worker_that_dies_is_started_again_until_told_to_stop(tmp_path: Path) -> None:
    log, stop = tmp_path / "starts", threading.Event()
    dying = [sys.executable, "-c", f"open({str(log)!r}, 'a').write('started ')"]
    status: list[int] = []
    watcher = threading.Thread(target=lambda: status.append(watch(SLEEP, dying, stop, watch_seconds=0.05)))
    watcher.start()
    while not log.exists() or log.read_text().count("started") < 3:
        time.sleep(0.05)
    stop.set()
    watcher.join()
    assert status == [0]


def test_when_the_web_server_ends_by_itself_its_status_is_passed_on() -> None:
    fails = [sys.executable, "-c", "raise SystemExit(3)"]
    assert watch(fails, SLEEP, threading.Event(), watch_seconds=0.05) == 3


def test_the_web_server_has_threads_and_listens_where_told() -> None:
    command = web_command("127.0.0.1", 8123)
    assert command[command.index("--bind") + 1] == "127.0.0.1:8123"
    assert command[command.index("--threads") + 1] == str(settings.ASKWELL.threads)


@pytest.mark.django_db
def test_the_first_users_link_is_made_only_while_there_is_nobody() -> None:
    assert first_user_token()
    User.objects.create_user("ana@example.com", name="Ana")
    assert first_user_token() is None


@pytest.mark.django_db
def test_the_demo_can_be_prepared_twice() -> None:
    prepare_demo("the first password")
    addresses = prepare_demo("the second password")
    ana = User.objects.get(email="ana@example.com")
    assert addresses == [f"{name}@example.com" for name, *_rest in PEOPLE]
    assert ana.check_password("the second password")
    assert ana.roles_in(Team.objects.get()) == {Role.SELLER}
