"""HTTP: routes, problems, idempotency, paging, authentication. Translates, decides nothing."""

from __future__ import annotations

from flask import Flask

from ipregistry.api import about, assets, filings, problems, records, requests, spec


def register(app: Flask, version: str) -> None:
    """The whole API on the app, and the contract made from it."""
    requests.register(app)
    problems.register(app)
    contract = spec.configure(app, version)
    for blueprint in (about.blp, assets.blp, *records.BLUEPRINTS, filings.blp):
        contract.register_blueprint(blueprint)
    app.extensions["contract"] = contract.spec.to_dict
