"""``--thorough``: the slower coder, by its name; what it needs is named where it is missing."""

import json
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner

from askwell.cli import main
from askwell.coding import coders, trained

CALL = "Seller: How many pumps do you run?\nBuyer: Twelve, and two of them leak.\n"


@pytest.fixture
def call(tmp_path: Path) -> Path:
    path = tmp_path / "pumps.txt"
    path.write_text(CALL, "utf-8")
    return path


def test_code_and_review_work_with_the_thorough_coder(call: Path, tmp_path: Path) -> None:
    for out in ("one.json", "two.json"):
        done = CliRunner().invoke(
            main, ["code", str(call), "--seller", "Seller", "--thorough", "--out", str(tmp_path / out)]
        )
        assert (done.exit_code, done.output) == (0, "")
    coded = (tmp_path / "one.json").read_bytes()
    assert coded == (tmp_path / "two.json").read_bytes()
    version = json.loads((files("askwell.coding") / "models/card.json").read_text("utf-8"))["version"]
    assert json.loads(coded)["model"] == f"askwell-thorough/{version}"
    assert CliRunner().invoke(main, ["review", str(call), "--seller", "Seller", "--thorough"]).exit_code == 0


@pytest.mark.parametrize("command", [["code", "--out", "-"], ["review"]])
def test_it_says_what_to_install(call: Path, command: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trained, "find_spec", lambda _: None)
    coders.thorough_coder.cache_clear()
    done = CliRunner().invoke(main, [*command, str(call), "--thorough"])
    assert (done.exit_code, done.stderr) == (
        2,
        "--thorough needs a package that is not here: pip install sentencepiece\n",
    )
