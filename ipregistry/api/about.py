"""The node itself: health, the receipt key, the contract."""

from __future__ import annotations

import orjson
from flask import Response, current_app

from ipregistry.api.requests import node, ready
from ipregistry.api.spec import feature, tells
from ipregistry.schemas.answers import Health, ReceiptKey
from ipregistry.services.health import is_ready

blp = feature("Node", None, "The node itself.")

# Who keeps the key or the contract asks again before long; a key may have been renewed.
_FOR_EVERYBODY = "public, max-age=300"


@blp.route("/health")
@tells(blp, "readHealth", Health, unready=Health)
def read_health() -> Response:
    """Whether the node is ready

    200 when database and keys are, else 503.
    """
    fine = is_ready(node())
    body = {"status": "ready" if fine else "not-ready", "node": node().identity.code}
    return ready(orjson.dumps(body), status=200 if fine else 503)


@blp.route("/log/receipt-key")
@tells(blp, "readReceiptKey", ReceiptKey)
def read_receipt_key() -> Response:
    """The public half of the key that signs receipts

    A JSON Web Key (RFC 8037). Who has it can check a receipt without asking the node.
    """
    return ready(orjson.dumps(node().keys.public_jwk), keep=_FOR_EVERYBODY)


@blp.route("/api/v1/openapi.json")
@tells(blp, "readContract", {"type": "object", "description": "An OpenAPI document."})
def read_contract() -> Response:
    """The contract

    This document.
    """
    return ready(current_app.extensions["contract"](), keep=_FOR_EVERYBODY)
