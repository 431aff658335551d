"""Corrections of entries of every sort: another effect in their place, or nothing; on one right
or on all of a deed; of corrections too."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ipregistry.domain.titles import (
    Close,
    End,
    Event,
    Grant,
    Replace,
    Root,
    Stage,
    Step,
    Transfer,
    Vary,
    undone,
)
from tests.moves.dispositions import sides
from tests.moves.table import Table, bag, move, share_bag


@move("correction", weight=4)
def correct(table: Table) -> Any:
    right = table.right()
    steps = table.board.rights[right].steps
    gone = undone(steps)
    entries = [
        step
        for step in steps
        if (step.transaction, step.seq) not in gone and not isinstance(step.effect, Close)
    ]
    if not entries:
        return None
    # Mostly the last one: what was built on an earlier one would no longer fit.
    step = entries[-1] if not table.one_in(3) else table.pick(entries)
    instead = None if table.one_in(4) else _instead(table, right, step)
    body: dict[str, Any] = {
        "transaction": step.transaction,
        "errorCategory": table.pick(("office", "filer", "third-party")),
        "revealCategory": table.pick(("old-and-new", "old-and-new", "only-new")),
        "reasonText": "sample",
        "evidenceBag": table.paper("letter"),
    }
    if instead is None and table.one_in(2):
        body["revealCategory"] = "neither"
    if table.one_in(2):
        body["assetBag"] = [{**table.seen(right), "replacement": instead}]
    else:
        body["replacement"] = instead
    return table.board.file(table.cast.registrar, "correction", body)


def _instead(table: Table, right: str, step: Step) -> dict[str, Any]:
    """What such an effect might have been: other members, or another day."""
    effect = step.effect.by if isinstance(step.effect, Replace) else step.effect
    at = [
        s.seq
        for s in table.board.rights[right].steps
        if s.transaction == step.transaction and not isinstance(s.effect, Close)
    ]
    said: dict[str, Any] = {"position": at.index(step.seq) + 1}
    if table.one_in(3) or effect is None:
        said["effectiveDate"] = table.day(-60, 0)
    match effect:
        case Root():
            said["holderBag"] = share_bag({table.pick(list(table.cast.parties)): Fraction(1)})
        case Transfer():
            said |= _sides(table, right, effect)
        case Grant() | Vary():
            said["terms"] = _terms(table)
        case End():
            said["outcome"] = table.pick(("released", "enforced", "expired", "terminated"))
        case Stage():
            said["stage"] = table.pick(("published", "granted", "registered"))
        case Event():
            said["termEndDate"] = table.day(-10, 3000)
        case _:
            said.setdefault("effectiveDate", table.day(-60, 0))
    return said


def _sides(table: Table, right: str, effect: Transfer) -> dict[str, Any]:
    givers, takers = sides(table, right)
    if not table.one_in(3):
        givers = {h.party: h.share for h in effect.givers}
        others = table.others(*givers) or list(table.cast.parties)
        takers = {table.pick(others): sum(givers.values(), Fraction(0))}
    return {"transferorBag": share_bag(givers), "transfereeBag": share_bag(takers)}


def _terms(table: Table) -> dict[str, Any]:
    terms: dict[str, Any] = {"endDate": None if table.one_in(3) else table.day(1, 900)}
    if table.one_in(2):
        terms["holderBag"] = bag(table.pick(list(table.cast.parties)))
    if table.one_in(3):
        terms["interestKind"] = table.pick(("exclusive", "sole", "non-exclusive", "pledge"))
    if table.one_in(3):
        terms["territoryBag"] = table.some(("CN", "HK"))
    return terms
