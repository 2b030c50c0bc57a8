"""A form that is kept packed is the form that was read, and a test notices when the packing would lose something."""

import json
from dataclasses import replace

from readmission import assets
from readmission.form.model import Form
from readmission.form.packed import pack_form, unpack_form
from readmission.form.reader import form_files, read_form


def without_examples(form: Form) -> Form:
    return replace(form, rules={name: replace(rule, passing=(), failing=()) for name, rule in form.rules.items()})


def test_the_published_form_comes_back_as_it_was(published: Form) -> None:
    assert without_examples(unpack_form(pack_form(form_files(assets.forms() / "2025")))) == without_examples(published)


def test_a_small_form_comes_back_as_it_was(small: dict[str, str]) -> None:
    files = {name: text.encode() for name, text in small.items()}
    assert without_examples(unpack_form(pack_form(files))) == without_examples(read_form(files))


def test_the_order_of_names_is_kept(published: Form) -> None:
    kept = unpack_form(pack_form(form_files(assets.forms() / "2025")))
    for table in published.tables.values():
        assert list(kept.tables[table.id].by_id) == list(table.by_id)


def test_a_pack_that_lost_a_rule_would_be_noticed(published: Form) -> None:
    # The control of the first test.
    value = json.loads(pack_form(form_files(assets.forms() / "2025")))
    for document in value["documents"].values():
        document.get("rules", {}).pop("W01", None)
    assert without_examples(unpack_form(json.dumps(value))) != without_examples(published)
