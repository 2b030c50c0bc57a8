"""What `make package` left, made when it is not there."""

import subprocess
import sys
from pathlib import Path

import pytest
from freeze import ROOT

from installers.places import OUT


@pytest.fixture(scope="session")
def artefacts() -> Path:
    """The folder with everything that is handed on."""
    if not list(OUT.glob("readmission-importer_*.deb")):
        subprocess.run([sys.executable, ROOT / "packaging" / "build.py"], check=True)
    return OUT


@pytest.fixture(scope="session")
def version(artefacts: Path) -> str:
    """The version of the packages."""
    return next(artefacts.glob("readmission-be_*.deb")).name.split("_")[1]
