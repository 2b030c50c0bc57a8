"""Every sealed file that a release wrote still opens."""

import hashlib
from typing import Final

import pytest

from bundle.seal.kit import Case, cases
from readmission.bundle.age import decrypt_with_password, open_bytes
from readmission.bundle.identity import Identity

CASES: Final = cases("own")


def opened(case: Case) -> bytes:
    if case.passwords:
        return decrypt_with_password(case.data, case.passwords[0])
    return open_bytes(case.data, [Identity.parse(text) for text in case.identities])


@pytest.mark.parametrize("name", CASES)
def test_a_file_of_a_release_still_opens(name: str) -> None:
    assert hashlib.sha256(opened(CASES[name])).hexdigest() == CASES[name].payload_sha256


def test_there_are_files_of_the_first_release() -> None:
    assert sum(name.startswith("1.0_") for name in CASES) == 6
