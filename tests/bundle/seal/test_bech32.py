"""Bech32: one key has one text, and a slip of the pen is noticed."""

from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readmission.bundle import bech32
from readmission.bundle.bech32 import LETTERS, NotBech32, decode, encode

# From BIP 173, "Test vectors": valid and invalid strings.
VALID: Final = ("A12UEL5L", "a12uel5l", "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", "?1ezyfcl")
INVALID: Final = {
    "a prefix with a space": " 1nwldj5",
    "a prefix with a control character": "\x7f1axkwrx",
    "a prefix that is not ASCII": "\x801eym55h",
    "no separator": "pzry9x0s0muk",
    "an empty prefix": "1pzry9x0s0muk",
    "a letter that is not used": "x1b4n0q5v",
    "a short checksum": "li1dgmt3",
    "a wrong checksum": "A1G7SGD8",
    "mixed letters": "a12uEL5L",
    "nothing": "",
}


@pytest.mark.parametrize("text", VALID)
def test_a_published_text_is_read_and_written_alike(text: str) -> None:
    prefix, data = decode(text)
    assert encode(prefix, data) == text.lower()


@pytest.mark.parametrize("what", INVALID)
def test_a_text_is_refused_for(what: str) -> None:
    with pytest.raises(NotBech32):
        decode(INVALID[what])


@given(data=st.binary(max_size=1300))
@settings(max_examples=60, deadline=None)
def test_bytes_of_any_length_come_back(data: bytes) -> None:
    text = encode("age1pq", data)
    assert decode(text) == decode(text.upper()) == ("age1pq", data)


@given(data=st.binary(min_size=1, max_size=40), letter=st.sampled_from(LETTERS), place=st.integers(0, 10_000))
@settings(max_examples=200, deadline=None)
def test_one_wrong_letter_is_always_noticed(data: bytes, letter: str, place: int) -> None:
    text = encode("age1pq", data)
    place = 7 + place % (len(text) - 7)
    wrong = text[:place] + letter + text[place + 1 :]
    if wrong != text:
        with pytest.raises(NotBech32):
            decode(wrong)


def test_spare_bits_that_are_not_zero_are_refused() -> None:
    # Both texts have a good checksum and would give the same byte.
    values = [0b11111, 0b11101]
    checksum = bech32._polymod([*bech32._expand("a"), *values, *[0] * 6]) ^ 1
    letters = values + [checksum >> 5 * (5 - place) & 31 for place in range(6)]
    with pytest.raises(NotBech32, match="canonical"):
        decode("a1" + "".join(LETTERS[value] for value in letters))
