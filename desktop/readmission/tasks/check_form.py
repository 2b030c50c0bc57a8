"""Read a form and say everything that is wrong with it."""

from pathlib import Path

from readmission.form.model import Form
from readmission.form.reader import form_files, read_form


def check_form(folder: Path) -> Form:
    """The form of a folder; raises FormRefused with all problems."""
    return read_form(form_files(folder))
