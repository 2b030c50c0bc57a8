"""What each kind of file that travels must say in its manifest, may say, and must leave empty."""

from typing import Final

from readmission.bundle.container import MANIFEST, META, MIMETYPE
from readmission.bundle.manifest import SIGNERS_OF_A_BUNDLE, Kind, Manifest
from readmission.bundle.rejections import ManifestRefused
from readmission.errors import Phrase

_MUST: Final = {
    Kind.ROUND: {"audience", "round", "form", "period", "sequence", "marking", "signers", "files"},
    Kind.BUNDLE: {
        *("audience", "round", "form", "period", "sequence", "basis", "marking", "signers", "reply_to", "journal", "files"),
    },
    Kind.REPLY: {"audience", "round", "marking", "signers", "subject", "answers", "files"},
    Kind.REQUEST: {"files"},
    Kind.CERTIFICATE: {"signers", "files"},
    Kind.KIT: {"signers", "files"},
}
_MAY: Final = {
    Kind.ROUND: {"previous"},
    Kind.BUNDLE: {"previous"},
    Kind.REPLY: {"period", "sequence"},
    Kind.REQUEST: set[str](),
    Kind.CERTIFICATE: set[str](),
    Kind.KIT: set[str](),
}
_SIGNERS: Final = {
    Kind.ROUND: 1,
    Kind.BUNDLE: SIGNERS_OF_A_BUNDLE,
    Kind.REPLY: 1,
    Kind.REQUEST: 0,
    Kind.CERTIFICATE: 1,
    Kind.KIT: 1,
}


def signatures_of(kind: Kind) -> int:
    """How many signature files a kind carries: one with each algorithm for each signer, or for the new keys of a request."""
    return 2 * max(1, _SIGNERS[kind])


def check_kind(manifest: Manifest) -> None:
    """Refuse a manifest that lacks what its kind needs or says what its kind cannot mean."""
    said = {name for name in _names() if _says(manifest, name)}
    if lacking := _MUST[manifest.kind] - said:
        raise ManifestRefused(MANIFEST, why=Phrase("no {name}", name=min(lacking)))
    if idle := said - _MUST[manifest.kind] - _MAY[manifest.kind]:
        raise ManifestRefused(MANIFEST, why=Phrase("{name} has no meaning here", name=min(idle)))
    _check_signers(manifest)
    _check_round(manifest)
    _check_files(manifest)


def _names() -> set[str]:
    return set[str]().union(*_MUST.values(), *_MAY.values())


def _says(manifest: Manifest, name: str) -> bool:
    if name == "audience":
        return bool(manifest.audience.id and manifest.audience.keys)
    return bool(getattr(manifest, name))


def _check_signers(manifest: Manifest) -> None:
    persons = [signer.person for signer in manifest.signers]
    certificates = [digest for signer in manifest.signers for digest in (signer.ec, signer.ml_dsa)]
    if len(persons) != _SIGNERS[manifest.kind]:
        raise ManifestRefused(MANIFEST, why=Phrase("another number of signers"))
    if len(set(persons)) != len(persons) or len(set(certificates)) != len(certificates):
        raise ManifestRefused(MANIFEST, why=Phrase("one signer twice"))


def _check_round(manifest: Manifest) -> None:
    named = manifest.round
    if named is None:
        return
    if bool(named.pack) == (manifest.kind is Kind.ROUND):
        raise ManifestRefused(MANIFEST, why=Phrase("the digest of the round pack"))
    if manifest.kind is Kind.ROUND and manifest.sequence != named.pack_version:
        raise ManifestRefused(MANIFEST, why=Phrase("two versions of the round pack"))


def _check_files(manifest: Manifest) -> None:
    paths = [entry.path for entry in manifest.files]
    if paths != sorted(set(paths)):
        raise ManifestRefused(MANIFEST, why=Phrase("files is not a sorted list"))
    if any(path in (MANIFEST, MIMETYPE) or path.startswith(META) for path in paths):
        raise ManifestRefused(MANIFEST, why=Phrase("a file that cannot name itself"))
