"""One step: a transaction that appends chained entries to the journal and brings cells, rows and everything else up to them.

Nothing is overwritten unseen: where a cell or row is not what the step expects, the whole step is refused.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection

from readmission.answers.changes import AttachmentChange, Changes, Edit, RowChange
from readmission.answers.journal import (
    BLANK_TEXT,
    START,
    Entry,
    EntryKind,
    attachment_text,
    cell_text,
    link,
    presence,
    row_text,
    storable,
)
from readmission.answers.steps import PROGRAM
from readmission.store.connection import Database
from readmission.store.refusals import StaleEdit, UnknownPerson
from readmission.store.rows import AttachmentRow, CellRow, JournalRow, ListRow, insertion

Clock = Callable[[], datetime]


_ADD_ENTRY: Final = insertion(JournalRow)
_ADD_CELL: Final = insertion(CellRow)
_ADD_ROW: Final = insertion(ListRow)
_ADD_ATTACHMENT: Final = insertion(AttachmentRow)


@dataclass(frozen=True, slots=True)
class Note:
    """What an entry will say, before it has a number and a digest."""

    kind: EntryKind
    place: str
    old: str
    new: str


class Step:
    """A step being written inside a transaction."""

    def __init__(self, connection: Connection, *, person: int, why: str, moment: str) -> None:
        # The driver's own connection: an edit has few statements, and SQLAlchemy takes longer over each than SQLite.
        self._driver: Any = connection.connection.driver_connection
        self._person = person
        self._why = storable(why)
        self.moment = moment
        self.moved = False
        """Whether it brings the declaration into another state."""
        last = self.execute("SELECT number, step, digest FROM journal ORDER BY number DESC LIMIT 1").fetchone()
        self._number: int = last[0] if last else 0
        self._digest: bytes = last[2] if last else START
        self.number: int = last[1] + 1 if last else 1
        self._check_person(person)

    @staticmethod
    @contextmanager
    def begun(database: Database, *, person: int, why: str, clock: Clock) -> Iterator[tuple[Connection, "Step"]]:
        """A step that is durable when it ends, or leaves no trace when it fails."""
        with database.writing() as connection:
            moment = clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            yield connection, Step(connection, person=person, why=why, moment=moment)

    def execute(self, statement: str, values: Sequence[object] = ()) -> Any:
        """Run a statement inside the step; a cursor with what it finds."""
        return self._driver.execute(statement, values)

    def append(self, notes: Iterable[Note]) -> None:
        """Append entries to the journal."""
        rows = []
        for note in notes:
            self._number += 1
            entry = Entry(
                self._number, self.number, self.moment, self._person, note.kind, note.place, note.old, note.new, self._why
            )
            self._digest = link(self._digest, entry)
            rows.append((*entry.columns(), self._digest))
        self._driver.executemany(_ADD_ENTRY, rows)

    def change(self, changes: Changes) -> None:
        """Append what changes in the answers, and change it."""
        edits = [(edit, str(edit.place), cell_text(edit.old), cell_text(edit.new, edit.place)) for edit in changes.edits]
        _check_once(edits, changes)
        first_row = self._number + len(edits) + 1
        notes = [Note(EntryKind.CELL, place, old, new) for _, place, old, new in edits]
        notes += [
            Note(EntryKind.ROW, row_text(row.table, row.key), presence(not row.added), presence(row.added))
            for row in changes.rows
        ]
        notes += [
            Note(EntryKind.ATTACHMENT, change.subject.about, attachment_text(change.old), attachment_text(change.new))
            for change in changes.attachments
        ]
        self.append(notes)
        self._change_cells([(place, old, new) for _, place, old, new in edits])
        for number, row in enumerate(changes.rows, start=first_row):
            self._change_row(row_text(row.table, row.key), row, number)
        for change in changes.attachments:
            self._change_attachment(change)

    def _change_cells(self, cells: list[tuple[str, str, str]]) -> None:
        added = [(place, new) for place, old, new in cells if old == BLANK_TEXT]
        removed = [(place, old) for place, old, new in cells if new == BLANK_TEXT]
        altered = [(new, place, old) for place, old, new in cells if BLANK_TEXT not in {old, new}]
        done = (
            self._many(_ADD_CELL.replace("INSERT", "INSERT OR IGNORE", 1), added)
            + self._many("DELETE FROM cell WHERE place = ? AND content = ?", removed)
            + self._many("UPDATE cell SET content = ? WHERE place = ? AND content = ?", altered)
        )
        if done != len(cells):
            raise StaleEdit(self._stale(cells))

    def _change_row(self, name: str, row: RowChange, number: int) -> None:
        if row.added:
            done = self._many(_ADD_ROW.replace("INSERT", "INSERT OR IGNORE", 1), [(name, number)])
        else:
            done = self._many("DELETE FROM list_row WHERE name = ?", [(name,)])
            # A row takes its cells with it in the same step; "." and "/" stand next to each other.
            (left,) = self.execute(
                "SELECT count(*) FROM cell WHERE place >= ? AND place < ?", (f"{name}.", f"{name}/")
            ).fetchone()
            done = 0 if left else done
        if done != 1:
            raise StaleEdit(name)

    def _change_attachment(self, change: AttachmentChange) -> None:
        name, old = change.subject.about, attachment_text(change.old)
        if change.old is not None:
            done = self._many("DELETE FROM attachment WHERE name = ? AND content = ?", [(name, old)])
        else:
            (there,) = self.execute("SELECT count(*) FROM attachment WHERE name = ?", (name,)).fetchone()
            done = 1 - there
        if done != 1:
            raise StaleEdit(str(change.subject.place))
        if change.new is not None:
            self._many(_ADD_ATTACHMENT, [(name, attachment_text(change.new))])

    def _many(self, statement: str, rows: Sequence[tuple[object, ...]]) -> int:
        return int(self._driver.executemany(statement, rows).rowcount) if rows else 0

    def _stale(self, cells: list[tuple[str, str, str]]) -> str:
        # The transaction holds the step half done; what stands there now is not what was expected or what was wanted.
        for place, _, new in cells:
            found = self.execute("SELECT content FROM cell WHERE place = ?", (place,)).fetchone()
            if (found[0] if found else BLANK_TEXT) != new:
                return place
        return ""

    def _check_person(self, person: int) -> None:
        if person != PROGRAM and self.execute("SELECT 1 FROM person WHERE number = ?", (person,)).fetchone() is None:
            raise UnknownPerson(person=person)


def _check_once(edits: list[tuple[Edit, str, str, str]], changes: Changes) -> None:
    rows = {(row.table, row.key) for row in changes.rows}
    attached = {change.subject.key for change in changes.attachments}
    once = len({place for _, place, _, _ in edits}), len(rows), len(attached)
    if once != (len(edits), len(changes.rows), len(changes.attachments)):
        raise ValueError("a step changes each cell, each row and each attachment once")
    if any(old == new for _, _, old, new in edits):
        raise ValueError("an edit that changes nothing")
