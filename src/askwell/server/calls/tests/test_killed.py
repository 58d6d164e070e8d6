"""Processes killed in the middle: a call is there once or not at all, coded once, and nothing is left of a half."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import docx
import pytest

from askwell.server.serving import web_command, worker_command

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
ACT = f"""
import sys
import django
django.setup()
sys.path.insert(0, {str(Path(__file__).parent)!r})
import killed_processes
killed_processes.main()
"""
TALK = "Seller: How do you plan your routes today?\nBuyer: By hand, and it takes all morning.\n"
NOTHING = {
    "uploads": [],
    "calls": [],
    "revisions": 0,
    "codings": [],
    "turns agree": True,
    "units agree": True,
    "jobs": [],
    "files": 0,
    "originals": 0,
}
RECEIVED = NOTHING | {"uploads": ["waiting"], "jobs": ["read_upload running"], "files": 1, "originals": 1}
READ = RECEIVED | {
    "uploads": ["read"],
    "calls": ["coding"],
    "revisions": 1,
    "jobs": ["code_call running", "read_upload done"],
}
DONE = READ | {"calls": ["ready"], "codings": [True], "jobs": ["code_call done", "read_upload done"]}


def wait_until(condition: Callable[[], bool], seconds: float = 120) -> None:
    for _ in range(int(seconds * 20)):
        if condition():
            return
        time.sleep(0.05)
    pytest.fail("waited in vain")


@pytest.fixture
def run(process_environment: Mapping[str, str]) -> Callable[..., Any]:
    """``run("look")``: an act of ``killed_processes``, and what it says."""

    def run(*arguments: object) -> Any:
        command = [sys.executable, "-c", ACT, *map(str, arguments)]
        done = subprocess.run(command, env=process_environment, stdout=subprocess.PIPE, timeout=120, check=True)
        return json.loads(done.stdout)

    return run


@pytest.fixture
def kill_in(process_environment: Mapping[str, str], tmp_path: Path) -> Callable[..., None]:
    """``kill_in("receive_and_wait", path)``: an act, killed when it has come to where it waits."""

    def kill_in(*arguments: object) -> None:
        marker = tmp_path / "waiting"
        victim = subprocess.Popen(
            [sys.executable, "-c", ACT, *map(str, arguments), str(marker)], env=process_environment
        )
        try:
            wait_until(lambda: marker.exists() or victim.poll() is not None)
        finally:
            victim.kill()
            assert victim.wait() == -signal.SIGKILL

    return kill_in


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "routes.txt"
    path.write_text(TALK)
    return path


@pytest.mark.parametrize(
    ("kind", "half", "left"),
    [
        pytest.param("read_upload", "prepare", RECEIVED, id="reading"),
        pytest.param("read_upload", "keep", RECEIVED, id="keeping what was read"),
        pytest.param("code_call", "prepare", READ, id="coding"),
        pytest.param("code_call", "keep", READ, id="keeping the coding"),
    ],
)
def test_a_worker_is_killed(
    kind: str, half: str, left: object, run: Callable[..., Any], kill_in: Callable[..., None], talk: Path
) -> None:
    run("prepare", talk)
    kill_in("work_and_wait", kind, half)
    assert run("work_to_the_end") == [left, DONE]


def test_the_web_server_is_killed_between_the_file_and_its_row(
    run: Callable[..., Any], kill_in: Callable[..., None], talk: Path
) -> None:
    run("prepare")
    kill_in("receive_and_wait", talk)
    assert run("look") == NOTHING | {"files": 1}
    assert run("bring_again", talk)[-1] == DONE | {"files": 2}
    assert run("sweep_tomorrow") == DONE


def test_the_web_server_is_killed_while_it_receives(
    run: Callable[..., Any], process_environment: Mapping[str, str], tmp_path: Path
) -> None:
    signed_in = run("prepare")
    document, port = write_large_document(tmp_path / "routes.docx"), free_port()
    for part in (0.8, 1.0):
        with running(web_command("127.0.0.1", port), process_environment) as web:
            wait_until(lambda: answers(port))
            connection = send(document, signed_in, port, part)
            if part == 1:
                answer = connection.getresponse()
                assert (answer.status, answer.headers["Location"]) == (302, "/calls/uploads/")
            os.killpg(web.pid, signal.SIGKILL)
            connection.close()
        if part < 1:
            assert run("look") == NOTHING
            assert list(Path(process_environment["TMPDIR"]).iterdir()) == []
    with running(worker_command(), process_environment):
        assert run("wait_for_the_worker") == DONE


def test_when_the_whole_server_is_killed_it_can_be_started_again(process_environment: Mapping[str, str]) -> None:
    port = free_port()
    command = [sys.executable, "-m", "askwell.cli", "serve", "--port", str(port)]
    for _ in range(2):
        with running(command, process_environment, stdout=subprocess.PIPE) as server:
            wait_until(lambda: answers(port))
            server.kill()
            server.communicate(timeout=120)  # until web server and worker have let go of it too
            assert not answers(port)


def write_large_document(path: Path) -> Path:
    """A Word file with a picture, larger than the system would take in before the server asks for more."""
    document = docx.Document()
    for line in TALK.splitlines():
        document.add_paragraph(line)
    document.save(str(path))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/media/picture.png", os.urandom(18_000_000))
    return path


def send(document: Path, signed_in: dict[str, Any], port: int, part: float) -> HTTPConnection:
    """The first part of what the form sends, or all of it."""
    fields = {"team": signed_in["team"], "sale": "unknown", "csrfmiddlewaretoken": "c" * 32}
    body = b"".join(
        f'--edge\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    )
    head = f'--edge\r\nContent-Disposition: form-data; name="files"; filename="{document.name}"\r\n'
    body += (
        f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + document.read_bytes() + b"\r\n--edge--\r\n"
    )
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.putrequest("POST", "/calls/add/")
    connection.putheader("Cookie", f"sessionid={signed_in['session']}; csrftoken={'c' * 32}")
    connection.putheader("Content-Type", "multipart/form-data; boundary=edge")
    connection.putheader("Content-Length", str(len(body)))
    connection.endheaders()
    connection.send(body[: int(len(body) * part)])
    return connection


@contextmanager
def running(command: list[str], environment: Mapping[str, str], **more: int) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a group of its own, of which nothing is left afterwards."""
    process = subprocess.Popen(command, env=environment, start_new_session=True, **more)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def answers(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0
