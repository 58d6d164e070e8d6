"""Files as they were brought: outside every served folder, under random names."""

import hashlib
import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from askwell.server.calls.models import Original

ORPHAN_SECONDS = 24 * 3600


def originals_folder() -> Path:
    folder: Path = settings.ASKWELL.originals_dir
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def shown_name(name: str) -> str:
    """A file's name as it is shown; it is never a path."""
    printable = "".join(char for char in name.replace("\\", "/") if char.isprintable())
    return Path(printable).name[:255] or "upload"


def store_original(data: bytes) -> Original:
    """Keep the bytes, readable by the server alone."""
    stored_name = secrets.token_hex(16)
    path = originals_folder() / stored_name
    path.touch(mode=0o600)
    path.write_bytes(data)
    return Original.objects.create(stored_name=stored_name, size=len(data), sha256=hashlib.sha256(data).hexdigest())


def read_original(original: Original) -> bytes:
    return (originals_folder() / original.stored_name).read_bytes()


def remove_original(original: Original) -> None:
    """Remove the row, and the file once that is certain; a file that is gone already is no fault."""
    path = originals_folder() / original.stored_name
    original.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def remove_orphans(now: datetime) -> int:
    """Remove files without a row, left behind where a process was killed in the middle; says how many."""
    known = set(Original.objects.values_list("stored_name", flat=True))
    too_young = now.timestamp() - ORPHAN_SECONDS
    orphans = [
        path for path in originals_folder().iterdir() if path.name not in known and path.stat().st_mtime < too_young
    ]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)
