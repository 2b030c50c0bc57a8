"""What changes the digest of the structure, what the digest of the texts, and what neither."""

import pytest

from readmission.form.digests import one_line
from readmission.form.model import Form
from readmission.form.reader import read_form


def form(files: dict[str, str], file: str = "", old: str = "", new: str = "") -> Form:
    assert old in files.get(file, "")
    changed = {**files, file: files.get(file, "").replace(old, new, 1)} if file else files
    return read_form({name: text.encode() for name, text in changed.items()})


def digests(form_: Form) -> tuple[str, str]:
    return form_.structure, form_.texts


NEITHER = {
    "a comment": ("form.yaml", "form:\n", "# A note.\nform:\n"),
    "quotes": ("form.yaml", "title: A small form", 'title: "A small form"'),
    "another style of mapping": ("codelists.yaml", "codes: {OK: checked}", "codes:\n      OK:\n        label: checked"),
    "the lines of an expression": ("rules.yaml", "check: RD == RD_M + RD_F", "check: >-\n      RD ==\n      RD_M + RD_F"),
    "the order of properties": ("tables.yaml", "{type: text, label: Why?}", "{label: Why?, type: text}"),
    "a default that is written out": ("tables.yaml", "RD: {type: count,", "RD: {type: count, level: core,"),
}
TEXTS_ONLY = {
    "a label": ("tables.yaml", "label: Decisions\n", "label: Return decisions\n"),
    "guidance": ("form.yaml", "guidance: Begin here.", "guidance: Begin with this."),
    "a code's label": ("codelists.yaml", "5: {label: always", "5: {label: each time"),
    "a message": ("rules.yaml", "By sex {parts}", "The sexes give {parts}"),
    "a message that names another field": ("rules.yaml", "in total {RD}", "in total {RD}, men {RD_M}"),
    "a value that only a message names": ("rules.yaml", "parts: RD_M + RD_F", "parts: RD_F + RD_M"),
    "a reason": ("rules.yaml", "why: A jump is explained.", "why: A jump needs a reason."),
    "a reference": ("rules.yaml", "reference: Invented", "reference: Found"),
    "the title": ("form.yaml", "title: A small form", "title: A short form"),
    "a new translation": ("texts/fr.po", "", 'msgctxt "S1.label"\nmsgid "First section"\nmsgstr "Première section"\n'),
}
STRUCTURE_ONLY = {
    "a check": ("rules.yaml", "check: RD == RD_M + RD_F", "check: RD >= RD_M + RD_F"),
    "a condition": ("rules.yaml", "and last(x) > 0", "and last(x) > 1"),
    "a severity": ("rules.yaml", "severity: W", "severity: I"),
    "a type": ("tables.yaml", "WHY: {type: text", "WHY: {type: date"),
    "a level": ("tables.yaml", "WHY: {type: text", "WHY: {type: text, level: extended"),
    "a rank": ("codelists.yaml", "rank: 5", "rank: 4"),
    "a threshold": ("form.yaml", "value: 0.50", "value: 0.60"),
    "the decimals of a threshold": ("form.yaml", "value: 0.50", "value: 0.5"),
    "the places of a finding": ("rules.yaml", "places: [RD, RD_M, RD_F]", "places: [RD]"),
    "an indicator": ("assessment.yaml", "numerator: RD_F", "numerator: RD_M"),
    "a maximum": ("tables.yaml", "RD: {type: count", "RD: {type: count, maximum: 10"),
}


@pytest.mark.parametrize("change", NEITHER.values(), ids=NEITHER)
def test_layout_changes_no_digest(change: tuple[str, str, str], small: dict[str, str]) -> None:
    assert digests(form(small, *change)) == digests(form(small))


@pytest.mark.parametrize("change", TEXTS_ONLY.values(), ids=TEXTS_ONLY)
def test_a_better_text_changes_the_texts_only(change: tuple[str, str, str], small: dict[str, str]) -> None:
    before, after = form(small), form(small, *change)
    assert after.structure == before.structure
    assert after.texts != before.texts


@pytest.mark.parametrize("change", STRUCTURE_ONLY.values(), ids=STRUCTURE_ONLY)
def test_another_meaning_changes_the_structure(change: tuple[str, str, str], small: dict[str, str]) -> None:
    before, after = form(small), form(small, *change)
    assert after.structure != before.structure
    assert after.texts == before.texts


def test_files_can_be_split_and_renamed(small: dict[str, str]) -> None:
    moved = {"form.yaml": small["form.yaml"], "one/codes.yaml": small["codelists.yaml"], "two/b.yaml": small["rules.yaml"]}
    moved |= {"two/a.yaml": small["tables.yaml"], "z.yaml": small["assessment.yaml"]}
    assert digests(form(moved)) == digests(form(small))


def test_a_blank_within_a_text_of_an_expression_counts() -> None:
    assert one_line('matches(x,\n   "a  b")') == 'matches(x, "a  b")'


def test_the_digests_are_whole_and_different(small: dict[str, str]) -> None:
    structure, texts = digests(form(small))
    assert len(structure) == len(texts) == 128
    assert structure != texts
