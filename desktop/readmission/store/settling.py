"""Settled warnings: kept by rule and row, each with the way it got there in the journal."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from readmission.answers.finding import Settlement
from readmission.answers.journal import EntryKind, json_text, row_text, storable
from readmission.store.refusals import SameReader, StaleEdit
from readmission.store.step import Note, Step

_OPEN = "null"


def settle(connection: Any, step: Step, settlements: Sequence[Settlement]) -> None:
    """Settle warnings, or replace how they were settled."""
    for settlement in settlements:
        if settlement.read_by == settlement.by:
            raise SameReader(_name(settlement))
        _put(connection, step, _name(settlement), _text(settlement))


def unsettle(connection: Any, step: Step, settlements: Sequence[Settlement]) -> None:
    """Open warnings again; raises StaleEdit for one that is not settled."""
    for settlement in settlements:
        _put(connection, step, _name(settlement), _OPEN)


def settlements(connection: Any) -> tuple[Settlement, ...]:
    """The settled warnings in order of their names."""
    texts = connection.exec_driver_sql("SELECT content FROM settlement ORDER BY name").scalars()
    return tuple(_settlement(text) for text in texts)


def _put(connection: Any, step: Step, name: str, new: str) -> None:
    old = connection.exec_driver_sql("SELECT content FROM settlement WHERE name = ?", (name,)).scalar() or _OPEN
    if old == new:
        if new == _OPEN:
            raise StaleEdit(name)
        return
    step.append([Note(EntryKind.SETTLEMENT, name, old, new)])
    connection.exec_driver_sql("DELETE FROM settlement WHERE name = ?", (name,))
    if new != _OPEN:
        connection.exec_driver_sql("INSERT INTO settlement (name, content) VALUES (?, ?)", (name, new))


def _name(settlement: Settlement) -> str:
    return f"{settlement.rule} {row_text(settlement.table, settlement.key)}"


def _text(settlement: Settlement) -> str:
    storable(settlement.text)
    return json_text(asdict(settlement) | {"key": list(settlement.key)})


def _settlement(text: str) -> Settlement:
    content = json.loads(text)
    return Settlement(**content | {"key": tuple(content["key"])})
