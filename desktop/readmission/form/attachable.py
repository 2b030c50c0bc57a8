"""What a form says of files beside answers, checked as it is read; apart from the limits, which the window needs early."""

from collections.abc import Mapping

from readmission.form.attachments import PARAMETERS
from readmission.form.model import ParameterDefault, Shape, Table
from readmission.form.sources import Sources


def check_attachments(sources: Sources, tables: Mapping[str, Table], parameters: Mapping[str, ParameterDefault]) -> None:
    """Report what a form that takes files lacks: its limits, as whole numbers."""
    missing = [name for name in PARAMETERS if name not in parameters or parameters[name].places or parameters[name].value < 1]
    for name, document, written in sources.each("tables"):
        for asked, said in document.fields.items():
            if said.attachments and missing:
                names = ", ".join(missing)
                written.part("fields", asked, "attachments").report(
                    f"A form that takes files needs these parameters as whole numbers from 1: {names}.", at_key=True
                )
            if said.attachments and name in tables and tables[name].origin != "ministry":
                written.part("fields", asked, "attachments").report("Only ministries attach files.", at_key=True)
            if said.attachments and name in tables and tables[name].shape is not Shape.FORM:
                written.part("fields", asked, "attachments").report(
                    "Files are attached to questions of a form, not to lines of a table.", at_key=True
                )
