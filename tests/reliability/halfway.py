"""A process that stops in the middle of a filing's writes, says so, and waits to be killed."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import Any
from unittest import mock

from ipregistry.domain.access import Actor, Role
from ipregistry.services import unit_of_work
from ipregistry.services.filings import Submission, submit
from tests.world import running_node


def main() -> None:
    url, folder, account, party, body = ast.literal_eval(sys.stdin.readline())
    node = running_node(url, Path(folder))
    actor = Actor(account, "filer", frozenset({Role.PARTY}), party)
    really = unit_of_work.UnitOfWork.flush

    def flush(work: Any) -> None:
        """All rows are sent; only the COMMIT is missing."""
        really(work)
        print("halfway", flush=True)
        sys.stdin.readline()

    with mock.patch.object(unit_of_work.UnitOfWork, "flush", flush):
        submit(node, actor, Submission("assignment", body, "half"))


if __name__ == "__main__":
    main()
