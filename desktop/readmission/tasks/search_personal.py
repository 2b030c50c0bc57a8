"""Searches files that are to travel, such as attachments, for what looks like data of persons; it only tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from readmission.answers.attachment import Attachment
from readmission.answers.personal import suspects
from readmission.errors import ReadmissionError
from readmission.sheets.answers_in import texts_of
from readmission.sheets.grid import Book
from readmission.sheets.reading import read_book, read_bytes
from readmission.tasks.attached_files import content_of
from readmission.tasks.fill import Filling
from readmission.tasks.incoming.preview import Personal


@dataclass(frozen=True, slots=True)
class Searched:
    """What was found in a file; with `unread` the file holds no table or text that can be searched here, and a person must look."""

    file: Path
    found: tuple[Personal, ...] = ()
    unread: ReadmissionError | None = None


def search_files(files: Sequence[Path]) -> tuple[Searched, ...]:
    """Search workbooks and text files; every other file is told as not searched."""
    return tuple(_search(path) for path in files)


def search_bytes(content: bytes, name: str) -> Searched:
    """Search the content of a file as `search_files` does."""
    try:
        return Searched(Path(name), _found(read_bytes(content, name)))
    except ReadmissionError as error:
        return Searched(Path(name), unread=error)


def search_attached(filling: Filling) -> tuple[tuple[Attachment, Searched], ...]:
    """Search every attachment of a declaration; raises AttachmentLost where one is no longer what was attached."""
    attached = sorted(filling.answers.attachments.values())
    return tuple((one, search_bytes(content_of(filling, one), one.name)) for one in attached)


def _search(path: Path) -> Searched:
    try:
        return Searched(path, _found(read_book(path)))
    except ReadmissionError as error:
        return Searched(path, unread=error)


def _found(book: Book) -> tuple[Personal, ...]:
    return tuple(
        Personal(grid.address(row, column), one.looks, one.text)
        for grid in book.grids
        for row, column, text in texts_of(grid)
        for one in suspects(text)
    )
