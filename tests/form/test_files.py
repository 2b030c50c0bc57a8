"""A form as one whole, and laid out in files again."""

import pytest

from readmission.form.files import form_layout, whole_form
from readmission.form.problems import FormRefused
from readmission.form.reader import read_form


def encoded(files: dict[str, str]) -> dict[str, bytes]:
    return {name: text.encode() for name, text in files.items()}


def test_other_files_say_the_same_form(small: dict[str, str]) -> None:
    files = form_layout(whole_form(encoded(small)))
    one, other = read_form(encoded(small)), read_form(files)
    assert (one.structure, one.texts) == (other.structure, other.texts)
    assert (list(one.tables), list(one.rules)) == (list(other.tables), list(other.rules))


def test_files_are_named_by_what_they_hold(small: dict[str, str]) -> None:
    files = form_layout(whole_form(encoded(small)))
    expected = ["form.yaml", "codelists.yaml", "assessment.yaml", "tables/001-T.yaml", "tables/002-B.yaml", "tables/003-R.yaml"]
    assert list(files) == [*expected, "rules/W.yaml", "rules/Y.yaml"]
    assert files["rules/Y.yaml"].startswith(b"# yaml-language-server: $schema=../../schema/form.schema.json\n#\n# Checks")


def test_an_order_that_changes_too_often_for_files_stands_in_one(small: dict[str, str]) -> None:
    names = [f"{letter}{number}" for number in range(30) for letter in "BA"]
    tables = "tables:\n" + "\n".join(
        f"  {name}: {{label: Table, shape: form, fields: {{F: {{type: text, label: Text}}}}}}" for name in names
    )
    whole = whole_form({"form.yaml": small["form.yaml"].encode(), "tables.yaml": tables.encode()})
    assert [name for name in form_layout(whole) if name.startswith("tables/")] == ["tables/all.yaml"]
    assert list(whole_form(form_layout(whole))["tables"]) == names


def test_files_that_cannot_be_read_are_refused(small: dict[str, str]) -> None:
    with pytest.raises(FormRefused):
        whole_form(encoded({**small, "tables.yaml": "tables: 3"}))
