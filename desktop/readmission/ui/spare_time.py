"""Work for the moments in which nobody asks for anything: it finds what is not asked for yet, and makes what comes later quicker.

It is done in slices, most of them so short that a key pressed meanwhile does not wait, and it rests while somebody works.
"""

from collections.abc import Iterator
from time import perf_counter
from typing import Final

from PySide6.QtCore import QObject, QTimer

from readmission.collector import look_through_new

# When it begins, at which a page is drawn; how long one slice takes, and until the next; how long it rests after a step.
FIRST_MILLISECONDS: Final = 100
SLICE_SECONDS: Final = 0.004
BETWEEN_MILLISECONDS: Final = 2
REST_MILLISECONDS: Final = 400


class SpareTime(QObject):
    """One piece of work after the other, until there is none left."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._work: Iterator[object] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._do_a_slice)

    @property
    def busy(self) -> bool:
        """Whether work is left."""
        return self._work is not None

    def begin(self, work: Iterator[object]) -> None:
        """Do this work, piece by piece, and no other."""
        self._work = work
        self._timer.start(FIRST_MILLISECONDS)

    def rest(self) -> None:
        """Somebody works: go on a while later, or clear up then what the work has left behind."""
        self._timer.start(REST_MILLISECONDS)

    def end(self) -> None:
        """Leave what is not done."""
        self._work = None
        self._timer.stop()

    def _do_a_slice(self) -> None:
        work, until = self._work, perf_counter() + SLICE_SECONDS
        if work is None:
            look_through_new()
            return
        for _piece in work:
            if perf_counter() >= until:
                self._timer.start(BETWEEN_MILLISECONDS)
                return
        self._work = None
