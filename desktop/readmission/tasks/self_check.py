"""Try everything that the program brings along: what exits 0 after a freeze has proved nothing yet."""

import secrets
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Final

from readmission import __version__, assets
from readmission.answers.changes import Answers, Changes, Edit
from readmission.answers.model import BLANK, Cell, Place
from readmission.bundle.age import open_bytes, open_sealed, seal_bytes
from readmission.bundle.authority import Authority
from readmission.bundle.domain import Domain, Role
from readmission.bundle.enrolment import describe, read_certificate, read_request, write_request
from readmission.bundle.identity import Identity
from readmission.bundle.keyfile import SigningKeys
from readmission.errors import ReadmissionError
from readmission.form.files import whole_form
from readmission.form.model import Form, Origin
from readmission.form.reader import form_files, read_form
from readmission.form.wording import texts_of
from readmission.sheets.form_workbook import read_form_workbook
from readmission.sheets.reading import read_bytes
from readmission.sheets.sample import TEXT, sample
from readmission.sheets.write import write_form_workbook
from readmission.statistics import shipped
from readmission.store.declaration import create_declaration, open_declaration
from readmission.texts import language

_VECTOR: Final = b"Sealed once and for all.\n"


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that was tried."""

    what: str
    passed: bool
    detail: str = ""


def self_check() -> Iterator[Checked]:
    """Every form, every language, the reference figures, a sealed file, workbooks both ways, an encrypted database."""
    for folder in sorted(path for path in assets.forms().iterdir() if (path / "form.yaml").is_file()):
        yield _try(f"form {folder.name}", partial(_form, folder))
    for catalogue in sorted((assets.resources() / "texts").glob("*.po")):
        yield _try(f"language {catalogue.stem}", partial(_language, catalogue))
    yield _try("reference figures", lambda: f"SHA-512 {shipped.extract().sha512[:16]}")
    yield _try("visa list", lambda: f"{len(shipped.visa_list().periods)} periods")
    yield _try("a file sealed long ago", _open_vector)
    yield _try("post-quantum hybrid sealing", _seal)
    yield _try("signatures and certificates", _sign)
    yield _try("workbooks", _workbook)
    yield _try("encrypted database", _database)
    yield _try("reading of workbooks", _stranger)


def _try(what: str, attempt: Callable[[], str]) -> Checked:
    try:
        return Checked(what, passed=True, detail=attempt())
    except (ReadmissionError, OSError, ImportError) as error:
        return Checked(what, passed=False, detail=f"{type(error).__name__}: {error}")


def _form(folder: Path) -> str:
    form: Form = read_form(form_files(folder))
    tables = [table for table in form.tables.values() if table.origin is Origin.MINISTRY]
    return f"{len(tables)} tables, {len(form.rules)} rules, structure {form.structure[:16]}"


def _language(catalogue: Path) -> str:
    """The program's sentences, each form's, and how the language writes numbers and days."""
    folders = [catalogue.parent, *(path.parent / "texts" for path in sorted(assets.forms().glob("*/form.yaml")))]
    said = language(catalogue.stem, *folders)
    if len(said.catalogues) != len(folders) or not all(said.catalogues):
        raise OSError("a catalogue is absent or empty")
    sentences = sum(len(one) for one in said.catalogues)
    return f"{sentences} sentences, {said.number(1234567, 2)}, {said.day(datetime.now(UTC).date())}"


def _open_vector() -> str:
    """Bytes that never change: today's code still opens what was sealed before."""
    folder = assets.resources() / "self_check"
    identity = Identity.parse((folder / "vector.identity").read_text(encoding="ascii").strip())
    text = open_bytes((folder / "vector.age").read_bytes(), [identity])
    if text != _VECTOR:
        raise OSError("the text is another one")
    return f"{len(text)} bytes"


def _seal() -> str:
    identity = Identity.generate()
    text = secrets.token_bytes(70_000)
    sealed = seal_bytes(text, [identity.recipient])
    if open_sealed(BytesIO(sealed), [identity]).read() != text:
        raise OSError("the sealed text does not come back")
    return identity.recipient.id[:16]


def _sign() -> str:
    """A request, the certificates for it, and the file that brings them: signed and verified with both algorithms."""
    now, keys, identity = datetime.now(UTC), SigningKeys.generate(), Identity.generate()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        authority = Authority.create(
            place / "authority", domain=Domain.REHEARSAL, name="Self-check", now=now, recipient=identity.recipient
        )
        request, certificate = place / "person.request", place / "person.certificate"
        request.write_bytes(
            write_request(
                keys, name="Self-check", state="XX", organisation="-", domain=Domain.REHEARSAL, app_version=__version__, now=now
            )
        )
        person = authority.issue(read_request(request), role=Role.MINISTRY, now=now)
        certificate.write_bytes(authority.certificate_file(person.number, app_version=__version__, now=now))
        certified = read_certificate(certificate, keys=keys, anchors=authority.anchors, now=now)
        return f"person {describe(certified, anchors=authority.anchors, now=now).person}"


def _workbook() -> str:
    """The newest form as a workbook, and read again."""
    folder = max(path.parent for path in assets.forms().glob("*/form.yaml"))
    files = form_files(folder)
    data = write_form_workbook(whole_form(files), [(text.context, text.english) for text in texts_of(read_form(files))], {})
    form, _ = read_form_workbook(data)
    return f"{len(data)} bytes, structure {form.structure[:16]}"


def _stranger() -> str:
    """A workbook read as a file of a stranger is."""
    (grid,) = read_bytes(sample(), "sample.xlsx").grids
    if grid.shown(0, 0) != TEXT:
        raise OSError("the text of the workbook does not come back")
    return f"sheet “{grid.name}”"


def _database() -> str:
    place = Place("T", (), "F")
    with tempfile.TemporaryDirectory() as folder:
        target, key = Path(folder) / "declaration", secrets.token_bytes(32)
        declaration = create_declaration(target, key, state="XX", round_id="self-check", documents={})
        person = declaration.add_person("Self-check", "")
        declaration.commit(Changes((Edit(place, BLANK, Cell(value=1)),)), person=person, why="self-check")
        declaration.close()
        declaration = open_declaration(target, key, person=person)
        answers: Answers = declaration.answers()
        head = declaration.verify()
        declaration.close()
    if answers.cell(place) != Cell(value=1):
        raise OSError("the stored answer does not come back")
    return f"journal of {head.entries} entries"
