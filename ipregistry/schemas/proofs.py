"""Receipts with their standing, and proofs, as they are answered."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from typing import Any

from ipregistry.domain.classes import Label
from ipregistry.schemas.answering import AnswerSchema, Many, Told, version
from ipregistry.schemas.base import Choice, Count, Digest, One, RecordNumber
from ipregistry.schemas.exchange import commitment
from ipregistry.schemas.values import PUBLIC

STANDINGS = ("accepted", "sequenced", "published", "witnessed")


def _index(description: str, **options: Any) -> Count:
    return Count(PUBLIC, description, most=2**53 - 1, **options)


def _path(description: str) -> Many:
    return Many(Told(PUBLIC, "A hash, hexadecimal"), PUBLIC, description, required=True)


class ReceiptAnswer(AnswerSchema):
    """A receipt, and how far its promise is kept."""

    filing = RecordNumber("filing", PUBLIC, "The filing", required=True)
    receipt = Told(PUBLIC, "The receipt (JWS)", required=True)
    status = Choice(STANDINGS, PUBLIC, "Where its entry stands", required=True)
    leafHash = Digest(PUBLIC, "The hash of its entry's leaf (RFC 6962)", required=True)
    logIndex = _index(
        "Its place in the log; null before it has one", required=True, allow_none=True
    )
    size = _index(
        "The size of the checkpoint that covers it; null before one does",
        required=True,
        allow_none=True,
    )
    witnessBag = Many(
        Told(PUBLIC, "A cosigner's name"),
        PUBLIC,
        "Who of the log's witnesses has cosigned that checkpoint",
        required=True,
    )
    witnessCount = Count(PUBLIC, "How many witnesses the log's policy names", required=True)


class ProvenItem(AnswerSchema):
    """The item of a part."""

    record = Told(PUBLIC, "The record", required=True)
    version = version(PUBLIC, "The record's version", required=True)
    part = Choice(Label, PUBLIC, "The part's audience", required=True)
    commitment = commitment(required=True)


class PartProofAnswer(AnswerSchema):
    """That one part stands in the log; it shows nothing of its neighbours."""

    schema = Told(PUBLIC, "The schema of the proof and its version", required=True)
    node = Told(PUBLIC, "The node's code", required=True)
    item = One(ProvenItem, PUBLIC, "The item", required=True)
    position = Count(PUBLIC, "Its place in the entry's tree", required=True)
    treeSize = Count(PUBLIC, "The size of that tree, fill included", required=True)
    path = _path("From the item to the entry's root, lowest sibling first")
    leaf = Told(PUBLIC, "The leaf's bytes", required=True)
    logIndex = _index("The entry's place in the log", required=True)
    logPath = _path("From the leaf to the log's root, lowest sibling first")
    checkpoint = Told(PUBLIC, "The checkpoint, as published", required=True)


class ConsistencyAnswer(AnswerSchema):
    """That one size of the log is a prefix of another."""

    from_ = _index("The smaller size", required=True, data_key="from")
    to = _index("The larger size", required=True)
    fromRoot = Told(PUBLIC, "Its root, hexadecimal", required=True)
    toRoot = Told(PUBLIC, "Its root, hexadecimal", required=True)
    path = _path("The proof (RFC 6962 §2.1.2)")
