"""Papers are uploaded over HTTP: as they are, to be filed; what is not right leaves nothing."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from ipregistry.domain.access import PUBLIC_ACTOR, Actor, Role
from ipregistry.domain.documents import waiting_area
from ipregistry.services.documents.reading import content_of
from tests.api.desk import Api, codes, problem_of

PAPER = b"%PDF-1.7 a sample paper"


def content_digest(content: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(content).digest()).decode()}:"


def send(
    api: Api, actor: Actor, content: bytes = PAPER, media_type: str = "application/pdf", **more: str
) -> TestResponse:
    headers = {
        "Content-Digest": content_digest(content),
        "Content-Type": media_type,
        **{name.replace("_", "-"): value for name, value in more.items()},
    }
    return api.call("POST", "documents", actor, headers=headers, data=content)


def kept(api: Api) -> list[Path]:
    folder = api.world.node.documents.blobs.folder
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def counsel(api: Api) -> Actor:
    return api.world.actor(Role.AGENT)


def test_an_upload_is_answered_with_what_a_filing_names(api: Api, counsel: Actor):
    answer = send(api, counsel)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    said = answer.json
    assert said["digest"] == "sha256:" + hashlib.sha256(PAPER).hexdigest()
    assert (said["byteQuantity"], said["mediaType"]) == (len(PAPER), "application/pdf")
    assert said["keptUntil"] > api.world.node.now()
    found = content_of(
        api.world.node, waiting_area(counsel.account), hashlib.sha256(PAPER).digest()
    )
    assert b"".join(found.pieces) == PAPER


def test_sending_it_again_does_no_harm(api: Api, counsel: Actor):
    assert send(api, counsel).json["digest"] == send(api, counsel).json["digest"]


def test_only_who_may_file_in_a_case_uploads(api: Api, registrar: Actor, auditor: Actor):
    before = kept(api)
    problem_of(send(api, PUBLIC_ACTOR), 401, "authentication-required")
    for stranger in (registrar, auditor):
        problem_of(send(api, stranger), 403, "upload-not-yours")
    assert kept(api) == before


@pytest.mark.parametrize(
    "media_type", ["text/html", "image/svg+xml", "application/zip", "application/json", ""]
)
def test_a_type_that_is_not_taken_is_answered_with_those_that_are(
    api: Api, counsel: Actor, media_type: str
):
    before = kept(api)
    problem = problem_of(send(api, counsel, media_type=media_type), 415, "document-type-not-taken")
    assert "application/pdf" in problem["detail"]
    assert kept(api) == before


def test_a_compressed_body_is_not_taken_for_the_file(api: Api, counsel: Actor):
    problem_of(send(api, counsel, Content_Encoding="gzip"), 415, "document-type-not-taken")


@pytest.mark.parametrize(
    "digest", ["", "sha-256=:AAAA:", "sha256:" + "a" * 64, "md5=:AAAAAAAAAAAAAAAAAAAAAA==:"]
)
def test_a_digest_that_is_none_is_a_fault_of_form(api: Api, counsel: Actor, digest: str):
    problem = problem_of(send(api, counsel, Content_Digest=digest), 400)
    assert codes(problem) == {"content-digest-malformed"}


def test_a_digest_is_needed(api: Api, counsel: Actor):
    headers = {"Content-Type": "application/pdf"}
    answer = api.call("POST", "documents", counsel, headers=headers, data=PAPER)
    assert codes(problem_of(answer, 400)) == {"content-digest-missing"}


def test_other_digests_beside_it_are_left_alone(api: Api, counsel: Actor):
    both = f"sha-512=:{'A' * 86}==:, {content_digest(PAPER)}"
    assert send(api, counsel, Content_Digest=both).status_code == 200


def test_other_bytes_and_no_bytes_are_refused_and_nothing_is_left(api: Api, counsel: Actor):
    before = kept(api)
    wrong = send(api, counsel, Content_Digest=content_digest(b"another paper"))
    problem = problem_of(wrong, 422, "document-digest-differs")
    assert hashlib.sha256(PAPER).hexdigest() in problem["detail"]
    problem_of(send(api, counsel, b""), 422, "document-empty")
    assert kept(api) == before


def test_a_file_that_says_it_is_too_large_is_not_read(api: Api, counsel: Actor):
    before = kept(api)
    said = {"CONTENT_LENGTH": str(api.world.node.documents.most_bytes + 1)}
    headers = {"Content-Digest": content_digest(PAPER), "Content-Type": "application/pdf"}
    answer = api.call("POST", "documents", counsel, headers=headers, environ_overrides=said)
    problem_of(answer, 413, "document-too-large")
    assert kept(api) == before


def test_a_problem_is_told_in_the_callers_language(api: Api, counsel: Actor):
    answer = send(api, counsel, b"", Accept_Language="zh-Hant")
    assert "檔案為空" in problem_of(answer, 422)["detail"]
