"""Assess a round from the bundles that count, and write the report in which every figure leads back to the signed cell."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from readmission import __version__, canonical
from readmission.answers.records import BundleRecord
from readmission.assessment import lineage, result
from readmission.assessment.assess import assess
from readmission.assessment.merge import merge
from readmission.assessment.result import Assessment, Circulation
from readmission.assessment.submission import Submission
from readmission.bundle.manifest import Kind
from readmission.bundle.manifest_text import read_manifest
from readmission.canonical import Json
from readmission.checks.owed import country_of
from readmission.form.model import Form
from readmission.reports.assessment import assessment_page
from readmission.tasks.attached_evidence import attachments_of
from readmission.tasks.basis import answers_of, last_year, reference
from readmission.tasks.commission_part import CommissionPart
from readmission.tasks.files import write_whole
from readmission.tasks.members import FINDINGS, REFERENCE, SETTLED
from readmission.tasks.open_assessment import Assessing
from readmission.tasks.progress import Progress, silent
from readmission.tasks.receive import MANIFEST, Reception
from readmission.texts import Language


@dataclass(frozen=True)
class Assessed:
    """A round's result with the form it was made by."""

    form: Form
    assessment: Assessment

    @property
    def text(self) -> bytes:
        """The result as canonical text."""
        return result.write(self.assessment)


def assess_round(
    assessing: Assessing,
    round_id: str,
    *,
    previous: bytes | None = None,
    circulation: Circulation = Circulation.COMMISSION,
    part: CommissionPart | None = None,
    progress: Progress = silent,
) -> Assessed:
    """Compute the result of a round; the same bundles and the same part give the same bytes. `previous` is last year's result."""
    form, round_ = assessing.latest(round_id)
    records = [record for record in assessing.store.records() if record.round_id == round_id]
    current = merge(records, assessing.late(round_id)).current
    counted = [record for record in records if current.get((round_id, record.state)) == record.manifest]
    submissions = {}
    for number, record in enumerate(counted):
        progress(f"{round_id}: bundles read", number, len(counted))
        submissions[record.state] = _submission(assessing, form, record)
    progress(f"{round_id}: bundles read", len(counted), len(counted))
    earlier: Json = None if previous is None else canonical.read(previous)
    own = part or CommissionPart({}, "")
    progress(f"{round_id}: figures computed", 0, 1)
    result_ = assess(form, round_, submissions, previous=earlier, circulation=circulation, stated=own.stated, journal=own.journal)
    progress(f"{round_id}: figures computed", 1, 1)
    return Assessed(form, result_)


def write_report(
    assessed: Assessed,
    target: Path,
    *,
    language: Language,
    reception: Sequence[Reception] = (),
    made_at: datetime | None = None,
) -> None:
    """Write the report as one self-contained HTML file."""
    page = assessment_page(
        result.document(assessed.assessment),
        lineage.documents(assessed.assessment),
        form=assessed.form,
        language=language,
        made_on=(made_at or datetime.now(UTC)).date(),
        version=__version__,
        reception=[
            {
                "file": one.file,
                "state": one.state,
                "sequence": one.sequence,
                "ending": one.ending.value,
                "code": "" if one.error is None else one.error.code,
                "differences": one.differences,
            }
            for one in reception
        ],
    )
    write_whole(target, page.encode())


def write_result(assessed: Assessed, target: Path) -> None:
    """Write the whole result as canonical JSON."""
    write_whole(target, assessed.text)


def _submission(assessing: Assessing, form: Form, record: BundleRecord) -> Submission:
    findings = _entries(assessing, record, FINDINGS)
    settled = _entries(assessing, record, SETTLED)
    closed = {_spot(entry) for entry in settled}
    unresolved = [entry for entry in findings if entry["severity"] == "W" and _spot(entry) not in closed]
    text = assessing.store.document(record.manifest, MANIFEST)
    assert text is not None
    manifest = read_manifest(text, Kind.BUNDLE)
    attached = {one.key: one for one in attachments_of(assessing, record)}
    return Submission(
        state=record.state,
        answers=replace(answers_of(assessing.store.facts(record.manifest), form), attachments=attached),
        manifest=record.manifest,
        sequence=record.sequence,
        signers=record.signers,
        last=last_year(assessing, manifest, form),
        reference=reference(assessing, manifest, form, assessing.store.document(record.manifest, REFERENCE)),
        unresolved=_by_country(form, unresolved),
        settled=_by_country(form, settled),
    )


def _entries(assessing: Assessing, record: BundleRecord, name: str) -> list[dict[str, Json]]:
    text = assessing.store.document(record.manifest, name)
    entries = [] if text is None else canonical.read(text)
    assert isinstance(entries, list)
    return [entry for entry in entries if isinstance(entry, dict)]


def _spot(entry: dict[str, Json]) -> tuple[str, str, str]:
    return str(entry["rule"]), str(entry["table"]), str(entry["key"])


def _by_country(form: Form, entries: Sequence[dict[str, Json]]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for entry in entries:
        key = entry["key"]
        assert isinstance(key, list)
        found[country_of(form.tables[str(entry["table"])], tuple(str(part) for part in key))] += 1
    return dict(found)
