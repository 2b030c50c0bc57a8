"""Python's collector of cycles, kept from looking through what stays."""

import gc
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Final

# From so many cells on a step makes so much that stays that the collector would be in its way.
MANY_CELLS: Final = 256

# While something is held, the collector looks by itself through so many new objects at a time, which takes a millisecond; through
# what outlives that it looks when nobody works (`look_through_new`), or after a thousand such times.
SELDOM: Final = (10_000, 1_000, 1_000)
# So many times what is new, then also what is older.
OLDER: Final = 10
_USUAL: Final = gc.get_threshold()

_holding: Final = [False]


def hold() -> None:
    """What there is now stays until `release`: the collector need not look through it, and seldom through what is new."""
    gc.freeze()
    gc.set_threshold(*SELDOM)
    _holding[0] = True


def release() -> None:
    """What was held is looked through again, and what is new as usual."""
    gc.unfreeze()
    gc.set_threshold(*_USUAL)
    _holding[0] = False


def look_through_new() -> None:
    """Let go of what is new and unreachable, and now and then of what is older."""
    gc.collect(2 if gc.get_count()[2] >= OLDER else 1)


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
