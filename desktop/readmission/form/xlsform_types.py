"""The types of a survey's questions as types of a form."""

import re
from typing import Any, Final

from readmission.form.model import FieldType
from readmission.form.xlsform_found import Found, Misfit
from readmission.form.xlsform_rows import YES_NO

# Questions that a form has no fields for, because the program records who, when and where itself.
RECORDED: Final = frozenset(
    {"start", "end", "today", "deviceid", "username", "phonenumber", "email", "audit", "simserial", "subscriberid"}
)

_TYPES: Final = {
    "integer": FieldType.COUNT,
    "int": FieldType.COUNT,
    "range": FieldType.COUNT,
    "decimal": FieldType.DECIMAL,
    "text": FieldType.TEXT,
    "string": FieldType.TEXT,
    "date": FieldType.DATE,
    "acknowledge": FieldType.YES_NO,
}
_REFERENCE: Final = re.compile(r"\$\{([A-Za-z][A-Za-z0-9_]*)\.[^}]+\}")


def type_of(line: Found, written: str, misfits: list[Misfit]) -> dict[str, Any] | None:
    """The type of a question as a field says it; None, with a misfit, where a form has none like it."""
    word, _, codelist = written.partition(" ")
    codelist = codelist.removesuffix(" or_other").strip()
    if word in ("select_one", "select_multiple") and codelist:
        reference = _REFERENCE.fullmatch(codelist)
        if reference:
            return {"type": FieldType.REFERENCE.value, "refers_to": line.text("refers_to") or reference[1]}
        return {"type": FieldType.YES_NO.value} if codelist == YES_NO else {"type": FieldType.CODE.value, "codelist": codelist}
    if word not in _TYPES:
        misfits.append(Misfit(line.cell("type"), f"A form has no questions of the type “{written}”."))
        return None
    kind = _TYPES[word]
    return {"type": kind.value, **({"places": 2} if kind is FieldType.DECIMAL else {})}
