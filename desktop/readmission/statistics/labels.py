"""Codes for the labels that older and spreadsheet downloads hold in their place.

What a label stands for is data: the names of the form's lists, and a shipped file of what Eurostat writes differently. A label is
compared without case, accents, punctuation and footnote signs; what stays unknown is listed by whoever asks, never guessed.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from readmission.errors import Phrase
from readmission.statistics.columns import LineUnreadable, read_lines

COLUMNS: Final = ("dimension", "label", "code")
ANY: Final = "*"
NAMES: Final = "dimension"

_CODE: Final = re.compile(r"[A-Z][A-Z0-9_.-]*|[0-9]{4}", re.ASCII)
_ASIDE: Final = re.compile(r"\(\s*[0-9*]{1,2}\s*\)\s*$")
_NOISE: Final = re.compile(r"[^0-9a-z<>+&\u0370-\uffff]+")
_COUNTRIES: Final = ("citizen", "geo", "c_dest")


@dataclass(frozen=True)
class Labels:
    """Codes by dimension and label."""

    codes: Mapping[str, Mapping[str, str]]

    def code(self, dimension: str, text: str) -> str | None:
        """The code that a text is or stands for; None where nobody knows."""
        said = text.strip()
        for label in (_plain(said), _plain(_ASIDE.sub("", said))):
            for group in (dimension, ANY):
                found = self.codes.get(group, {}).get(label)
                if found is not None:
                    return found
        return said if _CODE.fullmatch(said) else None

    def dimension(self, text: str) -> str | None:
        """The identifier of the dimension that a heading names; None where nobody knows."""
        bare = re.sub(r"\s*[(_/](?:labels?|codes?)\)?$", "", text.strip(), flags=re.IGNORECASE)
        known = self.codes.get(NAMES, {})
        return known.get(_plain(bare)) or (bare.casefold() if bare.casefold() in known.values() else None)

    def with_countries(self, names: Iterable[tuple[str, str]]) -> "Labels":
        """These and the names (code, name) of countries, unless a name is known already."""
        listed = [(_plain(name), code) for code, name in names]
        codes = {group: dict(known) for group, known in self.codes.items()}
        for group in _COUNTRIES:
            of = codes.setdefault(group, {})
            for name, code in listed:
                of.setdefault(name, code)
        return Labels(codes)


def read_labels(data: bytes, *, name: str = "") -> Labels:
    """The labels of a file; raises an error with the line when one label stands for two codes."""
    codes: dict[str, dict[str, str]] = {}
    for line, row in read_lines(data, COLUMNS, name):
        label = _plain(row["label"])
        if not (label and row["code"] and row["dimension"]):
            raise LineUnreadable(name, line=line, why=Phrase("a dimension, a label or a code is missing"))
        for group in _COUNTRIES if row["dimension"] == "country" else (row["dimension"],):
            if codes.setdefault(group, {}).setdefault(label, row["code"]) != row["code"]:
                raise LineUnreadable(name, line=line, why=Phrase("“{said}” stands for two codes", said=row["label"][:60]))
    return Labels(codes)


def _plain(text: str) -> str:
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(letter))
    return _NOISE.sub(" ", bare.replace("'", "").replace("’", "")).strip()
