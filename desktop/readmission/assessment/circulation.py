"""The result that is passed on beyond the Commission: without what the states keep back, and without figures of a few persons.

What is kept back never enters the computation, so that no figure can be worked out from the others. Of the figures of states,
small ones are left out; where one alone would be, the next is left out with it, because the total would give it away.
"""

from dataclasses import replace

from readmission.answers.changes import Answers
from readmission.answers.model import Cell, Flag, Key, Place
from readmission.assessment.method import Method
from readmission.assessment.result import Assessment, Country, Figure, Part, Rating, Showing, Term
from readmission.assessment.submission import Submission
from readmission.form.model import DimensionKind, Form, Table


def shared(form: Form, submission: Submission) -> Submission:
    """A state's answers without those that only the Commission may read; the checks' counts of those countries stay out too."""
    closed = kept_back(form, submission.answers)
    return replace(
        submission,
        answers=_without(form, submission.answers, closed),
        last=None if submission.last is None else _without(form, submission.last, closed),
        unresolved={country: count for country, count in submission.unresolved.items() if country not in closed},
        settled={country: count for country, count in submission.settled.items() if country not in closed},
    )


def kept_back(form: Form, answers: Answers) -> frozenset[str]:
    """The countries on which only the Commission may read a state's answers; a country's own answer holds before the default."""
    asked = form.circulation
    if asked is None:
        return frozenset()
    default = answers.cell(Place(asked.general[0], (), asked.general[1])).value
    spoken = {country for place in answers.cells if (country := country_of(form.tables[place.table], place.key))}
    return frozenset(
        country
        for country in spoken
        if (answers.cell(Place(asked.country[0], (country,), asked.country[1])).value or default) == asked.kept_back
    )


def without_small(assessment: Assessment, method: Method) -> Assessment:
    """A result without figures of a few persons; classes and shares of states are none."""
    return replace(assessment, countries=tuple(_of_country(country, method) for country in assessment.countries))


def _without(form: Form, answers: Answers, closed: frozenset[str]) -> Answers:
    kept = {place: cell for place, cell in answers.cells.items() if _may_pass(form, place, cell, closed)}
    return Answers.of(kept, form.lists)


def _may_pass(form: Form, place: Place, cell: Cell, closed: frozenset[str]) -> bool:
    table = form.tables[place.table]
    return (
        not table.by_id[place.field].commission_only
        and Flag.CONFIDENTIAL not in cell.flags
        and country_of(table, place.key) not in closed
    )


def country_of(table: Table, key: Key) -> str:
    """The country that a row is about, or nothing."""
    members = zip(table.dimensions, key, strict=True)
    return next((member for dimension, member in members if dimension.kind is DimensionKind.COUNTRY), "")


def _of_country(country: Country, method: Method) -> Country:
    figures = tuple(_of_figure(figure, method) for figure in country.figures)
    # A remark may name the number of one state; whoever reads the shared result has the figures that are in it.
    notes = tuple(note for note in country.notes if not {"rate", "name"} & dict(note.values).keys())
    stages = tuple(replace(stage, ratings=_bare(stage.ratings)) for stage in country.stages)
    classified = country.classified and replace(country.classified, ratings=_bare(country.classified.ratings))
    return replace(country, figures=figures, notes=notes, classified=classified, stages=stages)


def _bare(ratings: tuple[Rating, ...]) -> tuple[Rating, ...]:
    # A weight is a number of requests.
    return tuple(replace(rating, weight=None, sources=()) for rating in ratings)


def _of_figure(figure: Figure, method: Method) -> Figure:
    unit = 10**figure.places
    small = {term.id for term in figure.terms if _small(term.numerator, term.denominator, method, unit)}
    others = [term for term in figure.terms if term.part is Part.ENTERED and term.id not in small]
    if len(small) == 1 and others:
        small.add(min(others, key=lambda term: (term.denominator or term.numerator or 0, term.id)).id)
    terms = tuple(_left_out(term) if term.id in small else replace(term, sources=()) for term in figure.terms)
    if _small(figure.numerator, figure.denominator, method, unit):
        return replace(figure, terms=terms, showing=Showing.SMALL, numerator=None, denominator=None, per_mille=None, before=None)
    return replace(figure, terms=terms)


def _left_out(term: Term) -> Term:
    return replace(term, showing=Showing.SMALL, numerator=None, denominator=None, per_mille=None, sources=())


def _small(numerator: int | None, denominator: int | None, method: Method, unit: int) -> bool:
    return any(number is not None and 0 < number < method.small_below * unit for number in (numerator, denominator))
