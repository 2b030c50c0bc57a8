"""The wheel, and one frozen onedir build from it, made where nothing of the checkout can be imported.

Both locks are installed with their hashes: what ships, and what freezes it. A file that the wheel lacks is missing here too.
"""

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
PACKAGING: Final = ROOT / "packaging"
RUNTIME_LOCK: Final = PACKAGING / "locks" / "runtime.txt"
FREEZE_LOCK: Final = PACKAGING / "locks" / "freeze.txt"
# Every moment that a file keeps is this one, so that two builds are the same bytes.
EPOCH: Final = 1735689600


def make_wheel(target: Path) -> Path:
    """The wheel of this checkout."""
    target.mkdir(parents=True, exist_ok=True)
    environment = dict(os.environ, SOURCE_DATE_EPOCH=str(EPOCH))
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", target, ROOT]
    run(command, env=environment)
    return next(target.glob("*.whl"))


def make_environment(folder: Path, wheel: Path | None) -> Path:
    """A fresh environment with the locked packages and the wheel; returns its Python."""
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    for lock in (RUNTIME_LOCK, FREEZE_LOCK):
        run([python, "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", lock])
    if wheel is not None:
        run([python, "-m", "pip", "install", "--quiet", "--no-deps", wheel])
    return python


def freeze(python: Path, spec: Path, target: Path) -> Path:
    """The folder that a spec describes, under `target`."""
    target.mkdir(parents=True, exist_ok=True)
    environment = dict(os.environ, PYTHONHASHSEED="0", SOURCE_DATE_EPOCH=str(EPOCH))
    for name in ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE"):
        environment.pop(name, None)
    for path in (spec, *(spec.with_name(name) for name in ("trimming.py", "qt_signatures.py", "locales.txt"))):
        shutil.copy(path, target)
    places = ["--distpath", target / "dist", "--workpath", target / "work"]
    command = [python, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *places, target / spec.name]
    run(command, cwd=target, env=environment)
    return next((target / "dist").iterdir())


def size_of(folder: Path) -> int:
    """The bytes of all files of a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def run(command: Sequence[object], **options: object) -> None:
    """Run a command; its failure ends the build."""
    subprocess.run([str(part) for part in command], check=True, **options)  # type: ignore[call-overload]  # options of run
