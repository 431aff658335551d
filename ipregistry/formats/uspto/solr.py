"""The assignment search's XML: a Solr document as the object that its JSON form would be.

Solr writes what belongs together as arrays side by side: the third name belongs to the third
date. Where such arrays differ in length nobody can say what belongs to what: then only the
first is used, and the others are kept as they came.
"""

from __future__ import annotations

from typing import Any

from ipregistry.formats.untrusted import UnreadableError

TAG = "doc"
_QUOTED = 40

_ASSIGNORS = ("patAssignorName", "patAssignorExDate", "patAssignorDateAck")
_ASSIGNEES = (
    "patAssigneeName",
    "patAssigneeAddress1",
    "patAssigneeAddress2",
    "patAssigneeCity",
    "patAssigneeState",
    "patAssigneePostcode",
    "patAssigneeCountryName",
)
_PROPERTIES = (
    "applNum",
    "inventionTitle",
    "inventionTitleLang",
    "filingDate",
    "intlPublDate",
    "intlRegNum",
    "inventors",
    "issueDate",
    "patNum",
    "pctNum",
    "publDate",
    "publNum",
)


def document_as_object(element: Any) -> dict[str, Any]:
    """The members of one ``<doc>``, with its parties and properties put together."""
    members: dict[str, Any] = {}
    for child in element:
        if not isinstance(child.tag, str):
            continue
        name = child.get("name")
        if name is None or name in members:
            raise UnreadableError("field-not-named", field=(name or child.tag)[:_QUOTED])
        members[name] = _value(child)
    for name, columns in (
        ("assignors", _ASSIGNORS),
        ("assignees", _ASSIGNEES),
        ("properties", _PROPERTIES),
    ):
        members[name] = _rows(members, columns)
    return members


def _value(element: Any) -> Any:
    if element.tag == "arr":
        return [_text(item) for item in element]
    return _text(element)


def _text(element: Any) -> str:
    return "".join(element.itertext()).strip()


def _rows(members: dict[str, Any], columns: tuple[str, ...]) -> list[dict[str, Any]]:
    first = _column(members.get(columns[0]))
    rows: list[dict[str, Any]] = [{columns[0]: value} for value in first]
    for name in columns:
        values = _column(members.get(name))
        if len(values) != len(rows):
            continue
        members.pop(name, None)
        for row, value in zip(rows, values, strict=True):
            row[name] = value
    return rows


def _column(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
