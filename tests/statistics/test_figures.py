"""Figures of several files together: the newer one is used, totals are no breakdowns, the rest is counted."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from readmission.statistics.extract import Figure, FigureTwice, read_extract
from readmission.statistics.figures import FiguresDiffer, FileReport, Gathered, Wanted
from readmission.statistics.observations import Observation

OLD, NEW = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 6, 11, tzinfo=UTC)
WANTED = Wanted(
    {"migr_eiord": frozenset({(), (("sex", "M"),)}), "migr_eirtn1": frozenset({()})},
    frozenset({"2025"}),
    frozenset({"BE", "EL"}),
    frozenset({"GN", "CN", "CN_X_HK", "TOTAL"}),
)
KNOWN = {"geo": frozenset({"DE", "EU27_2020"}), "citizen": frozenset({"STLS"})}


def one(
    value: int | None,
    *,
    updated: datetime | None = None,
    flags: str = "",
    time: str = "2025",
    dataset: str = "migr_eiord",
    **said: str,
) -> Observation:
    dimensions = {"freq": "A", "geo": "BE", "citizen": "GN", "sex": "T", "age": "TOTAL", "unit": "PER"} | said
    return Observation(dataset, dimensions, time, value, flags, updated, 7)


def gathered(*files: list[Observation]) -> Gathered:
    found = Gathered({"GR": "EL", "GB": "UK"}, {"CN": ("CN_X_HK", "without Hong Kong")})
    for number, observations in enumerate(files):
        found.add(observations, WANTED, KNOWN, FileReport(f"{number}.tsv", "", "TSV"))
    return found


def orders(found: Gathered, state: str = "BE", citizen: str = "GN") -> Figure | None:
    return found.figure("migr_eiord", 2025, state, citizen)


@pytest.mark.parametrize(
    "files", [([one(410, updated=OLD)], [one(420, updated=NEW)]), ([one(420, updated=NEW)], [one(410, updated=OLD)])]
)
def test_the_newer_figure_is_used_in_whatever_order_files_come(files: tuple[list[Observation], ...]) -> None:
    assert orders(gathered(*files)) == Figure(420)


def test_a_figure_with_a_date_is_newer_than_one_without() -> None:
    assert orders(gathered([one(420, updated=OLD)], [one(410)])) == Figure(420)


def test_two_files_that_differ_and_say_no_date_are_refused() -> None:
    with pytest.raises(FiguresDiffer) as refused:
        gathered([one(410)], [one(420)])
    assert (refused.value.place, refused.value.details["other"]) == ("1.tsv", "0.tsv")
    assert orders(gathered([one(410)], [one(410)])) == Figure(410)


def test_a_figure_that_stands_twice_in_a_file_is_refused() -> None:
    with pytest.raises(FigureTwice):
        gathered([one(410), one(410)])


def test_a_total_over_a_breakdown_is_the_figure_and_a_part_is_not() -> None:
    found = gathered([one(410), one(300, sex="M"), one(110, sex="F")])
    assert orders(found) == Figure(410)
    assert found.figure("migr_eiord", 2025, "BE", "GN", rest=(("sex", "M"),)) == Figure(300)
    assert found.reports[0].outside == 1


def test_an_absent_row_of_a_download_is_not_zero_but_one_of_our_extract_is() -> None:
    found = gathered([one(410)])
    assert orders(found, "EL") is None
    lines = b"dataset,time,geo,citizen,value,flag\nmigr_eiord,2025,EL,CN,5,\nmigr_eiord,2025,BE,GN,410,\n"
    found.add_extract(read_extract(lines, found.codes), FileReport("ours.csv", "", "extract"))
    assert orders(found, "GR") == Figure(0)
    assert orders(found, "BE", "CN") == Figure(0)


def test_codes_that_differ_from_iso_are_found() -> None:
    assert orders(gathered([one(15, geo="EL")]), "GR") == Figure(15)
    assert orders(gathered([one(15, geo="GR")]), "EL") == Figure(15)


def test_china_without_hong_kong_stands_in_and_says_so() -> None:
    assert orders(gathered([one(15, citizen="CN_X_HK")]), citizen="CN") == Figure(15, note="without Hong Kong")
    assert orders(gathered([one(15, citizen="CN_X_HK"), one(20, citizen="CN")]), citizen="CN") == Figure(20)


def test_what_nobody_asked_for_is_counted_and_what_has_no_code_is_listed() -> None:
    found = gathered(
        [
            one(1, geo="EU27_2020"),
            one(1, citizen="STLS"),
            one(1, time="2019"),
            one(1, citizen="ZZ"),
            one(1, citizen="ZZ", geo="EL"),
            one(1, geo="XX"),
            one(1, unit="PC"),
            one(1, dataset="migr_resvalid"),
        ]
    )
    (report,) = found.reports
    assert (report.used, report.outside) == (0, 3)
    assert list(report.unmapped) == [
        ("citizen", "ZZ", 2),
        ("dataset", "migr_resvalid", 1),
        ("geo", "XX", 1),
        ("unit", "PC", 1),
    ]


def test_the_date_is_that_of_the_oldest_file_in_use() -> None:
    assert gathered([one(410, updated=NEW)], [one(5, updated=OLD, citizen="CN")]).updated == OLD
    assert gathered([one(410, updated=NEW)], [one(5, citizen="CN")]).updated is None


def test_a_refused_file_leaves_the_figures_of_the_others() -> None:
    found = gathered([one(410)])

    def broken() -> Iterator[Observation]:
        yield one(5, citizen="CN")
        yield one(420)

    with pytest.raises(FiguresDiffer):
        found.add(broken(), WANTED, KNOWN, FileReport("x", "", "TSV"))
    assert (orders(found), orders(found, citizen="CN")) == (Figure(410), None)
