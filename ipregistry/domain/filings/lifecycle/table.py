"""What each event in the life of a right does: one row a filing type.

The ST.27 code of an event is that of the act (`events.of_act`), so that it stands in one table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ipregistry.domain.events import of_act
from ipregistry.domain.rights import RightKind, Stage

UNPAID = "annuity-unpaid"
INVALIDATION = "invalidation-pending"
# Proceedings and circumstances that are noted, each a fact that stands until it is over.
CIRCUMSTANCES = (INVALIDATION, "ownership-disputed", "same-day-invention")

# Whose stage is called registered where that of others is called granted.
_REGISTERED = frozenset({RightKind.TRADEMARK.value, RightKind.GEOGRAPHICAL_INDICATION.value})


@dataclass(frozen=True, slots=True)
class Row:
    """One filing type. `ends`: the right has ended by it; `sets` are the facts that stand, or
    no longer stand, behind it. `by_office`: it is the register's own act, never a party's.
    """

    name: str
    citation: str
    undone_by: tuple[str, ...]
    changes: str
    ends: bool = False
    by_office: bool = True
    sets: Mapping[str, bool] = field(default_factory=dict)


ROWS: Mapping[str, Row] = {
    row.name: row
    for row in (
        Row(
            "renewal",
            "CN: Trademark Law art. 39-40, annuities of patents; HK: terms of Cap. 514, 522 and "
            "559; MO: marks run seven years, renewable",
            ("correction",),
            "the fee is paid; of a mark the term ends later",
            by_office=False,
            sets={UNPAID: False},
        ),
        Row(
            "annuity-default",
            "WIPO ST.27 U13; CN: CNIPA's refusal grounds for pledges (annuity unpaid)",
            ("renewal", "correction"),
            "it stands of the right that a fee was not paid",
            sets={UNPAID: True},
        ),
        Row(
            "lapse",
            "CN: legal event CF01 (fee lapse), Trademark Law art. 39-40; HK: legal event PC "
            "(ceased for non-renewal)",
            ("restoration", "correction"),
            "the right has ended",
            ends=True,
        ),
        Row(
            "restoration",
            "CN: legal event RR01 (reinstatement); HK: legal event ARG (restoration granted)",
            ("lapse", "correction"),
            "the right stands again",
            sets={UNPAID: False},
        ),
        Row(
            "surrender",
            "CN: legal event AV01 (active abandonment); HK: legal event PS (surrendered)",
            ("correction",),
            "the right has ended",
            ends=True,
            by_office=False,
        ),
        Row(
            "invalidation",
            "CN: legal events IW01, IP01 (full and partial invalidation); HK: REV, REVC, PR "
            "(revoked)",
            ("restoration", "correction"),
            "the right has ended, or stands in amended form",
            ends=True,
            sets={INVALIDATION: False},
        ),
        Row(
            "expiry",
            "CN: legal event CX01 (expiry); HK: legal events PE, PEU (expired)",
            ("correction",),
            "the right has ended",
            ends=True,
        ),
        Row(
            "proceeding",
            "CN: CNIPA's refusal grounds for pledges (dispute, stay, invalidation started, "
            "same-day application); elsewhere node practice",
            ("proceeding", "correction"),
            "it stands of the right that proceedings run, or no longer",
        ),
    )
}


def code_of(name: str, variant: str | None = None) -> str:
    """The ST.27 detailed code of an event. Raises LookupError for an act that is none."""
    found = of_act(name, variant)
    if found is None:
        raise LookupError(name)
    return found.detailed


def stage_in_force(kind: str) -> str:
    """How far a right of this kind has come when it is in force."""
    return (Stage.REGISTERED if kind in _REGISTERED else Stage.GRANTED).value
