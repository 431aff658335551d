"""What every filing gets beside its act's own effects, whatever its type."""

from __future__ import annotations

from typing import Any

from ipregistry.domain.facts import Context
from ipregistry.domain.filings.acts_on_title import ACTS
from ipregistry.domain.filings.fees import billed
from ipregistry.domain.notices import telling
from ipregistry.domain.outcomes import Outcome, naming_its_records


def completed(outcome: Outcome, context: Context, type_name: str, command: Any) -> Outcome:
    """The outcome with whom the register tells of it, the invoice, and the names of its records."""
    charged = billed(telling(outcome, context), context, charged_as(type_name, command))
    return naming_its_records(charged, context.filing_id)


def charged_as(type_name: str, command: Any) -> str:
    """Under which name policies set a fee for a filing: that of its act, where it is one."""
    act = ACTS.get(type_name)
    return type_name if act is None else act.act_of(command)
