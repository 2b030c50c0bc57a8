"""Colours for cells that were marked: each marked cell keeps its format and gets a fill, in formats that are appended."""

import re
from typing import Final

from readmission.sheets.package_parts import OFFICE, SPREADSHEET, Package, before_end, prefix_of

PART: Final = "xl/styles.xml"
MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

_EMPTY: Final = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
).encode()
_FORMAT: Final = re.compile(rb"<((?:\w+:)?xf)\b(?:[^>]*/>|[^>]*>.*?</\1\s*>)", re.DOTALL)
_SEVERE: Final = "FFFFC7CE"
_MILD: Final = "FFFFEB9C"


class MarkedStyles:
    """The formats of a workbook, to which marked ones are added as they are asked for; `keep` puts them into the package."""

    def __init__(self, package: Package, workbook: str) -> None:
        self._package = package
        self._part = next((one.target for one in package.relations(workbook) if one.kind == f"{OFFICE}/styles"), "")
        if not self._part:
            self._part = PART if PART not in package else package.free("xl/styles{}.xml")
            package.relate(workbook, "styles", self._part)
            package.declare(self._part, f"{SPREADSHEET}.styles+xml")
            package.put(self._part, _EMPTY)
        data = package.part(self._part)
        body = _body(data, b"cellXfs")
        self._formats = [match[0] for match in _FORMAT.finditer(body)]
        self._old = len(self._formats)
        self._made: dict[tuple[int, bool], int] = {}
        self._fills: dict[bool, int] = {}
        self._fill_count = len(re.findall(rb"<(?:\w+:)?fill\b", _body(data, b"fills")))

    def marked(self, style: int, *, severe: bool) -> int:
        """The format like `style`, filled with the colour of a finding."""
        key = (style, severe)
        if key not in self._made:
            fill = self._fills.setdefault(severe, self._fill_count + len(self._fills))
            known = self._formats[style] if style < self._old else self._formats[0]
            self._made[key] = len(self._formats)
            self._formats.append(_with(known, {"fillId": str(fill), "applyFill": "1"}))
        return self._made[key]

    def wrapped(self) -> int:
        """The format of texts that run over several lines."""
        prefix = prefix_of(self._package.part(self._part), b"cellXfs")
        bare = f'<{prefix}xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">'
        self._formats.append(f'{bare}<{prefix}alignment vertical="top" wrapText="1"/></{prefix}xf>'.encode())
        return len(self._formats) - 1

    def keep(self) -> None:
        """Append what was added."""
        data = self._package.part(self._part)
        prefix = prefix_of(data, b"fills")
        fills = [_fill(prefix, _SEVERE if severe else _MILD) for severe in self._fills]
        data = _appended(data, b"fills", fills, self._fill_count + len(fills))
        data = _appended(data, b"cellXfs", self._formats[self._old :], len(self._formats))
        self._package.put(self._part, data)


def _fill(prefix: str, colour: str) -> bytes:
    return (
        f'<{prefix}fill><{prefix}patternFill patternType="solid"><{prefix}fgColor rgb="{colour}"/>'
        f'<{prefix}bgColor indexed="64"/></{prefix}patternFill></{prefix}fill>'
    ).encode()


def _body(data: bytes, name: bytes) -> bytes:
    match = re.search(rb"<((?:\w+:)?%s)\b[^>]*>(.*?)</\1\s*>" % name, data, re.DOTALL)
    if match is None:
        raise ValueError(name)
    return match[2]


def _appended(data: bytes, name: bytes, elements: list[bytes], count: int) -> bytes:
    if not elements:
        return data
    data = before_end(data, name, b"".join(elements))
    return re.sub(rb"""(<(?:\w+:)?%s\b[^>]*\bcount\s*=\s*)(?:"\d+"|'\d+')""" % name, rb'\g<1>"%d"' % count, data, count=1)


def _with(tag: bytes, values: dict[str, str]) -> bytes:
    """An element with attributes of its first tag set."""
    end = tag.index(b">")
    head, rest = tag[:end], tag[end:]
    if head.endswith(b"/"):
        head, rest = head[:-1], b"/" + rest
    for name, value in values.items():
        head = re.sub(rb"""\s%s\s*=\s*(?:"[^"]*"|'[^']*')""" % name.encode(), b"", head)
        head += f' {name}="{value}"'.encode()
    return head + rest
