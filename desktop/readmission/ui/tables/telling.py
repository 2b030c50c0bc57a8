"""Which cells of a table look different after a step, so that no others are drawn anew."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from readmission.answers.changes import Changes
from readmission.answers.model import Key
from readmission.ui.desk import Desk
from readmission.ui.tables.columns import Column, Source

# From so many cells on that look different, whole rows are told.
MANY_CELLS: Final = 64


def turned_cells(
    desk: Desk, changes: Changes, table: str, keys: Sequence[Key], columns: Sequence[Column]
) -> dict[int, set[int]] | None:
    """The cells that look different after a step, as columns by row; None where there are too many to tell each."""
    turned = desk.turned(changes)
    places = [place for place in turned or () if place.table == table]
    if turned is None or len(places) > MANY_CELLS:
        return None
    rows = {key: row for row, key in enumerate(keys)} if places else {}
    numbers = {column.field.id: number for number, column in enumerate(columns) if column.source is Source.NOW}
    found: dict[int, set[int]] = {}
    for place in places:
        if place.key in rows and place.field in numbers:
            found.setdefault(rows[place.key], set()).add(numbers[place.field])
    return found


def runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of each run of numbers that follow one another."""
    for _, run in groupby(enumerate(numbers), lambda counted: counted[1] - counted[0]):
        stretch = [number for _, number in run]
        yield stretch[0], stretch[-1]
