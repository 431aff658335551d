"""Indexes over decided cases: by provider's number, by domain name."""

from __future__ import annotations

import sqlalchemy as sa

from ipregistry.models.base import Code, Key, RecordId, metadata, needed

# Decided cases, by what their provider calls them and by the domain names that they were about.
decided_case = sa.Table(
    "decided_case",
    metadata,
    sa.Column("id", RecordId, primary_key=True),
    needed("version", sa.Integer),
    needed("source", Code),
    needed("number", Key),
    needed("outcome", Code),
    # One case, told by two files at once, would be two records.
    sa.UniqueConstraint("source", "number"),
    sa.Index("ix_decided_case_number", "number"),
)

decided_domain = sa.Table(
    "decided_domain",
    metadata,
    sa.Column("name", Key, primary_key=True),
    sa.Column("case_id", RecordId, primary_key=True),
    sa.Index("ix_decided_domain_case_id", "case_id"),
)

DECIDED = (decided_case, decided_domain)
