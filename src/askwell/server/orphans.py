"""Processes that do not outlive the one that started them."""

import os
import sys
import threading
from collections.abc import Callable

WATCH_SECONDS = 2.0
OPTION = "--parent"


def parent_option() -> list[str]:
    """What to add to the command of a process that is to leave when this one is gone."""
    return [f"{OPTION}={os.getpid()}"]


def when_orphaned(leave: Callable[[], object]) -> None:
    """Call ``leave`` once the process that started this one is gone, however it went.

    That one says on the command line which it is (taken off here): it may be gone before anybody could look.
    """
    named = [argument for argument in sys.argv if argument.startswith(f"{OPTION}=")]
    sys.argv[:] = [argument for argument in sys.argv if argument not in named]
    parent = int(named[0].partition("=")[2]) if named else os.getppid()
    threading.Thread(target=_watch, args=(parent, leave), daemon=True).start()


def _watch(parent: int, leave: Callable[[], object]) -> None:
    pause = threading.Event()
    while os.getppid() == parent:
        pause.wait(WATCH_SECONDS)
    leave()
