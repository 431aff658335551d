"""A process that files one party after the other and says each receipt when it has it.

python -m tests.reliability.filer URL FOLDER ACCOUNT FROM TO
"""

from __future__ import annotations

import sys
from pathlib import Path

from ipregistry.domain.access import Actor, Role
from ipregistry.services.filings import Submission, submit
from tests.world import running_node


def body(key: str) -> dict[str, object]:
    name = {"value": f"Sample {key}", "languageCode": "en"}
    return {"category": "organization", "nameBag": [name]}


def main(url: str, folder: str, account: str, first: int, last: int) -> None:
    node = running_node(url, Path(folder))
    actor = Actor(account, "filer", frozenset({Role.REGISTRAR}))
    print("ready", flush=True)
    for number in range(first, last):
        key = f"filing-{number}"
        accepted = submit(node, actor, Submission("party-registration", body(key), key))
        print(key, accepted.filing_id, accepted.receipt, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:4], *map(int, sys.argv[4:6]))
