"""Every sentence that the program itself says, for those who translate it.

`python packaging/program_texts.py` writes `resources/texts/readmission.pot` and brings each `resources/texts/<language>.po` up to
date: new sentences arrive empty, those that nobody says any more leave. The texts of a form are translated beside the form.
"""

import ast
import importlib
import inspect
import pkgutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

import readmission
from readmission import assets
from readmission.errors import ReadmissionError

FOLDER = assets.resources() / "texts"
TEMPLATE = FOLDER / "readmission.pot"
KEYWORDS: dict[str, Any] = {"say": (1,), "say_count": (1, 2)}

# A sentence, or its form for one thing and its form for many.
Sentence: TypeAlias = str | tuple[str, str]

# Sentences that are chosen while the program runs stand in these constants.
CONSTANTS = {
    "readmission.answers.migration": ("Fate",),
    "readmission.answers.personal": ("Looks",),
    "readmission.checks.builtin": ("BUILTIN",),
    "readmission.checks.guards": ("GUARDS",),
    "readmission.checks.remarks": ("REMARKS",),
    "readmission.checks.wording": ("REASONS", "NEEDS", "MISFITS"),
    "readmission.reports.answer_words": ("FLAGS",),
    "readmission.reports.assessment": ("ENDINGS", "PARTS", "QUESTIONS"),
    "readmission.reports.cards": ("NOTES",),
    "readmission.reports.carry_over": ("_GROUPS",),
    "readmission.reports.rule_cards": ("SEVERITIES",),
    "readmission.tasks.attach": ("ONE", "ALL", "NO_KIND"),
    "readmission.tasks.findings_workbook": ("WORDS",),
    "readmission.tasks.print_pages": ("SEVERITIES",),
    "readmission.reports.findings": ("HEADINGS",),
    "readmission.ui.tables.incoming_model": ("KINDS",),
    "readmission.ui.widgets.incoming_choices": ("READINGS",),
    "readmission.sheets.answer_values": ("Unclear",),
    "readmission.sheets.answers_in": ("Unplaced",),
    "readmission.statistics.sdmx_csv": ("Trouble",),
    "readmission.sheets.refused_files": ("Foreign", "Excess"),
    "readmission.tasks.incoming.collecting": ("NOT_ASKED", "OTHER_WORKBOOK", "FACTS"),
    "readmission.ui.dialogs.ambiguous": ("_NAMES",),
    "readmission.ui.dialogs.keys": ("KEYS",),
    "readmission.ui.desk": ("STATES",),
    "readmission.ui.search_index": ("DONE_THERE",),
    "readmission.ui.flags": ("FLAGS",),
    "readmission.ui.tables.sorting_model": ("SIZES",),
    "readmission.ui.marks": ("WORDS", "HAS"),
    "readmission.ui.pages.practise": ("_STAGES",),
    "readmission.ui.tables.journal_model": ("_KINDS", "WHYS"),
    "readmission.ui.wording": ("SHORT", "STATES"),
}


def sentences() -> dict[Sentence, set[str]]:
    """Each English sentence with the modules and templates that say it."""
    found: dict[Sentence, set[str]] = {}
    for where, sentence in (*_in_modules(), *_in_templates(), *_in_errors(), *_in_constants()):
        if isinstance(sentence, tuple) or sentence.strip():
            found.setdefault(sentence, set()).add(where)
    return found


def _in_modules() -> Iterator[tuple[str, Sentence]]:
    root = Path(readmission.__file__).parent
    for path in sorted(root.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                where = path.relative_to(root).as_posix()
                if name in ("say", "Phrase"):
                    yield where, str(node.args[0].value)
                elif name == "say_count" and isinstance(node.args[1], ast.Constant):
                    yield where, (str(node.args[0].value), str(node.args[1].value))


def _in_templates() -> Iterator[tuple[str, Sentence]]:
    for path in sorted((assets.resources() / "report").glob("*.html")):
        for message in extract("jinja2.ext:babel_extract", BytesIO(path.read_bytes()), KEYWORDS, (), {}):
            text = message[1]
            yield f"report/{path.name}", text if isinstance(text, str) else (text[0], text[1])


def _in_errors() -> Iterator[tuple[str, str]]:
    for module in pkgutil.walk_packages(readmission.__path__, "readmission."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    waiting: list[type[ReadmissionError]] = [ReadmissionError]
    while waiting:
        kind = waiting.pop()
        waiting.extend(kind.__subclasses__())
        if kind.__module__.startswith("readmission."):
            for part in ("happened", "unharmed", "remedy"):
                yield kind.code if "code" in vars(kind) else kind.__name__, str(vars(kind).get(part, ""))


def _in_constants() -> Iterator[tuple[str, str]]:
    for module, names in CONSTANTS.items():
        for name in names:
            value = getattr(importlib.import_module(module), name)
            for sentence in _texts(value):
                yield f"{module}.{name}", sentence


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, Enum):
        yield str(value.value)
    elif isinstance(value, str):
        yield value
    else:
        for part in _parts(value):
            yield from _texts(part)


def _parts(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    if isinstance(value, tuple | list):
        return value
    if inspect.isclass(value) and issubclass(value, Enum):
        return list(value)
    if is_dataclass(value):
        return [getattr(value, part.name) for part in fields(value) if part.name not in {"id", "severity", "rule", "formula"}]
    return ()


def template(language: str = "") -> Catalog:
    """The catalogue from which every translation starts, with as many forms of a sentence about a number as the language has."""
    catalog = Catalog(locale=language or None, project="readmission", charset="utf-8")
    for sentence, where in sorted(sentences().items(), key=lambda one: _many(one[0])):
        catalog.add(sentence, auto_comments=[", ".join(sorted(where))])
    return catalog


def _many(sentence: Sentence) -> str:
    return sentence if isinstance(sentence, str) else sentence[1]


def _written(catalog: Catalog) -> bytes:
    target = BytesIO()
    write_po(target, catalog, omit_header=True, width=0)
    forms = f'"Plural-Forms: {catalog.plural_forms}\\n"\n' if catalog.locale is not None else ""
    return f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n{forms}\n'.encode() + target.getvalue()


def _is_said(said: object) -> bool:
    return all(said) if isinstance(said, tuple | list) and said else bool(said)


def main() -> int:
    """Write the template and bring the translations up to date."""
    FOLDER.mkdir(exist_ok=True)
    wanted = template()
    TEMPLATE.write_bytes(_written(wanted))
    for path in sorted(FOLDER.glob("*.po")):
        known = read_po(BytesIO(path.read_bytes()))
        fresh = template(path.stem)
        for message in fresh:
            said = known.get(message.id) if message.id else None
            if said is not None and said.id == message.id and said.string:
                message.string = said.string
        path.write_bytes(_written(fresh))
        missing = sum(1 for message in fresh if message.id and not _is_said(message.string))
        print(f"{path.name}: {missing} of {len(fresh)} are not translated")
    return 0


if __name__ == "__main__":
    sys.exit(main())
