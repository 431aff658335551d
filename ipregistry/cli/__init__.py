"""The `ipregistry` command. Every command has an example in its help, fails with a reason
and a status other than 0, and prints JSON when asked.
"""

from __future__ import annotations

import sys

import click

from ipregistry.cli import (
    accounts,
    demo,
    documents,
    imports,
    keeping,
    log,
    packs,
    policies,
    running,
    verifying,
)
from ipregistry.config import ConfigurationError
from ipregistry.services import logs
from ipregistry.services.errors import ServiceError
from ipregistry.services.keys import KeysMissingError
from ipregistry.services.log.alarms import LogHaltedError


class Commands(click.Group):
    """A group that says what went wrong in one line instead of a trace."""

    def invoke(self, ctx: click.Context) -> object:
        """Run; errors that an operator can mend become messages."""
        logs.configure()
        try:
            return super().invoke(ctx)
        except (ConfigurationError, KeysMissingError, LogHaltedError) as error:
            raise click.ClickException(str(error)) from error
        except ServiceError as error:
            raise click.ClickException(f"{error.code}: {dict(error.params)}") from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ipregistry")
def main() -> None:
    """The register of IP rights of Guangdong, Hong Kong and Macao.

    Settings come from the environment: IPREGISTRY_DATA, DATABASE_URL, IPREGISTRY_NODE,
    IPREGISTRY_OFFICE, IPREGISTRY_URL.
    """


for _command in (
    running.init,
    running.serve,
    running.background,
    running.openapi,
    accounts.account,
    accounts.key,
    imports.import_command,
    keeping.rebuild,
    keeping.scrub,
    verifying.verify,
    log.log,
    policies.policies,
    packs.packs,
    documents.documents,
    demo.demo,
):
    main.add_command(_command)

if __name__ == "__main__":
    sys.exit(main())
