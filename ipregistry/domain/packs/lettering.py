"""Letters of an institution: which there are, and what their templates may say.

A template is Jinja without calls, filters and attributes that begin with an underscore: it
names facts of the case, repeats lines and leaves lines out. Rendered with the same facts it
comes to the same text, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, UndefinedError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

# What a letter is for; its text by language stands in `seed/letters`, or in the pack.
LETTERS = (
    "notice-of-request",
    "acceptance",
    "attestation-of-mediation",
    "certificate-of-non-settlement",
    "reminder",
    "deadline-recomputed",
)
# The facts that a template may name.
FACTS = frozenset(
    {
        "case",
        "rules",
        "institution",
        "sides",
        "mediators",
        "neutrals",
        "addressee",
        "deadlines",
        "event",
        "ended",
        "changes",
    }
)
MOST_TEXT = 10_000
_PLAIN = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.For,
    nodes.If,
    nodes.Not,
    nodes.And,
    nodes.Or,
    nodes.Compare,
    nodes.Operand,
    nodes.Const,
)
_HTML = "<!doctype html>"


def _environment(*, escaped: bool) -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        autoescape=escaped,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


# Names come from whoever filed: in a page they are escaped, in plain text they stand as they are.
_PAGES, _PLAIN_TEXTS = _environment(escaped=True), _environment(escaped=False)


class LetterError(ValueError):
    """A letter that cannot be written from the facts of its case."""


def template_faults(text: str) -> Iterator[str]:
    """What is wrong with a template."""
    if len(text) > MOST_TEXT:
        yield f"a letter has at most {MOST_TEXT} characters"
        return
    try:
        parsed = _PAGES.parse(text)
    except TemplateSyntaxError as error:
        yield f"line {error.lineno}: {error.message}"
        return
    for node in parsed.find_all(nodes.Node):
        if not isinstance(node, _PLAIN):
            yield f"line {node.lineno}: a letter cannot say {type(node).__name__.lower()}"
            return
        if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
            yield f"line {node.lineno}: {node.attr} is no fact"
            return
    for name in sorted(meta.find_undeclared_variables(parsed) - FACTS):
        yield f"{name} is no fact of a case"


@lru_cache(maxsize=256)
def _compiled(text: str) -> Template:
    return (_PAGES if is_page(text) else _PLAIN_TEXTS).from_string(text)


def is_page(text: str) -> bool:
    """Whether a template is of a page (HTML); else it is plain text."""
    return text.lstrip().lower().startswith(_HTML)


def write_letter(text: str, facts: Mapping[str, Any]) -> str:
    """The letter from a template without faults. Raises LetterError where a fact is missing."""
    try:
        return _compiled(text).render(facts)
    except UndefinedError as error:
        raise LetterError(str(error)) from error
