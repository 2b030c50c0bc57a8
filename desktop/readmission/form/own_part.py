"""The part of a questionnaire that the Commission fills in, as a questionnaire of its own.

To whoever fills in a table it is their own: so the Commission's tables stand in this part as a ministry's stand in the whole,
and everything that works for a ministry works for the Commission (pages, checks, workbooks, the journal).
"""

from dataclasses import replace

from readmission.form.model import Form, Origin


def commission_part(form: Form) -> Form:
    """The tables that the Commission fills with the rules about them, without the method of the assessment.

    The digests stay those of the whole form: an answer's place means the same in both.
    """
    tables = {
        name: replace(table, origin=Origin.MINISTRY) for name, table in form.tables.items() if table.origin is Origin.COMMISSION
    }
    return replace(
        form,
        tables=tables,
        sections={
            name: section for name, section in form.sections.items() if any(name == one.section for one in tables.values())
        },
        rules={name: rule for name, rule in form.rules.items() if rule.table in tables},
        indicators={},
        classification=None,
        comparisons={},
        circulation=None,
    )
