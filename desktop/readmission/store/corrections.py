"""The correction requests that were sent about bundles of an assessment, in the order in which they were sent."""

import json
from typing import Final

from sqlalchemy import Connection, text

from readmission.answers.journal import json_text, storable
from readmission.answers.records import Asked, SentCorrection

_LAST: Final = text("SELECT coalesce(max(number), 0) FROM correction WHERE bundle = :bundle")
_PUT: Final = text(
    "INSERT INTO correction (bundle, number, sent_at, deadline, reply, requests) "
    "VALUES (:bundle, :number, :sent_at, :deadline, :reply, :requests)"
)
_ALL: Final = text(
    "SELECT bundle.manifest, correction.number, sent_at, deadline, reply, requests "
    "FROM correction JOIN bundle ON bundle.number = correction.bundle WHERE bundle.round_id = :round_id "
    "ORDER BY bundle.state, bundle.sequence, bundle.manifest, correction.number"
)


def put(connection: Connection, bundle: int, sent: SentCorrection) -> None:
    """Keep a request that is being sent; its number follows the last one about the same bundle."""
    number = connection.execute(_LAST, {"bundle": bundle}).scalar_one() + 1
    asked = json_text([[list(one.places), one.text] for one in sent.requests])
    row = {"sent_at": sent.sent_at, "deadline": sent.deadline, "reply": sent.reply, "requests": storable(asked)}
    connection.execute(_PUT, {"bundle": bundle, "number": number} | row)


def of_round(connection: Connection, round_id: str) -> list[SentCorrection]:
    """All requests about bundles of a round, by state, sequence and number."""
    return [
        SentCorrection(
            manifest,
            number,
            sent_at,
            deadline,
            reply,
            tuple(Asked(tuple(places), words) for places, words in json.loads(requests)),
        )
        for manifest, number, sent_at, deadline, reply, requests in connection.execute(_ALL, {"round_id": round_id})
    ]
