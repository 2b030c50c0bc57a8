"""Attacks through attachments, by a reader who changes what was signed and by signers whose program does not keep the rules.

Each is refused with its own code, and beside each the honest file that differs from it in this one thing is taken.
"""

import hashlib
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from bundle.trust.attacker import put_together, sealed, signed_without_checks, taken_apart
from bundle.trust.world import LIMITS, MEMBERS, World
from readmission.answers.attachment import LIST, Attachment, write_attachments
from readmission.answers.attachment import MEMBERS as FOLDER
from readmission.answers.model import Place
from readmission.bundle.attachments import MEDIA_TYPES
from readmission.bundle.receive import open_bundle
from readmission.errors import BundleError
from readmission.form.model import AttachmentKind

RD = Place("T01", ("GN",), "RD")
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
CSV = b"month;requests\n1;12\n"


def pdf(size: int) -> bytes:
    """A PDF of a size."""
    return PDF.replace(b"trailer", b"%" + b"x" * (size - len(PDF) - 2) + b"\ntrailer")


def attachment(content: bytes, kind: AttachmentKind = AttachmentKind.PDF, place: Place = RD, name: str = "letter") -> Attachment:
    return Attachment(place, hashlib.sha512(content).hexdigest(), f"{name}.{kind.value}", kind, len(content))


@dataclass(frozen=True)
class Sent:
    """What two signers sign: a list, the files by their names, and the types in the manifest where they are not the list's."""

    listed: Sequence[Attachment]
    files: Mapping[str, bytes]
    types: Mapping[str, str] = field(default_factory=dict)
    text: bytes | None = None

    def bundle(self, world: World) -> io.BytesIO:
        """The bundle, genuine in everything else."""
        text = self.text if self.text is not None else write_attachments(self.listed)
        members = {**MEMBERS, LIST: text, **{FOLDER + name: content for name, content in self.files.items()}}
        types = {FOLDER + one.sha512: MEDIA_TYPES[one.kind] for one in self.listed} | dict(self.types)
        plain = signed_without_checks(world.draft(), [world.first, world.second], world, members, types)
        return sealed(plain, world.recipients)


def of(*contents: tuple[Attachment, bytes]) -> Sent:
    return Sent([one for one, _ in contents], {one.sha512: content for one, content in contents})


LETTER, TABLE = attachment(PDF), attachment(CSV, AttachmentKind.CSV, name="table")
HONEST = of((LETTER, PDF), (TABLE, CSV))
FITTING, LARGE = pdf(LIMITS.file_bytes), pdf(LIMITS.file_bytes + 1)
HALF = [pdf(LIMITS.all_bytes // 2 - number) for number in (0, 1)]
MORE = [pdf(LIMITS.all_bytes // 2 + number) for number in (0, 1)]
SMALL = [pdf(100 + number) for number in range(LIMITS.files + 1)]
NO_PDF = PDF.replace(b"%PDF-1.4", b"%PNG-1.4")
ELSEWHERE = replace(LETTER, place=Place("T01", ("GN",), "RD_F"))
IN_ANOTHER_COUNTRY = replace(LETTER, place=Place("T01", ("ML",), "RD"))


def changed(sent: Sent, **changes: object) -> Sent:
    return replace(sent, **changes)  # type: ignore[arg-type]  # each case names fields of Sent


# What both signers signed, the code it is refused with, and the honest one that differs in nothing else.
SIGNED: dict[str, tuple[str, Sent, Sent]] = {
    "a list in another text": ("BU-90", changed(HONEST, text=write_attachments(HONEST.listed).replace(b",", b", ")), HONEST),
    "a list with a folder in a name": (
        "BU-90",
        changed(HONEST, text=write_attachments(HONEST.listed).replace(b"letter.pdf", b"../letter.pdf")),
        HONEST,
    ),
    "a list that names nothing": ("BU-90", Sent([], {}), HONEST),
    "a file that is not listed": ("BU-91", changed(HONEST, listed=[LETTER]), HONEST),
    "a file that is listed and not there": ("BU-92", changed(HONEST, files={LETTER.sha512: PDF}), HONEST),
    "another file under the name of one": ("BU-93", changed(HONEST, files={LETTER.sha512: CSV, TABLE.sha512: CSV}), HONEST),
    "another size in the list": ("BU-93", changed(HONEST, listed=[replace(LETTER, size=LETTER.size - 1), TABLE]), HONEST),
    "another type in the manifest": ("BU-93", changed(HONEST, types={FOLDER + LETTER.sha512: "text/html"}), HONEST),
    "a PDF that is none": ("BU-94", of((attachment(NO_PDF), NO_PDF)), of((LETTER, PDF))),
    "a table that is a PDF": ("BU-94", of((attachment(PDF, AttachmentKind.CSV), PDF)), of((TABLE, CSV))),
    "a file that is too large": ("BU-95", of((attachment(LARGE), LARGE)), of((attachment(FITTING), FITTING))),
    "files that are too large together": (
        "BU-95",
        of(*((attachment(one), one) for one in MORE)),
        of(*((attachment(one), one) for one in HALF)),
    ),
    "too many files at one answer": (
        "BU-95",
        of(*((attachment(one), one) for one in SMALL)),
        of(*((attachment(one), one) for one in SMALL[:-1])),
    ),
    "a file at a question that takes none": ("BU-96", of((ELSEWHERE, PDF)), of((IN_ANOTHER_COUNTRY, PDF))),
    "a file of a kind that the question does not take": (
        "BU-96",
        of((attachment(PDF, AttachmentKind.XLSX), PDF)),
        of((LETTER, PDF)),
    ),
}


@pytest.mark.parametrize("name", SIGNED)
def test_what_signers_should_not_have_attached_is_refused_with_its_code(name: str, world: World) -> None:
    code, sent, _ = SIGNED[name]
    with pytest.raises(BundleError) as refused:
        open_bundle(sent.bundle(world), [world.receiving], world.policy)
    assert refused.value.code == code


@pytest.mark.parametrize("name", SIGNED)
def test_the_honest_file_beside_it_is_taken(name: str, world: World) -> None:
    _, _, honest = SIGNED[name]
    with open_bundle(honest.bundle(world), [world.receiving], world.policy) as bundle:
        assert sorted(bundle.attachments) == sorted(honest.listed)
        assert {one.sha512: bundle.read(FOLDER + one.sha512) for one in bundle.attachments} == honest.files


# Names below which two signers put a file: what is no digest, or lies elsewhere.
NAMES = {
    "in a folder of its own": ("BU-91", f"{FOLDER}{LETTER.sha512}/letter.pdf"),
    "by its own name": ("BU-91", f"{FOLDER}letter.pdf"),
    "beside the folder": ("BU-92", f"Attachments2/{LETTER.sha512}"),
}


@pytest.mark.parametrize("where", NAMES)
def test_a_file_is_named_by_its_digest_and_nothing_else(where: str, world: World) -> None:
    code, name = NAMES[where]
    members = {**MEMBERS, LIST: write_attachments([LETTER]), name: PDF}
    plain = signed_without_checks(world.draft(), [world.first, world.second], world, members)
    with pytest.raises(BundleError) as refused:
        open_bundle(sealed(plain, world.recipients), [world.receiving], world.policy)
    assert refused.value.code == code


# What is written over the name of the member in the ZIP file itself, whose length stays.
PATHS = [
    "attachments/../../etc/",
    "/attachments/",
    "attachments\\..\\",
    "C:/attachments/",
    "attachments/con.",
    "attachments/\0",
    "//host/",
]


@pytest.mark.parametrize("path", ["", "attachments/0", *PATHS])
def test_no_path_leads_out_of_the_container(path: str, world: World, tmp_path: Path) -> None:
    file = tmp_path / "honest.bundle"
    file.write_bytes(of((LETTER, PDF)).bundle(world).getvalue())
    plain = put_together(taken_apart(world, file))
    name = (FOLDER + LETTER.sha512).encode()
    trick = path.encode() + name[len(path) :]
    for header in (rb"(PK\x03\x04.{26})", rb"(PK\x01\x02.{42})"):
        plain, count = re.subn(header + name, lambda found: found[1] + trick, plain, flags=re.DOTALL)
        assert count == 1
    if not path:
        with open_bundle(sealed(plain, world.recipients), [world.receiving], world.policy) as bundle:
            assert bundle.attachments == (LETTER,)
        return
    with pytest.raises(BundleError) as refused:
        open_bundle(sealed(plain, world.recipients), [world.receiving], world.policy)
    # A name that is none of a member is refused as such; one that is, because nobody signed it.
    assert refused.value.code == ("BU-30" if path in PATHS else "BU-36")


def test_attachments_are_refused_before_any_answer_is_read(world: World) -> None:
    garbage = {"facts.csv": b"\xff\0 no facts", "findings.json": b"{", "declaration.json": b"["}
    bad = of((attachment(NO_PDF), NO_PDF))
    for sent, code in ((bad, "BU-94"), (HONEST, "")):
        members = {**MEMBERS, **garbage, LIST: write_attachments(sent.listed)}
        members |= {FOLDER + name: content for name, content in sent.files.items()}
        types = {FOLDER + one.sha512: MEDIA_TYPES[one.kind] for one in sent.listed}
        plain = signed_without_checks(world.draft(), [world.first, world.second], world, members, types)
        if code:
            with pytest.raises(BundleError) as refused:
                open_bundle(sealed(plain, world.recipients), [world.receiving], world.policy)
            assert refused.value.code == code
        else:
            # Genuine signatures over answers that are none: the bundle opens, and whoever reads the answers refuses them.
            with open_bundle(sealed(plain, world.recipients), [world.receiving], world.policy) as bundle:
                assert bundle.read("facts.csv") == garbage["facts.csv"]


def swap(parts: dict[str, bytes]) -> None:
    parts[FOLDER + LETTER.sha512] = pdf(LETTER.size + 1)[: LETTER.size]


def swap_names(parts: dict[str, bytes]) -> None:
    first, second = FOLDER + LETTER.sha512, FOLDER + TABLE.sha512
    parts[first], parts[second] = parts[second], parts[first]


def remove(parts: dict[str, bytes]) -> None:
    del parts[FOLDER + LETTER.sha512]


def remove_all(parts: dict[str, bytes]) -> None:
    for name in (LIST, FOLDER + LETTER.sha512, FOLDER + TABLE.sha512):
        del parts[name]


def add(parts: dict[str, bytes]) -> None:
    other = SMALL[0]
    members = list(parts.items())
    parts.clear()
    parts.update([*members[:1], (FOLDER + hashlib.sha512(other).hexdigest(), other), *members[1:]])


def relist(parts: dict[str, bytes]) -> None:
    parts[LIST] = write_attachments([LETTER, replace(TABLE, name="other.csv")])


READERS: dict[str, tuple[str, Callable[[dict[str, bytes]], None]]] = {
    "a file exchanged": ("BU-37", swap),
    "two files exchanged for each other": ("BU-36", swap_names),
    "a file removed": ("BU-36", remove),
    "every file and the list removed": ("BU-36", remove_all),
    "a file added": ("BU-36", add),
    "another name in the list": ("BU-37", relist),
}


@pytest.mark.parametrize("name", READERS)
def test_what_a_reader_changes_and_seals_again_is_refused(name: str, world: World, tmp_path: Path) -> None:
    code, change = READERS[name]
    file = tmp_path / "honest.bundle"
    file.write_bytes(HONEST.bundle(world).getvalue())
    parts = taken_apart(world, file)
    with open_bundle(sealed(put_together(parts), world.recipients), [world.receiving], world.policy) as bundle:
        assert len(bundle.attachments) == 2
    change(parts)
    with pytest.raises(BundleError) as refused:
        open_bundle(sealed(put_together(parts), world.recipients), [world.receiving], world.policy)
    assert refused.value.code == code


def test_nothing_can_be_attached_in_a_round_whose_form_takes_no_files(world: World) -> None:
    rounds = {name: replace(one, attachments=type(LIMITS)()) for name, one in world.policy.rounds.items()}
    with pytest.raises(BundleError) as refused:
        open_bundle(HONEST.bundle(world), [world.receiving], replace(world.policy, rounds=rounds))
    assert refused.value.code == "BU-96"
