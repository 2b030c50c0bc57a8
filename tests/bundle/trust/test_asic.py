"""The lists that signatures sign: one text for one list, and another implementation of XML reads the same in it."""

import base64
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readmission.bundle.asic import SignedMember, listing_name, read_listing, read_listings, signature_name, write_listing
from readmission.bundle.rejections import ListingRefused, ListingsDiffer

ASIC = "{http://uri.etsi.org/02918/v1.2.1#}"
DS = "{http://www.w3.org/2000/09/xmldsig#}"
MEMBERS = (
    SignedMember("facts.csv", "text/csv", "ab" * 64),
    SignedMember("manifest.json", "application/json", "cd" * 64),
)

members = st.lists(
    st.builds(
        SignedMember,
        st.from_regex(r"[a-z][a-z0-9._/-]{0,20}", fullmatch=True),
        st.sampled_from(["text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"]),
        st.binary(min_size=64, max_size=64).map(bytes.hex),
    ),
    min_size=1,
    unique_by=lambda member: member.path,
)


@settings(max_examples=100, deadline=None)
@given(members, st.integers(1, 4))
def test_what_is_written_is_read(listed: list[SignedMember], number: int) -> None:
    text = write_listing(listed, number)
    assert read_listing(text, number) == tuple(sorted(listed, key=lambda member: member.path))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_other_text_is_refused(data: st.DataObject) -> None:
    text = bytearray(write_listing(MEMBERS, 1))
    position = data.draw(st.integers(0, len(text) - 1))
    text[position] ^= data.draw(st.integers(1, 255))
    try:
        found = read_listing(bytes(text), 1)
    except ListingRefused:
        return
    assert write_listing(found, 1) == text


def test_an_xml_parser_reads_the_same() -> None:
    root = ElementTree.fromstring(write_listing(MEMBERS, 3))
    assert root.tag == f"{ASIC}ASiCManifest"
    assert root[0].get("URI") == signature_name(3) == "META-INF/signature003.p7s"
    parts = list(root.iter(f"{ASIC}DataObjectReference"))
    digests = [base64.b64decode(part.findtext(f"{DS}DigestValue", "")).hex() for part in parts]
    found = [(part.get("URI"), part.get("MimeType"), digest) for part, digest in zip(parts, digests, strict=True)]
    assert found == [(member.path, member.type, member.sha512) for member in MEMBERS]
    algorithms = {part.get("Algorithm") for part in root.iter(f"{DS}DigestMethod")}
    assert algorithms == {"http://www.w3.org/2001/04/xmlenc#sha512"}


HONEST = write_listing(MEMBERS, 1).decode()
CHANGES = {
    "a document type": HONEST.replace("?>\n", '?>\n<!DOCTYPE a [<!ENTITY b "c">]>\n'),
    "an entity in a path": HONEST.replace("facts.csv", "facts&#46;csv"),
    "another digest": HONEST.replace("xmlenc#sha512", "xmlenc#sha256"),
    "another version": HONEST.replace('version="1.0"', 'version="1.1"'),
    "white space": HONEST.replace("><", "> <", 1),
    "a comment": HONEST.replace("</asic:ASiCManifest>", "<!-- --></asic:ASiCManifest>"),
    "a missing last line feed": HONEST.rstrip(),
    "text behind": HONEST + "\n",
    "a byte order mark": "\ufeff" + HONEST,
    "another order": HONEST.replace("facts.csv", "z.csv"),
    "a part twice": HONEST.replace("manifest.json", "facts.csv"),
    "the list of another signature": HONEST.replace("signature001", "signature002"),
    "a path with a quotation mark": HONEST.replace("facts.csv", "facts&quot;.csv"),
    "no parts": HONEST[: HONEST.index("<asic:Data")] + "</asic:ASiCManifest>\n",
    "a type of nothing": HONEST.replace("text/csv", "text"),
    "another spelling of a digest": HONEST.replace("q6s=" if "q6s=" in HONEST else "w==", "x==", 1),
}


@pytest.mark.parametrize("name", CHANGES)
def test_another_way_to_write_a_list_is_refused(name: str) -> None:
    assert CHANGES[name] != HONEST
    with pytest.raises(ListingRefused) as refused:
        read_listing(CHANGES[name].encode(), 1)
    assert refused.value.code == "BU-34"


def test_the_list_as_it_is_written_is_taken() -> None:
    assert read_listing(HONEST.encode(), 1) == MEMBERS


def test_a_bomb_of_entities_is_never_expanded() -> None:
    bomb = '<!DOCTYPE z [<!ENTITY a "aaaa">' + "".join(f'<!ENTITY {chr(98 + n)} "&{chr(97 + n)};">' for n in range(20)) + "]>"
    with pytest.raises(ListingRefused):
        read_listing(HONEST.replace("?>\n", f"?>\n{bomb}\n").encode(), 1)


def test_a_part_cannot_be_listed_twice() -> None:
    with pytest.raises(ListingRefused):
        write_listing([MEMBERS[0], MEMBERS[0]], 1)


def test_two_signatures_sign_the_same_list_or_none_counts() -> None:
    same = {number: write_listing(MEMBERS, number) for number in (1, 2)}
    assert read_listings(same) == MEMBERS
    with pytest.raises(ListingsDiffer):
        read_listings({**same, 2: write_listing(MEMBERS[:1], 2)})


def test_numbers_stand_in_names_with_three_digits() -> None:
    assert (listing_name(2), signature_name(2)) == ("META-INF/ASiCManifest002.xml", "META-INF/signature002.p7s")
