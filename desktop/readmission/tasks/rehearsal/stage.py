"""Where a rehearsal takes place: its folders, its years, and what opens things in it.

The password is written here because nothing in a rehearsal is worth guarding; everything it opens is derived at production
strength all the same. A rehearsal that nobody will open by hand can be closed by an identity instead, which takes no time.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from readmission import assets
from readmission.form.round import Dates
from readmission.tasks.fill import Filling
from readmission.tasks.keys import Opener
from readmission.tasks.new import Person
from readmission.tasks.open import open_filling

OFFICER: Final = "officer"
HEAD: Final = "head"
PASSWORD: Final = "rehearsal only"  # noqa: S105 - printed at the end of every rehearsal
AUDIENCE: Final = "COM-REHEARSAL"
ORGANISATION: Final = "European Commission (rehearsal)"
YEARS: Final = (2015, 2016)
# The second year is asked with the next edition, so that every rehearsal carries answers over.
EDITIONS: Final = {2015: "2025", 2016: "2026"}


def form_folder(year: int) -> Path:
    """The form of a year's round."""
    return assets.forms() / EDITIONS[year]


def invention_file(year: int) -> Path:
    """How the answers of a year are invented."""
    return assets.forms() / "rehearsal" / f"{EDITIONS[year]}.yaml"


def evidence_file(name: str) -> Path:
    """A file that ministries of a rehearsal attach."""
    return assets.forms() / "rehearsal" / "evidence" / name


def round_id(year: int) -> str:
    """The identifier of a rehearsal round."""
    return f"rehearsal-{year}"


def dates(year: int) -> Dates:
    """The calendar of a reporting year's round."""
    after = year + 1
    return Dates(date(after, 1, 15), date(after, 3, 31), date(after, 4, 30), date(after, 6, 15))


@dataclass(frozen=True, slots=True)
class Stage:
    """The folders of a rehearsal; `identity` is the text of the identity that opens everything where that is not the password."""

    root: Path
    identity: str = ""

    @property
    def opener(self) -> Opener:
        """What opens everything."""
        return Opener.of_identity_text(self.identity) if self.identity else Opener(password=PASSWORD)

    def person(self, name: str, function: str, short: str) -> Person:
        """Somebody who is to open a declaration."""
        return Person(name, function, short, password=self.opener.password, identity=self.opener.identity)

    def open(self, folder: Path, slot: str, *, readonly: bool = False) -> Filling:
        """An open declaration."""
        return open_filling(folder, slot=slot, password=self.opener.password, identity=self.opener.identity, readonly=readonly)

    @property
    def authority(self) -> Path:
        """The authority of the rehearsal's trust domain."""
        return self.root / "commission" / "authority"

    @property
    def desk_keys(self) -> Path:
        """The keys with which the Commission signs packs and receipts."""
        return self.root / "commission" / "desk.key"

    @property
    def receiving(self) -> Path:
        """The identity that opens bundles."""
        return self.root / "commission" / "receiving.age"

    @property
    def assessment(self) -> Path:
        """The Commission's assessment."""
        return self.root / "commission" / "assessment"

    def pack(self, year: int) -> Path:
        """The pack of a round."""
        return self.root / "rounds" / f"{round_id(year)}.round"

    def kit(self, state: str) -> Path:
        """What a state's installation pins."""
        return self.root / "kits" / f"{state}.kit"

    def own_part(self, year: int) -> Path:
        """What the Commission itself states of a year."""
        return self.root / "commission" / f"part-{year}"

    def declaration(self, state: str, year: int) -> Path:
        """The declaration of a state for a year."""
        return self.root / "ministries" / state / str(year)

    def keys(self, state: str, role: str) -> Path:
        """A person's key file."""
        return self.root / "ministries" / state / f"{role}.key"

    def request(self, state: str, role: str) -> Path:
        """A person's certificate request."""
        return self.root / "ministries" / state / f"{role}.request"

    def certificate(self, state: str, role: str) -> Path:
        """The certificate file that came back."""
        return self.root / "ministries" / state / f"{role}.certificate"

    def bundle(self, state: str, year: int, sequence: int) -> Path:
        """A bundle as it travels."""
        return self.root / "bundles" / str(year) / f"{state}-{sequence}.bundle"

    def replies(self, year: int) -> Path:
        """Where the replies of a round lie."""
        return self.root / "replies" / str(year)

    def report(self, year: int) -> Path:
        """The report of a round."""
        return self.root / f"report-{year}.html"

    @property
    def unfinished(self) -> Path:
        """The declaration that people open."""
        return self.root / "declaration"
