"""What an officer files of one issue of a journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipregistry.domain.facts import Needs
from ipregistry.domain.filings.reading import Evidence, read_date, read_evidence

NAME = "journal-publication"


@dataclass(frozen=True, slots=True)
class Item:
    """Something that the issue publishes: a filing, or the transaction that recorded it, on all
    of its rights or on these.
    """

    filing: str | None
    transaction: str | None
    rights: tuple[str, ...] | None
    page: str | None
    pointer: str


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue of a journal, of a day, with everything of this register that stands in it."""

    journal: str
    number: str
    on: date
    items: tuple[Item, ...]
    evidence: tuple[Evidence, ...]

    def document(self, page: str | None) -> dict[str, str]:
        """Where something was published, as a transaction says it."""
        values = {
            "journalName": self.journal,
            "issueNumber": self.number,
            "publicationDate": self.on.isoformat(),
            "pageText": page,
        }
        return {name: value for name, value in values.items() if value is not None}

    def source(self, page: str | None, transaction: str) -> dict[str, str]:
        """The same in the event that the chain shows, with the entry that was published."""
        values = {
            "journal": self.journal,
            "issue": self.number,
            "page": page,
            "transaction": transaction,
        }
        return {name: value for name, value in values.items() if value is not None}


def read(body: Mapping[str, Any]) -> Issue:
    """The command in a body of the right shape."""
    on = read_date(body["publicationDate"])
    assert on is not None  # noqa: S101 - required by the shape
    return Issue(
        body["journalName"],
        body["issueNumber"],
        on,
        tuple(
            Item(
                item.get("filing"),
                item.get("transaction"),
                tuple(item["assetBag"]) if "assetBag" in item else None,
                item.get("pageText"),
                f"/publishedBag/{index}",
            )
            for index, item in enumerate(body["publishedBag"])
        ),
        read_evidence(body.get("evidenceBag", [])),
    )


def needs(command: Issue) -> Needs:
    """What is published, with all that its own decision needs: the rules run again."""
    return Needs(
        filings=tuple(item.filing for item in command.items if item.filing is not None),
        transactions=tuple(
            item.transaction for item in command.items if item.transaction is not None
        ),
        follow=True,
    )
