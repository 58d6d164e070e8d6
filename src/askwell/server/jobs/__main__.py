"""``python -m askwell.server.jobs``: a worker, until SIGTERM or until the process that started it is gone."""

import os
import signal
import threading

import django


def main() -> None:
    """Do jobs; the step in hand is finished before leaving."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "askwell.server.settings")
    django.setup()
    from askwell.server.jobs.worker import run_worker  # noqa: PLC0415 - needs the apps to be loaded

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    threading.Thread(target=_stop_when_orphaned, args=(stop, os.getppid()), daemon=True).start()
    run_worker(stop)


def _stop_when_orphaned(stop: threading.Event, parent: int) -> None:
    while not stop.wait(2.0):
        if os.getppid() != parent:
            stop.set()


if __name__ == "__main__":
    main()
