"""Notes, checkpoints, tiles and proofs: what is written is read, what was touched is refused."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ipregistry.tlog.checkpoints import Checkpoint, open_checkpoint, parse_checkpoint
from ipregistry.tlog.notes import (
    COSIGNATURE,
    Note,
    NoteError,
    Signature,
    SignatureError,
    Signer,
    parse_note,
    parse_vkey,
    sign_note,
    verified,
)
from ipregistry.tlog.proofs import Proof, ProofError, parse_proof, verify_proof
from ipregistry.tlog.tiles import (
    Tile,
    TiledTree,
    TileError,
    bundle,
    entries_of,
    hash_tile,
    index_path,
    new_bundles,
    new_tiles,
    parent_hashes,
    read_bundle,
    root_of_entries,
    root_of_leaves,
    tiles_of,
)
from ipregistry.tlog.tree import (
    consistency_proof,
    inclusion_path,
    inclusion_proof,
    leaf_hash,
    root_hash,
    verify_consistency,
    verify_inclusion,
)

LOG = Signer("log.example/1", Ed25519PrivateKey.from_private_bytes(b"\x01" * 32))
WITNESS = Signer("w.example", Ed25519PrivateKey.from_private_bytes(b"\x02" * 32), COSIGNATURE)


class Log:
    """A log in memory: its entries, and the tiles that its growth in steps has written."""

    def __init__(self, *sizes: int) -> None:
        self.files: dict[str, bytes] = {}
        self.entries: list[bytes] = []
        for size in sizes:
            self._grow(size)

    def _grow(self, size: int) -> None:
        old = len(self.entries)
        self.entries += [b"entry %d" % n for n in range(old, size)]
        for tile in new_bundles(old, size):
            start = tile.index * 256
            self.files[tile.path] = bundle(self.entries[start : start + tile.width])
        for tile in new_tiles(old, size):
            start = tile.index * 256
            if tile.level == 0:
                hashes = [leaf_hash(e) for e in self.entries[start : start + tile.width]]
            else:
                hashes = parent_hashes(tile.level, self.read, start, start + tile.width)
            self.files[tile.path] = hash_tile(hashes)

    def read(self, tile: Tile) -> bytes:
        return self.files[tile.path]

    @property
    def tree(self) -> TiledTree:
        return TiledTree(len(self.entries), self.read)

    def leaves(self, size: int | None = None) -> list[bytes]:
        return [leaf_hash(entry) for entry in self.entries[:size]]


BIG = Log(1, 255, 700, 66_000)
sizes = st.integers(0, 700)


# ------------------------------------------------------------------------------------- tiles


@pytest.mark.parametrize(
    ("index", "path"),
    [(0, "000"), (999, "999"), (1000, "x001/000"), (1_234_067, "x001/x234/067")],
)
def test_an_index_is_written_in_groups_of_three_digits(index: int, path: str) -> None:
    assert index_path(index) == path


def test_a_log_of_seventy_thousand_has_the_tiles_that_the_specification_counts() -> None:
    tiles = list(tiles_of(70_000))
    widths = [(t.level, t.width) for t in tiles if not t.full]
    assert widths == [(0, 112), (1, 17), (2, 1)]
    assert [sum(t.full and t.level == level for t in tiles) for level in range(3)] == [273, 1, 0]


def test_full_tiles_alone_leave_no_empty_one_behind() -> None:
    assert [t.path for t in tiles_of(256)] == ["tile/0/000", "tile/1/000.p/1"]
    assert list(tiles_of(0)) == []


@given(st.lists(sizes, min_size=1, max_size=5).map(sorted))
def test_however_a_log_has_grown_its_roots_are_those_of_its_entries(steps: list[int]) -> None:
    log = Log(*steps)
    root = root_hash(log.leaves())
    size = len(log.entries)
    assert log.tree.root() == root
    assert root_of_leaves(size, log.read) == root
    assert root_of_entries(size, log.read) == root
    assert list(entries_of(size, log.read)) == log.entries


def test_a_log_of_three_levels_has_the_root_of_its_entries() -> None:
    assert BIG.tree.root() == root_hash(BIG.leaves())


@pytest.mark.parametrize("data", [b"\x00", b"\x00\x05ab", b"\x00\x01a\x00\x01b", b""])
def test_a_bundle_of_another_length_is_refused(data: bytes) -> None:
    with pytest.raises(TileError):
        read_bundle(data, Tile(-1, 0, 1))


def test_an_entry_that_its_length_cannot_tell_is_refused() -> None:
    assert read_bundle(bundle([b"x" * 65_535]), Tile(-1, 0, 1)) == [b"x" * 65_535]
    with pytest.raises(TileError):
        bundle([b"x" * 65_536])


# ------------------------------------------------------------------------------------ proofs


@given(st.data(), st.integers(1, 700))
def test_a_proof_from_tiles_is_that_of_the_leaves_and_holds(data: st.DataObject, size: int) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaves = BIG.leaves(size)
    tree = Log(size).tree
    path = inclusion_proof(tree.range_hash, index, size)
    assert path == inclusion_path(leaves, index)
    assert verify_inclusion(leaves[index], index, size, path, tree.root())


@given(st.tuples(sizes, sizes).map(sorted))
def test_every_log_is_consistent_with_what_it_was(pair: list[int]) -> None:
    old, new = pair
    tree = Log(new).tree
    roots = (root_hash(BIG.leaves(old)), tree.root())
    path = consistency_proof(tree.range_hash, old, new)
    assert verify_consistency(old, new, *roots, path)
    assert not verify_consistency(old, new, *roots, [*path, b"\x00" * 32])
    if path:
        assert not verify_consistency(old, new, *roots, path[:-1])
        assert not verify_consistency(old, new, b"\x00" * 32, roots[1], path)
        assert not verify_consistency(old, new, roots[0], b"\x00" * 32, path)


@given(st.integers(1, 699), st.integers(1, 700), st.integers(0, 699))
def test_a_fork_is_consistent_with_nothing(old: int, new: int, changed: int) -> None:
    if not changed < old < new:
        return
    other = BIG.leaves(old)
    other[changed] = leaf_hash(b"another")
    tree = Log(new).tree
    path = consistency_proof(tree.range_hash, old, new)
    assert not verify_consistency(old, new, root_hash(other), tree.root(), path)


def test_sizes_that_cannot_be_are_consistent_with_nothing() -> None:
    root = root_hash([])
    assert verify_consistency(0, 0, root, root, [])
    assert not verify_consistency(2, 1, root, root, [])
    assert not verify_consistency(-1, 1, root, root, [])
    assert not verify_consistency(0, 1, b"\x00" * 32, root, [])


def _proof(index: int = 5, size: int = 700, extra: bytes | None = None) -> tuple[Proof, bytes]:
    tree = Log(size).tree
    checkpoint = Checkpoint(LOG.name, size, tree.root())
    note = sign_note(checkpoint.text(), [LOG]).encoded()
    path = tuple(inclusion_proof(tree.range_hash, index, size))
    return Proof(index, path, note, extra), leaf_hash(b"entry %d" % index)


@pytest.mark.parametrize("extra", [None, b"", b"a receipt"])
def test_a_proof_is_read_as_it_was_written_and_holds_offline(extra: bytes | None) -> None:
    proof, leaf = _proof(extra=extra)
    read = parse_proof(proof.encoded())
    assert read == proof
    assert verify_proof(read, leaf, LOG.verifier).size == 700


def test_a_proof_proves_nothing_else() -> None:
    proof, leaf = _proof()
    with pytest.raises(ProofError):
        verify_proof(proof, leaf_hash(b"entry 6"), LOG.verifier)
    moved = Proof(6, proof.path, proof.checkpoint)
    with pytest.raises(ProofError):
        verify_proof(moved, leaf, LOG.verifier)
    with pytest.raises(ProofError):
        verify_proof(proof, leaf, LOG.verifier, origin="other.example/1")
    with pytest.raises(ProofError):
        verify_proof(proof, leaf, WITNESS.verifier)


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"c2sp.org/tlog-proof@v2\nindex 0\n\n",
        b"c2sp.org/tlog-proof@v1\nindex 00\n\n",
        b"c2sp.org/tlog-proof@v1\nindex -1\n\n",
        b"c2sp.org/tlog-proof@v1\nindex 1\nAA==\n\n",
        b"c2sp.org/tlog-proof@v1\nindex 1\n!\n\n",
        b"c2sp.org/tlog-proof@v1\nindex 1",
        b"c2sp.org/tlog-proof@v1\n\xc3\xa9\n\n",
    ],
)
def test_what_is_no_proof_is_refused(broken: bytes) -> None:
    with pytest.raises(ProofError):
        parse_proof(broken)


# ------------------------------------------------------------------------------------- notes

# The example of C2SP signed-note: somebody else's key and signature.
EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuw"
    "HjG1Yu72IneyaQM=\n"
)


def test_the_example_of_the_specification_holds() -> None:
    key = parse_vkey(EXAMPLE_KEY)
    assert str(key) == EXAMPLE_KEY
    note = parse_note(EXAMPLE.encode())
    assert [v.key for v in verified(note, [key])] == [key]
    assert note.encoded() == EXAMPLE.encode()


def test_unknown_keys_are_passed_over_and_a_known_one_must_hold() -> None:
    note = sign_note("a text\n", [LOG])
    stranger = Signature("other.example", b"\x00\x00\x00\x00", b"\x06" + b"x" * 3000)
    more = note.with_signatures([stranger])
    assert [v.key for v in verified(parse_note(more.encoded()), [LOG.verifier])] == [LOG.verifier]
    with pytest.raises(SignatureError):
        verified(more, [WITNESS.verifier])
    forged = Note("another text\n", note.signatures)
    with pytest.raises(SignatureError):
        verified(forged, [LOG.verifier, WITNESS.verifier])


def test_a_key_of_the_same_name_with_another_id_is_another_key() -> None:
    namesake = Signer(LOG.name, Ed25519PrivateKey.from_private_bytes(b"\x09" * 32))
    both = sign_note("a text\n", [LOG, namesake])
    assert [v.key for v in verified(both, [LOG.verifier])] == [LOG.verifier]
    with pytest.raises(SignatureError):
        verified(sign_note("a text\n", [namesake]), [LOG.verifier])


def test_a_cosignature_binds_its_time() -> None:
    text = Checkpoint(LOG.name, 0, root_hash([])).text()
    signed = WITNESS.cosign(text, 1_700_000_000)
    note = sign_note(text, [LOG]).with_signatures([signed])
    (_, found) = verified(note, [LOG.verifier, WITNESS.verifier])
    assert (found.key, found.time) == (WITNESS.verifier, 1_700_000_000)
    later = (1_700_000_001).to_bytes(8, "big") + signed.payload[8:]
    moved = note.with_signatures([Signature(signed.name, signed.key_id, later)])
    with pytest.raises(SignatureError):
        verified(moved, [WITNESS.verifier])


def test_a_cosigner_signs_nothing_without_a_time_and_a_log_nothing_with_one() -> None:
    with pytest.raises(NoteError):
        WITNESS.sign("a text\n")
    with pytest.raises(NoteError):
        LOG.cosign("a text\n", 1)


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"no signature\n",
        b"text\n\nno dash\n",
        "text\n\n— name\n".encode(),
        "text\n\n— name AAAA\n".encode(),
        "text\n\n— name AAAAA\n".encode(),
        "text\n\n— a+b AAAAAAA=\n".encode(),
        "text\n\n— name AAAAAAA=".encode(),
        "te\txt\n\n— name AAAAAAA=\n".encode(),
        b"\xff\n\n",
        ("text\n\n" + "— name AAAAAAA=\n" * 65).encode(),
        b"x" * (256 * 1024 + 1),
    ],
)
def test_what_is_no_note_is_refused(broken: bytes) -> None:
    with pytest.raises(NoteError):
        parse_note(broken)


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "name",
        "name+00000000",
        "name+00000000+AQ==",
        EXAMPLE_KEY.replace("530d903a", "530d903b"),
    ],
)
def test_what_is_no_verifier_key_is_refused(broken: str) -> None:
    with pytest.raises(NoteError):
        parse_vkey(broken)


# ------------------------------------------------------------------------------- checkpoints


@given(st.integers(0, 2**40), st.binary(min_size=32, max_size=32))
def test_a_checkpoint_is_three_lines_and_read_as_written(size: int, root: bytes) -> None:
    made = Checkpoint(LOG.name, size, root)
    assert made.text().count("\n") == 3
    assert parse_checkpoint(made.text()) == made
    note = sign_note(made.text(), [LOG]).encoded()
    assert open_checkpoint(note, LOG.verifier) == made


def test_extension_lines_of_others_are_read_past() -> None:
    made = Checkpoint("other.example", 1, b"\x00" * 32, ("more",))
    assert parse_checkpoint(made.text()).extensions == ("more",)


ZEROS = base64.b64encode(b"\x00" * 32).decode()


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "log\n",
        "log\n1\n",
        f"\n1\n{ZEROS}\n",
        f"log\n01\n{ZEROS}\n",
        f"log\n-1\n{ZEROS}\n",
        f"log\n１\n{ZEROS}\n",
        "log\n1\nAA==\n",
        f"log\n1\n{ZEROS}\n\n",
        f"log\n1\n{ZEROS}",
        f"log\n1\n{ZEROS[:-2]}B=\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(broken: str) -> None:
    with pytest.raises(NoteError):
        parse_checkpoint(broken)


def test_a_checkpoint_of_another_log_is_refused() -> None:
    note = sign_note(Checkpoint("other.example", 1, b"\x00" * 32).text(), [LOG]).encoded()
    with pytest.raises(NoteError):
        open_checkpoint(note, LOG.verifier)
    assert open_checkpoint(note, LOG.verifier, "other.example").size == 1
