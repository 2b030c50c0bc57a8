"""Every artefact of one frozen program: a package and a portable archive for each state and the Commission, and its importer.

What all have in common is read, compressed and counted once; for a state a block of some kilobytes is made, and the rest is written.
"""

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import linux_files
import sbom
from deb import ROOT_FOLDER, Control, make_base, make_deb
from freeze import ROOT
from kits import Kits
from portable import make_portable
from timings import Timings
from tree import Entry, Pieces, file

from readmission import __version__

DEPENDS: Final = ("libc6 (>= 2.36)", "libgl1", "libegl1", "fontconfig-config", "shared-mime-info", "hicolor-icon-theme")
IMPORTER_DEPENDS: Final = ("libc6 (>= 2.36)",)
PACKAGES: Final = "a package for every state"
PORTABLES: Final = "a portable archive for every state"
SUMMARY: Final = "questionnaire on readmission, for {name}"
DESCRIPTION: Final = (
    "The annual questionnaire on third countries' cooperation on readmission,\n"
    "filled in on a machine without a network: answers are kept encrypted,\n"
    "checked while they are typed, signed by two persons and sealed for the\n"
    "European Commission.\n"
    "\n"
    "This package is for {name} ({code}). {counts}"
)
IMPORTER_DESCRIPTION: Final = (
    "Receives the sealed answers of all states, verifies and merges them,\n"
    "and computes the assessment. The Commission fills in its own part with\n"
    "{own}.\n"
    "\n"
)
# Checksums and writing leave the interpreter to another thread.
_WORKERS: Final = 2


@dataclass(frozen=True)
class Packages:
    """What all artefacts of one build share: kits, components, and the folder that they go to."""

    kits: Kits
    parts: list[sbom.Component]
    out: Path
    timings: Timings

    def make(self, frozen: Path) -> None:
        """Write every artefact, each with its checksum and its list of components."""
        self.out.mkdir(parents=True)
        texts = file("LICENCES.txt", (ROOT / "LICENSE").read_bytes() + b"\n" + sbom.licences(self.parts))
        self._packages(frozen, texts)
        self._portables(frozen, texts)
        with self.timings.part("importer"):
            self._importer(frozen, texts)

    def _packages(self, frozen: Path, texts: Entry) -> None:
        below, left_out = "usr/lib/readmission", linux_files.NOT_FOR_MINISTRIES
        with self.timings.part("compressed base of the packages"):
            entries = [*linux_files.programs(frozen, below, left_out), _below(texts, below)]
            base = make_base([ROOT_FOLDER, *entries, *linux_files.ministry_desktop(self.kits.publisher)])

        def one(state: str) -> None:
            name, bill = self._named(state)
            own = [linux_files.kit_entry(self.kits.filling[state], below)]
            own += linux_files.documents(name, bill, self._notice(state), self.kits.publisher)
            write(self.out / f"{name}_{__version__}_amd64.deb", make_deb(base, own, self._control(name, state)), bill)

        self._for_every_state(PACKAGES, one)

    def _portables(self, frozen: Path, texts: Entry) -> None:
        below, left_out = "readmission", linux_files.NOT_FOR_MINISTRIES
        with self.timings.part("compressed base of the portable archives"):
            entries = [*linux_files.programs(frozen, below, left_out), _below(texts, below)]
            base = make_base([*entries, *linux_files.guides(f"{below}/guides")])

        def one(state: str) -> None:
            name, bill = self._named(state)
            own = [
                linux_files.kit_entry(self.kits.filling[state], below),
                file(f"{below}/README.txt", self._notice(state).encode()),
            ]
            write(self.out / f"{name}-{__version__}-linux-x86_64.tar.xz", make_portable(base, own), bill)

        self._for_every_state(PORTABLES, one)

    def _importer(self, frozen: Path, texts: Entry) -> None:
        name, below = "readmission-importer", "usr/lib/readmission-importer"
        entries = [*linux_files.programs(frozen, below, linux_files.NOT_FOR_THE_IMPORTER), _below(texts, below)]
        bill = sbom.bill(name, [part for part in self.parts if not part.name.startswith(("pyside6", "shiboken6"))])
        base = make_base([ROOT_FOLDER, *entries, *linux_files.importer_desktop()])
        about = self._notice(self.kits.desk.state)
        own = [linux_files.kit_entry(self.kits.desk, below), *linux_files.documents(name, bill, about, self.kits.publisher)]
        write(self.out / f"{name}_{__version__}_amd64.deb", make_deb(base, own, self._importer_control()), bill)

    def _for_every_state(self, part: str, make: Callable[[str], None]) -> None:
        with self.timings.part(part), ThreadPoolExecutor(_WORKERS) as pool:
            list(pool.map(make, self.kits.filling))

    def _named(self, state: str) -> tuple[str, bytes]:
        name = _package(state)
        return name, sbom.bill(name, self.parts)

    def _notice(self, state: str) -> str:
        return linux_files.notice(self.kits.filling[state], self.kits.names[state], self.kits.fingerprint)

    def _control(self, name: str, code: str) -> Control:
        """The fields of a state's package: only one state's may be installed."""
        state = self.kits.names[code]
        return Control(
            package=name,
            version=__version__,
            summary=SUMMARY.format(name=state.name),
            description=DESCRIPTION.format(name=state.name, code=code, counts=self._counts()),
            depends=DEPENDS,
            recommends=("fonts-dejavu-core | fonts-liberation",),
            maintainer=self.kits.publisher.contact,
            stands_for="readmission",
            others=tuple(other for other in map(_package, sorted(self.kits.filling)) if other != name),
        )

    def _importer_control(self) -> Control:
        """The fields of the Commission's package."""
        return Control(
            package="readmission-importer",
            version=__version__,
            summary="answers on readmission received, assessed and traced",
            description=IMPORTER_DESCRIPTION.format(own=f"readmission-{self.kits.desk.state.lower()}") + self._counts(),
            depends=IMPORTER_DEPENDS,
            recommends=(f"readmission-{self.kits.desk.state.lower()}",),
            maintainer=self.kits.publisher.contact,
        )

    def _counts(self) -> str:
        rehearsal = self.kits.desk.domain.value == "rehearsal"
        return "A rehearsal:\nnothing filled in with it counts." if rehearsal else "For production."


def write(target: Path, data: Pieces, bill: bytes) -> None:
    """An artefact, its checksum in the form that `sha512sum --check` reads, and its list of components."""
    digest = hashlib.sha512()
    with target.open("wb") as stream:
        for piece in data:
            digest.update(piece)
            stream.write(piece)
    target.with_name(f"{target.name}.sha512").write_text(f"{digest.hexdigest()}  {target.name}\n", encoding="ascii")
    target.with_name(f"{target.name}.cdx.json").write_bytes(bill)


def _package(state: str) -> str:
    return f"readmission-{state.lower()}"


def _below(entry: Entry, folder: str) -> Entry:
    return Entry(folder / entry.path, entry.data, mode=entry.mode)
