"""Findings as sentences, rendered last and in the user's language; and the card of each check."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from readmission.answers.attachable import Misfit
from readmission.answers.finding import Finding, Shown
from readmission.answers.model import Reason
from readmission.checks.builtin import BUILTIN, NOT_OFFERED, YES_NO
from readmission.checks.guards import GUARDS
from readmission.checks.remarks import REMARKS
from readmission.form.model import Form
from readmission.form.quoted import quoted, values_of
from readmission.texts import Language

REASONS: dict[Reason, str] = {
    Reason.NOT_COLLECTED: "not collected",
    Reason.NOT_APPLICABLE: "not applicable",
    Reason.WITHHELD: "withheld as confidential",
    Reason.PENDING: "follows later",
    Reason.DO_NOT_KNOW: "do not know",
    Reason.TECHNICAL: "technical problem",
}
NEEDS = {"note": "a note", "due": "a date"}
MISFITS: dict[Misfit, str] = {
    Misfit.OUT_OF_PLACE: "this question takes no files",
    Misfit.KIND: "this question takes no files of its kind",
    Misfit.LARGE: "it is larger than a file may be",
    Misfit.TOGETHER: "all files together are larger than permitted",
    Misfit.MANY: "there are more files at this answer than permitted",
}
# Of a long list of answers so many are named.
_MOST_ANSWERS: Final = 12
NO_VALUE: Final = "–"
AS_THE_FORM_SAYS: Final[Mapping[str, int]] = {}


@dataclass(frozen=True, slots=True)
class Card:
    """What a check wants and why, with its source; `severity` is empty where no finding can come about.

    It is M where the Commission's report speaks, not a finding.
    """

    rule: str
    message: str
    why: str
    reference: str
    formula: str = ""
    condition: str = ""
    severity: str = ""


class _Partly(dict[str, str]):
    """Named places of which some stay as they are: a card has no figures."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


def message(finding: Finding, form: Form, language: Language, parameters: Mapping[str, int] = AS_THE_FORM_SAYS) -> str:
    """What is wrong, with its figures; `parameters` are the thresholds that the round sets."""
    values = {name: _shown(name, value, language) for name, value in finding.values}
    builtin = BUILTIN.get(finding.rule)
    if builtin is not None:
        return language.say(builtin.message, **values | _answers(finding, form))
    rule = form.rules[finding.rule]
    # A void figure is left out of a sum that is wrong all the same: the sentence has a dash for it.
    nothing = {name: NO_VALUE for name, _expression in rule.shown}
    values = nothing | _thresholds(rule.message, form, language, parameters) | values
    return language.say(rule.message, context=f"{rule.family}.message", **values)


def explanation(finding: Finding, language: Language) -> str:
    """The figures of a finding as a line without words: 432 ≠ 450 = 371 + 79."""
    return "".join(part if isinstance(part, str) else language.number(*part) for part in finding.explanation)


def _answers(finding: Finding, form: Form) -> dict[str, str]:
    """What may stand in a cell that holds something else, by its codes: the first of them where they are many."""
    if finding.rule != NOT_OFFERED:
        return {}
    field = form.tables[finding.table].by_id[finding.places[0].field]
    codes = list(form.codelists[field.codelist].by_id) if field.codelist else list(YES_NO)
    shown = ", ".join(codes[:_MOST_ANSWERS])
    return {"answers": f"{shown}, …" if len(codes) > _MOST_ANSWERS else shown}


def card(rule_id: str, form: Form, language: Language, parameters: Mapping[str, int] = AS_THE_FORM_SAYS) -> Card:
    """The card of a check, built in or declared by the form, with the thresholds that the round sets."""
    builtin = BUILTIN.get(rule_id)
    if builtin is not None:
        return Card(
            rule_id,
            language.say(builtin.message),
            language.say(builtin.why),
            "",
            builtin.formula,
            severity=builtin.severity.value,
        )
    guard = GUARDS.get(rule_id)
    if guard is not None:
        return Card(rule_id, language.say(guard.demand), f"{language.say(guard.why)} {language.say(guard.kept)}", "")
    remark = REMARKS.get(rule_id)
    if remark is not None:
        return Card(
            rule_id, language.say(remark.demand), f"{language.say(remark.why)} {language.say(remark.done)}", "", severity="M"
        )
    comparison = form.comparisons.get(rule_id)
    if comparison is not None:
        label = language.say(comparison.label, context=f"{rule_id}.label")
        note = language.say(comparison.note, context=f"{rule_id}.note") if comparison.note else ""
        return Card(rule_id, label, note, comparison.reference, severity="M")
    rule = form.rules[rule_id]

    def said(english: str, part: str) -> str:
        values = _thresholds(english, form, language, parameters)
        text = language.say(english, context=f"{rule.family}.{part}")
        return text.format_map(_Partly(values)) if values else text

    return Card(
        rule_id,
        said(rule.message, "message"),
        said(rule.why, "why"),
        rule.reference,
        rule.check.source,
        rule.when.source if rule.when else "",
        rule.severity.value,
    )


def cards(form: Form, language: Language) -> tuple[Card, ...]:
    """The cards of all checks, those of a family once, in the order of their numbers."""
    families = {rule.family: rule.id for rule in form.rules.values()}
    return tuple(
        replace(card(families.get(name, name), form, language), rule=name)
        for name in sorted({*families, *BUILTIN, *GUARDS, *REMARKS, *form.comparisons})
    )


def _thresholds(english: str, form: Form, language: Language, parameters: Mapping[str, int]) -> dict[str, str]:
    names = quoted(english, form.parameters)
    return {name: language.number(*value) for name, value in values_of(names, form.parameters, parameters)}


def _shown(name: str, value: Shown, language: Language) -> str:
    if isinstance(value, tuple):
        return language.number(*value)
    if name == "reason":
        return language.say(REASONS[Reason(value)])
    if name == "needs":
        return language.say(NEEDS[value])
    if name == "misfit":
        return language.say(MISFITS[Misfit(value)])
    return value
