"""The verifiers of others, as `tests/foreign/setup` installs them, run on many logs at once."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.foreign.corpus import Case

HERE = Path(__file__).parent
PYTHON = HERE / ".venv/bin/python"
NO_PYTHON = "aics-tlog and aics-witness need Python 3.12 or newer, and there is none"


@dataclass(frozen=True, slots=True)
class Verifier:
    """A program that reads cases and writes verdicts; `needs` is there when it is installed."""

    language: str
    command: tuple[str, ...]
    needs: Path

    def verdicts(self, cases: Sequence[Case]) -> dict[str, str]:
        """By the name of the case: why it was refused, or nothing where it was accepted."""
        described = json.dumps([case.described() for case in cases])
        run = subprocess.run(
            self.command, input=described, capture_output=True, text=True, timeout=300, check=True
        )
        said = {
            v["name"]: "" if v["ok"] else v["reason"] or "refused" for v in json.loads(run.stdout)
        }
        assert said.keys() == {case.name for case in cases}
        return said


def installed(package: str) -> Path:
    """Where a package of the environment for tests shows that it is installed."""
    return next(HERE.glob(f".venv/lib/python3.*/site-packages/{package}"), HERE / package)


def skip_unless_installed(path: Path, package: str) -> None:
    """Skip, with a reason that CI allows only where Python 3.12 is nowhere to be had."""
    if path.exists():
        return
    if package.startswith("aics") and installed("tlog_scales").exists():
        pytest.skip(NO_PYTHON)
    pytest.skip(f"{package} is not installed: tests/foreign/setup")


VERIFIERS = {
    "golang.org/x/mod/sumdb": Verifier(
        "Go", (str(HERE / ".build/verify"),), HERE / ".build/verify"
    ),
    "@sigstore/verify": Verifier(
        "JavaScript", ("node", str(HERE / "verify.js")), HERE / "node_modules/@sigstore/verify"
    ),
    "aics-tlog": Verifier(
        "Python", (str(PYTHON), str(HERE / "verify_aics.py")), installed("aics_tlog")
    ),
    "tlog-scales": Verifier(
        "Python", (str(PYTHON), str(HERE / "verify_scales.py")), installed("tlog_scales")
    ),
}
