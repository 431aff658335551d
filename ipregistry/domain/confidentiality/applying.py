"""Which law says what may be told of a case: that of the seat, or of the place of the mediation.

It is no question of where the node is. A place without a list that was read opens a case by
consent alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipregistry.domain.packs.model import Pack, PackKind
from ipregistry.domain.policies import Policy
from ipregistry.domain.policies.disclosures import Consenter, DisclosureCode, Procedure, Recipient

_PROCEDURES: Mapping[PackKind, Procedure] = {
    PackKind.CONSULTATION: Procedure.CONSULTATION,
    PackKind.MEDIATION: Procedure.MEDIATION,
}
# Consent alone, where no list was read: no law is claimed.
CONSENT = DisclosureCode(
    "agreed_by_parties",
    "Node practice: who may keep a thing secret may agree to tell it",
    "D",
    frozenset(Recipient) - {Recipient.SIDES},
    {
        "en": "agreed by all parties",
        "zh-Hans": "各方当事人同意",
        "zh-Hant": "各方當事人同意",
        "pt": "acordado por todas as partes",
    },
    consents=frozenset({Consenter.SIDES}),
)
# In a mediation the mediator agrees too, wherever it takes place.
MEDIATION_CONSENT = DisclosureCode(
    "consent_of_parties_and_mediator",
    CONSENT.citation,
    "D",
    CONSENT.recipients,
    {
        "en": "consent of the parties and the mediator",
        "zh-Hans": "各方当事人及调解员同意",
        "zh-Hant": "各方當事人及調解員同意",
        "pt": "consentimento das partes e do mediador",
    },
    consents=frozenset(Consenter),
)


@dataclass(frozen=True, slots=True)
class AppliedLaw:
    """The law of disclosure of a case: whose, by which connection, and the codes that it opens.

    `place` None: the case has no seat or place of mediation. `policies` are what an entry pins.
    """

    procedure: Procedure
    connection: str
    place: str | None
    citation: str
    confidence: str
    consent_only: bool
    codes: Mapping[str, DisclosureCode]
    policies: tuple[Policy, ...] = ()


def law_of(
    pack: Pack,
    case: Mapping[str, Any],
    policies: Sequence[Policy],
    opened: date,
    *,
    paper: str | None = None,
) -> AppliedLaw:
    """The law of disclosure of a case, as it stood when the case was opened.

    In a pack of both, a paper (by the pack's id of it) of the mediation falls under the
    mediation's law. The pack names the codes, the law says what each of them means: a code
    counts only where both have it.
    """
    procedure = _procedure(pack, paper)
    mediates = procedure is Procedure.MEDIATION
    connection = "place-of-mediation" if mediates else "seat"
    place = case.get("placeOfMediationCode") if mediates else case.get("seatCode")
    if mediates and place is None and pack.kind is not PackKind.MEDIATION:
        place = case.get("seatCode")
    policy = _in_force(policies, procedure, place, opened)
    consent = MEDIATION_CONSENT if mediates else CONSENT
    if policy is None or policy.disclosures is None:
        own = {consent.id: consent}
        return AppliedLaw(procedure, connection, place, consent.citation, "D", True, own)
    law = policy.disclosures
    named = _named_by(pack, place, mediates=mediates and pack.kind is not PackKind.MEDIATION)
    codes = {
        name: code
        for name, code in law.codes.items()
        if name in named and (law.verified or code.consents)
    }
    if not any(code.consents for code in codes.values()):
        # Nobody needs a law to agree on what is his own.
        codes[consent.id] = consent
    only = all(code.consents for code in codes.values())
    return AppliedLaw(
        procedure, connection, place, law.citation, law.confidence, only, codes, (policy,)
    )


def _procedure(pack: Pack, paper: str | None) -> Procedure:
    mediation = pack.confidentiality.get("mediation")
    if isinstance(mediation, Mapping) and paper in (mediation.get("documents") or ()):
        return Procedure.MEDIATION
    return _PROCEDURES.get(pack.kind, Procedure.ARBITRATION)


def _in_force(
    policies: Sequence[Policy], procedure: Procedure, place: str | None, opened: date
) -> Policy | None:
    found = [
        policy
        for policy in policies
        if policy.disclosures is not None
        and policy.disclosures.procedure is procedure
        and policy.office == place
        and policy.in_force_from <= opened
    ]
    return max(found, key=lambda p: (p.in_force_from, p.version, p.name), default=None)


def _named_by(pack: Pack, place: str | None, *, mediates: bool) -> frozenset[str]:
    said: Any = pack.confidentiality
    if mediates:
        said = said.get("mediation") or {}
    by_place = (said.get("disclosures_by_place") or {}).get(place)
    codes = said.get("disclosures") if by_place is None else by_place.get("codes")
    return frozenset(codes or ())
