"""Wheel, frozen onedir build, moved elsewhere, and its self-check: what freezes with exit 0 has proved nothing yet.

The build is made from the wheel in an environment of its own, so that a file that the wheel lacks is missing here too.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build" / "package"
LOCK = ROOT / "packaging" / "locks" / "develop.txt"


def main() -> int:
    """Build, and check the result where no checkout is near it."""
    shutil.rmtree(BUILD, ignore_errors=True)
    BUILD.mkdir(parents=True)
    wheel = make_wheel()
    python = make_environment(wheel)
    frozen = freeze(python)
    return check(frozen)


def make_wheel() -> Path:
    """The wheel of this checkout."""
    run([sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", BUILD, ROOT])
    return next(BUILD.glob("*.whl"))


def make_environment(wheel: Path) -> Path:
    """A fresh environment with the locked packages and the wheel."""
    folder = BUILD / "environment"
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    run([python, "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", LOCK])
    run([python, "-m", "pip", "install", "--quiet", "--no-deps", wheel])
    return python


def freeze(python: Path) -> Path:
    """The frozen program, built where nothing of the checkout can be imported."""
    environment = dict(os.environ, PYTHONHASHSEED="0", SOURCE_DATE_EPOCH="1735689600")
    environment.pop("PYTHONPATH", None)
    spec = BUILD / "readmission.spec"
    shutil.copy(ROOT / "packaging" / "readmission.spec", spec)
    places: list[str | Path] = ["--distpath", BUILD / "dist", "--workpath", BUILD / "work"]
    run([python, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *places, spec], cwd=BUILD, env=environment)
    return BUILD / "dist" / "readmission"


def check(frozen: Path) -> int:
    """Move the program away and let it check itself."""
    with tempfile.TemporaryDirectory() as folder:
        moved = Path(folder) / "elsewhere" / "readmission"
        shutil.copytree(frozen, moved, symlinks=True)
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run([moved / "readmission", "self-check"], env=environment, cwd=folder, check=False)
    size = sum(path.stat().st_size for path in frozen.rglob("*") if path.is_file() and not path.is_symlink())
    print(f"{frozen}: {size / 1e6:.0f} MB, self-check {'passed' if done.returncode == 0 else 'FAILED'}")
    return done.returncode


def run(command: list[str | Path], **options: object) -> None:
    """Run a command; its failure ends the build."""
    subprocess.run([str(part) for part in command], check=True, **options)  # type: ignore[call-overload]  # options of run


if __name__ == "__main__":
    sys.exit(main())
