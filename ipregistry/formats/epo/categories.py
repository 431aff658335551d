"""The EPO's codes of legal events in ST.27.

For the codes of some offices this project proposes a detailed event (I). For all others the
EPO's own list gives the category (V) and nothing closer: ST.27 has a detailed event "no mapped
event" in every category for that.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from ipregistry.domain.events import event
from ipregistry.formats.coding import proposed
from ipregistry.formats.told import ToldCode

_BY_CATEGORY = "EPO, list of legal event codes, 2024 week 17: the category only"


def coded(office: str, code: str, kind: str | None = None) -> ToldCode | None:
    """The event in ST.27; None where neither a proposal nor the EPO's list says anything."""
    closer = proposed(office, code, kind)
    if closer is not None:
        return closer
    category = _categories().get((office, code))
    if category is None:
        return None
    unmapped = event(category + "00")
    return ToldCode(unmapped.key, unmapped.code, None, _BY_CATEGORY, "V")


@cache
def _categories() -> dict[tuple[str, str], str]:
    table = files("ipregistry.formats.epo").joinpath("classes.toml").read_text("utf-8")
    return {
        (office, code): category
        for office, categories in tomllib.loads(table).items()
        for category, codes in categories.items()
        for code in codes.split()
    }
