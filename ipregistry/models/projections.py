"""Indexes over the parts, for rules and reading. `ipregistry rebuild` makes each anew."""

from __future__ import annotations

import sqlalchemy as sa

from ipregistry.models.base import Code, Day, Instant, Key, RecordId, metadata, needed
from ipregistry.models.case_notices import case_notice
from ipregistry.models.case_status import STATUS
from ipregistry.models.cases import CASES
from ipregistry.models.decided import DECIDED
from ipregistry.models.neutrals import NEUTRALS

Order = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# One row per record: what a unit of work locks, in the order (kind, id).
record = sa.Table(
    "record",
    metadata,
    sa.Column("id", RecordId, primary_key=True),
    needed("kind", Code),
    needed("version", sa.Integer),
    needed("ord", Order),
)

current_part = sa.Table(
    "current_part",
    metadata,
    sa.Column("record_id", RecordId, primary_key=True),
    sa.Column("label", Code, primary_key=True),
    needed("version", sa.Integer),
)

concern = sa.Table(
    "concern",
    metadata,
    sa.Column("record_id", RecordId, primary_key=True),
    sa.Column("party_id", RecordId, primary_key=True),
)

asset = sa.Table(
    "asset",
    metadata,
    sa.Column("id", RecordId, primary_key=True),
    needed("office", Code),
    needed("kind", Code),
    needed("number", Key),
    needed("published", sa.Integer),
    sa.Column("term_ends", Day),
    sa.Column("term_confidence", Code),
    needed("title_version", sa.Integer, server_default="0"),
    needed("known_at", Instant, server_default=""),
    needed("ord", Order),
    sa.Index("ix_asset_published_id", "published", "id"),
)

asset_number = sa.Table(
    "asset_number",
    metadata,
    sa.Column("office", Code, primary_key=True),
    sa.Column("kind", Code, primary_key=True),
    sa.Column("normalised", Key, primary_key=True),
    sa.Column("scheme", Code, primary_key=True),
    needed("asset_id", RecordId, index=True),
    sa.Index("ix_asset_number_normalised", "normalised"),
)

party = sa.Table(
    "party",
    metadata,
    sa.Column("id", RecordId, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    needed("category", Code),
    needed("names", sa.Text),
    sa.Column("town", sa.Text),
    sa.Column("place", Code),
    sa.Column("named_key", sa.String(64), unique=True),
    sa.Column("corrects", sa.Integer),
)

party_identifier = sa.Table(
    "party_identifier",
    metadata,
    sa.Column("party_id", RecordId, primary_key=True),
    sa.Column("category", Code, primary_key=True),
    sa.Column("value", sa.String(80), primary_key=True),
    sa.Index("ix_party_identifier_value", "category", "value"),
)

# One row per recorded effect on one right: what the fold plays.
title_effect = sa.Table(
    "title_effect",
    metadata,
    sa.Column("asset_id", RecordId, primary_key=True),
    sa.Column("ord", Order, primary_key=True, autoincrement=False),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    needed("known_at", Instant),
    needed("transaction_id", RecordId),
    needed("version", sa.Integer),
    needed("act", Code),
    needed("capacity", Code),
    needed("effect", sa.Text),
)

# The third stop against double disposal: one entry only leaves a title version.
title_step = sa.Table(
    "title_step",
    metadata,
    sa.Column("asset_id", RecordId, primary_key=True),
    sa.Column("from_title_version", sa.Integer, primary_key=True, autoincrement=False),
    needed("ord", Order),
)

# Entries on a right of which searches show nothing any more, and by which correction.
withheld = sa.Table(
    "withheld",
    metadata,
    sa.Column("transaction_id", RecordId, primary_key=True),
    sa.Column("asset_id", RecordId, primary_key=True),
    sa.Column("correction_id", RecordId, primary_key=True),
)

# Title as it stands, as it is served; true until `valid_until`, when a date is reached
# that the fold or a block depends on. Compared with the fold in tests and by `rebuild`.
title_now = sa.Table(
    "title_now",
    metadata,
    sa.Column("asset_id", RecordId, primary_key=True),
    needed("published", sa.Integer),
    needed("title_version", sa.Integer),
    needed("valid_from", Day),
    sa.Column("valid_until", Day),
    needed("body", sa.LargeBinary),
)

holder = sa.Table(
    "holder",
    metadata,
    sa.Column("asset_id", RecordId, primary_key=True),
    sa.Column("register", Code, primary_key=True),
    sa.Column("party_id", RecordId, primary_key=True),
    needed("party_version", sa.Integer),
    needed("share", sa.String(24)),
    sa.Index("ix_holder_party_id", "party_id", "asset_id"),
)

filing = sa.Table(
    "filing",
    metadata,
    sa.Column("id", RecordId, primary_key=True),
    needed("version", sa.Integer),
    needed("type", Code),
    needed("act", Code),
    needed("status", Code),
    needed("filer", RecordId),
    needed("received_at", Instant),
    needed("ord", Order),
    sa.Column("transaction_id", RecordId),
    needed("assents", sa.Text),
    needed("awaiting", sa.Text),
    sa.Index("ix_filing_status_ord", "status", "ord"),
    sa.Index("ix_filing_filer_ord", "filer", "ord"),
    sa.Index("ix_filing_transaction_id", "transaction_id"),
)

filing_subject = sa.Table(
    "filing_subject",
    metadata,
    sa.Column("asset_id", RecordId, primary_key=True),
    sa.Column("filing_id", RecordId, primary_key=True),
    sa.Index("ix_filing_subject_filing_id", "filing_id"),
)

# How a filing is being examined: who has it, who must not, who decided what so far.
examination = sa.Table(
    "examination",
    metadata,
    sa.Column("filing_id", RecordId, primary_key=True),
    sa.Column("officer", RecordId, index=True),
    sa.Column("stand_in", RecordId, index=True),
    needed("recused", sa.Text),
    needed("decisions", sa.Text),
)

requisition = sa.Table(
    "requisition",
    metadata,
    sa.Column("id", RecordId, primary_key=True),
    needed("version", sa.Integer),
    needed("status", Code),
    sa.Column("asset_id", RecordId),
    needed("paper", sa.String(60)),
    needed("due_date", Day),
    needed("extensions", sa.Integer),
    needed("filer", RecordId),
)

# A question about a deed stays with every piece that the filing is divided into.
requisition_filing = sa.Table(
    "requisition_filing",
    metadata,
    sa.Column("requisition_id", RecordId, primary_key=True),
    sa.Column("filing_id", RecordId, primary_key=True),
    sa.Index("ix_requisition_filing_filing_id", "filing_id"),
)

transaction_subject = sa.Table(
    "transaction_subject",
    metadata,
    sa.Column("asset_id", RecordId, primary_key=True),
    sa.Column("transaction_id", RecordId, primary_key=True),
    needed("act", Code),
    needed("ord", Order),
    sa.Index("ix_transaction_subject_transaction_id", "transaction_id"),
)

# Which part each record of an erasure is about: whoever may read the part may read it.
erasure = sa.Table(
    "erasure",
    metadata,
    sa.Column("id", RecordId, primary_key=True),
    needed("record_id", RecordId, index=True),
    needed("version", sa.Integer),
    needed("label", Code),
)

# Every version of a hold, with when it was known: what a restriction is to those entitled.
hold = sa.Table(
    "hold",
    metadata,
    sa.Column("id", RecordId, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    needed("asset_id", RecordId, index=True),
    needed("known_at", Instant),
    needed("document", sa.Text),
)

# Who was told of which version of a filing, at which version of his own record. Oldest first
# for each party: `ord` is the entry's.
notice = sa.Table(
    "notice",
    metadata,
    sa.Column("filing_id", RecordId, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("party_id", RecordId, primary_key=True),
    sa.Column("asset_id", RecordId, primary_key=True),
    sa.Column("role", Code, primary_key=True),
    needed("party_version", sa.Integer),
    needed("status", Code),
    needed("ord", Order),
    sa.Index("ix_notice_party_id_ord", "party_id", "ord"),
)

invoice = sa.Table(
    "invoice",
    metadata,
    sa.Column("id", RecordId, primary_key=True),
    needed("version", sa.Integer),
    needed("filing_id", RecordId, index=True),
    needed("filer", RecordId),
    needed("ord", Order),
    sa.Index("ix_invoice_filer_ord", "filer", "ord"),
)

mandate = sa.Table(
    "mandate",
    metadata,
    sa.Column("id", RecordId, primary_key=True),
    needed("version", sa.Integer),
    needed("principal", RecordId, index=True),
    needed("agent", RecordId, index=True),
    needed("document", sa.Text),
)

policy = sa.Table(
    "policy",
    metadata,
    sa.Column("id", RecordId, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    needed("name", sa.String(80)),
    needed("digest", sa.String(80)),
    needed("text", sa.Text),
)

pack = sa.Table(
    "pack",
    metadata,
    sa.Column("id", RecordId, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    needed("name", Key),
    needed("digest", Key),
    needed("text", sa.Text),
    # Two first versions of one name, filed at once, would be two records.
    sa.UniqueConstraint("name", "version"),
)

calendar = sa.Table(
    "calendar",
    metadata,
    sa.Column("id", RecordId, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    needed("place", Code),
    needed("digest", Key),
    needed("text", sa.Text),
    sa.UniqueConstraint("place", "version"),
)

closure = sa.Table(
    "closure",
    metadata,
    sa.Column("id", RecordId, primary_key=True),
    needed("version", sa.Integer),
    needed("place", Code),
    needed("day", Day),
    needed("category", Code),
    needed("source", Key),
    needed("stands", sa.Integer),
    # Place, day and sort of one that stands: two of them, entered at once, would be two records.
    sa.Column("standing", Key, unique=True),
    needed("ord", Order),
)

PROJECTIONS = (
    record,
    current_part,
    concern,
    asset,
    asset_number,
    party,
    party_identifier,
    title_effect,
    title_step,
    title_now,
    holder,
    filing,
    filing_subject,
    examination,
    requisition,
    requisition_filing,
    transaction_subject,
    withheld,
    erasure,
    hold,
    notice,
    invoice,
    mandate,
    policy,
    pack,
    calendar,
    closure,
    *CASES,
    *STATUS,
    *DECIDED,
    case_notice,
    *NEUTRALS,
)
