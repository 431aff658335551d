"""CNIPA's XML: what is read of it, and that a hostile file is only refused."""

from __future__ import annotations

import io
import re
import socket
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipregistry.formats.cnipa import (
    Limits,
    NamedParty,
    Pct,
    Position,
    Priority,
    Publication,
    Refused,
    Related,
    looks_like_cnipa,
    read_publications,
)

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "cn_patent"

SCHEMAS = (
    'xmlns:base="http://www.sipo.gov.cn/XMLSchema/base" '
    'xmlns:business="http://www.sipo.gov.cn/XMLSchema/business"'
)


def current(
    *,
    number: str = "200010000001.X",
    kind: str = "A",
    day: str = "20010105",
    more: str = "",
    parties: str = "",
    namespaces: str = SCHEMAS,
) -> str:
    """A record of the newer schema, plainly invented."""
    return f"""<business:PatentDocumentAndRelated {namespaces} lang="zh">
  <business:BibliographicData>
    <business:PublicationReference dataFormat="original"><base:DocumentID>
      <base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>100000001</base:DocNumber>
      <base:Kind>{kind}</base:Kind><base:Date>{day}</base:Date>
    </base:DocumentID></business:PublicationReference>
    <business:ApplicationReference applType="10" dataFormat="standard"><base:DocumentID>
      <base:DocNumber>102000000000001</base:DocNumber>
    </base:DocumentID></business:ApplicationReference>
    <business:ApplicationReference applType="10" dataFormat="original"><base:DocumentID>
      <base:DocNumber>{number}</base:DocNumber><base:Date>20000103</base:Date>
    </base:DocumentID></business:ApplicationReference>
    <business:InventionTitle lang="zh"> 一种示例<base:Sub>2</base:Sub> 装置
    </business:InventionTitle>
    {more}<business:Parties>{parties}</business:Parties>
  </business:BibliographicData>
</business:PatentDocumentAndRelated>"""


def legacy(*, number: str = "200010000002.8", day: str = "20010105", more: str = "") -> str:
    """A record of the older schema, plainly invented."""
    return f"""<cn-patent-document lang="ZH"><cn-bibliographic-data>
  <cn-publication-reference><document-id><country>CN</country>
    <doc-number>100000002</doc-number><kind>A</kind><date>{day}</date></document-id>
  </cn-publication-reference>
  <application-reference appl-type="发明专利"><document-id><country>CN</country>
    <doc-number>{number}</doc-number><date>20000104</date></document-id>
  </application-reference>
  <invention-title>示例方法</invention-title>{more}
</cn-bibliographic-data></cn-patent-document>"""


def read(content: str | bytes, limits: Limits | None = None) -> list[Publication | Refused]:
    stream = io.BytesIO(content.encode() if isinstance(content, str) else content)
    return list(read_publications(stream, file="sample.xml", limits=limits))


def published(content: str | bytes) -> Publication:
    (only,) = read(content)
    assert isinstance(only, Publication), only
    return only


def refused(content: str | bytes, limits: Limits | None = None) -> Refused:
    (only,) = read(content, limits)
    assert isinstance(only, Refused), only
    return only


def outcomes(results: list[Publication | Refused]) -> list[str]:
    return [r.code if isinstance(r, Refused) else r.application_number for r in results]


def real(name: str) -> Publication:
    path = REAL / name
    if not path.exists():
        pytest.skip(f"needs the real file {name} in ../shared/data/cn_patent")
    return published(path.read_bytes())


def zh(name: str, sequence: int, agency: str | None = None) -> NamedParty:
    return NamedParty(name, "zh", None, None, sequence, agency)


# ---- the four real files ------------------------------------------------------------------


def test_the_real_file_with_a_doctype_is_read() -> None:
    found = real("CN102015000481495CN00001152124630AFULZH20221021CN00D.XML")
    agency = "北京银龙知识产权代理有限公司 11243"
    assert (found.application_number, found.application_type) == ("201510481495.9", "10")
    assert (found.publication_number, found.kind_code, found.country) == ("115212463", "A", "CN")
    assert found.filing_date == date(2015, 8, 7)
    assert found.publication_date == date(2022, 10, 21)
    assert found.gazette_number == "38-4202"
    assert found.titles == (("zh", "一种医用放射治疗装置"),)
    assert found.applicants == (
        NamedParty(
            "北京大基康明医疗设备有限公司",
            "zh",
            "100176 北京市经济技术开发区永昌北路11号",
            "CN",
            1,
        ),
    )
    assert found.inventors == (zh("曹凯", 1), zh("张圈世", 2), zh("许亚飞", 3), zh("王亮", 4))
    assert found.agents == (zh("许静", 1, agency), zh("安利霞", 2, agency))
    assert found.ipc == ("A61N    5/00    (2006.01)",)
    assert (found.patentees, found.priorities, found.related, found.pct) == ((), (), (), None)
    assert (found.position.line, found.position.record) == (3, 1)


def test_the_real_divisional_names_its_parent_and_its_priority() -> None:
    found = real("cn_new1.xml")
    assert found.application_number == "202111286633.X"
    assert found.filing_date == date(2017, 4, 24)
    assert found.publication_date == date(2021, 12, 10)
    assert found.titles == (("zh", "显示设备"),)
    assert found.applicants == (NamedParty("三星显示有限公司", "zh", "韩国京畿道", "KR", 1),)
    assert found.priorities == (
        Priority("KR", "10-2016-0063019", date(2016, 5, 23), "international", 1),
    )
    assert found.related == (
        Related("division", "parent", "CN", "201710269973.9", date(2017, 4, 24)),
    )
    assert found.ipc[1] == "G09G    3/3208  (2016.01)"


def test_the_real_older_file_with_byte_order_mark_and_style_sheet_is_read() -> None:
    found = real("cn_old1.xml")
    assert (found.application_number, found.application_type) == ("201410408762.5", "发明专利")
    assert (found.publication_number, found.kind_code) == ("104223352", "A")
    assert found.filing_date == date(2014, 8, 19)
    assert found.publication_date == date(2014, 12, 24)
    assert found.gazette_number == "30-52"
    assert found.titles == (("zh", "一种甘草发酵所得烟用香料及其应用"),)
    address = "650231 云南省昆明市五华区红锦路367号云烟科技园C区"
    assert found.applicants == (NamedParty("云南中烟工业有限责任公司", "zh", address, None, 1),)
    assert [party.name for party in found.inventors] == (
        ["段焰青", "者为", "李青青", "叶灵", "张伟", "夏建军", "党立志", "王文元"]
    )
    assert found.agents[1] == zh("旃习涵", 2, "昆明协立知识产权代理事务所(普通合伙) 53108")
    assert len(found.ipc) == 4
    assert found.position.line == 3


def test_the_real_national_phase_names_its_international_application() -> None:
    found = real("cn_old3.xml")
    assert found.application_number == "201480000788.4"
    assert found.titles == (("und", "马来酸伊索拉定的制造方法"),)
    assert found.applicants[0].name == "日本新药株式会社"
    assert found.pct == Pct(
        "PCT/JP2014/059529", date(2014, 3, 31), "JP", None, None, date(2014, 8, 28)
    )


# ---- what is read ------------------------------------------------------------------------


def test_the_generation_is_told_by_content_and_both_may_stand_in_one_container() -> None:
    results = read(f"<batch>{current()}\n{legacy()}</batch>")
    assert outcomes(results) == ["200010000001.X", "200010000002.8"]


def test_the_original_number_is_taken_and_never_the_standard_one() -> None:
    assert published(current()).application_number == "200010000001.X"
    original = current().index('<business:ApplicationReference applType="10" dataFormat="original"')
    end = current().index("<business:InventionTitle")
    only_standard = current()[:original] + current()[end:]
    for record in (only_standard, current(number="0")):
        assert "102000000000001" in record
        assert refused(record).code == "record-without-application-number"


def test_a_title_keeps_its_inner_form_and_loses_outer_white_space() -> None:
    assert published(current()).titles == (("zh", "一种示例2 装置"),)


def test_placeholders_are_no_data() -> None:
    found = published(
        current(
            parties="""<business:ApplicantDetails><business:Applicant sequence="1">
            <base:AddressBook><base:Name>示例公司</base:Name><base:Address>
            <base:AddressLine>0</base:AddressLine><base:Street>示例路1号</base:Street>
            <base:City>示例市</base:City><base:Province>示例市</base:Province>
            <base:PostCode>0</base:PostCode><base:WIPOST3Code>0</base:WIPOST3Code>
            <base:Text>0</base:Text></base:Address></base:AddressBook>
            <business:OrganizationCode createDate="00000000">0000000000</business:OrganizationCode>
            </business:Applicant></business:ApplicantDetails>""",
            more="""<business:RelatedDocuments><business:Division><business:DocumentsRelation>
            <business:ParentDocument><base:DocumentID><base:DocNumber>200010000009.5
            </base:DocNumber><base:Date>00000000</base:Date></base:DocumentID>
            </business:ParentDocument><business:ChildDocument><base:DocumentID>
            <base:Date>00000000</base:Date></base:DocumentID></business:ChildDocument>
            </business:DocumentsRelation></business:Division></business:RelatedDocuments>""",
        )
    )
    assert found.applicants == (NamedParty("示例公司", "zh", "示例市 示例路1号", None, 1),)
    assert found.related == (Related("division", "parent", None, "200010000009.5", None),)
    assert "0000000000" not in repr(found)


@pytest.mark.parametrize(
    "day", ["20230230", "20231301", "2023-01-05", "00000001", "２０２３０１０５"]
)
@pytest.mark.parametrize("record", [current, legacy])
def test_an_impossible_date_refuses_the_record(record: object, day: str) -> None:
    assert callable(record)
    found = refused(record(day=day))
    assert found.code == "date-impossible"
    assert found.params["value"] == day
    assert found.position == Position("sample.xml", 1, 1)


def test_eight_zeros_are_no_publication_date() -> None:
    assert refused(current(day="00000000")).code == "record-without-publication-date"
    assert refused(legacy(day="00000000")).code == "record-without-publication-date"


def test_a_record_without_what_identifies_it_is_refused_by_name() -> None:
    whole = legacy()
    for part, code in (
        ("<doc-number>200010000002.8</doc-number>", "record-without-application-number"),
        ("<doc-number>100000002</doc-number>", "record-without-publication-number"),
        ("<kind>A</kind>", "record-without-kind-code"),
        ("<country>CN</country>\n    <doc-number>100000002", "record-without-country"),
    ):
        assert part in whole
        rest = "<doc-number>100000002" if "country" in part else ""
        assert refused(whole.replace(part, rest)).code == code
    assert refused("<cn-patent-document/>").code == "record-without-bibliographic-data"
    empty = f"<business:PatentDocumentAndRelated {SCHEMAS}/>"
    assert refused(empty).code == "record-without-bibliographic-data"


def test_a_granted_kind_names_its_patentees_apart_from_its_applicants() -> None:
    book = "<base:AddressBook><base:Name>{}</base:Name></base:AddressBook>"
    found = published(
        current(
            kind="B",
            parties="<business:ApplicantDetails><business:Applicant>"
            + book.format("示例申请人")
            + "</business:Applicant></business:ApplicantDetails>"
            + "<business:AssigneeDetails><business:Assignee>"
            + book.format("示例专利权人")
            + "</business:Assignee></business:AssigneeDetails>",
        )
    )
    assert found.kind_code == "B"
    assert [party.name for party in found.applicants] == ["示例申请人"]
    assert [party.name for party in found.patentees] == ["示例专利权人"]
    older = legacy(
        more="<assignees><assignee sequence='1'><addressbook><name>示例专利权人</name>"
        "</addressbook></assignee></assignees>"
    )
    assert [party.name for party in published(older).patentees] == ["示例专利权人"]


def test_a_design_is_read_from_its_own_block() -> None:
    design = current(
        kind="S",
        more="<business:DesignerDetails><business:Designer><base:AddressBook>"
        "<base:Name>示例设计人</base:Name></base:AddressBook></business:Designer>"
        "</business:DesignerDetails>",
    )
    design = design.replace("business:BibliographicData", "business:DesignBibliographicData")
    design = design.replace("business:InventionTitle", "business:DesignTitle")
    found = published(design)
    assert (found.kind_code, found.titles[0][1]) == ("S", "一种示例2 装置")
    assert [party.name for party in found.inventors] == ["示例设计人"]


def test_an_inventor_who_asked_not_to_be_named_is_not_named() -> None:
    older = legacy(
        more="<cn-parties><cn-inventors>"
        "<cn-inventor cn-not-to-be-published-request-by-inventor='yes'><name>示例甲</name>"
        "</cn-inventor><cn-inventor><name>示例乙</name></cn-inventor></cn-inventors></cn-parties>"
    )
    newer = current(
        parties="<business:InventorDetails><business:Inventor publicationMark='1'>"
        "<base:AddressBook><base:Name>示例甲</base:Name></base:AddressBook></business:Inventor>"
        "<business:Inventor publicationMark='0'><base:AddressBook><base:Name>示例乙</base:Name>"
        "</base:AddressBook></business:Inventor></business:InventorDetails>"
    )
    for record in (older, newer):
        assert [party.name for party in published(record).inventors] == ["示例乙"]


def test_an_applicant_without_a_name_refuses_the_record() -> None:
    older = legacy(
        more="<cn-parties><cn-applicants><cn-applicant sequence='2'><addressbook><name>0</name>"
        "</addressbook></cn-applicant></cn-applicants></cn-parties>"
    )
    newer = current(
        parties="<business:ApplicantDetails><business:Applicant sequence='2'/>"
        "</business:ApplicantDetails>"
    )
    for record in (older, newer):
        found = refused(record)
        assert (found.code, dict(found.params)) == (
            "party-without-name",
            {"role": "applicant", "sequence": "2"},
        )


def test_the_older_schema_gives_foreign_and_domestic_priorities_and_the_parent() -> None:
    document = "<document-id><country>{}</country><doc-number>{}</doc-number><date>{}</date>"
    parent = "<relation><parent-doc>{}</document-id></parent-doc></relation>"
    found = published(
        legacy(
            more="<priority-claims><priority-claim kind='national' sequence='1'>"
            "<country>JP</country><doc-number>2000-000001</doc-number><date>20000101</date>"
            "</priority-claim></priority-claims><cn-related-documents>"
            "<cn-domestic-priority-claim><substitution>"
            + parent.format(document.format("CN", "200010000003.6", "20000102"))
            + "</substitution></cn-domestic-priority-claim><division>"
            + parent.format(document.format("CN", "200010000004.4", "20000103"))
            + "</division></cn-related-documents>"
        )
    )
    assert found.priorities == (
        Priority("JP", "2000-000001", date(2000, 1, 1), "national", 1),
        Priority("CN", "200010000003.6", date(2000, 1, 2), "domestic", 1),
    )
    assert found.related == (
        Related("division", "parent", "CN", "200010000004.4", date(2000, 1, 3)),
    )


def test_the_newer_schema_knows_an_international_application_by_its_number() -> None:
    document = "<base:DocumentID><base:DocNumber>{}</base:DocNumber></base:DocumentID>"
    cited = (
        f"<business:ReferencesCited>{document.format('WO2000/000001')}</business:ReferencesCited>"
    )
    filed = f"<business:AnyName>{document.format('PCT/XX2000/000001')}</business:AnyName>"
    found = published(current(more=cited + filed))
    assert found.pct == Pct("PCT/XX2000/000001", None, None, None, None, None)
    assert published(current(more=cited)).pct is None


def test_a_record_has_one_digest_alone_or_in_any_container() -> None:
    alone = published("<?xml version='1.0'?>\n" + current())
    inside = (
        f"<x:batch xmlns:x='urn:sample' {SCHEMAS}><!-- one -->{current(namespaces='')}</x:batch>"
    )
    (contained,) = read(inside)
    assert isinstance(contained, Publication)
    assert contained.source_digest == alone.source_digest
    assert re.fullmatch("sha256:[0-9a-f]{64}", alone.source_digest)
    assert published(current(kind="B")).source_digest != alone.source_digest


def test_a_record_that_cannot_be_made_canonical_is_refused() -> None:
    assert refused(legacy(more="<r:x xmlns:r='relative'/>")).code == "record-not-canonical"


def test_looks_like_cnipa_goes_by_content() -> None:
    assert looks_like_cnipa(b"\xef\xbb\xbf<?xml version='1.0'?>" + legacy().encode())
    assert looks_like_cnipa(b"<batch>" + current().encode())
    assert not looks_like_cnipa(b"<us-patent-grant><cn-patent-documents/></us-patent-grant>")
    assert not looks_like_cnipa(b"<business:PatentDocumentAndRelated xmlns:business='urn:x'>")
    assert not looks_like_cnipa(b"")


# ---- containers, positions, memory ---------------------------------------------------------


def test_a_bad_record_is_refused_with_its_line_and_the_next_is_still_read() -> None:
    results = read(f"<batch>\n{legacy()}\n{legacy(day='20230230')}\n{current()}\n</batch>")
    assert outcomes(results) == ["200010000002.8", "date-impossible", "200010000001.X"]
    lines = legacy().count("\n") + 1
    assert results[1].position == Position("sample.xml", 2 + lines, 2)


def test_a_line_beyond_sixteen_bits_is_found_within_a_few_lines() -> None:
    found = published("<batch>" + "\n" * 70_000 + legacy() + "</batch>")
    assert 70_001 <= found.position.line <= 70_005


def test_after_an_error_of_form_the_records_before_it_stand_and_the_rest_is_one_refusal() -> None:
    results = read(f"<batch>\n{legacy()}\n<a></b>{legacy()}</batch>")
    assert outcomes(results) == ["200010000002.8", "xml-not-well-formed"]
    assert results[1].position == Position("sample.xml", 2 + legacy().count("\n") + 1, 1)
    assert "mismatch" in results[1].params["reason"]  # type: ignore[union-attr]


class Endless(io.RawIOBase):
    """A container that is made as it is read, and knows how far it was read."""

    def __init__(self, records: int) -> None:
        self.given = 0
        self._pieces = self._content(records)

    @staticmethod
    def _content(records: int) -> Iterator[bytes]:
        one = legacy(more=f"<abstract>{'示例' * 3000}</abstract>").encode()
        yield b"<batch>"
        for _ in range(records):
            yield one
        yield b"</batch>"

    def read(self, size: int = -1) -> bytes:
        piece = next(self._pieces, b"")
        self.given += len(piece)
        return piece


def resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def test_the_first_record_is_given_before_the_second_chunk_is_needed() -> None:
    stream = Endless(1000)
    results = read_publications(stream, file="endless.xml")  # type: ignore[arg-type]
    assert isinstance(next(results), Publication)
    assert stream.given < 60_000


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs Linux's /proc")
def test_many_records_need_the_memory_of_one() -> None:
    stream = Endless(2000)
    results = read_publications(stream, file="endless.xml")  # type: ignore[arg-type]
    next(results)
    before = resident_bytes()
    highest = max(resident_bytes() for result in results if isinstance(result, Publication))
    assert stream.given > 35_000_000
    assert highest - before < 10_000_000


# ---- hostile files -------------------------------------------------------------------------

BILLION_LAUGHS = (
    '<!DOCTYPE cn-patent-document [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 if n > 1 else str()};" * 10}">' for n in range(1, 10))
    + "]>"
)


def with_title(title: str) -> str:
    return legacy().replace("示例方法", title)


@pytest.mark.parametrize(
    "prolog",
    [
        BILLION_LAUGHS,
        '<!DOCTYPE r [<!ENTITY a "x">]>',
        '<!DOCTYPE r [ <!-- c --> <?p i?>\n<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>',
        "<!DOCTYPE r [%p;]>",
        '<!DOCTYPE r SYSTEM "a]>b" [<!ENTITY a "x">]>',
        "<!DOCTYPE r PUBLIC 'p' 's' [<!ENTITY a PUBLIC 'p' 's'>]>",
    ],
)
def test_an_entity_declaration_refuses_the_file(prolog: str) -> None:
    assert refused(prolog + with_title("&a;")).code == "xml-entity-refused"


@pytest.mark.parametrize("declared", ["ATTLIST r a CDATA 'x'", "ELEMENT r ANY", "NOTATION n ''"])
def test_any_other_declaration_refuses_the_file(declared: str) -> None:
    found = refused(f"<!DOCTYPE r [<!{declared}>]>" + legacy())
    assert (found.code, found.params["declaration"]) == (
        "xml-doctype-refused",
        declared.split(maxsplit=1)[0],
    )


@pytest.mark.parametrize(
    "form",
    [
        '<!DOCTYPE r [<!ENTITY s SYSTEM "{uri}">]>' + with_title("&s;"),
        '<!DOCTYPE r SYSTEM "{dtd}">' + with_title("&s;"),
        '<!DOCTYPE r SYSTEM "{dtd}" [<!ENTITY % d SYSTEM "{dtd}">%d;]>' + with_title("&s;"),
        '<!DOCTYPE r SYSTEM "{dtd}">' + legacy(more='<x a="&s;"/>'),
        with_title("&s;"),
        with_title('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{uri}"'
                   ' parse="text"/>'),
        '<?xml-stylesheet type="text/xsl" href="{uri}"?>' + with_title("&s;"),
    ],
)  # fmt: skip
def test_what_stands_in_another_file_never_appears(form: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET-OF-THE-HOST")
    dtd = tmp_path / "secret.dtd"
    dtd.write_text('<!ENTITY s "SECRET-OF-THE-HOST">')
    results = read(form.replace("{uri}", secret.as_uri()).replace("{dtd}", dtd.as_uri()))
    assert "SECRET-OF-THE-HOST" not in repr(results)
    if "&s;" in form:
        assert outcomes(results) == ["xml-entity-refused"]
    else:
        (only,) = results
        assert isinstance(only, Publication)
        assert only.titles == ()


def test_nothing_is_fetched_from_the_network() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        there = f"http://127.0.0.1:{server.getsockname()[1]}/x.dtd"
        located = f'xsi:schemaLocation="urn:x {there}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        doctype = f'<!DOCTYPE cn-patent-document SYSTEM "{there}"[]>'
        record = legacy().replace("<cn-patent-document", f"<cn-patent-document {located}", 1)
        assert published(doctype + record).application_number == "200010000002.8"
        with pytest.raises(BlockingIOError):
            server.accept()


def test_prefixes_without_a_namespace_end_the_file_before_they_fill_the_memory() -> None:
    few = read(f"<batch>{legacy()}<x:a/>{legacy()}</batch>")
    assert outcomes(few) == ["200010000002.8", "200010000002.8", "xml-not-well-formed"]
    many = read("<batch>" + "<x:a/>" * 50_000 + legacy() + "</batch>")
    assert outcomes(many) == ["xml-not-well-formed"]
    last = refused("<batch>" + "<x:a/>" * 200 + "&s;" + legacy() + "</batch>")
    assert last.code == "xml-entity-refused"


def test_a_second_doctype_is_not_well_formed() -> None:
    assert refused("<!DOCTYPE a><!DOCTYPE b>" + legacy()).code == "xml-not-well-formed"


def test_a_record_that_is_too_large_is_refused_and_the_next_is_read() -> None:
    big = legacy(more=f"<abstract>{'x' * 20_000}</abstract>")
    limits = Limits(chunk_bytes=512, record_bytes=8_000)
    results = read(f"<batch>{big}{current()}</batch>", limits)
    assert outcomes(results) == ["record-too-large", "200010000001.X"]
    assert results[0].params == {"limit": "8000 bytes"}  # type: ignore[union-attr]


def test_a_record_of_too_many_elements_or_attributes_is_refused_and_the_next_is_read() -> None:
    attributes = " ".join(f'a{n}=""' for n in range(400))
    for filler in ("<p/>" * 400, f"<p {attributes}/>"):
        results = read(f"<batch>{legacy(more=filler)}{legacy()}</batch>", Limits(record_nodes=300))
        assert outcomes(results) == ["record-too-large", "200010000002.8"]


def test_a_file_deeper_than_the_limit_is_refused_before_the_parser_s_own_limit() -> None:
    nested = legacy(more="<a>" * 20 + "</a>" * 20)
    assert published(nested).application_number == "200010000002.8"
    assert refused(nested, Limits(depth=20)).code == "xml-too-deep"


@pytest.mark.parametrize("limits", [None, Limits(depth=10_000)])
def test_deep_nesting_ends_the_file(limits: Limits | None) -> None:
    for content in ("<a>" * 100_000, legacy(more="<a>" * 3000 + "</a>" * 3000)):
        assert refused(content, limits).code == "xml-too-deep"


def test_a_text_of_many_megabytes_is_refused() -> None:
    assert refused(f"<batch>{'x' * 12_000_000}</batch>").code == "xml-text-too-long"
    attribute = refused(f"<batch a='{'x' * 30_000_000}'/>")
    assert attribute.code == "xml-text-too-long"


def test_a_field_longer_than_any_name_refuses_the_record() -> None:
    assert refused(with_title("名" * 4001)).code == "field-too-long"
    assert refused(legacy(number="1" * 65)).params == {"field": "doc-number", "limit": "64"}


def test_an_endless_prolog_is_refused() -> None:
    assert refused("<!-- " + "x" * 200_000).code == "xml-prolog-too-large"


def test_bytes_that_are_no_utf_8_refuse_the_rest_of_the_file_with_its_line() -> None:
    record = legacy()
    results = read(f"<batch>\n{record}\n".encode() + b"\xff</batch>")
    assert outcomes(results) == ["200010000002.8", "file-encoding-invalid"]
    assert results[1].position.line == 3 + record.count("\n")
    assert refused(legacy().encode("gb18030")).code == "file-encoding-invalid"
    # Over-long forms and surrogates are no UTF-8 either.
    for wrong in (b"\xc0\xbc", b"\xed\xa0\x80"):
        assert refused(b"<a>" + wrong + b"</a>").code == "file-encoding-invalid"


@pytest.mark.parametrize("name", ["GBK", "gb18030", "UTF-16", "UTF-7", "ISO-8859-1"])
def test_another_declared_encoding_is_refused_and_not_guessed(name: str) -> None:
    found = refused(f'<?xml version="1.0" encoding="{name}"?>' + legacy())
    assert (found.code, dict(found.params)) == ("file-encoding-refused", {"encoding": name})


def test_utf_16_is_refused() -> None:
    assert refused(legacy().encode("utf-16")).code == "file-encoding-refused"
    assert refused(legacy().encode("utf-16-le")).code == "file-character-refused"


def test_a_nul_byte_is_refused() -> None:
    assert refused(with_title("a\0b")).code == "file-character-refused"
    assert refused(b"\0").code == "file-character-refused"


@pytest.mark.parametrize("content", [b"", b" \n\t ", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    assert refused(content).code == "file-empty"


@pytest.mark.parametrize(
    "content", ["<", "<?xml", "<!DOCTYPE r [", "<!-- ", "<?xml version='1.0'?>"]
)
def test_a_file_that_ends_before_its_first_element_is_truncated(content: str) -> None:
    assert refused(content).code == "xml-truncated"


def test_what_is_no_xml_or_no_cnipa_record_is_refused() -> None:
    assert refused("%PDF-1.7 and more").code == "xml-not-well-formed"
    assert refused("<html><body/></html>").params == {"root": "html"}
    other = '<b:PatentDocumentAndRelated xmlns:b="urn:other"/>'
    assert refused(other).code == "file-without-records"
    assert outcomes(read(legacy() + "<more/>")) == ["200010000002.8", "xml-not-well-formed"]


# ---- whatever the bytes ---------------------------------------------------------------------

WHOLE = (
    "\ufeff<?xml version='1.0' encoding='utf-8'?>\n<!DOCTYPE batch SYSTEM 'x.dtd'[]>\n"
    f"<batch>{current()}\n{legacy()}\n{legacy(day='20230230')}</batch>"
).encode()
BRIEF = settings(
    max_examples=150, deadline=5000, database=None, suppress_health_check=[HealthCheck.too_slow]
)


@BRIEF
@given(end=st.integers(0, len(WHOLE) - 1), chunk=st.integers(1, 300))
def test_a_truncated_file_gives_the_records_that_are_whole_and_one_refusal(
    end: int, chunk: int
) -> None:
    whole = read(WHOLE)
    *before, last = read(WHOLE[:end], Limits(chunk_bytes=chunk))
    assert before == whole[: len(before)]
    assert isinstance(last, Refused)
    assert last.code in {"file-empty", "xml-truncated", "file-encoding-invalid"}


@BRIEF
@given(
    flips=st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(1, 255)), max_size=6),
    chunk=st.integers(1, 3000),
)
def test_flipped_bytes_never_raise(flips: list[tuple[int, int]], chunk: int) -> None:
    content = bytearray(WHOLE)
    for at, bits in flips:
        content[at] ^= bits
    results = read(bytes(content), Limits(chunk_bytes=chunk))
    assert results
    assert all(isinstance(r, Publication | Refused) for r in results)


@BRIEF
@given(chunk=st.integers(1, len(WHOLE)))
def test_how_the_stream_is_cut_changes_nothing(chunk: int) -> None:
    assert read(WHOLE, Limits(chunk_bytes=chunk)) == read(WHOLE)


@BRIEF
@given(content=st.binary(max_size=400))
def test_any_bytes_are_answered_with_a_refusal(content: bytes) -> None:
    assert isinstance(read(content)[-1], Refused)
