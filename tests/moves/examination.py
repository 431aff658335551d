"""Filings that wait: assents, decisions, withdrawals, divisions; and corrections of entries."""

from __future__ import annotations

from typing import Any

from ipregistry.domain.facts import PENDING, FilingStatus
from ipregistry.domain.titles import Replace, Root, Transfer
from tests.moves.dispositions import sides
from tests.moves.table import Table, move, share_bag

EXAMINED = (FilingStatus.UNDER_EXAMINATION, FilingStatus.AWAITING_SECOND_OFFICER)


@move("assent", weight=5)
def assent(table: Table) -> Any:
    waiting = table.in_state(FilingStatus.AWAITING_ASSENT)
    if not waiting:
        return None
    filing = table.pick(waiting)
    asked = filing.document.get("awaiting") or list(table.cast.parties)
    return table.board.file(table.filer(table.pick(asked)), "assent", {"filing": filing.id})


@move("decision", weight=4)
def decide(table: Table) -> Any:
    waiting = table.in_state(*EXAMINED, *([FilingStatus.LODGED] if table.one_in(4) else []))
    if not waiting:
        return None
    filing = table.pick(waiting)
    body: dict[str, Any] = {"filing": filing.id, "outcome": "accept"}
    if table.one_in(5):
        body |= {"outcome": "refuse", "groundBag": [{"groundCategory": "other"}]}
        body["evidenceBag"] = table.paper("letter")
    elif filing.status is FilingStatus.AWAITING_SECOND_OFFICER and table.one_in(4):
        body["outcome"] = "return"
    return table.board.file(table.pick(table.cast.officers), "decision", body)


@move("withdrawal")
def withdraw(table: Table) -> Any:
    waiting = table.in_state(*PENDING)
    if not waiting:
        return None
    filing = table.pick(waiting)
    actor = table.cast.registrar if table.one_in(3) else table.cast.of_account(filing.filer)
    body = {"filing": filing.id, "evidenceBag": table.paper("letter")}
    return table.board.file(actor, "withdrawal", body)


@move("division")
def divide(table: Table) -> Any:
    waiting = [f for f in table.in_state(*PENDING) if len(f.subjects) > 1]
    if not waiting:
        return None
    filing = table.pick(waiting)
    pieces = [{"assetBag": [right]} for right in filing.subjects]
    body = {"filing": filing.id, "pieceBag": pieces}
    return table.board.file(table.pick(table.cast.officers), "division", body)


@move("correction", weight=3)
def correct(table: Table) -> Any:
    right = table.right()
    entries = [
        (step.transaction, getattr(step.effect, "by", step.effect))
        for step in table.board.rights[right].steps
        if isinstance(step.effect, Root | Transfer | Replace)
    ]
    if not entries:
        return None
    # Mostly the last one: what was built on an earlier one would no longer fit.
    transaction, effect = entries[-1] if not table.one_in(3) else table.pick(entries)
    replacement: dict[str, Any] | None = None
    if not table.one_in(4):
        givers, takers = sides(table, right)
        if isinstance(effect, Transfer):
            givers = {h.party: h.share for h in effect.givers}
            amount = sum(givers.values())
            others = table.others(*givers) or list(table.cast.parties)
            takers = {table.pick(others): amount}
        replacement = {"transferorBag": share_bag(givers), "transfereeBag": share_bag(takers)}
        if isinstance(effect, Root):
            replacement = {"holderBag": share_bag({table.pick(list(table.cast.parties)): 1})}
    body = {
        "transaction": transaction,
        "errorCategory": "office",
        "revealCategory": "old-and-new",
        "reasonText": "sample",
        "replacement": replacement,
        "evidenceBag": table.paper("letter"),
    }
    return table.board.file(table.cast.registrar, "correction", body)
