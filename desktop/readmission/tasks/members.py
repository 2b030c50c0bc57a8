"""The members of a bundle: each answer stands in exactly one of them.

`facts.csv` holds the answers; `declaration.json` what is no answer; `findings.json` and `settled.json` what the ministry's own check
said and how warnings were closed; `journal.json` the head of the journal and its counts. `reference.csv` is there only where the
ministry took newer reference figures than those of the round: the check was made with exactly these. `attachments.json` names the files
that are attached to relevant questions, and each is a member of its own.
"""

import io
from collections.abc import Iterable
from functools import partial
from typing import BinaryIO, Final

from readmission import canonical
from readmission.answers.attachment import LIST, MEMBERS, Attachment, write_attachments
from readmission.answers.facts import write_facts
from readmission.answers.finding import Finding, Settlement
from readmission.answers.model import Cell, Place
from readmission.bundle.attachments import MEDIA_TYPES, check_limits
from readmission.bundle.container import Content
from readmission.canonical import Json
from readmission.engine.program import Session
from readmission.form.attachments import limits_of
from readmission.form.model import Form, Origin
from readmission.tasks import documents
from readmission.tasks.attached_files import content_of
from readmission.tasks.fill import Filling

FACTS: Final = "facts.csv"
DECLARATION: Final = "declaration.json"
FINDINGS: Final = "findings.json"
SETTLED: Final = "settled.json"
JOURNAL: Final = "journal.json"
REFERENCE: Final = "reference.csv"


def exported_cells(form: Form, session: Session) -> dict[Place, Cell]:
    """The cells that a bundle carries: answered, relevant and not computed."""
    return {
        place: cell
        for place, cell in session.answers.cells.items()
        if not cell.blank
        and (table := form.tables[place.table]).origin is Origin.MINISTRY
        and table.by_id[place.field].calculation is None
        and session.relevant(place)
    }


def members(filling: Filling, findings: Iterable[Finding]) -> dict[str, bytes]:
    """The members of the bundle that this declaration is now."""
    form = filling.form
    entries, head = filling.declaration.head
    counters = filling.counting.total()
    declaration: Json = {
        "core": {"answered": counters.core_answered, "owed": counters.core_owed},
        "extended": {"answered": counters.extended_answered, "offered": counters.extended_offered},
        "round": filling.round.id,
        "year": filling.round.year,
    }
    own = filling.declaration.document(documents.OWN_REFERENCE)
    with_reference = {} if not own or own == filling.declaration.document(documents.REFERENCE) else {REFERENCE: own}
    return with_reference | {
        FACTS: write_facts(exported_cells(form, filling.session), form),
        DECLARATION: canonical.write(declaration),
        FINDINGS: canonical.write(findings_document(findings)),
        SETTLED: canonical.write(settled_document(filling.declaration.settlements())),
        JOURNAL: canonical.write({"entries": entries, "head": head}),
    }


def attached_members(filling: Filling) -> tuple[dict[str, Content], dict[str, str]]:
    """The members for the attachments, and their types; raises AttachmentLost where one is no longer what was attached."""
    exported = exported_attachments(filling)
    if not exported:
        return {}, {}
    check_limits(exported, limits_of(filling.form, filling.round))
    contents: dict[str, Content] = {LIST: write_attachments(exported)}
    contents |= {MEMBERS + one.sha512: partial(_stream, filling, one) for one in exported}
    return contents, {MEMBERS + one.sha512: MEDIA_TYPES[one.kind] for one in exported}


def exported_attachments(filling: Filling) -> tuple[Attachment, ...]:
    """The attachments that a bundle carries: those of questions that are asked."""
    return tuple(one for one in filling.answers.attachments.values() if filling.session.relevant(one.place))


def _stream(filling: Filling, attachment: Attachment) -> BinaryIO:
    return io.BytesIO(content_of(filling, attachment))


def findings_document(findings: Iterable[Finding]) -> Json:
    """Findings as data, in an order of their own, so that two checks can be compared byte for byte."""
    found: list[tuple[str, str, tuple[str, ...], list[str], str]] = sorted(
        (finding.rule, finding.table, finding.key, [str(place) for place in finding.places], str(finding.severity))
        for finding in findings
    )
    return [
        {"rule": rule, "table": table, "key": list(key), "places": [*places], "severity": severity}
        for rule, table, key, places, severity in found
    ]


def settled_document(settlements: Iterable[Settlement]) -> Json:
    """Settled warnings as data."""
    return [
        {
            "rule": settled.rule,
            "table": settled.table,
            "key": list(settled.key),
            "code": settled.code,
            "text": settled.text,
            "by": settled.by,
            "read_by": settled.read_by,
        }
        for settled in sorted(settlements, key=lambda settled: (settled.rule, settled.table, settled.key))
    ]
