"""Which part of a form a survey (XLSForm) has, and under which names: the qualitative tables that a ministry fills.

A question is named like its cell, `B.B2_05`, with the codes of its row between: `B12_02.VOL.rating`. Tables by country stand in one
repeated group in which the country is chosen first. Options of a choice are those of one question; rows of any other table with
codes are questions of their own; rows of a list are a repeated group.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import Final

from readmission.form.expression.names import Names
from readmission.form.expression.xpath_questions import Codes, Questions
from readmission.form.model import Dimension, DimensionKind, Field, FieldType, Form, Origin, Shape, Table

MOST_ROWS: Final = 100

_UNNAMEABLE: Final = re.compile(r"[^A-Za-z0-9_.\-]")


@dataclass(frozen=True, slots=True)
class Omission:
    """What a survey leaves out or does not take over: where it stands in the form, what it is, and why."""

    place: str
    what: str
    why: str


@dataclass(slots=True)
class Plan:
    """The tables of a survey with the names of their questions; `omitted` gathers what has no place in it."""

    form: Form
    names: Names
    questions: Questions
    tables: list[Table] = field(default_factory=list)
    omitted: list[Omission] = field(default_factory=list)
    silent: set[tuple[str, str]] = field(default_factory=set)

    def rows(self, table: Table) -> Iterator[Codes]:
        """The codes of each row that has questions of its own."""
        return _rows(self.form, table)

    def asked(self, table: Table) -> Iterator[Field]:
        """The fields of a table that are questions."""
        for part in table.fields:
            if (table.id, part.id) not in self.silent:
                yield part


def plan(form: Form) -> Plan:
    """The survey of a form."""
    found = Plan(form, Names.of(form.codelists, form.tables, form.parameters), Questions(form.tables))
    for table in form.tables.values():
        if table.origin is Origin.MINISTRY and not _only_numbers(table):
            why = _no_place(form, table)
            if why:
                found.omitted.append(Omission(table.id, "table", why))
            else:
                found.tables.append(table)
                _scope(table, found.questions)
    for table in found.tables:
        _leave_out(table, found)
    for table in found.tables:
        _name(table, found)
    return found


def by_country(table: Table) -> bool:
    """Whether a table has rows for each country."""
    return bool(table.dimensions) and table.dimensions[0].kind is DimensionKind.COUNTRY


def options_of(table: Table) -> str:
    """The dimension of a choice whose codes are the options of one question; nothing for other tables."""
    codes = [part.id for part in table.dimensions if part.kind is DimensionKind.CODES]
    return codes[-1] if table.shape is Shape.CHOICE else ""


def question_name(table: str, name: str, codes: Codes) -> str:
    """The name of a question."""
    return ".".join((table, *(_UNNAMEABLE.sub("-", code) for _dimension, code in codes), name))


def listed_by(form: Form, reference: Field) -> Field | None:
    """The field by which rows of the list of a reference are told apart: its first text."""
    fields = form.tables[reference.refers_to].fields
    return next((part for part in fields if part.type is FieldType.TEXT and part.calculation is None), None)


def _only_numbers(table: Table) -> bool:
    typed = [part for part in table.fields if part.calculation is None and not part.prefilled]
    return table.shape is Shape.GRID and all(part.type.numeric for part in typed)


def _no_place(form: Form, table: Table) -> str:
    kinds = [part.kind for part in table.dimensions]
    if DimensionKind.COUNTRY in kinds[1:]:
        return "it has rows for several countries at once"
    if DimensionKind.ROWS in kinds and DimensionKind.CODES in kinds:
        return "it is a list with codes"
    if prod(len(form.codelists[part.codelist].codes) for part in _unrolled(table)) > MOST_ROWS:
        return f"it has more than {MOST_ROWS} rows"
    return ""


def _unrolled(table: Table) -> list[Dimension]:
    options = options_of(table)
    return [part for part in table.dimensions if part.kind is DimensionKind.CODES and part.id != options]


def _rows(form: Form, table: Table) -> Iterator[Codes]:
    return product(*([(part.id, code.id) for code in form.codelists[part.codelist].codes] for part in _unrolled(table)))


def _scope(table: Table, questions: Questions) -> None:
    groups = [part.id for part in table.dimensions if part.kind is DimensionKind.COUNTRY]
    if groups:
        questions.keys[groups[0]] = f"key.{groups[0]}"
    if table.is_list:
        questions.repeats[table.id] = table.id
        groups.append(f"{table.id}.{table.dimensions[-1].id}")
    questions.scopes[table.id] = tuple(groups)


def _leave_out(table: Table, found: Plan) -> None:
    for part in table.fields:
        why = ""
        if part.calculation is not None:
            why = "the program computes it"
        elif part.prefilled:
            why = "the round delivers it"
        elif part.type is FieldType.REFERENCE:
            why = _no_reference(table, part, found)
        if why:
            found.silent.add((table.id, part.id))
            found.omitted.append(Omission(f"{table.id}.{part.id}", "question", why))


def _no_reference(table: Table, part: Field, found: Plan) -> str:
    told = listed_by(found.form, part)
    scopes = found.questions.scopes
    if told is None or part.refers_to not in scopes:
        return f"list {part.refers_to} is not in the survey"
    around = scopes[part.refers_to][:-1]
    return "" if scopes[table.id][: len(around)] == around else f"it refers to rows of {part.refers_to} of other countries"


def _name(table: Table, found: Plan) -> None:
    options = options_of(table)
    for part in found.asked(table):
        for codes in found.rows(table):
            name = question_name(table.id, part.id, codes)
            if options:
                found.questions.multiple[table.id, part.id, codes] = (name, options)
            else:
                found.questions.single[table.id, part.id, codes] = name
