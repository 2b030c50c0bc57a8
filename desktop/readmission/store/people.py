"""Who stands behind the numbers of a journal."""

from dataclasses import dataclass
from typing import Any

from readmission.answers.journal import EntryKind, storable
from readmission.store.refusals import UnknownPerson
from readmission.store.rows import PersonRow, insertion, selection
from readmission.store.step import Note, Step

_KNOWN = '"known"'
_ERASED = '"erased"'


@dataclass(frozen=True, slots=True)
class Person:
    """A person's number, name and function; an erased person keeps the number alone."""

    number: int
    name: str
    function: str
    erased: bool


def add(connection: Any, step: Step, name: str, function: str) -> int:
    """Give a person the next number, which was never anybody's."""
    number: int = connection.exec_driver_sql("SELECT coalesce(max(number), 0) + 1 FROM person").scalar_one()
    step.append([Note(EntryKind.PERSON, str(number), "null", _KNOWN)])
    connection.exec_driver_sql(insertion(PersonRow), (number, storable(name), storable(function), ""))
    return number


def erase(connection: Any, step: Step, number: int) -> None:
    """Forget a name."""
    row = connection.exec_driver_sql("SELECT erased FROM person WHERE number = ?", (number,)).fetchone()
    if row is None:
        raise UnknownPerson(person=number)
    if row[0]:
        return
    step.append([Note(EntryKind.PERSON, str(number), _KNOWN, _ERASED)])
    connection.exec_driver_sql("UPDATE person SET name = '', function = '', erased = ? WHERE number = ?", (step.moment, number))


def persons(connection: Any) -> tuple[Person, ...]:
    """Everyone who has a number."""
    rows = connection.exec_driver_sql(selection(PersonRow, "ORDER BY number")).fetchall()
    return tuple(Person(number, name, function, bool(erased)) for number, name, function, erased in rows)
