"""Drafts: what is asked and answered about them. Of the body inside nothing is asked yet."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import fields

from ipregistry.domain.classes import DataClass
from ipregistry.domain.filings import FILING_TYPES
from ipregistry.domain.violations import Violation
from ipregistry.schemas.answering import AnswerSchema, Many, Members, Moment, Told, version
from ipregistry.schemas.base import (
    Choice,
    Count,
    RecordNumber,
    StrictSchema,
    Text,
    options_of,
    reject,
)
from ipregistry.schemas.faults import ShapeCode
from ipregistry.schemas.filings import read_with
from ipregistry.schemas.values import SENSITIVE

OWN = DataClass.NEVER_LEAVES
TYPES = tuple(FILING_TYPES)


class AsTyped(fields.Field[Mapping[str, Any]]):
    """An object of whatever members; the strict parser has seen to it that it is JSON."""

    def __init__(self, data_class: DataClass, description: str, **options: Any) -> None:
        described = {"type": "object", "additionalProperties": True, **options}
        super().__init__(**options_of(data_class, description, "object", described))

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise reject(ShapeCode.TYPE_WRONG, expected="object")
        return value


class DraftBody(StrictSchema):
    """A filing as far as it is written."""

    type = Choice(TYPES, OWN, "What it is to be filed as", required=True)
    body = AsTyped(OWN, "The body, as typed; its form is looked at later", required=True)
    noteText = Text(OWN, "The writer's own note", max_length=200)


class DraftAnswer(AnswerSchema):
    """A draft of the caller's own."""

    id = RecordNumber("draft", OWN, "The draft's number", required=True)
    type = Choice(TYPES, OWN, "What it is to be filed as", required=True)
    body = Members(OWN, "The body, as typed", required=True)
    noteText = Told(OWN, "The writer's own note", required=True, allow_none=True)
    version = version(OWN, "Its version, which the ETag names", required=True)
    createdAt = Moment(OWN, "When it was begun", required=True)
    updatedAt = Moment(OWN, "When it was last written", required=True)


class DraftList(AnswerSchema):
    """A page of the caller's drafts."""

    items = Many(DraftAnswer, OWN, "The drafts", required=True)
    after = Told(
        OWN, "The cursor of the next page; null on the last", required=True, allow_none=True
    )
    count = Count(SENSITIVE, "How many there are, if asked for", required=True, allow_none=True)


_DRAFT = DraftBody()


def read_draft_body(value: object) -> tuple[dict[str, Any], list[Violation]]:
    """Type, body and note of a draft, or every fault of its form. Never raises."""
    return read_with(_DRAFT, value)
