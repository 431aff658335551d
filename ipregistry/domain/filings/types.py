"""What a filing type is: its reading, what it needs, its decision, its sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ipregistry.domain.facts import Context, Needs
from ipregistry.domain.outcomes import Decision


def _unsealed(body: Mapping[str, Any], _seal: Callable[[str], str]) -> dict[str, Any]:
    return dict(body)


@dataclass(frozen=True, slots=True)
class FilingType:
    """One row of the registry of filing types.

    `read` makes the frozen command from a body of the right shape; `needs` names what
    must be locked and loaded; `decide` gives every violation, or the effects. Who may
    file it stands in the access table, its shape in `schemas`, its example and one
    refusal in `api_spec/examples`. `seal` gives the body as it may be stored: identity
    numbers hashed under a key of the node, which only the service holds.
    """

    name: str
    read: Callable[[Mapping[str, Any]], Any]
    needs: Callable[[Any], Needs]
    decide: Callable[[Any, Context], Decision]
    citation: str
    seal: Callable[[Mapping[str, Any], Callable[[str], str]], dict[str, Any]] = _unsealed
