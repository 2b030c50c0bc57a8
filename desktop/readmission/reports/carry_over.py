"""What became of last year's answers when a declaration was begun from them, line by line, for the officer who goes on with it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from readmission.answers.attachment import Attachment
from readmission.answers.migration import Fate, Line
from readmission.answers.model import Place
from readmission.form.model import Form
from readmission.reports.labels import Labels
from readmission.reports.pages import page
from readmission.texts import Language


@dataclass(frozen=True, slots=True)
class Fates:
    """The answers that share a fate, with a heading and a sentence."""

    heading: str
    sentence: str
    lines: tuple[Line, ...]
    open: bool


# In the order in which an officer needs them: what is lost first, what simply stays last.
_GROUPS = (
    (
        "Not taken over",
        "These answers of last year have no place in this year's questionnaire. They stay in last year's declaration.",
        lambda line: line.fate.lost,
    ),
    (
        "Changed",
        "These answers stand under another name, in another unit, or together with others.",
        lambda line: not line.fate.lost and line.fate is not Fate.KEPT,
    ),
    (
        "Kept as last year's",
        "These answers are shown beside this year's and compared with them.",
        lambda line: line.fate is Fate.KEPT,
    ),
)


def carry_over_page(
    lines: Sequence[Line],
    begun: Collection[Place],
    attached: Sequence[Attachment],
    *,
    form: Form,
    state: str,
    year: int,
    rehearsal: bool,
    marking: str,
    language: Language,
) -> str:
    """The page; `begun` are the places at which the new declaration begins with last year's answer, `attached` last year's files."""
    labels = Labels(form, language)
    return page(
        "carry_over.html",
        language,
        rehearsal=rehearsal,
        marking=marking,
        state=state,
        year=year,
        groups=list(_groups(lines)),
        begun=frozenset(str(place) for place in begun),
        attached=attached,
        label=lambda text: _label(text, form, labels),
        fate=lambda line: language.say(line.fate.value),
    )


def _groups(lines: Sequence[Line]) -> Iterable[Fates]:
    for heading, sentence, belongs in _GROUPS:
        found = tuple(line for line in lines if belongs(line))
        yield Fates(heading, sentence, found, open=heading != _GROUPS[-1][0])


def _label(text: str, form: Form, labels: Labels) -> str:
    place = Place.parse(text)
    table = form.tables.get(place.table)
    return labels.field(place.table, place.field) if table and place.field in table.by_id else ""
