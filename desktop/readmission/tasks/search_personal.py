"""Searches files that are to travel, such as attachments, for what looks like data of persons; it only tells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from readmission.answers.attachment import Attachment
from readmission.answers.media import is_pdf
from readmission.answers.personal import suspects
from readmission.errors import ReadmissionError
from readmission.sheets.answers_in import texts_of
from readmission.sheets.grid import Address, Book
from readmission.sheets.guard import MAX_BYTES
from readmission.sheets.reading import Pages, read_bytes, read_pages
from readmission.sheets.refused_files import Excess, TooLarge
from readmission.tasks.attached_files import content_of
from readmission.tasks.fill import Filling
from readmission.tasks.incoming.preview import Personal


@dataclass(frozen=True, slots=True)
class Searched:
    """What was found in a file; a person must look at one that is `unread`, and at the pages (from 1) that are pictures only."""

    file: Path
    found: tuple[Personal, ...] = ()
    unread: ReadmissionError | None = None
    pictures: tuple[int, ...] = ()


def search_files(files: Sequence[Path]) -> tuple[Searched, ...]:
    """Search workbooks, text files and PDF; every other file is told as not searched."""
    return tuple(_search(path) for path in files)


def search_bytes(content: bytes, name: str) -> Searched:
    """Search the content of a file as `search_files` does."""
    try:
        return _searched(content, name)
    except ReadmissionError as error:
        return Searched(Path(name), unread=error)


def search_attached(filling: Filling) -> tuple[tuple[Attachment, Searched], ...]:
    """Search every attachment of a declaration; raises AttachmentLost where one is no longer what was attached."""
    attached = sorted(filling.answers.attachments.values())
    return tuple((one, search_bytes(content_of(filling, one), one.name)) for one in attached)


def _search(path: Path) -> Searched:
    if path.stat().st_size > MAX_BYTES:
        return Searched(path, unread=TooLarge(path.name, what=Excess.BYTES))
    return replace(search_bytes(path.read_bytes(), path.name), file=path)


def _searched(content: bytes, name: str) -> Searched:
    if not is_pdf(content):
        return Searched(Path(name), tuple(_in_cells(read_bytes(content, name))))
    pages = read_pages(content, name)
    return Searched(Path(name), tuple(_in_pages(pages, name)), pictures=pages.pictures)


def _in_cells(book: Book) -> Iterator[Personal]:
    for grid in book.grids:
        for row, column, text in texts_of(grid):
            for one in suspects(text):
                yield Personal(grid.address(row, column), one.looks, one.text)


def _in_pages(pages: Pages, name: str) -> Iterator[Personal]:
    for number, text in enumerate((pages.said, *pages.texts)):
        at = Address(name, str(number)) if number else Address(name)
        yield from (Personal(at, one.looks, one.text) for one in suspects(text))
