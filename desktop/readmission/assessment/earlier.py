"""Last year's result, of which only shown rates and classes are read: for the trend."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from readmission.assessment.result import FORMAT
from readmission.canonical import Json
from readmission.errors import AnswersError, Phrase


class NoResult(AnswersError):
    """A document given as last year's result is none."""

    code: ClassVar[str] = "AN-70"
    happened: ClassVar[str] = "The document of last year's assessment cannot be used: {why}."
    unharmed: ClassVar[str] = "Nothing was assessed and nothing was changed."
    remedy: ClassVar[str] = "Give the result that last year's assessment wrote, or assess without a comparison."


@dataclass(frozen=True)
class Earlier:
    """The rates in per mille by figure and the classes by country that last year's report showed."""

    round_id: str
    rates: Mapping[str, int]
    classes: Mapping[str, str]

    @staticmethod
    def of(document: Json) -> "Earlier":
        """What a result document showed, nothing where there is none; raises NoResult."""
        if document is None:
            return Earlier("", {}, {})
        top = _object(document)
        if top.get("format") != FORMAT:
            raise NoResult(why=Phrase("its format is not one this program writes"))
        rates: dict[str, int] = {}
        classes: dict[str, str] = {}
        for country in map(_object, _array(top.get("countries"))):
            for figure in map(_object, _array(country.get("figures"))):
                if isinstance(rate := figure.get("per_mille"), int):
                    rates[_text(figure.get("id"))] = rate
            if country.get("classified") is not None:
                classes[_text(country.get("country"))] = _text(_object(country["classified"]).get("code"))
        return Earlier(_text(top.get("round_id")), rates, classes)


def _object(value: Json) -> Mapping[str, Json]:
    if not isinstance(value, dict):
        raise NoResult(why=Phrase("an object is missing"))
    return value


def _array(value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise NoResult(why=Phrase("an array is missing"))
    return value


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise NoResult(why=Phrase("a text is missing"))
    return value
