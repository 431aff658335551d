"""`verify` and `rebuild` find what somebody did to the database behind the register's back."""

from collections.abc import Callable
from typing import Any, TypeAlias

import pytest
import sqlalchemy as sa

from ipregistry.domain.access import Actor
from ipregistry.services.ledger import items_of
from ipregistry.services.replay import ReplayError, compare, entries_with_parts, replay, write_back
from ipregistry.services.verification import verify
from ipregistry.tlog.leaves import commitment, entry_root, leaf_bytes
from tests.world import World, codes

Tampering: TypeAlias = Callable[[sa.Connection, dict[str, Any]], None]


@pytest.fixture
def alice(world: World) -> Actor:
    return world.owner("Sample A")


@pytest.fixture
def right(world: World, alice: Actor) -> str:
    made = world.hk_right(alice)
    world.file(alice, "assignment", world.sale(made, alice, world.owner("Sample B")))
    return made


def _tamper(world: World, tampering: Tampering) -> tuple[set[str], list[str]]:
    """Names of the faults found after tampering with the last entry, and where."""
    with world.node.engines.write.begin() as connection:
        last = connection.execute(sa.text("SELECT * FROM entry ORDER BY ord DESC")).first()
        assert last is not None
        tampering(connection, dict(last._mapping))
    faults = verify(world.node).faults
    return {fault["fault"] for fault in faults}, [fault["place"] for fault in faults]


def _part(connection: sa.Connection, ord_: int, item: int = 1) -> Any:
    query = sa.text("SELECT * FROM part WHERE ord = :ord AND item = :item")
    return connection.execute(query, {"ord": ord_, "item": item}).one()


def _set(connection: sa.Connection, table: str, column: str, value: Any, **where: Any) -> None:
    conditions = " AND ".join(f"{name} = :{name}" for name in where)
    done = connection.execute(
        sa.text(f"UPDATE {table} SET {column} = :value WHERE {conditions}"),
        {"value": value, **where},
    )
    assert done.rowcount == 1


def _flipped(data: bytes) -> bytes:
    return bytes([data[0] ^ 1]) + data[1:]


# ---------------------------------------------------------------- the honest register


def test_an_honest_register_has_no_fault(world: World, right: str) -> None:
    report = verify(world.node)
    assert report.faults == []
    assert report.entries == world.rows()["entry"]
    assert report.parts == world.rows()["part"]


def test_verify_and_replay_only_read(world: World, right: str) -> None:
    before = world.rows()
    verify(world.node)
    compare(world.node, replay(world.node))
    assert world.rows() == before


# ---------------------------------------------------------------- parts and leaves


def _body(connection: sa.Connection, entry: dict[str, Any]) -> None:
    body = bytes(_part(connection, entry["ord"]).body)
    changed = body.replace(b'"share":"1"', b'"share":"2"')
    changed = changed if changed != body else body.replace(b"recorded", b"refused!")
    assert changed != body
    _set(connection, "part", "body", changed, ord=entry["ord"], item=1)


def _unreadable_body(connection: sa.Connection, entry: dict[str, Any]) -> None:
    body = bytes(_part(connection, entry["ord"]).body)
    _set(connection, "part", "body", _flipped(body), ord=entry["ord"], item=1)


def _body_written_otherwise(connection: sa.Connection, entry: dict[str, Any]) -> None:
    """The same members, another byte: what was committed to were bytes."""
    piece = _part(connection, entry["ord"])
    spaced = bytes(piece.body).replace(b'":', b'": ', 1)
    _set(connection, "part", "body", spaced, ord=entry["ord"], item=1)
    made = commitment(bytes(piece.salt), spaced)
    _set(connection, "part", "commitment", made, ord=entry["ord"], item=1)


def _body_with_its_commitment(connection: sa.Connection, entry: dict[str, Any]) -> None:
    _body(connection, entry)
    piece = _part(connection, entry["ord"])
    made = commitment(bytes(piece.salt), bytes(piece.body))
    _set(connection, "part", "commitment", made, ord=entry["ord"], item=1)


def _body_with_commitment_and_leaf(connection: sa.Connection, entry: dict[str, Any]) -> None:
    _body_with_its_commitment(connection, entry)
    parts = {row.ord: parts for row, parts in entries_with_parts(connection)}[entry["ord"]]
    root = entry_root(items_of(parts), bytes(entry["fill_seed"]))
    leaf = leaf_bytes("HK", entry["recorded_at"][:19] + "Z", root)
    _set(connection, "entry", "leaf", leaf, ord=entry["ord"])


def _salt(connection: sa.Connection, entry: dict[str, Any]) -> None:
    salt = bytes(_part(connection, entry["ord"]).salt)
    _set(connection, "part", "salt", _flipped(salt), ord=entry["ord"], item=1)


def _commitment(connection: sa.Connection, entry: dict[str, Any]) -> None:
    made = bytes(_part(connection, entry["ord"]).commitment)
    _set(connection, "part", "commitment", _flipped(made), ord=entry["ord"], item=1)


def _leaf(connection: sa.Connection, entry: dict[str, Any]) -> None:
    changed = bytes(entry["leaf"]).replace(b"HK", b"GD")
    _set(connection, "entry", "leaf", changed, ord=entry["ord"])


def _leaf_hash(connection: sa.Connection, entry: dict[str, Any]) -> None:
    _set(connection, "entry", "leaf_hash", _flipped(bytes(entry["leaf_hash"])), ord=entry["ord"])


def _fill(connection: sa.Connection, entry: dict[str, Any]) -> None:
    _set(connection, "entry", "fill_seed", _flipped(bytes(entry["fill_seed"])), ord=entry["ord"])


def _time(connection: sa.Connection, entry: dict[str, Any]) -> None:
    earlier = "2026-05-31T00:00:00.000000Z"
    _set(connection, "entry", "recorded_at", earlier, ord=entry["ord"])


def _without_a_part(connection: sa.Connection, entry: dict[str, Any]) -> None:
    gone = sa.text("DELETE FROM part WHERE ord = :ord AND item = 2")
    assert connection.execute(gone, {"ord": entry["ord"]}).rowcount == 1


def _without_its_header(connection: sa.Connection, entry: dict[str, Any]) -> None:
    gone = sa.text("DELETE FROM part WHERE ord = :ord AND item = 0")
    assert connection.execute(gone, {"ord": entry["ord"]}).rowcount == 1


def _without_any_part(connection: sa.Connection, entry: dict[str, Any]) -> None:
    gone = sa.text("DELETE FROM part WHERE ord = :ord")
    assert connection.execute(gone, {"ord": entry["ord"]}).rowcount > 2


def _items_swapped(connection: sa.Connection, entry: dict[str, Any]) -> None:
    for old, new in ((1, 99), (2, 1), (99, 2)):
        _set(connection, "part", "item", new, ord=entry["ord"], item=old)


def _other_label(connection: sa.Connection, entry: dict[str, Any]) -> None:
    """A part shown to more readers than it was made for."""
    query = sa.text("SELECT item FROM part WHERE ord = :ord AND label = 'filing'")
    item = connection.execute(query, {"ord": entry["ord"]}).scalar_one()
    _set(connection, "part", "label", "names", ord=entry["ord"], item=item)


def _unknown_label(connection: sa.Connection, entry: dict[str, Any]) -> None:
    _set(connection, "part", "label", "no-such-label", ord=entry["ord"], item=1)


@pytest.mark.parametrize(
    ("tampering", "fault"),
    [
        (_body, "commitment-differs"),
        (_unreadable_body, "part-unreadable"),
        (_body_written_otherwise, "body-not-canonical"),
        (_body_with_its_commitment, "leaf-differs"),
        (_body_with_commitment_and_leaf, "leaf-hash-differs"),
        (_salt, "commitment-differs"),
        (_commitment, "commitment-differs"),
        (_leaf, "leaf-differs"),
        (_leaf_hash, "leaf-hash-differs"),
        (_fill, "leaf-differs"),
        (_time, "recording-time-differs"),
        (_without_a_part, "header-does-not-fit"),
        (_without_its_header, "header-does-not-fit"),
        (_without_any_part, "entry-without-parts"),
        (_items_swapped, "leaf-differs"),
        (_other_label, "leaf-differs"),
        (_unknown_label, "part-unreadable"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.__name__.strip("_"),
)
def test_verify_names_what_was_done_to_an_entry(
    world: World, right: str, tampering: Tampering, fault: str
) -> None:
    found, places = _tamper(world, tampering)
    assert fault in found
    ord_ = world.rows()["entry"]
    assert any(place.startswith(f"entry {ord_}") for place in places)
    assert not any(place.startswith("entry 1,") for place in places)


# ---------------------------------------------------------------- projections

_PROJECTIONS = [
    ("holder", "UPDATE holder SET share = '1/2'"),
    ("holder", "DELETE FROM holder"),
    ("asset", "UPDATE asset SET title_version = title_version + 1"),
    ("asset", "UPDATE asset SET published = 0"),
    ("asset_number", "DELETE FROM asset_number"),
    ("title_effect", "DELETE FROM title_effect WHERE ord = (SELECT max(ord) FROM title_effect)"),
    ("title_now", "UPDATE title_now SET title_version = 7"),
    ("title_step", "DELETE FROM title_step WHERE from_title_version = 1"),
    ("party", "UPDATE party SET names = '[]' WHERE names LIKE '%Sample A%'"),
    ("filing", "UPDATE filing SET status = 'refused'"),
    ("concern", "INSERT INTO concern SELECT id, 'PA-else' FROM asset"),
    ("policy", "UPDATE policy SET digest = 'sha256:none' WHERE name = 'HK'"),
    ("record", "UPDATE record SET version = 9 WHERE kind = 'asset'"),
    ("current_part", "DELETE FROM current_part WHERE label = 'public'"),
]


@pytest.mark.parametrize(("table", "statement"), _PROJECTIONS, ids=lambda value: value[:40])
def test_a_table_that_says_otherwise_than_the_parts_is_found_and_put_right(
    world: World, right: str, table: str, statement: str
) -> None:
    with world.node.engines.write.begin() as connection:
        assert connection.execute(sa.text(statement)).rowcount > 0
    faults = verify(world.node).faults
    assert {fault["fault"] for fault in faults} == {"projection-differs"}
    assert {fault["place"].split()[0] for fault in faults} == {table}
    differences = compare(world.node, replay(world.node))
    assert {difference.table for difference in differences} == {table}
    assert write_back(world.node, differences) == len(differences)
    assert verify(world.node).faults == []


def test_a_title_whose_stored_bytes_were_changed_is_found(world: World, right: str) -> None:
    with world.node.engines.write.begin() as connection:
        body = connection.execute(sa.text("SELECT body FROM title_now")).scalar_one()
        changed = bytes(body).replace(b"Sample B", b"Sample X")
        connection.execute(sa.text("UPDATE title_now SET body = :body"), {"body": changed})
    assert [d.table for d in compare(world.node, replay(world.node))] == ["title_now"]


def test_two_entries_that_leave_one_title_version_contradict_each_other(
    world: World, right: str, alice: Actor
) -> None:
    """What the guards prevent, and somebody put in by hand, is told by the replay."""
    refusal = world.refused(
        alice, "assignment", world.sale(right, alice, world.owner("Sample C"), seen=1)
    )
    assert "stale-version" in codes(refusal)
    with world.node.engines.write.begin() as connection:
        query = sa.text("SELECT * FROM part WHERE kind = 'transaction' AND label = 'public'")
        rows = connection.execute(query).all()
        last = max(rows, key=lambda row: row.ord)
        again = bytes(last.body).replace(last.record_id.encode(), b"TX-again")
        connection.execute(
            sa.text(
                "INSERT INTO part VALUES ('TX-again', 1, 'public', :ord, 77, 'transaction', "
                ":body, :salt, :commitment, NULL)"
            ),
            {"ord": last.ord, "body": again, "salt": last.salt, "commitment": last.commitment},
        )
    with pytest.raises(ReplayError, match="made twice"):
        replay(world.node)
    assert "replay-contradicts-itself" in {f["fault"] for f in verify(world.node).faults}
