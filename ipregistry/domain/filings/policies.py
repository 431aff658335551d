"""Publishing a policy: from then on it is a record, selected by date, pinned by digest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ipregistry.domain.facts import Capacity, Context, FilingStatus, Needs
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision, Outcome, RecordDraft, filing_draft
from ipregistry.domain.policies import PolicyError, read_policy
from ipregistry.domain.violations import Violation


@dataclass(frozen=True, slots=True)
class PolicyPublication:
    """The TOML text of a policy."""

    text: str


def decide(command: PolicyPublication, context: Context) -> Decision:
    """A readable policy is recorded; the next version of its name if there is one already."""
    try:
        policy = read_policy(command.text)
    except PolicyError as error:
        return [Violation("policy-unreadable", "/text", {"reason": str(error)})]
    same = [p for p in context.policies if p.name == policy.name]
    record = same[0].record if same else context.new_id("policy")
    document = {
        "name": policy.name,
        "officeCode": policy.office,
        "rightKindBag": sorted(policy.kinds),
        "inForceFrom": policy.in_force_from.isoformat(),
        "text": command.text,
    }
    version = max((p.version for p in same), default=0) + 1
    draft = RecordDraft("policy", record, "policy/1", version, document, Capacity.OFFICE)
    filing = filing_draft(
        context, "policy-publication", FilingStatus.RECORDED, act="policy-publication"
    )
    return Outcome(FilingStatus.RECORDED, (draft, filing))


def read(body: Mapping[str, Any]) -> PolicyPublication:
    """The command in a body of the right shape."""
    return PolicyPublication(body["text"])


TYPE = FilingType(
    name="policy-publication",
    read=read,
    needs=lambda _command: Needs(),
    decide=decide,
    citation="Node practice: the law that entries are decided under is itself on record",
)
