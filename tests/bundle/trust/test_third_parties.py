"""Programs that are not ours open and check a bundle: nobody needs this program to read what was sent or to see who signed.

`unzip`, `openssl`, and npm's `age-encryption` for the seal. OpenSSL 3.0 knows no ML-DSA; where a newer one is installed, it checks
both signatures.
"""

import base64
import subprocess
from pathlib import Path

import pytest

from bundle.trust.attacker import taken_apart
from bundle.trust.world import ANSWERS, MEMBERS, World
from readmission.bundle.age import open_bytes

INTEROP = Path(__file__).parents[1] / "seal" / "interop"


def run(*command: str | Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([str(part) for part in command], capture_output=True, timeout=50, check=False)


@pytest.fixture(scope="module")
def folder(world: World, honest: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The honest bundle, opened by `unzip`, with the roots beside it."""
    folder = tmp_path_factory.mktemp("opened")
    container = folder / "bundle.asice"
    container.write_bytes(open_bytes(honest.read_bytes(), [world.receiving]))
    unpacked = run("unzip", "-d", folder / "members", container)
    assert unpacked.returncode == 0, unpacked.stderr
    (folder / "roots.pem").write_text(world.authority.roots.pem)
    return folder


def test_age_of_another_maker_opens_the_seal(world: World, honest: Path, folder: Path, tmp_path: Path) -> None:
    if not (INTEROP / "node_modules" / "age-encryption").is_dir():
        subprocess.run(["npm", "ci"], cwd=INTEROP, check=True, capture_output=True, timeout=50)
    opened = tmp_path / "opened"
    subprocess.run(
        ["node", "age.mjs", "open", world.escrow.text, honest, opened],
        cwd=INTEROP,
        check=True,
        capture_output=True,
        timeout=50,
    )
    assert opened.read_bytes() == (folder / "bundle.asice").read_bytes()


def test_unzip_finds_a_sound_archive_and_the_answers_in_it(folder: Path) -> None:
    tested = run("unzip", "-t", folder / "bundle.asice")
    assert tested.returncode == 0
    assert b"No errors detected" in tested.stdout
    assert (folder / "members" / "facts.csv").read_bytes() == ANSWERS


def checked(folder: Path, number: int, *, listing: Path | None = None, roots: Path | None = None) -> bool:
    meta = folder / "members" / "META-INF"
    result = run(
        *("openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER"),
        *("-in", meta / f"signature{number:03d}.p7s"),
        *("-content", listing or meta / f"ASiCManifest{number:03d}.xml"),
        *("-CAfile", roots or folder / "roots.pem"),
        # The certificates of the tests are of 2016.
        *("-purpose", "any", "-attime", "1456828200", "-out", "/dev/null"),
    )
    return result.returncode == 0


@pytest.mark.parametrize("number", [1, 3])
def test_openssl_finds_each_signature_good(number: int, folder: Path) -> None:
    assert checked(folder, number)


def test_openssl_finds_a_changed_list_and_another_root_bad(world: World, folder: Path, tmp_path: Path) -> None:
    """The control: the command is able to say no."""
    changed = tmp_path / "list.xml"
    changed.write_bytes((folder / "members" / "META-INF" / "ASiCManifest001.xml").read_bytes() + b" ")
    assert not checked(folder, 1, listing=changed)
    ec_root, _, ml_dsa_root = world.authority.roots.pem.partition("-----END CERTIFICATE-----\n")
    assert ec_root
    other = tmp_path / "other.pem"
    other.write_text(ml_dsa_root)
    assert not checked(folder, 1, roots=other)


def knows_ml_dsa() -> bool:
    return b"ML-DSA-65" in run("openssl", "list", "-signature-algorithms").stdout


def test_openssl_checks_the_post_quantum_signatures_where_it_can(folder: Path) -> None:
    assert [checked(folder, number) for number in (2, 4)] == [knows_ml_dsa()] * 2


def test_openssl_computes_the_digests_that_are_signed(world: World, honest: Path, folder: Path) -> None:
    listing = (folder / "members" / "META-INF" / "ASiCManifest001.xml").read_text()
    names = [name for name in taken_apart(world, honest) if not name.startswith("META-INF/")]
    assert len(names) == 1 + len(MEMBERS)
    for name in names:
        digest = run("openssl", "dgst", "-sha512", "-binary", folder / "members" / name).stdout
        assert f'URI="{name}"' in listing
        assert base64.b64encode(digest).decode() in listing


def test_openssl_reads_the_certificates_and_the_lists(world: World, folder: Path, tmp_path: Path) -> None:
    certificate = run(
        *("openssl", "cms", "-cmsout", "-noout", "-print", "-inform", "DER"),
        *("-in", folder / "members" / "META-INF" / "signature001.p7s"),
    )
    assert b"First" in certificate.stdout
    (tmp_path / "ec.crl").write_bytes(world.authority.lists.ec)
    listed = run(
        *("openssl", "crl", "-inform", "DER", "-in", tmp_path / "ec.crl", "-CAfile", folder / "roots.pem", "-noout"),
    )
    assert b"verify OK" in listed.stderr
