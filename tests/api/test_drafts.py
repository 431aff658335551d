"""Drafts: the writer's alone, of whatever form, and filed once."""

from typing import Any

import pytest

from ipregistry.domain.access import PUBLIC_ACTOR, Actor
from ipregistry.services import drafts as service
from tests.api.desk import Api, codes, places, problem_of

TYPED = {"type": "party-registration", "body": {"category": "organization", "unheardOf": [1]}}


def whole(name: str = "Sample Draft Ltd") -> dict[str, Any]:
    body = {"category": "organization", "nameBag": [{"value": name, "languageCode": "en"}]}
    return {"type": "party-registration", "body": body, "noteText": "for Monday"}


def begun(api: Api, actor: Actor, typed: dict[str, Any] | None = None) -> str:
    answer = api.post("drafts", typed or whole(), actor)
    assert answer.status_code == 201, answer.text
    assert answer.headers["Location"] == f"/api/v1/drafts/{answer.json['id']}"
    assert answer.headers["ETag"] == '"1"'
    return str(answer.json["id"])


def put(api: Api, actor: Actor, draft: str, typed: Any, tag: str | None = '"1"') -> Any:
    headers = {} if tag is None else {"If-Match": tag}
    return api.call("PUT", f"drafts/{draft}", actor, headers=headers, json=typed)


def filed(api: Api, actor: Actor, draft: str, key: str) -> Any:
    return api.call("POST", f"drafts/{draft}/file", actor, headers={"Idempotency-Key": key})


def test_a_draft_is_kept_as_typed_whatever_its_form(api: Api, alice: Actor) -> None:
    draft = begun(api, alice, TYPED)
    read = api.get(f"drafts/{draft}", alice).json
    assert (read["type"], read["body"], read["noteText"]) == (*TYPED.values(), None)


@pytest.mark.parametrize(
    ("typed", "place", "code"),
    [
        ({"type": "no-such-type", "body": {}}, "/type", "value-not-allowed"),
        ({"type": "assignment", "body": []}, "/body", "type-wrong"),
        ({"type": "assignment"}, "/body", "member-missing"),
    ],
)
def test_a_draft_of_no_type_or_without_a_body_is_none(
    api: Api, alice: Actor, typed: Any, place: str, code: str
) -> None:
    assert (place, code) in places(problem_of(api.post("drafts", typed, alice), 400))


def test_a_draft_is_strict_json(api: Api, alice: Actor) -> None:
    answer = api.post("drafts", b'{"type":"assignment","body":{"a":1,"a":2}}', alice)
    assert codes(problem_of(answer, 400)) == {"json-duplicate-member"}


def test_nobody_else_sees_a_draft_not_even_an_officer(
    api: Api, alice: Actor, bob: Actor, registrar: Actor
) -> None:
    draft = begun(api, alice)
    for stranger in (bob, registrar):
        problem_of(api.get(f"drafts/{draft}", stranger), 404, "draft-unknown")
        problem_of(put(api, stranger, draft, whole()), 404, "draft-unknown")
        problem_of(filed(api, stranger, draft, "stranger"), 404, "draft-unknown")
        assert draft not in {d["id"] for d in api.get("drafts", stranger).json["items"]}
    problem_of(api.get(f"drafts/{draft}", PUBLIC_ACTOR), 401)


def test_a_draft_is_written_anew_only_by_who_saw_the_version_that_stands(
    api: Api, alice: Actor
) -> None:
    draft = begun(api, alice)
    second = put(api, alice, draft, TYPED)
    assert (second.status_code, second.headers["ETag"]) == (200, '"2"')
    problem_of(put(api, alice, draft, whole()), 412, "draft-changed")
    problem_of(put(api, alice, draft, whole(), tag=None), 428, "precondition-required")
    malformed = problem_of(put(api, alice, draft, whole(), tag="*"), 400)
    assert codes(malformed) == {"if-match-malformed"}
    assert api.get(f"drafts/{draft}", alice).json["body"] == TYPED["body"]


def test_a_draft_that_was_thrown_away_is_gone(api: Api, alice: Actor) -> None:
    draft = begun(api, alice)
    old = {"If-Match": '"7"'}
    problem_of(api.call("DELETE", f"drafts/{draft}", alice, headers=old), 412, "draft-changed")
    gone = api.call("DELETE", f"drafts/{draft}", alice, headers={"If-Match": '"1"'})
    assert (gone.status_code, gone.data) == (204, b"")
    problem_of(api.get(f"drafts/{draft}", alice), 404, "draft-unknown")


def test_drafts_are_listed_page_by_page(api: Api) -> None:
    writer = api.world.agent()
    written = {begun(api, writer) for _ in range(3)}
    first = api.get("drafts?limit=2&count=true", writer).json
    rest = api.get(f"drafts?limit=2&after={first['after']}", writer).json
    assert (first["count"], rest["after"]) == (3, None)
    assert {d["id"] for page in (first, rest) for d in page["items"]} == written


def test_a_desk_holds_so_many_drafts_and_no_more(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = api.world.agent()
    monkeypatch.setattr(service, "MOST_DRAFTS", 1)
    begun(api, writer)
    problem_of(api.post("drafts", whole(), writer), 409, "drafts-full")


def test_a_check_says_what_is_wrong_with_form_or_rules(api: Api, alice: Actor) -> None:
    wrong = problem_of(api.call("POST", f"drafts/{begun(api, alice, TYPED)}/check", alice), 400)
    assert ("/unheardOf", "member-unknown") in places(wrong)
    right = api.call("POST", f"drafts/{begun(api, alice)}/check", alice)
    assert right.json["status"] == "recorded"


def test_a_draft_is_filed_once_and_is_gone(api: Api, alice: Actor) -> None:
    draft = begun(api, alice)
    first = filed(api, alice, draft, "file-once")
    assert first.status_code == 201, first.text
    again = filed(api, alice, draft, "file-once")
    assert again.json["filing"]["id"] == first.json["filing"]["id"]
    assert (again.json["receipt"], again.json["replayedIndicator"]) == (first.json["receipt"], True)
    problem_of(api.get(f"drafts/{draft}", alice), 404, "draft-unknown")
    problem_of(filed(api, alice, draft, "another-key"), 409, "draft-filed")
    problem_of(put(api, alice, draft, whole()), 404, "draft-unknown")


def test_what_the_rules_refuse_stays_a_draft(api: Api, alice: Actor) -> None:
    body = {"mandate": "MA-2222222222222A"}
    draft = begun(api, alice, {"type": "mandate-revocation", "body": body})
    assert filed(api, alice, draft, "refused-draft").status_code in {400, 422}
    assert api.get(f"drafts/{draft}", alice).status_code == 200


def test_a_draft_changed_in_between_is_not_filed(api: Api, alice: Actor) -> None:
    node = api.world.node
    draft = begun(api, alice)
    seen = service.read_draft(node, alice, draft)
    put(api, alice, draft, TYPED)
    before = api.world.rows()
    with pytest.raises(service.ConflictError, match="draft-changed"):
        service.file_draft(node, alice, seen, whole()["body"], "too-late")
    assert api.world.rows() == before
