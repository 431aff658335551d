"""A root of title: what a chain starts from, and what it is held against later.

A newer extract of the official register is compared with the chain that stands here. What it
confirms is settled; what it contradicts is followed, because the office's register is the
register of record, and stays open as a named discrepancy until a later extract, an officer's
word or a correction settles it.
"""

from __future__ import annotations

from dataclasses import replace

from ipregistry.domain.titles.effects import Root, Step, Strength, Transfer
from ipregistry.domain.titles.state import Finding, State, chained, in_order, shares_of

# What an extract finds otherwise than the chain: followed, and open until somebody looks.
HOLDERS_DIFFER = "holders-differ"
# Findings about interests: only a source that lists the interests settles them.
_OF_INTERESTS = frozenset(
    {
        "interest-not-recorded-here",
        "interest-not-at-register",
        "interest-unknown",
        "grantor-not-holder",
    }
)


def play_root(state: State, step: Step, root: Root) -> State:
    """The state after a root, with what it settles and what it opens."""
    if not root.holders:
        return chained(state, state if state.root else _rooted(state, step, root), step, ())
    differs = _differs(state, root)
    # The office's own register is never weaker than what was known before.
    lower = state.root is not None and root.strength.rank < state.root.strength.rank
    weaker = lower and not _settles(root)
    if differs and weaker:
        finding = Finding("weaker-root-differs", "conflict", step.transaction, {})
        return chained(state, state, step, (finding,))
    if weaker:
        return chained(state, state, step, ())
    findings = _found_by_root(state, step, root) if differs else ()
    listed = _listed_interests(state, step, root)
    kept = state.holders if _presumed(root) and not differs else None
    rooted = replace(
        _rooted(state, step, root),
        holders=kept or in_order(root.holders),
        open_findings=_left_open(state, root),
    )
    played = chained(state, rooted, step, (*findings, *listed), opens=False)
    opens = tuple(f for f in findings if f.code == HOLDERS_DIFFER or not _settles(root))
    return replace(played, open_findings=(*rooted.open_findings, *opens, *listed))


def _presumed(root: Root) -> bool:
    """Whether the source names the holders without their shares."""
    return root.source.get("shares") == "presumed-equal"


def _differs(state: State, root: Root) -> bool:
    """Whether the source names other holders; of shares that it does not state it says nothing."""
    if state.holders is None:
        return False
    before, after = shares_of(state.holders), shares_of(root.holders)
    return before.keys() != after.keys() if _presumed(root) else before != after


def _settles(root: Root) -> bool:
    """A register extract, or an officer's word, settles what was open before it."""
    return root.strength.rank >= Strength.REGISTER_EXTRACT.rank


def _left_open(state: State, root: Root) -> tuple[Finding, ...]:
    """What was open and the source does not settle."""
    if not _settles(root):
        return state.open_findings
    of_interests = root.strength is Strength.OFFICER_CONFIRMED or root.interests is not None
    return tuple(
        found for found in state.open_findings if found.code in _OF_INTERESTS and not of_interests
    )


def _found_by_root(state: State, step: Step, root: Root) -> tuple[Finding, ...]:
    """That it names other holders. An extract that meets an open question answers it; one
    that meets a chain without any, and says otherwise, opens one.
    """
    asked = (found.code for found in state.open_findings)
    answers = any(code not in _OF_INTERESTS and code != HOLDERS_DIFFER for code in asked)
    contradicts = (
        root.strength is Strength.REGISTER_EXTRACT and not answers and _known_closely(state)
    )
    code = "holders-differ" if contradicts else "root-differs"
    return (Finding(code, "gap", step.transaction, {"strength": root.strength.value}),)


def _known_closely(state: State) -> bool:
    """Whether the holders rest on more than a publication or a grant: on an extract, or on
    transfers that were recorded since.
    """
    moved = any(isinstance(link.step.effect, Transfer) for link in state.chain)
    return moved or (state.root is not None and _settles(state.root))


def _listed_interests(state: State, step: Step, root: Root) -> tuple[Finding, ...]:
    """Where the interests that the source lists, and those that stand here, are not the same."""
    if root.interests is None:
        return ()
    running = [s for s in state.interests if s.interest.runs_on(root.on)]
    here = {s.step.number for s in running}
    missing = [n for n in dict.fromkeys(root.interests) if n not in here]
    found = [
        Finding("interest-not-recorded-here", "gap", step.transaction, {"number": n})
        for n in missing
    ]
    for standing in running:
        if standing.step.number not in root.interests:
            params = {"interest": standing.interest.id, "number": standing.step.number or "-"}
            found.append(Finding("interest-not-at-register", "gap", step.transaction, params))
    return tuple(found)


def _rooted(state: State, step: Step, root: Root) -> State:
    return replace(state, root=root, root_step=step)
