"""Take a declaration back to filling in: after it was sent, or instead of approving it. Its release and approvals are discarded."""

from readmission.store.state import State
from readmission.tasks.fill import Filling
from readmission.tasks.review import discard_release


def reopen(filling: Filling, why: str) -> None:
    """Go back to filling in, saying why."""
    if filling.declaration.state is not State.FILLING:
        filling.declaration.move(State.FILLING, filling.person, why)
    discard_release(filling.folder)
