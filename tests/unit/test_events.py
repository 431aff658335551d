"""ST.27: the standard's codes, what national codes and our acts are in them."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from ipregistry.domain import events as e
from ipregistry.domain.rights import RightKind, Stage

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "codes"
# The form that is consistent with the standard's schema.
FORM = re.compile(r"^[ANTU]-[0-6]-[0-6]-[A-Y](00|10)-[A-Y]\d{2}(-[A-Za-z]{3})?(-\S+)?$")


def _codes() -> dict:
    path = SHARED / "st27_codes.json"
    if not path.exists():
        pytest.skip("needs the list of codes in ../shared/data/codes")
    return json.loads(path.read_text())


def test_the_table_has_every_event_of_the_standard_and_no_other():
    standard = _codes()
    listed = {row["code"] for row in standard["keyEvents"] + standard["detailedEvents"]}
    assert set(e.events()) == listed


def test_the_table_has_every_state_stage_indicator_and_category_of_the_standard():
    standard = _codes()
    assert e.states() == {r["code"]: r["description"] for r in standard["states"]}
    assert e.stages() == {r["code"]: r["description"] for r in standard["stages"]}
    assert e.indicators() == {r["code"]: r["description"] for r in standard["eventIndicators"]}
    starts = {r["code"]: r["description"] for r in standard["legalEffectStartTime"]}
    assert e.effect_starts() == starts
    assert e.categories() == {r["category"]: r["name"] for r in standard["categories"]}


def test_an_event_belongs_to_the_key_event_of_its_category():
    assert e.event("R14") == e.EventRow("R14", "R", "R10", "Transfer of ownership recorded")
    assert e.event("Y00").key == "Y10"
    for row in e.events().values():
        assert row.key == f"{row.category}10"
        assert row.code[0] == row.category


def test_a_code_that_the_standard_does_not_have_is_no_event():
    with pytest.raises(KeyError):
        e.event("I11")


@pytest.mark.parametrize(
    ("office", "code", "kind", "key", "detailed", "indicator"),
    [
        ("CN", "TR01", None, "R10", "R14", "ASN"),
        ("CN", "CP02", None, "R10", "R18", None),
        ("CN", "EE01", None, "S10", "S11", "LIC"),
        ("CN", "EE01", "exclusive", "S10", "S14", "LIC"),
        ("CN", "EC01", "non-exclusive", "S10", "S19", "LIC"),
        ("CN", "PE01", None, "S10", "S20", "SEC"),
        ("CN", "PD01", None, "T10", "T16", "SEC"),
        ("CN", "GR01", "invention", "F10", "F11", None),
        ("CN", "GR01", "utility-model", "F10", "F12", None),
        ("CN", "IW01", None, "H10", "H12", "IVA"),
        ("CN", "IP01", None, "M10", "M12", "IVA"),
        ("CN", "TG01", None, "G10", "G17", "TAD"),
        ("HK", "AS", None, "R10", "R14", "ASN"),
        ("HK", "GR", "hk-standard-r", "F10", "F12", None),
        ("HK", "GR", "hk-standard-o", "F10", "F11", None),
        ("HK", "REVC", None, "H10", "H12", "CRT"),
        ("HK", "HK-MTG", None, "S10", "S20", "SEC"),
        ("MO", "MO-PLG", None, "S10", "S20", "SEC"),
        ("MO", "MO-NAM", None, "R10", "R13", None),
    ],
)
def test_a_national_code_is_mapped(office, code, kind, key, detailed, indicator):
    found = e.st27_of(office, code, kind)
    assert found is not None
    assert (found.key, found.detailed, found.indicator) == (key, detailed, indicator)
    assert found.national == code
    assert found.confidence == "I"  # a proposal, published by nobody


def test_a_national_code_without_a_mapping_is_not_guessed():
    assert e.st27_of("CN", "C60") is None
    assert e.st27_of("MO", "TR01") is None
    assert e.st27_of("ZZ", "TR01") is None


def test_every_mapped_code_stands_in_the_list_in_the_category_that_the_list_gives():
    path = SHARED / "epo_inpadoc_legal_event_codes_CN_HK.csv"
    if not path.exists():
        pytest.skip("needs the list of codes in ../shared/data/codes")
    with path.open(encoding="utf-8") as file:
        listed = {(r["Authority"], r["Event-code"]): r["Event-class"] for r in csv.DictReader(file)}
    # Where the mapping goes beyond the list's category, and why.
    beyond = {("HK", "DE"): "W", ("HK", "AM46"): "M"}
    for office in ("CN", "HK"):
        for code in e._table("national")[office]:
            found = e.st27_of(office, code)
            if code.startswith("HK-"):
                continue
            category = listed[office, code]  # fails for a code that is not in the list
            if category and beyond.get((office, code)) != category:
                assert found.detailed[0] == category, code


def test_every_row_of_both_mappings_names_events_and_indicators_of_the_standard():
    for office, rows in e._table("national").items():
        for code, row in rows.items():
            for kind in (None, *row.get("when", {})):
                found = e.st27_of(office, code, kind)
                assert found.detailed in e.events()
                assert found.indicator is None or found.indicator in e.indicators()
    for name, row in e._table("acts").items():
        act, _, variant = name.partition(":")
        found = e.of_act(act, variant or None)
        assert found.detailed in e.events()
        assert found.indicator is None or found.indicator in e.indicators()
        for office in ("CN", "HK", "MO"):
            if office in row:
                assert e.st27_of(office, row[office]) is not None, (name, office)


def test_what_an_act_is_and_what_its_offices_code_says_is_the_same_category():
    for name, row in e._table("acts").items():
        act, _, variant = name.partition(":")
        for office in {"CN", "HK", "MO"} & row.keys():
            own, theirs = e.of_act(act, variant), e.st27_of(office, row[office], variant)
            assert own.key == theirs.key, (name, office)


@pytest.mark.parametrize(
    ("act", "variant", "detailed", "indicator"),
    [
        ("assignment", None, "R14", "ASN"),
        ("licence", None, "S11", "LIC"),
        ("licence", "exclusive", "S14", "LIC"),
        ("licence", "non-exclusive", "S17", "LIC"),
        ("licence", "sublicence", "S31", "LIC"),
        ("licence", "of-right", "S26", "LIC"),
        ("licence", "sole", "S11", "LIC"),
        ("security", None, "S20", "SEC"),
        ("security-amendment", None, "S21", "SEC"),
        ("security-release", None, "S22", "SEC"),
        ("name-change", None, "R13", None),
        ("restriction", None, "T14", "SEC"),
        ("restriction-lifting", None, "T16", "SEC"),
        ("renewal", None, "U11", None),
        ("lapse", None, "H13", None),
        ("restoration", None, "K13", None),
        ("surrender", None, "H15", "RVC"),
        ("invalidation", None, "H12", "IVA"),
        ("invalidation", "partial", "M12", "IVA"),
        ("expiry", None, "H14", None),
        ("publication", None, "Q12", None),
        ("publication", "granted", "Q13", None),
        ("transmission", "inheritance", "R14", "ASN"),
        ("ownership-order", None, "R14", "ASN"),
        ("correction", None, "Y00", None),
        ("proceeding", None, "L15", "IVA"),
    ],
)
def test_an_act_of_this_register_has_its_event(act, variant, detailed, indicator):
    found = e.of_act(act, variant)
    assert found is not None
    assert (found.detailed, found.indicator) == (detailed, indicator)


def test_an_act_that_is_no_event_of_a_right_has_none():
    assert e.of_act("mandate") is None


def test_an_act_on_a_patent_has_the_code_under_which_its_office_publishes_it():
    found = e.of_act("security", office="CN", right_kind=RightKind.INVENTION)
    assert found.national == "PE01"
    assert not found.convention


def test_a_mark_has_st27_by_convention_and_no_patent_code():
    found = e.of_act("assignment", office="CN", right_kind=RightKind.TRADEMARK)
    assert found.convention
    assert found.national is None
    # Macao's annotations are the same for marks, and the code is this project's own.
    assert e.of_act("licence", office="MO", right_kind=RightKind.TRADEMARK).national == "MO-LIC"


@pytest.mark.parametrize("kind", list(RightKind))
def test_every_kind_is_either_a_patent_or_by_convention(kind):
    found = e.of_act("renewal", right_kind=kind)
    assert found.convention is (kind not in e.PATENTS)


def test_the_line_is_written_as_offices_write_it():
    found = e.st27_of("CN", "TR01")
    assert e.serialise("A", "4", "4", found) == "A-4-4-R10-R14-ASN-TR01"


def test_a_code_of_three_letters_is_not_read_as_an_indicator():
    text = e.serialise("A", "4", "4", e.Event27("U10", "U11", None, "PEU", "a fee"))
    assert text == "A-4-4-U10-U11-UNS-PEU"


def test_every_mapped_event_has_a_line_of_the_form():
    for name, row in e._table("acts").items():
        act, _, variant = name.partition(":")
        for office in (None, *({"CN", "HK", "MO"} & row.keys())):
            found = e.of_act(act, variant, office=office)
            assert FORM.fullmatch(e.serialise("A", "4", "4", found))


@pytest.mark.parametrize(
    ("state", "before", "now"), [("X", "4", "4"), ("A", "7", "4"), ("", "", "")]
)
def test_a_state_or_stage_that_the_standard_does_not_have_is_not_written(state, before, now):
    with pytest.raises(ValueError, match="not a form of ST"):
        e.serialise(state, before, now, e.st27_of("CN", "TR01"))


@pytest.mark.parametrize(
    ("act", "variant", "stage", "state_after", "stage_after"),
    [
        ("assignment", None, "4", "A", "4"),
        ("licence", "exclusive", "1", "A", "1"),
        ("security", None, "4", "A", "4"),
        ("renewal", None, "4", "A", "4"),
        ("grant", None, "2", "A", "4"),
        ("lapse", None, "4", "N", "6"),
        ("invalidation", None, "5", "N", "6"),
        ("invalidation", "partial", "5", "A", "4"),
        ("proceeding", None, "4", "A", "5"),
        ("proceeding", "surrender", "4", "A", "4"),
        ("refusal", None, "2", "N", "6"),
    ],
)
def test_an_event_moves_state_and_stage_as_its_category_does(
    act, variant, stage, state_after, stage_after
):
    assert e.after(e.of_act(act, variant), "A", stage) == (state_after, stage_after)


def test_a_restoration_brings_a_lapsed_right_back_and_its_request_alone_does_not():
    assert e.after(e.of_act("restoration"), "N", "6") == ("A", "4")
    assert e.after(e.of_act("restoration-request"), "N", "6") == ("N", "6")


def test_a_right_of_unknown_stage_is_unspecified():
    assert e.state_and_stage(None) == ("U", "0")
    assert e.state_and_stage(Stage.GRANTED) == ("A", "4")
    assert e.state_and_stage(Stage.ENDED) == ("N", "6")


def test_the_members_of_a_record_say_the_convention_only_where_there_is_one():
    patent = e.event_document(e.of_act("lapse", office="CN"), "N", "4", "6")
    assert patent == {
        "stateCode": "N",
        "previousStageCode": "4",
        "currentStageCode": "6",
        "keyEventCode": "H10",
        "detailedEventCode": "H13",
        "nationalEventCode": "CF01",
        "eventText": "N-4-6-H10-H13-UNS-CF01",
    }
    mark = e.of_act("assignment", right_kind=RightKind.TRADEMARK)
    assert e.event_document(mark, "A", "4", "4")["conventionIndicator"] is True
