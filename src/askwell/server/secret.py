"""The key that signs sessions and links: made once, readable by its owner alone."""

import os
import secrets
from pathlib import Path


def secret_key(path: Path) -> str:
    """Read the key in ``path``; make it (mode 600, its folder 700) when there is none yet."""
    try:
        return path.read_text("ascii")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    return _keep_first(fresh, path)


def _keep_first(fresh: Path, path: Path) -> str:
    """Two processes may start at once: the link that succeeds first decides the key for both."""
    try:
        path.hardlink_to(fresh)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return path.read_text("ascii")
