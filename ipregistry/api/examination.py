"""The officer's desk: the queue, one filing under examination; requisitions, for both sides."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson
from flask import Response

from ipregistry.api.problems import violation_member
from ipregistry.api.query import Query
from ipregistry.api.requests import (
    known_actor,
    node,
    page_answer,
    ready_for_reader,
)
from ipregistry.api.spec import (
    LANGUAGE,
    PAGE_PARAMETERS,
    feature,
    query_parameter,
    reads,
    record_number,
)
from ipregistry.domain.filings.examination.desk import STATUSES
from ipregistry.schemas.desk import (
    ExaminationAnswer,
    QueueAnswer,
    RequisitionAnswer,
    RequisitionList,
)
from ipregistry.services.examination import (
    ME,
    NOBODY,
    PENDING_VALUES,
    Chosen,
    examine,
    queue,
)
from ipregistry.services.listing import list_requisitions
from ipregistry.services.records import read_record

desk = feature("Examination", "/api/v1/examination", "What an officer has before him.")
requisitions = feature(
    "Requisitions", "/api/v1/requisitions", "What officers asked of those who filed."
)
BLUEPRINTS = (desk, requisitions)


@desk.route("/queue")
@reads(
    desk,
    "readQueue",
    QueueAnswer,
    parameters=[
        *PAGE_PARAMETERS,
        query_parameter(
            "status",
            "Only filings that stand so.",
            {"type": "string", "enum": list(PENDING_VALUES)},
        ),
        query_parameter("act", "Only this act.", {"type": "string", "maxLength": 60}),
        query_parameter(
            "allocatedTo",
            "Only those that the caller has or stands in for, or that nobody has.",
            {"type": "string", "enum": [ME, NOBODY]},
        ),
        query_parameter(
            "overdue",
            "Only those where the time for a reply has run out.",
            {"type": "string", "enum": ["true", "false"], "default": "false"},
        ),
        LANGUAGE,
    ],
    protected=True,
)
def read_queue() -> Response:
    """Read the queue

    Filings that wait, in the order of their receipt, with age, allocation and requisitions.
    For officers.
    """
    query = Query("limit", "after", "count", "status", "act", "allocatedTo", "overdue")
    page = query.page()
    chosen = Chosen(
        query.choice("status", tuple(PENDING_VALUES)),
        query.text("act", most=60),
        query.choice("allocatedTo", (ME, NOBODY)),
        query.flag("overdue"),
    )
    query.done()
    return page_answer(queue(node(), known_actor(), page, chosen))


@desk.route("/filings/<string:filingId>")
@reads(desk, "examineFiling", ExaminationAnswer, parameters=[LANGUAGE], tagged=True, protected=True)
def examine_filing(filingId: str) -> Response:  # noqa: N803 - the path parameter's public name
    """Examine a filing

    All that its decision rests on: its rights at reception and now, what the rules said then
    and say now, who else waits, what was asked, who has it. For officers.
    """
    found = examine(node(), known_actor(), filingId)
    answer: dict[str, Any] = {
        **found.document,
        "obstacleBag": [violation_member(v) for v in found.obstacles],
        "thenBag": [violation_member(v) for v in found.difference.then],
        "nowBag": [violation_member(v) for v in found.difference.now],
        "newBag": [violation_member(v) for v in found.difference.new],
    }
    data = orjson.dumps(answer)
    shown = ready_for_reader(data, hashlib.sha256(data).hexdigest()[:16])
    shown.headers["Vary"] = "Authorization, Accept-Language"
    return shown


@requisitions.route("/<string:requisitionId>")
@reads(
    requisitions,
    "readRequisition",
    RequisitionAnswer,
    parameters=[LANGUAGE],
    tagged=True,
    protected=True,
)
def read_requisition(requisitionId: str) -> Response:  # noqa: N803
    """Read a requisition

    The letter with its clock; for whoever filed, and the office.
    """
    found = read_record(node(), known_actor(), "requisition", requisitionId)
    return ready_for_reader(found.body, found.tag)


@requisitions.route("")
@reads(
    requisitions,
    "listRequisitions",
    RequisitionList,
    parameters=[
        *PAGE_PARAMETERS,
        query_parameter("filing", "Only those about this filing.", record_number("filing")),
        query_parameter(
            "status", "Only those that stand so.", {"type": "string", "enum": list(STATUSES)}
        ),
        LANGUAGE,
    ],
    protected=True,
)
def read_requisitions() -> Response:
    """List requisitions

    Those addressed to the caller; an officer sees all.
    """
    query = Query("limit", "after", "count", "filing", "status")
    page, about = query.page(), query.record("filing", "filing")
    status = query.choice("status", STATUSES)
    query.done()
    found = list_requisitions(node(), known_actor(), page, filing_id=about, status=status)
    return page_answer(found)
