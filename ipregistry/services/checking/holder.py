"""What the holder of one paper can verify, without any network: a certified copy, the proof of a
part, a receipt with its proof.

Each part is held against its commitment by the salt that the paper carries, the commitment
against the entry's leaf, the leaf against a checkpoint, the checkpoint against the log's key.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ipregistry.services.checking.findings import Findings
from ipregistry.services.copies import TYPE as COPY_TYPE
from ipregistry.services.log.feed import CLAIM
from ipregistry.services.log.feed import TYPE as PAGE_TYPE
from ipregistry.services.receipts import RECEIPT_TYPE
from ipregistry.tlog.canonical import NotCanonicalError, canonical, parse
from ipregistry.tlog.checkpoints import Checkpoint
from ipregistry.tlog.notes import NoteError, VerifierKey
from ipregistry.tlog.openings import OpeningError, check_item, check_part, read_path, read_shown
from ipregistry.tlog.proofs import Proof, ProofError, parse_proof, verify_proof
from ipregistry.tlog.signed import SignedError, open_signed
from ipregistry.tlog.tree import leaf_hash
from ipregistry.tlog.verifying import open_by_any

BEYOND = "whether the register says something newer; whether others are shown the same log"
_LABEL = "sha256:"


@dataclass(frozen=True, slots=True)
class Trust:
    """What the holder knows from elsewhere: the log's keys, and the receipt key if he has it."""

    logs: Sequence[VerifierKey]
    receipt: bytes | None = None


def verify_paper(content: bytes, trust: Trust, proof: bytes | None = None) -> Findings:
    """Everything that the paper proves.

    `proof` is the log's proof for a receipt; for a page of the feed the proof of a public part,
    which convicts the page if it does not show it.
    """
    findings = Findings("holder", BEYOND)
    text = content.strip()
    if not text.startswith(b"{"):
        _receipt(text.decode("ascii", "replace"), trust, proof, findings)
        return findings
    try:
        value = parse(text)
    except (ValueError, TypeError) as error:
        findings.note("paper-unreadable", "paper", str(error))
        return findings
    if "copy" in value:
        _copy(value, trust, findings)
    elif value.get("schema") == "part-proof/1":
        _part_proof(value, trust, findings)
    elif isinstance(value.get("page"), dict):
        _page(value, trust, proof, findings)
    elif isinstance(value.get("receipt"), str):
        _receipt(str(value["receipt"]), trust, proof, findings)
    else:
        findings.note("paper-unreadable", "paper", "neither copy nor proof nor receipt")
    return findings


def _copy(value: Mapping[str, Any], trust: Trust, findings: Findings) -> None:
    copy, jws = value["copy"], str(value.get("jws", ""))
    if trust.receipt is None:
        findings.note("no-receipt-key", "copy", "its signature cannot be checked without the key")
    else:
        try:
            if open_signed(jws, trust.receipt, COPY_TYPE) != canonical(copy):
                findings.note("copy-differs", "copy", "not what was signed")
            else:
                findings.verified.append(f"the copy of {copy.get('record')} is signed by the node")
        except (SignedError, NotCanonicalError) as error:
            findings.note("signature-differs", "copy", str(error))
    for part in copy.get("partBag", ()) if isinstance(copy, dict) else ():
        _copied_part(copy, part, trust, findings)


def _copied_part(
    copy: Mapping[str, Any], part: Mapping[str, Any], trust: Trust, findings: Findings
) -> None:
    item = {**part, "record": copy.get("record")}
    place = f"{item['record']} version {part.get('version')}, {part.get('part')}"
    index = _number(part.get("logIndex"))
    try:
        shown = read_shown(item, part.get("treeSize"))
        leaf = str(part.get("leaf", "")).encode()
        check_item(shown, leaf)
        if part.get("erased") is not None:
            findings.erased += 1
        else:
            check_part(
                shown.item, canonical(part["body"]), bytes.fromhex(str(part.get("salt", "")))
            )
            findings.parts += 1
    except OpeningError as error:
        findings.note(error.nature, place, str(error), index)
        return
    except (KeyError, ValueError) as error:
        findings.note("part-unreadable", place, str(error), index)
        return
    _in_log(part, leaf, place, trust, findings)


def _in_log(
    said: Mapping[str, Any], leaf: bytes, place: str, trust: Trust, findings: Findings
) -> None:
    index, note = _number(said.get("logIndex")), said.get("checkpoint")
    if index is None or note is None:
        findings.verified.append(f"{place}: in an entry that was not yet published")
        return
    try:
        path = read_path(said.get("logPath"))
    except OpeningError as error:
        findings.note(error.nature, place, str(error), index)
        return
    checkpoint = _proven(Proof(index, path, str(note).encode()), leaf_hash(leaf), trust, findings)
    if checkpoint is not None:
        findings.entries += 1
        findings.verified.append(
            f"{place}: in entry {index} of {checkpoint.origin}, under a checkpoint of "
            f"{checkpoint.size} entries"
        )


def _proven(proof: Proof, leaf: bytes, trust: Trust, findings: Findings) -> Checkpoint | None:
    """The checkpoint under which the leaf is proven; a fault where it is not."""
    try:
        checkpoint = open_by_any(proof.checkpoint, trust.logs)
        key = next(key for key in trust.logs if key.name == checkpoint.origin)
        verify_proof(proof, leaf, key)
    except (NoteError, ProofError) as error:
        findings.note("not-in-log", "checkpoint", str(error), proof.index)
        return None
    findings.size = max(findings.size, checkpoint.size)
    findings.root = checkpoint.root.hex()
    return checkpoint


def _part_proof(value: Mapping[str, Any], trust: Trust, findings: Findings) -> None:
    item = value.get("item")
    if not isinstance(item, dict):
        findings.note("paper-unreadable", "proof", "without an item")
        return
    place = f"{item.get('record')} version {item.get('version')}, {item.get('part')}"
    leaf = str(value.get("leaf", "")).encode()
    try:
        shown = read_shown({**value, **item}, value.get("treeSize"))
        check_item(shown, leaf)
        if "text" in value:
            salt = bytes.fromhex(str(value.get("salt", "")))
            check_part(shown.item, str(value["text"]).encode(), salt)
            findings.parts += 1
    except OpeningError as error:
        findings.note(error.nature, place, str(error), _number(value.get("logIndex")))
        return
    except ValueError as error:
        findings.note("part-unreadable", place, str(error))
        return
    _in_log(value, leaf, place, trust, findings)


def _page(value: Mapping[str, Any], trust: Trust, proof: bytes | None, findings: Findings) -> None:
    """A page of the feed against the proof of a public part: does it keep its claim?"""
    page = value["page"]
    if trust.receipt is None or proof is None:
        findings.note("page-needs-proof", "page", "a receipt key and the proof of a public part")
        return
    try:
        open_signed(str(value.get("jws", "")), trust.receipt, PAGE_TYPE, canonical(page))
        proven: dict[str, Any] = dict(parse(proof))
    except (SignedError, NotCanonicalError, ValueError, TypeError) as error:
        findings.note("page-differs", "page", str(error))
        return
    _part_proof(proven, trust, findings)
    if findings.faults:
        return
    item, index = proven["item"], proven["logIndex"]
    entries = {one.get("index"): one for one in page.get("entryBag", ())}
    shown = entries.get(index, {}).get("itemBag", ())
    named = {(i.get("record"), i.get("version"), i.get("part")) for i in shown}
    told = (item["record"], item["version"], item["part"])
    if page.get("claim") == CLAIM and item["part"] == "public" and index in entries:
        if told not in named:
            findings.note("page-withholds-public-item", str(told), "signed, and not true", index)
        else:
            findings.verified.append(f"the page shows {told}")


def _receipt(token: str, trust: Trust, proof: bytes | None, findings: Findings) -> None:
    if trust.receipt is None:
        findings.note("no-receipt-key", "receipt", "it cannot be checked without the key")
        return
    try:
        claims = json.loads(open_signed(token, trust.receipt, RECEIPT_TYPE))
        leaf = bytes.fromhex(str(claims["leafHash"]).removeprefix(_LABEL))
    except (SignedError, ValueError, KeyError, TypeError) as error:
        findings.note("receipt-differs", "receipt", str(error))
        return
    said = f"filing {claims.get('jti')}, accepted at {claims.get('acceptedAt')}"
    findings.verified.append(f"the receipt of {said}, is signed by the node")
    if proof is None:
        findings.verified.append("no proof was given: whether it is in the log was not looked at")
        return
    try:
        parsed = parse_proof(proof)
    except ProofError as error:
        findings.note("proof-unreadable", "proof", str(error))
        return
    checkpoint = _proven(parsed, leaf, trust, findings)
    if checkpoint is not None:
        findings.entries += 1
        findings.verified.append(f"its entry is number {parsed.index} of {checkpoint.origin}")


def _number(value: Any) -> int | None:
    return value if type(value) is int and value >= 0 else None
