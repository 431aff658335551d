"""How answers are described. No schema dumps them: what is sent are stored bytes."""

from __future__ import annotations

from typing import Any

from marshmallow import EXCLUDE, Schema, fields

from ipregistry.domain.classes import DataClass
from ipregistry.schemas.base import Count, options_of


class AnswerSchema(Schema):
    """An object of an answer. Readers ignore members that they do not know."""

    class Meta:
        unknown = EXCLUDE

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """The first paragraph of a schema's documentation is its description in the contract.

        Of answers only: beside a description apispec leaves out that further members are
        refused, which is what counts in a request.
        """
        super().__init_subclass__(**kwargs)
        described = " ".join((cls.__doc__ or "").split("\n\n")[0].split())
        setattr(cls, "Meta", type("Meta", (cls.Meta,), {"description": described}))  # noqa: B010


class Told(fields.String):
    """Text."""

    def __init__(self, data_class: DataClass, description: str, **options: Any) -> None:
        super().__init__(**options_of(data_class, description, "string", options))


class Moment(Told):
    """An instant in UTC."""

    def __init__(self, data_class: DataClass, description: str, **options: Any) -> None:
        super().__init__(data_class, description, **{"format": "date-time", **options})


class Many(fields.List):
    """A list."""

    def __init__(
        self,
        inner: type[Schema] | fields.Field[Any],
        data_class: DataClass,
        description: str,
        **options: Any,
    ) -> None:
        item = inner if isinstance(inner, fields.Field) else fields.Nested(inner)
        super().__init__(item, **options_of(data_class, description, "array", options))


class Members(fields.Dict):
    """An object whose members differ from case to case."""

    def __init__(self, data_class: DataClass, description: str, **options: Any) -> None:
        super().__init__(**options_of(data_class, description, "object", options))


def version(data_class: DataClass, description: str, **options: Any) -> Count:
    """A version number; the first is 1."""
    return Count(data_class, description, least=1, **options)
