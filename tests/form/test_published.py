"""The published edition: the identifiers that the rest of the program and its users rely on, and that it uses the whole language."""

import re
from typing import get_args

import pytest

from readmission import assets
from readmission.form.expression.aggregates import AGGREGATES
from readmission.form.expression.functions import FUNCTIONS
from readmission.form.model import DimensionKind, FieldType, Form, Level, Origin, RuleSeverity, Shape
from readmission.form.nodes import Expression, Node, walk
from readmission.form.reader import form_files
from readmission.form.wording import check_catalogue, texts_of

TABLES = {
    "A": "A1_01 A1_02 A1_03 A1_04 A1_06",
    "B": "B0_01 B0_04 B1_05 B1_07 B2_05 B2_07 B2_16 B12_01 B12_03 B12_07",
    "B0_02": "chosen",
    "B2_02": "rank",
    "B12_02": "rating",
    "B12_04": "rank",
    "T01": "RD RD_PERS RD_M RD_F RD_X RD_UNKS RD_ASY RD_IRR RD_OVS RD_CRIM RD_OTH RD_UNKR",
    "T02": "RET_TOT RET_TC RET_OMS RET_FORCED RET_VOL RET_OTH RET_M RET_F RET_X RET_UNKS RET_SHARE",
    "T03": "REQ_IN REQ_SUB REQ_ACC REQ_REF REQ_WDR REQ_OUT REQ_SHARE",
    "T05": "TD_IN TD_REQ TD_ISS TD_REF TD_WDR TD_OUT MED_TD TD_SHARE",
    "T14": "NAT_RD NAT_RET",
    "R1": "type title in_force end status reply_days used",
    "E": "E_RD E_RT",
    "EN": "E_RD_TOTAL E_RT_TOTAL",
}
DIMENSIONS = {
    "A": "",
    "B": "country",
    "B0_02": "country stage",
    "B2_02": "country reason",
    "B12_02": "country stage5",
    "B12_04": "country obstacle",
    "R1": "country row",
    "T01": "country",
    "T14": "",
    "E": "country",
    "EN": "",
}
CORE_NUMBERS = "RD RD_PERS RET_TOT RET_TC RET_FORCED RET_VOL REQ_SUB REQ_ACC REQ_REF REQ_OUT TD_REQ TD_ISS MED_TD NAT_RD NAT_RET"
STATES = "BE BG CZ DK DE EE IE EL ES FR HR IT CY LV LT LU HU MT NL AT PL PT RO SI SK FI SE IS LI NO CH"
NEITHER_CASE_NOR_OPINION = {"0", "8", "9"}


def rule_expressions(form: Form) -> list[Expression]:
    return [
        expression
        for rule in form.rules.values()
        for expression in (rule.check, rule.when, rule.where, *(shown for _name, shown in rule.shown))
        if expression is not None
    ]


def test_tables_and_fields_have_the_published_identifiers(published: Form) -> None:
    assert {table.id: " ".join(table.by_id) for table in published.tables.values()} == TABLES


def test_tables_have_the_published_dimensions(published: Form) -> None:
    found = {table: " ".join(dimension.id for dimension in published.tables[table].dimensions) for table in DIMENSIONS}
    assert found == DIMENSIONS


def test_the_countries_of_a_round_are_the_country_dimension(published: Form) -> None:
    kinds = {dimension.kind for table in published.tables.values() for dimension in table.dimensions if dimension.id == "country"}
    assert kinds == {DimensionKind.COUNTRY}


def test_core_numbers_are_those_of_the_short_form(published: Form) -> None:
    core = [
        field.id
        for table in published.tables.values()
        if table.origin is Origin.MINISTRY and table.id.startswith("T")
        for field in table.fields
        if field.level is Level.CORE and field.calculation is None
    ]
    assert sorted(core) == sorted(CORE_NUMBERS.split())


def test_shapes_are_those_that_people_see(published: Form) -> None:
    shapes = {table.id: table.shape for table in published.tables.values()}
    assert {shapes[table] for table in ("A", "B", "T14", "EN")} == {Shape.FORM}
    assert {shapes[table] for table in ("T01", "T02", "T03", "T05", "E")} == {Shape.GRID}
    assert (shapes["B0_02"], shapes["B12_02"], shapes["R1"]) == (Shape.CHOICE, Shape.MATRIX, Shape.LIST)
    assert shapes["B2_02"] is shapes["B12_04"] is Shape.RANKING


def test_reference_figures_are_not_the_ministrys(published: Form) -> None:
    assert {table.id for table in published.tables.values() if table.origin is Origin.REFERENCE} == {"E", "EN"}


def test_the_median_has_one_decimal_place(published: Form) -> None:
    field = published.tables["T05"].by_id["MED_TD"]
    assert (field.type, field.places, field.maximum) == (FieldType.DECIMAL, 1, 36500)


def test_reporting_states_are_31_with_the_codes_of_eurostat(published: Form) -> None:
    assert " ".join(published.codelists[published.states].by_id) == STATES
    assert published.codelists[published.states].by_id["EL"].label == "Greece"


@pytest.mark.parametrize("code", ["XK", "PS"])
def test_entities_carry_their_official_footnote(code: str, published: Form) -> None:
    entity = published.codelists[published.countries].by_id[code]
    assert entity.label.endswith("*")
    assert entity.note.startswith("* This designation ")


@pytest.mark.parametrize("codelist", ["CL_FREQ", "CL_QUAL"])
def test_only_answers_on_the_scale_have_a_rank(codelist: str, published: Form) -> None:
    codes = published.codelists[codelist].by_id
    assert {code.id for code in codes.values() if code.rank is None} == NEITHER_CASE_NOR_OPINION & set(codes)
    assert all(code.rank == int(code.id) for code in codes.values() if code.rank is not None)


def test_indicators_and_class_are_data(published: Form) -> None:
    assert set(published.indicators) == {"IND_a", "IND_b", "IND_c", "IND_iss", "IND_ret", "IND_req"}
    assert published.classification is not None
    assert published.classification.rating.source == "B12_01"


def test_states_that_do_not_pursue_returns_leave_every_figure(published: Form) -> None:
    assert all(indicator.counts is not None and '"P"' in indicator.counts.source for indicator in published.indicators.values())
    assert published.classification is not None
    assert '"P"' in published.classification.counts.source


def test_only_warnings_are_settled_by_a_reason(published: Form) -> None:
    settled = {rule.id for rule in published.rules.values() if rule.settled_by}
    assert settled == {rule.id for rule in published.rules.values() if rule.severity is RuleSeverity.WARNING}
    assert all(rule.settled_by in ("", "CL_CMT") for rule in published.rules.values())


def test_rules_against_reference_figures_never_block(published: Form) -> None:
    compared = [rule for rule in published.rules.values() if rule.family.startswith("E")]
    assert compared
    assert RuleSeverity.ERROR not in {rule.severity for rule in compared}


def test_every_question_has_a_number_or_stands_in_a_table_of_numbers(published: Form) -> None:
    for table in (published.tables["A"], published.tables["B"]):
        assert all(field.number and field.section for field in table.fields)


def test_every_question_is_explained_in_plain_words(published: Form) -> None:
    unexplained = [
        f"{table.id}.{field.id}"
        for table in published.tables.values()
        for field in table.fields
        if field.level is Level.CORE and not (field.guidance or table.guidance)
    ]
    assert unexplained == []
    assert all(field.guidance for field in published.tables["B"].fields)


def test_all_rules_together_use_every_kind_of_node(published: Form) -> None:
    used = {type(node) for expression in rule_expressions(published) for node in walk(expression.root)}
    assert used == set(get_args(Node))


def test_all_rules_together_use_every_function(published: Form) -> None:
    source = "\n".join(expression.source for expression in rule_expressions(published))
    used = set(re.findall(r"\b([a-z]+)\(", source))
    assert {*FUNCTIONS, *AGGREGATES, "number", "fields"} - used == set()


def test_all_rules_together_use_every_operator(published: Form) -> None:
    source = "\n".join(expression.source for expression in rule_expressions(published))
    words = set(re.findall(r"[a-z]+|==|!=|<=|>=|<|>|[+*/-]", source))
    assert {"and", "or", "not", "in", "if", "else", "for", "==", "<", "<=", ">", ">=", "+", "-", "*", "/"} <= words


def test_every_parameter_is_used_by_an_expression_or_by_the_method(published: Form) -> None:
    by_program = re.compile(r"(scope|show|class|one_state)_")
    tables = published.tables.values()
    conditions = [field.expected for table in tables for field in table.fields] + [table.expected for table in tables]
    expressions = rule_expressions(published) + [condition for condition in conditions if condition is not None]
    source = "\n".join(expression.source for expression in expressions)
    unused = {name for name in published.parameters if not re.search(rf"\b{name}\b", source)}
    assert {name for name in unused if not by_program.match(name)} == set()


def test_the_shipped_translations_fit_the_form(published: Form) -> None:
    for name, data in form_files(assets.forms() / "2025").items():
        if name.startswith("texts/"):
            assert check_catalogue(published, name, data, complete=False) == (), name


def test_labels_are_one_line_and_clean(published: Form) -> None:
    for text in texts_of(published):
        assert text.english == text.english.strip()
        assert "  " not in text.english, text.context
