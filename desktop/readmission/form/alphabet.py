"""Names in the order in which a language sorts them, wherever there is no window whose system knows it.

The order is that of the Unicode collation: letters first, marks on them second; signs stand before digits, digits before letters. A
language whose alphabet has letters of its own says after which they stand.
"""

import unicodedata
from collections.abc import Callable, Iterable
from typing import Final

# Blanks and signs, in their order before the digits.
_SIGNS: Final = " _-,;:!?.'’\"()[]&"
# Marks on letters, in their order.
_MARKS: Final = "\u0300\u0301\u0306\u0302\u030c\u030a\u0308\u030b\u0303\u0307"
_JOINED: Final = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
# Letter by letter: those that stand by themselves after another one.
_OWN: Final = {
    "cs": ("cč", "rř", "sš", "zž"),
    "da": ("zæøå",),
    "es": ("nñ",),
    "hr": ("cčć", "dđ", "sš", "zž"),
    "pl": ("aą", "cć", "eę", "lł", "nń", "oó", "sś", "zźż"),
    "ro": ("aăâ", "iî", "sș", "tț"),
    "sl": ("cčć", "dđ", "sš", "zž"),
    "sv": ("zåäö",),
}
# Between a letter and the next there is room for those that follow it.
_ROOM: Final = 8


def by_name(codes: Iterable[str], name: Callable[[str], str], language: str) -> tuple[str, ...]:
    """Codes in the order in which a language sorts their names."""
    own = _own_letters(language.partition("-")[0].partition("_")[0])
    return tuple(sorted(codes, key=lambda code: (*_weights(name(code), own), code)))


def _own_letters(language: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in _OWN.get(language, ()):
        for place, letter in enumerate(row[1:], start=1):
            found[letter] = ord(row[0]) * _ROOM + place
    return found


def _weights(text: str, own: dict[str, int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """What counts first, the letters; and what counts where these are the same, their marks."""
    letters: list[int] = []
    marks: list[int] = []
    for sign in unicodedata.normalize("NFC", text.casefold().replace("ß", "ss")):
        if sign in own:
            letters.append(own[sign])
            continue
        for part in unicodedata.normalize("NFD", _JOINED.get(sign, sign)):
            if unicodedata.combining(part):
                marks.append(_MARKS.find(part))
            elif part in _SIGNS:
                letters.append(_SIGNS.index(part) + 1)
            else:
                letters.append(ord(part) * _ROOM)
    return tuple(letters), tuple(marks)
