"""Print a declaration, one country, the blank questionnaire or the findings, as HTML for screens and as PDF for paper."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from readmission.answers.attachment import Attachment
from readmission.answers.finding import Finding, Settlement, Severity
from readmission.answers.model import Cell, Place
from readmission.checks.owed import country_of
from readmission.errors import TaskError
from readmission.form import wording
from readmission.form.alphabet import by_name
from readmission.reports.declaration import Heading, SettledWarning, declaration_page
from readmission.reports.findings import FindingLine, findings_csv, findings_page
from readmission.reports.labels import Labels
from readmission.reports.pages import REHEARSAL
from readmission.tasks.files import write_whole
from readmission.tasks.fill import Filling
from readmission.tasks.members import exported_attachments, exported_cells
from readmission.tasks.progress import Progress, silent
from readmission.tasks.settle import CODES
from readmission.texts import Language

SEVERITIES = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "note",
    Severity.FAULT: "check that could not run",
}


class NoSuchFormat(TaskError):
    """The ending of a file's name says what is written, and this one says nothing."""

    code: ClassVar[str] = "TA-64"
    happened: ClassVar[str] = "A file ending in “{ending}” cannot be written here."
    unharmed: ClassVar[str] = "Nothing was written."
    remedy: ClassVar[str] = "Choose a name that ends in {endings}."


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is printed: some countries or everything; with `blank` the questions without answers.

    `order` is how the countries follow each other for whoever reads it, absent that of their names in the reader's language.
    """

    countries: tuple[str, ...] = ()
    blank: bool = False
    order: tuple[str, ...] = ()

    def rank(self, country: str) -> int:
        """Where a country stands; what belongs to none stands before all."""
        return self.order.index(country) if country in self.order else -1


def print_declaration(filling: Filling, target: Path, extent: Extent = Extent(), tell: Progress = silent) -> None:
    """Write the page to a file, by its ending .html or .pdf; raises NoSuchFormat before anything is written."""
    _refuse_ending(target, (".html", ".pdf"))
    form, language = filling.form, filling.language
    extent = replace(extent, order=extent.order or _by_name(filling))
    tell(language.say("Gathering answers"), 0, 1)
    html = declaration_page(
        {} if extent.blank else _cells(filling, extent.countries),
        _heading(filling),
        form=form,
        countries=extent.countries or extent.order,
        language=language,
        settled=() if extent.blank else _settled(filling, extent),
        attached=() if extent.blank else _attached(filling, extent),
    )
    _write(target, html, filling, language.say(form.title, wording.TITLE), tell)


def _by_name(filling: Filling) -> tuple[str, ...]:
    return by_name(filling.round.countries, Labels(filling.form, filling.language).country, filling.language.code)


def _attached(filling: Filling, extent: Extent) -> list[Attachment]:
    def country(one: Attachment) -> str:
        return country_of(filling.form.tables[one.place.table], one.place.key)

    wanted = (one for one in sorted(exported_attachments(filling)) if not extent.countries or country(one) in extent.countries)
    return sorted(wanted, key=lambda one: extent.rank(country(one)))


def print_findings(filling: Filling, target: Path, findings: Sequence[Finding] | None = None, tell: Progress = silent) -> int:
    """Write findings (absent: everything that stands in the way) to .html, .pdf or .csv, and say how many they are."""
    _refuse_ending(target, (".html", ".pdf", ".csv"))
    shown = filling.all_findings() if findings is None else findings
    lines = [_line(filling, finding) for finding in shown]
    if target.suffix.casefold() == ".csv":
        write_whole(target, findings_csv(lines, filling.language))
        return len(lines)
    title = f"{_state(filling)} {filling.round.year}"
    html = findings_page(
        lines, title=title, rehearsal=filling.round.rehearsal, marking=filling.round.marking, language=filling.language
    )
    _write(target, html, filling, title, tell)
    return len(lines)


def _write(target: Path, html: str, filling: Filling, title: str, tell: Progress) -> None:
    if target.suffix.casefold() == ".html":
        write_whole(target, html.encode())
        return
    from readmission.reports.pdf import write_pdf  # noqa: PLC0415 - only paper needs Qt's text layout

    language = filling.language
    parts = [language.say(REHEARSAL)] if filling.round.rehearsal else []
    head = " · ".join([*parts, *filter(None, (filling.round.marking,)), f"{_state(filling)} {filling.round.year}"])
    said = language.say("Printing sheets")
    write_whole(target, write_pdf(html, title=title, head=head, tell=lambda done, of: tell(said, done, of)))


def _cells(filling: Filling, countries: Collection[str]) -> Mapping[Place, Cell]:
    cells = exported_cells(filling.form, filling.session)
    if not countries:
        return cells
    tables = filling.form.tables
    return {place: cell for place, cell in cells.items() if country_of(tables[place.table], place.key) in countries}


def _heading(filling: Filling) -> Heading:
    declaration = filling.declaration
    return Heading(declaration.member_state, filling.round.year, filling.round.id, filling.round.rehearsal, filling.round.marking)


def _settled(filling: Filling, extent: Extent) -> list[SettledWarning]:
    def country_at(one: Settlement) -> str:
        return country_of(filling.form.tables[one.table], one.key)

    persons = {person.number: person.name for person in filling.declaration.persons()}
    messages = {(one.rule, one.table, one.key): one for one in filling.all_findings()}
    found = []
    for one in sorted(filling.declaration.settlements(), key=lambda one: extent.rank(country_at(one))):
        country = country_at(one)
        if extent.countries and country not in extent.countries:
            continue
        finding = messages.get((one.rule, one.table, one.key))
        found.append(
            SettledWarning(
                one.rule,
                " · ".join(filter(None, (_country(filling, country), _table(filling, one.table)))),
                filling.message(finding) if finding else filling.card(one.rule).message,
                Labels(filling.form, filling.language).code(CODES, one.code),
                one.text,
                ", ".join(persons.get(number) or str(number) for number in (one.by, one.read_by) if number is not None),
            )
        )
    return found


def _line(filling: Filling, finding: Finding) -> FindingLine:
    language: Language = filling.language
    settled = {(one.rule, one.table, one.key): one.text for one in filling.declaration.settlements()}
    first = finding.places[0] if finding.places else None
    labels = Labels(filling.form, language)
    return FindingLine(
        rule=finding.rule,
        severity=language.say(SEVERITIES[finding.severity]),
        country=_country(filling, country_of(filling.form.tables[finding.table], finding.key)),
        where=labels.field(first.table, first.field) if first else _table(filling, finding.table),
        places=" ".join(str(place) for place in finding.places),
        message=filling.message(finding),
        why=filling.card(finding.rule).why,
        settled=settled.get((finding.rule, finding.table, finding.key), ""),
    )


def _country(filling: Filling, country: str) -> str:
    return Labels(filling.form, filling.language).country(country) if country else ""


def _state(filling: Filling) -> str:
    return Labels(filling.form, filling.language).state(filling.declaration.member_state)


def _table(filling: Filling, table: str) -> str:
    return Labels(filling.form, filling.language).table(table)


def _refuse_ending(target: Path, endings: tuple[str, ...]) -> None:
    if target.suffix.casefold() not in endings:
        raise NoSuchFormat(str(target), ending=target.suffix or target.name, endings=", ".join(endings))
