"""A whole file of cases: run on scratch nodes in capacity `office`, and compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from ipregistry.domain.facts import Node
from ipregistry.domain.filings.acts import CONSTITUTIVE
from ipregistry.domain.policies import Policy, Rule, read_policy, select
from ipregistry.domain.priority import Interest, PriorityRule, rank
from ipregistry.models.engines import open_engines
from ipregistry.services.keys import create_keys, load_keys
from ipregistry.services.node import RunningNode
from ipregistry.services.opening import migrate, publish_seed_policies, seed_policies
from ipregistry.services.policy_checks.cases import read_cases
from ipregistry.services.policy_checks.playing import OFFICES, PLAYERS, Case

SECTIONS = ("encumbrance", "priority")
START = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)


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
        return (
            f"{self.file} {self.section} {place}: expected {self.expected}, got {self.got} "
            f"({self.why})"
        )


@dataclass
class Report:
    """What a run came to. Differences of policy are no failures: each side may be right."""

    passed: int = 0
    failures: list[Failure] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    not_run: list[str] = field(default_factory=list)


def check_file(path: Path, sections: tuple[str, ...], report: Report) -> None:
    """Run the sections of a file that are known. Raises CaseFileError."""
    content = read_cases(path)
    report.differences += [f"{path.name}: {line}" for line in _differences(content)]
    others = content.keys() - {*SECTIONS, "schema", "policies"}
    report.not_run += [f"{path.name}: {name}" for name in sorted(others)]
    if "encumbrance" in sections:
        _encumbrances(path.name, content.get("encumbrance", []), report)
    if "priority" in sections:
        for case in content.get("priority", []):
            _priority(path.name, case, report)


@contextmanager
def scratch_node(office: str) -> Iterator[RunningNode]:
    """A node that is this office, on a database that is gone afterwards; its clock is given."""
    with TemporaryDirectory(prefix="ipregistry-check-") as folder:
        data = Path(folder)
        url = f"sqlite:///{data / 'scratch.sqlite'}"
        create_keys(data)
        migrate(url)
        ticks = count()
        node = RunningNode(
            identity=Node(office, office),
            engines=open_engines(url),
            keys=load_keys(data),
            zone=ZoneInfo("Asia/Hong_Kong"),
            clock=lambda: START + timedelta(seconds=next(ticks)),
        )
        try:
            publish_seed_policies(node)
            yield node
        finally:
            node.engines.dispose()


def _encumbrances(file: str, cases: list[Mapping[str, Any]], report: Report) -> None:
    for office in OFFICES:
        chosen = [case for case in cases if case["jurisdiction"] == office]
        if not chosen:
            continue
        with scratch_node(office) as node:
            for order, case in enumerate(chosen, start=1):
                _encumbrance(file, case, Case(node, office, _number(office, order)), report)


def _encumbrance(file: str, case: Mapping[str, Any], played: Case, report: Report) -> None:
    played.register(case.get("asset", {}))
    wrong = []
    for index, (op, expected) in enumerate(zip(case["ops"], case["expected"], strict=True)):
        got = PLAYERS[op["op"]](played, op)
        if code_of(expected) not in got.split(","):
            why = str(case.get("why", ""))
            wrong.append(Failure(file, "encumbrance", case["id"], index, expected, got, why))
    report.failures += wrong
    report.passed += not wrong


def code_of(expected: str) -> str:
    """A code of the files as the API writes it: ``ASSET_LOCKED`` is ``asset-locked``."""
    return expected.lower().replace("_", "-")


def _number(office: str, order: int) -> str:
    if office == "CN":
        stem = f"20201{order:07d}"
        weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
        rest = sum(int(d) * w for d, w in zip(stem, weights, strict=True)) % 11
        return f"{stem}.{'0123456789X'[rest]}"
    return f"HK300{order:05d}" if office == "HK" else f"N/{100000 + order}"


def _priority(file: str, case: Mapping[str, Any], report: Report) -> None:
    by_registration = case["rule"] == "registration_time"
    interests = [
        Interest(
            one["id"],
            one["t"],
            # Where registration decides, the time that is given is that of registration.
            applied=None if by_registration else one.get("applied"),
            registered=one.get("applied") if by_registration else None,
            knew=None if one.get("knows", []) is None else frozenset(one.get("knows", [])),
        )
        for one in case["interests"]
    ]
    law = str(case.get("why") or case["rule"])
    found = rank(interests, {"security": PriorityRule(code_of(case["rule"]), law, "V")})
    tiers = None if found.tiers is None else [sorted(tier) for tier in found.tiers]
    expected = case["expected"]
    wanted = expected.get("tiers")
    wanted = None if wanted is None else [sorted(tier) for tier in wanted]
    if (tiers, found.circular) == (wanted, bool(expected.get("circular", False))):
        report.passed += 1
        return
    got = f"tiers {tiers}, circular {found.circular}"
    why = str(case.get("why", ""))
    report.failures.append(
        Failure(file, "priority", case["id"], None, str(dict(expected)), got, why)
    )


_CONSENT = {True: "always", False: "never", "if_covenanted": "if-covenanted"}


def _differences(content: Mapping[str, Any]) -> Iterator[str]:
    """Where the file's own policies say another thing than the seed."""
    policies = [read_policy(text) for text in seed_policies()]
    stated = content.get("policies", {})
    for office, theirs in stated.items() if isinstance(stated, dict) else ():
        if office not in OFFICES or not isinstance(theirs, dict):
            yield f"{office}: no policy of ours to compare with"
            continue
        ours = select(policies, office, OFFICES[office], START.date())
        for member, mine, rule in _ours(ours):
            if member in theirs and _theirs(member, theirs[member]) != mine:
                yield (
                    f"{office}.{member}: the file says {theirs[member]!r}, ours {mine!r} "
                    f"({rule.citation}; confidence {rule.confidence})"
                )


def _theirs(member: str, value: Any) -> Any:
    if member.startswith("consent_to"):
        return _CONSENT.get(value, value)
    if member == "max_active_pledges":
        return value or 0
    return value.replace("_", "-") if isinstance(value, str) else value


def _ours(policy: Policy) -> Iterator[tuple[str, Any, Rule]]:
    assignment, licence = policy.acts["assignment"], policy.acts["licence"]
    security = policy.acts["security"]
    yield "pledge_constitutive", security.effect.value in CONSTITUTIVE, security.effect
    yield "max_active_pledges", security.most_active.value, security.most_active
    transfer, license_ = assignment.secured_party_consent, licence.secured_party_consent
    yield "consent_to_transfer", transfer.value, transfer
    yield "consent_to_license", license_.value, license_
    yield "transfer_constitutive", assignment.effect.value in CONSTITUTIVE, assignment.effect
    yield "priority", security.priority.value, security.priority


__all__ = ["SECTIONS", "Failure", "Report", "check_file"]
