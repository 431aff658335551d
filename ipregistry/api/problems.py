"""Problems (RFC 9457): the one table from what went wrong to what the caller is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

import orjson
import structlog
from flask import Flask, Response, current_app, g, request
from werkzeug.exceptions import HTTPException

from ipregistry.api.strict_json import MAX_BYTES
from ipregistry.domain.violations import Severity, Violation
from ipregistry.services.errors import (
    BusyError,
    ClosedError,
    ConflictError,
    ErasedError,
    ForbiddenError,
    FullError,
    InFlightError,
    MismatchError,
    NotFoundError,
    PreconditionError,
    RefusedError,
    ServiceError,
    SlowDownError,
    TooLargeError,
    UnusableKeyError,
)

log = structlog.get_logger(__name__)

MEDIA_TYPE = "application/problem+json"
TYPE_BASE = "urn:ipregistry:problem:"

# Of what a caller wrote into an address no more is sent back to him.
_LONGEST = 500

STATUS_OF: Mapping[type[Exception], int] = {
    NotFoundError: 404,
    ErasedError: 410,
    ForbiddenError: 403,
    ConflictError: 409,
    InFlightError: 409,
    PreconditionError: 412,
    UnusableKeyError: 422,
    TooLargeError: 413,
    MismatchError: 422,
    SlowDownError: 429,
    ClosedError: 503,
    FullError: 503,
}

# What werkzeug refuses before a route is reached.
CODE_OF_STATUS = {
    400: "bad-request",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    413: "body-too-large",
    415: "media-type-unsupported",
}


class ShapeError(Exception):
    """The request is not of the form: every fault of it, and the status to answer with."""

    def __init__(self, violations: Iterable[Violation], status: int = 400) -> None:
        super().__init__("shape")
        self.violations = tuple(violations)
        self.status = status


def shape(code: str, place: str, **params: str | int) -> Violation:
    """One fault of form at a JSON pointer; for a query parameter, `/` and its name."""
    return Violation(code, place, params, severity=Severity.SHAPE)


class AuthenticationError(Exception):
    """The key that was presented opens nothing, or one is needed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def language() -> str:
    """The caller's language. Looked at only where something is said: most answers are bytes."""
    if "language" not in g:
        negotiate = current_app.extensions["negotiate"]
        g.language = negotiate(request.headers.get("Accept-Language"))
    return str(g.language)


def say(code: str, params: Mapping[str, Any]) -> str:
    """The message for a code in the caller's language."""
    return str(current_app.extensions["message"](code, params, language()))


def problem(
    status: int,
    code: str,
    *,
    params: Mapping[str, Any] | None = None,
    violations: Iterable[Violation] = (),
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    """A problem response. `code` and `message` are there for those who expect no RFC 9457."""
    message = say(code, params or {})
    body = {
        "type": TYPE_BASE + code,
        "title": message,
        "status": status,
        "detail": message,
        "instance": quote(request.path[:_LONGEST]),
        "code": code,
        "message": message,
        "correlationId": _correlation(),
        "errorBag": [violation_member(violation) for violation in violations],
        **more,
    }
    answer = Response(orjson.dumps(body), status, mimetype=MEDIA_TYPE)
    answer.headers["Content-Language"] = language()
    answer.headers["Cache-Control"] = "no-store"
    for name, value in (headers or {}).items():
        answer.headers[name] = value
    return answer


def _correlation() -> str:
    return str(g.get("correlation_id", ""))


def violation_member(violation: Violation) -> dict[str, Any]:
    """One violation as the caller reads it."""
    member: dict[str, Any] = {
        "code": violation.code,
        "pointer": violation.pointer,
        "message": say(violation.code, violation.params),
        "params": {name: str(value) for name, value in violation.params.items()},
        "severity": violation.severity.value,
    }
    if violation.citation is not None:
        member["citation"] = violation.citation
    return member


def status_of(violations: Iterable[Violation]) -> tuple[int, str]:
    """403 where the filer may not; 409 where only a race is at fault; else 422."""
    severities = {v.severity for v in violations} - {Severity.WARNING}
    if Severity.FORBIDDEN in severities:
        return 403, "filing-not-yours"
    if severities == {Severity.RACE}:
        return 409, "stale"
    return 422, "rules-forbid"


def _refused(error: RefusedError) -> Response:
    status, code = status_of(error.violations)
    return problem(status, code, violations=error.violations, refusalNotice=error.notice)


def _service_error(error: ServiceError) -> Response:
    status = next(status for kind, status in STATUS_OF.items() if isinstance(error, kind))
    headers = {"Retry-After": "1"} if isinstance(error, InFlightError) else None
    if isinstance(error, SlowDownError):
        headers = {"Retry-After": str(error.params["seconds"])}
    params = {name: str(value)[:_LONGEST] for name, value in error.params.items()}
    return problem(status, error.code, params=params, headers=headers)


def _shape(error: ShapeError) -> Response:
    # Of a body that was not looked into there is one thing to say.
    first = error.violations[0]
    code = "shape-errors" if error.status == 400 else first.code  # noqa: PLR2004
    return problem(error.status, code, params=first.params, violations=error.violations)


def _authentication(error: AuthenticationError) -> Response:
    challenge = {"WWW-Authenticate": 'Bearer realm="ipregistry"'}
    return problem(401, error.code, headers=challenge)


def _busy(_error: Exception) -> Response:
    return problem(503, "busy", headers={"Retry-After": "1"})


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    code = CODE_OF_STATUS.get(status, "bad-request" if status < 500 else "internal-error")  # noqa: PLR2004
    allowed = getattr(error, "valid_methods", None)
    headers = {"Allow": ", ".join(sorted(allowed))} if allowed else None
    params = {"max": MAX_BYTES, "correlation": _correlation()}
    return problem(status, code, params=params, headers=headers)


def _bug(error: Exception) -> Response:
    log.error("bug", correlation_id=_correlation(), path=request.path, exc_info=error)
    return problem(500, "internal-error", params={"correlation": _correlation()})


def register(app: Flask) -> None:
    """The one place for error handlers."""
    app.register_error_handler(RefusedError, _refused)
    app.register_error_handler(ServiceError, _service_error)
    app.register_error_handler(ShapeError, _shape)
    app.register_error_handler(AuthenticationError, _authentication)
    app.register_error_handler(BusyError, _busy)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _bug)
