"""Every text of a form with its stable key: the template for translators, the check of a translation, the keys for those who say.

The key is the gettext context of a text and does not change when its wording does: `T01.RD.label`, `W02.message`,
`CL_FREQ.5.label`, `parameter.near_share.label`. Rules of a family share the texts of the family.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from readmission.form.model import Field, Form, Rule
from readmission.form.placeholders import NotATemplate, placeholders
from readmission.form.problems import Problem
from readmission.form.quoted import quoted

TITLE: Final = "form.title"
PROPOSAL: Final = "form.proposal"


@dataclass(frozen=True, slots=True)
class FormText:
    """A text in English with its key.

    `names` are the named places that it and its translations may have, `quoted` those that a translation must have too: instead of a
    threshold it would name a number of its own.
    """

    context: str
    english: str
    names: frozenset[str] = frozenset()
    quoted: frozenset[str] = frozenset()


def context_of_section(section: str, part: str = "label") -> str:
    """The key of a section's label or guidance."""
    return f"{section}.{part}"


def context_of_table(table: str, part: str = "label") -> str:
    """The key of a table's label or guidance."""
    return f"{table}.{part}"


def context_of_field(table: str, field: str, part: str = "label") -> str:
    """The key of a field's label, guidance or unit."""
    return f"{table}.{field}.{part}"


def context_of_codelist(codelist: str, part: str = "label") -> str:
    """The key of a code list's label or note."""
    return f"{codelist}.{part}"


def context_of_code(codelist: str, code: str, part: str = "label") -> str:
    """The key of a code's label or note."""
    return f"{codelist}.{code}.{part}"


def context_of_rule(rule: Rule, part: str = "message") -> str:
    """The key of a rule's message or why."""
    return f"{rule.family}.{part}"


def context_of_parameter(parameter: str) -> str:
    """The key of a parameter's label."""
    return f"parameter.{parameter}.label"


def context_of_figure(figure: str, part: str = "label") -> str:
    """The key of the label or note of an indicator, of the classification or of a comparison."""
    return f"{figure}.{part}"


def context_of_change(edition: str, number: int) -> str:
    """The key of the reason of a change, counted from 1, since an earlier edition."""
    return f"migration.{edition}.{number}.why"


def texts_of(form: Form) -> Iterator[FormText]:
    """Every text of a form that people read in their language, in the order of the form."""
    yield FormText(TITLE, form.title)
    yield FormText(PROPOSAL, form.proposal)
    for section in form.sections.values():
        yield from _said(section.id, label=section.label, guidance=section.guidance)
    for table in form.tables.values():
        yield from _said(table.id, label=table.label, guidance=table.guidance)
        for field in table.fields:
            yield from _of_field(table.id, field)
    for codelist in form.codelists.values():
        yield from _said(codelist.id, label=codelist.label, note=codelist.note)
        for code in codelist.codes:
            yield from _said(f"{codelist.id}.{code.id}", label=code.label, note=code.note)
    for parameter in form.parameters.values():
        yield FormText(context_of_parameter(parameter.id), parameter.label)
    yield from _of_rules(form)
    yield from _of_figures(form)


def write_template(form: Form) -> bytes:
    """The `.pot` file from which a translation starts."""
    from babel.messages import Catalog  # noqa: PLC0415 - only who translates pays for it
    from babel.messages.pofile import write_po  # noqa: PLC0415

    catalog = Catalog(project=f"{form.id} {form.edition}", version=form.edition, charset="utf-8")
    for text in texts_of(form):
        comments = [f"Keep {', '.join(f'{{{name}}}' for name in sorted(text.names))}."] if text.names else []
        catalog.add(text.english, context=text.context, auto_comments=comments)
    target = BytesIO()
    write_po(target, catalog, omit_header=True, width=0)
    return b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n' + target.getvalue()


def check_catalogue(form: Form, file: str, data: bytes, *, complete: bool = True) -> tuple[Problem, ...]:
    """What is missing in a translation, what is outdated, and where a named place is wrong."""
    try:
        messages = _messages(data)
    except ValueError as error:
        return (_no_catalogue(file, error),)
    texts = {text.context: text for text in texts_of(form)}
    problems = []
    translated = set()
    for line, context, english, said in messages:
        text = texts.get(context)
        if text is None or english != text.english:
            sentence = f"“{context}” is outdated: the form " + (
                "has no such text." if text is None else "says it differently now."
            )
            problems.append(Problem(file, line, 1, sentence))
        elif said:
            translated.add(context)
            wrong = _wrong_places(said, text)
            problems.extend([Problem(file, line, 1, f"“{context}”: {wrong}")] if wrong else [])
    if complete:
        problems.extend(Problem(file, 0, 0, f"“{context}” is not translated.") for context in texts if context not in translated)
    return tuple(sorted(problems))


def check_named_places(form: Form, file: str, data: bytes) -> tuple[Problem, ...]:
    """Where a named place of a translation is wrong, in the texts that the form still says so."""
    try:
        messages = _messages(data)
    except ValueError as error:
        return (_no_catalogue(file, error),)
    texts = {(text.context, text.english): text for text in texts_of(form)}
    problems = []
    for line, context, english, said in messages:
        text = texts.get((context, english))
        wrong = _wrong_places(said, text) if text is not None and said else ""
        problems.extend([Problem(file, line, 1, f"“{context}”: {wrong}")] if wrong else [])
    return tuple(sorted(problems))


def _messages(data: bytes) -> list[tuple[int, str, str, str]]:
    """Line, key, English and translation of each entry; empty where the translation is not sure."""
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415 - only who translates pays for it

    try:
        messages = read_po(BytesIO(data), abort_invalid=True)
    except PoFileError as error:
        raise ValueError(str(error)) from error
    return [
        (
            message.lineno or 0,
            message.context or "",
            str(message.id),
            message.string if isinstance(message.string, str) and not message.fuzzy else "",
        )
        for message in messages
        if message.id
    ]


def _no_catalogue(file: str, error: ValueError) -> Problem:
    return Problem(file, 0, 0, f"This is no gettext catalogue: {error}.")


def _wrong_places(said: str, text: FormText) -> str:
    if not text.names and "{" not in said and "}" not in said:
        return ""
    try:
        names = placeholders(said)
    except NotATemplate as refused:
        return str(refused)
    for found, sentence in ((names - text.names, "cannot be filled in here."), (text.quoted - names, "must stand here too.")):
        if found:
            return f"{{{'}, {'.join(sorted(found))}}} {sentence}"
    return ""


def _said(key: str, **parts: str) -> Iterator[FormText]:
    return (FormText(f"{key}.{part}", english) for part, english in parts.items() if english)


def _of_field(table: str, field: Field) -> Iterator[FormText]:
    return _said(f"{table}.{field.id}", label=field.label, unit=field.unit, guidance=field.guidance)


def _of_rules(form: Form) -> Iterator[FormText]:
    families = {rule.family: rule for rule in form.rules.values()}
    for rule in families.values():
        shown = frozenset(name for name, _expression in rule.shown)
        in_message, in_reason = quoted(rule.message, form.parameters) - shown, quoted(rule.why, form.parameters)
        yield FormText(context_of_rule(rule), rule.message, shown | in_message, in_message)
        yield FormText(context_of_rule(rule, "why"), rule.why, in_reason, in_reason)


def _of_figures(form: Form) -> Iterator[FormText]:
    for indicator in form.indicators.values():
        yield from _said(indicator.id, label=indicator.label, note=indicator.note)
    for migration in form.migrations:
        for number, change in enumerate(migration.changes, start=1):
            yield FormText(context_of_change(migration.edition, number), change.why)
    for comparison in form.comparisons.values():
        yield from _said(comparison.id, label=comparison.label, note=comparison.note)
    if form.classification is not None:
        yield from _said(form.classification.id, label=form.classification.label, note=form.classification.note)
