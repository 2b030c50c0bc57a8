"""Random answers of the sample form, with every way in which a cell can be empty, and the oracle's tables filled with them."""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from hypothesis import strategies as st

from oracle.vocabulary import (
    CODELISTS,
    COUNTRIES,
    NAMES,
    PARAMETERS,
    RELEVANT,
    REPORTING_YEAR_OF_TESTS,
    STAGES,
)
from readmission.answers.changes import Answers
from readmission.answers.model import BLANK, Cell, Key, Place, Reason
from readmission.form.expression.sql_tables import CODES as CODES_TABLE
from readmission.form.expression.sql_tables import PARAMETERS as PARAMETERS_TABLE
from readmission.form.expression.sql_tables import create_statements, table_name
from readmission.form.model import Field, FieldType, Origin, Table
from readmission.form.nodes import Period

LISTED: Final = ("GN", "ML")
ROWS: Final = ("r1", "r2", "r3")
_COUNTS: Final = (0, 1, 2, 3, 5, 7, 10, 20, 21, 25, 1000)
_TEXTS: Final = ("", "a", "abc", "12-34", "é€", "A b", "none")
_DATES: Final = ("2019-12-31", "2024-02-29", "2025-01-01", "2025-12-31")


@dataclass(frozen=True)
class World:
    """This year's answers, last year's, and the reference figures."""

    now: Answers
    last: Answers
    reference: Answers


def _value(field: Field, chance: Random) -> int | str:
    if field.type is FieldType.CODE:
        return chance.choice(sorted(CODELISTS[field.codelist].by_id))
    if field.type is FieldType.DECIMAL:
        return chance.randint(-30, 300)
    if field.type is FieldType.COUNT:
        return chance.choice(_COUNTS)
    return chance.choice({FieldType.YES_NO: ("Y", "Y", "Y", "N"), FieldType.TEXT: _TEXTS, FieldType.DATE: _DATES}[field.type])


def _cell(field: Field, chance: Random) -> Cell:
    state = chance.random()
    if state < 0.7:
        return Cell(value=_value(field, chance), flags=chance.choice(("", "", "B", "EP")))
    if state < 0.8:
        return Cell(reason=Reason.NOT_APPLICABLE, flags=chance.choice(("", "B")))
    if state < 0.9:
        return Cell(reason=chance.choice(list(Reason)))
    if state < 0.93 and field.type in (FieldType.COUNT, FieldType.DATE):
        return Cell(typed="12,5 ?")
    return chance.choice((BLANK, Cell(note="seen")))


def rows_of(table: Table, answers: Answers) -> Iterator[Key]:
    """The rows of a table: every combination of this round, or the rows of a list."""
    if table.is_list:
        yield from sorted(answers.rows.get(table.id, {}))
        return
    keys: list[Key] = [()]
    for dimension in table.dimensions:
        codes = COUNTRIES if dimension.id == "country" else STAGES
        keys = [(*key, code) for key in keys for code in codes]
    yield from keys


def _answers(origin: Origin, chance: Random) -> Answers:
    answers = Answers.empty()
    for table in NAMES.tables.values():
        if table.origin is not origin:
            continue
        if table.is_list:
            keys = [(country, row) for country in LISTED for row in ROWS]
            answers.rows[table.id] = dict.fromkeys(chance.sample(keys, chance.randint(0, len(keys) - 1)))
        for key in rows_of(table, answers):
            for field in table.fields:
                cell = _cell(field, chance)
                if cell != BLANK:
                    answers.cells[Place(table.id, key, field.id)] = cell
    return answers


def random_world(seed: int) -> World:
    """Random answers of this year and the last, and reference figures: a year now and then without a single answer."""
    chance = Random(seed)
    now, last = _answers(Origin.MINISTRY, chance), _answers(Origin.MINISTRY, chance)
    reference = _answers(Origin.REFERENCE, chance)
    nothing = chance.random()
    return World(now if nothing > 0.02 else Answers.empty(), last if nothing < 0.98 else Answers.empty(), reference)


def worlds() -> st.SearchStrategy[World]:
    """Random worlds; a seed draws each, which is a hundred times faster than to draw each cell."""
    return st.integers(0, 2**32).map(random_world)


def oracle(world: World, parameters: Mapping[str, int] | None = None) -> sqlite3.Connection:
    """A database in memory with the tables that printed SQL runs over."""
    connection = sqlite3.connect(":memory:")
    connection.create_function("regexp", 2, _fits, deterministic=True)
    for statement in create_statements(NAMES):
        connection.execute(statement)
    values = {name: parameter.value for name, parameter in PARAMETERS.items()} | {"reporting_year": REPORTING_YEAR_OF_TESTS}
    connection.executemany(f"INSERT INTO {PARAMETERS_TABLE} VALUES (?, ?)", list((values | dict(parameters or {})).items()))
    codes = [(codelist.id, code.id, code.rank) for codelist in CODELISTS.values() for code in codelist.codes]
    connection.executemany(f"INSERT INTO {CODES_TABLE} VALUES (?, ?, ?)", codes)
    for period, answers in ((Period.NOW, world.now), (Period.LAST, world.last)):
        for table in NAMES.tables.values():
            held = world.reference if table.origin is Origin.REFERENCE and period is Period.NOW else answers
            _fill(connection, table, period, held)
    return connection


def _fill(connection: sqlite3.Connection, table: Table, period: Period, answers: Answers) -> None:
    for key in rows_of(table, answers):
        row: list[int | str | None] = list(key)
        for field in table.fields:
            row += _stored(answers, Place(table.id, key, field.id), field)
        marks = ", ".join("?" * len(row))
        connection.execute(f"INSERT INTO {table_name(table.id, period)} VALUES ({marks})", row)


def _stored(answers: Answers, place: Place, field: Field) -> list[int | str | None]:
    cell = answers.cell(place)
    if not _relevant(answers, place):
        return [None, "x", None, ""]
    if cell.value is not None:
        return [_number(cell.value, field), "v", None, cell.flags]
    return [None, "x" if cell.reason is Reason.NOT_APPLICABLE else "u", cell.reason, cell.flags]


def _number(value: int | str, field: Field) -> int | str:
    if field.type is FieldType.YES_NO:
        return int(value == "Y")
    return date.fromisoformat(str(value)).toordinal() if field.type is FieldType.DATE else value


def _relevant(answers: Answers, place: Place) -> bool:
    for gated in ((place.table, place.field), (place.table, "")):
        gate = RELEVANT.get(gated)
        if gate is not None:
            key = place.key if gate[0] == place.table else place.key[: len(NAMES.dimensions(gate[0]))]
            if answers.cell(Place(gate[0], key, gate[1])).value != "Y":
                return False
    return True


def _fits(pattern: str, text: str | None) -> bool | None:
    return None if text is None else re.fullmatch(pattern, text, re.ASCII) is not None
