"""Sealing and opening: what comes out is what went in, for those who were named and nobody else."""

import io
import tracemalloc
from collections.abc import Callable
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typing_extensions import override

from readmission.bundle.age import (
    MAX_RECIPIENTS,
    decrypt_with_password,
    encrypt,
    encrypt_with_password,
    open_bytes,
    open_sealed,
    opens_by_password,
    seal_bytes,
    sealing,
)
from readmission.bundle.identity import Identity
from readmission.bundle.refusals import NotForUs, NotSealed, RecipientsRefused, SealContentDamaged, SealNotAllowed

CHUNK: Final = 65536
SIZES: Final = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 200_000)


def pattern(size: int) -> bytes:
    return bytes(range(251)) * (size // 251) + bytes(range(size % 251))


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_is_what_opens(size: int, ours: Identity) -> None:
    assert open_bytes(seal_bytes(pattern(size), [ours.recipient]), [ours]) == pattern(size)


@pytest.mark.parametrize("size", SIZES)
def test_a_sealed_file_is_longer_by_its_header_and_one_tag_a_chunk(size: int, ours: Identity) -> None:
    chunks = max(1, -(-size // CHUNK))
    assert len(seal_bytes(pattern(size), [ours.recipient])) == size + 16 * chunks + 16 + 1627


def test_each_of_eight_recipients_opens() -> None:
    identities = [Identity(bytes([number]) * 32) for number in range(1, 9)]
    sealed = seal_bytes(b"for all", [identity.recipient for identity in identities])
    assert [open_bytes(sealed, [identity]) for identity in identities] == [b"for all"] * 8


def test_an_old_identity_beside_the_current_one_opens_an_archive(ours: Identity, theirs: Identity) -> None:
    assert open_bytes(seal_bytes(b"archive", [theirs.recipient]), [ours, theirs]) == b"archive"


def test_somebody_else_does_not_open(sealed: bytes, theirs: Identity) -> None:
    with pytest.raises(NotForUs):
        open_bytes(sealed, [theirs])


def test_nobody_does_not_open(sealed: bytes) -> None:
    with pytest.raises(NotForUs):
        open_bytes(sealed, [])


def test_sealing_twice_gives_two_texts(ours: Identity) -> None:
    assert seal_bytes(b"", [ours.recipient]) != seal_bytes(b"", [ours.recipient])


RECIPIENT_LISTS: Final[dict[str, Callable[[Identity], list[Identity]]]] = {
    "none": lambda _: [],
    "one twice": lambda ours: [ours, ours],
    "nine": lambda _: [Identity(bytes([number]) * 32) for number in range(1, MAX_RECIPIENTS + 2)],
}


@pytest.mark.parametrize("named", RECIPIENT_LISTS)
def test_a_list_of_recipients_that_cannot_be_meant_is_refused_before_anything_is_written(named: str, ours: Identity) -> None:
    target = io.BytesIO()
    with pytest.raises(RecipientsRefused):
        encrypt(io.BytesIO(b"x"), target, [identity.recipient for identity in RECIPIENT_LISTS[named](ours)])
    assert not target.getvalue()


def test_a_file_behind_a_password_is_no_sealed_file_for_identities(ours: Identity) -> None:
    data = encrypt_with_password(b"key", "correct horse")
    assert opens_by_password(data)
    assert decrypt_with_password(data, "correct horse") == b"key"
    with pytest.raises(SealNotAllowed):
        open_bytes(data, [ours])


def test_a_sealed_file_does_not_open_by_a_password(sealed: bytes) -> None:
    assert not opens_by_password(sealed)
    with pytest.raises(SealNotAllowed):
        decrypt_with_password(sealed, "correct horse")


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"PK\x03\x04 a ZIP", b"-----BEGIN AGE ENCRYPTED FILE-----\n", b"age-encryption.org"]
)
def test_what_is_no_age_file_is_said_to_be_none(data: bytes, ours: Identity) -> None:
    with pytest.raises(NotSealed):
        open_bytes(data, [ours])


def test_an_interrupted_writer_leaves_a_file_that_does_not_open(ours: Identity) -> None:
    target = io.BytesIO()
    source = _Zeros(3 * CHUNK, then_fails=True)
    with pytest.raises(OSError, match="stick was pulled out"):
        encrypt(source, target, [ours.recipient])
    with pytest.raises(SealContentDamaged):
        open_sealed(target, [ours])


@given(pieces=st.lists(st.integers(0, 3 * CHUNK), max_size=6))
@settings(max_examples=40, deadline=None)
def test_how_the_plaintext_is_cut_into_pieces_does_not_matter(pieces: list[int]) -> None:
    identity = Identity(b"\x03" * 32)
    target = io.BytesIO()
    with sealing(target, [identity.recipient]) as writer:
        for size in pieces:
            assert writer.write(pattern(size)) == size
    assert open_sealed(target, [identity]).read() == b"".join(map(pattern, pieces))


def test_fifty_megabytes_pass_through_a_few_chunks_of_memory(ours: Identity) -> None:
    size = 50_000_000
    sealed = io.BytesIO()
    sealed.write(bytes(size + 20_000))  # room, so that only our own memory is counted
    sealed.seek(0)
    source = _Zeros(size)
    tracemalloc.start()
    try:
        encrypt(source, sealed, [ours.recipient])
        sealed.truncate()
        with open_sealed(sealed, [ours]) as plain:
            found = 0
            while piece := plain.read(CHUNK):
                found += len(piece)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found == size
    assert peak < 2_000_000


def test_reading_everything_at_once_would_be_noticed() -> None:
    tracemalloc.start()
    try:
        _Zeros(50_000_000).read()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak > 2_000_000


class _Zeros(io.BytesIO):
    """A long source that takes no memory itself."""

    def __init__(self, size: int, *, then_fails: bool = False) -> None:
        super().__init__()
        self._left = size
        self._then_fails = then_fails

    @override
    def read(self, size: int | None = -1, /) -> bytes:
        taken = self._left if size is None or size < 0 else min(size, self._left)
        self._left -= taken
        if not taken and self._then_fails:
            raise OSError("the stick was pulled out")
        return bytes(taken)
