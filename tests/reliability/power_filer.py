"""A process that files one party after the other, says each when it has its receipt, and now and
then publishes the log. With `NORMAL` its database forgets the product's own setting.

python -m tests.reliability.power_filer URL FOLDER ACCOUNT FULL|NORMAL
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ipregistry.domain.access import Actor, Role
from ipregistry.services import logs
from ipregistry.services.filings import Submission, submit
from ipregistry.services.log.keeping import keep_log
from tests.reliability.filer import body
from tests.world import running_node

PUBLISH_EVERY = 7


def main(url: str, folder: str, account: str, synchronous: str) -> None:
    logs.configure()
    node = running_node(url, Path(folder))
    if synchronous != "FULL":

        @sa.event.listens_for(node.engines.write, "connect")
        def _forget(connection: Any, _record: Any) -> None:
            connection.execute(f"PRAGMA synchronous={synchronous}")

    actor = Actor(account, "filer", frozenset({Role.REGISTRAR}))
    for number in itertools.count():
        key = f"filing-{number}"
        accepted = submit(node, actor, Submission("party-registration", body(key), key))
        print(key, accepted.filing_id, flush=True)
        if number % PUBLISH_EVERY == 0:
            keep_log(node)


if __name__ == "__main__":
    main(*sys.argv[1:5])
