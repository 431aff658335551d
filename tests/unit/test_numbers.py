"""Reading official numbers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipregistry.domain.numbers import (
    Check,
    OfficialNumber,
    Reading,
    Scheme,
    cn_check_digit,
    read_in_series,
    read_number,
)
from ipregistry.domain.rights import RightKind
from ipregistry.domain.violations import Severity

PATENT_FILES = Path(__file__).parents[2] / ".." / "shared" / "data" / "cn_patent"

# Published numbers, of both generations and with every kind of check digit.
REAL_APPLICATIONS = (
    "201510481495.9",
    "202111286633.X",
    "201610311380.X",
    "201710269973.9",
    "201410408762.5",
    "201480000788.4",
    "202010619799.8",
    "201080063196.9",
    "97101765.4",
)


def only(reading: Reading) -> OfficialNumber:
    assert not reading.refused
    (number,) = reading.numbers
    return number


def codes(reading: Reading, severity: Severity) -> list[str]:
    return [v.code for v in reading.violations if v.severity is severity]


@pytest.mark.parametrize("text", REAL_APPLICATIONS)
def test_the_check_digit_of_a_real_mainland_number_is_right(text: str) -> None:
    number = only(read_number(text))
    assert (number.office, number.scheme, number.check) == ("CN", Scheme.APPLICATION, Check.RIGHT)
    assert number.normalised == text


def test_every_application_number_in_the_offices_own_files_is_right() -> None:
    if not PATENT_FILES.is_dir():
        pytest.skip("the folder of real CNIPA files is not here")
    numbers: set[str] = set()
    for path in sorted(PATENT_FILES.iterdir()):
        numbers |= set(re.findall(r">([0-9]{12}\.[0-9X])<", path.read_text("utf-8-sig")))
    assert len(numbers) >= 4
    assert {only(read_number(n)).check for n in numbers} == {Check.RIGHT}


def test_the_standard_form_of_the_offices_files_is_the_number_beside_it() -> None:
    if not PATENT_FILES.is_dir():
        pytest.skip("the folder of real CNIPA files is not here")
    pairs = 0
    for path in sorted(PATENT_FILES.iterdir()):
        text = path.read_text("utf-8-sig")
        original = re.search(r">([0-9]{12}\.[0-9X])<", text)
        standard = re.search(r"DocNumber>(10[0-9]{13})<", text)
        if original and standard:
            pairs += 1
            assert only(read_number(standard[1])).normalised == original[1]
    assert pairs >= 2


@pytest.mark.parametrize(
    "text",
    [
        "ZL 2015 1 0481495.9",
        "ZL201510481495.9",
        "zl201510481495.9",
        "CN ZL 201510481495.9",
        "CN201510481495.9",
        "CN 201510481495.9",
        "CN 201510481495",
        "201510481495.9",
        "2015104814959",
        "201510481495",
        "2015-10481495-9",
        "\u200b201510481495.9\u00a0",
        "２０１５１０４８１４９５．９",
        "申请号：201510481495.9",
        "申請號 : CN201510481495.9",
        "专利号 ZL201510481495.9",
        "專利號：ZL 2015 1 0481495.9",
        "Patent No. ZL 201510481495.9",
        "Application number: 201510481495.9",
        "Pedido n.º 201510481495.9",
        "102015000481495",
    ],
)
def test_every_notation_of_a_mainland_number_is_the_same_number(text: str) -> None:
    number = only(read_number(text))
    assert (number.normalised, number.kind) == ("201510481495.9", RightKind.INVENTION)


def test_a_patent_number_is_its_application_under_another_scheme() -> None:
    patent, application = only(read_number("ZL97101765.4")), only(read_number("97101765.4"))
    assert (patent.scheme, application.scheme) == (Scheme.PATENT, Scheme.APPLICATION)
    assert patent.normalised == application.normalised


def test_an_absent_check_digit_is_computed_and_said_to_be_absent() -> None:
    number = only(read_number("CN202111286633"))
    assert (number.normalised, number.check) == ("202111286633.X", Check.ABSENT)


def test_a_small_x_is_a_check_digit() -> None:
    assert only(read_number("202111286633.x")).normalised == "202111286633.X"


def test_the_standard_form_is_read_with_a_note() -> None:
    reading = read_number("102021001286633")
    assert codes(reading, Severity.WARNING) == ["number-standard-form-read"]
    assert reading.violations[0].params["readAs"] == "202111286633.X"


@pytest.mark.parametrize(
    ("digit", "kind"),
    [
        ("1", RightKind.INVENTION),
        ("2", RightKind.UTILITY_MODEL),
        ("3", RightKind.DESIGN),
        ("8", RightKind.INVENTION),
        ("9", RightKind.UTILITY_MODEL),
    ],
)
def test_the_type_digit_of_an_application_tells_its_kind(digit: str, kind: RightKind) -> None:
    assert only(read_number(f"2020{digit}0000001", office="CN")).kind is kind
    assert only(read_number(f"ZL99{digit}00001")).kind is kind


def test_a_wrong_check_digit_refuses_a_mainland_number() -> None:
    reading = read_number("201510481495.8")
    (violation,) = reading.violations
    assert (violation.code, violation.severity) == ("number-check-digit-wrong", Severity.RULE)
    assert violation.citation == "ZC 0006-2003"
    assert dict(violation.params) == {"number": "201510481495.8", "expected": "9", "found": "8"}
    assert [n.check for n in reading.numbers] == [Check.WRONG]


def test_a_wrong_check_digit_is_not_hidden_by_a_hint() -> None:
    reading = read_number("ZL201510481495.8", office="CN", kind=RightKind.INVENTION)
    assert codes(reading, Severity.RULE) == ["number-check-digit-wrong"]


APPLICATIONS = st.one_of(
    st.builds(
        lambda year, kind, serial: f"{year}{kind}{serial:07d}",
        st.integers(2003, 2099),
        st.sampled_from("12389"),
        st.integers(0, 9_999_999),
    ),
    st.builds(
        lambda year, kind, serial: f"{year % 100:02d}{kind}{serial:05d}",
        st.integers(1985, 2003),
        st.sampled_from("12389"),
        st.integers(0, 99_999),
    ),
)


@given(APPLICATIONS, st.data())
def test_any_single_wrong_digit_of_a_mainland_number_is_refused(
    stem: str, data: st.DataObject
) -> None:
    right = f"{stem}.{cn_check_digit(stem)}"
    place = data.draw(st.sampled_from([i for i, c in enumerate(right) if c != "."]))
    wrong = data.draw(st.sampled_from([c for c in "0123456789X" if c != right[place]]))
    changed = right[:place] + wrong + right[place + 1 :]
    assert only(read_number(right, office="CN")).check is Check.RIGHT
    assert read_number(changed, office="CN").refused


@given(
    APPLICATIONS,
    st.sampled_from(["", "CN", "CN ", "cn", "申请号：", "Application No. "]),
    st.sampled_from(["", " ", "-", "\u3000", "\u2010"]),
    st.sampled_from([".", "．", ""]),
    st.booleans(),
)
def test_notation_never_changes_which_number_it_is(
    stem: str, prefix: str, gap: str, dot: str, wide: bool
) -> None:
    check = cn_check_digit(stem)
    body = stem[:-5] + gap + stem[-5:] + dot + check.lower()
    if wide:
        body = body.translate({0x21 + i: 0xFF01 + i for i in range(0x5E)})
    number = only(read_number(prefix + body, office="CN"))
    assert (number.normalised, number.check) == (f"{stem}.{check}", Check.RIGHT)


@pytest.mark.parametrize(
    "text", ["200212345678.1", "199910000001.1", "ZL84100001.1", "210010000001.1"]
)
def test_an_impossible_year_is_refused_by_name(text: str) -> None:
    assert codes(read_number(text, office="CN"), Severity.RULE) == ["number-year-impossible"]


@pytest.mark.parametrize(
    ("text", "kind", "normalised", "code"),
    [
        ("CN115212463A", RightKind.INVENTION, "CN115212463", "A"),
        ("CN 115212463 A", RightKind.INVENTION, "CN115212463", "A"),
        ("CN115212463B", RightKind.INVENTION, "CN115212463", "B"),
        ("公开号：CN115212463A", RightKind.INVENTION, "CN115212463", "A"),
        ("CN106844774", RightKind.INVENTION, "CN106844774", None),
        ("CN201234567U", RightKind.UTILITY_MODEL, "CN201234567", "U"),
        ("CN304218960S", RightKind.DESIGN, "CN304218960", "S"),
        ("CN1034567C", RightKind.INVENTION, "CN1034567C", "C"),
        ("CN 2345678 Y", RightKind.UTILITY_MODEL, "CN2345678Y", "Y"),
    ],
)
def test_a_mainland_publication_number_tells_kind_and_code(
    text: str, kind: RightKind, normalised: str, code: str | None
) -> None:
    number = only(read_number(text))
    assert (number.office, number.scheme, number.check) == ("CN", Scheme.PUBLICATION, Check.NONE)
    assert (number.kind, number.normalised, number.kind_code) == (kind, normalised, code)


def test_a_letter_of_another_kind_is_refused() -> None:
    reading = read_number("CN115212463U")
    assert codes(reading, Severity.RULE) == ["number-kind-code-unfit"]


def test_seven_digits_without_their_letter_warn() -> None:
    reading = read_number("CN1034567", kind=RightKind.INVENTION)
    assert codes(reading, Severity.WARNING) == ["number-kind-code-missing"]
    assert codes(read_number("CN1034567C"), Severity.WARNING) == []


def test_types_8_and_9_are_no_publication_numbers() -> None:
    assert codes(read_number("CN815212463A"), Severity.RULE) == ["number-not-recognised"]


@pytest.mark.parametrize(
    ("text", "normalised"),
    [
        ("16435657", "16435657"),
        ("15392502", "15392502"),
        ("20207832A", "20207832A"),
        ("第20207832A号", "20207832A"),
        ("商标注册号：16435657", "16435657"),
        ("CN16435657", "16435657"),
    ],
)
def test_a_mainland_mark_is_plain_digits(text: str, normalised: str) -> None:
    number = only(read_number(text))
    assert (number.office, number.kind, number.scheme) == (
        "CN",
        RightKind.TRADEMARK,
        Scheme.REGISTRATION,
    )
    assert number.normalised == normalised


def test_leading_zeros_of_a_mark_are_not_of_its_number() -> None:
    padded = read_number("00012345", office="CN", kind=RightKind.TRADEMARK)
    assert only(padded).normalised == "12345"
    assert read_number("00012345").refused


def test_a_short_plain_number_is_a_mark_only_where_that_is_said() -> None:
    assert codes(read_number("123"), Severity.RULE) == ["number-not-recognised"]
    assert only(read_number("123", office="CN")).normalised == "123"


@pytest.mark.parametrize("text", ["304986523", "304986523AB", "HK 304986523 ab"])
def test_a_hong_kong_mark_whose_digits_sum_to_a_ten_is_right(text: str) -> None:
    number = only(read_number(text))
    assert (number.office, number.kind, number.check) == ("HK", RightKind.TRADEMARK, Check.RIGHT)


def test_a_doubtful_hong_kong_mark_warns_and_is_not_refused() -> None:
    reading = read_number("304986524")
    assert codes(reading, Severity.WARNING) == ["number-check-digit-doubtful"]
    assert only(reading).check is Check.WRONG


@given(st.integers(0, 999_999), st.integers(2, 8), st.integers(1, 9))
def test_any_single_wrong_digit_of_a_hong_kong_mark_warns(
    serial: int, place: int, shift: int
) -> None:
    # A changed 30 at the front makes it another form, with no check digit.
    stem = f"30{serial:06d}"
    right = stem + str(-sum(map(int, stem)) % 10)
    assert read_number(right, office="HK").violations == ()
    changed = right[:place] + str((int(right[place]) + shift) % 10) + right[place + 1 :]
    assert read_number(changed, office="HK", kind=RightKind.TRADEMARK).violations != ()


@pytest.mark.parametrize("text", ["19570513", "199710362", "199602721AA"])
def test_an_older_hong_kong_mark_is_its_year_and_serial(text: str) -> None:
    number = only(read_number(text, office="HK"))
    assert (number.kind, number.normalised) == (RightKind.TRADEMARK, text)


def test_a_year_before_the_register_is_no_hong_kong_mark() -> None:
    assert read_number("15570513", office="HK").refused


@pytest.mark.parametrize(
    "text", ["32023070552.9", "320230705529", "32023070552", "HK 32023070552.9"]
)
def test_a_hong_kong_short_term_application_is_one_number_in_every_notation(text: str) -> None:
    number = only(read_number(text))
    assert (number.kind, number.scheme) == (RightKind.HK_SHORT_TERM, Scheme.APPLICATION)
    assert number.normalised == "32023070552"
    assert number.check in {Check.NONE, Check.ABSENT}


def test_what_is_only_remembered_of_hong_kong_warns_and_leaves_the_kind_open() -> None:
    reading = read_number("22020012345.6", office="HK")
    assert codes(reading, Severity.WARNING) == ["number-form-unverified"]
    assert only(reading).kind is None
    for kind in (RightKind.HK_STANDARD_O, RightKind.HK_STANDARD_R):
        assert only(read_number("22020012345.6", kind=kind)).kind is kind


def test_a_remembered_series_does_not_refuse_another_kind() -> None:
    assert only(read_number("HK30012345A")).kind is RightKind.HK_SHORT_TERM
    asked = read_number("HK30012345A", kind=RightKind.HK_STANDARD_O)
    assert only(asked).kind is RightKind.HK_STANDARD_O


@pytest.mark.parametrize(
    ("text", "kind", "normalised", "code"),
    [
        ("HK1058849B", None, "HK1058849", "B"),
        ("HK1083555A1", None, "HK1083555", "A1"),
        ("HK 1083555 A1", None, "HK1083555", "A1"),
        ("HK40061483A", RightKind.HK_STANDARD_R, "HK40061483", "A"),
        ("hk40111760", RightKind.HK_STANDARD_R, "HK40111760", None),
    ],
)
def test_a_hong_kong_publication_is_one_number_whatever_its_letter(
    text: str, kind: RightKind | None, normalised: str, code: str | None
) -> None:
    number = only(read_number(text, kind=kind))
    assert (number.office, number.scheme, number.kind) == ("HK", Scheme.PUBLICATION, kind)
    assert (number.normalised, number.kind_code) == (normalised, code)


def test_an_old_hong_kong_application_is_read_only_where_hong_kong_is_named() -> None:
    reading = read_number("07101234.5", office="HK")
    assert only(reading).scheme is Scheme.APPLICATION
    assert codes(reading, Severity.WARNING) == ["number-form-unverified"]
    assert read_number("07101234.5").refused


@pytest.mark.parametrize(
    ("text", "normalised"),
    [
        ("N/177146", "N/177146"),
        ("n/ 177146", "N/177146"),
        ("N177146", "N/177146"),
        ("MO N/177146", "N/177146"),
        ("Marca n.º N/177146", "N/177146"),
        ("N/12345", "N/012345"),
        ("N/012345", "N/012345"),
    ],
)
def test_a_macao_mark_is_one_number_in_every_notation(text: str, normalised: str) -> None:
    reading = read_number(text)
    number = only(reading)
    assert (number.office, number.kind) == ("MO", RightKind.TRADEMARK)
    assert (number.normalised, reading.violations) == (normalised, ())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("J/000123", RightKind.MO_EXTENSION),
        ("I/000123", RightKind.INVENTION),
        ("D/000123", RightKind.DESIGN),
    ],
)
def test_the_other_letters_of_macao_are_read_with_a_warning(text: str, kind: RightKind) -> None:
    reading = read_number(text)
    assert only(reading).kind is kind
    assert codes(reading, Severity.WARNING) == ["number-form-unverified"]


def test_a_remembered_macao_letter_does_not_refuse_another_kind() -> None:
    assert only(read_number("I/000123", kind=RightKind.MO_EXTENSION)).kind is RightKind.MO_EXTENSION
    marks = read_number("J/000123", kind=RightKind.TRADEMARK)
    assert codes(marks, Severity.RULE) == ["number-other-kind"]


def test_an_ambiguous_number_gives_every_reading_and_the_office_decides() -> None:
    both = read_number("19570513")
    assert {n.office for n in both.numbers} == {"CN", "HK"}
    assert only(read_number("19570513", office="CN")).office == "CN"


def test_the_kind_decides_between_a_mark_and_an_old_application() -> None:
    both = read_number("97101765", office="CN")
    assert {n.scheme for n in both.numbers} == {Scheme.APPLICATION, Scheme.REGISTRATION}
    invention = read_number("97101765", office="CN", kind=RightKind.INVENTION)
    assert only(invention).normalised == "97101765.4"


def test_a_right_check_digit_x_is_not_the_letter_of_a_mark() -> None:
    stem = next(f"971{n:05d}" for n in range(99) if cn_check_digit(f"971{n:05d}") == "X")
    assert only(read_number(f"{stem}X", office="CN")).scheme is Scheme.APPLICATION
    mark = read_number(f"{stem}X", office="CN", kind=RightKind.TRADEMARK)
    assert only(mark).normalised == f"{stem}X"


def test_a_number_of_another_office_is_refused_by_name() -> None:
    reading = read_number("HK1058849B", office="CN")
    assert codes(reading, Severity.RULE) == ["number-other-office"]
    assert reading.numbers == ()


def test_a_number_of_another_kind_is_refused_by_name() -> None:
    reading = read_number("201510481495.9", kind=RightKind.DESIGN)
    (violation,) = reading.violations
    assert violation.code == "number-other-kind"
    assert (violation.params["expected"], violation.params["found"]) == ("design", "invention")


def test_a_number_of_an_office_without_forms_is_kept_as_it_was_written() -> None:
    reading = read_number(" de 10 2009 012 345.6", office="DE", kind=RightKind.INVENTION)
    number = only(reading)
    assert (number.office, number.kind, number.scheme) == (
        "DE",
        RightKind.INVENTION,
        Scheme.AS_WRITTEN,
    )
    assert (number.normalised, number.display) == ("102009012345.6", "de 10 2009 012 345.6")
    assert codes(reading, Severity.WARNING) == ["number-office-unread"]


def test_what_is_no_code_of_an_office_gives_no_number_and_refuses_nothing() -> None:
    reading = read_number("12345", office="")
    assert (reading.numbers, reading.refused) == ((), False)
    assert codes(reading, Severity.WARNING) == ["number-office-unread"]


@pytest.mark.parametrize(
    "text", ["JP 2009-123456", "jp2009123456", "２００９－１２３４５６", "2009 123456"]
)
def test_as_written_only_the_outside_of_a_notation_makes_no_difference(text: str) -> None:
    assert only(read_number(text, office="JP")).normalised == "2009123456"


@pytest.mark.parametrize("text", ["2009/123456", "2009.123456", "2009123456A"])
def test_as_written_a_stroke_a_point_and_a_letter_make_another_number(text: str) -> None:
    assert only(read_number(text, office="JP")).normalised == text


@pytest.mark.parametrize("text", ["", "  ", "—", "2026-11-22", "12\x0034", "\ud800"])
def test_as_written_what_cannot_be_a_number_is_not_kept(text: str) -> None:
    assert codes(read_number(text, office="JP"), Severity.RULE) == ["number-not-recognised"]


@pytest.mark.parametrize(
    ("office", "kind", "text"),
    [
        ("CN", RightKind.COPYRIGHT, "国作登字-2024-A-00012345"),
        ("CN", RightKind.LAYOUT_DESIGN, "BS.235000123"),
        ("CN", RightKind.PLANT_VARIETY, "CNA20201000012"),
        ("CN", RightKind.DATA_RIGHT, "Sample-0001"),
        ("HK", RightKind.DESIGN, "2312345.6"),
        ("HK", RightKind.TRADE_SECRET, "sample/1"),
        ("MO", RightKind.UTILITY_MODEL, "U/000123"),
        ("US", RightKind.COPYRIGHT, "TX0001234567"),
    ],
)
def test_a_kind_without_a_sourced_form_is_kept_as_written_with_a_warning(
    office: str, kind: RightKind, text: str
) -> None:
    reading = read_number(text, office=office, kind=kind)
    number = only(reading)
    assert (number.office, number.kind, number.scheme) == (office, kind, Scheme.AS_WRITTEN)
    assert number.display == text
    assert codes(reading, Severity.WARNING) == ["number-form-unknown"]


def test_a_kind_without_a_form_is_not_read_without_its_office() -> None:
    reading = read_number("2024-A-1", kind=RightKind.COPYRIGHT)
    assert codes(reading, Severity.RULE) == ["number-office-needed"]


def test_a_kind_given_as_plain_text_is_that_kind_and_nonsense_is_refused() -> None:
    assert only(read_number("16435657", kind="trademark")).kind is RightKind.TRADEMARK
    other = read_number("201510481495.9", kind="trademark")
    assert codes(other, Severity.RULE) == ["number-other-kind"]
    assert codes(read_number("16435657", kind="nonsense"), Severity.RULE) == ["number-other-kind"]


# ------------------------------------------------------------------ United States, Europe


@pytest.mark.parametrize(
    ("text", "scheme", "normalised", "code"),
    [
        ("US10465445B2", Scheme.PATENT, "US10465445", "B2"),
        ("US 7,130,913", Scheme.PATENT, "US7130913", None),
        ("U.S. Patent No. 7,130,913", Scheme.PATENT, "US7130913", None),
        ("US07130913", Scheme.PATENT, "US7130913", None),
        ("US 15/334,090", Scheme.APPLICATION, "15/334090", None),
        ("US Application No. 15/334,090", Scheme.APPLICATION, "15/334090", None),
        ("US20180114740A1", Scheme.PUBLICATION, "US20180114740", "A1"),
        ("US 2018/0114740 A1", Scheme.PUBLICATION, "US20180114740", "A1"),
        ("US2018114740A1", Scheme.PUBLICATION, "US20180114740", "A1"),
    ],
)
def test_a_number_of_the_united_states_is_read_without_its_office_being_named_apart(
    text: str, scheme: Scheme, normalised: str, code: str | None
) -> None:
    number = only(read_number(text, kind=RightKind.INVENTION))
    assert (number.office, number.scheme) == ("US", scheme)
    assert (number.normalised, number.kind_code) == (normalised, code)


@pytest.mark.parametrize(
    ("text", "scheme", "normalised"),
    [
        ("15/334,090", Scheme.APPLICATION, "15/334090"),
        ("15334090", Scheme.APPLICATION, "15/334090"),
        ("7130913", Scheme.PATENT, "US7130913"),
        ("10,465,445", Scheme.PATENT, "US10465445"),
        ("20040073746", Scheme.PUBLICATION, "US20040073746"),
    ],
)
def test_plain_digits_of_the_united_states_are_read_where_the_office_is_named(
    text: str, scheme: Scheme, normalised: str
) -> None:
    number = only(read_number(text, office="US", kind=RightKind.INVENTION))
    assert (number.scheme, number.normalised) == (scheme, normalised)


def test_eight_plain_digits_may_be_a_patent_or_an_application_and_both_are_said() -> None:
    both = read_number("10628795", office="US", kind=RightKind.INVENTION)
    assert {n.normalised for n in both.numbers} == {"US10628795", "10/628795"}
    assert read_number("10628795").numbers[0].office != "US"


def test_a_patent_and_an_application_of_the_same_digits_are_two_numbers() -> None:
    patent = only(read_number("US11558913", kind=RightKind.INVENTION))
    application = only(read_number("US 11/558,913", kind=RightKind.INVENTION))
    assert patent.normalised != application.normalised


@pytest.mark.parametrize(
    ("text", "scheme", "display"),
    [
        ("10628795", Scheme.APPLICATION, "10/628795"),
        ("10628795", Scheme.PATENT, "US10628795"),
        ("09210491", Scheme.APPLICATION, "09/210491"),
        ("7130913", Scheme.PATENT, "US7130913"),
        ("20040073746", Scheme.PUBLICATION, "US20040073746"),
    ],
)
def test_a_number_whose_series_is_known_is_shown_so_that_it_reads_by_itself(
    text: str, scheme: Scheme, display: str
) -> None:
    kind = RightKind.INVENTION
    number = read_in_series(text, office="US", kind=kind, scheme=scheme)
    assert number is not None
    assert number.display == display
    assert only(read_number(display, office="US", kind=kind)).normalised == number.normalised


def test_a_number_that_is_not_of_the_series_is_none() -> None:
    asked = {"office": "US", "kind": RightKind.INVENTION}
    assert read_in_series("7130913", scheme=Scheme.APPLICATION, **asked) is None
    assert read_in_series("nonsense", scheme=Scheme.PATENT, **asked) is None


@pytest.mark.parametrize(
    ("text", "scheme", "normalised"),
    [
        ("76044902", Scheme.APPLICATION, "76044902"),
        ("76/044,902", Scheme.APPLICATION, "76044902"),
        ("2178784", Scheme.REGISTRATION, "2178784"),
        ("2,178,784", Scheme.REGISTRATION, "2178784"),
        ("US Reg. No. 2,178,784", Scheme.REGISTRATION, "2178784"),
    ],
)
def test_a_mark_of_the_united_states_has_a_serial_or_a_registration_number(
    text: str, scheme: Scheme, normalised: str
) -> None:
    number = only(read_number(text, office="US", kind=RightKind.TRADEMARK))
    assert (number.kind, number.scheme, number.normalised) == (
        RightKind.TRADEMARK,
        scheme,
        normalised,
    )


def test_a_design_of_the_united_states_is_read_with_a_warning() -> None:
    reading = read_number("USD812345S1")
    assert only(reading).kind is RightKind.DESIGN
    assert codes(reading, Severity.WARNING) == ["number-form-unverified"]


@pytest.mark.parametrize(
    ("text", "scheme", "normalised", "code"),
    [
        ("EP2400812A1", Scheme.PUBLICATION, "EP2400812", "A1"),
        ("EP 2 400 812 B1", Scheme.PUBLICATION, "EP2400812", "B1"),
        ("EP10167109.3", Scheme.APPLICATION, "10167109", None),
        ("EP10167109", Scheme.APPLICATION, "10167109", None),
        ("EP20100167109", Scheme.APPLICATION, "10167109", None),
    ],
)
def test_a_european_number_is_one_number_in_every_notation(
    text: str, scheme: Scheme, normalised: str, code: str | None
) -> None:
    number = only(read_number(text))
    assert (number.office, number.kind) == ("EP", RightKind.INVENTION)
    assert (number.scheme, number.normalised, number.kind_code) == (scheme, normalised, code)


def test_plain_digits_are_foreign_only_where_the_office_is_named() -> None:
    for text in ("7130913", "10167109", "2400812", "20180114740", "15/334090"):
        assert {n.office for n in read_number(text).numbers} <= {"CN", "HK", "MO"}


# ------------------------------------------------------------------ domain names


@pytest.mark.parametrize(
    ("text", "office", "normalised"),
    [
        ("Sample.HK", "HK", "sample.hk"),
        ("sample.com.cn.", "CN", "sample.com.cn"),
        ("示例.中国", "CN", "xn--fsq092h.xn--fiqs8s"),
        ("示例。中國", "CN", "xn--fsq092h.xn--fiqz9s"),
        ("exemplo.澳門", "MO", "exemplo.xn--mix891f"),
        ("ｓａｍｐｌｅ．ｃｏｍ", "XX", "sample.com"),
        ("sample.co.uk", "GB", "sample.co.uk"),
        ("xn--fsq092h.com", "XX", "xn--fsq092h.com"),
    ],
)
def test_a_domain_name_is_one_name_in_every_spelling_under_the_place_of_its_ending(
    text: str, office: str, normalised: str
) -> None:
    number = only(read_number(text, kind=RightKind.DOMAIN_NAME))
    assert (number.office, number.normalised) == (office, normalised)
    assert only(read_number(text)).normalised == normalised


def test_a_domain_name_is_shown_in_its_own_letters() -> None:
    assert only(read_number("XN--FSQ092H.com")).display == "示例.com"


def test_a_domain_name_under_another_place_is_refused_by_name() -> None:
    reading = read_number("sample.com", office="HK", kind=RightKind.DOMAIN_NAME)
    (violation,) = reading.violations
    assert (violation.code, violation.params["found"]) == ("number-other-office", "XX")


def test_under_the_code_of_no_place_a_text_may_be_a_domain_name_or_anything_else() -> None:
    reading = read_number("Sample.com", office="XX")
    assert {n.normalised for n in reading.numbers} == {"sample.com", "SAMPLE.COM"}


def test_dashes_are_part_of_a_domain_name() -> None:
    names = {only(read_number(t)).normalised for t in ("sam-ple.com", "sample.com")}
    assert len(names) == 2


@pytest.mark.parametrize("text", ["stra\u00dfe.com", "sam\u200dple.com"])
def test_a_letter_that_two_rules_read_differently_is_refused(text: str) -> None:
    reading = read_number(text, kind=RightKind.DOMAIN_NAME)
    assert codes(reading, Severity.RULE) == ["domain-name-deviates"]


@pytest.mark.parametrize(
    "text",
    [
        "sample",
        "sam_ple.com",
        "-sample.com",
        "sample..com",
        "http://sample.com",
        "1.2.3.4",
        "a b.com",
    ],
)
def test_what_is_no_domain_name_is_not_recognised(text: str) -> None:
    reading = read_number(text, kind=RightKind.DOMAIN_NAME)
    assert codes(reading, Severity.RULE) == ["number-not-recognised"]


@pytest.mark.parametrize(
    "text", ["", " ", "CN", "ZL", "示例", "2026-11-22", "²⁰¹⁵¹⁰⁴⁸¹⁴⁹⁵", "٢٠١٥١٠٤٨١٤٩٥"]
)
def test_what_is_no_number_is_not_recognised_and_says_what_was_tried(text: str) -> None:
    (violation,) = read_number(text, office="MO").violations
    assert (violation.code, violation.severity) == ("number-not-recognised", Severity.RULE)
    assert violation.params["tried"] == "mo-registration"
    assert read_number(text).refused


def test_a_text_longer_than_any_number_is_not_looked_at() -> None:
    reading = read_number("2" * 65)
    assert codes(reading, Severity.RULE) == ["number-too-long"]


TEXT = st.one_of(
    st.text(alphabet=st.characters(codec=None), max_size=80),
    st.text(alphabet="CNZLHKMO0123456789X.-/ ()号第ABIJDUYS\u0660\uff11\ud800", max_size=70),
    st.from_regex(r"(CN|ZL|HK|MO|N/|)[0-9]{5,15}(\.[0-9X])?[A-Z]{0,2}[0-9]?", fullmatch=True),
    st.from_regex(r"(US|EP|USD|)[0-9]{2}[/,]?[0-9]{3,9}(\.[0-9])?([ABS][0-9])?", fullmatch=True),
    st.from_regex(r"[a-zA-Z0-9示例ß-]{1,8}\.(com|hk|CN|中国|澳門|x)", fullmatch=True),
)
OFFICES = st.sampled_from([None, "CN", "HK", "MO", "EP", "US", "DE", "XX", "", "\ud800"])
KINDS = st.one_of(st.none(), st.sampled_from(RightKind))


@given(TEXT, OFFICES, KINDS)
def test_no_text_breaks_the_reader_and_every_answer_says_something(
    text: str, office: str | None, kind: RightKind | None
) -> None:
    reading = read_number(text, office=office, kind=kind)
    assert reading.numbers or reading.violations
    for violation in reading.violations:
        for param in violation.params.values():
            str(param).encode("utf-8")


@given(TEXT, OFFICES, KINDS)
def test_what_is_displayed_reads_back_to_the_same_number(
    text: str, office: str | None, kind: RightKind | None
) -> None:
    for number in read_number(text, office=office, kind=kind).numbers:
        again = read_number(number.display, office=number.office, kind=number.kind)
        keys = [(n.scheme, n.normalised) for n in again.numbers]
        assert (number.scheme, number.normalised) in keys


@given(TEXT, OFFICES, KINDS)
def test_the_normalised_form_reads_back_to_itself(
    text: str, office: str | None, kind: RightKind | None
) -> None:
    for number in read_number(text, office=office, kind=kind).numbers:
        again = read_number(number.normalised, office=number.office, kind=number.kind)
        assert number.normalised in [n.normalised for n in again.numbers]


@given(TEXT, KINDS)
def test_a_hint_only_narrows(text: str, kind: RightKind | None) -> None:
    free = {n.office for n in read_number(text).numbers}
    for office in free:
        assert {n.office for n in read_number(text, office=office).numbers} == {office}
