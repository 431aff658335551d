"""Drafts: what the caller has begun to write; checking it, filing it."""

from __future__ import annotations

import re
from typing import Any

import orjson
from flask import Response, request

from ipregistry.api.filings import KEY, checked, created
from ipregistry.api.problems import ShapeError, shape
from ipregistry.api.query import Query, write_cursor
from ipregistry.api.requests import body, idempotency_key, known_actor, node, ready
from ipregistry.api.spec import LANGUAGE, PAGE_PARAMETERS, feature, keeps, reads
from ipregistry.domain.violations import Violation
from ipregistry.schemas.answers import CheckAnswer, FilingAccepted
from ipregistry.schemas.drafts import DraftAnswer, DraftBody, DraftList, read_draft_body
from ipregistry.schemas.filings import read_body
from ipregistry.services.drafts import (
    Draft,
    Typed,
    change_draft,
    create_draft,
    delete_draft,
    file_draft,
    filed_before,
    list_drafts,
    read_draft,
)
from ipregistry.services.filings import check

blp = feature("Drafts", "/api/v1/drafts", "What the caller has begun to write; nobody else's.")

_TAG = re.compile(r'"([0-9]{1,9})"')


def _typed() -> tuple[Typed, list[Violation]]:
    value, faults = body()
    read, more = ({}, faults) if faults else read_draft_body(value)
    if more:
        return Typed("", {}), more
    return Typed(read["type"], read["body"], read.get("noteText")), []


def _seen() -> tuple[int, list[Violation]]:
    """The version that the caller saw. Raises ShapeError where he does not say."""
    given = request.headers.get("If-Match")
    if given is None:
        raise ShapeError([shape("precondition-required", "")], 428)
    found = _TAG.fullmatch(given.strip())
    return (int(found[1]), []) if found else (0, [shape("if-match-malformed", "")])


def _shown(draft: Draft, *, status: int = 200) -> Response:
    answer = ready(orjson.dumps(_member(draft)), status=status, tag=str(draft.version))
    if status == 201:  # noqa: PLR2004
        answer.headers["Location"] = f"/api/v1/drafts/{draft.id}"
    return answer


def _member(draft: Draft) -> dict[str, Any]:
    return {
        "id": draft.id,
        "type": draft.typed.type,
        "body": draft.typed.body,
        "noteText": draft.typed.note,
        "version": draft.version,
        "createdAt": draft.created_at,
        "updatedAt": draft.updated_at,
    }


@blp.route("", methods=["POST"])
@keeps(blp, "createDraft", body=DraftBody, answer=DraftAnswer, status=201, parameters=[LANGUAGE])
def add() -> Response:
    """Begin a draft

    The body is kept as typed; its form is looked at when the draft is checked or filed.
    """
    writer = known_actor()
    typed, faults = _typed()
    if faults:
        raise ShapeError(faults)
    return _shown(create_draft(node(), writer, typed), status=201)


@blp.route("")
@reads(blp, "listDrafts", DraftList, parameters=[*PAGE_PARAMETERS, LANGUAGE], protected=True)
def show_all() -> Response:
    """List drafts

    The caller's own that are not filed.
    """
    query = Query("limit", "after", "count")
    page = query.page()
    query.done()
    found = list_drafts(node(), known_actor(), page)
    following = None if found.after is None else write_cursor(found.after)
    items = [_member(draft) for draft in found.items]
    return ready(orjson.dumps({"items": items, "after": following, "count": found.count}))


@blp.route("/<string:draftId>")
@reads(blp, "readDraft", DraftAnswer, parameters=[LANGUAGE], tagged=True, protected=True)
def show(draftId: str) -> Response:  # noqa: N803 - the path parameter's public name
    """Read a draft

    One of the caller's own.
    """
    return _shown(read_draft(node(), known_actor(), draftId))


@blp.route("/<string:draftId>", methods=["PUT"])
@keeps(
    blp,
    "changeDraft",
    body=DraftBody,
    answer=DraftAnswer,
    parameters=[LANGUAGE],
    conditional=True,
)
def change(draftId: str) -> Response:  # noqa: N803
    """Write a draft anew

    The whole of it, in the place of the version that `If-Match` names.
    """
    writer = known_actor()
    seen, faults = _seen()
    typed, more = _typed()
    if faults or more:
        raise ShapeError([*faults, *more])
    return _shown(change_draft(node(), writer, draftId, seen, typed))


@blp.route("/<string:draftId>", methods=["DELETE"])
@keeps(blp, "deleteDraft", status=204, parameters=[LANGUAGE], conditional=True)
def remove(draftId: str) -> Response:  # noqa: N803
    """Throw a draft away

    The version that `If-Match` names.
    """
    writer = known_actor()
    seen, faults = _seen()
    if faults:
        raise ShapeError(faults)
    delete_draft(node(), writer, draftId, seen)
    return Response(status=204)


@blp.route("/<string:draftId>/check", methods=["POST"])
@keeps(blp, "checkDraft", answer=CheckAnswer, parameters=[LANGUAGE])
def try_out(draftId: str) -> Response:  # noqa: N803
    """Check a draft

    What its filing would come to now; faults of its form, or of the rules. Nothing is stored.
    """
    writer = known_actor()
    found = read_draft(node(), writer, draftId)
    return checked(check(node(), writer, found.typed.type, _formed(found)))


@blp.route("/<string:draftId>/file", methods=["POST"])
@keeps(blp, "fileDraft", answer=FilingAccepted, status=201, parameters=[KEY, LANGUAGE])
def file(draftId: str) -> Response:  # noqa: N803
    """File a draft

    The ordinary way in; with the filing the draft is gone.
    """
    writer = known_actor()
    key, faults = idempotency_key()
    if faults:
        raise ShapeError(faults)
    earlier = filed_before(node(), writer, draftId, key)
    if earlier is not None:
        return created(writer, earlier)
    found = read_draft(node(), writer, draftId)
    return created(writer, file_draft(node(), writer, found, _formed(found), key))


def _formed(found: Draft) -> dict[str, Any]:
    """The body of a draft in the form that its type asks for. Raises ShapeError."""
    value, faults = read_body(found.typed.type, dict(found.typed.body))
    if faults:
        raise ShapeError(faults)
    return value
