"""Hand the qualitative part of a form to survey programs (XLSForm), and take the structure of a survey over."""

from pathlib import Path

from readmission.form.reader import form_files, read_form
from readmission.form.xlsform import Survey, survey_of
from readmission.form.xlsform_read import Structure
from readmission.tasks.files import write_new
from readmission.tasks.form_workbook import FormInTheWay
from readmission.texts import Language, read_catalogue


def write_xlsform(folder: Path, target: Path) -> Survey:
    """Write the survey of the form of a folder, in all its languages; raises FormRefused."""
    from readmission.sheets.xlsform_out import write_survey  # noqa: PLC0415 - only who works with workbooks pays for it

    form = read_form(form_files(folder))
    catalogues = sorted((folder / "texts").glob("*.po"))
    survey = survey_of(form, [Language(path.stem, (read_catalogue(path.read_bytes()),)) for path in catalogues])
    write_new(target, write_survey(survey))
    return survey


def read_xlsform(source: Path, folder: Path) -> Structure:
    """Write the structure of a survey into a folder that holds no form; raises WorkbookRefused with all problems."""
    from readmission.sheets.xlsform_in import read_survey  # noqa: PLC0415 - only who works with workbooks pays for it

    if folder.exists() and form_files(folder):
        raise FormInTheWay(str(folder))
    structure = read_survey(source.read_bytes())
    for name, data in structure.files().items():
        write_new(folder / name, data)
    return structure
