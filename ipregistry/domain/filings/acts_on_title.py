"""Every act on title, by the name of its filing type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ipregistry.domain.filings import (
    assignments,
    by_law,
    holds,
    interests,
    lifecycle,
    particulars,
)
from ipregistry.domain.filings.acts import Act

ACTS: Mapping[str, Act[Any]] = {
    act.name: act
    for act in (
        assignments.ASSIGNMENT,
        *by_law.ACTS,
        *interests.ACTS,
        *holds.ACTS,
        *lifecycle.ACTS,
        particulars.PARTICULARS_CHANGE,
    )
}
