"""Classes as shape, colour and word; and the sentence that says how a class came about."""

from typing import Final

from readmission.form.model import Form
from readmission.reports.figures import Document, Figures
from readmission.reports.labels import Labels
from readmission.texts import Language

KINDS: Final = ("well", "average", "improve", "open")


class Verdicts:
    """Says the classes of a form's classification."""

    def __init__(self, form: Form, labels: Labels, language: Language) -> None:
        chosen = form.classification
        codes = (chosen.well, chosen.average, chosen.improve, chosen.not_assessed) if chosen else ()
        self._codes = dict(zip(KINDS, codes, strict=False))
        self._codelist = chosen.codelist if chosen else ""
        self._labels = labels
        self._language = language
        self._figures = Figures(language)

    def kind(self, code: str) -> str:
        """Which of the four kinds a class is; it decides shape and colour."""
        return next((kind for kind, known in self._codes.items() if known == code), "open")

    def code(self, kind: str) -> str:
        """The class of a kind."""
        return self._codes[kind]

    def word(self, code: str) -> str:
        """The name of a class."""
        return self._labels.code(self._codelist, code)

    def sentence(self, classified: Document, parameters: Document) -> str:
        """How many states rate high and low, and what the weighted shares say."""
        shares = classified["shares"]
        text = self._language.say(
            "Of {states} states with experience, {high} rate cooperation high (rank {high_rank} or more), {low} rate it low"
            " (rank {low_rank} or less) and {middle} in between.",
            states=shares["states"],
            high=shares["high"],
            middle=shares["middle"],
            low=shares["low"],
            high_rank=parameters["class_high_rank"],
            low_rank=parameters["class_low_rank"],
        )
        weighted = classified["weighted"]
        total = sum(weighted[part] for part in ("high", "middle", "low")) if weighted else 0
        if not total:
            return text
        return f"{text} " + self._language.say(
            "Weighted, {high} is high and {low} low, over {states} states: {word}.",
            high=self._figures.rate(_per_mille(weighted["high"], total)),
            low=self._figures.rate(_per_mille(weighted["low"], total)),
            states=weighted["states"],
            word=self.word(classified["weighted_code"]),
        )


def _per_mille(part: int, total: int) -> int:
    return (2000 * part + total) // (2 * total)
