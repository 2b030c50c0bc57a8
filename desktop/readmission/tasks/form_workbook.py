"""Hand a form to people as one workbook, and take it back as a folder."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from readmission.errors import TaskError
from readmission.form.catalogue import read_catalogue
from readmission.form.files import whole_form
from readmission.form.model import Form
from readmission.form.reader import form_files, read_form
from readmission.form.wording import texts_of
from readmission.tasks.files import write_new


class FormInTheWay(TaskError):
    """A folder into which a form is to be written holds one already."""

    code: ClassVar[str] = "TA-50"
    happened: ClassVar[str] = "The folder already holds files of a form."
    unharmed: ClassVar[str] = "They were not touched, and nothing was written."
    remedy: ClassVar[str] = "Choose a new folder, then compare the two forms."


class WorkbookNotWhole(TaskError):
    """What was read back from a workbook is not the form that was written into it."""

    code: ClassVar[str] = "TA-51"
    happened: ClassVar[str] = "The workbook would not hold the whole form: {differs} would be read back otherwise."
    unharmed: ClassVar[str] = "Nothing was written."
    remedy: ClassVar[str] = "Look there for carriage returns and for texts that consist of blanks only, and remove them."


@dataclass(frozen=True, slots=True)
class WorkbookWritten:
    """The form that was written, and the translation files that will look different when they are read back."""

    form: Form
    laid_out_anew: tuple[str, ...]


def write_workbook(folder: Path, target: Path) -> WorkbookWritten:
    """Write the form of a folder as a workbook that was read back and says the same; raises FormRefused."""
    from readmission.sheets.form_workbook import read_form_workbook  # noqa: PLC0415 - only who works with workbooks pays for it
    from readmission.sheets.write import write_form_workbook  # noqa: PLC0415 - likewise

    files = form_files(folder)
    form = read_form(files)
    translations = {name: data for name, data in files.items() if name.startswith("texts/")}
    catalogues = {Path(name).stem: read_catalogue(name, data) for name, data in translations.items()}
    texts = [(text.context, text.english) for text in texts_of(form)]
    whole = whole_form(files)
    data = write_form_workbook(whole, texts, catalogues)
    _form, written = read_form_workbook(data)
    again = whole_form(written)
    differing = [kind for kind in whole if again.get(kind) != whole[kind]]
    if differing:
        raise WorkbookNotWhole(str(folder), differs=", ".join(differing))
    write_new(target, data)
    return WorkbookWritten(form, tuple(name for name, said in translations.items() if written.get(name) != said))


def read_workbook(source: Path, folder: Path) -> Form:
    """Write the form of a workbook into a folder that holds none; raises WorkbookRefused with all problems."""
    from readmission.sheets.form_workbook import read_form_workbook  # noqa: PLC0415 - only who works with workbooks pays for it

    if folder.exists() and form_files(folder):
        raise FormInTheWay(str(folder))
    form, files = read_form_workbook(source.read_bytes())
    for name, data in files.items():
        write_new(folder / name, data)
    return form
