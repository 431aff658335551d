"""Who is told of a filing on a right: the holders, secured parties and exclusive licensees that
stood in title before it, at the version of their record, and so the address, that stood then.

One function for every filing type, after the decision: no act can forget it, and no act
decides whom it tells. It is told on reception, and again when something becomes of the filing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ipregistry.domain.facts import UNTOLD_ACTS, AssetFacts, Context, FilingStatus
from ipregistry.domain.outcomes import Outcome, RecordDraft
from ipregistry.domain.titles import Holding, InterestCategory, Named, Standing, Title
from ipregistry.domain.told import Told, ToldAs

EXCLUSIVE = "exclusive"
UNDECIDED = frozenset(
    {
        FilingStatus.AWAITING_ASSENT,
        FilingStatus.UNDER_EXAMINATION,
        FilingStatus.AWAITING_SECOND_OFFICER,
    }
)


def telling(outcome: Outcome, context: Context) -> Outcome:
    """The outcome, each filing in it saying whom the register tells of what becomes of it."""
    rights = {asset.id: asset for asset in context.assets.values()}
    entitled = {
        party
        for draft in outcome.records
        if draft.kind == "hold"
        for party in draft.document["concernedBag"]
    }
    records = tuple(
        _telling(draft, rights, context, entitled, outcome.also_told)
        if draft.kind == "filing"
        else draft
        for draft in outcome.records
    )
    return replace(outcome, records=records)


def _telling(
    draft: RecordDraft,
    rights: Mapping[str, AssetFacts],
    context: Context,
    entitled: set[str],
    also: Iterable[Told],
) -> RecordDraft:
    if "toldBag" in draft.document:
        return draft  # What nobody else may know of names those who are told by itself.
    earlier = context.filings.get(draft.id)
    if earlier is not None and {earlier.status, draft.document["status"]} <= UNDECIDED:
        return draft  # An assent among several, an allocation: nothing became of it yet.
    # A piece of a divided filing tells those whom the whole had told.
    earlier = earlier or context.filings.get(draft.document.get("dividedFrom") or "")
    named = {subject["asset"] for subject in draft.document["subjectBag"]}
    found: dict[tuple[str, str, ToldAs], Told] = {}
    for told in () if earlier is None else earlier.told:
        if told.asset in named:
            found[told.asset, told.party, told.role] = told
    # A right that this filing brings here has nobody in its title yet.
    standing = [rights[asset] for asset in named if asset in rights]
    # A filing that is not public on rights that are would say, by its act alone, what only
    # those whom the hold names may know.
    secret = not draft.published and all(right.published for right in standing)
    if draft.document["act"] in UNTOLD_ACTS:
        # What it comes to everybody may read; that it waits only those whose right it is.
        secret = draft.document["status"] in UNDECIDED
        entitled = entitled | _holders(standing, context)
    for right in standing:
        for told in concerned(right, context):
            if not secret or told.party in entitled:
                found.setdefault((told.asset, told.party, told.role), told)
    found |= _beside(found, (told for told in also if told.asset in named))
    if not found:
        return draft
    bag = [found[key].document() for key in sorted(found)]
    return replace(draft, document={**draft.document, "toldBag": bag})


def _beside(
    found: Mapping[tuple[str, str, ToldAs], Told], also: Iterable[Told]
) -> dict[tuple[str, str, ToldAs], Told]:
    """Those who are told beside; whoever stands in title is told as what he stands there."""
    stand = {(asset, party) for asset, party, _ in found}
    return {(t.asset, t.party, t.role): t for t in also if (t.asset, t.party) not in stand}


def _holders(rights: list[AssetFacts], context: Context) -> set[str]:
    told = (one for right in rights for one in concerned(right, context))
    return {one.party for one in told if one.role is ToldAs.HOLDER}


def concerned(right: AssetFacts, context: Context) -> list[Told]:
    """Everybody whom a filing on the right concerns, by the title that stands before it.

    By both answers of title: whoever is notified here, and not yet recorded elsewhere, has
    as much to lose.
    """
    title = right.title(context.today, context.now)
    people: list[tuple[Holding | Named, ToldAs]] = []
    for state in (title.record, title.notified):
        people += [(holding, ToldAs.HOLDER) for holding in state.holders or ()]
    secured = _interests(title, InterestCategory.SECURITY, context)
    people += [(p, ToldAs.SECURED_PARTY) for s in secured for p in s.interest.holders]
    licences = _interests(title, InterestCategory.LICENCE, context)
    people += [
        (p, ToldAs.EXCLUSIVE_LICENSEE)
        for s in licences
        if s.interest.kind == EXCLUSIVE
        for p in s.interest.holders
    ]
    return [Told(p.party, p.party_version, right.id, role) for p, role in people]


def _interests(title: Title, category: InterestCategory, context: Context) -> Iterable[Standing]:
    recorded = title.record.active(category, context.today)
    if title.notified is title.record:
        return recorded
    return (*recorded, *title.notified.active(category, context.today))
