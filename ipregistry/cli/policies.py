"""policies: what the law of each place makes of cases that others wrote."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click
import structlog

from ipregistry.cli.opened import as_json, say
from ipregistry.domain.policies import PolicyError
from ipregistry.services.policy_checks import (
    SECTIONS,
    CaseFileError,
    Report,
    ScratchError,
    check_file,
)

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def policies() -> None:
    """Policies: law as data."""


@policies.command(
    epilog="""\b
Examples:
  ipregistry policies check cases.json
  ipregistry policies check cases.json --section priority --json
  ipregistry policies check cases.json --policy new-CN-patent.toml"""
)
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option(
    "--section",
    "sections",
    multiple=True,
    type=click.Choice(SECTIONS),
    help="Run this section only; may be given again.",
)
@click.option(
    "--policy",
    "policy_files",
    multiple=True,
    type=_FILE,
    help="A policy (TOML) in the place of ours of the same name; may be given again.",
)
@click.option(
    "--database-url",
    help="A PostgreSQL server to run on, in a new database that is dropped at the end; "
    "without it SQLite in a temporary folder.",
)
@as_json
def check(
    files: tuple[Path, ...],
    sections: tuple[str, ...],
    policy_files: tuple[Path, ...],
    database_url: str | None,
    as_json: bool,
) -> None:
    """Run cases through the register's services on a scratch database; status 1 on a failure.

    FILES are of the format ipregistry-registry-cases/1. Where a file's own policies differ
    from ours, that is told and is no failure.
    """
    report = Report()
    try:
        texts = [path.read_text("utf-8") for path in policy_files]
        with _without_audit_lines():
            for path in files:
                chosen = sections or SECTIONS
                check_file(path, chosen, report, policies=texts, database_url=database_url)
    except (CaseFileError, PolicyError, ScratchError, UnicodeDecodeError) as error:
        raise click.ClickException(str(error)) from error
    lines = [f"differs: {line}" for line in report.differences]
    lines += [f"not run: {line}" for line in report.not_run]
    lines += [failure.line() for failure in report.failures]
    lines.append(f"{report.passed} passed, {report.failed} failed")
    say("\n".join(lines), {**asdict(report), "failed": report.failed}, json_wanted=as_json)
    if report.failures:
        raise SystemExit(1)


@contextmanager
def _without_audit_lines() -> Iterator[None]:
    """Refusals are what many cases are about: a scratch register's are nobody's to look into."""
    before = structlog.get_config()
    warnings_up = structlog.make_filtering_bound_logger(logging.WARNING)
    structlog.configure(wrapper_class=warnings_up)
    try:
        yield
    finally:
        structlog.configure(**before)
