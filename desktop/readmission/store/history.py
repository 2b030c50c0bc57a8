"""The journal read back, and the proof that everything else in a declaration follows from it."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, Final

from readmission.answers.journal import (
    BLANK_TEXT,
    Entry,
    EntryKind,
    Head,
    JournalBroken,
    presence,
    verified,
)
from readmission.answers.steps import statuses, summaries
from readmission.errors import AnswersError, Phrase
from readmission.store.connection import Database
from readmission.store.refusals import DatabaseDamaged
from readmission.store.rows import (
    AttachmentRow,
    CellRow,
    DocumentRow,
    JournalRow,
    ListRow,
    PropertyRow,
    SettlementRow,
    StepRow,
    selection,
)

_PAGE: Final = 5000
_PAGE_OF_ENTRIES: Final = selection(JournalRow, f"WHERE number > ? ORDER BY number LIMIT {_PAGE}")
_NOTHING: Final = {EntryKind.CELL: BLANK_TEXT, EntryKind.ROW: presence(False), EntryKind.SETTLEMENT: "null"}

Link = tuple[Entry, bytes]


def links(database: Database, after: int = 0) -> Iterator[Link]:
    """The entries after a number with their digests, read a page at a time so that nobody waits for a slow reader."""
    while True:
        with database.reading() as connection:
            rows = connection.exec_driver_sql(_PAGE_OF_ENTRIES, (after,)).fetchall()
        yield from map(_link, rows)
        if len(rows) < _PAGE:
            return
        after = rows[-1][0]


def entries_of(connection: Any, step: int) -> list[Entry]:
    """The entries of one step."""
    rows = connection.exec_driver_sql(selection(JournalRow, "WHERE step = ? ORDER BY number"), (step,)).fetchall()
    return [_link(row)[0] for row in rows]


def verify(database: Database) -> Head:
    """Check every page, every link of the chain, and that all tables are what the journal leads to; raises what is wrong."""
    _check_pages(database)
    journal: list[Link] = []
    try:
        journal.extend(links(database))
        entries = list(verified(journal))
        _compare(database, entries)
    except (AnswersError, ValueError) as error:
        raise DatabaseDamaged(str(database.path), why=str(error)) from error
    return Head(len(journal), journal[-1][1].hex() if journal else "")


def _link(row: Any) -> Link:
    number, step, moment, person, kind, place, old, new, why, digest = row
    return Entry(number, step, moment, person, EntryKind(kind), place, old, new, why), digest


def _check_pages(database: Database) -> None:
    settled = database.settle()
    with database.fresh() as connection:
        # While this connection reads, no other one writes to the pages that are checked.
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        # One row for each page that was altered; an empty answer is the good one. Pages that the log will still write
        # over may be half written after a power cut: they are checked below, as they are read through the log.
        pages = connection.execute("PRAGMA cipher_integrity_check").fetchall() if settled else []
        if pages:
            raise DatabaseDamaged(
                str(database.path), why=Phrase("pages that are not what was written: {count}", count=len(pages))
            )
        answer = connection.execute("PRAGMA integrity_check").fetchall()
        if answer != [("ok",)]:
            raise DatabaseDamaged(str(database.path), why=Phrase("faults in its structure: {count}", count=len(answer)))


def _compare(database: Database, entries: list[Entry]) -> None:
    folded = _fold(entries)
    steps = {number: str(status) for number, status in statuses(summaries(entries)).items()}
    with database.reading() as connection:

        def table(row: Any, *columns: str) -> dict[Any, Any]:
            names = selection(row).split(" FROM ")[1]
            return dict(connection.exec_driver_sql(f"SELECT {', '.join(columns)} FROM {names}").fetchall())  # noqa: S608

        pairs: tuple[tuple[str, Mapping[Any, Any], Mapping[Any, Any]], ...] = (
            ("cells", table(CellRow, "place", "content"), folded[EntryKind.CELL]),
            ("rows of lists", dict.fromkeys(table(ListRow, "name", "added"), presence(True)), folded[EntryKind.ROW]),
            ("attachments", table(AttachmentRow, "name", "content"), folded[EntryKind.ATTACHMENT]),
            ("settlements", table(SettlementRow, "name", "content"), folded[EntryKind.SETTLEMENT]),
            ("steps", table(StepRow, "number", "status"), steps),
            ("documents", _digests(connection), folded[EntryKind.DOCUMENT]),
            ("state", {"": f'"{table(PropertyRow, "name", "content")["state"]}"'}, folded[EntryKind.STATE]),
        )
    for name, found, wanted in pairs:
        if found != wanted:
            raise JournalBroken(number=len(entries), why=Phrase("the {name} are not what the journal leads to", name=name))


def _digests(connection: Any) -> dict[str, str]:
    digests = {}
    for name, digest, content in connection.exec_driver_sql(selection(DocumentRow)):
        true = hashlib.sha512(content).hexdigest()
        digests[name] = f'"{digest}"' if digest == true else ""
    return digests


def _fold(entries: list[Entry]) -> dict[EntryKind, dict[str, str]]:
    folded: dict[EntryKind, dict[str, str]] = {kind: {} for kind in EntryKind}
    for entry in entries:
        content = folded[entry.kind]
        nothing = _NOTHING.get(entry.kind, "null")
        if entry.kind not in {EntryKind.UNDO, EntryKind.REDO} and content.get(entry.place, nothing) != entry.old:
            raise JournalBroken(number=entry.number, why=Phrase("it replaces what did not stand there"))
        if entry.new == nothing:
            content.pop(entry.place, None)
        else:
            content[entry.place] = entry.new
    return folded
