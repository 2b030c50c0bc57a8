"""A form over answers: compiled once for a round, opened for any number of answers."""

from collections.abc import Iterator

from readmission.answers.changes import Answers
from readmission.engine.compiled_form import CompiledForm
from readmission.engine.session import Delta, Session
from readmission.form.model import Form
from readmission.form.round import Round

__all__ = ["Delta", "Engine", "Session"]


class Engine:
    """A form and a round, ready to open answers; raises FormError for conditions that wait for themselves.

    Numbers are computed as float64 holding scaled integers. That is exact because entry refuses integers of more than 53 bits.
    """

    def __init__(self, form: Form, round_: Round) -> None:
        self.form = form
        self.round = round_
        self._compiled = CompiledForm(form, round_)

    def prepare(self, *, last: bool, reference: bool) -> Iterator[None]:
        """Compile the rules, piece by piece, for answers with or without last year and reference figures."""
        return self._compiled.rules.prepare(last=last, reference=reference)

    def open(self, answers: Answers, last: Answers | None = None, reference: Answers | None = None) -> Session:
        """A session over answers; without last year or reference figures the rules that read them do not apply."""
        return Session(self._compiled, answers, last, reference)
