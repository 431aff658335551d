"""What cannot work in a pack's notices and letters."""

from __future__ import annotations

from collections.abc import Iterator

from ipregistry.domain.packs.faults import Fault, Path
from ipregistry.domain.packs.lettering import LETTERS, template_faults
from ipregistry.domain.packs.model import SYSTEM, Pack, ReceiptRule


def check_notices(pack: Pack) -> Iterator[Fault]:
    """Channels, events and roles that the pack does not have."""
    for position, channel in enumerate(pack.notices.channels.values()):
        for other in channel.fallback:
            if other not in pack.notices.channels:
                path: Path = ("notices", "channels", position, "fallback")
                yield Fault(path, f"no channel {other}", channel.id)
            elif other == channel.id:
                path = ("notices", "channels", position, "fallback")
                yield Fault(path, "it cannot come after itself", channel.id)
    for position, receipt in enumerate(pack.notices.receipts):
        yield from _receipt(pack, receipt, ("notices", "receipts", position))
    if pack.notices.receipts and not pack.notices.channels:
        yield Fault(("notices",), "notices are received, and no channel is said")


def _receipt(pack: Pack, receipt: ReceiptRule, path: Path) -> Iterator[Fault]:
    fired = [t for t in pack.transitions if t.event == receipt.event]
    if not fired:
        yield Fault((*path, "event"), f"no transition has the event {receipt.event}", receipt.event)
    elif not any(receipt.by in t.by for t in fired) or receipt.by == SYSTEM:
        text = f"{receipt.by} may not cause {receipt.event}"
        yield Fault((*path, "by"), text, receipt.event)
    roles = {role for t in pack.transitions for role in t.by} - {SYSTEM}
    if receipt.to not in roles:
        yield Fault((*path, "to"), f"no role {receipt.to}", receipt.event)
    if receipt.proof is not None and receipt.proof not in pack.documents:
        yield Fault((*path, "proof"), f"no document {receipt.proof}", receipt.event)
    same = [r for r in pack.notices.receipts if (r.event, r.to) == (receipt.event, receipt.to)]
    if len(same) > 1 and same[0] is not receipt:
        yield Fault(path, "this event stands twice for this role", receipt.event)


def check_letters(pack: Pack) -> Iterator[Fault]:
    """Letters that nobody knows, in states that are not there, with templates that say nothing."""
    for position, letter in enumerate(pack.letters.values()):
        path: Path = ("letters", position)
        if letter.id not in LETTERS:
            yield Fault(path, f"no letter {letter.id}: {', '.join(LETTERS)}", letter.id)
        for state in letter.states:
            if state not in pack.states:
                yield Fault((*path, "states"), f"no state {state}", letter.id)
        for language, text in letter.texts.items():
            for told in template_faults(text):
                yield Fault((*path, "text", language), told, letter.id)
