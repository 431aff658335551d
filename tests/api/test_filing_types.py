"""The registry of filing types as integrators read it."""

from typing import Any

import pytest

from ipregistry.domain.access import FILE, Role
from ipregistry.domain.filings import FILING_TYPES
from ipregistry.domain.filings.acts_on_title import ACTS
from ipregistry.web.messages import LANGUAGES, texts
from tests.api.desk import Api

ASKED = "/api/v1/filing-types"


def told(api: Api, language: str = "en") -> dict[str, dict[str, Any]]:
    answer = api.app.test_client().get(ASKED, headers={"Accept-Language": language})
    assert answer.status_code == 200
    assert answer.headers["Content-Language"] == language
    return {item["type"]: item for item in answer.json["items"]}


def test_every_type_is_told_with_who_may_file_it_and_its_sources(api: Api) -> None:
    items = told(api)
    assert list(items) == list(FILING_TYPES)
    for name, item in items.items():
        assert set(map(Role, item["roleBag"])) == FILE[name]
        assert item["citation"] == FILING_TYPES[name].citation
        assert ("act" in item) is (name in ACTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_and_sentences_are_in_the_callers_language(api: Api, language: str) -> None:
    for name, item in told(api, language).items():
        assert item["nameText"] == texts(language)["act"][name]
        if "act" in item:
            assert item["act"]["changesText"] in texts(language)["changes"].values()
            assert item["act"]["onPendingText"] in texts(language)["on_pending"].values()


def test_an_act_tells_its_source_papers_and_time_in_each_place_and_where_it_is_off(
    api: Api,
) -> None:
    licence = told(api)["licence"]["act"]
    places = {place["policy"]["name"]: place for place in licence["placeBag"]}
    patent = places["CN-patent"]
    assert patent["source"]["confidence"] == "V"
    assert patent["registerOfRecord"]["value"] == "CN"
    assert patent["recordalDeadline"] == {
        "runsFrom": "executed",
        "months": 3,
        "citation": patent["recordalDeadline"]["citation"],
        "confidence": "V",
    }
    assert licence["undoneByBag"] == ["licence-termination", "correction"]
    assert licence["dispositionIndicator"] is True
    off = {place["policy"]["name"] for place in licence["offBag"]}
    assert "CN-domain-name" in off
    assert not off & set(places)
    assert "record-only" not in off | set(places)


def test_papers_are_told_with_when_they_are_asked_for(api: Api) -> None:
    places = told(api)["assignment"]["act"]["placeBag"]
    papers = [p for place in places for p in place["paperBag"]]
    assert papers
    assert all(p["citation"].strip() and p["need"] for p in papers)
    assert any(p.get("toPlaceBag") for p in papers)


def test_a_change_of_particulars_is_told_under_the_names_that_policies_give_it(api: Api) -> None:
    places = told(api)["particulars-change"]["act"]["placeBag"]
    assert {place["act"] for place in places} == {"name-change", "address-change"}


def test_a_question_with_parameters_is_refused(api: Api) -> None:
    assert api.app.test_client().get(ASKED + "?type=licence").status_code == 400
