"""The body of an erasure."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError

from ipregistry.domain.classes import DataClass, Label
from ipregistry.domain.erasure import GROUNDS
from ipregistry.domain.ids import ALPHABET, BODY_LENGTH, PREFIXES, kind_of
from ipregistry.schemas.base import Choice, Count, Formed, ListOf, StrictSchema, Text, reject
from ipregistry.schemas.faults import ShapeCode
from ipregistry.schemas.values import PUBLIC

OWN = DataClass.NEVER_LEAVES
MAX_PARTS = 200


class AnyRecord(Formed):
    """The number of a record of any kind."""

    def __init__(self, data_class: DataClass, description: str, **options: Any) -> None:
        super().__init__(
            data_class,
            description,
            pattern=f"(?:{'|'.join(sorted(PREFIXES.values()))})-[{ALPHABET}]{{{BODY_LENGTH + 1}}}",
            max_length=20,
            code=ShapeCode.ID_MALFORMED,
            **options,
        )

    def fits(self, value: str) -> bool:
        return kind_of(value) is not None

    def malformed(self) -> ValidationError:
        return reject(self.code, kind="record")


class NamedPart(StrictSchema):
    """A part of one version of a record, or of all its versions."""

    record = AnyRecord(PUBLIC, "The record", required=True)
    part = Choice(Label, PUBLIC, "The part's audience", required=True)
    version = Count(PUBLIC, "The record's version; left out: every one", least=1)


class ErasureFiling(StrictSchema):
    """What a person may have erased: parts of records, never effects on title."""

    partBag = ListOf(
        NamedPart, PUBLIC, "The parts", max_items=MAX_PARTS, min_items=1, unique=True, required=True
    )
    groundCategory = Choice(GROUNDS, OWN, "Why", required=True)
    citation = Text(OWN, "The law that it rests on", max_length=400, required=True)
