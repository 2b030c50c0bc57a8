"""The published edition: the identifiers that the rest of the program and its users rely on, and that it uses the whole language."""

import re
from typing import get_args

import pytest

from readmission import assets
from readmission.form.expression.aggregates import AGGREGATES
from readmission.form.expression.functions import FUNCTIONS
from readmission.form.model import DimensionKind, FieldType, Form, Level, Origin, RuleSeverity, Shape
from readmission.form.nodes import Expression, Node, walk
from readmission.form.reader import form_files, read_form
from readmission.form.wording import check_catalogue, texts_of

TABLES = {
    "A1_05 A2_DEF A2_08 A5_02 A5_03 A5_04 A6_01 A7_01 A9_02 A10_01 A10_02 A11_04 A12_01 A",
    "B B0_02 B0_03 B1_01 B1_11 B2_02 B2_03 B2_11R B2_15 B3_04 B3_08 B3_16 B4_09 B4_12 B5_03 B5_05R B6_08 B6_09R B6_16 B7_03",
    "B8_04 B9_04 B9_05 B9_09 B11_02 B11_03 B11_04 B12_02 B12_03 B12_04 B13_SHARES B14_02S",
    "T01 T02 T03 T03R T04 T05 T06 T06R T06T T07 T07R T08 T09 T10 T11 T12 T13 T14 T14Q T14O T15",
    "R1 R2 R3 R4 R5 R6 R7 R8 R9 R10 C C_MEET C_DECIDED E EQ EN EC EUI EUF",
}
FIELDS = {
    "T01": "RD RD_PERS RD_M RD_F RD_X RD_UNKS RD_ASY RD_IRR RD_OVS RD_CRIM RD_OTH RD_UNKR RD_VD RD_NVD RD_BRD RD_REC",
    "T03": "REQ_IN REQ_SUB REQ_ACC REQ_ACCD REQ_REF REQ_WDR REQ_OUT REQ_INTIME REQ_LATE REQ_OVERDUE REQ_DOC REQ_EVI REQ_NOEV",
    "T05": "TD_IN TD_REQ TD_ISS TD_REF TD_WDR TD_OUT TD_INTIME TD_CONF_NOTISS EUTD_ISS EUTD_ACC NLP_ISS",
    "T09": "N MEAN MED P90 MAX",
    "T14": "NAT_RD NAT_RET",
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
    "A2_DEF": "family",
    "T09": "country step",
    "T14Q": "country quarter",
    "EUI": "country eu_instrument",
}
CORE_NUMBERS = (
    "RD RD_PERS RET_TOT RET_TC RET_FORCED RET_VOL REQ_SUB REQ_ACC REQ_REF REQ_OUT TD_REQ TD_ISS TD_INTIME TD_CONF_NOTISS "
    "EUTD_ISS EUTD_ACC CH_REQ CH_AUTH TR_SUB TR_ACC MED NAT_RD NAT_RET"
)
CORE_QUESTIONS = (
    "B0_01 B1_05 B2_05 B2_07 B3_07 B3_15 B4_02 B4_03 B4_04 B5_02 B5_04 B6_02 B6_05 B7_01 B7_02 B11_07 B12_01 B12_07 B14_01"
)
CORE_CHOICES = "B0_02 B2_02 B12_02 B12_03 B12_04"
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
    assert set(published.tables) == set(" ".join(TABLES).split())
    for table, fields in FIELDS.items():
        assert set(fields.split()) <= set(published.tables[table].by_id), table


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


def test_core_questions_are_those_of_the_short_form(published: Form) -> None:
    dossier = published.tables["B"]
    core = [field.id for field in dossier.fields if field.level is Level.CORE and field.calculation is None]
    assert sorted(core) == sorted(CORE_QUESTIONS.split())
    children = [
        table.id
        for table in published.tables.values()
        if table.id.startswith("B") and table.id != "B" and table.level is Level.CORE and table.fields[0].level is Level.CORE
    ]
    assert sorted(children) == sorted(CORE_CHOICES.split())


def test_shapes_are_those_that_people_see(published: Form) -> None:
    shapes = {table.id: table.shape for table in published.tables.values()}
    assert {shapes[table] for table in ("A", "B", "T14", "EN")} == {Shape.FORM}
    assert {shapes[table] for table in ("T01", "T02", "T03", "T05", "E")} == {Shape.GRID}
    assert (shapes["B0_02"], shapes["B12_02"], shapes["R1"]) == (Shape.CHOICE, Shape.MATRIX, Shape.LIST)
    assert shapes["B2_02"] is shapes["B12_04"] is Shape.RANKING


def test_reference_figures_are_not_the_ministrys(published: Form) -> None:
    found = {table.id for table in published.tables.values() if table.origin is Origin.REFERENCE}
    assert found == {"E", "EQ", "EN", "EC", "EUI", "EUF"}


def test_the_median_has_one_decimal_place(published: Form) -> None:
    field = published.tables["T09"].by_id["MED"]
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
    assert set(published.indicators) >= {
        "IND_a",
        "IND_b",
        "IND_b2",
        "IND_c",
        "IND_cf",
        "IND_iss",
        "IND_ret",
        "IND_req",
        "IND_tim",
    }
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


def test_detections_carry_their_notice_and_are_compared_with_nothing(published: Form) -> None:
    assert "not persons" in published.tables["E"].by_id["DETECTED"].guidance
    assert not [
        rule.id for rule in published.rules.values() if "DETECTED" in f"{rule.check.source} {rule.when and rule.when.source}"
    ]


def test_every_question_has_a_number_or_stands_in_a_table_of_numbers(published: Form) -> None:
    for table in (published.tables["A"], published.tables["B"]):
        assert all(field.number and field.section for field in table.fields)


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
    by_program = re.compile(r"(scope|show|class|one_state|far|sum|same|small|full_dossier|attachments?)_")
    tables = published.tables.values()
    conditions = [condition for table in tables for condition in (table.expected, table.relevant)]
    conditions += [condition for table in tables for field in table.fields for condition in (field.expected, field.relevant)]
    expressions = rule_expressions(published) + [condition for condition in conditions if condition is not None]
    source = "\n".join(expression.source for expression in expressions)
    unused = {name for name in published.parameters if not re.search(rf"\b{name}\b", source)}
    assert {name for name in unused if not by_program.match(name)} == set()


@pytest.mark.parametrize("edition", ["2025", "2026"])
def test_the_form_is_wholly_translated_and_no_translation_is_outdated(edition: str) -> None:
    files = form_files(assets.forms() / edition)
    form = read_form(files)
    catalogues = {name: data for name, data in files.items() if name.startswith("texts/")}
    assert set(catalogues) == {"texts/de.po", "texts/fr.po"}
    for name, data in catalogues.items():
        assert check_catalogue(form, name, data) == (), name


def test_a_missing_translation_is_named(published: Form) -> None:
    data = (assets.forms() / "2025" / "texts" / "fr.po").read_bytes().replace(b'msgctxt "W02.message"', b'msgctxt "W02.no"')
    texts = [problem.text for problem in check_catalogue(published, "texts/fr.po", data)]
    assert any("“W02.message” is not translated" in text for text in texts)
    assert any("“W02.no” is outdated" in text for text in texts)


def test_labels_are_one_line_and_clean(published: Form) -> None:
    for text in texts_of(published):
        assert text.english == text.english.strip()
        assert "  " not in text.english, text.context
