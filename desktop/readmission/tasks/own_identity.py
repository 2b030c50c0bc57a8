"""The declaration's own age identity."""

from readmission.bundle.identity import Identity
from readmission.tasks import documents
from readmission.tasks.fill import Filling


def own_identity(filling: Filling) -> Identity:
    """The declaration's own age identity: it opens the release, the attachments and the replies."""
    text = filling.declaration.document(documents.IDENTITY)
    assert text is not None
    return Identity.parse(text.decode())
