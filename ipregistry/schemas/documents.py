"""Papers of cases, as they are uploaded before they are filed."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.domain.classes import DataClass
from ipregistry.domain.documents import MEDIA_TYPES
from ipregistry.schemas.answering import AnswerSchema, Moment, Told
from ipregistry.schemas.base import Choice, Count

OWN = DataClass.NEVER_LEAVES


class UploadAnswer(AnswerSchema):
    """An upload of the caller's own that waits to be filed."""

    digest = Told(OWN, "By which a filing names it (`sha256:…`)", required=True)
    byteQuantity = Count(OWN, "Its size in bytes", least=1, required=True)
    mediaType = Choice(tuple(MEDIA_TYPES), OWN, "Its media type", required=True)
    keptUntil = Moment(OWN, "When it is thrown away unless a filing names it", required=True)
