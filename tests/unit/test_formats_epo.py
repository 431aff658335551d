"""Legal events and bibliography as the EPO's services give them."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from ipregistry.domain.events import events as events_of_st27
from ipregistry.formats.epo import read_ops
from ipregistry.formats.epo.categories import _categories, coded
from ipregistry.formats.told import LifeEvent, RightDescription, Scheme, Told, ToldCode
from ipregistry.formats.untrusted import Refused

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "epo_ops"


def real(name: str) -> list[Told]:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"needs the real file {name} in ../shared/data/epo_ops")
    with path.open("rb") as stream:
        return list(read_ops(stream, file=name))


def member(legal: str, country: str = "EP") -> list[Told]:
    xml = f"""<o:world-patent-data xmlns="http://www.epo.org/exchange" xmlns:o="http://ops.epo.org">
      <o:family-member><application-reference><document-id document-id-type="docdb">
      <country>{country}</country><doc-number>99000001</doc-number><kind>A</kind>
      </document-id></application-reference>{legal}</o:family-member></o:world-patent-data>"""
    return list(read_ops(io.BytesIO(xml.encode()), file="s.xml"))


def legal(code: str, *, office: str = "EP", more: str = "") -> str:
    return (
        f'<o:legal code="{code}" desc="SAMPLE" infl="+" dateMigr="00010101">'
        f"<o:L001EP>{office}</o:L001EP><o:L002EP>F</o:L002EP><o:L003EP>    99000001</o:L003EP>"
        f"<o:L005EP>PI</o:L005EP><o:L007EP>2001-02-03</o:L007EP><o:L008EP>{code}</o:L008EP>"
        f"{more}</o:legal>"
    )


def event(code: str, **options: str) -> LifeEvent:
    found = member(legal(code, **options))[1]
    assert isinstance(found, LifeEvent), found
    return found


def test_fifty_events_of_a_european_patent_are_read_and_none_is_lost() -> None:
    found = real("ops_legal_example_1.xml")
    assert Counter(type(one).__name__ for one in found) == {"RightDescription": 1, "LifeEvent": 50}
    first = found[1]
    assert isinstance(first, LifeEvent)
    assert (first.office, first.code, first.on, first.effective) == (
        "EP",
        "17Q",
        date(2002, 6, 5),
        date(2002, 4, 23),
    )
    assert [number.text for number in first.right.numbers] == ["99203729", "1000000"]
    assert first.mapped is not None
    assert (first.mapped.key, first.mapped.detailed) == ("D10", "D00")


def test_a_lapse_in_one_state_is_told_of_that_state_alone() -> None:
    lapses = [
        one
        for one in real("ops_legal_example_1.xml")
        if isinstance(one, LifeEvent) and one.code == "PG25"
    ]
    assert len(lapses) > 10
    assert all(one.territory is not None for one in lapses)
    assert {one.mapped.key for one in lapses if one.mapped} == {"H10"}


def test_a_united_states_member_is_known_by_its_own_office_s_numbers() -> None:
    description, *events = real("ops_legal_example_3.xml")
    assert isinstance(description, RightDescription)
    assert description.right.number(Scheme.APPLICATION) == "15919370"
    assert description.right.number(Scheme.PATENT) == "10465445"
    assert (description.event, description.on) == ("grant", date(2019, 11, 5))
    assert len(events) == 14
    first = events[0]
    assert isinstance(first, LifeEvent)
    assert "REEL/FRAME:045210/0369" in (first.text or "")
    assert first.kept["L509EP OWNER"] == "NCS OILFIELD SERVICES CANADA, INC., CANADA"


def test_bibliography_names_each_party_once_with_its_country() -> None:
    (found,) = real("biblio_EP2400812A1.xml")
    assert isinstance(found, RightDescription)
    assert [(one.name, one.country) for one in found.holders] == [("9SOLUTIONS OY", "FI")]
    assert len(found.inventors) == 3
    assert ("en", "BLUETOOTH NETWORKING") in found.right.titles


def test_a_code_that_this_project_maps_is_mapped_closer_than_its_category() -> None:
    mapped = coded("CN", "PE01")
    assert mapped is not None
    assert (mapped.key, mapped.detailed, mapped.indicator) == ("S10", "S20", "SEC")
    assert mapped.confidence == "I"


def test_a_code_of_the_epo_s_list_has_its_category_and_no_detail() -> None:
    basis = "EPO, list of legal event codes, 2024 week 17: the category only"
    assert coded("EP", "111L") == ToldCode("S10", "S00", None, basis, "V")
    assert coded("EP", "NO-SUCH-CODE") is None


def test_every_category_of_the_list_is_one_of_the_standard() -> None:
    table = _categories()
    assert len(table) > 3000
    assert {category + "00" for category in table.values()} <= set(events_of_st27())


def test_an_event_that_nobody_maps_is_kept_as_an_event() -> None:
    found = event(
        "ZZZZ", more="<o:L500EP><o:L510EP desc='Free'>A SAMPLE TEXT</o:L510EP></o:L500EP>"
    )
    assert (found.mapped, found.text) == (None, "SAMPLE; A SAMPLE TEXT")


def test_a_reference_to_a_national_code_is_mapped_by_that_state_s_code() -> None:
    more = "<o:L500EP><o:L501EP>DE</o:L501EP><o:L502EP>R119</o:L502EP></o:L500EP>"
    found = event("UNKNOWN", more=more)
    assert (found.territory, found.territory_code) == ("DE", "R119")
    assert found.mapped == coded("DE", "R119") != None  # noqa: E711


def test_a_member_with_its_document_is_described_by_that() -> None:
    document = (
        '<exchange-document country="EP" doc-number="9" kind="B1"><bibliographic-data>'
        '<publication-reference><document-id document-id-type="docdb"><country>EP</country>'
        "<doc-number>9000009</doc-number><kind>B1</kind><date>20030205</date></document-id>"
        "</publication-reference><invention-title>SAMPLE</invention-title>"
        "</bibliographic-data></exchange-document>"
    )
    description, found = member(document + legal("AK"))
    assert isinstance(description, RightDescription)
    assert (description.event, description.right.titles) == ("grant", (("und", "SAMPLE"),))
    assert isinstance(found, LifeEvent)


def test_an_event_of_another_office_is_of_the_right_that_it_names() -> None:
    found = event("AS", office="US")
    assert found.right.office == "US"
    assert found.right.numbers[0].text == "99000001"


def test_an_event_without_code_or_date_that_cannot_be_refuses_the_member() -> None:
    for wrong, code in (
        (legal("X").replace("<o:L001EP>EP</o:L001EP>", ""), "event-without-code"),
        (legal("X").replace("2001-02-03", "2001-02-30"), "date-impossible"),
    ):
        (found,) = member(wrong)
        assert isinstance(found, Refused)
        assert found.code == code
