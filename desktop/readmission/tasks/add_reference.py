"""Add a ministry's newer download of published figures to its declaration.

The figures of the round stay in its pack. What the declaration is checked with from then on is kept beside them, signed inside the
bundle, and named in the manifest's basis, so that the importer computes with exactly the same figures.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import ClassVar, Final

from readmission.answers.facts import read_facts, write_facts
from readmission.answers.model import Cell, Place
from readmission.errors import TaskError
from readmission.form.model import Form
from readmission.statistics.figures import FileReport
from readmission.statistics.reference import LAST_UPDATE, fed_by, reference_cells
from readmission.store.state import State
from readmission.tasks import documents
from readmission.tasks.fill import Filling
from readmission.tasks.reference_files import Asking, gather
from readmission.tasks.review import kit_of, pack_of

WHY: Final = "newer reference figures"


class UndatedDownload(TaskError):
    """A download that does not say how new it is cannot be called newer."""

    code: ClassVar[str] = "TA-92"
    happened: ClassVar[str] = "The files do not say when their figures were last updated, or hold no figure that is asked for."
    unharmed: ClassVar[str] = "The reference figures of the round stay in place."
    remedy: ClassVar[str] = "Say the date of the update, or download the data set as SDMX-CSV or JSON-stat."


class OlderDownload(TaskError):
    """A download is older than what the round brought."""

    code: ClassVar[str] = "TA-93"
    happened: ClassVar[str] = "The figures were last updated on {found}; those of the round are of {known}."
    unharmed: ClassVar[str] = "The reference figures of the round stay in place."
    remedy: ClassVar[str] = "Nothing needs to be done: the newer figures are in use already."


class NotFilling(TaskError):
    """Reference figures change only while a declaration is filled in."""

    code: ClassVar[str] = "TA-94"
    happened: ClassVar[str] = "The declaration is not being filled in; its figures and findings are frozen."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Take it back to filling in first."


@dataclass(frozen=True)
class AddedReference:
    """What the files gave: cells that are new, cells whose figure changed, and what became of each file."""

    new: tuple[Place, ...]
    changed: tuple[Place, ...]
    files: tuple[FileReport, ...]


def add_reference(filling: Filling, files: Sequence[Path], *, updated: datetime | None = None) -> AddedReference:
    """Put newer figures in the place of the round's; the declaration is to be opened again for them to be checked with."""
    _refuse_frozen(filling)
    form, round_, state = filling.form, filling.round, kit_of(filling).state
    with pack_of(filling) as pack:
        asking = Asking(form, dict(pack.form), (round_.year,), (state,))
        of_round = pack.reference.get(state, b"")
    gathered = gather(files, asking, updated=updated)
    known = read_facts(of_round, form) if of_round else {}
    found = reference_cells(gathered, form, year=round_.year, state=state, countries=round_.countries)
    dates = [place for place, cell in found.items() if fed_by(form, place).get("attribute") == LAST_UPDATE]
    if gathered.updated is None or len(found) == len(dates):
        raise UndatedDownload
    _refuse_older(known, dates, gathered.updated.date())
    if not _replaces_all(form, known, found):
        # As long as a figure of the round is left, the figures are as old as those of the round.
        found = {place: cell for place, cell in found.items() if place not in dates or place not in known}
    before = filling.reference.cells if filling.reference is not None else {}
    text = write_facts(known | found, form)
    filling.declaration.put_document(documents.OWN_REFERENCE, text, filling.person, WHY)
    return AddedReference(
        new=tuple(sorted(place for place in found if place not in before)),
        changed=tuple(sorted(place for place, cell in found.items() if place in before and before[place] != cell)),
        files=tuple(gathered.reports),
    )


def drop_reference(filling: Filling) -> None:
    """Go back to the reference figures of the round."""
    _refuse_frozen(filling)
    text = filling.declaration.document(documents.REFERENCE)
    if filling.declaration.document(documents.OWN_REFERENCE) is not None:
        filling.declaration.put_document(documents.OWN_REFERENCE, text or b"", filling.person, "reference figures of the round")


def _refuse_frozen(filling: Filling) -> None:
    if filling.declaration.state is not State.FILLING:
        raise NotFilling(str(filling.folder))


def _refuse_older(known: Mapping[Place, Cell], dates: Sequence[Place], found: date) -> None:
    for place in dates:
        if place in known and isinstance(said := known[place].value, str) and said > found.isoformat():
            raise OlderDownload(found=found.isoformat(), known=said)


def _replaces_all(form: Form, known: Mapping[Place, Cell], found: Mapping[Place, Cell]) -> bool:
    return all(place in found for place in known if "dataset" in fed_by(form, place))
