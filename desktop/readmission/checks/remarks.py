"""The checks of the Commission: what the report of an assessment says beside its figures, and what it leaves out.

They are no findings of a ministry. What of them a form describes (its comparisons of states) stands in the form; the rest is here,
with a test instead of an example.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Remark:
    """What is looked for, why, and what the report does about it."""

    id: str
    demand: str
    why: str
    done: str


REMARKS: Final = {
    remark.id: remark
    for remark in (
        Remark(
            "M04",
            "Every state of the round is there, and nothing of it is to follow.",
            "A sum over fewer states is a smaller sum.",
            "The report names the states without a current declaration, and beside each declaration how many answers follow later.",
        ),
        Remark(
            "M05",
            "Enough states made requests to a country.",
            "One or two states show no pattern.",
            "The report says how many there are, and how many the method asks for.",
        ),
        Remark(
            "M06",
            "No state's rate lies far from the others'.",
            "A country may treat states unequally; that is no mistake of anybody.",
            "The report names the state, its rate and the middle of all.",
        ),
        Remark(
            "M11",
            "No figure of a few persons is passed on.",
            "A person could be known by it.",
            "A report that is passed on leaves such figures out, and the next one where the total would give a single one away.",
        ),
        Remark(
            "M12",
            "Weighted and unweighted ratings lead to the same class.",
            "Where they do not, the class depends on the way of counting.",
            "The report gives both classes.",
        ),
        Remark(
            "M13",
            "No single state makes most of the requests.",
            "The result would be its own, not that of all.",
            "The report names the state and its part.",
        ),
        Remark(
            "M14",
            "What only the Commission may read is in no report that is passed on.",
            "States answer openly only if they can rely on it.",
            "Such answers do not enter the computation of a report that is passed on, so that nothing can be worked out from it.",
        ),
    )
}
