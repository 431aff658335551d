"""Disclosure through the API: by the law of the seat or by consent, logged, opened once."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime
from typing import Any

import pytest
from werkzeug.test import TestResponse

from ipregistry.domain.access import Role
from ipregistry.services.replay import compare, replay
from tests.api.desk import Api, codes, problem_of
from tests.casework import Case, consultation, digest, made, mediation, opened, papers, with_packs

DOCUMENTS = ("notice_of_arbitration", "statement_of_claim", "arbitration_agreement")


@pytest.fixture(scope="module")
def cases(api: Api) -> Api:
    api.world.clock.now = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    return with_packs(api)


@pytest.fixture
def arbitration(cases: Api) -> Case:
    """Seated in Hong Kong, with an award among its papers."""
    cases.world.clock.now = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    case = opened(
        cases,
        "arbitration-uncitral-expedited",
        *DOCUMENTS,
        roles=("claimant", "respondent"),
        seatCode="HK",
    )
    answer = case.file(case.manager, "case-paper", documentBag=papers("award", "response"))
    assert answer.status_code == 201, answer.text
    return case


def paper_ids(case: Case) -> dict[str, str]:
    found = case.api.get(f"cases/{case.id}/papers", case.manager).json["items"]
    return {one["partBag"][0]["body"]["document"]: one["id"] for one in found}


def ask(case: Case, who: Any = None, **more: Any) -> str:
    body = {"recipientCategory": "authority", "recipientText": "Sample Authority", **more}
    return made(case.file(who or case.manager, "case-disclosure", **body), "CD")


def read(case: Case, disclosure: str, who: Any = None) -> dict[str, Any]:
    answer = case.api.get(f"case-disclosures/{disclosure}", who or case.manager)
    assert answer.status_code == 200, answer.text
    return dict(answer.json["partBag"][0]["body"])


def consent(case: Case, who: Any, disclosure: str, *, agreed: bool = True) -> TestResponse:
    return case.file(who, "case-consent", disclosure=disclosure, agreedIndicator=agreed)


def open_(case: Case, disclosure: str, token: str) -> TestResponse:
    body = {"disclosure": disclosure, "token": token}
    return case.api.call("POST", "case-disclosure-openings", json=body)


def token(case: Case, disclosure: str) -> str:
    answer = case.api.get(f"case-disclosures/{disclosure}/token", case.manager)
    assert answer.status_code == 200, answer.text
    return str(answer.json["token"])


def test_a_mainland_authority_without_a_basis_is_refused_and_the_sides_see_it(
    arbitration: Case,
) -> None:
    case = arbitration
    disclosure = ask(case, recipientPlaceCode="CN", receivedPaperDigest=digest("letter"))
    for reader in (case.manager, case.first, case.second):
        body = read(case, disclosure, reader)
        assert body["status"] == "refused"
        assert body["recipientText"] == "Sample Authority"
        assert [r["code"] for r in body["reasonBag"]] == ["disclosure-basis-missing"]
        assert body["reasonBag"][0]["citation"] == "Arbitration Ordinance, Cap. 609 s.18"
    listed = case.api.get(f"cases/{case.id}/disclosures", case.second).json["items"]
    assert [one["id"] for one in listed] == [disclosure]
    assert case.api.get(f"case-disclosures/{disclosure}/token", case.manager).status_code == 403


def test_to_enforce_the_award_the_award_and_the_agreement_are_shown_and_nothing_else(
    arbitration: Case,
) -> None:
    case = arbitration
    basis = {"basis": "enforce_or_challenge_award", "basisDocumentDigest": digest("application")}
    disclosure = ask(case, recipientPlaceCode="CN", **basis)
    body = read(case, disclosure, case.second)
    assert (body["status"], body["basis"]) == ("granted", "enforce_or_challenge_award")
    assert {one["document"] for one in body["paperBag"]} == {"award", "arbitration_agreement"}
    assert body["law"]["placeCode"] == "HK"
    assert body["law"]["policy"]["digest"].startswith("sha256:")
    seen = open_(case, disclosure, token(case, disclosure))
    assert seen.status_code == 200, seen.text
    shown = {one["body"]["document"] for one in seen.json["paperBag"]}
    assert shown == {"award", "arbitration_agreement"}
    used = read(case, disclosure, case.first)
    assert used["status"] == "used"
    assert used["usedAt"]


def test_without_its_document_a_basis_opens_nothing(arbitration: Case) -> None:
    disclosure = ask(arbitration, basis="enforce_or_challenge_award")
    body = read(arbitration, disclosure)
    assert body["status"] == "refused"
    assert [r["code"] for r in body["reasonBag"]] == ["disclosure-document-missing"]


def test_a_disclosure_opens_once_with_its_own_token_and_not_after_its_last_day(
    arbitration: Case,
) -> None:
    case = arbitration
    basis = {"basis": "enforce_or_challenge_award", "basisDocumentDigest": digest("application")}
    first, second = ask(case, **basis), ask(case, **basis)
    wrong = problem_of(open_(case, first, token(case, second)), 404)
    assert codes(wrong) == set() or wrong["code"] == "case-disclosure-unknown"
    mine = token(case, first)
    assert open_(case, first, mine).status_code == 200
    assert open_(case, first, mine).status_code in {404, 422}
    late = token(case, second)
    case.api.world.clock.move(days=15)
    assert codes(problem_of(open_(case, second, late), 422)) == {"case-disclosure-over"}


def test_consent_is_each_sides_own_and_taken_back_before_use(arbitration: Case) -> None:
    case = arbitration
    answer = paper_ids(case)["response"]
    disclosure = ask(case, case.first, basis="agreed_by_parties", paperBag=[answer])
    assert read(case, disclosure)["awaitedBag"] == ["claimant", "respondent"]
    assert consent(case, case.first, disclosure).status_code == 201
    assert read(case, disclosure)["awaitedBag"] == ["respondent"]
    assert consent(case, case.second, disclosure).status_code == 201
    assert read(case, disclosure)["status"] == "granted"
    known = token(case, disclosure)
    assert consent(case, case.second, disclosure, agreed=False).status_code == 201
    assert read(case, disclosure)["status"] == "refused"
    assert open_(case, disclosure, known).status_code == 404
    again = consent(case, case.second, disclosure)
    assert codes(problem_of(again, 422)) == {"case-disclosure-decided"}


def test_nobody_consents_for_a_side_but_the_side(arbitration: Case) -> None:
    case = arbitration
    answer = paper_ids(case)["response"]
    disclosure = ask(case, case.first, basis="agreed_by_parties", paperBag=[answer])
    filed = case.file(
        case.first, "case-consent", disclosure=disclosure, agreedIndicator=True, by="respondent"
    )
    assert codes(problem_of(filed, 403)) == {"case-not-your-side"}
    desk = case.file(
        case.manager, "case-consent", disclosure=disclosure, agreedIndicator=True, by="respondent"
    )
    assert codes(problem_of(desk, 422)) == {"case-entered-without-paper"}


def test_a_caucus_paper_is_never_shown_and_not_told_to_exist(cases: Api) -> None:
    cases.world.clock.now = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    case = consultation(cases)
    answer = case.file(case.first, "case-paper", documentBag=papers("mandate"))
    secret = made(answer, "CP")
    basis = {"basis": "agreed_by_parties", "paperBag": [secret]}
    body = read(case, ask(case, case.second, **basis))
    assert body["status"] == "refused"
    assert body["withheldBag"][0]["reason"] == {"code": "disclosure-paper-unknown"}
    assert "mandate" not in str(body)


def test_the_law_of_a_case_is_shown_to_those_in_it(cases: Api, arbitration: Case) -> None:
    said = arbitration.api.get(f"cases/{arbitration.id}/confidentiality", arbitration.second).json
    assert (said["law"]["connection"], said["law"]["placeCode"]) == ("seat", "HK")
    assert {c["code"] for c in said["codeBag"]} >= {"enforce_or_challenge_award"}
    assert set(said["codeBag"][0]["labelBag"]) == {"en", "zh-Hans", "zh-Hant", "pt"}
    mediated = mediation(cases)
    said = cases.get(f"cases/{mediated.id}/confidentiality", mediated.first).json
    assert said["law"]["citation"] == "Mediation Ordinance, Cap. 620 s.8"


def test_who_is_not_in_the_case_learns_nothing_of_a_disclosure(arbitration: Case) -> None:
    case, world = arbitration, arbitration.api.world
    disclosure = ask(case)
    strangers = [world.owner("Sample Stranger"), world.registrar, world.actor(Role.AUDITOR)]
    for stranger in strangers:
        for path in (
            f"case-disclosures/{disclosure}",
            f"case-disclosures/{disclosure}/token",
            f"cases/{case.id}/disclosures",
            f"cases/{case.id}/confidentiality",
        ):
            assert case.api.get(path, stranger).status_code == 404, path
    filed = case.file(
        strangers[0], "case-disclosure", recipientCategory="court", recipientText="Sample Court"
    )
    assert codes(problem_of(filed, 422)) == {"case-unknown"}


def test_replay_gives_the_same_disclosures(arbitration: Case) -> None:
    ask(arbitration)
    node = arbitration.api.world.node
    assert compare(node, replay(node)) == []


def test_the_outsider_reads_the_documents_that_he_was_granted_and_no_others(
    arbitration: Case,
) -> None:
    case, content = arbitration, b"%PDF-1.4 sample award"
    coded = base64.b64encode(hashlib.sha256(content).digest()).decode()
    headers = {"Content-Digest": f"sha-256=:{coded}:", "Content-Type": "application/pdf"}
    sent = case.api.call("POST", "documents", case.first, headers=headers, data=content)
    assert sent.status_code == 200, sent.text
    named = "sha256:" + hashlib.sha256(content).hexdigest()
    bag = [{"document": "award", "digest": named}, {**papers("response")[0]}]
    assert case.file(case.first, "case-paper", documentBag=bag).status_code == 201
    known = case.api.get(f"cases/{case.id}/papers?limit=200", case.manager).json["items"]
    bodies = {one["id"]: one["partBag"][0]["body"] for one in known}
    award = next(one for one, body in bodies.items() if body["digest"] == named)
    other = next(one for one, body in bodies.items() if body["document"] == "response")
    basis = {"basis": "enforce_or_challenge_award", "basisDocumentDigest": digest("application")}
    disclosure = ask(case, paperBag=[award], **basis)
    mine = token(case, disclosure)

    def got(paper: str, key: str = mine) -> TestResponse:
        path = f"case-disclosure-openings/{disclosure}/papers/{paper}/content"
        return case.api.get(path, headers={"Disclosure-Token": key})

    assert got(award).status_code == 404, "first it is opened, which the case's record says"
    assert open_(case, disclosure, mine).status_code == 200
    assert got(award).data == content
    assert {got(other).status_code, got(award, "x").status_code} == {404}
    assert open_(case, disclosure, mine).status_code == 422, "it opens once"
    case.api.world.clock.move(days=15)
    assert got(award).status_code == 404
