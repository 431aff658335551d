"""Filings that wait: assents, decisions, withdrawals, divisions."""

from __future__ import annotations

from typing import Any

from ipregistry.domain.facts import PENDING, FilingStatus
from tests.moves.table import Table, move

ELSEWHERE = (FilingStatus.LODGED, FilingStatus.AWAITING_PUBLICATION)
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
    waiting = table.in_state(*EXAMINED, *(ELSEWHERE if table.one_in(4) else []))
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
