"""The USPTO's files: what is read of them, in each of their shapes."""

from __future__ import annotations

import io
import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ipregistry.formats.conveyance import TABLE, act_of, recordals_named, reel_and_frame
from ipregistry.formats.told import (
    Act,
    LifeEvent,
    RecordedAct,
    RightDescription,
    Scheme,
    Told,
    ToldParty,
)
from ipregistry.formats.untrusted import Refused
from ipregistry.formats.uspto import read_assignment_xml, read_json

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "uspto"


def real(name: str) -> list[Told]:
    path = REAL / name
    if not path.exists():
        pytest.skip(f"needs the real file {name} in ../shared/data/uspto")
    read = read_assignment_xml if name.endswith(".xml") else read_json
    with path.open("rb") as stream:
        return list(read(stream, file=name))


def told(value: Any) -> list[Told]:
    return list(read_json(io.BytesIO(json.dumps(value).encode()), file="s.json"))


def act(**members: Any) -> RecordedAct:
    document = {
        "reelNo": "1",
        "frameNo": "23",
        "recordedDate": "2001-02-03T05:00:00Z",
        "conveyanceText": "ASSIGNMENT OF ASSIGNORS INTEREST",
        "assignors": [{"patAssignorName": "SAMPLE GIVER"}],
        "assignees": [{"patAssigneeName": "SAMPLE TAKER, INC."}],
        "properties": [{"applNum": "10/000,001"}],
    }
    (only,) = told({"docs": [{**document, **members}]})
    assert isinstance(only, RecordedAct), only
    return only


# ---- real files ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["patent_assignment_1.json", "patent_assignment_1.xml"])
def test_the_real_recordal_of_five_patents_is_read(name: str) -> None:
    (found,) = real(name)
    assert isinstance(found, RecordedAct)
    assert (found.office, found.number, found.act) == ("US", "018247/0405", Act.ASSIGNMENT)
    assert found.text == "NUNC PRO TUNC ASSIGNMENT (SEE DOCUMENT FOR DETAILS)."
    assert (found.recorded, found.executed) == (date(2006, 9, 14), date(2006, 9, 14))
    assert [giver.name for giver in found.givers] == ["REALTIME DATA COMPRESSION SYSTEMS, INC."]
    address = "15 WEST 36TH STREET, NEW YORK, NEW YORK 10018"
    assert found.takers == (ToldParty("REALTIME DATA LLC", "organization", address),)
    assert [right.number(Scheme.APPLICATION) for right in found.rights] == [
        "10628795",
        "11400674",
        "09210491",
        "09705446",
        "09266394",
    ]
    first = found.rights[0]
    assert [number.text for number in first.numbers] == ["10628795", "7130913", "20040073746"]
    assert (first.kind, first.registration_date) == ("invention", date(2006, 10, 31))
    assert first.titles[0][0] == "en"
    assert found.rights[2].publication_date is None  # "0001-01-01" is no date
    assert found.kept["attorneyDockNum"] == "103532-0002"
    assert found.kept["properties"][0]["inventors"] == "James J. Fallon"


def test_the_same_recordal_says_the_same_in_xml_and_in_json() -> None:
    for at in (1, 2):
        (one,), (other,) = real(f"patent_assignment_{at}.json"), real(f"patent_assignment_{at}.xml")
        assert isinstance(one, RecordedAct)
        assert isinstance(other, RecordedAct)
        for name in ("number", "act", "text", "executed", "recorded", "givers", "takers", "rights"):
            assert getattr(one, name) == getattr(other, name), name


def test_every_giver_has_the_day_on_which_he_signed() -> None:
    (found,) = real("patent_assignment_2.xml")
    assert isinstance(found, RecordedAct)
    assert [giver.executed for giver in found.givers] == [
        date(2017, 5, 17),
        date(2017, 5, 30),
        date(2017, 8, 20),
        date(2017, 8, 28),
        date(2017, 5, 17),
    ]
    assert {giver.category for giver in found.givers} == {"person"}


def test_the_portal_s_recordal_is_read_with_its_application() -> None:
    description, found = real("odp_assignment_15000001.json")
    assert isinstance(description, RightDescription)
    assert description.right.number(Scheme.APPLICATION) == "15000001"
    assert isinstance(found, RecordedAct)
    assert (found.number, found.act, found.received) == (
        "038323/0190",
        Act.ASSIGNMENT,
        date(2016, 4, 19),
    )
    assert len(found.givers) == 9
    assert found.executed == date(2016, 1, 5)
    assert found.takers[0].address == (
        "129, SAMSUNG-RO, YEONGTONG-GU, SUWON-SI, GYEONGGI-DO, KRX 16677"
    )
    assert found.kept["pageTotalQuantity"] == 8


def test_a_recordal_without_an_application_is_told_without_a_right() -> None:
    (found,) = real("odp_assignment.json")
    assert isinstance(found, RecordedAct)
    assert (found.number, found.rights) == ("047305/0442", ())


def test_the_older_system_s_answer_gives_bibliography_recordal_and_events() -> None:
    found = real("peds_st96_json_app1.json")
    assert Counter(type(one).__name__ for one in found) == {
        "RightDescription": 1,
        "RecordedAct": 1,
        "LifeEvent": 45,
    }
    description, recordal = found[:2]
    assert isinstance(description, RightDescription)
    assert (description.event, description.on) == ("grant", date(2013, 6, 4))
    assert description.right.number(Scheme.PUBLICATION) == "20100235004"
    assert description.inventors[0].name == "Thind, Deepinder Singh"
    assert isinstance(recordal, RecordedAct)
    assert recordal.number == "049597/0435"
    assert recordal.takers[0].address == "221 S RIVER RIDGE CIRCLE, BURNSVILLE, MINNESOTA 55337"
    events = [one for one in found if isinstance(one, LifeEvent)]
    assert (events[0].code, events[0].on) == ("M2552", date(2020, 10, 28))
    assert {one.mapped for one in events} == {None}


def test_the_older_system_s_bulk_file_gives_seven_cases_and_nothing_refused() -> None:
    found = real("peds_st96_json_7_cases.json")
    assert Counter(type(one).__name__ for one in found) == {
        "RightDescription": 7,
        "RecordedAct": 4,
        "LifeEvent": 135,
    }
    first = found[0]
    assert isinstance(first, RightDescription)
    assert (first.event, first.right.number(Scheme.APPLICATION)) == ("filing", "18105190")
    assert first.holders[0].name == "Bettermeal Inc."
    assert first.holders[0].category == "organization"
    recordal = next(one for one in found if isinstance(one, RecordedAct))
    assert (recordal.givers, recordal.takers) == ((), ())


# ---- what is read ----------------------------------------------------------------------------


def test_a_number_is_one_however_it_is_written() -> None:
    assert act().rights[0].number(Scheme.APPLICATION) == "10000001"
    assert reel_and_frame("4191", "0383") == reel_and_frame("004191", "383") == "004191/0383"
    assert reel_and_frame("4191", "x") is None


@pytest.mark.parametrize(
    ("numbers", "kind"),
    [
        ({"applNum": "10000001"}, "invention"),
        ({"applNum": "29000001"}, "design"),
        ({"applNum": "10000001", "patNum": "D123456"}, "design"),
        ({"applNum": "10000001", "patNum": "PP12345"}, None),
    ],
)
def test_the_kind_of_right_is_told_by_its_numbers(
    numbers: dict[str, str], kind: str | None
) -> None:
    assert act(properties=[numbers]).rights[0].kind == kind


def test_what_a_release_releases_is_named_by_reel_and_frame() -> None:
    found = act(conveyanceText="RELEASE BY SECURED PARTY (REEL/FRAME 000001/0022)")
    assert (found.act, found.refers_to) == (Act.SECURITY_RELEASE, ("000001/0022",))


def test_a_recordal_does_not_refer_to_itself() -> None:
    found = act(conveyanceText="CORRECTIVE ASSIGNMENT RECORDED AT REEL 1 FRAME 23")
    assert (found.number, found.refers_to) == ("000001/0023", ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ASSIGNMENT OF ASSIGNORS INTEREST (SEE DOCUMENT FOR DETAILS).", Act.ASSIGNMENT),
        ("NUNC PRO TUNC ASSIGNMENT", Act.ASSIGNMENT),
        ("ASSIGNS THE ENTIRE INTEREST", Act.ASSIGNMENT),
        ("MERGER", Act.ASSIGNMENT),
        ("MERGER AND CHANGE OF NAME", Act.ASSIGNMENT),
        ("CHANGE OF NAME", Act.NAME_CHANGE),
        ("ENTITY CONVERSION", Act.NAME_CHANGE),
        ("SECURITY INTEREST (SEE DOCUMENT FOR DETAILS).", Act.SECURITY),
        ("SECURITY AGREEMENT", Act.SECURITY),
        ("PATENT SECURITY AGREEMENT", Act.SECURITY),
        ("GRANT OF SECURITY INTEREST IN PATENT RIGHTS", Act.SECURITY),
        ("COLLATERAL ASSIGNMENT", Act.SECURITY),
        ("LIEN", Act.SECURITY),
        ("MORTGAGE", Act.SECURITY),
        ("RELEASE BY SECURED PARTY", Act.SECURITY_RELEASE),
        ("TERMINATION AND RELEASE OF SECURITY INTEREST IN PATENTS", Act.SECURITY_RELEASE),
        ("PATENT SECURITY INTEREST RELEASE", Act.SECURITY_RELEASE),
        ("RELEASE OF LIEN", Act.SECURITY_RELEASE),
        ("DISCHARGE OF MORTGAGE", Act.SECURITY_RELEASE),
        ("REASSIGNMENT OF SECURITY INTEREST", Act.SECURITY_RELEASE),
        ("RELEASE", Act.SECURITY_RELEASE),
        ("PATENT RELEASE (REEL:000149 FRAME:0001)", Act.SECURITY_RELEASE),
        ("LICENSE", Act.LICENCE),
        ("CONFIRMATORY LICENSE (SEE DOCUMENT FOR DETAILS).", Act.LICENCE),
        ("TERMINATION OF LICENSE", Act.LICENCE_TERMINATION),
        ("CORRECTIVE ASSIGNMENT TO CORRECT THE SECURITY INTEREST", Act.CORRECTION),
        ("ASSIGNMENT OF SECURITY INTEREST", Act.OTHER),
        ("NOTICE OF SUCCESSION OF AGENCY", Act.OTHER),
        ("CONDITIONAL ASSIGNMENT", Act.OTHER),
        ("COURT ORDER", Act.OTHER),
        ("DECREE OF DISTRIBUTION", Act.OTHER),
        ("SOMETHING NOBODY EVER WROTE", Act.OTHER),
        ("", Act.OTHER),
        (None, Act.OTHER),
    ],
)
def test_the_words_of_a_conveyance_tell_the_act(text: str | None, expected: Act) -> None:
    assert act_of(text)[0] is expected


def test_an_unknown_text_is_other_and_said_to_be_unknown() -> None:
    assert act_of("SOMETHING NOBODY EVER WROTE") == (Act.OTHER, "unknown-text")
    assert len({row.name for row in TABLE}) == len(TABLE)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("REEL/FRAME:045829/0888", ("045829/0888",)),
        ("REEL/FRAME 28193/0411 AND 028194/0001", ("028193/0411", "028194/0001")),
        ("PREVIOUSLY RECORDED ON REEL 012345 FRAME 0123. ASSIGNOR(S)", ("012345/0123",)),
        ("RECORDED AT REEL NO. 4191, FRAME NO. 383", ("004191/0383",)),
        ("REEL: 001234 FRAME: 0056; REEL: 001235 FRAME: 0001", ("001234/0056", "001235/0001")),
        ("(RELEASES RF 033123-0123)", ("033123/0123",)),
        ("REEL 19149 FRAMES 0001 AND REEL 19150 FRAME 22", ("019149/0001", "019150/0022")),
        ("ASSIGNMENT OF 12/721698 ON 01/02/2019", ()),
        ("REEL/FRAME UNKNOWN, APPLICATION 12/721698", ()),
        (None, ()),
    ],
)
def test_earlier_recordals_are_found_in_the_words(
    text: str | None, numbers: tuple[str, ...]
) -> None:
    assert recordals_named(text) == numbers


# ---- what cannot be read ----------------------------------------------------------------------


def test_a_party_without_a_name_refuses_the_recordal_and_the_next_is_read() -> None:
    good = {"reelNo": "1", "frameNo": "2", "conveyanceText": "LIEN"}
    bad = {**good, "assignees": [{"patAssigneeName": "NULL"}]}
    first, second = told({"docs": [bad, good]})
    assert isinstance(first, Refused)
    assert first.code == "party-without-name"
    assert first.position.record == 1
    assert isinstance(second, RecordedAct)


@pytest.mark.parametrize(
    "wrong",
    [
        {"reelNo": ["1"]},
        {"assignors": "somebody"},
        {"assignees": [["somebody"]]},
        {"properties": {"applNum": {"n": "1"}}},
        {"recordedDate": "2001-02-30T00:00:00Z"},
        {"conveyanceText": True},
        {"conveyanceText": "x" * 4001},
    ],
)
def test_a_member_of_another_type_is_one_finding_with_its_place(wrong: dict[str, Any]) -> None:
    (found,) = told({"docs": [{"frameNo": "1", **wrong}]})
    assert isinstance(found, Refused)
    assert (found.position.file, found.position.line) == ("s.json", 1)
    assert found.params["field"]


def test_arrays_of_solr_that_differ_in_length_are_kept_and_never_joined() -> None:
    xml = b"""<response><result><doc><str name="reelNo">1</str><str name="frameNo">2</str>
      <arr name="patAssignorName"><str>ONE</str><str>TWO</str></arr>
      <arr name="patAssignorExDate"><date>2001-01-01T00:00:00Z</date></arr>
      <arr name="applNum"><str>10000001</str><str>10000002</str></arr>
      <arr name="patNum"><str>7000001</str></arr></doc></result></response>"""
    (found,) = read_assignment_xml(io.BytesIO(xml), file="s.xml")
    assert isinstance(found, RecordedAct)
    assert [giver.executed for giver in found.givers] == [None, None]
    assert [len(right.numbers) for right in found.rights] == [1, 1]
    assert found.kept["patNum"] == ["7000001"]
    assert found.kept["patAssignorExDate"] == ["2001-01-01T00:00:00Z"]


def test_a_field_of_solr_without_a_name_or_twice_refuses_the_document() -> None:
    for field in (b"<str>x</str>", b'<str name="a">x</str><str name="a">y</str>'):
        xml = b"<response><doc>" + field + b"</doc></response>"
        (found,) = read_assignment_xml(io.BytesIO(xml), file="s.xml")
        assert isinstance(found, Refused)
        assert found.code == "field-not-named"
