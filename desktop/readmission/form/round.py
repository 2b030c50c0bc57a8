"""One annual round: a form, a year, the countries in scope and everything the Commission fixes for it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ScopeEntry:
    """A country of the round and why it is in: the reference sum over the states, or a reason given by hand.

    `borderline` says that rounding of the reference figures alone could have decided it.
    """

    country: str
    decisions: int | None
    reason: str = ""
    core_only: bool = False
    borderline: bool = False


@dataclass(frozen=True, slots=True)
class Dates:
    """The calendar of a round."""

    opens: date
    deadline: date
    late_deadline: date
    freeze: date


@dataclass(frozen=True)
class Round:
    """What a signed round pack says, without keys and figures.

    `version` grows when the pack is extended; `parameters` are scaled integers by name; `extracts` names every reference
    extract by SHA-512 (hex); `audience` is the identifier of the receiving authority.
    """

    id: str
    edition: str
    year: int
    version: int
    rehearsal: bool
    structure: str
    states: tuple[str, ...]
    scope: tuple[ScopeEntry, ...]
    dates: Dates
    parameters: dict[str, int]
    extracts: dict[str, str]
    audience: str
    marking: str
    marking_ceiling: str
    signers_required: int = 2

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries in scope, in the order of the pack."""
        return tuple(entry.country for entry in self.scope)
