"""Erasure: what a part says of a person is gone everywhere; effects, item and tree stay."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ipregistry.domain.access import PUBLIC_ACTOR, Actor, Role, may_file
from ipregistry.domain.ids import kind_of
from ipregistry.models import metadata, part, title_now
from ipregistry.services.background import refresh_titles
from ipregistry.services.drafts import Typed, create_draft, read_draft
from ipregistry.services.log.proving import proof_of_part
from ipregistry.services.records import read_record
from ipregistry.services.replay import compare, replay
from ipregistry.services.scrubbing import finish_erasures, scrub
from ipregistry.services.verification import verify
from tests.published import publish_log
from tests.world import Filed, World, codes

NAME, TOWN, STREET = "Natural Sample-Person", "Sample Town East", "17 Sample Lane North"
LAW = "PDPO (Cap. 486) s.26"


@pytest.fixture
def person(world: World) -> Actor:
    return world.owner(
        NAME,
        "person",
        townText=TOWN,
        addressBag=[{"addressLineText": STREET, "cityName": TOWN, "countryCode": "HK"}],
        identifierBag=[{"category": "passport", "value": "X90471835"}],
    )


def ask(world: World, *parts: tuple[Any, ...], by: Actor | None = None) -> Filed:
    """File an erasure of these (record, label[, version])."""
    bag = [dict(zip(("record", "part", "version"), one, strict=False)) for one in parts]
    body = {"partBag": bag, "groundCategory": "request-of-the-person", "citation": LAW}
    return world.file(by or world.registrar, "erasure", body)


def accept(world: World, filed: Filed, by: Actor | None = None) -> Filed:
    return world.file(by or world.examiner, "decision", {"filing": filed.id, "outcome": "accept"})


def erase(world: World, *parts: tuple[Any, ...]) -> Filed:
    filed = ask(world, *parts)
    accept(world, filed)
    return filed


def refused_for(world: World, *parts: tuple[Any, ...]) -> set[str]:
    bag = [dict(zip(("record", "part", "version"), one, strict=False)) for one in parts]
    body = {"partBag": bag, "groundCategory": "request-of-the-person", "citation": LAW}
    return codes(world.refused(world.registrar, "erasure", body))


def registration_of(world: World, record: str) -> str:
    """The filing that brought version 1 of a record."""
    with world.node.engines.read.connect() as connection:
        row = connection.execute(
            sa.text(
                "SELECT e.filing_id FROM part p JOIN entry e ON e.ord = p.ord "
                "WHERE p.record_id = :id AND p.version = 1"
            ),
            {"id": record},
        ).first()
    assert row is not None
    return str(row[0])


def everything(world: World) -> Iterator[str]:
    with world.node.engines.read.connect() as connection:
        for table in metadata.tables.values():
            for row in connection.execute(sa.select(table)):
                for value in row:
                    binary = isinstance(value, bytes | memoryview)
                    yield bytes(value).decode("latin-1") if binary else str(value)


def all_of(world: World, person: Actor, *transactions: str) -> list[tuple[str, str]]:
    """Every part that says who the person is."""
    party = str(person.party)
    return [
        (party, "names"),
        (party, "parties"),
        (registration_of(world, party), "filing"),
        *((transaction, "names") for transaction in transactions),
    ]


def test_an_erasure_waits_for_a_second_officer_and_is_not_his_own(
    world: World, person: Actor
) -> None:
    filed = ask(world, (person.party, "parties"))
    assert filed.status == "under-examination"
    assert STREET in str(world.parts(world.registrar, "party", str(person.party)))
    own = {"filing": filed.id, "outcome": "accept"}
    assert "own-filing" in codes(world.refused(world.registrar, "decision", own))
    accept(world, filed)
    assert world.read(world.registrar, "filing", filed.id)["status"] == "recorded"


def test_nobody_but_an_officer_erases(world: World) -> None:
    for role in (Role.PARTY, Role.AGENT, Role.VENUE, Role.AUDITOR, Role.PUBLIC):
        assert not may_file(Actor("AC", "sample", frozenset({role})), "erasure")


def test_what_was_erased_stands_in_no_table(world: World, person: Actor) -> None:
    firm = world.owner("Sample Firm")
    right = world.hk_right(person)
    sold = world.file(person, "assignment", world.sale(right, person, firm, share="1/2"))
    draft = create_draft(
        world.node, firm, Typed("party-registration", {"nameBag": [{"value": NAME}]}, "for " + NAME)
    )
    root = world.title(right, expand=True)["chain"][0]["transaction"]
    erase(world, *all_of(world, person, sold.transaction, root))
    for text in (NAME, TOWN, STREET, "1835"):
        assert not [value for value in everything(world) if text in value], text
    assert read_draft(world.node, firm, draft.id).typed.body == {}


def test_effects_stay_and_the_fold_is_equal(world: World, person: Actor) -> None:
    firm = world.owner("Sample Firm")
    right = world.hk_right(person)
    sold = world.file(person, "assignment", world.sale(right, person, firm, share="1/2"))
    before = world.title(right, expand=True)
    root = before["chain"][0]["transaction"]
    erase(world, *all_of(world, person, sold.transaction, root))
    after = world.title(right, expand=True)
    assert world.holders(right) == {person.party: "1/2", firm.party: "1/2"}
    assert without_names(after) == without_names(before)
    assert NAME not in json.dumps(after)
    assert world.title_version(right) == before["titleVersion"]


def without_names(value: Any) -> Any:
    skipped = {"asOf", "nameBag", "townText"}
    if isinstance(value, dict):
        return {k: without_names(v) for k, v in value.items() if k not in skipped}
    return [without_names(v) for v in value] if isinstance(value, list) else value


def test_rebuild_gives_the_same_tables_and_verify_counts_what_is_erased(
    world: World, person: Actor
) -> None:
    right = world.hk_right(person)
    root = world.title(right, expand=True)["chain"][0]["transaction"]
    parts = all_of(world, person, root)
    erase(world, *parts)
    assert compare(world.node, replay(world.node)) == []
    report = verify(world.node)
    assert (report.faults, report.erased) == ([], len(parts))
    refresh_titles(world.node)
    assert compare(world.node, replay(world.node)) == []
    assert NAME not in json.dumps(world.title(right))


def test_the_part_reads_erased_with_its_entry_and_the_etag_says_so(
    world: World, person: Actor
) -> None:
    party = str(person.party)
    before = read_record(world.node, PUBLIC_ACTOR, "party", party)
    filed = erase(world, (party, "names"))
    after = read_record(world.node, PUBLIC_ACTOR, "party", party)
    shown = {piece["part"]: piece for piece in json.loads(after.body)["partBag"]}
    erasure = shown["names"]["erased"]
    assert kind_of(erasure) == "erasure"
    assert "body" not in shown["names"]
    assert "body" in shown["public"]
    assert before.tag != after.tag
    assert after.tag.endswith("names-1-erased")
    said = world.read(PUBLIC_ACTOR, "erasure", erasure)
    assert (said["erasedRecord"], said["erasedPart"], said["filing"]) == (party, "names", filed.id)
    assert said["citation"] == LAW


def test_an_erasure_is_read_by_those_who_may_read_the_part(world: World, person: Actor) -> None:
    party = str(person.party)
    erase(world, (party, "parties"))
    erasure = json.loads(read_record(world.node, world.registrar, "party", party).body)
    number = next(p["erased"] for p in erasure["partBag"] if "erased" in p)
    for actor in (person, world.registrar, world.actor(Role.AUDITOR)):
        assert world.read(actor, "erasure", number)["erasedRecord"] == party
    for actor in (PUBLIC_ACTOR, world.owner("Sample B"), world.agent()):
        assert world.parts(actor, "erasure", number) == {}


def test_item_and_leaf_stay(world: World, person: Actor) -> None:
    party = str(person.party)
    query = sa.text(
        "SELECT p.commitment, p.item, e.leaf FROM part p JOIN entry e ON e.ord = p.ord "
        "WHERE p.record_id = :id ORDER BY p.item"
    )
    with world.node.engines.read.connect() as connection:
        before = [tuple(map(_plain, r)) for r in connection.execute(query, {"id": party})]
    erase(world, (party, "names"), (party, "parties"))
    with world.node.engines.read.connect() as connection:
        after = [tuple(map(_plain, r)) for r in connection.execute(query, {"id": party})]
        salts = connection.execute(
            sa.select(part.c.label, part.c.salt).where(part.c.record_id == party)
        ).all()
    assert before == after
    assert {label for label, salt in salts if not bytes(salt)} == {"names", "parties"}


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def test_what_was_proven_before_is_proven_after(world: World, person: Actor) -> None:
    publish_log(world.node)
    with world.node.engines.read.connect() as connection:
        digest = connection.execute(
            sa.select(part.c.commitment).where(
                part.c.record_id == person.party, part.c.label == "names"
            )
        ).scalar_one()
    before = proof_of_part(world.node, PUBLIC_ACTOR, bytes(digest))
    erase(world, (person.party, "names"))
    assert proof_of_part(world.node, PUBLIC_ACTOR, bytes(digest)) == before
    publish_log(world.node)
    after = proof_of_part(world.node, PUBLIC_ACTOR, bytes(digest))
    same = ("item", "position", "treeSize", "path", "leaf", "logIndex")
    assert {name: after[name] for name in same} == {name: before[name] for name in same}


def test_a_repeated_request_is_answered_with_the_part_erased(world: World, person: Actor) -> None:
    right, firm = world.hk_right(person), world.owner("Sample Firm")
    body = world.sale(right, person, firm)
    first = world.send(person, "assignment", body, "once")
    erase(world, (first.filing_id, "filing"))
    again = world.send(person, "assignment", body, "once")
    assert again.replayed
    assert again.receipt == first.receipt
    shown = json.loads(read_record(world.node, person, "filing", first.filing_id).body)["partBag"]
    assert "erased" in next(p for p in shown if p["part"] == "filing")


@pytest.mark.parametrize("label", ["public"])
def test_public_parts_are_never_erased(world: World, person: Actor, label: str) -> None:
    assert refused_for(world, (person.party, label)) == {"part-not-erasable"}


def test_what_cannot_be_erased_is_named_part_by_part(world: World, person: Actor) -> None:
    firm = world.owner("Sample Firm")
    right = world.hk_right(person, firm)
    waiting = world.file(world.agent(), "assignment", world.sale(right, person, firm, share="1/2"))
    mandate = world.file(
        person,
        "mandate",
        {
            "principal": person.party,
            "agent": world.agent().account,
            "actBag": ["assignment"],
            "startDate": "2026-01-01",
        },
    ).made("mandate")
    assert refused_for(world, (waiting.id, "filing")) == {"part-still-needed"}
    assert refused_for(world, (mandate, "parties")) == {"nothing-to-erase"}
    assert refused_for(world, (person.party, "price")) == {"part-unknown"}
    assert refused_for(world, (person.party, "names", 7)) == {"part-unknown"}
    erase(world, (person.party, "names"))
    assert refused_for(world, (person.party, "names")) == {"part-erased-already"}


def test_a_refusal_whose_text_was_erased_is_not_looked_at_again(world: World) -> None:
    holder, taker, agent = world.owner("Sample A"), world.owner("Sample B"), world.agent()
    notice = world.file(agent, "recordal-notice", world.extract(world.cn_number(), holder))
    refusal = {
        "filing": notice.id,
        "outcome": "refuse",
        "groundBag": [{"groundCategory": "other", "groundText": "Sample reason"}],
    }
    decided = world.file(world.examiner, "decision", refusal)
    erase(world, (notice.id, "filing"), (notice.id, "parties"), (decided.id, "filing"))
    again = {"filing": notice.id, "reasonText": "Look again"}
    assert "filing-erased" in codes(world.refused(agent, "reconsideration", again))
    assert "Sample reason" not in "".join(everything(world))
    assert taker.party


def test_who_tampers_with_an_erased_part_is_found_out(world: World, person: Actor) -> None:
    party = str(person.party)
    erase(world, (party, "names"))
    with world.node.engines.write.begin() as connection:
        connection.execute(
            sa.text("UPDATE part SET erased = 'ER-22222222222222' WHERE record_id = :id"),
            {"id": party},
        )
    assert {f["fault"] for f in verify(world.node).faults} >= {"erasure-differs"}


def files_of(world: World) -> bytes:
    """Every byte in the database's files: SQLite's with its log, PostgreSQL's of each table."""
    node = world.node
    if node.engines.is_sqlite:
        path = Path(str(node.engines.write.url.database))
        return b"".join(p.read_bytes() for p in sorted(path.parent.glob(path.name + "*")))
    with node.engines.read.connect() as connection:
        tables = connection.execute(
            sa.text(
                "SELECT pg_read_binary_file(pg_relation_filepath(c.oid), 0, 100000000, true) "
                "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                "WHERE c.relkind IN ('r', 'i', 't') AND n.nspname IN ('public', 'pg_toast')"
            )
        ).scalars()
        return b"".join(bytes(content) for content in tables if content)


def test_no_byte_is_left_in_the_files(world: World, person: Actor) -> None:
    right = world.hk_right(person)
    root = world.title(right, expand=True)["chain"][0]["transaction"]
    scrub(world.node)
    assert NAME.encode() in files_of(world)
    erase(world, *all_of(world, person, root))
    assert finish_erasures(world.node) == 0, "somebody may still be writing what he read before"
    world.clock.move(seconds=30)
    assert finish_erasures(world.node) == 4
    assert finish_erasures(world.node) == 0
    if not world.node.engines.is_sqlite:
        # Its files are written anew when the office has a quiet hour.
        scrub(world.node)
    left = files_of(world)
    for text in (NAME, TOWN, STREET):
        assert text.encode() not in left


def test_a_title_that_was_written_with_a_name_read_before_is_emptied_later(
    world: World, person: Actor
) -> None:
    """Somebody registers a right of the person's while his name is being erased."""
    right = world.hk_right(person)
    with world.node.engines.read.connect() as connection:
        stale = connection.execute(
            sa.select(title_now.c.body).where(title_now.c.asset_id == right)
        ).scalar_one()
    erase(world, (person.party, "names"))
    with world.node.engines.write.begin() as connection:
        connection.execute(
            title_now.update()
            .where(title_now.c.asset_id == right)
            .values(body=stale, valid_until=None)
        )
    assert NAME in json.dumps(world.title(right))
    world.clock.move(seconds=30)
    finish_erasures(world.node)
    assert NAME not in json.dumps(world.title(right))
    refresh_titles(world.node)
    assert compare(world.node, replay(world.node)) == []


def test_scrubbing_leaves_the_register_as_it_is(world: World, person: Actor) -> None:
    right = world.hk_right(person)
    before = world.rows()
    scrub(world.node)
    assert world.rows() == before
    assert verify(world.node).faults == []
    assert world.holders(right) == {person.party: "1"}
