"""The members of each stored schema, as readers are told them."""

from __future__ import annotations

from collections.abc import Mapping

from ipregistry.schemas.case_disclosures import CaseDisclosurePartBody
from ipregistry.schemas.case_fees import CaseChargePartBody
from ipregistry.schemas.case_notice_answers import CaseNoticePartBody
from ipregistry.schemas.case_records import CasePaperPartBody, CasePartBody
from ipregistry.schemas.case_statistics import CaseStatisticsPartBody
from ipregistry.schemas.neutral_answers import (
    ConflictCheckPartBody,
    NeutralPartBody,
    NominationPartBody,
)
from ipregistry.schemas.records import (
    AssetPartBody,
    CalendarPartBody,
    ClosurePartBody,
    ErasurePartBody,
    FilingPartBody,
    HoldPartBody,
    InvoicePartBody,
    MandatePartBody,
    PackPartBody,
    PartHead,
    PartyPartBody,
    PolicyPartBody,
    RequisitionPartBody,
    TransactionPartBody,
)

PART_BODIES: Mapping[str, type[PartHead]] = {
    "party/1": PartyPartBody,
    "asset/1": AssetPartBody,
    "transaction/1": TransactionPartBody,
    "filing/1": FilingPartBody,
    "erasure/1": ErasurePartBody,
    "hold/1": HoldPartBody,
    "invoice/1": InvoicePartBody,
    "mandate/1": MandatePartBody,
    "policy/1": PolicyPartBody,
    "pack/1": PackPartBody,
    "calendar/1": CalendarPartBody,
    "closure/1": ClosurePartBody,
    "requisition/1": RequisitionPartBody,
    "case/1": CasePartBody,
    "case-paper/1": CasePaperPartBody,
    "case-charge/1": CaseChargePartBody,
    "case-disclosure/1": CaseDisclosurePartBody,
    "case-notice/1": CaseNoticePartBody,
    "case-statistics/1": CaseStatisticsPartBody,
    "neutral/1": NeutralPartBody,
    "nomination/1": NominationPartBody,
    "conflict-check/1": ConflictCheckPartBody,
}
