"""Settings an operator may set, the key, and the address of the database."""

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from askwell.server.config import Config
from askwell.server.database import database_settings
from askwell.server.secret import secret_key


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in {
        "ASKWELL_DATA_DIR": str(tmp_path),
        "ASKWELL_HOSTS": "askwell.example, localhost",
        "ASKWELL_LIMITS__TURNS": "7",
        "ASKWELL_MAIL__HOST": "mail.example",
        "ASKWELL_MAIL__SENDER": "askwell@example.com",
        "DATABASE_URL": "postgresql:///askwell",
    }.items():
        monkeypatch.setenv(name, value)
    config = Config()
    assert config.hosts == ("askwell.example", "localhost")
    assert config.limits.turns == 7
    assert config.mail
    assert config.mail.sender == "askwell@example.com"
    assert config.database_url == "postgresql:///askwell"
    assert config.originals_dir == tmp_path / "originals"


def test_every_wrong_setting_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKWELL_PORT", "high")
    monkeypatch.setenv("ASKWELL_THREADS", "0")
    with pytest.raises(ValidationError) as caught:
        Config()
    assert {error["loc"][0] for error in caught.value.errors()} == {"port", "threads"}


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "data" / "secret.key"
    key = secret_key(path)
    assert len(key) > 50
    assert secret_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret.key"]


def test_without_an_address_the_database_is_a_file_in_the_data_directory(tmp_path: Path) -> None:
    found = database_settings("", tmp_path)
    assert found["NAME"] == str(tmp_path / "askwell.sqlite3")
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_postgresql_address_is_read_in_full(tmp_path: Path) -> None:
    found = database_settings("postgresql://ana:p%40ss@db.example:5433/calls?sslmode=require", tmp_path)
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == ("ana", "p@ss", "db.example", "5433")
    assert (found["NAME"], found["OPTIONS"]) == ("calls", {"sslmode": "require"})


@given(st.sampled_from(["mysql://x/y", "http://x", "askwell.sqlite3"]))
def test_any_other_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="DATABASE_URL"):
        database_settings(url, Path())
