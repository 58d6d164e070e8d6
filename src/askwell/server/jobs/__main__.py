"""``python -m askwell.server.jobs``: a worker, until SIGTERM or until the process that started it is gone."""

import os
import signal
import threading

import django

from askwell.server.orphans import when_orphaned


def main() -> None:
    """Do jobs; the step in hand is finished before leaving."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "askwell.server.settings")
    django.setup()
    from askwell.server.jobs.worker import run_worker  # noqa: PLC0415 - needs the apps to be loaded

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    when_orphaned(stop.set)
    run_worker(stop)


if __name__ == "__main__":
    main()
