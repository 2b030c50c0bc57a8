"""Bech32, the text form of age keys: a prefix, five bits a letter and a checksum of six letters (BIP 173).

As in age there is no limit of 90 letters, so a public key of 1216 bytes is one word. Letters are all small or all capital.
"""

from collections.abc import Iterable, Iterator
from typing import Final

LETTERS: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
CHECKSUM_LETTERS: Final = 6

_VALUES: Final = {letter: value for value, letter in enumerate(LETTERS)}
_GENERATORS: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


class NotBech32(ValueError):
    """A text is not Bech32; the caller knows whose text it is and says so."""


def encode(prefix: str, data: bytes) -> str:
    """The text of some bytes under a prefix in small letters."""
    values = list(_regroup(data, 8, 5, pad=True))
    remainder = _polymod([*_expand(prefix), *values, *([0] * CHECKSUM_LETTERS)]) ^ 1
    checksum = [remainder >> 5 * (CHECKSUM_LETTERS - 1 - place) & 31 for place in range(CHECKSUM_LETTERS)]
    return f"{prefix}1{''.join(LETTERS[value] for value in values + checksum)}"


def decode(text: str) -> tuple[str, bytes]:
    """The prefix, in small letters, and the bytes of a text; raises NotBech32."""
    if not text.isascii() or text not in {text.lower(), text.upper()}:
        raise NotBech32("small and capital letters are mixed")
    prefix, separator, letters = text.lower().rpartition("1")
    if not separator or not prefix or len(letters) < CHECKSUM_LETTERS:
        raise NotBech32("a part is missing")
    if not all("!" <= letter <= "~" for letter in prefix) or not set(letters) <= _VALUES.keys():
        raise NotBech32("a letter cannot stand there")
    values = [_VALUES[letter] for letter in letters]
    if _polymod([*_expand(prefix), *values]) != 1:
        raise NotBech32("the checksum is wrong")
    return prefix, bytes(_regroup(values[:-CHECKSUM_LETTERS], 5, 8, pad=False))


def _expand(prefix: str) -> list[int]:
    codes = prefix.encode()
    return [code >> 5 for code in codes] + [0] + [code & 31 for code in codes]


def _polymod(values: Iterable[int]) -> int:
    remainder = 1
    for value in values:
        top = remainder >> 25
        remainder = (remainder & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATORS):
            if top >> place & 1:
                remainder ^= generator
    return remainder


def _regroup(values: Iterable[int], width: int, new_width: int, *, pad: bool) -> Iterator[int]:
    held, bits = 0, 0
    for value in values:
        held = (held << width | value) & 0xFFF
        bits += width
        while bits >= new_width:
            bits -= new_width
            yield held >> bits & (1 << new_width) - 1
    rest = held & (1 << bits) - 1
    if pad and bits:
        yield rest << new_width - bits
    elif not pad and (bits >= width or rest):
        # Otherwise one key would have several texts.
        raise NotBech32("the last letter is not canonical")
