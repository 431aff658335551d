"""A register that has lost what it acknowledged takes nothing more; other trouble is told only."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from ipregistry import create_app
from ipregistry.models import checkpoint, entry
from ipregistry.services.errors import ClosedError
from ipregistry.services.log.alarms import LogHaltedError, raise_alarm, standing_alarm
from ipregistry.services.log.keeping import keep_log
from ipregistry.services.log.signing import create_log, open_signer
from ipregistry.services.log.standing import log_standing
from tests.world import World

PARTY = {
    "category": "organization",
    "nameBag": [{"value": "Sample", "languageCode": "en"}],
}


@pytest.fixture
def kept(world: World) -> World:
    """A world whose log is published up to now."""
    create_log(world.node.log)
    world.party("Sample first")
    assert keep_log(world.node) > 0
    return world


def client_of(world: World) -> FlaskClient:
    return create_app(node=world.node).test_client()


def alarm_of(world: World) -> str | None:
    with world.node.engines.read.connect() as connection:
        alarm = standing_alarm(connection)
    return None if alarm is None else alarm.code


def lose_numbers(world: World, count: int) -> list[int]:
    """As if the last entries had never been numbered: their `ord`, to number them again."""
    with world.node.engines.write.begin() as connection:
        rows = connection.execute(
            sa.select(entry.c.ord, entry.c.log_index)
            .where(entry.c.log_index.is_not(None))
            .order_by(entry.c.ord.desc())
            .limit(count)
        ).all()
        connection.execute(
            entry.update().where(entry.c.ord.in_([row.ord for row in rows])).values(log_index=None)
        )
        connection.execute(checkpoint.delete())
    return [row.ord for row in rows]


def test_filings_stop_while_the_register_differs_and_go_on_when_it_agrees_again(
    kept: World,
) -> None:
    world = kept
    raise_alarm(world.node, LogHaltedError("register-differs-from-log", "in a test"))
    with pytest.raises(ClosedError):
        world.send(world.registrar, "party-registration", PARTY, "late")
    keep_log(world.node)
    assert alarm_of(world) is None
    assert world.send(world.registrar, "party-registration", PARTY, "late").replayed is False


def test_what_was_taken_before_is_still_answered(kept: World) -> None:
    before = kept.send(kept.registrar, "party-registration", PARTY, "key")
    raise_alarm(kept.node, LogHaltedError("register-older-than-log", "in a test"))
    again = kept.send(kept.registrar, "party-registration", PARTY, "key")
    assert (again.replayed, again.receipt) == (True, before.receipt)


@pytest.mark.parametrize("missing", ["log.pem", "signed"])
def test_a_publisher_that_cannot_sign_keeps_nobody_from_filing(kept: World, missing: str) -> None:
    path = kept.node.log.keys / missing
    content = path.read_bytes()
    path.unlink()
    kept.party("Sample more")
    assert keep_log(kept.node) == 0
    assert alarm_of(kept) in {"log-key-missing", "log-state-missing"}
    health = client_of(kept).get("/health").json
    assert health is not None
    assert (health["status"], health["log"], health["filings"]) == ("ready", "halted", "open")
    kept.party("Sample still more")
    path.write_bytes(content)
    assert keep_log(kept.node) == 2
    assert alarm_of(kept) is None


def test_an_older_register_closes_when_the_web_starts_before_the_publisher_looks(
    kept: World,
) -> None:
    """And reading goes on, and the caller is told in the answer."""
    lose_numbers(kept, 1)
    client = client_of(kept)
    health = client.get("/health").json
    assert health is not None
    assert (health["filings"], health["alarm"]) == ("closed", "register-older-than-log")
    key = kept.keys[str(kept.registrar.account)]
    answer = client.post(
        "/api/v1/filings/party-registration",
        json=PARTY,
        headers={"Authorization": f"Bearer {key}", "Idempotency-Key": "x"},
    )
    assert (answer.status_code, answer.json["code"]) == (503, "register-closed")  # type: ignore[index]
    assert client.get("/api/v1/assets").status_code == 200
    assert client.get("/log/checkpoint").status_code == 200


def test_an_entry_that_waits_for_over_a_minute_makes_the_log_late(kept: World) -> None:
    assert log_standing(kept.node).word == "running"
    kept.party("Sample more")
    assert log_standing(kept.node).word == "running"
    kept.clock.move(minutes=2)
    assert log_standing(kept.node).word == "late"
    keep_log(kept.node)
    assert log_standing(kept.node).word == "running"


def test_a_folder_that_cannot_be_written_is_told_and_tried_again(kept: World) -> None:
    kept.party("Sample more")
    index = log_standing(kept.node).published
    blocking = kept.node.log.folder / "tile" / "0" / f"000.p/.{index + 1}.new"
    blocking.mkdir()
    assert keep_log(kept.node) == 0
    assert alarm_of(kept) == "log-folder-unwritable"
    blocking.rmdir()
    assert keep_log(kept.node) == 1


def test_the_receipt_key_is_certified_under_the_log_key(kept: World) -> None:
    with open_signer(kept.node.log) as signer:
        key = str(signer.signer.verifier)
    client = client_of(kept)
    assert client.get("/log/vkey").text == f"{key}\n"
    told = client.get("/log/receipt-key").json
    assert told is not None
    assert told["kid"] in told["certification"]


def test_public_files_are_public_whatever_the_umask(kept: World, data_dir: Path) -> None:
    for path in kept.node.log.folder.rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644)
