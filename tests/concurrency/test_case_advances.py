"""Processes that open cases with one advance at the same moment: it pays for one of them."""

from __future__ import annotations

import multiprocessing
from collections.abc import Mapping
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ipregistry import create_app
from ipregistry.domain.access import Actor
from ipregistry.models import case_file
from ipregistry.services.errors import BusyError, RefusedError
from ipregistry.services.filings import Submission, submit
from ipregistry.services.replay import compare, replay
from tests.api.desk import Api
from tests.casework import advance, money, papers, request_body, with_packs
from tests.world import World, running_node

pytestmark = pytest.mark.race

PROCESSES, TIMEOUT = 4, 60
_CHILDREN = multiprocessing.get_context("forkserver")


def _open(
    url: str,
    folder: Path,
    filer: Actor,
    body: Mapping[str, Any],
    key: str,
    together: Barrier,
    sending: Any,
) -> None:
    node = running_node(url, folder)
    try:
        together.wait(TIMEOUT)
        sending.send(_tried(node, filer, Submission("case-request", body, key)))
    finally:
        node.engines.dispose()


def _tried(node: Any, filer: Actor, submission: Submission) -> str:
    while True:
        try:
            return submit(node, filer, submission).filing_id
        except BusyError:
            continue  # as a client does: once more
        except RefusedError as error:
            return ", ".join(sorted(v.code for v in error.violations))


def test_an_advance_opens_one_case_of_many_at_once(world: World, data_dir: Path) -> None:
    api = with_packs(Api(world, create_app(node=world.node)))
    first, second = world.owner("Sample First"), world.owner("Sample Second")
    fee = advance(api, "domain-name-udrp", "fee_one", money("1500.00", "USD"), first)
    body = request_body(
        "domain-name-udrp",
        first,
        second,
        roles=("complainant", "respondent"),
        documentBag=papers("complaint", "transmittal_coversheet"),
        assetBag=[{"nameText": "sample.example"}],
        feeBag=[fee],
    )
    url = world.node.engines.write.url.render_as_string(hide_password=False)
    together = _CHILDREN.Barrier(PROCESSES)
    pipes = [_CHILDREN.Pipe(duplex=False) for _ in range(PROCESSES)]
    processes = [
        _CHILDREN.Process(
            target=_open,
            args=(url, data_dir, first, body, f"sample-{number}", together, sending),
            daemon=True,
        )
        for number, (_, sending) in enumerate(pipes)
    ]
    for process in processes:
        process.start()
    told = []
    for receiving, _ in pipes:
        assert receiving.poll(TIMEOUT), "a process did not answer"
        told.append(receiving.recv())
    for process in processes:
        process.join(TIMEOUT)
    taken = [one for one in told if one.startswith("FI-")]
    assert len(taken) == 1, told
    refused = [one for one in told if one not in taken]
    assert refused == ["case-charge-unknown, case-fee-missing"] * (PROCESSES - 1)
    with world.node.engines.read.connect() as connection:
        cases = connection.execute(sa.select(sa.func.count()).select_from(case_file)).scalar_one()
    assert cases == 1
    assert compare(world.node, replay(world.node)) == []
