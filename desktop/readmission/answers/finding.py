"""What a check has to say about answers: data, rendered as sentences last."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from readmission.override import override

if TYPE_CHECKING:
    from readmission.answers.model import Key, Place


class Severity(StrEnum):
    """What a finding asks for: an error is corrected, a warning settled, a note read; a fault is ours."""

    ERROR = "E"
    WARNING = "W"
    NOTE = "I"
    FAULT = "F"

    @property
    def blocks(self) -> bool:
        """Whether a final declaration cannot go out with it."""
        return self in (Severity.ERROR, Severity.FAULT)


class Outcome(StrEnum):
    """How a rule ended at one row."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_APPLICABLE = "not applicable"
    COULD_NOT_RUN = "could not run"


# A number is (scaled integer, places), a ratio (integer of the last place, places); a text or code is itself.
Shown: TypeAlias = tuple[int, int] | str
# Figures and the signs between them, in their order: `(432, 0)`, ` ≠ `, `(450, 0)`.
FormulaLine: TypeAlias = tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that failed, or could not run, at one row.

    `values` are what the message names, by the names it uses; `explanation` is a formula line without words, such as
    `432 ≠ 450 = 371 + 79 (Δ −18)`, or empty.
    """

    rule: str
    severity: Severity
    table: str
    key: "Key"
    places: "tuple[Place, ...]"
    values: tuple[tuple[str, Shown], ...] = ()
    explanation: FormulaLine = ()

    @override
    def __hash__(self) -> int:
        # Enough to tell thousands apart; the hash of everything would be made again each time one is looked up.
        return hash((self.rule, self.key))

    @property
    def identity(self) -> "tuple[str, str, Key, tuple[Place, ...]]":
        """What makes it the same finding after an edit: the rule and where it speaks."""
        return self.rule, self.table, self.key, self.places


@dataclass(frozen=True, slots=True)
class Settlement:
    """A warning closed by a reason from the code list, a text and a second reader (person numbers)."""

    rule: str
    table: str
    key: "Key"
    code: str
    text: str
    by: int
    read_by: int | None = None
