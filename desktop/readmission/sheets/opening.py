"""What a file is by what stands in it, never by its name: a workbook, a text, or something that is refused with a clear word."""

import re
import zipfile
from enum import StrEnum
from io import BytesIO
from typing import Final

from readmission.sheets.guard import MAX_BYTES
from readmission.sheets.refused_files import (
    BinaryWorkbook,
    Damaged,
    EmptyFile,
    Encrypted,
    Excess,
    Foreign,
    OldWorkbook,
    OpenDocument,
    OtherFile,
    OtherXml,
    TooLarge,
    WebPage,
)


class Kind(StrEnum):
    """The kinds of files that are read."""

    WORKBOOK = "workbook"
    TEXT = "text"


_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A workbook of Excel 2 to 4 begins with this record, without any container.
_OLDEST: Final = re.compile(rb"\x09[\x00\x02\x04]\x06\x00|\x09\x00\x04\x00")
_NAMED: Final = (
    (b"%PDF", Foreign.PDF),
    (b"{\\rtf", Foreign.LETTER),
    (b"\x89PNG", Foreign.PICTURE),
    (b"\xff\xd8\xff", Foreign.PICTURE),
    (b"GIF8", Foreign.PICTURE),
    (b"age-encryption.org/", Foreign.BUNDLE),
    (b"-----BEGIN", Foreign.KEY),
    (b"SQLite format", Foreign.DATABASE),
    (b"\x1f\x8b", Foreign.ARCHIVE),
    (b"7z\xbc\xaf", Foreign.ARCHIVE),
    (b"Rar!", Foreign.ARCHIVE),
    (b"MZ", Foreign.PROGRAM),
    (b"\x7fELF", Foreign.PROGRAM),
)
_PARTS: Final = (("word/", Foreign.LETTER), ("ppt/", Foreign.PRESENTATION), ("manifest.json", Foreign.BUNDLE))
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_HTML: Final = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|style)\b", re.IGNORECASE | re.DOTALL
)
_BEGINNING: Final = 4096


def kind_of(data: bytes) -> Kind:
    """What is to be read; raises a FileRefused that says what the file is instead."""
    if not data.strip(b"\x00\t\n\r "):
        raise EmptyFile
    if len(data) > MAX_BYTES:
        raise TooLarge(what=Excess.BYTES)
    if data.startswith(_OLE):
        raise Encrypted if _utf16("EncryptedPackage") in data else _old(data)
    if data.startswith(b"PK"):
        return _archive(data)
    if _OLDEST.match(data):
        raise OldWorkbook
    for beginning, what in _NAMED:
        if data.startswith(beginning):
            raise OtherFile(what=what)
    return _text(data)


def _old(data: bytes) -> Exception:
    if _utf16("Workbook") in data or _utf16("Book") in data:
        return OldWorkbook()
    return OtherFile(what=Foreign.OLD_OFFICE)


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def _archive(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = frozenset(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < _BEGINNING:
                described = archive.read("mimetype")
                if described.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
                    raise OpenDocument
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError, UnicodeError, LookupError):
        raise Damaged from None
    if "xl/workbook.bin" in names:
        raise BinaryWorkbook
    if "xl/workbook.xml" not in names:
        for part, what in _PARTS:
            if any(name.startswith(part) for name in names):
                raise OtherFile(what=what)
        if "[Content_Types].xml" not in names:
            raise OtherFile(what=Foreign.ARCHIVE)
    return Kind.WORKBOOK


def _text(data: bytes) -> Kind:
    beginning = data[:_BEGINNING]
    if beginning.startswith(_UTF16):
        said = beginning.decode("utf-16", "replace")
    elif b"\x00" in data:
        # Excel writes UTF-16 with its mark only; other texts hold no zero.
        raise OtherFile(what=Foreign.OTHER)
    else:
        said = beginning.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    if _HTML.match(said):
        raise WebPage
    if said.lstrip().startswith("<?xml") or re.match(r"\s*<[A-Za-z][\w:.-]*[\s>]", said):
        raise OtherXml
    return Kind.TEXT
