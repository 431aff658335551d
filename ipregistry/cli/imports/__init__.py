"""import: other offices' records, each as a filing through the same path as any other.

`command` is what a person types, `spool` puts what the files say in order, `filing` files it,
`telling` says what came of it.
"""

from ipregistry.cli.imports.command import import_command

__all__ = ["import_command"]
