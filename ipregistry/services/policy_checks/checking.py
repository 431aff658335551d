"""A whole file of cases: run on scratch nodes in capacity `office`, and compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ipregistry.domain.policies import Policy, read_policy
from ipregistry.domain.priority import Interest, PriorityRule, rank
from ipregistry.services.node import RunningNode
from ipregistry.services.opening import seed_policies
from ipregistry.services.policy_checks.cases import (
    CaseFile,
    EncumbranceCase,
    PriorityCase,
    read_cases,
)
from ipregistry.services.policy_checks.circumstances import KINDS, SetUpError, register_right
from ipregistry.services.policy_checks.comparing import differences
from ipregistry.services.policy_checks.people import People
from ipregistry.services.policy_checks.playing import PLAYERS
from ipregistry.services.policy_checks.scratch import ScratchClock, scratch_node

SECTIONS = ("encumbrance", "priority")


@dataclass(frozen=True, slots=True)
class Failure:
    """A case whose answer is another than expected; `op` is the place in the case."""

    file: str
    section: str
    case: str
    op: int | None
    expected: str
    got: str
    why: str

    def line(self) -> str:
        """One line for people."""
        place = self.case if self.op is None else f"{self.case} op {self.op}"
        why = f" ({self.why})" if self.why else ""
        return f"{self.file} {self.section} {place}: expected {self.expected}, got {self.got}{why}"


@dataclass
class Report:
    """What a run came to. Differences of policy are no failures: each side may be right."""

    passed: int = 0
    failures: list[Failure] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    not_run: list[str] = field(default_factory=list)

    @property
    def failed(self) -> int:
        """How many cases failed, whatever number of their operations did."""
        return len({(f.file, f.section, f.case) for f in self.failures})


def check_file(
    path: Path,
    sections: Sequence[str],
    report: Report,
    *,
    policies: Sequence[str] = (),
    database_url: str | None = None,
) -> None:
    """Run the sections of a file. Raises CaseFileError.

    `policies` are texts that stand in for the seed policies of the same name: what an office
    would make of the cases, before it publishes them. Raises PolicyError for a wrong one.
    """
    texts = _instead(policies)
    file = read_cases(path)
    report.differences += [
        f"{file.name}: {line}" for line in differences(file, list(texts.values()))
    ]
    chosen = [name for name in SECTIONS if name not in sections and getattr(file, name)]
    report.not_run += [f"{file.name}: {name}" for name in sorted((*file.others, *chosen))]
    if "encumbrance" in sections:
        for office in KINDS:
            cases = [case for case in file.encumbrance if case.jurisdiction == office]
            if cases:
                with scratch_node(office, list(texts), database_url) as node:
                    _encumbrances(node, file, cases, report)
    if "priority" in sections:
        for case in file.priority:
            _count(report, _priority(file, case))


def _instead(policies: Sequence[str]) -> dict[str, Policy]:
    """The seed policies by their texts, each replaced by the given one of its name."""
    given = {read_policy(text).name: text for text in policies}
    seeds = {read_policy(text).name: text for text in seed_policies()}
    return {text: read_policy(text) for text in {**seeds, **given}.values()}


def _encumbrances(
    node: RunningNode, file: CaseFile, cases: Iterable[EncumbranceCase], report: Report
) -> None:
    for order, case in enumerate(cases, start=1):
        _count(report, _encumbrance(node, file, case, order))


def _count(report: Report, failures: list[Failure]) -> None:
    report.failures += failures
    report.passed += not failures


def _encumbrance(
    node: RunningNode, file: CaseFile, case: EncumbranceCase, order: int
) -> list[Failure]:
    clock = node.clock
    assert isinstance(clock, ScratchClock)  # noqa: S101 - scratch nodes have no other
    people = People(node, clock, f"case-{order}")
    try:
        register_right(people, case.jurisdiction, case.asset, order)
    except SetUpError as error:
        got = f"the right could not be set up: {error}"
        return [Failure(file.name, "encumbrance", case.id, None, "a right", got, case.why)]
    wrong = []
    for index, operation in enumerate(case.operations):
        answer = PLAYERS[operation.name](people, operation)
        if not answer.meets(operation.expected):
            told = (operation.expected, answer.told(), case.why)
            wrong.append(Failure(file.name, "encumbrance", case.id, index, *told))
    return wrong


def _priority(file: CaseFile, case: PriorityCase) -> list[Failure]:
    by_registration = case.rule == "registration-time"
    interests = [
        Interest(
            one["id"],
            one["t"],
            # Where registration decides, the time that is given is that of registration.
            applied=None if by_registration else one.get("applied"),
            registered=one.get("applied") if by_registration else None,
            knew=frozenset(one.get("knows") or ()),
        )
        for one in case.interests
    ]
    found = rank(interests, {"security": PriorityRule(case.rule, case.why or case.rule, "V")})
    tiers = None if found.tiers is None else [sorted(tier) for tier in found.tiers]
    if (tiers, found.circular) == (case.tiers, case.circular):
        return []
    expected = f"tiers {case.tiers}, circular {case.circular}"
    got = f"tiers {tiers}, circular {found.circular}"
    return [Failure(file.name, "priority", case.id, None, expected, got, case.why)]


__all__ = ["SECTIONS", "Failure", "Report", "check_file"]
