"""The words of a form in the reader's language: names of countries, states, codes, indicators and fields."""

from readmission.form import wording
from readmission.form.model import DimensionKind, Field, Form
from readmission.texts import Language


class Labels:
    """Says what identifiers of a form mean; an identifier without a text stands for itself."""

    def __init__(self, form: Form, language: Language) -> None:
        self._form = form
        self._language = language

    def country(self, code: str) -> str:
        """A country or entity by its official name."""
        return self.code(self._form.countries, code)

    def state(self, code: str) -> str:
        """A reporting state by its name."""
        return self.code(self._form.states, code)

    def code(self, codelist: str, code: str) -> str:
        """An entry of a code list."""
        found = self._form.codelists.get(codelist)
        entry = found.by_id.get(code) if found else None
        return self._language.say(entry.label, wording.context_of_code(codelist, code)) if entry else code

    def indicator(self, indicator: str) -> str:
        """An indicator of the assessment."""
        found = self._form.indicators.get(indicator)
        return self._language.say(found.label, wording.context_of_figure(found.id)) if found else indicator

    def comparison(self, comparison: str) -> str:
        """What of the states' answers is compared."""
        found = self._form.comparisons.get(comparison)
        return self._language.say(found.label, wording.context_of_figure(found.id)) if found else comparison

    def answer(self, table: str, field: str, code: str) -> str:
        """An answer that is a code."""
        return self.code(self._form.tables[table].by_id[field].codelist, code)

    def field(self, table: str, field: str) -> str:
        """A question or column."""
        found = self._form.tables[table].by_id[field]
        return self._language.say(found.label, wording.context_of_field(table, field))

    def guidance(self, table: str, field: str) -> str:
        """The guidance beside a question."""
        text = self._form.tables[table].by_id[field].guidance
        return self._language.say(text, wording.context_of_field(table, field, "guidance")) if text else ""

    def choices(self, field: Field) -> str:
        """The answers that a question offers, if it offers any."""
        found = self._form.codelists.get(field.codelist)
        return "; ".join(f"{code.id} {self.code(found.id, code.id)}" for code in found.codes) if found else ""

    def table(self, table: str) -> str:
        """A table."""
        return self._language.say(self._form.tables[table].label, wording.context_of_table(table))

    def member(self, table: str, position: int, code: str) -> str:
        """A member of a dimension of a table: a country, or a code of the dimension's list."""
        dimension = self._form.tables[table].dimensions[position]
        return self.country(code) if dimension.kind is DimensionKind.COUNTRY else self.code(dimension.codelist, code)

    def parameter(self, parameter: str) -> str:
        """A threshold of the method."""
        found = self._form.parameters.get(parameter)
        return self._language.say(found.label, wording.context_of_parameter(parameter)) if found else parameter
