"""Several compressed parts become one stream that every reader reads to its end."""

import lzma
import subprocess
from pathlib import Path

import pytest
import xz_blocks

PARTS = [b"", b"a", bytes(range(256)) * 3000, b"state"]


def test_a_joined_stream_is_the_parts_one_after_the_other() -> None:
    joined = xz_blocks.join([xz_blocks.compress_part(part) for part in PARTS])
    assert lzma.decompress(joined) == b"".join(PARTS)
    decompressor = lzma.LZMADecompressor(lzma.FORMAT_XZ)
    assert decompressor.decompress(joined) == b"".join(PARTS)
    assert decompressor.eof
    assert decompressor.unused_data == b""


def test_parts_compressed_side_by_side_are_the_same_bytes() -> None:
    assert xz_blocks.compress(PARTS, 2) == xz_blocks.compress(PARTS, 1)


def test_a_joined_stream_can_be_joined_again() -> None:
    first = xz_blocks.compress(PARTS[:3], 1)
    assert lzma.decompress(xz_blocks.join([first, xz_blocks.compress_part(b"more")])) == b"".join([*PARTS[:3], b"more"])


def test_the_xz_program_finds_one_stream_and_nothing_wrong(tmp_path: Path) -> None:
    path = tmp_path / "parts.xz"
    path.write_bytes(xz_blocks.compress(PARTS, 1))
    subprocess.run(["xz", "--test", path], check=True)
    listed = subprocess.run(["xz", "--robot", "--list", path], check=True, capture_output=True, text=True).stdout
    assert listed.splitlines()[1].split()[1:3] == ["1", "3"], "the empty part has no block"


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"no stream",
        xz_blocks.compress_part(b"one")[:-1],
        xz_blocks.compress_part(b"one") + xz_blocks.compress_part(b"two"),
        xz_blocks.compress_part(b"one") + bytes(4),
        lzma.compress(b"one", lzma.FORMAT_ALONE),
    ],
)
def test_anything_but_one_stream_is_refused(damaged: bytes) -> None:
    with pytest.raises(xz_blocks.NotOneStream):
        xz_blocks.join([damaged])


def test_streams_with_different_checks_are_not_joined() -> None:
    with pytest.raises(xz_blocks.NotOneStream):
        xz_blocks.join([xz_blocks.compress_part(b"one"), lzma.compress(b"two", check=lzma.CHECK_CRC32)])
