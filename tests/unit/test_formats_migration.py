"""Our own format for bringing a register over, in both of its forms."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

import pytest

from ipregistry.formats.migration import read_csv, read_ndjson
from ipregistry.formats.told import (
    Act,
    LifeEvent,
    RecordedAct,
    RightDescription,
    Told,
    Unmapped,
)
from ipregistry.formats.untrusted import Limits, Refused

HEADER = {"ipregistryMigration": 1, "officeCode": "MO", "asOfDate": "2026-01-31"}
HOLDERS = [
    {"name": "Sample One, Lda.", "category": "organization", "share": "1/3"},
    {"name": "示例二", "category": "person", "share": "2/3", "languageCode": "zh-Hant"},
]
RIGHT = {"record": "right", "rightKind": "trademark", "number": "N/000001", "holderBag": HOLDERS}
RIGHTS = [{"rightKind": "trademark", "number": "N/000001"}]
PLEDGE = {
    "record": "interest",
    "act": "security",
    "recordalNumber": "S-1",
    "recordedDate": "2020-01-02",
    "rightBag": RIGHTS,
    "giverBag": [{"name": "Sample One, Lda.", "category": "organization"}],
    "takerBag": [{"name": "Banco Exemplo", "category": "organization"}],
    "untilDate": "2030-01-01",
    "category": "pledge",
}


def ndjson(*records: Any, header: Any = HEADER) -> list[Told]:
    lines = [json.dumps(one, ensure_ascii=False) for one in (header, *records)]
    return list(read_ndjson(io.BytesIO("\n".join(lines).encode()), file="s.ndjson"))


def one(record: Any) -> Told:
    (only,) = ndjson(record)
    return only


def table(text: str, limits: Limits | None = None) -> list[Told]:
    return list(read_csv(io.BytesIO(text.encode()), file="s.csv", limits=limits))


def code(told: Told) -> str:
    return told.code if isinstance(told, Refused) else type(told).__name__


# ---- NDJSON ----------------------------------------------------------------------------------


def test_a_right_with_holders_is_an_extract_of_the_day_of_the_file() -> None:
    found = one(RIGHT)
    assert isinstance(found, RightDescription)
    assert (found.right.office, found.right.kind) == ("MO", "trademark")
    assert (found.event, found.on) == ("register-extract", date(2026, 1, 31))
    assert [(who.name, who.share) for who in found.holders] == [
        ("Sample One, Lda.", "1/3"),
        ("示例二", "2/3"),
    ]
    later = one({**RIGHT, "asOfDate": "2026-02-01"})
    assert isinstance(later, RightDescription)
    assert later.on == date(2026, 2, 1)


@pytest.mark.parametrize(
    ("members", "event"),
    [
        ({"registrationDate": "2001-02-03", "publicationDate": "2000-02-03"}, "grant"),
        ({"publicationDate": "2000-02-03"}, "publication"),
        ({"filingDate": "1999-02-03"}, "filing"),
    ],
)
def test_a_right_without_holders_rests_on_its_latest_date(members: Any, event: str) -> None:
    found = one({**RIGHT, "holderBag": [], **members})
    assert isinstance(found, RightDescription)
    assert (found.event, found.on) == (event, date.fromisoformat(next(iter(members.values()))))


def test_a_transaction_says_who_gave_what_to_whom() -> None:
    found = one(
        {
            "record": "transaction",
            "act": "assignment",
            "recordalNumber": "A-1",
            "recordedDate": "2020-01-02",
            "executedDate": "2019-12-31",
            "rightBag": [*RIGHTS, {"rightKind": "trademark", "number": "N/000002"}],
            "giverBag": PLEDGE["giverBag"],
            "takerBag": PLEDGE["takerBag"],
            "refersToBag": ["S-1"],
        }
    )
    assert isinstance(found, RecordedAct)
    assert (found.act, found.number, found.confidence) == (Act.ASSIGNMENT, "A-1", "V")
    assert [right.numbers[0].text for right in found.rights] == ["N/000001", "N/000002"]
    assert found.refers_to == ("S-1",)
    assert (found.executed, found.recorded) == (date(2019, 12, 31), date(2020, 1, 2))


def test_the_end_of_an_interest_is_a_recordal_that_refers_to_it() -> None:
    begun, ended = ndjson({**PLEDGE, "endedDate": "2022-05-06", "endedNumber": "S-2"})
    assert isinstance(begun, RecordedAct)
    assert isinstance(ended, RecordedAct)
    assert (begun.act, begun.terms.category, begun.terms.until) == (
        Act.SECURITY,
        "pledge",
        date(2030, 1, 1),
    )
    assert (ended.act, ended.number, ended.recorded) == (
        Act.SECURITY_RELEASE,
        "S-2",
        date(2022, 5, 6),
    )
    assert ended.refers_to == ("S-1",)
    assert (ended.givers, ended.takers) == (begun.takers, begun.givers)
    assert len(ndjson(PLEDGE)) == 1  # one that has not ended has no end


def test_an_event_has_its_code_in_st_27_where_there_is_one() -> None:
    found = one(
        {
            "record": "event",
            "officeCode": "CN",
            "rightKind": "invention",
            "number": "201510481495.9",
            "code": "PE01",
            "date": "2020-01-02",
        }
    )
    assert isinstance(found, LifeEvent)
    assert found.mapped is not None
    assert found.mapped.detailed == "S20"


def test_a_member_that_is_not_of_the_format_is_kept() -> None:
    found = one({**RIGHT, "shelf": "B 12"})
    assert isinstance(found, RightDescription)
    assert found.kept == {"shelf": "B 12"}


def test_a_record_of_another_kind_is_kept_whole() -> None:
    found = one({"record": "opposition", "number": "N/000001"})
    assert isinstance(found, Unmapped)
    assert found.kept == {"record": "opposition", "number": "N/000001"}


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({**RIGHT, "rightKind": "castle"}, "right-kind-not-known"),
        ({**RIGHT, "number": None}, "record-without-application-number"),
        ({**RIGHT, "holderBag": [{"name": "X", "category": "ghost"}]}, "party-category-not-known"),
        ({**RIGHT, "holderBag": [{"category": "person"}]}, "party-without-name"),
        ({**RIGHT, "holderBag": [{**HOLDERS[0], "share": "0"}]}, "share-not-readable"),
        ({**RIGHT, "holderBag": [{**HOLDERS[0], "share": "0.5"}]}, "share-not-readable"),
        (
            {**RIGHT, "holderBag": [HOLDERS[0], {"name": "X", "category": "person"}]},
            "shares-incomplete",
        ),
        ({**PLEDGE, "recordedDate": None}, "recordal-without-date"),
        ({**PLEDGE, "act": "assignment"}, "act-not-known"),
        ({**PLEDGE, "recordedDate": "2020-02-31"}, "date-impossible"),
        ({"record": "event", "number": "1", "rightKind": "design"}, "event-without-code"),
        ({**RIGHT, "titleBag": "text"}, "field-wrong-type"),
        ([], "file-json-no-object"),
        ("text", "file-json-no-object"),
    ],
)
def test_a_record_that_cannot_be_read_is_named_and_the_next_is_read(
    record: Any, expected: str
) -> None:
    found = ndjson(record, RIGHT)
    assert [code(told) for told in found] == [expected, "RightDescription"]
    assert isinstance(found[0], Refused)
    assert (found[0].position.line, found[0].position.record) == (2, 1)


def test_an_extract_without_a_day_is_refused() -> None:
    (found,) = ndjson(RIGHT, header={"ipregistryMigration": 1, "officeCode": "MO"})
    assert code(found) == "extract-without-date"


def test_a_record_without_an_office_is_refused() -> None:
    (found,) = ndjson(RIGHT, header={"ipregistryMigration": 1})
    assert code(found) == "record-without-country"


def test_another_version_of_the_format_is_refused_whole() -> None:
    assert [code(t) for t in ndjson(RIGHT, RIGHT, header={"ipregistryMigration": 2})] == [
        "migration-version-not-known"
    ]


def test_a_line_that_is_no_json_is_refused_and_the_next_is_read() -> None:
    lines = [json.dumps(HEADER), "{oops", "", json.dumps(RIGHT)]
    found = list(read_ndjson(io.BytesIO("\r\n".join(lines).encode()), file="s"))
    assert [code(told) for told in found] == ["file-json-malformed", "RightDescription"]


def test_a_line_nested_without_end_is_refused() -> None:
    lines = [json.dumps(HEADER), "[" * 200_000, json.dumps(RIGHT)]
    found = list(read_ndjson(io.BytesIO("\n".join(lines).encode()), file="s"))
    assert [code(told) for told in found] == ["file-json-too-deep", "RightDescription"]


# ---- CSV -------------------------------------------------------------------------------------

COLUMNS = (
    "ipregistry_migration,key,officeCode,asOfDate,rightKind,number,title,"
    "partyRole,name,category,share"
)


def test_rows_of_one_key_are_one_record_and_say_what_the_other_form_says() -> None:
    text = (
        f"{COLUMNS}\n"
        'right,1,MO,2026-01-31,trademark,N/000001,示例,holder,"Sample One, Lda.",organization,1/3\n'
        "right,1,MO,2026-01-31,trademark,N/000001,,holder,示例二,person,2/3\n"
        "right,2,MO,2026-01-31,trademark,N/000002,,holder,示例二,person,1\n"
    )
    first, second = table(text)
    assert isinstance(first, RightDescription)
    assert isinstance(second, RightDescription)
    assert [(who.name, who.share) for who in first.holders] == [
        ("Sample One, Lda.", "1/3"),
        ("示例二", "2/3"),
    ]
    assert first.right.titles == (("und", "示例"),)
    assert second.right.numbers[0].text == "N/000002"
    assert (first.position.line, second.position.line) == (2, 4)


def test_a_transaction_in_rows_gathers_its_rights_and_parties() -> None:
    text = (
        "ipregistry_migration,key,officeCode,act,recordalNumber,recordedDate,rightKind,number,"
        "partyRole,name,category,refersTo\n"
        "transaction,T1,MO,assignment,A-1,2020-01-02,trademark,N/000001,giver,One,organization,S-1\n"
        "transaction,T1,MO,assignment,A-1,2020-01-02,trademark,N/000002,taker,Two,organization,\n"
        "transaction,T1,MO,assignment,A-1,2020-01-02,trademark,N/000002,taker,Three,person,S-2\n"
    )
    (found,) = table(text)
    assert isinstance(found, RecordedAct)
    assert [right.numbers[0].text for right in found.rights] == ["N/000001", "N/000002"]
    assert [who.name for who in found.givers] == ["One"]
    assert [who.name for who in found.takers] == ["Two", "Three"]
    assert found.refers_to == ("S-1", "S-2")


ROW = "right,1,MO,2026-01-31,trademark,N/000001,,holder,示例二,person,1\n"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (f"{COLUMNS}\n{ROW}a,b\n{ROW}", ["RightDescription", "file-csv-row-length"]),
        (f'{COLUMNS}\n{ROW}right,"x"y,', ["file-csv-malformed"]),
        (f'{COLUMNS}\n{ROW}right,"never closed', ["file-csv-malformed"]),
        ("ipregistry_migration,key,key\n", ["file-csv-column-twice"]),
        (f"{COLUMNS}\n{ROW.replace('holder', 'lord')}", ["party-role-not-known"]),
        (f"{COLUMNS}\n{ROW}{ROW.replace('MO', 'HK')}", ["file-csv-rows-differ"]),
        ("", ["file-empty"]),
    ],
)
def test_what_is_wrong_with_a_table_is_named(text: str, codes: list[str]) -> None:
    found = [code(told) for told in table(text)]
    assert found[-1] == codes[-1]
    assert "RightDescription" not in found or codes[0] == "RightDescription"


def test_a_record_of_endless_rows_is_refused() -> None:
    rows = "".join(
        ROW.replace("示例二", f"示例{n}").replace(",1\n", ",1/99\n") for n in range(10_050)
    )
    assert [code(told) for told in table(f"{COLUMNS}\n{rows}")] == ["record-too-large"]


def test_a_cell_longer_than_the_reader_takes_is_refused() -> None:
    text = f"{COLUMNS}\n{ROW.replace('示例二', 'x' * 200_000)}"
    assert code(table(text)[-1]) in {"file-csv-malformed", "field-too-long"}
