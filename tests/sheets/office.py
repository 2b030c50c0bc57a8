"""A spreadsheet program that is not ours, without its window: it opens our workbooks, calculates and saves them."""

import re
import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice")

needs_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed here; make prove installs it")


def saved_again(data: bytes, folder: Path) -> bytes:
    """The workbook as LibreOffice saves it after opening it."""
    assert SOFFICE
    source = folder / "given.xlsx"
    source.write_bytes(data)
    profile = (folder / "profile").as_uri()
    command = [SOFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx"]
    done = subprocess.run(
        [*command, "--outdir", str(folder / "saved"), str(source)], capture_output=True, text=True, check=False, timeout=180
    )
    saved = folder / "saved" / source.name
    assert saved.is_file(), done.stderr
    return saved.read_bytes()


def without_results(data: bytes) -> bytes:
    """The workbook with the results of its formulas taken out, so that whoever opens it must calculate."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as given, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as emptied:
        for name in given.namelist():
            part = given.read(name)
            if name.startswith("xl/worksheets/"):
                part = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", part).replace(b' t="str"><f', b"><f")
            emptied.writestr(name, part)
    return target.getvalue()
