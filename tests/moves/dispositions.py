"""Shares pass on, whole or in part."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tests.moves.table import Table, move, share_bag


def sides(table: Table, right: str) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
    """Givers and takers with their shares: mostly a holder who gives all or half of what he
    has to one other; now and then all holders, a stranger, several takers.
    """
    held = table.shares(right)
    if not held or table.one_in(12):
        giver, taker = table.chance.sample(list(table.cast.parties), 2)
        return {giver: Fraction(1, 2)}, {taker: Fraction(1, 2)}
    givers = dict(held)
    if not table.one_in(4):
        giver = table.pick(list(held))
        part = held[giver] / (2 if table.one_in(3) else 1)
        givers = {giver: part}
    amount = sum(givers.values(), Fraction(0))
    takers = table.others(*givers) or list(table.cast.parties)
    chosen = table.chance.sample(takers, min(len(takers), 2)) if table.one_in(4) else takers[:1]
    if len(chosen) == 1:
        chosen = [table.pick(takers)]
    return givers, {party: amount / len(chosen) for party in chosen}


@move("assignment", weight=4)
def sell(table: Table) -> Any:
    right = table.right()
    givers, takers = sides(table, right)
    also = [
        other
        for other in list(table.board.rights)
        if other != right and table.shares(other) == table.shares(right) and table.one_in(4)
    ]
    body = table.disposing(
        right,
        *also[:1],
        transferorBag=share_bag(givers),
        transfereeBag=share_bag(takers),
    )
    actor = table.filer(*givers, lock=body.get("lock"), right=right)
    return table.board.file(actor, "assignment", body)
