"""A published log for tests: everything filed so far is numbered, and under a checkpoint."""

from __future__ import annotations

from ipregistry.services.log.certifying import show_keys
from ipregistry.services.log.publishing import publish
from ipregistry.services.log.sequencing import number_all, numbered
from ipregistry.services.log.signing import create_log, open_signer
from ipregistry.services.node import RunningNode
from ipregistry.tlog.notes import VerifierKey, parse_vkey


def log_key(node: RunningNode) -> VerifierKey:
    """The key that checkpoints are verified with."""
    return parse_vkey(node.log.vkey.read_text().split()[0])


def publish_log(node: RunningNode) -> int:
    """Number and publish what was filed, as the background process does; the size of the log."""
    if create_log(node.log):
        with open_signer(node.log) as signer:
            show_keys(node, signer)
    number_all(node)
    publish(node)
    with node.engines.read.connect() as connection:
        return numbered(connection)
