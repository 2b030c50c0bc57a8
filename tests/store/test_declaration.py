import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from readmission.answers.changes import Changes, Edit, RowChange
from readmission.answers.finding import Settlement
from readmission.answers.journal import EntryKind, TextUnstorable, fold, verified
from readmission.answers.model import BLANK, Cell, Place, Reason
from readmission.answers.steps import StepKind
from readmission.store import history
from readmission.store.declaration import Declaration, create_declaration, open_declaration
from readmission.store.people import Person
from readmission.store.refusals import (
    EditRefused,
    MoveRefused,
    OpenedToRead,
    SameReader,
    StaleEdit,
    UnknownPerson,
)
from readmission.store.state import State

RD = Place("T01", ("GN",), "RD")
RD_F = Place("T01", ("GN",), "RD_F")
ROW = ("GN", "k4")
TITLE = Place("R1", ROW, "title")
WARNING = Settlement("W07", "T01", ("GN",), "S1", "They said “yes”,\nand meant it", by=1)


def edit(place: Place, old: Cell, new: Cell) -> Changes:
    return Changes((Edit(place, old, new),))


def row_added(title: str = "Agreement") -> Changes:
    return Changes((Edit(TITLE, BLANK, Cell(title)),), (RowChange("R1", ROW, added=True),))


def reopened(declaration: Declaration, key: bytes) -> Declaration:
    declaration.close()
    return open_declaration(declaration.folder, key, person=1)


def test_a_new_declaration_is_empty_and_filled_in(declaration: Declaration) -> None:
    assert declaration.answers().cells == {}
    assert declaration.answers().rows == {}
    assert declaration.state is State.FILLING
    assert (declaration.member_state, declaration.round_id) == ("BE", "2025")
    assert declaration.document("round") == b"the pack"
    assert declaration.undo(1) is None
    assert declaration.redo(1) is None


def test_what_was_committed_is_there_after_opening_again(declaration: Declaration, key: bytes) -> None:
    cells = {
        RD: Cell(0),
        RD_F: Cell(reason=Reason.PENDING, due="2026-05-01", note="later, “perhaps”\\\n"),
        Place("A", (), "A1_02"): Cell("Ministère\nde l’Intérieur", flags="EP"),
        Place("T01", ("ML",), "RD"): Cell(typed="about 5"),
        Place("T01", ("XK",), "RD"): Cell(-(2**53) + 1),
        Place("T01", ("PS",), "RD"): Cell(note="a note alone"),
    }
    declaration.commit(Changes(tuple(Edit(place, BLANK, cell) for place, cell in cells.items())), person=1, why="typed")
    declaration.commit(row_added(), person=2, why="")
    with reopened(declaration, key) as again:
        assert again.answers().cells == cells | {TITLE: Cell("Agreement")}
        assert again.answers().rows == {"R1": {ROW: None}}


def test_rows_of_a_list_keep_the_order_in_which_they_came(declaration: Declaration, key: bytes) -> None:
    keys = [("GN", name) for name in ("zz", "b", "10", "9")]
    declaration.commit(Changes(rows=tuple(RowChange("R1", each, added=True) for each in keys)), person=1, why="")
    with reopened(declaration, key) as again:
        assert list(again.answers().rows["R1"]) == keys


def test_an_edit_of_something_else_than_what_stands_there_is_refused_whole(declaration: Declaration) -> None:
    declaration.commit(Changes((Edit(RD, BLANK, Cell(1)), Edit(RD_F, BLANK, Cell(2)))), person=1, why="")
    head = declaration.head
    for stale in (edit(RD_F, BLANK, Cell(3)), edit(RD_F, Cell(1), Cell(3)), edit(RD_F, Cell(1), BLANK)):
        with pytest.raises(StaleEdit) as refused:
            declaration.commit(Changes((Edit(RD, Cell(1), Cell(5)), *stale.edits)), person=1, why="")
        assert refused.value.place == str(RD_F)
    assert declaration.answers().cells == {RD: Cell(1), RD_F: Cell(2)}
    assert declaration.head == head


def test_a_row_is_not_added_twice_nor_removed_twice_nor_without_its_cells(declaration: Declaration) -> None:
    removed = RowChange("R1", ROW, added=False)
    with pytest.raises(StaleEdit):
        declaration.commit(Changes(rows=(removed,)), person=1, why="")
    declaration.commit(row_added(), person=1, why="")
    with pytest.raises(StaleEdit):
        declaration.commit(Changes(rows=(removed.inverse(),)), person=1, why="")
    with pytest.raises(StaleEdit):
        declaration.commit(Changes(rows=(removed,)), person=1, why="")
    declaration.commit(row_added().inverse(), person=1, why="")
    assert declaration.answers().cells == {}


def test_a_step_that_changes_nothing_or_something_twice_is_a_fault_of_the_program(declaration: Declaration) -> None:
    for changes in (
        Changes(),
        edit(RD, BLANK, BLANK),
        Changes((Edit(RD, BLANK, Cell(1)), Edit(RD, Cell(1), Cell(2)))),
        Changes(rows=(RowChange("R1", ROW, added=True), RowChange("R1", ROW, added=False))),
    ):
        with pytest.raises(ValueError, match=r"step|edit"):
            declaration.commit(changes, person=1, why="")
    assert declaration.answers().cells == {}


def test_a_text_that_no_file_can_carry_is_refused_and_nothing_written(declaration: Declaration) -> None:
    head = declaration.head
    with pytest.raises(TextUnstorable):
        declaration.commit(edit(RD, BLANK, Cell("a\x00b")), person=1, why="")
    with pytest.raises(TextUnstorable):
        declaration.commit(edit(RD, BLANK, Cell(1)), person=1, why="\x00")
    with pytest.raises(TextUnstorable):
        declaration.settle(Settlement("W07", "T01", (), "S1", "\x00", by=1))
    with pytest.raises(TextUnstorable):
        declaration.add_person("\x00", "")
    assert declaration.head == head


def test_undo_and_redo_go_on_after_opening_again(declaration: Declaration, key: bytes) -> None:
    declaration.commit(edit(RD, BLANK, Cell(1)), person=1, why="")
    declaration.commit(edit(RD, Cell(1), Cell(2)), person=2, why="")
    declaration.commit(row_added(), person=1, why="")
    with reopened(declaration, key) as again:
        assert again.undo(2) == row_added().inverse()
        assert again.undo(2) == edit(RD, Cell(2), Cell(1))
        assert again.answers().cells == {RD: Cell(1)}
        again.move(State.IN_REVIEW, 1)
        again.move(State.FILLING, 1)
        with reopened(again, key) as third:
            assert third.redo(1) == edit(RD, Cell(1), Cell(2))
            assert third.redo(1) == row_added()
            assert third.redo(1) is None
            assert third.undo(1) == row_added().inverse()
            third.commit(edit(RD, Cell(2), Cell(9)), person=1, why="")
            assert third.redo(1) is None
            assert third.undo(1) == edit(RD, Cell(9), Cell(2))
            assert third.undo(1) == edit(RD, Cell(2), Cell(1))
            assert third.undo(1) == edit(RD, Cell(1), BLANK)
            assert third.undo(1) is None
            assert third.answers().cells == {}
            third.verify()


def test_the_journal_holds_every_step_and_its_chain(declaration: Declaration) -> None:
    declaration.commit(edit(RD, BLANK, Cell(1)), person=1, why="from the register")
    declaration.undo(2, why="a mistake")
    entries = list(declaration.journal())
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    assert [entry.kind for entry in entries[-3:]] == [EntryKind.CELL, EntryKind.UNDO, EntryKind.CELL]
    assert [(entry.person, entry.why) for entry in entries[-3:]] == [(1, "from the register"), (2, "a mistake"), (2, "a mistake")]
    assert list(declaration.journal(after=len(entries) - 1)) == entries[-1:]
    assert declaration.head.entries == len(entries)
    links = list(history.links(declaration._database))
    assert list(verified(links)) == entries
    assert declaration.head.digest == links[-1][1].hex()
    assert declaration.verify() == declaration.head
    assert fold(entries).cells == {}


def test_steps_are_told_to_people(declaration: Declaration) -> None:
    step = declaration.commit(Changes((Edit(RD, BLANK, Cell(1)), Edit(RD_F, BLANK, Cell(2)))), person=1, why="Pasted into T01")
    declaration.undo(2)
    pasted, undone = list(declaration.steps())[-2:]
    assert (pasted.number, pasted.kind, pasted.cells, pasted.first, pasted.why) == (
        step,
        StepKind.EDIT,
        2,
        str(RD),
        "Pasted into T01",
    )
    assert (undone.kind, undone.about, undone.person) == (StepKind.UNDO, step, 2)


def test_a_long_journal_is_read_in_pages_while_someone_writes(declaration: Declaration) -> None:
    places = [Place("T01", ("GN",), f"F{number}") for number in range(3 * 5000)]
    declaration.commit(Changes(tuple(Edit(place, BLANK, Cell(1)) for place in places)), person=1, why="")
    entries = declaration.journal()
    first = next(entries)
    declaration.commit(edit(RD, BLANK, Cell(1)), person=1, why="")
    rest = list(entries)
    assert first.number == 1
    assert [entry.number for entry in rest] == list(range(2, declaration.head.entries + 1))


def test_the_states_follow_each_other_in_their_order(declaration: Declaration) -> None:
    allowed = {
        (State.FILLING, State.IN_REVIEW),
        (State.IN_REVIEW, State.FILLING),
        (State.IN_REVIEW, State.RELEASED),
        (State.RELEASED, State.FILLING),
        (State.RELEASED, State.EXPORTED),
        (State.EXPORTED, State.RECEIVED),
        (State.EXPORTED, State.CORRECTION_REQUESTED),
        (State.EXPORTED, State.FILLING),
        (State.RECEIVED, State.CORRECTION_REQUESTED),
        (State.RECEIVED, State.FILLING),
        (State.CORRECTION_REQUESTED, State.FILLING),
    }
    for state in State:
        for wanted in State:
            bring(declaration, state)
            if (state, wanted) in allowed:
                declaration.move(wanted, 1)
                assert declaration.state is wanted
            else:
                with pytest.raises(MoveRefused):
                    declaration.move(wanted, 1)
                assert declaration.state is state
    declaration.verify()


def bring(declaration: Declaration, state: State) -> None:
    if declaration.state is State.FILLING:
        pass
    else:
        declaration.move(State.FILLING, 1)
    way = {
        State.FILLING: [],
        State.IN_REVIEW: [State.IN_REVIEW],
        State.RELEASED: [State.IN_REVIEW, State.RELEASED],
        State.EXPORTED: [State.IN_REVIEW, State.RELEASED, State.EXPORTED],
        State.RECEIVED: [State.IN_REVIEW, State.RELEASED, State.EXPORTED, State.RECEIVED],
        State.CORRECTION_REQUESTED: [State.IN_REVIEW, State.RELEASED, State.EXPORTED, State.CORRECTION_REQUESTED],
    }[state]
    for each in way:
        declaration.move(each, 1)


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.RELEASED, State.CORRECTION_REQUESTED])
def test_an_edit_a_settlement_or_an_undo_takes_a_review_back_to_filling_and_the_journal_says_so(
    declaration: Declaration, state: State
) -> None:
    for act in (
        lambda: declaration.commit(edit(RD, BLANK, Cell(1)), person=1, why="one more"),
        lambda: declaration.settle(WARNING),
        lambda: declaration.unsettle(WARNING, person=1),
        lambda: declaration.undo(1),
        lambda: declaration.redo(1),
    ):
        bring(declaration, state)
        act()
        assert declaration.state is State.FILLING
        last = list(declaration.journal())[-1]
        assert (last.kind, last.old, last.new) == (EntryKind.STATE, f'"{state}"', '"filling"')


@pytest.mark.parametrize("state", [State.EXPORTED, State.RECEIVED])
def test_what_was_sent_is_not_edited_by_accident(declaration: Declaration, state: State) -> None:
    declaration.commit(edit(RD, BLANK, Cell(1)), person=1, why="")
    bring(declaration, state)
    for act in (
        lambda: declaration.commit(edit(RD, Cell(1), Cell(2)), person=1, why=""),
        lambda: declaration.undo(1),
        lambda: declaration.settle(WARNING),
    ):
        with pytest.raises(EditRefused) as refused:
            act()
        assert refused.value.details["who"] == declaration.persons()[0].name
        assert refused.value.details["day"] == declaration.journal().__next__().moment[:10]
    assert declaration.answers().cells == {RD: Cell(1)}
    declaration.put_document("receipt", b"received", 1)
    assert declaration.state is state


def test_a_warning_is_settled_read_by_another_and_opened_again(declaration: Declaration, key: bytes) -> None:
    other = Settlement("W01", "T14", (), "S2", "", by=2)
    read = Settlement("W07", "T01", ("GN",), "S1", WARNING.text, by=1, read_by=2)
    declaration.settle(WARNING, other, person=1)
    declaration.settle(read)
    with reopened(declaration, key) as again:
        assert again.settlements() == (other, read)
        again.unsettle(other, person=1)
        assert again.settlements() == (read,)
        with pytest.raises(StaleEdit):
            again.unsettle(other, person=1)
        settled = [entry for entry in again.journal() if entry.kind is EntryKind.SETTLEMENT]
        assert [entry.person for entry in settled] == [1, 1, 2, 1]
        again.verify()


def test_one_person_does_not_settle_and_read(declaration: Declaration) -> None:
    with pytest.raises(SameReader):
        declaration.settle(Settlement("W07", "T01", (), "S1", "", by=1, read_by=1))
    assert declaration.settlements() == ()


def test_a_step_of_nobody_is_refused(declaration: Declaration) -> None:
    with pytest.raises(UnknownPerson):
        declaration.commit(edit(RD, BLANK, Cell(1)), person=7, why="")
    with pytest.raises(UnknownPerson):
        declaration.erase_person(7)
    assert declaration.commit(edit(RD, BLANK, Cell(1)), person=0, why="prefilled by the round")


def test_a_name_is_erased_everywhere_and_its_number_stays(declaration: Declaration, key: bytes) -> None:
    declaration.commit(edit(RD, BLANK, Cell(1)), person=1, why="")
    before = list(declaration.journal())
    declaration.erase_person(1)
    declaration.erase_person(1)
    assert declaration.persons() == (Person(1, "", "", True), Person(2, "Grace Hopper", "head of unit", False))
    assert declaration.add_person("Alan Turing", "") == 3
    assert list(declaration.journal())[: len(before)] == before
    assert not any("Lovelace" in str(entry) or "officer" in str(entry) for entry in declaration.journal())
    declaration.verify()
    with declaration._database.bare() as connection:
        # The whole database in clear; what was deleted from it is overwritten because secure_delete is in force.
        assert "Lovelace" not in "\n".join(map(str, chain.from_iterable(dump(connection))))
        assert connection.execute("PRAGMA secure_delete").fetchone() == (1,)


def dump(connection: Any) -> Iterator[list[Any]]:
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    assert len(tables) > 7
    for (name,) in tables:
        yield connection.execute(f"SELECT * FROM {name}").fetchall()


def test_a_document_is_replaced_and_the_journal_keeps_its_digests(declaration: Declaration) -> None:
    declaration.put_document("round", b"\x00the pack, extended", 1, "version 2")
    declaration.put_document("round", b"\x00the pack, extended", 1)
    assert declaration.document("round") == b"\x00the pack, extended"
    assert declaration.document("sequence") is None
    assert declaration.documents() == ("round",)
    digests = [hashlib.sha512(data).hexdigest() for data in (b"the pack", b"\x00the pack, extended")]
    put = [entry for entry in declaration.journal() if entry.kind is EntryKind.DOCUMENT]
    assert [entry.new for entry in put] == [f'"{digest}"' for digest in digests]
    assert put[1].old == f'"{digests[0]}"'
    declaration.verify()


def test_a_clock_that_jumps_changes_nothing_but_what_the_clock_says(tmp_path: Path, key: bytes) -> None:
    # D10: ten years back, ten years on, and a step back in the middle of an edit.
    now = datetime(2026, 3, 29, 1, 59, 59, tzinfo=UTC)
    moments = iter([now, now, now] + [now + timedelta(days=days) for days in (-3650, 3650, -1, 0, 1, -7, 3)])
    with create_declaration(tmp_path / "d", key, state="BE", round_id="2025", documents={}, clock=lambda: next(moments)) as made:
        made.add_person("Ada Lovelace", "")
        for number in range(4):
            made.commit(edit(RD, Cell(number) if number else BLANK, Cell(number + 1)), person=1, why="")
        assert made.undo(1) == edit(RD, Cell(4), Cell(3))
        assert made.redo(1) == edit(RD, Cell(3), Cell(4))
        assert made.answers().cells == {RD: Cell(4)}
        made.verify()


def test_a_declaration_opened_to_read_is_not_written(declaration: Declaration, key: bytes) -> None:
    declaration.commit(edit(RD, BLANK, Cell(1)), person=1, why="")
    declaration.close()
    before = (declaration.folder / "answers.db").read_bytes()
    with open_declaration(declaration.folder, key, person=None, readonly=True) as reader:
        assert reader.readonly
        assert reader.answers().cells == {RD: Cell(1)}
        assert reader.verify().entries
        for act in (
            lambda: reader.commit(edit(RD, Cell(1), Cell(2)), person=1, why=""),
            lambda: reader.undo(1),
            lambda: reader.move(State.IN_REVIEW, 1),
            lambda: reader.put_document("x", b"", 1),
        ):
            with pytest.raises(OpenedToRead):
                act()
    assert (declaration.folder / "answers.db").read_bytes() == before
    assert sorted(path.name for path in declaration.folder.iterdir()) == ["answers.db", "declaration.readmission"]
