"""Who publishes the packages: a name and an address that come through the same door as the kits, and that nobody makes up.

Whoever releases lays them beside the signed kits, as `publisher.json`. A rehearsal has an invented publisher, as it has invented
ministries; packages for production are not built with one.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from freeze import PACKAGING

from readmission.bundle.domain import Domain

FILE: Final = "publisher.json"
REHEARSAL: Final = PACKAGING / "rehearsal" / FILE
# What stands in a control file, in XML and on the command line of a packer, unquoted.
_NAME: Final = re.compile(r"[^\W_][^\x00-\x1f<>&\"\\$,]*")
_ADDRESS: Final = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
# Names that reach nobody (RFC 2606).
_NOBODY: Final = re.compile(r"([@.])(example\.(com|net|org)|example|invalid|test|localhost)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Publisher:
    """A body and its address for what concerns the packages."""

    name: str
    address: str

    @property
    def contact(self) -> str:
        """Both, as Debian writes them."""
        return f"{self.name} <{self.address}>"


def read_publisher(file: Path, domain: Domain) -> Publisher:
    """The publisher that a file names; a build without one ends, and one for production with an address that reaches nobody."""
    if not file.is_file():
        raise SystemExit(f'{file} is missing: whoever releases says there who publishes, {{"name": "…", "address": "…"}}')
    said = json.loads(file.read_text(encoding="utf-8"))
    publisher = Publisher(str(said["name"]), str(said["address"]))
    if not _NAME.fullmatch(publisher.name) or not _ADDRESS.fullmatch(publisher.address):
        raise SystemExit(f"{file}: {publisher.contact} cannot stand in a package")
    if domain is Domain.PRODUCTION and _NOBODY.search(publisher.address):
        raise SystemExit(f"{file}: {publisher.address} reaches nobody; packages for production name who answers for them")
    return publisher
