"""The reference extract: what its lines, its gaps and its odd lines mean."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readmission.errors import StatisticsError
from readmission.statistics import shipped
from readmission.statistics.columns import LineUnreadable, NotUtf8, WrongColumns
from readmission.statistics.extract import Figure, FigureTwice, ReferenceExtract, read_extract

HEAD = "dataset,time,geo,citizen,value,flag\n"
CODES = {"GR": "EL", "GB": "UK"}


def extract(*lines: str) -> ReferenceExtract:
    return read_extract((HEAD + "".join(f"{line}\n" for line in lines)).encode(), CODES, name="figures.csv")


def test_a_figure_keeps_its_value_and_its_flag() -> None:
    assert extract("migr_eiord,2015,BE,GN,410,bp").figure("migr_eiord", 2015, "BE", "GN") == Figure(410, "bp")


def test_an_absent_row_of_a_published_series_is_zero() -> None:
    figures = extract("migr_eiord,2015,BE,GN,410,", "migr_eiord,2015,DE,ML,5,")
    assert figures.figure("migr_eiord", 2015, "BE", "ML") == Figure(0)


def test_a_series_that_is_absent_altogether_is_not_available() -> None:
    figures = extract("migr_eiord,2015,BE,GN,410,", "migr_eiord,2015,DE,ML,5,")
    assert figures.figure("migr_eiord", 2014, "BE", "GN") is None
    assert figures.figure("migr_eirtn", 2015, "BE", "GN") is None


def test_a_series_of_nothing_but_colons_does_not_make_zeros() -> None:
    figures = extract("migr_eiord,2014,AT,TOTAL,:,", "migr_eiord,2014,BE,GN,5,")
    assert figures.figure("migr_eiord", 2014, "AT", "TOTAL") == Figure(None)
    assert figures.figure("migr_eiord", 2014, "AT", "GN") is None


def test_a_citizenship_that_the_extract_never_names_is_not_zero() -> None:
    assert extract("migr_eiord,2015,BE,GN,410,").figure("migr_eiord", 2015, "BE", "AE") is None


def test_iso_codes_are_turned_into_those_of_the_file() -> None:
    figures = extract("migr_eiord,2015,EL,GN,15,")
    assert figures.figure("migr_eiord", 2015, "GR", "GN") == figures.figure("migr_eiord", 2015, "EL", "GN") == Figure(15)


def test_columns_are_found_by_their_headings() -> None:
    data = b"flag,value,citizen,geo,time,dataset\nd,20,GN,BE,2015,migr_eiord\n"
    assert read_extract(data, CODES).figure("migr_eiord", 2015, "BE", "GN") == Figure(20, "d")


ODD = {
    "a value that is no number": "migr_eiord,2015,BE,GN,4.100,",
    "a negative value": "migr_eiord,2015,BE,GN,-5,",
    "an empty value": "migr_eiord,2015,BE,GN,,",
    "a flag nobody publishes": "migr_eiord,2015,BE,GN,5,x",
    "a year of two digits": "migr_eiord,15,BE,GN,5,",
    "a label instead of a code": "migr_eiord,2015,Belgium,GN,5,",
    "a column too many": "migr_eiord,2015,BE,GN,5,,",
    "an open quotation mark": 'migr_eiord,2015,BE,GN,5,"',
    "digits of another script": "migr_eiord,2015,BE,GN,٥,",
}


@pytest.mark.parametrize("line", ODD.values(), ids=ODD)
def test_an_odd_line_is_refused_with_its_number(line: str) -> None:
    with pytest.raises(LineUnreadable) as refused:
        extract("migr_eiord,2015,DE,GN,5,", line)
    assert refused.value.details["line"] == 3
    assert refused.value.place == "figures.csv"
    assert "Line 3" in str(refused.value)


def test_the_same_figure_on_two_lines_is_refused() -> None:
    with pytest.raises(FigureTwice):
        extract("migr_eiord,2015,BE,GN,5,", "migr_eiord,2015,BE,GN,5,")


@pytest.mark.parametrize("head", ["", "dataset,time,geo,citizen,value\n", HEAD.replace("geo", "country"), "\n"])
def test_other_headings_are_refused(head: str) -> None:
    with pytest.raises(WrongColumns):
        read_extract(head.encode(), CODES)


def test_a_file_that_is_not_utf_8_is_refused() -> None:
    with pytest.raises(NotUtf8):
        read_extract(HEAD.encode("utf-16"), CODES)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_with_a_typed_error(data: bytes) -> None:
    with contextlib.suppress(StatisticsError):
        assert read_extract(HEAD.encode() + data, CODES).sha512


def test_the_shipped_extract_holds_the_published_totals() -> None:
    figures = shipped.extract()
    totals = {
        ("migr_eiord", 2014): 470_080,
        ("migr_eiord", 2015): 533_395,
        ("migr_eiord", 2016): 493_785,
        ("migr_eirtn", 2016): 247_165,
        ("migr_eipre", 2015): 2_154_675,
    }
    for (dataset, year), total in totals.items():
        found = figures.figure(dataset, year, "EU28", "TOTAL")
        assert found is not None
        assert found.value == total


def test_austria_of_2014_is_not_available_in_the_shipped_extract() -> None:
    figures = shipped.extract()
    assert figures.figure("migr_eiord", 2014, "AT", "AF") is None
    assert figures.figure("migr_eiord", 2015, "AT", "AF") is not None


def test_figures_of_many_are_those_of_each() -> None:
    figures = shipped.extract()
    found = figures.figures("migr_eiord", 2015, ("BE", "GR", "IS"), ("GN", "XK"))
    assert (found["BE", "GN"], found["GR", "XK"]) == (680, 25)
    assert found["IS", "GN"] is None
    assert len(found) == 6
