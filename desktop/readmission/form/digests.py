"""The two digests of a form: of its structure, which answers depend on, and of its texts, which may get better.

Both are taken from what the files say, never from how they say it: comments, quotes, line breaks and the order of files make no
difference. A label, a sentence or a translation changes the texts only; everything else changes the structure.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any, Final

from readmission import canonical
from readmission.form.model import Form
from readmission.form.nodes import Expression

# `shown` follows from the message for the fields of the row; what a rule shows beside them is named by expressions of its own,
# which only a message uses.
_TEXTS: Final = frozenset(
    {"label", "guidance", "note", "message", "why", "reference", "title", "proposal", "shown", "structure", "texts"}
)
_LITERAL: Final = re.compile(r"(\"[^\"]*\"|'[^']*')")


def structure_digest(form: Form) -> str:
    """The SHA-512 (hex) of everything in a form but its texts."""
    return hashlib.sha512(canonical.write(_structure(form))).hexdigest()


def texts_digest(english: Iterable[tuple[str, str]], references: Iterable[tuple[str, str]], files: Mapping[str, bytes]) -> str:
    """The SHA-512 (hex) of the English texts, the references and the translations of a form."""
    value: canonical.Json = {
        "english": dict(english),
        "references": dict(references),
        "translations": {name: hashlib.sha512(data).hexdigest() for name, data in files.items() if name.startswith("texts/")},
    }
    return hashlib.sha512(canonical.write(value)).hexdigest()


def _structure(value: Any) -> canonical.Json:
    if isinstance(value, Expression):
        return {"table": value.table, "source": one_line(value.source)}
    if is_dataclass(value):
        # Leaving out what has its default keeps the digest of a form when a later program knows more properties.
        return {
            part.name: _structure(getattr(value, part.name))
            for part in fields(value)
            if part.name not in _TEXTS and getattr(value, part.name) != _default(part)
        }
    if isinstance(value, dict):
        return {name: _structure(part) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [_structure(part) for part in value]
    if value is None or isinstance(value, bool | int):
        return value
    return str(value)


def _default(part: Field[Any]) -> Any:
    return part.default if part.default_factory is MISSING else part.default_factory()


def one_line(source: str) -> str:
    """An expression with its line breaks and runs of blanks as one blank each, texts within it left alone."""
    parts = _LITERAL.split(source)
    parts[::2] = [re.sub(r"\s+", " ", part) for part in parts[::2]]
    return "".join(parts).strip()
