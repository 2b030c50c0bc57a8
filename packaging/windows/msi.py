"""The package for Windows Installer: built once without a kit, then completed for each state with a second, small cabinet.

A completed package has its own product code and package code; all share the upgrade code, so a machine has one state's at a time.
"""

import hashlib
import os
import shutil
import struct
import subprocess
import tempfile
import uuid
from pathlib import Path
from typing import Final

from freeze import EPOCH

HERE: Final = Path(__file__).resolve().parent
_NAMESPACE: Final = uuid.UUID("4d0a3c1e-6f5b-5e0a-9c59-6b6f2b1f7a10")
_KIT: Final = "state.kit"
_UPGRADE: Final = "{7C0B5C66-1D1E-4C52-9D0A-54B0B7E0C6D3}"
_MIGRATE, _MAX_INCLUDED = 0x001, 0x200
# The file must be there, or the installation fails.
_VITAL: Final = 512


def build_base(payload: Path, target: Path, *, label: str, version: str, publisher: str) -> None:
    """The package without a kit; it installs a program that no state's kit lies beside."""
    names = "".join(f"{path}\n" for path in sorted(payload.rglob("*")) if path.is_file())
    heat = ["wixl-heat", "--prefix", f"{payload}/", "--directory-ref", "INSTALLDIR", "--component-group", "files"]
    done = subprocess.run([*heat, "--var", "var.SOURCE", "--win64"], input=names, check=True, capture_output=True, text=True)
    # The sources of a file are looked for below the folder of its description, and by no absolute path.
    files = payload.parent / "files.wxs"
    files.write_text(done.stdout, encoding="utf-8")
    numbers = version.partition("+")[0]
    said = {
        "SOURCE": payload.name,
        "Win64": "yes",
        "LABEL": label,
        "VERSION": version,
        "NUMBERS": numbers,
        "PUBLISHER": publisher,
    }
    given = [part for name, value in said.items() for part in ("-D", f"{name}={value}")]
    subprocess.run(
        ["wixl", "--arch", "x64", *given, "-o", str(target.resolve()), str(HERE / "installer.wxs"), str(files)], check=True
    )
    # The same version of another state's program is removed like an older one.
    _change(
        target,
        "DELETE FROM `Upgrade` WHERE `ActionProperty` = 'WIX_UPGRADE_DETECTED'",
        "INSERT INTO `Upgrade` (`UpgradeCode`, `VersionMax`, `Attributes`, `ActionProperty`) "
        f"VALUES ('{_UPGRADE}', '{numbers}', {_MIGRATE | _MAX_INCLUDED}, 'WIX_UPGRADE_DETECTED')",
    )


def complete(base: Path, kit: bytes, target: Path, *, state: str, title: str) -> None:
    """A state's package: the base, the kit in a cabinet of its own, and the codes that Windows Installer knows it by."""
    shutil.copyfile(base, target)
    last = _last_sequence(base) + 1
    hashed = struct.unpack("<4i", hashlib.md5(kit, usedforsecurity=False).digest())
    product = _code(f"product/{title}/{state}/", kit)
    queries = [
        "INSERT INTO `File` (`File`, `Component_`, `FileName`, `FileSize`, `Attributes`, `Sequence`) "
        f"VALUES ('{_KIT}', 'state', '{_KIT}', {len(kit)}, {_VITAL}, {last})",
        f"INSERT INTO `Media` (`DiskId`, `LastSequence`, `Cabinet`) VALUES (2, {last}, '#state.cab')",
        "INSERT INTO `MsiFileHash` (`File_`, `Options`, `HashPart1`, `HashPart2`, `HashPart3`, `HashPart4`) "
        f"VALUES ('{_KIT}', 0, {hashed[0]}, {hashed[1]}, {hashed[2]}, {hashed[3]})",
        f"UPDATE `Property` SET `Value` = '{product}' WHERE `Property` = 'ProductCode'",
        f"INSERT INTO `Property` (`Property`, `Value`) VALUES ('STATE', '{state}')",
    ]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / _KIT).write_bytes(kit)
        os.utime(Path(folder) / _KIT, (EPOCH, EPOCH))
        cabinet = Path(folder) / "state.cab"
        subprocess.run(["gcab", "--create", "--nopath", "--zip", str(cabinet), str(Path(folder) / _KIT)], check=True)
        about = ["-s", title, "Readmission", "x64;1033", _code(f"package/{title}/{state}/", kit)]
        # Each call writes the whole package anew, so all changes are in one.
        subprocess.run(["msibuild", str(target), "-q", *queries, "-a", "state.cab", str(cabinet), *about], check=True)


def kit_of(package: Path) -> bytes:
    """The kit that a package installs."""
    with tempfile.TemporaryDirectory() as folder:
        cabinet = Path(folder) / "state.cab"
        cabinet.write_bytes(
            subprocess.run(["msiinfo", "extract", str(package), "state.cab"], check=True, capture_output=True).stdout
        )
        subprocess.run(["gcab", "--extract", "--directory", folder, str(cabinet)], check=True, capture_output=True)
        return (Path(folder) / _KIT).read_bytes()


def property_of(package: Path, name: str) -> str:
    """A property that a package states."""
    table = subprocess.run(["msiinfo", "export", str(package), "Property"], check=True, capture_output=True, text=True).stdout
    return dict(line.rstrip("\r").split("\t", 1) for line in table.splitlines()[3:])[name]


def _change(package: Path, *queries: str) -> None:
    subprocess.run(["msibuild", str(package), "-q", *queries], check=True)


def _last_sequence(package: Path) -> int:
    table = subprocess.run(["msiinfo", "export", str(package), "File"], check=True, capture_output=True, text=True).stdout
    return max(int(line.split("\t")[-1]) for line in table.splitlines()[3:])


def _code(what: str, kit: bytes) -> str:
    """The same code for the same package, so that a second build is the same package to Windows Installer."""
    return "{" + str(uuid.uuid5(_NAMESPACE, what + hashlib.sha256(kit).hexdigest())).upper() + "}"
