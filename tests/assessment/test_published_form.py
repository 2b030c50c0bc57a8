"""The published questionnaire gives the figures of its own worked example, and its reference tables are fed."""

from dataclasses import replace
from datetime import date

import pytest

from assessed_round import WORKED, answers, small_round, submission
from readmission import assets
from readmission.assessment import lineage, result
from readmission.assessment.assess import assess
from readmission.form.model import Form, Origin
from readmission.form.reader import form_files, read_form
from readmission.reports.assessment import assessment_page
from readmission.statistics import shipped
from readmission.statistics.reference import reference_cells
from readmission.texts import Language


@pytest.fixture(scope="module")
def form() -> Form:
    return read_form(form_files(assets.forms() / "2025"))


def worked(form: Form) -> result.Assessment:
    stages = {f"B0_02/{code.id}.chosen": "Y" for code in form.codelists[form.tables["B0_02"].dimensions[1].codelist].codes}
    scale = form.tables["B"].by_id["B12_01"].codelist
    poor = next(code.id for code in form.codelists[scale].codes if code.rank == 2)
    values = WORKED | stages | {"B.B0_01": "Y", "B.B12_01": poor}
    round_ = replace(small_round(), edition=form.edition, structure=form.structure)
    return assess(form, round_, {"BE": submission("BE", answers("GN", values))})


def test_the_worked_example_gives_its_figures(form: Form) -> None:
    guinea = worked(form).countries[0]
    rates = {figure.indicator: figure.per_mille for figure in guinea.figures}
    wanted = {"IND_a": None, "IND_b": 32, "IND_c": 347, "IND_iss": 153, "IND_ret": 66, "IND_req": 288}
    assert {name: rates[name] for name in wanted} == wanted
    assert guinea.classified is not None
    assert (guinea.classified.shares.low, guinea.classified.shares.states) == (1, 1)
    assert len(guinea.stages) == 5


def test_its_report_can_be_drawn(form: Form) -> None:
    found = worked(form)
    page = assessment_page(
        result.document(found),
        lineage.documents(found),
        form=form,
        language=Language(),
        made_on=date(2026, 4, 2),
        version="1.0.0",
    )
    assert "Guinea" in page
    assert form.indicators["IND_c"].label in page


def test_every_reference_field_of_a_whole_year_is_fed_by_the_extract(form: Form) -> None:
    extract = shipped.extract()
    cells = reference_cells(extract, form, year=2015, state="BE", countries=("GN",))
    held = {dataset for dataset, _year, _geo in extract.published}
    wanted = {
        (table.id, field.id)
        for table in form.tables.values()
        if table.origin is Origin.REFERENCE
        for field in table.fields
        if dict(field.sdmx).get("dataset") in held
        and not {name for name, _value in field.sdmx} - {"dataset", "citizen", "quarters"}
    }
    assert wanted
    assert {(place.table, place.field) for place in cells} == wanted
