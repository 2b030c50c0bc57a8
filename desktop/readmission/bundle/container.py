"""The ZIP file inside every file that travels: stored members in a fixed order, with one possible text for the same members.

Everything but names, sizes, checksums and content is fixed (method, dates, flags, offsets), so that reading is: take names, sizes
and checksums from the directory, write the directory and the headers again, and compare byte for byte. No member can hide,
overlap, repeat or stand outside, and no other reader can see other members than we do. FORMAT_CONTAINER.md, section 2.2.
"""

import hashlib
import io
import re
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final, TypeAlias

from readmission.bundle.rejections import ContentChanged, MemberDamaged, NotAContainer, TooLarge
from readmission.errors import Phrase
from readmission.override import override

MIMETYPE: Final = "mimetype"
ASIC_E: Final = b"application/vnd.etsi.asic-e+zip"
MANIFEST: Final = "manifest.json"
META: Final = "META-INF/"

MAX_MEMBERS: Final = 4096
MAX_CONTAINER_BYTES: Final = 1 << 30
MAX_NAME_LENGTH: Final = 200

_CHUNK_BYTES: Final = 1 << 16
_DATE: Final = 0x0021  # 1 January 1980, the first day a ZIP file can say
_VERSION: Final = 10
_LOCAL: Final = struct.Struct("<4sHHHHHLLLHH")
_CENTRAL: Final = struct.Struct("<4sHHHHHHLLLHHHHHLL")
_END: Final = struct.Struct("<4sHHHHLLH")

# A segment starts with a letter or digit and ends with one, so there is no "..", hidden file or name that Windows shortens.
_SEGMENT: Final = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?"
_NAME: Final = re.compile(rf"{_SEGMENT}(?:/{_SEGMENT}){{0,5}}")
_META_NAME: Final = re.compile(r"META-INF/(?:ASiCManifest[0-9]{3}\.xml|signature[0-9]{3}\.p7s)")
_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)

Content: TypeAlias = bytes | Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Member:
    """One file to be stored: its measures and how to get its bytes."""

    name: str
    size: int
    crc: int
    sha512: str
    content: Content

    def chunks(self) -> Iterator[bytes]:
        """The bytes once more; raises ContentChanged when they are no longer those that were measured."""
        size = crc = 0
        for chunk in _chunks_of(self.content):
            size += len(chunk)
            crc = zlib.crc32(chunk, crc)
            yield chunk
        if (size, crc) != (self.size, self.crc):
            raise ContentChanged(self.name)


def measure(name: str, content: Content) -> Member:
    """A file to be stored, read once for its size, checksum and SHA-512."""
    size = crc = 0
    digest = hashlib.sha512()
    for chunk in _chunks_of(content):
        size += len(chunk)
        crc = zlib.crc32(chunk, crc)
        digest.update(chunk)
    return Member(name, size, crc, digest.hexdigest(), content)


def container_chunks(members: Sequence[Member]) -> Iterator[bytes]:
    """The bytes of a container, piece by piece; `mimetype` is put first by itself."""
    everything = (measure(MIMETYPE, ASIC_E), *members)
    entries = tuple(_Entry(member.name, member.size, member.crc) for member in everything)
    _refuse_names(entries)
    if _total(entries) > MAX_CONTAINER_BYTES or len(entries) > MAX_MEMBERS:
        raise TooLarge(limit=MAX_CONTAINER_BYTES)
    for member, entry in zip(everything, entries, strict=True):
        yield _local_header(entry)
        yield from member.chunks()
    yield _directory(entries)


def container_stream(members: Sequence[Member]) -> BinaryIO:
    """The same bytes as a stream to read from, for what takes a stream and not a file."""
    return stream_of(container_chunks(members))


def stream_of(chunks: Iterator[bytes]) -> BinaryIO:
    """A stream to read from that gives these pieces one after the other."""
    return io.BufferedReader(_ChunkStream(chunks), _CHUNK_BYTES)


class Container:
    """A container that was read: its structure is checked, its content is not yet."""

    def __init__(self, stream: BinaryIO, *, max_bytes: int = MAX_CONTAINER_BYTES) -> None:
        self._stream = stream
        size = stream.seek(0, io.SEEK_END)
        if size > max_bytes:
            raise TooLarge(limit=max_bytes)
        entries = _read_entries(stream, size)
        self._starts = _check_headers(stream, entries)
        self._entries: Mapping[str, _Entry] = {entry.name: entry for entry in entries}
        if self.read(MIMETYPE, max_bytes=len(ASIC_E)) != ASIC_E:
            raise NotAContainer(MIMETYPE, why=Phrase("another type of file"))

    @property
    def names(self) -> tuple[str, ...]:
        """All names in their order, `mimetype` left out."""
        return tuple(name for name in self._entries if name != MIMETYPE)

    def size(self, name: str) -> int:
        """How many bytes a member has."""
        return self._entries[name].size

    def read(self, name: str, *, max_bytes: int) -> bytes:
        """All bytes of a small member."""
        entry = self._entries.get(name)
        if entry is None:
            raise NotAContainer(name, why=Phrase("a member is missing"))
        if entry.size > max_bytes:
            raise TooLarge(name, limit=max_bytes)
        text = b"".join(self.chunks(name))
        if zlib.crc32(text) != entry.crc:
            raise MemberDamaged(name)
        return text

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a member in pieces."""
        start, left = self._starts[name], self._entries[name].size
        while left:
            self._stream.seek(start)
            chunk = self._stream.read(min(left, _CHUNK_BYTES))
            if not chunk:
                raise NotAContainer(name, why=Phrase("it ends too early"))
            start, left = start + len(chunk), left - len(chunk)
            yield chunk

    def sha512(self, name: str) -> str:
        """The digest of a member, in one pass with its checksum."""
        digest, crc = hashlib.sha512(), 0
        for chunk in self.chunks(name):
            digest.update(chunk)
            crc = zlib.crc32(chunk, crc)
        if crc != self._entries[name].crc:
            raise MemberDamaged(name)
        return digest.hexdigest()

    def open(self, name: str) -> BinaryIO:
        """A member as a stream of its own; several may be open at once."""
        return stream_of(self.chunks(name))

    def member(self, name: str, sha512: str, content: Content) -> Member:
        """A member as one to be stored in another container, its measures already known."""
        entry = self._entries[name]
        return Member(name, entry.size, entry.crc, sha512, content)


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    size: int
    crc: int


class _ChunkStream(io.RawIOBase):
    def __init__(self, chunks: Iterator[bytes]) -> None:
        super().__init__()
        self._chunks = chunks
        self._rest = memoryview(b"")

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]  # typeshed wants any Buffer
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._rest = memoryview(chunk)
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def _chunks_of(content: Content) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with content() as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            yield chunk


def _local_header(entry: _Entry) -> bytes:
    name = entry.name.encode("ascii")
    fixed = _LOCAL.pack(b"PK\3\4", _VERSION, 0, 0, 0, _DATE, entry.crc, entry.size, entry.size, len(name), 0)
    return fixed + name


def _directory(entries: Sequence[_Entry]) -> bytes:
    parts, offset = [], 0
    for entry in entries:
        name = entry.name.encode("ascii")
        parts.append(
            _CENTRAL.pack(
                *(b"PK\1\2", _VERSION, _VERSION, 0, 0, 0, _DATE, entry.crc, entry.size, entry.size),
                *(len(name), 0, 0, 0, 0, 0, offset),
            )
        )
        parts.append(name)
        offset += _LOCAL.size + len(name) + entry.size
    directory = b"".join(parts)
    return directory + _END.pack(b"PK\5\6", 0, 0, len(entries), len(entries), len(directory), offset, 0)


def _total(entries: Iterable[_Entry]) -> int:
    return sum(_LOCAL.size + _CENTRAL.size + 2 * len(entry.name) + entry.size for entry in entries) + _END.size


def _read_entries(stream: BinaryIO, size: int) -> tuple[_Entry, ...]:
    if size < _END.size:
        raise NotAContainer(why=Phrase("it is too short"))
    stream.seek(size - _END.size)
    signature, _, _, _, count, length, offset, _ = _END.unpack(stream.read(_END.size))
    if signature != b"PK\5\6" or offset + length + _END.size != size:
        raise NotAContainer(why=Phrase("it does not end with its directory"))
    if not 0 < count <= MAX_MEMBERS or length > count * (_CENTRAL.size + MAX_NAME_LENGTH):
        raise NotAContainer(why=Phrase("too many members"))
    stream.seek(offset)
    text = stream.read(length + _END.size)
    entries = tuple(_parse_directory(text, count))
    _refuse_names(entries)
    if entries[0].name != MIMETYPE:
        raise NotAContainer(why=Phrase("the first member is not the type"))
    if _directory(entries) != text:
        raise NotAContainer(why=Phrase("its directory is not the one of its members"))
    return entries


def _parse_directory(text: bytes, count: int) -> Iterator[_Entry]:
    start = 0
    for _ in range(count):
        if start + _CENTRAL.size > len(text):
            raise NotAContainer(why=Phrase("its directory is cut off"))
        fields = _CENTRAL.unpack_from(text, start)
        crc, size, name_length = fields[7], fields[9], fields[10]
        start += _CENTRAL.size
        try:
            name = text[start : start + name_length].decode("ascii")
        except UnicodeDecodeError:
            raise NotAContainer(why=Phrase("a name outside the permitted letters")) from None
        yield _Entry(name, size, crc)
        start += name_length


def _refuse_names(entries: Sequence[_Entry]) -> None:
    for entry in entries:
        if not _name_permitted(entry.name):
            raise NotAContainer(why=Phrase("a name outside the permitted letters"))
    # Two names that differ in case alone are one file on many systems.
    if len({entry.name.lower() for entry in entries}) != len(entries):
        raise NotAContainer(why=Phrase("a name twice"))


def _name_permitted(name: str) -> bool:
    if name.lower().startswith(META.lower()):
        return _META_NAME.fullmatch(name) is not None
    if len(name) > MAX_NAME_LENGTH or not _NAME.fullmatch(name):
        return False
    return not any(_DEVICE.fullmatch(segment) for segment in name.split("/"))


def _check_headers(stream: BinaryIO, entries: Sequence[_Entry]) -> Mapping[str, int]:
    starts, offset = {}, 0
    for entry in entries:
        header = _local_header(entry)
        stream.seek(offset)
        if stream.read(len(header)) != header:
            raise NotAContainer(why=Phrase("a header says something else than the directory"))
        starts[entry.name] = offset + len(header)
        offset = starts[entry.name] + entry.size
    # The directory was compared whole, so its own offset has already been found to be this one.
    return starts
