"""Looks at a file before a library of workbooks does: a zip of bounded size, without macros, links or declared entities.

Sizes are those that come out while unpacking, not those that the archive promises.
"""

import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Final

from readmission.sheets.problems import NotAWorkbook
from readmission.sheets.refused_files import Damaged, Excess, FilesInside, ForeignInside, LinkedElsewhere, Macros, TooLarge

MAX_BYTES: Final = 20_000_000
MAX_UNPACKED_BYTES: Final = 100_000_000
MAX_MEMBERS: Final = 500

_CHUNK: Final = 1 << 20
_FORBIDDEN: Final[Mapping[str, type[NotAWorkbook]]] = {
    "vbaproject": Macros,
    "activex/": Macros,
    "ctrlprops/": Macros,
    "macrosheets/": Macros,
    "dialogsheets/": Macros,
    "externallinks/": LinkedElsewhere,
    "embeddings/": FilesInside,
}

_MACRO_TYPES: Final = (b"macroEnabled", b"vbaProject")


def guard(data: bytes) -> dict[str, bytes]:
    """The XML parts of a plain workbook by name; raises a NotAWorkbook for anything else."""
    if len(data) > MAX_BYTES:
        raise TooLarge(what=Excess.BYTES)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _parts(archive)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError, LookupError, zlib.error):
        raise Damaged from None


def _parts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    members = archive.infolist()
    names = [member.filename for member in members]
    if len(members) > MAX_MEMBERS:
        raise TooLarge(what=Excess.PARTS)
    if sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise TooLarge(what=Excess.UNPACKED)
    if len(set(names)) != len(names) or "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        raise ForeignInside(part="xl/workbook.xml")
    for name in names:
        for part, refused in _FORBIDDEN.items():
            if part in name.casefold():
                raise refused(part=name)
    left = MAX_UNPACKED_BYTES
    parts: dict[str, bytes] = {}
    for member in members:
        if member.filename.endswith((".xml", ".rels")):
            text = _unpacked(archive, member, left)
            left -= len(text)
            _look_at_xml(member.filename, text)
            parts[member.filename] = text
    if any(kind in parts["[Content_Types].xml"] for kind in _MACRO_TYPES):
        raise Macros(part="[Content_Types].xml")
    return parts


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
    chunks = []
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            most -= len(chunk)
            if most < 0:
                raise TooLarge(what=Excess.UNPACKED)
            chunks.append(chunk)
    return b"".join(chunks)


def _look_at_xml(name: str, data: bytes) -> None:
    # An XML text in UTF-16 hides what is looked for; workbooks are written in UTF-8.
    # The one sign is looked for first, as most parts do not have it.
    if b"\0" in data or (b"!" in data and (b"<!DOCTYPE" in data or b"<!ENTITY" in data)):
        raise ForeignInside(part=name)
