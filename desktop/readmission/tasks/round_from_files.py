"""Create a round from a form, downloaded reference figures and the Commission's own kit and keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from readmission.answers.model import Place
from readmission.bundle.kit import read_kit
from readmission.bundle.revocation import RevocationLists
from readmission.errors import TaskError
from readmission.form.model import Form
from readmission.form.reader import form_files, read_form
from readmission.form.round import Dates
from readmission.statistics import shipped
from readmission.statistics.extract import Rest
from readmission.statistics.figures import FileReport
from readmission.statistics.reference import LAST_UPDATE, fed_by, series_asked
from readmission.tasks.create_round import CreatedRound, RoundPlan, create_round
from readmission.tasks.keys import Opener, open_keys
from readmission.tasks.reference_files import Asking, gather

SCOPE_DATASET = "migr_eiord"


class NoLists(TaskError):
    """A kit without lists of withdrawn certificates cannot begin a round."""

    code: ClassVar[str] = "TA-90"
    happened: ClassVar[str] = "The kit holds no lists of withdrawn certificates, which a round pack carries."
    unharmed: ClassVar[str] = "No round was created."
    remedy: ClassVar[str] = "Take the kit that the authority wrote."


class UnknownState(TaskError):
    """A round asks states that the form knows."""

    code: ClassVar[str] = "TA-91"
    happened: ClassVar[str] = "The form knows no reporting state “{state}”."
    unharmed: ClassVar[str] = "No round was created."
    remedy: ClassVar[str] = "Write the code as the form's list of states has it (Greece is EL)."


@dataclass(frozen=True, slots=True)
class RoundOrder:
    """What the Commission says about a round: files, dates, states (none: all of the form), and the data set of the scope."""

    id: str
    year: int
    form_folder: Path
    kit: Path
    keys: Path
    references: tuple[Path, ...]
    dates: Dates
    states: tuple[str, ...] = ()
    organisation: str = ""
    scope_dataset: str = SCOPE_DATASET
    updated: datetime | None = None


@dataclass(frozen=True)
class OrderedRound:
    """The round with what became of each reference file, and the series that no file held."""

    created: CreatedRound
    files: tuple[FileReport, ...]
    absent: tuple[str, ...]


def create_round_from_files(order: RoundOrder, target: Path, opener: Opener) -> OrderedRound:
    """Gather the figures, compute the scope and sign the pack; raises before anything is written."""
    kit = read_kit(order.kit.read_bytes())
    files = form_files(order.form_folder)
    form = read_form(files)
    known = tuple(form.codelists[form.states].by_id)
    states = order.states or known
    for state in states:
        if state not in known:
            raise UnknownState(state=state[:20])
    asking = Asking(form, files, (order.year - 1, order.year), states, (order.scope_dataset,))
    gathered = gather(order.references, asking, updated=order.updated)
    plan = RoundPlan(
        id=order.id,
        year=order.year,
        domain=kit.domain,
        form_folder=order.form_folder,
        states=states,
        dates=order.dates,
        audience=kit.audience,
        organisation=order.organisation or kit.audience,
        marking=kit.marking.default,
        marking_ceiling=kit.marking.ceiling,
        scope_dataset=order.scope_dataset,
        facts=_facts(order.year, form),
        prefilled=_stated(states),
    )
    created = create_round(
        plan,
        target,
        extract=gathered,
        visa_list=shipped.visa_list(),
        keys=open_keys(order.keys, opener),
        lists=_lists(kit.lists),
        recipients=kit.recipients,
    )
    seen = gathered.seen
    absent = (
        _spoken(dataset, rest)
        for dataset, rests in sorted(series_asked(form).items())
        for rest in sorted(rests)
        if (dataset, rest) not in seen
    )
    return OrderedRound(created, tuple(gathered.reports), tuple(absent))


def _facts(year: int, form: Form) -> dict[str, dict[str, str]]:
    """What ships about countries, without the date of the figures that ship: these are others."""
    return {
        country: {
            place: value for place, value in facts.items() if fed_by(form, Place.parse(place)).get("attribute") != LAST_UPDATE
        }
        for country, facts in shipped.facts(year).items()
    }


def _stated(states: Sequence[str]) -> dict[str, dict[str, str]]:
    return {state: values for state, values in shipped.prefilled().items() if state in states}


def _lists(lists: RevocationLists | None) -> RevocationLists:
    if lists is None:
        raise NoLists
    return lists


def _spoken(dataset: str, rest: Rest) -> str:
    return " ".join([dataset, *(f"{name}={code}" for name, code in rest)])
