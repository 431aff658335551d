"""The few ways in which a use case ends without a result; `api` makes problems of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ipregistry.domain.violations import Violation


class ServiceError(Exception):
    """`code` has a message in every catalogue; `params` fill it."""

    def __init__(self, code: str, params: Mapping[str, str | int] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params = params or {}


class NotFoundError(ServiceError):
    """There is no such thing, or none that the actor may know of."""


class ErasedError(ServiceError):
    """There was such a thing; an erasure took it, and says so."""


class ForbiddenError(ServiceError):
    """The actor's roles do not allow this at all."""


class ConflictError(ServiceError):
    """The request meets the state that another one left."""


class PreconditionError(ServiceError):
    """What the caller saw is not what stands."""


class InFlightError(ServiceError):
    """The first request with this key is still being worked on."""


class UnusableKeyError(ServiceError):
    """The idempotency key was used for another request."""


class ClosedError(ServiceError):
    """The register takes no filings for now: it is known to have lost some that it took."""


class SlowDownError(ServiceError):
    """It was asked too often with what is wrong; `seconds` says how long to wait."""


class TooLargeError(ServiceError):
    """What was sent is larger than the node takes."""


class FullError(ServiceError):
    """There is no room for what was sent; nothing of it was kept."""


class MismatchError(ServiceError):
    """What was sent is not what it was said to be."""


class RefusedError(Exception):
    """The rules say no: every violation, and the signed notice of the refusal."""

    def __init__(self, violations: Sequence[Violation], notice: str) -> None:
        super().__init__(", ".join(v.code for v in violations))
        self.violations = tuple(violations)
        self.notice = notice


class BusyError(Exception):
    """The database did not let us write in time; nothing was done."""
