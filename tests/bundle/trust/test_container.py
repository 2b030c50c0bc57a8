"""The container: one text for one set of members, and nothing else is one."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readmission.bundle.container import (
    ASIC_E,
    MAX_MEMBERS,
    Container,
    Content,
    Member,
    container_chunks,
    container_stream,
    measure,
)
from readmission.bundle.rejections import ContentChanged, MemberDamaged, NotAContainer, TooLarge

MEMBERS = {"manifest.json": b"{}\n", "attachments/a1": bytes(70_000), "META-INF/ASiCManifest001.xml": b"<x/>"}

names = st.from_regex(r"x[a-z0-9._-]{0,9}[a-z0-9_](/y[a-z0-9_]{0,9}){0,3}", fullmatch=True)


def written(members: dict[str, bytes]) -> bytes:
    return b"".join(container_chunks([measure(name, text) for name, text in members.items()]))


def read(data: bytes) -> dict[str, bytes]:
    container = Container(io.BytesIO(data))
    return {name: container.read(name, max_bytes=1 << 20) for name in container.names}


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(names, st.binary(max_size=300), max_size=6))
def test_what_is_written_is_read(members: dict[str, bytes]) -> None:
    assert read(written(members)) == members


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(names, st.binary(max_size=40), max_size=3), st.data())
def test_what_is_accepted_is_written_back_byte_for_byte(members: dict[str, bytes], data: st.DataObject) -> None:
    text = bytearray(written(members))
    position = data.draw(st.integers(0, len(text) - 1))
    text[position] ^= data.draw(st.integers(1, 255))
    try:
        found = read(bytes(text))
    except (NotAContainer, MemberDamaged, TooLarge):
        return
    assert written(found) == text


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_arbitrary_bytes_are_refused_in_words(text: bytes) -> None:
    with pytest.raises(NotAContainer):
        Container(io.BytesIO(text + b"PK\5\6" + bytes(18)))


def test_the_same_members_give_the_same_bytes() -> None:
    assert written(MEMBERS) == written(dict(MEMBERS))


def test_another_reader_sees_the_same_members() -> None:
    with zipfile.ZipFile(io.BytesIO(written(MEMBERS))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {"mimetype": ASIC_E, **MEMBERS}


def test_a_reader_that_never_sees_the_directory_reads_the_same() -> None:
    """A strict stream reader needs sizes in each header, and no descriptor behind a stored member."""
    stream, found = io.BytesIO(written(MEMBERS)), {}
    while (header := stream.read(30)).startswith(b"PK\3\4"):
        flags, method, _, _, crc, packed, size, name_length, extra = struct.unpack("<HHHHLLLHH", header[6:])
        name, _ = stream.read(name_length).decode(), stream.read(extra)
        assert (flags, method, packed) == (0, 0, size)
        found[name] = stream.read(size)
        assert zlib.crc32(found[name]) == crc
    assert found == {"mimetype": ASIC_E, **MEMBERS}


def test_the_type_is_the_first_thing_in_the_file() -> None:
    assert written(MEMBERS)[30:69] == b"mimetype" + ASIC_E


def test_the_stream_gives_the_same_bytes_as_the_chunks() -> None:
    members = [measure(name, text) for name, text in MEMBERS.items()]
    assert container_stream(members).read() == written(MEMBERS)


def test_members_are_read_in_parts_and_side_by_side() -> None:
    container = Container(io.BytesIO(written({"a": bytes(range(256)) * 600, "b": b"b" * 99})))
    first, second = container.open("a"), container.open("b")
    assert first.read(300)[-1] == 299 % 256
    assert second.read() == b"b" * 99
    assert len(first.read()) == 256 * 600 - 300


def test_a_file_that_changes_while_it_is_stored_is_noticed() -> None:
    versions = iter([b"one", b"two"])
    content: Content = lambda: io.BytesIO(next(versions))  # noqa: E731 - a content is a callable
    with pytest.raises(ContentChanged):
        list(container_chunks([measure("a", content)]))


def foreign(*members: tuple[str, bytes], method: int = zipfile.ZIP_STORED, comment: bytes = b"", mode: int = 0) -> bytes:
    """A ZIP file as another program writes it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.comment = comment
        for name, text in members:
            entry = zipfile.ZipInfo(name)
            entry.compress_type, entry.external_attr = method, mode << 16
            # The library warns of a second entry with one name.
            archive.NameToInfo.pop(name, None)
            archive.writestr(entry, text)
    return target.getvalue()


TYPE = ("mimetype", ASIC_E)


def renamed(name: str) -> bytes:
    """A file of ours with one name changed to another of the same length in both places."""
    plain = "x" * len(name)
    return written({plain: b"1"}).replace(plain.encode(), name.encode("latin-1"))


def patched(offset: int, value: bytes, *, directory: bool = False) -> bytes:
    """A file of ours with some bytes of the first header, or of the first directory entry, replaced."""
    text = bytearray(written({"a": b"1", "b": b"2"}))
    start = bytes(text).index(b"PK\1\2") if directory else 0
    text[start + offset : start + offset + len(value)] = value
    return bytes(text)


def overlapping() -> bytes:
    """Two members that share their bytes, as a quoted-overlap bomb does."""
    text = written({"a": b"11111111", "b": b"22222222"})
    last = text.rindex(b"PK\1\2")
    before = text.rindex(b"PK\1\2", 0, last)
    return text[: last + 42] + text[before + 42 : before + 46] + text[last + 46 :]


TRICKS: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "a directory alone": lambda: b"PK\5\6" + bytes(18),
    "data before": lambda: b"#!/bin/sh\n" + written(MEMBERS),
    "data behind": lambda: written(MEMBERS) + b"\n",
    "two containers": lambda: written(MEMBERS) * 2,
    "a comment": lambda: foreign(TYPE, ("a", b"1"), comment=b"hello"),
    "compressed": lambda: foreign(TYPE, ("a", bytes(1_000_000)), method=zipfile.ZIP_DEFLATED),
    "a name twice": lambda: foreign(TYPE, ("a", b"1"), ("a", b"2")),
    "names that differ in case": lambda: foreign(TYPE, ("a", b"1"), ("A", b"2")),
    "a parent folder": lambda: renamed("../evil"),
    "a parent folder within": lambda: renamed("a/../../e"),
    "an absolute path": lambda: renamed("/etc/passwd"),
    "a drive": lambda: renamed("C:evil"),
    "a backslash": lambda: renamed("a\\evil"),
    "a folder": lambda: renamed("folder/"),
    "an empty folder name": lambda: renamed("a//b"),
    "a hidden file": lambda: renamed(".profile"),
    "a final dot": lambda: renamed("evil."),
    "a device": lambda: renamed("aux.csv"),
    "a stream of a file": lambda: renamed("a.csv:evil"),
    "a control letter": lambda: renamed("a\nb"),
    "a zero": lambda: renamed("a.csv\0.exe"),
    "a letter beyond ASCII": lambda: renamed("caf\xe9"),
    "too deep": lambda: renamed("a/b/c/d/e/f/g/h"),
    "too long a name": lambda: renamed("a" * 201),
    "a stranger beside the signatures": lambda: renamed("META-INF/evil.xml"),
    "the signatures' folder in small letters": lambda: renamed("meta-inf/signature001.p7s"),
    "no type": lambda: foreign(("a", b"1")),
    "the type second": lambda: foreign(("a", b"1"), TYPE),
    "another type": lambda: foreign(("mimetype", b"application/zip")),
    "a link": lambda: foreign(TYPE, ("a", b"/etc/passwd"), mode=0o120777),
    "encrypted": lambda: patched(6, b"\1\0"),
    "a descriptor behind": lambda: patched(6, b"\10\0"),
    "another method in the header": lambda: patched(8, b"\10\0"),
    "another method in the directory": lambda: patched(10, b"\10\0", directory=True),
    "a date": lambda: patched(10, b"\1"),
    "another size in the header": lambda: patched(22, b"\2"),
    "another size in the directory": lambda: patched(24, b"\2", directory=True),
    "an extra field": lambda: patched(28, b"\1"),
    "64-bit sizes": lambda: patched(20, b"\xff" * 4, directory=True),
    "another disk": lambda: patched(34, b"\1", directory=True),
    "another offset": lambda: patched(42, b"\1", directory=True),
    "overlapping members": overlapping,
}


@pytest.mark.parametrize("name", TRICKS)
def test_an_archive_trick_is_refused(name: str) -> None:
    with pytest.raises(NotAContainer) as refused:
        Container(io.BytesIO(TRICKS[name]()))
    assert refused.value.code == "BU-30"


def test_the_tricks_fail_by_their_trick_alone() -> None:
    """The control: the same tools without a trick make what is accepted."""
    assert read(renamed("plain")) == {"plain": b"1"}
    assert read(patched(0, b"PK")) == {"a": b"1", "b": b"2"}


def test_a_hundred_thousand_members_are_refused_unread() -> None:
    end = b"PK\5\6" + struct.pack("<HHHHLLH", 0, 0, 0xFFFF, 0xFFFF, 46 * 0xFFFF, 0, 0)
    with pytest.raises(NotAContainer):
        Container(io.BytesIO(bytes(46 * 0xFFFF) + end))


def test_too_many_or_too_large_members_are_not_written() -> None:
    with pytest.raises(TooLarge):
        list(container_chunks([measure(f"a{number}", b"") for number in range(MAX_MEMBERS)]))
    with pytest.raises(TooLarge):
        list(container_chunks([Member("a", 1 << 31, 0, "", b"")]))


def test_a_large_file_is_refused_before_it_is_read() -> None:
    with pytest.raises(TooLarge):
        Container(io.BytesIO(written(MEMBERS)), max_bytes=1000)
    with pytest.raises(TooLarge):
        Container(io.BytesIO(written(MEMBERS))).read("attachments/a1", max_bytes=1000)


def test_a_name_that_could_not_be_read_is_not_written() -> None:
    for name in ("../a", "a/", "CON", "META-INF/other"):
        with pytest.raises(NotAContainer):
            written({name: b""})


def test_a_missing_member_is_refused_in_words() -> None:
    with pytest.raises(NotAContainer):
        Container(io.BytesIO(written({}))).read("a", max_bytes=1)


def test_content_that_does_not_fit_its_checksum_is_damaged() -> None:
    text = written({"a": b"11111111"}).replace(b"11111111", b"11111112")
    container = Container(io.BytesIO(text))
    with pytest.raises(MemberDamaged):
        container.read("a", max_bytes=100)
    with pytest.raises(MemberDamaged):
        container.sha512("a")
