"""What a filing costs under the policies of its rights, and the invoice that comes with it.

One function for every filing type, after the decision: no act can forget its fee.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ipregistry.domain.facts import AssetFacts, Capacity, Context, FilingFacts
from ipregistry.domain.fees import FeeFacts, FeeWhen, Line, Per, Quote, RightFacts, Standing, quote
from ipregistry.domain.filings.subjects import policy_for
from ipregistry.domain.invoices import invoice_document
from ipregistry.domain.money import Money, read_money
from ipregistry.domain.outcomes import Outcome, RecordDraft
from ipregistry.domain.policies import Policy
from ipregistry.domain.violations import Violation

OFFICE_ERROR = "office-error"


@dataclass(frozen=True, slots=True)
class ChargedRight:
    """A right as fees see it. `classes` is None where nobody counted them."""

    office: str
    kind: str
    classes: int | None


def charged_right(asset: AssetFacts) -> ChargedRight:
    """A right that is on record. Its classes are known where its document was loaded."""
    return ChargedRight(asset.office, asset.kind, _classes(asset.document))


def quote_of(outcome: Outcome, context: Context, act: str) -> Quote:
    """What the filing that was just decided costs, at every office that it is paid to."""
    return quote_for(_rights(outcome, context), context, act)


def quote_for(rights: Sequence[ChargedRight], context: Context, act: str) -> Quote:
    """What an act on these rights costs, under the policy of each."""
    groups = _by_policy(rights, context)
    if not rights:
        # A filing on no right is charged under this office's own policies, taken together.
        own = [fee for policy in _own_policies(context) for fee in policy.fees]
        return quote(own, FeeFacts(), act=act, policy=context.node.office or context.node.code)
    found = Quote()
    for policy, members in groups:
        facts = FeeFacts(
            tuple(RightFacts(right.kind, right.classes) for right in members),
            _years(context.body),
            # The price of a whole deed is nobody's price of the rights under one policy.
            _consideration(context.body) if len(groups) == 1 else None,
            # A correction of the office's own error carries no fee.
            OFFICE_ERROR if context.body.get("errorCategory") == "office" else None,
        )
        found = found.plus(quote(policy.fees, facts, act=act, policy=policy.name))
    return found


def billed(outcome: Outcome, context: Context, act: str) -> Outcome:
    """The outcome with the invoices for what this office is to be paid: one a currency."""
    if not _has_fees(context):
        return outcome
    here = _payable_here(quote_of(outcome, context, act), context)
    drafts = tuple(_invoice(context, here, total) for total in here.totals if total.amount)
    return replace(outcome, records=(*outcome.records, *drafts)) if drafts else outcome


def due_before(rights: Sequence[ChargedRight], context: Context, act: str) -> tuple[Line, ...]:
    """What this office asks for before such a filing takes effect, so that it cannot go
    straight through.
    """
    here = _payable_here(quote_for(rights, context, act), context)
    return tuple(line for line in _due(here) if line.rule.when is FeeWhen.BEFORE)


def fee_unpaid(context: Context, filing: FilingFacts) -> list[Violation]:
    """What must still be paid before a filing may be accepted (`feeWhen = before`).

    A piece of a divided filing waits for what the whole was charged.
    """
    return [
        Violation(
            "fee-unpaid",
            "/filing",
            {
                "invoice": invoice.id,
                "amount": invoice.missing_before.text,
                "currency": invoice.total.currency,
            },
        )
        for invoice in context.invoices.values()
        if invoice.filing in {filing.id, *filing.origins} and invoice.missing_before.amount
    ]


def counts_classes(policies: Iterable[Policy]) -> bool:
    """Whether any fee is by class: only then the documents of the rights must be loaded."""
    return any(fee.per is Per.CLASS for policy in policies for fee in policy.fees)


def _payable_here(found: Quote, context: Context) -> Quote:
    return found.payable_to(context.node.office, context.node.code)


def _due(found: Quote) -> list[Line]:
    return [line for line in found.lines if line.standing is Standing.DUE]


def _invoice(context: Context, here: Quote, total: Money) -> RecordDraft:
    document = invoice_document(
        filing=context.filing_id,
        filer=context.actor.account or "node",
        party=context.actor.party,
        lines=[line.document() for line in _due(here) if line.rule.currency == total.currency],
        total=total,
    )
    number = context.new_id("invoice")
    return RecordDraft(
        "invoice", number, "invoice/1", 1, document, Capacity.OFFICE, published=False
    )


def _rights(outcome: Outcome, context: Context) -> list[ChargedRight]:
    """The rights of the filing, those that it brings to the register included."""
    known = {asset.id: charged_right(asset) for asset in context.assets.values()}
    known |= {
        draft.id: ChargedRight(
            draft.document["officeCode"], draft.document["rightKind"], _classes(draft.document)
        )
        for draft in outcome.records
        if draft.kind == "asset" and draft.version == 1
    }
    subjects = [
        subject["asset"]
        for draft in outcome.records
        if draft.id == context.filing_id
        for subject in draft.document["subjectBag"]
    ]
    return [known[asset] for asset in subjects if asset in known]


def _by_policy(
    rights: Sequence[ChargedRight], context: Context
) -> list[tuple[Policy, list[ChargedRight]]]:
    """The rights under the policy of each."""
    groups: dict[str, tuple[Policy, list[ChargedRight]]] = {}
    for right in rights:
        policy = policy_for(context, right.office, right.kind)
        groups.setdefault(policy.name, (policy, []))[1].append(right)
    if not rights:
        groups = {policy.name: (policy, []) for policy in _own_policies(context)}
    return [groups[name] for name in sorted(groups)]


def _has_fees(context: Context) -> bool:
    """Whether any policy sets fees at all: most filings cost nothing to quote."""
    return any(policy.fees for policy in context.policies)


def _own_policies(context: Context) -> Iterable[Policy]:
    """The newest version in force of each policy of this office."""
    newest: dict[str, Policy] = {}
    for policy in context.policies:
        in_force = policy.in_force_from <= context.today
        if policy.office == context.node.office and in_force:
            kept = newest.get(policy.name, policy)
            later = (policy.in_force_from, policy.version) >= (kept.in_force_from, kept.version)
            newest[policy.name] = policy if later else kept
    return newest.values()


def _classes(document: Mapping[str, Any]) -> int | None:
    return len(document["classBag"]) if document.get("classBag") else None


def _consideration(body: Mapping[str, Any]) -> Money | None:
    stated = body.get("consideration")
    return None if stated is None else read_money(stated)


def _years(body: Mapping[str, Any]) -> tuple[int, ...] | None:
    """The years of the right that a filing is about, where it says so."""
    stated = body.get("yearBag")
    return None if stated is None else tuple(stated)
