"""Tables. The parts are the record; every table under `projections` is an index over them.

Instants are text in one fixed form (``2026-11-22T06:44:57.123456Z``), dates ISO text,
documents bytes: both engines then compare, sort and return the same values.
"""

from ipregistry.models.base import metadata
from ipregistry.models.ledger import entry, part
from ipregistry.models.operations import (
    account,
    api_key,
    audit,
    idempotency,
    lease,
    outbox,
    receipt,
)
from ipregistry.models.projections import (
    PROJECTIONS,
    asset,
    asset_number,
    concern,
    current_part,
    filing,
    filing_subject,
    holder,
    mandate,
    party,
    party_identifier,
    policy,
    record,
    title_effect,
    title_now,
    title_step,
    transaction_subject,
)

__all__ = [
    "PROJECTIONS",
    "account",
    "api_key",
    "asset",
    "asset_number",
    "audit",
    "concern",
    "current_part",
    "entry",
    "filing",
    "filing_subject",
    "holder",
    "idempotency",
    "lease",
    "mandate",
    "metadata",
    "outbox",
    "part",
    "party",
    "party_identifier",
    "policy",
    "receipt",
    "record",
    "title_effect",
    "title_now",
    "title_step",
    "transaction_subject",
]
