"""The public pages: what they say, in each language, and what they never let through."""

import hashlib
import re
from pathlib import Path

import pytest

from ipregistry.domain.access import Role
from ipregistry.services.accounts import create_account
from ipregistry.web.messages import LANGUAGES, message, word
from ipregistry.web.sayings import Speaker
from tests.browser.registers import REGISTRAR, opened_register

STATIC = Path(__file__).resolve().parents[2] / "ipregistry" / "web" / "static"
VENDOR = STATIC / "vendor"
HOSTILE = '<script>alert("示例")</script>&"\''


@pytest.fixture
def register(fresh_database_url: str, data_dir: Path):
    with opened_register(fresh_database_url, data_dir) as opened:
        yield opened


@pytest.fixture
def owner(register):
    return register.party(("zh-Hant", "示例有限公司"), ("en", "Sample Limited"))


def short(page: str) -> list[str]:
    """The three opening sentences, as text."""
    section = page[page.index('<section class="short"') :]
    section = section[: section.index("</section>")]
    return [re.sub(r"<[^>]+>", "", p) for p in re.findall(r"<p>(.*?)</p>", section, re.DOTALL)]


@pytest.mark.parametrize(
    ("header", "language"),
    [("zh-HK,zh;q=0.9,en;q=0.8", "zh-Hant"), ("zh-CN", "zh-Hans"), ("pt-PT", "pt"), ("xx", "en")],
)
def test_the_start_page_leads_to_the_readers_language(register, header, language):
    answer = register.get("/", **{"Accept-Language": header})
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/{language}/"
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_says_its_language(register, language):
    answer = register.get(f"/{language}/", **{"Accept-Language": "xx"})
    assert f'<html lang="{language}">' in answer.text
    assert answer.headers["Content-Language"] == language
    assert Speaker(language).say("search_title") in answer.text


def test_one_hit_leads_to_the_page_of_the_right_in_any_notation(register, owner):
    asset = register.mark(owner)
    for notation in ("300123455", "HK 300123455", "No. 300 123 455", asset):
        answer = register.app.test_client().get("/en/assets", query_string={"number": notation})
        assert answer.status_code == 302, notation
        assert answer.headers["Location"] == f"/en/assets/{asset}"


def test_several_hits_are_a_choice(register, owner):
    one = register.mark(owner, "19991234")
    other = register.notice(
        "register-extract", owner, number="19991234", kind="trademark", registered="2020-05-04"
    )
    page = register.page("/en/assets?number=19991234")
    for asset in (one, other):
        assert f'href="/en/assets/{asset}"' in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_hit_is_an_answer(register, language):
    speaker = Speaker(language)
    page = register.page(f"/{language}/assets?number=ZL201510481495.9")
    office = speaker.word("office", "CN")
    assert "ZL201510481495.9" in page
    assert speaker.word("kind", "invention") in page
    assert speaker.word("check", "right") in page
    assert speaker.say("cover_other", office=office) in page
    assert speaker.say("absence_says") in page
    assert speaker.say("official_says", office=office) in page
    assert "2026-03-02 04:0" in page
    assert "http://" not in page.replace("http://www.w3.org", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_with_a_wrong_check_digit_is_told_what_it_ought_to_be(register, language):
    page = register.page(f"/{language}/assets?number=201510481495.1")
    params = {"number": "201510481495.1", "found": "1", "expected": "9"}
    assert message("number-check-digit-wrong", params, language) in page


def test_a_register_of_record_says_that_it_is_one(register):
    page = register.page("/en/assets?number=300123464")
    assert Speaker("en").say("cover_own") in page


def test_a_right_without_rules_here_is_said_to_be_hardly_covered(register):
    page = register.page("/en/assets?number=D/000123")
    assert Speaker("en").say("cover_none") in page


def test_what_is_no_number_is_said_not_to_be_one(register):
    page = register.page("/en/assets?number=nothing+of+the+kind")
    assert Speaker("en").say("not_read") in page
    for office in ("CN", "HK", "MO"):
        assert word("office", office, "en") in page


def test_an_unpublished_right_is_neither_found_nor_shown(register, owner):
    asset = register.mark(owner, publishedIndicator=False)
    page = register.page("/en/assets?number=300123455")
    assert Speaker("en").say("none_title") in page
    assert asset not in page
    assert register.get(f"/en/assets/{asset}").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_opens_with_owner_burdens_and_what_it_does_not_prove(register, owner, language):
    speaker = Speaker(language)
    asset = register.mark(owner)
    recorded, burdens, proof = short(register.page(f"/{language}/assets/{asset}"))
    assert "示例有限公司" in recorded
    assert "2026-03-02" in recorded
    assert word("office", "HK", language) in recorded
    assert burdens == speaker.say("burden_none", date="2026-03-02")
    assert proof == speaker.say("proof_own")


def test_of_another_offices_register_the_page_speaks_as_of_its_newest_paper(register, owner):
    asset = register.notice("register-extract", owner)
    recorded, _, proof = short(register.page(f"/en/assets/{asset}"))
    assert "as of 2026-01-05" in recorded
    assert "Recorded as owner" in recorded
    assert "does not prove ownership" in proof
    assert word("office", "CN", "en") in proof


@pytest.mark.parametrize(
    ("act", "said"),
    [("publication", "names as applicant"), ("grant", "later changes may not be known")],
)
def test_a_publication_or_grant_is_not_said_to_tell_todays_owner(register, owner, act, said):
    asset = register.notice(act, owner)
    recorded, _, _ = short(register.page(f"/en/assets/{asset}"))
    assert said in recorded
    assert "Recorded as owner" not in recorded


def test_what_only_a_filer_stated_is_not_said_to_be_recorded(register, owner):
    asset = register.stated(owner)
    recorded, _, _ = short(register.page(f"/en/assets/{asset}"))
    assert "a filer has stated as owner" in recorded
    assert "Recorded as owner" not in recorded


def test_a_pending_filing_burdens_and_is_listed(register, owner):
    asset = register.mark(owner)
    taker = register.party(("zh-Hans", "示例科技公司"))
    register.assign(asset, owner, taker)
    page = register.page(f"/en/assets/{asset}")
    assert "pending filings: 1" in short(page)[1]
    assert word("status", "awaiting-assent", "en") in page
    assert "示例科技公司" not in page, "who wants the right is not public before it is recorded"


def test_what_stops_a_transfer_is_said_with_its_source(register, owner):
    asset = register.notice("publication", owner)
    for language in LANGUAGES:
        page = register.page(f"/{language}/assets/{asset}")
        params = {"found": "publication", "needed": "register-extract"}
        assert message("root-too-weak", params, language) in page
        assert "Node practice: a publication names the applicant" in page


def test_each_step_of_the_chain_is_explained(register, owner):
    asset = register.notice("register-extract", owner)
    taker = register.party(("zh-Hans", "示例科技公司"))
    register.recorded_assignment(asset, owner, taker)
    page = register.page(f"/en/assets/{asset}")
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    assert "with a register extract: holder Sample Limited / 示例有限公司" in text
    assert "The whole right went from Sample Limited / 示例有限公司 to 示例科技公司." in text
    assert "Recorded as owner" in short(page)[0]
    assert "示例科技公司" in short(page)[0]


def test_names_are_marked_with_their_own_language(register, owner):
    page = register.page(f"/pt/assets/{register.mark(owner)}")
    assert '<span lang="zh-Hant">示例有限公司</span>' in page
    assert '<span lang="en">Sample Limited</span>' in page


def test_of_a_person_the_page_shows_name_and_town(register):
    person = register.party(("en", "Chan Sample"), town="Sha Tin")
    page = register.page(f"/en/assets/{register.mark(person)}")
    assert '<span lang="en">Chan Sample</span> (Sha Tin)' in page


def test_shares_are_shown_as_fractions(register, owner):
    other = register.party(("pt", "Exemplo Limitada"))
    root = {
        "strength": "officer-confirmed",
        "asOfDate": "2020-05-04",
        "holderBag": [{"party": owner, "share": "1/3"}, {"party": other, "share": "2/3"}],
    }
    page = register.page(f"/pt/assets/{register.mark(owner, root=root)}")
    assert "Exemplo Limitada (2/3)" in short(page)[0]
    assert "<td>1/3</td>" in page


def test_related_rights_are_separate_rights_with_separate_owners(register, owner):
    mainland = register.notice("register-extract", owner)
    other = register.party(("en", "Sample Holdings"))
    root = {
        "strength": "officer-confirmed",
        "asOfDate": "2020-05-04",
        "holderBag": [{"party": other, "share": "1"}],
    }
    related = {
        "relationCategory": "designated-patent",
        "officeCode": "CN",
        "rightKind": "invention",
        "number": "201510481495.9",
    }
    patent = register.mark(
        other, "HK1058849B", rightKind="hk-standard-r", relatedRightBag=[related], root=root
    )
    page = register.page(f"/en/assets/{patent}")
    section = page[page.index('id="relations"') :]
    assert Speaker("en").say("relations_says") in section
    assert f'href="/en/assets/{mainland}"' in section
    assert "Sample Limited" in section[: section.index("</section>")]


def test_what_people_wrote_is_escaped_everywhere(register):
    owner = register.party(("en", HOSTILE))
    title = {"value": HOSTILE, "languageCode": "en"}
    asset = register.mark(owner, titleBag=[title], inventorBag=[title], classBag=[HOSTILE])
    client = register.app.test_client()
    pages = [
        register.page(f"/en/assets/{asset}"),
        client.get("/en/assets", query_string={"number": HOSTILE}).text,
        client.get("/en/assets", query_string={"number": HOSTILE, "office": HOSTILE}).text,
        client.get(f"/en/assets/{HOSTILE}").text,
    ]
    for page in pages:
        assert "<script" not in page
    assert "&lt;script&gt;" in pages[0]


def test_names_with_braces_are_said_as_they_are(register):
    owner = register.party(("en", "{0} {holders} Sample"))
    assert "{0} {holders} Sample" in short(register.page(f"/en/assets/{register.mark(owner)}"))[0]


def test_every_page_forbids_foreign_and_inline_code(register, owner):
    asset = register.mark(owner)
    paths = ["/", "/en/", f"/en/assets/{asset}", "/en/assets?number=1", "/docs", "/en/assets/x"]
    for path in [*paths, "/web/pages.css"]:
        answer = register.get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'self'; "), path
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for path in paths[1:]:
        text = register.get(path).text
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?! src=\"/)", text), path
        assert not re.search(r"(?:src|href)=\"(?:https?:)?//", text), path


def test_a_page_is_not_kept_as_if_it_were_still_true(register, owner):
    asset = register.mark(owner)
    assert register.get(f"/en/assets/{asset}").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_right_is_an_explained_404(register, language):
    for asked in ("x", "AS-2222222222222A", "PA-22222222222222", "%00", "é" * 300):
        answer = register.get(f"/{language}/assets/{asked}")
        assert answer.status_code == 404, asked
        assert Speaker(language).say("error_title") in answer.text


@pytest.mark.parametrize("office", ["", "CN", "XX", "%00"])
def test_no_question_breaks_the_search(register, office):
    for number in ("", "%20", "%00", "{}", "%F0%9F%98%80", "9" * 5000, "%ED%A0%80"):
        answer = register.get(f"/en/assets?number={number}&office={office}")
        assert answer.status_code in {200, 302}, number


def test_another_language_of_a_page_is_one_link_away(register, owner):
    asset = register.mark(owner)
    assert f'href="/zh-Hans/assets/{asset}"' in register.page(f"/en/assets/{asset}")
    assert 'href="/pt/assets?number=12"' in register.page("/en/assets?number=12")


def test_the_page_links_to_the_same_record_as_data(register, owner):
    asset = register.mark(owner)
    page = register.page(f"/en/assets/{asset}")
    assert f'href="/api/v1/assets/{asset}"' in page
    assert f'href="/api/v1/assets/{asset}/title?expand=chain"' in page


def test_a_correction_leaves_both_entries_readable(register, owner):
    asset = register.mark(owner)
    other = register.party(("en", "Sample Holdings"))
    register.correct(asset, other)
    page = register.page(f"/en/assets/{asset}")
    assert "Sample Holdings" in short(page)[0]
    assert Speaker("en").say("superseded") in page
    section = page[page.index('id="chain"') :]
    assert "Sample Limited" in section[: section.index("</section>")]


@pytest.mark.parametrize("reveals", ["old-and-new", "only-new", "neither"])
def test_the_page_shows_of_a_corrected_entry_what_the_correction_lets_searches_show(
    register, owner, reveals
):
    asset = register.notice("register-extract", owner)
    wrong = register.party(("en", "Sample Mistake"))
    right = register.party(("en", "Sample Holdings"))
    register.recorded_assignment(asset, owner, wrong)
    register.correct(asset, None if reveals == "neither" else right, reveals)
    shown = register.page(f"/en/assets/{asset}")
    assert ("Sample Mistake" in shown) is (reveals == "old-and-new")
    copied = register.page(f"/en/assets/{asset}/certified-copy")
    assert "Sample Mistake" not in copied or reveals == "old-and-new"
    for page in (shown, copied):
        assert ("Sample Holdings" in page) is (reveals != "neither")
        assert (Speaker("en").word("act", "correction") in page) is (reveals != "neither")


@pytest.mark.parametrize("reveals", ["old-and-new", "only-new", "neither"])
def test_the_page_says_what_a_record_said_before_only_where_both_are_shown(
    register, owner, reveals
):
    old, new = ([{"value": text, "languageCode": "en"}] for text in ("Sample slip", "Sample lamp"))
    asset = register.mark(owner, titleBag=old)
    body = {
        "asset": asset,
        "version": 1,
        "errorCategory": "office",
        "revealCategory": reveals,
        "reasonText": "A sample of a slip of the pen",
        "titleBag": new,
    }
    register.file(REGISTRAR, "record-correction", body)
    page = register.page(f"/en/assets/{asset}")
    assert "Sample lamp" in page
    assert ("Sample slip" in page) is (reveals == "old-and-new")


def test_the_interface_page_reads_this_nodes_own_description(register):
    page = register.page("/docs")
    assert 'data-description="/api/v1/openapi.json"' in page
    for path in re.findall(r'(?:src|href)="(/web/[^"]+)"', page):
        assert register.get(path).status_code == 200, path


def test_vendored_files_are_those_in_the_lock():
    lock = {}
    for line in (VENDOR / "vendor.lock").read_text().splitlines():
        if not line.startswith("#"):
            digest, _, name = line.partition("  ")
            lock[name] = digest
    present = {
        str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "vendor.lock"
    }
    assert lock == present
    assert "swagger-ui/LICENSE" in lock
    assert "pico/LICENSE.md" in lock


def test_pages_answer_as_the_public_whatever_key_is_sent(register, owner):
    asset = register.mark(owner, publishedIndicator=False)
    key = create_account(register.node, "sample", [Role.REGISTRAR]).key
    answer = register.get(f"/en/assets/{asset}", Authorization=f"Bearer {key}")
    assert answer.status_code == 404
