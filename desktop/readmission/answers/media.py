"""What kind of file some bytes are, by what is in them; what a name says counts for nothing.

A PDF begins with its version and ends with its mark. A workbook is a ZIP file with the parts of one, and without macros. A CSV file is
text of the plain kind: no control characters, no beginning of a web page or of a program.
"""

import io
import re
import zipfile
from typing import Final

from readmission.form.model import AttachmentKind

_PDF: Final = re.compile(rb"%PDF-[12]\.[0-9][\r\n]")
_PDF_END: Final = re.compile(rb"%%EOF[\r\n ]*\Z")
_PDF_TAIL: Final = 1024
_PARTS: Final = frozenset({"[Content_Types].xml", "xl/workbook.xml"})
_MACROS: Final = "vbaproject.bin"
_MAX_PARTS: Final = 10_000
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BOM: Final = b"\xef\xbb\xbf"
_NO_TABLES: Final = (b"<", b"%PDF", b"PK", b"{\\rtf", b"#!")


def kind_of(content: bytes) -> AttachmentKind | None:
    """The kind of a file's content; None where it is none of those that can be attached."""
    if _PDF.match(content):
        return AttachmentKind.PDF if _PDF_END.search(content[-_PDF_TAIL:]) else None
    if content.startswith(b"PK\3\4"):
        return AttachmentKind.XLSX if _is_workbook(content) else None
    return AttachmentKind.CSV if _is_text(content) else None


def is_pdf(content: bytes) -> bool:
    """Whether a content begins as a PDF does, whole or not."""
    return _PDF.match(content) is not None


def _is_workbook(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
        return False
    return len(names) <= _MAX_PARTS and set(names) >= _PARTS and not any(name.casefold().endswith(_MACROS) for name in names)


def _is_text(content: bytes) -> bool:
    text = content.removeprefix(_BOM)
    return bool(text.strip()) and not _CONTROL.search(text) and not text.lstrip().startswith(_NO_TABLES)
