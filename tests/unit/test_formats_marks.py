"""Trade marks in ST.96 and ST.66."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from ipregistry.formats import st66, st96
from ipregistry.formats.told import Act, LifeEvent, RecordedAct, RightDescription, Told, Unmapped
from ipregistry.formats.untrusted import Refused

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def real(name: str) -> list[Told]:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"needs the real file {name} in ../shared/data")
    read = st66.read_marks if "ST66" in name else st96.read_marks
    with path.open("rb") as stream:
        return list(read(stream, file=name))


def mark96(inside: str) -> list[Told]:
    xml = f"""<t:TrademarkBag xmlns:t="{st96.TRADEMARK}"
      xmlns:c="http://www.wipo.int/standards/XMLSchema/ST96/Common"><t:Trademark>
      <c:RegistrationOfficeCode>HK</c:RegistrationOfficeCode>{inside}</t:Trademark></t:TrademarkBag>"""
    return list(st96.read_marks(io.BytesIO(xml.encode()), file="s.xml"))


def test_the_real_transaction_gives_mark_recordal_and_history() -> None:
    found = real("uspto/trademark_rn2178784_ST96_2.2.1.xml")
    assert Counter(type(one).__name__ for one in found) == {
        "RightDescription": 1,
        "RecordedAct": 1,
        "LifeEvent": 33,
    }
    mark, recordal, event = found[:3]
    assert isinstance(mark, RightDescription)
    assert [number.text for number in mark.right.numbers] == ["74631225", "2178784"]
    assert (mark.right.kind, mark.right.titles, mark.classes) == (
        "trademark",
        (("und", "JAVA"),),
        ("9",),
    )
    assert (mark.event, mark.on, mark.right.filing_date) == (
        "grant",
        date(1998, 8, 4),
        date(1995, 2, 7),
    )
    assert isinstance(recordal, RecordedAct)
    assert (recordal.number, recordal.act) == ("004191/0383", Act.NAME_CHANGE)
    assert recordal.givers[0].name == "SUN MICROSYSTEMS, INC."
    assert recordal.takers[0].address == "500 ORACLE PARKWAY, REDWOOD SHORES, CALIFORNIA 94065"
    assert (recordal.executed, recordal.recorded) == (date(2010, 2, 15), date(2010, 4, 23))
    assert isinstance(event, LifeEvent)
    assert (event.code, event.on) == ("CORV6", date(2011, 12, 29))


def test_a_mark_names_who_held_it_when_it_was_registered_and_not_who_came_later() -> None:
    for name in ("uspto/trademark_rn2178784_ST96_2.2.1.xml", "uspto/trademark_sn76044902_ST66.xml"):
        mark = real(name)[0]
        assert isinstance(mark, RightDescription)
        (holder,) = mark.holders
        assert holder.role == "ORIGINAL REGISTRANT"


def test_the_real_older_transaction_gives_mark_recordal_and_history() -> None:
    found = real("uspto/trademark_sn76044902_ST66.xml")
    assert Counter(type(one).__name__ for one in found)["LifeEvent"] == 31
    mark, recordal = found[:2]
    assert isinstance(mark, RightDescription)
    assert mark.classes == ("9", "42")
    assert isinstance(recordal, RecordedAct)
    assert (recordal.number, recordal.act) == ("002849/0875", Act.ASSIGNMENT)
    assert recordal.executed == date(2003, 8, 6)
    rest = found[-1]
    assert isinstance(rest, Unmapped)
    assert rest.reason == "beside-the-mark"


def test_wipo_s_own_example_of_the_sixth_version_names_a_mark() -> None:
    mark = real("wipo_st96_v6/examples/TrademarkApplication_Example.xml")[0]
    assert isinstance(mark, RightDescription)
    assert mark.right.titles == (("und", "LANYI"),)
    assert mark.holders[0].name == "Shenzhen Fengniao E-Commerce Co.,Ltd"


def test_a_mark_without_any_number_is_refused() -> None:
    (found,) = mark96("")
    assert isinstance(found, Refused)
    assert found.code == "record-without-application-number"


def test_a_mark_of_another_namespace_is_none() -> None:
    xml = b'<Trademark xmlns="urn:other"/>'
    (found,) = st96.read_marks(io.BytesIO(xml), file="s.xml")
    assert isinstance(found, Refused)
    assert found.code == "file-without-records"


def test_where_nobody_numbers_the_parties_all_are_named() -> None:
    party = (
        "<t:Applicant><c:Contact><c:Name><c:EntityName>Sample {}</c:EntityName></c:Name>"
        "</c:Contact></t:Applicant>"
    )
    found = mark96(
        "<c:RegistrationNumber>300000001</c:RegistrationNumber><t:ApplicantBag>"
        + party.format("One")
        + party.format("Two")
        + "</t:ApplicantBag>"
    )
    assert isinstance(found[0], RightDescription)
    assert [holder.name for holder in found[0].holders] == ["Sample One", "Sample Two"]


def test_parties_beside_several_marks_are_nobody_s_and_kept() -> None:
    mark = (
        "<TradeMarkDetails><TradeMark><RegistrationOfficeCode>US</RegistrationOfficeCode>"
        "<ApplicationNumber>{}</ApplicationNumber></TradeMark></TradeMarkDetails>"
    )
    party = "<ApplicantDetails><Applicant><ApplicantExt><PartyTypeCode>10</PartyTypeCode>"
    xml = (
        f'<Transaction xmlns="{st66.NAMESPACE}"><TransactionData>{mark.format(1)}{mark.format(2)}'
        f"{party}</ApplicantExt></Applicant></ApplicantDetails></TransactionData></Transaction>"
    )
    found = list(st66.read_marks(io.BytesIO(xml.encode()), file="s.xml"))
    assert [one.holders for one in found if isinstance(one, RightDescription)] == [(), ()]
    assert isinstance(found[-1], Unmapped)
    assert "ApplicantDetails" in found[-1].kept


def test_an_assignment_party_without_a_name_refuses_the_mark() -> None:
    (found,) = mark96(
        "<c:RegistrationNumber>300000001</c:RegistrationNumber><t:AssignmentBag><t:Assignment>"
        "<t:AssigneeBag><t:Assignee><c:LegalEntityName>CORPORATION</c:LegalEntityName>"
        "</t:Assignee></t:AssigneeBag></t:Assignment></t:AssignmentBag>"
    )
    assert isinstance(found, Refused)
    assert found.code == "party-without-name"
