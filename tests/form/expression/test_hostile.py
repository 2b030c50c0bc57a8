"""Whatever is written, reading it ends soon and raises nothing but ExpressionRefused."""

import threading
import warnings
from typing import Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from oracle.vocabulary import NAMES
from readmission.form.expression.parse import ExpressionRefused, Problem, parse
from readmission.form.expression.size import MAX_PARTS, tree_size
from readmission.form.nodes import COUNT, TRUTH, Both, Constant

ATTACKS: Final = (
    "__import__('os').system('true')",
    "().__class__.__bases__[0].__subclasses__()",
    "RD.__class__",
    "(lambda: RD)()",
    "[x for x in (1, 2)]",
    "{x for x in (1, 2)}",
    "{1: 2}",
    "{1, 2}",
    "(x for x in (RD,))",
    "number(x > 1 async for x in (RD,))",
    "number((y := x) > 1 for x in (RD,))",
    "(RD := 5)",
    "f'{RD}'",
    "rf'{RD}'",
    "b'RD' == B.remark",
    "B.remark == u'a'",
    "'%s' % RD",
    "RD ** RD ** RD",
    "9 ** 9 ** 9 ** 9",
    "10**10**10 > RD",
    "1 << 99999",
    "~RD",
    "RD @ RD",
    "RD % 0",
    "9" * 1990,
    "1e999999",
    "0x" + "f" * 1900,
    "1j",
    "1_0",
    "0b1",
    "0o7",
    "(" * 900 + "RD" + ")" * 900,
    "[" * 900 + "]" * 900,
    "(" * 1999,
    ")" * 1999,
    "-" * 1998 + "1",
    "+" * 1998 + "1",
    "~" * 1998 + "1",
    "not " * 499 + "RD",
    "RD" + "+RD" * 660,
    "RD" + "<RD" * 660,
    "RD" + ".x" * 900,
    "RD" + "()" * 900,
    "RD" + "[0]" * 600,
    "1 if shown else " * 120 + "1",
    "abs(" * 400 + "RD" + ")" * 400,
    "(" + "(shown==" * 38 + "shown" + ")" * 38 + ")",
    "last(" + "(True==" * 36 + "True" + ")" * 36 + ")",
    "1<=number(" * 12 + "shown" + ")<=2" * 12,
    "number(number(x>y for y in fields('RD*'))>1 for x in fields('RD*'))",
    "sum(sum(sum(S.n)))",
    "any(" * 20 + "S.chosen" + ")" * 20,
    "matches(B.remark, '" + "a{200}" * 30 + "')",
    "matches(B.remark, '((a*)*)*')",
    "matches(B.remark, '(?i)a')",
    "matches(B.remark, '" + "(" * 150 + "')",
    "matches(B.remark, '[')",
    "matches(B.remark, '\\')",
    "B.remark == '''a'''",
    "RD > 1 # comment",
    "RD > 1\n\n\nand",
    "RD > 1; import os",
    "RD > 1 \\\n and shown",
    "\x00",
    "\ufeffRD > 1",
    "RD\u00a0> 1",
    "ＲＤ > 1",
    "ℝD > 1",
    "RD > １",
    "\ud800",
    "'\ud800' == B.remark",
    "\u202eRD > 1",
    "yield RD",
    "await RD",
    "None",
    "...",
    "*RD",
    "**RD",
    "given(*(RD,))",
    "given(**{})",
    "print(RD)",
    "eval('RD')",
    "T.RD.RD",
    "S[...].n > 1",
    "S[0:1].n > 1",
    "S['CH'",
    "sum(S.n, where=where)",
    "sum(S.n, **{})",
    "x" * 2001,
    "RD " * 100_000,
)


# What looks like an attack and is none: the depth is allowed, a pattern never goes back, a text has no escapes.
HARMLESS: Final = (
    "-(" * 38 + "RD" + ")" * 38,
    "matches(B.remark, '" + "a?" * 60 + "')",
    "B.remark == '\\'",
)


def refused(source: str, member: str = "") -> bool:
    problems: tuple[Problem, ...] = ()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            expression = parse(source, table="T", names=NAMES, want=None, member=member)
        except ExpressionRefused as refusal:
            problems = refusal.problems
    assert all(problem.column >= 1 and problem.text for problem in problems)
    assert problems or tree_size(expression.root) <= MAX_PARTS
    return bool(problems)


@pytest.mark.parametrize("attack", ATTACKS, ids=[ascii(attack[:30]) for attack in ATTACKS])
def test_an_attack_is_refused(attack: str) -> None:
    assert refused(attack)


@pytest.mark.parametrize("source", HARMLESS, ids=[ascii(source[:30]) for source in HARMLESS])
def test_what_only_looks_like_an_attack_is_read(source: str) -> None:
    assert not refused(source)


def test_all_attacks_end_in_a_thread_with_little_room() -> None:
    # A window reads expressions outside of the main thread, whose stack is larger.
    seen: list[bool] = []
    before = threading.stack_size(1024 * 1024)
    try:
        thread = threading.Thread(target=lambda: seen.extend(refused(attack) for attack in ATTACKS))
        thread.start()
        thread.join(timeout=50)
    finally:
        threading.stack_size(before)
    assert len(seen) == len(ATTACKS)


def test_a_shared_part_is_counted_each_time_it_stands_in_the_tree() -> None:
    node: Both | Constant = Constant(TRUTH, value=True)
    for _ in range(60):
        node = Both((node, node))
    assert tree_size(node) == 2**61 - 1
    assert tree_size(Constant(COUNT, 1)) == 1


PIECES: Final = (
    *("RD", "RD_M", "MED", "shown", "T.RD", "S.n", 'S["CH"].n', "B.rating", "B.remark", "B.since", "L", "stage", "country", "x"),
    *("0", "1", "0.5", '"1"', "'CH'", '"a b"', "swing", "reporting_year", "True"),
    *("(", ")", "[", "]", ",", ".", "=", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "**", ":="),
    *("and", "or", "not", "in", "if", "else", "for", "where=", "missing='skip'", "lambda", "is", "None"),
    *(
        "given(",
        "missing(",
        "flagged(",
        "near(",
        "abs(",
        "last(",
        "sum(",
        "count(",
        "any(",
        "number(",
        "round(",
        "matches(",
        "fields('RD_*')",
    ),
)


@settings(max_examples=1500, deadline=None)
@given(st.text(max_size=60))
@example("é")
@example("0" * 20)
def test_random_text_raises_nothing_else(text: str) -> None:
    refused(text)


@settings(max_examples=3000, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join), st.sampled_from(["", "RD"]))
def test_random_pieces_of_the_language_raise_nothing_else(text: str, member: str) -> None:
    refused(text, member)
