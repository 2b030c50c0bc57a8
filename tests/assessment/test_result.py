"""The result: byte-identical for the same set, complete for the trace, comparable with the year before."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessed_round import WORKED, answers, small_form, small_round, submission, ten_states, worked_example
from readmission import canonical
from readmission.answers.changes import Answers
from readmission.answers.model import Cell, Place, Reason
from readmission.assessment import lineage, result
from readmission.assessment.assess import assess
from readmission.assessment.earlier import NoResult
from readmission.assessment.indicators import PartIsARatio
from readmission.assessment.lineage import NoFigure
from readmission.form.nodes import COUNT, RATIO, Aggregate, Arithmetic, Column, Expression, Period

FORM = small_form()
ROUND = small_round()


@settings(deadline=None, max_examples=10)
@given(st.randoms(use_true_random=False))
def test_the_same_declarations_in_any_order_give_the_same_bytes(chance: random.Random) -> None:
    submissions = list(ten_states().values())
    wanted = result.write(assess(FORM, ROUND, {one.state: one for one in submissions}))
    chance.shuffle(submissions)
    mixed = {}
    for one in submissions:
        cells = list(one.answers.cells.items())
        chance.shuffle(cells)
        mixed[one.state] = replace(one, answers=Answers.of(dict(cells)))
    assert result.write(assess(FORM, ROUND, mixed)) == wanted


def test_another_answer_gives_other_bytes() -> None:
    # The control of the test above.
    submissions = ten_states()
    before = result.write(assess(FORM, ROUND, submissions))
    submissions["BE"].answers.cells[Place("T01", ("GN",), "RD")] = Cell(value=433)
    assert result.write(assess(FORM, ROUND, submissions)) != before


def test_the_result_is_canonical_and_says_which_states_did_not_declare() -> None:
    document = canonical.read_object(result.write(assess(FORM, ROUND, ten_states())))
    assert document["not_received"] == ["NO"]
    assert document["rehearsal"] is True


def test_last_years_rates_and_classes_stand_beside() -> None:
    earlier = canonical.read(result.write(assess(FORM, ROUND, ten_states())))
    found = assess(FORM, ROUND, {"BE": worked_example()}, previous=earlier)
    guinea = found.countries[0]
    assert found.compared_with == "R2025"
    assert guinea.classified is not None
    assert guinea.classified.before == "I"
    assert next(figure.before for figure in guinea.figures if figure.indicator == "IND_c") == 536
    assert next(figure.before for figure in guinea.figures if figure.indicator == "IND_a") is None


@pytest.mark.parametrize("odd", [[], {}, {"format": result.FORMAT}, {"format": result.FORMAT, "countries": [1]}])
def test_a_document_that_is_no_result_is_refused(odd: canonical.Json) -> None:
    with pytest.raises(NoResult):
        assess(FORM, ROUND, {"BE": worked_example()}, previous=odd)


def test_a_figure_leads_to_its_formula_cells_bundle_and_signers() -> None:
    one = worked_example()
    traced = lineage.trace(assess(FORM, ROUND, {"BE": one}), "IND_c/GN")
    assert traced.formula == '100 * sum(T03.REQ_ACC) / sum(T03.REQ_SUB), where B.B0_01 != "P"'
    term = traced.terms[0]
    assert (term.numerator, term.denominator, term.per_mille) == (41, 118, 347)
    assert (term.manifest, term.sequence, term.signers) == (one.manifest, 1, one.signers)


def test_one_states_share_leads_to_its_own_cells_only() -> None:
    found = assess(FORM, ROUND, ten_states())
    text = "\n".join(lineage.lines(lineage.trace(found, "IND_c/GN/BE")))
    assert text.startswith("IND_c/GN/BE: 41 of 118 = 34.7 %\n")
    assert f"T03[GN].REQ_ACC = {WORKED['T03.REQ_ACC']}" in text
    assert "  DE:" not in text


def test_a_class_leads_to_the_ratings() -> None:
    traced = lineage.trace(assess(FORM, ROUND, ten_states()), "class/GN")
    assert traced.code == "I"
    assert [term.sources[0].place for term in traced.terms] == ["B[GN].B12_01"] * 9
    assert "rating" in "\n".join(lineage.lines(traced))


def test_every_figure_of_a_result_can_be_traced_by_its_name() -> None:
    found = assess(FORM, ROUND, ten_states())
    names = lineage.figures(found)
    assert len(names) == len(set(names)) == 4 * (1 + 6 + 5)
    for name, document in zip(names, lineage.documents(found), strict=True):
        traced = lineage.trace(found, name)
        assert result.plain(traced) == document
        for term in traced.terms:
            assert lineage.trace(found, term.id).terms == (term,)


@pytest.mark.parametrize("name", ["", "IND_x/GN", "IND_c/XX", "IND_c/GN/XX", "IND_c/GN/BE/1", "class"])
def test_a_name_of_no_figure_is_refused(name: str) -> None:
    with pytest.raises(NoFigure):
        lineage.trace(assess(FORM, ROUND, {"BE": worked_example()}), name)


def test_the_terms_of_a_figure_add_up_to_it() -> None:
    for name in lineage.figures(found := assess(FORM, ROUND, ten_states())):
        traced = lineage.trace(found, name)
        if traced.numerator is not None:
            assert traced.numerator == sum(term.numerator or 0 for term in traced.terms if term.part == "entered")


def test_an_indicator_over_a_quotient_is_refused() -> None:
    indicator = FORM.indicators["IND_c"]
    root = Arithmetic(RATIO, "/", Column(COUNT, "T03", "REQ_ACC"), Column(COUNT, "T03", "REQ_SUB"))
    odd = replace(indicator, numerator=Expression("REQ_ACC / REQ_SUB", "B", root))
    with pytest.raises(PartIsARatio):
        assess(replace(FORM, indicators={"IND_c": odd}), ROUND, {"BE": worked_example()})


def test_a_trace_follows_calculated_fields_sums_over_rows_and_last_year() -> None:
    table = FORM.tables["T03"]
    sum_of_two = Arithmetic(COUNT, "+", Column(COUNT, "T03", "REQ_ACC"), Column(COUNT, "T01", "RD"))
    calculated = replace(table.by_id["REQ_ACC"], id="BOTH", calculation=Expression("REQ_ACC + T01.RD", "T03", sum_of_two))
    form = replace(
        FORM,
        tables=FORM.tables | {"T03": replace(table, fields=(*table.fields, calculated))},
        indicators={
            "IND_x": replace(
                FORM.indicators["IND_c"],
                id="IND_x",
                numerator=Expression("T03.BOTH", "B", Column(COUNT, "T03", "BOTH")),
                denominator=Expression("last(T01.RD)", "B", Column(COUNT, "T01", "RD", Period.LAST)),
                counts=None,
            )
        },
    )
    one = replace(worked_example(), last=Answers.of(answers("GN", {"T01.RD": 400})))
    term = lineage.trace(assess(form, ROUND, {"BE": one}), "IND_x/GN").terms[0]
    assert (term.numerator, term.denominator) == (41 + 432, 400)
    assert [(source.place, source.value) for source in term.sources] == [
        ("T03[GN].REQ_ACC", "41"),
        ("T01[GN].RD", "432"),
        ("last(T01[GN].RD)", "400"),
    ]


def test_a_trace_of_a_sum_over_rows_names_the_rows_of_the_country_only() -> None:
    quarters = replace(FORM.tables["B12_02"], id="Q", fields=(replace(FORM.tables["T01"].by_id["RD"], id="N"),))
    total = Aggregate(COUNT, "sum", "Q", Column(COUNT, "Q", "N"), by=("country",))
    indicator = replace(FORM.indicators["IND_a"], id="IND_q", numerator=Expression("sum(Q.N)", "B", total), counts=None)
    form = replace(FORM, tables=FORM.tables | {"Q": quarters}, indicators={"IND_q": indicator})
    everything = {f"Q/{stage}.N": 5 for stage in ("ID", "TD", "ACC", "OPS", "EUTD")}
    one = submission("BE", answers("GN", everything) | answers("ML", everything))
    traced = lineage.trace(assess(form, ROUND, {"BE": one}), "IND_q/GN")
    assert traced.numerator == 25
    assert [source.place for source in traced.terms[0].sources] == [
        f"Q[GN/{stage}].N" for stage in sorted(("ID", "TD", "ACC", "OPS", "EUTD"))
    ]


def test_the_result_says_which_states_are_missing_and_what_is_to_follow() -> None:
    declared = ten_states()
    later = Cell(reason=Reason.PENDING, due="2026-05-01")
    cells = declared["BE"].answers.cells | {Place("T01", ("ML",), "RD"): later, Place("T01", ("NP",), "RD"): later}
    found = assess(FORM, ROUND, declared | {"BE": replace(declared["BE"], answers=Answers.of(cells))})
    assert found.not_received == ("NO",)
    assert {bundle.state: bundle.pending for bundle in found.bundles if bundle.pending} == {"BE": 2}
