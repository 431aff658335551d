"""The node itself: health, the receipt key, the contract."""

from __future__ import annotations

import orjson
from flask import Response, current_app

from ipregistry.api.requests import node, ready
from ipregistry.api.spec import feature, tells
from ipregistry.schemas.answers import Health, ReceiptKey
from ipregistry.services.health import is_ready
from ipregistry.services.log.reading import read_receipt_key_note
from ipregistry.services.log.standing import log_standing

blp = feature("Node", None, "The node itself.")

# Who keeps the key or the contract asks again before long; a key may have been renewed.
_FOR_EVERYBODY = "public, max-age=300"


@blp.route("/health")
@tells(blp, "readHealth", Health, unready=Health)
def read_health() -> Response:
    """Whether the node is ready

    200 when database and keys are, else 503. `log` is `running`, `late` when entries wait to
    be published for over a minute, `halted` when the publisher must not go on; `filings` is
    `closed` when the register does not agree with its published log. Reading goes on.
    """
    fine = is_ready(node())
    body = {"status": "ready" if fine else "not-ready", "node": node().identity.code}
    if fine:
        standing = log_standing(node())
        closed = standing.alarm is not None and standing.alarm.closes
        body |= {"log": standing.word, "filings": "closed" if closed else "open"}
        if standing.alarm is not None:
            body["alarm"] = standing.alarm.code
    return ready(orjson.dumps(body), status=200 if fine else 503)


@blp.route("/log/receipt-key")
@tells(blp, "readReceiptKey", ReceiptKey)
def read_receipt_key() -> Response:
    """The public half of the key that signs receipts

    A JSON Web Key (RFC 8037). Who has it can check a receipt without asking the node.
    `certification` is a note (C2SP signed-note) in which the log says so under its own key.
    """
    note = read_receipt_key_note(node())
    body = dict(node().keys.public_jwk)
    if note is not None:
        body["certification"] = note.decode()
    return ready(orjson.dumps(body), keep=_FOR_EVERYBODY)


@blp.route("/api/v1/openapi.json")
@tells(blp, "readContract", {"type": "object", "description": "An OpenAPI document."})
def read_contract() -> Response:
    """The contract

    This document.
    """
    return ready(current_app.extensions["contract"](), keep=_FOR_EVERYBODY)
