"""One declaration on paper and for the person who signs it: every answer, what was settled, and the digest that is signed.

The page has plain tables only, so that it prints the same from a browser and from the program.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from readmission.answers.attachment import Attachment
from readmission.answers.model import BLANK, Cell, Key, Place
from readmission.form import wording
from readmission.form.model import DimensionKind, Field, FieldType, Form, Level, Origin, Shape, Table
from readmission.reports.answer_words import AnswerWords
from readmission.reports.labels import Labels
from readmission.reports.pages import page
from readmission.texts import Language


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a declaration; `facts` are lines of a label and a text, such as the digest that is signed."""

    state: str
    year: int
    round_id: str
    rehearsal: bool
    marking: str
    facts: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class SettledWarning:
    """A warning that was closed, in words: what it said, why it stands, and the two persons."""

    rule: str
    where: str
    message: str
    reason: str
    text: str
    persons: str


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """Answers as a table: column headings, and rows of a heading and the answers below the headings.

    `legend` says what headings mean that are numbers only, because many questions stand side by side.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    numeric: bool = False
    legend: tuple[tuple[str, str], ...] = ()


def declaration_page(
    cells: Mapping[Place, Cell],
    heading: Heading,
    *,
    form: Form,
    countries: Sequence[str],
    language: Language,
    settled: Sequence[SettledWarning] = (),
    attached: Sequence[Attachment] = (),
) -> str:
    """The page of a declaration; without cells it is the blank questionnaire."""
    labels = Labels(form, language)
    words = AnswerWords(labels, language)
    tables = [table for table in form.tables.values() if table.origin is Origin.MINISTRY]
    return page(
        "declaration.html",
        language,
        rehearsal=heading.rehearsal,
        marking=heading.marking,
        heading=heading,
        state=labels.state(heading.state),
        title=language.say(form.title, wording.TITLE),
        proposal=language.say(form.proposal, wording.PROPOSAL) if form.proposal else "",
        edition=form.edition,
        core=_core(tables, cells, countries, labels, words) if cells else None,
        answered=[one for table in tables if (one := _answers(table, cells, countries, labels, words)) is not None],
        questions=[] if cells else [(labels.table(table.id), list(_questions(table, labels))) for table in tables],
        settled=settled,
        attached=[_attached(one, form, labels, language) for one in attached],
    )


def _attached(one: Attachment, form: Form, labels: Labels, language: Language) -> tuple[str, ...]:
    table = form.tables[one.place.table]
    question = _heading(labels, table, table.by_id[one.place.field])
    size = language.say("{size} bytes", size=language.number(one.size))
    return _key(table, one.place.key, labels), question, one.name, one.note, size, one.sha512


def _core(
    tables: Sequence[Table], cells: Mapping[Place, Cell], countries: Sequence[str], labels: Labels, words: AnswerWords
) -> AnswerTable:
    asked = [
        (table, field)
        for table in tables
        if table.shape is Shape.FORM and _kinds(table) == (DimensionKind.COUNTRY,) and table.level is Level.CORE
        for field in table.fields
        if field.type is FieldType.CODE and field.level is Level.CORE
    ]
    rows = tuple(
        (
            labels.country(country),
            tuple(words.answer(cells.get(Place(table.id, (country,), field.id), BLANK), field) for table, field in asked),
        )
        for country in countries
    )
    legend = tuple((field.number, labels.field(table.id, field.id)) for table, field in asked if field.number)
    columns = tuple(field.number or labels.field(table.id, field.id) for table, field in asked)
    return AnswerTable("", columns, rows, legend=legend)


def _answers(
    table: Table, cells: Mapping[Place, Cell], countries: Sequence[str], labels: Labels, words: AnswerWords
) -> AnswerTable | None:
    keys = _keys(table, cells, countries)
    if not keys:
        return None
    if table.shape is Shape.GRID:
        fields = [field for field in table.fields if any(Place(table.id, key, field.id) in cells for key in keys)]
        rows = tuple(
            (_key(table, key, labels), tuple(_said(cells, Place(table.id, key, field.id), field, words) for field in fields))
            for key in keys
        )
        return AnswerTable(labels.table(table.id), tuple(_heading(labels, table, field) for field in fields), rows, numeric=True)
    listed = [
        (_key(table, key, labels), (_heading(labels, table, field), words.answer(cell, field), words.remark(cell)))
        for key in keys
        for field in table.fields
        if not (cell := cells.get(Place(table.id, key, field.id), BLANK)).blank
    ]
    return AnswerTable(labels.table(table.id), ("question", "answer", "remark"), tuple(listed))


def _said(cells: Mapping[Place, Cell], place: Place, field: Field, words: AnswerWords) -> str:
    cell = cells.get(place, BLANK)
    remark = words.remark(cell)
    return f"{words.answer(cell, field)} [{remark}]" if remark else words.answer(cell, field)


def _keys(table: Table, cells: Mapping[Place, Cell], countries: Sequence[str]) -> list[Key]:
    # Countries in the order of the round, everything else as the facts have it.
    order = {country: number for number, country in enumerate(countries)}
    keys = {place.key for place, cell in cells.items() if place.table == table.id and not cell.blank}
    return sorted(keys, key=lambda key: (order.get(key[0], len(order)) if key else 0, key))


def _key(table: Table, key: Key, labels: Labels) -> str:
    parts = [
        member if dimension.kind is DimensionKind.ROWS else labels.member(table.id, position, member)
        for position, (dimension, member) in enumerate(zip(table.dimensions, key, strict=True))
    ]
    return " · ".join(parts)


def _heading(labels: Labels, table: Table, field: Field) -> str:
    label = labels.field(table.id, field.id)
    return f"{field.number} {label}" if field.number else label


def _questions(table: Table, labels: Labels) -> Iterator[tuple[str, str, str]]:
    for field in table.fields:
        if field.calculation is None:
            yield _heading(labels, table, field), labels.guidance(table.id, field.id), labels.choices(field)


def _kinds(table: Table) -> tuple[DimensionKind, ...]:
    return tuple(dimension.kind for dimension in table.dimensions)
