"""Reading all cells of a declaration at once, which everyone waits for when one is opened."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection

from readmission.answers.attachment import Attachment, AttachmentKey
from readmission.answers.journal import read_attachment, read_cell
from readmission.answers.model import Cell, Key, Place
from readmission.collector import without_collector


def read_cells(connection: Connection) -> dict[Place, Cell]:
    """The cells of a declaration that are not blank, by their places."""
    # The driver's own tuples: an object of SQLAlchemy for each costs as much as everything else here.
    driver: Any = connection.connection.driver_connection
    with without_collector():
        return cells_of(driver.execute("SELECT place, content FROM cell").fetchall())


def read_attached(connection: Connection) -> dict[AttachmentKey, Attachment]:
    """The attachments of a declaration."""
    texts = connection.exec_driver_sql("SELECT content FROM attachment ORDER BY name").scalars()
    return {one.key: one for one in map(read_attachment, texts) if one is not None}


def cells_of(stored: Iterable[tuple[str, str]]) -> dict[Place, Cell]:
    """The cells that pairs of place and content stand for; the row of a table is taken apart once for all its fields."""
    rows: dict[str, tuple[str, Key]] = {}
    keys: dict[str, Key] = {}
    cells: dict[Place, Cell] = {}
    # Most cells say one of few things; what says the same is the same cell.
    known: dict[str, Cell] = {}
    # What Place() does, without a call of Python's for each of them.
    make = tuple.__new__
    for text, content in stored:
        name, _, field = text.rpartition(".")
        row = rows.get(name)
        if row is None:
            table, _, key = name.removesuffix("]").partition("[")
            row = rows[name] = table, keys.setdefault(key, tuple(key.split("/")) if key else ())
        cell = known.get(content)
        if cell is None:
            cell = known[content] = read_cell(content)
        cells[make(Place, (*row, field))] = cell
    return cells
