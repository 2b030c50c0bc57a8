"""The state kit: what an installation pins and nobody at the ministry chooses.

State and languages, the trust domain with its roots and newest lists, who receives bundles, and which markings are allowed. It comes
with the installer, never with a round pack.
"""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from readmission import canonical
from readmission.bundle.domain import Domain
from readmission.bundle.identity import Recipient
from readmission.bundle.refusals import IdentityRefused, KitRefused, MarkingRefused
from readmission.bundle.rejections import RevocationListForged
from readmission.bundle.revocation import RevocationLists
from readmission.bundle.trust import Anchors, Roots
from readmission.canonical import Json, NotCanonical
from readmission.errors import Phrase

FORMAT: Final = "readmission-kit/1"
_STATE: Final = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class NamedRecipient:
    """Somebody who can open what is sealed, by name; `escrow` opens in an emergency only."""

    name: str
    recipient: Recipient
    escrow: bool


@dataclass(frozen=True, slots=True)
class Marking:
    """Which markings a state may use: the choices from the lowest up to the ceiling; raises KitRefused if it is none of them."""

    default: str
    ceiling: str
    choices: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(set(self.choices)) != len(self.choices) or self.ceiling not in self.choices:
            raise KitRefused(why=Phrase("its markings contradict each other"))
        if self.default not in self.permitted:
            raise KitRefused(why=Phrase("its usual marking is above the ceiling"))

    @property
    def permitted(self) -> tuple[str, ...]:
        """The markings up to the ceiling, the lowest first."""
        return self.choices[: self.choices.index(self.ceiling) + 1]

    def require(self, marking: str) -> str:
        """A marking that may be used; raises MarkingRefused."""
        if marking not in self.permitted:
            raise MarkingRefused
        return marking


@dataclass(frozen=True)
class StateKit:
    """Everything that an installation for a state pins."""

    state: str
    names: Mapping[str, str]
    languages: tuple[str, ...]
    domain: Domain
    roots: Roots
    lists: RevocationLists | None
    audience: str
    recipients: tuple[NamedRecipient, ...]
    marking: Marking

    @property
    def anchors(self) -> Anchors:
        """What a check of signatures starts from."""
        return Anchors(self.roots, self.lists)


def write_kit(kit: StateKit) -> bytes:
    """The canonical text of a kit."""
    names: dict[str, Json] = dict(kit.names)
    lists: Json = None
    if kit.lists is not None:
        lists = {"ec": _base64(kit.lists.ec), "ml_dsa": _base64(kit.lists.ml_dsa)}
    marking: Json = {"default": kit.marking.default, "ceiling": kit.marking.ceiling, "choices": [*kit.marking.choices]}
    return canonical.write(
        {
            "format": FORMAT,
            "state": kit.state,
            "names": names,
            "languages": [*kit.languages],
            "domain": kit.domain.value,
            "roots": kit.roots.pem,
            "lists": lists,
            "audience": kit.audience,
            "recipients": recipients_json(kit.recipients),
            "marking": marking,
        }
    )


def read_kit(text: bytes) -> StateKit:
    """The kit of a canonical text; raises KitRefused for anything else."""
    try:
        return _kit(canonical.read_object(text))
    except (KeyError, TypeError, ValueError):
        raise KitRefused(why=Phrase("it lacks something, or says something else")) from None
    except (NotCanonical, IdentityRefused, RevocationListForged):
        raise KitRefused(why=Phrase("it is not written as it should be")) from None


def recipients_json(recipients: tuple[NamedRecipient, ...]) -> Json:
    """Recipients as canonical JSON."""
    return [{"name": one.name, "recipient": one.recipient.text, "escrow": one.escrow} for one in recipients]


def read_recipients(value: Json) -> tuple[NamedRecipient, ...]:
    """Recipients of canonical JSON; raises KeyError, TypeError or ValueError for anything else."""
    if not isinstance(value, list) or not value:
        raise TypeError("recipients")
    found = []
    for entry in value:
        if (
            not isinstance(entry, dict)
            or entry.keys() != {"name", "recipient", "escrow"}
            or not isinstance(entry["escrow"], bool)
        ):
            raise TypeError("recipient")
        found.append(NamedRecipient(_text(entry["name"]), Recipient.parse(_text(entry["recipient"])), entry["escrow"]))
    return tuple(found)


def _kit(value: dict[str, Json]) -> StateKit:
    if value.keys() != {"format", *StateKit.__dataclass_fields__} or value["format"] != FORMAT:
        raise KitRefused(why=Phrase("it is of another format"))
    roots = Roots.parse(Domain(_text(value["domain"])), _text(value["roots"]))
    names, marking = value["names"], value["marking"]
    if not isinstance(names, dict) or not isinstance(marking, dict) or marking.keys() != Marking.__dataclass_fields__.keys():
        raise TypeError("names or marking")
    languages = _texts(value["languages"])
    if not languages or not _STATE.fullmatch(_text(value["state"])):
        raise ValueError("state or languages")
    return StateKit(
        state=_text(value["state"]),
        names={language: _text(name) for language, name in names.items()},
        languages=languages,
        domain=roots.domain,
        roots=roots,
        lists=_lists(value["lists"], roots),
        audience=_text(value["audience"]),
        recipients=read_recipients(value["recipients"]),
        marking=Marking(_text(marking["default"]), _text(marking["ceiling"]), _texts(marking["choices"])),
    )


def _lists(value: Json, roots: Roots) -> RevocationLists | None:
    if value is None:
        return None
    if not isinstance(value, dict) or value.keys() != {"ec", "ml_dsa"}:
        raise TypeError("lists")
    ec, ml_dsa = (base64.b64decode(_text(value[name]), validate=True) for name in ("ec", "ml_dsa"))
    return roots.read_lists(ec, ml_dsa)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _text(value: Json) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError("text")
    return value


def _texts(value: Json) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError("texts")
    return tuple(_text(part) for part in value)
