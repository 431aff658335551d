"""Certified copies as they are answered: the copy to read, the signature to keep."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.schemas.answering import AnswerSchema, Many, Moment, Told
from ipregistry.schemas.answers import AssetPart, PartFrame, TransactionPart
from ipregistry.schemas.base import Choice, Count, Digest, One, RecordNumber
from ipregistry.schemas.titles import TitleAnswer
from ipregistry.schemas.values import PUBLIC, Language


class FixedPart(PartFrame):
    """What an entry in the log has fixed of a part."""

    salt = Told(
        PUBLIC,
        "The salt of its commitment, hexadecimal; null where the part was erased",
        required=True,
        allow_none=True,
    )
    commitment = Told(
        PUBLIC, "HMAC-SHA256 of the canonical body under the salt, hexadecimal", required=True
    )
    leafHash = Digest(PUBLIC, "The hash of its entry's leaf (RFC 6962)", required=True)
    logIndex = Count(
        PUBLIC,
        "The entry's place in the log; null before it has one",
        required=True,
        allow_none=True,
    )
    position = Count(PUBLIC, "The item's place in its entry's tree", required=True)
    treeSize = Count(PUBLIC, "The size of that tree, fill included", required=True)
    path = Many(
        Told(PUBLIC, "A hash, hexadecimal"),
        PUBLIC,
        "From the item to the leaf's root",
        required=True,
    )
    leaf = Told(PUBLIC, "The leaf's bytes", required=True)
    logPath = Many(
        Told(PUBLIC, "A hash, hexadecimal"),
        PUBLIC,
        "From the leaf to the log's root; null before it is published",
        required=True,
        allow_none=True,
    )
    checkpoint = Told(
        PUBLIC, "The checkpoint; null before one covers it", required=True, allow_none=True
    )


class FixedAssetPart(FixedPart, AssetPart):
    """One part of a right, with what fixes it."""


class FixedTransactionPart(FixedPart, TransactionPart):
    """One part of a transaction, with what fixes it."""


class Statement(AnswerSchema):
    """What a copy is not, in one language."""

    languageCode = Language(PUBLIC, "The language", required=True)
    value = Told(PUBLIC, "The text", required=True)


class CopyFrame(AnswerSchema):
    """What every certified copy says of itself."""

    schema = Told(PUBLIC, "The schema of the copy and its version", required=True)
    iss = Told(PUBLIC, "The node that certifies", required=True)
    issuedAt = Moment(PUBLIC, "When", required=True)
    notice = Told(PUBLIC, "What a copy is not", required=True)
    statementBag = Many(Statement, PUBLIC, "The same in four languages", required=True)


class TitleCopy(CopyFrame):
    """What the register says of a right."""

    copyCategory = Choice(("title",), PUBLIC, "What is certified", required=True)
    record = RecordNumber("asset", PUBLIC, "The right", required=True)
    partBag = Many(FixedAssetPart, PUBLIC, "The right's record", required=True)
    title = One(TitleAnswer, PUBLIC, "Its title, with the chain and what is pending", required=True)


class TransactionCopy(CopyFrame):
    """An entry on title."""

    copyCategory = Choice(("transaction",), PUBLIC, "What is certified", required=True)
    record = RecordNumber("transaction", PUBLIC, "The transaction", required=True)
    partBag = Many(FixedTransactionPart, PUBLIC, "Its public parts", required=True)


_JWS = "Signed (JWS) with the receipt key; its payload is the canonical copy (RFC 8785)"


class TitleCopyAnswer(AnswerSchema):
    """A certified copy of title."""

    copy = One(TitleCopy, PUBLIC, "The copy", required=True)
    jws = Told(PUBLIC, _JWS, required=True)


class TransactionCopyAnswer(AnswerSchema):
    """A certified copy of an entry."""

    copy = One(TransactionCopy, PUBLIC, "The copy", required=True)
    jws = Told(PUBLIC, _JWS, required=True)
