"""The result of an assessment: everything that is shown, and everything each figure came from.

Only whole numbers, texts and orders that do not depend on chance stand here, so the same bundles and the same form give the
same bytes. Times of arrival and names of files are no part of it.
"""

from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from readmission import canonical
from readmission.canonical import Json

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

FORMAT: Final = "readmission assessment 1"


class Showing(StrEnum):
    """How a figure is shown: small denominators give no rate, nothing is ever a rate of nothing.

    `small` is a figure that is not passed on because a person could be known by it, or another such figure be computed from it.
    """

    RATE = "rate"
    BRACKETS = "brackets"
    COUNTS = "counts"
    NO_CASES = "no cases"
    SMALL = "small"
    MISSING = "missing"
    SUM = "sum"


class Circulation(StrEnum):
    """For whom a result is: with everything, or without what the states keep to the Commission and what is small."""

    COMMISSION = "commission"
    SHARED = "shared"


class Part(StrEnum):
    """How a state's answers stand to a figure: missing has a reason beside it, where nothing was owed there is no answer."""

    ENTERED = "entered"
    LEFT_OUT = "left out"
    MISSING = "missing"
    NO_ANSWER = "no answer"
    NO_EXPERIENCE = "no experience"


@dataclass(frozen=True, slots=True)
class Source:
    """A cell that a figure read: its place, and its value as the facts print it or the reason why there is none."""

    place: str
    value: str
    reason: str
    flags: str


@dataclass(frozen=True, slots=True)
class Term:
    """One state's share in a figure; numbers are scaled by the figure's places."""

    id: str
    state: str
    part: Part
    showing: Showing
    numerator: int | None
    denominator: int | None
    per_mille: int | None
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator of a country over all states that entered; `before` is last year's rate in per mille, if shown then."""

    id: str
    indicator: str
    country: str
    showing: Showing
    numerator: int | None
    denominator: int | None
    per_mille: int | None
    places: int
    before: int | None
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Rating:
    """One state's rating: a code, its rank where it has one, and what it weighs before the square root."""

    id: str
    state: str
    part: Part
    code: str
    rank: int | None
    weight: int | None
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Shares:
    """How ratings divide into high, middle and low: as states, or as square roots of weights in millionths."""

    states: int
    high: int
    middle: int
    low: int

    @property
    def total(self) -> int:
        """All three together."""
        return self.high + self.middle + self.low


@dataclass(frozen=True, slots=True)
class Classified:
    """The class of a country by shares of states, and beside it the one by weighted shares."""

    id: str
    country: str
    code: str
    shares: Shares
    weighted_code: str
    weighted: Shares | None
    before: str
    ratings: tuple[Rating, ...]


@dataclass(frozen=True, slots=True)
class StageRatings:
    """The states' ratings of one stage of the procedure."""

    id: str
    table: str
    field: str
    stage: str
    ratings: tuple[Rating, ...]


class NoteKind(StrEnum):
    """What a reader must know beside a country's figures."""

    FEW_STATES = "few states"
    ONE_STATE = "one state"
    WEIGHTED_DIFFERS = "weighted differs"
    PARTS_MISSING = "parts missing"
    FAR_FROM_OTHERS = "far from others"
    PUBLISHED_SUM = "published sum"
    ROWS_DIFFER = "rows differ"
    CODES_DIFFER = "codes differ"


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on a country's result: the rule it comes from and the numbers it names."""

    kind: NoteKind
    rule: str
    values: tuple[tuple[str, int | str], ...]


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file that a state attached to an answer; the file itself lies in the assessment, sealed, under its SHA-512."""

    state: str
    place: str
    name: str
    kind: str
    size: int
    sha512: str
    note: str


@dataclass(frozen=True, slots=True)
class Country:
    """Everything about one country; `stated` is what the Commission itself says of it."""

    country: str
    classified: Classified | None
    figures: tuple[Figure, ...]
    stages: tuple[StageRatings, ...]
    unresolved: int
    settled: int
    flags: str
    notes: tuple[Note, ...]
    stated: tuple[Source, ...] = ()
    attached: tuple[AttachedFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Formula:
    """How a figure is made, as the questionnaire's edition writes it."""

    id: str
    label: str
    numerator: str
    denominator: str
    counts: str
    weight: str
    note: str
    reference: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """The bundle whose answers count for a state; `pending` counts its answers that are to follow later."""

    state: str
    manifest: str
    sequence: int
    signers: tuple[str, ...]
    pending: int


@dataclass(frozen=True, slots=True)
class ScopeLine:
    """A country of the round and why it is in."""

    country: str
    decisions: int | None
    reason: str
    core_only: bool
    borderline: bool


@dataclass(frozen=True)
class Assessment:
    """The whole result of a round; `journal` is the head of the journal behind what the Commission states, empty without."""

    format: str
    round_id: str
    edition: str
    structure: str
    year: int
    version: int
    rehearsal: bool
    marking: str
    parameters: tuple[tuple[str, str], ...]
    formulas: tuple[Formula, ...]
    states: tuple[str, ...]
    not_received: tuple[str, ...]
    bundles: tuple[Bundle, ...]
    scope: tuple[ScopeLine, ...]
    countries: tuple[Country, ...]
    compared_with: str
    circulation: Circulation = Circulation.COMMISSION
    journal: str = ""


def write(assessment: Assessment) -> bytes:
    """The canonical text of a result."""
    return canonical.write(document(assessment))


def document(assessment: Assessment) -> dict[str, Json]:
    """A result as plain values, the form in which it is kept, compared and reported."""
    return plain_object(assessment)


def plain_object(value: "DataclassInstance") -> dict[str, Json]:
    """A dataclass as an object."""
    return {field.name: plain(getattr(value, field.name)) for field in fields(value)}


def plain(value: object) -> Json:
    """Dataclasses as objects, tuples as arrays, codes as texts."""
    if isinstance(value, StrEnum):
        return value.value
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    if is_dataclass(value) and not isinstance(value, type):
        return plain_object(value)
    raise TypeError(type(value).__name__)
