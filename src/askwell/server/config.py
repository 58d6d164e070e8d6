"""Everything an operator may set, read once from the environment (``ASKWELL_...``) and checked as a whole."""

import os
import sys
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AliasChoices, BaseModel, BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

MEGABYTE = 1_000_000


def default_data_dir() -> Path:
    """The folder this platform keeps a user's program data in."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local")) / "Askwell"
    if sys.platform == "darwin":
        return Path.home() / "Library/Application Support/Askwell"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "askwell"


def comma_separated(value: object) -> object:
    """``a.example, b.example`` as it is written in the environment."""
    return tuple(filter(None, (part.strip() for part in value.split(",")))) if isinstance(value, str) else value


def chinese_as_zh_hans(value: object) -> object:
    """``zh`` as the interface names it."""
    return "zh-hans" if value == "zh" else value


class Limits(BaseModel, frozen=True):
    """What one request or one transcript may hold at most."""

    file_bytes: int = 20 * MEGABYTE
    files_a_request: int = 50
    characters: int = 2_000_000
    turns: int = 20_000
    turn_characters: int = 200_000
    speakers: int = 500
    calls_a_file: int = 100
    zip_entries: int = 1_000
    zip_unpacked_bytes: int = 100 * MEGABYTE
    zip_ratio: int = 100
    parse_seconds: int = 60
    parse_memory_bytes: int = 1024 * MEGABYTE


class Mail(BaseModel, frozen=True):
    """An SMTP server, for forgotten passwords; without one, an admin is shown a link to pass on, as for invitations."""

    host: str
    port: int = 587
    user: str = ""
    password: SecretStr = SecretStr("")
    tls: bool = True
    sender: str


class Config(BaseSettings):
    """All settings of the server. Nested ones are written ``ASKWELL_LIMITS__TURNS``."""

    model_config = SettingsConfigDict(
        env_prefix="ASKWELL_", env_nested_delimiter="__", frozen=True, populate_by_name=True, extra="ignore"
    )

    data_dir: Path = Field(default_factory=default_data_dir)
    database_url: str = Field(
        default="", validation_alias=AliasChoices("database_url", "ASKWELL_DATABASE_URL", "DATABASE_URL")
    )
    hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(comma_separated)] = ("localhost", "127.0.0.1", "[::1]")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    https: bool = False
    threads: int = Field(default=4, ge=1, le=64)
    web_processes: int = Field(default=2, ge=1, le=64)
    language: Annotated[Literal["en", "zh-hans"], BeforeValidator(chinese_as_zh_hans)] = "en"
    time_zone: str = "UTC"
    invitation_days: int = Field(default=14, ge=1)
    limits: Limits = Limits()
    mail: Mail | None = None

    @property
    def originals_dir(self) -> Path:
        """Where uploaded files are kept: outside every served folder."""
        return self.data_dir / "originals"

    @property
    def key_file(self) -> Path:
        return self.data_dir / "secret.key"
