"""Problems (RFC 9457) and the violations in them."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.domain.violations import Severity
from ipregistry.schemas.answering import AnswerSchema, Many, Members, Told
from ipregistry.schemas.base import Choice, Count
from ipregistry.schemas.values import PUBLIC


class ViolationItem(AnswerSchema):
    """One thing that is wrong, at its place in the body."""

    code = Told(PUBLIC, "Its name, the same in every language", required=True)
    pointer = Told(PUBLIC, "Where in the body (RFC 6901); empty for the whole of it", required=True)
    message = Told(PUBLIC, "In the caller's language", required=True)
    params = Members(PUBLIC, "What filled the message, as strings", required=True)
    severity = Choice(Severity, PUBLIC, "How it ends the request", required=True)
    citation = Told(PUBLIC, "The source of the rule")


class Problem(AnswerSchema):
    """What went wrong (RFC 9457)."""

    type = Told(PUBLIC, "The kind of problem, as a URI", required=True, format="uri-reference")
    title = Told(PUBLIC, "The kind of problem, in words", required=True)
    status = Count(PUBLIC, "The HTTP status", least=400, most=599, required=True)
    detail = Told(PUBLIC, "What went wrong this time", required=True)
    instance = Told(PUBLIC, "The path that was asked", required=True, format="uri-reference")
    code = Told(PUBLIC, "The problem's name, the same in every language", required=True)
    message = Told(PUBLIC, "The same as `detail`", required=True)
    correlationId = Told(PUBLIC, "The number to ask the operator by", required=True)
    errorBag = Many(ViolationItem, PUBLIC, "Everything that is wrong, at once", required=True)
    refusalNotice = Told(PUBLIC, "Signed: what was asked (by digest), why not, when (JWS)")
