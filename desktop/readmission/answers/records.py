"""What the Commission keeps of a bundle that verified: who sent which answers, and its facts as text."""

from dataclasses import dataclass
from typing import NamedTuple


class FactRow(NamedTuple):
    """One line of the facts, column by column: line feeds and backslashes stay escaped, quotation marks are taken off."""

    place: str
    value: str = ""
    reason: str = ""
    flags: str = ""
    note: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class BundleRecord:
    """A genuine bundle; `manifest` and `previous` are SHA-512 in hexadecimal, `previous` is empty for the first.

    `signers` are texts of person number and name. `received_at` and `filename` only inform; no outcome depends on them.
    """

    round_id: str
    state: str
    sequence: int
    manifest: str
    previous: str
    received_at: str
    signers: tuple[str, ...]
    filename: str
    form_edition: str
    pack_version: int


@dataclass(frozen=True, slots=True)
class Freeze:
    """An entry of a round's log: frozen with the bundles that count (`members`, manifests in order), or unlocked again."""

    number: int
    round_id: str
    frozen: bool
    moment: str
    person: str
    why: str
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that was asked about: cells by their names, and what is to be done about them."""

    places: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class SentCorrection:
    """A correction request about the bundle of a manifest.

    `number` counts the requests about one bundle; `reply` is the SHA-512 of the file that was sent.
    """

    manifest: str
    number: int
    sent_at: str
    deadline: str
    reply: str
    requests: tuple[Asked, ...]
