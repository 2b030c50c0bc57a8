"""An assessment as text: the same lines for the same bundles, whatever their order of arrival and whatever the database.

What only informs (when and under which name a file arrived) and what follows from the set is left out.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Final

from sqlalchemy import Connection, text

from readmission.answers.attachment import MEMBERS
from readmission.answers.facts import fact_line
from readmission.answers.records import FactRow
from readmission.store.octets import as_bytes

_ROUNDS: Final = text("SELECT round_id, version, content FROM round_pack ORDER BY round_id, version")
_BUNDLES: Final = text(
    "SELECT number, round_id, state, sequence, manifest, previous, form_edition, pack_version, signers "
    "FROM bundle ORDER BY round_id, state, sequence, manifest"
)
_MEMBERS: Final = text("SELECT name, content FROM member WHERE bundle = :bundle ORDER BY name")
_FACTS: Final = text(f"SELECT {', '.join(FactRow._fields)} FROM fact WHERE bundle = :bundle ORDER BY place")  # noqa: S608


def dump_lines(reading: Callable[[], AbstractContextManager[Connection]]) -> Iterator[str]:
    """The lines; every bundle is read by itself, so that a slow reader holds nobody up."""
    with reading() as connection:
        packs = [(f"round {name}/{version}", _digest(content)) for name, version, content in connection.execute(_ROUNDS)]
        bundles = connection.execute(_BUNDLES).fetchall()
    yield from (f"{name} {digest}" for name, digest in packs)
    for number, round_id, state, sequence, manifest, previous, edition, version, signers in bundles:
        name = f"{round_id}/{state}/{sequence}/{manifest}"
        yield f"bundle {name} previous={previous} form={edition} pack={version} signers={signers}"
        with reading() as connection:
            members = [(member, _said(member, content)) for member, content in connection.execute(_MEMBERS, {"bundle": number})]
            facts = [FactRow._make(row) for row in connection.execute(_FACTS, {"bundle": number})]
        yield from (f"member {name} {member} {digest}" for member, digest in members)
        yield from (f"fact {name} {fact_line(fact)}" for fact in facts)


def _said(member: str, content: str) -> str:
    # An attachment is kept sealed, each time otherwise; its name is the digest of what was sealed.
    return member.removeprefix(MEMBERS) if member.startswith(MEMBERS) else _digest(content)


def _digest(content: str) -> str:
    return hashlib.sha512(as_bytes(content)).hexdigest()
