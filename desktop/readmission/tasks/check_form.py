"""Read a form and say everything that is wrong with it, its translations included."""

from pathlib import Path

from readmission.form.model import Form
from readmission.form.problems import FormRefused
from readmission.form.reader import form_files, read_form
from readmission.form.wording import check_named_places


def check_form(folder: Path) -> Form:
    """The form of a folder; raises FormRefused with all problems, or NoSuchFolder."""
    files = form_files(folder)
    form = read_form(files)
    catalogues = [(name, data) for name, data in files.items() if name.endswith(".po")]
    problems = [problem for name, data in catalogues for problem in check_named_places(form, name, data)]
    if problems:
        raise FormRefused(problems)
    return form
