"""Looks at a file before a library of workbooks does: a zip of bounded size, without macros, links or declared entities."""

import zipfile
import zlib
from io import BytesIO
from typing import Final

from readmission.sheets.problems import NotAWorkbook

MAX_BYTES: Final = 20_000_000
MAX_UNPACKED_BYTES: Final = 200_000_000
MAX_MEMBERS: Final = 500

_FORBIDDEN: Final = {
    "vbaproject": "it holds macros.",
    "externallinks/": "it is linked to other workbooks.",
    "embeddings/": "other files are embedded in it.",
    "activex/": "it holds controls.",
}


def guard(data: bytes) -> None:
    """Refuse a file that is no plain workbook; raises NotAWorkbook."""
    if len(data) > MAX_BYTES:
        _refuse(f"it is larger than {MAX_BYTES:,} bytes.")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _look_at(archive)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError, zlib.error):
        _refuse("it is damaged, protected with a password or no .xlsx.")


def _look_at(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    names = [member.filename for member in members]
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        _refuse(f"unpacked it is larger than {MAX_UNPACKED_BYTES:,} bytes.")
    if len(set(names)) != len(names) or "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        _refuse("it is no .xlsx.")
    for name in names:
        for part, reason in _FORBIDDEN.items():
            if part in name.casefold():
                _refuse(reason)
    for member in members:
        if member.filename.endswith((".xml", ".rels")):
            _look_at_xml(archive.read(member))


def _look_at_xml(data: bytes) -> None:
    # An XML text in UTF-16 hides what is looked for; workbooks are written in UTF-8.
    if b"\0" in data or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        _refuse("its inner files are not those of a workbook.")


def _refuse(reason: str) -> None:
    raise NotAWorkbook(reason=reason)
