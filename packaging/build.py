"""One freeze, then a package and a portable archive for every state, and a package for the Commission.

`build.py` takes a rehearsal's kits, which it makes where there are none; `--kits FOLDER --fingerprint TEXT` takes kits that were signed
elsewhere. What freezes with exit 0 has proved nothing yet: the program checks itself, moved away, with the checkout hidden.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import linux_files
import sbom
from deb import ROOT_FOLDER, Control, make_base, make_deb
from freeze import PACKAGING, ROOT, freeze, make_environment, make_wheel, size_of
from kits import FINGERPRINT, Kits, read_kits, rehearsal_kits
from portable import make_portable
from states import commission
from tree import Entry, file

from readmission import __version__

BUILD: Final = ROOT / "build" / "package"
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
    "Receives the sealed answers of all states, verifies and merges them,\nand computes the assessment.\n\n"
)


class Timings:
    """How long each part of the build took, for the bench."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Time a part and say it."""
        began = time.monotonic()
        yield
        self.seconds[name] = time.monotonic() - began
        print(f"{name}: {self.seconds[name]:.1f} s", flush=True)


def main() -> int:
    """Build everything below build/package; `out` holds what is handed on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kits", type=Path, help="a folder of signed kits")
    parser.add_argument("--fingerprint", help="the fingerprint of their roots, as it came on another way")
    parser.add_argument("--target", type=Path, default=BUILD)
    chosen = parser.parse_args()
    if (chosen.kits is None) != (chosen.fingerprint is None):
        parser.error("--kits and --fingerprint belong together")
    target, timings = chosen.target.resolve(), Timings()
    folder, fingerprint = (chosen.kits, chosen.fingerprint) if chosen.kits else rehearsal(ROOT / "build" / "kits")
    kits = read_kits(folder, fingerprint)
    shutil.rmtree(target, ignore_errors=True)
    with timings.part("wheel and environment"):
        python = make_environment(target / "environment", make_wheel(target / "wheel"))
    with timings.part("freeze"):
        frozen = freeze(python, PACKAGING / "readmission.spec", target / "freeze")
    print(f"{frozen}: {size_of(frozen) / 1e6:.0f} MB")
    with timings.part("self-check, moved and with the checkout hidden"):
        check(frozen)
    parts = sbom.components(target / "environment", target / "freeze" / "work")
    pack(frozen, kits, parts, target / "out", timings)
    (target / "timings.json").write_text(json.dumps(timings.seconds, indent=1) + "\n", encoding="utf-8")
    return 0


def rehearsal(folder: Path) -> tuple[Path, str]:
    """A rehearsal's kits, and the fingerprint that it wrote down."""
    if not (folder / "kits" / FINGERPRINT).is_file():
        rehearsal_kits(folder)
    return folder / "kits", (folder / "kits" / FINGERPRINT).read_text(encoding="utf-8").strip()


def check(frozen: Path) -> None:
    """Let both programs check themselves, elsewhere, and with an empty folder mounted over the checkout."""
    with tempfile.TemporaryDirectory() as folder:
        moved = Path(folder) / "elsewhere" / "program"
        shutil.copytree(frozen, moved, symlinks=True)
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen", "HOME": folder}
        for program in ("readmission", "readmission-importer"):
            hidden = f'mount -t tmpfs none "{ROOT}" && test ! -e "{ROOT}/forms" && exec "{moved / program}" self-check'
            user = [] if os.geteuid() == 0 else ["--map-root-user"]
            command = ["unshare", "--mount", *user, "sh", "-c", hidden]
            subprocess.run(command, env=environment, cwd=folder, check=True)


def pack(frozen: Path, kits: Kits, parts: list[sbom.Component], out: Path, timings: Timings) -> None:
    """Every artefact, each with its checksum and its list of components."""
    out.mkdir(parents=True)
    texts = file("LICENCES.txt", (ROOT / "LICENSE").read_bytes() + b"\n" + sbom.licences(parts))
    with timings.part("compressed bases"):
        for_ministries = linux_files.programs(frozen, "usr/lib/readmission", linux_files.NOT_FOR_MINISTRIES)
        base = make_base([ROOT_FOLDER, *for_ministries, _below(texts, "usr/lib/readmission"), *linux_files.ministry_desktop()])
        carried = linux_files.programs(frozen, "readmission", linux_files.NOT_FOR_MINISTRIES)
        portable = make_base([*carried, _below(texts, "readmission"), *linux_files.guides("readmission/guides")])
    said = {state: linux_files.notice(kit, kits.names[state], kits.fingerprint) for state, kit in kits.states.items()}
    with timings.part(PACKAGES):
        for state, kit in kits.states.items():
            name = f"readmission-{state.lower()}"
            bill = sbom.bill(name, parts)
            own = [linux_files.kit_entry(kit, "usr/lib/readmission"), *linux_files.documents(name, bill, said[state])]
            write(out / f"{name}_{__version__}_amd64.deb", make_deb(base, own, control(name, kits, state)), bill)
    with timings.part(PORTABLES):
        for state, kit in kits.states.items():
            name = f"readmission-{state.lower()}"
            beside = [linux_files.kit_entry(kit, "readmission"), file("readmission/README.txt", said[state].encode())]
            write(out / f"{name}-{__version__}-linux-x86_64.tar.xz", make_portable(portable, beside), sbom.bill(name, parts))
    with timings.part("importer"):
        name, below = "readmission-importer", "usr/lib/readmission-importer"
        entries = [*linux_files.programs(frozen, below, linux_files.NOT_FOR_THE_IMPORTER), _below(texts, below)]
        bill = sbom.bill(name, [part for part in parts if not part.name.startswith(("pyside6", "shiboken6"))])
        base = make_base([ROOT_FOLDER, *entries, *linux_files.importer_desktop()])
        about = linux_files.notice(kits.desk, commission(), kits.fingerprint)
        own = [linux_files.kit_entry(kits.desk, below), *linux_files.documents(name, bill, about)]
        write(out / f"{name}_{__version__}_amd64.deb", make_deb(base, own, importer_control(kits)), bill)


def control(name: str, kits: Kits, code: str) -> Control:
    """The fields of a state's package: only one state's may be installed."""
    state = kits.names[code]
    return Control(
        package=name,
        version=__version__,
        summary=SUMMARY.format(name=state.name),
        description=DESCRIPTION.format(name=state.name, code=code, counts=_counts(kits)),
        depends=DEPENDS,
        recommends=("fonts-dejavu-core | fonts-liberation",),
        maintainer=linux_files.MAINTAINER,
        stands_for="readmission",
    )


def importer_control(kits: Kits) -> Control:
    """The fields of the Commission's package."""
    return Control(
        package="readmission-importer",
        version=__version__,
        summary="answers on readmission received, assessed and traced",
        description=IMPORTER_DESCRIPTION + _counts(kits),
        depends=IMPORTER_DEPENDS,
        maintainer=linux_files.MAINTAINER,
    )


def write(target: Path, data: bytes, bill: bytes) -> None:
    """An artefact, its checksum in the form that `sha512sum --check` reads, and its list of components."""
    target.write_bytes(data)
    target.with_name(f"{target.name}.sha512").write_text(f"{hashlib.sha512(data).hexdigest()}  {target.name}\n", encoding="ascii")
    target.with_name(f"{target.name}.cdx.json").write_bytes(bill)


def _below(entry: Entry, folder: str) -> Entry:
    return Entry(folder / entry.path, entry.data, mode=entry.mode)


def _counts(kits: Kits) -> str:
    return "A rehearsal:\nnothing filled in with it counts." if kits.desk.domain.value == "rehearsal" else "For production."


if __name__ == "__main__":
    sys.exit(main())
