"""A form's numbers as SDMX-CSV 2.0: read back by us cell by cell, and by another program under the structures we publish."""

import contextlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas import isna
from pysdmx.io import get_datasets
from pysdmx.model import Codelist, Schema

from readmission import assets
from readmission.answers.model import Cell, Flag, Place, Reason
from readmission.errors import StatisticsError
from readmission.form.model import FieldType, Form
from readmission.form.reader import form_files, read_form
from readmission.statistics.columns import WrongColumns
from readmission.statistics.sdmx_csv import SdmxRead, Trouble, read_sdmx_csv, write_sdmx_csv
from readmission.statistics.structure import REASON_STATUSES, structures_of
from readmission.statistics.structure_xml import write_structures

FORM = read_form(form_files(assets.forms() / "2025"))
STATE, YEAR = "EL", 2025
CELLS = {
    Place("T01", ("GN",), "RD"): Cell(value=430, flags="BP"),
    Place("T01", ("GN",), "RD_M"): Cell(value=0),
    Place("T01", ("ML",), "RD"): Cell(reason=Reason.WITHHELD),
    Place("T14Q", ("GN", "Q1"), "RDPQ"): Cell(value=110),
    Place("T14", (), "NAT_RD"): Cell(value=10200, flags="E"),
}


def read(data: bytes, form: Form = FORM) -> SdmxRead:
    return read_sdmx_csv(data, form, state=STATE, year=YEAR, name="numbers.csv")


def lines(*changed: tuple[str, str]) -> bytes:
    text = write_sdmx_csv({Place("T01", ("GN",), "RD"): Cell(value=430)}, FORM, state=STATE, year=YEAR).decode()
    for old, new in changed:
        assert old in text
        text = text.replace(old, new, 1)
    return text.encode()


def numeric_places() -> list[Place]:
    found = []
    for structure in structures_of(FORM).structures:
        table = FORM.tables[structure.id]
        first, last = (
            tuple(list(FORM.codelists[dimension.codelist].by_id)[at] for dimension in table.dimensions) for at in (0, -1)
        )
        found += [Place(table.id, key, part) for part in structure.coordinates for key in dict.fromkeys((first, last))]
    return found


PLACES = numeric_places()
FLAGS = st.sets(st.sampled_from([flag.value for flag in Flag])).map(lambda letters: "".join(sorted(letters)))
CELL = st.one_of(
    st.builds(lambda value, flags: Cell(value=value, flags=flags), st.integers(0, 10**12), FLAGS),
    st.builds(lambda reason, flags: Cell(reason=reason, flags=flags), st.sampled_from(Reason), FLAGS),
)


def test_what_is_written_is_read_back() -> None:
    found = read(write_sdmx_csv(CELLS, FORM, state=STATE, year=YEAR))
    assert found.problems == []
    assert {row.place: row.cell for row in found.rows} == CELLS


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from(PLACES), CELL, max_size=60))
def test_every_number_of_every_table_comes_back_as_it_was(cells: dict[Place, Cell]) -> None:
    found = read(write_sdmx_csv(cells, FORM, state=STATE, year=YEAR))
    assert found.problems == []
    assert {row.place: row.cell for row in found.rows} == cells


def test_numbers_outside_of_the_tables_and_texts_are_not_written() -> None:
    cells = {
        Place("T13", ("GN",), "NOTE"): Cell(value="a text"),
        Place("T01", ("GN",), "RD"): Cell(typed="about 400"),
        Place("R1", ("GN", "a1"), "reply_days"): Cell(value=30),
    }
    assert write_sdmx_csv(cells, FORM, state=STATE, year=YEAR).count(b"\n") == 1


def test_another_program_reads_the_figures_under_the_published_structures(tmp_path: Path) -> None:
    numbers, structure = tmp_path / "numbers.csv", tmp_path / "structure.xml"
    numbers.write_bytes(write_sdmx_csv(CELLS, FORM, state=STATE, year=YEAR))
    structure.write_bytes(write_structures(structures_of(FORM), datetime(2026, 11, 24, 12, 0, tzinfo=UTC)))
    found = {}
    for dataset in get_datasets(numbers, structure):
        definition = dataset.structure
        assert isinstance(definition, Schema)
        found[definition.id] = dataset
        parts = {part.id: part for part in definition.components}
        for column in dataset.data.columns:
            said = set(dataset.data[column]) - {""}
            assert not said or column in parts, column
            listed = parts[column].enumeration if said else None
            if isinstance(listed, Codelist):
                assert said <= {code.id for code in listed.codes}
        assert all(set(dataset.data[part.id]) - {""} for part in definition.components.dimensions)
    assert set(found) == {"T01", "T14", "T14Q"}
    figures = found["T01"].data
    one = figures[(figures.COUNTERPART == "GN") & (figures.SEX == "_T")].iloc[0]
    assert (one.REF_AREA, one.TIME_PERIOD, one.OBS_VALUE, one.OBS_STATUS, one.OBS_FLAG) == ("EL", "2025", 430, "B", "BP")
    withheld = figures[figures.COUNTERPART == "ML"].iloc[0]
    assert isna(withheld.OBS_VALUE)
    assert withheld.OBS_STATUS == "Q"


def test_each_reason_has_a_status_of_its_own() -> None:
    assert set(REASON_STATUSES) == set(Reason)
    assert len(set(REASON_STATUSES.values())) == len(Reason)


BAD = {
    "another edition": (("(2025.0.0)", "(2024.0.0)"), Trouble.STRUCTURE),
    "another agency": (("ARTICLE_25A", "ESTAT"), Trouble.STRUCTURE),
    "no table": ((":T01(", ":T99("), Trouble.STRUCTURE),
    "another state": ((",EL,", ",BE,"), Trouble.STATE),
    "another year": ((",2025,", ",2024,"), Trouble.YEAR),
    "a country that is none": ((",GN,", ",QQ,"), Trouble.COORDINATES),
    "a measure that is none": ((",RD,", ",RDX,"), Trouble.COORDINATES),
    "a breakdown that is none": (("_T,_T", "_T,Y7"), Trouble.COORDINATES),
    "a number with a comma": ((",430,", ',"430,0",'), Trouble.VALUE),
    "a number with places": ((",430,", ",430.0,"), Trouble.VALUE),
    "an unknown status": ((",A,", ",Z,"), Trouble.STATUS),
    "an unknown flag": ((",A,,", ",A,X,"), Trouble.STATUS),
    "a figure and a reason": ((",A,", ",L,"), Trouble.BOTH),
    "neither a figure nor a reason": ((",430,", ",,"), Trouble.BOTH),
    "a column too many": (("DECISIONS", "DECISIONS,"), Trouble.LENGTH),
}


@pytest.mark.parametrize(("change", "trouble"), BAD.values(), ids=BAD)
def test_a_line_that_is_no_cell_is_told_with_its_number(change: tuple[str, str], trouble: Trouble) -> None:
    found = read(lines(change))
    assert found.rows == []
    assert [(problem.line, problem.trouble) for problem in found.problems] == [(2, trouble)]


def test_the_same_line_without_a_mistake_is_a_cell() -> None:
    assert len(read(lines()).rows) == 1


def test_a_cell_that_stands_twice_is_taken_once_and_told() -> None:
    text = lines()
    found = read(text + text.split(b"\n")[1] + b"\n")
    assert (len(found.rows), [problem.trouble for problem in found.problems]) == (1, [Trouble.TWICE])


def test_labels_actions_and_another_order_of_columns_do_not_matter() -> None:
    def row(head: list[str], text: str) -> bytes:
        return (",".join(head) + "\n" + text + "\n").encode()

    data = row(
        [
            *["ACTION", "OBS_VALUE", "TIME_PERIOD: Year", "MEASURE", "COUNTERPART: Third country", "REF_AREA", "SEX", "AGE"],
            *["REASON", "DEPARTURE", "PROCEDURE", "STRUCTURE_ID", "STRUCTURE"],
        ],
        "R,430,2025,RD: Decisions,GN: Guinea,EL: Greece,_T,_T,_T,_T,_T,ARTICLE_25A:T01(2025.0.0): Decisions,datastructure",
    )
    assert [row.place for row in read(data).rows] == [Place("T01", ("GN",), "RD")]
    assert read(data.replace(b"R,430", b"D,430")).problems[0].trouble is Trouble.ACTION


@pytest.mark.parametrize("head", [b"", b"place,value\n", b"STRUCTURE,STRUCTURE_ID,REF_AREA\n"])
def test_a_file_with_other_headings_is_refused(head: bytes) -> None:
    with pytest.raises(WrongColumns):
        read(head)


@given(st.binary(max_size=200))
def test_any_bytes_end_in_cells_problems_or_a_typed_error(data: bytes) -> None:
    with contextlib.suppress(StatisticsError):
        read(data)
    with contextlib.suppress(StatisticsError):
        found = read(lines() + data)
        assert all(FORM.tables[row.place.table].by_id[row.place.field].type is not FieldType.TEXT for row in found.rows)
