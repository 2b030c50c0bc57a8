"""Rehearsal or production, and in which role a person signs: the two marks every certificate carries.

Both stand in the certificate policies extension under one identifier of the project, so that a certificate of a ministry can
never sign a round pack, a certificate of the Commission never a bundle, and nothing of a rehearsal anything in production.
"""

from enum import StrEnum
from typing import Final

# A UUID of our own under 2.25 (ITU-T X.667) needs no registration.
_ARC: Final = "2.25.257114087210354936209811862402733049981"


class Domain(StrEnum):
    """Whether a round counts."""

    REHEARSAL = "rehearsal"
    PRODUCTION = "production"


class Role(StrEnum):
    """For whom a person signs."""

    MINISTRY = "ministry"
    COMMISSION = "commission"
    AUTHORITY = "authority"


_DOMAINS: Final = {Domain.PRODUCTION: 1, Domain.REHEARSAL: 2}
_ROLES: Final = {Role.MINISTRY: 1, Role.COMMISSION: 2, Role.AUTHORITY: 3}


def policy_identifier(domain: Domain, role: Role) -> str:
    """The certificate policy that says this domain and role, as a dotted identifier."""
    return f"{_ARC}.{_DOMAINS[domain]}.{_ROLES[role]}"


def read_policy_identifier(dotted: str) -> tuple[Domain, Role] | None:
    """The domain and role that a certificate policy says, or None when it is not one of ours."""
    return _BY_IDENTIFIER.get(dotted)


_BY_IDENTIFIER: Final = {policy_identifier(domain, role): (domain, role) for domain in Domain for role in Role}
