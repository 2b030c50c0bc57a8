"""Every check has a card; a check that no form declares has a test that shows how it is kept."""

import re
from pathlib import Path

import pytest

from readmission.checks.builtin import BUILTIN
from readmission.checks.guards import GUARDS
from readmission.checks.wording import card, cards
from readmission.form.model import Form
from readmission.texts import Language

TESTS = Path(__file__).resolve().parents[1]

# The test that shows each check which the program keeps by itself.
SHOWN_BY = {
    "F01": "tasks/test_round.py::test_a_state_that_is_not_asked_gets_no_declaration",
    "F02": "tasks/test_round.py::test_a_country_outside_the_round_has_no_cells",
    "F05": "answers/test_facts.py",
    "F06": "checks/test_checker.py",
    "F13": "answers/test_facts.py",
    "F16": "bundle/attacks/test_attacks.py",
    "F18": "bundle/attacks/test_attacks.py",
    "C01": "checks/test_checker.py",
    "C03": "checks/test_checker.py",
    "C12": "checks/test_checker.py",
    "C13": "bundle/attacks/test_attacks.py",
    "E14": "statistics/test_extract.py",
    "M01": "bundle/attacks/test_attacks.py",
    "M02": "bundle/attacks/test_attacks.py",
    "M03": "assessment/test_merge.py",
    "M10": "assessment/test_merge.py",
}


def test_every_check_has_one_card(form: Form) -> None:
    found = [one.rule for one in cards(form, Language())]
    assert len(found) == len(set(found))
    assert {rule.family for rule in form.rules.values()} | set(BUILTIN) | set(GUARDS) == set(found)


def test_a_card_says_what_is_wanted_and_why(form: Form) -> None:
    for one in cards(form, Language()):
        assert one.message
        assert one.why


def test_no_number_is_both_declared_and_built_in(form: Form) -> None:
    declared = {rule.family for rule in form.rules.values()}
    assert not declared & (set(BUILTIN) | set(GUARDS))
    assert not set(BUILTIN) & set(GUARDS)


@pytest.mark.parametrize("guard", GUARDS)
def test_a_check_that_the_program_keeps_is_shown_by_a_test(guard: str, form: Form) -> None:
    file, _colons, name = SHOWN_BY[guard].partition("::")
    text = (TESTS / file).read_text("utf-8")
    assert re.search(rf"def {name or 'test_'}", text)
    assert card(guard, form, Language()).message
