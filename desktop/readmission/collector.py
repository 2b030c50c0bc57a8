"""Python's collector of cycles, kept from looking through what stays."""

import gc
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Final

# From so many cells on a step makes so much that stays that the collector would be in its way.
MANY_CELLS: Final = 256

# While something is held, so many new objects may be there before the collector looks through them by itself.
SELDOM: Final = 100_000
_USUAL: Final = gc.get_threshold()

_holding: Final = [False]


def hold() -> None:
    """What there is now stays until `release`; the collector need not look through it, and what is new it does when it is told."""
    gc.freeze()
    gc.set_threshold(SELDOM, *_USUAL[1:])
    _holding[0] = True


def release() -> None:
    """What was held is looked through again, and what is new as usual."""
    gc.unfreeze()
    gc.set_threshold(*_USUAL)
    _holding[0] = False


def look_through_new() -> None:
    """Let go of what is new and unreachable, and now and then of what is older."""
    gc.collect(2 if gc.get_count()[2] >= gc.get_threshold()[2] else 1)


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
