"""How the answers of a rehearsal are invented, as data: steps in order, each filling one field where it is still blank.

Nothing here knows a question; `forms/rehearsal/<edition>.yaml` names the fields. Limits and conditions are expressions of the
form's own language, so that invented stocks can continue last year's and invented parts can add up.
"""

from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from readmission.errors import TaskError
from readmission.form.problems import Problem
from readmission.form.yaml_text import read_yaml


class InventionUnreadable(TaskError):
    """The description of invented answers cannot be used."""

    code: ClassVar[str] = "TA-40"
    happened: ClassVar[str] = "The description of invented answers cannot be used: {why}"
    unharmed: ClassVar[str] = "No rehearsal was started."
    remedy: ClassVar[str] = "Correct the file."


class _Step(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    table: str
    when: str = ""


class Draw(_Step):
    """A number between two limits, both included; without limits that can be computed the cell gets `missing`."""

    step: Literal["draw"]
    field: str
    low: str
    high: str
    missing: str = ""
    note: str = ""


class Split(_Step):
    """A total divided into parts that add up to it, at random around the weights."""

    step: Literal["split"]
    total: str
    into: dict[str, int]


class Choose(_Step):
    """A code drawn from those listed, each as likely as another; a code listed twice is twice as likely."""

    step: Literal["choose"]
    field: str
    codes: list[str]


class Tick(_Step):
    """Options ticked or not, each with the same chance in per cent."""

    step: Literal["tick"]
    field: str
    chance: int


class Rank(_Step):
    """A few options of a ranking put in order."""

    step: Literal["rank"]
    field: str
    first: int


class Write(_Step):
    """One of the texts."""

    step: Literal["write"]
    field: str
    texts: list[str]


class Rows(_Step):
    """A row added to a list with a chance in per cent, its cells drawn from the texts listed (values as facts print them)."""

    step: Literal["rows"]
    chance: int
    cells: dict[str, list[str]]


class Attach(_Step):
    """Files of the folder `evidence` attached to the answers of the first rows, by the ministries listed alone."""

    step: Literal["attach"]
    field: str
    states: list[str]
    first: int
    files: list[str]
    note: str


Step = Annotated[Draw | Split | Choose | Tick | Rank | Write | Rows | Attach, Field(discriminator="step")]


class Mistake(BaseModel):
    """A mistake that a ministry makes and finds: what is typed where, and the checks that must speak up."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    state: str
    table: str
    field: str
    typed: str
    expect: list[str]


class Invention(BaseModel):
    """Everything that is invented for an edition.

    `states` is the code list of the reporting states, `unfinished` the one whose declaration is left for people to open;
    `commission` fills the Commission's own part.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    states: str
    scope_dataset: str
    marking: str
    unfinished: str
    names: list[str]
    steps: list[Step]
    commission: list[Step]
    mistakes: list[Mistake]
    settle_with: str
    settle_text: str


def read_invention(path: Path) -> Invention:
    """The description in a file."""
    problems: list[Problem] = []
    document = read_yaml(path.name, path.read_bytes(), problems)
    if problems or document is None:
        raise InventionUnreadable(str(path), why="; ".join(str(problem) for problem in problems))
    try:
        return Invention.model_validate(document.value)
    except ValidationError as error:
        raise InventionUnreadable(str(path), why=str(error)) from error
