"""The texts of a PDF, page by page, taken out in the child process: what can be read of it, and which pages are pictures only."""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from readmission.errors import ReadmissionError
from readmission.sheets.refused_files import Damaged, Encrypted, Excess, FilesInDocument, TooLarge

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MAX_PAGES: Final = 2_000


def pages_of(data: bytes) -> dict[str, Any]:
    """The texts of all pages, those of notes and form fields with them; raises a FileRefused.

    `pictures` are the pages, from 1, on which something is shown and no text stands.
    """
    # Loaded here, so that a workbook is read without it.
    from pypdf import PdfReader  # noqa: PLC0415

    try:
        return _pages(PdfReader(BytesIO(data)))
    except (ReadmissionError, MemoryError):
        raise
    except Exception as error:
        # A broken file makes the library stumble at any place and in any way.
        raise Damaged from error


def _pages(reader: "PdfReader") -> dict[str, Any]:
    # Many a file is encrypted with an empty password, only so that it cannot be changed.
    if reader.is_encrypted and not reader.decrypt(""):
        raise Encrypted
    if len(reader.pages) > MAX_PAGES:
        raise TooLarge(what=Excess.PAGES)
    if reader.attachments:
        raise FilesInDocument
    texts: list[str] = []
    pictures: list[int] = []
    for number, page in enumerate(reader.pages, start=1):
        text = page.extract_text()
        if not text.strip() and page.get_contents() is not None:
            pictures.append(number)
        texts.append("\n".join((text, *_notes(page))))
    said = [str(value) for value in (reader.metadata or {}).values()]
    return {"pages": texts, "pictures": pictures, "said": "\n".join(said)}


def _notes(page: "PageObject") -> Iterator[str]:
    for note in page.annotations or ():
        told = note.get_object()
        yield from (str(told[name]) for name in ("/Contents", "/V") if name in told)
