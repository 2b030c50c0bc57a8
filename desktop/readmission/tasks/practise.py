"""Practise: a declaration of an invented round, with nothing in it that counts, ready to be filled in."""

from pathlib import Path

from readmission.form.alphabet import by_name
from readmission.store.folder import DECLARATION_FILE
from readmission.tasks.check_form import check_form
from readmission.tasks.preview_form import Preview, preview_form
from readmission.tasks.progress import Progress
from readmission.tasks.rehearsal.stage import PASSWORD, YEARS, Stage, form_folder
from readmission.texts import Language, read_catalogue


def practice_states(language: Language) -> list[tuple[str, str]]:
    """The states that the newest form knows, by code and name, in the order of their names."""
    folder = form_folder(YEARS[-1])
    form = check_form(folder)
    catalogue = folder / "texts" / f"{language.code}.po"
    spoken = language.with_catalogue(read_catalogue(catalogue.read_bytes())) if catalogue.is_file() else language
    codes = form.codelists[form.states].codes
    named = [(code.id, spoken.say(code.label, context=f"{form.states}.{code.id}.label")) for code in codes]
    names = dict(named)
    return [(code, names[code]) for code in by_name(names, names.__getitem__, language.code)]


def practise(root: Path, state: str, progress: Progress) -> Preview:
    """The declaration that was begun to practise on, or a new one.

    What was interrupted while it was being made is left alone, and a new one is made beside it.
    """
    number = 1
    while (folder := root / f"{state}-{number}").exists():
        declaration = Stage(folder).declaration(state, YEARS[-1])
        if (declaration / DECLARATION_FILE).is_file():
            return Preview(declaration, PASSWORD)
        number += 1
    return preview_form(form_folder(YEARS[-1]), folder, state, progress)
