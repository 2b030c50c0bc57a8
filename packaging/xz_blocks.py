"""One .xz stream out of several: what all packages share is compressed once, and each adds a block of its own.

Readers of packages stop at the end of the first stream and say nothing about a second. So the blocks of all parts are put into one
stream, under one index (the .xz file format, 1.2.0, sections 2 to 4).
"""

import lzma
import zlib
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Final

# A window wide enough finds one program's modules again in the next; a higher preset costs four times as long for a tenth less.
FILTERS: Final = [{"id": lzma.FILTER_LZMA2, "preset": 2, "dict_size": 1 << 26}]

_MAGIC: Final = b"\xfd7zXZ\x00"
_END: Final = b"YZ"
_HEADER: Final = 12
_FOOTER: Final = 12
# Set in every group of seven bits but the last.
_MORE: Final = 0x80


class NotOneStream(ValueError):
    """A text is not exactly one .xz stream, or its check is another one than its neighbour's."""


@dataclass(frozen=True, slots=True)
class _Stream:
    flags: bytes
    blocks: memoryview
    records: tuple[tuple[int, int], ...]


def compress(parts: list[bytes], workers: int = 2) -> bytes:
    """One stream with one block for each part; the parts are compressed side by side."""
    if len(parts) == 1 or workers == 1:
        return join([compress_part(part) for part in parts])
    with ProcessPoolExecutor(workers) as pool:
        return join(list(pool.map(compress_part, parts)))


def compress_part(part: bytes) -> bytes:
    """A stream with one block."""
    return lzma.compress(part, lzma.FORMAT_XZ, check=lzma.CHECK_CRC64, filters=FILTERS)


def join(streams: list[bytes]) -> bytes:
    """One stream with the blocks of all streams in their order; raises NotOneStream."""
    return b"".join(pieces(streams))


def pieces(streams: list[bytes]) -> list[bytes | memoryview]:
    """The same in pieces, of which the blocks are not copied: one base is in the packages of all states."""
    read = [_read(stream) for stream in streams]
    if len({one.flags for one in read}) != 1:
        raise NotOneStream("the streams have different checks")
    flags = read[0].flags
    records = [record for one in read for record in one.records]
    index = b"\x00" + _number(len(records)) + b"".join(_number(size) + _number(plain) for size, plain in records)
    index += bytes(-len(index) % 4)
    index += _crc(index)
    footer = (len(index) // 4 - 1).to_bytes(4, "little") + flags
    return [_MAGIC, flags, _crc(flags), *(one.blocks for one in read), index, _crc(footer), footer, _END]


def _read(stream: bytes) -> _Stream:
    flags, footer = stream[6:8], stream[-_FOOTER:]
    if stream[:6] != _MAGIC or footer[-2:] != _END or footer[8:10] != flags:
        raise NotOneStream("no .xz stream")
    size = (int.from_bytes(footer[4:8], "little") + 1) * 4
    start = len(stream) - _FOOTER - size
    index = stream[start:-_FOOTER]
    if start < _HEADER or index[0] != 0 or _crc(index[:-4]) != index[-4:]:
        raise NotOneStream("its index is damaged")
    count, at = _take(index, 1)
    records = []
    for _ in range(count):
        unpadded, at = _take(index, at)
        plain, at = _take(index, at)
        records.append((unpadded, plain))
    blocks = memoryview(stream)[_HEADER:start]
    if sum(-(-unpadded // 4) * 4 for unpadded, _ in records) != len(blocks):
        raise NotOneStream("it is more than one stream")
    return _Stream(flags, blocks, tuple(records))


def _number(value: int) -> bytes:
    """An integer in groups of seven bits, the lowest first."""
    text = bytearray()
    while value >= _MORE:
        text.append(value & 0x7F | _MORE)
        value >>= 7
    return bytes([*text, value])


def _take(text: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        value |= (text[at] & 0x7F) << shift
        shift += 7
        at += 1
        if text[at - 1] < _MORE:
            return value, at


def _crc(text: bytes) -> bytes:
    return zlib.crc32(text).to_bytes(4, "little")
