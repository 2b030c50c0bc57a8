import hashlib
import json
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readmission import canonical
from readmission.answers.changes import Changes, Edit, RowChange
from readmission.answers.journal import (
    START,
    Entry,
    EntryKind,
    JournalBroken,
    TextUnstorable,
    cell_text,
    changes_of,
    fold,
    link,
    parse_row,
    presence,
    read_cell,
    row_text,
    verified,
)
from readmission.answers.model import BLANK, Cell, Place, Reason

texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=12)
cells = st.builds(
    Cell,
    st.none() | st.integers(-canonical.MAX_INTEGER, canonical.MAX_INTEGER) | texts,
    st.none() | st.sampled_from(Reason),
    texts,
    texts,
    texts,
    texts,
)


def entry(
    number: int, place: str = "T01[GN].RD", old: str = "{}", new: str = '{"value":1}', kind: EntryKind = EntryKind.CELL
) -> Entry:
    return Entry(number, number, "2026-03-01T10:00:00.000000Z", 1, kind, place, old, new, "typed")


def journal(*entries: Entry) -> list[tuple[Entry, bytes]]:
    links = []
    digest = START
    for each in entries:
        digest = link(digest, each)
        links.append((each, digest))
    return links


@given(cells)
def test_a_cell_reads_back_from_its_text(cell: Cell) -> None:
    # An empty text and no value look alike to people, and are stored alike.
    expected = replace(cell, value=None) if cell.value == "" else cell
    assert read_cell(cell_text(cell)) == expected


@given(cells)
def test_the_text_of_a_cell_is_canonical(cell: Cell) -> None:
    text = cell_text(cell)
    assert canonical.write(json.loads(text)).decode() == text + "\n"


def test_a_blank_cell_has_a_text_of_its_own() -> None:
    assert cell_text(BLANK) == "{}"
    assert read_cell("{}") == BLANK
    assert cell_text(Cell(0)) != cell_text(BLANK)


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "\udfff."])
def test_a_character_that_no_file_can_carry_is_refused_with_the_place(text: str) -> None:
    place = Place("A", (), "TXT")
    for cell in (Cell(text), Cell(1, note=text), Cell(typed=text)):
        with pytest.raises(TextUnstorable) as refused:
            cell_text(cell, place)
        assert refused.value.place == "A.TXT"
        assert text not in str(refused.value)


def test_a_number_beyond_53_bits_is_refused() -> None:
    with pytest.raises(canonical.NotCanonical):
        cell_text(Cell(2**53))


def test_the_chain_is_what_its_description_says() -> None:
    # Made here from the description alone, as a second implementation would.
    first = (
        b'{"kind":"cell","moment":"2026-03-01T10:00:00.000000Z","new":"{\\"value\\":1}","number":1,"old":"{}","person":1,'
        b'"place":"T01[GN].RD","step":1,"why":"typed"}\n'
    )
    assert link(START, entry(1)) == hashlib.sha512(bytes(64) + first).digest()


@given(texts, texts, texts, st.sampled_from(EntryKind))
def test_the_text_of_an_entry_is_canonical(place: str, new: str, why: str, kind: EntryKind) -> None:
    one = Entry(7, 3, "2026-03-01T10:00:00.000000Z", 2, kind, place, "{}", new, why)
    assert one.text() == canonical.write({field.name: getattr(one, field.name) for field in fields(Entry)})


def test_an_entry_with_half_a_character_has_no_text() -> None:
    with pytest.raises(canonical.NotCanonical):
        replace(entry(1), why="\ud800").text()


def test_a_journal_that_was_not_touched_is_verified() -> None:
    entries = [entry(1), entry(2, old='{"value":1}', new='{"value":2}')]
    assert list(verified(journal(*entries))) == entries


def test_an_altered_missing_or_exchanged_entry_is_found() -> None:
    links = journal(*(entry(number, place=f"T01[GN].F{number}") for number in range(1, 6)))
    spoiled = {
        "altered": [(replace(each, why="nothing") if each.number == 3 else each, digest) for each, digest in links],
        "missing": [each for each in links if each[0].number != 3],
        "exchanged": [links[0], links[2], links[1], *links[3:]],
        "digest": [(each, START if each.number == 3 else digest) for each, digest in links],
        "twice": [*links[:3], links[2], *links[3:]],
    }
    for name, journal_ in spoiled.items():
        with pytest.raises(JournalBroken) as broken:
            list(verified(journal_))
        assert broken.value.details["number"] in {2, 3, 4}, name


def test_every_part_of_an_entry_is_under_the_chain() -> None:
    whole = entry(7)
    others = [
        replace(whole, number=8),
        replace(whole, step=8),
        replace(whole, moment="2026"),
        replace(whole, person=2),
        replace(whole, kind=EntryKind.ROW),
        replace(whole, place="T01[ML].RD"),
        replace(whole, old="x"),
        replace(whole, new="y"),
        replace(whole, why=""),
    ]
    assert len(others) == len(fields(Entry))
    for other in others:
        assert link(START, other) != link(START, whole)


def test_the_fold_of_a_journal_is_what_it_leads_to() -> None:
    answers = fold(
        [
            entry(1, "R1[GN/k4]", presence(False), presence(True), EntryKind.ROW),
            entry(2, "R1[GN/k4].title", "{}", '{"value":"Agreement"}'),
            entry(3, "T01[GN].RD", "{}", '{"value":5}'),
            entry(4, "", '"filling"', '"in-review"', EntryKind.STATE),
            entry(5, "T01[GN].RD", '{"value":5}', "{}"),
        ]
    )
    assert answers.cells == {Place("R1", ("GN", "k4"), "title"): Cell("Agreement")}
    assert answers.rows == {"R1": {("GN", "k4"): None}}


def test_a_journal_that_contradicts_itself_is_found() -> None:
    row = entry(1, "R1[GN/k4]", presence(False), presence(True), EntryKind.ROW)
    for entries in (
        [entry(1, old='{"value":9}')],
        [entry(1), entry(2)],
        [row, replace(row, number=2)],
        [replace(row, old=presence(True), new=presence(False))],
    ):
        with pytest.raises(JournalBroken):
            fold(entries)


def test_entries_say_what_changed() -> None:
    edit = Edit(Place("R1", ("GN", "k4"), "title"), BLANK, Cell("Agreement"))
    change = RowChange("R1", ("GN", "k4"), added=True)
    entries = [
        entry(1, str(edit.place), cell_text(edit.old), cell_text(edit.new)),
        entry(2, row_text("R1", ("GN", "k4")), presence(False), presence(True), EntryKind.ROW),
    ]
    assert changes_of(entries) == Changes((edit,), (change,))
    assert parse_row("R1[GN/k4]") == ("R1", ("GN", "k4"))
