"""How a long task says how far it is."""

from collections.abc import Callable
from typing import TypeAlias

# What is being done, how many steps are done, how many there are.
Progress: TypeAlias = Callable[[str, int, int], None]


def silent(_what: str, _done: int, _of: int) -> None:
    """Progress that nobody watches."""
