"""Whether bytes are one DER value, written in the one way that DER allows for tags and lengths.

The ASN.1 library reads more than DER; what it reads is compared with this, so that no second text of a signature is accepted.
"""

from typing import Final

_CONSTRUCTED: Final = 0x20
_LONG_TAG: Final = 0x1F
_LONG_LENGTH: Final = 0x80
_MAX_DEPTH: Final = 32


def is_der(text: bytes) -> bool:
    """Whether the bytes are exactly one value with definite, shortest lengths throughout."""
    return _end(text, 0, len(text), _MAX_DEPTH) == len(text)


def _end(text: bytes, start: int, limit: int, depth: int) -> int:
    """Where the value at `start` ends; -1 when it is not written as DER writes it."""
    if depth == 0 or start + 2 > limit or text[start] & _LONG_TAG == _LONG_TAG:
        return -1
    length, content = text[start + 1], start + 2
    if length & _LONG_LENGTH:
        size = length & ~_LONG_LENGTH
        digits = text[content : content + size]
        length, content = int.from_bytes(digits, "big"), content + size
        if not digits or len(digits) != size or digits[0] == 0 or length < _LONG_LENGTH:
            return -1
    end = content + length
    if end > limit:
        return -1
    if text[start] & _CONSTRUCTED:
        while content < end:
            content = _end(text, content, end, depth - 1)
            if content < 0:
                return -1
    return end
