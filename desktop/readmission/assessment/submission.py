"""What the assessment takes from one state: its current bundle and what the checks said of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from readmission.answers.changes import Answers


@dataclass(frozen=True)
class Submission:
    """The answers of a state's current bundle, who signed it, and its warnings by country.

    `last` and `reference` are what the bundle's own basis names. `unresolved` and `settled` count warnings.
    """

    state: str
    answers: Answers
    manifest: str
    sequence: int
    signers: tuple[str, ...]
    last: Answers | None = None
    reference: Answers | None = None
    unresolved: Mapping[str, int] = field(default_factory=dict)
    settled: Mapping[str, int] = field(default_factory=dict)
