"""Reading a form as a whole: what becomes of families, defaults, folders and of files that nobody wrote on purpose."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readmission.form.model import Form, Mark, RuleSeverity
from readmission.form.problems import FormRefused, Problem
from readmission.form.reader import form_files, read_form


def encoded(files: dict[str, str]) -> dict[str, bytes]:
    return {name: text.encode() for name, text in files.items()}


@pytest.fixture
def form(small: dict[str, str]) -> Form:
    return read_form(encoded(small))


def test_a_rule_for_a_family_becomes_one_rule_a_field(form: Form) -> None:
    rule = form.rules["Y01.RD_F"]
    assert rule.family == "Y01"
    assert rule.marks == (Mark("T01", "RD_F"),)
    assert rule.failing[0].cells == (("T01[GN].RD_F", "3"),)
    assert rule.failing[0].last == (("T01[GN].RD_F", "30"),)
    assert [name for name, _expression in rule.shown] == ["x"]


def test_a_rule_for_no_family_is_its_own(form: Form) -> None:
    assert form.rules["W02"].family == "W02"


def test_a_family_can_be_a_beginning_of_names(small: dict[str, str]) -> None:
    small["rules.yaml"] = small["rules.yaml"].replace("each: [RD_M, RD_F]", "each: ['RD_*', RD_M]")
    assert [name for name in read_form(encoded(small)).rules if name.startswith("Y01")] == ["Y01.RD_M", "Y01.RD_F"]


def test_a_rule_without_places_points_at_what_its_check_reads_in_its_row(small: dict[str, str]) -> None:
    small["rules.yaml"] = small["rules.yaml"].replace("    places: [RD, RD_M, RD_F]\n", "")
    assert [mark.field for mark in read_form(encoded(small)).rules["W02"].marks] == ["RD", "RD_M", "RD_F"]


def test_a_message_shows_fields_of_the_row_and_what_show_adds(form: Form) -> None:
    assert {name: expression.source for name, expression in form.rules["W02"].shown} == {"RD": "RD", "parts": "RD_M + RD_F"}


def test_only_a_warning_is_settled_by_a_reason(form: Form) -> None:
    assert {rule.severity: rule.settled_by for rule in form.rules.values()} == {
        RuleSeverity.ERROR: "",
        RuleSeverity.WARNING: "CL_CMT",
    }


def test_a_parameter_is_a_scaled_integer_with_the_decimals_that_are_written(form: Form) -> None:
    assert (form.parameters["jump"].value, form.parameters["jump"].places) == (50, 2)


def test_a_form_of_one_file_is_the_same_form(small: dict[str, str], form: Form) -> None:
    whole = read_form({"form.yaml": "".join(small.values()).encode()})
    assert (whole.structure, whole.texts) == (form.structure, form.texts)


def test_a_folder_gives_its_yaml_and_translations_and_nothing_else(tmp_path: Path) -> None:
    for name in ("form.yaml", "tables/T01.yaml", "texts/fr.po", "README.md", "texts/notes.txt", "old.yml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    assert form_files(tmp_path) == {name: name.encode() for name in ("form.yaml", "old.yml", "tables/T01.yaml", "texts/fr.po")}


def test_a_file_with_another_ending_is_refused_rather_than_left_out(small: dict[str, str]) -> None:
    with pytest.raises(FormRefused, match=r"old\.yml: This file is no part of a form"):
        read_form({**encoded(small), "old.yml": b""})


def test_too_many_files_are_refused(small: dict[str, str]) -> None:
    with pytest.raises(FormRefused, match="at most 500 files"):
        read_form({**encoded(small), **{f"{number}.yaml": b"" for number in range(500)}})


def test_the_error_tells_everything_in_one_text(small: dict[str, str]) -> None:
    small["form.yaml"] = small["form.yaml"].replace("title:", "titel:")
    with pytest.raises(FormRefused) as refused:
        read_form(encoded(small))
    assert str(refused.value) == (
        "FO-01 The form cannot be used; there are mistakes in it (2):\n"
        "form.yaml, line 1, column 1: “title” is missing.\n"
        "form.yaml, line 4, column 3: “titel” is not known here; did you mean “title”?\n"
        " Nothing was changed. Correct the places named above and try again."
    )


def refusal(files: dict[str, bytes]) -> tuple[Problem, ...] | None:
    try:
        read_form(files)
    except FormRefused as refused:
        return refused.problems
    return None


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_a_spoiled_form_is_read_or_refused_and_never_breaks_the_reader(data: st.DataObject, small: dict[str, str]) -> None:
    name = data.draw(st.sampled_from(sorted(small)))
    text = small[name]
    start = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 12))
    piece = data.draw(
        st.sampled_from(["", " ", "\n", ":", "x", '"', "[", "]", "{}", "-", "T01", "RD", "0", "1.5", "last(", "rows", "null"])
    )
    assert refusal(encoded({**small, name: text[:start] + piece + text[start + length :]})) != ()
