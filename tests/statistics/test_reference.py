"""Published figures become cells where the form says which series feeds which field."""

from dataclasses import replace

import pytest

from assessed_round import small_form
from readmission.answers.model import Cell, Place, Reason
from readmission.form.model import Dimension, DimensionKind, Field, FieldType, Form, Origin, Shape, Table
from readmission.statistics.extract import Figure, read_extract
from readmission.statistics.reference import cell_of, reference_cells


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
