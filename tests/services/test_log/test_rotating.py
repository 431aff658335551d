"""Keys change, and no reader is ever without a signature that he can check."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path

import pytest

from ipregistry.services.keys import load_keys, rotate_receipt_key
from ipregistry.services.log.keeping import keep_log
from ipregistry.services.log.rotating import (
    SUCCESSION,
    RotationError,
    retire_log_key,
    rotate_log_key,
)
from ipregistry.services.log.signing import (
    LOG_KEY,
    NEXT_KEY,
    PREVIOUS_KEY,
    SIGNED,
    create_log,
    open_signer,
)
from ipregistry.services.node import RunningNode
from ipregistry.services.receipts import promises
from ipregistry.tlog.checkpoints import open_checkpoint
from ipregistry.tlog.notes import NoteError, VerifierKey, parse_note, parse_vkey, verified
from ipregistry.tlog.policies import judge, parse_policy
from tests.logs import add_entries
from tests.world import World


@pytest.fixture
def log(node: RunningNode) -> RunningNode:
    create_log(node.log)
    add_entries(node, range(3))
    keep_log(node)
    return node


def key_of(node: RunningNode) -> VerifierKey:
    with open_signer(node.log) as signer:
        return signer.signer.verifier


def shown(node: RunningNode, key: VerifierKey) -> int:
    return open_checkpoint(node.log.checkpoint.read_bytes(), key).size


def test_both_keys_sign_until_the_old_one_is_retired(log: RunningNode) -> None:
    old = key_of(log)
    new = parse_vkey(rotate_log_key(log.log))
    keep_log(log)
    # Nothing was filed since: the same tree, under both.
    assert (shown(log, old), shown(log, new)) == (3, 3)
    add_entries(log, range(3, 5))
    keep_log(log)
    assert (shown(log, old), shown(log, new)) == (5, 5)
    assert log.log.vkey.read_text() == f"{new}\n{old}\n"
    retire_log_key(log.log)
    add_entries(log, range(5, 6))
    keep_log(log)
    assert shown(log, new) == 6
    with pytest.raises(NoteError):
        shown(log, old)
    assert log.log.vkey.read_text() == f"{new}\n"
    assert not (log.log.keys / PREVIOUS_KEY).exists()
    assert judge(parse_policy(log.log.policy.read_bytes()), log.log.checkpoint.read_bytes())


def test_the_old_key_names_the_new_one_for_whoever_knows_only_the_old(log: RunningNode) -> None:
    keys = [key_of(log)]
    for _ in range(2):
        keys.append(parse_vkey(rotate_log_key(log.log)))
        keep_log(log)
        retire_log_key(log.log)
    keep_log(log)
    trusted = keys[0]
    for change in json.loads((log.log.folder / "key-changes.json").read_text()):
        note = parse_note(change.encode())
        verified(note, [trusted])
        first, origin, vkey = note.text.splitlines()
        assert (first, origin) == (SUCCESSION, "log.example/hk")
        trusted = parse_vkey(vkey)
    assert trusted == keys[-1]


def test_two_changes_at_once_are_refused(log: RunningNode) -> None:
    rotate_log_key(log.log)
    with pytest.raises(RotationError, match="retire it first"):
        rotate_log_key(log.log)
    with pytest.raises(RotationError, match="wait for it"):
        retire_log_key(log.log)
    keep_log(log)
    retire_log_key(log.log)
    with pytest.raises(RotationError, match="no key to retire"):
        retire_log_key(log.log)


@pytest.mark.parametrize("moment", ["made", "moved"])
def test_a_change_that_was_broken_off_goes_on(log: RunningNode, moment: str) -> None:
    """Killed when the new key was made, or when the old one had been put aside."""
    old, signed = key_of(log), (log.log.keys / SIGNED).read_bytes()
    new = rotate_log_key(log.log)
    keys = log.log.keys
    (keys / LOG_KEY).rename(keys / NEXT_KEY)
    if moment == "made":
        (keys / PREVIOUS_KEY).rename(keys / LOG_KEY)
    (keys / SIGNED).write_bytes(signed)
    assert rotate_log_key(log.log) == new
    keep_log(log)
    assert (shown(log, old), shown(log, parse_vkey(new))) == (3, 3)


def test_a_state_is_read_between_the_two_steps_of_a_change(log: RunningNode) -> None:
    """Keys are moved, the state still bears the old signature alone: the round goes on."""
    signed = (log.log.keys / SIGNED).read_bytes()
    rotate_log_key(log.log)
    (log.log.keys / SIGNED).write_bytes(signed)
    add_entries(log, range(3, 5))
    keep_log(log)
    assert shown(log, key_of(log)) == 5


def test_receipts_of_a_retired_key_stay_valid_and_the_log_says_so(
    world: World, data_dir: Path
) -> None:
    create_log(world.node.log)
    body = {"category": "organization", "nameBag": [{"value": "Sample", "languageCode": "en"}]}
    before = world.send(world.registrar, "party-registration", body, "key")
    old = world.node.keys.public_jwk["kid"]
    new = rotate_receipt_key(data_dir, "2026-07-01T00:00:00.000000Z")
    keys = load_keys(data_dir)
    assert keys.public_jwk["kid"] == new != old
    claims = json.loads(_claims(before.receipt))
    leaf = bytes.fromhex(claims["leafHash"].removeprefix("sha256:"))
    assert promises(keys, before.receipt, leaf)
    assert not promises(replace(keys, retired=()), before.receipt, leaf)
    node = replace(world.node, keys=keys)
    keep_log(node)
    note = parse_note(node.log.receipt_key.read_bytes())
    verified(note, [key_of(node)])
    assert new in note.text
    assert f"retired {old} " in note.text


def _claims(receipt: str) -> bytes:
    middle = receipt.split(".")[1]
    return base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4))
