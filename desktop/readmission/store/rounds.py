"""The rounds of an assessment: the versions of their packs, and the log of closing and opening them."""

import json
from typing import Final

from sqlalchemy import Connection, text

from readmission.answers.journal import json_text, storable
from readmission.answers.records import Freeze
from readmission.errors import Phrase
from readmission.store.octets import as_bytes, as_text
from readmission.store.refusals import LogRefused, RoundDiffers

_PUT: Final = text(
    "INSERT INTO round_pack (round_id, version, content) VALUES (:round_id, :version, :content) "
    "ON CONFLICT (round_id, version) DO NOTHING"
)
_PACK: Final = text("SELECT content FROM round_pack WHERE round_id = :round_id AND version = :version")
_VERSIONS: Final = text("SELECT round_id, version FROM round_pack ORDER BY round_id, version")
_LOG: Final = text(
    "SELECT number, round_id, action, moment, person, why, members FROM round_log WHERE round_id = :round_id ORDER BY number"
)
_MANIFESTS: Final = text("SELECT manifest FROM bundle WHERE round_id = :round_id ORDER BY manifest")
_ADD: Final = text(
    "INSERT INTO round_log (round_id, number, action, moment, person, why, members) "
    "VALUES (:round_id, :number, :action, :moment, :person, :why, :members) "
    "ON CONFLICT (round_id, number) DO NOTHING RETURNING number"
)

_FROZEN: Final = "frozen"
_UNLOCKED: Final = "unlocked"


def put(connection: Connection, round_id: str, version: int, content: bytes) -> None:
    """Keep a version of a round pack; the same bytes again change nothing."""
    row = {"round_id": storable(round_id), "version": version, "content": as_text(content)}
    connection.execute(_PUT, row)
    if pack(connection, round_id, version) != content:
        raise RoundDiffers(round_id=round_id, version=version)


def pack(connection: Connection, round_id: str, version: int) -> bytes | None:
    """A round pack."""
    content: str | None = connection.execute(_PACK, {"round_id": round_id, "version": version}).scalar()
    return None if content is None else as_bytes(content)


def versions(connection: Connection) -> list[tuple[str, int]]:
    """The round packs by identifier and version."""
    return [(round_id, version) for round_id, version in connection.execute(_VERSIONS)]


def entries(connection: Connection, round_id: str) -> list[Freeze]:
    """The log of a round."""
    return [
        Freeze(number, name, action == _FROZEN, moment, person, why, tuple(json.loads(members)))
        for number, name, action, moment, person, why, members in connection.execute(_LOG, {"round_id": round_id})
    ]


def log(connection: Connection, round_id: str, *, frozen: bool, moment: str, person: str, why: str) -> Freeze:
    """Write that a round is closed with what is there now, or open again."""
    before = entries(connection, round_id)
    closed = bool(before) and before[-1].frozen
    members = tuple(connection.execute(_MANIFESTS, {"round_id": round_id}).scalars()) if frozen else ()
    freeze = Freeze(len(before) + 1, storable(round_id), frozen, moment, storable(person), storable(why), members)
    row = {
        "round_id": round_id,
        "number": freeze.number,
        "action": _FROZEN if frozen else _UNLOCKED,
        "moment": moment,
        "person": person,
        "why": why,
        "members": json_text(list(members)),
    }
    # Of two at once, the second finds its number taken.
    if closed == frozen or connection.execute(_ADD, row).scalar() is None:
        raise LogRefused(round_id=round_id, state=Phrase("frozen") if frozen else Phrase("open"))
    return freeze
