"""The checks that make no finding because what they forbid cannot come about: the program refuses it, or keeps it apart.

Each has a card like every other check, and a test instead of an example.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Guard:
    """What is demanded, why, and how it is kept."""

    id: str
    demand: str
    why: str
    kept: str


GUARDS: Final = {
    guard.id: guard
    for guard in (
        Guard(
            "F01",
            "The reporting state is one of the round's.",
            "An answer of nobody cannot be assessed.",
            "A declaration is made with the kit of a state; a state that the round does not ask is refused.",
        ),
        Guard(
            "F02",
            "The third country is in the round.",
            "Figures of other countries would be read by nobody.",
            "Cells of other countries do not exist, and facts about them are refused.",
        ),
        Guard(
            "F05",
            "An empty cell, a zero and “not available” are three different things.",
            "Whoever adds up must know which it is.",
            "A cell holds a value or a reason, never both; facts that say both or neither are refused.",
        ),
        Guard(
            "F06",
            "A percentage lies between 0 and 100.",
            "A share of more than everything is a slip.",
            "Fields of per cent have 100 as their largest number; a larger one is a finding (F08), and no number is negative (F03).",
        ),
        Guard(
            "F13",
            "No row stands twice in a table or list.",
            "Two rows for one country would be counted twice.",
            "A place is one cell; facts that name a place twice are refused.",
        ),
        Guard(
            "F16",
            "The year is the year of the round.",
            "Figures of two years cannot be compared as one.",
            "The year is nowhere typed; a bundle for another round is refused.",
        ),
        Guard(
            "F18",
            "The answers belong to the form of the round.",
            "An answer to another question is no answer to this one.",
            "A bundle names its form by the digest of its structure; another digest is refused.",
        ),
        Guard(
            "C01",
            "Every country of the round is answered, or declared to have had no cases.",
            "A country that was forgotten looks like one without cases.",
            "The first question of each country is owed; without an answer nothing is released (C02).",
        ),
        Guard(
            "C03",
            "A question whose condition is met is answered.",
            "Conditions choose what matters for a country.",
            "What a condition makes owed is owed like every other question (C02, C04).",
        ),
        Guard(
            "C12",
            "Each family of numbers that is reported has its definitions.",
            "Numbers of several states can only be compared if their definitions are known.",
            "The definitions of the core families are owed (C02).",
        ),
        Guard(
            "C13",
            "Two different persons approve.",
            "One person alone can neither err nor deceive unseen.",
            "A release needs two signers who differ in person and in key; a bundle with fewer is refused.",
        ),
        Guard(
            "E11",
            "A country below the threshold of the round is not forgotten.",
            "It may matter for one state though it does not for all.",
            "The scope is computed over all states and says which countries lie just below; the national totals have a row for others.",
        ),
        Guard(
            "E14",
            "Every citizenship of a reference file is one that the round knows.",
            "A label that is not understood would put figures in a wrong row.",
            "Labels are mapped to codes when a file is read; what cannot be mapped is refused or listed.",
        ),
        Guard(
            "E17",
            "Detections at the border are not read as persons.",
            "One person may cross several times.",
            "The number is shown with this notice beside it, and no check compares it with persons.",
        ),
        Guard(
            "Y12",
            "Last year's numbers are not changed in passing.",
            "A published comparison must stay what it was.",
            "Last year's answers are those of last year's signed declaration; who corrects them sends last year's declaration anew.",
        ),
        Guard(
            "M01",
            "Signatures are valid, and certificates belong to the state and were not revoked.",
            "Nobody else may speak for a state.",
            "A bundle is verified before anything of it is read, and refused if anything is wrong.",
        ),
        Guard(
            "M02",
            "Round and form are those of the assessment.",
            "Only like is added to like.",
            "A bundle for another round, pack or form is refused.",
        ),
        Guard(
            "M03",
            "The highest number of a state is current, lower ones are kept.",
            "The order in which files arrive must not matter.",
            "Numbers decide; two contents with one number are both set aside as a fork.",
        ),
        Guard(
            "M10",
            "Nothing changes after the freeze of a round.",
            "A published result must stay what it was.",
            "What comes later is kept outside the set until the round is unlocked, with name and reason.",
        ),
    )
}
