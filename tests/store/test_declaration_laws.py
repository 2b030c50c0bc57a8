"""Whatever people do, in whatever order, the cells are what the journal leads to, and nothing is lost."""

import os
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from typing_extensions import override

from readmission.answers.attachment import Attachment
from readmission.answers.changes import Answers, AttachmentChange, Changes, Edit, RowChange
from readmission.answers.journal import fold
from readmission.answers.model import BLANK, Cell, Place
from readmission.form.model import AttachmentKind
from readmission.store.declaration import create_declaration, open_declaration
from readmission.store.state import State

KEY = bytes(range(32))

places = st.builds(Place, st.just("T01"), st.sampled_from(["GN", "ML"]).map(lambda one: (one,)), st.sampled_from(["RD", "RD_F"]))
cells = st.sampled_from([BLANK, Cell(0), Cell(1), Cell("text, with\n“marks”"), Cell(note="alone"), Cell(typed="?")])
FILES = [Attachment(Place("B", ("GN",), "B14_04"), digest * 128, f"{digest}.pdf", AttachmentKind.PDF, 12) for digest in "ab"]
keys = st.sampled_from(["a", "b", "a.b"]).map(lambda one: ("GN", one))


class Filling(RuleBasedStateMachine):
    """A declaration beside a model of it: answers in memory with lists of steps to undo and redo."""

    @initialize()
    def start(self) -> None:
        self.scratch = tempfile.TemporaryDirectory()
        self.folder = Path(self.scratch.name) / "declaration"
        self.store = create_declaration(self.folder, KEY, state="BE", round_id="2025", documents={})
        self.store.add_person("Ada Lovelace", "")
        self.model = Answers.empty()
        self.done: list[Changes] = []
        self.undone: list[Changes] = []

    def take(self, changes: Changes) -> None:
        self.store.commit(changes, person=1, why="typed")
        self.model.apply(changes)
        self.done.append(changes)
        self.undone.clear()

    @rule(wanted=st.dictionaries(places, cells, min_size=1, max_size=4))
    def enter(self, wanted: dict[Place, Cell]) -> None:
        edits = [Edit(place, self.model.cell(place), cell) for place, cell in wanted.items() if self.model.cell(place) != cell]
        if edits:
            self.take(Changes(tuple(edits)))

    @rule(key=keys, title=cells)
    def add_or_remove_row(self, key: tuple[str, str], title: Cell) -> None:
        place = Place("R1", key, "title")
        added = key not in self.model.rows.get("R1", {})
        cell = title if added else BLANK
        edits = (Edit(place, self.model.cell(place), cell),) if self.model.cell(place) != cell else ()
        self.take(Changes(edits, (RowChange("R1", key, added),)))

    @rule(file=st.sampled_from(FILES), note=st.sampled_from(["", "seen"]))
    def attach_describe_or_remove(self, file: Attachment, note: str) -> None:
        old = self.model.attachments.get(file.key)
        new = replace(file, note=note)
        self.take(Changes(attachments=(AttachmentChange(old, None if old == new else new),)))

    @rule()
    def undo(self) -> None:
        expected = self.done.pop() if self.done else None
        found = self.store.undo(1)
        assert found == (expected.inverse() if expected else None)
        if expected and found:
            self.model.apply(found)
            self.undone.append(expected)

    @rule()
    def redo(self) -> None:
        expected = self.undone.pop() if self.undone else None
        assert self.store.redo(1) == expected
        if expected:
            self.model.apply(expected)
            self.done.append(expected)

    @precondition(lambda self: self.store.state is State.FILLING)
    @rule()
    def review(self) -> None:
        self.store.move(State.IN_REVIEW, 1)

    @rule()
    def open_again(self) -> None:
        self.store.close()
        self.store = open_declaration(self.folder, KEY, person=1)

    @invariant()
    def the_cells_are_what_the_journal_leads_to(self) -> None:
        answers = self.store.answers()
        folded = fold(self.store.journal())
        assert answers.cells == folded.cells == self.model.cells
        rows = [{table: list(keys) for table, keys in each.rows.items() if keys} for each in (answers, folded, self.model)]
        assert rows[0] == rows[1] == rows[2]
        assert answers.attachments == folded.attachments == self.model.attachments

    @override
    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.verify()
            self.store.close()
            self.scratch.cleanup()


TestFilling = Filling.TestCase
TestFilling.settings = settings(
    max_examples=500 if os.environ.get("PROVE") else 12,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
