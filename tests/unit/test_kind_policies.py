"""Which seed policy covers which kind of right, and with what effect."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from ipregistry.domain.policies import Policy, read_policy, select
from ipregistry.domain.rights import RightKind
from ipregistry.services.opening import seed_policies

TODAY = date(2026, 6, 1)


def _policies() -> list[Policy]:
    return [read_policy(text) for text in seed_policies()]


def _of(office: str, kind: RightKind) -> Policy:
    return select(_policies(), office, kind.value, TODAY)


def test_no_kind_of_right_stands_under_two_policies() -> None:
    covered = Counter((p.office, kind) for p in _policies() for kind in p.kinds)
    assert [pair for pair, count in covered.items() if count > 1] == []


@pytest.mark.parametrize(
    ("office", "kind"),
    [
        ("XX", RightKind.DOMAIN_NAME),
        ("CN", RightKind.DOMAIN_NAME),
        ("HK", RightKind.DOMAIN_NAME),
        ("MO", RightKind.DOMAIN_NAME),
        ("CN", RightKind.DATA_RIGHT),
        ("CN", RightKind.COPYRIGHT),
    ],
)
def test_recording_the_transfer_of_what_no_register_gives_is_evidence(office, kind) -> None:
    assert _of(office, kind).acts["assignment"].effect.value == "evidential"


def test_no_ip_office_is_the_register_of_record_of_a_domain_name() -> None:
    for office in ("XX", "CN", "HK", "MO"):
        rules = _of(office, RightKind.DOMAIN_NAME).acts["assignment"]
        assert rules.register_of_record.value == "XX"


def test_a_mainland_layout_design_passes_on_registration() -> None:
    rules = _of("CN", RightKind.LAYOUT_DESIGN).acts["assignment"]
    assert rules.effect.value == "constitutive-on-registration"
    assert rules.effect.confidence == "V"


def test_a_mainland_copyright_pledge_is_made_by_registration_and_ranks_by_it() -> None:
    rules = _of("CN", RightKind.COPYRIGHT).acts["security"]
    assert rules.effect.value == "constitutive-on-registration"
    assert rules.priority.value == "registration-time"


def test_a_hong_kong_design_ranks_as_a_hong_kong_patent() -> None:
    design = _of("HK", RightKind.DESIGN).acts["security"]
    patent = _of("HK", RightKind.HK_STANDARD_O).acts["security"]
    assert design.priority.value == patent.priority.value == "later-without-notice"


@pytest.mark.parametrize(
    ("office", "kind"),
    [
        ("CN", RightKind.TRADE_SECRET),
        ("CN", RightKind.PLANT_VARIETY),
        ("CN", RightKind.GEOGRAPHICAL_INDICATION),
        ("HK", RightKind.COPYRIGHT),
        ("MO", RightKind.UTILITY_MODEL),
        ("US", RightKind.INVENTION),
        ("EP", RightKind.INVENTION),
    ],
)
def test_without_a_source_a_kind_is_kept_for_the_record_and_not_disposed_of(office, kind) -> None:
    assert not _of(office, kind).dispositions_allowed


@pytest.mark.parametrize("kind", [RightKind.LAYOUT_DESIGN, RightKind.DOMAIN_NAME])
def test_an_act_without_a_source_is_off(kind) -> None:
    acts = _of("CN", kind).acts
    assert not {"licence", "security"} & acts.keys()
