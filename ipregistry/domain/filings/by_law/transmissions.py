"""Transmission: shares pass by law, by merger, succession, assent or another cause.

The transferor who is no more assents to nothing. Whoever it passes to does: nobody becomes a
holder without his word, unless an officer files it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ipregistry.domain.facts import Context
from ipregistry.domain.filings.acts import View
from ipregistry.domain.filings.by_law.command import Transmission, read_transmission
from ipregistry.domain.filings.by_law.passing import PassingAct
from ipregistry.domain.violations import Violation


class TransmissionAct(PassingAct[Transmission]):
    """The rules of a transmission. It never goes straight through: its papers are its proof."""

    name = "transmission"
    citation = (
        "CN: Patent Law Implementing Regulations art. 15 (other causes), Trademark Law "
        "Implementing Regulations art. 32; HK: Cap. 559 s.29(2)(d), Cap. 522 s.34(3)(d) "
        "(assent by personal representatives)"
    )
    giver_role = "predecessor"
    taker_role = "successor"
    taker_pointer = "/successorBag"
    category_pointer = "/cause"

    def read(self, body: Mapping[str, Any]) -> Transmission:
        return read_transmission(body)

    def sort(self, command: Transmission) -> str:
        return command.cause

    def judge_command(self, command: Transmission, context: Context) -> list[Violation]:
        violations = super().judge_command(command, context)
        if not command.deed.evidence:
            violations.append(Violation("instrument-missing", "/evidenceBag"))
        return violations

    def assents(self, command: Transmission, view: View) -> tuple[str, ...]:
        if "successor" not in view.rules.assents.value or view.by_officer:
            return ()
        return tuple(dict.fromkeys(share.party for share in command.takers))

    def reasons_to_examine(self, _command: Transmission, _view: View) -> list[str]:
        return ["transmission-by-law"]

    def details(self, command: Transmission) -> dict[str, Any]:
        # A cause may tell of somebody's death, and papers name it: neither is in the public part.
        papers = [paper.document() for paper in command.deed.evidence]
        return {"cause": command.cause, "paperBag": papers or None, "evidence": ()}


TRANSMISSION = TransmissionAct()
