"""The payload: seekable like a plain file, and every way of cutting or lengthening it is seen."""

import io
from typing import Final

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import given, settings
from hypothesis import strategies as st
from typing_extensions import override

from readmission.bundle import stream
from readmission.bundle.refusals import SealContentDamaged
from readmission.bundle.stream import CHUNK_BYTES, SEALED_CHUNK_BYTES, ChunkReader, ChunkWriter

KEY: Final = bytes(32)
PLAINTEXT: Final = bytes(range(256)) * 700  # two whole chunks and a part


def sealed(plaintext: bytes) -> bytes:
    target = io.BytesIO()
    writer = ChunkWriter(target, KEY)
    writer.write(plaintext)
    writer.finish()
    return target.getvalue()


def opened(data: bytes) -> io.BufferedReader:
    return io.BufferedReader(ChunkReader(io.BytesIO(data), 0, KEY), CHUNK_BYTES)


SEALED: Final = sealed(PLAINTEXT)


@given(
    steps=st.lists(
        st.tuples(st.integers(0, 200_000), st.sampled_from([io.SEEK_SET, io.SEEK_CUR, io.SEEK_END]), st.integers(0, 140_000)),
        max_size=8,
    )
)
@settings(max_examples=60, deadline=None)
def test_it_reads_like_a_plain_file(steps: list[tuple[int, int, int]]) -> None:
    ours, plain = opened(SEALED), io.BytesIO(PLAINTEXT)
    for place, whence, size in steps:
        offset = place - {io.SEEK_SET: 0, io.SEEK_CUR: plain.tell(), io.SEEK_END: len(PLAINTEXT)}[whence]
        assert ours.seek(offset, whence) == plain.seek(offset, whence) == place
        assert ours.read(size) == plain.read(size)
        assert ours.tell() == plain.tell()


def test_a_position_before_the_start_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="before the start"):
        ChunkReader(io.BytesIO(SEALED), 0, KEY).seek(-1)


def test_it_is_readable_and_seekable_and_not_writable() -> None:
    reader = opened(SEALED)
    assert (reader.readable(), reader.seekable(), reader.writable()) == (True, True, False)
    assert reader.seek(0, io.SEEK_END) == len(PLAINTEXT)
    assert reader.read() == b""


def test_it_reads_whole_when_asked_for_all() -> None:
    assert opened(SEALED).read() == PLAINTEXT


def test_closing_it_leaves_the_sealed_file_open() -> None:
    underneath = io.BytesIO(SEALED)
    reader = ChunkReader(underneath, 0, KEY)
    reader.close()
    assert not underneath.closed
    with pytest.raises(ValueError, match="closed"):
        reader.readinto(bytearray(1))


CUTS: Final = {
    "to nothing": SEALED[:0],
    "inside the first tag": SEALED[:15],
    "to less than a tag after a chunk": SEALED[: SEALED_CHUNK_BYTES + 5],
    "to an empty last chunk": SEALED[: SEALED_CHUNK_BYTES + 16],
    "at a chunk boundary": SEALED[: 2 * SEALED_CHUNK_BYTES],
    "by one byte": SEALED[:-1],
    "longer by one byte": SEALED + b"\0",
    "longer by itself": SEALED + SEALED,
    "with two chunks swapped": SEALED[SEALED_CHUNK_BYTES : 2 * SEALED_CHUNK_BYTES]
    + SEALED[:SEALED_CHUNK_BYTES]
    + SEALED[2 * SEALED_CHUNK_BYTES :],
    "without its first chunk": SEALED[SEALED_CHUNK_BYTES:],
}


@pytest.mark.parametrize("cut", CUTS)
def test_a_payload_is_refused_when_it_was_cut(cut: str) -> None:
    with pytest.raises(SealContentDamaged):
        opened(CUTS[cut]).read()


@pytest.mark.parametrize("cut", [name for name in CUTS if "chunks swapped" not in name])
def test_a_wrong_length_is_refused_before_the_first_byte_is_handed_out(cut: str) -> None:
    with pytest.raises(SealContentDamaged):
        opened(CUTS[cut])


def test_an_empty_last_chunk_after_others_is_refused_though_it_is_genuine() -> None:
    cipher = ChaCha20Poly1305(KEY)
    first = cipher.encrypt(stream._nonce(0, last=False), bytes(CHUNK_BYTES), None)
    second = cipher.encrypt(stream._nonce(1, last=True), b"", None)
    with pytest.raises(SealContentDamaged):
        opened(first + second)


def test_no_byte_of_a_damaged_chunk_is_handed_out() -> None:
    damaged = bytearray(SEALED)
    damaged[SEALED_CHUNK_BYTES + 40_000] ^= 1
    reader = opened(bytes(damaged))
    assert reader.read(CHUNK_BYTES) == PLAINTEXT[:CHUNK_BYTES]
    with pytest.raises(SealContentDamaged):
        reader.read(1)
    reader.seek(2 * CHUNK_BYTES)
    assert reader.read() == PLAINTEXT[2 * CHUNK_BYTES :]


def test_a_file_that_shrinks_while_it_is_read_is_refused() -> None:
    underneath = io.BytesIO(SEALED)
    reader = ChunkReader(underneath, 0, KEY)
    underneath.truncate(100)
    with pytest.raises(SealContentDamaged):
        reader.readall()


class _ReaderWithoutLastChunk(ChunkReader):
    """The fault that these tests must see: chunks are numbered, but nobody asks whether the last one is there."""

    @override
    def _open(self, number: int) -> bytes:
        self._sealed.seek(number * SEALED_CHUNK_BYTES)
        chunk = self._sealed.read(SEALED_CHUNK_BYTES)
        for last in (False, True):
            try:
                return self._cipher.decrypt(stream._nonce(number, last=last), chunk, None)
            except InvalidTag:
                continue
        raise SealContentDamaged(why="a test")


def test_a_reader_that_ignored_the_last_mark_would_take_a_file_cut_at_a_chunk_boundary() -> None:
    cut = CUTS["at a chunk boundary"]
    assert _ReaderWithoutLastChunk(io.BytesIO(cut), 0, KEY).readall() == PLAINTEXT[: 2 * CHUNK_BYTES]
    with pytest.raises(SealContentDamaged):
        ChunkReader(io.BytesIO(cut), 0, KEY)
