"""Downloads of published figures in every format: what is read, what is listed, what is refused. The numbers are invented."""

import contextlib
import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readmission.errors import StatisticsError
from readmission.statistics import shipped, source
from readmission.statistics.browser import NoTable, read_browser
from readmission.statistics.columns import LineUnreadable, NotUtf8, WrongColumns
from readmission.statistics.jsonstat import NotJsonStat
from readmission.statistics.labels import Labels
from readmission.statistics.observations import Observation, Unmapped
from readmission.statistics.recognition import Format, NoDataset, NotRecognised, dataset_of, format_of, read_download
from readmission.statistics.source import PackedBadly, Source, TooLarge

FILES = Path(__file__).parent / "files"
COUNTRIES = (("GN", "Guinea"), ("ML", "Mali"), ("BE", "Belgium"), ("DE", "Germany"), ("CI", "Côte d’Ivoire"))
LABELS = shipped.labels().with_countries(COUNTRIES)
UPDATED = datetime(2026, 6, 11, 11, 0, tzinfo=UTC)
PERSONS = {"sex": "T", "age": "TOTAL", "unit": "PER"}


def read(data: bytes, name: str, labels: Labels = LABELS) -> tuple[list[Observation], list[tuple[str, str, int]]]:
    unmapped = Unmapped()
    found = list(read_download(Source(data, name), labels, unmapped))
    return found, list(unmapped)


def read_file(name: str) -> list[Observation]:
    found, unmapped = read((FILES / name).read_bytes(), name)
    assert unmapped == []
    return found


def figures(found: list[Observation]) -> dict[tuple[str, str, str], tuple[int | None, str]]:
    return {(one.dimensions["geo"], one.dimensions["citizen"], one.time): (one.value, one.flags) for one in found}


FORMATS = {
    "migr_eirtn.tsv": Format.TSV,
    "estat_migr_eiord_older.tsv": Format.TSV,
    "orders_sdmx_1.csv": Format.SDMX_CSV,
    "orders_labels_both.csv": Format.SDMX_CSV,
    "orders_sdmx_2.csv": Format.SDMX_CSV,
    "returns.json": Format.JSON_STAT,
    "migr_eipre_1_Data.csv": Format.EXPLORER,
}


@pytest.mark.parametrize(("name", "form"), FORMATS.items())
def test_the_format_is_seen_from_the_content_not_from_the_name(name: str, form: Format) -> None:
    data = (FILES / name).read_bytes()
    assert format_of(Source(data, "download.bin")) is form
    assert format_of(Source(gzip.compress(data), "download.bin")) is form


def test_a_tsv_keeps_values_flags_and_what_is_not_available() -> None:
    found = read_file("migr_eirtn.tsv")
    assert figures(found) == {
        ("BE", "GN", "2023"): (25, ""),
        ("BE", "GN", "2024"): (30, "p"),
        ("BE", "GN", "2025"): (None, ""),
        ("EL", "GN", "2023"): (None, "c"),
        ("EL", "GN", "2024"): (0, ""),
        ("EL", "GN", "2025"): (5, "bp"),
        ("EL", "XK", "2023"): (1240, ""),
        ("EL", "XK", "2024"): (None, ""),
        ("EL", "XK", "2025"): (10, ""),
    }
    assert found[0].dimensions == PERSONS | {"freq": "A", "citizen": "GN", "c_dest": "TOTAL", "geo": "BE"}
    assert {one.dataset for one in found} == {"migr_eirtn"}


def test_an_older_tsv_with_other_dimensions_and_falling_years_is_read_by_its_head() -> None:
    found = read_file("estat_migr_eiord_older.tsv")
    assert figures(found)["UK", "GN", "2016"] == (15, "")
    assert figures(found)["BE", "CN_X_HK", "2016"] == (5, "d")


def test_a_packed_file_reads_as_the_file_in_it() -> None:
    data = (FILES / "migr_eirtn.tsv").read_bytes()
    assert read(gzip.compress(data), "migr_eirtn.tsv.gz") == read(data, "migr_eirtn.tsv")


def test_sdmx_csv_1_keeps_the_last_update_and_what_is_confidential() -> None:
    found = read_file("orders_sdmx_1.csv")
    assert {one.updated for one in found} == {UPDATED}
    assert {one.dataset for one in found} == {"migr_eiord"}
    assert figures(found) == {
        ("BE", "GN", "2025"): (410, ""),
        ("EL", "GN", "2025"): (None, "c"),
        ("EL", "ML", "2025"): (None, "c"),
        ("BE", "ML", "2024"): (15, "bp"),
    }
    assert found[3].dimensions["age"] == "Y18-34"


def test_labels_beside_codes_in_a_cell_change_nothing() -> None:
    (one,) = read_file("orders_labels_both.csv")
    assert one == Observation("migr_eiord", PERSONS | {"freq": "A", "citizen": "XK", "geo": "EL"}, "2025", 35, "p", UPDATED, 2)


def test_sdmx_csv_2_with_columns_of_labels_names_its_data_set() -> None:
    (one,) = read_file("orders_sdmx_2.csv")
    assert (one.dataset, one.time, one.value, one.flags) == ("migr_eiord1", "2025-Q3", 95, "p")
    assert one.dimensions == PERSONS | {"freq": "Q", "citizen": "GN", "geo": "BE"}


def test_columns_are_found_by_their_headings_in_any_order() -> None:
    head, row = "OBS_VALUE,geo,TIME_PERIOD,citizen,DATAFLOW", "410,BE,2025,GN,ESTAT:MIGR_EIORD(1.0)"
    (one,), _ = read(f"{head}\n{row}\n".encode(), "x")
    assert (one.value, one.dimensions) == (410, {"geo": "BE", "citizen": "GN"})
    (same,), _ = read(f"{head}\n{row}\n".replace(",", ";").encode("utf-8-sig"), "x")
    assert same == one


def test_json_stat_is_read_place_by_place() -> None:
    found = read_file("returns.json")
    assert figures(found) == {
        ("BE", "GN", "2024"): (25, ""),
        ("BE", "GN", "2025"): (30, "p"),
        ("EL", "GN", "2024"): (None, "c"),
        ("EL", "GN", "2025"): (5, ""),
        ("EL", "ML", "2024"): (0, ""),
        ("EL", "ML", "2025"): (None, ""),
    }
    assert {(one.dataset, one.dimensions["sex"]) for one in found} == {("migr_eirtn", "T")}
    assert {one.updated.isoformat() for one in found if one.updated} == {"2026-05-12T23:00:00+00:00"}


def test_labels_become_codes_and_those_without_one_are_counted() -> None:
    found, unmapped = read((FILES / "migr_eipre_1_Data.csv").read_bytes(), "migr_eipre_1_Data.csv")
    assert figures(found) == {
        ("DE", "CI", "2015"): (1240, ""),
        ("BE", "GN", "2015"): (1035, "b"),
        ("BE", "CN", "2015"): (12345, ""),
        ("EL", "XK", "2015"): (None, "c"),
        ("EL", "MK", "2015"): (5, "d"),
    }
    assert found[2].dimensions["age"] == "Y18-34"
    assert unmapped == [("citizen", "Atlantis", 2)]


def test_a_country_in_part_is_not_the_country() -> None:
    assert LABELS.code("citizen", "China except Hong Kong") == "CN_X_HK"
    assert LABELS.code("citizen", "China (except Taiwan)") is None
    assert LABELS.code("citizen", "guinea (1)") == "GN"


SHEET = [
    ["Data extracted on 24/11/2026 10:00:00 from [ESTAT]"],
    ["Dataset:", "", "Third country nationals ordered to leave [migr_eiord__custom_77]"],
    ["Last updated:", "", "11/06/2026 11:00"],
    [],
    ["Time frequency", "", "Annual"],
    ["Sex", "", "Total"],
    ["Country of citizenship", "", "Guinea"],
    [],
    ["TIME", "2024", "", "2025", ""],
    ["GEO (Labels)", "", "", "", ""],
    ["Belgium", "410", "", "420", "p"],
    ["Greece", ":", "c", "", ""],
    ["Atlantis", "5", "", "5", ""],
    [],
    ["Special value"],
    [":", "not available"],
]


def test_a_sheet_of_the_data_browser_is_read_by_its_head() -> None:
    unmapped = Unmapped()
    found = list(read_browser({"Summary": [["Contents"]], "Sheet 1": SHEET}, "", LABELS, unmapped))
    assert figures(found) == {
        ("BE", "GN", "2024"): (410, ""),
        ("BE", "GN", "2025"): (420, "p"),
        ("EL", "GN", "2024"): (None, "c"),
    }
    assert {(one.dataset, one.updated) for one in found} == {("migr_eiord", UPDATED)}
    assert list(unmapped) == [("geo", "Atlantis", 1)]


def test_codes_beside_labels_in_a_sheet_are_taken_first() -> None:
    rows = [["TIME", "", "2025"], ["GEO (Codes)", "GEO (Labels)", ""], ["EL", "Atlantis", "5"]]
    (one,) = read_browser({"1": rows}, "migr_eiord", LABELS, Unmapped())
    assert one.dimensions == {"geo": "EL"}


def test_a_workbook_without_a_table_is_refused() -> None:
    with pytest.raises(NoTable):
        list(read_browser({"Sheet 1": [["Budget"], ["2025", "1"]]}, "", LABELS, Unmapped()))


TSV_HEAD = b"freq,citizen,geo\\TIME_PERIOD\t2025 \n"
SDMX_HEAD = b"DATAFLOW,geo,citizen,TIME_PERIOD,OBS_VALUE\n"
ODD = {
    "a column too few in a TSV": TSV_HEAD + b"A,GN\t5 \n",
    "a value too many in a TSV": TSV_HEAD + b"A,GN,BE\t5 \t6 \n",
    "a word for a number": TSV_HEAD + b"A,GN,BE\tmany \n",
    "a negative number": TSV_HEAD + b"A,GN,BE\t-5 \n",
    "half a person": TSV_HEAD + b"A,GN,BE\t5.5 \n",
    "no data set": SDMX_HEAD + b"somewhere,BE,GN,2025,5\n",
    "no period": SDMX_HEAD + b"ESTAT:MIGR_EIORD(1.0),BE,GN,last year,5\n",
    "a sentence for a code": SDMX_HEAD + b"ESTAT:MIGR_EIORD(1.0),BE,some country,2025,5\n",
    "a thousands separator": SDMX_HEAD + b'ESTAT:MIGR_EIORD(1.0),BE,GN,2025,"1,240"\n',
    "an open quotation mark": SDMX_HEAD + b'ESTAT:MIGR_EIORD(1.0),BE,GN,2025,"5\n',
    "a date that is none": b"DATAFLOW,LAST UPDATE,geo,TIME_PERIOD,OBS_VALUE\nESTAT:MIGR_EIORD(1.0),yesterday,BE,2025,5\n",
}


@pytest.mark.parametrize("data", ODD.values(), ids=ODD)
def test_an_odd_line_is_refused_with_its_number(data: bytes) -> None:
    with pytest.raises(LineUnreadable) as refused:
        read(data, "migr_eiord.tsv")
    assert refused.value.details["line"] == 2
    assert refused.value.place == "migr_eiord.tsv"


def test_the_same_lines_without_a_mistake_are_read() -> None:
    assert len(read(TSV_HEAD + b"A,GN,BE\t5 \n", "migr_eiord.tsv")[0]) == 1
    assert len(read(SDMX_HEAD + b"ESTAT:MIGR_EIORD(1.0),BE,GN,2025,5\n", "x")[0]) == 1


JSON = (FILES / "returns.json").read_text()
BAD_JSON = {
    "cut off": JSON[:200],
    "another size": JSON.replace("[1,2,1,2,2]", "[1,2,1,2,3]"),
    "a place outside": JSON.replace('"6":0', '"8":0'),
    "a place that is none": JSON.replace('"6":0', '"-1":0'),
    "half a person": JSON.replace("5.0", "5.5"),
    "no number": JSON.replace("5.0", "NaN"),
    "places that repeat": JSON.replace('"ML":1', '"ML":0'),
    "no time": JSON.replace('"time"', '"when"'),
    "a dimension without categories": JSON.replace('"sex":{', '"sexes":{'),
    "a collection": '{"class":"collection","dimension":{}}',
    "nested beyond measure": "{" + '"a":[' * 50_000,
}


@pytest.mark.parametrize("text", BAD_JSON.values(), ids=BAD_JSON)
def test_a_cube_that_contradicts_itself_is_refused(text: str) -> None:
    with pytest.raises(NotJsonStat):
        read(text.encode(), "returns.json")


@pytest.mark.parametrize("data", [b"", b"\n", b"<html></html>", b"name,value\na,1\n", b"%PDF-1.7", bytes(range(256))])
def test_a_file_of_another_kind_is_not_recognised(data: bytes) -> None:
    with pytest.raises(NotRecognised):
        read(data, "migr_eiord.csv")


def test_a_file_that_does_not_say_its_data_set_needs_a_name_that_does() -> None:
    with pytest.raises(NoDataset):
        read(TSV_HEAD, "download.tsv")


NAMES = {
    "migr_eiord.tsv.gz": "migr_eiord",
    "estat_migr_eiord1_filtered_en.csv": "migr_eiord1",
    "migr_eiord_1_Data.csv": "migr_eiord",
    "MIGR_EIORD__custom_12_page_spreadsheet.xlsx": "migr_eiord",
    "figures.tsv": "",
}


@pytest.mark.parametrize(("name", "dataset"), NAMES.items())
def test_the_name_of_a_file_can_say_its_data_set(name: str, dataset: str) -> None:
    assert dataset_of(name, ("migr_eiord", "migr_eiord1")) == dataset


def test_a_small_packed_file_that_would_become_a_large_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MAX_UNPACKED_BYTES", 100_000)
    bomb = gzip.compress(TSV_HEAD + b"A,GN,BE\t5 \n" * 20_000)
    assert len(bomb) < 2_000
    with pytest.raises(TooLarge):
        read(bomb, "migr_eiord.tsv.gz")


def test_a_packed_file_that_was_cut_off_is_refused() -> None:
    packed = gzip.compress(TSV_HEAD + b"A,GN,BE\t5 \n" * 20_000)
    with pytest.raises(PackedBadly):
        read(packed[:-20], "migr_eiord.tsv.gz")


def test_bytes_that_are_no_text_are_refused_with_their_place() -> None:
    with pytest.raises(NotUtf8):
        read(TSV_HEAD + b"A,GN,B\xff\t5 \n", "migr_eiord.tsv")


def test_a_heading_that_stands_twice_is_refused() -> None:
    with pytest.raises(WrongColumns):
        read(b"DATAFLOW,geo,geo,TIME_PERIOD,OBS_VALUE\n", "x")


BEGINNINGS = [
    b"",
    TSV_HEAD,
    SDMX_HEAD,
    b'"TIME","GEO","CITIZEN","Value","Flag and Footnotes"\n',
    b'{"class":"dataset",',
    b"\x1f\x8b",
]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(BEGINNINGS), st.binary(max_size=120))
def test_any_bytes_end_in_observations_or_a_typed_error(beginning: bytes, data: bytes) -> None:
    with contextlib.suppress(StatisticsError):
        read(beginning + data, "migr_eiord.tsv")


PARTS = st.sampled_from(
    ["A", "GN", "BE", ",", "\t", "\n", '"', ":", "5", " p", "2025", "é", "-", "TOTAL", "\r", ";", "1 240", "\x00"]
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(BEGINNINGS[:4]), st.lists(PARTS, max_size=40).map("".join))
def test_any_mixture_of_what_files_are_made_of_ends_so_too(beginning: bytes, text: str) -> None:
    with contextlib.suppress(StatisticsError):
        read(beginning + text.encode(), "migr_eiord.tsv")


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 9) | st.floats() | st.sampled_from(["A", "2025", "geo", "time", "0", ":"]),
    lambda part: (
        st.lists(part, max_size=3)
        | st.dictionaries(st.sampled_from(["0", "1", "geo", "time", "index", "category", "label"]), part, max_size=3)
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(JSONS, JSONS, JSONS, JSONS, JSONS)
def test_any_cube_ends_in_observations_or_a_typed_error(
    ids: object, size: object, dimension: object, value: object, status: object
) -> None:
    text = json.dumps({"id": ids, "size": size, "dimension": dimension, "value": value, "status": status})
    with contextlib.suppress(StatisticsError):
        read(text.encode(), "migr_eiord.json")
