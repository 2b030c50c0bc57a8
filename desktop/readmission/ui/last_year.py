"""Last year's answers about a country, as far as this year has none."""

from collections.abc import Iterable

from readmission.answers.model import Cell, Place
from readmission.form.model import Table
from readmission.ui.desk import Desk


def last_of_country(desk: Desk, tables: Iterable[Table], country: str) -> dict[Place, Cell]:
    """What can be taken over; in a dossier that was begun only what is asked now, in an untouched one all of it."""
    places = [place for table in tables for place in _places(desk, table, country)]
    begun = any(not desk.cell(place).blank for place in places)
    found: dict[Place, Cell] = {}
    for place in places:
        last = desk.last_cell(place)
        if last is not None and desk.cell(place).blank and (not begun or desk.relevant(place)):
            found[place] = last
    return found


def _places(desk: Desk, table: Table, country: str) -> Iterable[Place]:
    answered = [field for field in table.fields if not field.prefilled and field.calculation is None]
    return (Place(table.id, key, field.id) for key in desk.rows(table.id) if key[0] == country for field in answered)
