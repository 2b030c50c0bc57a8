"""What a declaration owes: the questions that count, and whether each is answered.

A question is one cell, except where options are ticked or ranked: there all options together are one question.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final, TypeAlias

import numpy as np

from readmission.answers.model import Key, Place
from readmission.engine.program import Session
from readmission.form.model import DimensionKind, Field, Form, Origin, Shape, Table

# Owed, of them answered, offered beyond, of them answered.
Counted: TypeAlias = tuple[int, int, int, int]

_OPTIONS: Final = frozenset({Shape.CHOICE, Shape.RANKING})


@dataclass(frozen=True, slots=True)
class Question:
    """One question as the counters count it; `place` is where to answer it."""

    place: Place
    field: Field
    core: bool
    answered: bool


def country_of(table: Table, key: Key) -> str:
    """The country that a row belongs to, or nothing."""
    return key[0] if table.dimensions and table.dimensions[0].kind is DimensionKind.COUNTRY else ""


def questions(session: Session, form: Form, country: str) -> Iterator[Question]:
    """The relevant questions of a country, or with "" those of the part without a country, in the form's order."""
    for table in tables_of(form, country):
        keys = _rows(session, form, table, country)
        if table.shape in _OPTIONS:
            yield from _of_options(session, table, keys)
        else:
            for key in keys:
                yield from _of_row(session, table, key)


def tables_of(form: Form, country: str) -> Iterator[Table]:
    """The tables in which a country is asked, or with "" those of the part without a country."""
    for table in form.tables.values():
        if table.origin is Origin.MINISTRY and bool(country) == bool(country_of(table, (country,))):
            yield table


def tally(session: Session, form: Form, table: Table, country: str) -> Counted:
    """How many of the questions of a table are owed, of them answered, offered beyond, of them answered.

    Counted from the rows, without going through each question.
    """
    keys = _rows(session, form, table, country)
    rows = [session.tally(table.id, key) for key in keys if session.has_row(table.id, key)]
    return _as_questions(table, *map(sum, zip((0, 0, 0, 0), *rows, strict=True)))


def tallies(session: Session, table: Table) -> dict[str, Counted]:
    """What `tally` counts, of every country that has rows, or with "" of the part without a country."""
    keys, counts = session.tallies(table.id)
    if keys and not table.is_list and country_of(table, keys[0]):
        # All combinations with the country slowest: its rows stand together, as many as those of any other.
        each = next((row for row, key in enumerate(keys) if key[0] != keys[0][0]), len(keys))
        of_each = counts.reshape(len(counts), -1, each).sum(axis=2).T.tolist()
        return {key[0]: _as_questions(table, *sums) for key, sums in zip(keys[::each], of_each, strict=True)}
    numbers: dict[str, int] = {}
    of = np.fromiter((numbers.setdefault(country_of(table, key), len(numbers)) for key in keys), np.intp, len(keys))
    sums = np.stack([np.bincount(of, weights=row, minlength=len(numbers)) for row in counts], axis=1).astype(np.int64).tolist()
    return {country: _as_questions(table, *sums[number]) for country, number in numbers.items()}


def _as_questions(table: Table, core: int, core_answered: int, more: int, more_answered: int) -> Counted:
    if table.shape not in _OPTIONS:
        return core, core_answered, more, more_answered
    answered = bool(core_answered or more_answered)
    return (1, int(answered), 0, 0) if core else (0, 0, int(bool(more)), int(answered))


def _rows(session: Session, form: Form, table: Table, country: str) -> list[Key]:
    """The rows of a country; only those of a list are looked for, the others follow from their dimensions."""
    if not country:
        return [key for key in session.rows(table.id) if not country_of(table, key)]
    if table.is_list:
        return [key for key in session.rows(table.id) if key[0] == country]
    codes = (form.codelists[dimension.codelist].by_id for dimension in table.dimensions[1:])
    return [(country, *rest) for rest in product(*codes)]


def _of_row(session: Session, table: Table, key: Key) -> Iterator[Question]:
    for field in table.fields:
        if field.prefilled or field.calculation is not None:
            continue
        place = Place(table.id, key, field.id)
        if session.relevant(place):
            yield Question(place, field, session.expected(place), not session.answers.cell(place).blank)


def _of_options(session: Session, table: Table, keys: list[Key]) -> Iterator[Question]:
    field = table.fields[0]
    places = [place for key in keys if session.relevant(place := Place(table.id, key, field.id))]
    if places:
        core = any(session.expected(place) for place in places)
        answered = any(not session.answers.cell(place).blank for place in places)
        yield Question(places[0], field, core, answered)
