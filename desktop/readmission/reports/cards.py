"""One country of the report: its class, its figures over all states and by state, the ratings by stage and the traces."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from readmission.answers.model import Cell, Key, Place, Reason
from readmission.form.model import CodeList, Form
from readmission.reports.answer_words import AnswerWords
from readmission.reports.charts import Chart, Share, chart, shade
from readmission.reports.figures import Document
from readmission.reports.labels import Labels
from readmission.reports.verdicts import Verdicts
from readmission.texts import Language

NOTES: Final = {
    "few states": "States that made requests: {states}. The method asks for {minimum} before it speaks of a pattern.",
    "one state": "{state} made {part} of {total} requests: the figures are largely its own.",
    "weighted differs": "Unweighted the class is “{unweighted}”, weighted it would be “{weighted}”.",
    "far from others": "{indicator}: {state} has {rate}, the middle of all states is {median}; perhaps it is treated otherwise.",
    "published sum": "{comparison}: over the states ({states}) the numbers add up to {sum}, the published ones to {published}.",
    "rows differ": "{comparison}: {states} name “{name}” and say something else of it.",
    "codes differ": "{comparison}: {question}: {count} of {states} states say “{code}”, the others something else.",
    "parts missing": "{indicator}: {missing} of {asked} states did not give both parts; the figure is without them.",
}


@dataclass(frozen=True, slots=True)
class Stated:
    """An answer of the Commission's part: under which heading it stands, the question, the answer and its place."""

    heading: str
    question: str
    answer: str
    place: str


@dataclass(frozen=True, slots=True)
class AttachedLine:
    """A file that a state attached, as the page lists it."""

    state: str
    question: str
    place: str
    name: str
    note: str
    sha512: str


@dataclass(frozen=True)
class Card:
    """What the page shows of one country; `states` are those that say anything of it.

    `concluded` is the level of the classes' own scale that the Commission states, empty without.
    """

    code: str
    name: str
    document: Document
    scale: str
    verdict: str
    notes: tuple[tuple[str, str], ...]
    stages: Chart | None
    states: tuple[str, ...]
    traces: Sequence[Document]
    stated: tuple[Stated, ...]
    concluded: str
    attached: tuple[AttachedLine, ...]


def card(country: Document, traces: Sequence[Document], result: Document, form: Form, language: Language) -> Card:
    """The card of a country of a result document."""
    labels = Labels(form, language)
    verdicts = Verdicts(form, labels, language)
    classified = country["classified"]
    return Card(
        code=country["country"],
        name=labels.country(country["country"]),
        document=country,
        scale=form.classification.rating.root.type.codelist if form.classification else "",
        verdict=verdicts.sentence(classified, dict(result["parameters"])) if classified else "",
        notes=tuple((note["rule"], _note(note, labels, verdicts, language)) for note in country["notes"]),
        stages=_stages(country, form, labels, language),
        states=_heard(country, result["states"]),
        traces=traces,
        stated=tuple(_stated(country, form, labels, language)),
        concluded=_concluded(country, form),
        attached=tuple(_attached(one, labels) for one in country["attached"]),
    )


def _attached(one: Document, labels: Labels) -> AttachedLine:
    place = Place.parse(one["place"])
    question = labels.field(place.table, place.field)
    return AttachedLine(labels.state(one["state"]), question, one["place"], one["name"], one["note"], one["sha512"])


def _stated(country: Document, form: Form, labels: Labels, language: Language) -> Iterator[Stated]:
    words = AnswerWords(labels, language)
    rows: dict[tuple[str, Key], int] = {}
    for source in country["stated"]:
        place = Place.parse(source["place"])
        table = form.tables[place.table]
        heading = labels.table(place.table)
        if table.is_list:
            row = rows.setdefault((place.table, place.key), sum(known[0] == place.table for known in rows) + 1)
            heading = f"{heading} · {row}"
        cell = Cell(source["value"] or None, Reason(source["reason"]) if source["reason"] else None)
        yield Stated(
            heading, labels.field(place.table, place.field), words.answer(cell, table.by_id[place.field]), source["place"]
        )


def _concluded(country: Document, form: Form) -> str:
    """The Commission's own level: the code that it chose from the list of the classes."""
    scale = form.classification.codelist if form.classification else ""
    for source in country["stated"]:
        place = Place.parse(source["place"])
        if scale and form.tables[place.table].by_id[place.field].codelist == scale:
            return str(source["value"])
    return ""


def _note(note: Document, labels: Labels, verdicts: Verdicts, language: Language) -> str:
    values = dict(note["values"])
    if "state" in values:
        values["state"] = labels.state(values["state"])
    if "unweighted" in values:
        values |= {name: verdicts.word(values[name]) for name in ("unweighted", "weighted")}
    if "rate" in values:
        values |= {name: f"{language.number(values[name], 1)} %" for name in ("rate", "median")}
    if "comparison" in values:
        values |= _compared(note, labels, language)
    if "indicator" in values:
        values["indicator"] = labels.indicator(values["indicator"])
    return language.say(NOTES[note["kind"]], **values)


def _compared(note: Document, labels: Labels, language: Language) -> dict[str, str]:
    values = dict(note["values"])
    found = {"comparison": labels.comparison(values["comparison"])}
    if "published" in values:
        found |= {name: language.number(values[name]) for name in ("sum", "published")}
    if "name" in values:
        found["states"] = ", ".join(labels.state(state) for state in values["states"].split())
    if "place" in values:
        place = Place.parse(values["place"])
        found |= {
            "question": labels.field(place.table, place.field),
            "code": labels.answer(place.table, place.field, values["code"]),
        }
    return found


def _heard(country: Document, states: Sequence[str]) -> tuple[str, ...]:
    speaking = {term["state"] for figure in country["figures"] for term in figure["terms"] if term["part"] == "entered"}
    if country["classified"]:
        speaking |= {one["state"] for one in country["classified"]["ratings"] if one["part"] in ("entered", "no experience")}
    return tuple(state for state in states if state in speaking)


def _stages(country: Document, form: Form, labels: Labels, language: Language) -> Chart | None:
    if form.classification is None or not country["classified"]:
        return None
    scale = form.codelists[form.classification.rating.root.type.codelist]
    shades = _shades(scale)
    overall = language.say("Overall"), country["classified"]["ratings"]
    drawn = [overall] + [(labels.member(stage["table"], 1, stage["stage"]), stage["ratings"]) for stage in country["stages"]]
    rows: list[tuple[str, Sequence[Share], str]] = []
    spoken: list[str] = []
    for label, ratings in drawn:
        counts = {code: sum(one["code"] == code and one["part"] == "entered" for one in ratings) for code in shades}
        without = sum(one["part"] == "no experience" for one in ratings)
        remark = language.say("{count} without experience", count=without) if without else ""
        rows.append((label, [Share(shades[code], count, str(count)) for code, count in counts.items()], remark))
        parts = [f"{labels.code(scale.id, code)} {count}" for code, count in counts.items() if count]
        spoken.append(f"{label}: {', '.join([*parts, remark] if remark else parts) or language.say('no rating')}.")
    legend = [(name, labels.code(scale.id, code)) for code, name in shades.items()]
    return chart(language.say("Ratings of the states by stage"), " ".join(spoken), legend, rows, width=620)


def _shades(scale: CodeList) -> dict[str, str]:
    ranked = sorted((code for code in scale.codes if code.rank is not None), key=lambda code: code.rank or 0)
    return {code.id: shade(position, len(ranked)) for position, code in enumerate(ranked)}
