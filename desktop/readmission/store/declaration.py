"""A declaration: a ministry's answers with their journal, in one encrypted file.

Each public verb that changes something is one step: one transaction, durable when the verb returns. Answers, undo, state,
settlements and documents all follow from the journal, and `verify` proves it.
"""

import hashlib
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection

from readmission.answers.changes import Answers, Changes
from readmission.answers.finding import Settlement
from readmission.answers.journal import Entry, EntryKind, Head, changes_of, json_text, parse_row, storable
from readmission.answers.steps import PROGRAM, StepKind, StepStatus, StepSummary, summaries
from readmission.errors import Phrase
from readmission.store import history, people, settling
from readmission.store.backup import write_backup
from readmission.store.connection import Database, Schema
from readmission.store.folder import (
    DECLARATION_DATABASE,
    DECLARATION_FILE,
    LOCK_FILE,
    marker_of,
    prepare_folder,
    read_marker,
    write_marker,
)
from readmission.store.loading import read_attached, read_cells
from readmission.store.lock import Holder, WriterLock
from readmission.store.people import Person
from readmission.store.rows import DeclarationRows, StepRow, insertion
from readmission.store.state import State, check_edit, check_move
from readmission.store.step import Clock, Note, Step

SCHEMA: Final = Schema("declaration", Phrase("a declaration"), 0x52444D44, (1, 1), DeclarationRows.metadata)  # "RDMD"


def utc_now() -> datetime:
    """The time of day, which informs and decides nothing."""
    return datetime.now(UTC)


class Declaration:
    """An open declaration; made by `create_declaration` or `open_declaration`."""

    def __init__(self, folder: Path, database: Database, lock: WriterLock | None, facts: Mapping[str, str], clock: Clock) -> None:
        self.folder = folder
        self.round_id = facts["round"]
        self.member_state = facts["state"]
        self._database = database
        self._lock = lock
        self._clock = clock
        self._known_state: State | None = None

    @property
    def readonly(self) -> bool:
        """Whether it was opened to read."""
        return self._database.readonly

    @property
    def head(self) -> Head:
        """How many entries the journal has, and the digest of the last."""
        with self._database.reading() as connection:
            row = connection.exec_driver_sql("SELECT number, digest FROM journal ORDER BY number DESC LIMIT 1").one()
        return Head(row[0], row[1].hex())

    @property
    def state(self) -> State:
        """Where the declaration is between filling in and receipt."""
        if self._known_state is not None:
            return self._known_state
        with self._database.reading() as connection:
            found = _state(connection)
        if not self.readonly:
            # Whoever writes is the only one; who reads looks again, because somebody else may write.
            self._known_state = found
        return found

    def answers(self) -> Answers:
        """All cells that are not blank, all rows of lists and all attachments, as last committed."""
        with self._database.reading() as connection:
            cells = read_cells(connection)
            names = connection.exec_driver_sql("SELECT name FROM list_row ORDER BY added").scalars().all()
            attached = read_attached(connection)
        answers = Answers(cells, {}, attached)
        for table, key in map(parse_row, names):
            answers.rows.setdefault(table, {})[key] = None
        return answers

    def commit(self, changes: Changes, *, person: int, why: str) -> int:
        """Make one step of these changes and return its number; raises StaleEdit when something else stands there.

        A declaration in review, released or asked for a correction becomes one that is filled in; what was sent refuses edits.
        """
        if not changes:
            raise ValueError("a step without changes")
        with self._step(person, why) as (connection, step):
            step.change(changes)
            # Whoever writes is the only one: while it is known to be filled in, it is.
            if self._known_state is not State.FILLING:
                _reopen(connection, step)
            if person != PROGRAM:
                step.execute("UPDATE step SET status = ? WHERE status = ?", (StepStatus.DROPPED, StepStatus.UNDONE))
                step.execute(insertion(StepRow), (step.number, StepStatus.DONE))
            return step.number

    def undo(self, person: int, why: str = "") -> Changes | None:
        """Take back the latest step that is not undone, whoever made it and whenever; None when there is none."""
        return self._turn("max", StepStatus.DONE, StepStatus.UNDONE, person, why)

    def redo(self, person: int, why: str = "") -> Changes | None:
        """Take back the latest undo; None when a new edit or nothing came after it."""
        return self._turn("min", StepStatus.UNDONE, StepStatus.DONE, person, why)

    def journal(self, after: int = 0) -> Iterator[Entry]:
        """The entries after a number, in order."""
        return (entry for entry, _ in history.links(self._database, after))

    def steps(self) -> Iterator[StepSummary]:
        """The steps of the journal, for people."""
        return summaries(self.journal())

    def verify(self) -> Head:
        """Check every page and the whole journal, and return its head; raises DatabaseDamaged."""
        return history.verify(self._database)

    def move(self, to: State, person: int, why: str = "") -> None:
        """Bring the declaration into another state; raises MoveRefused."""
        with self._step(person, why) as (connection, step):
            check_move(_state(connection), to)
            _set_state(connection, step, to)

    def settle(self, *settlements: Settlement, person: int | None = None, why: str = "") -> None:
        """Settle warnings, or replace how they were settled; by the second reader where one is named and nobody else is."""
        latest = settlements[-1]
        by = person if person is not None else latest.read_by if latest.read_by is not None else latest.by
        with self._step(by, why) as (connection, step):
            settling.settle(connection, step, settlements)
            _reopen(connection, step)

    def unsettle(self, *settlements: Settlement, person: int, why: str = "") -> None:
        """Open warnings again."""
        with self._step(person, why) as (connection, step):
            settling.unsettle(connection, step, settlements)
            _reopen(connection, step)

    def settlements(self) -> tuple[Settlement, ...]:
        """The settled warnings, in order of rule and place."""
        with self._database.reading() as connection:
            return settling.settlements(connection)

    def add_person(self, name: str, function: str) -> int:
        """Give a person the next number."""
        with self._step(PROGRAM, "") as (connection, step):
            return people.add(connection, step, name, function)

    def persons(self) -> tuple[Person, ...]:
        """Everyone who has a number; the name of an erased person is empty."""
        with self._database.reading() as connection:
            return people.persons(connection)

    def erase_person(self, number: int) -> None:
        """Forget a person's name and function; the number stays in the journal."""
        with self._step(PROGRAM, "") as (connection, step):
            people.erase(connection, step, number)
        # The old page would live on in the log until it is next written over.
        self._database.settle()

    def document(self, name: str) -> bytes | None:
        """The bytes of a file that the declaration carries."""
        with self._database.reading() as connection:
            content = connection.exec_driver_sql("SELECT content FROM document WHERE name = ?", (name,)).scalar()
        return None if content is None else bytes(content)

    def documents(self) -> tuple[str, ...]:
        """The names of the files that the declaration carries."""
        with self._database.reading() as connection:
            return tuple(connection.exec_driver_sql("SELECT name FROM document ORDER BY name").scalars())

    def put_document(self, name: str, data: bytes, person: int, why: str = "") -> None:
        """Keep a file, or replace it; its digest goes into the journal."""
        with self._step(person, why) as (connection, step):
            _put_document(connection, step, name, data)

    def backup(self, target: Path) -> Head:
        """Write a complete encrypted copy, check it, and return the head of its journal; raises AlreadyThere."""
        return write_backup(self._database, target)

    def close(self) -> None:
        """Close; a declaration that was written is one database file again, and others may write."""
        try:
            self._database.close()
        finally:
            if self._lock is not None:
                self._lock.release()
                self._lock = None

    def __enter__(self) -> "Declaration":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _step(self, person: int, why: str) -> Iterator[tuple[Connection, Step]]:
        with Step.begun(self._database, person=person, why=why, clock=self._clock) as (connection, step):
            yield connection, step
        if step.moved:
            self._known_state = None

    def _turn(self, which: str, status: StepStatus, becomes: StepStatus, person: int, why: str) -> Changes | None:
        undoing = becomes is StepStatus.UNDONE
        with self._step(person, why) as (connection, step):
            # Steps are undone from the latest back, so that the next to redo is the earliest of the undone.
            about = connection.exec_driver_sql(f"SELECT {which}(number) FROM step WHERE status = ?", (status,)).scalar()  # noqa: S608
            if about is None:
                return None
            changes = changes_of(history.entries_of(connection, about))
            changes = changes.inverse() if undoing else changes
            kind = StepKind.UNDO if undoing else StepKind.REDO
            step.append([Note(EntryKind(kind), f"step {about}", "null", str(about))])
            step.change(changes)
            _reopen(connection, step)
            connection.exec_driver_sql("UPDATE step SET status = ? WHERE number = ?", (becomes, about))
            return changes


def create_declaration(
    folder: Path, key: bytes, *, state: str, round_id: str, documents: Mapping[str, bytes], clock: Clock = utc_now
) -> Declaration:
    """Make a new declaration with the files it carries from the start, open for writing; raises AlreadyThere."""
    prepare_folder(folder, DECLARATION_FILE, DECLARATION_DATABASE)
    facts = {"round": round_id, "state": state}
    lock = WriterLock.take(folder / LOCK_FILE, _holder(None, clock))
    try:
        database = Database.create(folder / DECLARATION_DATABASE, key, SCHEMA)
        with Step.begun(database, person=PROGRAM, why="", clock=clock) as (connection, step):
            step.append([Note(EntryKind.CREATED, "declaration", "null", json_text(dict(facts)))])
            connection.exec_driver_sql("INSERT INTO property (name, content) VALUES ('state', '')")
            _set_state(connection, step, State.FILLING)
            for name, data in sorted(documents.items()):
                _put_document(connection, step, name, data)
        write_marker(folder / DECLARATION_FILE, marker_of(SCHEMA, key, **facts))
    except BaseException:
        lock.release()
        raise
    return Declaration(folder, database, lock, facts, clock)


def open_declaration(
    folder: Path, key: bytes, *, person: int | None, readonly: bool = False, clock: Clock = utc_now
) -> Declaration:
    """Open a declaration; raises InUse naming the writer when someone else is writing, and why it cannot be opened otherwise."""
    marker = read_marker(folder / DECLARATION_FILE, SCHEMA, key)
    lock = None if readonly else WriterLock.take(folder / LOCK_FILE, _holder(person, clock))
    try:
        database = Database.open(folder / DECLARATION_DATABASE, key, SCHEMA, readonly=readonly)
    except BaseException:
        if lock is not None:
            lock.release()
        raise
    return Declaration(folder, database, lock, dict(marker.facts), clock)


def _holder(person: int | None, clock: Clock) -> Holder:
    return Holder(person or PROGRAM, socket.gethostname(), os.getpid(), clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def _state(connection: Any) -> State:
    return State(connection.exec_driver_sql("SELECT content FROM property WHERE name = 'state'").scalar_one())


def _set_state(connection: Any, step: Step, state: State) -> None:
    before = connection.exec_driver_sql("SELECT content FROM property WHERE name = 'state'").scalar_one()
    step.moved = True
    step.append([Note(EntryKind.STATE, "", json_text(before) if before else "null", json_text(str(state)))])
    connection.exec_driver_sql("UPDATE property SET content = ? WHERE name = 'state'", (str(state),))


def _reopen(connection: Any, step: Step) -> None:
    if check_edit(_state(connection), lambda: _sent(connection)):
        _set_state(connection, step, State.FILLING)


def _sent(connection: Any) -> tuple[str, str]:
    """Who exported the declaration and on which day; a person whose name was erased is their number."""
    number, moment, name = connection.exec_driver_sql(
        "SELECT journal.person, moment, name FROM journal LEFT JOIN person ON person.number = journal.person "
        "WHERE kind = ? AND new = ? ORDER BY journal.number DESC LIMIT 1",
        (str(EntryKind.STATE), json_text(str(State.EXPORTED))),
    ).one()
    return name or str(number), moment[:10]


def _put_document(connection: Any, step: Step, name: str, data: bytes) -> None:
    before = connection.exec_driver_sql("SELECT sha512 FROM document WHERE name = ?", (storable(name),)).scalar()
    digest = hashlib.sha512(data).hexdigest()
    if before == digest:
        return
    step.append([Note(EntryKind.DOCUMENT, name, json_text(before), json_text(digest))])
    connection.exec_driver_sql(
        "INSERT INTO document (name, sha512, content) VALUES (?, ?, ?) "
        "ON CONFLICT (name) DO UPDATE SET sha512 = excluded.sha512, content = excluded.content",
        (name, digest, data),
    )
