"""Write the structure of a form's numbers for statistical offices (SDMX)."""

from datetime import UTC, datetime
from pathlib import Path

from readmission.form.reader import form_files, read_form
from readmission.statistics.structure import Structures, structures_of
from readmission.statistics.structure_xml import write_structures
from readmission.tasks.files import write_new


def write_data_structure(folder: Path, target: Path) -> Structures:
    """Write the data structures of the form of a folder; raises FormRefused."""
    found = structures_of(read_form(form_files(folder)))
    write_new(target, write_structures(found, datetime.now(UTC)))
    return found
