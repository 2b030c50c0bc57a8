"""Create the pack of a round: the form, the countries computed from the reference figures, the figures of each state, the dates.

The scope of reporting year y rests on the published figures of year y - 1; the figures to compare with are those of year y.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from readmission import __version__
from readmission.answers.facts import cells_of, write_facts
from readmission.answers.model import Cell, Place
from readmission.answers.records import FactRow
from readmission.assessment.scope import Scope, scope
from readmission.bundle.domain import Domain
from readmission.bundle.keyfile import SigningKeys
from readmission.bundle.kit import NamedRecipient
from readmission.bundle.manifest import Audience, FormReference, Kind, Manifest, RoundReference
from readmission.bundle.manifest_text import moment_text
from readmission.bundle.pack import PackContents, write_pack
from readmission.bundle.revocation import RevocationLists
from readmission.bundle.trust import COMMISSION_STATE
from readmission.errors import TaskError
from readmission.form.model import Form, Origin
from readmission.form.reader import form_files, read_form
from readmission.form.round import Dates, Round
from readmission.form.round_text import check_round
from readmission.statistics.extract import Published
from readmission.statistics.reference import Coverage, coverage, reference_cells
from readmission.statistics.visa_list import VisaList
from readmission.tasks import documents

THRESHOLD = "scope_threshold"


class NotPrefilled(TaskError):
    """The Commission answers only what the form marks as its own to answer."""

    code: ClassVar[str] = "TA-32"
    happened: ClassVar[str] = "This cell is not one that the Commission fills in."
    unharmed: ClassVar[str] = "No round was created."
    remedy: ClassVar[str] = "Take the line out, or mark the field as prefilled in the form."


@dataclass(frozen=True)
class RoundPlan:
    """What the Commission decides about a round before figures are looked at."""

    id: str
    year: int
    domain: Domain
    form_folder: Path
    states: tuple[str, ...]
    dates: Dates
    audience: str
    organisation: str
    marking: str
    marking_ceiling: str
    scope_dataset: str
    version: int = 1
    parameters: Mapping[str, int] = field(default_factory=dict)
    facts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    prefilled: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class CreatedRound:
    """A round as it was signed, with how its scope came about and what its numbers can be compared with."""

    round: Round
    scope: Scope
    pack: Path
    manifest_sha512: str
    coverage: tuple[Coverage, ...] = ()


def create_round(
    plan: RoundPlan,
    target: Path,
    *,
    extract: Published,
    visa_list: VisaList,
    keys: SigningKeys,
    lists: RevocationLists,
    recipients: Sequence[NamedRecipient],
) -> CreatedRound:
    """Compute the scope, gather the figures of each state, and sign the pack."""
    files = form_files(plan.form_folder)
    form = read_form(files)
    found = _scope(plan, form, extract, visa_list)
    countries = tuple(entry.country for entry in found.entries)
    stated = _stated(plan, form, countries)
    reference = {
        state: write_facts(stated | reference_cells(extract, form, year=plan.year, state=state, countries=countries), form)
        for state in plan.states
    }
    round_ = _round(plan, form, found, {state: documents.digest(text) for state, text in reference.items()})
    check_round(round_, form)
    contents = PackContents(
        round=documents.round_document(round_),
        form=files,
        reference=reference,
        recipients=tuple(recipients),
        lists=lists,
        others={prefilled_name(state): write_facts(_prefilled(plan, form, state), form) for state in plan.states},
    )
    draft = Manifest(
        kind=Kind.ROUND,
        domain=plan.domain,
        id=str(uuid.uuid4()),
        created_at=moment_text(datetime.now(UTC)),
        app_version=__version__,
        state=COMMISSION_STATE,
        organisation=plan.organisation,
        audience=Audience(plan.audience, tuple(sorted(named.recipient.id for named in recipients))),
        round=RoundReference(plan.id, plan.version),
        form=FormReference(form.id, form.edition, form.structure),
        period=str(plan.year),
        sequence=plan.version,
        marking=plan.marking,
    )
    digest = write_pack(target, draft=draft, contents=contents, keys=keys, now=datetime.now(UTC))
    covered = coverage(extract, form, year=plan.year, states=plan.states, countries=countries)
    return CreatedRound(round_, found, target, digest, covered)


def prefilled_name(state: str) -> str:
    """The part of a pack with what the Commission states about a reporting state."""
    return f"prefilled/{state}.csv"


def _stated(plan: RoundPlan, form: Form, countries: Sequence[str]) -> dict[Place, Cell]:
    """What the Commission states about the countries of the round, and under "" about all: cells of tables that nobody types."""
    rows = []
    for country in ("", *countries):
        for text, value in plan.facts.get(country, {}).items():
            place = Place.parse(text)
            table = form.tables.get(place.table)
            if table is None or table.origin is not Origin.REFERENCE or "".join(place.key[:1]) != country:
                raise NotPrefilled(text)
            rows.append(FactRow(text, value))
    return cells_of(rows, form)


def _prefilled(plan: RoundPlan, form: Form, state: str) -> dict[Place, Cell]:
    cells = {Place.parse(place): Cell(value=value) for place, value in plan.prefilled.get(state, {}).items()}
    for place in cells:
        if not form.tables[place.table].by_id[place.field].prefilled:
            raise NotPrefilled(str(place))
    return cells


def _scope(plan: RoundPlan, form: Form, extract: Published, visa_list: VisaList) -> Scope:
    required = frozenset(visa_list.required_in(plan.year))
    threshold = plan.parameters.get(THRESHOLD, form.parameters[THRESHOLD].value)
    figures = extract.figures(plan.scope_dataset, plan.year - 1, plan.states, required)
    return scope(figures, required, threshold, plan.states)


def _round(plan: RoundPlan, form: Form, found: Scope, extracts: dict[str, str]) -> Round:
    defaults = {parameter.id: parameter.value for parameter in form.parameters.values()}
    return Round(
        id=plan.id,
        edition=form.edition,
        year=plan.year,
        version=plan.version,
        rehearsal=plan.domain is Domain.REHEARSAL,
        structure=form.structure,
        states=plan.states,
        scope=found.entries,
        dates=plan.dates,
        parameters=defaults | dict(plan.parameters),
        extracts=extracts,
        audience=plan.audience,
        marking=plan.marking,
        marking_ceiling=plan.marking_ceiling,
    )
