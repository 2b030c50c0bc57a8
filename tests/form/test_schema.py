"""The published JSON Schema is the one that the program checks by."""

import json

from readmission import assets
from readmission.form.schema import SCHEMA_FILE, form_schema


def test_the_published_schema_is_up_to_date() -> None:
    published = (assets.forms() / "schema" / SCHEMA_FILE).read_bytes()
    assert published == form_schema(), "write it anew: python -m readmission.form.schema > forms/schema/form.schema.json"


def test_the_schema_knows_every_part() -> None:
    properties = json.loads(form_schema())["properties"]
    assert set(properties) == {
        "form",
        "parameters",
        "sections",
        "codelists",
        "tables",
        "rules",
        "indicators",
        "classification",
        "comparisons",
        "circulation",
        "migrations",
    }


def test_the_schema_refuses_unknown_names_everywhere() -> None:
    definitions = json.loads(form_schema())["$defs"]
    objects = [part for part in definitions.values() if part["type"] == "object"]
    assert objects
    assert all(part["additionalProperties"] is False for part in objects)
