"""Python's collector of cycles, kept from looking through what stays."""

import gc
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Final

# From so many cells on a step makes so much that stays that the collector would be in its way.
MANY_CELLS: Final = 256

_holding: Final = [False]


def hold() -> None:
    """What there is now stays until `release`; the collector need not look through it again and again."""
    gc.freeze()
    _holding[0] = True


def release() -> None:
    """What was held is looked through again."""
    gc.unfreeze()
    _holding[0] = False


@contextmanager
def without_collector() -> Iterator[None]:
    """While very many objects are made that stay: the collector would look through all of them again and again."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            # Old at once, so that the first object that is made afterwards does not have all of them looked through.
            gc.freeze()
            # To count what is frozen would take as long as a good part of a paste.
            if not _holding[0]:
                gc.unfreeze()
            gc.enable()


def undisturbed_by_collector(cells: int) -> AbstractContextManager[None]:
    """A step of so many cells; a paste makes thousands of findings and entries that stay."""
    return without_collector() if cells >= MANY_CELLS else nullcontext()
