"""Invent the answers of one ministry: drawn at random, without regard to any country's reputation.

Every answer goes through the task a user has. The draws depend on the state and the year alone, so that a rehearsal can be repeated.
"""

import random
from collections.abc import Callable, Iterator, Mapping
from math import ceil, floor

from readmission.answers.model import Cell, Key, Place, Reason
from readmission.form.expression.names import Names
from readmission.form.expression.parse import parse
from readmission.form.model import FieldType, Form
from readmission.form.nodes import Kind
from readmission.tasks.attach import attach
from readmission.tasks.fill import Filling
from readmission.tasks.rehearsal.invention import Attach, Choose, Draw, Invention, Rank, Rows, Split, Tick, Write
from readmission.tasks.rehearsal.stage import evidence_file

Cells = dict[Place, Cell]


class Inventor:
    """Invents the answers of an open declaration."""

    def __init__(self, filling: Filling, invention: Invention) -> None:
        self._filling = filling
        self._invention = invention
        self._random = random.Random(f"{filling.declaration.member_state} {filling.round.year}")  # noqa: S311 - invented figures
        self._names = Names.of(filling.form.codelists, filling.form.tables, filling.form.parameters)

    def invent(self) -> None:
        """Fill everything that is blank, step by step."""
        for step in self._invention.steps:
            if isinstance(step, Rows):
                self._add_rows(step)
            elif isinstance(step, Attach):
                self._attach(step)
            else:
                cells = self._cells(step)
                if cells:
                    self._filling.enter(cells, why="invented")

    def _cells(self, step: Draw | Split | Choose | Tick | Rank | Write) -> Cells:
        keys = self._keys(step.table, step.when)
        if isinstance(step, Draw):
            return dict(self._drawn(step, keys))
        if isinstance(step, Split):
            return dict(self._split(step, keys))
        if isinstance(step, Rank):
            return dict(self._ranked(step, keys))
        draw: Callable[[], Cell]
        if isinstance(step, Choose):
            draw = lambda: Cell(value=self._random.choice(step.codes))  # noqa: E731
        elif isinstance(step, Tick):
            draw = lambda: Cell(value="Y" if self._random.randrange(100) < step.chance else "N")  # noqa: E731
        else:
            draw = lambda: Cell(value=self._random.choice(step.texts))  # noqa: E731
        return {place: draw() for key in keys if self._open(place := Place(step.table, key, step.field))}

    def _drawn(self, step: Draw, keys: list[Key]) -> Iterator[tuple[Place, Cell]]:
        low, high = self._numbers(step.table, step.low), self._numbers(step.table, step.high)
        for key in keys:
            place = Place(step.table, key, step.field)
            if not self._open(place):
                continue
            least, most = low.get(key), high.get(key)
            if least is None or most is None:
                if step.missing:
                    yield place, Cell(reason=Reason(step.missing), note=step.note)
                continue
            unit = 10 ** self._filling.form.tables[step.table].by_id[step.field].places
            least = max(0, ceil(least * unit))
            yield place, Cell(value=self._random.randint(least, max(least, floor(most * unit))))

    def _split(self, step: Split, keys: list[Key]) -> Iterator[tuple[Place, Cell]]:
        totals = self._numbers(step.table, step.total)
        for key in keys:
            places = [Place(step.table, key, field) for field in step.into]
            total = totals.get(key)
            if total is None or not all(self._open(place) for place in places):
                continue
            for place, part in zip(places, self._parts(round(total), list(step.into.values())), strict=True):
                yield place, Cell(value=part)

    def _parts(self, total: int, weights: list[int]) -> list[int]:
        shares = [weight * self._random.uniform(0.5, 1.5) for weight in weights]
        whole = sum(shares)
        parts = [floor(total * share / whole) for share in shares]
        largest = max(range(len(parts)), key=lambda index: shares[index])
        parts[largest] += total - sum(parts)
        return parts

    def _ranked(self, step: Rank, keys: list[Key]) -> Iterator[tuple[Place, Cell]]:
        groups: dict[Key, list[Place]] = {}
        for key in keys:
            if self._open(place := Place(step.table, key, step.field)):
                groups.setdefault(key[:-1], []).append(place)
        for places in groups.values():
            for rank, place in enumerate(self._random.sample(places, min(step.first, len(places))), start=1):
                yield place, Cell(value=rank)

    def _add_rows(self, step: Rows) -> None:
        table = self._filling.form.tables[step.table]
        for country in self._filling.round.countries:
            if self._random.randrange(100) >= step.chance:
                continue
            row = self._filling.add_row(step.table, (country,)).changes.rows[0].key
            drawn = {field: self._random.choice(values) for field, values in step.cells.items()}
            self._filling.enter(
                {
                    Place(step.table, row, field): cell_of(self._filling.form, table.id, field, text)
                    for field, text in drawn.items()
                },
                why="invented",
            )

    def _attach(self, step: Attach) -> None:
        if self._filling.declaration.member_state not in step.states:
            return
        places = [Place(step.table, key, step.field) for key in self._keys(step.table, step.when)]
        for place in places[: step.first]:
            for name in step.files:
                attach(self._filling, evidence_file(name), place, step.note)

    def _open(self, place: Place) -> bool:
        return self._filling.answers.cell(place).blank and self._filling.session.relevant(place)

    def _keys(self, table: str, when: str) -> list[Key]:
        keys = list(self._filling.session.rows(table))
        if not when:
            return keys
        holds = self._filling.session.evaluate(parse(when, table=table, names=self._names, want=Kind.TRUTH))
        return [key for key in keys if holds.get(key) == 1.0]

    def _numbers(self, table: str, source: str) -> Mapping[Key, float | None]:
        return self._filling.session.evaluate(parse(source, table=table, names=self._names, want=Kind.NUMBER))


def cell_of(form: Form, table: str, field: str, text: str) -> Cell:
    """A cell from the text in which facts print its value."""
    kind = form.tables[table].by_id[field].type
    if kind is FieldType.COUNT:
        return Cell(value=int(text)) if text.isdecimal() else Cell(typed=text)
    return Cell(value=text)
