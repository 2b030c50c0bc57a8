"""How a cell becomes numbers when it enters the columns.

Formats are checked elsewhere and each mistake is a finding of its own; here a value that is none of its field's is unknown.
"""

from collections.abc import Callable
from datetime import date
from math import nan

from readmission.answers.model import Cell, Value
from readmission.engine.texts import MISSING, MeasureKey, Texts
from readmission.form.model import Field, FieldType

YES = "Y"
NO = "N"


def number_reader(field: Field, texts: Texts) -> Callable[[Value], float]:
    """What turns a value of a field into a number."""
    if field.type.numeric:
        return _number
    if field.type is FieldType.DATE:
        return _day
    if field.type is FieldType.YES_NO:
        return _truth
    return lambda value: texts.number(value) if isinstance(value, str) else nan


def value_of(field: Field, number: float, texts: Texts) -> Value:
    """The value of a field that a number stands for."""
    if field.type.numeric:
        return int(number)
    if field.type is FieldType.DATE:
        return date.fromordinal(int(number)).isoformat()
    if field.type is FieldType.YES_NO:
        return YES if number else NO
    return texts.text(number)


def answered(cell: Cell) -> bool:
    """Whether something was answered: a value, a reason, or a text that is none."""
    return not cell.blank


def measure_of_cell(cell: Cell, measure: MeasureKey) -> float:
    """Whether a reason stands in a cell, or it bears a flag."""
    kind, word = measure
    if kind == MISSING:
        return float(cell.reason is not None and (not word or cell.reason == word))
    return float(word in cell.flags)


def _number(value: Value) -> float:
    return float(value) if isinstance(value, int) else nan


def _day(value: Value) -> float:
    try:
        return float(date.fromisoformat(str(value)).toordinal())
    except ValueError:
        return nan


def _truth(value: Value) -> float:
    return 1.0 if value == YES else 0.0 if value == NO else nan
