"""Files as they were brought: outside every served folder, under random names."""

import hashlib
import secrets
from pathlib import Path

from django.conf import settings

from askwell.server.calls.models import Original


def originals_folder() -> Path:
    folder: Path = settings.ASKWELL.data_dir / "originals"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def store_original(name: str, data: bytes) -> Original:
    """Keep the bytes; ``name`` is only ever shown, never a path."""
    stored_name = secrets.token_hex(16)
    path = originals_folder() / stored_name
    path.write_bytes(data)
    path.chmod(0o600)
    shown = Path(name.replace("\\", "/")).name[:255] or "upload"
    return Original.objects.create(
        stored_name=stored_name, name=shown, size=len(data), sha256=hashlib.sha256(data).hexdigest()
    )


def read_original(original: Original) -> bytes:
    return (originals_folder() / original.stored_name).read_bytes()


def remove_original(original: Original) -> None:
    """Remove the file and its row; a file that is gone already is no fault."""
    (originals_folder() / original.stored_name).unlink(missing_ok=True)
    original.delete()
