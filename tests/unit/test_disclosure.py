"""What may be told of a case: the law of its seat or place of mediation, code by code."""

from dataclasses import replace
from datetime import date

import pytest

from ipregistry.domain.confidentiality.applying import AppliedLaw, law_of
from ipregistry.domain.confidentiality.judging import (
    Asked,
    DisclosureStatus,
    PaperFacts,
    Verdict,
    judge,
)
from ipregistry.domain.packs.marked_yaml import read_marked
from ipregistry.domain.packs.model import Pack
from ipregistry.domain.packs.reading import read_pack
from ipregistry.domain.policies import PolicyError, read_policy
from ipregistry.domain.policies.disclosures import LANGUAGES, Recipient
from ipregistry.services.packs import seed_packs
from tests.unit.builders import POLICY_FILES, policies

TODAY = date(2026, 6, 1)
LISTS = {p.name: p for p in policies() if p.disclosures is not None}
TEXT = next(p for p in POLICY_FILES if p.stem == "HK-disclosure-arbitration").read_text()
AWARD = PaperFacts("CP-AWARD", "award", shared=True)
AGREEMENT = PaperFacts("CP-AGREEMENT", "arbitration_agreement", shared=True)
ANSWER = PaperFacts("CP-ANSWER", "answer", shared=True)
DELIBERATION = PaperFacts("CP-DELIBERATION", "deliberation", shared=False)
CAUCUS = PaperFacts("CP-CAUCUS", "caucus_paper", shared=False)
PAPERS = (AWARD, AGREEMENT, ANSWER, DELIBERATION, CAUCUS)
SIDES = ("claimant", "respondent")
DIGEST = "sha256:" + "a" * 64


def packs() -> dict[str, Pack]:
    read = [read_pack(read_marked(text.encode()).value).pack for text in seed_packs()]
    return {pack.id: pack for pack in read if pack is not None}


PACKS = packs()


def law(pack: str, *, paper: str | None = None, opened: date = TODAY, **places: str) -> AppliedLaw:
    return law_of(PACKS[pack], places, policies(), opened, paper=paper)


HK = law("arbitration-administered-hk", seatCode="HK")


def asked(
    basis: str | None,
    *papers: str,
    to: Recipient = Recipient.AUTHORITY,
    document: str | None = DIGEST,
) -> Asked:
    return Asked(to, basis, document, papers or None)


def judged(request: Asked, under: AppliedLaw = HK, **consents: bool) -> Verdict:
    return judge(request, under, PAPERS, SIDES, consents)


def codes(verdict: Verdict) -> set[str]:
    return {reason.code for reason in verdict.reasons}


def test_each_list_says_of_every_code_where_it_stands_and_what_it_is_called() -> None:
    assert {"HK-disclosure-arbitration", "HK-disclosure-mediation"} <= LISTS.keys()
    for policy in LISTS.values():
        assert policy.disclosures is not None
        assert not policy.kinds
        assert policy.disclosures.citation
        for code in policy.disclosures.codes.values():
            assert code.citation
            assert set(code.labels) == set(LANGUAGES)
            assert code.consents or code.document or not code.papers


def test_every_code_that_a_pack_names_for_a_place_is_explained_by_its_law() -> None:
    for name, pack in PACKS.items():
        for place in ("HK", "CN", "MO"):
            applied = law_of(
                pack, {"seatCode": place, "placeOfMediationCode": place}, policies(), TODAY
            )
            assert applied.codes, (name, place)
    assert set(HK.codes) == set(PACKS["arbitration-administered-hk"].confidentiality["disclosures"])


def test_papers_that_a_ground_is_limited_to_are_papers_of_packs() -> None:
    known = {document for pack in PACKS.values() for document in pack.documents}
    named = {
        paper
        for policy in LISTS.values()
        for code in policy.disclosures.codes.values()  # type: ignore[union-attr]
        for paper in code.papers or ()
    }
    assert named <= known


def test_the_law_is_that_of_the_seat_not_of_the_node() -> None:
    elsewhere = law("arbitration-administered-hk", seatCode="CN")
    assert (HK.connection, HK.place) == ("seat", "HK")
    assert set(elsewhere.codes) == {"agreed_by_parties"}
    assert elsewhere.policies[0].name == "CN-disclosure-arbitration"


def test_a_mediation_has_the_law_of_the_place_where_it_is_conducted() -> None:
    applied = law("mediation-gba", placeOfMediationCode="HK", seatCode="CN")
    assert (applied.connection, applied.place) == ("place-of-mediation", "HK")
    assert "consent_of_parties_and_mediator" in applied.codes
    assert "enforce_or_challenge_award" not in applied.codes


def test_a_paper_of_the_mediation_in_a_chain_falls_under_the_mediations_law() -> None:
    applied = law("med-arb-hk", paper="disclosure", seatCode="HK")
    assert applied.citation == "Mediation Ordinance, Cap. 620 s.8"
    assert "enforce_or_challenge_award" not in applied.codes
    assert "enforce_or_challenge_award" in law("med-arb-hk", paper="award", seatCode="HK").codes


@pytest.mark.parametrize("seat", ["MO", "SG"])
def test_a_case_whose_law_has_no_verified_list_allows_consent_only(seat: str) -> None:
    applied = law("arbitration-administered-hk", seatCode=seat)
    assert applied.consent_only
    assert set(applied.codes) == {"agreed_by_parties"}
    verdict = judged(asked("enforce_or_challenge_award"), applied)
    assert (verdict.status, codes(verdict)) == (
        DisclosureStatus.REFUSED,
        {"disclosure-consent-only"},
    )


def test_a_list_known_at_second_hand_only_opens_nothing_but_consent() -> None:
    verified = read_policy(TEXT)
    assert verified.disclosures is not None
    doubtful = replace(verified, disclosures=replace(verified.disclosures, confidence="S"))
    pack = PACKS["arbitration-administered-hk"]
    applied = law_of(pack, {"seatCode": "HK"}, [doubtful], TODAY)
    assert set(applied.codes) == {"agreed_by_parties"}


def test_the_law_is_that_of_the_day_on_which_the_case_was_opened() -> None:
    first = read_policy(TEXT)
    later = replace(first, in_force_from=date(2026, 7, 1), version=2)
    pack, places = PACKS["arbitration-administered-hk"], {"seatCode": "HK"}
    assert law_of(pack, places, [first, later], TODAY).policies == (first,)
    assert law_of(pack, places, [first, later], date(2026, 7, 1)).policies == (later,)
    assert law_of(pack, places, [later], TODAY).consent_only


def test_an_authority_without_a_basis_is_refused_with_the_law_cited() -> None:
    verdict = judged(asked(None, document=None))
    assert (verdict.status, codes(verdict)) == (
        DisclosureStatus.REFUSED,
        {"disclosure-basis-missing"},
    )
    assert verdict.reasons[0].citation == "Arbitration Ordinance, Cap. 609 s.18"


def test_to_enforce_an_award_only_the_award_and_its_agreement_are_shown() -> None:
    everything = judged(asked("enforce_or_challenge_award"))
    assert everything.status is DisclosureStatus.GRANTED
    assert everything.papers == (AWARD.id, AGREEMENT.id)
    named = judged(asked("enforce_or_challenge_award", AWARD.id, ANSWER.id))
    assert named.papers == (AWARD.id,)
    assert {p: r.code for p, r in named.withheld.items()} == {
        ANSWER.id: "disclosure-paper-not-covered"
    }


def test_a_ground_asks_for_the_paper_that_shows_it() -> None:
    verdict = judged(asked("enforce_or_challenge_award", document=None))
    assert codes(verdict) == {"disclosure-document-missing"}


def test_a_ground_leads_only_to_those_that_its_law_names() -> None:
    verdict = judged(asked("professional_adviser", ANSWER.id, to=Recipient.AUTHORITY))
    assert codes(verdict) == {"disclosure-recipient-not-covered"}
    fitting = judged(asked("professional_adviser", ANSWER.id, to=Recipient.ADVISER))
    assert fitting.status is DisclosureStatus.GRANTED


def test_a_ground_without_papers_of_its_own_opens_only_what_is_named() -> None:
    verdict = judged(asked("protect_or_pursue_right", to=Recipient.COURT))
    assert codes(verdict) == {"disclosure-papers-not-named"}


@pytest.mark.parametrize("paper", [CAUCUS, DELIBERATION])
def test_what_one_side_or_the_tribunal_keeps_is_not_told_apart_from_what_is_not_there(
    paper: PaperFacts,
) -> None:
    kept = judged(asked("protect_or_pursue_right", paper.id, to=Recipient.COURT))
    absent = judged(asked("protect_or_pursue_right", "CP-NONE", to=Recipient.COURT))
    assert kept.status is DisclosureStatus.REFUSED
    assert kept.reasons == absent.reasons
    assert [*kept.withheld.values()] == [*absent.withheld.values()]


def test_consent_is_of_every_side_and_one_no_refuses() -> None:
    request = asked("agreed_by_parties", ANSWER.id, document=None)
    assert judged(request).awaited == SIDES
    one = judged(request, claimant=True)
    assert (one.status, one.awaited) == (DisclosureStatus.AWAITING_CONSENT, ("respondent",))
    assert judged(request, claimant=True, respondent=True).status is DisclosureStatus.GRANTED
    assert judged(request, claimant=True, respondent=False).status is DisclosureStatus.REFUSED


def test_in_a_mediation_the_mediator_consents_too() -> None:
    applied = law("mediation-gba", placeOfMediationCode="HK")
    request = asked("consent_of_parties_and_mediator", ANSWER.id, document=None)
    agreed = judged(request, applied, claimant=True, respondent=True)
    assert agreed.awaited == ("mediator",)


def test_research_opens_no_paper() -> None:
    applied = law("mediation-gba", placeOfMediationCode="HK")
    verdict = judged(asked("research_anonymous", ANSWER.id, to=Recipient.RESEARCHER), applied)
    assert verdict.status is DisclosureStatus.REFUSED
    assert verdict.papers == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('procedure = "arbitration"', 'procedure = "duel"'),
        ('confidence = "V"', 'confidence = "X"'),
        ('recipients = ["court"]', 'recipients = ["press"]'),
        ('recipients = ["court"]', "recipients = 7"),
        ('consents = ["sides"]', 'consents = ["registrar"]'),
        ('papers = ["award"', 'pepers = ["award"'),
        (', pt = "acordado por todas as partes"', ""),
        ('citation = "Cap. 609 s.18(2)(c)', 'cite = "Cap. 609 s.18(2)(c)'),
        ("[disclosures.codes.agreed_by_parties]", "[disclosures.kodes.agreed_by_parties]"),
    ],
)
def test_a_faulty_list_is_no_policy(old: str, new: str) -> None:
    assert old in TEXT
    with pytest.raises(PolicyError, match="disclosures"):
        read_policy(TEXT.replace(old, new, 1))
