"""Every check has a card; a check that no form declares has a test that shows how it is kept."""

import re
from pathlib import Path

import pytest

from readmission.checks.builtin import BUILTIN
from readmission.checks.guards import GUARDS
from readmission.checks.remarks import REMARKS
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
    "E11": "assessment/test_scope.py::test_a_country_that_rounding_could_move_is_always_said_to_be_borderline",
    "E17": "form/test_published.py::test_detections_carry_their_notice_and_are_compared_with_nothing",
    "Y12": "tasks/test_carry_over.py::test_every_answer_of_last_year_has_a_line",
    "M04": "assessment/test_result.py::test_the_result_says_which_states_are_missing_and_what_is_to_follow",
    "M05": "assessment/test_classes.py::test_few_states_with_requests_are_said",
    "M06": "assessment/test_notes.py::test_a_state_far_from_the_others_is_named",
    "M11": "assessment/test_circulation.py::test_a_small_number_takes_the_next_smallest_with_it",
    "M12": "assessment/test_classes.py::test_the_weighted_class_stands_beside_and_a_difference_is_said",
    "M13": "assessment/test_classes.py::test_one_state_with_most_of_the_requests_is_said",
    "M14": "assessment/test_circulation.py::test_the_number_of_a_reserved_dossier_is_nowhere_in_the_shared_result",
}


def test_every_check_has_one_card(form: Form) -> None:
    found = [one.rule for one in cards(form, Language())]
    assert len(found) == len(set(found))
    assert {rule.family for rule in form.rules.values()} | {*BUILTIN, *GUARDS, *REMARKS, *form.comparisons} == set(found)


def test_a_card_says_what_is_wanted_and_why(form: Form) -> None:
    for one in cards(form, Language()):
        assert one.message
        assert one.why


def test_no_number_is_both_declared_and_built_in(form: Form) -> None:
    declared = {rule.family for rule in form.rules.values()}
    assert len(declared) + len(BUILTIN) + len(GUARDS) + len(REMARKS) == len({*declared, *BUILTIN, *GUARDS, *REMARKS})


@pytest.mark.parametrize("guard", [*GUARDS, *REMARKS])
def test_a_check_that_the_program_keeps_is_shown_by_a_test(guard: str, form: Form) -> None:
    file, _colons, name = SHOWN_BY[guard].partition("::")
    text = (TESTS / file).read_text("utf-8")
    assert re.search(rf"def {name or 'test_'}", text)
    assert card(guard, form, Language()).message
