"""The JSON Schema of a form's files, published beside the forms so that editors can complete and check."""

import json
import sys
from typing import Any, Final

from readmission.form.documents import FormDocument

SCHEMA_FILE: Final = "form.schema.json"


def form_schema() -> bytes:
    """The text of the published schema."""
    schema: dict[str, Any] = FormDocument.model_json_schema(mode="validation")
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "A file of a questionnaire",
    }
    return json.dumps(schema, ensure_ascii=False, indent=2).encode() + b"\n"


if __name__ == "__main__":
    sys.stdout.buffer.write(form_schema())
