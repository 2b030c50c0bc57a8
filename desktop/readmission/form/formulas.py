"""Expressions of a form, read where they stand: typed by the language, their mistakes told at the line and column."""

from dataclasses import dataclass

from readmission.form.expression.names import Names
from readmission.form.expression.parse import ExpressionRefused, parse
from readmission.form.model import Field, FieldType
from readmission.form.nodes import Expression, Kind, Type
from readmission.form.sources import Written

_KINDS = {
    FieldType.COUNT: Kind.NUMBER,
    FieldType.DECIMAL: Kind.NUMBER,
    FieldType.CODE: Kind.CODE,
    FieldType.TEXT: Kind.TEXT,
    FieldType.DATE: Kind.DATE,
    FieldType.YES_NO: Kind.TRUTH,
}


@dataclass(frozen=True, slots=True)
class Formulas:
    """Reads expressions that stand in rows of one table."""

    names: Names
    table: str
    member: str = ""

    def condition(self, written: Written, source: str | None) -> Expression | None:
        """A condition; None when there is none or it has mistakes."""
        return self.read(written, source, Kind.TRUTH)

    def number(self, written: Written, source: str | None) -> Expression | None:
        """A number; None when there is none or it has mistakes."""
        return self.read(written, source, Kind.NUMBER)

    def read(self, written: Written, source: str | None, want: Kind | None) -> Expression | None:
        """An expression of a kind; None when there is none or it has mistakes."""
        if source is None:
            return None
        # One condition often stands at many fields of a table; it is read once.
        key = (source, self.table, self.member, want)
        known = self.names.parsed.get(key)
        if known is not None:
            return known
        try:
            expression = parse(source, table=self.table, names=self.names, want=want, member=self.member)
        except ExpressionRefused as refused:
            for problem in refused.problems:
                written.report_within(problem.column - 1, problem.text)
            return None
        self.names.parsed[key] = expression
        return expression

    def calculation(self, written: Written, source: str | None, field: Field) -> Expression | None:
        """What a field holds: an expression of exactly the field's type."""
        if source is None:
            return None
        if field.type is FieldType.REFERENCE:
            written.report("A reference to a row is chosen, not computed.")
            return None
        expression = self.read(written, source, _KINDS[field.type])
        mismatch = expression and _mismatch(expression.root.type, field)
        if mismatch:
            written.report(mismatch)
        return expression


def _mismatch(found: Type, field: Field) -> str:
    if found.ratio or found.scale > field.places:
        return f"This has more than the {field.places} decimal places of “{field.id}”; write round(…, {field.places})."
    if found.codelist != field.codelist:
        return f"This gives codes of {found.codelist}, but “{field.id}” takes codes of {field.codelist}."
    return ""
