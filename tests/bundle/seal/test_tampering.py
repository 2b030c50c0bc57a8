"""Whatever is done to a sealed file, it does not open, and the refusal says what happened."""

import io
import random
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readmission.bundle import age
from readmission.bundle.age import open_bytes, seal_bytes
from readmission.bundle.age_header import Header, Stanza, read_header, write_header
from readmission.bundle.identity import Identity
from readmission.bundle.refusals import (
    NotForUs,
    NotSealed,
    SealContentDamaged,
    SealDamaged,
    SealHeaderChanged,
    SealHeaderDamaged,
    SealNotAllowed,
    SealVersionUnknown,
)
from readmission.errors import BundleError

OF_A_HEADER: Final = (NotSealed, SealVersionUnknown, SealNotAllowed, SealHeaderDamaged, SealHeaderChanged, NotForUs)
MUTATIONS: Final = 2000
# Right and wrong pieces of a header, from which every neighbour of a good one can be put together.
PIECES: Final = (
    *(b"-> a\n", b"-> a b\n", b"-> a  b\n", b"-> a \n", b"->  a\n", b"->a\n", b"->\n", b"-> a\r\n", b"-> \xc3\xa4\n"),
    *(b"\n", b"AA\n", b"AB\n", b"AAA\n", b"AAA=\n", b"A\n", b"A A\n", b"AAAA\r\n", b"A" * 64 + b"\n", b"A" * 65 + b"\n"),
    *(b"--- \n", b"---\n", b"age-encryption.org/v1\n", b"-> a\n\n", b"-> a\nAAAA\n"),
)
END: Final = b"--- " + b"A" * 43 + b"\n"


def test_every_flipped_bit_of_the_header_is_refused(sealed: bytes, ours: Identity) -> None:
    for place in range(read_header(io.BytesIO(sealed)).size_bytes):
        for bit in range(8):
            with pytest.raises(OF_A_HEADER):
                open_bytes(_flipped(sealed, place, 1 << bit), [ours])


def test_every_flipped_byte_of_the_payload_is_refused(sealed: bytes, ours: Identity) -> None:
    for place in range(read_header(io.BytesIO(sealed)).size_bytes, len(sealed)):
        with pytest.raises(SealContentDamaged):
            open_bytes(_flipped(sealed, place, 0xFF), [ours])


def test_every_truncation_is_refused(sealed: bytes, ours: Identity) -> None:
    header = read_header(io.BytesIO(sealed)).size_bytes
    for length in range(len(sealed)):
        with pytest.raises((NotSealed, SealHeaderDamaged) if length < header else SealContentDamaged):
            open_bytes(sealed[:length], [ours])


@pytest.mark.parametrize("tail", [b"\0", b"\n", b"PK\x05\x06", bytes(70_000)])
def test_trailing_bytes_are_refused(tail: bytes, sealed: bytes, ours: Identity) -> None:
    with pytest.raises(SealContentDamaged):
        open_bytes(sealed + tail, [ours])


def test_two_files_one_after_the_other_are_refused(sealed: bytes, ours: Identity) -> None:
    with pytest.raises(SealContentDamaged):
        open_bytes(sealed + sealed, [ours])


def test_bytes_before_the_file_are_refused(sealed: bytes, ours: Identity) -> None:
    with pytest.raises(NotSealed):
        open_bytes(b"\n" + sealed, [ours])


def test_the_payload_of_another_file_for_the_same_recipient_is_refused(sealed: bytes, ours: Identity) -> None:
    other = seal_bytes(b"x", [ours.recipient])
    header = read_header(io.BytesIO(sealed)).size_bytes
    with pytest.raises(SealContentDamaged):
        open_bytes(sealed[:header] + other[read_header(io.BytesIO(other)).size_bytes :], [ours])


def test_a_recipient_added_on_the_way_is_seen(sealed: bytes, ours: Identity, theirs: Identity) -> None:
    header = read_header(io.BytesIO(sealed))
    more = write_header((*header.stanzas, theirs.recipient.wrap(bytes(16))), bytes(16))
    with pytest.raises(SealHeaderChanged):
        open_bytes(more + sealed[header.size_bytes :], [ours])


def test_a_recipient_taken_away_on_the_way_is_seen(ours: Identity, theirs: Identity) -> None:
    both = seal_bytes(b"x", [ours.recipient, theirs.recipient])
    header = read_header(io.BytesIO(both))
    fewer = write_header(header.stanzas[:1], bytes(16))
    with pytest.raises(SealHeaderChanged):
        open_bytes(fewer + both[header.size_bytes :], [ours])


def test_a_classical_recipient_beside_ours_is_refused_even_if_the_header_is_genuine(ours: Identity) -> None:
    key = bytes(16)
    classical = Stanza("X25519", ("A" * 43,), bytes(32))
    target = io.BytesIO()
    writer = age._start(target, key, (ours.recipient.wrap(key), classical))
    writer.write(b"x")
    writer.finish()
    with pytest.raises(SealNotAllowed):
        open_bytes(target.getvalue(), [ours])


def test_nine_recipients_are_refused_even_if_the_header_is_genuine(ours: Identity) -> None:
    key = bytes(16)
    target = io.BytesIO()
    writer = age._start(target, key, (ours.recipient.wrap(key),) * 9)
    writer.finish()
    with pytest.raises(SealNotAllowed):
        open_bytes(target.getvalue(), [ours])


def test_a_header_that_never_ends_is_refused_after_its_cap(ours: Identity) -> None:
    with pytest.raises(SealHeaderDamaged):
        open_bytes(b"age-encryption.org/v1\n-> mlkem768x25519 " + b"A" * 10_000_000, [ours])


def test_a_thousand_body_lines_are_refused_after_the_cap(ours: Identity) -> None:
    with pytest.raises(SealHeaderDamaged):
        open_bytes(b"age-encryption.org/v1\n-> mlkem768x25519 A\n" + (b"A" * 64 + b"\n") * 1000, [ours])


def test_two_thousand_random_mutations_are_refused_by_name(sealed: bytes, ours: Identity) -> None:
    chance = random.Random(2025)
    for _ in range(MUTATIONS):
        mutated = _mutated(sealed, chance)
        if mutated == sealed:
            continue
        with pytest.raises(BundleError):
            open_bytes(mutated, [ours])


def test_any_header_that_is_read_is_written_to_the_same_bytes() -> None:
    chance = random.Random(1)
    accepted = 0
    for _ in range(10_000):
        text = b"age-encryption.org/v1\n" + b"".join(chance.choices(PIECES, k=chance.randint(1, 8))) + END
        try:
            header = read_header(io.BytesIO(text))
        except BundleError:
            continue
        accepted += 1
        assert write_header(header.stanzas, bytes(16)).startswith(header.covered)
        assert header.covered + b" " + END[4:] == text[: header.size_bytes]
    assert accepted > 100


PARTS: Final = st.tuples(st.text("abcXYZ/", min_size=1), st.lists(st.text("0a~!", min_size=1)), st.binary(max_size=200))


@given(st.lists(PARTS, max_size=8))
@settings(max_examples=100, deadline=None)
def test_a_header_reads_back_as_it_was_written(parts: list[tuple[str, list[str], bytes]]) -> None:
    stanzas = tuple(Stanza(kind, tuple(arguments), body) for kind, arguments, body in parts)
    text = write_header(stanzas, bytes(16))
    if not stanzas:
        with pytest.raises(SealHeaderDamaged):
            read_header(io.BytesIO(text))
        return
    header = read_header(io.BytesIO(text + b"payload"))
    header.authenticate(bytes(16))
    assert (header.stanzas, header.size_bytes) == (stanzas, len(text))


def test_without_the_check_of_the_header_an_altered_recipient_list_would_pass(
    ours: Identity, theirs: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = seal_bytes(b"x", [ours.recipient, theirs.recipient])
    header = read_header(io.BytesIO(both))
    fewer = write_header(header.stanzas[:1], bytes(16)) + both[header.size_bytes :]
    monkeypatch.setattr(Header, "authenticate", lambda _header, _key: None)
    assert open_bytes(fewer, [ours]) == b"x"


def test_each_damage_is_one_of_the_damages() -> None:
    assert all(issubclass(kind, SealDamaged) for kind in (SealHeaderDamaged, SealHeaderChanged, SealContentDamaged))


def _flipped(data: bytes, place: int, mask: int) -> bytes:
    changed = bytearray(data)
    changed[place] ^= mask
    return bytes(changed)


def _mutated(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(changed))
        kind = chance.randrange(4)
        if kind == 0:
            changed[place] = chance.randrange(256)
        elif kind == 1:
            changed[place:place] = chance.randbytes(chance.randint(1, 80))
        elif kind == 2:
            del changed[place : place + chance.randint(1, 80)]
        else:
            changed[place:place] = data[chance.randrange(len(data)) :][: chance.randint(1, 2000)]
    return bytes(changed)
