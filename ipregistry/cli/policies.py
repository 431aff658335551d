"""policies: what the law of each place makes of cases that others wrote."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from ipregistry.cli.opened import as_json, say
from ipregistry.services.policy_checks import SECTIONS, CaseFileError, Report, check_file


@click.group()
def policies() -> None:
    """Policies: law as data."""


@policies.command(epilog="Example: ipregistry policies check ../shared/vectors/registry_cases.json")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--section",
    "sections",
    multiple=True,
    type=click.Choice(SECTIONS),
    help="Run this section only; may be given again.",
)
@as_json
def check(files: tuple[Path, ...], sections: tuple[str, ...], as_json: bool) -> None:
    """Run cases through the register's services on a scratch database; status 1 on a failure.

    FILES are of the format ipregistry-registry-cases/1. Where a file's own policies differ
    from ours, that is told and is no failure.
    """
    report = Report()
    for path in files:
        try:
            check_file(path, sections or SECTIONS, report)
        except CaseFileError as error:
            raise click.ClickException(str(error)) from error
    lines = [f"differs: {line}" for line in report.differences]
    lines += [f"not run: {line}" for line in report.not_run]
    lines += [failure.line() for failure in report.failures]
    lines.append(f"{report.passed} passed, {len(report.failures)} failed")
    say("\n".join(lines), asdict(report), json_wanted=as_json)
    if report.failures:
        raise SystemExit(1)
