"""The way from a figure to the formula, the answers, the bundle and the signers: one mechanism for every output.

A figure is named by what it is: `IND_c/GN` an indicator of a country, `class/GN` its class, `B12_02.rating/GN/IDENT` the ratings of
a stage; a state's code behind it (`IND_c/GN/BE`) names one state's share.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from readmission.assessment.result import (
    Assessment,
    Bundle,
    Classified,
    Country,
    Figure,
    Formula,
    Part,
    Rating,
    Showing,
    Source,
    StageRatings,
    Term,
    plain_object,
)
from readmission.canonical import Json
from readmission.errors import AnswersError


class NoFigure(AnswersError):
    """A name is not that of a figure of the assessment."""

    code: ClassVar[str] = "AN-71"
    happened: ClassVar[str] = "The assessment holds no figure “{figure}”."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "A figure is named like IND_c/GN or IND_c/GN/BE; the report prints the name beside each figure."


@dataclass(frozen=True, slots=True)
class TracedTerm:
    """One state's share in a figure: its numbers or its rating, the cells they stand in, the bundle and who signed it."""

    id: str
    state: str
    part: Part
    showing: Showing
    numerator: int | None
    denominator: int | None
    per_mille: int | None
    code: str
    rank: int | None
    weight: int | None
    sources: tuple[Source, ...]
    manifest: str
    sequence: int
    signers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a figure comes from; numbers are scaled by `places`, a class has a code instead."""

    figure: str
    country: str
    formula: str
    showing: Showing
    numerator: int | None
    denominator: int | None
    per_mille: int | None
    places: int
    code: str
    terms: tuple[TracedTerm, ...]


def figures(assessment: Assessment) -> tuple[str, ...]:
    """The names of all figures of countries, in the order of the result."""
    return tuple(name for country in assessment.countries for name in _names(country))


def trace(assessment: Assessment, figure: str) -> Trace:
    """Where a figure, or one state's share in it, comes from; raises NoFigure."""
    for country in assessment.countries:
        for name in _names(country):
            if figure == name:
                return _trace(assessment, country, name)
            if figure.startswith(f"{name}/"):
                whole = _trace(assessment, country, name)
                for term in whole.terms:
                    if term.id == figure:
                        return _share(whole, term)
    raise NoFigure(figure=figure[:80])


def documents(assessment: Assessment) -> list[dict[str, Json]]:
    """The traces of all figures as plain values, for the report."""
    return [plain_object(_trace(assessment, country, name)) for country in assessment.countries for name in _names(country)]


def lines(traced: Trace) -> Iterator[str]:
    """A trace as lines of text, for a terminal and for the dump."""
    yield f"{traced.figure}: {_amount(traced)}"
    yield f"  formula: {traced.formula}"
    for term in traced.terms:
        yield f"  {term.state}: {_term_amount(term, traced.places)} ({term.part.value})"
        for source in term.sources:
            flags = f" {source.flags}" if source.flags else ""
            yield f"    {source.place} = {source.value or source.reason or '-'}{flags}"
        yield f"    bundle {term.sequence}, manifest {term.manifest}"
        yield f"    signed by {', '.join(term.signers) or '-'}"


def formula_text(formula: Formula) -> str:
    """A formula in the words of the expression language."""
    if formula.denominator:
        text = f"100 * sum({formula.numerator}) / sum({formula.denominator})"
    else:
        text = f"rating {formula.numerator}" if formula.id == "class" else f"sum({formula.numerator})"
    if formula.weight:
        text += f", weighted by the square root of {formula.weight}"
    return f"{text}, where {formula.counts}" if formula.counts else text


def _names(country: Country) -> Iterator[str]:
    if country.classified is not None:
        yield country.classified.id
    yield from (figure.id for figure in country.figures)
    yield from (stage.id for stage in country.stages)


def _trace(assessment: Assessment, country: Country, name: str) -> Trace:
    formulas = {formula.id: formula for formula in assessment.formulas}
    bundles = {bundle.state: bundle for bundle in assessment.bundles}
    for figure in country.figures:
        if figure.id == name:
            return _of_figure(figure, formulas[figure.indicator], bundles)
    if country.classified is not None and country.classified.id == name:
        return _of_class(country.classified, formulas["class"], bundles)
    stage = next(stage for stage in country.stages if stage.id == name)
    return _of_stage(stage, country.country, formulas["class"], bundles)


def _share(whole: Trace, term: TracedTerm) -> Trace:
    return replace(
        whole,
        figure=term.id,
        showing=term.showing,
        numerator=term.numerator,
        denominator=term.denominator,
        per_mille=term.per_mille,
        code=term.code,
        terms=(term,),
    )


def _of_figure(figure: Figure, formula: Formula, bundles: dict[str, Bundle]) -> Trace:
    return Trace(
        figure=figure.id,
        country=figure.country,
        formula=formula_text(formula),
        showing=figure.showing,
        numerator=figure.numerator,
        denominator=figure.denominator,
        per_mille=figure.per_mille,
        places=figure.places,
        code="",
        terms=tuple(_traced_term(term, bundles[term.state]) for term in figure.terms),
    )


def _of_class(classified: Classified, formula: Formula, bundles: dict[str, Bundle]) -> Trace:
    terms = tuple(_traced_rating(rating, bundles[rating.state]) for rating in classified.ratings)
    return Trace(
        classified.id, classified.country, formula_text(formula), Showing.COUNTS, None, None, None, 0, classified.code, terms
    )


def _of_stage(stage: StageRatings, country: str, formula: Formula, bundles: dict[str, Bundle]) -> Trace:
    terms = tuple(_traced_rating(rating, bundles[rating.state]) for rating in stage.ratings)
    # A stage has no class and no weight of its own, only the ratings and who counts.
    shown = replace(formula, numerator=f"{stage.table}.{stage.field}", weight="")
    return Trace(stage.id, country, formula_text(shown), Showing.COUNTS, None, None, None, 0, "", terms)


def _traced_term(term: Term, bundle: Bundle) -> TracedTerm:
    return TracedTerm(
        id=term.id,
        state=term.state,
        part=term.part,
        showing=term.showing,
        numerator=term.numerator,
        denominator=term.denominator,
        per_mille=term.per_mille,
        code="",
        rank=None,
        weight=None,
        sources=term.sources,
        manifest=bundle.manifest,
        sequence=bundle.sequence,
        signers=bundle.signers,
    )


def _traced_rating(rating: Rating, bundle: Bundle) -> TracedTerm:
    return TracedTerm(
        id=rating.id,
        state=rating.state,
        part=rating.part,
        showing=Showing.COUNTS if rating.code else Showing.MISSING,
        numerator=None,
        denominator=None,
        per_mille=None,
        code=rating.code,
        rank=rating.rank,
        weight=rating.weight,
        sources=rating.sources,
        manifest=bundle.manifest,
        sequence=bundle.sequence,
        signers=bundle.signers,
    )


def _amount(traced: Trace) -> str:
    if traced.numerator is None:
        return traced.code or traced.showing.value
    text = _decimal(traced.numerator, traced.places)
    if traced.denominator is not None:
        text += f" of {_decimal(traced.denominator, traced.places)}"
    if traced.per_mille is not None:
        text += f" = {_decimal(traced.per_mille, 1)} %"
    return text


def _term_amount(term: TracedTerm, places: int) -> str:
    if term.numerator is None:
        return term.code or "-"
    text = _decimal(term.numerator, places)
    return text if term.denominator is None else f"{text} of {_decimal(term.denominator, places)}"


def _decimal(scaled: int, places: int) -> str:
    if not places:
        return str(scaled)
    digits = f"{abs(scaled):0{places + 1}d}"
    return f"{'-' if scaled < 0 else ''}{digits[:-places]}.{digits[-places:]}"
