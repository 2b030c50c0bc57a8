"""Questions as a sheet: one below the other for one country, or countries down and questions across."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from readmission.answers.model import Key, Place, Reason
from readmission.form.model import Field, FieldType, Form, Level, Table
from readmission.sheets.answers_book import FIRST_ROW, Column, Item, Look, Sheet
from readmission.tasks.workbook import items
from readmission.tasks.workbook.formulas import Address, Addresses, Formulas
from readmission.tasks.workbook.source import Source

GENERAL: Final = "D"
ACROSS: Final = "Q"
ANSWER: Final = 2
REASON: Final = 3
KEYS_ACROSS: Final = 2

_DIGITS: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Question:
    """A field, or one option of a multiple choice; `option` is empty or the code of the option."""

    table: Table
    asked: Field
    option: Key = ()

    def place(self, country: Key) -> Place:
        """The answer of a country, or of the state where `country` is empty."""
        return Place(self.table.id, (*country, *self.option), self.asked.id)

    @property
    def code(self) -> str:
        """The stable code: the place without its country."""
        return str(self.place(()))


@dataclass(frozen=True, slots=True)
class Heading:
    """A section, or the question above the options of a multiple choice."""

    section: str = ""
    table: Table | None = None


def questions_of(form: Form, tables: Sequence[Table]) -> tuple[Question | Heading, ...]:
    """The questions of forms and of their multiple choices, in the order of sections and numbers."""
    order = {section: number for number, section in enumerate(form.sections)}
    found: list[tuple[tuple[int, tuple[int, ...]], Sequence[Question | Heading], str]] = []
    for table in tables:
        if table.dimensions and (options := _options(form, table)):
            where = order.get(table.section, len(order)), _numbers(table.number)
            asked = [Question(table, field, (option,)) for option in options for field in table.fields]
            found.append((where, [Heading(table=table), *asked], table.section))
        else:
            found += [
                ((order.get(field.section, len(order)), _numbers(field.number)), [Question(table, field)], field.section)
                for field in table.fields
            ]
    # Sorting keeps the order of the form where sections and numbers say nothing.
    found.sort(key=lambda one: one[0])
    return tuple(_with_sections(found))


def addresses_of(questions: Sequence[Question | Heading], name: str, country: Key) -> Addresses:
    """Where the answers of a sheet of questions stand."""
    return {
        question.place(country): Address(name, row, ANSWER, REASON)
        for row, question in enumerate(questions, start=FIRST_ROW)
        if isinstance(question, Question)
    }


def question_sheet(
    source: Source, questions: Sequence[Question | Heading], country: Key, formulas: Formulas, lines: Sequence[str]
) -> Sheet:
    """The sheet of one country, or of what is asked once."""
    say = source.language.say
    columns = [
        Column("question", say("Question"), 22),
        Column("text", say("Text"), 70),
        Column("answer", say("Answer"), 34),
        Column("reason", say("Reason why there is no answer"), 20),
        Column("note", say("Note"), 30),
    ]
    if source.last is not None:
        columns.append(Column("last", say("Last year"), 24))
    name = sheet_name(country)
    return Sheet(
        name=name,
        title=f"{country[0]} {source.labels.country(country[0])}" if country else say("General part"),
        lines=(*lines, ""),
        columns=columns,
        rows=[_row(source, question, country, formulas, len(columns)) for question in questions],
        keys=2,
        wide=False,
    )


def across_sheet(
    source: Source, questions: Sequence[Question | Heading], countries: Sequence[str], lines: Sequence[str]
) -> Sheet:
    """The sheet with countries down and questions across; a reason stands where the answer would, unless it could be one."""
    say = source.language.say
    asked = [question for question in questions if isinstance(question, Question) and question.asked.calculation is None]
    columns = [Column("country", say("Country"), 9), Column("country.name", say("Name"), 28)]
    for question in asked:
        guidance = source.labels.guidance(question.table.id, question.asked.id)
        columns.append(Column(question.code, _text(source, question), 26, guidance, _offered(question)))
        if _apart(source, question):
            columns.append(Column(f"{question.code}.reason", say("Reason why there is no answer"), 14, "", _offered(question)))
    return Sheet(
        name=ACROSS,
        title=say("Questions for all countries"),
        lines=(*lines, say("Where there is no answer, type the letters of the reason instead: NC, NA, CONF, PEND, DK or TECH.")),
        columns=columns,
        rows=[_across(source, asked, country) for country in countries],
        keys=KEYS_ACROSS,
    )


def sheet_name(country: Key) -> str:
    """The name of the sheet of a country's questions, or of those asked once."""
    return ".".join((GENERAL, *country))


def _apart(source: Source, question: Question) -> bool:
    """Whether the letters of a reason would be taken for an answer, so that reasons need a column of their own."""
    codelist = source.form.codelists.get(question.asked.codelist)
    coded = codelist is not None and any(reason.value in codelist.by_id for reason in Reason)
    return coded or question.asked.type in (FieldType.TEXT, FieldType.REFERENCE)


def _options(form: Form, table: Table) -> tuple[str, ...]:
    codelist = form.codelists.get(table.dimensions[-1].codelist)
    forms_own = table.fields and table.dimensions[-1].id != "country"
    return tuple(codelist.by_id) if codelist and forms_own else ()


def _numbers(number: str) -> tuple[int, ...]:
    return tuple(map(int, _DIGITS.findall(number)))


def _with_sections(found: Sequence[tuple[object, Sequence[Question | Heading], str]]) -> Iterator[Question | Heading]:
    before = ""
    for _order, questions, section in found:
        if section and section != before:
            yield Heading(section=section)
        before = section
        yield from questions


def _offered(question: Question) -> bool:
    return Level.EXTENDED in (question.asked.level, question.table.level)


def _text(source: Source, question: Question) -> str:
    heading = source.heading(question.table, question.asked)
    if not question.option:
        return heading
    position = len(question.table.dimensions) - 1
    option = source.labels.member(question.table.id, position, question.option[0])
    return f"{question.table.number} {source.labels.table(question.table.id)} {option}".strip()


def _row(source: Source, question: Question | Heading, country: Key, formulas: Formulas, width: int) -> list[Item | None]:
    if isinstance(question, Heading):
        return [None, Item(Look.SECTION if question.section else Look.LABEL, _heading(source, question))]
    table, asked, place = question.table, question.asked, question.place(country)
    row: list[Item | None] = [
        Item(Look.KEY, question.code),
        Item(Look.LABEL, _explained(source, question)),
        items.answer(source, table, asked, place, formula=formulas.of(asked, place)),
        items.reason(source, asked, place),
        items.note(source, asked, place),
        items.last(source, asked, place),
    ]
    return row[:width]


def _heading(source: Source, heading: Heading) -> str:
    if heading.table is None:
        return source.section(heading.section)
    label = f"{heading.table.number} {source.labels.table(heading.table.id)}".strip()
    return "\n".join(filter(None, (label, source.table_guidance(heading.table))))


def _explained(source: Source, question: Question) -> str:
    if question.option:
        return source.labels.member(question.table.id, len(question.table.dimensions) - 1, question.option[0])
    guidance = source.labels.guidance(question.table.id, question.asked.id)
    return "\n".join(filter(None, (source.heading(question.table, question.asked), guidance)))


def _across(source: Source, asked: Sequence[Question], country: str) -> list[Item | None]:
    row: list[Item | None] = [Item(Look.KEY, country), Item(Look.LABEL, source.labels.country(country))]
    for question in asked:
        place = question.place((country,))
        apart = _apart(source, question)
        row.append(items.answer(source, question.table, question.asked, place, alone=not apart))
        if apart:
            row.append(items.reason(source, question.asked, place))
    return row
