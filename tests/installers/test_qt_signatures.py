"""The frozen window reads the signatures of Qt's classes when something asks for them, and not at each start."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import shiboken6
from freeze import PACKAGING

LAY_OUT = """
import sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])
from trimming import lay_out_signatures, read_signatures_late

lay_out_signatures(Path(sys.argv[2]))
read_signatures_late(Path(sys.argv[2]), Path(sys.argv[1]) / "qt_signatures.py")
"""
ASK = """
import builtins
import sys

from PySide6.QtWidgets import QApplication, QLabel

print(builtins.__import__.__name__ == "__feature_import__", "shibokensupport.signature.own_loader" in sys.modules)
application = QApplication([])
try:
    QLabel().setText(1)
except TypeError as error:
    print(str(error).splitlines()[-1].strip())
print("shibokensupport.signature.own_loader" in sys.modules)
"""


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    """The libraries of a folder as a frozen program has it; laying it out writes beside an installed library, so that is a copy."""
    folder = tmp_path / "frozen"
    for place in (tmp_path / "installed", folder / "_internal"):
        shutil.copytree(Path(shiboken6.__file__).parent, place / "shiboken6")
    python(tmp_path / "installed", LAY_OUT, str(PACKAGING), str(folder))
    return folder / "_internal"


def python(libraries: Path, code: str, *arguments: str) -> list[str]:
    environment = os.environ | {"PYTHONPATH": str(libraries), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout.splitlines()


def test_signatures_are_read_at_the_first_wrong_call_and_not_before(frozen: Path) -> None:
    assert python(frozen, ASK) == ["False False", "PySide6.QtWidgets.QLabel.setText(arg__1: str, /)", "True"]
