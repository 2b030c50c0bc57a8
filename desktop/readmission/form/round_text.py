"""A round as canonical JSON and back: strict, total, and checked against the form it belongs to."""

import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import fields
from datetime import date
from typing import ClassVar, Final

from pydantic import TypeAdapter, ValidationError

from readmission.canonical import MAX_INTEGER, Json
from readmission.errors import FormError
from readmission.form.model import Form
from readmission.form.problems import did_you_mean, sentence
from readmission.form.round import Round

_ROUND: Final = TypeAdapter(Round)
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._\-]{0,63}", re.ASCII)
_DIGEST: Final = re.compile(r"[0-9a-f]{128}", re.ASCII)
_FIRST_YEAR: Final = 2000
_LAST_YEAR: Final = 2999


class RoundRefused(FormError):
    """A round cannot be read, or does not fit its form; `problems` holds everything that is wrong."""

    code: ClassVar[str] = "FO-02"
    happened: ClassVar[str] = "The round cannot be used: {listed}"
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Ask the Commission for a corrected round pack."

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__(listed=" ".join(problems))


def write_round(round_: Round) -> Json:
    """The JSON value of a round."""
    return _value({part.name: getattr(round_, part.name) for part in fields(round_)})


def read_round(value: Json) -> Round:
    """The round of a JSON value; raises RoundRefused for every value that `write_round` would not give."""
    try:
        # Only JSON's own strict mode takes objects for dataclasses, lists for tuples and text for dates, and nothing else.
        round_ = _ROUND.validate_json(json.dumps(value), strict=True)
    except ValidationError as error:
        listed = (f"{'.'.join(map(str, one['loc']))}: {one['msg']}." for one in error.errors(include_url=False))
        raise RoundRefused(tuple(listed)) from None
    if write_round(round_) != value:
        raise RoundRefused(("The round says something that is not part of a round, or says it in another way.",))
    problems = tuple(_own_problems(round_))
    if problems:
        raise RoundRefused(problems)
    return round_


def check_round(round_: Round, form: Form) -> None:
    """See that a round and its form belong together; raises RoundRefused with everything that does not fit."""
    problems = (*_own_problems(round_), *_form_problems(round_, form))
    if problems:
        raise RoundRefused(problems)


def _value(value: object) -> Json:
    if isinstance(value, dict):
        return {name: _value(part) for name, part in value.items()}
    if isinstance(value, tuple):
        return [_value(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | str):
        return value
    return {part.name: _value(getattr(value, part.name)) for part in fields(value)}  # type: ignore[arg-type]  # a dataclass of round.py


def _own_problems(round_: Round) -> Iterator[str]:
    for name, text in (("id", round_.id), ("edition", round_.edition), ("audience", round_.audience)):
        if not _NAME.fullmatch(text):
            yield f"“{text}” cannot be the {name} of a round."
    for kind, codes in (("country", round_.countries), ("state", round_.states)):
        yield from (f"The {kind} “{code}” stands twice in the round." for code in sorted(_repeated(codes)))
    for entry in round_.scope:
        if entry.decisions is None and not entry.reason:
            yield f"“{entry.country}” is in the round without a figure and without a reason."
    dates = round_.dates
    if not dates.opens <= dates.deadline <= dates.late_deadline <= dates.freeze:
        yield "The dates are not in order: opening, deadline, late deadline, freeze."
    yield from _number_problems(round_)
    yield from _digest_problems(round_)


def _number_problems(round_: Round) -> Iterator[str]:
    if not _FIRST_YEAR <= round_.year <= _LAST_YEAR:
        yield f"{round_.year} is no reporting year."
    if round_.version < 1 or round_.signers_required < 1:
        yield "Version and number of signers count from 1."
    decisions = (entry.decisions for entry in round_.scope if entry.decisions is not None)
    if any(abs(number) > MAX_INTEGER for number in (round_.version, *round_.parameters.values(), *decisions)):
        yield "A number of the round is too large."


def _digest_problems(round_: Round) -> Iterator[str]:
    if not _DIGEST.fullmatch(round_.structure):
        yield "The form is not named by the SHA-512 of its structure."
    for name, digest in sorted(round_.extracts.items()):
        if not _DIGEST.fullmatch(digest):
            yield f"The extract “{name}” is not named by a SHA-512."


def _form_problems(round_: Round, form: Form) -> Iterator[str]:
    if round_.edition != form.edition:
        yield f"The round is for edition {round_.edition}; this is the form of edition {form.edition}."
    if round_.structure != form.structure:
        yield "The round was made for another structure of the form."
    countries, states = (form.codelists[name].by_id for name in (form.countries, form.states))
    yield from _unknown(round_.countries, countries, f"is not in {form.countries}")
    yield from _unknown(round_.states, states, f"is not in {form.states}")
    yield from _unknown(round_.parameters, form.parameters, "is no parameter of the form")


def _unknown(words: Iterable[str], known: Collection[str], why: str) -> Iterator[str]:
    return (sentence(f"“{word}” {why}{did_you_mean(word, known)}") for word in words if word not in known)


def _repeated(codes: tuple[str, ...]) -> set[str]:
    return {code for code in codes if codes.count(code) > 1}
