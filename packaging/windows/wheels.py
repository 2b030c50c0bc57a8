"""The wheels for Windows that the locks name: fetched with their hashes, unpacked without what nobody needs."""

import sys
import zipfile
from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

from pe import imports

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from freeze import PACKAGING, run

LOCK: Final = PACKAGING / "locks" / "windows.txt"
TEST_LOCK: Final = PACKAGING / "locks" / "windows-test.txt"

# What no program of ours can reach; the specification of the freeze leaves out the same.
_LEFT_OUT: Final = (
    "*.dist-info/*",
    "*.data/scripts/*",
    "numpy/*/tests/*",
    "numpy/tests/*",
    "numpy/f2py/*",
    "numpy/distutils/*",
    "numpy/*.lib",
    "numpy/*/*.a",
    "numpy/*/include/*",
    "sqlalchemy/testing/*",
    "lxml/objectify*",
    "lxml/includes/*",
    "lxml/html/*",
    "oscrypto/*",
    "*.pyi",
    "*.pyx",
    "*.pxd",
    "*.h",
)
_QT_MODULES: Final = ("QtCore", "QtGui", "QtWidgets")
_QT_PLUGINS: Final = (
    "platforms/qwindows.dll",
    "platforms/qoffscreen.dll",
    "styles/qmodernwindowsstyle.dll",
    "imageformats/qico.dll",
    "imageformats/qjpeg.dll",
    "imageformats/qsvg.dll",
    "iconengines/qsvgicon.dll",
)


def fetch(lock: Path, target: Path) -> list[Path]:
    """All wheels of a lock, for 64-bit Windows and Python 3.11."""
    target.mkdir(parents=True, exist_ok=True)
    wanted = ["--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp", "--abi", "cp311", "--abi", "abi3"]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:"]
    run([*command, *wanted, "--dest", target, "--requirement", lock])
    return sorted(target.glob("*.whl"))


def unpack(wheel: Path, target: Path, leave_out: Iterable[str] = _LEFT_OUT, only: str = "*") -> None:
    """The files of a wheel, without some or only some, by patterns."""
    with zipfile.ZipFile(wheel) as opened:
        patterns = tuple(leave_out)
        names = [name for name in opened.namelist() if fnmatch(name, only)]
        opened.extractall(target, [name for name in names if not any(fnmatch(name, one) for one in patterns)])


def trim_qt(site: Path, modules: Iterable[str] = _QT_MODULES) -> None:
    """Keep of PySide6 the modules, the plug-ins and, again and again, each library of its folder that one of these asks for."""
    folder = site / "PySide6"
    kept = {folder / f"{name}.pyd" for name in modules} | {folder / "plugins" / name for name in _QT_PLUGINS}
    waiting = list(kept)
    present = {path.name.lower(): path for path in folder.glob("*.dll")}
    while waiting:
        for name in imports(waiting.pop()):
            path = present.get(name)
            if path is not None and path not in kept:
                kept.add(path)
                waiting.append(path)
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path not in kept and not (path.suffix == ".py" and path.parent in {folder, folder / "support"}):
            path.unlink()
