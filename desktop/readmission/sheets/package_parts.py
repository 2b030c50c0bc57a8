"""The parts of a workbook's file, of which some are replaced or added and every other keeps its bytes and its place."""

import zipfile
from dataclasses import dataclass, field
from io import BytesIO


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
    def names(self) -> tuple[str, ...]:
        """The names of the parts, in order."""
        return tuple(entry.filename for entry in self._entries)

    @property
    def changed(self) -> frozenset[str]:
        """The parts that were replaced or added."""
        return frozenset(self._changed)

    def part(self, name: str) -> bytes:
        """The bytes of a part; raises KeyError."""
        return self._parts[name]

    def put(self, name: str, data: bytes) -> None:
        """Replace a part, or add one at the end."""
        if self._parts.get(name) == data:
            return
        if name not in self._parts:
            entry = zipfile.ZipInfo(name, self._entries[0].date_time if self._entries else (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            self._entries.append(entry)
        self._parts[name] = data
        self._changed.add(name)

    def free(self, pattern: str) -> str:
        """The first name of a pattern such as xl/comments{}.xml, counted from 1, that no part has, in whatever case."""
        taken = {name.casefold() for name in self._parts}
        number = 1
        while pattern.format(number).casefold() in taken:
            number += 1
        return pattern.format(number)

    def write(self) -> bytes:
        """The file."""
        target = BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for entry in self._entries:
                copy = zipfile.ZipInfo(entry.filename, entry.date_time)
                copy.compress_type, copy.external_attr = entry.compress_type, entry.external_attr
                archive.writestr(copy, self._parts[entry.filename])
        return target.getvalue()
