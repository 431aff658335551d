"""Shares pass without the holder's will: by law, and by order."""

from __future__ import annotations

from typing import Any

from tests.moves.dispositions import sides
from tests.moves.table import Table, move, share_bag

CAUSES = ("merger", "succession", "other-cause")
INSTRUMENTS = ("court-judgment", "court-order", "arbitral-award-with-court-leave")


@move("transmission", weight=2)
def succeed(table: Table) -> Any:
    right = table.right()
    givers, takers = sides(table, right)
    papers = [] if table.one_in(10) else ["heirs-certificate", "merger-certificate"]
    body = table.deed(
        right,
        papers=papers,
        cause=table.pick(CAUSES),
        predecessorBag=share_bag(givers),
        successorBag=share_bag(takers),
        executedDate=table.day(-40, 0) if table.one_in(3) else table.in_days(0),
        declarationBag=["similar-marks"],
    )
    return table.board.file(table.filer(*takers), "transmission", body)


@move("ownership-order", weight=2)
def order(table: Table) -> Any:
    right = table.right()
    givers, takers = sides(table, right)
    holds = [hold.id for hold in table.holds(right) if not table.one_in(3)]
    category = table.pick(INSTRUMENTS)
    of_a_case = category == "arbitral-award-with-court-leave"
    clause = {"operativeText": "The right passes.", "seatCode": "HK"} if of_a_case else {}
    body = table.deed(
        right,
        papers=["court-act"] if of_a_case and not table.one_in(10) else [],
        instrument={
            **clause,
            "category": category,
            "authorityText": "Sample Court",
            "number": "Action 1",
            "date": table.day(-60, 0),
            "digest": table.paper()[0]["digest"],
        },
        boundBag=share_bag(givers),
        beneficiaryBag=share_bag(takers),
        executedDate=table.day(-40, 0) if table.one_in(3) else table.in_days(0),
        declarationBag=["similar-marks", "proof-of-legal-effect"],
        **({"holdBag": holds} if holds else {}),
    )
    actor = table.cast.registrar if table.one_in(2) else table.filer(*takers)
    return table.board.file(actor, "ownership-order", body)
