"""Sums the counts of several pytest runs (JUnit files) into one closing line.

    tally.py [--strict] FILE…

With `--strict`, as in CI, a test that was skipped for a reason not listed here is a failure:
a skip must not look like a pass.
"""

import sys
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def reasons_allowed() -> set[str]:
    """A rule of one database only; and what a plain clone or a machine may not have."""
    allowed = {"PostgreSQL only", "SQLite only"}
    allowed.add("aics-tlog and aics-witness need Python 3.12 or newer, and there is none")
    if not Path("/dev/fuse").exists():
        allowed.add("no FUSE on this machine")
    if not (ROOT.parent / "shared").is_dir():
        allowed.add("../shared missing")
    return allowed


def main(arguments: list[str]) -> int:
    strict = "--strict" in arguments
    counts: Counter[str] = Counter()
    skips: Counter[str] = Counter()
    for path in arguments:
        if path.startswith("--"):
            continue
        for case in ET.parse(path).iter("testcase"):  # noqa: S314 - written by our own pytest
            outcome = next(
                (e.tag for e in case if e.tag in {"failure", "error", "skipped"}), "passed"
            )
            skipped = case.find("skipped")
            if skipped is not None and skipped.get("type") == "pytest.xfail":
                outcome = "xfailed"
            elif skipped is not None:
                skips[skipped.get("message", "").removeprefix("Skipped: ")] += 1
            counts[outcome] += 1
    forbidden = {reason: n for reason, n in skips.items() if reason not in reasons_allowed()}
    for reason, number in sorted(skips.items()):
        mark = "not allowed in CI" if reason in forbidden else "allowed"
        print(f"skipped {number} ({mark}): {reason}")
    failed = counts["failure"] + counts["error"]
    print(f"{counts['passed']} passed, {failed} failed, {counts['skipped']} skipped")
    return 1 if failed or (strict and forbidden) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
