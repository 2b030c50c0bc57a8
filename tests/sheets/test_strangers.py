"""Any file ends as a book or as a typed error with a clear word, soon, with little memory, and with the program alive."""

import random
import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from readmission.sheets import reading
from readmission.sheets import refused_files as refused
from readmission.sheets.child import ARGUMENT
from readmission.sheets.extract import extract
from readmission.sheets.far_cells import refuse_far_cells
from readmission.sheets.guard import guard
from readmission.sheets.problems import NotAWorkbook
from readmission.sheets.reading import read_bytes
from sheets import strangers
from sheets.strangers import GOOD, WORKSHEET, with_part

FILES: dict[str, tuple[Callable[[], bytes], type[refused.FileRefused]]] = {
    "nothing": (lambda: b"", refused.EmptyFile),
    "only zeros": (lambda: bytes(5000), refused.EmptyFile),
    "Excel 97": (lambda: strangers.ole("Root Entry", "Workbook"), refused.OldWorkbook),
    "Excel 5": (lambda: strangers.ole("Root Entry", "Book"), refused.OldWorkbook),
    "Excel 2": (lambda: b"\x09\x00\x04\x00\x02\x00\x10\x00" + bytes(100), refused.OldWorkbook),
    "a password": (lambda: strangers.ole("Root Entry", "EncryptedPackage", "EncryptionInfo"), refused.Encrypted),
    "an old letter": (lambda: strangers.ole("Root Entry", "WordDocument"), refused.OtherFile),
    "OpenDocument": (strangers.open_document, refused.OpenDocument),
    "a binary workbook": (lambda: strangers.archive(xl__x=b"", **{"xl/workbook.bin": b"x"}), refused.BinaryWorkbook),
    "a letter": (lambda: strangers.archive(**{"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}), refused.OtherFile),
    "an archive": (lambda: strangers.archive(photo=b"x"), refused.OtherFile),
    "an archive with a password": (strangers.locked_archive, refused.Damaged),
    "PDF": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", refused.OtherFile),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(50), refused.OtherFile),
    "a program": (lambda: b"\x7fELF" + bytes(50), refused.OtherFile),
    "a web page": (lambda: b"\r\n<html><body><table><tr><td>1</td></tr></table></body></html>", refused.WebPage),
    "a web page in UTF-16": (lambda: "<!DOCTYPE html><p>".encode("utf-16"), refused.WebPage),
    "XML of Excel 2003": (lambda: b'<?xml version="1.0"?><Workbook/>', refused.OtherXml),
    "SDMX-ML": (lambda: b"<mes:GenericData xmlns:mes='x'/>", refused.OtherXml),
    "zeros in a text": (lambda: b"country;RD\nGN;\x00\n", refused.OtherFile),
    "half a workbook": (lambda: GOOD[: len(GOOD) // 2], refused.Damaged),
    "a workbook without its end": (lambda: GOOD[:-30], refused.Damaged),
    "macros": (lambda: with_part(GOOD, "xl/vbaProject.bin", lambda _: b"x"), refused.Macros),
    "a macro sheet": (lambda: with_part(GOOD, "xl/macrosheets/sheet1.xml", lambda _: b"<x/>"), refused.Macros),
    "controls": (lambda: with_part(GOOD, "xl/activeX/activeX1.bin", lambda _: b"x"), refused.Macros),
    "links": (lambda: with_part(GOOD, "xl/externalLinks/externalLink1.xml", lambda _: b"<x/>"), refused.LinkedElsewhere),
    "embedded files": (lambda: with_part(GOOD, "xl/embeddings/oleObject1.bin", lambda _: b"x"), refused.FilesInside),
    "entities in entities": (strangers.entities, refused.ForeignInside),
    "an entity that reads a file": (strangers.stolen_file, refused.ForeignInside),
    "UTF-16 inside": (lambda: with_part(GOOD, WORKSHEET, lambda text: text.decode().encode("utf-16")), refused.ForeignInside),
    "a bomb": (strangers.bomb, refused.TooLarge),
    "a bomb that says it is small": (strangers.sized_wrongly, refused.Damaged),
    "a far cell": (strangers.far, refused.TooLarge),
    "too dense": (strangers.dense, refused.ReadingStopped),
    "too many cells": (strangers.many_rows, refused.TooLarge),
    "a wide text": (lambda: b"a;" * 5000, refused.TooLarge),
    "a long text": (lambda: b'"' + b"a" * 100_000, refused.TooLarge),
}


@pytest.mark.parametrize("case", FILES)
def test_a_file_is_refused_with_its_own_word(case: str) -> None:
    make, error = FILES[case]
    before = time.process_time()
    with pytest.raises(error) as told:
        read_bytes(make(), "file.xlsx")
    assert told.value.place == "file.xlsx"
    assert str(told.value).startswith(told.value.code)
    assert time.process_time() - before < 2


def test_the_same_reading_takes_a_good_file() -> None:
    (grid,) = read_bytes(GOOD, "good.xlsx").grids
    assert grid.shown(1, 0) == "GN"
    assert str(grid.address(2, 2)) == "good.xlsx: T01!C3"


def test_cells_that_are_only_formatted_do_no_harm() -> None:
    (grid,) = read_bytes(strangers.far_but_empty(), "x.xlsx").grids
    assert grid.shown(1, 1) == "12"


@pytest.mark.parametrize("reference", [b"r='XFD9'", b'r="AAA1"', b'r="B1000000"'])
def test_a_far_cell_is_seen_however_it_is_written(reference: bytes) -> None:
    sheet = b"<worksheet><sheetData><row><c %s><v>1</v></c></row></sheetData></worksheet>"
    with pytest.raises(refused.TooLarge):
        refuse_far_cells(sheet % reference)
    refuse_far_cells(sheet % b'r="ZZ99999"')


def test_a_far_cell_that_is_written_as_nobody_writes_it_ends_at_the_bounds() -> None:
    near, distant = '<row r="1"><c r="A1"><v>1</v></c></row>', '<row r = "1048576"><c r = "XFD1048576"><v>1</v></c></row>'
    with pytest.raises(refused.FileRefused):
        read_bytes(strangers.sheet_of(near + distant), "x.xlsx")


def test_a_child_without_enough_memory_ends_and_not_the_program() -> None:
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    with pytest.raises(refused.FileRefused):
        read_bytes(strangers.dense(), "dense.xlsx")
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss <= max(used, 500 * 1024)


def test_a_child_that_works_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    endless = "from readmission.sheets.limits import limit\nlimit(1 << 29, 0.2)\nprint('R', end='', flush=True)\nwhile 1: pass"
    monkeypatch.setattr(reading, "_command", lambda: [sys.executable, "-c", endless])
    with pytest.raises(refused.TookTooLong):
        read_bytes(GOOD, "good.xlsx")


def test_a_process_started_ahead_reads_one_file_and_the_next_file_has_one_of_its_own() -> None:
    reading.start_ahead()
    (waiting,) = reading._ahead
    assert read_bytes(strangers.workbook([["a"]]), "x.xlsx").grids[0].shown(0, 0) == "a"
    assert waiting.returncode == 0
    assert read_bytes(strangers.workbook([["b"]]), "x.xlsx").grids[0].shown(0, 0) == "b"


def test_a_waiting_process_that_somebody_ended_is_replaced() -> None:
    reading.start_ahead()
    (waiting,) = reading._ahead
    waiting.kill()
    waiting.wait()
    assert read_bytes(strangers.workbook([["a"]]), "x.xlsx").grids[0].shown(0, 0) == "a"


def test_a_child_that_waits_for_ever_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    asleep = "import sys, time; print('R', end='', flush=True); time.sleep(60)"
    monkeypatch.setattr(reading, "_command", lambda: [sys.executable, "-c", asleep])
    monkeypatch.setattr(reading, "WAITING_SECONDS", 0.3)
    with pytest.raises(refused.TookTooLong):
        read_bytes(GOOD, "good.xlsx")


@pytest.mark.parametrize("script", ["raise SystemExit(3)", "import os; os.abort()", "print('not ready')"])
def test_a_child_that_breaks_is_an_error_of_its_own(script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_command", lambda: [sys.executable, "-c", script])
    with pytest.raises(refused.CannotRead):
        read_bytes(GOOD, "good.xlsx")


def test_a_child_that_answers_nonsense_is_an_error_too(monkeypatch: pytest.MonkeyPatch) -> None:
    script = "import sys; sys.stdout.write('R'); sys.stdout.flush(); sys.stdin.buffer.read(); print('{')"
    monkeypatch.setattr(reading, "_command", lambda: [sys.executable, "-c", script])
    with pytest.raises(refused.ReadingStopped):
        read_bytes(GOOD, "good.xlsx")


@pytest.mark.parametrize(
    ("running", "reader"),
    [("readmission-window", "readmission"), ("readmission", "readmission"), ("readmission-importer", "readmission-importer")],
)
def test_a_frozen_program_reads_by_a_terminals_program_of_its_own_package(
    running: str, reader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", f"/opt/readmission/{running}")
    assert reading._command() == [f"/opt/readmission/{reader}", ARGUMENT]


def spoilt(number: int) -> bytes:
    """A good workbook with something spoilt: in the archive itself, or in a part of it before it is packed."""
    chance = random.Random(number)
    if number % 3 == 0:
        data = bytearray(GOOD)
        for _ in range(chance.randrange(1, 9)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        return bytes(data)
    with zipfile.ZipFile(BytesIO(GOOD)) as whole:
        name = chance.choice(whole.namelist())
    return with_part(GOOD, name, lambda text: spoilt_text(text, chance))


def spoilt_text(text: bytes, chance: random.Random) -> bytes:
    at, length = chance.randrange(len(text)), chance.randrange(1, 40)
    piece = chance.choice([b"", b"<", b">", b'"', b"9" * 20, b"-1", b"\xff", text[at : at + length] * 2, b"<c/>", b"&#0;"])
    return text[:at] + piece + text[at + length :]


SPOILER = """
import sys
sys.path.insert(0, sys.argv[1])
from sheets.test_strangers import spoilt
from readmission.sheets.extract import extract
from readmission.sheets.problems import NotAWorkbook
ends = [0, 0]
for number in range(300):
    try:
        extract(spoilt(number))
        ends[0] += 1
    except NotAWorkbook:
        ends[1] += 1
print(*ends)
"""


def test_three_hundred_spoilt_workbooks_are_read_or_refused() -> None:
    # In a process of its own: a file that brought the library down would end all tests.
    here = str(Path(__file__).resolve().parents[1])
    done = subprocess.run([sys.executable, "-c", SPOILER, here], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    read, not_read = map(int, done.stdout.split())
    assert read + not_read == 300
    assert min(read, not_read) > 20


def test_the_guard_gives_what_it_unpacked() -> None:
    parts = guard(GOOD)
    assert WORKSHEET in parts
    with pytest.raises(NotAWorkbook):
        guard(b"PK")


def test_formulas_that_were_never_worked_out_are_told_apart() -> None:
    row = '<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f>1+1</f><v>2</v></c><c r="C1" t="str"><f>""</f><v></v></c></row>'
    (sheet,) = extract(strangers.sheet_of(row))["sheets"]
    assert sheet["unvalued"] == ["A1"]
