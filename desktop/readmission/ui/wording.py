"""How the things of a declaration are called on screen: countries, questions, answers, places."""

from collections.abc import Iterator
from typing import Final

from readmission.answers.model import Cell, Key, Place, Reason, Value
from readmission.checks.wording import REASONS
from readmission.form.model import Code, CodeList, DimensionKind, Field, FieldType, Form, Section, Table
from readmission.form.wording import context_of_field
from readmission.texts import Language
from readmission.ui.speech import say, say_count

# What a reason looks like in a narrow cell; the words stand in the tooltip and are what a screen reader says.
SHORT: Final = {
    Reason.NOT_COLLECTED: "not coll.",
    Reason.NOT_APPLICABLE: "n/a",
    Reason.WITHHELD: "withheld",
    Reason.PENDING: "later",
    Reason.DO_NOT_KNOW: "not known",
    Reason.TECHNICAL: "technical",
}

# What a colour or a dot in a cell says to the eye, for those who listen.
STATES: Final = {"owed": "answer owed", "computed": "computed", "off": "not asked"}


class Wording:
    """The words for one form in one language."""

    def __init__(self, form: Form, language: Language) -> None:
        self._form = form
        self._language = language
        # The list of pages says every title again at each step.
        self._tables: dict[str, str] = {}
        self._country_list = ""
        self.countries: dict[str, Code] = {}
        for table in form.tables.values():
            for dimension in table.dimensions:
                if dimension.kind is DimensionKind.COUNTRY and dimension.codelist in form.codelists:
                    self._country_list = dimension.codelist
                    self.countries = form.codelists[dimension.codelist].by_id

    def country(self, code: str) -> str:
        """The name of a country."""
        entry = self.countries.get(code)
        return self._language.say(entry.label, context=f"{self._country_list}.{code}.label") if entry is not None else code

    def state(self, code: str) -> str:
        """The name of a reporting state, as far as the form knows it."""
        for table in self._form.tables.values():
            for field in table.fields:
                codes = self.codes(field) if field.prefilled and not table.dimensions else None
                if codes is not None and code in codes.by_id:
                    return self.code(codes, codes.by_id[code])
        return code

    def table(self, table: Table) -> str:
        """The title of a table."""
        found = self._tables.get(table.id)
        if found is None:
            found = self._tables[table.id] = self._language.say(table.label, context=f"{table.id}.label")
        return found

    def field(self, table: Table, field: Field) -> str:
        """The question, or the heading of a column."""
        return self._language.say(field.label, context=f"{table.id}.{field.id}.label")

    def unit(self, table: Table, field: Field) -> str:
        """What a number counts, where the form says it: days, persons."""
        return self._language.say(field.unit, context=context_of_field(table.id, field.id, "unit")) if field.unit else ""

    def section(self, section: Section) -> str:
        """A heading."""
        return self._language.say(section.label, context=f"{section.id}.label")

    def code(self, codes: CodeList, code: Code) -> str:
        """The wording of a code."""
        return self._language.say(code.label, context=f"{codes.id}.{code.id}.label")

    def guidance(self, table: Table, field: Field) -> str:
        """What helps to answer a question."""
        return self._language.say(field.guidance, context=f"{table.id}.{field.id}.guidance") if field.guidance else ""

    def table_guidance(self, table: Table) -> str:
        """What helps to fill in a table."""
        return self._language.say(table.guidance, context=f"{table.id}.guidance") if table.guidance else ""

    def codes(self, field: Field) -> CodeList | None:
        """The code list of a field."""
        return self._form.codelists.get(field.codelist) if field.type is FieldType.CODE else None

    def reason(self, reason: Reason, due: str = "") -> str:
        """A reason in words."""
        words = self._language.say(REASONS[reason])
        return f"{words} ({due})" if due else words

    def cell(self, field: Field, cell: Cell) -> str:
        """An answer in words, as it is read out and shown beside others."""
        if cell.reason is not None:
            return self.reason(cell.reason, cell.due)
        if cell.typed:
            return cell.typed
        if cell.value is None:
            return ""
        return self.value(field, cell.value) + (f" {cell.flags.lower()}" if cell.flags else "")

    def value(self, field: Field, value: Value) -> str:
        """A value in words."""
        if isinstance(value, int):
            return self._language.number(value, field.places)
        codes = self.codes(field)
        if codes is not None and value in codes.by_id:
            return self.code(codes, codes.by_id[value])
        if field.type is FieldType.YES_NO:
            return say({"Y": "yes", "N": "no"}.get(value, value))
        return value

    def short(self, field: Field, cell: Cell) -> str:
        """An answer as a narrow cell shows it."""
        return say(SHORT[cell.reason]) if cell.reason is not None else self.cell(field, cell)

    def spoken(self, table: Table, field: Field, cell: Cell, style: str) -> str:
        """An answer as a screen reader says it: with its unit, and with what the cell's look tells."""
        words = self.cell(field, cell) or say("blank")
        if isinstance(cell.value, int) and field.unit:
            # A form names its units for many; where a number asks for another form of the word, the unit stands beside it.
            whole = cell.value // 10**field.places
            words = say_count("{count}, unit: {unit}", "{count} {unit}", whole, count=words, unit=self.unit(table, field))
        return f"{words}, {say(STATES[style])}" if style in STATES else words

    def row(self, table: Table, key: Key) -> str:
        """What a row is about: its country, its option."""
        return " · ".join(self._parts(table, key))

    def place(self, place: Place) -> str:
        """A cell in words: Albania, Return decisions."""
        table = self._form.tables[place.table]
        field = table.by_id[place.field]
        row = self.row(table, place.key)
        return f"{row}, {self.field(table, field)}" if row else self.field(table, field)

    def _parts(self, table: Table, key: Key) -> Iterator[str]:
        for dimension, part in zip(table.dimensions, key, strict=True):
            if dimension.kind is DimensionKind.COUNTRY:
                yield self.country(part)
            elif dimension.kind is DimensionKind.CODES:
                codes = self._form.codelists[dimension.codelist]
                yield self.code(codes, codes.by_id[part]) if part in codes.by_id else part


def country_of(table: Table, key: Key) -> str:
    """The country that a row belongs to, or nothing."""
    return key[0] if table.dimensions and table.dimensions[0].kind is DimensionKind.COUNTRY else ""


def numbered(number: str, label: str) -> str:
    """A label behind the number that people know it by."""
    return f"{number}  {label}" if number else label
