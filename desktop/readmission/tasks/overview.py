"""How far each country is in each part of the questionnaire, and which core questions are still owed.

A part is a section of the dossier, or a table that stands by itself; the form says which.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from readmission.answers.model import Place
from readmission.checks.owed import questions
from readmission.form.model import DimensionKind, Form, Origin, Table
from readmission.tasks.fill import Filling


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the questionnaire that is asked of each country; `table` is empty for a section."""

    section: str
    table: str

    @property
    def id(self) -> str:
        """What people call it: B2, T01."""
        return self.section or self.table


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of a part is answered for one country; `first` is where to go on."""

    owed: int
    answered: int
    offered: int
    offered_answered: int
    first: Place | None

    @property
    def open(self) -> int:
        """How many core questions wait for an answer."""
        return self.owed - self.answered

    @property
    def asked(self) -> bool:
        """Whether anything of the part is asked of the country."""
        return self.first is not None


NOTHING_ASKED = Progress(0, 0, 0, 0, None)


def parts(form: Form) -> tuple[Part, ...]:
    """The parts that are asked of each country: sections in the form's order, then tables."""
    found = dict.fromkeys(
        part_of(table, field.id)
        for table in form.tables.values()
        if table.origin is Origin.MINISTRY and table.dimensions and table.dimensions[0].kind is DimensionKind.COUNTRY
        for field in table.fields
    )
    order = {section: position for position, section in enumerate(form.sections)}
    return tuple(sorted(found, key=lambda part: order.get(part.section, len(order))))


def part_of(table: Table, field: str) -> Part:
    """The part to which a field belongs."""
    section = table.by_id[field].section or table.section
    return Part(section, "" if section else table.id)


def progress(filling: Filling, country: str) -> dict[Part, Progress]:
    """How far a country is, part by part; a part of which nothing is asked is not named."""
    found: dict[Part, Progress] = {}
    for question in questions(filling.session, filling.form, country):
        part = part_of(filling.form.tables[question.place.table], question.field.id)
        before = found.get(part, NOTHING_ASKED)
        owing = question.core and not question.answered
        # The first open question is where to go on; before one is met, the first question of all.
        first = question.place if before.first is None or (owing and not before.open) else before.first
        found[part] = Progress(
            before.owed + question.core,
            before.answered + (question.core and question.answered),
            before.offered + (not question.core),
            before.offered_answered + (not question.core and question.answered),
            first,
        )
    return found


@dataclass(frozen=True, slots=True)
class Owed:
    """A core question without an answer; `country` is empty for what is asked once."""

    country: str
    place: Place


def still_owed(filling: Filling) -> Iterator[Owed]:
    """Every core question that has no answer: what is asked once, then country by country."""
    for country in ("", *filling.round.countries):
        yield from owed_of(filling, country)


def owed_of(filling: Filling, country: str) -> Iterator[Owed]:
    """The core questions of one country that have no answer, or with "" of what is asked once."""
    for question in questions(filling.session, filling.form, country):
        if question.core and not question.answered:
            yield Owed(country, question.place)
