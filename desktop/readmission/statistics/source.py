"""A downloaded file of figures as lines of text, unpacked within limits; what it is named plays no part.

A file may be packed with gzip. What comes out of it is counted while it comes, so that a small file cannot become a large one.
"""

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from readmission.errors import StatisticsError
from readmission.override import override
from readmission.statistics.columns import NotUtf8

MAX_BYTES: Final = 200_000_000
MAX_UNPACKED_BYTES: Final = 1_000_000_000
MAX_WHOLE_BYTES: Final = 100_000_000

_GZIP: Final = b"\x1f\x8b"
_HEAD: Final = 65_536
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class TooLarge(StatisticsError):
    """A file of figures is larger than any that is published."""

    code: ClassVar[str] = "RF-05"
    happened: ClassVar[str] = "The file, or what is packed in it, is larger than {most} million bytes."
    unharmed: ClassVar[str] = "No figure of it was used."
    remedy: ClassVar[str] = "Choose fewer years or states when downloading it."


class PackedBadly(StatisticsError):
    """A packed file does not unpack."""

    code: ClassVar[str] = "RF-06"
    happened: ClassVar[str] = "The packed file cannot be unpacked; it is damaged or cut off."
    unharmed: ClassVar[str] = "No figure of it was used."
    remedy: ClassVar[str] = "Download it again."


@dataclass(frozen=True)
class Source:
    """The bytes of one file with the name it is called by in messages."""

    data: bytes
    name: str = ""

    @property
    def head(self) -> bytes:
        """How the file begins, unpacked."""
        with self._opened() as stream:
            return stream.read(_HEAD)

    def whole(self) -> bytes:
        """Everything in the file, for formats that cannot be read line by line; raises TooLarge."""
        with self._opened() as stream:
            data = stream.read(MAX_WHOLE_BYTES + 1)
        if len(data) > MAX_WHOLE_BYTES:
            raise TooLarge(self.name, most=MAX_WHOLE_BYTES // 1_000_000)
        return data

    def lines(self, *, older: bool = False) -> Iterator[str]:
        """The lines with their ends; raises NotUtf8 (in an `older` file everything that is not UTF-8 is Windows-1252)."""
        encoding = self._encoding(older=older)
        with self._opened() as stream, io.TextIOWrapper(stream, encoding=encoding, newline="") as text:
            try:
                yield from text
            except UnicodeDecodeError as error:
                raise NotUtf8(self.name, offset=error.start) from None

    def _encoding(self, *, older: bool) -> str:
        if self.head.startswith(_UTF_16):
            return "utf-16"
        if not older:
            return "utf-8-sig"
        try:
            self.whole().decode("utf-8")
        except UnicodeDecodeError:
            return "cp1252"
        return "utf-8-sig"

    def _opened(self) -> io.BufferedReader:
        if len(self.data) > MAX_BYTES:
            raise TooLarge(self.name, most=MAX_BYTES // 1_000_000)
        return io.BufferedReader(_Bounded(self.data, self.name))


class _Bounded(io.RawIOBase):
    """What is in a file, packed or not, and no more of it than is allowed."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._left = MAX_UNPACKED_BYTES
        raw = io.BytesIO(data)
        self._stream = gzip.GzipFile(fileobj=raw) if data.startswith(_GZIP) else raw

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the one kind of buffer that BufferedReader passes
        try:
            data = self._stream.read(len(buffer))
        except (OSError, EOFError, zlib.error):
            raise PackedBadly(self._name) from None
        self._left -= len(data)
        if self._left < 0:
            raise TooLarge(self._name, most=MAX_UNPACKED_BYTES // 1_000_000)
        buffer[: len(data)] = data
        return len(data)
