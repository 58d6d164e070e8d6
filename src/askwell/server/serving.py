"""``askwell serve`` and ``askwell demo``: the web server and its worker, started, watched and stopped together."""

import os
import secrets
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence

import click
import django
from django.core.management import call_command
from pydantic import ValidationError

from askwell.server.config import default_data_dir
from askwell.server.orphans import parent_option

WATCH_SECONDS = 1.0
STOP_SECONDS = 15.0
RESTART_PAUSES = 2


def serve(host: str | None = None, port: int | None = None) -> None:
    """Bring the database up to date, print the first user's link if there is nobody yet, and serve until stopped."""
    prepare_database()
    host, port = listening_on(host, port)
    address = f"http://{host}:{port}"
    click.echo(f"Askwell 善问: {address}")
    if token := first_user_token():
        click.echo(f"For the first user (works once, for one day): {address}/invitation/{token}/")
    serve_until_stopped(host, port)


def demo(host: str | None = None, port: int | None = None) -> None:
    """Serve with a demo team and sample calls, beside and never in one's own data; prints how to sign in."""
    os.environ.setdefault("ASKWELL_DATA_DIR", str(default_data_dir() / "demo"))
    prepare_database()
    from askwell.server.demo import prepare_demo  # noqa: PLC0415 - needs the apps to be loaded

    host, port = listening_on(host, port)
    password = secrets.token_urlsafe(9)
    addresses = prepare_demo(password)
    click.echo(f"Askwell 善问: http://{host}:{port}\nPassword of all: {password}\nSign in as: {', '.join(addresses)}")
    serve_until_stopped(host, port)


def listening_on(host: str | None, port: int | None) -> tuple[str, int]:
    """The address and port given, or the configured ones."""
    from django.conf import settings  # noqa: PLC0415 - needs the settings module to be named

    return host or settings.ASKWELL.host, port or settings.ASKWELL.port


def prepare_database() -> None:
    """Load the apps and apply what is missing in the database; a wrong setting ends the run with its name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "askwell.server.settings")
    try:
        django.setup()
    except ValidationError as error:
        wrong = (
            f"ASKWELL_{'__'.join(str(part).upper() for part in one['loc'])}: {one['msg']}" for one in error.errors()
        )
        click.echo("\n".join(wrong), err=True)
        sys.exit(2)
    call_command("migrate", verbosity=0, interactive=False)


def first_user_token() -> str | None:
    """The token of the first user's link; None once there is a user."""
    from django.utils import timezone  # noqa: PLC0415 - needs the settings

    from askwell.server.accounts.actions import invite_first_user  # noqa: PLC0415 - needs the apps to be loaded

    return invite_first_user(timezone.now())


def web_command(host: str, port: int) -> list[str]:
    """The command of the web server."""
    from django.conf import settings  # noqa: PLC0415 - needs the settings module to be named

    options = {
        "bind": f"{host}:{port}",
        "workers": settings.ASKWELL.web_processes,
        "threads": settings.ASKWELL.threads,
        "worker-class": "gthread",
        "graceful-timeout": 10,
        "log-level": "warning",
    }
    flags = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    return [
        sys.executable,
        "-m",
        "askwell.server.web",
        *parent_option(),
        "--no-control-socket",
        *flags,
        "askwell.server.wsgi:application",
    ]


def worker_command() -> list[str]:
    """The command of the worker."""
    return [sys.executable, "-m", "askwell.server.jobs", *parent_option()]


def serve_until_stopped(host: str, port: int) -> None:
    """Run web server and worker until SIGTERM or Ctrl+C; exits with the web server's status if that ends by itself."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    status = watch(web_command(host, port), worker_command(), stop)
    if status:
        raise SystemExit(status)


def watch(
    web_command: Sequence[str],
    worker_command: Sequence[str],
    stop: threading.Event,
    watch_seconds: float = WATCH_SECONDS,
) -> int:
    """Keep both running, starting the worker again whenever it dies; returns the web server's exit status."""
    web, worker = _start(web_command), _start(worker_command)
    try:
        while web.poll() is None and not stop.wait(watch_seconds):
            if worker.poll() is not None:
                click.echo("The worker stopped; starting it again.", err=True)
                stop.wait(RESTART_PAUSES * watch_seconds)  # one that cannot start must not keep the machine busy
                worker = _start(worker_command)
        return 0 if stop.is_set() else web.returncode
    finally:
        _end(web, worker)


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """A child in its own session, so that Ctrl+C reaches it once, through us."""
    return subprocess.Popen(command, start_new_session=True)  # noqa: S603 - our own commands


def _end(*children: subprocess.Popen[bytes]) -> None:
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
