"""Authenticode signatures: a self-made certificate for test builds, or the certificate and key that a release is given.

A release signs on a token, on Windows (the release recipe); what is signed here says in its certificate that it is a test.
"""

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_SUBJECT: Final = "/CN=Readmission TEST BUILD, not a publisher"


@dataclass(frozen=True, slots=True)
class Signer:
    """A certificate and its key, as PEM files."""

    certificate: Path
    key: Path


def self_made_signer(folder: Path) -> Signer:
    """A certificate that nobody trusts, made once."""
    folder.mkdir(parents=True, exist_ok=True)
    signer = Signer(folder / "test.pem", folder / "test.key")
    if not signer.key.is_file():
        command = ["openssl", "req", "-x509", "-newkey", "rsa:3072", "-sha256", "-nodes", "-days", "30", "-subj", _SUBJECT]
        extensions = ["-addext", "keyUsage=digitalSignature", "-addext", "extendedKeyUsage=codeSigning"]
        places = ["-keyout", str(signer.key), "-out", str(signer.certificate)]
        subprocess.run([*command, *extensions, *places], check=True, capture_output=True)
    return signer


def sign(signer: Signer, unsigned: Path, target: Path, title: str) -> None:
    """Sign a program or a package for Windows Installer."""
    target.unlink(missing_ok=True)
    names = ["-certs", str(signer.certificate), "-key", str(signer.key), "-n", title, "-h", "sha256"]
    _run(["osslsigncode", "sign", *names, "-in", str(unsigned), "-out", str(target)])


def verify(signer: Signer, signed: Path) -> None:
    """End where the signature does not fit every byte that it covers."""
    _run(["osslsigncode", "verify", "-CAfile", str(signer.certificate), "-in", str(signed)])


def _run(command: list[str]) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
