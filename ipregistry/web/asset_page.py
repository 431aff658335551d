"""What the page of one right shows, from its record and its title answer: plain values, no HTML.

Nothing here decides anything. The three opening sentences say what is recorded, by which
register and as of when; what burdens it; and what the page does not prove.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import orjson
from markupsafe import Markup

from ipregistry.domain.access import PUBLIC_ACTOR
from ipregistry.domain.facts import AssetRef, PartyFacts
from ipregistry.domain.titles import Strength
from ipregistry.services.listing import resolve_numbers
from ipregistry.services.node import RunningNode
from ipregistry.services.records import read_record
from ipregistry.services.titles import load_names, title_as_it_stands, title_at
from ipregistry.web.sayings import Speaker

# Reading related rights costs two queries each; no real right has more relatives shown.
_MAX_RELATIONS = 20

_SENTENCE_OF_STRENGTH = {
    Strength.PUBLICATION.value: "owner_named",
    Strength.GRANT.value: "owner_granted",
}


@dataclass(frozen=True, slots=True)
class Relative:
    """A related right as the record calls it and, where it is recorded here, its own holders."""

    members: Mapping[str, Any]
    asset: str | None
    holders: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a chain in words, with the entry behind it."""

    entry: Mapping[str, Any]
    sentence: Markup


@dataclass(frozen=True, slots=True)
class AssetPage:
    """Everything that the template shows."""

    id: str
    members: Mapping[str, Any]
    parts: Sequence[Mapping[str, Any]]
    title: Mapping[str, Any]
    sentences: tuple[Markup, Markup, Markup]
    chain: tuple[Step, ...]
    notified: tuple[Step, ...]
    superseded: tuple[Step, ...]
    relatives: tuple[Relative, ...]
    terms: tuple[str, ...]

    @property
    def unpublished(self) -> bool:
        """Whether what is notified is recorded at the register, and only its journal is awaited."""
        lodged = self.title["notified"]["lodged"]
        return bool(lodged) and all(one.get("awaitsPublicationIndicator") for one in lodged)


def asset_page(node: RunningNode, speaker: Speaker, asset_id: str) -> AssetPage:
    """The page of a right that the public may know of. Raises NotFoundError."""
    record = orjson.loads(read_record(node, PUBLIC_ACTOR, "asset", asset_id).body)
    answer = title_at(node, PUBLIC_ACTOR, asset_id, None, None, expand=True)
    title = orjson.loads(answer.body)
    members: dict[str, Any] = {}
    for part in record["partBag"]:
        members |= part.get("body", {})
    names = _names(node, title)
    own = title["atRegister"]["officeCode"] == node.identity.office
    return AssetPage(
        asset_id,
        members,
        record["partBag"],
        title,
        opening(speaker, title, own=own),
        _steps(speaker, title["chain"], names),
        _steps(speaker, title["notifiedChain"], names),
        _steps(speaker, title["superseded"], names),
        tuple(_relatives(node, members)),
        tuple(_terms(title)),
    )


def opening(
    speaker: Speaker, title: Mapping[str, Any], *, own: bool
) -> tuple[Markup, Markup, Markup]:
    """Who is recorded as owner; what burdens it; what this does not prove.

    `own`: this node is the office, so that its entries are as of today. What it knows of
    another office's register is as of the newest paper of that office.
    """
    office = speaker.word("office", title["atRegister"]["officeCode"])
    proof = speaker.say("proof_own") if own else speaker.say("proof_other", office=office)
    return _owner(speaker, title, office, own=own), _burdens(speaker, title), proof


def _owner(speaker: Speaker, title: Mapping[str, Any], office: str, *, own: bool) -> Markup:
    today, at_register = title["asOf"]["effectiveAt"], title["atRegister"]
    holders, stated = at_register["holderBag"], title["notified"]
    if holders:
        last = _last_naming(title["chain"])
        rests_on = at_register["root"]["strength"] if last == "root" else ""
        named = None if own else _SENTENCE_OF_STRENGTH.get(rests_on)
        as_of = today if own else at_register["asOf"]
        if named is not None:
            as_of = at_register["root"]["date"]
        said = speaker.holders(holders)
        return speaker.say(named or "owner_recorded", office=office, date=as_of, holders=said)
    if stated["holderBag"] and stated["root"] is not None:
        said, since = speaker.holders(stated["holderBag"]), stated["root"]["date"]
        return speaker.say("owner_stated", office=office, date=since, holders=said)
    return speaker.say("owner_unknown", office=office, date=today)


def _last_naming(chain: Sequence[Mapping[str, Any]]) -> str:
    """What the present holders come from: the last step that named them, a root or a transfer."""
    kinds = [step["effect"]["effect"] for step in chain if step["before"] != step["after"]]
    return kinds[-1] if kinds else "root"


def _burdens(speaker: Speaker, title: Mapping[str, Any]) -> Markup:
    today = title["asOf"]["effectiveAt"]
    counts = {
        "item_licences": title["licences"],
        "item_security": title["securityInterests"],
        "item_pending": title["pending"],
        "item_discrepancies": title["atRegister"]["discrepancyBag"],
    }
    items = [speaker.say(name, count=len(found)) for name, found in counts.items() if found]
    if title["restricted"]:
        items.append(speaker.say("item_restricted"))
    if not items:
        return speaker.say("burden_none", date=today)
    return speaker.say("burden_some", date=today, items=speaker.joined(items))


Names = Mapping[tuple[str, int], Mapping[str, Any]]


def _names(node: RunningNode, title: Mapping[str, Any]) -> Names:
    """Who is who in the effects, which name parties by number and version only.

    Most names stand in the answer beside them. Those of a corrected entry do not: it has no
    holders before and after any more, but its reader wants to know whom it named.
    """
    named = {
        (holding["party"], holding["partyVersion"]): holding
        for holding in _holdings(title)
        if holding.get("nameBag")
    }
    missing = {one["party"] for one in _in_effects(title)} - {party for party, _ in named}
    with node.engines.read.connect() as connection:
        facts = load_names(connection, missing)
    return named | {key: _public_name(party) for key, party in facts.items()}


def _public_name(party: PartyFacts) -> dict[str, Any]:
    """As a title answer names it: the town of a natural person, not of an organisation."""
    town = None if party.is_organization else party.town
    return {"nameBag": party.names, "townText": town}


def _holdings(title: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for step in _all_steps(title):
        yield from step["before"] or ()
        yield from step["after"] or ()
    for answer in (title["atRegister"], title["notified"]):
        yield from answer["holderBag"] or ()
    for lodged in title["notified"]["lodged"]:
        for bag in ("transferorBag", "transfereeBag", "holderBag"):
            yield from lodged.get(bag, ())


def _in_effects(title: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for step in _all_steps(title):
        for side in ("holders", "from", "to"):
            yield from step["effect"].get(side, ())
        yield from step["effect"].get("terms", {}).get("holders", ())
        if "partyVersion" in step["effect"]:
            yield step["effect"]


def _all_steps(title: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from (*title["chain"], *title["notifiedChain"], *title["superseded"])


def _steps(speaker: Speaker, chain: Sequence[Mapping[str, Any]], names: Names) -> tuple[Step, ...]:
    return tuple(Step(entry, _sentence(speaker, entry, names)) for entry in chain)


def _sentence(speaker: Speaker, entry: Mapping[str, Any], names: Names) -> Markup:
    effect = entry["effect"]
    match effect["effect"]:
        case "root" if not effect["holders"]:
            strength = speaker.word("strength", effect["strength"])
            return speaker.say("step_root_nobody", strength=strength)
        case "root":
            strength = speaker.word("strength", effect["strength"])
            holders = _named(speaker, effect["holders"], names)
            return speaker.say("step_root", strength=strength, holders=holders)
        case "transfer":
            return _transfer(speaker, effect, names, entry["act"])
        case "stage":
            return speaker.say("step_stage", stage=speaker.word("stage", effect["stage"]))
        case "close":
            return speaker.say("step_close", outcome=speaker.word("status", effect["outcome"]))
        case "replace":
            return speaker.say("step_replace")
        case _:
            return _of_interests_and_life(speaker, effect, names)


def _of_interests_and_life(speaker: Speaker, effect: Mapping[str, Any], names: Names) -> Markup:
    """What an effect on no share of the right says."""
    match effect["effect"]:
        case "grant":
            what = speaker.word("act", effect["terms"]["category"])
            holders = _named(speaker, effect["terms"]["holders"], names, share=False)
            return speaker.say("step_grant", what=what, holders=holders)
        case "vary":
            return speaker.say("step_vary", what=speaker.word("act", effect["terms"]["category"]))
        case "end":
            return speaker.say("step_end")
        case "rename":
            return _rename(speaker, effect, names)
        case "event" if "journal" in effect.get("source", {}):
            source = effect["source"]
            return speaker.say("step_published", journal=source["journal"], issue=source["issue"])
        case "event":
            return speaker.say("step_event", code=effect["event"])
        case "restrict":
            return speaker.say("step_restrict")
        case _:
            return speaker.say("step_lift")


def _rename(speaker: Speaker, effect: Mapping[str, Any], names: Names) -> Markup:
    said = "step_readdress" if effect.get("changes") == ["address"] else "step_rename"
    return speaker.say(said, party=_named(speaker, [effect], names, share=False))


# What did not pass by the holder's will says so.
_PASSED = {"transmission": "step_transmission", "ownership-order": "step_ownership_order"}


def _transfer(speaker: Speaker, effect: Mapping[str, Any], names: Names, act: str) -> Markup:
    one_to_one = len(effect["from"]) == len(effect["to"]) == 1
    share = sum((Fraction(giver["share"]) for giver in effect["from"]), Fraction(0))
    return speaker.say(
        _PASSED.get(act, "step_transfer"),
        share=speaker.say("whole") if share == 1 else share,
        givers=_named(speaker, effect["from"], names, share=not one_to_one),
        takers=_named(speaker, effect["to"], names, share=not one_to_one),
    )


def _named(
    speaker: Speaker, holdings: Sequence[Mapping[str, Any]], names: Names, *, share: bool = True
) -> Markup:
    found = [
        {**names.get((holding["party"], holding["partyVersion"]), {}), **holding}
        for holding in holdings
    ]
    return speaker.holders(found, share=share)


def _relatives(node: RunningNode, members: Mapping[str, Any]) -> Iterator[Relative]:
    """Related rights are rights of their own, each with its own holders."""
    related = list(members.get("relatedRightBag") or ())[:_MAX_RELATIONS]
    refs = [
        AssetRef(None, one["number"], one["officeCode"], one.get("rightKind")) for one in related
    ]
    for one, answer in zip(related, resolve_numbers(node, PUBLIC_ACTOR, refs), strict=True):
        if answer["status"] != "found":
            yield Relative(one, None, ())
            continue
        (asset_id,) = answer["assetBag"]
        title = orjson.loads(title_as_it_stands(node, PUBLIC_ACTOR, asset_id).body)
        yield Relative(one, asset_id, title["atRegister"]["holderBag"] or ())


def _terms(title: Mapping[str, Any]) -> Iterator[str]:
    """The words on this page that want a line of explanation."""
    yield "register-of-record"
    yield "notified"
    if title["chain"] or title["notifiedChain"]:
        yield from ("chain", "root", "capacity")
    if title["atRegister"]["holderBag"]:
        yield "share"
    if title["notified"]["lodged"]:
        yield "lodged"
    if title["atRegister"]["discrepancyBag"]:
        yield "discrepancy"
    if title["atRegister"]["stage"]:
        yield "stage"
    yield "title-version"
