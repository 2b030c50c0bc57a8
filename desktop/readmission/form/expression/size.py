"""How large a typed expression is, counted without walking a shared part twice.

A chained comparison and the equality of two conditions use an operand in two places, so a short text can stand for a tree that
nobody could walk; such an expression is refused before anybody tries.
"""

from collections.abc import Iterator
from typing import Final

from readmission.form.nodes import Node, children

MAX_PARTS: Final = 5_000
# A text has at most as many parts as characters, and only a comparison can double what stands beside it.
SMALL: Final = 300
COMPARISONS: Final = 4


def distinct_parts(root: Node) -> Iterator[Node]:
    """The node and every node below it, a shared one once, those below before those above."""
    seen: set[int] = set()
    waiting: list[tuple[Node, bool]] = [(root, False)]
    while waiting:
        node, done = waiting.pop()
        if done:
            yield node
        elif id(node) not in seen:
            seen.add(id(node))
            waiting.append((node, True))
            waiting.extend((child, False) for child in children(node))


def is_surely_small(source: str) -> bool:
    """Whether a text is too short, and compares too little, to stand for a large tree."""
    return len(source) <= SMALL and sum(map(source.count, "<>=")) <= COMPARISONS


def tree_size(root: Node) -> int:
    """How many nodes a walk through the whole tree meets."""
    sizes: dict[int, int] = {}
    for node in distinct_parts(root):
        sizes[id(node)] = 1 + sum(sizes[id(child)] for child in children(node))
    return sizes[id(root)]
