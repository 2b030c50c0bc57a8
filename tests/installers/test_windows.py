"""A state's kit on Windows: behind the setup, signed or not, and in the package's second cabinet."""

import struct
import sys
from pathlib import Path

import pytest
from freeze import PACKAGING

sys.path.insert(0, str(PACKAGING / "windows"))
import msi
from pe import compile_library, compile_program, exports, make_forwarder
from signing import self_made_signer, sign, verify
from trailer import MAGIC, NoKit, append_kit, read_kit_of

KIT = b'{"format":"readmission-kit/1"}'


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("program")
    source = folder / "program.c"
    source.write_text("int wmain(void) { return 0; }\n", encoding="ascii")
    compile_program(source, folder / "program.exe")
    return folder / "program.exe"


def unsigned_program(size: int = 640) -> bytes:
    """As much of a program as says where its signature is: nowhere."""
    text = bytearray(size)
    struct.pack_into("<I", text, 0x3C, 128)
    return bytes(text)


@pytest.mark.parametrize("size", range(640, 648))
def test_the_kit_behind_an_installer_comes_back_and_the_whole_ends_where_a_signature_can_begin(size: int) -> None:
    whole = append_kit(unsigned_program(size), KIT)
    assert read_kit_of(whole) == KIT
    assert len(whole) % 8 == 0


def test_an_installer_without_a_kit_is_not_taken_for_one_with_an_empty_kit() -> None:
    with pytest.raises(NoKit):
        read_kit_of(unsigned_program())
    with pytest.raises(NoKit):
        read_kit_of(append_kit(unsigned_program(), KIT)[: -len(MAGIC)])


@pytest.mark.slow
def test_a_signature_covers_the_kit_and_hides_it_from_no_reader(program: Path, tmp_path: Path) -> None:
    unsigned, signed = tmp_path / "unsigned.exe", tmp_path / "signed.exe"
    unsigned.write_bytes(append_kit(program.read_bytes(), KIT))
    signer = self_made_signer(tmp_path)
    sign(signer, unsigned, signed, "Readmission")
    verify(signer, signed)
    assert read_kit_of(signed.read_bytes()) == KIT
    forged = signed.read_bytes().replace(KIT, KIT.replace(b"kit/1", b"kit/2"))
    signed.write_bytes(forged)
    with pytest.raises(SystemExit):
        verify(signer, signed)


@pytest.mark.slow
def test_what_is_signed_takes_no_kit_any_more(program: Path, tmp_path: Path) -> None:
    sign(self_made_signer(tmp_path), program, tmp_path / "signed.exe", "Readmission")
    with pytest.raises(ValueError, match="signed already"):
        append_kit((tmp_path / "signed.exe").read_bytes(), KIT)


@pytest.mark.slow
def test_a_forwarder_offers_every_name_of_the_library_behind_it(tmp_path: Path) -> None:
    (tmp_path / "a.c").write_text("int one(void) { return 1; }\nint two(void) { return 2; }\n", encoding="ascii")
    (tmp_path / "a.def").write_text("EXPORTS\n  one\n  two\n", encoding="ascii")
    compile_library(tmp_path / "a.c", tmp_path / "behind.dll", tmp_path / "a.def")
    make_forwarder(tmp_path / "behind.dll", tmp_path / "front.dll")
    assert exports(tmp_path / "front.dll") == ["one", "two"]
    (tmp_path / "elsewhere").mkdir()
    make_forwarder(tmp_path / "behind.dll", tmp_path / "elsewhere" / "front.dll")
    assert (tmp_path / "elsewhere" / "front.dll").read_bytes() == (tmp_path / "front.dll").read_bytes()
    assert b"behind.one" in (tmp_path / "front.dll").read_bytes()


@pytest.mark.slow
def test_packages_of_two_states_differ_in_kit_and_codes_only_and_come_out_the_same_again(tmp_path: Path) -> None:
    payload = tmp_path / "readmission"
    payload.mkdir()
    (payload / "readmission.exe").write_bytes(b"program")
    base = tmp_path / "base.msi"
    msi.build_base(payload, base, label=" (TEST BUILD)", version="0.1.0+test.build", publisher="Directorate of Examples")
    first, second = tmp_path / "be.msi", tmp_path / "at.msi"
    for target, state in ((first, "BE"), (second, "AT")):
        msi.complete(base, KIT + state.encode(), target, state=state, title="Readmission (TEST BUILD)")
    assert msi.kit_of(first) == KIT + b"BE"
    assert msi.kit_of(second) == KIT + b"AT"
    codes = [msi.property_of(path, "ProductCode") for path in (first, second)]
    assert codes[0] != codes[1]
    assert msi.property_of(first, "UpgradeCode") == msi.property_of(second, "UpgradeCode")
    assert msi.property_of(first, "STATE") == "BE"
    assert msi.property_of(first, "Manufacturer") == "Directorate of Examples"
    msi.complete(base, KIT + b"BE", tmp_path / "again.msi", state="BE", title="Readmission (TEST BUILD)")
    assert msi.property_of(tmp_path / "again.msi", "ProductCode") == codes[0]
