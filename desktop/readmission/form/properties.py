"""What two editions of a part of a form are compared by: its properties and its wordings, as people read them.

A property belongs to the structure, a wording to the texts; an empty text stands for nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from readmission.form.digests import one_line
from readmission.form.method import Circulation, Classification, Comparison, Indicator
from readmission.form.model import (
    Code,
    CodeList,
    DimensionKind,
    Example,
    Field,
    Form,
    Mark,
    ParameterDefault,
    Rule,
    Section,
    Table,
)
from readmission.form.nodes import Expression


@dataclass(frozen=True, slots=True)
class Properties:
    """A part as it is compared; `hidden` are properties that are too long to quote."""

    label: str
    said: Mapping[str, str] = field(default_factory=dict)
    worded: Mapping[str, str] = field(default_factory=dict)
    hidden: Mapping[str, str] = field(default_factory=dict)


def of_form(form: Form) -> Properties:
    """The form itself."""
    settled_by = next((rule.settled_by for rule in form.rules.values() if rule.settled_by), "")
    said = {
        "identifier": form.id,
        "edition": form.edition,
        "list of countries": form.countries,
        "list of states": form.states,
        "list of reasons": settled_by,
    }
    return Properties(form.title, said, {"title": form.title, "proposal": form.proposal})


def of_parameter(parameter: ParameterDefault) -> Properties:
    """A threshold."""
    return Properties(parameter.label, {"value": number_text(parameter.value, parameter.places)}, {"label": parameter.label})


def of_section(section: Section) -> Properties:
    """A heading."""
    return Properties(section.label, worded={"label": section.label, "guidance": section.guidance})


def of_codelist(codelist: CodeList) -> Properties:
    """A code list without its codes."""
    return Properties(codelist.label, worded={"label": codelist.label, "note": codelist.note})


def of_code(code: Code) -> Properties:
    """A code."""
    rank = "" if code.rank is None else str(code.rank)
    return Properties(code.label, {"rank": rank}, {"label": code.label, "note": code.note})


def of_table(table: Table) -> Properties:
    """A table without its fields."""
    dimensions = (
        f"{dimension.id}: {dimension.codelist}" if dimension.kind is not DimensionKind.ROWS else f"{dimension.id}: rows"
        for dimension in table.dimensions
    )
    said = {
        "shape": table.shape,
        "rows": ", ".join(dimensions),
        "origin": table.origin,
        "level": table.level,
        "number": table.number,
        "section": table.section,
        "condition": _formula(table.relevant),
        "condition for being owed": _formula(table.expected),
    }
    return Properties(table.label, said, {"label": table.label, "guidance": table.guidance})


def of_field(asked: Field) -> Properties:
    """A question or a column."""
    said = {
        "type": asked.type,
        "code list": asked.codelist,
        "list of rows": asked.refers_to,
        "decimal places": str(asked.places or ""),
        "unit": asked.unit,
        "level": asked.level,
        "number": asked.number,
        "section": asked.section,
        "maximum": "" if asked.maximum is None else number_text(asked.maximum, asked.places),
        "greatest length": str(asked.max_length or ""),
        "condition": _formula(asked.relevant),
        "condition for being owed": _formula(asked.expected),
        "calculation": _formula(asked.calculation),
        "prefilling": "yes" if asked.prefilled else "",
        "carrying over": "yes" if asked.carried else "",
        "readers": "the Commission only" if asked.commission_only else "",
        "attached files": ", ".join(asked.attachments),
        "statistical coordinates": ", ".join(f"{name}: {code}" for name, code in asked.sdmx),
    }
    return Properties(asked.label, said, {"label": asked.label, "guidance": asked.guidance})


def of_family(rules: Iterable[Rule]) -> Properties:
    """A rule, or the rules of a family, which share all but the field that they are for."""
    members = tuple(rules)
    rule = members[0]
    said = {
        "severity": rule.severity,
        "table": rule.table,
        "fields": ", ".join(member.id.partition(".")[2] for member in members),
        "choice of rows": _formula(rule.where),
        "condition": _formula(rule.when),
        "check": _formula(rule.check),
        "places": ", ".join(_mark(mark, rule) for mark in rule.marks),
    }
    worded = {"message": rule.message, "reason": rule.why, "reference": rule.reference}
    worded |= {f"value of {{{name}}}": one_line(shown.source) for name, shown in rule.shown if shown.source != name}
    hidden = {"examples that pass": _examples(rule.passing, rule), "examples that fail": _examples(rule.failing, rule)}
    return Properties(rule.message, said, worded, hidden)


def of_indicator(indicator: Indicator) -> Properties:
    """A figure of the assessment."""
    said = {
        "table": indicator.table,
        "numerator": _formula(indicator.numerator),
        "denominator": _formula(indicator.denominator),
        "choice of states": _formula(indicator.counts),
    }
    worded = {"label": indicator.label, "note": indicator.note, "reference": indicator.reference}
    return Properties(indicator.label, said, worded)


def of_classification(classification: Classification) -> Properties:
    """How the class of a country follows."""
    said = {
        "table": classification.table,
        "rating": _formula(classification.rating),
        "choice of states": _formula(classification.counts),
        "weight": _formula(classification.weight),
        "ratings by stage": classification.aspects,
        "code list": classification.codelist,
        "best class": classification.well,
        "middle class": classification.average,
        "lowest class": classification.improve,
        "class of those not assessed": classification.not_assessed,
    }
    return Properties(classification.label, said, {"label": classification.label, "note": classification.note})


def of_comparison(comparison: Comparison) -> Properties:
    """What of the states' answers is compared."""
    said = {
        "kind": comparison.kind,
        "fields": ", ".join(map(".".join, comparison.fields)),
        "key": comparison.key,
        "published figure": ".".join(comparison.against or ()),
    }
    worded = {"label": comparison.label, "note": comparison.note, "reference": comparison.reference}
    return Properties(comparison.label, said, worded)


def of_circulation(circulation: Circulation) -> Properties:
    """How a state says who may read its answers."""
    said = {
        "question for each country": ".".join(circulation.country),
        "question asked once": ".".join(circulation.general),
        "code that keeps answers back": circulation.kept_back,
    }
    return Properties("circulation", said)


def number_text(scaled: int, places: int) -> str:
    """A scaled number with its decimals."""
    return f"{Decimal(scaled).scaleb(-places):f}"


def _formula(expression: Expression | None) -> str:
    return one_line(expression.source) if expression is not None else ""


def _mark(mark: Mark, rule: Rule) -> str:
    codes = "/".join(code for _dimension, code in mark.fixed)
    member = rule.id.partition(".")[2]
    name = "x" if member and (mark.table, mark.field) == (rule.table, member) else mark.field
    table = "" if mark.table == rule.table and not codes else mark.table + (f"[{codes}]" if codes else "") + "."
    return f"{table}{name}"


def _examples(examples: Iterable[Example], rule: Rule) -> str:
    # Of a family the first rule speaks for all; its own field stands for x.
    member = rule.id.partition(".")[2]
    own = f".{member}" if member else ""
    return repr(
        [
            [
                (f"{cell.removesuffix(own)}.x" if own and cell.endswith(own) else cell, text)
                for cells in (example.cells, example.last, example.reference)
                for cell, text in (*cells, ("", ""))
            ]
            for example in examples
        ]
    )
