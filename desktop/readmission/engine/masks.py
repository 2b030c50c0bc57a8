"""What is relevant, owed and answered: a mask for each field, and what is counted of them row by row.

The masks of all tables stand in one array after the other, because a form has many small tables and each is asked the same.
"""

from collections.abc import Iterable
from itertools import accumulate
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from readmission.engine.columns import Mask, Selection

Counts: TypeAlias = NDArray[np.integer[Any]]

_MOST_OF_A_BYTE: Final = 255


class Masks:
    """For each table a mask of fields by rows, in all three respects; `asked` are the fields that people answer."""

    def __init__(self, relevant: list[Mask], owed: list[Mask], answered: list[Mask], asked: list[Mask]) -> None:
        self._shapes = [mask.shape for mask in relevant]
        self._ends = [0, *accumulate(mask.size for mask in relevant)]
        self._relevant, self._owed, self._answered = (_joined(masks) for masks in (relevant, owed, answered))
        self._asked = _joined([np.repeat(one, rows) for one, (_, rows) in zip(asked, self._shapes, strict=True)])
        self.relevant, self.owed, self.answered = (
            [part.reshape(shape) for part, shape in zip(np.split(joined, self._ends[1:-1]), self._shapes, strict=True)]
            for joined in (self._relevant, self._owed, self._answered)
        )

    def counts(self) -> Iterable[Counts]:
        """What `counted` gives, table by table."""
        masks = _beside(self._relevant, self._owed, self._answered, self._asked)
        for shape, start, end in zip(self._shapes, self._ends, self._ends[1:], strict=False):
            yield _added(masks[:, start:end].reshape(4, *shape))


def counted(relevant: Mask, owed: Mask, answered: Mask, asked: Mask, rows: Selection) -> Counts:
    """For each row how many answers are owed, of these given, offered at all, of these given."""
    return _added(_beside(relevant[:, rows], owed[:, rows], answered[:, rows], asked[:, np.newaxis]))


def _joined(masks: list[Mask]) -> Mask:
    return np.concatenate([mask.ravel() for mask in masks])


def _beside(relevant: Mask, owed: Mask, answered: Mask, asked: Mask) -> Mask:
    masks = np.empty((4, *owed.shape), np.bool_)
    masks[0] = owed
    np.logical_and(relevant, asked, out=masks[2])
    np.logical_and(masks[0::2], answered, out=masks[1::2])
    return masks


def _added(masks: Mask) -> Counts:
    fields = masks.shape[1]
    if fields == 1:
        # A choice or ranking has one field: there is nothing to add.
        single: NDArray[np.uint8] = masks[:, 0].view(np.uint8)
        return single
    # Sums of bytes stay bytes where they fit, which numpy adds many at a time.
    kind = np.uint8 if fields <= _MOST_OF_A_BYTE else np.uint32
    counts: Counts = np.add.reduce(masks.view(np.uint8), axis=1, dtype=kind)
    return counts
