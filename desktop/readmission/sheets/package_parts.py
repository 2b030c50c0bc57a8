"""The parts of a workbook's file, of which some are replaced or added and every other keeps its bytes and its place.

What is inserted into a part is ASCII with character references, so that it holds in whatever encoding the part declares.
"""

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final
from xml.sax.saxutils import escape

TYPES: Final = "[Content_Types].xml"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE: Final = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_REFERENCES: Final = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}
_REFERENCE: Final = re.compile(r"&(?:lt|gt|quot|apos|amp|#\d+|#x[0-9A-Fa-f]+);")


@dataclass(frozen=True, slots=True)
class Relation:
    """A part that another one names: the identifier there, what it is, and its name in the package."""

    id: str
    kind: str
    target: str


@dataclass(slots=True)
class Package:
    """The parts of an Office file in their order, unpacked; made by `read`."""

    _entries: list[zipfile.ZipInfo]
    _parts: dict[str, bytes]
    _changed: set[str] = field(default_factory=set)

    @staticmethod
    def read(data: bytes) -> "Package":
        """The parts of a file that was looked at before."""
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            return Package(entries, {entry.filename: archive.read(entry) for entry in entries})

    @property
    def changed(self) -> frozenset[str]:
        """The parts that were replaced or added."""
        return frozenset(self._changed)

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def part(self, name: str) -> bytes:
        """The bytes of a part; raises KeyError."""
        return self._parts[name]

    def put(self, name: str, data: bytes) -> None:
        """Replace a part, or add one at the end."""
        if name not in self._parts:
            entry = zipfile.ZipInfo(name, self._entries[0].date_time if self._entries else (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            self._entries.append(entry)
        if self._parts.get(name) != data:
            self._parts[name] = data
            self._changed.add(name)

    def free(self, pattern: str) -> str:
        """The first name of a pattern such as xl/comments{}.xml, counted from 1, that no part has, in whatever case."""
        taken = {name.casefold() for name in self._parts}
        number = 1
        while pattern.format(number).casefold() in taken:
            number += 1
        return pattern.format(number)

    def relations(self, owner: str) -> tuple[Relation, ...]:
        """The parts that a part names."""
        name = relations_of(owner)
        if name not in self:
            return ()
        folder = posixpath.dirname(owner)
        found = []
        for tag in _RELATION.findall(self.part(name)):
            said = attributes(tag)
            if said.get("TargetMode") != "External":
                target = said.get("Target", "")
                path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                found.append(Relation(said.get("Id", ""), said.get("Type", ""), path))
        return tuple(found)

    def relate(self, owner: str, kind: str, target: str) -> str:
        """Let a part name another one, and return the identifier."""
        name = relations_of(owner)
        old = self.part(name) if name in self else f'<Relationships xmlns="{RELATIONS}"></Relationships>'.encode()
        # An empty list may be written as one tag.
        old = re.sub(rb"<((?:\w+:)?Relationships)\b([^>]*)/>", rb"<\1\2></\1>", old, count=1)
        taken = {attributes(tag).get("Id") for tag in _RELATION.findall(old)}
        number = 1
        while f"rIdFindings{number}" in taken:
            number += 1
        prefix = prefix_of(old, b"Relationships")
        tag = f'<{prefix}Relationship Id="rIdFindings{number}" Type="{OFFICE}/{kind}" Target="/{target}"/>'
        self.put(name, before_end(old, b"Relationships", tag.encode()))
        return f"rIdFindings{number}"

    def declare(self, name: str, content: str) -> None:
        """Say of what type a part is."""
        types = self.part(TYPES)
        tag = f'<{prefix_of(types, b"Types")}Override PartName="/{name}" ContentType="{content}"/>'
        self.put(TYPES, before_end(types, b"Types", tag.encode()))

    def declare_ending(self, ending: str, content: str) -> None:
        """Say of what type all parts of an ending are, unless that is said already."""
        types = self.part(TYPES)
        if re.search(rb"""Extension\s*=\s*["']%s["']""" % ending.encode(), types, re.IGNORECASE):
            return
        tag = f'<{prefix_of(types, b"Types")}Default Extension="{ending}" ContentType="{content}"/>'
        self.put(TYPES, before_end(types, b"Types", tag.encode()))

    def write(self) -> bytes:
        """The file."""
        target = BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for entry in self._entries:
                copy = zipfile.ZipInfo(entry.filename, entry.date_time)
                copy.compress_type, copy.external_attr = entry.compress_type, entry.external_attr
                archive.writestr(copy, self._parts[entry.filename])
        return target.getvalue()


def relations_of(owner: str) -> str:
    """The name of the part that holds what a part names."""
    folder, name = posixpath.split(owner)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def attributes(tag: bytes) -> dict[str, str]:
    """The attributes of a tag, references resolved."""
    return {
        name.decode(): plain((double or single).decode("utf-8", "replace")) for name, double, single in _ATTRIBUTE.findall(tag)
    }


def plain(text: str) -> str:
    """A text of XML with its references resolved."""

    def said(match: re.Match[str]) -> str:
        name = match[0]
        if name in _REFERENCES:
            return _REFERENCES[name]
        return chr(int(name[3:-1], 16) if name[2] == "x" else int(name[2:-1]))

    return _REFERENCE.sub(said, text)


def xml_text(text: str) -> bytes:
    """A text as it may stand anywhere in XML, attributes included."""
    return escape(text, {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"}).encode("ascii", "xmlcharrefreplace")


def prefix_of(data: bytes, name: bytes) -> str:
    """The prefix, with its colon, under which a part knows an element; empty where there is none."""
    match = re.search(rb"<(\w+:)?%s\b" % name, data)
    return match[1].decode() if match and match[1] else ""


def before_end(data: bytes, name: bytes, insertion: bytes) -> bytes:
    """A part with something inserted at the end of an element; raises ValueError where it has no such element."""
    end = max((match.start() for match in re.finditer(rb"</(?:\w+:)?%s\s*>" % name, data)), default=-1)
    if end < 0:
        raise ValueError(name)
    return data[:end] + insertion + data[end:]
