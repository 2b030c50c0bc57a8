"""The method of the assessment as a form states it: its figures, its classes, how answers of states are held against each other."""

from dataclasses import dataclass
from enum import StrEnum

from readmission.form.nodes import Expression


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure of the assessment: 100 × the sum of numerators / the sum of denominators over the states that count.

    Without a denominator it is the sum of numerators. `numerator`, `denominator` and `counts` (which states enter, absent: all
    that gave both) are expressions over one state's answers in the rows of `table`, whose only dimension is the country.
    """

    id: str
    label: str
    table: str
    numerator: Expression
    denominator: Expression | None = None
    counts: Expression | None = None
    note: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Classification:
    """How a country's class follows from the states' ratings: shares of rated states, with parameters of the round.

    `rating` is a ranked code over one state's answers; states for which `counts` does not hold leave the denominator.
    `weight` is what a state's rating weighs in the weighted shares, before the square root that dampens it. `aspects` is the
    matrix in which states rate stage by stage, with the codes of the same list.
    `well`, `average`, `improve` and `not_assessed` are codes of `codelist`.
    """

    id: str
    label: str
    table: str
    rating: Expression
    counts: Expression
    codelist: str
    well: str
    average: str
    improve: str
    not_assessed: str
    note: str = ""
    weight: Expression | None = None
    aspects: str = ""


class ComparisonKind(StrEnum):
    """How the answers of states are held against each other."""

    PUBLISHED_SUM = "published-sum"
    SAME_ROWS = "same-rows"
    SAME_CODE = "same-code"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A remark on a country where the answers of states do not fit together.

    `fields` are the compared fields, each with its table. With `published-sum` the sum over the states is held against that
    of `against`, a reference field with the same rows; with `same-rows` the rows of a list that share the value of `key` are
    to agree in the fields; with `same-code` most states are to give one code.
    """

    id: str
    kind: ComparisonKind
    label: str
    fields: tuple[tuple[str, str], ...]
    key: str = ""
    against: tuple[str, str] | None = None
    note: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Circulation:
    """The two questions by which a state says who may read its answers on a country, and the code that keeps them back.

    `country` is asked for each country and holds before `general`, which is asked once.
    """

    country: tuple[str, str]
    general: tuple[str, str]
    kept_back: str
