"""One table says who may read and file."""

import pytest

from ipregistry.domain.access import (
    FILE,
    OFFICE,
    PUBLIC_ACTOR,
    READ,
    Actor,
    Relation,
    Role,
    may_file,
    readable_labels,
)
from ipregistry.domain.classes import Label
from ipregistry.domain.filings import FILING_TYPES

OPEN = {Label.PUBLIC, Label.NAMES}

OF_CASES = frozenset(label for label in Label if label.value.startswith("case:"))


def actor(*roles: Role) -> Actor:
    return Actor("AC-1", "sample", frozenset(roles), "PA-1")


def test_every_filing_type_has_its_filers_and_no_other_has() -> None:
    assert FILE.keys() == FILING_TYPES.keys()


def test_every_part_has_its_readers() -> None:
    assert READ.keys() == set(Label)


@pytest.mark.parametrize("filing_type", sorted(FILE))
def test_the_public_files_nothing(filing_type: str) -> None:
    assert not may_file(PUBLIC_ACTOR, filing_type)


@pytest.mark.parametrize("role", [Role.PARTY, Role.AGENT, Role.VENUE, Role.AUDITOR])
@pytest.mark.parametrize("filing_type", ["decision", "correction", "policy-publication"])
def test_only_officers_decide_correct_and_publish(role: Role, filing_type: str) -> None:
    assert not may_file(actor(role), filing_type)
    assert may_file(actor(Role.REGISTRAR), filing_type)


def test_no_officer_assents_in_the_place_of_a_holder() -> None:
    assert not any(may_file(actor(role), "assent") for role in OFFICE)


def test_an_agent_gives_himself_no_mandate() -> None:
    assert not may_file(actor(Role.AGENT), "mandate")


def test_an_auditor_files_nothing() -> None:
    assert not any(may_file(actor(Role.AUDITOR), filing_type) for filing_type in FILE)


def test_the_public_reads_public_parts_and_names_one_by_one() -> None:
    assert readable_labels(PUBLIC_ACTOR) == OPEN


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.PARTY, Role.AGENT, Role.VENUE, Role.AUDITOR])
def test_names_of_persons_are_in_no_list(role: Role) -> None:
    assert Label.NAMES in readable_labels(actor(role))
    assert Label.NAMES not in readable_labels(actor(role), bulk=True)


def test_whoever_is_concerned_reads_addresses_and_price_but_not_the_filing() -> None:
    labels = readable_labels(actor(Role.PARTY), [Relation.CONCERNED])
    assert labels == OPEN | {Label.PARTIES, Label.PRICE}


def test_the_filer_reads_his_filing_and_its_header_but_not_how_the_office_examines_it() -> None:
    labels = readable_labels(actor(Role.AGENT), [Relation.FILER, Relation.CONCERNED])
    assert labels == frozenset(Label) - {Label.OFFICE} - OF_CASES


def test_a_party_without_relation_reads_what_the_public_reads() -> None:
    assert readable_labels(actor(Role.PARTY)) == OPEN


@pytest.mark.parametrize("role", [*sorted(OFFICE), Role.AUDITOR])
def test_the_office_and_the_auditor_read_every_part_that_is_of_no_case(role: Role) -> None:
    assert readable_labels(actor(role)) == frozenset(Label) - OF_CASES


def test_a_case_manager_reads_all_of_a_case_but_what_one_side_told_its_mediator() -> None:
    labels = readable_labels(actor(Role.CASE_MANAGER)) & OF_CASES
    assert labels == OF_CASES - {Label.CASE_CAUCUS}


def test_a_side_reads_what_is_for_all_and_what_is_its_own() -> None:
    labels = readable_labels(actor(Role.PARTY), [Relation.CASE_PARTY]) & OF_CASES
    assert labels == {Label.CASE_ALL}
    own = readable_labels(actor(Role.PARTY), [Relation.CASE_OWN_SIDE]) & OF_CASES
    assert own == {Label.CASE_CAUCUS, Label.CASE_FILING}


def test_the_office_is_registrar_examiner_and_system() -> None:
    assert {role for role in Role if actor(role).is_office} == {
        Role.REGISTRAR,
        Role.EXAMINER,
        Role.SYSTEM,
    }
