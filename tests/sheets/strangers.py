"""Files of strangers, made here: good ones, and one for each thing that can be wrong with a file."""

import zipfile
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from openpyxl import Workbook

WORKSHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(
    rows: Iterable[Iterable[Any]], title: str = "T01", *, by: str = "", change: Callable[[Workbook], None] | None = None
) -> bytes:
    """A workbook with one sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    book.properties.creator = by
    if change:
        change(book)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook with one inner file changed, or added to it."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(target, "w", compression) as new:
        for member in old.namelist():
            new.writestr(member, change(old.read(member)) if member == name else old.read(member))
        if name not in old.namelist():
            new.writestr(name, change(b""))
    return target.getvalue()


GOOD = workbook([["country", "RD", "RD_F"], ["GN", 12, 5], ["ML", 3, "NC"]])


def sheet_of(cells: str) -> bytes:
    """The good workbook with other rows."""
    return with_part(GOOD, WORKSHEET, lambda _: f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'.encode())


def far() -> bytes:
    return sheet_of('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def far_but_empty() -> bytes:
    """Cells that somebody only formatted."""
    return with_part(
        GOOD,
        WORKSHEET,
        lambda text: text.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'),
    )


def dense() -> bytes:
    """Within every bound that the guard knows, and still more than fits into memory."""
    return sheet_of('<row r="1"><c r="A1"><v>1</v></c></row><row r="99999"><c r="ZZ99999"><v>1</v></c></row>')


def bomb() -> bytes:
    """Two hundred million bytes of rows."""
    row = b'<row><c t="inlineStr"><is><t>%s</t></is></c></row>' % (b"A" * 1000)
    return with_part(GOOD, WORKSHEET, lambda _: b"<worksheet><sheetData>" + row * 190_000 + b"</sheetData></worksheet>")


def many_rows() -> bytes:
    """As large as the guard lets through."""
    row = b"<row>" + b"<c><v>1</v></c>" * 300 + b"</row>"
    return with_part(
        GOOD,
        WORKSHEET,
        lambda _: b'<worksheet xmlns="%s"><sheetData>' % MAIN.encode() + row * 20_000 + b"</sheetData></worksheet>",
    )


def entities() -> bytes:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return with_part(
        GOOD,
        "xl/workbook.xml",
        lambda text: f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{levels}]>'.encode() + text.partition(b"?>")[2] + b"",
    )


def stolen_file() -> bytes:
    """An entity that would read a file of the machine."""
    return with_part(
        GOOD, WORKSHEET, lambda text: b'<!DOCTYPE x [<!ENTITY p SYSTEM "file:///etc/passwd">]>' + text.replace(b"GN", b"&p;")
    )


def sized_wrongly() -> bytes:
    """An archive that says its parts are small."""
    data = bytearray(bomb())
    at = data.rfind(b"PK\x01\x02")
    while at >= 0:
        data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
        at = data.rfind(b"PK\x01\x02", 0, at)
    return bytes(data)


def locked_archive() -> bytes:
    """A zip whose members ask for a password."""
    data = bytearray(GOOD)
    for sign, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = data.find(sign)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(sign, at + 4)
    return bytes(data)


def ole(*names: str) -> bytes:
    """The beginning of an OLE file with streams of these names."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in names)
    )


def archive(**members: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, data in members.items():
            made.writestr(name.replace("__", "/"), data)
    return target.getvalue()


def open_document() -> bytes:
    return archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", **{"content.xml": b"<x/>"})
