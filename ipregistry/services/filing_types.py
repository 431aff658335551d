"""What can be filed at this node, under the policies in force today."""

from __future__ import annotations

from ipregistry.domain.filings.described import Described, describe
from ipregistry.services.node import RunningNode
from ipregistry.services.policies import load_policies
from ipregistry.services.snapshots import snapshot


def filing_types(node: RunningNode) -> list[Described]:
    """Every filing type with its sources of law, place by place."""
    with snapshot(node.engines) as connection:
        policies = load_policies(connection)
    return describe(policies, node.clock().astimezone(node.zone).date())
