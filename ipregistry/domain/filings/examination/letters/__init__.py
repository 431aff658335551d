"""The letter of a requisition, from templates in four languages; the officer chooses which.

What was sent is kept in the requisition's record as it was sent: a template that changes
later changes no letter.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "zh-Hant", "zh-Hans", "pt")
CATEGORIES = (
    "paper-missing",
    "paper-defective",
    "translation-missing",
    "particulars-unclear",
    "fee-unpaid",
)


def letter(
    language: str,
    category: str,
    *,
    requisition: str,
    filing: str,
    received: str,
    right: str | None,
    paper: str,
    due: date,
    extensions: int,
    extension_days: int,
    remark: str | None,
) -> str:
    """The text of the letter, paragraphs apart. `right` is its official number, None for all."""
    words = _words(language)
    named = words["paper"].get(paper, paper)
    filled: dict[str, Any] = {
        "requisition": requisition,
        "filing": filing,
        "received": received[:10],
        "right": right,
        "paper": named,
        "due": due.isoformat(),
        "times": extensions,
        "days": extension_days,
    }
    longer = "extension" if extensions else "no-extension"
    paragraphs = [
        words["subject"],
        words["opening"],
        words["whole" if right is None else "right"],
        words["category"][category],
        *(() if remark is None else ("{remark}",)),
        words["reply"],
        words[longer],
        words["consequence"],
    ]
    return "\n\n".join(text.format(**filled, remark=remark) for text in paragraphs)


@cache
def _words(language: str) -> Mapping[str, Any]:
    path = files("ipregistry.domain.filings.examination.letters") / f"{language}.toml"
    return tomllib.loads(path.read_text("utf-8"))
