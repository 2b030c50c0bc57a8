"""The key that chooses an answer: one press, the same on the page of a country and in the grid of questions."""

from typing import Final

from readmission.form.model import CodeList

_DIGITS: Final = "1234567890"
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"

# What yes and no are typed as; the first is what a legend names.
YES_KEYS: Final = "1y"
NO_KEYS: Final = "0n"


def keys_of(codes: CodeList) -> dict[str, str]:
    """The key of each code: the code itself or its digit where that says which, else its place in the list."""
    names = [code.id for code in codes.codes]
    lasts = [name[-1].casefold() for name in names]
    if len(set(lasts)) == len(lasts) and all(name[:-1].isalpha() or not name[:-1] for name in names):
        return dict(zip(names, lasts, strict=True))
    keys = _DIGITS if len(names) <= len(_DIGITS) else _LETTERS + _DIGITS
    return dict(zip(names, keys, strict=False))
