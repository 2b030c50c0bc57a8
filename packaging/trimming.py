"""What a frozen program of ours leaves out: what no window of ours shows, what speaks to networks, and whatever only that needed.

And what is laid beside it so that it starts sooner: the signatures of Qt's classes, compiled, and read when they are asked for.

Used by the specs, inside PyInstaller.
"""

import os
import py_compile
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, Final

from PyInstaller.depend import bindepend

# An entry of PyInstaller's lists: its place in the folder, its source, its kind.
Entry = tuple[str, str, str]

# No network: what fetches certificates or speaks to servers in a library of ours is not there to be called.
EXCLUDED: Final = [
    *("PySide6.QtNetwork", "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtOpenGL", "PySide6.QtDBus", "PySide6.QtTest"),
    *("requests", "oscrypto", "lxml.objectify", "lxml.html", "numpy.f2py", "numpy.testing", "numpy.distutils"),
    *("tkinter", "readline", "curses", "_curses", "sqlite3", "pydoc", "unittest", "lib2to3"),
    *("PyInstaller", "setuptools", "pip", "pytest", "hypothesis", "IPython"),
]
# A desktop theme of its own brings forty libraries; the others serve screens and networks that we do not use.
_UNWANTED: Final = (
    *("*/platformthemes/*gtk3*", "*/plugins/tls/*", "*/plugins/networkinformation/*", "*/plugins/generic/*"),
    *("*/plugins/egldeviceintegrations/*", "*/plugins/sqldrivers/*", "*/plugins/qmltooling/*", "PySide6/Qt/translations/*"),
    *(f"*/platforms/libq{name}*" for name in ("eglfs", "linuxfb", "vnc", "vkkhr", "minimal")),
    *(f"*/plugins/*/libq{name}*" for name in ("gif", "tiff", "webp", "pdf", "icns", "tga", "wbmp")),
    # The same on Windows, where plug-ins have other names, and OpenGL in software.
    *(f"*/platforms/q{name}.dll" for name in ("direct2d", "minimal")),
    *(f"*/plugins/*/q{name}.dll" for name in ("gif", "tiff", "webp", "pdf", "icns", "tga", "wbmp")),
    *("PySide6/opengl32sw.dll", "PySide6/translations/*"),
)


def trim(analysis: Any, languages: set[str]) -> None:
    """Leave out of an analysis what is not wanted; of Babel's languages keep these."""
    kept = [entry for entry in analysis.binaries if _wanted(entry, languages)]
    # From Windows itself nothing is collected that could go again.
    analysis.binaries = kept if sys.platform == "win32" else _needed(kept)
    present = {place for place, _, _ in analysis.binaries} | {Path(place).name for place, _, _ in analysis.binaries}
    # A link to a library that went is left out with it.
    analysis.datas = [
        entry for entry in analysis.datas if _wanted(entry, languages) and (entry[2] != "SYMLINK" or entry[1] in present)
    ]


def strip(folder: Path) -> None:
    """Take the symbols out of the libraries of a frozen folder."""
    # A library that a wheel has moved and rewritten (a folder *.libs) would not load any more; the self-check loads the others.
    for library in sorted(folder.rglob("*.so*")):
        if library.is_file() and not library.is_symlink() and not library.parent.name.endswith(".libs"):
            subprocess.run(["strip", "--strip-unneeded", library], check=True)


def lay_out_signatures(folder: Path) -> None:
    """Put the modules that Qt's packages carry inside a library, as text that is compiled at each start, beside it compiled."""
    import shiboken6  # noqa: PLC0415 - there where a program is frozen, and not where this is only read

    # The packages' own way: SBK_EMBED=0 makes the folder, and a folder that is there is used.
    subprocess.run([sys.executable, "-c", "import PySide6.QtCore"], check=True, env={**os.environ, "SBK_EMBED": "0"})
    written = Path(shiboken6.__file__).parent / "files.dir"
    inside = _signatures(folder)
    for source in sorted(written.rglob("*.py")):
        place = source.relative_to(written)
        (inside / place).parent.mkdir(parents=True, exist_ok=True)
        _compile(source, place, inside)


def read_signatures_late(folder: Path, loader: Path) -> None:
    """Let another loader stand in the place of the one that reads all signatures at each start, and find that one when it is needed."""
    own = _signatures(folder) / "shibokensupport" / "signature" / "loader.pyc"
    own.rename(own.with_name("own_loader.pyc"))
    _compile(loader, own.relative_to(_signatures(folder)).with_suffix(".py"), _signatures(folder))


def _signatures(folder: Path) -> Path:
    return folder / "_internal" / "shiboken6" / "files.dir"


def _compile(source: Path, place: Path, inside: Path) -> None:
    target = (inside / place).with_suffix(".pyc")
    unchecked = py_compile.PycInvalidationMode.UNCHECKED_HASH
    py_compile.compile(str(source), str(target), dfile=place.as_posix(), doraise=True, invalidation_mode=unchecked)


def _wanted(entry: Entry, languages: set[str]) -> bool:
    place = Path(entry[0])
    if place.parent.name == "locale-data":
        return place.stem in languages
    return not any(fnmatch(place.as_posix(), pattern) for pattern in _UNWANTED)


def _needed(binaries: list[Entry]) -> list[Entry]:
    """The binaries that something kept asks for: a library of the system goes with the last plug-in that needed it."""
    waiting = [source for place, source, kind in binaries if _is_root(place, kind)]
    reached: set[str] = set()
    while waiting:
        path = waiting.pop()
        if path not in reached:
            reached.add(path)
            waiting += [found for _, found in bindepend.get_imports(path) if found]
    names = {Path(path).name for path in reached}
    return [entry for entry in binaries if Path(entry[0]).name in names]


def _is_root(place: str, kind: str) -> bool:
    in_a_package = "/" in place and not place.startswith("PySide6/Qt/lib/")
    return in_a_package or kind == "EXTENSION" or place.startswith("libpython")
