"""A chain's steps as events of WIPO ST.27, with state and stage around each."""

from datetime import date
from typing import Any

import pytest

from ipregistry.domain.events import FORM
from ipregistry.domain.titles import (
    Close,
    Effect,
    End,
    Event,
    Grant,
    Interest,
    InterestCategory,
    Lift,
    Named,
    Register,
    Rename,
    Replace,
    Restrict,
    Stage,
    Strength,
    Vary,
)
from ipregistry.domain.titles.coded import coded_steps
from ipregistry.domain.titles.document import chain_document
from tests.unit.builders import (
    ALICE,
    BOB,
    HK_MARK,
    NOW,
    PATENT,
    TODAY,
    asset,
    root,
    step,
    transfer,
)

GRANTED = Stage(date(2020, 1, 1), "granted")
SALE = transfer("2026-02-01", [(ALICE, "1")], [(BOB, "1")])


def on(text: str = "2026-03-01") -> date:
    return date.fromisoformat(text)


def chain(
    *effects: tuple[str, Effect], right: dict[str, str] = PATENT
) -> list[dict[str, Any] | None]:
    """The events of a chain whose entries are these acts."""
    steps = [step(i, effect, act=act) for i, (act, effect) in enumerate(effects, start=1)]
    title = asset(*steps, right=right).title(TODAY, NOW)
    return list(coded_steps(title.notified.chain, right["office"], right["kind"]))


def last(*effects: tuple[str, Effect], right: dict[str, str] = PATENT) -> str:
    """The last event of a granted right's chain, in one line."""
    begun = (("asset-registration", GRANTED), ("asset-registration", root()))
    found = chain(*begun, *effects, right=right)[-1]
    assert found is not None
    assert FORM.fullmatch(found["eventText"])
    return str(found["eventText"])


def interest(category: InterestCategory, kind: str, **more: Any) -> Interest:
    return Interest("TX-3", category, kind, (Named(ALICE, 1),), (Named(BOB, 1),), **more)


def granted(category: InterestCategory, kind: str, **more: Any) -> Grant:
    return Grant(Register.RECORD, on("2026-02-01"), interest(category, kind, **more))


LICENCE, SECURITY = InterestCategory.LICENCE, InterestCategory.SECURITY


def test_an_assignment_leaves_a_granted_right_active_and_where_it_was() -> None:
    assert last(("assignment", SALE)) == "A-4-4-R10-R14-ASN-TR01"


def test_shares_that_pass_by_another_act_have_that_acts_event() -> None:
    assert last(("transmission", SALE)) == "A-4-4-R10-R14-ASN-TR01"
    assert last(("withdrawal", SALE)) == "A-4-4-R10-R14-ASN-TR01"


def test_an_assignment_of_an_application_has_the_offices_code_for_that() -> None:
    published = ("asset-registration", Stage(on("2019-01-01"), "published"))
    found = chain(published, ("asset-registration", root()), ("assignment", SALE))
    assert [event and event["eventText"] for event in found] == [
        "A-0-1-Q10-Q12-UNS-PB01",
        None,
        "A-1-1-R10-R14-ASN-TA01",
    ]


def test_of_a_right_whose_stage_nobody_told_neither_state_nor_stage_is_said() -> None:
    found = chain(("register-extract", root()), ("assignment", SALE))
    assert found[0] is None
    assert found[1] is not None
    assert found[1]["eventText"] == "U-0-0-R10-R14-ASN-TR01"


def test_a_grant_as_root_says_that_the_right_is_granted() -> None:
    begun = ("asset-registration", root(strength=Strength.GRANT))
    found = chain(begun, ("assignment", SALE))[-1]
    assert found is not None
    assert found["eventText"].startswith("A-4-4-")


@pytest.mark.parametrize(
    ("right", "code"),
    [
        (PATENT, "F11"),
        ({**PATENT, "kind": "utility-model"}, "F12"),
        ({"office": "HK", "kind": "hk-standard-r", "number": "HK40012345"}, "F12"),
        ({"office": "HK", "kind": "hk-standard-o", "number": "HK40012345"}, "F11"),
    ],
)
def test_a_grant_follows_a_substantive_examination_or_one_of_form(
    right: dict[str, str], code: str
) -> None:
    (found,) = chain(("asset-registration", GRANTED), right=right)
    assert found is not None
    assert found["detailedEventCode"] == code
    assert (found["previousStageCode"], found["currentStageCode"]) == ("0", "4")


@pytest.mark.parametrize(
    ("kind", "more", "codes"),
    [
        ("exclusive", {}, ("S14", "S15", "S16")),
        ("non-exclusive", {}, ("S17", "S18", "S19")),
        ("sole", {}, ("S11", "S12", "S13")),
        ("exclusive", {"under": "TX-9"}, ("S31", "S32", "S33")),
        ("of-right", {}, ("S26", "S12", "S27")),
    ],
)
def test_a_licence_is_coded_by_its_kind_from_its_grant_to_its_end(
    kind: str, more: dict[str, Any], codes: tuple[str, str, str]
) -> None:
    grant = granted(LICENCE, kind, **more)
    varied = Vary(Register.RECORD, on(), interest(LICENCE, kind, **more))
    end = End(Register.RECORD, on("2026-04-01"), "TX-3", "terminated")
    steps = (
        ("licence", grant),
        ("licence-amendment", varied),
        ("licence-termination", end),
    )
    found = [event for event in chain(*steps) if event is not None]
    assert tuple(event["detailedEventCode"] for event in found) == codes
    assert {event["eventIndicatorCode"] for event in found} == {"LIC"}


def test_a_security_interest_is_coded_from_its_grant_to_its_release() -> None:
    grant = granted(SECURITY, "pledge")
    varied = Vary(Register.RECORD, on(), interest(SECURITY, "pledge"))
    end = End(Register.RECORD, on("2026-04-01"), "TX-3", "released")
    steps = (
        ("security", grant),
        ("security-amendment", varied),
        ("security-release", end),
    )
    assert [event and event["eventText"] for event in chain(*steps)] == [
        "U-0-0-S10-S20-SEC-PE01",
        "U-0-0-S10-S21-SEC-PM01",
        "U-0-0-S10-S22-SEC-PC01",
    ]


def event(code: str, *, stage: str | None = None) -> Event:
    return Event(Register.RECORD, on(), code, stage=stage)


@pytest.mark.parametrize(
    ("act", "code", "text"),
    [
        ("renewal", "U11", "A-4-4-U10-U11"),
        ("annuity-default", "U13", "A-4-4-U10-U13"),
        ("lapse", "H13", "N-4-6-H10-H13-UNS-CF01"),
        ("surrender", "H15", "N-4-6-H10-H15-RVC-AV01"),
        ("invalidation", "H12", "N-4-6-H10-H12-IVA-IW01"),
        ("invalidation", "M12", "A-4-4-M10-M12-IVA-IP01"),
        ("expiry", "H14", "N-4-6-H10-H14-UNS-CX01"),
        ("proceeding", "L15", "A-4-5-L10-L15-IVA"),
        ("proceeding", "L18", "A-4-4-L10-L18-IVA"),
        ("proceeding", "T14", "A-4-4-T10-T14-CRT"),
        ("proceeding", "T16", "A-4-4-T10-T16-CRT"),
        ("proceeding", "W00", "A-4-4-W10-W00"),
    ],
)
def test_an_event_of_a_rights_life_has_its_line(act: str, code: str, text: str) -> None:
    assert last((act, event(code))) == text


def test_a_lapsed_right_that_is_restored_is_active_again() -> None:
    lapse = Event(Register.RECORD, on("2026-02-01"), "H13", stage="ended")
    assert last(("lapse", lapse), ("restoration", event("K13"))) == "A-6-4-K10-K13-UNS-RR01"


def test_an_expired_short_term_patent_has_its_own_code() -> None:
    right = {"office": "HK", "kind": "hk-short-term", "number": "HK30012345"}
    assert last(("expiry", event("H14")), right=right) == "N-4-6-H10-H14-UNS-PEU"


def test_an_event_that_an_office_told_keeps_that_offices_code() -> None:
    told = Event(Register.RECORD, on(), "Q12", source={"office": "CN", "code": "PB01"})
    assert last(("life-event", told)).endswith("-Q10-Q12-UNS-PB01")


def test_an_event_told_under_a_code_that_says_something_else_is_coded_plainly() -> None:
    assert (
        last(
            (
                "life-event",
                Event(Register.RECORD, on(), "H13", source={"office": "CN", "code": "PB01"}),
            )
        )
        == "N-4-6-H10-H13"
    )


def test_a_hold_and_a_lock_look_alike_and_tell_no_offices_code() -> None:
    assert last(("restriction", Restrict(on(), "HO-1"))) == "A-4-4-T10-T14-SEC"
    lifted = (("restriction", Restrict(on("2026-02-01"), "HO-1")), ("x", Lift(on(), "HO-1")))
    assert last(*lifted) == "A-4-4-T10-T16-SEC"


def test_a_change_of_name_is_an_event() -> None:
    renamed = Rename(Register.RECORD, on(), ALICE, 2)
    assert last(("name-change", renamed)) == "A-4-4-R10-R13-UNS-CP01"


def test_of_a_mark_the_letters_are_a_convention_and_the_event_says_so() -> None:
    begun = (("asset-registration", root()), ("assignment", SALE))
    mark, patent = chain(*begun, right=HK_MARK)[-1], chain(*begun)[-1]
    assert mark is not None
    assert patent is not None
    assert mark["conventionIndicator"] is True
    assert "nationalEventCode" not in mark
    assert "conventionIndicator" not in patent


def test_what_was_corrected_says_so_and_what_gave_way_is_no_event_any_more() -> None:
    right = asset(
        step(1, root()),
        step(2, SALE, act="assignment"),
        step(3, Replace(on(), "TX-2", SALE), act="correction"),
    )
    document = chain_document(right, right.title(TODAY, NOW), lambda _party: {})
    codes = [link["st27"]["detailedEventCode"] for link in document["chain"] if "st27" in link]
    assert codes == ["Y00"]
    assert [link["act"] for link in document["superseded"]] == ["assignment"]
    assert "st27" not in document["superseded"][0]


def test_a_lodged_step_is_coded_in_its_own_chain_and_its_close_is_none() -> None:
    lodged = transfer("2026-02-01", [(ALICE, "1")], [(BOB, "1")], Register.NOTIFIED)
    right = asset(step(1, root()), step(2, lodged, act="assignment"))
    document = chain_document(right, right.title(TODAY, NOW), lambda _party: {})
    assert [link["st27"]["detailedEventCode"] for link in document["notifiedChain"]] == ["R14"]
    closed = asset(
        step(1, root()),
        step(2, lodged, act="assignment"),
        step(3, Close(on(), "TX-2", "refused"), act="decision"),
    )
    document = chain_document(closed, closed.title(TODAY, NOW), lambda _party: {})
    assert all("st27" not in link for link in document["chain"])
