"""Python's collector of cycles, kept from looking through what stays."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """While very many objects are made that stay: the collector would look through all of them again and again."""
    running, frozen = gc.isenabled(), gc.get_freeze_count()
    gc.disable()
    try:
        yield
    finally:
        if running:
            # Old at once, so that the first object that is made afterwards does not have all of them looked through.
            gc.freeze()
            if not frozen:
                gc.unfreeze()
            gc.enable()
