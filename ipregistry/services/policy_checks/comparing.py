"""A file's own policies, held against ours. A difference is told and is no failure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ipregistry.domain.filings.acts import CONSTITUTIVE
from ipregistry.domain.policies import Policy, Rule, select
from ipregistry.services.policy_checks.cases import CaseFile
from ipregistry.services.policy_checks.circumstances import KINDS, default_kind
from ipregistry.services.policy_checks.scratch import START


def differences(file: CaseFile, policies: Sequence[Policy]) -> Iterator[str]:
    """Where the file's own policies say another thing than ours, each with our source."""
    for office, theirs in file.policies.items():
        if office not in KINDS or not isinstance(theirs, Mapping):
            yield f"{office}: no policy of ours to compare with"
            continue
        ours = select(list(policies), office, default_kind(office), START.date())
        said = {member: (value, rule) for member, value, rule in _ours(ours)}
        unverified = " and calls itself unverified" if theirs.get("unverified") else ""
        for member, value in theirs.items():
            if member == "unverified":
                continue
            if member not in said:
                yield f"{office}.{member}: nothing of ours to compare with"
                continue
            mine, rule = said[member]
            if _theirs(member, value) != mine:
                yield (
                    f"{office}.{member}: the file says {value!r}{unverified}, ours {mine!r} "
                    f"({rule.citation}; confidence {rule.confidence})"
                )


_CONSENT = {True: "always", False: "never", "if_covenanted": "if-covenanted"}


def _theirs(member: str, value: Any) -> Any:
    """Their value in our words."""
    if isinstance(value, list | dict):
        return value
    if member.startswith("consent_to"):
        return _CONSENT.get(value, value)
    if member == "max_active_pledges":
        return value or 0
    return value.replace("_", "-") if isinstance(value, str) else value


def _ours(policy: Policy) -> Iterator[tuple[str, Any, Rule]]:
    """Our rules under the names that the files use."""
    assignment, licence = policy.acts["assignment"], policy.acts["licence"]
    security = policy.acts["security"]
    yield "pledge_constitutive", security.effect.value in CONSTITUTIVE, security.effect
    yield "max_active_pledges", security.most_active.value, security.most_active
    transfer, license_ = assignment.secured_party_consent, licence.secured_party_consent
    yield "consent_to_transfer", transfer.value, transfer
    yield "consent_to_license", license_.value, license_
    yield "transfer_constitutive", assignment.effect.value in CONSTITUTIVE, assignment.effect
    yield "priority", security.priority.value, security.priority
