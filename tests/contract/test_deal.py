"""``askwell deal`` as a user meets it: a process, its files, its messages, its exit status."""

import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from askwell.schemas import schema_text

DEALS = files("askwell.samples") / "deals"
ENGLISH, CHINESE = DEALS / "en-brackwell.json", DEALS / "zh-haisheng.json"
STATE = Draft202012Validator(json.loads(schema_text("deal_state")))
LEAST = {"schema": "askwell.deal/1", "id": "d", "today": "2026-06-10"}


def askwell(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "askwell.cli", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("states")
    done = askwell("deal", ENGLISH, CHINESE, "--out", folder / "all.jsonl", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "all.jsonl"


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_what_deal_writes_is_valid_by_the_published_schema_in_input_order(states: Path) -> None:
    found = read(states)
    assert [state["id"] for state in found] == ["brackwell-line-service", "haisheng-mes"]
    for state in found:
        STATE.validate(state)


def test_the_samples_show_a_whole_state(states: Path) -> None:
    for state in read(states):
        assert state["sale"]["size"] == "major"
        assert state["value"]["leans"] == "buy"
        assert all(people for people in state["flower"]["petals"].values())
        assert state["advances"][-1]["outcome"] == "advance"
        assert state["tactic"]["name"] != "unknown"


def test_a_need_of_the_samples_is_known_again_in_the_next_call(states: Path) -> None:
    needs = [need for state in read(states) for need in state["needs"]]
    assert any(len({anchor["call"] for anchor in need["evidence"]}) > 1 for need in needs)


def test_the_same_deals_give_the_same_bytes(states: Path, tmp_path: Path) -> None:
    done = askwell("deal", ENGLISH, CHINESE, cwd=tmp_path)
    assert done.stdout == states.read_text("utf-8")


def test_calls_coded_before_give_the_same_state(states: Path, tmp_path: Path) -> None:
    data = json.loads(CHINESE.read_text("utf-8"))
    calls = tmp_path / "calls.jsonl"
    calls.write_text("".join(json.dumps(item) + "\n" for item in data["conversations"]), "utf-8")
    coded = askwell("code", calls, "--out", "-", cwd=tmp_path).stdout.splitlines()
    (tmp_path / "deal.json").write_text(json.dumps(data | {"conversations": [json.loads(line) for line in coded]}))
    done = askwell("deal", "deal.json", cwd=tmp_path)
    assert json.loads(done.stdout) == read(states)[1]


def test_one_json_file_holds_one_deal_and_a_folder_one_file_an_id(tmp_path: Path) -> None:
    lines = json.dumps(LEAST | {"id": "../王总 1"}) + "\n" + json.dumps(LEAST) + "\n"
    (tmp_path / "deals.jsonl").write_text(lines, "utf-8")
    done = askwell("deal", "deals.jsonl", "--out", "x.json", cwd=tmp_path)
    assert (done.returncode, "x.json: holds one deal" in done.stderr) == (2, True)
    assert not (tmp_path / "x.json").exists()
    assert askwell("deal", "deals.jsonl", "--out", "out", cwd=tmp_path).returncode == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["..%2F%E7%8E%8B%E6%80%BB%201.json", "d.json"]
    (tmp_path / "one.json").write_text(json.dumps(LEAST, indent=2))
    assert askwell("deal", "one.json", "--out", "x.json", cwd=tmp_path).returncode == 0
    STATE.validate(json.loads((tmp_path / "x.json").read_text("utf-8")))


def test_bad_deals_are_named_and_the_good_ones_written(tmp_path: Path) -> None:
    talk = {"id": "a", "turns": [{"speaker": "boss", "text": "?"}]}
    bad = [LEAST | {"id": "b", "today": "soon"}, LEAST | {"id": "c", "conversations": [talk]}]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(item) + "\n" for item in [LEAST, *bad, LEAST]))
    (tmp_path / "empty.json").write_bytes(b"")
    done = askwell("deal", "in.jsonl", "empty.json", "missing.json", "--out", "x.jsonl", cwd=tmp_path)
    assert done.returncode == 2
    faults = done.stderr.splitlines()
    assert faults[0].startswith("in.jsonl:line 2, today: must be a day such as 2026-03-05")
    assert faults[1].startswith("in.jsonl:line 3, conversations[0].turns[0].speaker: must be one of seller, buyer")
    assert faults[2] == "in.jsonl: id 'd' occurs twice in this run"
    assert faults[3] == "empty.json:byte 0: the file is empty"
    assert faults[4].startswith("missing.json: ")
    assert [state["id"] for state in read(tmp_path / "x.jsonl")] == ["d"]


@pytest.mark.method("M37")
def test_a_deceptive_source_is_refused_on_the_command_line(tmp_path: Path) -> None:
    facts = [{"text": "Dear.", "source": "planted_mole"}]
    (tmp_path / "deal.json").write_text(json.dumps(LEAST | {"rivals": [{"name": "R", "facts": facts}]}))
    done = askwell("deal", "deal.json", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("deal.json:rivals[0].facts[0].source: Not allowed: ")


def test_where_nothing_can_be_read_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("{")
    for out in ("x.json", "x.jsonl", "folder"):
        assert askwell("deal", "bad.json", "--out", out, cwd=tmp_path).returncode == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.json"]


def test_control_characters_in_a_fault_never_reach_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "deal.json").write_text(json.dumps(LEAST | {"lang": "\x1b[31m"}))
    assert "\x1b" not in askwell("deal", "deal.json", cwd=tmp_path).stderr
