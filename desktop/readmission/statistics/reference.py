"""Published figures as cells of a form's reference tables.

Which series feeds which field is data of the form: the field's SDMX coordinates name the data set and, where the table has no
country, the citizenship. A field with more coordinates needs a series by more dimensions, which an annual extract does not hold.
A series that does not exist gives no cell; `:` gives a cell with the reason why there is no figure.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from readmission.answers.model import Cell, Flag, Place, Reason
from readmission.form.model import DimensionKind, Field, Form, Origin, Table
from readmission.statistics.extract import Figure, ReferenceExtract

# Eurostat's own estimate is an estimate to us; `n` (not significant) and `z` have no letter here and go into the note.
_FLAGS: Final = {
    "b": Flag.BREAK,
    "c": Flag.CONFIDENTIAL,
    "d": Flag.DEFINITION,
    "e": Flag.ESTIMATED,
    "p": Flag.PROVISIONAL,
    "r": Flag.REVISED,
    "s": Flag.ESTIMATED,
    "u": Flag.UNRELIABLE,
}

_KNOWN: Final = frozenset({"dataset", "citizen"})


def reference_cells(
    extract: ReferenceExtract, form: Form, *, year: int, state: str, countries: Iterable[str]
) -> dict[Place, Cell]:
    """The cells of every reference table of a form for one state and the countries of a round."""
    members = tuple(countries)
    cells: dict[Place, Cell] = {}
    for table in form.tables.values():
        if table.origin is Origin.REFERENCE:
            for place, dataset, citizen in _asked(table, members):
                figure = extract.figure(dataset, year, state, citizen)
                if figure is not None:
                    cells[place] = cell_of(figure)
    return cells


def cell_of(figure: Figure) -> Cell:
    """A figure as a cell: its value, or the reason why there is none, with its flags."""
    flags = "".join(sorted({_FLAGS[letter] for letter in figure.flag if letter in _FLAGS}))
    note = f"Eurostat: {figure.flag}" if set(figure.flag) - set(_FLAGS) else ""
    if figure.value is not None:
        return Cell(value=figure.value, flags=flags, note=note)
    return Cell(reason=_reason(figure.flag), flags=flags, note=note)


def _reason(flag: str) -> Reason:
    # Not available says nothing about why, unless a letter beside it does.
    if "c" in flag:
        return Reason.WITHHELD
    return Reason.NOT_APPLICABLE if "z" in flag else Reason.NOT_COLLECTED


def _asked(table: Table, countries: tuple[str, ...]) -> Iterator[tuple[Place, str, str]]:
    kinds = tuple(dimension.kind for dimension in table.dimensions)
    for field in table.fields:
        dataset = _coordinate(field, "dataset")
        if not dataset or {coordinate for coordinate, _value in field.sdmx} - _KNOWN:
            continue
        if kinds == (DimensionKind.COUNTRY,):
            for country in countries:
                yield Place(table.id, (country,), field.id), dataset, country
        elif not kinds and (citizen := _coordinate(field, "citizen")):
            yield Place(table.id, (), field.id), dataset, citizen


def _coordinate(field: Field, name: str) -> str:
    return next((value for coordinate, value in field.sdmx if coordinate == name), "")
