"""The life of a right: it is kept up, lapses, comes back, is given up, struck down, runs out."""

from __future__ import annotations

from typing import Any

from ipregistry.domain.filings.lifecycle import CIRCUMSTANCES
from tests.moves.table import Table, move


def _by_office(table: Table, name: str, **more: Any) -> Any:
    if table.one_in(4):
        more["executedDate"] = table.day(-60, 0)
    return table.board.file(table.cast.registrar, name, table.deed(table.right(), **more))


@move("renewal", weight=2)
def renew(table: Table) -> Any:
    right = table.right()
    more = {"termEndDate": table.day(300, 4000)} if table.one_in(2) else {}
    return table.board.file(table.filer(*table.shares(right)), "renewal", table.deed(right, **more))


@move("annuity-default")
def note_unpaid_fee(table: Table) -> Any:
    return _by_office(table, "annuity-default")


@move("lapse", "invalidation", "expiry")
def end_by_office(table: Table) -> Any:
    name = table.pick(("lapse", "invalidation", "expiry"))
    partial = name == "invalidation" and table.one_in(3)
    return _by_office(table, name, **({"partialIndicator": True} if partial else {}))


@move("restoration", weight=2)
def restore(table: Table) -> Any:
    ended = [r for r in table.board.rights if table.board.title(r).record.stage == "ended"]
    if not ended and not table.one_in(6):
        return None
    right = table.pick(sorted(ended)) if ended else table.right()
    return table.board.file(table.cast.registrar, "restoration", table.deed(right))


@move("surrender")
def surrender(table: Table) -> Any:
    right = table.right()
    body = table.disposing(right)
    actor = table.filer(*table.shares(right), lock=body.get("lock"), right=right)
    return table.board.file(actor, "surrender", body)


@move("proceeding")
def note_proceeding(table: Table) -> Any:
    return _by_office(
        table,
        "proceeding",
        circumstance=table.pick(list(CIRCUMSTANCES)),
        endedIndicator=not table.one_in(2),
    )
