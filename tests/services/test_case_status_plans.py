"""Asking where a case stands costs the same however many cases there are: by index alone."""

from __future__ import annotations

import pytest

from ipregistry.services.case_doors import DOOR
from ipregistry.services.case_status.days import MINE
from ipregistry.services.case_status.keys import PRESENT
from ipregistry.services.case_status.reading import CASES

ASKED = [(PRESENT, [["CA-X", "CA-Y"]]), (CASES, [["CA-X", "CA-Y"]]), (DOOR, [b"x"])]


@pytest.mark.parametrize(("query", "values"), [*ASKED, (MINE, [["AC-X", "PA-X"]])])
def test_no_table_is_read_through(world, query, values) -> None:
    sqlite = world.node.engines.is_sqlite
    text, flat = query.prepared("?" if sqlite else "%s", values)
    with world.node.engines.read.connect() as connection:
        driver = connection.connection.driver_connection
        if sqlite:
            rows = driver.execute(f"EXPLAIN QUERY PLAN {text}", flat).fetchall()
            plan = [str(row[3]) for row in rows]
            assert not [step for step in plan if step.startswith("SCAN")], plan
            return
        # A small table is cheaper to read through: what counts is that it need not be.
        driver.execute("SET enable_seqscan = off")
        plan = [str(row[0]) for row in driver.execute(f"EXPLAIN {text}", flat).fetchall()]
        driver.execute("RESET enable_seqscan")
        assert not [step for step in plan if "Seq Scan" in step], plan
