"""What an author is told about a wrong expression: every mistake at its column, in one go."""

import sys
from typing import Final

import pytest

from oracle.vocabulary import NAMES
from readmission.form.expression.parse import ExpressionRefused, Problem, parse
from readmission.form.model import Dimension, DimensionKind, Field, FieldType, Shape, Table
from readmission.form.nodes import Compare, Kind

# The table an expression stands in and its text, with the column and sentence of every problem.
WRONG: Final[dict[tuple[str, str], list[tuple[int, str]]]] = {
    ("T", "RDX > 1"): [(1, "unknown name “RDX”; did you mean “RD”?")],
    ("T", "RD > 'a'"): [(6, "a number is set beside a text; a number has no quotation marks")],
    ("T", "RD > RD_M +"): [(12, "something is missing here")],
    ("T", "RD = 5"): [(4, "“=” does not compare; write “==”")],
    ("T", "(RD > 5"): [(1, "“(” is never closed")],
    ("T", "RD > 5)"): [(7, "“)” closes no bracket")],
    ("T", "RD] > 5"): [(3, "“]” closes no bracket")],
    ("T", "MED == 0.5"): [(1, "“==” is for whole numbers; write near(a, b, tolerance)")],
    ("T", "MED == FEE"): [(1, "“==” is for whole numbers; write near(a, b, tolerance)")],
    ("T", "RD / RD_M == 1"): [(1, "“==” is for whole numbers; write near(a, b, tolerance)")],
    ("T", "B.rating >= 2"): [(1, "a code of CL_QUAL cannot be compared with a number; write rank(x) for its rank")],
    ("T", "2 < B.trend"): [(1, "a code of CL_TREND cannot be compared with a number")],
    ("T", 'B.rating >= "DK"'): [(1, "“>=” needs ranks, which “DK” has not")],
    ("T", 'B.rating == "dk"'): [(13, "“dk” is not in code list CL_QUAL; did you mean “DK”?")],
    ("T", 'B.rating == "6"'): [(13, "“6” is not in code list CL_QUAL")],
    ("T", 'B.trend < "UP"'): [(1, "“<” needs ranks, which a code of CL_TREND has not")],
    ("T", "B.trend == B.rating"): [(1, "codes of CL_TREND and CL_QUAL cannot be compared")],
    ("T", 'B.since > "2025-01-01"'): [(11, 'a date is set beside a text; write date("2025-01-01")')],
    ("T", "B.since > 2025"): [(1, "a date cannot be compared with a number")],
    ("T", 'B.since > date("2025-02-30")'): [(16, 'a date is written date("2025-12-31")')],
    ("T", "B.since > date(2025)"): [(16, 'a date is written date("2025-12-31")')],
    ("T", "B.since - B.since > 3"): [(1, "“-” needs a number, this is a date"), (11, "“-” needs a number, this is a date")],
    ("T", 'B.remark > "a"'): [(1, "“>” cannot order texts")],
    ("T", "B.remark + 1 > 2"): [(1, "“+” needs a number, this is a text")],
    ("T", 'shown == "Y"'): [(10, "a condition is set beside a text; a yes/no field is a condition by itself: x or not x")],
    ("T", "shown == 1"): [(1, "a condition cannot be compared with a number")],
    ("T", "shown < shown"): [(1, "“<” cannot order conditions")],
    ("T", "not RD"): [(5, "“not” needs a condition, this is a number")],
    ("T", "RD and shown"): [(1, "“and” needs a condition, this is a number")],
    ("T", "RD if RD else 5"): [(7, "“if” needs a condition, this is a number")],
    ("T", '1 if shown else "a"'): [(17, "a number is set beside a text; a number has no quotation marks")],
    ("T", '"a" if shown else "b"'): [(1, "“if … else” cannot choose between texts")],
    ("T", "RD in (1, 2)"): [(1, "“in” is for codes, this is a number; compare with == and or")],
    ("T", 'B.rating in "1"'): [(13, 'after “in” stands a list of codes: ("A", "B") or ("A",)')],
    ("T", "B.rating in ()"): [(13, "this list of codes is empty")],
    ("T", 'B.rating in ("1", "7")'): [(19, "“7” is not in code list CL_QUAL")],
    ("T", 'B.rating in ("1", 2)'): [(19, "a code in quotation marks is needed here")],
    ("T", '1 < RD in ("1",)'): [(1, "“in” stands alone in a comparison")],
    ("T", "S.n > 3"): [
        (1, '“S.n” has several values here, one for each stage; use sum(), any() or all(), or one code: S["…"].n')
    ],
    ("T", 'S["CH", "SC"].n > 3'): [(3, "S[…] takes stage, not 2 codes")],
    ("T", 'S["XX"].n > 3'): [(3, "“XX” is not in code list CL_STAGE")],
    ("T", "S[stage].n > 3"): [(3, "a code of CL_STAGE in quotation marks is needed here")],
    ("T", 'S["CH"].nn > 3'): [(1, "S has no field “nn”; did you mean “n”?")],
    ("T", 'S["CH"] > 3'): [(1, 'a field follows the code: TABLE["code"].FIELD')],
    ("T", 'T["CH"].RD > 3'): [(3, "T has no codes")],
    ("T", "Q.RD > 1"): [(1, "there is no table “Q”")],
    ("T", "T > 1"): [(1, "“T” is a table; a field of it is written T.FIELD")],
    ("T", "n > 3"): [(1, "T has no field “n”; did you mean “S.n”?")],
    ("T", "B.rating.x > 1"): [(1, "a point stands between a table and its field only")],
    ("T", "(RD + 1).x > 1"): [(1, "a point stands between a table and its field only")],
    ("T", "sum(RD)"): [(1, "there is one row of T here, so sum() has nothing to run over")],
    ("T", "sum(S.n, S.n)"): [(1, "sum() runs over rows; for the values of one row write a + b")],
    ("T", "min(RD, RD_M)"): [(1, "min() runs over rows; for the values of one row write least(a, b)")],
    ("T", 'sum(S.n, missing="skip", when=shown)'): [(26, "sum() takes no when=; did you mean “where”?")],
    ("T", 'sum(S.n, missing="zero")'): [(18, "missing= can only be 'skip'")],
    ("T", 'count(S.chosen, missing="skip")'): [(17, "missing= is for sum, min, max, mean, not for count()")],
    ("T", "count(S.n)"): [(7, "count() needs a condition, this is a number; write given(x) to count what is given")],
    ("T", "count()"): [(1, "it is written count(TABLE), count(condition) or count(where=condition)")],
    ("T", "any(S.n)"): [(5, "any() needs a condition, this is a number")],
    ("T", "mean(S.score)"): [(6, "mean() needs a number, this is a code of CL_QUAL; write rank(x) for its rank")],
    ("T", "max(S.score)"): [(5, "max() needs numbers or dates, this is a code of CL_QUAL; write rank(x)")],
    ("T", "sum(sum(L.amount))"): [(5, "sum() inside of sum(): make the inner one a calculated field")],
    ("T", "sum(S.n, where=L.used)"): [(1, "S and L have no rows in common to run over")],
    ("T", 'sum(S.n, where=stage == "XX")'): [(25, "“XX” is not in code list CL_STAGE")],
    ("T", "sum(S.n, where=n > 3)"): [(16, "T has no field “n”; did you mean “S.n”?")],
    ("T", "count(5 > 3)"): [(1, "count() names no table to run over; write TABLE.FIELD")],
    ("T", "sum(5)"): [(1, "sum() names no table to run over; write TABLE.FIELD")],
    ("T", "min(x for x in (RD, RD_M))"): [(1, "“for” stands in number(), sum(), any() and all() only, not in min()")],
    ("T", "sum(x for x in (RD, B.remark))"): [(5, "sum() needs a number, this is a text"), (5, "… with x = B.remark")],
    ("T", "number(x > 1 for x in (RD, B.remark))"): [(8, "a text cannot be compared with a number"), (8, "… with x = B.remark")],
    ("T", "number(x > 1 for x in RD)"): [(23, 'after “in” stands (A, B) or fields("A_*")')],
    ("T", 'number(x > 1 for x in fields("RD"))'): [(30, 'the beginning of names and a star are needed here: fields("RD_*")')],
    ("T", 'number(x > 1 for x in fields("XY_*"))'): [(30, "no field of T begins with “XY_”")],
    ("T", 'number(x > 1 for x in fields("Q.RD_*"))'): [(30, "there is no table “Q”")],
    ("T", "number(RD > 1 for RD in (RD_M, RD_F))"): [(19, "“RD” already means something else here")],
    ("T", "number(x > 1 for x in (RD, RD_M) if x > 2)"): [
        (7, "it is written (… for x in (A, B)), with one “for” and without “if”")
    ],
    ("T", "number(x > 1 for x in (RD,) for y in (RD,))"): [
        (7, "it is written (… for x in (A, B)), with one “for” and without “if”")
    ],
    ("T", "number(all(y > x for y in (RD, RD_M)) for x in (RD,)) > 1"): [
        (8, "“for” inside of “for” is not part of the language"),
        (8, "… with x = T.RD"),
    ],
    ("T", "number()"): [(1, "nothing is counted; it is written number(x > 0 for x in (A, B)) or number(a > 0, b > 0)")],
    ("T", "number(RD)"): [(8, "number() needs a condition, this is a number")],
    ("T", "abs(x > 1 for x in (RD,))"): [(1, "“for” stands in number(), sum(), any() and all() only; this is written abs(x)")],
    ("T", "given()"): [(1, "0 values are given, but it is written given(x)")],
    ("T", "given(RD, RD_M)"): [(1, "2 values are given, but it is written given(x)")],
    ("T", "given(shown and shown)"): [(7, "given() asks about a field, a number or a date")],
    ("T", "given(RD, where=shown)"): [(11, "given(x) takes no where=; “==” compares")],
    ("T", "missing(RD + 1)"): [(9, "missing() asks about a field, not about something computed")],
    ("T", 'missing(RD, "XX")'): [(13, "“XX” is no reason; there are NC, NA, CONF, PEND, DK, TECH")],
    ("T", "missing(RD, reason)"): [(13, "a reason in quotation marks is needed here; there are NC, NA, CONF, PEND, DK, TECH")],
    ("T", 'flagged(RD, "b")'): [(13, "“b” is no flag; there are B, C, D, E, P, R, U")],
    ("T", "flagged(RD)"): [(1, '1 value is given, but it is written flagged(x, "B")')],
    ("T", "near(RD, 5)"): [(1, "2 values are given, but it is written near(a, b, tolerance)")],
    ("T", "abs(shown)"): [(5, "abs() needs a number, this is a condition")],
    ("T", "abs(B.rating)"): [(5, "abs() needs a number, this is a code of CL_QUAL; write rank(x) for its rank")],
    ("T", "least(RD)"): [(1, "1 value is given, but it is written least(a, b, …)")],
    ("T", "least(RD, B.rating)"): [(11, "least() needs numbers, or dates, this is a code of CL_QUAL")],
    ("T", "coalesce(RD, B.since)"): [(14, "coalesce() needs values of one kind, not a number and a date")],
    ("T", "coalesce(shown, shown)"): [(1, "coalesce() is not for conditions; an undecided one is neither x nor not x")],
    ("T", 'coalesce(B.rating, "7") == "1"'): [(20, "“7” is not in code list CL_QUAL")],
    ("T", "round(RD, RD)"): [(11, "the decimal places of round() are a number from 0 to 9")],
    ("T", "round(RD, 10)"): [(11, "the decimal places of round() are a number from 0 to 9")],
    ("T", "multiple(RD / 3, 5)"): [(10, "multiple() needs exact numbers, this is a ratio")],
    ("T", "rank(B.trend) > 1"): [(6, "a code of CL_TREND has no rank")],
    ("T", "rank(RD) > 1"): [(6, "rank() needs a code, this is a number")],
    ("T", "year(RD) > 2000"): [(6, "year() needs a date, this is a number")],
    ("T", 'length("abc") > 1'): [(8, "length() needs a text field, this is a text")],
    ("T", "length(RD) > 1"): [(8, "length() needs a text field, this is a number")],
    ("T", 'matches(B.remark, "(a+)+")'): [(20, "in this pattern: a repetition inside of a repetition")],
    ("T", "matches(B.remark, B.remark)"): [(19, "a pattern in quotation marks is needed here")],
    ("T", 'matches(B.remark, "a{1,999}")'): [(21, "in this pattern: a repetition is written {2}, {2,} or {2,5}, up to 200")],
    ("T", 'matches(B.remark, "(a)\\1")'): [(23, "in this pattern: a reference back is not allowed")],
    ("T", 'matches(B.remark, "^a")'): [(20, "in this pattern: “^” is not needed: a pattern always describes the whole text")],
    ("T", "same(B.remark, RD)"): [(16, "same() compares texts, this is a number; write ==")],
    ("T", "same(RD, RD)"): [(6, "same() compares texts, this is a number; write ==")],
    ("T", "last(5) > 1"): [(6, "nothing in here has a last year")],
    ("T", "last(last(RD)) > 1"): [(6, "last() inside of last(): only one year back is known")],
    ("T", "last(E.E_RD) > 1"): [(6, "E holds reference figures, of which there is no last year")],
    ("T", "last(RD, RD_M) > 1"): [(1, "2 values are given, but it is written last(x)")],
    ("T", "summ(S.n) > 1"): [(1, "there is no function “summ”; did you mean “sum”?")],
    ("T", 'fields("RD_*")'): [(1, "fields() stands after “for x in” only")],
    ("T", "T.given(RD)"): [(1, "only a function of the table can be called")],
    ("T", "(RD, RD_M)"): [(1, "a list stands after “in” only")],
    ("T", "[RD]"): [(1, "a list is written with round brackets, after “in” only")],
    ("T", "RD if shown"): [(1, "cannot be understood at “RD”")],
    ("T", "RD > 1 # often"): [(8, "“#” is not part of the language; a remark stands outside the expression")],
    ("T", "RD ** 2 > 1"): [(4, "“**” is not part of the language")],
    ("T", "RD // 2 > 1"): [(4, "“//” is not part of the language; write round(a / b, 0)")],
    ("T", "RD % 5 == 0"): [(4, "“%” is not part of the language; write multiple(x, n) or rate(part, whole)")],
    ("T", "RD > 1 & RD > 2"): [(8, "“&” is not part of the language; write “and”")],
    ("T", "RD is 5"): [(4, "“is” is not part of the language; write “==”")],
    ("T", "RD == None"): [(7, "“None” is not part of the language; write given(x) or missing(x)")],
    ("T", "lambda: RD"): [(1, "“lambda” is not part of the language"), (7, "“:” is not part of the language outside a text")],
    ("T", "RD > 1_000"): [(6, "“1_000” is not a number; numbers are written like 12 or 0.5")],
    ("T", "RD > 1e3"): [(6, "“1e3” is not a number; numbers are written like 12 or 0.5")],
    ("T", "RD > .5"): [(6, "“.5” is not a number; numbers are written like 12 or 0.5")],
    ("T", "RD > 5."): [(6, "“5.” is not a number; numbers are written like 12 or 0.5")],
    ("T", "RD > 0x10"): [(6, "“0x10” is not a number; numbers are written like 12 or 0.5")],
    ("T", "RD > 007"): [(6, "“007” is not a number; numbers are written like 12 or 0.5")],
    ("T", "RD > 0.1234567890"): [(6, "“0.1234567890” has more than 9 decimal places")],
    ("T", "RD > 9007199254740993"): [(6, "“9007199254740993” is too large; numbers are exact up to 2 to the power of 53")],
    ("T", "RD > 99999999999999999999999999999999"): [
        (6, "“999999999999999999999999999999” is too large; numbers are exact up to 2 to the power of 53")
    ],
    ("T", "RD * 0.123456789 * 0.5 > 1"): [(1, "this product has 10 decimal places; at most 9 are possible")],
    ("T", 'f"{RD}" == "a"'): [(1, "“f” directly before a text has no meaning here")],
    ("T", 'B.remark == "a" "b"'): [(17, "two texts side by side")],
    ("T", 'B.remark == "abc'): [(13, "this text has no closing quotation mark")],
    ("T", "_RD > 1"): [(1, "“_RD” is no name; names begin with a letter")],
    ("T", "__class__"): [(1, "“__class__” is no name; names begin with a letter")],
    ("T", "RD.__class__"): [(4, "“__class__” is no name; names begin with a letter")],
    ("T", "ＲＤ > 1"): [(1, "“ＲＤ” is not part of the language outside a text")],
    ("T", "RD > 1 and RＤ > 2"): [(13, "“Ｄ” is not part of the language outside a text")],
    ("T", "+RD > 1"): [(1, "a sign “+” is not needed")],
    ("T", "RD > true"): [(6, "unknown name “true”; did you mean “True”?")],
    ("T", "RD != RD := 5"): [(10, "“:=” is not part of the language")],
    ("T", "reporting_yaer > 2024"): [(1, "unknown name “reporting_yaer”; did you mean “reporting_year”?")],
    ("T", 'country == "FR"'): [(12, "“FR” is not in code list CL_GEO")],
    ("T", 'stage == "CH"'): [(1, "unknown name “stage”")],
    ("T", "*RD"): [(1, "cannot be understood at “*”")],
    ("T", "given(*RD)"): [(1, "“*” before a value is not part of the language")],
    ("T", "given(**RD)"): [(7, "“**” is not part of the language")],
    ("T", "swing == 0.5"): [(1, "“==” is for whole numbers; write near(a, b, tolerance)")],
    ("T", 'RDX > 1 and RD > "a" or MED == 1 or S.n > B.ratin'): [
        (1, "unknown name “RDX”; did you mean “RD”?"),
        (18, "a number is set beside a text; a number has no quotation marks"),
        (25, "“==” is for whole numbers; write near(a, b, tolerance)"),
        (37, '“S.n” has several values here, one for each stage; use sum(), any() or all(), or one code: S["…"].n'),
        (43, "B has no field “ratin”; did you mean “rating”?"),
    ],
    ("L", "row == 'r1'"): [(1, "“row” tells the rows of a list apart and is no code")],
    ("S", 'S["CH"].n > n and stag == "CH"'): [(19, "unknown name “stag”; did you mean “stage”?")],
    ("N", "T.RD > total"): [(1, "“T.RD” has several values here, one for each country; use sum(), any() or all()")],
    ("N", 'sum(S["CH"].n) == RD'): [(19, "N has no field “RD”; did you mean “T.RD”?")],
    ("T", " "): [(1, "the expression is empty")],
    ("T", "RD > 1;"): [(7, "“;” is not part of the language outside a text")],
    ("T", "(((((((((((((((((((((((((((((((((((((((((RD)))))))))))))))))))))))))))))))))))))))))"): [
        (41, "brackets are nested more than 40 deep")
    ],
    ("T", "sum(S.n, where=S.chosen, where=S.chosen)"): [(10, "where= stands here twice"), (26, "where= stands here twice")],
    ("T", "given(RD = 5)"): [(1, "0 values are given, but it is written given(x)"), (7, "given(x) takes no RD=; “==” compares")],
    ("T", 'B.remark == "\ud800"'): [(13, "this text has half a character in it")],
    ("T", "a\x00b"): [(2, "“U+0000” is not part of the language outside a text")],
    ("T", "sum(S.nn)"): [(5, "S has no field “nn”; did you mean “n”?")],
    ("T", "sum() > 1"): [(1, "it is written sum(TABLE.FIELD), with where= if needed")],
    ("T", "count(S.n + S.chosen)"): [(13, "“+” needs a number, this is a condition")],
    ("T", "number(shown, where=shown)"): [(15, "number() takes no where=")],
    ("T", "any(shown for x in (RD,), where=shown)"): [(5, "cannot be understood at “shown”")],
    ("T", "any((shown for x in (RD,)), where=shown)"): [(1, "any(… for x in …) takes nothing else")],
    ("T", "number(x > 1 for x in (RD + 1, 5, RDX))"): [
        (24, "a field is needed here"),
        (32, "a field is needed here"),
        (35, "unknown name “RDX”; did you mean “RD”?"),
    ],
    ("T", "missing(RD + shown)"): [(14, "“+” needs a number, this is a condition")],
    ("T", "least(RDX, shown)"): [(7, "unknown name “RDX”; did you mean “RD”?")],
    ("T", "coalesce(RDX, shown)"): [(10, "unknown name “RDX”; did you mean “RD”?")],
    ("T", "multiple(RDX, 5)"): [(10, "unknown name “RDX”; did you mean “RD”?")],
    ("T", "RDX in ('A',)"): [(1, "unknown name “RDX”; did you mean “RD”?")],
    ("T", "1 << 2"): [(1, "this operator is not part of the language")],
    ("T", ""): [(1, "the expression is empty")],
    ("T", " \n "): [(1, "the expression is empty")],
    ("T", "RD >\n  RDX"): [(8, "unknown name “RDX”; did you mean “RD”?")],
    ("T", "RD " + " " * 2000): [(1, "the expression has 2003 characters; at most 2000 are read")],
    ("T", "(" * 41 + "RD" + ")" * 41): [(41, "brackets are nested more than 40 deep")],
    ("T", "RD" + " + RD" * 40): [(1, "the expression is nested more than 40 deep")],
    ("T", "RD>1" + " or RD>1" * 100): [(1, "the expression has more than 300 parts")],
    ("T", "(shown == " * 20 + "shown" + ")" * 20): [(1, "written out, the expression has more than 5000 parts")],
}


def problems(source: str, table: str = "T", want: Kind | None = None, member: str = "") -> list[tuple[int, str]]:
    with pytest.raises(ExpressionRefused) as refused:
        parse(source, table=table, names=NAMES, want=want, member=member)
    return [(problem.column, problem.text) for problem in refused.value.problems]


@pytest.mark.parametrize(("table", "source"), WRONG, ids=[f"{source[:50]!a} in {table}" for table, source in WRONG])
def test_a_wrong_expression_is_told_at_its_columns(table: str, source: str) -> None:
    assert problems(source, table) == WRONG[table, source]


def test_a_condition_where_a_number_is_wanted_is_told() -> None:
    assert problems("RD > 1", want=Kind.NUMBER) == [(1, "a number is needed here, this is a condition")]
    assert problems("RD + 1", want=Kind.TRUTH) == [(1, "a condition is needed here, this is a number")]
    assert problems("RD / 2", want=Kind.DATE) == [(1, "a date is needed here, this is a ratio")]
    assert problems('"a"', want=Kind.CODE) == [(1, "a code is needed here, this is a text")]


def test_a_name_for_a_family_must_be_one_of_its_fields() -> None:
    assert problems("x > 1") == [(1, "unknown name “x”")]
    assert problems("x > 1", member="RDX") == [(1, "“RDX”, for which “x” stands, is no field")]
    assert problems("number(x > 1 for x in (RD,)) > 0", member="RD_M") == [(18, "“x” already means something else here")]
    assert problems("x > 1", member="S.n") == [
        (1, '“S.n” has several values here, one for each stage; use sum(), any() or all(), or one code: S["…"].n')
    ]


def test_a_name_that_is_both_a_field_and_a_parameter_is_told() -> None:
    clashing = NAMES.of(NAMES.codelists, NAMES.tables, {**NAMES.parameters, "RD": NAMES.parameters["swing"]})
    with pytest.raises(ExpressionRefused) as refused:
        parse("RD > 1 and RD_M > RD", table="T", names=clashing, want=None)
    sentence = "“RD” is both a field of T and a parameter; one of them needs another name"
    assert refused.value.problems == (Problem(1, sentence), Problem(19, sentence))


def test_a_family_of_more_than_a_hundred_fields_is_refused() -> None:
    fields = tuple(Field(f"Z{index}", FieldType.COUNT, "") for index in range(101))
    wide = NAMES.of(NAMES.codelists, [Table("W", "", Shape.FORM, (), fields)], {})
    with pytest.raises(ExpressionRefused) as refused:
        parse('number(x > 1 for x in fields("Z*"))', table="W", names=wide, want=None)
    assert refused.value.problems == (Problem(30, "101 fields of W begin with “Z”; at most 100 are possible"),)


def test_countries_without_a_list_have_codes_of_two_letters() -> None:
    countries = Dimension("country", DimensionKind.COUNTRY)
    names = NAMES.of({}, [Table("W", "", Shape.FORM, (countries,), (Field("n", FieldType.COUNT, ""),))], {})
    assert isinstance(parse('country == "GN"', table="W", names=names, want=Kind.TRUTH).root, Compare)
    with pytest.raises(ExpressionRefused) as refused:
        parse('country in ("gn", "GN")', table="W", names=names, want=None)
    assert refused.value.problems == (Problem(13, "“gn” is not a country code"),)


def test_a_tower_that_the_parser_itself_gives_up_is_refused() -> None:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(500)
    try:
        found = problems("-" * 1998 + "1")
    finally:
        sys.setrecursionlimit(before)
    # From Python 3.12 on the parser's own limit is not that of the interpreter, and the language's limit is met first.
    assert found in ([(1, "the expression is nested too deeply")], [(1, "the expression is nested more than 40 deep")])


def test_the_refusal_says_every_problem_in_order() -> None:
    with pytest.raises(ExpressionRefused) as refused:
        parse("RDX > FEX", table="T", names=NAMES, want=None)
    assert str(refused.value) == (
        "FO-10 The expression cannot be used: column 1: unknown name “RDX”; did you mean “RD”?; column 7: unknown name “FEX”; "
        "did you mean “FEE”?. Nothing was changed. Correct the columns named above and try again."
    )
