"""The public halves: which keys sign checkpoints, and the log's word for the receipt key."""

from __future__ import annotations

import base64

from ipregistry.services.log.signing import LogSigner
from ipregistry.services.log.storing import make_folder, replace
from ipregistry.services.node import RunningNode

# First line of the note. No checkpoint begins with it: an origin has no blanks.
CERTIFICATE = "ipregistry receipt key"


def show_keys(node: RunningNode, signer: LogSigner) -> None:
    """Write the public files about keys where they do not say what is so."""
    make_folder(node.log.folder, above=node.log.folder.parent)
    vkeys = "".join(f"{verifier}\n" for verifier in signer.verifiers)
    _show(node, "vkey", vkeys.encode())
    _show(node, "receipt-key.note", signer.certify(certificate_text(node, signer.origin)))


def certificate_text(node: RunningNode, origin: str) -> str:
    """What the log says of the receipt key: origin, node, thumbprint (RFC 7638), raw key."""
    jwk = node.keys.public_jwk
    raw = base64.b64encode(node.keys.public_bytes).decode()
    return f"{CERTIFICATE}\n{origin}\n{node.identity.code}\n{jwk['kid']}\n{raw}\n"


def _show(node: RunningNode, name: str, content: bytes) -> None:
    path = node.log.folder / name
    if not path.exists() or path.read_bytes() != content:
        replace(path, content)
