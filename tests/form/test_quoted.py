"""A sentence that quotes a threshold takes it from the round, in every language, and never has the number typed."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from readmission import assets
from readmission.checks import wording
from readmission.form.catalogue import read_catalogue
from readmission.form.model import Form, ParameterDefault, Rule
from readmission.form.nodes import Parameter, walk
from readmission.form.problems import FormRefused
from readmission.form.quoted import values_of
from readmission.form.reader import form_files, read_form
from readmission.tasks.check_form import check_form
from readmission.texts import Language

_WORDS: Final = {
    **dict(zip(("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), range(2, 11), strict=True)),
    "twenty": 20,
    "fifty": 50,
    "hundred": 100,
    "half": 50,
}
# A cell, a date, an article of the regulation or a named place is no threshold.
_NO_THRESHOLD: Final = re.compile(
    r"\{\w+\}|\b[A-Z]+\d[\w.]*|\b\d+(?:\.|er)? (?:December|January|décembre|janvier|Dezember|Januar)\b"
    r"|\b(?:Article|l’article|Artikel) \d+\w*(?: bis)?|\b\d{4}-\d{2}\b"
)


@pytest.fixture(scope="module", params=["2025", "2026"])
def edition(request: pytest.FixtureRequest) -> str:
    """The name of each published edition."""
    return str(request.param)


def typed(sentence: str) -> set[str]:
    """The numbers that stand in a sentence."""
    return set(re.findall(r"\d+(?:[.,]\d+)?|[a-z]+", _NO_THRESHOLD.sub(" ", sentence).lower())) - {""}


def thresholds(rule: Rule, form: Form) -> set[str]:
    """How the parameters of a rule's conditions are written: as they are, in per cent, in words."""
    found: set[str] = set()
    for expression in (rule.check, rule.when, rule.where):
        names = {node.name for node in walk(expression.root) if isinstance(node, Parameter)} if expression is not None else set()
        for parameter in (form.parameters[name] for name in names if name in form.parameters):
            value = parameter.value / 10**parameter.places
            numbers = {value, 100 * value} if parameter.places else {value}
            found |= {f"{number:g}" for number in numbers} | {word for word, number in _WORDS.items() if number in numbers}
    return found


def sentences(form: Form, folder: Path) -> Iterator[tuple[str, Rule, str]]:
    """The message and reason of each rule, in English and as translated."""
    families = {rule.family: rule for rule in form.rules.values()}
    said = [
        ("en", f"{rule.family}.{part}", text)
        for rule in families.values()
        for part, text in (("message", rule.message), ("why", rule.why))
    ]
    for path in sorted((folder / "texts").glob("*.po")):
        said += [(path.stem, entry.context, entry.translation) for entry in read_catalogue(path.name, path.read_bytes())]
    for language, context, text in said:
        family, _, part = context.rpartition(".")
        if part in ("message", "why") and family in families:
            yield f"{language} {context}", families[family], text


def test_no_sentence_of_a_rule_has_a_threshold_typed(edition: str) -> None:
    folder = assets.forms() / edition
    form = read_form(form_files(folder))
    checked = [(where, text, typed(text) & thresholds(rule, form)) for where, rule, text in sentences(form, folder)]
    assert len(checked) > 1000
    assert [f"{where}: {text} ({', '.join(sorted(found))})" for where, text, found in checked if found] == []


def test_a_typed_threshold_would_be_seen(published: Form) -> None:
    assert typed("A rating two or more steps away; 60 % of {RD} in B2.05 on 31 December.") & {"two", "60", "31", "05"} == {
        "two",
        "60",
    }
    assert {"60", "0.6", "30", "0.3"} <= thresholds(published.rules["X15"], published)


def test_a_card_says_what_the_round_says(published: Form) -> None:
    assert "below 5 %" in wording.card("X12", published, Language()).why
    strict = wording.card("X31", published, Language(), {"ranked_most": 5})
    assert "more than 5 reasons" in strict.message


def test_other_named_places_of_a_card_stay_open(published: Form) -> None:
    assert wording.card("E16", published, Language()).message.startswith("{RD_PERS} and Eurostat's {reference} are 5 or more")


@pytest.mark.parametrize(
    ("name", "value", "places", "expected"),
    [
        ("often", 60, 2, (6, 1)),
        ("often_percent", 60, 2, (60, 0)),
        ("often_percent", 625, 3, (625, 1)),
        ("often_percent", 5, 1, (50, 0)),
        ("often", 1000, 0, (1000, 0)),
    ],
)
def test_a_quoted_value_has_no_more_decimals_than_it_needs(name: str, value: int, places: int, expected: tuple[int, int]) -> None:
    parameters = {"often": ParameterDefault("often", "Often", value, places)}
    assert dict(values_of(frozenset({name}), parameters, {})) == {name: expected}


def test_a_translation_that_types_the_number_is_refused(small: dict[str, str], tmp_path: Path) -> None:
    for name, text in small.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("why: A jump", "why: More than {jump_percent} % is rare. A jump"), "utf-8")
    form = check_form(tmp_path)
    rule = next(rule for rule in form.rules.values() if "{jump_percent}" in rule.why)
    (tmp_path / "texts").mkdir(exist_ok=True)
    entry = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgctxt "{}.why"\nmsgid "{}"\nmsgstr "{}"\n'
    for said, wanted in (
        ("Plus de 50 % est rare.", "{jump_percent} must stand here too."),
        ("Plus de {jamp} %", "cannot be filled"),
    ):
        (tmp_path / "texts" / "fr.po").write_text(entry.format(rule.family, rule.why, said), "utf-8")
        with pytest.raises(FormRefused) as refused:
            check_form(tmp_path)
        assert wanted in str(refused.value)
        assert "texts/fr.po, line 5" in str(refused.value)
