"""Documents of papers: filed with their bytes, read by who may read the paper, gone with it."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from ipregistry.domain.access import PUBLIC_ACTOR, Actor, Role
from ipregistry.models import audit, document, part
from ipregistry.services.documents.checking import check
from ipregistry.services.documents.sweeping import keep_swept
from ipregistry.services.replay import compare, replay
from tests.api.desk import Api, codes, places, problem_of
from tests.casework import Case, consultation, papers, request_body, with_packs

TERMS = b"%PDF-1.7 the limits within which we negotiate"
MANDATE = b"%PDF-1.7 what our side would settle for"


@pytest.fixture(scope="module")
def cases(api: Api) -> Api:
    return with_packs(api)


@pytest.fixture
def case(cases: Api) -> Case:
    return consultation(cases)


def send(api: Api, actor: Actor, content: bytes) -> None:
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
    headers = {"Content-Digest": f"sha-256=:{digest}:", "Content-Type": "application/pdf"}
    answer = api.call("POST", "documents", actor, headers=headers, data=content)
    assert answer.status_code == 200, answer.text


def named(name: str, content: bytes, **more: Any) -> dict[str, Any]:
    digest = "sha256:" + hashlib.sha256(content).hexdigest()
    return {"document": name, "digest": digest, **more}


def file_paper(case: Case, actor: Actor, *bag: dict[str, Any]) -> TestResponse:
    return case.file(actor, "case-paper", documentBag=list(bag))


def filed(case: Case, actor: Actor, name: str, content: bytes) -> str:
    """The number of a paper that was uploaded and filed."""
    send(case.api, actor, content)
    answer = file_paper(case, actor, named(name, content))
    assert answer.status_code == 201, answer.text
    items = case.api.get(f"cases/{case.id}/papers?limit=200", actor).json["items"]
    digest = named(name, content)["digest"]
    found = [one["id"] for one in items if one["partBag"][0]["body"].get("digest") == digest]
    return str(found[-1])


def content(case: Case, actor: Actor, paper: str) -> TestResponse:
    return case.api.get(f"cases/{case.id}/papers/{paper}/content", actor)


def files(case: Case) -> list[Path]:
    folder = case.api.world.node.documents.blobs.folder
    return [path for path in folder.rglob("*") if path.is_file()]


def noted(case: Case, paper: str) -> list[str]:
    """Who left a line of having read the paper's document."""
    with case.api.world.node.engines.read.connect() as connection:
        lines = sa.select(audit.c.actor).where(
            audit.c.action == "read:case-paper", audit.c.digest == paper
        )
        return list(connection.execute(lines).scalars())


def outsiders(case: Case) -> Sequence[Actor]:
    world = case.api.world
    return (world.registrar, world.actor(Role.AUDITOR), world.owner("Stranger"), world.agent())


def test_a_paper_whose_document_was_not_uploaded_is_refused_and_nothing_is_changed(
    case: Case,
) -> None:
    bag = [named("mandate", TERMS), named("mandate", MANDATE)]
    send(case.api, case.first, TERMS)
    for answer in (
        file_paper(case, case.first, *bag),
        case.api.check(case.first, "case-paper", {"case": case.id, "documentBag": bag}),
    ):
        problem = problem_of(answer, 422)
        assert places(problem) == {("/documentBag/1", "document-not-uploaded")}
    items = case.api.get(f"cases/{case.id}/papers", case.first).json["items"]
    assert len(items) == 1


def test_what_another_account_uploaded_is_not_uploaded(case: Case) -> None:
    send(case.api, case.second, b"theirs")
    problem = problem_of(file_paper(case, case.first, named("mandate", b"theirs")), 422)
    assert codes(problem) == {"document-not-uploaded"}


def test_what_is_kept_elsewhere_is_said_to_be_and_is_not_given(case: Case) -> None:
    assert file_paper(case, case.first, *papers("mandate")).status_code == 201
    items = case.api.get(f"cases/{case.id}/papers", case.first).json["items"]
    for item in items:
        problem_of(content(case, case.first, item["id"]), 404, "document-elsewhere")


def test_a_filing_must_not_say_of_a_document_what_is_not_so(case: Case) -> None:
    send(case.api, case.first, MANDATE)
    wrong = named("mandate", MANDATE, byteQuantity=7)
    assert codes(problem_of(file_paper(case, case.first, wrong), 422)) == {"document-size-differs"}
    wrong = named("mandate", MANDATE, mediaType="text/plain")
    assert codes(problem_of(file_paper(case, case.first, wrong), 422)) == {"document-type-differs"}


def test_a_document_is_given_as_it_came_and_as_a_file_only(case: Case) -> None:
    paper = filed(case, case.first, "invitation", TERMS)
    answer = content(case, case.first, paper)
    assert (answer.status_code, answer.data) == (200, TERMS)
    said = answer.headers
    assert said["Content-Type"] == "application/pdf"
    assert said["Content-Length"] == str(len(TERMS))
    assert said["Content-Disposition"] == f'attachment; filename="{paper}.pdf"'
    assert said["Cache-Control"] == "no-store"
    assert said["X-Content-Type-Options"] == "nosniff"
    assert said["Content-Security-Policy"].startswith("sandbox")
    digest = base64.b64encode(hashlib.sha256(TERMS).digest()).decode()
    assert said["Content-Digest"] == f"sha-256=:{digest}:"


def test_a_paper_for_all_is_read_by_all_in_the_case_and_by_nobody_else(case: Case) -> None:
    paper = filed(case, case.first, "invitation", TERMS)
    for reader in (case.first, case.second, case.manager):
        assert content(case, reader, paper).data == TERMS
    for outsider in outsiders(case):
        problem_of(content(case, outsider, paper), 404, "case-paper-unknown")
    problem_of(content(case, PUBLIC_ACTOR, paper), 401)


def test_a_caucus_paper_is_read_by_its_side_alone(case: Case) -> None:
    paper = filed(case, case.first, "mandate", MANDATE)
    assert content(case, case.first, paper).data == MANDATE
    for other in (case.second, case.manager, *outsiders(case)):
        problem_of(content(case, other, paper), 404, "case-paper-unknown")


def test_readings_by_others_than_the_side_are_noted(case: Case) -> None:
    paper = filed(case, case.first, "invitation", TERMS)
    content(case, case.first, paper)
    assert noted(case, paper) == []
    content(case, case.second, paper)
    content(case, case.manager, paper)
    assert noted(case, paper) == [case.second.account, case.manager.account]
    content(case, case.api.world.registrar, paper)
    assert len(noted(case, paper)) == 2


def test_a_paper_stands_in_its_own_case_alone(case: Case) -> None:
    paper = filed(case, case.first, "invitation", TERMS)
    other = consultation(case.api)
    address = f"cases/{other.id}/papers/{paper}/content"
    problem_of(case.api.get(address, case.first), 404, "case-paper-unknown")


def test_what_all_read_already_is_named_again_without_sending_it_again(case: Case) -> None:
    filed(case, case.first, "invitation", TERMS)
    kept = len(files(case))
    answer = file_paper(case, case.second, named("invitation", TERMS))
    assert answer.status_code == 201, answer.text
    assert len(files(case)) == kept


def test_a_request_names_what_was_uploaded_before_there_was_a_case(cases: Api) -> None:
    first, second = cases.world.owner("Sample A"), cases.world.owner("Sample B")
    body = request_body("consultation-plain", first, second)
    body["documentBag"] = [named("invitation", b"an invitation")]
    refused = problem_of(cases.file(first, "case-request", body), 422)
    assert codes(refused) == {"document-not-uploaded"}
    send(cases, first, b"an invitation")
    answer = cases.file(first, "case-request", body)
    assert answer.status_code == 201, answer.text


def test_replaced_counsel_reads_nothing_any_more(case: Case) -> None:
    counsel = case.api.world.agent()
    power = "sha256:" + "d" * 64
    appointed = [{"account": counsel.account, "powerDigest": power}]
    case.file(case.first, "case-representation", side="party", appointedBag=appointed)
    paper = filed(case, counsel, "mandate", MANDATE)
    assert content(case, counsel, paper).data == MANDATE
    case.file(case.first, "case-representation", side="party", endedBag=[counsel.account])
    problem_of(content(case, counsel, paper), 404)
    assert content(case, case.first, paper).data == MANDATE


def test_a_document_that_was_changed_on_the_disk_is_not_given(case: Case) -> None:
    before = set(files(case))
    paper = filed(case, case.first, "invitation", b"a paper that is changed")
    (blob,) = set(files(case)) - before
    blob.write_bytes(blob.read_bytes()[:-1] + b"!")
    problem_of(content(case, case.first, paper), 500, "internal-error")
    assert [f.fault for f in check(case.api.world.node, no_progress).faults] == ["damaged"]
    blob.unlink()
    assert [f.fault for f in check(case.api.world.node, no_progress).faults] == ["blob-missing"]
    with case.api.world.node.engines.write.begin() as connection:
        connection.execute(document.delete().where(document.c.blob == blob.name))
    (fault,) = check(case.api.world.node, no_progress).faults
    assert (fault.paper, fault.case, fault.fault) == (paper, case.id, "not-kept")
    erase(case, paper, "case:all")


def no_progress(number: int, total: int) -> None:
    assert 0 < number <= total


def erase(case: Case, paper: str, label: str) -> None:
    """Two officers take a paper out."""
    api, world = case.api, case.api.world
    body = {
        "partBag": [{"record": paper, "part": label}],
        "groundCategory": "order",
        "citation": "Order of a court",
    }
    waiting = api.file(world.registrar, "erasure", body)
    assert waiting.status_code == 201, waiting.text
    decision = {"filing": waiting.json["filing"]["id"], "outcome": "accept"}
    decided = api.file(world.examiner, "decision", decision)
    assert decided.status_code == 201, decided.text


def test_an_erased_papers_document_is_gone_with_it(case: Case) -> None:
    node = case.api.world.node
    paper = filed(case, case.first, "mandate", b"a name that must go")
    before = files(case)
    erase(case, paper, "case:caucus")
    problem_of(content(case, case.first, paper), 410, "document-erased")
    keep_swept(node)
    assert len(files(case)) == len(before) - 1
    with node.engines.read.connect() as connection:
        bodies = connection.execute(sa.select(part.c.body).where(part.c.record_id == paper))
        (left,) = [json.loads(body) for body in bodies.scalars()]
        assert left["case"] == case.id
        assert {"digest", "labelText"}.isdisjoint(left)
    assert compare(node, replay(node)) == []
    assert [f for f in check(node, no_progress).faults if f.paper == paper] == []


def test_what_another_paper_names_too_stays(case: Case) -> None:
    paper = filed(case, case.first, "invitation", b"named by both")
    again = file_paper(case, case.second, named("invitation", b"named by both"))
    assert again.status_code == 201, again.text
    erase(case, paper, "case:all")
    items = case.api.get(f"cases/{case.id}/papers", case.second).json["items"]
    standing = [one for one in items if "body" in one["partBag"][0]]
    (other,) = [o["id"] for o in standing if o["partBag"][0]["body"].get("side") == "other_party"]
    assert content(case, case.second, other).data == b"named by both"


def test_every_paper_is_found_whole_by_the_check(case: Case) -> None:
    filed(case, case.first, "mandate", MANDATE)
    found = check(case.api.world.node, no_progress)
    assert found.faults == ()
    assert found.papers > found.elsewhere > 0


def test_a_paper_that_is_erased_during_the_check_is_no_fault(case: Case) -> None:
    paper = filed(case, case.first, "mandate", b"erased while the check runs")

    def erasing(number: int, _: int) -> None:
        if number == 1:
            erase(case, paper, "case:caucus")

    assert check(case.api.world.node, erasing).faults == ()


def test_which_erasure_took_a_paper_is_read_by_who_could_read_the_paper(case: Case) -> None:
    paper = filed(case, case.first, "mandate", MANDATE)
    erase(case, paper, "case:caucus")
    (left,) = case.api.get(f"case-papers/{paper}", case.first).json["partBag"]
    erasure = f"erasures/{left['erased']}"
    assert case.api.get(erasure, case.first).status_code == 200
    for other in (case.second, case.manager, *outsiders(case)):
        problem_of(case.api.get(erasure, other), 404, "erasure-unknown")
