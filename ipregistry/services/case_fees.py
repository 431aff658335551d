"""The statement of a case's fees."""

from __future__ import annotations

from typing import Any

from ipregistry.domain.access import Actor
from ipregistry.domain.cases.fees import statement_document
from ipregistry.services.loading.named import find_cases, find_charges
from ipregistry.services.node import RunningNode
from ipregistry.services.packs import published_packs
from ipregistry.services.records import read_record
from ipregistry.services.snapshots import snapshot


def statement_of(node: RunningNode, actor: Actor, case_id: str) -> dict[str, Any]:
    """What each side was charged, paid, got back and had set off, with the running balance.

    For everybody in the case: whoever waits for a fee of the other side's sees that it is not
    paid. Raises NotFoundError where the case is not the actor's.
    """
    read_record(node, actor, "case", case_id)
    with snapshot(node.engines) as connection:
        case = find_cases(connection, [case_id], published_packs(connection))[case_id]
        charges = find_charges(connection, [case_id])
    sides = [side["side"] for side in case.sides]
    return {"case": case_id, "accountBag": statement_document(list(charges.values()), sides)}
