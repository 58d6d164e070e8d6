"""Files in and out for the shells: bytes are read here, nothing half-written is ever left behind."""

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from askwell.coding.coded import CodedConversation
from askwell.coding.coded_json import coded_from_json, coded_to_json, coded_to_line
from askwell.coding.notation import read_coded_text
from askwell.transcript.conversation import Conversation
from askwell.transcript.draft import LOSSES
from askwell.transcript.errors import BadInput
from askwell.transcript.limits import Limits
from askwell.transcript.notices import notice_text
from askwell.transcript.read import read_conversations


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a person may say about the files they bring."""

    lang: str | None = None
    sellers: tuple[str, ...] = ()
    format: str | None = None


def read_bytes(path: Path) -> bytes:
    """The whole file; a missing, unreadable or oversized one is bad input."""
    limit = Limits().file_bytes
    try:
        if path.stat().st_size > limit:
            raise BadInput(f"is larger than {limit // 1_000_000} MB", place=f"byte {limit}", file=str(path))
        return path.read_bytes()
    except OSError as error:
        raise BadInput(error.strerror or "cannot be read", file=str(path)) from error


def conversations_in(
    paths: Iterable[Path],
    options: ReadOptions,
    report: Callable[[BadInput], None],
    note: Callable[[str], None] = lambda _: None,
) -> Iterable[Conversation]:
    """Every conversation that can be read, in order; each fault, and each id met twice, goes to ``report``.

    What of a file is not in its conversation, or not as it stood, goes to ``note``.
    """
    seen: set[str] = set()
    for path in paths:
        for item in _read_file(path, options, note):
            if isinstance(item, BadInput):
                report(item)
            elif item.id in seen:
                report(BadInput(f"id {item.id!r} occurs twice in this run", file=str(path)))
            else:
                seen.add(item.id)
                yield item


def _read_file(path: Path, options: ReadOptions, note: Callable[[str], None]) -> list[Conversation | BadInput]:
    try:
        found = read_conversations(
            read_bytes(path), path.name, format=options.format, lang=options.lang, sellers=options.sellers
        )
    except BadInput as error:
        return [error]
    lost = [notice for item in found if not isinstance(item, BadInput) for notice in item[1].counts if notice in LOSSES]
    for notice in dict.fromkeys(lost):
        note(f"{path}: {notice_text(notice, 'en')}")
    return [item.in_file(str(path)) if isinstance(item, BadInput) else item[0] for item in found]


def coded_in(path: Path) -> list[CodedConversation]:
    """The coded conversations of a ``.json``, ``.jsonl`` or ``.txt`` file, or of every such file in a folder, by name.

    A ``.txt`` file is the plain-text notation of coded talk; its name is the id where it gives none.
    """
    if path.is_dir():
        names = sorted(item for item in path.iterdir() if item.suffix in {".json", ".jsonl", ".txt"})
        return [coded for item in names for coded in coded_in(item)]
    text = read_bytes(path).decode("utf-8-sig", errors="replace")
    if path.suffix == ".txt":
        return [_noted(text, path)]
    lines = text.splitlines() if path.suffix == ".jsonl" else [text]
    return [
        _coded(line, str(path), f"line {number}" if path.suffix == ".jsonl" else "")
        for number, line in enumerate(lines, 1)
        if line.strip()
    ]


def _noted(text: str, path: Path) -> CodedConversation:
    try:
        return read_coded_text(text, path.stem)
    except BadInput as error:
        raise error.in_file(str(path)) from error


def is_coded(path: Path) -> bool:
    """Whether a file says it is ``askwell.coded/1`` near its beginning."""
    try:
        with path.open("rb") as file:
            return b"askwell.coded/1" in file.read(4096)
    except OSError:
        return False


def _coded(text: str, file: str, line: str) -> CodedConversation:
    try:
        return coded_from_json(json.loads(text))
    except json.JSONDecodeError as error:
        raise BadInput(f"is not JSON: {error.msg}", place=line or f"line {error.lineno}", file=file) from error
    except RecursionError as error:
        raise BadInput("is nested too deeply", place=line, file=file) from error
    except BadInput as error:
        place = ":".join(part for part in (line, error.place) if part)
        raise BadInput(error.message, place=place, file=file) from error


def write_coded(coded: Sequence[CodedConversation], out: Path) -> None:
    """Write to ``X.json`` (exactly one), ``X.jsonl`` (one a line) or a folder (``<id>.json``)."""
    if out.suffix == ".jsonl":
        write_text(out, "".join(coded_to_line(item) + "\n" for item in coded))
    elif out.suffix == ".json":
        write_text(out, _pretty(coded[0]))
    else:
        for item in coded:
            write_text(out / f"{safe_name(item.id)}.json", _pretty(item))


def safe_name(conversation_id: str) -> str:
    """An id as a file name: every character outside ``A-Za-z0-9._-`` percent-encoded as UTF-8."""
    return quote(conversation_id, safe="").replace("~", "%7E")


def write_text(path: Path, text: str) -> None:
    write_bytes(path, text.encode())


def write_bytes(path: Path, data: bytes) -> None:
    """Write whole or not at all: to a temporary file beside it, then in its place."""
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".askwell-", delete=False) as file:
            temporary = Path(file.name)
            file.write(data)
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise BadInput(error.strerror or "cannot be written", file=str(path)) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _pretty(coded: CodedConversation) -> str:
    return json.dumps(coded_to_json(coded), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
