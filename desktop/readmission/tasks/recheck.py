"""Run the ministry's rules again over what it sent, and compare with what it said itself; the difference must be empty."""

from dataclasses import dataclass

from readmission import canonical
from readmission.answers.changes import Answers
from readmission.answers.finding import Finding
from readmission.canonical import Json
from readmission.checks.checker import Checker
from readmission.engine.program import Engine, Session
from readmission.form.model import Form
from readmission.form.round import Round
from readmission.tasks.members import findings_document


@dataclass(frozen=True)
class Recheck:
    """What the importer found, and what only one of the two sides found."""

    session: Session
    findings: tuple[Finding, ...]
    only_here: tuple[str, ...]
    only_there: tuple[str, ...]

    @property
    def equal(self) -> bool:
        """Whether both sides found the same."""
        return not self.only_here and not self.only_there


def recheck(
    engine: Engine,
    form: Form,
    round_: Round,
    answers: Answers,
    *,
    last: Answers | None,
    reference: Answers | None,
    declared: bytes,
) -> Recheck:
    """Check answers with the figures that the bundle's basis names; `declared` is its own list of findings."""
    session = engine.open(answers, last, reference)
    findings = Checker(form, round_, session).all_findings()
    here = _lines(findings_document(findings))
    there = _lines(canonical.read(declared))
    return Recheck(session, findings, tuple(sorted(here - there)), tuple(sorted(there - here)))


def _lines(document: Json) -> frozenset[str]:
    assert isinstance(document, list)
    return frozenset(canonical.write(entry).decode() for entry in document)
