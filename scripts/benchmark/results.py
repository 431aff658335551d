"""What the measured rounds come to: medians, ratios to the limit, and the goals beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True)
class Goal:
    """Ratios to the limit: the one that must be reached, and the one that is aimed at."""

    must: float
    aim: float


# (test, engine) -> goal. T1 has none: it is reported.
GOALS = {
    ("R1", "postgresql"): Goal(0.35, 0.60),
    ("R1", "sqlite"): Goal(0.30, 0.42),
    ("W1", "postgresql"): Goal(0.20, 0.45),
    ("W1", "sqlite"): Goal(0.35, 0.60),
}


@dataclass(frozen=True, slots=True)
class Round:
    """One server under load for a few seconds.

    `cpu_app` and `cpu_database` are seconds of CPU of the server's process tree and of
    PostgreSQL (0 on SQLite, which is part of the server).
    """

    answers: int
    seconds: float
    p50_ms: float
    p99_ms: float
    cpu_app: float
    cpu_database: float
    faults: tuple[str, ...] = ()

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds if self.seconds else 0.0

    @property
    def cpu_ms(self) -> float:
        """CPU milliseconds an answer, server and database."""
        spent = self.cpu_app + self.cpu_database
        return 1000 * spent / self.answers if self.answers else float("inf")


@dataclass(frozen=True, slots=True)
class Side:
    """Medians over the rounds of one side."""

    rate: float
    p50_ms: float
    p99_ms: float
    cpu_app_ms: float
    cpu_database_ms: float
    cpu_ms: float


@dataclass(slots=True)
class Comparison:
    """One test on one engine: the product's rounds and the limit's, taken in turns."""

    test: str
    engine: str
    product: list[Round] = field(default_factory=list)
    limit: list[Round] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def rate_ratio(self) -> float:
        """Answers a second, product to limit."""
        return medians(self.product).rate / medians(self.limit).rate

    @property
    def cpu_ratio(self) -> float:
        """CPU an answer, limit to product: above 1 the product would be the cheaper one."""
        return medians(self.limit).cpu_ms / medians(self.product).cpu_ms

    @property
    def ran(self) -> bool:
        """Whether both sides answered in every round."""
        rounds = [*self.product, *self.limit]
        return bool(self.product and self.limit) and all(r.answers for r in rounds)

    @property
    def all_faults(self) -> list[str]:
        """Faults of the checks and of the rounds."""
        sides = (("product", self.product), ("limit", self.limit))
        of_rounds = [f"{name}: {fault}" for name, rs in sides for r in rs for fault in r.faults]
        return self.faults + of_rounds


def medians(rounds: Sequence[Round]) -> Side:
    """Each figure's median by itself."""
    answered = [r for r in rounds if r.answers]
    if not answered:
        raise ValueError("no round was answered")
    return Side(
        rate=median(r.rate for r in answered),
        p50_ms=median(r.p50_ms for r in answered),
        p99_ms=median(r.p99_ms for r in answered),
        cpu_app_ms=median(1000 * r.cpu_app / r.answers for r in answered),
        cpu_database_ms=median(1000 * r.cpu_database / r.answers for r in answered),
        cpu_ms=median(r.cpu_ms for r in answered),
    )


def verdict(goal: Goal | None, ratio: float) -> str:
    """`must`/`aim` and whether this ratio reaches them; never rounded up."""
    if goal is None:
        return "no goal"
    if ratio >= goal.aim:
        return "goal met"
    return "must met, goal not met" if ratio >= goal.must else "NOT met"


def table(comparisons: Sequence[Comparison]) -> str:
    """The figures for people, two rows and a verdict a test."""
    head = ("", "req/s", "p50 ms", "p99 ms", "CPU ms/request", "ratio", "CPU ratio")
    lines = ["{:16}{:>8}{:>9}{:>9}{:>24}{:>8}{:>11}".format(*head)]
    for one in comparisons:
        lines.append(f"{one.test} {one.engine}")
        if not one.ran:
            lines.append("  did not run")
        else:
            lines += _rows(one)
        lines += [f"  ! {fault}" for fault in one.all_faults]
        lines += [f"  {note}" for note in one.notes]
    return "\n".join(lines)


def _rows(one: Comparison) -> list[str]:
    rows = []
    ratios = {"limit": (1.0, 1.0), "product": (one.rate_ratio, one.cpu_ratio)}
    for name, rounds in (("limit", one.limit), ("product", one.product)):
        side = medians(rounds)
        cpu = f"{side.cpu_app_ms:.3f}+{side.cpu_database_ms:.3f}={side.cpu_ms:.3f}"
        rate, spent = ratios[name]
        rows.append(
            f"  {name:14}{side.rate:8.0f}{side.p50_ms:9.2f}{side.p99_ms:9.1f}{cpu:>24}"
            f"{rate:8.2f}{spent:11.2f}"
        )
    goal = GOALS.get((one.test, one.engine))
    wanted = "" if goal is None else f" (must {goal.must:.2f}, goal {goal.aim:.2f})"
    rows.append(
        f"  by requests: {verdict(goal, one.rate_ratio)}; "
        f"by CPU: {verdict(goal, one.cpu_ratio)}{wanted}"
    )
    return rows


def as_json(comparisons: Sequence[Comparison]) -> list[dict[str, Any]]:
    """The same for programs, every round included."""
    return [_one_as_json(one) for one in comparisons]


def _one_as_json(one: Comparison) -> dict[str, Any]:
    said: dict[str, Any] = {"test": one.test, "engine": one.engine, "ran": one.ran}
    if one.ran:
        goal = GOALS.get((one.test, one.engine))
        said |= {
            "ratio": round(one.rate_ratio, 4),
            "cpuRatio": round(one.cpu_ratio, 4),
            "must": goal and goal.must,
            "goal": goal and goal.aim,
            "verdict": verdict(goal, one.rate_ratio),
            "cpuVerdict": verdict(goal, one.cpu_ratio),
        }
    sides = (("product", one.product), ("limit", one.limit))
    rounds = {name: [_round_as_json(r) for r in rs] for name, rs in sides}
    return said | rounds | {"faults": one.all_faults, "notes": one.notes}


def _round_as_json(one: Round) -> dict[str, Any]:
    return {
        "answers": one.answers,
        "seconds": round(one.seconds, 3),
        "requestsPerSecond": round(one.rate, 1),
        "p50Ms": round(one.p50_ms, 3),
        "p99Ms": round(one.p99_ms, 3),
        "cpuAppMs": round(1000 * one.cpu_app / one.answers, 4) if one.answers else None,
        "cpuDatabaseMs": round(1000 * one.cpu_database / one.answers, 4) if one.answers else None,
    }
