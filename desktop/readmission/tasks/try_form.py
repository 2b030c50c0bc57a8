"""Try a form out with invented answers and see which of its rules ever speak up."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from readmission.answers.model import Place
from readmission.checks.trial import Tried, try_out
from readmission.form.model import Form
from readmission.form.round import Dates, Round, ScopeEntry
from readmission.tasks.check_form import check_form
from readmission.tasks.progress import Progress

COUNTRIES = 4
ANY_YEAR = 2025
STEPS = 20


@dataclass(frozen=True, slots=True)
class Trial:
    """What a trial showed: the rules that never failed, those that never passed, and all counts."""

    form: Form
    worlds: int
    counts: tuple[Tried, ...]

    @property
    def silent(self) -> tuple[str, ...]:
        """The rules that found nothing wrong in any world."""
        return tuple(one.rule for one in self.counts if not one.failed)

    @property
    def insatiable(self) -> tuple[str, ...]:
        """The rules that no row of any world satisfied."""
        return tuple(one.rule for one in self.counts if not one.passed)


def try_form(folder: Path, worlds: int, seed: int, tell: Progress) -> Trial:
    """Fill a form with invented answers, again and again."""
    form = check_form(folder)
    counts: tuple[Tried, ...] = ()
    for world, counts in try_out(form, _round(form), worlds, seed):  # noqa: B007 - the last counts are those of all worlds
        if world % max(1, worlds // STEPS) == 0:
            tell("filled in", world, worlds)
    return Trial(form, worlds, counts)


def _round(form: Form) -> Round:
    # An edition is usually named by its year; for another name any year does.
    year = int(form.edition) if form.edition.isdecimal() else ANY_YEAR
    after = year + 1
    return Round(
        id="trial",
        edition=form.edition,
        year=year,
        version=1,
        rehearsal=True,
        structure=form.structure,
        states=tuple(form.codelists[form.states].by_id)[:1],
        scope=tuple(ScopeEntry(country, None, reason="trial") for country in _countries(form)),
        dates=Dates(date(after, 1, 15), date(after, 3, 31), date(after, 4, 30), date(after, 6, 15)),
        parameters={parameter.id: parameter.value for parameter in form.parameters.values()},
        extracts={},
        audience="trial",
        marking="",
        marking_ceiling="",
    )


def _countries(form: Form) -> tuple[str, ...]:
    """A few countries, those first of which the examples of the rules speak."""
    known = form.codelists[form.countries].by_id
    examples = (example for rule in form.rules.values() for example in (*rule.passing, *rule.failing))
    spoken = (part for example in examples for place, _text in example.cells for part in Place.parse(place).key)
    return tuple(dict.fromkeys((*(code for code in spoken if code in known), *known)))[:COUNTRIES]
