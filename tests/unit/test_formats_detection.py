"""Which reader a file is for, and that no reader ever does more than read."""

from __future__ import annotations

import io
import json
import socket
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipregistry.formats import st66, st96
from ipregistry.formats.detection import READERS, Reader, detect, detect_head
from ipregistry.formats.told import (
    DecidedCase,
    LifeEvent,
    RecordedAct,
    RightDescription,
    Unmapped,
)
from ipregistry.formats.untrusted import Limits, Refused
from scripts.benchmark.decided_cases import lines

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
TOLD = RecordedAct | RightDescription | LifeEvent | DecidedCase | Unmapped | Refused

COMMON = "http://www.wipo.int/standards/XMLSchema/ST96/Common"
SAMPLES = {
    "domain-name-cases": "".join(lines(2)),
    "cnipa": """<cn-patent-document lang="ZH"><cn-bibliographic-data><cn-publication-reference>
      <document-id><country>CN</country><doc-number>100000002</doc-number><kind>A</kind>
      <date>20010105</date></document-id></cn-publication-reference><application-reference>
      <document-id><country>CN</country><doc-number>200010000002.8</doc-number></document-id>
      </application-reference></cn-bibliographic-data></cn-patent-document>""",
    "uspto-xml": """<response><result><doc><str name="reelNo">1</str><str name="frameNo">2</str>
      <str name="conveyanceText">LIEN</str><arr name="patAssignorName"><str>SAMPLE</str></arr>
      <arr name="applNum"><str>10000001</str></arr></doc></result></response>""",
    "st96": f"""<t:TrademarkTransaction xmlns:t="{st96.TRADEMARK}" xmlns:c="{COMMON}">
      <t:Trademark><c:RegistrationOfficeCode>US</c:RegistrationOfficeCode>
      <c:RegistrationNumber>1000001</c:RegistrationNumber><t:MarkEventBag><t:MarkEvent>
      <t:MarkEventCode>X</t:MarkEventCode><t:MarkEventDate>2001-02-03</t:MarkEventDate>
      </t:MarkEvent></t:MarkEventBag></t:Trademark></t:TrademarkTransaction>""",
    "st66": f"""<Transaction xmlns="{st66.NAMESPACE}"><TransactionData><TradeMarkDetails>
      <TradeMark><RegistrationOfficeCode>US</RegistrationOfficeCode>
      <ApplicationNumber>76000001</ApplicationNumber></TradeMark></TradeMarkDetails>
      </TransactionData></Transaction>""",
    "epo-ops": """<o:world-patent-data xmlns="http://www.epo.org/exchange"
      xmlns:o="http://ops.epo.org"><o:family-member><publication-reference>
      <document-id document-id-type="docdb"><country>EP</country><doc-number>1</doc-number>
      <kind>A1</kind><date>20010105</date></document-id></publication-reference>
      <o:legal code="AK"><o:L001EP>EP</o:L001EP><o:L007EP>2001-02-03</o:L007EP>
      <o:L008EP>AK</o:L008EP></o:legal></o:family-member></o:world-patent-data>""",
    "migration-ndjson": '{"ipregistryMigration":1,"officeCode":"MO"}\n'
    '{"record":"event","rightKind":"design","number":"D/1","code":"X","date":"2001-02-03"}\n',
    "migration-csv": "ipregistry_migration,officeCode,rightKind,number,code\n"
    "event,MO,design,D/1,X\n",
    "uspto-json": json.dumps(
        {
            "docs": [
                {
                    "reelNo": "1",
                    "frameNo": "2",
                    "conveyanceText": "LIEN",
                    "assignors": [{"patAssignorName": "SAMPLE"}],
                    "properties": [{"applNum": "10000001"}],
                }
            ]
        }
    ),
}
XML = [name for name in SAMPLES if SAMPLES[name].startswith("<")]
BY_NAME = {reader.name: reader for reader in READERS}
BRIEF = settings(
    max_examples=60, deadline=5000, database=None, suppress_health_check=[HealthCheck.too_slow]
)


def read(name: str, content: bytes | str, limits: Limits | None = None) -> list[object]:
    data = content.encode() if isinstance(content, str) else content
    return list(BY_NAME[name].read(io.BytesIO(data), file="s", limits=limits))


def test_there_is_a_sample_of_every_format() -> None:
    assert set(SAMPLES) == set(BY_NAME)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_format_is_told_by_content_and_read(name: str, tmp_path: Path) -> None:
    path = tmp_path / "no-telling-name"
    path.write_text("\ufeff" + SAMPLES[name], encoding="utf-8")
    found = detect(path)
    assert isinstance(found, Reader)
    assert found.name == name
    told = read(name, SAMPLES[name])
    assert told
    assert not [one for one in told if isinstance(one, Refused)]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7",
        b"<html><body/></html>",
        b'{"docs": [{"title": "of something else"}]}',
        b"[1, 2]",
        b"name,number\nx,1\n",
        b'<schema xmlns:t="http://www.wipo.int/standards/XMLSchema/ST96/Trademark"/>',
        b"\x89PNG\r\n",
    ],
)
def test_what_is_of_no_format_has_no_reader(content: bytes) -> None:
    assert detect_head(content) is None


def test_of_the_files_at_hand_each_has_the_reader_of_its_kind() -> None:
    if not DATA.exists():
        pytest.skip("needs the real files in ../shared/data")
    found = {
        str(path.relative_to(DATA)): reader.name
        for path in sorted(DATA.rglob("*"))
        if path.is_file() and (reader := detect(path)) is not None
    }
    for path, name in found.items():
        expected = {
            "cn_patent": {"cnipa"},
            "epo_ops": {"epo-ops"},
            "uspto": {"uspto-json", "uspto-xml", "st96", "st66"},
            "wipo_st96_v6": {"st96"},
            "udrp": {"domain-name-cases"},
        }[path.split("/", 1)[0]]
        assert name in expected, path
        with (DATA / path).open("rb") as stream:
            told = list(BY_NAME[name].read(stream, file=path))
        assert [one for one in told if isinstance(one, Refused)] == [], path
    assert {"cnipa", "epo-ops", "uspto-json", "st96", "domain-name-cases"} <= set(found.values())
    assert not [path for path in found if path.endswith((".xsd", ".csv"))]


@pytest.mark.parametrize("name", XML)
@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE r [<!ENTITY s SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>',
    ],
)
def test_a_file_that_declares_entities_is_refused_in_every_xml_format(
    name: str, prolog: str
) -> None:
    (found,) = read(name, prolog + SAMPLES[name])
    assert isinstance(found, Refused)
    assert found.code == "xml-entity-refused"


@pytest.mark.parametrize("name", XML)
def test_no_xml_format_reaches_for_anything_outside(name: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        there = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        doctype = f'<!DOCTYPE r SYSTEM "{there}">'
        style = f'<?xml-stylesheet type="text/xsl" href="{there}"?>'
        assert read(name, style + doctype + SAMPLES[name])
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.parametrize("name", XML)
def test_an_xml_file_in_another_encoding_is_refused_and_not_guessed(name: str) -> None:
    (found,) = read(name, '<?xml version="1.0" encoding="GBK"?>' + SAMPLES[name])
    assert isinstance(found, Refused)
    assert found.code == "file-encoding-refused"


@pytest.mark.parametrize("name", SAMPLES)
def test_utf_16_is_refused_in_every_format(name: str) -> None:
    (found,) = read(name, SAMPLES[name].encode("utf-16"))
    assert isinstance(found, Refused)
    assert found.code == "file-encoding-refused"


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_beyond_the_limit_is_refused_in_every_format(name: str) -> None:
    found = read(name, SAMPLES[name], Limits(file_bytes=20, chunk_bytes=10))
    assert isinstance(found[-1], Refused)
    assert found[-1].code == "file-too-large"


@BRIEF
@given(name=st.sampled_from(sorted(SAMPLES)), data=st.data())
def test_a_truncated_file_never_raises(name: str, data: st.DataObject) -> None:
    whole = SAMPLES[name].encode()
    end = data.draw(st.integers(0, len(whole) - 1))
    chunk = data.draw(st.integers(1, 500))
    found = read(name, whole[:end], Limits(chunk_bytes=chunk))
    assert all(isinstance(one, TOLD) for one in found)


@BRIEF
@given(name=st.sampled_from(sorted(SAMPLES)), data=st.data())
def test_flipped_bytes_never_raise_in_any_format(name: str, data: st.DataObject) -> None:
    content = bytearray(SAMPLES[name].encode())
    flip = st.tuples(st.integers(0, len(content) - 1), st.integers(1, 255))
    for at, bits in data.draw(st.lists(flip, max_size=6)):
        content[at] ^= bits
    assert all(isinstance(one, TOLD) for one in read(name, bytes(content)))


@BRIEF
@given(name=st.sampled_from(sorted(SAMPLES)), content=st.binary(max_size=300))
def test_any_bytes_are_answered_in_every_format(name: str, content: bytes) -> None:
    found = read(name, content)
    assert all(isinstance(one, TOLD) for one in found)
    detect_head(content)
