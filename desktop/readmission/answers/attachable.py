"""What is wrong with attached files by what the form and the round say; for the check, for attaching and for receiving alike."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from readmission.answers.attachment import Attachment
from readmission.answers.model import Place
from readmission.form.attachments import AttachmentLimits


class Misfit(StrEnum):
    """Why a file cannot be attached where it is."""

    OUT_OF_PLACE = "no files here"
    KIND = "kind"
    LARGE = "too large"
    TOGETHER = "too large together"
    MANY = "too many"


@dataclass(frozen=True, slots=True)
class Misfitting:
    """A file, why it does not fit, and what is permitted; `found` is what stands against `limit`, both 0 without numbers."""

    attachment: Attachment
    why: Misfit
    found: int = 0
    limit: int = 0


def misfits(attachments: Iterable[Attachment], limits: AttachmentLimits) -> Iterator[Misfitting]:
    """Each file that does not fit, in the given order; of too many or too large ones together those that came last."""
    counts: Counter[Place] = Counter()
    sizes: dict[str, int] = {}
    for one in attachments:
        kinds = limits.kinds.get((one.place.table, one.place.field), ())
        counts[one.place] += 1
        sizes[one.sha512] = one.size
        together = sum(sizes.values())
        if not kinds:
            yield Misfitting(one, Misfit.OUT_OF_PLACE)
        elif one.kind not in kinds:
            yield Misfitting(one, Misfit.KIND)
        elif one.size > limits.file_bytes:
            yield Misfitting(one, Misfit.LARGE, one.size, limits.file_bytes)
        elif counts[one.place] > limits.files:
            yield Misfitting(one, Misfit.MANY, counts[one.place], limits.files)
        elif together > limits.all_bytes:
            yield Misfitting(one, Misfit.TOGETHER, together, limits.all_bytes)
