"""Every statement of the Communication that the questionnaire answers to leads to a question, table, rule or figure that exists."""

import csv
import dataclasses

import pytest

from readmission import assets
from readmission.assessment.result import NoteKind
from readmission.checks.builtin import BUILTIN
from readmission.form.model import Form
from readmission.form.round import ScopeEntry

# Remarks of the assessment bear the number of the rule they stand for.
NOTES = {"M05": NoteKind.FEW_STATES, "M06": NoteKind.FAR_FROM_OTHERS, "M12": NoteKind.WEIGHTED_DIFFERS, "M13": NoteKind.ONE_STATE}
STATEMENTS = list(csv.DictReader((assets.forms() / "2025" / "trace.csv").read_text("utf-8").splitlines()))


def exists(name: str, form: Form) -> bool:
    kind, _colon, own = name.rpartition(":")
    if kind == "parameter":
        return own in form.parameters
    if kind == "scope":
        return own in {part.name for part in dataclasses.fields(ScopeEntry)}
    part, point, member = name.partition(".")
    if point:
        return (part in form.tables and member in form.tables[part].by_id) or (
            part in form.codelists and member in form.codelists[part].by_id
        )
    figures = {*form.indicators, *({form.classification.id} if form.classification else ())}
    rules = {rule.family for rule in form.rules.values()} | set(BUILTIN)
    return name in {*form.tables, *form.codelists, *figures, *rules, *NOTES}


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda statement: str(statement["statement"])[:50])
def test_a_statement_leads_to_what_exists(statement: dict[str, str], published: Form) -> None:
    names = statement["leads_to"].split()
    assert names
    assert [name for name in names if not exists(name, published)] == []


def test_a_name_that_does_not_exist_is_noticed(published: Form) -> None:
    assert not exists("B.B99_01", published)
    assert not exists("parameter:no_such", published)


def test_every_indicator_of_the_regulation_has_a_statement() -> None:
    named = " ".join(statement["statement"] for statement in STATEMENTS)
    assert all(f"indicator {letter}" in named for letter in ("a", "b", "c", "d i", "d ii", "d iii", "d iv"))
