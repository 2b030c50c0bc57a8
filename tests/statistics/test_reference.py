"""Published figures become cells where the form says which series feeds which field."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeAlias

import pytest

from assessed_round import small_form
from readmission import assets
from readmission.answers.facts import read_facts, write_facts
from readmission.answers.model import Cell, Place, Reason
from readmission.form.model import Dimension, DimensionKind, Field, FieldType, Form, Origin, Shape, Table
from readmission.form.reader import form_files, read_form
from readmission.statistics.extract import Figure, read_extract
from readmission.statistics.figures import FileReport, Gathered, Wanted
from readmission.statistics.observations import Observation
from readmission.statistics.reference import ReferenceState, cell_of, coverage, reference_cells, series_asked


def form() -> Form:
    by_country = (
        Field("E_RD", FieldType.COUNT, "", sdmx=(("dataset", "migr_eiord"),)),
        Field("OWN", FieldType.COUNT, "without coordinates"),
    )
    national = (Field("E_RD_TOTAL", FieldType.COUNT, "", sdmx=(("dataset", "migr_eiord"), ("citizen", "TOTAL"))),)
    country = Dimension("country", DimensionKind.COUNTRY, "CL_COUNTRY")
    base = small_form()
    tables = {
        "E": Table("E", "", Shape.GRID, (country,), by_country, Origin.REFERENCE),
        "EN": Table("EN", "", Shape.FORM, (), national, Origin.REFERENCE),
    }
    return replace(base, tables=base.tables | tables)


EXTRACT = read_extract(
    b"dataset,time,geo,citizen,value,flag\n"
    b"migr_eiord,2015,BE,GN,410,b\nmigr_eiord,2015,BE,TOTAL,31045,\nmigr_eiord,2015,BE,NP,:,c\nmigr_eiord,2015,DE,ML,5,\n",
    {},
)


def test_the_form_says_which_series_feeds_which_field() -> None:
    cells = reference_cells(EXTRACT, form(), year=2015, state="BE", countries=("GN", "ML", "NP"))
    assert cells == {
        Place("E", ("GN",), "E_RD"): Cell(value=410, flags="B"),
        Place("E", ("ML",), "E_RD"): Cell(value=0),
        Place("E", ("NP",), "E_RD"): Cell(reason=Reason.WITHHELD, flags="C"),
        Place("EN", (), "E_RD_TOTAL"): Cell(value=31045),
    }


def test_a_series_that_does_not_exist_gives_no_cell() -> None:
    assert reference_cells(EXTRACT, form(), year=2015, state="IS", countries=("GN",)) == {}


CELLS = {
    "not available": (Figure(None), Cell(reason=Reason.NOT_COLLECTED)),
    "confidential": (Figure(None, "c"), Cell(reason=Reason.WITHHELD, flags="C")),
    "not applicable": (Figure(None, "z"), Cell(reason=Reason.NOT_APPLICABLE, note="Eurostat: z")),
    "an estimate of Eurostat": (Figure(5, "s"), Cell(value=5, flags="E")),
    "several flags in our order": (Figure(5, "pb"), Cell(value=5, flags="BP")),
    "a flag without a letter here": (Figure(5, "n"), Cell(value=5, note="Eurostat: n")),
}


@pytest.mark.parametrize(("figure", "cell"), CELLS.values(), ids=CELLS)
def test_a_figure_becomes_a_cell(figure: Figure, cell: Cell) -> None:
    assert cell_of(figure) == cell


PUBLISHED = read_form(form_files(assets.forms() / "2025"))
QUARTERS = tuple((f"2025-Q{number}", value) for number, value in zip(range(1, 5), (20, 15, 10, 5), strict=True))


Stated: TypeAlias = tuple[str, str, int | None, dict[str, str]]


def quarters_of(dataset: str, **said: str) -> list[Stated]:
    return [(dataset, time, value, said) for time, value in QUARTERS]


def published(*observations: Stated, flags: str = "") -> Gathered:
    wanted = Wanted(series_asked(PUBLISHED), frozenset({"2025"}), frozenset({"BE"}), frozenset({"GN", "TOTAL"}))
    found = Gathered({})
    stated = [
        Observation(dataset, {"geo": "BE", "citizen": "GN"} | said, time, value, flags, datetime(2026, 6, 11, tzinfo=UTC))
        for dataset, time, value, said in observations
    ]
    found.add(stated, wanted, {}, FileReport("", "", ""))
    return found


def cells(found: Gathered) -> dict[str, Cell]:
    return {
        str(place): cell for place, cell in reference_cells(found, PUBLISHED, year=2025, state="BE", countries=("GN",)).items()
    }


def test_the_year_is_used_where_it_is_published() -> None:
    quarters = quarters_of("migr_eiord1")
    found = cells(published(("migr_eiord", "2025", 45, {}), *quarters))
    assert found["E[GN].E_RD"] == Cell(value=45)
    assert found["EQ[GN/Q1].E_RDQ"] == Cell(value=20)


def test_the_sum_of_the_quarters_stands_in_until_the_year_is_published() -> None:
    quarters = quarters_of("migr_eiord1")
    found = cells(published(*quarters, flags="b"))
    assert found["E[GN].E_RD"] == Cell(value=50, flags="BP", note="sum of the four quarters, migr_eiord1")
    not_available = cells(published(("migr_eiord", "2025", None, {}), *quarters))
    assert not_available["E[GN].E_RD"].value == 50


def test_three_quarters_are_no_year() -> None:
    found = cells(published(*quarters_of("migr_eiord1")[:3]))
    assert "E[GN].E_RD" not in found
    assert found["EQ[GN/Q3].E_RDQ"] == Cell(value=10)


def test_a_confidential_year_is_not_replaced_by_its_quarters() -> None:
    quarters = quarters_of("migr_eiord1")
    found = published(*quarters)
    confidential = Observation("migr_eiord", {"geo": "BE", "citizen": "GN"}, "2025", None, "c")
    wanted = Wanted(series_asked(PUBLISHED), frozenset({"2025"}), frozenset({"BE"}), frozenset({"GN"}))
    found.add([confidential], wanted, {}, FileReport("", "", ""))
    assert cells(found)["E[GN].E_RD"] == Cell(reason=Reason.WITHHELD, flags="C")


def test_breakdowns_destinations_and_asylum_feed_their_own_fields() -> None:
    kinds = quarters_of("migr_eirtn1", **{"return": "VOLU"})
    found = cells(
        published(
            ("migr_eirtn", "2025", 60, {"c_dest": "TOTAL"}),
            ("migr_eirtn", "2025", 55, {"c_dest": "TC"}),
            ("migr_asyappctza", "2025", 90, {"applicant": "FRST"}),
            ("migr_asydcfsta", "2025", 80, {"decision": "TOTAL"}),
            ("migr_asydcfsta", "2025", 30, {"decision": "TOTAL_POS"}),
            ("frontex_detections", "2025", 700, {}),
            ("migr_eiord", "2025", 31045, {"citizen": "TOTAL"}),
            *kinds,
        )
    )
    values = {name: cell.value for name, cell in found.items()}
    assert values == {
        "E[GN].E_RT": 60,
        "E[GN].E_RT3": 55,
        "E[GN].E_VOL": 50,
        "E[GN].ASY_APP": 90,
        "E[GN].ASY_DEC": 80,
        "E[GN].ASY_POS": 30,
        "E[GN].DETECTED": 700,
        "EN.E_RD_TOTAL": 31045,
        "EC.UPDATED": "2026-06-11",
    }


def test_how_much_there_is_to_compare_with_is_counted() -> None:
    quarters = quarters_of("migr_eirtn1")
    found = published(("migr_eiord", "2025", None, {}), *quarters)
    counted = {
        (line.table, line.field): (dict(line.states), line.available)
        for line in coverage(found, PUBLISHED, year=2025, states=("BE", "EL"), countries=("GN",))
    }
    none, quarterly, annual = ReferenceState.NONE, ReferenceState.QUARTERLY, ReferenceState.ANNUAL
    assert counted["E", "E_RD"] == ({annual: 1, none: 1}, 0)
    assert counted["E", "E_RT"] == ({quarterly: 1, none: 1}, 1)
    assert counted["EQ", "E_RTQ"] == ({quarterly: 4, none: 4}, 4)


def test_cells_of_gathered_figures_can_be_written_as_facts() -> None:
    quarters = quarters_of("migr_eiord1")
    found = reference_cells(published(*quarters), PUBLISHED, year=2025, state="BE", countries=("GN",))
    assert read_facts(write_facts(found, PUBLISHED), PUBLISHED) == found
