"""The declaration's database beside plain SQLite doing the same work without encryption, in the same run.

The peer writes the same journal and cells with the standard library's sqlite3, with the same settings and the same digests, and
builds the same objects from them; what is left between the two is encryption, checks and our own layers. Two rows stand against the
limits of the design in seconds instead.
"""

import gc
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, ParamSpec, TypedDict, TypeVar

from readmission.answers.changes import Changes, Edit
from readmission.answers.journal import Entry, EntryKind, cell_text, link
from readmission.answers.model import BLANK, Cell, Place
from readmission.answers.records import BundleRecord, FactRow
from readmission.store.assessment import AssessmentStore
from readmission.store.declaration import create_declaration, open_declaration
from readmission.store.loading import cells_of

P = ParamSpec("P")
T = TypeVar("T")

CELLS: Final = 60_000
PASTE: Final = 2_000
SINGLE: Final = 100
ROUNDS: Final = 5

OPEN_SECONDS: Final = 0.5
PASTE_SECONDS: Final = 0.3
RATIO: Final = 2.0
# One cell takes less than a millisecond, most of it in layers above the database that a long step pays once.
ONE_CELL_RATIO = 3.0

KEY: Final = bytes(range(32))
MOMENT: Final = "2026-03-01T10:00:00.000000Z"


class Figure(TypedDict):
    """One row of the table of figures; smaller is better."""

    name: str
    ours: float
    peer: float
    ratio: float
    budget: float


@dataclass
class Times:
    """The seconds of both, taken in turns."""

    ours: list[float] = field(default_factory=list)
    peer: list[float] = field(default_factory=list)

    def row(self, name: str, budget: float) -> Figure:
        """Ours beside the peer, each by its median."""
        ours, peer = statistics.median(self.ours), statistics.median(self.peer)
        return Figure(name=name, ours=ours, peer=peer, ratio=ours / peer, budget=budget)

    def limit(self, name: str, seconds: float) -> Figure:
        """Ours beside a limit in seconds."""
        ours = statistics.median(self.ours)
        return Figure(name=name, ours=ours, peer=seconds, ratio=ours / seconds, budget=1.0)


def rows() -> list[Figure]:
    """Opening 60,000 cells, committing 2,000, committing one, and filing a bundle of 60,000 facts."""
    with tempfile.TemporaryDirectory() as scratch:
        opening, pasting, single = _declaration(Path(scratch))
        filing = _assessment(Path(scratch))
    return [
        opening.row(f"open {CELLS:,} cells: encrypted / plain sqlite3", RATIO),
        opening.limit(f"open {CELLS:,} cells, seconds / limit", OPEN_SECONDS),
        pasting.row(f"commit {PASTE:,} cells: encrypted / plain", RATIO),
        pasting.limit(f"commit {PASTE:,} cells, seconds / limit", PASTE_SECONDS),
        single.row("commit one cell: encrypted / plain", ONE_CELL_RATIO),
        filing.row(f"file {CELLS:,} facts: encrypted / plain", RATIO),
    ]


def _places(count: int) -> list[Place]:
    return [Place("T01", (f"C{number // 100:03d}",), f"F{number % 100:02d}") for number in range(count)]


def _declaration(scratch: Path) -> tuple[Times, Times, Times]:
    folder = scratch / "declaration"
    places = _places(CELLS)
    filled = Changes(tuple(Edit(place, BLANK, Cell(number)) for number, place in enumerate(places)))
    with create_declaration(folder, KEY, state="BE", round_id="2025", documents={}) as made:
        person = made.add_person("Ada Lovelace", "")
        made.commit(filled, person=person, why="")
    plain = Plain(scratch / "plain.db")
    plain.commit(filled)
    plain.close()
    opening, pasting, single = Times(), Times(), Times()
    for turn in range(ROUNDS):
        answers = _timed(opening.ours, _open_and_close, folder)
        cells = _timed(opening.peer, _open_and_close_plain, scratch / "plain.db")
        assert answers == cells
        plain = Plain(scratch / "plain.db")
        with open_declaration(folder, KEY, person=person) as declaration:
            pasted = _changed(places[turn * PASTE : (turn + 1) * PASTE], cells)
            _timed(pasting.ours, declaration.commit, pasted, person=person, why="")
            _timed(pasting.peer, plain.commit, pasted)
            for place in places[-SINGLE * (turn + 1) : len(places) - SINGLE * turn]:
                changes = _changed([place], cells)
                _timed(single.ours, declaration.commit, changes, person=person, why="")
                _timed(single.peer, plain.commit, changes)
        plain.close()
    return opening, pasting, single


def _open_and_close(folder: Path) -> dict[Place, Cell]:
    with open_declaration(folder, KEY, person=1) as declaration:
        return declaration.answers().cells


def _open_and_close_plain(path: Path) -> dict[Place, Cell]:
    plain = Plain(path)
    try:
        return plain.cells()
    finally:
        plain.close()


def _changed(places: list[Place], cells: dict[Place, Cell]) -> Changes:
    return Changes(tuple(Edit(place, cells[place], Cell(10**6 + number)) for number, place in enumerate(places)))


def _timed(into: list[float], work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    start = time.perf_counter()
    done = work(*arguments, **named)
    into.append(time.perf_counter() - start)
    return done


class Plain:
    """The same tables, settings and digests in a file of the standard library's sqlite3."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        for setting in ("journal_mode = WAL", "synchronous = FULL", "temp_store = MEMORY", "secure_delete = ON"):
            self._connection.execute(f"PRAGMA {setting}")
        self._connection.execute("CREATE TABLE IF NOT EXISTS cell (place TEXT PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID")
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS journal (number INTEGER PRIMARY KEY, step, moment, person, kind, place, old, new, why, digest)"
        )

    def commit(self, changes: Changes) -> None:
        """One step, as the declaration makes it."""
        execute = self._connection.execute
        execute("BEGIN IMMEDIATE")
        number, digest = execute("SELECT number, digest FROM journal ORDER BY number DESC LIMIT 1").fetchone() or (0, bytes(64))
        entries = []
        for edit in changes.edits:
            number += 1
            entry = Entry(number, 1, MOMENT, 1, EntryKind.CELL, str(edit.place), cell_text(edit.old), cell_text(edit.new), "")
            digest = link(digest, entry)
            entries.append((*entry.columns(), digest))
        self._connection.executemany(f"INSERT INTO journal VALUES ({', '.join('?' * 10)})", entries)
        cells = [(str(edit.place), cell_text(edit.new)) for edit in changes.edits]
        self._connection.executemany("INSERT OR REPLACE INTO cell VALUES (?, ?)", cells)
        execute("COMMIT")

    def cells(self) -> dict[Place, Cell]:
        """The cells as the product's objects."""
        gc.disable()
        try:
            return cells_of(self._connection.execute("SELECT place, content FROM cell").fetchall())
        finally:
            gc.enable()

    def close(self) -> None:
        """Leave one file, too."""
        self._connection.execute("PRAGMA journal_mode = DELETE")
        self._connection.close()


def _assessment(scratch: Path) -> Times:
    filing = Times()
    plain = sqlite3.connect(scratch / "facts.db", isolation_level=None)
    plain.execute("PRAGMA journal_mode = WAL")
    plain.execute("PRAGMA synchronous = FULL")
    plain.execute("CREATE TABLE fact (bundle, place, value, reason, flags, note, due, PRIMARY KEY (bundle, place)) WITHOUT ROWID")
    facts = [FactRow(str(place), str(number)) for number, place in enumerate(_places(CELLS))]
    with AssessmentStore.create(scratch / "assessment", KEY) as store:
        for turn in range(ROUNDS):
            record = BundleRecord("2025", f"S{turn}", 1, f"{turn:0128x}", "", "", ("1 A", "2 B"), "", "2025", 1)
            _timed(filing.ours, store.file, record, facts, {})
            _timed(filing.peer, _file_plain, plain, turn, facts)
    plain.close()
    return filing


def _file_plain(plain: sqlite3.Connection, bundle: int, facts: list[FactRow]) -> None:
    plain.execute("BEGIN IMMEDIATE")
    plain.executemany("INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?)", [(bundle, *fact) for fact in facts])
    plain.execute("COMMIT")
