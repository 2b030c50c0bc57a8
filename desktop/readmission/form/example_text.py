"""How an example of a rule writes answers: `T01[GN].RD: 432`, `last T03[GN].REQ_OUT: reason NC`, `T03[GN].REQ_IN: 96 flag R`.

A number has at most the field's decimal places, yes and no are Y and N, a date is 2025-12-31, a code is a code of its list.
`last` before a place means last year's declaration; what a place of a reference table holds is the reference figure.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from readmission.form.expression.names import FLAGS, REASONS
from readmission.form.model import CodeList, DimensionKind, Example, Field, FieldType, Origin, Table
from readmission.form.problems import did_you_mean

YES_NO: Final = ("Y", "N")
LAST: Final = "last "

_PLACE: Final = re.compile(r"(?:last )?([A-Za-z][A-Za-z0-9_]*)(?:\[([^\[\]]*)\])?\.([A-Za-z][A-Za-z0-9_]*)", re.ASCII)
_FLAG: Final = re.compile(r"(.*) flag ([A-Z]+)", re.DOTALL)
_NUMBER: Final = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,9})?", re.ASCII)
_ROW: Final = re.compile(r"[A-Za-z0-9_+\-.]+", re.ASCII)


class NotAnExample(Exception):
    """A line of an example says nothing that could be an answer; the sentence says why."""


@dataclass(frozen=True, slots=True)
class ExampleCell:
    """An answer of an example: a value (a scaled integer, or text) or a reason, with flag letters."""

    table: str
    key: tuple[str, ...]
    field: str
    value: int | str | None
    reason: str
    flags: str


def example_cell(place: str, text: str, tables: Mapping[str, Table], codelists: Mapping[str, CodeList]) -> ExampleCell:
    """What one line of an example says; raises NotAnExample."""
    match = _PLACE.fullmatch(place)
    if match is None:
        raise NotAnExample("A cell is named like T01[GN].RD.")
    table = tables.get(match[1])
    if table is None:
        raise NotAnExample(f"There is no table “{match[1]}”{did_you_mean(match[1], tables)}")
    field = table.by_id.get(match[3])
    if field is None:
        raise NotAnExample(f"“{table.id}” has no field “{match[3]}”{did_you_mean(match[3], table.by_id)}")
    if field.calculation is not None:
        raise NotAnExample(f"“{table.id}.{field.id}” is computed; give the answers that it is computed from.")
    key = tuple(match[2].split("/")) if match[2] else ()
    _check_key(table, key, codelists)
    if text.startswith("reason "):
        reason = text.removeprefix("reason ")
        if reason not in REASONS:
            raise NotAnExample(f"“{reason}” is no reason; reasons are {', '.join(REASONS)}.")
        return ExampleCell(table.id, key, field.id, None, reason, "")
    flagged = _FLAG.fullmatch(text)
    if flagged and set(flagged[2]) <= set(FLAGS):
        return ExampleCell(table.id, key, field.id, _value(field, flagged[1], codelists), "", "".join(sorted(flagged[2])))
    return ExampleCell(table.id, key, field.id, _value(field, text, codelists), "", "")


def split_example(lines: Mapping[str, str], tables: Mapping[str, Table]) -> Example:
    """The lines of an example by whose answers they are: this year's, last year's or reference figures."""
    now, last, reference = [], [], []
    for place, text in lines.items():
        match = _PLACE.fullmatch(place)
        table = tables.get(match[1]) if match else None
        if place.startswith(LAST):
            last.append((place.removeprefix(LAST), text))
        elif table and table.origin is Origin.REFERENCE:
            reference.append((place, text))
        else:
            now.append((place, text))
    return Example(tuple(now), tuple(last), tuple(reference))


def _check_key(table: Table, key: tuple[str, ...], codelists: Mapping[str, CodeList]) -> None:
    if len(key) != len(table.dimensions):
        wanted = "/".join(dimension.id for dimension in table.dimensions)
        raise NotAnExample(f"A cell of “{table.id}” is named {table.id}{f'[{wanted}]' if wanted else ''}.field.")
    for part, dimension in zip(key, table.dimensions, strict=True):
        if dimension.kind is DimensionKind.ROWS:
            if not _ROW.fullmatch(part):
                raise NotAnExample(f"“{part}” cannot be the name of a row.")
        elif part not in codelists[dimension.codelist].by_id:
            raise NotAnExample(
                f"“{part}” is not in {dimension.codelist}{did_you_mean(part, codelists[dimension.codelist].by_id)}"
            )


def _value(field: Field, text: str, codelists: Mapping[str, CodeList]) -> int | str:
    if field.type.numeric:
        return _scaled(field, text)
    if field.type is FieldType.CODE and text not in codelists[field.codelist].by_id:
        raise NotAnExample(f"“{text}” is not in {field.codelist}{did_you_mean(text, codelists[field.codelist].by_id)}")
    if field.type is FieldType.YES_NO and text not in YES_NO:
        raise NotAnExample(f"“{text}” is neither Y nor N.")
    if field.type is FieldType.DATE:
        try:
            date.fromisoformat(text)
        except ValueError:
            raise NotAnExample(f"“{text}” is no date like 2025-12-31.") from None
    return text


def _scaled(field: Field, text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise NotAnExample(f"“{text}” is no number.")
    scaled = Decimal(text).scaleb(field.places)
    if scaled != scaled.to_integral_value():
        raise NotAnExample(f"“{field.id}” has {field.places} decimal places.")
    return int(scaled)
