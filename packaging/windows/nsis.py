"""The installer with questions, built once: setup.nsi and what it is told from outside."""

import subprocess
from pathlib import Path
from typing import Final

from freeze import ROOT

_SCRIPT: Final = Path(__file__).resolve().with_name("setup.nsi")


def build_setup(payload: Path, target: Path, *, label: str, version: str, publisher: str) -> None:
    """The installer without a kit, which installs nothing; two builds are the same bytes."""
    numbers = version.partition("+")[0]
    said = {
        "PAYLOAD": payload,
        "LABEL": label,
        "VERSION": version,
        "NUMBERS": numbers,
        "PUBLISHER": publisher,
        "LICENCE": ROOT / "LICENSE",
        "OUT": target,
    }
    given = [f"-D{name}={value}" for name, value in said.items()]
    subprocess.run(["makensis", "-V2", "-INPUTCHARSET", "UTF8", *given, str(_SCRIPT)], check=True)
