"""A form tried out: invented answers, and how often each rule passes, fails or stays undecided under them.

Answers are drawn by what a field is, in every other world with the example of a rule laid over them. A rule that never speaks
up in a thousand worlds is one that nobody will ever see.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from readmission.answers.changes import Answers
from readmission.answers.finding import Outcome
from readmission.answers.model import Cell, Key, Place, Reason, Value
from readmission.engine.program import Engine
from readmission.form.example_text import example_cell
from readmission.form.model import DimensionKind, Example, Field, FieldType, Form, Origin, Table
from readmission.form.round import Round

# How many of a hundred cells stay empty, from world to world, and how many hold a reason. In an almost empty world a rule that
# needs a few answers, and no others, can speak.
_BLANK: Final = (20, 60, 97, 100)
_REASON: Final = 3
_NUMBERS: Final = ((0, 0), (1, 9), (10, 99), (100, 2_000))
_TEXTS: Final = (
    "An invented answer.",
    "Another invented answer, long enough to count as a reason for a rating or for its change.",
)
_ROWS: Final = 2


@dataclass(frozen=True, slots=True)
class Tried:
    """How often a rule, over all rows of all worlds, passed, failed and did not apply."""

    rule: str
    passed: int
    failed: int
    undecided: int


def try_out(form: Form, round_: Round, worlds: int, seed: int) -> Iterator[tuple[int, tuple[Tried, ...]]]:
    """After each world its number and the counts so far, in the form's order of rules."""
    engine = Engine(form, round_)
    draw = random.Random(seed)  # noqa: S311 - invented answers
    examples = [example for rule in form.rules.values() for example in (*rule.passing, *rule.failing)]
    counts: dict[str, Counter[Outcome]] = {rule: Counter() for rule in form.rules}
    for world in range(1, worlds + 1):
        # Every other world has the next example laid over it, so that each rule gets its turn among other answers.
        laid = examples[world // 2 % len(examples)] if examples and world % 2 else None
        answers, last, reference = _world(form, round_.countries, draw, laid)
        session = engine.open(answers, last, reference)
        for rule in form.rules.values():
            counts[rule.id].update(session.outcome(rule.id, key) for key in session.rows(rule.table))
        yield world, tuple(_tried(rule, found) for rule, found in counts.items())


def _tried(rule: str, found: Counter[Outcome]) -> Tried:
    passed, failed = found[Outcome.PASSED], found[Outcome.FAILED]
    return Tried(rule, passed, failed, found.total() - passed - failed)


def _world(
    form: Form, countries: Sequence[str], draw: random.Random, laid: Example | None
) -> tuple[Answers, Answers, Answers | None]:
    blank = draw.choice(_BLANK)
    worlds = [
        dict(_cells(form, countries, draw, origin, blank)) for origin in (Origin.MINISTRY, Origin.MINISTRY, Origin.REFERENCE)
    ]
    if laid is not None:
        for cells, lines in zip(worlds, (laid.cells, laid.last, laid.reference), strict=True):
            cells.update(_laid(form, lines))
    answers, last, reference = (Answers.of(cells, form.lists) for cells in worlds)
    return answers, last, reference


def _laid(form: Form, lines: Sequence[tuple[str, str]]) -> Iterator[tuple[Place, Cell]]:
    for text, typed in lines:
        said = example_cell(text, typed, form.tables, form.codelists)
        reason = Reason(said.reason) if said.reason else None
        yield Place(said.table, said.key, said.field), Cell(said.value, reason, said.flags)


def _cells(form: Form, countries: Sequence[str], draw: random.Random, origin: Origin, blank: int) -> Iterator[tuple[Place, Cell]]:
    for table in form.tables.values():
        if table.origin is not origin:
            continue
        for key in _keys(form, table, countries):
            for field in table.fields:
                if field.calculation is None and draw.randrange(100) >= blank:
                    yield Place(table.id, key, field.id), _cell(form, field, draw)


def _keys(form: Form, table: Table, countries: Sequence[str]) -> list[Key]:
    keys: list[Key] = [()]
    for dimension in table.dimensions:
        if dimension.kind is DimensionKind.COUNTRY:
            members = tuple(countries)
        elif dimension.kind is DimensionKind.ROWS:
            members = tuple(f"r{number}" for number in range(1, _ROWS + 1))
        else:
            members = tuple(form.codelists[dimension.codelist].by_id)
        keys = [(*key, member) for key in keys for member in members]
    return keys


def _cell(form: Form, field: Field, draw: random.Random) -> Cell:
    if draw.randrange(100) < _REASON:
        return Cell(reason=draw.choice(tuple(Reason)))
    return Cell(_value(form, field, draw))


def _value(form: Form, field: Field, draw: random.Random) -> Value:
    if field.type.numeric:
        low, high = draw.choice(_NUMBERS)
        return min(draw.randint(low, high) * int(10**field.places), field.maximum or 10**9)
    if field.type is FieldType.CODE:
        return draw.choice(tuple(form.codelists[field.codelist].by_id))
    if field.type is FieldType.YES_NO:
        return draw.choice("YN")
    if field.type is FieldType.DATE:
        return (date(2000, 1, 1) + timedelta(days=draw.randrange(9_000))).isoformat()
    if field.type is FieldType.REFERENCE:
        return f"r{draw.randint(1, _ROWS)}"
    return draw.choice(_TEXTS)[: field.max_length]
