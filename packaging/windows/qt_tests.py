"""The window's own tests under Windows: a copy of the test build with pytest, the tests and Qt's test module in it.

`qt_tests.py TARGET` writes `TARGET/with-tests`, whose `pytest.exe` takes pytest's arguments; `PLATFORM=windows` in the
environment shows the windows (Wine hands no variable of Qt on). It is never packed.
"""

import shutil
import sys
from pathlib import Path
from typing import Final

from pe import compile_program
from wheels import LOCK, TEST_LOCK, fetch, trim_qt, unpack

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from freeze import ROOT

HERE: Final = Path(__file__).resolve().parent
# A workbook is read in a process of its own, which is this program started once more; and a test starts a Python with `-c`.
# Offscreen, Qt has the fonts of the folder that is named here.
_START: Final = """import os
import sys

sys.frozen = True
inside = os.path.dirname(os.path.abspath(__file__))
os.add_dll_directory(os.path.join(inside, "packages", "PySide6"))
os.chdir(os.path.join(os.path.dirname(inside), "tests-root"))
os.environ["QT_QPA_PLATFORM"] = os.environ.get("PLATFORM", "offscreen")
os.environ["QT_QPA_FONTDIR"] = os.path.join(os.environ["SystemRoot"], "Fonts")
if sys.argv[1:] == ["--read-answers"]:
    from readmission.sheets.child import main
elif sys.argv[1:2] == ["-c"]:
    def main():
        exec(sys.argv[2], {"__name__": "__main__"})
else:
    from pytest import main

if __name__ == "__main__":
    sys.exit(main())
"""
_SETTINGS: Final = (
    "[pytest]\naddopts = --import-mode=importlib -p no:cacheprovider\npythonpath = tests\n"
    "qt_api = pyside6\nmarkers = slow: longer\n"
)


def main() -> int:
    """Copy the build, and add what its tests need."""
    target = Path(sys.argv[1]).resolve()
    copy = target / "with-tests"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(target / "readmission", copy)
    site = copy / "_internal" / "packages"
    qt = next(path for path in fetch(LOCK, target / "wheels") if path.name.startswith("pyside6_essentials"))
    shutil.rmtree(site / "PySide6")
    unpack(qt, site)
    trim_qt(site, ("QtCore", "QtGui", "QtWidgets", "QtTest"))
    for wheel in fetch(TEST_LOCK, target / "wheels-test"):
        if not wheel.name.startswith(("panda3d", "typing_extensions", "colorama", "pygments")):
            # pytest finds its plug-ins by what is written beside the packages.
            unpack(wheel, site, ())
    (copy / "_internal" / "start-pytest.py").write_text(_START, encoding="ascii")
    root = copy / "tests-root"
    shutil.copytree(ROOT / "tests", root / "tests", ignore=shutil.ignore_patterns("__pycache__"))
    # A test that starts a Python does it where a checkout has its source.
    (root / "desktop").mkdir()
    (root / "pytest.ini").write_text(_SETTINGS, encoding="ascii")
    compile_program(HERE / "launcher.c", copy / "pytest.exe", "-mconsole")
    print(copy)
    return 0


if __name__ == "__main__":
    sys.exit(main())
