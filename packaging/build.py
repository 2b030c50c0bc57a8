"""One freeze, then a package and a portable archive for every state and the Commission, and the importer's package.

`build.py` takes a rehearsal's kits, which it makes where there are none. `--kits FOLDER --fingerprint TEXT` takes kits that were signed
elsewhere, with the name of who publishes beside them. What freezes with exit 0 has proved nothing yet: the program checks itself,
moved away, with the checkout hidden.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

import sbom
from freeze import PACKAGING, ROOT, freeze, make_environment, make_wheel, size_of
from kits import FINGERPRINT, read_kits, rehearsal_kits
from packages import Packages
from timings import Timings

BUILD: Final = ROOT / "build" / "package"


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
    Packages(kits, parts, target / "out", timings).make(frozen)
    timings.write(target / "timings.json")
    return 0


def rehearsal(folder: Path) -> tuple[Path, str]:
    """A rehearsal's kits, and the fingerprint that it wrote down."""
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


if __name__ == "__main__":
    sys.exit(main())
