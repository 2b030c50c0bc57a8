"""Both kinds of installer for every state and the Commission: each built once without a kit, then completed with a kit and signed.

`all_states.py TARGET` packs the test build that payload.py left in TARGET and signs with a certificate that nobody trusts.
`--payload FOLDER --release` packs a program that was frozen on Windows and leaves the signing to the token that a release has.
"""

import argparse
import hashlib
import json
import shutil
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import msi
import payload
import sbom
from freeze import ROOT
from kits import FINGERPRINT, Kits, read_kits
from nsis import build_setup
from publisher import Publisher
from signing import Signer, self_made_signer, sign, verify
from trailer import append_kit, read_kit_of

from readmission import __version__
from readmission.bundle.kit import write_kit

NAME: Final = "Readmission"
# What the two bases are made with.
_SOURCES: Final = ("setup.nsi", "texts.nsh", "nsis.py", "installer.wxs", "msi.py")


def main() -> int:
    """Build what is not there yet, then the installers of all states in `TARGET/out`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path)
    parser.add_argument("--payload", type=Path, help="the program; without it, the test build in TARGET")
    parser.add_argument("--release", action="store_true", help="no label of a test build, and no signature")
    parser.add_argument("--kits", type=Path, default=ROOT / "build" / "kits" / "kits")
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
    bases = build_bases(program, target, label, version, kits.publisher, seconds)
    signer = None if chosen.release else self_made_signer(target / "signing")
    shutil.rmtree(target / "out", ignore_errors=True)
    (target / "out").mkdir()
    written = []
    for kind, base in bases.items():
        began = time.monotonic()
        written += complete_all(kind, base, kits, target / "out", f"{NAME}{label}", version, signer)
        seconds[f"{len(kits.filling)} {kind} from one {base.name}"] = time.monotonic() - began
    check_all(written, kits, signer)
    for path in written:
        bill = sbom.renamed((program / sbom.FILE).read_bytes(), "-".join(path.name.split("-")[:2]))
        path.with_name(f"{path.name}.cdx.json").write_bytes(bill)
    largest = max(path.stat().st_size for path in written)
    print("".join(f"{what}: {value:.1f} s\n" for what, value in seconds.items()) + f"largest: {largest / 1e6:.1f} MB")
    (target / "timings.json").write_text(json.dumps(seconds, indent=1) + "\n", encoding="utf-8")
    return 0


def build_bases(
    program: Path, target: Path, label: str, version: str, publisher: Publisher, seconds: dict[str, float]
) -> dict[str, Path]:
    """Setup and package without a kit, by their endings; those of an older program or another publisher are made anew."""
    target.mkdir(parents=True, exist_ok=True)
    newest = max(path.stat().st_mtime for path in (*program.rglob("*"), *(HERE / name for name in _SOURCES)))
    named = target / "publisher.txt"
    if not named.is_file() or named.read_text(encoding="utf-8") != publisher.contact:
        named.write_text(publisher.contact, encoding="utf-8")
        newest = named.stat().st_mtime
    bases = {"exe": target / "setup.exe", "msi": target / "base.msi"}
    for kind, build in (("exe", build_setup), ("msi", msi.build_base)):
        base = bases[kind]
        if not base.is_file() or base.stat().st_mtime < newest:
            began, unfinished = time.monotonic(), base.with_name(f"unfinished-{base.name}")
            build(program, unfinished, label=label, version=version, publisher=publisher.name)
            unfinished.replace(base)
            seconds[base.name] = time.monotonic() - began
    return bases


def complete_all(
    kind: str, base: Path, kits: Kits, out: Path, title: str, version: str, signer: Signer | None
) -> list[Path]:  # fmt: skip
    """An installer of one kind for everyone who fills in."""
    setup = base.read_bytes()
    with tempfile.TemporaryDirectory(dir=out.parent) as folder:

        def one(state: str) -> Path:
            target = out / f"readmission-{state.lower()}-{version}-windows.{kind}"
            unsigned, kit = target if signer is None else Path(folder) / target.name, write_kit(kits.filling[state])
            if kind == "exe":
                unsigned.write_bytes(append_kit(setup, kit))
            else:
                msi.complete(base, kit, unsigned, state=state, title=title)
            if signer is not None:
                sign(signer, unsigned, target, title)
                unsigned.unlink()
            return target

        # The work is done by programs of their own, two at a time.
        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(one, kits.filling))


def check_all(written: list[Path], kits: Kits, signer: Signer | None) -> None:
    """Each carries its own state's kit under a signature that fits, and says its checksum beside it."""
    for path in written:
        data = path.read_bytes()
        kit = read_kit_of(data) if path.suffix == ".exe" else msi.kit_of(path)
        if kit != write_kit(kits.filling[path.name.split("-")[1].upper()]):
            raise SystemExit(f"{path} carries another kit")
        if signer is not None:
            verify(signer, path)
        path.with_name(f"{path.name}.sha512").write_text(f"{hashlib.sha512(data).hexdigest()}  {path.name}\n", encoding="ascii")


if __name__ == "__main__":
    sys.exit(main())
