"""What every act on title says: on which rights, seen at which version, on which papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipregistry.domain.facts import AssetRef, Needs
from ipregistry.domain.filings.reading import Evidence, read_asset_ref, read_date, read_evidence

# The paper by which a court lets an award, a settlement or a tribunal's measure have its way.
COURT_ACT = "court-act"


@dataclass(frozen=True, slots=True)
class Subject:
    """One right of a deed, and the title version of it that the filer saw."""

    ref: AssetRef
    title_version: int
    pointer: str


@dataclass(frozen=True, slots=True)
class Deed:
    """The members that all acts on title share.

    `declarations` and `acknowledgements` are what the filer declares and says that it knows
    of; `consents` the filings by which others consented; `lock` the lock that it is made under.
    """

    subjects: tuple[Subject, ...]
    executed_on: date | None
    evidence: tuple[Evidence, ...] = ()
    declarations: frozenset[str] = frozenset()
    acknowledgements: frozenset[str] = frozenset()
    consents: tuple[str, ...] = ()
    lock: str | None = None
    consideration: Mapping[str, str] | None = None

    def needs(self, parties: tuple[str, ...] = ()) -> Needs:
        """The rights, the consents, and whoever else is named."""
        return Needs(
            assets=tuple(subject.ref for subject in self.subjects),
            parties=parties,
            filings=self.consents,
        )

    def carries(self, paper: str) -> bool:
        """Whether a paper of this sort is among the evidence."""
        return any(evidence.category == paper for evidence in self.evidence)


def read_deed(body: Mapping[str, Any]) -> Deed:
    """The shared members of a body of the right shape."""
    return Deed(
        tuple(
            Subject(read_asset_ref(asset), asset["titleVersion"], f"/assetBag/{index}")
            for index, asset in enumerate(body["assetBag"])
        ),
        read_date(body.get("executedDate")),
        read_evidence(body.get("evidenceBag", [])),
        frozenset(body.get("declarationBag", ())),
        frozenset(body.get("acknowledgementBag", ())),
        tuple(body.get("consentBag", ())),
        body.get("lock"),
        body.get("consideration"),
    )
