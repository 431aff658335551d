"""Which letters of a case are written as it stands, from which template, with which names; and
when an officer, not a rule, says that a notice was received."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ipregistry.domain.access import Actor, Role
from ipregistry.domain.cases.facts import CaseFacts
from ipregistry.domain.cases.letters import Asked, against_letter, facts_of, template_of
from ipregistry.domain.cases.notices import CaseNoticeFacts, NoticeStanding, tried_before
from ipregistry.domain.facts import Context
from ipregistry.domain.filings.cases.notices import decide_outcome, read_outcome
from ipregistry.domain.outcomes import Outcome
from ipregistry.domain.packs.lettering import write_letter
from ipregistry.domain.packs.model import Channel
from ipregistry.domain.packs.versions import PublishedPack
from tests.unit.builders import TODAY, context, record
from tests.unit.test_pack_notices import channel, deemed
from tests.unit.test_packs import pack_of, small

SIDES = [
    {"side": "claimant", "role": "claimant", "placeCode": "CN", "partyBag": [{"nameText": "A"}]},
    {
        "side": "respondent",
        "role": "respondent",
        "placeCode": "HK",
        "partyBag": [{"party": "PA-1", "version": 1}],
    },
]
MEDIATOR = {
    "role": "mediator",
    "account": "AC-9",
    "nameBag": [
        {"value": "Sample Mediator", "languageCode": "en"},
        {"value": "示例调解员", "languageCode": "zh-Hans"},
    ],
}
ATTESTATION = {"id": "attestation-of-mediation", "states": ["requested", "agreed"]}


def case(pack: dict[str, Any] | None = None, **changes: Any) -> CaseFacts:
    document = {
        "stateCode": "requested",
        "stateVersion": 1,
        "finalIndicator": False,
        "visitedBag": ["draft", "requested"],
        "sideBag": SIDES,
        "institutionPlaceCode": "HK",
        "openedDate": "2026-05-01",
        "languageCode": "en",
        **changes,
    }
    published = PublishedPack(
        "PK-1", 1, "sha256:" + "0" * 64, opens_cases=True, pack=pack_of(pack or small())
    )
    return CaseFacts("CA-1", 3, "2026-05-01T00:00:00.000000Z", document, published)


def asked(letter: str, found: CaseFacts, language: str = "en", **more: Any) -> Asked:
    return Asked(found, letter, language, names={"PA-1": "B"}, institution="GD", **more)


def refusals(one: Asked) -> list[str]:
    return [violation.code for violation in against_letter(one)]


def test_an_attestation_names_who_mediated_and_nothing_of_what_was_said() -> None:
    found = case(small(letters=[ATTESTATION]), neutralBag=[MEDIATOR], reliefText="secret")
    one = asked("attestation-of-mediation", found, ended="2026-05-20")
    assert refusals(one) == []
    text = write_letter(template_of(one.pack, one.letter, one.language), facts_of(one))
    for said in ("Sample Mediator", "2026-05-01", "2026-05-20", "claimant: A (CN)", "B (HK)", "GD"):
        assert said in text
    assert "secret" not in text
    chinese = replace(one, language="zh-Hans")
    assert "示例调解员" in write_letter(
        template_of(one.pack, one.letter, "zh-Hans"), facts_of(chinese)
    )


def test_without_a_mediator_nothing_is_attested() -> None:
    one = asked("attestation-of-mediation", case(small(letters=[ATTESTATION])))
    assert refusals(one) == ["letter-without-mediator"]


def test_a_letter_is_written_in_its_states_only() -> None:
    found = case(small(letters=[{"id": "acceptance", "states": ["requested"]}]))
    assert refusals(asked("acceptance", found)) == []
    later = replace(found, document={**found.document, "stateCode": "agreed"})
    assert refusals(asked("acceptance", later)) == ["letter-not-now"]
    assert refusals(asked("acceptance", case())) == ["letter-not-of-this-pack"]


def test_a_reminder_says_to_a_side_its_own_periods() -> None:
    periods = [
        {"deadline": "reply", "who": "respondent", "dueDate": "2026-05-15", "citation": "Rule 4"},
        {"deadline": "other", "who": "claimant", "dueDate": "2026-06-15", "citation": "Rule 5"},
    ]
    found = case(deadlineBag=periods)
    assert refusals(asked("reminder", found)) == ["letter-without-addressee"]
    one = asked("reminder", found, side="respondent")
    text = write_letter(template_of(one.pack, one.letter, "en"), facts_of(one))
    assert "2026-05-15" in text
    assert "2026-06-15" not in text


def test_of_a_case_that_is_over_nobody_is_reminded() -> None:
    over = case(stateCode="agreed", finalIndicator=True)
    assert refusals(asked("reminder", over, side="respondent")) == ["letter-not-now"]


def test_the_packs_own_template_goes_before_the_nodes() -> None:
    own = {"id": "reminder", "text": {"en": "Dear {{ addressee.name }}"}}
    one = asked("reminder", case(small(letters=[own])), side="respondent")
    assert write_letter(template_of(one.pack, "reminder", "en"), facts_of(one)) == "Dear B"
    assert "LEMBRETE" in template_of(one.pack, "reminder", "pt")


# ------------------------------------------------------------------------- an officer's finding

ATTEMPTED = small(
    notices={
        "channels": [
            channel("courier", deemed=[deemed(0, "no_answer", confidence="memory")]),
        ]
    }
)
NOTICE = CaseNoticeFacts(
    "CN-1",
    1,
    "CA-1",
    "respondent",
    Channel.COURIER,
    NoticeStanding.SENT,
    document={
        "case": "CA-1",
        "side": "respondent",
        "roleCode": "respondent",
        "placeCode": "HK",
        "channelCode": "courier",
        "sentDate": "2026-05-02",
    },
)


def outcome(notice: CaseNoticeFacts = NOTICE, **more: Any) -> Any:
    manager = Actor("AC-M", "manager", frozenset({Role.CASE_MANAGER}))
    known: Context = replace(
        context(manager), cases={"CA-1": case(ATTEMPTED)}, case_notices={"CN-1": notice}
    )
    body = {
        "case": "CA-1",
        "notice": "CN-1",
        "noticeVersion": notice.version,
        "outcomeCode": "no_answer",
        "outcomeDate": "2026-05-05",
        **more,
    }
    return decide_outcome(read_outcome(body), known)


def test_a_rule_from_memory_leaves_the_receipt_to_an_officer_who_says_why() -> None:
    assert date(2026, 5, 5) <= TODAY
    asks = outcome()
    assert isinstance(asks, Outcome)
    document = record(asks, "case-notice").document
    assert document["standing"] == "asks-officer"
    assert "receipt" not in document
    waiting = replace(
        NOTICE, version=2, standing=NoticeStanding.ASKS_OFFICER, document=dict(document)
    )
    found = outcome(waiting, receivedDate="2026-05-04", reasonText="The courier's own log")
    assert isinstance(found, Outcome)
    receipt = record(found, "case-notice").document["receipt"]
    assert receipt == {
        "receivedDate": "2026-05-04",
        "deemedIndicator": False,
        "citation": "The courier's own log",
        "confidence": "decision",
    }


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"receivedDate": "2026-05-04"}, "notice-reason-missing"),
        ({"receivedDate": "2026-05-01", "reasonText": "r"}, "notice-outcome-outside"),
        ({"outcomeDate": "2026-05-01"}, "notice-outcome-outside"),
        (
            {"outcomeCode": "delivered", "receivedDate": "2026-05-04", "reasonText": "r"},
            "notice-receipt-by-rule",
        ),
    ],
)
def test_a_finding_that_is_none_is_refused(more: dict[str, Any], code: str) -> None:
    refused = outcome(**more)
    assert code in [violation.code for violation in refused]


def test_channels_are_tried_along_the_notices_that_followed_each_other() -> None:
    first = replace(NOTICE, id="CN-0", channel=Channel.EMAIL)
    second = replace(NOTICE, follows="CN-0")
    assert tried_before([first, second], second) == [Channel.COURIER, Channel.EMAIL]
    loop = replace(first, follows="CN-1")
    assert tried_before([loop, second], second) == [Channel.COURIER, Channel.EMAIL]
