"""Comments on the cells of a sheet: added to those that are there, or in parts of their own; others' comments stay."""

import re
from collections.abc import Mapping
from typing import Final

from readmission.sheets.cells import cell_text
from readmission.sheets.marked_cells import Spot
from readmission.sheets.marked_styles import MAIN
from readmission.sheets.package_parts import OFFICE, SPREADSHEET, Package, before_end, prefix_of, xml_text

VML: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"

_SHAPE_TYPE: Final = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe" '
    b'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_NEW_DRAWING: Final = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"></xml>'
)
_SHAPE: Final = (
    '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel" id="_x0000_s{id}" type="#_x0000_t202" '
    'style="position:absolute;margin-left:60pt;margin-top:1.5pt;width:220pt;height:90pt;z-index:{id};visibility:hidden" '
    'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"/><x:ClientData ObjectType="Note">'
    "<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{left},15,{top},2,{right},15,{bottom},4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_SHAPE_ID: Final = re.compile(rb"_x0000_s(\d+)")
# What stands in a sheet after the drawing of its comments.
_AFTER: Final = re.compile(
    rb"<(?:\w+:)?(?:legacyDrawingHF|drawingHF|picture|oleObjects|controls|webPublishItems|tableParts|extLst|AlternateContent)\b"
)
_LEGACY: Final = re.compile(rb"<(?:\w+:)?legacyDrawing\b[^>]*>")


def add_comments(package: Package, sheet: str, comments: Mapping[Spot, str], author: str) -> None:
    """Put comments on cells of the sheet that is this part."""
    fresh = _into_comments(package, sheet, comments, author)
    if fresh:
        _into_drawing(package, sheet, fresh)


def _into_comments(package: Package, sheet: str, comments: Mapping[Spot, str], author: str) -> list[Spot]:
    """Write the texts, and return the cells that had no comment so far."""
    part = next((one.target for one in package.relations(sheet) if one.kind == f"{OFFICE}/comments"), "")
    if not part:
        part = package.free("xl/comments{}.xml")
        package.put(part, f'<comments xmlns="{MAIN}"><authors></authors><commentList></commentList></comments>'.encode())
        package.declare(part, f"{SPREADSHEET}.comments+xml")
        package.relate(sheet, "comments", part)
    data = package.part(part)
    for name in (b"authors", b"commentList"):
        data = re.sub(rb"<((?:\w+:)?%s)\b([^>]*)/>" % name, rb"<\1\2></\1>", data, count=1)
    prefix = prefix_of(data, b"commentList")
    number = len(re.findall(rb"<(?:\w+:)?author\b", data))
    data = before_end(data, b"authors", f"<{prefix}author>{xml_text(author).decode()}</{prefix}author>".encode())
    fresh = []
    for spot, text in sorted(comments.items()):
        known = _comment_at(data, spot)
        if known is not None:
            # A cell has one comment: ours follows what is written there.
            longer = before_end(known[0], b"text", _run(prefix, f"\n\n{text}"))
            data = data[: known.start()] + longer + data[known.end() :]
            continue
        fresh.append(spot)
        opened = f'<{prefix}comment ref="{spot.address}" authorId="{number}"><{prefix}text>'.encode()
        closed = f"</{prefix}text></{prefix}comment>".encode()
        data = before_end(data, b"commentList", opened + _run(prefix, text) + closed)
    package.put(part, data)
    return fresh


def _comment_at(data: bytes, spot: Spot) -> re.Match[bytes] | None:
    pattern = rb"""<((?:\w+:)?comment)\b[^>]*\bref\s*=\s*["']%s["'][^>]*>.*?</\1\s*>""" % spot.address.encode()
    return re.search(pattern, data, re.DOTALL)


def _run(prefix: str, text: str) -> bytes:
    body = xml_text(cell_text(text)).decode()
    return f'<{prefix}r><{prefix}t xml:space="preserve">{body}</{prefix}t></{prefix}r>'.encode()


def _into_drawing(package: Package, sheet: str, spots: list[Spot]) -> None:
    data = package.part(sheet)
    legacy = _LEGACY.search(data)
    part = ""
    if legacy is not None:
        named = re.search(rb"""\w+:id\s*=\s*["']([^"']+)["']""", legacy[0])
        identifier = named[1].decode() if named else ""
        part = next((one.target for one in package.relations(sheet) if one.id == identifier), "")
    if not part:
        part = package.free("xl/drawings/vmlDrawing{}.vml")
        package.put(part, _NEW_DRAWING)
        package.declare_ending("vml", VML)
        identifier = package.relate(sheet, "vmlDrawing", part)
        tag = f'<{prefix_of(data, b"worksheet")}legacyDrawing xmlns:r="{OFFICE}" r:id="{identifier}"/>'.encode()
        package.put(sheet, _before_what_follows(data, tag))
    drawing = package.part(part)
    first = max((int(number) for number in _SHAPE_ID.findall(drawing)), default=1024) + 1
    shapes = [] if b'id="_x0000_t202"' in drawing else [_SHAPE_TYPE]
    shapes += [_shape(first + number, spot) for number, spot in enumerate(spots)]
    package.put(part, before_end(drawing, b"xml", b"".join(shapes)))


def _before_what_follows(data: bytes, tag: bytes) -> bytes:
    end = data.rindex(b"sheetData")
    after = _AFTER.search(data, end)
    return data[: after.start()] + tag + data[after.start() :] if after else before_end(data, b"worksheet", tag)


def _shape(number: int, spot: Spot) -> bytes:
    row, column = spot.row - 1, spot.column - 1
    return _SHAPE.format(
        id=number, row=row, column=column, left=column + 1, right=column + 4, top=max(row - 1, 0), bottom=row + 5
    ).encode()
