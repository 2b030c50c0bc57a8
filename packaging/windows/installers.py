"""Both kinds of installer for every state: each built once without a kit, then completed with 31 kits and signed.

`installers.py TARGET` packs the test build that payload.py left in TARGET and signs with a certificate that nobody trusts.
`--payload FOLDER --release` packs a program that was frozen on Windows and leaves the signing to the token that a release has.
"""

import argparse
import hashlib
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import msi
import payload
from kits import FINGERPRINT, Kits, read_kits
from setup import build_setup
from signing import Signer, sign, test_signer, verify
from trailer import append_kit, read_kit_of

from readmission import __version__
from readmission.bundle.kit import write_kit

NAME: Final = "Readmission"


def main() -> int:
    """Build what is not there yet, then the installers of all states in `TARGET/out`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path)
    parser.add_argument("--payload", type=Path, help="the program; without it, the test build in TARGET")
    parser.add_argument("--release", action="store_true", help="no label of a test build, and no signature")
    parser.add_argument("--kits", type=Path, default=payload.ROOT / "build" / "kits" / "kits")
    parser.add_argument("--fingerprint", help="the fingerprint of the roots; without it, the one beside a rehearsal's kits")
    chosen = parser.parse_args()
    if chosen.release != bool(chosen.payload) or chosen.release != bool(chosen.fingerprint):
        parser.error("--release, --payload and --fingerprint belong together")
    target = chosen.target.resolve()
    kits = read_kits(chosen.kits, chosen.fingerprint or (chosen.kits / FINGERPRINT).read_text(encoding="ascii").strip())
    if not chosen.release and kits.desk.domain.value != "rehearsal":
        parser.error("a test build is never given production roots")
    program = (chosen.payload or target / "readmission").resolve()
    label, version = ("", __version__) if chosen.release else (f" ({payload.LABEL})", payload.VERSION)
    seconds: dict[str, float] = {}
    bases = build_bases(program, target, label, version, seconds)
    signer = None if chosen.release else test_signer(target / "signing")
    began = time.monotonic()
    written = complete_all(bases, kits, target / "out", f"{NAME}{label}", version, signer)
    seconds[f"{len(written)} installers for {len(kits.states)} states"] = time.monotonic() - began
    check_all(written, kits, signer)
    largest = max(path.stat().st_size for path in written)
    print("".join(f"{what}: {value:.1f} s\n" for what, value in seconds.items()) + f"largest: {largest / 1e6:.1f} MB")
    (target / "timings.json").write_text(json.dumps(seconds, indent=1) + "\n", encoding="utf-8")
    return 0


def build_bases(program: Path, target: Path, label: str, version: str, seconds: dict[str, float]) -> tuple[Path, Path]:
    """Setup and package without a kit; those of an older program are made anew."""
    target.mkdir(parents=True, exist_ok=True)
    bases = target / "setup.exe", target / "base.msi"
    newest = max(path.stat().st_mtime for path in (*program.rglob("*"), *HERE.iterdir()))
    for base, build in zip(bases, (build_setup, msi.build_base), strict=True):
        if not base.is_file() or base.stat().st_mtime < newest:
            began = time.monotonic()
            build(program, base, label=label, version=version)
            seconds[base.name] = time.monotonic() - began
    return bases


def complete_all(
    bases: tuple[Path, Path], kits: Kits, out: Path, title: str, version: str, signer: Signer | None
) -> list[Path]:  # fmt: skip
    """An installer of each kind for every state."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    setup, written = bases[0].read_bytes(), []
    with tempfile.TemporaryDirectory(dir=out.parent) as folder:
        for state, kit in kits.states.items():
            text, name = write_kit(kit), f"readmission-{state.lower()}-{version}-windows"
            unsigned = Path(folder) / f"{name}.exe", Path(folder) / f"{name}.msi"
            unsigned[0].write_bytes(append_kit(setup, text))
            msi.complete(bases[1], text, unsigned[1], state=state, title=title)
            for path in unsigned:
                if signer is None:
                    path.replace(out / path.name)
                else:
                    sign(signer, path, out / path.name, title)
                    path.unlink()
                written.append(out / path.name)
    return written


def check_all(written: list[Path], kits: Kits, signer: Signer | None) -> None:
    """Each carries its own state's kit under a signature that fits, and says its checksum beside it."""
    for path in written:
        data = path.read_bytes()
        kit = read_kit_of(data) if path.suffix == ".exe" else msi.kit_of(path)
        if kit != write_kit(kits.states[path.name.split("-")[1].upper()]):
            raise SystemExit(f"{path} carries another kit")
        if signer is not None:
            verify(signer, path)
        path.with_name(f"{path.name}.sha512").write_text(f"{hashlib.sha512(data).hexdigest()}  {path.name}\n", encoding="ascii")


if __name__ == "__main__":
    sys.exit(main())
