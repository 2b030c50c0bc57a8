"""The report of an assessment: one self-contained page in which every figure leads to the answers it came from.

It is drawn from the result as published and its traces, both as plain values, so that a result kept in an archive can be drawn
again, in another language too, without computing anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from readmission.form.model import Form
from readmission.reports.cards import Card, card
from readmission.reports.charts import Chart, Share, chart
from readmission.reports.figures import Document, Figures
from readmission.reports.labels import Labels
from readmission.reports.pages import page
from readmission.reports.verdicts import KINDS, Verdicts
from readmission.texts import Language

ENDINGS: Final = {
    "merged": "merged",
    "superseded": "superseded by a later number",
    "duplicate": "received before, the same file",
    "late": "kept apart: received after the freeze",
    "fork": "set aside: two bundles with one number",
    "refused": "refused",
}
# How an ending looks: the shapes and colours of the classes.
ENDING_KINDS: Final = {
    "merged": "well",
    "superseded": "open",
    "duplicate": "open",
    "late": "average",
    "fork": "average",
    "refused": "improve",
}
QUESTIONS: Final = {
    "not received": "{state}: number {numbers} was not received.",
    "fork": "{state}: number {numbers} came more than once with different content.",
    "previous contradicts": "{state}: number {numbers} names another bundle before it than the one received.",
}
PARTS: Final = {
    "entered": "entered",
    "left out": "left out",
    "missing": "not given",
    "no answer": "no answer",
    "no experience": "no experience",
}


@dataclass(frozen=True, slots=True)
class NumberQuestion:
    """Something to ask a state about the numbers of its bundles."""

    state: str
    problem: str
    first: int
    last: int


def assessment_page(
    result: Document,
    traces: Sequence[Document],
    *,
    form: Form,
    language: Language,
    made_on: date,
    version: str,
    reception: Sequence[Document] = (),
    questions: Sequence[NumberQuestion] = (),
    nearby: Sequence[tuple[str, int]] = (),
) -> str:
    """The report of a result document with the traces of all its figures.

    `reception` says what became of each file (file, state, sequence, ending, code, differences), `nearby` which countries were
    just below the threshold of the scope, with their decisions.
    """
    labels = Labels(form, language)
    verdicts = Verdicts(form, labels, language)
    figures = Figures(language)
    cards = _cards(result, traces, form, language)
    return page(
        "assessment.html",
        language,
        rehearsal=result["rehearsal"],
        marking=result["marking"],
        result=result,
        made_on=language.day(made_on),
        program=f"Readmission {version}",
        reception=reception,
        nearby=nearby,
        labels=labels,
        figures=figures,
        verdicts=verdicts,
        endings=ENDINGS,
        ending_kinds=ENDING_KINDS,
        parts=PARTS,
        shared=result["circulation"] == "shared",
        questions=[_question(question, labels, language) for question in questions],
        tally=_tally(result, verdicts),
        overview=_overview(cards, result, verdicts, language) if form.classification else None,
        cards=cards,
        unresolved=sum(country["unresolved"] for country in result["countries"]),
        scope=[line for line in result["scope"] if line["borderline"] or line["reason"] or line["core_only"]],
        threshold=form.parameters.get("scope_threshold"),
    )


def _cards(result: Document, traces: Sequence[Document], form: Form, language: Language) -> list[Card]:
    by_country: dict[str, list[Document]] = {country["country"]: [] for country in result["countries"]}
    for trace in traces:
        by_country[trace["country"]].append(trace)
    return [card(country, by_country[country["country"]], result, form, language) for country in result["countries"]]


def _tally(result: Document, verdicts: Verdicts) -> list[tuple[str, str, int]]:
    codes = [country["classified"]["code"] for country in result["countries"] if country["classified"]]
    return [(kind, verdicts.word(verdicts.code(kind)), codes.count(verdicts.code(kind))) for kind in KINDS] if codes else []


def _overview(cards: Sequence[Card], result: Document, verdicts: Verdicts, language: Language) -> Chart:
    legend = (
        ("low-2", language.say("rated low")),
        ("middle", language.say("in between")),
        ("high-2", language.say("rated high")),
    )
    rows: list[tuple[str, Sequence[Share], str]] = []
    spoken: list[str] = []
    for one, country in zip(cards, result["countries"], strict=True):
        shares = country["classified"]["shares"]
        parts = [Share(shade, shares[name], str(shares[name])) for shade, name in _SHADED]
        word = verdicts.word(country["classified"]["code"])
        rows.append((one.name, parts, word))
        counts = {name: shares[name] for _, name in _SHADED}
        spoken.append(
            language.say("{country}: {low} low, {middle} in between, {high} high, {word}.", country=one.name, word=word, **counts)
        )
    return chart(language.say("How many states rate cooperation high and low"), " ".join(spoken), legend, rows, width=1120)


_SHADED: Final = (("low-2", "low"), ("middle", "middle"), ("high-2", "high"))


def _question(question: NumberQuestion, labels: Labels, language: Language) -> str:
    numbers = str(question.first) if question.first == question.last else f"{question.first}–{question.last}"
    return language.say(QUESTIONS[question.problem], state=labels.state(question.state), numbers=numbers)
