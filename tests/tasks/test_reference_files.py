"""Files of published figures joined with a form: workbooks are read through the guarded reader, labels by the form's own names."""

import gzip
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from readmission import assets
from readmission.errors import SheetError
from readmission.form.reader import form_files, read_form
from readmission.sheets.tables import read_tables
from readmission.statistics.extract import Figure
from readmission.statistics.figures import Gathered
from readmission.tasks.reference_files import Asking, gather

FILES = form_files(assets.forms() / "2025")
FORM = read_form(FILES)
ASKING = Asking(FORM, FILES, (2024, 2025), ("BE", "EL"))


def workbook(*, citizenship: str = "Guinea", time: str = "2025") -> bytes:
    book = Workbook()
    summary = book.active
    assert summary is not None
    summary.append(["Contents"])
    sheet = book.create_sheet("Sheet 1")
    for row in (
        ["Data extracted on 24/11/2026 10:00:00 from [ESTAT]"],
        ["Dataset:", None, "Third country nationals ordered to leave - annual data (rounded) [migr_eiord]"],
        ["Last updated:", None, "11/06/2026 11:00"],
        [],
        ["Time frequency", None, "Annual"],
        ["Country of citizenship", None, citizenship],
        ["Sex", None, "Total"],
        ["Age class", None, "Total"],
        ["Unit of measure", None, "Person"],
        [],
        ["TIME", "2024", None, time, None],
        ["GEO (Labels)"],
        ["Belgium", 410, None, 420, "p"],
        ["Greece", ":", "c", 0, None],
        [],
        ["Special value"],
        [":", "not available"],
    ):
        sheet.append(row)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def gathered(folder: Path, **files: bytes) -> Gathered:
    paths = []
    for name, data in files.items():
        paths.append(folder / name.replace("__", "."))
        paths[-1].write_bytes(data)
    return gather(paths, ASKING)


def test_a_workbook_of_the_data_browser_feeds_the_figures(tmp_path: Path) -> None:
    found = gathered(tmp_path, spreadsheet__xlsx=workbook())
    assert found.figure("migr_eiord", 2025, "BE", "GN") == Figure(420, "p")
    assert found.figure("migr_eiord", 2024, "EL", "GN") == Figure(None, "c")
    assert found.figure("migr_eiord", 2025, "EL", "GN") == Figure(0)
    (report,) = found.reports
    assert (report.format, report.used, list(report.unmapped)) == ("workbook", 4, [])
    assert found.updated == datetime(2026, 6, 11, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize("name", ["Guinée", "Guinea", "GUINEA "])
def test_names_of_countries_are_those_of_the_form_in_its_languages(tmp_path: Path, name: str) -> None:
    found = gathered(tmp_path, spreadsheet__xlsx=workbook(citizenship=name))
    assert found.figure("migr_eiord", 2025, "BE", "GN") == Figure(420, "p")


def test_a_name_that_is_none_is_listed_with_its_figures(tmp_path: Path) -> None:
    found = gathered(tmp_path, spreadsheet__xlsx=workbook(citizenship="Atlantis"))
    assert found.reports[0].used == 0
    assert ("citizen", "Atlantis", 1) in list(found.reports[0].unmapped)


def test_a_file_with_a_macro_is_refused_by_the_guard(tmp_path: Path) -> None:
    with pytest.raises(SheetError):
        gathered(tmp_path, macros__xlsx=b"PK\x03\x04 nothing of a workbook")


def test_a_newer_packed_tsv_and_an_older_workbook_give_the_newer_figure(tmp_path: Path) -> None:
    tsv = gzip.compress(b"freq,citizen,geo\\TIME_PERIOD\t2025 \nA,GN,BE\t430 \n")
    files = []
    for name, data in (("migr_eiord.tsv.gz", tsv), ("old.xlsx", workbook())):
        files.append(tmp_path / name)
        files[-1].write_bytes(data)
    found = gather(files, ASKING, updated=datetime(2026, 9, 1, tzinfo=UTC))
    assert found.figure("migr_eiord", 2025, "BE", "GN") == Figure(430)
    assert found.figure("migr_eiord", 2024, "BE", "GN") == Figure(410)


def test_numbers_dates_and_truths_of_a_workbook_are_texts() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([None, 410, 4.5, True, datetime(2026, 6, 11, 11, 0), "text"])  # noqa: DTZ001 - workbooks know no zones
    target = BytesIO()
    book.save(target)
    assert read_tables(target.getvalue()) == {"Sheet": [["", "410", "4.5", "TRUE", "2026-06-11T11:00:00", "text"]]}
