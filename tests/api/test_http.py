"""HTTP itself: methods, addresses, headers, errors in odd places. Never HTML, never a bare 500."""

import json
from typing import Any

import pytest

from ipregistry.api import problems
from ipregistry.domain.access import Actor
from ipregistry.services import errors
from tests.api.desk import Api, problem_of

UNKNOWN = "AS-22222222222222"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "assets", {"GET", "HEAD", "OPTIONS"}),
        ("DELETE", f"assets/{UNKNOWN}", {"GET", "HEAD", "OPTIONS"}),
        ("PUT", "filings", {"GET", "HEAD", "OPTIONS"}),
        ("PATCH", "policies", {"GET", "HEAD", "OPTIONS"}),
        ("DELETE", "filings/assignment/check", {"POST", "OPTIONS"}),
        ("PROPFIND", "assets", {"GET", "HEAD", "OPTIONS"}),
    ],
)
def test_another_method_is_405_and_names_those_that_are_allowed(
    api: Api, method: str, path: str, allowed: set[str]
) -> None:
    answer = api.call(method, path)
    problem_of(answer, 405, "method-not-allowed")
    assert set(answer.headers["Allow"].split(", ")) == allowed


def test_a_method_named_in_a_header_is_of_no_account(api: Api) -> None:
    answer = api.get("policies", headers={"X-HTTP-Method-Override": "DELETE"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "nothing",
        "assets/",
        "assets/a/b",
        "filings/no-such-type/check",
        "/api/v1",
        "/api/v2/assets",
        "/api/v1//assets",
        "/api/v1/assets/..%2f..%2fetc",
    ],
)
def test_an_address_where_nothing_is_gives_a_problem(api: Api, path: str) -> None:
    address = path if path.startswith("/") else f"/api/v1/{path}"
    answer = api.app.test_client().get("/", environ_overrides={"PATH_INFO": address})
    assert problem_of(answer, 404)["code"] in {"not-found", "asset-unknown"}


def test_filing_a_type_that_there_is_not_is_404_or_405(api: Api, registrar: Actor) -> None:
    answer = api.file(registrar, "no-such-type", {})
    problem_of(answer, 405, "method-not-allowed")


@pytest.mark.parametrize(
    "kind", ["assets", "parties", "transactions", "filings", "mandates", "policies"]
)
@pytest.mark.parametrize(
    "number",
    [
        UNKNOWN,
        "1",
        "AS%00",
        "%F0%9F%92%A9",
        "%ED%A0%80",
        "x" * 8000,
        "AS-22222222222222'; DROP TABLE part; --",
        "<script>alert(1)</script>",
    ],
    ids=lambda number: number[:12],
)
def test_a_record_number_that_is_none_is_404(api: Api, kind: str, number: str) -> None:
    for reader in (api.world.public, api.world.registrar):
        answer = api.get(f"{kind}/{number}", reader)
        problem = problem_of(answer, 404)
        assert problem["code"].endswith("-unknown") or problem["code"] == "not-found"
        assert problem["instance"].isascii()
        assert len(answer.data) < 5000


@pytest.mark.parametrize("number", [UNKNOWN, "AS%00", "x" * 8000, "%ED%A0%80"])
def test_the_title_of_what_is_no_record_is_404(api: Api, number: str) -> None:
    for query in ("", "?expand=chain", "?effectiveAt=2026-01-01"):
        problem_of(api.get(f"assets/{number}/title{query}"), 404, "asset-unknown")


# ------------------------------------------------------------------ HEAD, OPTIONS, bodies


def test_head_is_get_without_the_body(api: Api, alice: Actor) -> None:
    right = api.world.hk_right(alice)
    for path in (f"assets/{right}", f"assets/{right}/title", "policies", "/health"):
        got, head = api.get(path), api.call("HEAD", path)
        assert (head.status_code, head.data) == (200, b"")
        for name in ("ETag", "Content-Type", "Cache-Control", "Vary"):
            assert head.headers.get(name) == got.headers.get(name)
    tag = api.get(f"assets/{right}").headers["ETag"]
    again = api.call("HEAD", f"assets/{right}", headers={"If-None-Match": tag})
    assert again.status_code == 304


def test_options_names_the_methods_and_changes_nothing(api: Api) -> None:
    before = api.world.rows()
    answer = api.call("OPTIONS", "filings/assignment/check")
    assert (answer.status_code, answer.data) == (204, b"")
    assert set(answer.headers["Allow"].split(", ")) == {"POST", "OPTIONS"}
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Content-Type" not in answer.headers
    assert api.world.rows() == before


def test_a_body_on_a_get_is_of_no_account(api: Api) -> None:
    answer = api.get("policies", data=b"{", headers={"Content-Type": "application/json"})
    assert answer.status_code == 200


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "image/png", "*/*", ";;;"])
def test_whatever_is_accepted_the_answer_is_json(api: Api, accept: str) -> None:
    headers = {"Accept": accept}
    assert api.get("policies", headers=headers).mimetype == "application/json"
    problem_of(api.get(f"assets/{UNKNOWN}", headers=headers), 404)
    problem_of(api.call("DELETE", "policies", headers=headers), 405)


# ------------------------------------------------------------------ headers


def test_a_correlation_id_is_taken_up_where_it_is_one(api: Api) -> None:
    answer = api.get("nothing", headers={"Correlation-Id": "sample-0001"})
    assert problem_of(answer, 404)["correlationId"] == "sample-0001"


@pytest.mark.parametrize(
    "given", ["short", "x" * 65, "with space", "\xe9\xe9\xe9\xe9\xe9\xe9\xe9\xe9", "a" * 9000]
)
def test_another_text_is_none_and_is_not_sent_back(api: Api, given: str) -> None:
    answer = api.get("policies", headers={"Correlation-Id": given})
    assert answer.headers["Correlation-Id"] != given
    assert len(answer.headers["Correlation-Id"]) == 32


@pytest.mark.parametrize(
    "header", ["Accept-Language", "If-None-Match", "Accept", "Correlation-Id", "Idempotency-Key"]
)
@pytest.mark.parametrize("value", ["x" * 100_000, "é" * 100, ",;=\"'\\" * 50, ""])
def test_a_header_of_nonsense_breaks_nothing(api: Api, header: str, value: str) -> None:
    assert api.get("policies", headers={header: value}).status_code == 200


def test_every_answer_says_that_its_type_is_not_to_be_guessed(api: Api) -> None:
    for path in ("policies", "nothing", "/health"):
        assert api.get(path).headers["X-Content-Type-Options"] == "nosniff"


def test_what_depends_on_the_reader_is_kept_by_no_shared_cache(api: Api, registrar: Actor) -> None:
    for path in ("assets", "policies", "filings", "mandates"):
        answer = api.get(path, registrar)
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert answer.headers["Vary"] == "Authorization"
    answer = api.post("assets/resolve", {"items": [{"number": "1"}]})
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Language"] == "en"


def test_an_odd_host_is_a_problem_and_no_page(api: Api) -> None:
    answer = api.get("policies", headers={"Host": "sample host\xe9"})
    if answer.status_code != 200:
        problem_of(answer, 400)


# ------------------------------------------------------------------ errors in odd places


def test_a_bug_is_a_500_with_a_number_to_ask_by_and_nothing_else(
    fresh_api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = "sample-secret-text"

    def broken() -> Any:
        raise RuntimeError(secret)

    fresh_api.app.add_url_rule("/api/v1/broken", view_func=broken)
    answer = fresh_api.get("broken", headers={"Accept-Language": "pt"})
    problem = problem_of(answer, 500, "internal-error")
    assert secret not in answer.text
    assert problem["correlationId"] in problem["message"]
    assert problem["correlationId"] in capsys.readouterr().err


def test_every_error_of_a_service_has_its_status() -> None:
    def below(kind: type[Exception]) -> set[type[Exception]]:
        return {kind}.union(*(below(one) for one in kind.__subclasses__()))

    known = below(errors.ServiceError) - {errors.ServiceError}
    ours = {one for one in known if one.__module__.startswith("ipregistry.")}
    assert {one for one in ours if not issubclass(one, tuple(problems.STATUS_OF))} == set()


# ------------------------------------------------------------------ the node itself


def test_health_says_ready_and_which_node(api: Api) -> None:
    answer = api.get("/health")
    told = {"status": "ready", "node": "HK", "log": "running", "filings": "open"}
    assert (answer.status_code, answer.json) == (200, told)
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_contract_is_served_as_json(api: Api) -> None:
    answer = api.get("/api/v1/openapi.json")
    assert json.loads(answer.data)["info"]["title"] == "ipregistry"
