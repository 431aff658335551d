"""What is not of the form is refused at the door: everything that is wrong at once, each at its
place, in the caller's language; never a 500, never HTML, and nothing is stored."""

import json
from typing import Any

import pytest
from werkzeug.test import EnvironBuilder

from ipregistry.api.strict_json import MAX_BYTES
from ipregistry.domain.access import Actor
from tests.api.desk import Api, codes, places, problem_of

PARTY = {
    "category": "organization",
    "nameBag": [{"value": "Sample Limited", "languageCode": "en"}],
}


def raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def in_name(text: str) -> bytes:
    """A party's registration whose name is this piece of JSON."""
    before, after = '{"category":"organization","nameBag":[{"value":', ',"languageCode":"en"}]}'
    return raw(before + text + after)


# What is sent, and the places and codes that the answer gives.
BROKEN: dict[str, tuple[bytes, set[tuple[str, str]]]] = {
    "nothing": (b"", {("", "body-not-json")}),
    "no JSON": (b"{category:1}", {("", "body-not-json")}),
    "a list": (b"[]", {("", "body-not-object")}),
    "text": (b'"text"', {("", "body-not-object")}),
    "null": (b"null", {("", "body-not-object")}),
    "two bodies": (b"{}{}", {("", "body-not-json")}),
    "a byte order mark": (b"\xef\xbb\xbf{}", {("", "body-not-json")}),
    "UTF-16": ('{"category":"organization"}'.encode("utf-16"), {("", "body-not-utf8")}),
    "an invalid byte": (b'{"category":"\xff"}', {("", "body-not-utf8")}),
    "a surrogate in UTF-8": (raw('{"category":"\ud800"}'), {("", "body-not-utf8")}),
    "half a surrogate pair": (
        in_name('"Sample \\ud83d"'),
        {("/nameBag/0/value", "json-lone-surrogate")},
    ),
    "half a pair in a name": (b'{"\\udc00":"x"}', {("", "json-lone-surrogate")}),
    "not a number": (in_name("NaN"), {("/nameBag/0/value", "json-number-not-integer")}),
    "a fraction": (in_name("1.5"), {("/nameBag/0/value", "json-number-not-integer")}),
    "a rounded number": (
        in_name("9007199254740993"),
        {("/nameBag/0/value", "json-number-not-integer")},
    ),
    "a number for text": (in_name("12"), {("/nameBag/0/value", "type-wrong")}),
    "true for text": (in_name("true"), {("/nameBag/0/value", "type-wrong")}),
    "null for text": (in_name("null"), {("/nameBag/0/value", "type-wrong")}),
    "a list for text": (in_name('["Sample"]'), {("/nameBag/0/value", "type-wrong")}),
    "a NUL in text": (
        in_name('"Sample\\u0000"'),
        {("/nameBag/0/value", "text-has-control-characters")},
    ),
    "a member twice": (
        b'{"category":"organization","nameBag":[],"category":"person"}',
        {("/category", "json-duplicate-member")},
    ),
    "deep": (
        b'{"category":' + b"[" * 40 + b"]" * 40 + b"}",
        {("/category" + "/0" * 31, "json-too-deep")},
    ),
    "very deep": (b"[" * 500_000, {("", "json-too-deep")}),
    "deep objects": (b'{"a":' * 100_000, {("", "json-too-deep")}),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_body_that_is_not_of_the_form_is_refused_at_its_place(
    api: Api, registrar: Actor, case: str
) -> None:
    body, expected = BROKEN[case]
    before = api.world.rows()
    problem = problem_of(api.file(registrar, "party-registration", body), 400, "shape-errors")
    assert places(problem) == expected
    assert api.world.rows() == before


def test_every_fault_is_told_at_once(api: Api, registrar: Actor) -> None:
    body = {
        "category": "company",
        "nameBag": [{"value": 7, "languageCode": "English"}, {"value": " ", "colour": "red"}],
        "jurisdictionCode": "hk",
        "town": "Sample Town",
        "identifierBag": [],
        "a/b~c": 1,
    }
    problem = problem_of(api.file(registrar, "party-registration", body), 400)
    assert places(problem) == {
        ("/category", "value-not-allowed"),
        ("/nameBag/0/value", "type-wrong"),
        ("/nameBag/0/languageCode", "language-malformed"),
        ("/nameBag/1/value", "text-empty"),
        ("/nameBag/1/colour", "member-unknown"),
        ("/nameBag/1/languageCode", "member-missing"),
        ("/jurisdictionCode", "country-malformed"),
        ("/town", "member-unknown"),
        ("/identifierBag", "list-empty"),
        ("/a~1b~0c", "member-unknown"),
    }


def test_a_missing_key_is_told_together_with_the_faults_of_the_body(
    api: Api, registrar: Actor
) -> None:
    answer = api.post("filings/party-registration", {"nameBag": []}, registrar)
    assert places(problem_of(answer, 400)) == {
        ("", "idempotency-key-missing"),
        ("/category", "member-missing"),
        ("/nameBag", "list-empty"),
    }


@pytest.mark.parametrize(
    ("member", "value", "code"),
    [
        ("executedDate", "2026-02-30", "date-impossible"),
        ("executedDate", "2026-13-01", "date-impossible"),
        ("executedDate", "26-01-01", "date-impossible"),
        ("executedDate", "2026-01-01T00:00:00Z", "date-impossible"),
        ("executedDate", "0001-01-01", "date-impossible"),
        ("executedDate", "２０２６-01-01", "date-impossible"),
        ("executedDate", 20260101, "type-wrong"),
        ("transferorBag", {}, "type-wrong"),
        ("assetBag", "AS-2222222222222X", "type-wrong"),
        ("consideration", {"amount": 5, "currencyCode": "HKD"}, "type-wrong"),
        ("consideration", {"amount": "-5", "currencyCode": "HKD"}, "amount-malformed"),
        ("consideration", {"amount": "5.001", "currencyCode": "HKD"}, "amount-too-fine"),
        ("consideration", {"amount": "5", "currencyCode": "XXX"}, "currency-unknown"),
    ],
)
def test_a_wrong_member_of_an_assignment_is_a_fault_of_form(
    api: Api, alice: Actor, bob: Actor, member: str, value: Any, code: str
) -> None:
    body = {**api.world.sale({"number": "HK30000000"}, alice, bob), member: value}
    before = api.world.rows()
    problem = problem_of(api.file(alice, "assignment", body), 400)
    assert codes(problem) == {code}
    assert all(v["pointer"].startswith(f"/{member}") for v in problem["errorBag"])
    assert api.world.rows() == before


# ------------------------------------------------------------------ size and media type


@pytest.mark.parametrize("size", [MAX_BYTES + 1, 10_000_000])
def test_a_body_that_is_too_large_is_refused_before_it_is_read(
    api: Api, registrar: Actor, size: int
) -> None:
    problem = problem_of(
        api.file(registrar, "party-registration", b"[" * size), 413, "body-too-large"
    )
    assert str(MAX_BYTES) in problem["message"]


def test_the_largest_body_is_still_read(api: Api, registrar: Actor) -> None:
    body = json.dumps(PARTY).encode()
    answer = api.file(registrar, "party-registration", body + b" " * (MAX_BYTES - len(body)))
    assert answer.status_code == 201


class Chunks:
    """A body that comes in pieces, of which nobody says how long it is."""

    def __init__(self, *pieces: bytes) -> None:
        self.pieces, self.given = list(pieces), 0

    def read(self, size: int = -1) -> bytes:
        if not self.pieces:
            return b""
        piece = self.pieces.pop(0)
        if 0 <= size < len(piece):
            self.pieces.insert(0, piece[size:])
            piece = piece[:size]
        self.given += len(piece)
        return piece


def chunked(api: Api, actor: Actor, key: str, stream: Chunks) -> tuple[str, bytes]:
    """As a server hands on a chunked request; the test client would insist on a length."""
    environ = {
        **EnvironBuilder(path="/api/v1/filings/party-registration", method="POST").get_environ(),
        "CONTENT_TYPE": "application/json",
        "HTTP_TRANSFER_ENCODING": "chunked",
        "HTTP_AUTHORIZATION": f"Bearer {api.world.keys[str(actor.account)]}",
        "HTTP_IDEMPOTENCY_KEY": key,
        "wsgi.input": stream,
        "wsgi.input_terminated": True,
    }
    environ.pop("CONTENT_LENGTH", None)
    said: list[str] = []
    answer = b"".join(api.app(environ, lambda status, _headers: said.append(status)))
    return said[0], answer


def test_a_body_in_pieces_is_read_to_its_end(api: Api, registrar: Actor) -> None:
    body = json.dumps(PARTY).encode()
    stream = Chunks(body[:10], body[10:11], body[11:])
    status, answer = chunked(api, registrar, "chunks-1", stream)
    assert status.startswith("201"), answer


def test_a_body_in_pieces_without_end_is_given_up_at_the_limit(api: Api, registrar: Actor) -> None:
    stream = Chunks(*[b" " * 65_536] * 200)
    status, answer = chunked(api, registrar, "chunks-2", stream)
    assert status.startswith("413")
    assert json.loads(answer)["code"] == "body-too-large"
    assert stream.given <= MAX_BYTES + 1


def test_a_body_shorter_than_it_was_said_to_be_is_refused(api: Api, registrar: Actor) -> None:
    answer = api.call(
        "POST",
        "filings/party-registration",
        registrar,
        headers={"Content-Type": "application/json", "Idempotency-Key": "short-1"},
        data=b"{}",
        environ_overrides={"CONTENT_LENGTH": "500"},
    )
    problem_of(answer, 400)


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "multipart/form-data; boundary=x"},
        {"Content-Type": "application/xml"},
        {"Content-Type": ""},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
    ],
    ids=str,
)
def test_another_media_type_is_415(api: Api, registrar: Actor, headers: dict[str, str]) -> None:
    answer = api.file(registrar, "party-registration", PARTY, headers=headers)
    problem_of(answer, 415, "media-type-unsupported")


def test_a_charset_in_the_media_type_is_of_no_account(api: Api, registrar: Actor) -> None:
    headers = {"Content-Type": "Application/JSON; charset=utf-8"}
    answer = api.file(registrar, "party-registration", PARTY, headers=headers)
    assert answer.status_code == 201


# ------------------------------------------------------------------ answers in proportion


def test_faults_without_end_are_counted_and_not_listed(api: Api, registrar: Actor) -> None:
    body = b'{"category":[' + b",".join([b"1.5"] * 200_000) + b"]}"
    answer = api.file(registrar, "party-registration", body)
    problem = problem_of(answer, 400)
    left_out = [v for v in problem["errorBag"] if v["code"] == "faults-left-out"]
    assert [v["params"]["count"] for v in left_out] == ["199500"]
    assert len(answer.data) < 500_000


def test_long_names_are_not_repeated_by_every_fault(api: Api, registrar: Actor) -> None:
    body = b'{"%s":[%s]}' % (b"x" * 500_000, b",".join([b"1.5"] * 100_000))
    answer = api.file(registrar, "party-registration", body)
    problem_of(answer, 400)
    assert len(answer.data) < 2 * MAX_BYTES


# ------------------------------------------------------------------ languages


@pytest.mark.parametrize(
    ("asked", "language"),
    [("zh-HK", "zh-Hant"), ("zh-CN", "zh-Hans"), ("pt-MO", "pt"), ("en", "en"), ("xx", "en")],
)
def test_faults_are_told_in_the_callers_language(
    api: Api, registrar: Actor, asked: str, language: str
) -> None:
    from ipregistry.web.messages import message

    answer = api.file(
        registrar, "party-registration", {"nameBag": 1}, headers={"Accept-Language": asked}
    )
    problem = problem_of(answer, 400)
    assert answer.headers["Content-Language"] == language
    said = {v["code"]: v["message"] for v in problem["errorBag"]}
    assert said["member-missing"] == message("member-missing", {}, language)
    assert problem["message"] == message("shape-errors", {}, language)
    assert "type-wrong" not in said["type-wrong"]


def test_each_language_says_it_differently(api: Api, registrar: Actor) -> None:
    said = set()
    for language in ("zh-HK", "zh-CN", "pt-MO", "en"):
        headers = {"Accept-Language": language}
        answer = api.file(registrar, "party-registration", {}, headers=headers)
        said.add(problem_of(answer, 400)["errorBag"][0]["message"])
    assert len(said) == 4
