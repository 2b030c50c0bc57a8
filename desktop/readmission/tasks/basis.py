"""What a bundle was checked with: last year's answers and the reference figures, exactly as its manifest names them."""

from collections.abc import Sequence

from readmission.answers.changes import Answers
from readmission.answers.facts import cells_of, read_rows
from readmission.answers.migration import migrate
from readmission.answers.model import Place
from readmission.answers.records import FactRow
from readmission.bundle.manifest import Manifest
from readmission.form.model import Form, Origin
from readmission.tasks.documents import digest
from readmission.tasks.open_assessment import Assessing


def answers_of(rows: Sequence[FactRow], form: Form) -> Answers:
    """Answers from lines of facts."""
    return Answers.of(cells_of(rows, form), form.lists)


def last_year(assessing: Assessing, manifest: Manifest, form: Form) -> Answers | None:
    """The answers of last year's bundle; where it never arrived, rules about last year stay undecided and the difference shows."""
    manifest_digest = manifest.basis.last_year if manifest.basis else ""
    edition = next((record.form_edition for record in assessing.store.records() if record.manifest == manifest_digest), None)
    way = None if edition is None else form.way_from(edition)
    if way is None:
        return None
    return Answers.of(migrate(assessing.store.facts(manifest_digest), way, form).cells, form.lists)


def reference(assessing: Assessing, manifest: Manifest, form: Form, own: bytes | None) -> Answers | None:
    """The reference figures that the bundle's basis names: those of its pack version, or its `own` newer ones."""
    assert manifest.round is not None
    named = manifest.basis.extracts.get(manifest.state) if manifest.basis else None
    for text in (assessing.reference(manifest.round.id, manifest.round.pack_version, manifest.state), own):
        if text is not None and digest(text) == named:
            rows = read_rows(text)
            if all(_is_reference(row, form) for row in rows):
                return answers_of(rows, form)
    return None


def _is_reference(row: FactRow, form: Form) -> bool:
    # A ministry's own figures may stand in no other table than those that nobody types.
    table = form.tables.get(Place.parse(row.place).table)
    return table is not None and table.origin is Origin.REFERENCE
