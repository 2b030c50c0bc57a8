"""The head of unit goes through the countries: what stands there now and last year, what changed, approved or sent back one by one.

Verdicts are kept in the declaration, each a step of the journal with its comment; they never travel. An approval stands as long as the
country's answers and settled warnings are those that were approved, so that after a correction only what changed is looked at again.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar, Final

from readmission import canonical
from readmission.answers.finding import Finding, Settlement
from readmission.answers.journal import EntryKind, attachment_text, cell_text, read_cell
from readmission.answers.model import Cell, Key, Place
from readmission.bundle.manifest_text import moment_text
from readmission.errors import TaskError
from readmission.form.model import DimensionKind, Field, FieldType, Form, Level, Origin, Shape, Table
from readmission.tasks import documents
from readmission.tasks.fill import Filling
from readmission.tasks.settle import open_warnings

_NUMBERS: Final = (FieldType.COUNT, FieldType.DECIMAL)


class NoComment(TaskError):
    """Whoever sends a country back says what is to be done."""

    code: ClassVar[str] = "TA-84"
    happened: ClassVar[str] = "A country is sent back with a comment, and none was written."
    unharmed: ClassVar[str] = "No verdict was changed."
    remedy: ClassVar[str] = "Write in a sentence what is to be looked at again."


class NotAsked(TaskError):
    """A verdict is about a country of the round."""

    code: ClassVar[str] = "TA-85"
    happened: ClassVar[str] = "The round does not ask about {country}."
    unharmed: ClassVar[str] = "No verdict was changed."
    remedy: ClassVar[str] = "Choose one of the countries of the round."


class Verdict(StrEnum):
    """What the head said of a country."""

    APPROVED = "approved"
    SENT_BACK = "sent back"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A verdict: by whom (a number), when, with which comment, and the digest of what was judged."""

    verdict: Verdict
    person: int
    moment: str
    comment: str
    digest: str


@dataclass(frozen=True, slots=True)
class CellChange:
    """What a cell held when somebody last looked, and what it holds now."""

    place: Place
    before: Cell
    now: Cell


@dataclass(frozen=True, slots=True)
class CountryReview:
    """A country as the head sees it; `stands` says that a verdict is about exactly what stands there now.

    `looked` tells whether this person ever looked; `changes` are the cells that are different since then.
    """

    country: str
    reviewed: Reviewed | None
    stands: bool
    looked: bool
    changes: tuple[CellChange, ...]
    settled: tuple[Settlement, ...]
    open_warnings: tuple[Finding, ...]

    @property
    def approved(self) -> bool:
        """Whether the country is approved as it stands."""
        return self.stands and self.reviewed is not None and self.reviewed.verdict is Verdict.APPROVED


def ratings(form: Form) -> tuple[tuple[Table, Field], ...]:
    """The core questions that are answered on a ranked scale, once a country."""
    return tuple((table, field) for table, field in _core(form) if field.type is FieldType.CODE and _ranked(form, field))


def numbers(form: Form) -> tuple[tuple[Table, Field], ...]:
    """The core numbers of the tables that have one row a country, the computed shares among them."""
    return tuple((table, field) for table, field in _core(form) if table.shape is Shape.GRID and field.type in _NUMBERS)


def country_reviews(filling: Filling) -> tuple[CountryReview, ...]:
    """Every country of the round, in its order."""
    kept = _read(filling)
    digests = _digests(filling)
    marks = {
        country: looked for country in filling.round.countries if (looked := kept.looked(filling.person, country)) is not None
    }
    changes = _changes(filling, marks)
    settled = _by_country(filling, filling.declaration.settlements())
    warnings = _by_country(filling, open_warnings(filling))
    return tuple(
        CountryReview(
            country,
            reviewed := kept.verdicts.get(country),
            reviewed is not None and reviewed.digest == digests[country],
            country in marks,
            changes.get(country, ()),
            tuple(settled.get(country, ())),
            tuple(warnings.get(country, ())),
        )
        for country in filling.round.countries
    )


def sent_back(filling: Filling) -> dict[str, Reviewed]:
    """The countries that the head sent back and has not approved since, with who, when and why."""
    return {country: one for country, one in _read(filling).verdicts.items() if one.verdict is Verdict.SENT_BACK}


def approve_countries(filling: Filling, countries: Sequence[str]) -> None:
    """Approve countries as they stand."""
    _judge(filling, countries, Verdict.APPROVED, "")


def send_back(filling: Filling, countries: Sequence[str], comment: str) -> None:
    """Send countries back with a comment for whoever fills them in."""
    if not comment.strip():
        raise NoComment
    _judge(filling, countries, Verdict.SENT_BACK, comment.strip())


def mark_looked(filling: Filling, countries: Sequence[str]) -> None:
    """Remember that this person has seen countries as they stand, without a verdict."""
    kept = _read(filling)
    _require(filling, countries)
    kept.look(filling.person, countries, filling.declaration.head.entries)
    _write(filling, kept, f"looked at {', '.join(countries)}")


class _Kept:
    """What the document holds: the latest verdict of each country, and where in the journal each person last looked at it."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self.verdicts: dict[str, Reviewed] = {
            country: Reviewed(**{**reviewed, "verdict": Verdict(reviewed["verdict"])})
            for country, reviewed in content.get("verdicts", {}).items()
        }
        self.marks: dict[str, dict[str, int]] = {person: dict(marks) for person, marks in content.get("looked", {}).items()}

    def looked(self, person: int, country: str) -> int | None:
        """How many entries the journal had when a person last looked at a country."""
        return self.marks.get(str(person), {}).get(country)

    def look(self, person: int, countries: Sequence[str], entries: int) -> None:
        """Remember that a person looked."""
        self.marks.setdefault(str(person), {}).update(dict.fromkeys(countries, entries))

    def text(self) -> bytes:
        """The document."""
        verdicts: dict[str, canonical.Json] = {
            country: {
                "verdict": reviewed.verdict.value,
                "person": reviewed.person,
                "moment": reviewed.moment,
                "comment": reviewed.comment,
                "digest": reviewed.digest,
            }
            for country, reviewed in self.verdicts.items()
        }
        looked: dict[str, canonical.Json] = {person: dict(marks.items()) for person, marks in self.marks.items()}
        return canonical.write({"verdicts": verdicts, "looked": looked})


def _judge(filling: Filling, countries: Sequence[str], verdict: Verdict, comment: str) -> None:
    _require(filling, countries)
    kept = _read(filling)
    digests = _digests(filling)
    moment = moment_text(datetime.now(UTC))
    for country in countries:
        kept.verdicts[country] = Reviewed(verdict, filling.person, moment, comment, digests[country])
    kept.look(filling.person, countries, filling.declaration.head.entries)
    _write(filling, kept, f"{verdict}: {', '.join(countries)}{': ' if comment else ''}{comment}")


def _require(filling: Filling, countries: Sequence[str]) -> None:
    for country in countries:
        if country not in filling.round.countries:
            raise NotAsked(country=country)


def _read(filling: Filling) -> _Kept:
    text = filling.declaration.document(documents.HEAD_REVIEW)
    return _Kept({} if text is None else canonical.read_object(text))


def _write(filling: Filling, kept: _Kept, why: str) -> None:
    filling.declaration.put_document(documents.HEAD_REVIEW, kept.text(), filling.person, why)


def _core(form: Form) -> Iterator[tuple[Table, Field]]:
    for table in form.tables.values():
        if table.origin is Origin.MINISTRY and [dimension.kind for dimension in table.dimensions] == [DimensionKind.COUNTRY]:
            yield from ((table, field) for field in table.fields if field.level is Level.CORE)


def _ranked(form: Form, field: Field) -> bool:
    return any(code.rank is not None for code in form.codelists[field.codelist].codes)


def _country(form: Form, table: str, key: Key) -> str:
    dimensions = form.tables[table].dimensions if table in form.tables else ()
    return key[0] if dimensions and dimensions[0].kind is DimensionKind.COUNTRY else ""


def _by_country(filling: Filling, things: Sequence[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for thing in things:
        found[_country(filling.form, thing.table, thing.key)].append(thing)
    return found


def _digests(filling: Filling) -> dict[str, str]:
    """The digest of each country's answers, settled warnings and attachments."""
    texts: dict[str, list[str]] = {country: [] for country in filling.round.countries}
    for place, cell in filling.answers.cells.items():
        country = _country(filling.form, place.table, place.key)
        if country in texts and cell != Cell():
            texts[country].append(f"{place} {cell_text(cell)}")
    for settled in filling.declaration.settlements():
        country = _country(filling.form, settled.table, settled.key)
        if country in texts:
            texts[country].append(f"{settled.rule} {settled.table} {settled.key} {settled.code} {settled.text} {settled.read_by}")
    for attachment in filling.answers.attachments.values():
        country = _country(filling.form, attachment.place.table, attachment.place.key)
        if country in texts:
            texts[country].append(attachment_text(attachment))
    return {country: hashlib.sha512("\n".join(sorted(lines)).encode()).hexdigest() for country, lines in texts.items()}


def _changes(filling: Filling, marks: Mapping[str, int]) -> dict[str, tuple[CellChange, ...]]:
    """What became different in each country after its mark; what was changed and changed back is not."""
    if not marks:
        return {}
    before: dict[str, dict[Place, Cell]] = defaultdict(dict)
    for entry in filling.declaration.journal(min(marks.values())):
        if entry.kind is not EntryKind.CELL:
            continue
        place = Place.parse(entry.place)
        country = _country(filling.form, place.table, place.key)
        if entry.number > marks.get(country, entry.number):
            before[country].setdefault(place, read_cell(entry.old))
    answers = filling.answers
    return {
        country: tuple(CellChange(place, old, answers.cell(place)) for place, old in cells.items() if old != answers.cell(place))
        for country, cells in before.items()
    }
