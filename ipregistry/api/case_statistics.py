"""Statistics of cases: the tables that are published, and no other count."""

from __future__ import annotations

from flask import Response

from ipregistry.api.query import Query
from ipregistry.api.requests import actor, node, page_answer, ready_for_reader
from ipregistry.api.spec import LANGUAGE, PAGE_PARAMETERS, feature, reads
from ipregistry.schemas.case_statistics import CaseStatisticsAnswer, CaseStatisticsList
from ipregistry.services.listing import list_case_statistics
from ipregistry.services.records import read_record

blp = feature("Case statistics", "/api/v1/case-statistics", "Fixed tables, quarter by quarter.")
BLUEPRINTS = (blp,)


@blp.route("/<string:statisticsId>")
@reads(blp, "readCaseStatistics", CaseStatisticsAnswer, parameters=[LANGUAGE], tagged=True)
def read_statistics(statisticsId: str) -> Response:  # noqa: N803 - the path parameter's public name
    """Read a quarter's statistics of cases

    The cases that ended in it, by kind, outcome, place and duration; no number is small, and
    none follows from others. Published once, never counted anew.
    """
    found = read_record(node(), actor(), "case-statistics", statisticsId)
    return ready_for_reader(found.body, found.tag)


@blp.route("")
@reads(blp, "listCaseStatistics", CaseStatisticsList, parameters=[*PAGE_PARAMETERS, LANGUAGE])
def read_all_statistics() -> Response:
    """List the statistics of cases

    Every quarter that is published.
    """
    query = Query("limit", "after", "count")
    page = query.page()
    query.done()
    return page_answer(list_case_statistics(node(), actor(), page))
