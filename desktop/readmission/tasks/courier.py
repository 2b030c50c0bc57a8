"""The courier sheet of the bundle that was exported last: what travels, how to compare it, who signed, who can open it."""

from pathlib import Path
from typing import Any, ClassVar

from readmission import canonical
from readmission.bundle.written import file_digest
from readmission.errors import Phrase, TaskError
from readmission.reports.courier import CourierSheet, Reader, courier_page
from readmission.tasks import documents
from readmission.tasks.files import write_new
from readmission.tasks.fill import Filling
from readmission.texts import Language


class NothingExported(TaskError):
    """A courier sheet is about a file that was exported."""

    code: ClassVar[str] = "TA-76"
    happened: ClassVar[str] = "Nothing was exported from this declaration yet."
    unharmed: ClassVar[str] = "Nothing was written."
    remedy: ClassVar[str] = "Export the bundle first, then make its courier sheet."


class AnotherFile(TaskError):
    """A file is not the bundle that was exported last."""

    code: ClassVar[str] = "TA-77"
    happened: ClassVar[str] = "The file is not the one that was exported last: {why}."
    unharmed: ClassVar[str] = "Nothing was written."
    remedy: ClassVar[str] = "Choose the file that was exported, or export it again."


def exported_file(filling: Filling) -> CourierSheet:
    """What there is to say of the file that was exported last; raises NothingExported."""
    text = filling.declaration.document(documents.EXPORTED_FILE)
    if text is None:
        raise NothingExported(str(filling.folder))
    facts: dict[str, Any] = dict(canonical.read_object(text))
    return CourierSheet(
        filename=facts["name"],
        size=facts["size"],
        file_sha512=facts["file"],
        manifest_sha512=facts["manifest"],
        state=filling.declaration.member_state,
        round_id=filling.round.id,
        sequence=facts["sequence"],
        created=facts["created"],
        marking=facts["marking"],
        rehearsal=filling.round.rehearsal,
        signers=tuple(facts["signers"]),
        readers=tuple(Reader(reader["name"], reader["escrow"]) for reader in facts["readers"]),
    )


def check_file(filling: Filling, bundle: Path) -> CourierSheet:
    """See that a file is, byte for byte, the one that was exported last; raises AnotherFile."""
    sheet = exported_file(filling)
    size, digest = file_digest(bundle)
    if size != sheet.size:
        raise AnotherFile(str(bundle), why=Phrase("{size} bytes instead of {wanted}", size=size, wanted=sheet.size))
    if digest != sheet.file_sha512:
        raise AnotherFile(str(bundle), why=Phrase("its fingerprint differs"))
    return sheet


def write_courier_sheet(
    filling: Filling, target: Path, *, bundle: Path | None = None, language: Language | None = None
) -> CourierSheet:
    """Write the sheet into a new file; a bundle that is given is compared first."""
    sheet = exported_file(filling) if bundle is None else check_file(filling, bundle)
    write_new(target, courier_page(sheet, form=filling.form, language=language or filling.language).encode())
    return sheet
