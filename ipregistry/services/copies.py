"""Certified copies: what the register says, signed, so that a stranger can check it.

The payload of the signature (JWS, RFC 7515) is the canonical copy itself; the key is the
receipt key, published at `/log/receipt-key`. Each part stands in it with the salt and the
commitment that its entry in the log has fixed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import orjson
import sqlalchemy as sa

from ipregistry.domain.access import PUBLIC_ACTOR, Actor
from ipregistry.domain.certification import NOT_ADJUDICATED, STATEMENT
from ipregistry.services.log.proving import entry_items, inner_proof, proof_if_published
from ipregistry.services.node import RunningNode
from ipregistry.services.queries import Query
from ipregistry.services.receipts import sign
from ipregistry.services.records import read_record
from ipregistry.services.titles import title_at
from ipregistry.tlog.canonical import canonical

TYPE = "ipr-certified-copy+jwt"


@dataclass(frozen=True, slots=True)
class CertifiedCopy:
    """A copy, and its signature over the canonical form of it."""

    document: dict[str, Any]
    jws: str

    @property
    def body(self) -> bytes:
        """The answer: the copy to read, the signature to keep."""
        return b'{"copy":%s,"jws":"%s"}' % (canonical(self.document), self.jws.encode())


class _FixedRow(NamedTuple):
    label: str
    version: int
    item: int
    salt: bytes
    commitment: bytes
    ord: int
    leaf: bytes
    leaf_hash: bytes
    fill_seed: bytes
    log_index: int | None


_FIXED = Query(
    "SELECT p.label, p.version, p.item, p.salt, p.commitment, p.ord, e.leaf, e.leaf_hash, "
    "e.fill_seed, e.log_index FROM part p JOIN entry e ON e.ord = p.ord WHERE p.record_id = ?",
    _FixedRow,
)


def certified_title(
    node: RunningNode, actor: Actor, asset_id: str, effective_at: date | None, known_at: str | None
) -> CertifiedCopy:
    """Title with its chain at a pair of dates, the right's record, and what is pending.

    As the actor may see it. Raises NotFoundError.
    """
    parts = _parts(node, actor, "asset", asset_id)
    answer = title_at(node, actor, asset_id, effective_at, known_at, expand=True)
    return _certified(node, "title", asset_id, partBag=parts, title=orjson.loads(answer.body))


def certified_transaction(node: RunningNode, transaction_id: str) -> CertifiedCopy:
    """The public parts of an entry on title, whoever asks. Raises NotFoundError."""
    parts = _parts(node, PUBLIC_ACTOR, "transaction", transaction_id)
    return _certified(node, "transaction", transaction_id, partBag=parts)


def _parts(node: RunningNode, actor: Actor, kind: str, record_id: str) -> list[dict[str, Any]]:
    """The parts that the actor may see, each with what its entry and the log have fixed."""
    shown = orjson.loads(read_record(node, actor, kind, record_id).body)["partBag"]
    with node.engines.read.connect() as connection:
        fixed = {(row.label, row.version): row for row in _FIXED.rows(connection, record_id)}
        return [
            {**part, **_fixed(node, connection, fixed[part["part"], part["version"]])}
            for part in shown
        ]


def _fixed(node: RunningNode, connection: sa.Connection, row: _FixedRow) -> dict[str, Any]:
    """Salt, commitment, and the way from the item to the leaf and on to a checkpoint."""
    shown = inner_proof(entry_items(connection, row.ord), row)
    proof = proof_if_published(node, row.log_index)
    return {
        # Of an erased part there is none.
        "salt": bytes(row.salt).hex() or None,
        "commitment": bytes(row.commitment).hex(),
        "leafHash": "sha256:" + bytes(row.leaf_hash).hex(),
        "logIndex": row.log_index,
        **{name: shown[name] for name in ("position", "treeSize", "path", "leaf")},
        "logPath": None if proof is None else [step.hex() for step in proof.path],
        "checkpoint": None if proof is None else proof.checkpoint.decode(),
    }


def _certified(node: RunningNode, category: str, record: str, **contents: Any) -> CertifiedCopy:
    document = {
        "schema": "certified-copy/1",
        "copyCategory": category,
        "iss": node.identity.code,
        "issuedAt": node.now(),
        "record": record,
        **contents,
        "notice": NOT_ADJUDICATED,
        "statementBag": [
            {"languageCode": language, "value": text} for language, text in STATEMENT.items()
        ],
    }
    return CertifiedCopy(document, sign(node.keys, TYPE, document))
