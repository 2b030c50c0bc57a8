"""The cells of a file as plain data, taken out in the child process: workbooks by calamine, texts by the rules of CSV."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any, Final
from xml.etree import ElementTree

from readmission.canonical import Json
from readmission.sheets.far_cells import refuse_far_cells
from readmission.sheets.guard import guard
from readmission.sheets.opening import Kind, kind_of
from readmission.sheets.refused_files import Damaged, Excess, TooLarge
from readmission.sheets.text_tables import read_table

MAX_CELLS: Final = 800_000
MAX_AREA: Final = 2_000_000
MAX_MERGED: Final = 5_000
MAX_SHEETS: Final = 300

_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION: Final = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_REFERENCE: Final = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3}[0-9]{1,7})["']""")
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s/>]")
_CELL: Final = re.compile(rb"<(?:\w+:)?c\s([^>]*)>\s*")
_CELL_END: Final = re.compile(rb"</(?:\w+:)?c>")
_VALUE: Final = re.compile(rb"<(?:\w+:)?(?:v|t)(?:\s[^>]*)?>[^<]")
_TEXT_RESULT: Final = re.compile(rb"""\bt\s*=\s*["']str["']""")
_ERROR: Final = re.compile(
    rb"""<(?:\w+:)?c\s([^>]*\bt\s*=\s*["']e["'][^>]*)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]{0,40})""", re.DOTALL
)
_QUOTED: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_BEGINNING: Final = 4096
_PERCENT_FORMATS: Final = frozenset({"9", "10"})


def extract(data: bytes, usual: str = "") -> dict[str, Any]:
    """The sheets of a file, days and times in their cells as Python has them; raises a FileRefused.

    `usual` is the code page in which a text is written that does not say which.
    """
    if kind_of(data) is Kind.TEXT:
        rows, assumed = read_table(data, usual)
        _measure(sum(map(len, rows)))
        return {"sheets": [_sheet("", rows, text=True)], "people": [], "code_page": assumed}
    parts = guard(data)
    cells = 0
    for part in parts.values():
        if b"sheetData" in part:
            refuse_far_cells(part)
            cells += part.count(b"<c ") or part.count(b"<c>")
    if cells > MAX_CELLS:
        raise TooLarge(what=Excess.CELLS)
    return {"sheets": _sheets(data, parts), "people": _people(parts)}


def _sheet(name: str, rows: list[Any], *, text: bool = False, **more: Any) -> dict[str, Any]:
    return {"name": name, "text": text, "hidden": False, "top": 0, "left": 0, "rows": rows, "merged": [], **more}


def _sheets(data: bytes, parts: Mapping[str, bytes]) -> list[Any]:
    # Loaded here, so that a text is read without it.
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415

    found: list[Any] = []
    area = 0
    files = _files(parts)
    percent = _percent_styles(parts)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            if len(book.sheets_metadata) > MAX_SHEETS:
                raise TooLarge(what=Excess.SHEETS)
            for number, told in enumerate(book.sheets_metadata):
                if told.typ is not SheetTypeEnum.WorkSheet:
                    continue
                sheet = book.get_sheet_by_index(number)
                area += sheet.height * sheet.width
                _measure(area)
                part = parts.get(files.get(told.name, ""), b"")
                merged = sheet.merged_cell_ranges or []
                if len(merged) > MAX_MERGED:
                    raise TooLarge(what=Excess.MERGED)
                top, left = sheet.start or (0, 0)
                found.append(
                    _sheet(
                        told.name,
                        sheet.to_python(skip_empty_area=True),
                        hidden=told.visible is not SheetVisibleEnum.Visible,
                        top=top,
                        left=left,
                        merged=[[*first, *last] for first, last in merged],
                        unvalued=_unvalued(part),
                        errors=_errors(part),
                        percent=_styled(part, percent),
                    )
                )
    except (CalamineError, OSError, ValueError, LookupError, OverflowError, TypeError) as error:
        raise Damaged from error
    except BaseException as error:
        # The library ends some files by a panic of its own, which is no Exception.
        if type(error).__name__ == "PanicException":
            raise Damaged from None
        raise
    return found


def _measure(area: int) -> None:
    if area > MAX_AREA:
        raise TooLarge(what=Excess.CELLS)


def special(value: object) -> Json:
    """A day or a time as JSON has it; what is neither, as text."""
    if isinstance(value, datetime):
        return {"day": value.date().isoformat()} if value.time() == time() else {"time": value.isoformat(sep=" ")}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, time | timedelta):
        return {"time": str(value)}
    return str(value)


def _files(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The part of each sheet by the sheet's name."""
    relations = _tree(parts, "xl/_rels/workbook.xml.rels")
    targets = {one.get("Id", ""): one.get("Target", "") for one in relations}
    found = {}
    for one in _tree(parts, "xl/workbook.xml").iter():
        if one.tag.endswith("}sheet"):
            target = targets.get(one.get(_RELATION) or one.get(_STRICT_RELATION) or "", "")
            found[one.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


def _percent_styles(parts: Mapping[str, bytes]) -> frozenset[bytes]:
    """The numbers of the styles that show a share as a percentage."""
    root = _tree(parts, "xl/styles.xml")
    formats = set(_PERCENT_FORMATS)
    for one in root.iter():
        if one.tag.endswith("}numFmt") and "%" in _QUOTED.sub("", one.get("formatCode", "")):
            formats.add(one.get("numFmtId", ""))
    styles = next((one for one in root if one.tag.endswith("}cellXfs")), ())
    return frozenset(str(number).encode() for number, one in enumerate(styles) if one.get("numFmtId") in formats)


def _tree(parts: Mapping[str, bytes], name: str) -> ElementTree.Element:
    try:
        return ElementTree.fromstring(parts.get(name, b"<none/>"))  # noqa: S314 - the guard let no declared entity through
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise Damaged from error


def _unvalued(part: bytes) -> list[Json]:
    """The cells with a formula that was never worked out."""
    found: list[Json] = []
    if b"<f" not in part and not (_prefixed(part) and b":f" in part):
        return found
    for formula in _FORMULA.finditer(part):
        cell = _CELL.fullmatch(part, part.rfind(b"<", 0, part.rfind(b">", 0, formula.start())), formula.start())
        where = _REFERENCE.search(cell[1]) if cell else None
        if cell is None or where is None:
            continue
        end = _CELL_END.search(part, formula.end())
        inside = part[formula.end() : end.start() if end else len(part)]
        if not _VALUE.search(inside) and not _TEXT_RESULT.search(cell[1]):
            found.append(where[1].decode())
    return found


def _prefixed(part: bytes) -> bool:
    return b":worksheet" in part[:_BEGINNING]


def _errors(part: bytes) -> dict[str, Json]:
    """The cells in which an error stands, which the library takes for empty ones."""
    if b'"e"' not in part and not (b"'" in part and b"'e'" in part):
        return {}
    return {
        where[1].decode(): error[2].decode("utf-8", "replace")
        for error in _ERROR.finditer(part)
        if (where := _REFERENCE.search(error[1]))
    }


def _styled(part: bytes, styles: frozenset[bytes]) -> list[Json]:
    """The cells that bear one of the styles."""
    if not styles:
        return []
    pattern = re.compile(rb"""<(?:\w+:)?c\s([^>]*\bs\s*=\s*["'](?:""" + b"|".join(sorted(styles)) + rb""")["'][^>]*)>""")
    return [where[1].decode() for cell in pattern.finditer(part) if (where := _REFERENCE.search(cell[1]))]


def _people(parts: Mapping[str, bytes]) -> list[Json]:
    """Who changed the workbook last and who made it, where it says so."""
    told = {one.tag.rpartition("}")[2]: (one.text or "").strip() for one in _tree(parts, "docProps/core.xml")}
    return [told.get("lastModifiedBy", "")[:200], told.get("creator", "")[:200]]
