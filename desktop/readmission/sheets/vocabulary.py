"""What people write above columns and before rows: codes, numbers and labels of the form in every language it has.

Case, accents, signs and spaces make no difference, and neither does a unit in brackets behind a label.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Final

from readmission.answers.model import Key
from readmission.form import wording
from readmission.form.model import CodeList, DimensionKind, Field, Form, Origin, Table
from readmission.texts import Language

COUNTRY: Final = "country"
ROW: Final = "row"
MAX_HEADING: Final = 600
MAX_REMEMBERED: Final = 100_000

_BRACKETS: Final = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
_CODE: Final = re.compile(r"(?:([A-Za-z]\w*)(?:\[([\w+\-./]+)\])?\.)?([A-Za-z]\w*)", re.ASCII)
_COUNTRY_WORDS: Final = (
    "country",
    "third country",
    "land",
    "drittstaat",
    "drittland",
    "herkunftsland",
    "pays",
    "pays tiers",
    "iso",
)


class Part(StrEnum):
    """What of an answer stands in a column."""

    VALUE = "value"
    REASON = "reason"
    NOTE = "note"
    IGNORED = "ignored"


_PARTS: Final = {"reason": Part.REASON, "note": Part.NOTE, "last": Part.IGNORED, "name": Part.IGNORED}


@dataclass(frozen=True, slots=True, order=True)
class Column:
    """What a heading stands for: a field, with the last parts of its key where the heading names them."""

    table: str
    field: str
    key: Key = ()
    part: Part = Part.VALUE


IGNORED: Final = Column("", "", (), Part.IGNORED)


class Vocabulary:
    """The words of one form; `languages` have the form's and the program's texts, `usual` are further names of countries."""

    def __init__(self, form: Form, languages: Sequence[Language], usual: Mapping[str, str]) -> None:
        self.form = form
        self._languages = languages
        self._usual = usual
        self.tables = {table.id: table for table in form.tables.values() if table.origin is Origin.MINISTRY}
        self._parsed: dict[str, frozenset[Column]] = {}
        self._members: dict[str, dict[str, str]] = {}
        self._said: dict[str, frozenset[str]] = {}

    def learn(self) -> None:
        """Gather all words now rather than with the first heading."""
        self.columns("")
        self.keys("")
        self.table("")
        for codelist in self.form.codelists.values():
            self.member(codelist, "")

    def columns(self, heading: str) -> frozenset[Column]:
        """Everything that a heading may stand for; nothing where it is unknown."""
        found = self._parsed.get(heading)
        if found is None:
            if len(self._parsed) >= MAX_REMEMBERED:
                self._parsed.clear()
            found = self._parsed[heading] = self._by_code(heading) or self._by_label(heading)
        return found

    def coded(self, heading: str) -> bool:
        """Whether a heading is a code rather than a label."""
        return bool(self._by_code(heading))

    def keys(self, heading: str) -> frozenset[str]:
        """The dimensions that a heading may stand for."""
        return self._dimensions.get(plain(heading), frozenset())

    def table(self, text: str) -> Table | None:
        """The table that the name of a sheet or a heading above others stands for."""
        found = self.tables.get(text.strip()) or None
        if found is None:
            named = self._tables.get(plain(text), frozenset())
            found = self.tables[next(iter(named))] if len(named) == 1 else None
        return found

    def country(self, text: str) -> str | None:
        """The country that a text names by its code or by a name."""
        codelist = self.form.codelists.get(self.form.countries)
        found = self.member(codelist, text) if codelist else None
        return found or self._usual.get(plain(text))

    def member(self, codelist: CodeList, text: str) -> str | None:
        """The entry of a code list that a text names: a code, a label, or both as a drop-down shows them."""
        clean = text.strip()
        if clean in codelist.by_id:
            return clean
        members = self._members.get(codelist.id)
        if members is None:
            members = self._members[codelist.id] = self._members_of(codelist)
        found = members.get(plain(clean))
        if found is None:
            code, _, label = clean.partition(" ")
            found = code if label and code in codelist.by_id and members.get(plain(label)) in (code, "") else None
        return found or None

    def said(self, english: str) -> frozenset[str]:
        """A word of the program in every language."""
        found = self._said.get(english)
        if found is None:
            found = self._said[english] = self._in_every_language(english)
        return found

    def _in_every_language(self, english: str) -> frozenset[str]:
        return frozenset(plain(language.say(english)) for language in self._languages) | {plain(english)}

    def _by_code(self, heading: str) -> frozenset[Column]:
        text, part = heading.strip(), Part.VALUE
        head, point, tail = text.rpartition(".")
        if point and tail in _PARTS:
            text, part = head, _PARTS[tail]
            if tail == "name" and text in self._dimension_codes:
                return frozenset({IGNORED})
        match = _CODE.fullmatch(text)
        if match is None:
            return frozenset()
        tables = self.tables.values() if match[1] is None else [self.tables[match[1]]] if match[1] in self.tables else []
        key = tuple(match[2].split("/")) if match[2] else ()
        found = frozenset(Column(table.id, match[3], key, part) for table in tables if match[3] in table.by_id)
        return frozenset({IGNORED}) if found and part is Part.IGNORED else found

    def _by_label(self, heading: str) -> frozenset[Column]:
        if len(heading) > MAX_HEADING:
            return frozenset()
        return self._labels.get(plain(heading)) or self._labels.get(plain(_BRACKETS.sub("", heading))) or frozenset()

    @cached_property
    def _labels(self) -> dict[str, frozenset[Column]]:
        found: dict[str, set[Column]] = {}
        for table in self.tables.values():
            for field in table.fields:
                for name in self._names_of(table, field):
                    found.setdefault(plain(name), set()).add(Column(table.id, field.id))
        return {name: frozenset(columns) for name, columns in found.items() if name}

    def _names_of(self, table: Table, field: Field) -> Iterable[str]:
        yield field.id
        number = field.number or (table.number if len(table.fields) == 1 else "")
        if number:
            yield number
        for language in self._languages:
            label = language.say(field.label, wording.context_of_field(table.id, field.id))
            unit = language.say(field.unit, wording.context_of_field(table.id, field.id, "unit")) if field.unit else ""
            for name in (label, f"{number} {label}") if number else (label,):
                yield name
                if unit:
                    yield f"{name} {unit}"

    @cached_property
    def _tables(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for table in self.tables.values():
            labels = [language.say(table.label, wording.context_of_table(table.id)) for language in self._languages]
            for name in (table.id, table.number, *labels, *(f"{table.id} {label}" for label in labels)):
                found.setdefault(plain(name), set()).add(table.id)
        return {name: frozenset(tables) for name, tables in found.items() if name}

    @cached_property
    def _dimension_codes(self) -> frozenset[str]:
        return frozenset(code for table in self.tables.values() for code in dimension_codes(table))

    @cached_property
    def _dimensions(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {word: {COUNTRY} for word in (*_COUNTRY_WORDS, *self.said("Country"))}
        for word in self.said("Row"):
            found.setdefault(word, set()).add(ROW)
        for table in self.tables.values():
            for code, dimension in zip(dimension_codes(table), table.dimensions, strict=True):
                found.setdefault(plain(code), set()).add(code)
                found.setdefault(plain(dimension.id), set()).add(code)
                codelist = self.form.codelists.get(dimension.codelist)
                for language in self._languages if codelist else ():
                    assert codelist is not None
                    label = language.say(codelist.label, wording.context_of_codelist(codelist.id))
                    found.setdefault(plain(label), set()).add(code)
        return {name: frozenset(codes) for name, codes in found.items() if name}

    def _members_of(self, codelist: CodeList) -> dict[str, str]:
        """The codes by their names; a name of several codes stands for none of them."""
        found: dict[str, str] = {}
        for code in codelist.codes:
            context = wording.context_of_code(codelist.id, code.id)
            for name in {plain(language.say(code.label, context)) for language in self._languages}:
                found[name] = code.id if found.get(name, code.id) == code.id else ""
        # A code outranks a name: “NO” is the code of Norway before it is anybody's word.
        return found | {plain(code.id): code.id for code in codelist.codes}


def dimension_codes(table: Table) -> tuple[str, ...]:
    """The codes of the key columns of a table."""
    special = {DimensionKind.COUNTRY: COUNTRY, DimensionKind.ROWS: ROW}
    return tuple(special.get(dimension.kind, dimension.id) for dimension in table.dimensions)


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """A text without what people write in different ways: case, accents, signs, spaces."""
    letters = unicodedata.normalize("NFKD", text[: MAX_HEADING * 2])
    kept = (letter if letter.isalnum() else " " for letter in letters if not unicodedata.combining(letter))
    return " ".join("".join(kept).casefold().split())
