"""What an error says is said in the user's language to its last word: its sentences, and the reasons that stand in them."""

import ast
import pickle
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Final

import pytest

import readmission
from readmission import assets
from readmission.errors import Phrase, ReadmissionError
from readmission.form.problems import NoSuchFolder
from readmission.tasks.backups import SettingsRefused
from readmission.texts import language

FOLDER: Final = assets.resources() / "texts"
SOURCES: Final = tuple(sorted(Path(readmission.__file__).parent.rglob("*.py")))
# Names of parts of a file and of settings, which no language says otherwise.
NAMES: Final = {"setting", "part"}


def named_places(kind: ast.ClassDef) -> set[str]:
    """The named places of the three sentences of an error."""
    sentences = [
        part.value.value
        for part in kind.body
        if isinstance(part, ast.AnnAssign | ast.Assign)
        and isinstance(part.value, ast.Constant)
        and isinstance(part.value.value, str)
    ]
    return {name for sentence in sentences for _text, name, _form, _conversion in Formatter().parse(sentence) if name}


def typed_reasons() -> Iterator[str]:
    """Where an error is made with a reason written in English and not as a phrase."""
    trees = {path: ast.parse(path.read_text("utf-8")) for path in SOURCES}
    errors = {
        node.name: named_places(node)
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        and {"happened", "code"} & {getattr(getattr(p, "target", None), "id", "") for p in node.body}
    }
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            places = errors.get(node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", ""), set())
            for keyword in node.keywords:
                if keyword.arg in places - NAMES and any(map(is_english, parts_of(keyword.value))):
                    yield f"{path.name}:{node.lineno} {ast.unparse(keyword.value)}"


def parts_of(value: ast.expr) -> Iterator[str]:
    """The words that an expression brings itself."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, ast.JoinedStr):
        yield from (str(part.value) for part in value.values if isinstance(part, ast.Constant))
    elif isinstance(value, ast.IfExp):
        yield from parts_of(value.body)
        yield from parts_of(value.orelse)


def is_english(text: str) -> bool:
    """Whether a text has words: two in small letters, one after the other."""
    return len([word for word in text.split() if word.isalpha() and word.islower()]) > 1


def test_every_reason_in_the_sentence_of_an_error_is_a_phrase() -> None:
    assert list(typed_reasons()) == []


def test_a_reason_is_said_in_the_language_of_the_user() -> None:
    error = SettingsRefused("settings.json", why=Phrase("the interval is not between 1 and {most} minutes", most=60))
    assert "the interval is not between 1 and 60 minutes" in str(error)
    assert "der Abstand liegt nicht zwischen 1 und 60 Minuten" in str(language("de", FOLDER).explain(error))
    assert "l’intervalle n’est pas compris entre 1 et 60 minutes" in str(language("fr", FOLDER).explain(error))


def test_a_reason_survives_the_way_out_of_another_process() -> None:
    phrase = pickle.loads(pickle.dumps(Phrase("{name} is missing", name="answers.db")))
    assert phrase == "answers.db is missing"
    assert (phrase.english, dict(phrase.values)) == ("{name} is missing", {"name": "answers.db"})


@pytest.mark.parametrize("code", ["de", "fr"])
def test_a_missing_folder_is_explained_in_every_language(code: str) -> None:
    error: ReadmissionError = NoSuchFolder("forms/absent")
    assert language(code, FOLDER).explain(error).happened != error.happened
    assert str(language(code, FOLDER).explain(error)).startswith("forms/absent: ")
