"""Receipts and proofs."""

from __future__ import annotations

import hashlib
import re

import orjson
from flask import Response

from ipregistry.api.exchange import digest_of, parts
from ipregistry.api.query import Query
from ipregistry.api.requests import (
    FOR_ONE_READER,
    actor,
    known_actor,
    node,
    ready,
    ready_for_reader,
)
from ipregistry.api.spec import LANGUAGE, feature, proves, query_parameter, reads
from ipregistry.schemas.proofs import ConsistencyAnswer, PartProofAnswer, ReceiptAnswer
from ipregistry.services.errors import NotFoundError
from ipregistry.services.log.proving import (
    consistency,
    proof_by_leaf,
    proof_of_part,
    proof_of_receipt,
    receipt_standing,
)

receipts = feature("Receipts", "/api/v1/receipts", "What the node promised, and how it is kept.")
log = feature("Log proofs", "/api/v1/log", "Helpers: anybody computes the same from the tiles.")
BLUEPRINTS = (receipts, log)

_LEAF = re.compile(r"sha256:[0-9a-f]{64}")
_MOST = 2**53 - 1


@receipts.route("/<string:filingId>")
@reads(receipts, "readReceipt", ReceiptAnswer, parameters=[LANGUAGE], tagged=True, protected=True)
def read_receipt(filingId: str) -> Response:  # noqa: N803 - the path parameter's public name
    """Read a receipt and its standing

    Accepted, numbered, published under a checkpoint, cosigned by whom: for the filer, those
    whom the filing awaits, the office and auditors.
    """
    found = receipt_standing(node(), known_actor(), filingId)
    body = {
        "filing": filingId,
        "receipt": found.jws,
        "status": found.status,
        "leafHash": "sha256:" + found.leaf_hash.hex(),
        "logIndex": found.log_index,
        "size": found.size,
        "witnessBag": list(found.witnesses),
        "witnessCount": found.asked,
    }
    tag = f"{found.status}-{found.size}-{len(found.witnesses)}-{found.asked}"
    return ready_for_reader(orjson.dumps(body), tag)


@receipts.route("/<string:filingId>/proof")
@proves(receipts, "readReceiptProof", protected=True)
def read_receipt_proof(filingId: str) -> Response:  # noqa: N803
    """Prove a receipt

    That its entry is in the log: a proof (C2SP tlog-proof) that anybody verifies offline.
    409 until a checkpoint covers it.
    """
    return _proof(proof_of_receipt(node(), known_actor(), filingId).encoded())


@log.route("/proofs/<string:leafHash>")
@proves(log, "readLeafProof")
def read_leaf_proof(leafHash: str) -> Response:  # noqa: N803
    """Prove an entry by its leaf hash

    For whoever holds a receipt, which names the leaf's hash (`sha256:…`), and no key.
    """
    if not _LEAF.fullmatch(leafHash):
        raise NotFoundError("leaf-not-published")
    digest = bytes.fromhex(leafHash.removeprefix("sha256:"))
    return _proof(proof_by_leaf(node(), digest).encoded())


@log.route("/consistency")
@reads(
    log,
    "readConsistency",
    ConsistencyAnswer,
    parameters=[
        query_parameter(
            "from", "The smaller size.", {"type": "integer", "minimum": 0}, required=True
        ),
        query_parameter(
            "to", "The larger one; the newest if left out.", {"type": "integer", "minimum": 0}
        ),
        LANGUAGE,
    ],
    more=(409,),
)
def read_consistency() -> Response:
    """Prove that the log only grew

    The path between two sizes (RFC 6962 §2.1.2).
    """
    query = Query("from", "to")
    old = query.number("from", least=0, most=_MOST, required=True) or 0
    new = query.number("to", least=0, most=_MOST)
    query.done()
    return ready(orjson.dumps(consistency(node(), old, new)))


@parts.route("/<string:commitment>/proof")
@reads(parts, "readPartProof", PartProofAnswer, parameters=[LANGUAGE], more=(409,))
def read_part_proof(commitment: str) -> Response:
    """Prove one part

    Item, inner path, leaf, log path and checkpoint, for whoever may read the part. It shows
    nothing of the part's neighbours. 409 until a checkpoint covers it.
    """
    return _for_reader(orjson.dumps(proof_of_part(node(), actor(), digest_of(commitment))))


def _for_reader(body: bytes) -> Response:
    answer = ready(body, keep=FOR_ONE_READER)
    answer.headers["Vary"] = "Authorization"
    return answer


def _proof(proof: bytes) -> Response:
    answer = ready_for_reader(proof, hashlib.sha256(proof).hexdigest()[:16])
    answer.content_type = "text/plain; charset=utf-8"
    return answer
