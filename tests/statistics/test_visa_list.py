"""The dated visa list and the country codes."""

from datetime import date

import pytest

from readmission.statistics import shipped
from readmission.statistics.columns import LineUnreadable
from readmission.statistics.country_codes import read_country_codes
from readmission.statistics.visa_list import VisaList, read_visa_list

HEAD = "country,annex_part,since,until,certainty,note\n"


def visas(*lines: str) -> VisaList:
    return read_visa_list((HEAD + "".join(f"{line}\n" for line in lines)).encode(), name="visas.csv")


def test_both_days_of_a_period_are_included() -> None:
    found = visas("UA,1,2001-01-01,2017-06-10,general knowledge,")
    assert "UA" in found.required(date(2017, 6, 10))
    assert "UA" not in found.required(date(2017, 6, 11))
    assert "UA" not in found.required(date(2000, 12, 31))


def test_a_country_can_come_back_to_the_list() -> None:
    found = visas("VU,1,,2015-05-27,general knowledge,", "VU,1,2025-01-01,,read,")
    assert [year for year in (2014, 2015, 2016, 2024, 2025) if "VU" in found.required_in(year)] == [2014, 2025]


ODD = {
    "periods of a country that overlap": ("VU,1,,2016-05-27,read,", "VU,1,2016-01-01,,read,"),
    "a period that ends before it begins": ("VU,1,2016-01-01,2015-01-01,read,",),
    "a date that is none": ("VU,1,2016-13-01,,read,",),
    "a date in another writing": ("VU,1,20160101,,read,",),
    "a certainty nobody defined": ("VU,1,,,surely,",),
    "a country that is no code": ("Vanuatu,1,,,read,",),
    "a part that is no number": ("VU,one,,,read,",),
}


@pytest.mark.parametrize("lines", ODD.values(), ids=ODD)
def test_an_odd_line_is_refused_with_its_number(lines: tuple[str, ...]) -> None:
    with pytest.raises(LineUnreadable) as refused:
        visas(*lines)
    assert refused.value.details["line"] == len(lines) + 1


def test_the_shipped_list_of_2016_has_kosovo_ukraine_and_georgia_but_not_vanuatu() -> None:
    found = shipped.visa_list().required_in(2016)
    assert {"XK", "UA", "GE"} <= found.keys()
    assert not {"VU", "MD", "PE", "CO", "AE"} & found.keys()


def test_the_shipped_list_of_2026_is_annex_one_with_104_entries() -> None:
    found = shipped.visa_list().required_in(2026)
    assert len(found) == 104
    assert "VU" in found
    assert [period.country for period in found.values() if period.annex_part == 2] == ["PS"]


@pytest.mark.parametrize("line", ["GR,EL,\nGR,EK,", "GR,EL,\nEX,EL,", "Greece,EL,"])
def test_country_codes_that_are_odd_or_stand_twice_are_refused(line: str) -> None:
    with pytest.raises(LineUnreadable):
        read_country_codes(f"iso2,eurostat,note\n{line}\n".encode())


def test_the_shipped_codes_know_where_eurostat_differs() -> None:
    codes = shipped.country_codes()
    assert (codes["GR"], codes["GB"], codes["XK"], codes["CN"]) == ("EL", "UK", "XK", "CN")
