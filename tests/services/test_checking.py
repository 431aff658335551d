"""What the public, a holder and the operator can each prove; each names the first fault."""

import json
import threading
from collections.abc import Iterator
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
import sqlalchemy as sa

from ipregistry import create_app
from ipregistry.domain.access import PUBLIC_ACTOR, Actor
from ipregistry.models import entry
from ipregistry.outside.nodes import NodeReader
from ipregistry.services.checking.holder import Trust, verify_paper
from ipregistry.services.checking.keys import receipt_key
from ipregistry.services.checking.public import (
    FolderSource,
    Known,
    Older,
    verify_files,
    verify_node,
)
from ipregistry.services.copies import certified_title, certified_transaction
from ipregistry.services.log.feed import feed_page
from ipregistry.services.log.proving import proof_of_part, proof_of_receipt
from ipregistry.services.log.reading import read_receipt_key_note
from ipregistry.services.receipts import sign, sign_detached
from ipregistry.services.verification import verify
from ipregistry.tlog.canonical import canonical
from tests.published import log_key, publish_log
from tests.world import Filed, World


@pytest.fixture
def sold(world: World) -> tuple[Actor, str, Filed]:
    """Who sold, the right, the sale; all of it published."""
    person = world.owner("Natural Sample", "person", townText="Sample Town")
    firm = world.owner("Sample Firm")
    right = world.hk_right(person)
    filed = world.file(person, "assignment", world.sale(right, person, firm))
    publish_log(world.node)
    return person, right, filed


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Nothing: requests are no news here."""


class Served:
    """A node over HTTP whose answers a test may spoil."""

    def __init__(self, world: World) -> None:
        self.app = create_app(node=world.node)
        self.spoil: dict[str, Any] = {}
        self.server: Any = make_server("127.0.0.1", 0, self, handler_class=Quiet)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __call__(self, environ: Any, start_response: Any) -> Any:
        path = environ["PATH_INFO"]
        said: list[Any] = []
        body = b"".join(self.app(environ, lambda *a: said.append(a)))
        if path in self.spoil:
            body = self.spoil[path](body)
        headers = [h for h in said[0][1] if h[0] != "Content-Length"]
        start_response(said[0][0], [*headers, ("Content-Length", str(len(body)))])
        return [body]


@pytest.fixture
def served(world: World) -> Iterator[Served]:
    node = Served(world)
    thread = threading.Thread(target=node.server.serve_forever, daemon=True)
    thread.start()
    yield node
    node.server.shutdown()
    thread.join()
    node.server.server_close()


def trust(world: World) -> Trust:
    keys = [log_key(world.node)]
    note = read_receipt_key_note(world.node)
    assert note is not None
    return Trust(keys, receipt_key(note, keys))


def natures(findings: Any) -> set[str]:
    return {fault.nature for fault in findings.faults}


# ---------------------------------------------------------------- public


def test_a_folder_is_verified_offline(world: World, sold: tuple[Actor, str, Filed]) -> None:
    found = verify_files(FolderSource(world.node.log.folder), Known([log_key(world.node)]))
    assert (found.scope, found.faults) == ("public", [])
    assert found.entries == found.size > 0


def test_the_first_fault_of_a_folder_is_named_by_index_and_nature(
    world: World, sold: tuple[Actor, str, Filed]
) -> None:
    (bundle,) = (world.node.log.folder / "tile/entries").rglob("*.p/*")
    content = bytearray(bundle.read_bytes())
    at = content.index(b'"v":1', 900)
    content[at - 5] ^= 1
    bundle.write_bytes(bytes(content))
    found = verify_files(FolderSource(world.node.log.folder), Known([log_key(world.node)]))
    assert found.first is not None
    assert (found.first.nature, found.first.index) == ("entry", content[:at].count(b'"at":') - 1)


def test_over_the_network_every_public_part_is_opened(
    world: World, sold: tuple[Actor, str, Filed], served: Served
) -> None:
    world.send(sold[0], "mandate", mandate(world, sold[0]))
    publish_log(world.node)
    found = verify_node(NodeReader(served.url), Known([log_key(world.node)]))
    assert found.faults == []
    with world.node.engines.read.connect() as connection:
        public = connection.execute(
            sa.text("SELECT count(*) FROM part WHERE label = 'public'")
        ).scalar_one()
    assert found.parts == public
    assert found.withheld == 1


def test_a_reader_with_a_key_sees_more_and_counts_what_is_erased(
    world: World, sold: tuple[Actor, str, Filed], served: Served
) -> None:
    person = sold[0]
    body = {
        "partBag": [{"record": person.party, "part": "names"}],
        "groundCategory": "request-of-the-person",
        "citation": "PDPO (Cap. 486) s.26",
    }
    filed = world.file(world.registrar, "erasure", body)
    world.file(world.examiner, "decision", {"filing": filed.id, "outcome": "accept"})
    publish_log(world.node)
    key = world.keys[str(world.registrar.account)]
    found = verify_node(NodeReader(served.url, key), Known([log_key(world.node)]))
    assert (found.faults, found.withheld, found.erased) == ([], 0, 1)


def test_a_run_goes_on_where_the_last_one_stopped(
    world: World, sold: tuple[Actor, str, Filed], served: Served
) -> None:
    kept: list[tuple[int, bytes]] = []
    reader, keys = NodeReader(served.url), [log_key(world.node)]
    verify_node(reader, Known(keys), keep=lambda done, note: kept.append((done, note)))
    done, note = kept[-1]
    world.hk_right(world.owner("Sample D"))
    size = publish_log(world.node)
    again = verify_node(reader, Known(keys, [Older("state", note)]), start=done)
    assert (again.faults, again.agreed, again.size) == ([], done, size)
    assert 0 < again.parts < 5


def test_a_log_that_grows_meanwhile_is_verified_up_to_the_checkpoint_that_was_read(
    world: World, sold: tuple[Actor, str, Filed], served: Served
) -> None:
    before = publish_log(world.node)

    def grow(body: bytes) -> bytes:
        served.spoil.clear()
        world.hk_right(world.owner("Sample D"))
        publish_log(world.node)
        return body

    served.spoil["/log/checkpoint"] = grow
    found = verify_node(NodeReader(served.url), Known([log_key(world.node)]))
    assert (found.faults, found.size) == ([], before)


def test_a_page_without_one_public_item_is_found_out(
    world: World, sold: tuple[Actor, str, Filed], served: Served
) -> None:
    """Also where the node signs it: behind a gap there is an item that was left out."""

    def drop(body: bytes) -> bytes:
        page = json.loads(body)["page"]
        several = [e for e in page["entryBag"] if len(e.get("itemBag", ())) > 1]
        del several[-1]["itemBag"][0]
        jws = sign_detached(world.node.keys, "ipr-feed-page+jwt", canonical(page))
        return json.dumps({"page": page, "jws": jws}).encode()

    served.spoil["/api/v1/feed"] = drop
    found = verify_node(NodeReader(served.url), Known([log_key(world.node)]))
    assert natures(found) == {"public-item-missing"}


@pytest.mark.parametrize(
    ("path", "old", "new", "nature"),
    [
        ("/api/v1/feed", b'"version":1', b'"version":2', "feed-not-signed"),
        ("/api/v1/parts", b"Sample Firm", b"Another Firm", "commitment-differs"),
        ("/api/v1/parts", b'"status":"given"', b'"status":"withheld"', "part-withheld"),
        ("/api/v1/parts", b'"status":"given"', b'"status":"erased"', "part-withheld"),
        ("/log/checkpoint", b"\n\n", b"0\n\n", "signature"),
    ],
)
def test_what_a_node_spoils_is_found_out(
    world: World,
    sold: tuple[Actor, str, Filed],
    served: Served,
    path: str,
    old: bytes,
    new: bytes,
    nature: str,
) -> None:
    served.spoil[path] = lambda body: body.replace(old, new)
    found = verify_node(NodeReader(served.url), Known([log_key(world.node)]))
    assert nature in natures(found)


# ---------------------------------------------------------------- holder


def test_a_holder_verifies_his_copy_without_any_network(
    world: World, sold: tuple[Actor, str, Filed]
) -> None:
    person, right, filed = sold
    for copy in (
        certified_title(world.node, person, right, None, None),
        certified_transaction(world.node, filed.transaction),
    ):
        found = verify_paper(copy.body, trust(world))
        assert (found.scope, found.faults) == ("holder", [])
        assert found.parts == found.entries > 0


def test_a_changed_copy_is_found_out(world: World, sold: tuple[Actor, str, Filed]) -> None:
    copy = certified_transaction(world.node, sold[2].transaction).body
    forged = copy.replace(b"Sample Firm", b"Another Firm")
    assert natures(verify_paper(forged, trust(world))) == {"copy-differs", "commitment-differs"}


def test_a_copy_that_was_signed_over_another_content_is_found_out_by_the_log(
    world: World, sold: tuple[Actor, str, Filed]
) -> None:
    """A node that certifies what its log never held is caught by the paper alone."""
    copy = json.loads(certified_transaction(world.node, sold[2].transaction).body)["copy"]
    copy["partBag"][0]["body"]["act"] = "licence"
    jws = sign(world.node.keys, "ipr-certified-copy+jwt", copy)
    paper = json.dumps({"copy": copy, "jws": jws}).encode()
    assert natures(verify_paper(paper, trust(world))) == {"commitment-differs"}


def test_a_copy_from_before_publication_says_so(world: World) -> None:
    publish_log(world.node)
    right = world.hk_right(world.owner("Sample A"))
    found = verify_paper(
        certified_title(world.node, PUBLIC_ACTOR, right, None, None).body, trust(world)
    )
    assert (found.faults, found.entries) == ([], 0)
    assert any("not yet published" in said for said in found.verified)


def test_a_receipt_and_its_proof_are_verified_together(
    world: World, sold: tuple[Actor, str, Filed]
) -> None:
    person, _, filed = sold
    receipt = filed.accepted.receipt.encode()
    proof = proof_of_receipt(world.node, person, filed.id).encoded()
    assert verify_paper(receipt, trust(world), proof).faults == []
    other = world.send(person, "mandate", mandate(world, person)).receipt.encode()
    publish_log(world.node)
    assert natures(verify_paper(other, trust(world), proof)) == {"not-in-log"}
    assert natures(verify_paper(receipt[:-2] + b"AA", trust(world), proof)) == {"receipt-differs"}


def mandate(world: World, giver: Actor) -> dict[str, Any]:
    return {
        "principal": giver.party,
        "agent": world.agent().account,
        "actBag": ["assignment"],
        "startDate": "2026-01-01",
    }


def test_a_proof_of_a_part_is_a_paper_too(world: World, sold: tuple[Actor, str, Filed]) -> None:
    copy = json.loads(certified_transaction(world.node, sold[2].transaction).body)["copy"]
    digest = bytes.fromhex(copy["partBag"][0]["commitment"])
    proof = proof_of_part(world.node, PUBLIC_ACTOR, digest)
    assert verify_paper(json.dumps(proof).encode(), trust(world)).faults == []
    moved = {**proof, "logIndex": proof["logIndex"] - 1}
    assert natures(verify_paper(json.dumps(moved).encode(), trust(world))) == {"not-in-log"}
    renamed = {**proof, "item": {**proof["item"], "part": "price"}}
    spoiled = verify_paper(json.dumps(renamed).encode(), trust(world))
    assert natures(spoiled) == {"item-not-in-entry"}


def test_a_signed_page_that_hides_a_public_item_is_convicted_by_the_item_s_proof(
    world: World, sold: tuple[Actor, str, Filed]
) -> None:
    """With no help from the node: a page is signed with its claim, a part with its path."""
    copy = json.loads(certified_transaction(world.node, sold[2].transaction).body)["copy"]
    digest = bytes.fromhex(copy["partBag"][0]["commitment"])
    proof = json.dumps(proof_of_part(world.node, PUBLIC_ACTOR, digest)).encode()
    honest = feed_page(world.node, PUBLIC_ACTOR, 0, 1000)
    assert verify_paper(honest.answer, trust(world), proof).faults == []
    page = json.loads(honest.body)
    last = page["entryBag"][-1]
    page["entryBag"][-1] = {"index": last["index"], "leaf": last["leaf"], "withheld": True}
    jws = sign_detached(world.node.keys, "ipr-feed-page+jwt", canonical(page))
    lie = json.dumps({"page": page, "jws": jws}).encode()
    found = verify_paper(lie, trust(world), proof)
    assert natures(found) == {"page-withholds-public-item"}
    unsigned = json.dumps({"page": page, "jws": honest.jws}).encode()
    assert natures(verify_paper(unsigned, trust(world), proof)) == {"page-differs"}


@pytest.mark.parametrize("paper", [b"", b"{}", b"[1]", b"{", b"nonsense", b'{"copy": 1}'])
def test_what_is_no_paper_is_a_fault_and_no_crash(world: World, paper: bytes) -> None:
    publish_log(world.node)
    assert verify_paper(paper, trust(world)).faults


# ---------------------------------------------------------------- operator


def test_the_operator_verifies_the_log_against_the_database(
    world: World, sold: tuple[Actor, str, Filed]
) -> None:
    world.owner("Sample E")
    report = verify(world.node)
    assert report.faults == []
    assert 0 < report.published == report.numbered < report.entries


def test_an_entry_that_differs_from_the_log_is_named_by_its_number(
    world: World, sold: tuple[Actor, str, Filed]
) -> None:
    with world.node.engines.write.begin() as connection:
        connection.execute(
            entry.update().where(entry.c.log_index == 3).values(leaf=b"{}", leaf_hash=bytes(32))
        )
    report = verify(world.node)
    assert report.first is not None
    assert report.first["index"] == 3
    assert {"log-differs", "leaf-differs"} <= {fault["fault"] for fault in report.faults}


def test_a_register_that_lost_what_was_published_is_found_out(
    world: World, sold: tuple[Actor, str, Filed]
) -> None:
    with world.node.engines.write.begin() as connection:
        last = sa.select(sa.func.max(entry.c.log_index)).scalar_subquery()
        connection.execute(entry.update().where(entry.c.log_index == last).values(log_index=None))
    assert "register-older-than-log" in {fault["fault"] for fault in verify(world.node).faults}


def test_no_part_of_the_log_folder_is_written(world: World, sold: tuple[Actor, str, Filed]) -> None:
    files = sorted(world.node.log.folder.rglob("*"))
    before = {f: f.stat().st_mtime_ns for f in files}
    verify(world.node)
    assert {f: f.stat().st_mtime_ns for f in sorted(world.node.log.folder.rglob("*"))} == before
