"""Parties, transactions, mandates and policies: reading one, and lists."""

from __future__ import annotations

import orjson
from flask import Response

from ipregistry.api.query import Query
from ipregistry.api.requests import actor, known_actor, node, page_answer, ready, ready_for_reader
from ipregistry.api.spec import (
    LANGUAGE,
    PAGE_PARAMETERS,
    feature,
    query_parameter,
    reads,
    record_number,
)
from ipregistry.domain.identifiers import RULES, check_identifier
from ipregistry.schemas.answers import (
    ErasureAnswer,
    HoldAnswer,
    MandateAnswer,
    MandateList,
    PartyAnswer,
    PartyList,
    PolicyAnswer,
    PolicyList,
    TransactionAnswer,
    TransactionList,
)
from ipregistry.schemas.exchange import PartyPartsAnswer
from ipregistry.services.listing import (
    list_mandates,
    list_parties,
    list_policies,
    list_transactions,
)
from ipregistry.services.persons import parts_about
from ipregistry.services.records import read_record

parties = feature("Parties", "/api/v1/parties", "People and organisations on record.")
transactions = feature("Transactions", "/api/v1/transactions", "Recorded acts on rights.")
mandates = feature("Mandates", "/api/v1/mandates", "What agents may do for whom.")
holds = feature("Holds", "/api/v1/holds", "What restricts a right, for those entitled to know.")
erasures = feature(
    "Erasures", "/api/v1/erasures", "What was erased, on which ground, and what stays of it."
)
policies = feature(
    "Policies", "/api/v1/policies", "The law of each place, as this node applies it."
)
BLUEPRINTS = (parties, transactions, mandates, holds, erasures, policies)

# By the identity number of a person nobody is looked up from outside.
SEARCHABLE = tuple(rule.category for rule in RULES.values() if not rule.personal)


@parties.route("/<string:partyId>")
@reads(parties, "readParty", PartyAnswer, parameters=[LANGUAGE], tagged=True)
def read_party(partyId: str) -> Response:  # noqa: N803 - the path parameter's public name
    """Read a party

    Of an organisation what is public; of a natural person name and town.
    """
    found = read_record(node(), actor(), "party", partyId)
    return ready_for_reader(found.body, found.tag)


@parties.route("/<string:partyId>/parts")
@reads(parties, "listPartyParts", PartyPartsAnswer, parameters=[LANGUAGE], protected=True)
def read_party_parts(partyId: str) -> Response:  # noqa: N803
    """List what there is about a party

    Every part that says who it is, with its commitment, and whether it can be erased: for the
    party itself, the office and auditors.
    """
    return ready(orjson.dumps({"items": parts_about(node(), known_actor(), partyId)}))


@parties.route("")
@reads(
    parties,
    "listParties",
    PartyList,
    parameters=[
        *PAGE_PARAMETERS,
        query_parameter(
            "category",
            "The kind of identifier.",
            {"type": "string", "enum": list(SEARCHABLE)},
            required=True,
        ),
        query_parameter(
            "value", "The identifier.", {"type": "string", "maxLength": 64}, required=True
        ),
        LANGUAGE,
    ],
)
def read_parties() -> Response:
    """Find parties by identifier

    By LEI, USCC or business number.
    """
    query = Query("limit", "after", "count", "category", "value")
    page = query.page()
    category = query.choice("category", SEARCHABLE, required=True) or ""
    value = query.text("value", most=64, required=True) or ""
    query.done()
    normalised, _ = check_identifier(category, value)
    return page_answer(list_parties(node(), actor(), page, category=category, value=normalised))


@transactions.route("/<string:transactionId>")
@reads(transactions, "readTransaction", TransactionAnswer, parameters=[LANGUAGE], tagged=True)
def read_transaction(transactionId: str) -> Response:  # noqa: N803
    """Read a transaction

    Price and papers go to those concerned only.
    """
    found = read_record(node(), actor(), "transaction", transactionId)
    return ready_for_reader(found.body, found.tag)


@transactions.route("")
@reads(
    transactions,
    "listTransactions",
    TransactionList,
    parameters=[
        *PAGE_PARAMETERS,
        query_parameter(
            "asset", "The record number of a right.", record_number("asset"), required=True
        ),
        LANGUAGE,
    ],
)
def read_transactions() -> Response:
    """List the transactions on a right

    In the order of their numbers; the chain in the right's title gives their order in law.
    """
    query = Query("limit", "after", "count", "asset")
    page, asset = query.page(), query.record("asset", "asset", required=True) or ""
    query.done()
    # A right that one may not know of has no transactions either.
    read_record(node(), actor(), "asset", asset)
    return page_answer(list_transactions(node(), actor(), page, asset_id=asset))


@mandates.route("/<string:mandateId>")
@reads(mandates, "readMandate", MandateAnswer, parameters=[LANGUAGE], tagged=True)
def read_mandate(mandateId: str) -> Response:  # noqa: N803
    """Read a mandate

    For its principal, its agent and the office.
    """
    found = read_record(node(), actor(), "mandate", mandateId)
    return ready_for_reader(found.body, found.tag)


@mandates.route("")
@reads(
    mandates,
    "listMandates",
    MandateList,
    parameters=[*PAGE_PARAMETERS, LANGUAGE],
    protected=True,
)
def read_mandates() -> Response:
    """List mandates

    Those that the caller gave or received; an officer sees all.
    """
    query = Query("limit", "after", "count")
    page = query.page()
    query.done()
    return page_answer(list_mandates(node(), known_actor(), page))


@holds.route("/<string:holdId>")
@reads(holds, "readHold", HoldAnswer, parameters=[LANGUAGE], tagged=True)
def read_hold(holdId: str) -> Response:  # noqa: N803
    """Read a hold

    For those whom it concerns and the office; to everybody else there is none.
    """
    found = read_record(node(), actor(), "hold", holdId)
    return ready_for_reader(found.body, found.tag)


@erasures.route("/<string:erasureId>")
@reads(erasures, "readErasure", ErasureAnswer, parameters=[LANGUAGE], tagged=True)
def read_erasure(erasureId: str) -> Response:  # noqa: N803
    """Read an erasure

    Which part it took, and what stays of it: for whoever may read that part.
    """
    found = read_record(node(), actor(), "erasure", erasureId)
    return ready_for_reader(found.body, found.tag)


@policies.route("/<string:policyId>")
@reads(policies, "readPolicy", PolicyAnswer, parameters=[LANGUAGE], tagged=True)
def read_policy(policyId: str) -> Response:  # noqa: N803
    """Read a policy

    Its rules, each with its source and how sure that is.
    """
    found = read_record(node(), actor(), "policy", policyId)
    return ready_for_reader(found.body, found.tag)


@policies.route("")
@reads(policies, "listPolicies", PolicyList, parameters=[*PAGE_PARAMETERS, LANGUAGE])
def read_policies() -> Response:
    """List policies

    The newest version of each.
    """
    query = Query("limit", "after", "count")
    page = query.page()
    query.done()
    return page_answer(list_policies(node(), actor(), page))
