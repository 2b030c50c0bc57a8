"""The states of a declaration and the ways between them."""

from collections.abc import Callable
from enum import StrEnum
from typing import Final

from readmission.store.refusals import EditRefused, MoveRefused


class State(StrEnum):
    """Where a declaration is between filling in and receipt."""

    FILLING = "filling"
    IN_REVIEW = "in-review"
    RELEASED = "released"
    EXPORTED = "exported"
    RECEIVED = "received"
    CORRECTION_REQUESTED = "correction-requested"


_WAYS: Final = {
    State.FILLING: frozenset({State.IN_REVIEW}),
    State.IN_REVIEW: frozenset({State.FILLING, State.RELEASED}),
    State.RELEASED: frozenset({State.FILLING, State.EXPORTED}),
    State.EXPORTED: frozenset({State.FILLING, State.RECEIVED, State.CORRECTION_REQUESTED}),
    State.RECEIVED: frozenset({State.FILLING, State.CORRECTION_REQUESTED}),
    State.CORRECTION_REQUESTED: frozenset({State.FILLING}),
}

_SENT: Final = frozenset({State.EXPORTED, State.RECEIVED})


def check_move(state: State, wanted: State) -> None:
    """Raise MoveRefused unless a declaration can go from one state to the other."""
    if wanted not in _WAYS[state]:
        raise MoveRefused(state=state, wanted=wanted)


def check_edit(state: State, sent: Callable[[], tuple[str, str]]) -> bool:
    """Whether an edit takes the declaration back to filling; raises EditRefused for one that somebody sent on some day."""
    if state in _SENT:
        who, day = sent()
        raise EditRefused(who=who, day=day)
    return state is not State.FILLING
