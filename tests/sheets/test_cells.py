"""What stands in a cell comes back as it was, whatever a workbook can or cannot hold."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readmission.form.yaml_text import MAX_DIGITS
from readmission.sheets.cells import MAX_CHARACTERS, NotThisKind, cell_text, meant, text_of_cell, written
from readmission.sheets.form_workbook import read_form_workbook
from readmission.sheets.layout import Kind
from readmission.sheets.problems import TextTooLong
from readmission.sheets.write import write_form_workbook

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")) | st.from_regex(
    r"(_x[0-9A-F]{4}_|_)*", fullmatch=True
)


@given(TEXTS)
def test_a_text_comes_back(text: str) -> None:
    assert text_of_cell(cell_text(text)) == text


@settings(max_examples=15, deadline=None)
@given(st.lists(TEXTS.map(lambda text: f"({text})"[:200]), min_size=6, max_size=6))
def test_texts_come_back_through_a_workbook_and_yaml(texts: list[str]) -> None:
    whole = whole_of(*texts)
    form, _files = read_form_workbook(write_form_workbook(whole, [], {}))
    found = [form.title, form.proposal, form.codelists["S"].note, form.codelists["S"].codes[0].label, form.tables["T"].label]
    assert [*found, form.tables["T"].by_id["F"].guidance] == texts


def whole_of(title: str, proposal: str, note: str, code: str, table: str, guidance: str) -> dict[str, Any]:
    lists = {name: {"label": name, "codes": {"A": {"label": code}}} for name in ("C", "S", "W")}
    lists["S"]["note"] = note
    head = {"id": "x", "edition": "1", "title": title, "countries": "C", "states": "S", "settled_by": "W", "proposal": proposal}
    fields = {"F": {"type": "text", "label": "F", "guidance": guidance}}
    return {"form": head, "codelists": lists, "tables": {"T": {"label": table, "shape": "form", "fields": fields}}}


def test_what_excel_writes_for_a_pasted_line_break_is_one() -> None:
    assert text_of_cell("a_x000D_\nb\r\nc") == "a\nb\nc"


def test_a_text_that_no_cell_holds_is_refused() -> None:
    with pytest.raises(TextTooLong):
        cell_text("a" * (MAX_CHARACTERS + 1))


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("CL_X", Kind.NAME),
        (12, Kind.NUMBER),
        (Decimal("0.50"), Kind.NUMBER),
        (True, Kind.TRUTH),
        (False, Kind.TRUTH),
        (["RD", 'B_X["REQ", "A"].chosen'], Kind.LIST),
        ({"country": "CL_COUNTRY", "row": "rows"}, Kind.PAIRS),
        (" as it\n stands ", Kind.TEXT),
    ],
)
def test_a_value_comes_back(value: object, kind: Kind) -> None:
    again = meant(written(value, kind), kind)
    assert again == value
    assert str(again) == str(value)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1,5", Kind.NUMBER),
        ("1e3", Kind.NUMBER),
        ("9" * (MAX_DIGITS + 1), Kind.NUMBER),
        ("perhaps", Kind.TRUTH),
        ("country", Kind.PAIRS),
        ("a: b\na: c", Kind.PAIRS),
    ],
)
def test_what_is_not_of_its_kind_is_refused(text: str, kind: Kind) -> None:
    with pytest.raises(NotThisKind):
        meant(text, kind)
