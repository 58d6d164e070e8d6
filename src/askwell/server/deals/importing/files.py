"""The files of an import beside the originals: the table as read, the plan, the rows refused, one JSON value a line.

Their names tell whose they are, so that a step done again writes the same file and leaves none behind.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from askwell.server.calls.models import Original
from askwell.server.calls.originals import originals_folder, remove_original
from askwell.server.deals.models.importing import Import

ROWS, PLAN, REFUSED = "rows", "plan", "refused"


def path_for(brought: Import, what: str) -> Path:
    """Where a file of an import lies, readable by the server alone."""
    path = originals_folder() / f"import-{brought.pk}-{what}"
    path.touch(mode=0o600)
    return path


def keep_file(brought: Import, what: str) -> Original:
    """Let the file of an import be known, so that nobody takes it for one a killed process left."""
    path = path_for(brought, what)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    known = {"size": path.stat().st_size, "sha256": digest}
    kept, _made = Original.objects.update_or_create(stored_name=path.name, defaults=known)
    return kept


def drop_files(brought: Import, *names: str) -> None:
    """Remove these files of an import: any of ``brought``, ``rows``, ``plan``, ``refused``."""
    files = [file for name in names if (file := getattr(brought, name)) is not None]
    Import.objects.filter(pk=brought.pk).update(**dict.fromkeys(names))
    for name in names:
        setattr(brought, name, None)
    for file in files:
        remove_original(file)


def lines_of(file: Original, at: int = 0) -> Iterator[tuple[int, Any]]:
    """What stands in a file from byte ``at`` on, each with the byte after it."""
    with (originals_folder() / file.stored_name).open("rb") as lines:
        lines.seek(at)
        for line in lines:
            at += len(line)
            yield at, json.loads(line)


def append(path: Path, at: int, values: list[Any]) -> int:
    """Write behind byte ``at``, whatever a step that was not finished left there; says where the file ends then."""
    added = "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values).encode()
    with path.open("r+b") as file:
        file.truncate(at)
        file.seek(at)
        file.write(added)
    return at + len(added)
