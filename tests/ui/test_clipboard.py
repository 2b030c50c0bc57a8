"""Blocks travel between spreadsheets and back."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readmission.ui.tables.clipboard import fitted, read_block, write_block

CELLS = st.text(st.characters(exclude_characters="\r", exclude_categories=("Cs", "Cc")) | st.sampled_from('\t\n"'), max_size=8)


def test_a_block_as_excel_copies_it() -> None:
    assert read_block("1\t2\r\n3\t4\r\n") == [["1", "2"], ["3", "4"]]


def test_a_cell_in_quotes_holds_tabs_and_line_ends() -> None:
    assert read_block('"two\nlines"\t"a ""quote"""\n') == [["two\nlines", 'a "quote"']]


def test_short_lines_are_filled_up() -> None:
    assert read_block("1\t2\n3\n") == [["1", "2"], ["3", ""]]


def test_nothing_on_the_clipboard_is_no_block() -> None:
    assert read_block("") == []


def test_one_cell_fills_a_selection() -> None:
    assert fitted([["7"]], 2, 3) == [["7", "7", "7"], ["7", "7", "7"]]


def test_a_block_that_does_not_fit_evenly_stays_as_it_is() -> None:
    assert fitted([["1"], ["2"]], 3, 1) == [["1"], ["2"]]


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+A1", "-A1*2", " =1+1", '=HYPERLINK("x")'])
def test_no_copied_text_is_a_formula_of_a_spreadsheet(text: str) -> None:
    (line,) = csv.reader([write_block([[text]])], dialect="excel-tab")
    assert line == [f"'{text}"]


@pytest.mark.parametrize("text", ["-5", "+12", "1 234,5", "-1.234", "NC", "a = b", "'quoted'"])
def test_copied_numbers_and_plain_texts_are_as_they_were(text: str) -> None:
    assert write_block([[text]]) == f"{text}\n"


@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=4)))
def test_what_is_copied_is_what_is_pasted(block: list[list[str]]) -> None:
    assert read_block(write_block(block)) == block
