"""Reading the body of a filing: one schema for each row of the registry of filing types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError

from ipregistry.domain.violations import Violation
from ipregistry.schemas.ask_first import AskFirstFiling, AskFirstLiftingFiling
from ipregistry.schemas.assets import AssetRegistrationFiling
from ipregistry.schemas.assignments import AssignmentFiling
from ipregistry.schemas.by_law import OwnershipOrderFiling, TransmissionFiling
from ipregistry.schemas.case_disclosures import (
    CaseConsentFiling,
    CaseDisclosureFiling,
    CaseDisclosureOpeningFiling,
)
from ipregistry.schemas.case_fees import (
    CaseInvoiceFiling,
    CasePaymentFiling,
    CaseRefundFiling,
    CaseSetOffFiling,
)
from ipregistry.schemas.case_notices import (
    CaseNoticeFiling,
    CaseNoticeOutcomeFiling,
    CaseRecomputingFiling,
)
from ipregistry.schemas.case_outcomes import CaseOutcomeFiling, CaseRecoveryFiling
from ipregistry.schemas.case_statistics import CaseStatisticsFiling
from ipregistry.schemas.cases import (
    CaseAmendmentFiling,
    CaseEventFiling,
    CaseExpiryFiling,
    CaseExtensionFiling,
    CaseJoiningFiling,
    CaseOrderFiling,
    CasePaperFiling,
    CaseRepresentationFiling,
    CaseRequestFiling,
    CaseStatusKeyFiling,
)
from ipregistry.schemas.closures import ClosureEntryFiling
from ipregistry.schemas.corrections import CorrectionFiling
from ipregistry.schemas.decided import CaseImportFiling
from ipregistry.schemas.decisions import AssentFiling, DecisionFiling, WithdrawalFiling
from ipregistry.schemas.erasures import ErasureFiling
from ipregistry.schemas.examination import (
    AllocationFiling,
    AppealFiling,
    AppealOutcomeFiling,
    DivisionFiling,
    ReconsiderationFiling,
    RecusalFiling,
    RequisitionExtensionFiling,
    RequisitionFiling,
    RequisitionReplyFiling,
    RequisitionSettlementFiling,
)
from ipregistry.schemas.faults import ShapeCode, fault, shape_violation, violations_of
from ipregistry.schemas.fees import PaymentFiling, RefundFiling
from ipregistry.schemas.holds import (
    LockFiling,
    RestrictionFiling,
    RestrictionLiftingFiling,
    RestrictionRenewalFiling,
    UnlockFiling,
)
from ipregistry.schemas.interests import (
    AmendmentFiling,
    ConsentFiling,
    EndFiling,
    LicenceFiling,
    SecurityFiling,
)
from ipregistry.schemas.journals import JournalPublicationFiling
from ipregistry.schemas.lifecycle import (
    InvalidationFiling,
    LifeFiling,
    ProceedingFiling,
    RenewalFiling,
)
from ipregistry.schemas.mandates import MandateFiling, MandateRevocationFiling
from ipregistry.schemas.neutrals import (
    NeutralAmendmentFiling,
    NeutralAppointmentFiling,
    NeutralChallengeDecisionFiling,
    NeutralChallengeFiling,
    NeutralDeclarationFiling,
    NeutralDisclosureFiling,
    NeutralEndFiling,
    NeutralProposalFiling,
    NeutralRegistrationFiling,
    NeutralWaiverFiling,
)
from ipregistry.schemas.packs import CalendarPublicationFiling, PackPublicationFiling
from ipregistry.schemas.particulars import ParticularsChangeFiling
from ipregistry.schemas.parties import PartyRegistrationFiling
from ipregistry.schemas.policies import PolicyPublicationFiling
from ipregistry.schemas.record_corrections import RecordCorrectionFiling
from ipregistry.schemas.recordals import RecordalNoticeFiling

FILING_SCHEMAS: Mapping[str, type[Schema]] = {
    "party-registration": PartyRegistrationFiling,
    "asset-registration": AssetRegistrationFiling,
    "recordal-notice": RecordalNoticeFiling,
    "assignment": AssignmentFiling,
    "transmission": TransmissionFiling,
    "ownership-order": OwnershipOrderFiling,
    "licence": LicenceFiling,
    "licence-amendment": AmendmentFiling,
    "licence-termination": EndFiling,
    "security": SecurityFiling,
    "security-amendment": AmendmentFiling,
    "security-release": EndFiling,
    "consent": ConsentFiling,
    "restriction": RestrictionFiling,
    "restriction-renewal": RestrictionRenewalFiling,
    "restriction-lifting": RestrictionLiftingFiling,
    "lock": LockFiling,
    "unlock": UnlockFiling,
    "ask-first": AskFirstFiling,
    "ask-first-lifting": AskFirstLiftingFiling,
    "payment": PaymentFiling,
    "refund": RefundFiling,
    "renewal": RenewalFiling,
    "annuity-default": LifeFiling,
    "lapse": LifeFiling,
    "restoration": LifeFiling,
    "surrender": LifeFiling,
    "invalidation": InvalidationFiling,
    "expiry": LifeFiling,
    "proceeding": ProceedingFiling,
    "journal-publication": JournalPublicationFiling,
    "particulars-change": ParticularsChangeFiling,
    "assent": AssentFiling,
    "decision": DecisionFiling,
    "withdrawal": WithdrawalFiling,
    "requisition": RequisitionFiling,
    "requisition-extension": RequisitionExtensionFiling,
    "requisition-reply": RequisitionReplyFiling,
    "requisition-settlement": RequisitionSettlementFiling,
    "allocation": AllocationFiling,
    "recusal": RecusalFiling,
    "division": DivisionFiling,
    "reconsideration": ReconsiderationFiling,
    "appeal": AppealFiling,
    "appeal-outcome": AppealOutcomeFiling,
    "correction": CorrectionFiling,
    "record-correction": RecordCorrectionFiling,
    "erasure": ErasureFiling,
    "mandate": MandateFiling,
    "mandate-revocation": MandateRevocationFiling,
    "policy-publication": PolicyPublicationFiling,
    "pack-publication": PackPublicationFiling,
    "calendar-publication": CalendarPublicationFiling,
    "closure-entry": ClosureEntryFiling,
    "case-notice": CaseNoticeFiling,
    "case-notice-outcome": CaseNoticeOutcomeFiling,
    "case-recomputing": CaseRecomputingFiling,
    "case-request": CaseRequestFiling,
    "case-event": CaseEventFiling,
    "case-extension": CaseExtensionFiling,
    "case-order": CaseOrderFiling,
    "case-amendment": CaseAmendmentFiling,
    "case-paper": CasePaperFiling,
    "case-representation": CaseRepresentationFiling,
    "case-joining": CaseJoiningFiling,
    "case-status-key": CaseStatusKeyFiling,
    "case-invoice": CaseInvoiceFiling,
    "case-payment": CasePaymentFiling,
    "case-refund": CaseRefundFiling,
    "case-set-off": CaseSetOffFiling,
    "case-expiry": CaseExpiryFiling,
    "case-disclosure": CaseDisclosureFiling,
    "case-consent": CaseConsentFiling,
    "case-statistics": CaseStatisticsFiling,
    "case-disclosure-opening": CaseDisclosureOpeningFiling,
    "case-outcome": CaseOutcomeFiling,
    "case-recovery": CaseRecoveryFiling,
    "case-import": CaseImportFiling,
    "neutral-registration": NeutralRegistrationFiling,
    "neutral-amendment": NeutralAmendmentFiling,
    "neutral-proposal": NeutralProposalFiling,
    "neutral-declaration": NeutralDeclarationFiling,
    "neutral-disclosure": NeutralDisclosureFiling,
    "neutral-waiver": NeutralWaiverFiling,
    "neutral-challenge": NeutralChallengeFiling,
    "neutral-challenge-decision": NeutralChallengeDecisionFiling,
    "neutral-appointment": NeutralAppointmentFiling,
    "neutral-end": NeutralEndFiling,
}

# Made once: making a schema costs far more than reading a body with it.
_READERS = {name: schema() for name, schema in FILING_SCHEMAS.items()}


def read_body(filing_type: str, value: object) -> tuple[dict[str, Any], list[Violation]]:
    """The body as plain JSON, or every fault of its shape at once with its JSON pointer.

    What comes back has the members that were sent, with the values that were sent; only
    text that is no name is NFC-normalised. Raises KeyError for a type that is not in the
    registry, and nothing else.
    """
    return read_with(_READERS[filing_type], value)


def read_with(reader: Schema, value: object) -> tuple[dict[str, Any], list[Violation]]:
    """As `read_body`, with any strict schema."""
    if not isinstance(value, dict):
        return {}, [shape_violation(fault(ShapeCode.BODY_NOT_OBJECT), "")]
    try:
        return dict(reader.load(value)), []
    except ValidationError as error:
        return {}, violations_of(error.messages)
