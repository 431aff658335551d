"""The registry of filing types: what can be filed here, by whom, and under which law."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response, current_app

from ipregistry.api.problems import language
from ipregistry.api.query import Query
from ipregistry.api.requests import node, ready_in_language
from ipregistry.api.spec import LANGUAGE, feature, reads
from ipregistry.domain.filings.described import Described
from ipregistry.schemas.filing_types import FilingTypeList
from ipregistry.services.filing_types import filing_types

blp = feature("Filing types", "/api/v1/filing-types", "What can be filed here, and by which law.")


@blp.route("")
@reads(blp, "listFilingTypes", FilingTypeList, parameters=[LANGUAGE])
def read_filing_types() -> Response:
    """List filing types

    Per type who may file it; per act on title what it changes, what undoes it, what becomes
    of pending filings, and per place its source of law, papers and time for recording.
    """
    Query().done()
    items = [_member(found) for found in filing_types(node())]
    return ready_in_language(orjson.dumps({"items": items}))


def _member(found: Described) -> dict[str, Any]:
    words, sentences = current_app.extensions["word"], current_app.extensions["sentence"]
    said = {
        "type": found.name,
        "nameText": words("act", found.name, language()),
        "citation": found.citation,
        "roleBag": found.roles,
    }
    if found.act is None:
        return said
    return {
        **said,
        "act": {
            "changesText": sentences("changes", found.act.changes, language()),
            "undoneByBag": found.act.undone_by,
            "onPendingText": sentences("on_pending", found.act.on_pending, language()),
            "dispositionIndicator": found.act.disposes,
            "placeBag": found.places,
            "offBag": found.off,
        },
    }
