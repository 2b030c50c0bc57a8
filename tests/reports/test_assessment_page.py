"""The report: self-contained, accessible, marked, and every figure leads to the answers it came from."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from assessed_round import answers, small_form, small_round, submission, ten_states
from readmission.answers.model import Cell, Place
from readmission.assessment import lineage, result
from readmission.assessment.assess import assess
from readmission.assessment.result import Assessment
from readmission.form.model import Form
from readmission.reports.assessment import NumberQuestion, assessment_page
from readmission.reports.pages import REHEARSAL
from readmission.texts import Language
from reports.pages_read import PageReader

FORM = small_form()
METHOD = "the Commission's own is not public"
RECEPTION = (
    {"file": "BE-1.bundle", "state": "BE", "sequence": 1, "ending": "merged", "code": "", "differences": 0},
    {"file": "SE-2.bundle", "state": "SE", "sequence": 2, "ending": "fork", "code": "", "differences": 0},
    {"file": "photo.jpg", "state": "", "sequence": 0, "ending": "refused", "code": "BU-04", "differences": 0},
)


def assessed(*, rehearsal: bool = True) -> Assessment:
    return assess(FORM, small_round(rehearsal=rehearsal), ten_states())


def draw(
    found: Assessment,
    *,
    form: Form = FORM,
    language: Language | None = None,
    questions: Sequence[NumberQuestion] = (),
    nearby: Sequence[tuple[str, int]] = (),
) -> str:
    return assessment_page(
        result.document(found),
        lineage.documents(found),
        form=form,
        language=language or Language(),
        made_on=date(2026, 4, 2),
        version="1.0.0",
        reception=RECEPTION,
        questions=questions,
        nearby=nearby,
    )


PAGE = draw(assessed())
READ = PageReader(PAGE)


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    assert READ.loads == []
    assert "http:" not in PAGE.replace("http-equiv", "")
    assert "https:" not in PAGE
    assert "url(" not in PAGE
    assert "@import" not in PAGE
    assert "default-src 'none'" in PAGE


def test_the_page_has_a_language_a_title_one_first_heading_and_a_way_past_the_head() -> None:
    assert '<html lang="en">' in PAGE
    assert READ.tags.count("h1") == READ.tags.count("main") == READ.tags.count("title") == 1
    assert READ.links[0] == "#content"
    assert "content" in READ.ids


def test_table_headings_say_what_they_head_and_pictures_have_words() -> None:
    assert READ.headers_without_scope == 0
    assert READ.images_without_text == 0
    assert 'aria-label="Guinea: 6 low, 3 in between, 0 high, Needs to be improved.' in PAGE


def test_every_link_leads_somewhere_on_the_page_and_no_place_is_named_twice() -> None:
    assert len(READ.ids) == len(set(READ.ids))
    assert {link.removeprefix("#") for link in READ.links} <= set(READ.ids)
    assert all(link.startswith("#") for link in READ.links)


def test_every_figure_of_the_result_is_linked_and_has_its_trace() -> None:
    found = assessed()
    names = set(lineage.figures(found))
    assert names <= set(READ.ids)
    assert {name for name in names if not name.startswith("B12_02")} <= {link.removeprefix("#") for link in READ.links}
    for name in names:
        assert {term.id for term in lineage.trace(found, name).terms} <= set(READ.ids)


def test_a_trace_shows_formula_cells_bundle_and_signers() -> None:
    row = PAGE[PAGE.index('<tr id="IND_c/GN/BE">') :]
    row = row[: row.index("</tr>")]
    assert "<code>T03[GN].REQ_ACC</code> = 41" in row
    assert 'href="#bundle/BE"' in row
    assert "A. Example" in row
    assert "100 * sum(T03.REQ_ACC) / sum(T03.REQ_SUB)" in PAGE


def test_the_worked_example_stands_on_the_page() -> None:
    for rate in ("3.2", "34.7", "15.3", "6.6", "28.8"):
        assert f"{rate}\u00a0%" in READ.text


def test_the_method_is_said_to_be_ours_at_the_top_and_at_each_country() -> None:
    assert READ.text.count(METHOD) == 1 + 4


def test_a_rehearsal_is_marked_in_the_running_head_and_at_each_class_chart_and_trace() -> None:
    assert PAGE.index(REHEARSAL) < PAGE.index("<h1")
    assert "display: table-header-group" in PAGE
    charts = PAGE.split('<svg class="chart"')[1:]
    assert len(charts) == 5
    assert all(REHEARSAL in chart[: chart.index("</svg>")] for chart in charts)
    badges = [badge for badge in PAGE.split('<a href="#class/')[1:] if "badge" in badge[: badge.index("</a>")]]
    assert len(badges) == 8
    assert all(REHEARSAL in badge[: badge.index("</a>")] for badge in badges)
    traces = PAGE.split('<div class="trace"')[1:]
    assert all(REHEARSAL in trace[: trace.index("</h3>")] for trace in traces)


def test_an_assessment_that_is_no_rehearsal_does_not_say_it_is() -> None:
    text = draw(assessed(rehearsal=False))
    assert "REHEARSAL" not in text
    assert "LIMITED" in PageReader(text).text


def test_small_denominators_stand_in_brackets_or_as_counts() -> None:
    cells = answers("GN", {"B.B0_01": "Y", "T03.REQ_ACC": 3, "T03.REQ_SUB": 12}) | answers(
        "ML", {"B.B0_01": "Y", "T03.REQ_ACC": 10, "T03.REQ_SUB": 40}
    )
    empty = answers("NP", {"B.B0_01": "Y", "T03.REQ_ACC": 0, "T03.REQ_SUB": 0})
    text = PageReader(draw(assess(FORM, small_round(), {"BE": submission("BE", cells | empty)}))).text
    assert "3 of 12" in text
    assert "(25.0\u00a0%)" in text
    assert "no cases" in text
    assert "0.0\u00a0%" not in text


def test_what_was_received_and_refused_is_listed() -> None:
    for words in ("merged", "set aside: two bundles with one number", "refused", "BU-04", "photo.jpg", "Norway"):
        assert words in READ.text


def test_borderline_countries_and_questions_are_said() -> None:
    questions = [NumberQuestion("SE", "not received", 2, 4), NumberQuestion("NL", "fork", 2, 2)]
    text = PageReader(draw(assessed(), questions=questions, nearby=[("TN", 985)])).text
    assert "Sweden: number 2–4 was not received." in text
    assert "Netherlands: number 2 came more than once" in text
    assert "Nepal: 1,020 decisions. Rounding of the published figures alone could have decided" in text
    assert "Tunisia (985)" in text


def test_the_trend_stands_beside_where_there_is_a_year_before() -> None:
    earlier: Any = result.document(assessed())
    earlier["countries"][0]["figures"][2]["per_mille"] = 500
    later = assess(FORM, small_round(), ten_states(), previous=earlier)
    text = PageReader(draw(later)).text
    assert "+3.6" in text
    assert "±0.0" in text
    assert "last year: Needs to be improved" in text
    assert "Points since last year" not in READ.text


def test_sentences_and_numbers_are_those_of_the_language() -> None:
    catalogue = {("", "Overview"): "Überblick", ("CL_CLASS.I.label", "Needs to be improved"): "Verbesserung nötig"}
    text = draw(assessed(), language=Language("de", (catalogue,)))
    assert '<html lang="de">' in text
    assert "Überblick" in text
    assert "Verbesserung nötig" in text
    assert "34,7\u00a0%" in text


HOSTILE = "<script>alert(1)</script>\"'&"


def test_texts_from_outside_are_never_markup() -> None:
    codes = FORM.codelists["CL_STATE"].codes
    hostile = replace(FORM.codelists["CL_STATE"], codes=(replace(codes[0], label=HOSTILE), *codes[1:]))
    submissions = ten_states()
    submissions["BE"] = replace(submissions["BE"], signers=(HOSTILE,))
    submissions["BE"].answers.cells[Place("B", ("GN",), "B12_01")] = Cell(value=HOSTILE)
    found = assess(FORM, replace(small_round(), marking=HOSTILE), submissions)
    text = draw(found, form=replace(FORM, codelists=FORM.codelists | {"CL_STATE": hostile}))
    assert "<script" not in text
    assert PageReader(text).loads == []


def test_the_same_result_gives_the_same_page() -> None:
    assert draw(assessed()) == PAGE


def test_a_form_without_classes_has_a_report_without_them() -> None:
    form = replace(FORM, classification=None)
    found = assess(form, small_round(), ten_states())
    read = PageReader(draw(found, form=form))
    assert "Needs to be improved" not in read.text
    assert "Requests accepted" in read.text


@pytest.mark.parametrize("declared", [0, 1])
def test_a_round_with_hardly_any_declarations_has_a_report(declared: int) -> None:
    found = assess(FORM, small_round(), dict(list(ten_states().items())[:declared]))
    assert f"{declared} / 10" in PageReader(draw(found)).text
