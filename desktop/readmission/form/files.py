"""A form as one whole of plain values, whatever files it stands in, and laid out in files again.

The whole has the shape of a file (`FormDocument`) without what has its default. Comments are not part of it.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from readmission.form.problems import FormRefused
from readmission.form.sources import read_sources
from readmission.form.yaml_writer import write_yaml

MOST_FILES: Final = 50

_WHOLE_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,16}", re.ASCII)
_SCHEMA: Final = "yaml-language-server: $schema={way}schema/form.schema.json"
_ABOUT: Final = {
    "form.yaml": "What the form is, the thresholds of its rules and the headings of its pages.",
    "codelists.yaml": "Answers to choose from. A code with a rank can be compared, one without never is.",
    "assessment.yaml": "The figures of the assessment and the class of a country.",
    "migrations.yaml": "What became of tables, fields and codes since earlier editions.",
    "tables": "Tables with their questions and numbers.",
    "rules": "Checks, each with its reason and with examples that pass and fail.",
}
_NAMED: Final = ("parameters", "sections", "codelists", "tables", "rules", "indicators", "comparisons", "migrations")
_ONCE: Final = ("form", "classification", "circulation")


def whole_form(files: Mapping[str, bytes]) -> dict[str, Any]:
    """Everything that the YAML files of a form say, in their order; raises FormRefused when one cannot be read."""
    sources = read_sources(files)
    whole: dict[str, Any] = {}
    for kind in _ONCE:
        only = sources.only(kind)
        if only is not None:
            whole[kind] = _plain(only[0])
    for kind in _NAMED:
        parts = {name: _plain(document) for name, document, _written in sources.each(kind)}
        if parts:
            whole[kind] = parts
    if sources.problems:
        raise FormRefused(sources.problems)
    return whole


def form_layout(whole: Mapping[str, Any]) -> dict[str, bytes]:
    """The YAML files of a form, tables and rules by the letters their names begin with; the order of all parts is kept."""
    short = _shortened(whole)
    found: dict[str, dict[str, Any]] = {
        "form.yaml": {kind: short[kind] for kind in ("form", "parameters", "sections") if kind in short},
        "codelists.yaml": {kind: short[kind] for kind in ("codelists",) if kind in short},
        "assessment.yaml": {
            kind: short[kind] for kind in ("indicators", "classification", "comparisons", "circulation") if kind in short
        },
        "migrations.yaml": {kind: short[kind] for kind in ("migrations",) if kind in short},
    }
    for kind in ("tables", "rules"):
        for name, parts in _by_letter(short.get(kind, {})).items():
            found[f"{kind}/{name}.yaml"] = {kind: parts}
    return {file: _written(file, parts) for file, parts in found.items() if parts}


def _plain(document: Any) -> Any:
    return document.model_dump(mode="python", exclude_defaults=True)


def _written(file: str, parts: dict[str, Any]) -> bytes:
    folder, slash, _name = file.partition("/")
    way = "../" * (file.count("/") + 1)
    about = _ABOUT[folder if slash else file]
    return write_yaml(parts, comment=f"{_SCHEMA.format(way=way)}\n\n{about}")


def _by_letter(parts: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    # Files are read in the order of their names: where the letters do not ascend, a number before them keeps the order.
    chunks: list[tuple[str, dict[str, Any]]] = []
    for name, part in parts.items():
        letter = name[0].upper()
        if not chunks or chunks[-1][0] != letter:
            chunks.append((letter, {}))
        chunks[-1][1][name] = part
    letters = [letter for letter, _chunk in chunks]
    if letters == sorted(set(letters)):
        return dict(chunks)
    if len(chunks) > MOST_FILES:
        return {"all": dict(parts)}
    return {f"{number:03}-{letter}": chunk for number, (letter, chunk) in enumerate(chunks, start=1)}


def _shortened(whole: Mapping[str, Any]) -> dict[str, Any]:
    # As a person writes it: a code that has a label only, one name in place of a list, numbers without quotes.
    short = dict(whole)
    if "codelists" in short:
        short["codelists"] = {name: _short_codes(codelist) for name, codelist in short["codelists"].items()}
    if "rules" in short:
        short["rules"] = {name: _short_rule(rule) for name, rule in short["rules"].items()}
    if "migrations" in short:
        short["migrations"] = {name: _short_migration(migration) for name, migration in short["migrations"].items()}
    return short


def _short_codes(codelist: dict[str, Any]) -> dict[str, Any]:
    codes = {name: code["label"] if set(code) == {"label"} else code for name, code in codelist.get("codes", {}).items()}
    return {**codelist, "codes": codes} if codes else codelist


def _short_rule(rule: dict[str, Any]) -> dict[str, Any]:
    examples = {kind: rule[kind] for kind in ("passing", "failing") if kind in rule}
    return rule | {
        kind: [{cell: _as_number(text) for cell, text in example.items()} for example in several]
        for kind, several in examples.items()
    }


def _short_migration(migration: dict[str, Any]) -> dict[str, Any]:
    changes = [
        {name: said[0] if name in ("source", "target") and len(said) == 1 else said for name, said in change.items()}
        for change in migration.get("changes", [])
    ]
    return {**migration, "changes": changes}


def _as_number(text: str) -> str | int:
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else text
