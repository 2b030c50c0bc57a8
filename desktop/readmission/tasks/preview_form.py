"""Show a form as a ministry sees it: an invented authority makes a round of it, and a declaration that anyone may fill."""

from dataclasses import dataclass
from pathlib import Path

from readmission import assets
from readmission.tasks.check_form import check_form
from readmission.tasks.progress import Progress, silent
from readmission.tasks.rehearsal.commission import Commission
from readmission.tasks.rehearsal.invention import Invention, read_invention
from readmission.tasks.rehearsal.ministry import Ministry
from readmission.tasks.rehearsal.stage import PASSWORD, YEARS, Stage


@dataclass(frozen=True, slots=True)
class Preview:
    """A declaration of the form and what opens it."""

    folder: Path
    password: str


def preview_form(form_folder: Path, root: Path, state: str, progress: Progress = silent) -> Preview:
    """Make a round of the form from the published figures and a declaration of a state in it; raises FormRefused first."""
    progress("form", 0, 4)
    form = check_form(form_folder)
    progress("keys", 1, 4)
    stage = Stage(root)
    invention = _invention(form.edition)
    commission = Commission(stage, invention, lambda _year: form_folder)
    commission.kit(state, form.codelists[form.states])
    year = YEARS[-1]
    progress("round", 2, 4)
    commission.round(year, [state])
    progress("declaration", 3, 4)
    Ministry(stage, state, invention).begin(year)
    return Preview(stage.declaration(state, year), PASSWORD)


def _invention(edition: str) -> Invention:
    # Names and marking are all that a preview takes from it, so that of another edition does as well.
    folder = assets.forms() / "rehearsal"
    own = folder / f"{edition}.yaml"
    return read_invention(own if own.is_file() else max(folder.glob("*.yaml")))
