"""Answer a bundle: sign what the Commission says of it and seal it for the declaration that the bundle came from."""

import uuid
from datetime import UTC, datetime
from io import BytesIO

from readmission import __version__
from readmission.bundle.identity import Recipient
from readmission.bundle.keyfile import SigningKeys
from readmission.bundle.manifest import Audience, Kind, Manifest, Subject
from readmission.bundle.manifest_text import moment_text
from readmission.bundle.reply import write_reply
from readmission.bundle.trust import COMMISSION_STATE


def sealed_reply(
    manifest: Manifest, digest: str, content: bytes, *, subject: Subject, organisation: str, keys: SigningKeys
) -> bytes:
    """A reply to the bundle with this manifest (`digest` is its SHA-512)."""
    recipient = Recipient.parse(manifest.reply_to)
    draft = Manifest(
        kind=Kind.REPLY,
        domain=manifest.domain,
        id=str(uuid.uuid4()),
        created_at=moment_text(datetime.now(UTC)),
        app_version=__version__,
        state=COMMISSION_STATE,
        organisation=organisation,
        audience=Audience(manifest.state, (recipient.id,)),
        round=manifest.round,
        period=manifest.period,
        marking=manifest.marking,
        subject=subject,
        answers=digest,
    )
    target = BytesIO()
    write_reply(target, draft=draft, content=content, recipient=recipient, keys=keys, now=datetime.now(UTC))
    return target.getvalue()
