import csv
import io
import random
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from readmission.answers.facts import FactsRefused, FactsUnwritable, fact_line, read_facts, read_rows, write_facts, write_rows
from readmission.answers.model import Cell, Flag, Place, Reason
from readmission.answers.records import FactRow
from readmission.canonical import MAX_INTEGER
from readmission.form.model import Code, CodeList, Dimension, DimensionKind, Field, FieldType, Form, Shape, Table
from readmission.form.nodes import COUNT, Constant, Expression

COUNTRY = Dimension("country", DimensionKind.COUNTRY, "COUNTRIES")
ROW = Dimension("row", DimensionKind.ROWS)


def codes(name: str, *ids: str) -> CodeList:
    return CodeList(name, name, tuple(Code(each, each) for each in ids))


FORM = Form(
    id="small",
    edition="1",
    title="A small form",
    codelists={each.id: each for each in (codes("COUNTRIES", "GN", "ML", "XK"), codes("CL", "1", "2", "NA", "T3-4"))},
    parameters={},
    sections={},
    tables={
        table.id: table
        for table in (
            Table("A", "A", Shape.FORM, (), (Field("TXT", FieldType.TEXT, ""), Field("DAY", FieldType.DATE, ""))),
            Table(
                "T",
                "T",
                Shape.GRID,
                (COUNTRY,),
                (
                    Field("N", FieldType.COUNT, ""),
                    Field("P1", FieldType.DECIMAL, "", places=1),
                    Field("P3", FieldType.DECIMAL, "", places=3),
                    Field("C", FieldType.CODE, "", codelist="CL"),
                    Field("YN", FieldType.YES_NO, ""),
                    Field("SUM", FieldType.COUNT, "", calculation=Expression("1", "T", Constant(COUNT, 1))),
                ),
            ),
            Table(
                "R",
                "R",
                Shape.LIST,
                (COUNTRY, ROW),
                (Field("TXT", FieldType.TEXT, ""), Field("REF", FieldType.REFERENCE, "", refers_to="R")),
            ),
        )
    },
    rules={},
    indicators={},
    classification=None,
    structure="",
    texts="",
)

HEADER = "place,value,reason,flags,note,due\n"

printable = st.text(st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from('\n",\\n'))
numbers: st.SearchStrategy[int | str] = st.integers(-MAX_INTEGER, MAX_INTEGER)
identifiers = st.from_regex(r"[A-Za-z0-9_+\-.]{1,8}", fullmatch=True)
dates = st.dates().map(date.isoformat)
VALUES: dict[FieldType, st.SearchStrategy[int | str]] = {
    FieldType.COUNT: numbers,
    FieldType.DECIMAL: numbers,
    FieldType.CODE: st.sampled_from(sorted(FORM.codelists["CL"].by_id)),
    FieldType.TEXT: printable.filter(bool),
    FieldType.DATE: dates,
    FieldType.YES_NO: st.sampled_from("YN"),
    FieldType.REFERENCE: identifiers,
}
flags = st.sets(st.sampled_from([str(flag) for flag in Flag])).map(lambda some: "".join(sorted(some)))


@st.composite
def answered(draw: st.DrawFn) -> tuple[Place, Cell]:
    table = draw(st.sampled_from(sorted(FORM.tables.values(), key=lambda each: each.id)))
    field = draw(st.sampled_from([each for each in table.fields if each.calculation is None]))
    countries = st.sampled_from(sorted(FORM.codelists["COUNTRIES"].by_id))
    key = tuple(draw(identifiers if dimension is ROW else countries) for dimension in table.dimensions)
    value: int | str | None = draw(st.none() | VALUES[field.type])
    reason = draw(st.sampled_from(Reason)) if value is None else None
    due = draw(st.just("") | dates) if reason is Reason.PENDING else ""
    return Place(table.id, key, field.id), Cell(value, reason, draw(flags), draw(printable), due)


cells = st.lists(answered(), max_size=8).map(dict)


@given(cells)
def test_facts_read_back_as_the_cells_they_were_written_from(given_cells: dict[Place, Cell]) -> None:
    assert read_facts(write_facts(given_cells, FORM), FORM) == given_cells


@given(cells, st.randoms(use_true_random=False))
def test_the_same_cells_are_the_same_bytes_in_whatever_order(given_cells: dict[Place, Cell], shuffle: random.Random) -> None:
    items = list(given_cells.items())
    shuffle.shuffle(items)
    assert write_facts(dict(items), FORM) == write_facts(given_cells, FORM)


@given(cells.map(lambda some: write_facts(some, FORM)), st.data())
def test_a_text_of_facts_is_refused_or_is_exactly_what_its_cells_are_written_as(text: bytes, data: st.DataObject) -> None:
    # One alteration somewhere: the ways in which a careless or hostile writer would differ.
    at = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(at, min(len(text), at + 3)))
    inserted = data.draw(
        st.sampled_from([b"", b",", b'"', b'""', b"\n", b"\\", b"0", b"-", b".", b"\r", b"\x00", b"T[GN].N,1,,,,\n", b"E"])
    )
    altered = text[:at] + inserted + text[end:]
    try:
        read = read_facts(altered, FORM)
    except FactsRefused:
        return
    assert write_facts(read, FORM) == altered


@given(st.lists(st.lists(printable, min_size=5, max_size=5), max_size=4))
@example([['a,b"', "", "", "\\", ""]])
def test_columns_are_ordinary_csv_that_other_programs_read(rows: list[list[str]]) -> None:
    escaped = [[column.replace("\\", "\\\\").replace("\n", "\\n") for column in row] for row in rows]
    facts = [FactRow(f"T{number:02d}", *row) for number, row in enumerate(escaped)]
    text = write_rows(facts)
    assert read_rows(text) == facts
    found = list(csv.reader(io.StringIO(text.decode(), newline=""), strict=True))
    assert found[1:] == [list(fact) for fact in facts]


def test_a_text_is_written_as_people_can_read_it() -> None:
    written = write_facts(
        {
            Place("T", ("GN",), "P1"): Cell(-5, flags="EP"),
            Place("T", ("GN",), "N"): Cell(0),
            Place("T", ("GN",), "P3"): Cell(reason=Reason.PENDING, due="2026-05-01", note="later"),
            Place("A", (), "TXT"): Cell('first line\nsecond, with "quotes" and a \\'),
        },
        FORM,
    )
    assert written.decode() == (
        HEADER + 'A.TXT,"first line\\nsecond, with ""quotes"" and a \\\\",,,,\n'
        "T[GN].N,0,,,,\n"
        "T[GN].P1,-0.5,,EP,,\n"
        "T[GN].P3,,PEND,,later,2026-05-01\n"
    )


def test_no_answers_are_the_heading_alone() -> None:
    assert write_facts({}, FORM) == HEADER.encode()
    assert read_facts(HEADER.encode(), FORM) == {}


REFUSED = {
    "no heading": ("T[GN].N,1,,,,\n", 1),
    "nothing at all": ("", 1),
    "a byte order mark": ("\ufeff" + HEADER, 1),
    "a line that is not ended": (HEADER + "T[GN].N,1,,,,", 2),
    "an empty line": (HEADER + "\n", 2),
    "five columns": (HEADER + "T[GN].N,1,,,\n", 2),
    "seven columns": (HEADER + "T[GN].N,1,,,,,\n", 2),
    "a place twice": (HEADER + "T[GN].N,1,,,,\nT[GN].N,1,,,,\n", 3),
    "places out of order": (HEADER + "T[GN].P1,1.0,,,,\nT[GN].N,1,,,,\n", 3),
    "quotation marks that are not needed": (HEADER + 'T[GN].N,"1",,,,\n', 2),
    "a quotation mark inside": (HEADER + 'A.TXT,a"b,,,,\n', 2),
    "a quotation that does not end": (HEADER + 'A.TXT,"a,,,,\n', 2),
    "text after a quotation": (HEADER + 'A.TXT,"a,"b,,,,\n', 2),
    "a carriage return": (HEADER + "A.TXT,a\r,,,,\n", 2),
    "the character zero": (HEADER + "A.TXT,a\x00,,,,\n", 2),
    "a tabulator": (HEADER + "A.TXT,a\tb,,,,\n", 2),
    "a control character beyond ASCII": (HEADER + "A.TXT,a\x85,,,,\n", 2),
    "a backslash alone": (HEADER + "A.TXT,a\\,,,,\n", 2),
    "an unknown escape": (HEADER + "A.TXT,\\t,,,,\n", 2),
    "an unknown escape in a note": (HEADER + "T[GN].N,1,,,\\x,\n", 2),
    "no name of a cell": (HEADER + "T[GN] N,1,,,,\n", 2),
    "an unknown table": (HEADER + "X[GN].N,1,,,,\n", 2),
    "an unknown field": (HEADER + "T[GN].X,1,,,,\n", 2),
    "a key too few": (HEADER + "T.N,1,,,,\n", 2),
    "a key too many": (HEADER + "T[GN/ML].N,1,,,,\n", 2),
    "an unknown country": (HEADER + "T[ZZ].N,1,,,,\n", 2),
    "a calculated field": (HEADER + "T[GN].SUM,1,,,,\n", 2),
    "neither value nor reason": (HEADER + "T[GN].N,,,,note,\n", 2),
    "value and reason": (HEADER + "T[GN].N,1,NC,,,\n", 2),
    "an unknown reason": (HEADER + "T[GN].N,,XX,,,\n", 2),
    "flags out of order": (HEADER + "T[GN].N,1,,PE,,\n", 2),
    "a flag twice": (HEADER + "T[GN].N,1,,EE,,\n", 2),
    "an unknown flag": (HEADER + "T[GN].N,1,,X,,\n", 2),
    "a due date without its reason": (HEADER + "T[GN].N,1,,,,2026-01-01\n", 2),
    "a due date that is none": (HEADER + "T[GN].N,,PEND,,,2026-02-30\n", 2),
    "a zero in front": (HEADER + "T[GN].N,01,,,,\n", 2),
    "minus zero": (HEADER + "T[GN].N,-0,,,,\n", 2),
    "a plus sign": (HEADER + "T[GN].N,+1,,,,\n", 2),
    "decimal places of a count": (HEADER + "T[GN].N,1.0,,,,\n", 2),
    "an exponent": (HEADER + "T[GN].N,1e3,,,,\n", 2),
    "digits of another script": (HEADER + "T[GN].N,١,,,,\n", 2),
    "a number beyond 53 bits": (HEADER + f"T[GN].N,{MAX_INTEGER + 1},,,,\n", 2),
    "a number of a thousand digits": (HEADER + f"T[GN].N,{'9' * 1000},,,,\n", 2),
    "too few decimal places": (HEADER + "T[GN].P1,1,,,,\n", 2),
    "too many decimal places": (HEADER + "T[GN].P1,1.00,,,,\n", 2),
    "no digit before the point": (HEADER + "T[GN].P1,.5,,,,\n", 2),
    "zeros before a decimal": (HEADER + "T[GN].P1,00.5,,,,\n", 2),
    "a decimal minus zero": (HEADER + "T[GN].P1,-0.0,,,,\n", 2),
    "a minus inside": (HEADER + "T[GN].P1,1.-,,,,\n", 2),
    "an unknown code": (HEADER + "T[GN].C,3,,,,\n", 2),
    "a yes in words": (HEADER + "T[GN].YN,yes,,,,\n", 2),
    "a date that is not in the calendar": (HEADER + "A.DAY,2025-02-29,,,,\n", 2),
    "a date in another spelling": (HEADER + "A.DAY,20250228,,,,\n", 2),
    "a reference that is no row": (HEADER + "R[GN/a].REF,a b,,,,\n", 2),
}


@pytest.mark.parametrize("name", REFUSED)
def test_facts_are_refused_with_their_line(name: str) -> None:
    text, line = REFUSED[name]
    with pytest.raises(FactsRefused) as refused:
        read_facts(text.encode(), FORM)
    assert refused.value.details["line"] == line
    assert str(refused.value)


def test_bytes_that_are_no_text_are_refused_with_their_line() -> None:
    for bad in (b"\xff", b"\xed\xa0\x80", b"\xc0\x80"):
        with pytest.raises(FactsRefused) as refused:
            read_facts(HEADER.encode() + b"A.TXT," + bad + b",,,,\n", FORM)
        assert refused.value.details["line"] == 2


UNWRITABLE = {
    "a blank cell": (Place("T", ("GN",), "N"), Cell()),
    "a note without an answer": (Place("T", ("GN",), "N"), Cell(note="why")),
    "a text that could not be read": (Place("T", ("GN",), "N"), Cell(typed="many")),
    "value and reason": (Place("T", ("GN",), "N"), Cell(1, Reason.NOT_COLLECTED)),
    "an empty text": (Place("A", (), "TXT"), Cell("")),
    "the character zero": (Place("A", (), "TXT"), Cell("a\x00")),
    "half a character": (Place("A", (), "TXT"), Cell("\ud800")),
    "a control character in a note": (Place("T", ("GN",), "N"), Cell(1, note="\x1b")),
    "a text where a number belongs": (Place("T", ("GN",), "N"), Cell("1")),
    "a truth where a number belongs": (Place("T", ("GN",), "N"), Cell(True)),
    "a number where a text belongs": (Place("A", (), "TXT"), Cell(1)),
    "a number beyond 53 bits": (Place("T", ("GN",), "N"), Cell(MAX_INTEGER + 1)),
    "an unknown code": (Place("T", ("GN",), "C"), Cell("3")),
    "a date that is none": (Place("A", (), "DAY"), Cell("2025-02-29")),
    "flags out of order": (Place("T", ("GN",), "N"), Cell(1, flags="PE")),
    "a due date without its reason": (Place("T", ("GN",), "N"), Cell(1, due="2026-01-01")),
    "a calculated field": (Place("T", ("GN",), "SUM"), Cell(1)),
    "an unknown country": (Place("T", ("ZZ",), "N"), Cell(1)),
    "a key that breaks the grammar": (Place("R", ("GN", "a/b"), "TXT"), Cell("x")),
}


@pytest.mark.parametrize("name", UNWRITABLE)
def test_what_would_not_read_back_is_not_written(name: str) -> None:
    place, cell = UNWRITABLE[name]
    with pytest.raises(FactsUnwritable) as refused:
        write_facts({Place("T", ("ML",), "N"): Cell(1), place: cell}, FORM)
    assert [found for found, _ in refused.value.problems] == [place]
    assert str(place) in str(refused.value)


def test_every_obstacle_is_named_at_once() -> None:
    many = {Place("R", ("GN", f"r{number:02d}"), "TXT"): Cell("") for number in range(30)}
    with pytest.raises(FactsUnwritable) as refused:
        write_facts(many, FORM)
    assert [place for place, _ in refused.value.problems] == sorted(many)
    assert refused.value.details["count"] == 30


def test_a_line_is_the_same_alone_as_in_the_file() -> None:
    rows = [FactRow("A.TXT", 'a,"b"'), FactRow("T[GN].N", "1")]
    assert write_rows(rows).decode().splitlines()[1:] == [fact_line(row) for row in rows]
