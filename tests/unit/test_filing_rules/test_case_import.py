"""A decided case is kept as told: nothing is invented, nothing is computed, and only what is
public by its rules is public.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ipregistry.domain.access import Actor, Role
from ipregistry.domain.classes import Label, split
from ipregistry.domain.decided_cases import DAYS, ENDINGS, DecidedFacts
from ipregistry.domain.erasure import what_stays
from ipregistry.domain.facts import Capacity, Context
from ipregistry.domain.outcomes import Outcome
from ipregistry.domain.packs.marked_yaml import read_marked
from ipregistry.domain.packs.reading import read_pack
from ipregistry.domain.packs.versions import PublishedPack
from ipregistry.services.packs import seed_packs
from tests.unit.builders import accepted, context, record, refused

TYPE = "case-import"
MANAGER = Actor("AC-MANAGER", "HK", frozenset({Role.CASE_MANAGER}))
ADDRESS = "https://decisions.example/1.pdf"


def _packs() -> tuple[PublishedPack, ...]:
    read = [read_pack(read_marked(text.encode()).value).pack for text in seed_packs()]
    return tuple(
        PublishedPack(f"PK-{n}", 1, f"sha256:{n:064}", True, pack)
        for n, pack in enumerate(read)
        if pack is not None
    )


PACKS = _packs()


def told(**changes: Any) -> dict[str, Any]:
    body = {
        "packName": "domain-name-udrp",
        "sourceCode": "ADNDRC",
        "caseNumberText": "HK-2300001",
        "statusText": "Transferred",
        "decisionAddressText": ADDRESS,
        "recordDigest": "sha256:" + "1" * 64,
        "submittedDate": "2023-01-09",
        "publishedDate": "2023-03-01",
        "complainantBag": [{"nameText": "Sample Works Ltd.", "category": "organization"}],
        "respondentBag": [{"nameText": "Sample Person", "category": "person"}],
        "panelistBag": ["Sample Panelist"],
        "domainNameBag": ["Sample.example"],
        "markBag": ["SAMPLE"],
    }
    return {name: value for name, value in {**body, **changes}.items() if value is not None}


def known(*cases: DecidedFacts) -> Context:
    decided = dict.fromkeys([("ADNDRC", "HK-2300001")], cases[0]) if cases else {}
    return replace(context(MANAGER), packs=PACKS, decided=decided)


def on_record(**changes: Any) -> DecidedFacts:
    draft = record(accepted(TYPE, told(**changes), known()), "case")
    return DecidedFacts("CA-1", 1, "2026-05-01T00:00:00.000000Z", draft.document)


def parts(outcome: Outcome) -> dict[Label, dict[str, Any]]:
    draft = record(outcome, "case")
    return split(draft.schema, draft.document, audience=draft.audience)


def taken(**changes: Any) -> Outcome:
    return accepted(TYPE, told(**changes), known())


def test_the_case_is_closed_from_the_start_and_nothing_is_due() -> None:
    draft = record(taken(), "case")
    assert (draft.document["stateCode"], draft.document["finalIndicator"]) == ("implemented", True)
    assert draft.document["deadlineBag"] == draft.document["eventBag"] == []
    assert draft.capacity is Capacity.NOTICE


@pytest.mark.parametrize("status", ENDINGS)
def test_each_known_end_is_an_outcome_of_the_pack(status: str) -> None:
    pack = next(p.pack for p in PACKS if p.pack.id == "domain-name-udrp")
    state = record(taken(statusText=status), "case").document["outcomeCode"]
    assert state in pack.outcomes
    assert pack.states[state].final


def test_every_outcome_of_the_pack_that_needs_no_court_is_told_by_some_word() -> None:
    pack = next(p.pack for p in PACKS if p.pack.id == "domain-name-udrp")
    assert set(pack.outcomes) - {"stayed_by_court"} == {end.state for end in ENDINGS.values()}


def test_a_denied_complaint_orders_nothing() -> None:
    assert "remedyCode" not in parts(taken(statusText="Denied"))[Label.PUBLIC]["decision"]
    assert parts(taken(statusText="Cancelled"))[Label.PUBLIC]["decision"]["remedyCode"] == (
        "cancellation"
    )


def test_a_word_that_nobody_knows_is_refused() -> None:
    assert refused(TYPE, told(statusText="Split"), known()) == [
        ("case-ending-unknown", "/statusText")
    ]


def test_an_end_that_the_pack_does_not_know_is_refused() -> None:
    narrow = tuple(replace(p, pack=replace(p.pack, outcomes=("denied",))) for p in PACKS)
    assert refused(TYPE, told(), replace(known(), packs=narrow)) == [
        ("case-ending-unknown", "/statusText")
    ]


def test_a_day_that_is_not_told_stays_unknown() -> None:
    document = record(taken(submittedDate=None, publishedDate=None), "case").document
    assert "openedDate" not in document
    assert not set(DAYS) & set(document["decision"])


def test_days_in_an_order_that_cannot_be_are_kept_with_a_remark() -> None:
    outcome = taken(publishedDate="1987-04-30")
    decision = parts(outcome)[Label.PUBLIC]["decision"]
    assert decision["publishedDate"] == "1987-04-30"
    (remark,) = decision["remarkBag"]
    assert (remark["first"], remark["then"]) == ("submittedDate", "publishedDate")
    assert [v.code for v in outcome.warnings] == ["case-days-out-of-order"]


def test_nothing_was_decided_on_a_day_to_come() -> None:
    assert refused(TYPE, told(publishedDate="2026-06-02"), known()) == [
        ("case-import-day-to-come", "/publishedDate")
    ]


def test_what_is_no_domain_name_is_refused() -> None:
    assert refused(TYPE, told(domainNameBag=["a b.example"]), known()) == [
        ("domain-name-malformed", "/domainNameBag/0")
    ]


def test_a_pack_of_another_sort_tells_no_domain_name_case() -> None:
    assert refused(TYPE, told(packName="mediation-gba"), known()) == [
        ("case-import-other-kind", "/packName")
    ]
    assert refused(TYPE, told(packName="none"), known()) == [("pack-unknown", "/packName")]


def test_a_case_older_than_the_rules_is_told_in_the_words_of_the_oldest() -> None:
    document = record(taken(submittedDate="2003-01-01"), "case").document
    assert document["pack"]["packVersion"] == "2015-07-31"


def test_who_may_be_a_person_is_in_no_public_part() -> None:
    made = parts(taken(representedByText="Sample Agent"))
    assert set(made) == {Label.PUBLIC, Label.NAMES, Label.CASE_ALL}
    assert made[Label.PUBLIC]["decision"]["organizationBag"] == [
        {"side": "complainant", "nameText": "Sample Works Ltd."}
    ]
    for name in ("Sample Person", "Sample Panelist", "Sample Agent"):
        assert name not in str(made[Label.PUBLIC])
        assert name not in str(made[Label.CASE_ALL])
        assert name in str(made[Label.NAMES])


def test_the_filing_itself_is_the_institutions() -> None:
    draft = record(taken(), "filing")
    assert draft.audience is Label.CASE_FILING


def test_the_same_record_again_is_refused_as_unchanged() -> None:
    assert refused(TYPE, told(), known(on_record())) == [("case-import-unchanged", "/recordDigest")]


def test_another_record_of_the_case_is_its_next_version_and_says_what_changed() -> None:
    changed = told(statusText="Denied", recordDigest="sha256:" + "2" * 64)
    draft = record(accepted(TYPE, changed, known(on_record())), "case")
    assert (draft.id, draft.version) == ("CA-1", 2)
    assert (draft.document["stateCode"], draft.document["stateVersion"]) == ("denied", 2)
    assert draft.document["decision"]["changedBag"] == [
        "outcomeCode",
        "remedyCode",
        "statusText",
    ]


def test_a_case_that_was_decided_in_two_papers_names_both() -> None:
    second = told(
        decisionAddressText="https://decisions.example/2.pdf", recordDigest="sha256:" + "2" * 64
    )
    draft = record(accepted(TYPE, second, known(on_record())), "case")
    papers = [paper["addressText"] for paper in draft.document["decision"]["paperBag"]]
    assert papers == [ADDRESS, "https://decisions.example/2.pdf"]
    assert draft.document["decision"]["changedBag"] == ["paperBag"]
    assert draft.document["stateVersion"] == 1


def test_names_that_are_no_longer_told_are_no_longer_shown() -> None:
    nobody = told(recordDigest="sha256:" + "2" * 64, respondentBag=None, panelistBag=None)
    made = parts(accepted(TYPE, nobody, known(on_record())))
    assert made[Label.NAMES] == {"decisionNames": {"partyBag": []}}
    assert made[Label.PUBLIC]["decision"]["changedBag"] == ["decisionNames"]


def test_the_digest_of_a_record_with_names_is_in_no_public_part() -> None:
    assert "1" * 64 not in str(parts(taken())[Label.PUBLIC])
    assert "1" * 64 in str(parts(taken())[Label.CASE_ALL])


def test_of_an_erased_case_the_decision_stays_and_no_name() -> None:
    made = parts(taken())
    assert what_stays(made[Label.NAMES]) == {}
    (one,) = what_stays(made[Label.CASE_ALL])["toldBag"]
    assert one == {"addressText": ADDRESS}
