"""The public halves: which keys sign checkpoints, and the log's word for the receipt key."""

from __future__ import annotations

import base64

from ipregistry.services.log.signing import KEY_CHANGES, LogSigner
from ipregistry.services.log.storing import make_folder, replace
from ipregistry.services.log.witnessing import read_policy_file
from ipregistry.services.node import RunningNode

# First line of the note. No checkpoint begins with it: an origin has no blanks.
CERTIFICATE = "ipregistry receipt key"


def show_keys(node: RunningNode, signer: LogSigner) -> None:
    """Write the public files about keys where they do not say what is so."""
    make_folder(node.log.folder, above=node.log.folder.parent)
    vkeys = "".join(f"{verifier}\n" for verifier in signer.verifiers)
    _show(node, "vkey", vkeys.encode())
    changes = node.log.keys / KEY_CHANGES
    if changes.exists():
        _show(node, KEY_CHANGES, changes.read_bytes())
    _show(node, "policy", policy_text(node, signer).encode("utf-8", "surrogateescape"))
    _show(node, "receipt-key.note", signer.certify(certificate_text(node, signer.origin)))


def certificate_text(node: RunningNode, origin: str) -> str:
    """What the log says of the receipt key: origin, node, thumbprint (RFC 7638), raw key.

    And a line for each key before it, with the instant at which it was retired.
    """
    jwk = node.keys.public_jwk
    raw = base64.b64encode(node.keys.public_bytes).decode()
    before = "".join(
        f"retired {key.kid} {base64.b64encode(key.public).decode()} {key.until}\n"
        for key in node.keys.retired
    )
    return f"{CERTIFICATE}\n{origin}\n{node.identity.code}\n{jwk['kid']}\n{raw}\n{before}"


def policy_text(node: RunningNode, signer: LogSigner) -> str:
    """The policy for whoever verifies (C2SP tlog-policy): our keys, then the operator's file.

    Of that file the lines about logs are left out: it may be the one of a whole federation.
    """
    ours = "".join(f"log {key} {node.log.url}".rstrip() + "\n" for key in signer.verifiers)
    if read_policy_file(node.log.witnesses) is None or node.log.witnesses is None:
        return ours + "quorum none\n"
    lines = node.log.witnesses.read_bytes().decode("utf-8", "surrogateescape").split("\n")
    kept = [line for line in lines if line.split()[:1] != ["log"] and line.strip()]
    return ours + "".join(f"{line}\n" for line in kept)


def _show(node: RunningNode, name: str, content: bytes) -> None:
    path = node.log.folder / name
    if not path.exists() or path.read_bytes() != content:
        replace(path, content)
