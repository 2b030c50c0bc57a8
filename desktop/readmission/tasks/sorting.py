"""Sort the countries before filling in: what the published figures and last year say about each, and what to propose.

Nothing is decided here. A published 0 may stand for a few persons, so the officer confirms every proposal. Which question sorts
follows from the form: the one on which most of what is owed depends. What its answers mean follows from what is owed under each.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final

from readmission.answers.changes import Answers
from readmission.answers.model import Cell, Key, Place
from readmission.checks.comparisons import closing_stocks, comparisons
from readmission.checks.owed import questions
from readmission.engine.program import Engine
from readmission.errors import Phrase, TaskError
from readmission.form.model import DimensionKind, FieldType, Form, Level, Origin, Shape, Table
from readmission.form.nodes import Column, walk
from readmission.tasks.fill import Filling

# The number of persons from which a dossier is a full one stands in the form under this name, and a round may set another.
FULL_FROM: Final = "full_dossier_persons"


class NotSorted(TaskError):
    """A form does not say by what its countries are sorted."""

    code: ClassVar[str] = "TA-60"
    happened: ClassVar[str] = "The countries cannot be sorted ({why})."
    unharmed: ClassVar[str] = "No answer was changed; every country can be answered on its own page."
    remedy: ClassVar[str] = "Answer country by country, or tell the Commission that the form lacks it."


class Size(StrEnum):
    """What a proposal expects of a country."""

    NONE = "none"
    FEW = "few"
    FULL = "full"
    APART = "apart"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a country before anybody answers; None where no figure was published or given."""

    published: tuple[int | None, ...]
    stocks: tuple[int | None, ...]
    last_answer: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the answers to the sorting question stand for; `apart` are those under which only a part is owed."""

    none: str
    cases: str
    apart: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What to answer for a country, and the figure that speaks for it; without a proposal `answer` is empty."""

    size: Size
    answer: str = ""
    figure: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A country with what is known and what is proposed; `before` are last year's figures."""

    country: str
    known: Known
    before: tuple[int | None, ...]
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Sorting:
    """All countries of a round, ready to be sorted.

    `published`, `before` and `stocks` name table and field of the figures in each line, leaving out those that no country has.
    """

    question: tuple[str, str]
    meaning: Meaning
    published: tuple[tuple[str, str], ...]
    before: tuple[tuple[str, str], ...]
    stocks: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]

    def place(self, country: str) -> Place:
        """Where the answer for a country is given."""
        table, field = self.question
        return Place(table, (country,), field)


def propose(known: Known, meaning: Meaning, full_from: int) -> Proposal:
    """What to propose for a country: pure, and the same for the same figures."""
    if known.last_answer in meaning.apart:
        return Proposal(Size.APART, known.last_answer)
    figures = [figure for figure in (*known.published, *known.stocks) if figure is not None]
    if not figures:
        return Proposal(Size.UNKNOWN)
    largest = max(figures)
    if largest == 0:
        return Proposal(Size.NONE, meaning.none, largest)
    return Proposal(Size.FEW if largest < full_from else Size.FULL, meaning.cases, largest)


def sort_countries(filling: Filling) -> Sorting:
    """What is known of every country and what to propose; raises NotSorted where the form says nothing to sort by."""
    form, round_ = filling.form, filling.round
    if not round_.countries:
        raise NotSorted(why=Phrase("the round has no countries"))
    question = _question(form)
    meaning = _meaning(filling, question)
    default = form.parameters.get(FULL_FROM)
    if default is None:
        raise NotSorted(why=Phrase("the form has no parameter {name}", name=FULL_FROM))
    full_from = round_.parameters.get(FULL_FROM, default.value) // 10**default.places
    pairs = {theirs: own for own, theirs in reversed(comparisons(form).items()) if _core(form, own)}
    countries = round_.countries
    published = _held(filling.reference, sorted(pairs), countries)
    before = _held(filling.last, list(dict.fromkeys(pairs[theirs] for theirs in sorted(pairs))), countries)
    stocks = _held(filling.last, [stock for stock in closing_stocks(form) if _by_country(form.tables[stock[0]])], countries)
    lines = []
    for country in countries:
        answer = _figure(filling.last, question, (country,))
        known = Known(
            tuple(_number(filling.reference, named, (country,)) for named in published),
            tuple(_number(filling.last, named, (country,)) for named in stocks),
            answer if isinstance(answer, str) else "",
        )
        figures = tuple(_number(filling.last, named, (country,)) for named in before)
        lines.append(Line(country, known, figures, propose(known, meaning, full_from)))
    return Sorting(question, meaning, published, before, stocks, tuple(lines))


def _question(form: Form) -> tuple[str, str]:
    """The code about a country that most conditions for being owed read."""
    read: Counter[tuple[str, str]] = Counter()
    for table in form.tables.values():
        for expression in (table.expected, *(field.expected for field in table.fields)):
            for node in walk(expression.root) if expression is not None else ():
                if isinstance(node, Column) and _sorts(form, node):
                    read[node.table, node.field] += 1
    if not read:
        raise NotSorted(why=Phrase("no question decides what is owed for a country"))
    return read.most_common(1)[0][0]


def _sorts(form: Form, node: Column) -> bool:
    table = form.tables[node.table]
    field = table.by_id.get(node.field)
    return (
        table.origin is Origin.MINISTRY
        and table.shape is Shape.FORM
        and _by_country(table)
        and field is not None
        and field.type is FieldType.CODE
        and field.relevant is None
    )


def _meaning(filling: Filling, question: tuple[str, str]) -> Meaning:
    """What each answer makes owed, tried out on answers that hold nothing else."""
    table, field = question
    form = filling.form
    country = filling.round.countries[0]
    engine = Engine(form, filling.round)
    owed = {}
    for code in form.codelists[form.tables[table].by_id[field].codelist].codes:
        answers = Answers.of({Place(table, (country,), field): Cell(value=code.id)}, form.lists)
        session = engine.open(answers, None, filling.reference)
        owed[code.id] = sum(one.core for one in questions(session, form, country))
    none, cases = min(owed, key=owed.__getitem__), max(owed, key=owed.__getitem__)
    if owed[none] == owed[cases]:
        raise NotSorted(why=Phrase("all answers ask for the same"))
    return Meaning(none, cases, tuple(code for code in owed if code not in (none, cases)))


def _core(form: Form, named: tuple[str, str]) -> bool:
    table, field = named
    return _by_country(form.tables[table]) and form.tables[table].by_id[field].level is Level.CORE


def _by_country(table: Table) -> bool:
    return [dimension.kind for dimension in table.dimensions] == [DimensionKind.COUNTRY]


def _held(answers: Answers | None, named: Sequence[tuple[str, str]], countries: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple(each for each in named if any(_number(answers, each, (country,)) is not None for country in countries))


def _figure(answers: Answers | None, named: tuple[str, str], key: Key) -> int | str | None:
    return answers.cell(Place(named[0], key, named[1])).value if answers is not None else None


def _number(answers: Answers | None, named: tuple[str, str], key: Key) -> int | None:
    value = _figure(answers, named, key)
    return value if isinstance(value, int) else None
