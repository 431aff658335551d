"""What loading asks of the database: the queries, and a named tuple for the rows of each."""

from __future__ import annotations

from typing import NamedTuple

from ipregistry.services.queries import Query


class IdRow(NamedTuple):
    id: str


class NumberRow(NamedTuple):
    office: str
    kind: str
    normalised: str
    asset_id: str


class AssetRow(NamedTuple):
    id: str
    version: int
    title_version: int
    known_at: str
    office: str
    kind: str
    number: str
    published: int
    term_ends: str | None
    term_confidence: str | None


class EffectRow(NamedTuple):
    asset_id: str
    ord: int
    seq: int
    known_at: str
    transaction_id: str
    version: int
    act: str
    capacity: str
    effect: str


class PendingRow(NamedTuple):
    asset_id: str
    id: str
    act: str
    status: str
    received_at: str
    ord: int


class PartRow(NamedTuple):
    record_id: str
    body: bytes


class CaseRow(NamedTuple):
    record_id: str
    version: int
    body: bytes


class WholePartRow(NamedTuple):
    record_id: str
    version: int
    label: str
    body: bytes
    commitment: bytes
    erased: str | None


class PartyRow(NamedTuple):
    id: str
    version: int
    category: str
    names: str
    town: str | None
    named_key: str | None
    place: str | None


class HoldRow(NamedTuple):
    id: str
    version: int
    asset_id: str
    known_at: str
    document: str


class MandateRow(NamedTuple):
    id: str
    version: int
    principal: str
    agent: str
    document: str


class FilingRow(NamedTuple):
    id: str
    version: int
    type: str
    act: str
    status: str
    filer: str
    received_at: str
    transaction_id: str | None
    assents: str


class ToldRow(NamedTuple):
    filing_id: str
    party_id: str
    party_version: int
    asset_id: str
    role: str


class InvoiceRow(NamedTuple):
    id: str
    version: int
    status: str


class SubjectRow(NamedTuple):
    asset_id: str
    filing_id: str


class TransactionRow(NamedTuple):
    id: str
    version: int
    act: str
    asset_id: str


LOCK = Query("SELECT id FROM record WHERE id IN (?) ORDER BY kind, id FOR UPDATE", IdRow)
BY_NUMBER = Query(
    "SELECT office, kind, normalised, asset_id FROM asset_number WHERE normalised IN (?)",
    NumberRow,
)
ASSETS = Query(
    "SELECT a.id, r.version, a.title_version, a.known_at, a.office, a.kind, a.number, "
    "a.published, a.term_ends, a.term_confidence "
    "FROM asset a JOIN record r ON r.id = a.id WHERE a.id IN (?)",
    AssetRow,
)
EFFECTS = Query(
    "SELECT asset_id, ord, seq, known_at, transaction_id, version, act, capacity, effect "
    "FROM title_effect WHERE asset_id IN (?) ORDER BY asset_id, ord, seq",
    EffectRow,
)
PENDING_FILINGS = Query(
    "SELECT s.asset_id, f.id, f.act, f.status, f.received_at, f.ord "
    "FROM filing_subject s JOIN filing f ON f.id = s.filing_id "
    "WHERE s.asset_id IN (?) AND f.status IN (?) ORDER BY f.received_at, f.ord",
    PendingRow,
)
DOCUMENTS = Query(
    "SELECT p.record_id, p.body FROM current_part c JOIN part p ON p.record_id = c.record_id "
    "AND p.label = c.label AND p.version = c.version WHERE c.record_id IN (?)",
    PartRow,
)


class CasePaperRow(NamedTuple):
    case_id: str
    record_id: str
    label: str
    body: bytes


# A paper of a case has one version, and one part for its audience.
CASE_PAPERS = Query(
    "SELECT c.case_id, c.record_id, p.label, p.body FROM case_record c "
    "JOIN part p ON p.record_id = c.record_id AND p.version = 1 "
    "WHERE c.kind = 'case-paper' AND c.case_id IN (?) ORDER BY c.record_id",
    CasePaperRow,
)
# Cases that are over, changed on a day or later, in their newest version; and all their versions.
ENDED = Query(
    "SELECT p.record_id, p.version, p.body FROM case_file f JOIN part p ON p.record_id = f.id "
    "AND p.version = f.version AND p.label = 'case:all' "
    "WHERE f.final = 1 AND f.changed_at >= ? ORDER BY f.ord",
    CaseRow,
)
CASE_VERSIONS = Query(
    "SELECT p.record_id, p.version, p.body FROM part p WHERE p.label = 'case:all' "
    "AND p.record_id IN (?)",
    CaseRow,
)


class QuarterRow(NamedTuple):
    quarter: str


QUARTERS = Query("SELECT quarter FROM case_statistics ORDER BY quarter", QuarterRow)
DISCLOSURES = Query(
    "SELECT p.record_id, p.version, p.body FROM record r JOIN part p ON p.record_id = r.id "
    "AND p.version = r.version AND p.label = 'case:all' "
    "WHERE r.kind = 'case-disclosure' AND r.id IN (?)",
    CaseRow,
)
# The document of a case is one part, whole in every version.
CASES = Query(
    "SELECT p.record_id, p.version, p.body FROM record r JOIN part p ON p.record_id = r.id "
    "AND p.version = r.version AND p.label = 'case:all' WHERE r.kind = 'case' AND r.id IN (?)",
    CaseRow,
)
# A fee charged in a case, or paid before it: one part, whole in every version.
CHARGES = Query(
    "SELECT p.record_id, p.version, p.body FROM record r JOIN part p ON p.record_id = r.id "
    "AND p.version = r.version WHERE r.kind = 'case-charge' AND r.id IN (?) ORDER BY r.id",
    CaseRow,
)
CHARGES_OF_CASES = Query(
    "SELECT p.record_id, p.version, p.body FROM case_record c JOIN record r ON r.id = c.record_id "
    "JOIN part p ON p.record_id = r.id AND p.version = r.version "
    "WHERE c.kind = 'case-charge' AND c.case_id IN (?) ORDER BY p.record_id",
    CaseRow,
)
WHOLE_PARTS = Query(
    "SELECT record_id, version, label, body, commitment, erased FROM part "
    "WHERE record_id IN (?) ORDER BY record_id, version, item",
    WholePartRow,
)
# Rights in whose title somebody's name may stand.
NAMED_ON = Query(
    "SELECT DISTINCT t.asset_id AS id FROM concern c "
    "JOIN transaction_subject t ON t.transaction_id = c.record_id WHERE c.party_id IN (?)",
    IdRow,
)
HOLDS = Query(
    "SELECT id, version, asset_id, known_at, document FROM hold WHERE asset_id IN (?) "
    "ORDER BY id, version",
    HoldRow,
)
# Those named, and those whose names stand in the titles that will be shown; newest last.
PARTIES = Query(
    "SELECT p.id, p.version, p.category, p.names, p.town, p.named_key, p.place FROM party p "
    "WHERE p.id IN (?) OR p.id IN "
    "(SELECT h.party_id FROM holder h WHERE h.asset_id IN (?)) ORDER BY p.version",
    PartyRow,
)
# Everybody who ever took part in an entry on these rights; newest last.
CHAIN_PARTIES = Query(
    "SELECT p.id, p.version, p.category, p.names, p.town, p.named_key, p.place FROM party p "
    "WHERE p.id IN (SELECT c.party_id FROM concern c JOIN transaction_subject t "
    "ON t.transaction_id = c.record_id WHERE t.asset_id IN (?)) ORDER BY p.version",
    PartyRow,
)
# Whoever holds a right, and whoever came to an interest in one by an act that can make him.
INTEREST_ACTS = [
    "licence",
    "licence-amendment",
    "name-change",
    "security",
    "security-amendment",
]
STANDS_ON = Query(
    "SELECT a.id FROM asset a WHERE a.id IN ("
    "SELECT h.asset_id FROM holder h WHERE h.party_id = ? "
    "UNION SELECT t.asset_id FROM concern c JOIN transaction_subject t "
    "ON t.transaction_id = c.record_id WHERE c.party_id = ? AND t.act IN (?)) "
    "AND (? = '' OR a.office = ?) ORDER BY a.id LIMIT ?",
    IdRow,
)
NAMED = Query(
    "SELECT p.id, p.version, p.category, p.names, p.town, p.named_key, p.place FROM party p "
    "WHERE p.named_key IN (?) ORDER BY p.version",
    PartyRow,
)
MANDATES = Query(
    "SELECT id, version, principal, agent, document FROM mandate WHERE agent = ? OR id IN (?)",
    MandateRow,
)
FILINGS = Query(
    "SELECT id, version, type, act, status, filer, received_at, transaction_id, assents "
    "FROM filing WHERE id IN (?)",
    FilingRow,
)
SUBJECTS = Query(
    "SELECT asset_id, filing_id FROM filing_subject WHERE filing_id IN (?)", SubjectRow
)
TOLD = Query(
    "SELECT filing_id, party_id, party_version, asset_id, role FROM notice "
    "WHERE filing_id IN (?) AND version = 1 ORDER BY asset_id, party_id, role",
    ToldRow,
)
INVOICES = Query(
    "SELECT i.id, i.version, f.status FROM invoice i JOIN filing f ON f.id = i.filing_id "
    "WHERE i.id IN (?) OR i.filing_id IN (?) ORDER BY i.id",
    InvoiceRow,
)
FILED_BEFORE = Query(
    "SELECT DISTINCT s.asset_id AS id FROM filing_subject s JOIN filing f ON f.id = s.filing_id "
    "WHERE s.asset_id IN (?) AND f.filer = ? AND f.status = ?",
    IdRow,
)
TRANSACTIONS = Query(
    "SELECT t.transaction_id, r.version, t.act, t.asset_id FROM transaction_subject t "
    "JOIN record r ON r.id = t.transaction_id WHERE t.transaction_id IN (?)",
    TransactionRow,
)
