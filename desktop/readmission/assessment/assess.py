"""Assess a round: the current answers of all states, through the form's indicators and classification, into one result."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from readmission.answers.model import Reason
from readmission.assessment import circulation as circulating
from readmission.assessment import classes, comparisons, indicators, notes, stages
from readmission.assessment.earlier import Earlier
from readmission.assessment.method import Method
from readmission.assessment.result import (
    FORMAT,
    Assessment,
    AttachedFile,
    Bundle,
    Circulation,
    Classified,
    Country,
    Figure,
    Formula,
    ScopeLine,
    Source,
    StageRatings,
)
from readmission.assessment.sources import Reader
from readmission.assessment.submission import Submission
from readmission.canonical import Json
from readmission.engine.program import Engine
from readmission.form.method import Classification, Indicator
from readmission.form.model import Form
from readmission.form.nodes import Expression
from readmission.form.round import Round


def assess(
    form: Form,
    round_: Round,
    submissions: Mapping[str, Submission],
    *,
    previous: Json = None,
    engine: Engine | None = None,
    circulation: Circulation = Circulation.COMMISSION,
    stated: Mapping[str, tuple[Source, ...]] | None = None,
    journal: str = "",
) -> Assessment:
    """The result of a round; `previous` is last year's result document, whose shown rates and classes stand beside this year's.

    `stated` is what the Commission itself says of countries, with the head of the `journal` behind it. In a result that is
    passed on, answers that states keep to the Commission never enter, nor do small figures appear, nor what is `stated`.
    """
    if circulation is Circulation.SHARED:
        stated, journal = None, ""
    method = Method.of(form, round_)
    earlier = Earlier.of(previous)
    ordered = [submissions[state] for state in round_.states if state in submissions]
    if circulation is Circulation.SHARED:
        ordered = [circulating.shared(form, one) for one in ordered]
    evaluated = _Evaluated.of(form, engine or Engine(form, round_), ordered)
    result = Assessment(
        format=FORMAT,
        round_id=round_.id,
        edition=round_.edition,
        structure=round_.structure,
        year=round_.year,
        version=round_.version,
        rehearsal=round_.rehearsal,
        marking=round_.marking,
        parameters=method.texts(),
        formulas=tuple(_formulas(form)),
        states=round_.states,
        not_received=tuple(state for state in round_.states if state not in submissions),
        bundles=tuple(Bundle(one.state, one.manifest, one.sequence, one.signers, _pending(one)) for one in ordered),
        scope=tuple(
            ScopeLine(entry.country, entry.decisions, entry.reason, entry.core_only, entry.borderline) for entry in round_.scope
        ),
        countries=tuple(
            replace(_country(form, country, evaluated, ordered, method, earlier), stated=(stated or {}).get(country, ()))
            for country in round_.countries
        ),
        compared_with=earlier.round_id,
        circulation=circulation,
        journal=journal,
    )
    return circulating.without_small(result, method) if circulation is Circulation.SHARED else result


@dataclass(frozen=True)
class _Evaluated:
    """Every expression of the method, evaluated once a state over all countries."""

    columns: Mapping[str, Sequence[indicators.StateColumns]]
    ratings: Sequence[classes.StateRatings]

    @staticmethod
    def of(form: Form, engine: Engine, submissions: Sequence[Submission]) -> "_Evaluated":
        columns: dict[str, list[indicators.StateColumns]] = {name: [] for name in form.indicators}
        ratings: list[classes.StateRatings] = []
        for one in submissions:
            session = engine.open(one.answers, last=one.last, reference=one.reference)
            reader = Reader(form, one.answers, one.last, one.reference)
            for name, indicator in form.indicators.items():
                columns[name].append(indicators.columns(indicator, one.state, session, reader))
            if form.classification is not None:
                ratings.append(classes.state_ratings(form.classification, one.state, session, reader))
        return _Evaluated(columns, ratings)


def _country(
    form: Form, country: str, evaluated: _Evaluated, submissions: Sequence[Submission], method: Method, earlier: Earlier
) -> Country:
    figures = tuple(
        indicators.figure(indicator, country, evaluated.columns[name], method, earlier.rates.get(f"{name}/{country}"))
        for name, indicator in form.indicators.items()
    )
    classified: Classified | None = None
    if form.classification is not None:
        before = earlier.classes.get(country, "")
        classified = classes.classified(form.classification, form, country, evaluated.ratings, method, before)
    by_stage = tuple(stages.stage_ratings(form, stage, country, evaluated.ratings) for stage in stages.stages(form))
    return Country(
        country=country,
        classified=classified,
        figures=figures,
        stages=by_stage,
        unresolved=sum(one.unresolved.get(country, 0) for one in submissions),
        settled=sum(one.settled.get(country, 0) for one in submissions),
        flags=_flags(figures, classified, by_stage),
        notes=(*notes.notes(figures, classified, method), *comparisons.remarks(form, country, submissions, method)),
        attached=tuple(file for one in submissions for file in _attached(form, country, one)),
    )


def _attached(form: Form, country: str, submission: Submission) -> Iterator[AttachedFile]:
    for one in sorted(submission.answers.attachments.values()):
        if circulating.country_of(form.tables[one.place.table], one.place.key) == country:
            yield AttachedFile(submission.state, str(one.place), one.name, one.kind.value, one.size, one.sha512, one.note)


def _pending(submission: Submission) -> int:
    return sum(cell.reason is Reason.PENDING for cell in submission.answers.cells.values())


def _flags(figures: Sequence[Figure], classified: Classified | None, by_stage: Sequence[StageRatings]) -> str:
    terms = [term for figure in figures for term in figure.terms]
    ratings = [*(classified.ratings if classified else ()), *(rating for stage in by_stage for rating in stage.ratings)]
    read = [one.sources for one in terms] + [one.sources for one in ratings]
    return "".join(sorted({flag for sources in read for source in sources for flag in source.flags}))


def _formulas(form: Form) -> Iterator[Formula]:
    for indicator in form.indicators.values():
        yield _indicator_formula(indicator)
    if form.classification is not None:
        yield _class_formula(form.classification)


def _indicator_formula(indicator: Indicator) -> Formula:
    return Formula(
        id=indicator.id,
        label=indicator.label,
        numerator=indicator.numerator.source,
        denominator=_source(indicator.denominator),
        counts=_source(indicator.counts),
        weight="",
        note=indicator.note,
        reference=indicator.reference,
    )


def _class_formula(classification: Classification) -> Formula:
    return Formula(
        id="class",
        label=classification.label,
        numerator=classification.rating.source,
        denominator="",
        counts=classification.counts.source,
        weight=_source(classification.weight),
        note=classification.note,
        reference="",
    )


def _source(expression: Expression | None) -> str:
    return expression.source if expression else ""
