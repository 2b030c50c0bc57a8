"""What the writer prints is read back as the same value, and looks as a person would have written it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readmission.form.problems import Problem
from readmission.form.yaml_text import Value, read_yaml
from readmission.form.yaml_writer import WIDTH, write_yaml

AWKWARD = st.sampled_from(
    ["", " ", "no", "012", "1:30", "~", "- a", "a: b", "a #b", "a:", ":a", "{x}", "[x]", "a, b", '"', "'", "\\", "--- a", "...",
     "a\nb", "\na", "a\n", " a\n  b", "a \nb", "\t", "é\xa0", "\u2028", "\x07", "\x85", "\ufeff", "x: |", ">-", "&a", "*a", "!a",
     "%a", "@a", "`a", "?", "? a", "<<", "T01[GN].RD", "=1", "-", "-a", "- ", "a - b", "word " * 60, "a" * 300, "😀"]
)  # fmt: skip
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | AWKWARD
NUMBERS = st.integers(-(10**16), 10**17) | st.decimals(-999, 999, places=3)
SCALARS = TEXTS | NUMBERS | st.booleans() | st.none()
VALUES = st.recursive(
    SCALARS, lambda parts: st.lists(parts, max_size=4) | st.dictionaries(TEXTS, parts, max_size=4), max_leaves=20
)


def read(data: bytes) -> Value:
    problems: list[Problem] = []
    found = read_yaml("form.yaml", data, problems)
    assert found is not None, problems
    assert not problems
    return found.value


@given(st.dictionaries(TEXTS, VALUES, min_size=1, max_size=4))
def test_what_is_written_is_read_back(value: dict[str, Value]) -> None:
    assert read(write_yaml(value, comment="One line\n\nand another")) == value


def test_it_reads_like_a_form() -> None:
    guidance = " ".join(["Cases are return decisions, returns or readmission requests."] * 3)
    value: dict[str, Value] = {
        "tables": {
            "T01": {
                "label": "Decisions: all",
                "by": {"country": "CL_COUNTRY"},
                "fields": {"RD": {"type": "count", "label": "Decisions"}, "B": {"guidance": guidance}},
            },
            "T02": {"label": "Norway", "codes": {"NO": "no case (0 to 4 %)", "5": "five"}, "value": Decimal("0.50")},
        },
        "rules": {"W01": {"places": ["RD", 'B["X"].chosen'], "passing": [{"T01[GN].RD": 3, "T01[ML].RD": 4}]}},
    }
    assert write_yaml(value, comment="A form.").decode() == (
        "# A form.\n\n"
        "tables:\n"
        "  T01:\n"
        '    label: "Decisions: all"\n'
        "    by: {country: CL_COUNTRY}\n"
        "    fields:\n"
        "      RD: {type: count, label: Decisions}\n"
        "      B:\n"
        "        guidance: >-\n"
        "          Cases are return decisions, returns or readmission requests. Cases are return decisions, returns or readmission\n"
        "          requests. Cases are return decisions, returns or readmission requests.\n\n"
        "  T02:\n"
        "    label: Norway\n"
        '    codes: {NO: no case (0 to 4 %), "5": five}\n'
        "    value: 0.50\n\n"
        "rules:\n"
        "  W01:\n"
        "    places: [RD, 'B[\"X\"].chosen']\n"
        "    passing:\n"
        "      - T01[GN].RD: 3\n"
        "        T01[ML].RD: 4\n"
    )


@pytest.mark.parametrize("text", ["word " * 100 + "end", "a" * 200])
def test_long_texts_are_folded(text: str) -> None:
    written = write_yaml({"a": {"b": text}}).decode()
    assert max(len(line) for line in written.splitlines() if " " in line.strip()) <= WIDTH
