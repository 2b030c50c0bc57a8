"""Patterns of texts: the same answers as Python's own regular expressions, without their cost."""

import re
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readmission.form.expression.pattern import NoPattern, read_pattern

MAIL: Final = r"[^@\s]+@[^@\s]+\.[^@\s.]+"

REFUSED: Final = {
    "(a+)+": (0, "a repetition inside of a repetition"),
    "(a|b*){2}": (0, "a repetition inside of a repetition"),
    "x((a)?b)*": (1, "a repetition inside of a repetition"),
    "a**": (2, "“*” follows another repetition"),
    "a+?": (2, "“?” follows another repetition"),
    "a{2}{3}": (4, "“{” follows another repetition"),
    "*a": (0, "nothing is repeated by “*”"),
    "a|+": (2, "nothing is repeated by “+”"),
    "{2}": (0, "nothing is repeated by “{”"),
    r"(a)\1": (3, "a reference back is not allowed"),
    r"\b": (0, r"“\b” is not allowed"),
    r"\x41": (0, r"“\x” is not allowed"),
    "(?:a)": (0, "“(?” is not allowed"),
    "(?=a)": (0, "“(?” is not allowed"),
    "(a": (0, "this group is never closed"),
    "a)": (1, "“)” closes no group"),
    "[a": (0, "“[” is never closed"),
    "[]": (0, "an empty class of letters"),
    "[z-a]": (1, "a range of letters goes upwards from one letter to another"),
    r"[\d-z]": (1, "a range of letters goes upwards from one letter to another"),
    "[[a]": (1, r"“[” inside of a class is written “\[”"),
    "^a": (0, "“^” is not needed: a pattern always describes the whole text"),
    "a$": (1, "“$” is not needed: a pattern always describes the whole text"),
    "a]": (1, "“]” closes nothing"),
    "a{": (1, "a repetition is written {2}, {2,} or {2,5}, up to 200"),
    "a{,2}": (1, "a repetition is written {2}, {2,} or {2,5}, up to 200"),
    "a{2,201}": (1, "a repetition is written {2}, {2,} or {2,5}, up to 200"),
    "a{3,2}": (1, "a repetition counts upwards"),
    "\\": (1, "it ends too early"),
    "a" * 201: (0, "it has more than 200 characters"),
    "(a)" * 21: (60, "more than 20 groups"),
    "a{200}" * 5: (0, "it becomes too large; repeat less"),
}


@pytest.mark.parametrize("text", REFUSED)
def test_a_pattern_outside_of_the_allowed_part_is_refused(text: str) -> None:
    with pytest.raises(NoPattern) as refused:
        read_pattern(text)
    assert (refused.value.position, refused.value.why) == REFUSED[text]


FITS: Final = {
    (MAIL, "a.b@c.example"): True,
    (MAIL, "a b@c.example"): False,
    (MAIL, "a@b"): False,
    ("", ""): True,
    ("", "a"): False,
    ("a|", ""): True,
    (r"\d{4}-\d{2}", "2025-12"): True,
    (r"\d{4}-\d{2}", "٢٠٢٥-12"): False,
    (".*", "two\nlines"): False,
    (r"[^a]*", "two\nlines"): True,
    (r"\.\\\[", ".\\["): True,
    ("[a-]+", "a-a"): True,
    ("[-a]+", "a-a"): True,
    (r"[\w.]+", "a.b_1"): True,
    (r"\W\S\D", "-ab"): True,
    (r"[^\D]", "5"): True,
    ("a{2,}", "a"): False,
    ("a{2,}", "aaaaa"): True,
    ("a{0}b", "b"): True,
}


@pytest.mark.parametrize(("pattern", "text"), FITS)
def test_a_text_fits_or_does_not(pattern: str, text: str) -> None:
    assert read_pattern(pattern).fits(text) is FITS[pattern, text]


def test_a_text_that_makes_other_machines_go_back_is_read_once() -> None:
    # Python's own module needs 2^30 steps for the first of these.
    assert not read_pattern("a?" * 30 + "a" * 29 + "b").fits("a" * 30)
    assert not read_pattern("a*a*a*a*a*a*b").fits("a" * 3000)


def test_a_long_series_of_texts_does_not_fill_the_memory() -> None:
    pattern = read_pattern("[^a]*")
    assert all(pattern.fits(chr(code)) for code in range(1000, 5000))
    assert len(pattern._steps) <= 2000


ATOMS: Final = st.sampled_from(
    ["a", "b", "c", ".", "[ab]", "[^a]", "[a-c1]", r"\d", r"\w", r"\s", r"\.", "(ab|c)", "(a|b|)", "é"]
)
PATTERNS: Final = st.lists(
    st.tuples(ATOMS, st.sampled_from(["", "", "?", "*", "+", "{2}", "{1,}", "{0,2}"])).map("".join), min_size=0, max_size=5
).map("".join)


@settings(max_examples=1500, deadline=None)
@given(st.lists(PATTERNS, min_size=1, max_size=3).map("|".join), st.text(alphabet="abc1 .é\n", max_size=8))
def test_a_pattern_fits_exactly_where_the_standard_module_says(pattern: str, text: str) -> None:
    assert read_pattern(pattern).fits(text) is (re.fullmatch(pattern, text, re.ASCII) is not None)
