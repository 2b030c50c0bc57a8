from collections.abc import Callable
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readmission.answers.attachment import Attachment
from readmission.answers.changes import Answers, AttachmentChange, Changes, Edit, RowChange
from readmission.answers.finding import Finding, Severity
from readmission.answers.model import BLANK, Cell, Place, Reason
from readmission.checks import wording
from readmission.checks.builtin import BUILTIN
from readmission.checks.checker import Checker
from readmission.checks.counting import Counters
from readmission.checks.owed import country_of, questions
from readmission.engine.program import Engine
from readmission.form.model import AttachmentKind, Form
from readmission.form.round import Round
from readmission.texts import Language


def enter(checker: Checker, answers: Answers, **cells: Cell) -> set[str]:
    """Enter cells named `T01__RD` in Guinea's row; the rules of the findings that were added."""
    edits = []
    for name, cell in cells.items():
        table, field = name.split("__")
        place = Place(table, ("GN",) if table not in {"A", "T14"} else (), field)
        edits.append(Edit(place, answers.cell(place), cell))
    return {finding.rule for finding in checker.apply(Changes(tuple(edits))).added}


def rules(findings: tuple[Finding, ...]) -> set[str]:
    return {finding.rule for finding in findings}


BAD_CELLS: dict[str, tuple[str, Cell]] = {
    "F03": ("T01__RD", Cell(typed="4.1oo")),
    "F07": ("R1__in_force", Cell(typed="soon")),
    "F08": ("T01__RD", Cell(value=99_999_999)),
    "F09": ("B__B12_01", Cell(value="7")),
    "F10": ("A__A1_02", Cell(value="x" * 201)),
    "F14": ("T01__RD", Cell(reason=Reason.DO_NOT_KNOW, flags="E")),
    "C05": ("T01__RD", Cell(reason=Reason.PENDING)),
}


@pytest.mark.parametrize("rule", [rule for rule in BAD_CELLS if rule != "F07"])
def test_a_cell_that_is_wrong_by_itself_is_found_and_the_finding_goes_with_its_correction(checker: Checker, rule: str) -> None:
    name, cell = BAD_CELLS[rule]
    answers = checker.session.answers
    assert rule in enter(checker, answers, **{name: cell})
    table, field = name.split("__")
    place = Place(table, ("GN",) if table != "A" else (), field)
    gone = checker.apply(Changes((Edit(place, cell, BLANK),)))
    assert rule in rules(gone.removed)


def test_a_date_that_cannot_be_read_is_found_in_a_row_of_a_list(checker: Checker) -> None:
    key = ("GN", "a1")
    status, in_force = Place("R1", key, "status"), Place("R1", key, "in_force")
    cell = Cell(typed="soon")
    changes = Changes((Edit(status, BLANK, Cell(value="INF")), Edit(in_force, BLANK, cell)), (RowChange("R1", key, added=True),))
    assert "F07" in rules(checker.apply(changes).added)


def attached(**parts: object) -> Attachment:
    """A PDF of 2 MB at the one question that takes files; `parts` is what is otherwise."""
    place = Place("B", ("GN",), "B14_04")
    passing = {"place": place, "sha512": "ab" * 64, "name": "letter.pdf", "kind": AttachmentKind.PDF, "size": 2_000_000}
    return Attachment(**passing | parts)  # type: ignore[arg-type]  # each case names parts of an attachment


PASSING = {
    "as the question takes it": [attached()],
    "of the largest size": [attached(size=10_000_000)],
    "five at one answer": [attached(sha512=digit * 128) for digit in "12345"],
    "as large together as permitted": [attached(sha512=digit * 128, size=10_000_000) for digit in "12345"],
    "at a question that is not asked": [attached(place=Place("B", ("ML",), "B14_04"), size=10_000_001)],
}
FAILING = {
    "larger by a byte": [attached(size=10_000_001)],
    "a sixth at one answer": [attached(sha512=digit * 128, size=1) for digit in "123456"],
    "at a question that takes none": [attached(place=Place("B", ("GN",), "B12_07"))],
    "larger together": [
        *(attached(sha512=digit * 128, size=10_000_000) for digit in "12345"),
        attached(sha512="6" * 128, place=Place("B", ("PK",), "B14_04"), size=1),
    ],
}


@pytest.mark.parametrize("files", [*PASSING, *FAILING])
def test_attached_files_are_of_a_kind_and_a_size_that_the_question_takes(checker: Checker, files: str) -> None:
    answers = checker.session.answers
    asked = {Place("B", (country,), "B0_01"): Cell("Y") for country in ("GN", "PK")}
    asked |= {Place("B", (country,), "B14_01"): Cell("Y") for country in ("GN", "PK")}
    checker.apply(Changes(tuple(Edit(place, answers.cell(place), cell) for place, cell in asked.items())))
    step = Changes(attachments=tuple(AttachmentChange(None, one) for one in (PASSING | FAILING)[files]))
    added = checker.apply(step).added
    assert [finding.rule for finding in added] == ["F17"] * (files in FAILING)
    assert checker.apply(step.inverse()).removed == added


def test_every_built_in_check_has_a_test_and_a_card(form: Form) -> None:
    assert {*BAD_CELLS, "C02", "C04", "F17"} == set(BUILTIN)
    for rule in (*BUILTIN, *form.rules):
        card = wording.card(rule, form, Language())
        assert card.message
        assert card.why


def test_completeness_speaks_only_when_asked(checker: Checker) -> None:
    enter(checker, checker.session.answers, B__B0_01=Cell(value="Y"))
    assert not {"C02", "C04"} & rules(checker.findings())
    owed = checker.all_findings()
    assert {"C02", "C04"} <= rules(owed)
    assert all(finding.severity is Severity.ERROR for finding in owed if finding.rule in {"C02", "C04"})


def test_a_country_without_cases_owes_its_first_question_only(checker: Checker) -> None:
    before = checker.counting.counters("GN")
    enter(checker, checker.session.answers, B__B0_01=Cell(value="N"))
    after = checker.counting.counters("GN")
    assert before.core_owed == 1
    assert (after.core_owed, after.core_answered) == (1, 1)
    enter(checker, checker.session.answers, B__B0_01=Cell(value="Y"))
    assert checker.counting.counters("GN").core_owed >= 10


@pytest.mark.parametrize("country", ["", "GN"])
def test_the_general_part_and_each_country_have_their_own_questions(checker: Checker, form: Form, country: str) -> None:
    enter(checker, checker.session.answers, B__B0_01=Cell(value="Y"))
    places = [question.place for question in questions(checker.session, form, country)]
    assert {country_of(form.tables[place.table], place.key) for place in places} == {country}
    assert len(places) == len(set(places))


def test_a_choice_is_one_question_however_many_options_it_has(checker: Checker) -> None:
    answers = checker.session.answers
    enter(checker, answers, B__B0_01=Cell(value="Y"))
    before = checker.counting.counters("GN")
    places = [Place("B0_02", ("GN", stage), "chosen") for stage in ("INT", "MIS", "TR")]
    checker.apply(Changes(tuple(Edit(place, BLANK, Cell(value="Y")) for place in places)))
    assert checker.counting.counters("GN").core_answered - before.core_answered == 1


def test_a_finding_whose_figures_change_is_removed_and_added(checker: Checker) -> None:
    answers = checker.session.answers
    enter(checker, answers, T01__RD=Cell(value=432), T01__RD_PERS=Cell(value=440))
    changed = checker.apply(Changes((Edit(Place("T01", ("GN",), "RD_PERS"), Cell(value=440), Cell(value=450)),)))
    assert "W04" in rules(changed.added)
    assert "W04" in rules(changed.removed)
    (finding,) = [finding for finding in changed.added if finding.rule == "W04"]
    assert dict(finding.values)["RD_PERS"] == (450, 0)


def test_a_message_says_its_numbers_in_the_users_language(checker: Checker, form: Form) -> None:
    enter(checker, checker.session.answers, T01__RD=Cell(value=1432), T01__RD_PERS=Cell(value=4440))
    (finding,) = [finding for finding in checker.findings() if finding.rule == "W04"]
    assert "4,440" in wording.message(finding, form, Language("en"))
    assert "4.440" in wording.message(finding, form, Language("de"))
    assert wording.explanation(finding, Language("en")) == "4,440 > 1,432"
    assert wording.explanation(finding, Language("de")) == "4.440 > 1.432"


def test_a_message_has_a_dash_where_a_figure_is_not_applicable(checker: Checker, form: Form) -> None:
    void = Cell(reason=Reason.NOT_APPLICABLE)
    enter(checker, checker.session.answers, T02__RET_TOT=void, T02__RET_OMS=Cell(value=12), T02__RET_TC=Cell(value=1234))
    (finding,) = [finding for finding in checker.findings() if finding.rule == "W10"]
    assert wording.message(finding, form, Language("en")) == "– returns less 12 to Member States are -12, not 1,234."


CELLS = st.sampled_from(
    [
        BLANK,
        Cell(value=0),
        Cell(value=5),
        Cell(value=432),
        Cell(reason=Reason.NOT_APPLICABLE),
        Cell(typed="x"),
        Cell(reason=Reason.PENDING),
    ]
)
FIELDS = st.sampled_from(["RD", "RD_PERS", "RD_M", "RD_F", "RD_X", "RD_UNKS"])
# What decides which questions of many tables are asked, in a country and in all of them.
DECIDING = st.tuples(
    st.sampled_from([("B", "B0_01"), ("B", "B12_01"), ("B", "B14_01"), ("A", "A1_02")]),
    st.sampled_from([BLANK, Cell(value="Y"), Cell(value="N"), Cell(reason=Reason.DO_NOT_KNOW), Cell(value="x" * 201)]),
)
STEPS = st.one_of(st.tuples(FIELDS.map(lambda field: ("T01", field)), CELLS), DECIDING)


@given(st.lists(st.tuples(st.sampled_from(["GN", "ML"]), STEPS), max_size=12))
def test_findings_kept_edit_by_edit_equal_findings_made_anew(
    form: Form, round_: Round, engine: Engine, steps: list[tuple[str, tuple[tuple[str, str], Cell]]]
) -> None:
    answers = Answers.empty()
    checker = Checker(form, round_, engine.open(answers))
    known: set[Finding] = set(checker.findings())
    for country, ((table, field), cell) in steps:
        place = Place(table, (country,) if table != "A" else (), field)
        old = answers.cell(place)
        if old != cell:
            found = checker.apply(Changes((Edit(place, old, cell),)))
            checker.counting.total()
            assert known >= set(found.removed)
            assert known.isdisjoint(found.added)
            known = (known - set(found.removed)) | set(found.added)
    # Described from whole columns, as after a paste, and in the checker above row by row.
    with patch("readmission.checks.checker.MANY_ROWS", 1):
        fresh = Checker(form, round_, engine.open(Answers.of(dict(answers.cells), form.lists)))
    assert known == set(fresh.findings()) == set(checker.findings())
    counters: Callable[[Checker], object] = lambda one: [one.counting.counters(country) for country in ("", "GN", "ML")]  # noqa: E731
    assert counters(checker) == counters(fresh)
    assert (
        checker.counting.total()
        == fresh.counting.total()
        == sum((fresh.counting.counters(each) for each in ("", *round_.countries)), Counters())
    )


@pytest.mark.parametrize("pieces", [0, 40, 10_000])
def test_edits_come_out_the_same_however_much_was_prepared_for_them(form: Form, round_: Round, pieces: int) -> None:
    found = []
    for prepared in (0, pieces):
        checker = Checker(form, round_, Engine(form, round_).open(Answers.empty()))
        for _ in zip(range(prepared), checker.session.prepare(), strict=False):
            pass
        enter(checker, checker.session.answers, B__B0_01=Cell(value="Y"), T01__RD=Cell(value=432), T01__RD_M=Cell(value=371))
        enter(checker, checker.session.answers, T01__RD_F=Cell(value=79), T01__RD_PERS=Cell(value=1000), A__A1_02=Cell(value="x"))
        found.append(checker.findings())
    assert found[0] == found[1]
    assert any(finding.explanation for finding in found[0])


@settings(max_examples=15)
@given(st.lists(st.tuples(st.sampled_from(["GN", "ML"]), STEPS), max_size=8), st.booleans())
def test_a_step_names_every_cell_that_is_asked_owed_or_computed_otherwise(
    form: Form, round_: Round, engine: Engine, steps: list[tuple[str, tuple[tuple[str, str], Cell]]], pasted: bool
) -> None:
    checker = Checker(form, round_, engine.open(Answers.empty()))
    session = checker.session
    places = [
        Place(table.id, key, field.id)
        for table in form.tables.values()
        for key in session.rows(table.id)
        for field in table.fields
    ]

    def stands() -> list[object]:
        return [(session.relevant(each), session.expected(each), session.value(each)) for each in places]

    edits: dict[Place, Cell] = {}
    for country, ((table, field), cell) in steps:
        edits[Place(table, (country,) if table != "A" else (), field)] = cell
    changes = [Edit(place, BLANK, cell) for place, cell in edits.items() if cell != BLANK]
    for step in [Changes(tuple(changes))] if pasted and changes else [Changes((edit,)) for edit in changes]:
        before = stands()
        # One after the other, and as whole columns.
        with patch("readmission.engine.session._MANY_EDITS", 0 if pasted else 64):
            found = checker.apply(step)
        after = stands()
        different = {place for place, old, new in zip(places, before, after, strict=True) if old != new}
        assert different <= found.reached | set(step.places())


@pytest.mark.parametrize("country", ["", "GN", "ML"])
def test_the_counters_count_the_questions(checker: Checker, form: Form, country: str) -> None:
    enter(
        checker,
        checker.session.answers,
        B__B0_01=Cell(value="Y"),
        B__B12_01=Cell(reason=Reason.DO_NOT_KNOW),
        T01__RD=Cell(value=3),
    )
    checker.apply(Changes((Edit(Place("B0_02", ("GN", "INT"), "chosen"), BLANK, Cell(value="Y")),)))
    asked = list(questions(checker.session, form, country))
    core, more = [each for each in asked if each.core], [each for each in asked if not each.core]
    answered = [sum(each.answered for each in some) for some in (core, more)]
    assert checker.counting.counters(country) == Counters(len(core), answered[0], len(more), answered[1])
    assert len(asked) > 1
