"""Notices of cases through the API: returned, sent again by the next channel, received, and what
runs from then at the addressee's place; work items; letters; closures entered later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest

from ipregistry.api.spec import read_example
from ipregistry.domain.access import Actor, Role
from ipregistry.services import recomputing
from ipregistry.services.background import TASKS
from ipregistry.services.opening import publish_seed_calendars, publish_seed_packs
from ipregistry.services.replay import compare, replay
from tests.api.desk import Api, codes, problem_of
from tests.casework import mediation

EAR, CONSULTATION = "arbitration-uncitral-expedited", "consultation-plain"
PAPERS = {
    EAR: ("notice_of_arbitration", "statement_of_claim", "arbitration_agreement"),
    CONSULTATION: ("invitation",),
}
ROLES = {EAR: ("claimant", "respondent"), CONSULTATION: ("party", "other_party")}


def digest(name: str) -> str:
    return "sha256:" + sha256(name.encode()).hexdigest()


def paper(name: str) -> dict[str, Any]:
    return {
        "document": name,
        "digest": digest(name),
        "byteQuantity": 1024,
        "mediaType": "application/pdf",
        "languageCode": "en",
        "labelText": name,
        "heldElsewhereIndicator": True,
    }


class Desk:
    """A case manager, two sides, and one case between them."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.world = api.world
        publish_seed_calendars(self.world.node)
        publish_seed_packs(self.world.node)
        self.manager = self.world.actor(Role.CASE_MANAGER)
        self.asking = self.world.owner("Sample Asking Ltd")
        self.asked = self.world.owner("Sample Asked & Sons Ltd")

    def at(self, day: str, hour: int = 2) -> None:
        """The clock of the node, in UTC."""
        self.world.clock.now = datetime.fromisoformat(f"{day}T{hour:02}:00:00").replace(tzinfo=UTC)

    def open(self, pack: str, place: str) -> str:
        """A case under a pack, whose other side is at a place."""
        first, second = ROLES[pack]
        sides = [
            {
                "side": first,
                "role": first,
                "placeCode": "CN",
                "partyBag": [self._party(self.asking)],
            },
            {
                "side": second,
                "role": second,
                "placeCode": place,
                "partyBag": [self._party(self.asked)],
            },
        ]
        body = {
            "pack": pack,
            "side": first,
            "sideBag": sides,
            "seatCode": "HK",
            "languageCode": "en",
            "documentBag": [paper(name) for name in PAPERS[pack]],
        }
        answer = self.api.file(self.asking, "case-request", body)
        assert answer.status_code == 201, answer.text
        return self._made(answer, "CA-")

    @staticmethod
    def _party(actor: Actor) -> dict[str, Any]:
        return {"party": actor.party}

    def file(self, type_name: str, body: dict[str, Any], actor: Actor | None = None) -> Any:
        return self.api.file(actor or self.manager, type_name, body)

    def done(self, type_name: str, body: dict[str, Any]) -> Any:
        answer = self.file(type_name, body)
        assert answer.status_code == 201, answer.text
        return answer

    @staticmethod
    def _made(answer: Any, prefix: str) -> str:
        text = answer.text
        start = text.index(f'"{prefix}') + 1
        return str(text[start : text.index('"', start)])

    def notice(self, case: str, channel: str, sent: str, **more: Any) -> str:
        """A notice to the other side, its number."""
        body = {**NOTICE, "case": case, "channelCode": channel, "sentDate": sent, **more}
        self.done("case-notice", body)
        listed = self.get(f"case-notices?case={case}").json["items"]
        (found,) = [
            item["id"]
            for item in listed
            if item["partBag"][0]["body"]["channelCode"] == channel
            and item["partBag"][0]["version"] == 1
        ]
        return str(found)

    def outcome(self, case: str, notice: str, what: str, on: str, **more: Any) -> dict[str, Any]:
        return {
            "case": case,
            "notice": notice,
            "noticeVersion": 1,
            "outcomeCode": what,
            "outcomeDate": on,
            "proofDigest": digest("proof"),
            **more,
        }

    def get(self, path: str, actor: Actor | None = None) -> Any:
        return self.api.get(path, actor or self.manager)

    def body(self, path: str, actor: Actor | None = None) -> dict[str, Any]:
        answer = self.get(path, actor)
        assert answer.status_code == 200, answer.text
        (part,) = answer.json["partBag"]
        return dict(part["body"])

    def due(self, case: str) -> dict[str, str | None]:
        bag = self.body(f"cases/{case}").get("deadlineBag", [])
        return {one["deadline"]: one.get("dueDate") for one in bag}


NOTICE = {
    "side": "respondent",
    "addressText": "Sample Street 1",
    "placeCode": "HK",
    "languageCode": "en",
    "event": "notice_received",
}


@pytest.fixture(scope="module")
def desk(api: Api) -> Desk:
    return Desk(api)


@pytest.fixture
def own_desk(fresh_api: Api) -> Desk:
    """Of a node where nothing else happened: closures count for every case."""
    return Desk(fresh_api)


def work_of(desk: Desk, case: str) -> list[dict[str, Any]]:
    listed = desk.get("case-work-items?limit=1000").json["items"]
    return [item for item in listed if item["case"] == case]


@pytest.mark.parametrize(
    ("place", "due"), [("CN", "2026-10-08"), ("HK", "2026-10-02"), ("MO", "2026-10-05")]
)
def test_a_returned_notice_goes_by_the_next_channel_and_the_period_runs_from_its_receipt(
    desk: Desk, place: str, due: str
) -> None:
    desk.at("2026-09-14")
    case = desk.open(EAR, "HK")
    # The place of the address counts, also where the case had another one for that side.
    first = desk.notice(case, "email", "2026-09-14", placeCode=place)
    desk.done("case-notice-outcome", desk.outcome(case, first, "returned", "2026-09-14"))
    assert desk.due(case) == {}
    (item,) = work_of(desk, case)
    assert (item["notice"], item["case"], item["side"]) == (first, case, "respondent")
    assert (item["standing"], item["nextChannelCode"]) == ("not-received", "courier")

    desk.at("2026-09-16")
    second = desk.notice(case, "courier", "2026-09-15", placeCode=place, follows=first)
    assert work_of(desk, case) == []
    desk.done("case-notice-outcome", desk.outcome(case, second, "delivered", "2026-09-16"))
    assert desk.due(case)["response"] == due
    body = desk.body(f"case-notices/{second}")
    assert body["receipt"]["receivedDate"] == "2026-09-16"
    assert body["receipt"]["deemedIndicator"] is False
    event = desk.body(f"cases/{case}")["eventBag"][-1]
    assert (event["event"], event["onDate"], event["notice"]) == (
        "notice_received",
        "2026-09-16",
        second,
    )
    assert compare(desk.world.node, replay(desk.world.node)) == []


def test_who_is_not_written_to_reads_no_notice(desk: Desk) -> None:
    desk.at("2026-09-14")
    case = desk.open(EAR, "HK")
    notice = desk.notice(case, "email", "2026-09-14")
    outsider = desk.world.owner("Sample Outsider")
    for actor in (desk.asking, outsider, desk.world.registrar, desk.world.examiner):
        assert desk.get(f"case-notices/{notice}", actor).status_code == 404
        assert desk.get(f"case-notices?case={case}", actor).json["items"] == []
    assert desk.body(f"case-notices/{notice}", desk.asked)["channelCode"] == "email"
    assert len(desk.get(f"case-notices?case={case}", desk.asked).json["items"]) == 1
    for actor in (desk.asking, desk.world.registrar):
        assert desk.get("case-work-items", actor).status_code == 403


def test_what_is_wrong_with_a_notice_is_told_at_once(desk: Desk) -> None:
    desk.at("2026-09-14")
    case = desk.open(EAR, "HK")
    wrong = {
        **NOTICE,
        "case": case,
        "channelCode": "publication",
        "sentDate": "2026-09-20",
        "event": "award_made",
        "follows": "CN-22222222222222",
    }
    assert codes(problem_of(desk.file("case-notice", wrong), 422)) == {
        "case-notice-unknown",
        "notice-channel-not-allowed",
        "notice-makes-no-event",
        "notice-not-sent-yet",
    }
    nobody = {**NOTICE, "case": case, "side": "jury", "channelCode": "email"}
    answer = desk.file("case-notice", {**nobody, "sentDate": "2026-09-14"})
    assert codes(problem_of(answer, 422)) == {"case-side-unknown"}
    assert desk.get(f"case-notices?case={case}").json["items"] == []
    assert (
        desk.file("case-notice", {**nobody, "sentDate": "2026-09-14"}, desk.asking).status_code
        == 403
    )


def test_a_receipt_is_proved_and_is_said_once(desk: Desk) -> None:
    desk.at("2026-09-16")
    case = desk.open(EAR, "HK")
    notice = desk.notice(case, "courier", "2026-09-16")
    outcome = desk.outcome(case, notice, "delivered", "2026-09-16")
    bare = {k: v for k, v in outcome.items() if k != "proofDigest"}
    answer = desk.file("case-notice-outcome", bare)
    assert codes(problem_of(answer, 422)) == {"notice-proof-missing"}
    own = {**outcome, "receivedDate": "2026-09-15"}
    assert codes(problem_of(desk.file("case-notice-outcome", own), 422)) == {
        "notice-receipt-by-rule",
        "notice-reason-missing",
        "notice-outcome-outside",
    }
    desk.done("case-notice-outcome", outcome)
    again = desk.file("case-notice-outcome", outcome)
    assert codes(problem_of(again, 409)) == {"stale-version"}
    twice = desk.file("case-notice-outcome", {**outcome, "noticeVersion": 2})
    assert codes(problem_of(twice, 422)) == {"notice-received-already"}


def test_a_receipt_whose_event_does_not_fit_is_kept_and_is_work(desk: Desk) -> None:
    desk.at("2026-09-16")
    case = desk.open(EAR, "HK")
    first, second = (desk.notice(case, c, "2026-09-16") for c in ("courier", "in_person"))
    desk.done("case-notice-outcome", desk.outcome(case, first, "delivered", "2026-09-16"))
    # The case has moved on: it was received twice.
    desk.done("case-notice-outcome", desk.outcome(case, second, "delivered", "2026-09-16"))
    (item,) = work_of(desk, case)
    assert (item["notice"], item["standing"]) == (second, "received-not-played")


def test_a_deadline_without_a_date_is_work(desk: Desk) -> None:
    desk.at("2026-12-20")
    case = desk.open(EAR, "CN")
    notice = desk.notice(case, "courier", "2026-12-20", placeCode="CN")
    desk.done("case-notice-outcome", desk.outcome(case, notice, "delivered", "2026-12-20"))
    (item,) = work_of(desk, case)
    assert item["workItemCategory"] == "deadline-without-date"
    assert {one["standing"] for one in item["deadlineBag"]} == {"calendar-not-published"}
    assert {one["deadline"] for one in item["deadlineBag"]} == {
        "response",
        "agree_authority",
        "agree_arbitrator",
    }


# -------------------------------------------------------------------------------------- letters


def letter(desk: Desk, case: str, name: str, actor: Actor | None = None, **more: str) -> Any:
    query = "&".join(f"{k}={v}" for k, v in {"lang": "en", **more}.items())
    return desk.get(f"cases/{case}/letters/{name}?{query}", actor)


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant", "pt"])
def test_a_letter_is_the_same_for_the_same_version_of_the_case(desk: Desk, language: str) -> None:
    desk.at("2026-09-14")
    case = desk.open(EAR, "HK")
    answer = letter(desk, case, "notice-of-request", lang=language, side="respondent")
    assert answer.status_code == 200, answer.text
    said = answer.json
    assert said["digest"] == digest(said["text"])
    assert "Sample Asked & Sons Ltd" in said["text"]
    assert case in said["text"]
    # The side that it goes to reads the same letter, also when the case has moved on.
    more = {"letter": "notice-of-request", "digest": said["digest"]}
    notice = desk.notice(case, "courier", "2026-09-14", documentBag=[more])
    desk.done("case-notice-outcome", desk.outcome(case, notice, "delivered", "2026-09-14"))
    later = letter(
        desk, case, "notice-of-request", desk.asked, lang=language, version=said["caseVersion"]
    )
    assert later.json == said
    newest = letter(desk, case, "notice-of-request", desk.asked, lang=language).json
    assert "2026-09-29" in newest["text"]
    assert newest["digest"] != said["digest"]


def test_a_letter_is_written_where_the_rules_have_it(desk: Desk) -> None:
    desk.at("2026-09-14")
    case = desk.open(EAR, "HK")
    assert "HK" in letter(desk, case, "acceptance").json["text"]
    refused = {
        "attestation-of-mediation": "letter-not-of-this-pack",
        "notice-of-request": "letter-without-addressee",
        "deadline-recomputed": "letter-without-addressee",
    }
    for name, code in refused.items():
        problem_of(letter(desk, case, name), 409, code)
    problem_of(
        letter(desk, case, "deadline-recomputed", side="respondent"),
        409,
        "letter-nothing-recomputed",
    )
    outsider = desk.world.owner("Sample Outsider")
    for actor in (outsider, desk.world.registrar):
        problem_of(letter(desk, case, "acceptance", actor), 404, "case-unknown")
    problem_of(letter(desk, case, "reminder", desk.asked, side="claimant"), 404, "case-unknown")
    problem_of(letter(desk, case, "acceptance", version="9"), 404, "case-version-unknown")


# -------------------------------------------------------------------------- closures entered later


STORM = {
    "jurisdictionCode": "HK",
    "closureDate": "2026-09-28",
    "closureCategory": "typhoon_8",
    "sourceText": "Hong Kong Observatory",
    "sourceDigest": digest("signal"),
}


def invited(desk: Desk) -> str:
    """Fourteen days from 12 September in Hong Kong end on a holiday, and so on the 28th."""
    desk.at("2026-09-12")
    case = desk.open(CONSULTATION, "HK")
    more = {"side": "other_party", "event": "invitation_received"}
    notice = desk.notice(case, "courier", "2026-09-12", **more)
    desk.done("case-notice-outcome", desk.outcome(case, notice, "delivered", "2026-09-12"))
    assert desk.due(case) == {"answer_invitation": "2026-09-28"}
    return case


def settle(desk: Desk) -> int:
    """The background looks again when nothing that began before can still be recorded."""
    desk.world.clock.now += timedelta(minutes=5)
    return recomputing.recompute_deadlines(desk.world.node)


def test_a_storm_entered_later_moves_what_is_open_and_the_parties_are_told(own_desk: Desk) -> None:
    desk = own_desk
    case = invited(desk)
    desk.at("2026-09-28", 8)
    entered = desk.file("closure-entry", STORM)
    assert entered.status_code == 201, entered.text
    assert desk.due(case) == {"answer_invitation": "2026-09-28"}
    assert recomputing.recompute_deadlines(desk.world.node) == 1
    assert settle(desk) == 0
    body = desk.body(f"cases/{case}")
    (event,) = body["eventBag"]
    (change,) = event["changeBag"]
    assert event["event"] == "deadlines_recomputed"
    assert (change["dueBefore"], change["dueDate"]) == ("2026-09-28", "2026-09-29")
    assert [one["closureDate"] for one in change["closureBag"]] == ["2026-09-28"]
    assert [m["firstDate"] for m in body["deadlineBag"]] == ["2026-09-28"]
    assert recomputing.recompute_deadlines(desk.world.node) == 0

    for actor in (desk.asking, desk.asked):
        told = desk.get("notices", actor).json["items"]
        assert [one["case"] for one in told if one["act"] == "case-recomputing"] == [case]
    for office in (desk.world.registrar, desk.world.examiner):
        assert case not in desk.get("notices?limit=1000", office).text
    said = letter(desk, case, "deadline-recomputed", desk.asked).json["text"]
    assert "2026-09-28 becomes 2026-09-29" in said
    assert "typhoon signal no. 8" in said
    # On the day itself it is still open; behind it, silence is refusal.
    assert desk.body(f"cases/{case}")["stateCode"] == "invited"
    assert compare(desk.world.node, replay(desk.world.node)) == []


def test_a_storm_taken_back_moves_it_back(own_desk: Desk) -> None:
    desk = own_desk
    case = invited(desk)
    desk.at("2026-09-28", 1)
    desk.done("closure-entry", STORM)
    assert recomputing.recompute_deadlines(desk.world.node) == 1
    (listed,) = desk.get("closures").json["items"]
    back = {**STORM, "closure": listed["id"], "closureVersion": 1, "withdrawnIndicator": True}
    desk.done("closure-entry", back)
    assert recomputing.recompute_deadlines(desk.world.node) == 1
    assert desk.due(case) == {"answer_invitation": "2026-09-28"}


def test_the_recomputing_goes_on_where_it_was_killed(
    own_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = own_desk
    cases = [invited(desk) for _ in range(3)]
    desk.at("2026-09-28", 8)
    desk.done("closure-entry", STORM)
    monkeypatch.setattr(recomputing, "BATCH", 2)
    assert recomputing.recompute_deadlines(desk.world.node) == 2
    # Killed before it wrote how far it came: what was done is not done twice.
    monkeypatch.setattr(
        recomputing, "_progress", lambda _c: recomputing._Progress("", "", done=False)
    )
    assert recomputing.recompute_deadlines(desk.world.node) == 0
    monkeypatch.undo()
    assert recomputing.recompute_deadlines(desk.world.node) == 1
    assert recomputing.recompute_deadlines(desk.world.node) == 0
    for case in cases:
        assert desk.due(case) == {"answer_invitation": "2026-09-29"}
        assert len(desk.body(f"cases/{case}")["eventBag"]) == 1


def test_a_closure_counts_before_what_ran_out_on_it_is_recorded(own_desk: Desk) -> None:
    desk = own_desk
    case = invited(desk)
    desk.at("2026-09-28", 15)
    desk.done("closure-entry", STORM)
    # The next round comes when the 28th is over in Hong Kong.
    desk.at("2026-09-28", 17)
    for name in [name for name in TASKS if name in {"cases", "recomputing"}]:
        TASKS[name](desk.world.node)
    assert desk.body(f"cases/{case}")["stateCode"] == "invited"
    assert desk.due(case) == {"answer_invitation": "2026-09-29"}


def test_a_mediation_that_failed_is_certified_without_saying_why(desk: Desk) -> None:
    case = mediation(desk.api)
    case.event(case.manager, "request_received", ["proof_of_receipt"])
    case.event(case.second, "request_refused")
    text = letter(desk, case.id, "certificate-of-non-settlement").json["text"]
    assert "Sample First" in text
    assert "without a settlement" in text
    for name in ("attestation-of-mediation", "notice-of-request"):
        problem_of(letter(desk, case.id, name, side="party"), 409, "letter-not-now")


def test_a_case_that_was_decided_elsewhere_has_no_letters_and_takes_notices(desk: Desk) -> None:
    desk.done("case-import", read_example("case-import")["body"])
    case = next(
        item["id"]
        for item in desk.get("cases?limit=1000").json["items"]
        if any("decision" in part.get("body", {}) for part in item["partBag"])
    )
    for name in ("reminder", "notice-of-request"):
        problem_of(letter(desk, case, name, side="respondent"), 409, "letter-not-now")
    body = {k: v for k, v in NOTICE.items() if k != "event"}
    sent = {**body, "case": case, "channelCode": "email", "sentDate": "2026-05-01"}
    desk.done("case-notice", sent)
