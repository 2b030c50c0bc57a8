"""Findings go into a colleague's own workbook, and everything that holds none of them stays as it was, byte for byte."""

import re
import warnings
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook

from readmission.errors import SheetError
from readmission.sheets.findings_back import CellFinding, ListWords, put_findings
from readmission.sheets.problems import NotAWorkbook, NotMarkable
from sheets.office import needs_office, saved_again

WORDS = ListWords("Findings", "Sheet", "Cell", "Finding")
FINDINGS = (
    CellFinding("Returns", "B3", "450 is more than 432 decisions.", severe=True),
    CellFinding("Returns", "B3", "Twice last year's number."),
    CellFinding("Returns", "H40", "An answer is owed here: é – „x“ <&>."),
    CellFinding("Returns", "D3", "Please check."),
    CellFinding("It's & more", "A1", "Nothing stands here."),
)
# What is meant to change: the marked sheets, the formats, and what names the parts.
MEANT = {
    "[Content_Types].xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/worksheets/sheet1.xml",
    "xl/worksheets/sheet2.xml",
    "xl/worksheets/_rels/sheet1.xml.rels",
}


def workbook(*, comment: bool = False) -> bytes:
    """A workbook as a colleague makes one: chart, sparkline, conditional formats, hidden columns, formulas, filter, picture of data."""
    target = BytesIO()
    book = Workbook(target)
    sheet = book.add_worksheet("Returns")
    bold, red = book.add_format({"bold": True, "num_format": "#,##0"}), book.add_format({"bg_color": "#FF0000"})
    sheet.write_row(0, 0, ["Country", "Returns", "Hidden", "Twice"], bold)
    for row, (country, number) in enumerate((("Guinea", 12), ("Mali", 450), ("Chad", 7)), start=1):
        sheet.write_string(row, 0, country)
        sheet.write_number(row, 1, number, bold)
        sheet.write_number(row, 2, row)
        sheet.write_formula(row, 3, f"=B{row + 1}*2", None, number * 2)
    sheet.set_column(2, 2, 8, None, {"hidden": True})
    sheet.set_column(7, 7, 12, bold)
    sheet.conditional_format("B2:B4", {"type": "cell", "criteria": ">", "value": 100, "format": red})
    sheet.conditional_format("D2:D4", {"type": "data_bar", "data_bar_2010": True})
    sheet.add_sparkline(1, 5, {"range": "Returns!B2:D2"})
    sheet.autofilter("A1:D4")
    sheet.data_validation("B2:B4", {"validate": "integer", "criteria": ">=", "value": 0})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Returns!$B$2:$B$4"})
    sheet.insert_chart("F6", chart)
    book.add_worksheet("It's & more")
    third = book.add_worksheet("Untouched")
    third.write_comment("A1", "A colleague's remark")
    if comment:
        sheet.write_comment("B3", "Is this right?", {"author": "Anna"})
        sheet.write_comment("A2", "And this?", {"author": "Anna"})
    book.define_name("Total", "=SUM(Returns!$B$2:$B$4)")
    book.close()
    return target.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_part_that_is_not_meant_to_change_is_the_same_byte_for_byte() -> None:
    before, after = parts(workbook()), parts(put_findings(workbook(), FINDINGS, WORDS))
    assert {name for name in before if before[name] != after[name]} == MEANT & set(before)
    assert set(after) - set(before) <= {
        "xl/comments2.xml",
        "xl/comments3.xml",
        "xl/drawings/vmlDrawing2.vml",
        "xl/drawings/vmlDrawing3.vml",
        "xl/worksheets/findings1.xml",
        "xl/worksheets/_rels/sheet2.xml.rels",
    }
    assert [name for name in after if name in before] == list(before)


def test_in_a_marked_sheet_only_formats_of_marked_cells_and_the_comments_differ() -> None:
    before, after = parts(workbook()), parts(put_findings(workbook(), FINDINGS, WORDS))
    old, new = before["xl/worksheets/sheet1.xml"], after["xl/worksheets/sheet1.xml"]
    taken_back = re.sub(rb'<legacyDrawing [^>]*/>|<row r="40"><c r="H40" s="\d+"/></row>', b"", new)
    for address in (b"B3", b"D3"):
        style = re.search(rb'<c r="%s"( s="\d+")?' % address, old)
        assert style
        taken_back = re.sub(rb'<c r="%s" s="\d+"' % address, b'<c r="%s"%s' % (address, style[1] or b""), taken_back)
    # The format of B3 stands in another place of its tag, not in another one.
    assert taken_back == old
    assert b"sparklineGroup" in new
    assert b"conditionalFormatting" in new
    assert b'hidden="1"' in new


def test_openpyxl_reads_marks_comments_and_the_list() -> None:
    with warnings.catch_warnings():
        # It says that it would lose the sparklines; that is why it does not write.
        warnings.simplefilter("ignore")
        book = load_workbook(BytesIO(put_findings(workbook(), FINDINGS, WORDS)))
    sheet = book["Returns"]
    assert sheet["B3"].comment.text == "450 is more than 432 decisions.\n\nTwice last year's number."
    assert sheet["B3"].fill.fgColor.rgb == "FFFFC7CE"
    assert sheet["B3"].font.bold
    assert sheet["B3"].number_format == "#,##0"
    assert sheet["D3"].fill.fgColor.rgb == "FFFFEB9C"
    assert sheet["D3"].value == "=B3*2"
    assert sheet["H40"].comment.text == FINDINGS[2].text
    assert sheet["H40"].font.bold, "an empty cell keeps the format of its column"
    assert sheet["B2"].comment is None
    assert book.sheetnames == ["Returns", "It's & more", "Untouched", "Findings"]
    assert [cell.value for cell in book["Findings"]["C"]][1:] == [finding.text for finding in FINDINGS]
    assert book["Findings"]["B6"].hyperlink.location == "'It''s & more'!A1"
    assert book["Untouched"]["A1"].comment.text == "A colleague's remark"


@needs_office
def test_libreoffice_opens_the_marked_workbook(tmp_path: Path) -> None:
    saved = saved_again(put_findings(workbook(comment=True), FINDINGS, WORDS), tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(BytesIO(saved))
    assert "432 decisions" in book["Returns"]["B3"].comment.text
    assert "Is this right?" in book["Returns"]["B3"].comment.text
    assert book["Returns"]["B3"].fill.fgColor.rgb == "FFFFC7CE"
    assert any(name.startswith("xl/charts/") for name in parts(saved))


@needs_office
def test_a_workbook_that_libreoffice_saved_is_marked_like_any_other(tmp_path: Path) -> None:
    theirs = saved_again(workbook(comment=True), tmp_path)
    data = put_findings(theirs, FINDINGS, WORDS)
    before, after = parts(theirs), parts(data)
    changed = {name for name in before if before[name] != after[name]}
    assert changed
    assert not [name for name in changed if "chart" in name or "sharedStrings" in name or "theme" in name]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheet = load_workbook(BytesIO(data))["Returns"]
    assert sheet["B3"].comment.text.endswith("Twice last year's number.")
    assert sheet["B3"].fill.fgColor.rgb == "FFFFC7CE"
    assert sheet["H40"].comment.text == FINDINGS[2].text


def test_a_colleagues_comment_stays_and_ours_follows_it() -> None:
    data = put_findings(workbook(comment=True), FINDINGS, WORDS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheet = load_workbook(BytesIO(data))["Returns"]
    assert sheet["B3"].comment.text.startswith("Is this right?")
    assert sheet["B3"].comment.text.endswith("Twice last year's number.")
    assert sheet["A2"].comment.text == "And this?"
    assert sheet["A2"].comment.author == "Anna"
    texts = parts(data)
    ours = texts["xl/comments1.xml"].count(b"<comment ")
    assert texts["xl/drawings/vmlDrawing1.vml"].count(b"<v:shape ") == ours == 4


def test_a_second_run_adds_a_second_list_and_loses_nothing() -> None:
    once = put_findings(workbook(), FINDINGS, WORDS)
    twice = put_findings(once, [CellFinding("Returns", "B3", "Still wrong.")], WORDS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(BytesIO(twice))
    assert book.sheetnames[-2:] == ["Findings", "Findings 2"]
    assert book["Returns"]["B3"].comment.text.endswith("Still wrong.")


def handmade(sheet: str, *, styles: bool = False) -> bytes:
    """The smallest workbook, its elements under a prefix as some programs write them."""
    main = 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    written = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<x:workbook {main} xmlns:r="{office}"><x:sheets><x:sheet name="S" sheetId="1" r:id="rId1"/>'
        "</x:sheets></x:workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f"Type=\"{office}/worksheet\" Target='worksheets/sheet1.xml'/></Relationships>",
        "xl/worksheets/sheet1.xml": f"<x:worksheet {main}>{sheet}</x:worksheet>",
    }
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in written.items():
            archive.writestr(name, text)
    return target.getvalue()


UNUSUAL = {
    "rows and cells that do not say where they stand": "<x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row>"
    "<x:row><x:c><x:v>3</x:v></x:c><x:c><x:v>4</x:v></x:c></x:row></x:sheetData>",
    "a sheet without rows": "<x:sheetData/>",
    "an empty row": '<x:sheetData><x:row r="2"/></x:sheetData>',
    "rows before and after": '<x:sheetData><x:row r="1"><x:c r="C1"><x:v>1</x:v></x:c></x:row><x:row r="9"/></x:sheetData>',
    "a cell to the right": '<x:sheetData><x:row r="2" spans="3:3"><x:c r="C2"><x:v>1</x:v></x:c></x:row></x:sheetData>',
}


@pytest.mark.parametrize("case", UNUSUAL)
def test_sheets_are_marked_however_they_are_written(case: str) -> None:
    data = put_findings(handmade(UNUSUAL[case]), [CellFinding("S", "B2", "Look.", severe=True)], WORDS)
    sheet = load_workbook(BytesIO(data))["S"]
    plain = load_workbook(BytesIO(handmade(UNUSUAL[case])))["S"]
    assert sheet["B2"].comment.text == "Look."
    assert sheet["B2"].fill.fgColor.rgb == "FFFFC7CE"
    for row in plain.iter_rows():
        for cell in row:
            assert sheet[cell.coordinate].value == cell.value


REFUSED = {
    "no such sheet": (workbook(), CellFinding("Elsewhere", "A1", "x")),
    "no address": (workbook(), CellFinding("Returns", "B0", "x")),
    "a comment in the text of the sheet": (handmade("<!-- <x:row> --><x:sheetData/>"), CellFinding("S", "A1", "x")),
    "no cells at all": (handmade(""), CellFinding("S", "A1", "x")),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_marked_is_refused_with_a_word(case: str) -> None:
    data, finding = REFUSED[case]
    with pytest.raises(NotMarkable):
        put_findings(data, [finding], WORDS)


def test_a_file_is_looked_at_before_its_parts_are_read() -> None:
    with pytest.raises(NotAWorkbook):
        put_findings(b"no zip", FINDINGS, WORDS)
    macro = BytesIO(workbook())
    with zipfile.ZipFile(macro, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    with pytest.raises(NotAWorkbook):
        put_findings(macro.getvalue(), FINDINGS, WORDS)


def test_a_damaged_workbook_ends_in_a_word_or_in_a_workbook() -> None:
    random = Random(11)
    good = parts(workbook(comment=True))
    ended = Counter[str]()
    for _ in range(300):
        spoilt = dict(good)
        for name in random.sample(sorted(good), random.randint(1, 3)):
            data = bytearray(spoilt[name])
            for _ in range(random.randint(1, 12)):
                start = random.randrange(len(data))
                data[start : start + random.choice((0, 1, 9, 400))] = random.randbytes(random.choice((0, 1, 3)))
                if not data:
                    break
            spoilt[name] = bytes(data)
        target = BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            for name, part in spoilt.items():
                archive.writestr(name, part)
        whole = bytearray(target.getvalue())
        if random.random() < 0.2:
            whole[random.randrange(len(whole))] ^= 0xFF
        try:
            parts(put_findings(bytes(whole), FINDINGS, WORDS))
            ended["a workbook"] += 1
        except SheetError as refused:
            ended[refused.code] += 1
    assert {"a workbook", NotMarkable.code, NotAWorkbook.code} <= set(ended)


def test_a_workbook_written_again_by_openpyxl_would_not_pass() -> None:
    # The control of the comparison: re-writing loses the sparklines and the parts' bytes.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(BytesIO(workbook()))
    target = BytesIO()
    book.save(target)
    before, after = parts(workbook()), parts(target.getvalue())
    assert b"sparklineGroup" not in after["xl/worksheets/sheet1.xml"]
    assert {name for name in before if before[name] != after.get(name)} - MEANT
