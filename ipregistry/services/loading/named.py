"""What is found by name: rights by their numbers, documents, earlier filings, transactions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import orjson
import sqlalchemy as sa

from ipregistry.domain.cases.facts import CaseFacts
from ipregistry.domain.cases.fees.charges import Charge, read_charge
from ipregistry.domain.classes import MEMBERS, Label
from ipregistry.domain.confidentiality.judging import PaperFacts
from ipregistry.domain.confidentiality.records import DisclosureFacts, EndedFacts
from ipregistry.domain.facts import AssetRef, FilingFacts, RightsOf, TransactionFacts
from ipregistry.domain.filings.subjects import number_readings
from ipregistry.domain.invoices import InvoiceFacts, read_invoice
from ipregistry.domain.packs.versions import PublishedPack
from ipregistry.domain.told import Told, ToldAs
from ipregistry.services.loading.facts import read_filing
from ipregistry.services.loading.rows import (
    BY_NUMBER,
    CASE_PAPERS,
    CASE_VERSIONS,
    CASES,
    CHARGES,
    CHARGES_OF_CASES,
    DISCLOSURES,
    DOCUMENTS,
    ENDED,
    FILINGS,
    INTEREST_ACTS,
    INVOICES,
    QUARTERS,
    STANDS_ON,
    SUBJECTS,
    TOLD,
    TRANSACTIONS,
)
from ipregistry.services.queries import fetch_together


def resolve(connection: sa.Connection, refs: Sequence[AssetRef]) -> dict[AssetRef, str]:
    """The record behind each reference, by id or by official number in any notation."""
    resolved = {ref: ref.id for ref in refs if ref.id is not None}
    numbered = [ref for ref in refs if ref.id is None and ref.number is not None]
    for ref, found in zip(numbered, find_by_numbers(connection, numbered), strict=True):
        if len(found) == 1:
            resolved[ref] = found[0]
    return resolved


def find_by_numbers(connection: sa.Connection, refs: Sequence[AssetRef]) -> list[list[str]]:
    """For each reference the ids of the rights that its number may name, in one query.

    More than one where the number is ambiguous, none where it cannot be read.
    """
    readings = [number_readings(ref)[0] for ref in refs]
    numbers = sorted({number.normalised for some in readings for number in some})
    rows = BY_NUMBER.rows(connection, numbers) if numbers else []
    found: dict[tuple[str, str], list[Any]] = {}
    for row in rows:
        found.setdefault((row.office, row.normalised), []).append(row)
    return [
        sorted(
            {
                row.asset_id
                for number in some
                for row in found.get((number.office, number.normalised), ())
                if (ref.kind is None or row.kind == ref.kind)
                and (ref.office is None or row.office == ref.office)
            }
        )
        for ref, some in zip(refs, readings, strict=True)
    ]


def rights_of(
    connection: sa.Connection, asked: Sequence[RightsOf]
) -> tuple[dict[AssetRef, str], frozenset[str]]:
    """The rights on which these parties may stand, and the parties that stand on too many.

    The rules then look at each right's title; of too many rights none is loaded.
    """
    found: dict[AssetRef, str] = {}
    overfull: set[str] = set()
    for one in asked:
        offices = (one.office or "", one.office or "")
        values = (one.party, one.party, INTEREST_ACTS, *offices, one.most + 1)
        rows = STANDS_ON.rows(connection, *values)
        if len(rows) > one.most:
            overfull.add(one.party)
        else:
            found |= {AssetRef(id=row.id): row.id for row in rows}
    return found, frozenset(overfull)


def without_head(record: Mapping[str, Any]) -> dict[str, Any]:
    """The members of a record's document, without what heads every part of it."""
    members = MEMBERS[record["schema"]]
    return {name: value for name, value in record.items() if name in members}


def documents_of(connection: sa.Connection, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The newest of each part of these records, as one document a record."""
    documents: dict[str, dict[str, Any]] = {}
    for row in DOCUMENTS.rows(connection, list(ids)):
        documents.setdefault(row.record_id, {}).update(orjson.loads(row.body))
    return documents


def find_cases(
    connection: sa.Connection, ids: Sequence[str], packs: Sequence[PublishedPack]
) -> dict[str, CaseFacts]:
    """Cases as they stand, each with the version of its pack that it was opened under."""
    pinned = {(p.record, p.version): p for p in packs}
    found = {}
    for row in CASES.rows(connection, sorted(set(ids))):
        record = orjson.loads(row.body)
        published = pinned[record["pack"]["record"], record["pack"]["version"]]
        found[row.record_id] = CaseFacts(
            row.record_id, row.version, record["recordedAt"], without_head(record), published
        )
    return found


def find_case_papers(
    connection: sa.Connection, ids: Sequence[str]
) -> dict[str, tuple[PaperFacts, ...]]:
    """The papers of each of these cases, and whether every side reads them."""
    found: dict[str, list[PaperFacts]] = {}
    for row in CASE_PAPERS.rows(connection, sorted(set(ids))):
        document = orjson.loads(row.body)["document"]
        shared = row.label == Label.CASE_ALL.value
        found.setdefault(row.case_id, []).append(PaperFacts(row.record_id, document, shared))
    return {case: tuple(papers) for case, papers in found.items()}


def find_ended(
    connection: sa.Connection, since: str
) -> tuple[tuple[EndedFacts, ...], frozenset[str]]:
    """The cases that are over and were changed since a day, and the quarters published.

    One that was over when it came in (a decided one, told by its provider) ended elsewhere.
    """
    bodies = [orjson.loads(row.body) for row in ENDED.rows(connection, since)]
    ended = [body for body in bodies if body["stateVersion"] > 1]
    wanted = sorted({body["record"] for body in ended})
    at = {
        (row.record_id, row.version): orjson.loads(row.body)["recordedAt"]
        for row in CASE_VERSIONS.rows(connection, wanted)
    }
    facts = tuple(
        EndedFacts(
            (body["pack"]["record"], body["pack"]["version"]),
            body["stateCode"],
            body.get("seatCode")
            or body.get("placeOfMediationCode")
            or body["institutionPlaceCode"],
            date.fromisoformat(body["openedDate"]),
            at[body["record"], body["stateVersion"]],
        )
        for body in ended
    )
    return facts, frozenset(row.quarter for row in QUARTERS.rows(connection))


def find_disclosures(connection: sa.Connection, ids: Sequence[str]) -> dict[str, DisclosureFacts]:
    """Disclosures as they stand."""
    return {
        row.record_id: DisclosureFacts(
            row.record_id, row.version, without_head(orjson.loads(row.body))
        )
        for row in DISCLOSURES.rows(connection, sorted(set(ids)))
    }


def find_charges(
    connection: sa.Connection, cases: Sequence[str], ids: Sequence[str] = ()
) -> dict[str, Charge]:
    """The fees charged in these cases, and those of these numbers, in the order of their making."""
    rows = [
        *(CHARGES_OF_CASES.rows(connection, sorted(set(cases))) if cases else ()),
        *(CHARGES.rows(connection, sorted(set(ids))) if ids else ()),
    ]
    return {
        row.record_id: read_charge(row.record_id, row.version, without_head(orjson.loads(row.body)))
        for row in rows
    }


def find_filings(connection: sa.Connection, ids: Sequence[str]) -> dict[str, FilingFacts]:
    """Filings as they stand, by id."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    subjects: dict[str, list[str]] = {}
    found, named, notices = fetch_together(
        connection, [(FILINGS, (wanted,)), (SUBJECTS, (wanted,)), (TOLD, (wanted,))]
    )
    told: dict[str, list[Told]] = {}
    for notice in notices:
        told.setdefault(notice.filing_id, []).append(
            Told(notice.party_id, notice.party_version, notice.asset_id, ToldAs(notice.role))
        )
    for row in named:
        subjects.setdefault(row.filing_id, []).append(row.asset_id)
    documents = documents_of(connection, wanted)
    return {
        row.id: replace(
            read_filing(row, documents[row.id], subjects.get(row.id, ())),
            told=tuple(told.get(row.id, ())),
            origins=_origins(connection, documents[row.id]),
        )
        for row in found
    }


def _origins(connection: sa.Connection, document: Mapping[str, Any]) -> tuple[str, ...]:
    found: list[str] = []
    while "dividedFrom" in document:
        found.append(document["dividedFrom"])
        document = documents_of(connection, found[-1:])[found[-1]]
    return tuple(found)


def find_invoices(
    connection: sa.Connection, ids: Sequence[str], filings: Sequence[str]
) -> dict[str, InvoiceFacts]:
    """These invoices, and those for these filings, as they stand, by id."""
    if not ids and not filings:
        return {}
    rows = INVOICES.rows(connection, sorted(set(ids)), sorted(set(filings)))
    documents = documents_of(connection, [row.id for row in rows]) if rows else {}
    return {
        row.id: read_invoice(row.id, row.version, row.status, documents[row.id]) for row in rows
    }


def find_transactions(connection: sa.Connection, ids: Sequence[str]) -> dict[str, TransactionFacts]:
    """Transactions as they stand, by id."""
    if not ids:
        return {}
    documents = documents_of(connection, sorted(set(ids)))
    rows = TRANSACTIONS.rows(connection, sorted(set(ids)))
    assets: dict[str, list[str]] = {}
    for row in rows:
        assets.setdefault(row.id, []).append(row.asset_id)
    return {
        row.id: TransactionFacts(
            row.id, row.version, row.act, tuple(sorted(assets[row.id])), documents[row.id]
        )
        for row in rows
    }
