"""State kits: what an installation pins is read strictly, and what it says cannot contradict itself."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bundle.trust.forge import list_pair
from bundle.trust.world import AUDIENCE, World
from readmission.bundle.domain import Domain
from readmission.bundle.kit import Marking, NamedRecipient, StateKit, read_kit, write_kit
from readmission.bundle.refusals import KitRefused, MarkingRefused
from readmission.bundle.trust import Roots

MARKING = Marking("LIMITE", "SENSITIVE", ("PUBLIC", "LIMITE", "SENSITIVE", "SECRET"))


def kit_of(world: World) -> StateKit:
    return StateKit(
        state="BE",
        names={"en": "Belgium", "nl": "België"},
        languages=("nl", "fr", "en"),
        domain=Domain.REHEARSAL,
        roots=world.authority.roots,
        lists=world.authority.lists,
        audience=AUDIENCE,
        recipients=(
            NamedRecipient("Commission", world.receiving.recipient, escrow=False),
            NamedRecipient("Notary", world.escrow.recipient, escrow=True),
        ),
        marking=MARKING,
    )


def test_a_kit_comes_back_whole(world: World) -> None:
    for kit in (kit_of(world), replace(kit_of(world), lists=None)):
        assert read_kit(write_kit(kit)) == kit
        assert read_kit(write_kit(kit)).anchors.lists == kit.lists


CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "a field more": lambda kit: kit.update(extra=1),
    "a field less": lambda kit: kit.pop("marking"),
    "another format": lambda kit: kit.update(format="readmission-kit/2"),
    "another domain": lambda kit: kit.update(domain="exercise"),
    "a state of three letters": lambda kit: kit.update(state="BEL"),
    "no language": lambda kit: kit.update(languages=[]),
    "a language that is a number": lambda kit: kit.update(languages=[1]),
    "names that are a list": lambda kit: kit.update(names=[]),
    "no recipients": lambda kit: kit.update(recipients=[]),
    "a recipient that is no key": lambda kit: kit["recipients"][0].update(recipient="age1pq1x"),
    "a recipient without escrow": lambda kit: kit["recipients"][0].pop("escrow"),
    "a recipient whose escrow is a text": lambda kit: kit["recipients"][0].update(escrow="no"),
    "one root": lambda kit: kit.update(roots=kit["roots"][: kit["roots"].index("-----END") + 26]),
    "three roots": lambda kit: kit.update(roots=kit["roots"] * 2),
    "roots exchanged": lambda kit: kit.update(roots="".join(reversed(kit["roots"].partition("-----END CERTIFICATE-----\n")))),
    "text among the roots": lambda kit: kit.update(roots="\n" + kit["roots"]),
    "a flipped root": lambda kit: kit.update(roots=kit["roots"].replace("M", "N", 3)),
    "half the lists": lambda kit: kit.update(lists={"ec": kit["lists"]["ec"]}),
    "lists as text": lambda kit: kit.update(lists="none"),
    "lists in other letters": lambda kit: kit["lists"].update(ec="***"),
    "a list of another root": lambda kit: kit["lists"].update(ec=kit["lists"]["ml_dsa"]),
    "a ceiling that is no choice": lambda kit: kit["marking"].update(ceiling="COSMIC"),
    "a usual marking above the ceiling": lambda kit: kit["marking"].update(default="SECRET"),
    "a choice twice": lambda kit: kit["marking"].update(choices=["LIMITE", "LIMITE", "SENSITIVE"]),
    "markings that are a list": lambda kit: kit.update(marking=[]),
}


def spoilt(world: World, change: Callable[[dict[str, Any]], object]) -> bytes:
    kit = json.loads(write_kit(kit_of(world)))
    change(kit)
    return json.dumps(kit, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


@pytest.mark.parametrize("name", CHANGES)
def test_a_kit_with_a_fault_is_refused(name: str, world: World) -> None:
    with pytest.raises(KitRefused) as refused:
        read_kit(spoilt(world, CHANGES[name]))
    assert refused.value.code == "BU-82"


def test_the_fault_is_the_only_reason(world: World) -> None:
    assert read_kit(spoilt(world, lambda kit: kit)) == kit_of(world)


def test_a_text_that_is_no_kit_is_refused(world: World) -> None:
    for text in (b"", b"{}\n", b"[]\n", write_kit(kit_of(world)) + b"\n", b"\xff"):
        with pytest.raises(KitRefused):
            read_kit(text)


def test_roots_are_two_authorities_of_the_right_kinds(world: World) -> None:
    roots = world.authority.roots
    for ec, ml_dsa in (
        (roots.ml_dsa, roots.ec),
        (roots.ec, roots.ec),
        (world.first.certificates[0], roots.ml_dsa),
        (roots.ec, b"rubbish"),
    ):
        with pytest.raises(KitRefused):
            Roots(Domain.REHEARSAL, ec, ml_dsa)
    assert Roots.parse(Domain.REHEARSAL, roots.pem) == roots


def test_no_marking_above_the_ceiling_can_be_chosen() -> None:
    assert MARKING.permitted == ("PUBLIC", "LIMITE", "SENSITIVE")
    assert [MARKING.require(marking) for marking in MARKING.permitted] == list(MARKING.permitted)
    for marking in ("SECRET", "", "limite"):
        with pytest.raises(MarkingRefused):
            MARKING.require(marking)


def test_newer_lists_of_a_pack_replace_those_of_the_kit(world: World) -> None:
    newer = world.authority.roots.read_lists(*list_pair(world, number=9))
    assert read_kit(write_kit(kit_of(world))).anchors.with_lists(newer).lists == newer
