"""Indexes over the roster and over nominations: for search, workload and conflict checks."""

from __future__ import annotations

import sqlalchemy as sa

from ipregistry.models.base import Code, Day, Key, RecordId, metadata, needed

neutral = sa.Table(
    "neutral",
    metadata,
    sa.Column("id", RecordId, primary_key=True),
    needed("status", Code),
)

# What a neutral is looked for by: a language, a place, an accreditation and its period.
neutral_trait = sa.Table(
    "neutral_trait",
    metadata,
    sa.Column("neutral_id", RecordId, primary_key=True),
    sa.Column("trait", Code, primary_key=True),
    sa.Column("value", Key, primary_key=True),
    sa.Column("since", Day, primary_key=True),
    sa.Column("until", Day),
    sa.Index("ix_neutral_trait_value", "trait", "value"),
)

nomination = sa.Table(
    "nomination",
    metadata,
    sa.Column("id", RecordId, primary_key=True),
    needed("case_id", RecordId),
    needed("neutral", RecordId),
    needed("status", Code),
    sa.Column("account", RecordId),
    sa.Column("party", RecordId),
    sa.Index("ix_nomination_neutral", "neutral"),
    sa.Index("ix_nomination_account", "account"),
)

NEUTRALS = (neutral, neutral_trait, nomination)
