"""Papers are uploaded, come under the key of their case, are read, swept and checked."""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
import sqlalchemy as sa

from ipregistry.domain.access import Actor, Role
from ipregistry.domain.classes import Label
from ipregistry.domain.documents import MOST_WAITING, Scope, waiting_area
from ipregistry.domain.facts import Capacity, Context, FilingStatus
from ipregistry.domain.outcomes import Outcome, RecordDraft
from ipregistry.models import blob_to_remove, document
from ipregistry.services.documents.blobs import FileBlobs
from ipregistry.services.documents.keys import address_of
from ipregistry.services.documents.papers import faults_of_papers
from ipregistry.services.documents.places import DocumentPlace
from ipregistry.services.documents.reading import content_of, fault_of
from ipregistry.services.documents.rows import let_go, take_over
from ipregistry.services.documents.sweeping import Swept, keep_swept, sweep
from ipregistry.services.documents.uploading import Upload, upload
from ipregistry.services.errors import ConflictError, FullError, MismatchError, TooLargeError
from ipregistry.services.node import RunningNode
from ipregistry.services.unit_of_work import unit_of_work
from tests.world import World

PAPER = b"Statement of claim. " * 10_000
DIGEST = hashlib.sha256(PAPER).digest()
CASE = "CA-22222222222222"
OTHER = "CA-33333333333333"
ALL = Scope(CASE, "all")
CAUCUS = Scope(CASE, "caucus:claimant")


@pytest.fixture
def node(world: World) -> RunningNode:
    return world.node


@pytest.fixture
def counsel(world: World) -> Actor:
    return world.actor(Role.AGENT)


def send(node: RunningNode, actor: Actor, content: bytes = PAPER) -> Upload:
    pieces = (content[at : at + 1000] for at in range(0, len(content), 1000))
    return upload(node, actor, hashlib.sha256(content).digest(), "application/pdf", pieces)


def file_it(node: RunningNode, actor: Actor, scope: Scope, digest: bytes = DIGEST) -> bool:
    with unit_of_work(node.engines) as work:
        return take_over(work, node.keys, actor.account or "", scope, digest, node.now())


def read(node: RunningNode, scope: Scope, digest: bytes = DIGEST) -> bytes | None:
    found = content_of(node, scope, digest)
    return None if found is None else b"".join(found.pieces)


def files(node: RunningNode) -> list[Path]:
    folder = node.documents.blobs.folder
    return [path for path in folder.rglob("*") if path.is_file()]


def rows(node: RunningNode, table: sa.Table = document) -> int:
    with node.engines.read.connect() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def test_an_upload_stands_in_the_area_of_its_account_until_it_is_filed(
    node: RunningNode, counsel: Actor
):
    found = send(node, counsel)
    assert (found.digest, found.size, found.fresh) == (DIGEST, len(PAPER), True)
    assert read(node, waiting_area(counsel.account)) == PAPER
    assert read(node, ALL) is None
    assert file_it(node, counsel, ALL)
    assert read(node, ALL) == PAPER
    assert read(node, waiting_area(counsel.account)) is None
    assert len(files(node)) == 1


def test_nobody_files_what_another_account_uploaded(
    world: World, node: RunningNode, counsel: Actor
):
    send(node, counsel)
    assert not file_it(node, world.actor(Role.AGENT), ALL)
    assert read(node, ALL) is None


def test_the_same_upload_again_is_no_second_document(node: RunningNode, counsel: Actor):
    assert send(node, counsel).fresh
    assert not send(node, counsel).fresh
    keep_swept(node)
    assert (rows(node), len(files(node))) == (1, 1)
    assert read(node, waiting_area(counsel.account)) == PAPER


def test_other_bytes_than_the_digest_is_of_are_refused_and_nothing_is_left(
    node: RunningNode, counsel: Actor
):
    with pytest.raises(MismatchError) as refused:
        upload(node, counsel, DIGEST, "application/pdf", [PAPER, b"!"])
    assert refused.value.code == "document-digest-differs"
    with pytest.raises(MismatchError) as refused:
        upload(node, counsel, hashlib.sha256().digest(), "application/pdf", [])
    assert refused.value.code == "document-empty"
    assert (rows(node), files(node)) == (0, [])


def test_a_document_over_the_limit_is_refused_before_the_rest_is_read(
    node: RunningNode, counsel: Actor
):
    read_bytes = 0

    def endless() -> Iterator[bytes]:
        nonlocal read_bytes
        while True:
            read_bytes += 1024 * 1024
            yield bytes(1024 * 1024)

    with pytest.raises(TooLargeError):
        upload(node, counsel, DIGEST, "application/pdf", endless())
    assert read_bytes == node.documents.most_bytes + 1024 * 1024
    assert (rows(node), files(node)) == (0, [])


def test_an_account_does_not_fill_the_disk_with_what_it_never_files(
    node: RunningNode, counsel: Actor
):
    mine = [b"%d" % number for number in range(MOST_WAITING)]
    for content in mine:
        send(node, counsel, content)
    with pytest.raises(ConflictError):
        send(node, counsel)
    assert not send(node, counsel, mine[0]).fresh


def test_equal_papers_of_two_cases_have_nothing_in_common_on_disk_or_in_the_table(
    node: RunningNode, counsel: Actor
):
    for case in (CASE, OTHER):
        send(node, counsel)
        assert file_it(node, counsel, Scope(case, "all"))
    with node.engines.read.connect() as connection:
        one, other = connection.execute(sa.select(document)).mappings().all()
    for column in ("address", "blob", "wrapped_key"):
        assert one[column] != other[column]
    contents = {path.read_bytes() for path in files(node)}
    assert len(contents) == 2
    for kept in [*contents, one["address"], one["wrapped_key"], one["blob"].encode()]:
        assert DIGEST not in kept
        assert DIGEST.hex().encode() not in kept
        assert PAPER[:20] not in kept


def test_database_and_disk_without_the_secret_open_nothing(
    node: RunningNode, counsel: Actor, tmp_path: Path
):
    send(node, counsel)
    file_it(node, counsel, CAUCUS)
    stranger = replace(node, keys=replace(node.keys, secret=bytes(32)))
    assert read(stranger, CAUCUS) is None
    assert fault_of(stranger, CAUCUS, DIGEST) == "not-kept"


def test_a_row_moved_to_another_case_or_audience_does_not_open(node: RunningNode, counsel: Actor):
    send(node, counsel)
    file_it(node, counsel, CAUCUS)
    for scope in (ALL, Scope(CASE, "caucus:respondent"), Scope(OTHER, "caucus:claimant")):
        with unit_of_work(node.engines) as work:
            work.connection.execute(
                document.update().values(address=address_of(node.keys, scope, DIGEST))
            )
        assert fault_of(node, scope, DIGEST) == "damaged"


def test_blobs_that_were_swapped_do_not_open(node: RunningNode, counsel: Actor):
    other = b"Another paper"
    for content, scope in ((PAPER, ALL), (other, Scope(OTHER, "all"))):
        send(node, counsel, content)
        file_it(node, counsel, scope, hashlib.sha256(content).digest())
    one, two = files(node)
    first = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(first)
    assert fault_of(node, ALL, DIGEST) == "damaged"
    assert fault_of(node, Scope(OTHER, "all"), hashlib.sha256(other).digest()) == "damaged"


def test_a_check_names_what_is_missing_and_what_is_whole(node: RunningNode, counsel: Actor):
    assert fault_of(node, ALL, DIGEST) == "not-kept"
    send(node, counsel)
    file_it(node, counsel, ALL)
    assert fault_of(node, ALL, DIGEST) is None
    files(node)[0].unlink()
    assert fault_of(node, ALL, DIGEST) == "blob-missing"


def test_what_no_filing_named_within_a_day_is_swept(
    world: World, node: RunningNode, counsel: Actor
):
    send(node, counsel)
    filed = b"filed in time"
    send(node, counsel, filed)
    file_it(node, counsel, ALL, hashlib.sha256(filed).digest())
    world.clock.move(hours=23)
    assert sweep(node) == Swept(0, 0)
    world.clock.move(hours=2)
    assert sweep(node) == Swept(1, 0)
    assert sweep(node) == Swept(0, 0)
    assert read(node, waiting_area(counsel.account)) is None
    assert read(node, ALL, hashlib.sha256(filed).digest()) == filed
    assert (rows(node), rows(node, blob_to_remove), len(files(node))) == (1, 0, 1)


def test_uploading_again_keeps_it_another_day(world: World, node: RunningNode, counsel: Actor):
    send(node, counsel)
    world.clock.move(hours=23)
    send(node, counsel)
    world.clock.move(hours=23)
    assert sweep(node).expired == 0
    assert read(node, waiting_area(counsel.account)) == PAPER


def test_a_blob_without_a_row_is_removed_when_it_is_a_day_old(node: RunningNode, counsel: Actor):
    orphan = node.documents.blobs.put([b"an upload that died before its row"])
    send(node, counsel)
    assert sweep(node) == Swept(0, 0, 0)
    for path in files(node):
        os.utime(path, (0, 0))
    assert sweep(node) == Swept(0, 0, 1)
    assert not node.documents.blobs.has(orphan)
    assert read(node, waiting_area(counsel.account)) == PAPER


def test_an_erased_document_is_gone_with_its_key_at_once_and_its_blob_after(
    node: RunningNode, counsel: Actor
):
    send(node, counsel)
    file_it(node, counsel, ALL)
    with unit_of_work(node.engines) as work:
        assert let_go(work, address_of(node.keys, ALL, DIGEST))
    assert (rows(node), read(node, ALL)) == (0, None)
    assert keep_swept(node) == 1
    assert files(node) == []


def faults(node: RunningNode, actor: Actor, label: Label) -> list[str]:
    """What is said of a filing that makes a paper of this document, with no upload of its own."""
    paper = {"case": CASE, "side": "claimant", "digest": "sha256:" + DIGEST.hex()}
    draft = RecordDraft(
        "case-paper", "CP-1", "case-paper/1", 1, paper, Capacity.OFFICE, audience=label
    )
    outcome = Outcome(FilingStatus.RECORDED, (draft,))
    context = Context(actor, node.now(), node.today(), node.identity, "FI-1", node.new_id)
    with node.engines.read.connect() as connection:
        found = faults_of_papers(connection, node.keys, context, outcome, lock=False)
    return [violation.code for violation in found]


@pytest.mark.parametrize(
    ("label", "audience", "told"),
    [
        (Label.CASE_ALL, "all", True),
        (Label.CASE_CAUCUS, "caucus:claimant", True),
        (Label.CASE_CAUCUS, "caucus:respondent", False),
        (Label.CASE_TRIBUNAL, "tribunal", False),
        (Label.CASE_OFFICE, "office", False),
    ],
)
def test_nobody_learns_by_naming_a_document_that_others_have_filed_it(
    world: World, node: RunningNode, counsel: Actor, label: Label, audience: str, told: bool
):
    other = world.actor(Role.AGENT)
    send(node, other)
    assert file_it(node, other, Scope(CASE, audience))
    assert (faults(node, counsel, label) == []) == told


class FullBlobs(FileBlobs):
    """A store on a disk that is full when the first byte came."""

    def put(self, pieces: Iterable[bytes]) -> str:
        def filling() -> Iterator[bytes]:
            yield from islice(pieces, 1)
            raise OSError(errno.ENOSPC, "No space left on device")

        return super().put(filling())


def test_a_full_disk_is_said_to_be_full_and_nothing_is_left(node: RunningNode, counsel: Actor):
    full = replace(node, documents=DocumentPlace(FullBlobs(node.documents.blobs.folder)))
    with pytest.raises(FullError):
        send(full, counsel)
    assert (rows(node), files(node)) == (0, [])


def test_a_sweep_beside_a_filing_takes_nothing_that_the_filing_names(
    world: World, node: RunningNode, counsel: Actor
):
    send(node, counsel)
    world.clock.move(days=2)
    with unit_of_work(node.engines) as work:
        assert take_over(work, node.keys, counsel.account, ALL, DIGEST, node.now())
        sweeping = threading.Thread(target=sweep, args=(node,))
        sweeping.start()
    sweeping.join()
    assert read(node, ALL) == PAPER


def test_uploads_of_the_same_at_the_same_time_come_to_one(node: RunningNode, counsel: Actor):
    together = [threading.Thread(target=send, args=(node, counsel)) for _ in range(4)]
    for one in together:
        one.start()
    for one in together:
        one.join()
    sweep(node)
    assert (rows(node), len(files(node))) == (1, 1)
    assert read(node, waiting_area(counsel.account)) == PAPER


UPLOADER = """
import hashlib, resource, sys
from pathlib import Path
from ipregistry.domain.access import Actor, Role
from ipregistry.domain.documents import waiting_area
from ipregistry.services.documents.blobs import FileBlobs
from ipregistry.services.documents.keys import address_of
from ipregistry.services.documents.papers import faults_of_papers
from ipregistry.services.documents.places import DocumentPlace
from ipregistry.services.documents.reading import content_of
from ipregistry.services.documents.uploading import upload
from tests.world import running_node

url, folder, account, mebibytes, stop = sys.argv[1:]
node = running_node(url, Path(folder))
actor = Actor(account, "counsel", frozenset({Role.AGENT}))
piece, count = bytes(range(256)) * 256, int(mebibytes) * 16
digest = hashlib.sha256()
for _ in range(count):
    digest.update(piece)

def pieces():
    for number in range(count):
        yield piece
        if stop == "stop" and number == count // 2:
            print("halfway", flush=True)
            sys.stdin.readline()

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

before = peak()
upload(node, actor, digest.digest(), "video/mp4", pieces())
found = content_of(node, waiting_area(account), digest.digest())
size = sum(len(piece) for piece in found.pieces)
print(size, peak() - before, flush=True)
"""


def uploader(node: RunningNode, account: str, mebibytes: int, stop: str) -> list[str]:
    folder = str(node.documents.blobs.folder.parent)
    url = node.engines.write.url.render_as_string(hide_password=False)
    return [sys.executable, "-c", UPLOADER, url, folder, account, str(mebibytes), stop]


def test_an_upload_that_is_killed_halfway_leaves_nothing(node: RunningNode, counsel: Actor):
    with subprocess.Popen(
        uploader(node, counsel.account, 4, "stop"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline() == "halfway\n"
        process.kill()
    assert len(files(node)) == 1
    assert sweep(node) == Swept(0, 1)
    assert (rows(node), files(node)) == (0, [])


def test_sixty_four_mebibytes_pass_through_a_few(node: RunningNode, counsel: Actor):
    done = subprocess.run(
        uploader(node, counsel.account, 64, "on"), capture_output=True, text=True, check=True
    )
    size, kibibytes = map(int, done.stdout.split())
    assert size == 64 * 1024 * 1024
    assert kibibytes < 8 * 1024
