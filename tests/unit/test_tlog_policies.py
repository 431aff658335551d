"""Policies of trust: what a file may say, and which checkpoints satisfy it (C2SP tlog-policy)."""

import contextlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ipregistry.tlog.checkpoints import Checkpoint
from ipregistry.tlog.notes import (
    COSIGNATURE,
    NoteError,
    Signature,
    SignatureError,
    Signer,
    VerifierKey,
    sign_note,
)
from ipregistry.tlog.policies import (
    MAX_POLICY_BYTES,
    Freshness,
    Policy,
    PolicyError,
    judge,
    parse_policy,
)


def key(number: int) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)


LOG = Signer("log.example/1", key(1))
OTHER_LOG = Signer("log.example/2", key(2))
COSIGNERS = {
    name: Signer(f"{name}.example", key(n), COSIGNATURE) for n, name in enumerate("ABCDEF", 3)
}
NOW = 1_764_400_000


def written(*lines: str, logs: tuple[Signer, ...] = (LOG,)) -> bytes:
    known = [f"log {log.verifier}" for log in logs]
    known += [f"witness {name} {one.verifier}" for name, one in COSIGNERS.items()]
    return "".join(f"{line}\n" for line in (*known, *lines)).encode()


def checkpoint(
    *witnesses: str, log: Signer = LOG, origin: str | None = None, at: int = NOW
) -> bytes:
    text = Checkpoint(origin or log.name, 3, bytes(32)).text()
    note = sign_note(text, [log])
    return note.with_signatures(COSIGNERS[name].cosign(text, at) for name in witnesses).encoded()


def accepted(policy: bytes, data: bytes, fresh: Freshness | None = None) -> bool:
    return judge(parse_policy(policy), data, fresh).satisfied


TWO_OF_THREE = written("group q 2 A B C", "quorum q")


# -------------------------------------------------------------------------------- what counts


@pytest.mark.parametrize(
    ("witnesses", "enough"),
    [("", False), ("A", False), ("AB", True), ("AC", True), ("ABC", True), ("AD", False)],
)
def test_two_of_three_witnesses_make_the_quorum_and_one_does_not(
    witnesses: str, enough: bool
) -> None:
    assert accepted(TWO_OF_THREE, checkpoint(*witnesses)) == enough


@pytest.mark.parametrize(
    ("witnesses", "enough"), [("ABD", True), ("AB", False), ("AD", False), ("ACF", True)]
)
def test_groups_of_groups_count_as_the_specification_has_them(witnesses: str, enough: bool) -> None:
    policy = written("group X 2 A B C", "group Y any D E F", "group both all X Y", "quorum both")
    assert accepted(policy, checkpoint(*witnesses)) == enough


def test_a_single_witness_or_none_may_be_the_quorum() -> None:
    assert accepted(written("quorum A"), checkpoint("A"))
    assert not accepted(written("quorum A"), checkpoint("B"))
    assert accepted(written("quorum none"), checkpoint())


@given(st.integers(1, 6), st.sets(st.sampled_from("ABCDEF")))
def test_a_group_counts_exactly_its_members(threshold: int, witnesses: set[str]) -> None:
    policy = parse_policy(written(f"group q {threshold} A B C D E F", "quorum q"))
    assert policy.satisfied_by(witnesses) == (len(witnesses) >= threshold)


def test_an_old_cosignature_does_not_count_again() -> None:
    day = 86_400
    data = checkpoint("A", "B", at=NOW - day - 1)
    assert accepted(TWO_OF_THREE, data)
    found = judge(parse_policy(TWO_OF_THREE), data, Freshness(NOW, max_age=day))
    assert (found.satisfied, found.stale) == (False, {"A", "B"})
    assert accepted(TWO_OF_THREE, checkpoint("A", "B", at=NOW - day), Freshness(NOW, max_age=day))


def test_a_cosignature_from_the_future_does_not_count() -> None:
    assert accepted(TWO_OF_THREE, checkpoint("A", "B", at=NOW + 30), Freshness(NOW))
    assert not accepted(TWO_OF_THREE, checkpoint("A", "B", at=NOW + 31), Freshness(NOW))


def test_a_witness_of_a_sort_that_is_not_checked_never_counts() -> None:
    later = VerifierKey("later.example", 0x06, bytes(1312))
    policy = written(f"witness L {later}", "quorum L")
    note = sign_note(Checkpoint(LOG.name, 3, bytes(32)).text(), [LOG])
    signed = note.with_signatures([Signature(later.name, later.key_id, bytes(2428))])
    assert not accepted(policy, signed.encoded())


def test_any_of_the_logs_may_have_signed_under_its_own_name() -> None:
    policy = written("quorum none", logs=(LOG, OTHER_LOG))
    found = judge(parse_policy(policy), checkpoint(log=OTHER_LOG))
    assert (found.log, found.checkpoint.origin) == (OTHER_LOG.verifier, OTHER_LOG.name)


def test_a_log_does_not_speak_under_the_name_of_another() -> None:
    policy = parse_policy(written("quorum none", logs=(LOG, OTHER_LOG)))
    with pytest.raises(NoteError):
        judge(policy, checkpoint(log=OTHER_LOG, origin=LOG.name))


def test_without_a_signature_of_the_log_witnesses_make_nothing_true() -> None:
    with pytest.raises(NoteError):
        judge(parse_policy(TWO_OF_THREE), checkpoint("A", "B", log=OTHER_LOG))


def test_a_cosignature_that_does_not_hold_is_refused_not_left_out() -> None:
    data = checkpoint("A", "B", "C")
    moved = data.replace(b"\n3\n", b"\n4\n")
    with pytest.raises(SignatureError):
        judge(parse_policy(TWO_OF_THREE), moved)


def test_a_reader_may_know_the_log_from_elsewhere() -> None:
    policy = parse_policy(written("quorum A", logs=()))
    assert judge(policy.trusting(LOG.verifier), checkpoint("A")).satisfied


# ------------------------------------------------------------------------------- what is read


def test_blanks_and_comments_say_nothing() -> None:
    plain, spaced = (
        parse_policy(written("quorum none")),
        b"\n \t\n#\xff\x80\n\t # quorum A\n\tquorum \t none  \n",
    )
    assert parse_policy(written() + spaced) == plain


def test_urls_are_kept() -> None:
    policy = parse_policy(f"log {LOG.verifier} https://log.example/\nquorum none\n".encode())
    assert policy.logs[0].url == "https://log.example/"


def test_names_are_octets() -> None:
    kelvin = COSIGNERS["A"].verifier
    data = f"witness \u212a {kelvin}\nwitness K {COSIGNERS['B'].verifier}\nquorum K\n".encode()
    assert set(parse_policy(data).witnesses) == {"\u212a", "K"}
    raw = b"witness \xff " + str(kelvin).encode() + b"\nquorum \xff\n"
    assert parse_policy(raw).quorum == "\udcff"


def test_thirty_two_of_each_are_read() -> None:
    signers = [Signer(f"{n}.example", key(100 + n), COSIGNATURE) for n in range(32)]
    lines = [f"log {Signer(f'l{n}.example', key(200 + n)).verifier}" for n in range(32)]
    lines += [f"witness w{n} {one.verifier}" for n, one in enumerate(signers)]
    lines += ["group g0 any w0", *(f"group g{n} all g{n - 1} w{n}" for n in range(1, 32))]
    policy = parse_policy("\n".join([*lines, "quorum g31", ""]).encode())
    assert policy.satisfied_by({f"w{n}" for n in range(32)})
    assert not policy.satisfied_by({f"w{n}" for n in range(31)})


A, B = COSIGNERS["A"].verifier, COSIGNERS["B"].verifier


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "one quorum"),
        (["quorum none", "quorum none"], "one quorum"),
        (["quorum q", "group q any A"], "not defined above"),
        (["group g any h", "group h any A", "quorum g"], "not defined above"),
        (["group g any g", "quorum g"], "not defined above"),
        (["group g any none", "quorum g"], "not defined above"),
        (["group none any A", "quorum none"], "defined already"),
        (["group A any B", "quorum A"], "defined already"),
        (["group g any A A", "quorum g"], "member already"),
        (["group g any A", "group h any A", "quorum h"], "member already"),
        (["group g 0 A", "quorum g"], "from 1 to 1"),
        (["group g 2 A", "quorum g"], "from 1 to 1"),
        (["group g 01 A", "quorum g"], "from 1 to 1"),
        (["group g +1 A", "quorum g"], "from 1 to 1"),
        (["group g all", "quorum g"], "group <name>"),
        (["quorum"], "quorum <name>"),
        (["quorum A B"], "quorum <name>"),
        ([f"witness Z {A}", "quorum Z"], "stands twice"),
        ([f"log {LOG.verifier}", "quorum none"], "stands twice"),
        ([f"witness Z {LOG.verifier}", "quorum Z"], "not that of a witness"),
        ([f"log {A}", "quorum none"], "not that of a log"),
        ([f"log {LOG.verifier} a b", "quorum none"], "log <vkey>"),
        (["log x+00000000+AA==", "quorum none"], "key"),
        (["trust A", "quorum none"], "does not begin with"),
        (["quorum none\r"], "control character"),
        (["quorum\u00a0none"], "does not begin with"),
        (["quorum none\x7f"], "control character"),
    ],
)  # fmt: skip
def test_what_the_specification_does_not_allow_is_refused(lines: list[str], said: str) -> None:
    with pytest.raises(PolicyError, match=said):
        parse_policy(written(*lines))


def test_the_same_key_under_another_name_is_still_the_same() -> None:
    again = VerifierKey("another.example", COSIGNATURE, A.public)
    with pytest.raises(PolicyError, match="stands twice"):
        parse_policy(written(f"witness Z {again}", "quorum Z"))


def test_a_policy_is_not_read_beyond_its_limit() -> None:
    with pytest.raises(PolicyError, match="too long"):
        parse_policy(written("quorum none") + b"#" * MAX_POLICY_BYTES)


def test_a_refusal_names_the_line() -> None:
    with pytest.raises(PolicyError, match="line 3: "):
        parse_policy(b"# one\n\nquorum nobody\n")


@given(st.binary(max_size=200))
def test_no_octets_do_more_than_be_refused(data: bytes) -> None:
    with contextlib.suppress(PolicyError):
        assert isinstance(parse_policy(data), Policy)
