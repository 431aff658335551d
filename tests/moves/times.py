"""The clock goes on: hours across midnight, days, months in which holds lapse, years."""

from __future__ import annotations

from tests.moves.table import Table, move


@move(weight=3)
def wait(table: Table) -> None:
    spans = ({"hours": 7}, {"days": 1}, {"days": 8}, {"days": 45}, {"days": 200}, {"days": 700})
    table.board.pass_time(**table.pick(spans[:5] if not table.one_in(8) else spans))
