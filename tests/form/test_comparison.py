"""What changed from one edition to another is told in sentences, and what it means for answers."""

import pytest

from form.test_digests import STRUCTURE_ONLY
from readmission.form.comparison import ONLY_TEXTS, SAME, STRUCTURE, Comparison, compare_forms
from readmission.form.reader import read_form


def compared(files: dict[str, str], *changes: tuple[str, str, str]) -> Comparison:
    after = dict(files)
    for file, old, new in changes:
        assert old in after[file]
        after[file] = after[file].replace(old, new)
    before, now = (read_form({name: text.encode() for name, text in one.items()}) for one in (files, after))
    return compare_forms(before, now)


def sentences(comparison: Comparison) -> list[str]:
    return [f"{chapter.title} | {statement}" for chapter in comparison.chapters for statement in chapter.statements]


def test_the_same_form_has_not_changed(small: dict[str, str]) -> None:
    comparison = compared(small)
    assert (comparison.verdict, comparison.chapters) == (SAME, ())


NEW_TABLE = "tables:\n  T09: {label: More, shape: form, fields: {N: {type: count, label: How many}}}\n"
STRUCTURAL = {
    "an added table": ("tables.yaml", "tables:\n", NEW_TABLE, "Tables | Table T09 is new: “More”."),
    "an added field": (
        "tables.yaml", "      WHY:", "      NEW: {type: date, label: When}\n      WHY:",
        "Table B: Dossier | Field NEW is new: “When”.",
    ),
    "a removed field": (
        "tables.yaml", "      WHY: {type: text, label: Why?}\n", "", "Table B: Dossier | Field B.WHY is no longer there: “Why?”.",
    ),
    "a type": (
        "tables.yaml", "WHY: {type: text,", "WHY: {type: date,", "Table B: Dossier | Field B.WHY: the type changed from text to date.",
    ),
    "a unit": (
        "tables.yaml", "RD: {type: count,", "RD: {type: count, unit: persons,",
        "Table T01: Decisions | Field T01.RD: the unit is new: persons.",
    ),
    "a level": (
        "tables.yaml", "label: Men, level: extended", "label: Men",
        "Table T01: Decisions | Field T01.RD_M: the level changed from extended to core.",
    ),
    "a maximum": (
        "tables.yaml", "places: 1, label: Share,", "places: 1, label: Share, maximum: 99.5,",
        "Table T01: Decisions | Field T01.SHARE: the maximum is new: 99.5.",
    ),
    "a condition that went": (
        "tables.yaml", '        relevant: B_STAGE["REQ"].chosen\n', "",
        'Table B: Dossier | Field B.FREQ: the condition B_STAGE["REQ"].chosen is no longer there.',
    ),
    "a calculation": (
        "tables.yaml", "round(rate(RD_F, RD), 1)", "round(rate(RD_M, RD), 1)",
        "Table T01: Decisions | Field T01.SHARE: the calculation changed from round(rate(RD_F, RD), 1) to round(rate(RD_M, RD), 1).",
    ),
    "an order of fields": (
        "tables.yaml", "      title: {type: text, label: Title, max_length: 200}\n      begin: {type: date, label: From}\n",
        "      begin: {type: date, label: From}\n      title: {type: text, label: Title, max_length: 200}\n",
        "Table R1: Instruments | Table R1: the fields stand in another order.",
    ),
    "a code": (
        "codelists.yaml", "{REQ: requests,", "{NEW: novelties, REQ: requests,",
        "Code list CL_STAGE: Stage | Code CL_STAGE.NEW is new: “novelties”.",
    ),
    "a rank": (
        "codelists.yaml", "rank: 5", "rank: 4", "Code list CL_FREQ: How often | Code CL_FREQ.5: the rank changed from 5 to 4.",
    ),
    "a parameter": ("form.yaml", "value: 0.50", "value: 0.60", "Parameters | Parameter jump: the value changed from 0.50 to 0.60."),
    "a severity": ("rules.yaml", "severity: E", "severity: W", "Rules | Rule W02: the severity changed from E to W."),
    "a check": (
        "rules.yaml", "near(x, last(x), jump * last(x))", "near(x, last(x), jump)",
        "Rules | Rule Y01: the check changed from near(x, last(x), jump * last(x)) to near(x, last(x), jump).",
    ),
    "places": (
        "rules.yaml", "places: [RD, RD_M, RD_F]", "places: [RD]", "Rules | Rule W02: the places changed from RD, RD_M, RD_F to RD.",
    ),
    "the fields of a family": (
        "rules.yaml", "each: [RD_M, RD_F]", "each: [RD_F]", "Rules | Rule Y01: the fields changed from RD_M, RD_F to RD_F.",
    ),
    "an example": (
        "rules.yaml", "last T01[GN].x: 30", "last T01[GN].x: 40", "Rules | Rule Y01: the examples that fail were changed.",
    ),
    "an indicator": (
        "assessment.yaml", "numerator: RD_F", "numerator: RD_M",
        "Indicators | Indicator IND_f: the numerator changed from RD_F to RD_M.",
    ),
    "a class": (
        "assessment.yaml", "rating: FREQ", "rating: B.FREQ", "Class | Class CLASS: the rating changed from FREQ to B.FREQ.",
    ),
    "the edition": ("form.yaml", '"2025"', '"2026"', "The form | The form small: the edition changed from 2025 to 2026."),
    "a heading": (
        "form.yaml", "sections:\n", "sections:\n  S9: {label: Ninth}\n", "Headings | Heading S9 is new: “Ninth”.",
    ),
}  # fmt: skip
WORDED = {
    "a label": (
        "tables.yaml", "label: How often?", "label: How frequently?",
        "Table B: Dossier | Field B.FREQ: the label “How often?” is now “How frequently?”.",
    ),
    "a code's label": (
        "codelists.yaml", "GN: Guinea", "GN: Guinea (Conakry)",
        "Code list CL_COUNTRY: Country | Code CL_COUNTRY.GN: the label “Guinea” is now “Guinea (Conakry)”.",
    ),
    "guidance that went": (
        "form.yaml", ", guidance: Begin here.", "", "Headings | Heading S1: the guidance “Begin here.” is no longer there.",
    ),
    "a message": (
        "rules.yaml", "By sex {parts}", "The sexes give {parts}",
        "Rules | Rule W02: the message “By sex {parts}, in total {RD}.” is now “The sexes give {parts}, in total {RD}.”.",
    ),
    "a shown value": (
        "rules.yaml", "parts: RD_M + RD_F", "parts: RD_F + RD_M",
        "Rules | Rule W02: the value of {parts} “RD_M + RD_F” is now “RD_F + RD_M”.",
    ),
    "the title": (
        "form.yaml", "title: A small form", "title: A form", "The form | The form small: the title “A small form” is now “A form”.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", STRUCTURAL)
def test_a_change_of_structure_is_told(small: dict[str, str], case: str) -> None:
    file, old, new, sentence = STRUCTURAL[case]
    comparison = compared(small, (file, old, new))
    told = sentences(comparison)
    assert any(line == sentence.replace("Field NEW", "Field B.NEW") for line in told), told
    assert comparison.verdict == STRUCTURE


@pytest.mark.parametrize("case", STRUCTURE_ONLY)
def test_whatever_changes_the_structure_is_told(small: dict[str, str], case: str) -> None:
    file, old, new = STRUCTURE_ONLY[case]
    comparison = compared(small, (file, old, new))
    assert comparison.verdict == STRUCTURE
    assert sentences(comparison)


@pytest.mark.parametrize("case", WORDED)
def test_a_change_of_wording_is_quoted(small: dict[str, str], case: str) -> None:
    file, old, new, sentence = WORDED[case]
    comparison = compared(small, (file, old, new))
    assert sentences(comparison) == [sentence]
    assert comparison.verdict == ONLY_TEXTS


def test_a_renaming_that_the_edition_names_is_no_removal(small: dict[str, str]) -> None:
    after = dict(small)
    after["form.yaml"] = small["form.yaml"].replace('"2025"', '"2026"')
    after["tables.yaml"] = small["tables.yaml"].replace("WHY: {type: text, label: Why?}", "REASON: {type: text, label: Why so?}")
    after["migrations.yaml"] = (
        'migrations:\n  "2025":\n    changes:\n      - {change: renamed, source: B.WHY, target: B.REASON, why: Clearer.}\n'
    )
    before, now = (read_form({name: text.encode() for name, text in one.items()}) for one in (small, after))
    told = sentences(compare_forms(before, now))
    assert "Table B: Dossier | Field B.WHY is now called B.REASON." in told
    assert "Table B: Dossier | Field B.REASON: the label “Why?” is now “Why so?”." in told
    assert "The form | What is said about earlier editions was changed." in told
    assert not any("no longer there" in line for line in told)


def test_translations_are_told_apart(small: dict[str, str]) -> None:
    form = read_form({name: text.encode() for name, text in small.items()})
    comparison = compare_forms(form, form, {"de": b"a", "fr": b"a"}, {"de": b"b", "nl": b"a"})
    assert sentences(comparison) == [
        "Translations | The translation de was changed.",
        "Translations | The translation fr is no longer there.",
        "Translations | The translation nl is new.",
    ]
