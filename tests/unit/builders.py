"""States of a register made by hand, small enough to be read beside the rule that is tested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import count
from pathlib import Path
from typing import Any

import ipregistry.seed
from ipregistry.domain.access import Actor, Role
from ipregistry.domain.facts import (
    AssetFacts,
    AssetRef,
    Context,
    FilingFacts,
    FilingStatus,
    MandateFacts,
    Node,
    PartyFacts,
    TransactionFacts,
)
from ipregistry.domain.filings import FILING_TYPES
from ipregistry.domain.outcomes import Outcome, RecordDraft
from ipregistry.domain.policies import Policy, Rule, read_policy
from ipregistry.domain.titles import (
    Effect,
    Holding,
    Register,
    Root,
    Step,
    Strength,
    Transfer,
    read_effect,
)
from ipregistry.domain.violations import Violation

TODAY = date(2026, 6, 1)
NOW = "2026-06-01T08:00:00.000000Z"
NODES = {
    "CN": Node("CN", "CN"),
    "GD": Node("GD", None),
    "HK": Node("HK", "HK"),
    "MO": Node("MO", "MO"),
}
POLICY_FILES = sorted((Path(ipregistry.seed.__file__).parent / "policies").glob("*.toml"))
PATENT = {"office": "CN", "kind": "invention", "number": "201810123456.5"}
MARK = {"office": "CN", "kind": "trademark", "number": "1234567"}
HK_MARK = {"office": "HK", "kind": "trademark", "number": "303123456"}
PAPER = {"category": "register-extract", "digest": "sha256:" + "a" * 64}
ALICE, BOB, CAROL, DORA = "PA-ALICE", "PA-BOB", "PA-CAROL", "PA-DORA"


def instant(ord_: int) -> str:
    """The recording time of the entry with this `ord`; all of them before NOW."""
    return f"2026-05-01T00:{ord_ // 60:02d}:{ord_ % 60:02d}.000000Z"


def holds(*shares: tuple[str, str]) -> tuple[Holding, ...]:
    return tuple(Holding(party, 1, Fraction(share)) for party, share in shares)


def root(
    on: str = "2026-01-01",
    *shares: tuple[str, str],
    strength: Strength = Strength.REGISTER_EXTRACT,
    register: Register = Register.RECORD,
) -> Root:
    held = holds(*(shares or ((ALICE, "1"),)))
    return Root(register, date.fromisoformat(on), strength, held, "office", {"digest": "none"})


def transfer(
    on: str,
    givers: Iterable[tuple[str, str]],
    takers: Iterable[tuple[str, str]],
    register: Register = Register.RECORD,
) -> Transfer:
    return Transfer(register, date.fromisoformat(on), holds(*givers), holds(*takers))


def step(ord_: int, effect: Effect, **changes: Any) -> Step:
    made = Step(ord_, 0, instant(ord_), f"TX-{ord_}", 1, "grant", "mirror", effect)
    return replace(made, **changes)


def party(party_id: str, *, category: str = "organization", version: int = 1) -> PartyFacts:
    town = None if category == "organization" else "示例镇"
    name = {"value": f"Sample {party_id}", "languageCode": "en"}
    bag = "organizationNameBag" if category == "organization" else "personNameBag"
    document = {"category": category, bag: [name]}
    return PartyFacts(party_id, version, category, (name,), town, document=document)


def asset(
    *effects: Effect | Step,
    right: Mapping[str, str] = PATENT,
    asset_id: str = "AS-1",
    published: bool = True,
    **changes: Any,
) -> AssetFacts:
    """A right with these effects, one entry each. Without any, Alice holds it by an extract."""
    steps = tuple(
        effect if isinstance(effect, Step) else step(ord_, effect)
        for ord_, effect in enumerate(effects or (root(),), start=1)
    )
    number = {"scheme": "application", "normalised": right["number"], "number": right["number"]}
    document = {
        "officeCode": right["office"],
        "rightKind": right["kind"],
        "number": right["number"],
        "numberBag": [number],
    }
    made = AssetFacts(
        id=asset_id,
        version=1,
        title_version=len({s.ord for s in steps}),
        office=right["office"],
        kind=right["kind"],
        number=right["number"],
        published=published,
        term_ends=None,
        term_confidence="",
        document=document,
        steps=steps,
    )
    return replace(made, **changes)


def policies(**rules: Any) -> tuple[Policy, ...]:
    """Every seed policy; `rules` replace values of all assignment rules (attribute=value)."""
    found = [
        read_policy(path.read_text(), record=f"PO-{path.stem}", version=1) for path in POLICY_FILES
    ]
    return tuple(_changed(policy, rules) for policy in found)


def _changed(policy: Policy, rules: Mapping[str, Any]) -> Policy:
    acts = {
        name: replace(act, **{k: Rule(v, "Sample rule", "D") for k, v in rules.items()})
        for name, act in policy.acts.items()
    }
    return replace(policy, acts=acts)


def party_actor(party_id: str | None, account: str | None = None) -> Actor:
    return Actor(account or f"AC-{party_id}", "party", frozenset({Role.PARTY}), party_id)


def agent(account: str = "AC-AGENT") -> Actor:
    return Actor(account, "agent", frozenset({Role.AGENT}), None)


def registrar(account: str = "AC-REGISTRAR", party_id: str | None = None) -> Actor:
    return Actor(account, "registrar", frozenset({Role.REGISTRAR}), party_id)


def examiner(account: str = "AC-EXAMINER", party_id: str | None = None) -> Actor:
    return Actor(account, "examiner", frozenset({Role.EXAMINER}), party_id)


def mandate(principal: str = ALICE, **changes: Any) -> MandateFacts:
    made = MandateFacts(
        "MA-1",
        1,
        principal,
        "AC-AGENT",
        frozenset({"assignment"}),
        None,
        date(2026, 1, 1),
        None,
        "in-force",
        {"principal": principal, "agent": "AC-AGENT", "status": "in-force"},
    )
    return replace(made, **changes)


def filing(
    type_name: str,
    body: Mapping[str, Any],
    *,
    status: FilingStatus = FilingStatus.UNDER_EXAMINATION,
    **changes: Any,
) -> FilingFacts:
    made = FilingFacts(
        "FI-1",
        1,
        type_name,
        type_name,
        status,
        "AC-FILER",
        body,
        ("AS-1",),
        "2026-05-20T08:00:00.000000Z",
        None,
        (),
    )
    return replace(made, **changes)


def lodged_filing(right: AssetFacts, ord_: int) -> FilingFacts:
    """The filing whose transaction is the lodged effect with this `ord`."""
    body = assignment(right)
    return filing("assignment", body, status=FilingStatus.LODGED, transaction=f"TX-{ord_}")


def transaction(transaction_id: str, act: str = "assignment") -> TransactionFacts:
    return TransactionFacts(transaction_id, 1, act, ("AS-1",), {})


def context(
    actor: Actor,
    *assets: AssetFacts,
    node: str = "GD",
    filings: Iterable[FilingFacts] = (),
    transactions: Iterable[TransactionFacts] = (),
    parties: Iterable[PartyFacts] = (),
    **changes: Any,
) -> Context:
    """What a service would have loaded: each right under its id and under its number."""
    by_ref = {AssetRef(id=a.id): a for a in assets}
    by_ref |= {AssetRef(None, a.number, a.office, a.kind): a for a in assets}
    known = {p: party(p) for p in (ALICE, BOB, CAROL, DORA)} | {p.id: p for p in parties}
    made = Context(
        actor=actor,
        now=NOW,
        today=TODAY,
        node=NODES[node],
        filing_id="FI-NEW",
        new_id=_numbers(),
        body={"sample": "body"},
        policies=policies(),
        assets=by_ref,
        parties=known,
        filings={f.id: f for f in filings},
        transactions={t.id: t for t in transactions},
    )
    return replace(made, **changes)


def _numbers() -> Any:
    numbers = count(1)
    return lambda kind: f"{kind}-{next(numbers)}"


def shares(*given: tuple[str, str]) -> list[dict[str, str]]:
    return [{"party": party_id, "share": share} for party_id, share in given]


def assignment(right: AssetFacts, **members: Any) -> dict[str, Any]:
    """A body: Alice gives the whole to Bob, by a deed of the day before yesterday."""
    return {
        "assetBag": [{"id": right.id, "titleVersion": right.title_version}],
        "transferorBag": shares((ALICE, "1")),
        "transfereeBag": shares((BOB, "1")),
        "executedDate": "2026-05-30",
        # What is asked for with a Mainland mark, and does no harm elsewhere.
        "declarationBag": ["similar-marks"],
        **members,
    }


def notice(**members: Any) -> dict[str, Any]:
    """A body: CNIPA entered that the whole went from Alice to Bob."""
    return {
        "act": "assignment",
        "asset": {"id": "AS-1"},
        "entryDate": "2026-05-15",
        "recordalNumber": "示例-1",
        "evidenceBag": [{**PAPER, "digest": "sha256:" + "b" * 64}],
        "transferorBag": shares((ALICE, "1")),
        "transfereeBag": shares((BOB, "1")),
        **members,
    }


def extract(**members: Any) -> dict[str, Any]:
    """A body: an extract of CNIPA's register names Bob as the holder of the whole."""
    body = notice(**{"act": "register-extract", "holderBag": shares((BOB, "1")), **members})
    return {k: v for k, v in body.items() if k not in {"transferorBag", "transfereeBag"}}


def decide(type_name: str, body: Mapping[str, Any], made: Context) -> Outcome | list[Violation]:
    """The same reading and decision as a service takes."""
    filing_type = FILING_TYPES[type_name]
    return filing_type.decide(filing_type.read(body), made)


def accepted(type_name: str, body: Mapping[str, Any], made: Context) -> Outcome:
    decision = decide(type_name, body, made)
    assert isinstance(decision, Outcome), [(v.code, v.pointer) for v in decision]
    return decision


def refused(type_name: str, body: Mapping[str, Any], made: Context) -> list[tuple[str, str]]:
    """Code and pointer of everything that refuses."""
    decision = decide(type_name, body, made)
    assert not isinstance(decision, Outcome), decision.status
    return [(v.code, v.pointer) for v in decision if v.severity != "warning"]


def record(outcome: Outcome, kind: str) -> RecordDraft:
    (found,) = [r for r in outcome.records if r.kind == kind]
    return found


def effects(outcome: Outcome) -> list[Effect]:
    """The effects that the outcome's transaction records."""
    return list(_effects(record(outcome, "transaction")))


def _effects(draft: RecordDraft) -> Iterator[Effect]:
    for subject in draft.document["subjectBag"]:
        for effect in subject["effectBag"]:
            yield read_effect(effect)


def _numbers_of(draft: RecordDraft) -> list[str | None]:
    subjects = draft.document["subjectBag"]
    return [e.get("entryNumber") for subject in subjects for e in subject["effectBag"]]


def after(right: AssetFacts, outcome: Outcome) -> AssetFacts:
    """The right as the outcome leaves its title."""
    draft = record(outcome, "transaction")
    ord_ = max(s.ord for s in right.steps) + 1
    moves = bool(outcome.moves)
    new = tuple(
        Step(
            ord_,
            seq,
            instant(ord_),
            draft.id,
            1,
            draft.document["act"],
            draft.capacity.value,
            effect,
            number,
            moves,
        )
        for seq, (effect, number) in enumerate(
            zip(_effects(draft), _numbers_of(draft), strict=True)
        )
    )
    return replace(right, steps=(*right.steps, *new), title_version=right.title_version + moves)


def held(right: AssetFacts, on: date = TODAY) -> dict[str, str]:
    """Who holds the right at the register of record."""
    return {h.party: str(h.share) for h in right.title(on, NOW).record.holders or ()}
