"""What may be attached to answers: the kinds of files a question takes, and the limits that the round sets.

The kinds stand at the question; the limits are parameters of the form, of which a round may say otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from readmission.form.model import AttachmentKind, Form
from readmission.form.round import Round

FILE_BYTES: Final = "attachment_largest"
ALL_BYTES: Final = "attachments_together"
FILES: Final = "attachments_an_answer"
PARAMETERS: Final = (FILE_BYTES, ALL_BYTES, FILES)

_NONE: Final[Mapping[tuple[str, str], tuple[AttachmentKind, ...]]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class AttachmentLimits:
    """The kinds by table and field, the largest size of one file and of all together, and how many go with one answer."""

    kinds: Mapping[tuple[str, str], tuple[AttachmentKind, ...]] = field(default_factory=lambda: _NONE)
    file_bytes: int = 0
    all_bytes: int = 0
    files: int = 0


NO_ATTACHMENTS: Final = AttachmentLimits()


def limits_of(form: Form, round_: Round) -> AttachmentLimits:
    """What a round lets ministries attach."""
    kinds = {
        (table.id, asked.id): asked.attachments for table in form.tables.values() for asked in table.fields if asked.attachments
    }
    if not kinds:
        return NO_ATTACHMENTS
    said = {name: round_.parameters.get(name, form.parameters[name].value) for name in PARAMETERS}
    return AttachmentLimits(kinds, said[FILE_BYTES], said[ALL_BYTES], said[FILES])
