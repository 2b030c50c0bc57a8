"""The declaration from which a workbook is made, in the words of the reader's language."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from readmission.answers.changes import Answers
from readmission.answers.model import BLANK, Cell, Place, Reason, Value
from readmission.checks.wording import REASONS
from readmission.engine.program import Session
from readmission.form import wording
from readmission.form.model import CodeList, Field, FieldType, Form, Table
from readmission.form.round import Round
from readmission.reports.labels import Labels
from readmission.sheets.answers_book import Entry
from readmission.texts import Language

REASONS_LIST: Final = "reasons"
YES_NO_LIST: Final = "yes_no"
COUNTRIES_LIST: Final = "countries"


@dataclass(frozen=True)
class Source:
    """One declaration as a workbook's sheets ask for it; `lists` gathers the drop-downs, `entries` what fields accept, once each."""

    form: Form
    round: Round
    state: str
    language: Language
    session: Session
    answers: Answers
    last: Answers | None
    blank: bool
    lists: dict[str, Sequence[str]] = field(default_factory=dict)
    entries: dict[tuple[str, str], Entry] = field(default_factory=dict)

    @cached_property
    def labels(self) -> Labels:
        """The words of the form."""
        return Labels(self.form, self.language)

    def cell(self, place: Place) -> Cell:
        """The answer at a place; in a blank workbook only what the Commission filled in."""
        prefilled = self.form.tables[place.table].by_id[place.field].prefilled
        return BLANK if self.blank and not prefilled else self.answers.cell(place)

    def last_cell(self, place: Place) -> Cell:
        """Last year's answer."""
        return BLANK if self.last is None else self.last.cell(place)

    def computed(self, place: Place) -> Value | None:
        """What a calculated field comes to."""
        return None if self.blank else self.session.value(place)

    def code(self, codelist: CodeList, code: str) -> str:
        """A code as drop-downs show it: its identifier and its label."""
        return f"{code} {self.labels.code(codelist.id, code)}"

    def yes_no(self, value: str) -> str:
        """Yes or no as a drop-down shows it."""
        return f"{value} {self.language.say('yes') if value == 'Y' else self.language.say('no')}"

    def reason(self, reason: Reason) -> str:
        """A reason as a drop-down shows it."""
        return f"{reason.value} {self.language.say(REASONS[reason])}"

    def choices(self, asked: Field) -> str:
        """The name of the list of a field's drop-down, empty where it has none."""
        if asked.type is FieldType.YES_NO:
            return self._listed(YES_NO_LIST, lambda: [self.yes_no(value) for value in ("Y", "N")])
        codelist = self.form.codelists.get(asked.codelist)
        if codelist is None:
            return ""
        return self._listed(codelist.id, lambda: [self.code(codelist, code.id) for code in codelist.codes])

    def reasons(self) -> str:
        """The name of the list of reasons."""
        return self._listed(REASONS_LIST, lambda: [self.reason(reason) for reason in Reason])

    def countries(self) -> str:
        """The name of the list of the round's countries."""
        return self._listed(
            COUNTRIES_LIST, lambda: [f"{country} {self.labels.country(country)}" for country in self.round.countries]
        )

    def _listed(self, name: str, texts: Callable[[], Sequence[str]]) -> str:
        if name not in self.lists:
            self.lists[name] = texts()
        return name

    def heading(self, table: Table, asked: Field) -> str:
        """The label of a field, with its number and its unit."""
        number = asked.number or (table.number if len(table.fields) == 1 else "")
        unit = self.language.say(asked.unit, wording.context_of_field(table.id, asked.id, "unit")) if asked.unit else ""
        label = self.labels.field(table.id, asked.id)
        return f"{number} {label}".strip() + (f" ({unit})" if unit else "")

    def table_guidance(self, table: Table) -> str:
        """The guidance of a table."""
        return self.language.say(table.guidance, wording.context_of_table(table.id, "guidance")) if table.guidance else ""

    def section(self, section: str) -> str:
        """A section's heading."""
        found = self.form.sections.get(section)
        return self.language.say(found.label, wording.context_of_section(section)) if found else section
