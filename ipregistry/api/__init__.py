"""HTTP: routes, problems, idempotency, paging, authentication. Translates, decides nothing."""

from __future__ import annotations

from functools import cache

import orjson
from flask import Flask

from ipregistry.api import (
    about,
    assets,
    case_disclosures,
    case_doors,
    case_notices,
    case_statistics,
    case_status,
    cases,
    copies,
    deadlines,
    decided_cases,
    documents,
    drafts,
    enforcement,
    examination,
    exchange,
    fees,
    filing_types,
    filings,
    log,
    neutrals,
    notices,
    packs,
    priorities,
    problems,
    proofs,
    records,
    requests,
    spec,
    witness,
)
from ipregistry.api.hot import HotReads

__all__ = ["HotReads", "register"]


def register(app: Flask, version: str) -> None:
    """The whole API on the app, and the contract made from it."""
    # Two slashes are no other way to write one: a redirect would lose the body of a filing.
    app.url_map.merge_slashes = False
    requests.register(app)
    problems.register(app)
    contract = spec.configure(app, version)
    for blueprint in (
        about.blp,
        assets.blp,
        priorities.blp,
        *records.BLUEPRINTS,
        *packs.BLUEPRINTS,
        *deadlines.BLUEPRINTS,
        *enforcement.BLUEPRINTS,
        *case_status.BLUEPRINTS,
        *case_doors.BLUEPRINTS,
        *case_notices.BLUEPRINTS,
        *cases.BLUEPRINTS,
        *case_disclosures.BLUEPRINTS,
        *neutrals.BLUEPRINTS,
        *case_statistics.BLUEPRINTS,
        *decided_cases.BLUEPRINTS,
        filing_types.blp,
        filings.blp,
        *examination.BLUEPRINTS,
        fees.blp,
        notices.blp,
        drafts.blp,
        *documents.BLUEPRINTS,
        copies.blp,
        log.blp,
        witness.blp,
        *exchange.BLUEPRINTS,
        *proofs.BLUEPRINTS,
    ):
        contract.register_blueprint(blueprint)
    # Written once, when it is first asked for: writing it takes as long as a hundred reads.
    app.extensions["contract"] = cache(lambda: orjson.dumps(contract.spec.to_dict()))
