"""Findings put back into somebody's own workbook: a colour and a comment on each cell, and one sheet that lists them.

The file is changed part by part. Whatever holds no finding (formats, formulas, charts, sparklines, hidden columns) keeps its bytes.
"""

import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from readmission.errors import Phrase
from readmission.sheets.cells import cell_text
from readmission.sheets.comment_parts import add_comments
from readmission.sheets.guard import guard
from readmission.sheets.marked_cells import Restyle, Spot, mark_cells
from readmission.sheets.marked_styles import MAIN, MarkedStyles
from readmission.sheets.package_parts import OFFICE, SPREADSHEET, Package, attributes, before_end, prefix_of, xml_text
from readmission.sheets.problems import NotAWorkbook, NotMarkable

WORKBOOK: Final = "xl/workbook.xml"
AUTHOR: Final = "readmission"
MAX_NAME: Final = 31

_SHEET: Final = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")


@dataclass(frozen=True, slots=True)
class CellFinding:
    """What was found at a cell, as a sentence; a severe one is coloured more strongly."""

    sheet: str
    address: str
    text: str
    severe: bool = False


@dataclass(frozen=True, slots=True)
class ListWords:
    """The words of the sheet that lists the findings, in the reader's language: its name and three headings."""

    name: str
    sheet: str
    cell: str
    finding: str


def put_findings(data: bytes, findings: Sequence[CellFinding], words: ListWords) -> bytes:
    """The workbook with the findings on its cells and listed on a sheet; raises NotAWorkbook or NotMarkable."""
    guard(data)
    try:
        package = Package.read(data)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError) as error:
        raise NotAWorkbook(reason=Phrase("it is damaged, protected with a password or no .xlsx.")) from error
    try:
        _put(package, findings, words)
    except (ValueError, KeyError, IndexError, OverflowError) as error:
        # An element or part that every workbook has is not there.
        raise NotMarkable(str(error), why=Phrase("parts of it are missing")) from error
    return package.write()


def _put(package: Package, findings: Sequence[CellFinding], words: ListWords) -> None:
    sheets = _sheets(package)
    styles = MarkedStyles(package, WORKBOOK)
    for name in dict.fromkeys(finding.sheet for finding in findings):
        part = sheets.get(name)
        if part is None:
            raise NotMarkable(name, why=Phrase("there is no such sheet"))
        here = [finding for finding in findings if finding.sheet == name]
        severe = {Spot.of(one.address): False for one in here} | {Spot.of(one.address): True for one in here if one.severe}
        restyle = {spot: _restyle(styles, severe=grave) for spot, grave in severe.items()}
        package.put(part, mark_cells(package.part(part), restyle, name))
        add_comments(package, part, _texts(here), AUTHOR)
    _list(package, findings, words, styles.wrapped(), sheets)
    styles.keep()


def _restyle(styles: MarkedStyles, *, severe: bool) -> Restyle:
    return lambda style: styles.marked(style, severe=severe)


def _texts(findings: Iterable[CellFinding]) -> dict[Spot, str]:
    texts: dict[Spot, list[str]] = {}
    for finding in findings:
        said = texts.setdefault(Spot.of(finding.address), [])
        if finding.text not in said:
            said.append(finding.text)
    return {spot: "\n\n".join(said) for spot, said in texts.items()}


def _sheets(package: Package) -> dict[str, str]:
    """The parts of the sheets by the names that people see."""
    targets = {one.id: one for one in package.relations(WORKBOOK)}
    found = {}
    for tag in _SHEET.findall(package.part(WORKBOOK)):
        said = attributes(tag)
        identifier = next((value for name, value in said.items() if name.endswith(":id")), "")
        one = targets.get(identifier)
        if one is not None and one.kind == f"{OFFICE}/worksheet":
            found[said.get("name", "")] = one.target
    if not found:
        raise NotMarkable(WORKBOOK, why=Phrase("it was saved in a form (Strict) that is not known here"))
    return found


def _list(package: Package, findings: Sequence[CellFinding], words: ListWords, wrapped: int, sheets: dict[str, str]) -> None:
    part = package.free("xl/worksheets/findings{}.xml")
    package.put(part, _list_text(findings, words, wrapped))
    package.declare(part, f"{SPREADSHEET}.worksheet+xml")
    identifier = package.relate(WORKBOOK, "worksheet", part)
    book = package.part(WORKBOOK)
    known = [attributes(tag) for tag in _SHEET.findall(book)]
    number = max((int(said.get("sheetId", "0")) for said in known), default=0) + 1
    name = _free_name(words.name, [said.get("name", "") for said in known])
    prefix = prefix_of(book, b"sheets")
    tag = f'<{prefix}sheet xmlns:r="{OFFICE}" name="{xml_text(name).decode()}" sheetId="{number}" r:id="{identifier}"/>'
    package.put(WORKBOOK, before_end(book, b"sheets", tag.encode()))


def _free_name(wanted: str, taken: Iterable[str]) -> str:
    known = {name.casefold() for name in taken}
    name, number = wanted[:MAX_NAME], 1
    while name.casefold() in known:
        number += 1
        name = f"{wanted[: MAX_NAME - 4]} {number}"
    return name


def _list_text(findings: Sequence[CellFinding], words: ListWords, wrapped: int) -> bytes:
    rows = [_row(1, (words.sheet, words.cell, words.finding), wrapped)]
    links = []
    for number, finding in enumerate(findings, start=2):
        rows.append(_row(number, (finding.sheet, finding.address, finding.text), wrapped))
        target = xml_text(f"'{finding.sheet.replace(chr(39), chr(39) * 2)}'!{finding.address}").decode()
        links.append(f'<hyperlink ref="B{number}" location="{target}"/>')
    linked = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    return (
        f'<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="1" width="18" customWidth="1"/>'
        '<col min="2" max="2" width="10" customWidth="1"/><col min="3" max="3" width="100" customWidth="1"/></cols>'
        f'<sheetData>{"".join(rows)}</sheetData>{linked}<pageSetup paperSize="9" orientation="landscape"/></worksheet>'
    ).encode("ascii")


def _row(number: int, texts: Sequence[str], style: int) -> str:
    said = [(letter, xml_text(cell_text(text)).decode()) for letter, text in zip("ABC", texts, strict=True)]
    cells = "".join(
        f'<c r="{letter}{number}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        for letter, text in said
    )
    return f'<row r="{number}">{cells}</row>'
