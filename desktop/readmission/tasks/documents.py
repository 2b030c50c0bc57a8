"""The documents that a declaration keeps inside its database, by name, and what is read from them.

The round pack is verified when it is loaded; what a session needs of it is kept unpacked beside it, so that opening a declaration
verifies no signature again. The database itself is authenticated.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final

from readmission import canonical
from readmission.answers.changes import Answers
from readmission.answers.facts import read_facts
from readmission.bundle.trust import COMMISSION_STATE
from readmission.canonical import Json
from readmission.form.model import Form
from readmission.form.own_part import commission_part
from readmission.form.packed import pack_form, packed_examples, unpack_form
from readmission.form.round import Round
from readmission.form.round_text import check_round, read_round, write_round
from readmission.texts import Catalogue, pack_catalogue, unpack_catalogue

TRANSLATIONS: Final = "texts/"

KIT: Final = "kit"
PACK: Final = "pack"
UNPACKED: Final = "unpacked"
REFERENCE: Final = "reference"
OWN_REFERENCE: Final = "own-reference"
SENT: Final = "sent"
LAST_FACTS: Final = "last-facts"
LAST_MANIFEST: Final = "last-manifest"
IDENTITY: Final = "identity"
SEQUENCE: Final = "sequence"
PREVIOUS: Final = "previous"
SIGNERS: Final = "signers"
EXPORTED_FACTS: Final = "exported-facts"
EXPORTED_FILE: Final = "exported-file"
CORRECTIONS: Final = "correction/"
HEAD_REVIEW: Final = "head-review"


def unpacked(form_files: dict[str, bytes], round_text: bytes) -> bytes:
    """The form and the round of a verified pack as one document, with the form's translations."""
    translations: dict[str, Json] = {
        PurePosixPath(name).stem: pack_catalogue(data) for name, data in form_files.items() if name.startswith(TRANSLATIONS)
    }
    return canonical.write({"form": pack_form(form_files), "round": canonical.read(round_text), "translations": translations})


@dataclass(frozen=True)
class Unpacked:
    """What a document written by `unpacked` holds; the translations are unpacked when somebody asks for them."""

    form: Form
    round: Round
    translations: Mapping[str, str]

    def translation(self, language: str) -> Catalogue:
        """The form's texts in a language; empty where it has none."""
        return unpack_catalogue(self.translations[language]) if language in self.translations else {}


def open_unpacked(document: bytes, state: str) -> Unpacked:
    """The form as this state fills it in, the round and the translations of a document written by `unpacked`."""
    # Written by this program and authenticated with its database: the strict reader's second writing would only cost time.
    value: dict[str, Any] = json.loads(document)
    form = unpack_form(str(value["form"]))
    round_ = read_round(value["round"])
    check_round(round_, form)
    if state == COMMISSION_STATE:
        form = commission_part(form)
    translations = value["translations"]
    assert isinstance(translations, dict)
    return Unpacked(form, round_, {language: str(text) for language, text in translations.items()})


def read_unpacked(document: bytes, state: str) -> tuple[Form, Round]:
    """The form as this state fills it in and the round, of a document written by `unpacked`."""
    opened = open_unpacked(document, state)
    return opened.form, opened.round


def examples(document: bytes) -> dict[str, tuple[str, str]]:
    """Of each rule an example that passes and one that fails, of a document written by `unpacked`."""
    return packed_examples(str(canonical.read_object(document, place=UNPACKED)["form"]))


def read_answers(text: bytes | None, form: Form) -> Answers | None:
    """Answers from the text of facts, or None where there is none."""
    return None if text is None else Answers.of(read_facts(text, form), form.lists)


def digest(data: bytes) -> str:
    """The SHA-512 of a text, in hexadecimal."""
    return hashlib.sha512(data).hexdigest()


def round_document(round_: Round) -> bytes:
    """The canonical text of a round."""
    return canonical.write(write_round(round_))
