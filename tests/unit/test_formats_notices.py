"""What files say, as notices: one for each right, in the words of the register's own filing."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ipregistry.domain.filings import FILING_TYPES
from ipregistry.formats.detection import READERS, detect
from ipregistry.formats.notices import TYPE, Notice, notices_of
from ipregistry.formats.told import Unmapped
from ipregistry.formats.untrusted import Refused
from ipregistry.schemas.filings import read_body

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
BY_NAME = {reader.name: reader for reader in READERS}
PARTY = {"name": "Sample Works", "category": "organization", "addressText": "1 Sample Road"}


def made(name: str, content: str) -> list[Notice | Unmapped]:
    found: list[Notice | Unmapped] = []
    for told in BY_NAME[name].read(io.BytesIO(content.encode()), file="s"):
        assert not isinstance(told, Refused), told
        found += notices_of(told)
    return found


def recordal(**members: Any) -> dict[str, Any]:
    return {
        "reelNo": "1",
        "frameNo": "2",
        "recordedDate": "2001-02-03",
        "conveyanceText": "ASSIGNMENT",
        "assignors": [{"patAssignorName": "SAMPLE, ONE"}],
        "assignees": [{"patAssigneeName": "SAMPLE WORKS, INC.", "patAssigneeAddress": "1 ROAD"}],
        "properties": [{"applNum": "10000001", "patNum": "7000001", "publNum": "20030000001"}],
        **members,
    }


def uspto(*documents: dict[str, Any]) -> list[Notice | Unmapped]:
    return made("uspto-json", json.dumps({"docs": list(documents)}))


def migrated(*records: dict[str, Any], day: str = "2026-01-31") -> list[Notice | Unmapped]:
    header = {"ipregistryMigration": 1, "officeCode": "MO", "asOfDate": day}
    return made("migration-ndjson", "\n".join(json.dumps(one) for one in (header, *records)))


def body(*found: Notice | Unmapped) -> dict[str, Any]:
    (only,) = found
    assert isinstance(only, Notice), only
    taken, faults = read_body(TYPE, only.body)
    assert faults == [], faults
    return taken


RIGHT = {"record": "right", "rightKind": "trademark", "number": "N/000001"}
INTEREST = {
    "record": "interest",
    "act": "security",
    "recordalNumber": "S-1",
    "recordedDate": "2020-01-02",
    "rightBag": [{"rightKind": "trademark", "number": "N/000001"}],
    "giverBag": [PARTY],
    "takerBag": [{**PARTY, "name": "Banco Exemplo"}],
    "category": "pledge",
    "untilDate": "2030-01-01",
}


def test_every_notice_of_the_files_at_hand_has_the_right_shape() -> None:
    if not DATA.exists():
        pytest.skip("needs the real files in ../shared/data")
    count = 0
    for path in sorted(p for p in DATA.rglob("*") if p.is_file()):
        reader = detect(path)
        if reader is None:
            continue
        with path.open("rb") as stream:
            for told in reader.read(stream, file=path.name):
                for found in notices_of(told):
                    if isinstance(found, Notice):
                        _, faults = read_body(found.type, found.body)
                        assert faults == [], (path.name, faults)
                        FILING_TYPES[found.type].read(found.body)
                        count += 1
    assert count > 200


def test_a_recordal_is_one_notice_for_each_right() -> None:
    properties = [{"applNum": "10000001"}, {"applNum": "10000002"}]
    found = uspto(recordal(properties=properties))
    numbers = [one.body["description"]["number"] for one in found if isinstance(one, Notice)]
    assert numbers == ["10/000001", "10/000002"]
    assert len({one.key for one in found if isinstance(one, Notice)}) == 2


def test_numbers_are_written_so_that_they_can_be_read_one_way_only() -> None:
    described = body(*uspto(recordal()))["description"]
    assert described["number"] == "10/000001"
    assert described["furtherNumberBag"] == ["US7000001", "US20030000001"]


def test_an_assignment_names_both_sides_as_the_office_names_them() -> None:
    notice = body(*uspto(recordal()))
    assert notice["act"] == "assignment"
    assert notice["recordalNumber"] == "000001/0002"
    assert notice["transferorBag"][0]["name"]["value"] == "SAMPLE, ONE"
    assert notice["transfereeBag"] == [
        {
            "name": {"value": "SAMPLE WORKS, INC.", "languageCode": "und"},
            "category": "organization",
            "addressText": "1 ROAD",
        }
    ]


@pytest.mark.parametrize(
    ("members", "act"),
    [
        ({"conveyanceText": "SECURITY INTEREST"}, "security"),
        ({"conveyanceText": "RELEASE BY SECURED PARTY"}, "security-release"),
        ({"conveyanceText": "CHANGE OF NAME"}, "name-change"),
        ({"conveyanceText": "LICENSE"}, "licence"),
        ({"conveyanceText": "OPTION"}, "other"),
        ({"conveyanceText": "CORRECTIVE ASSIGNMENT TO CORRECT A NAME"}, "other"),
        ({"conveyanceText": "ASSIGNMENT", "assignors": []}, "other"),
        ({"conveyanceText": "SECURITY INTEREST", "assignees": []}, "other"),
        ({"conveyanceText": "ASSIGNMENT", "reelNo": None}, "other"),
    ],
)
def test_what_says_too_little_for_its_act_is_told_as_its_words(
    members: dict[str, Any], act: str
) -> None:
    notice = body(*uspto(recordal(**members)))
    assert notice["act"] == act
    assert notice["text"] == members["conveyanceText"]


def test_a_release_says_what_it_refers_to() -> None:
    text = "RELEASE OF SECURITY INTEREST AT REEL/FRAME 000009/0001"
    assert body(*uspto(recordal(conveyanceText=text)))["refersToBag"] == ["000009/0001"]


def test_the_same_entry_has_one_key_whichever_file_tells_it() -> None:
    (one,) = uspto(recordal())
    (other,) = uspto(recordal(attorneyDockNum="SAMPLE-1", id="1-2"))
    (third,) = uspto(recordal(frameNo="3"))
    assert isinstance(one, Notice)
    assert isinstance(other, Notice)
    assert isinstance(third, Notice)
    assert one.key == other.key != third.key


def test_what_has_no_member_is_kept_as_it_was_received() -> None:
    (found,) = uspto(recordal(attorneyDockNum="SAMPLE-1"))
    assert isinstance(found, Notice)
    assert found.kept
    assert json.loads(found.body["keptText"])["attorneyDockNum"] == "SAMPLE-1"


def test_text_that_turns_the_direction_of_a_page_is_written_out() -> None:
    (found,) = uspto(recordal(note="a\u202eb"))
    assert isinstance(found, Notice)
    assert "\u202e" not in found.body["keptText"]
    assert json.loads(found.body["keptText"])["note"] == "a\u202eb"


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"properties": []}, "entry-without-right"),
        ({"recordedDate": None}, "entry-without-date"),
        ({"properties": [{"applNum": "1", "patNum": "PP12345"}]}, "right-not-readable"),
    ],
)
def test_what_no_notice_can_hold_is_named_with_its_reason(
    members: dict[str, Any], reason: str
) -> None:
    (found,) = uspto(recordal(**members))
    assert isinstance(found, Unmapped) or reason == "right-not-readable"
    if isinstance(found, Unmapped):
        assert found.reason == reason


def test_an_extract_lists_interests_only_where_the_file_does() -> None:
    holder = {**PARTY, "share": "1"}
    silent = body(*migrated({**RIGHT, "holderBag": [holder]}))
    assert (silent["act"], silent["entryDate"]) == ("register-extract", "2026-01-31")
    assert "interestBag" not in silent
    none = body(*migrated({**RIGHT, "holderBag": [holder], "interestBag": []}))
    assert none["interestBag"] == []
    some = body(*migrated({**RIGHT, "holderBag": [holder], "interestBag": ["S-1"]}))
    assert some["interestBag"] == [{"recordalNumber": "S-1"}]


def test_the_same_extract_of_another_day_is_another_notice() -> None:
    record = {**RIGHT, "holderBag": [{**PARTY, "share": "1"}]}
    (one,), (other,) = migrated(record), migrated(record, day="2026-02-28")
    assert isinstance(one, Notice)
    assert isinstance(other, Notice)
    assert one.key != other.key
    assert one.body["evidenceBag"][0]["digest"] != other.body["evidenceBag"][0]["digest"]


def test_an_interest_and_its_end_are_two_notices_in_the_order_of_their_days() -> None:
    begun, ended = migrated({**INTEREST, "endedDate": "2022-05-06", "endedNumber": "S-2"})
    assert isinstance(begun, Notice)
    assert isinstance(ended, Notice)
    assert (begun.body["act"], begun.body["interestKind"], begun.body["untilDate"]) == (
        "security",
        "pledge",
        "2030-01-01",
    )
    assert (ended.body["act"], ended.body["refersToBag"], ended.on) == (
        "security-release",
        ["S-1"],
        date(2022, 5, 6),
    )
    assert begun.key != ended.key


def test_an_applicant_is_no_owner_of_what_is_granted() -> None:
    file = {
        "patentFileWrapperDataBag": [
            {
                "applicationNumberText": "10000001",
                "applicationMetaData": {
                    "filingDate": "2001-01-01",
                    "grantDate": "2003-01-01",
                    "patentNumber": "7000001",
                    "applicantBag": [{"applicantNameText": "Sample Works"}],
                },
                "assignmentBag": [],
            }
        ]
    }
    assert body(*made("uspto-json", json.dumps(file)))["act"] == "publication"


def test_an_application_that_nobody_published_is_known_by_its_filing() -> None:
    notice = body(*migrated({**RIGHT, "filingDate": "2001-01-01"}))
    assert (notice["act"], notice["detailedEventCode"]) == ("life-event", "A12")
