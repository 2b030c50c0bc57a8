"""The rules of a form: a rule written for a family of fields becomes one rule a field, `x` standing for the field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from readmission.form.documents import RuleDocument
from readmission.form.example_text import NotAnExample, example_cell, split_example
from readmission.form.expression.names import Names
from readmission.form.formulas import Formulas
from readmission.form.marks import NotAMark, fields_like, marks_read, read_marks
from readmission.form.model import Example, Mark, Rule, RuleSeverity, Table
from readmission.form.nodes import Expression
from readmission.form.placeholders import NotATemplate, placeholders
from readmission.form.problems import did_you_mean
from readmission.form.quoted import known_places, parameter_of
from readmission.form.sources import Sources, Written

MEMBER: Final = "x"


@dataclass(frozen=True, slots=True)
class Rules:
    """Reads rules against the tables, code lists and parameters they speak about."""

    tables: Mapping[str, Table]
    names: Names
    settled_by: str

    def read(self, sources: Sources) -> dict[str, Rule]:
        """All rules, those of a family one after the other."""
        found: dict[str, Rule] = {}
        for name, document, written in sources.each("rules"):
            table = self.tables.get(document.table)
            if table is None:
                unknown = f"There is no table “{document.table}”{did_you_mean(document.table, self.tables)}"
                written.part("table").report(unknown)
                continue
            for member in self._members(document, table, written):
                rule = self._rule(name, member, document, table, written)
                if rule is not None:
                    found[rule.id] = rule
        return found

    def _members(self, document: RuleDocument, table: Table, written: Written) -> Iterator[str]:
        if document.each is None:
            yield ""
            return
        given: set[str] = set()
        for number, pattern in enumerate(document.each):
            try:
                names = fields_like(pattern, table)
            except NotAMark as refused:
                written.part("each", number).report(str(refused))
                continue
            yield from (name for name in names if name not in given)
            given.update(names)

    def _rule(self, name: str, member: str, document: RuleDocument, table: Table, written: Written) -> Rule | None:
        formulas = Formulas(self.names, table.id, member)
        check = formulas.condition(written.part("check"), document.check)
        when = formulas.condition(written.part("when"), document.when)
        where = formulas.condition(written.part("where"), document.where)
        shown = {key: formulas.read(written.part("show", key), source, None) for key, source in document.show.items()}
        passing = self._examples("passing", member, document.passing, written)
        failing = self._examples("failing", member, document.failing, written)
        marks = self._marks(document, member, table, written)
        self._check_reason(document, written)
        if check is None:
            return None
        named = self._named(document, member, [check, when, where], formulas, written)
        complete = {**named, **{key: expression for key, expression in shown.items() if expression is not None}}
        return Rule(
            id=f"{name}.{member}" if member else name,
            family=name,
            severity=document.severity,
            table=table.id,
            check=check,
            message=document.message,
            why=document.why,
            reference=document.reference,
            marks=marks or marks_read(check),
            when=when,
            where=where,
            shown=tuple(sorted(complete.items())),
            passing=passing,
            failing=failing,
            settled_by=self.settled_by if document.severity is RuleSeverity.WARNING else "",
        )

    def _named(
        self, document: RuleDocument, member: str, read: list[Expression | None], formulas: Formulas, written: Written
    ) -> dict[str, Expression]:
        # A message may name the fields that its rule reads in its own row, and parameters; any other value is given under `show`.
        try:
            names = placeholders(document.message)
        except NotATemplate as refused:
            written.part("message").report(str(refused))
            return {}
        own = {mark.field for expression in read if expression is not None for mark in marks_read(expression)}
        if member:
            own = own - {member} | {MEMBER}
        named: dict[str, Expression] = {}
        for name in sorted(names - set(document.show)):
            if name not in own:
                if parameter_of(name, self.names.parameters) is not None:
                    continue
                known = {*own, *document.show, *known_places(self.names.parameters)}
                sentence = f"The message names {{{name}}}, which the rule does not read{did_you_mean(name, known)}"
                written.part("message").report(sentence)
                continue
            expression = formulas.read(written.part("message"), name, None)
            if expression is not None:
                named[name] = expression
        for name in sorted(set(document.show) - names):
            written.part("show", name).report(f"The message does not name {{{name}}}.", at_key=True)
        return named

    def _check_reason(self, document: RuleDocument, written: Written) -> None:
        # The reason stands on the card too, where there are no answers: it may name parameters only.
        try:
            names = placeholders(document.why)
        except NotATemplate as refused:
            written.part("why").report(str(refused))
            return
        for name in sorted(names):
            if parameter_of(name, self.names.parameters) is None:
                meant = did_you_mean(name, known_places(self.names.parameters))
                written.part("why").report(f"The reason names {{{name}}}, which is no parameter{meant}")

    def _marks(self, document: RuleDocument, member: str, table: Table, written: Written) -> tuple[Mark, ...]:
        marks: list[Mark] = []
        for number, text in enumerate(document.places or ()):
            place = member if member and text == MEMBER else text
            try:
                marks.extend(read_marks(place, table, self.tables, self.names.codelists))
            except NotAMark as refused:
                written.part("places", number).report(str(refused))
        return tuple(dict.fromkeys(marks))

    def _examples(self, kind: str, member: str, examples: list[dict[str, str]], written: Written) -> tuple[Example, ...]:
        read = []
        for number, lines in enumerate(examples):
            cells: dict[str, str] = {}
            for place, text in lines.items():
                cell = f"{place[:-1]}{member}" if member and place.endswith(f".{MEMBER}") else place
                try:
                    example_cell(cell, text, self.tables, self.names.codelists)
                except NotAnExample as refused:
                    written.part(kind, number, place).report(str(refused))
                cells[cell] = text
            read.append(split_example(cells, self.tables))
        return tuple(read)
