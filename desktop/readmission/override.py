"""`override` for what is loaded before the window is drawn.

`typing_extensions` is needed for types only, and reading it takes a twentieth of the time in which a bare window starts.
"""

from typing import TYPE_CHECKING

__all__ = ["override"]

if TYPE_CHECKING:
    from typing_extensions import override
else:

    def override(method):
        """Mark a method that takes the place of an inherited one."""
        return method
