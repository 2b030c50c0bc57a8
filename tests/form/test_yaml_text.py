"""The small part of YAML that forms are written in."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readmission.form.problems import Problem
from readmission.form.yaml_text import MAX_DEPTH, MAX_DIGITS, MAX_FILE_BYTES, MAX_VALUES, YamlText, read_yaml


def read(text: str | bytes) -> YamlText:
    problems: list[Problem] = []
    found = read_yaml("a.yaml", text if isinstance(text, bytes) else text.encode(), problems)
    assert problems == []
    assert found is not None
    return found


def problems_of(text: str | bytes) -> list[str]:
    problems: list[Problem] = []
    read_yaml("a.yaml", text if isinstance(text, bytes) else text.encode(), problems)
    return [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("True", "True"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-7", -7),
        ("012", "012"),
        ("+2", "+2"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("1e3", "1e3"),
        (".5", ".5"),
        ("5.", "5."),
        ("0.50", Decimal("0.50")),
        ("2025-01-01", "2025-01-01"),
        (".inf", ".inf"),
        ('"5"', "5"),
        ("'true'", "true"),
        ("٣", "٣"),
    ],
)
def test_an_unquoted_value_is_what_the_page_says(written: str, meant: object) -> None:
    value = read(f"a: {written}\n").value
    assert isinstance(value, dict)
    assert (type(value["a"]), value["a"]) == (type(meant), meant)


def test_a_decimal_keeps_the_places_it_is_written_with() -> None:
    assert str(read("0.50").value) == "0.50"


def test_keys_are_always_text() -> None:
    assert read("{NO: 1, no: 2, 5: 3, 0x10: 4, true: 5, ~: 6, 1.50: 7}").value == {
        "NO": 1,
        "no": 2,
        "5": 3,
        "0x10": 4,
        "true": 5,
        "~": 6,
        "1.50": 7,
    }


def test_an_empty_file_says_nothing() -> None:
    assert read("").value is None
    assert read("# only a comment\n").value is None


def test_windows_line_ends_make_no_difference() -> None:
    assert read("a: |\r\n  one\r\n  two\r\nb: 2\r\n").value == read("a: |\n  one\n  two\nb: 2\n").value


LIMITS = {
    "a file that is too large": (b"#" * (MAX_FILE_BYTES + 1), "a.yaml: The file is larger than 1,000,000 bytes."),
    "no UTF-8": (b"a: 1\nb: \xff\n", "a.yaml, line 2, column 4: The file is not UTF-8 text."),
    "UTF-16": ("a: 1\n".encode("utf-16"), "a.yaml, line 1, column 1: The file is not UTF-8 text."),
    "a byte order mark": ("\ufeffa: 1\n".encode(), "a.yaml, line 1, column 1: The character U+FEFF is not allowed here."),
    "a lonely carriage return": (b"a: 1\rb: 2\n", "a.yaml, line 1, column 5: The character U+000D is not allowed here."),
    "a line separator": ("a: x\u2028y\n".encode(), "a.yaml, line 1, column 5: The character U+2028 is not allowed here."),
    "a number without end": (
        b"a: " + b"9" * (MAX_DIGITS + 1) + b"\n",
        "a.yaml, line 1, column 4: The number has more than 18 digits.",
    ),
    "brackets without end": (
        b"[" * 50 + b"]" * 50,
        f"a.yaml, line 1, column {MAX_DEPTH + 2}: Lists and names are nested more than 20 deep.",
    ),
    "more values than any form has": (
        b"[" + b"1," * MAX_VALUES + b"1]",
        "a.yaml, line 1, column 200000: The file holds more than 100,000 values.",
    ),
}


@pytest.mark.parametrize(("text", "problem"), LIMITS.values(), ids=LIMITS)
def test_a_file_beyond_the_limits_is_refused(text: bytes, problem: str) -> None:
    assert problems_of(text) == [problem]


STYLES = {
    "plain": ("a: one + two\n", 6, 1, 10),
    "double quotes": ('a: "one + two"\n', 6, 1, 11),
    "an escaped quote": ('a: "x[\\"R\\"] + two"\n', 9, 1, 16),
    "single quotes with a doubled one": ("a: 'it''s + two'\n", 7, 1, 13),
    "folded lines": ("a: >-\n  one\n  + two\n", 6, 3, 5),
    "literal lines": ("a: |\n  one\n\n  two\n", 5, 4, 3),
    "plain over two lines": ("a: one\n  + two\n", 6, 2, 5),
    "the end": ("a: one\n", 3, 1, 7),
    "a blank within": ("a: one two\n", 3, 1, 6),
}


@pytest.mark.parametrize(("text", "offset", "line", "column"), STYLES.values(), ids=STYLES)
def test_a_character_of_a_text_is_found_in_the_file(text: str, offset: int, line: int, column: int) -> None:
    problem = read(text).problem_within(("a",), offset, "here")
    assert (problem.line, problem.column) == (line, column)


@given(st.text(alphabet=st.sampled_from("ab5:-#'\"[]{}|>&*!%@`, \n.\t"), max_size=40))
def test_no_text_makes_the_reader_fail_otherwise(text: str) -> None:
    problems: list[Problem] = []
    found = read_yaml("a.yaml", text.encode(), problems)
    assert (found is None) <= bool(problems)


@given(st.binary(max_size=60))
def test_no_bytes_make_the_reader_fail_otherwise(data: bytes) -> None:
    problems: list[Problem] = []
    assert read_yaml("a.yaml", data, problems) is not None or problems
