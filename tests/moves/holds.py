"""What stops dispositions: trades' locks, orders, consents; and a holder who is asked first."""

from __future__ import annotations

from typing import Any

from tests.moves.table import Table, move

GROUNDS = ("court-order", "preservation", "tribunal-measure", "office-act", "holder-consent")


@move("lock", weight=2)
def lock(table: Table) -> Any:
    body = table.deed(table.right(), endDate=table.day(0, 190))
    return table.board.file(table.pick(table.cast.venues), "lock", body)


@move("unlock")
def unlock(table: Table) -> Any:
    locked = [(r, h) for r in list(table.board.rights) for h in table.locks(r)]
    if not locked:
        return None
    right, hold = table.pick(locked)
    actor = table.cast.of_account(hold.account)
    if table.one_in(4):
        actor = table.pick([table.cast.registrar, *table.cast.venues])
    return table.board.file(actor, "unlock", table.deed(right, hold=hold.id))


@move("restriction", weight=2)
def restrict(table: Table) -> Any:
    right = table.right()
    ground = table.pick(GROUNDS)
    papers = [] if table.one_in(10) else ["court-order"]
    papers += ["court-act"] if ground == "tribunal-measure" and not table.one_in(3) else []
    more = {} if table.one_in(10) else {"authorityText": "Sample Court, action 1"}
    if ground in {"court-order", "holder-consent"} and not table.one_in(3):
        until: dict[str, str] = {}
    else:
        until = {"endDate": table.day(0, 190)}
    body = table.deed(right, papers=papers, ground=ground, **more, **until)
    actor = table.cast.registrar
    if ground == "holder-consent":
        actor = table.filer(*table.shares(right))
    return table.board.file(actor, "restriction", body)


def _restricted(table: Table) -> tuple[str, str] | None:
    stops = [(r, h.id) for r in list(table.board.rights) for h in table.holds(r)]
    return table.pick(stops) if stops else None


@move("restriction-lifting")
def lift(table: Table) -> Any:
    found = _restricted(table)
    if found is None:
        return None
    ground = table.pick(("order", "measure-ended", "beneficiary-consent", "office-act", "lapsed"))
    body = table.deed(found[0], papers=["court-order"], hold=found[1], ground=ground)
    return table.board.file(table.cast.registrar, "restriction-lifting", body)


@move("restriction-renewal")
def renew_restriction(table: Table) -> Any:
    found = _restricted(table)
    if found is None:
        return None
    papers = ["court-order"]
    body = table.deed(found[0], papers=papers, hold=found[1], endDate=table.day(0, 300))
    return table.board.file(table.cast.registrar, "restriction-renewal", body)


@move("ask-first", "ask-first-lifting")
def ask_first(table: Table) -> Any:
    right = table.right()
    holders = list(table.shares(right))
    if not holders:
        return None
    name = table.pick(("ask-first", "ask-first-lifting"))
    return table.board.file(table.actor(table.pick(holders)), name, {"assetBag": [{"id": right}]})
