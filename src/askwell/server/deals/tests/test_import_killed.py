"""A worker killed in the middle of an import: what is kept is whole steps, and nothing is doubled when it goes on."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
ACT = f"""
import sys
import django
django.setup()
sys.path.insert(0, {str(Path(__file__).parent)!r})
import killed_imports
killed_imports.main()
"""


@pytest.fixture
def run(process_environment: Mapping[str, str]) -> Callable[..., Any]:
    """``run("look")``: an act of ``killed_imports``, and what it says."""

    def run(*arguments: object) -> Any:
        command = [sys.executable, "-c", ACT, *map(str, arguments)]
        done = subprocess.run(command, env=process_environment, stdout=subprocess.PIPE, timeout=120, check=True)
        return json.loads(done.stdout)

    return run


@pytest.mark.parametrize("half", ["prepare", "keep"])
def test_a_worker_is_killed_and_another_goes_on(
    run: Callable[..., Any], process_environment: Mapping[str, str], tmp_path: Path, half: str
) -> None:
    run("prepare")
    marker = tmp_path / "waiting"
    command = [sys.executable, "-c", ACT, "stop_in_third_step", half, str(marker)]
    victim = subprocess.Popen(command, env=process_environment)
    for _ in range(1200):
        if marker.exists() or victim.poll() is not None:
            break
        time.sleep(0.05)
    victim.kill()
    assert victim.wait() == -signal.SIGKILL
    assert run("look") == {"contacts": 193, "companies": 20, "ids": 193, "state": "importing"}
    assert run("go_on") == {"contacts": 484, "companies": 50, "ids": 484, "state": "done"}
    assert run("refused") == [n + 2 for n in range(500) if n % 33 == 0]
