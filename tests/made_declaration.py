"""A declaration of the published form for tests: a real database, opened without keys, kits and packs."""

from datetime import date
from pathlib import Path

from readmission import assets
from readmission.bundle.identity import Identity
from readmission.form.reader import form_files, read_form
from readmission.form.round import Dates, Round, ScopeEntry
from readmission.store.declaration import create_declaration
from readmission.tasks import documents
from readmission.tasks.fill import Filling
from readmission.texts import Language, language

KEY = bytes(range(32))
OFFICER = "Ann Officer"
COUNTRIES = ("GN", "ML", "SN", "CI", "GM", "XK", "BD", "PK")


def made_declaration(
    folder: Path,
    countries: tuple[str, ...] = COUNTRIES,
    *,
    code: str = "en",
    form: Path | None = None,
    state: str = "BE",
    last: bytes | None = None,
) -> Filling:
    """A new, empty declaration, of Belgium where nothing else is said; with the facts of last year where some are given."""
    files = form_files(form or assets.forms() / "2026")
    published = read_form(files)
    round_ = Round(
        "test-2026",
        published.edition,
        2026,
        1,
        rehearsal=True,
        structure=published.structure,
        states=tuple(sorted({"BE", "DE", state})),
        scope=tuple(ScopeEntry(country, 1200) for country in countries),
        dates=Dates(date(2027, 1, 4), date(2027, 3, 1), date(2027, 3, 15), date(2027, 4, 1)),
        parameters={name: default.value for name, default in published.parameters.items()},
        extracts={},
        audience="com",
        marking="",
        marking_ceiling="",
    )
    document = documents.unpacked(files, documents.round_document(round_))
    identity = Identity.generate().text.encode()
    kept = {documents.UNPACKED: document, documents.IDENTITY: identity}
    if last is not None:
        kept[documents.LAST_FACTS] = last
    made = create_declaration(folder, KEY, state=state, round_id=round_.id, documents=kept)
    person = made.add_person(OFFICER, "case officer")
    spoken = Language() if code == "en" else language(code, assets.resources() / "texts")
    return Filling(folder, made, person=person, language=spoken)
