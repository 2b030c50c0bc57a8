"""Published figures as cells of a form's reference tables.

Which series feeds which field is data of the form, in the field's SDMX coordinates: `dataset`; `citizen` where the table has no
country; `quarters`, the quarterly data set whose four quarters stand in until the year itself is published; every other coordinate is
a breakdown of the series. A table with a dimension of quarters takes each quarter by itself. A field whose data set has quarters only
holds their sum. `attribute: LAST_UPDATE` asks for the date of the figures. A series that does not exist gives no cell; `:` gives a
cell with the reason why there is no figure.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from readmission.answers.model import Cell, Flag, Place, Reason
from readmission.form.model import DimensionKind, Field, Form, Origin, Table
from readmission.statistics.extract import Figure, Published, Rest
from readmission.statistics.figures import rest_of

QUARTERS: Final = ("Q1", "Q2", "Q3", "Q4")
LAST_UPDATE: Final = "LAST_UPDATE"

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

_OURS: Final = frozenset({"dataset", "citizen", "quarters", "freq", "attribute"})
_QUARTER: Final = re.compile(r"Q[1-4]", re.ASCII)


class ReferenceState(StrEnum):
    """What there is to compare a number with."""

    NONE = "none"
    QUARTERLY = "quarterly"
    ANNUAL = "annual"


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many cells of a reference field have which reference, over all states; `available` of them hold a number."""

    table: str
    field: str
    states: Mapping[ReferenceState, int]
    available: int


@dataclass(frozen=True, slots=True)
class _Asked:
    place: Place
    dataset: str
    citizen: str
    rest: Rest
    quarter: str = ""
    quarters: str = ""


def reference_cells(published: Published, form: Form, *, year: int, state: str, countries: Iterable[str]) -> dict[Place, Cell]:
    """The cells of every reference table of a form for one state and the countries of a round."""
    cells = {
        asked.place: cell_of(figure)
        for asked in _asked(form, tuple(countries))
        if (figure := _found(published, asked, year, state)[0]) is not None
    }
    if published.updated is not None:
        date = Cell(value=published.updated.date().isoformat())
        cells |= dict.fromkeys(_dates(form), date)
    return cells


def coverage(
    published: Published, form: Form, *, year: int, states: Iterable[str], countries: Iterable[str]
) -> tuple[Coverage, ...]:
    """What each reference field has to compare with."""
    members = tuple(countries)
    counted: dict[tuple[str, str], Counter[ReferenceState]] = {}
    available: Counter[tuple[str, str]] = Counter()
    for state in states:
        for asked in _asked(form, members):
            figure, kind = _found(published, asked, year, state)
            field = (asked.place.table, asked.place.field)
            counted.setdefault(field, Counter[ReferenceState]())[kind] += 1
            available[field] += figure is not None and figure.value is not None
    return tuple(Coverage(table, field, kinds, available[table, field]) for (table, field), kinds in counted.items())


def series_asked(form: Form) -> dict[str, frozenset[Rest]]:
    """The data sets that a form's reference fields name, with the breakdowns that it asks of each."""
    found: dict[str, set[Rest]] = {}
    for table in form.tables.values():
        for field in table.fields if table.origin is Origin.REFERENCE else ():
            for dataset in filter(None, (_coordinate(field, "dataset"), _coordinate(field, "quarters"))):
                found.setdefault(dataset, set()).add(_breakdowns(field))
    return {dataset: frozenset(rests) for dataset, rests in found.items()}


def fed_by(form: Form, place: Place) -> dict[str, str]:
    """The coordinates of the field at a place; none where it is not fed from published figures."""
    return dict(form.tables[place.table].by_id[place.field].sdmx)


def cell_of(figure: Figure) -> Cell:
    """A figure as a cell: its value, or the reason why there is none, with its flags."""
    flags = "".join(sorted({_FLAGS[letter] for letter in figure.flag if letter in _FLAGS}))
    unknown = f"Eurostat: {figure.flag}" if set(figure.flag) - set(_FLAGS) else ""
    note = "; ".join(filter(None, (figure.note, unknown)))
    if figure.value is not None:
        return Cell(value=figure.value, flags=flags, note=note)
    return Cell(reason=_reason(figure.flag), flags=flags, note=note)


def _reason(flag: str) -> Reason:
    # Not available says nothing about why, unless a letter beside it does.
    if "c" in flag:
        return Reason.WITHHELD
    return Reason.NOT_APPLICABLE if "z" in flag else Reason.NOT_COLLECTED


def _found(published: Published, asked: _Asked, year: int, state: str) -> tuple[Figure | None, ReferenceState]:
    """The best there is: the year (or the quarter that is asked for), the sum of its quarters, that of the data set that stands in."""
    figure = published.figure(asked.dataset, year, state, asked.citizen, quarter=asked.quarter, rest=asked.rest)
    if asked.quarter:
        return figure, ReferenceState.NONE if figure is None else ReferenceState.QUARTERLY
    if figure is not None and (figure.value is not None or figure.flag):
        return figure, ReferenceState.ANNUAL
    summed = _sum(published, asked.dataset, asked, year, state)
    if summed is None and asked.quarters:
        summed = _sum(published, asked.quarters, asked, year, state)
        if summed is not None:
            # The quarters count a person once each; the year, when it comes, replaces their sum.
            flag = "".join(sorted({*summed.flag, "p"}))
            note = "; ".join(filter(None, (summed.note, f"sum of the four quarters, {asked.quarters}")))
            summed = replace(summed, flag=flag, note=note)
    if summed is not None:
        return summed, ReferenceState.QUARTERLY
    return figure, ReferenceState.NONE if figure is None else ReferenceState.ANNUAL


def _sum(published: Published, dataset: str, asked: _Asked, year: int, state: str) -> Figure | None:
    """The sum of four quarters that all have a number; fewer are no year."""
    found = [published.figure(dataset, year, state, asked.citizen, quarter=quarter, rest=asked.rest) for quarter in QUARTERS]
    stated = [figure for figure in found if figure is not None]
    values = [figure.value for figure in stated if figure.value is not None]
    if len(values) != len(QUARTERS):
        return None
    return Figure(
        sum(values),
        "".join(sorted({letter for figure in stated for letter in figure.flag})),
        next((figure.note for figure in stated if figure.note), ""),
    )


def _asked(form: Form, countries: tuple[str, ...]) -> Iterator[_Asked]:
    for table in form.tables.values():
        if table.origin is not Origin.REFERENCE:
            continue
        for field in table.fields:
            dataset, quarters = _coordinate(field, "dataset"), _coordinate(field, "quarters")
            for key, country, quarter in _rows(form, table, countries) if dataset else ():
                if citizen := _coordinate(field, "citizen") or country:
                    yield _Asked(Place(table.id, key, field.id), dataset, citizen, _breakdowns(field), quarter, quarters)


def _breakdowns(field: Field) -> Rest:
    return rest_of({name: code for name, code in field.sdmx if name not in _OURS})


def _rows(form: Form, table: Table, countries: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """The rows of a table that figures can stand in: key, country, quarter."""
    kinds = tuple(dimension.kind for dimension in table.dimensions)
    if not kinds:
        yield (), "", ""
    elif kinds == (DimensionKind.COUNTRY,):
        yield from (((country,), country, "") for country in countries)
    elif kinds == (DimensionKind.COUNTRY, DimensionKind.CODES):
        quarters = [code for code in form.codelists[table.dimensions[1].codelist].by_id if _QUARTER.fullmatch(code)]
        yield from (((country, quarter), country, quarter) for country in countries for quarter in quarters)


def _dates(form: Form) -> Iterator[Place]:
    for table in form.tables.values():
        if table.origin is Origin.REFERENCE and not table.dimensions:
            yield from (Place(table.id, (), field.id) for field in table.fields if _coordinate(field, "attribute") == LAST_UPDATE)


def _coordinate(field: Field, name: str) -> str:
    return next((value for coordinate, value in field.sdmx if coordinate == name), "")
