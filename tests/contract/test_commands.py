"""The commands as a user meets them: a process, its files, its messages, its exit status."""

import json
import subprocess
import sys
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from askwell.schemas import NAMES, schema_text

SAMPLE = files("askwell.samples") / "zh-checkup-film-printer.json"
ENGLISH = files("askwell.samples") / "en-route-planning-phone.json"
SCHEMAS = {name: json.loads(schema_text(name)) for name in NAMES}


def askwell(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "askwell.cli", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def conversation(name: str, *texts: str, **more: object) -> dict[str, object]:
    turns = [{"speaker": ("seller", "buyer")[i % 2], "text": text} for i, text in enumerate(texts)]
    return {"schema": "askwell.conversation/1", "id": name, "turns": turns, **more}


def write_lines(path: Path, *items: object) -> Path:
    path.write_text("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items), "utf-8")
    return path


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("coded")
    done = askwell("code", SAMPLE, ENGLISH, "--out", folder / "all.jsonl", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "all.jsonl"


def test_what_code_writes_is_valid_by_the_published_schema(coded: Path) -> None:
    validator = Draft202012Validator(SCHEMAS["coded"])
    for line in coded.read_text("utf-8").splitlines():
        validator.validate(json.loads(line))


def test_input_order_is_kept_and_the_conversation_is_as_read(coded: Path) -> None:
    lines = [json.loads(line) for line in coded.read_text("utf-8").splitlines()]
    assert [line["conversation"] for line in lines] == [
        json.loads(path.read_text("utf-8")) for path in (SAMPLE, ENGLISH)
    ]


def test_units_obey_the_contract(coded: Path) -> None:
    for line in coded.read_text("utf-8").splitlines():
        data = json.loads(line)
        places = [(unit["turn"], unit["start"], unit["end"]) for unit in data["units"]]
        assert places == sorted(places)
        for (turn, _, end), (next_turn, next_start, _) in pairwise(places):
            assert (turn, end) <= (next_turn, next_start)
        spoken = {i for i, turn in enumerate(data["conversation"]["turns"]) if turn["text"]}
        assert spoken == {turn for turn, _, _ in places}


def test_the_same_input_gives_the_same_bytes(coded: Path, tmp_path: Path) -> None:
    askwell("code", SAMPLE, ENGLISH, "--out", tmp_path / "again.jsonl", cwd=tmp_path)
    assert (tmp_path / "again.jsonl").read_bytes() == coded.read_bytes()


def test_dash_writes_lines_and_a_folder_one_file_an_id(tmp_path: Path) -> None:
    calls = write_lines(tmp_path / "in.jsonl", conversation("../王总 1", "Hello"), conversation("b", "你好"))
    assert len(askwell("code", calls, "--out", "-", cwd=tmp_path).stdout.splitlines()) == 2
    assert askwell("code", calls, "--out", "out", cwd=tmp_path).returncode == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["..%2F%E7%8E%8B%E6%80%BB%201.json", "b.json"]


def test_one_json_file_holds_one_call(tmp_path: Path) -> None:
    calls = write_lines(tmp_path / "in.jsonl", conversation("a", "Hello"), conversation("b", "Hello"))
    done = askwell("code", calls, "--out", "x.json", cwd=tmp_path)
    assert done.returncode == 2
    assert "x.json: holds one call" in done.stderr
    assert not (tmp_path / "x.json").exists()


def test_bad_inputs_are_named_and_the_good_ones_written(tmp_path: Path) -> None:
    good, bad = conversation("a", "Hello"), {"id": "b", "turns": [{"speaker": "nobody", "text": "?"}]}
    calls = write_lines(tmp_path / "in.jsonl", good, bad, good)
    (tmp_path / "empty.txt").write_bytes(b"")
    done = askwell("code", calls, "empty.txt", "missing.vtt", "--out", "x.jsonl", cwd=tmp_path)
    assert done.returncode == 2
    faults = done.stderr.splitlines()
    assert "in.jsonl:line 2, turns[0].speaker: must be one of seller, buyer, unknown" in faults[0]
    assert "id 'a' occurs twice" in faults[1]
    assert faults[2].startswith("empty.txt:")
    assert faults[3].startswith("missing.vtt:")
    assert [json.loads(line)["id"] for line in (tmp_path / "x.jsonl").read_text().splitlines()] == ["a"]


def test_unknown_keys_null_values_and_given_turns_are_kept(tmp_path: Path) -> None:
    given = conversation("a", "  two  spaces ", "", title=None, mood="x", participants=[])
    given["turns"].append({"speaker": "unknown", "text": "𝒜strål 🙂?", "colour": [1, {"a": None}]})  # type: ignore[attr-defined]
    calls = write_lines(tmp_path / "in.jsonl", given)
    done = askwell("code", calls, "--out", "-", cwd=tmp_path)
    assert json.loads(done.stdout)["conversation"] == given


def test_a_seller_named_on_the_command_line_settles_the_sides(tmp_path: Path) -> None:
    (tmp_path / "call.txt").write_text("Ana: How many lines do you run?\nBob: Four.\n", "utf-8")
    done = askwell("code", "call.txt", "--seller", "ana", "--out", "-", cwd=tmp_path)
    assert [turn["speaker"] for turn in json.loads(done.stdout)["conversation"]["turns"]] == ["seller", "buyer"]
    done = askwell("code", "call.txt", "--seller", "Zoe", "--out", "-", cwd=tmp_path)
    assert done.returncode == 2
    assert "Zoe" in done.stderr


def test_a_call_can_be_reviewed_from_either_form(coded: Path, tmp_path: Path) -> None:
    from_coded = write_lines(tmp_path / "one.json", json.loads(coded.read_text("utf-8").splitlines()[0]))
    text = askwell("review", from_coded, cwd=tmp_path)
    assert text.returncode == 0
    assert text.stdout == askwell("review", SAMPLE, cwd=tmp_path).stdout
    assert askwell("review", SAMPLE, "--lang", "en", "--html", "x.html", cwd=tmp_path).returncode == 0
    assert "<html" in (tmp_path / "x.html").read_text("utf-8")


def test_a_coding_evaluated_against_itself_agrees(coded: Path, tmp_path: Path) -> None:
    done = askwell("evaluate", coded, coded, cwd=tmp_path)
    assert done.returncode == 0
    assert "2 conversations on both sides" in done.stdout


def test_the_worst_errors_are_listed_on_request(coded: Path, tmp_path: Path) -> None:
    lines = [json.loads(line) for line in coded.read_text("utf-8").splitlines()]
    wrong = next(unit for unit in lines[1]["units"] if unit["code"] == "situation_question")
    wrong |= {"code": "problem_question", "p": 0.9999}
    changed = write_lines(tmp_path / "changed.jsonl", *lines)
    done = askwell("evaluate", coded, changed, "--errors", "5", cwd=tmp_path)
    assert done.returncode == 0
    assert "gold situation_question, predicted problem_question at p 0.9999" in done.stdout
    assert "Worst errors" not in askwell("evaluate", coded, changed, cwd=tmp_path).stdout
    assert askwell("evaluate", coded, changed, "--errors", "-1", cwd=tmp_path).returncode == 2


@pytest.mark.parametrize(
    "command", [("schema", "nothing"), ("method", "M99"), ("evaluate", "no", "no"), ("review", "no")]
)
def test_what_is_not_there_is_said_in_one_line(command: tuple[str, ...], tmp_path: Path) -> None:
    done = askwell(*command, cwd=tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_control_characters_never_reach_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("Ana: \x1b[31mred\x07\nBob: fine\n", "utf-8")
    done = askwell("review", "x.txt", cwd=tmp_path)
    assert "\x1b" not in done.stdout + done.stderr
