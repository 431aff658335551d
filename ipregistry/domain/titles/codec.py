"""Effects as plain values of a part, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, TypeAlias

from ipregistry.domain.shares import write_share
from ipregistry.domain.titles.effects import (
    Close,
    Effect,
    End,
    Event,
    Grant,
    Holding,
    Interest,
    InterestCategory,
    Lift,
    Named,
    Register,
    Rename,
    Replace,
    Restrict,
    Reveal,
    Root,
    Stage,
    Strength,
    Transfer,
    Vary,
)

_Values: TypeAlias = Mapping[str, Any]


def write_effect(effect: Effect) -> dict[str, Any]:
    """The effect as plain values for a part."""
    name, write, _ = _FORMS[type(effect)]
    return {"effect": name, **write(effect)}


def read_effect(value: Mapping[str, Any]) -> Effect:
    """The effect behind the plain values of a part (the inverse of `write_effect`)."""
    return _READERS[value["effect"]](value)


def write_interest(interest: Interest) -> dict[str, Any]:
    """The terms of an interest; members without a value are left out."""
    values = {
        "id": interest.id,
        "category": interest.category.value,
        "interestKind": interest.kind,
        "givers": _write_named(interest.givers),
        "holders": _write_named(interest.holders),
        "until": _day(interest.until),
        "territories": list(interest.territories) or None,
        "fields": list(interest.fields) or None,
        "under": interest.under,
        "bars": interest.bars or None,
        "executed": _day(interest.executed),
        "applied": _day(interest.applied),
        "registered": _day(interest.registered),
        "knew": None if interest.knew is None else list(interest.knew),
        "share": None if interest.share == 1 else write_share(interest.share),
    }
    return {name: value for name, value in values.items() if value is not None}


def read_interest(value: _Values) -> Interest:
    """The inverse of `write_interest`."""
    knew = value.get("knew")
    return Interest(
        value["id"],
        InterestCategory(value["category"]),
        value["interestKind"],
        _read_named(value["givers"]),
        _read_named(value["holders"]),
        _read_day(value.get("until")),
        tuple(value.get("territories", ())),
        tuple(value.get("fields", ())),
        value.get("under"),
        value.get("bars", False),
        _read_day(value.get("executed")),
        _read_day(value.get("applied")),
        _read_day(value.get("registered")),
        None if knew is None else tuple(knew),
        Fraction(value.get("share", 1)),
    )


def _write_root(effect: Root) -> dict[str, Any]:
    return {
        "register": effect.register.value,
        "on": effect.on.isoformat(),
        "strength": effect.strength.value,
        "holders": _write_holdings(effect.holders),
        "vouchedBy": effect.vouched_by,
        "source": dict(effect.source),
        **({} if effect.interests is None else {"interests": list(effect.interests)}),
    }


def _read_root(value: _Values) -> Root:
    interests = value.get("interests")
    return Root(
        Register(value["register"]),
        date.fromisoformat(value["on"]),
        Strength(value["strength"]),
        _read_holdings(value["holders"]),
        value["vouchedBy"],
        value["source"],
        None if interests is None else tuple(interests),
    )


def _write_transfer(effect: Transfer) -> dict[str, Any]:
    return {
        "register": effect.register.value,
        "on": effect.on.isoformat(),
        "from": _write_holdings(effect.givers),
        "to": _write_holdings(effect.takers),
    }


def _read_transfer(value: _Values) -> Transfer:
    return Transfer(
        Register(value["register"]),
        date.fromisoformat(value["on"]),
        _read_holdings(value["from"]),
        _read_holdings(value["to"]),
    )


def _write_close(effect: Close) -> dict[str, Any]:
    return {
        "on": effect.on.isoformat(),
        "transaction": effect.transaction,
        "outcome": effect.outcome,
    }


def _read_close(value: _Values) -> Close:
    return Close(date.fromisoformat(value["on"]), value["transaction"], value["outcome"])


def _write_replace(effect: Replace) -> dict[str, Any]:
    return {
        "on": effect.on.isoformat(),
        "transaction": effect.transaction,
        "by": None if effect.by is None else write_effect(effect.by),
        **({} if effect.seq is None else {"seq": effect.seq}),
        **({} if effect.reveals is Reveal.OLD_AND_NEW else {"reveals": effect.reveals.value}),
    }


def _read_replace(value: _Values) -> Replace:
    by = None if value["by"] is None else read_effect(value["by"])
    assert not isinstance(by, Close | Replace)  # noqa: S101 - we wrote it
    return Replace(
        date.fromisoformat(value["on"]),
        value["transaction"],
        by,
        value.get("seq"),
        Reveal(value.get("reveals", Reveal.OLD_AND_NEW)),
    )


def _write_stage(effect: Stage) -> dict[str, Any]:
    return {"on": effect.on.isoformat(), "stage": effect.stage}


def _read_stage(value: _Values) -> Stage:
    return Stage(date.fromisoformat(value["on"]), value["stage"])


def _write_terms(effect: Grant | Vary) -> dict[str, Any]:
    return {
        "register": effect.register.value,
        "on": effect.on.isoformat(),
        "terms": write_interest(effect.interest),
    }


def _read_grant(value: _Values) -> Grant:
    return Grant(*_read_terms(value))


def _read_vary(value: _Values) -> Vary:
    return Vary(*_read_terms(value))


def _read_terms(value: _Values) -> tuple[Register, date, Interest]:
    on = date.fromisoformat(value["on"])
    return Register(value["register"]), on, read_interest(value["terms"])


def _write_end(effect: End) -> dict[str, Any]:
    reference = {} if effect.reference is None else {"reference": effect.reference}
    return {
        "register": effect.register.value,
        "on": effect.on.isoformat(),
        "interest": effect.interest,
        "outcome": effect.outcome,
        **reference,
    }


def _read_end(value: _Values) -> End:
    return End(
        Register(value["register"]),
        date.fromisoformat(value["on"]),
        value["interest"],
        value["outcome"],
        value.get("reference"),
    )


def _write_rename(effect: Rename) -> dict[str, Any]:
    return {
        "register": effect.register.value,
        "on": effect.on.isoformat(),
        "party": effect.party,
        "partyVersion": effect.party_version,
        **({"changes": list(effect.changes)} if effect.changes else {}),
    }


def _read_rename(value: _Values) -> Rename:
    return Rename(
        Register(value["register"]),
        date.fromisoformat(value["on"]),
        value["party"],
        value["partyVersion"],
        tuple(value.get("changes", ())),
    )


def _write_event(effect: Event) -> dict[str, Any]:
    values = {
        "register": effect.register.value,
        "on": effect.on.isoformat(),
        "event": effect.event,
        "stage": effect.stage,
        "termEnds": _day(effect.term_ends),
        "facts": dict(effect.facts) or None,
        "source": dict(effect.source) or None,
    }
    return {name: value for name, value in values.items() if value is not None}


def _read_event(value: _Values) -> Event:
    return Event(
        Register(value["register"]),
        date.fromisoformat(value["on"]),
        value["event"],
        value.get("stage"),
        _read_day(value.get("termEnds")),
        value.get("facts", {}),
        value.get("source", {}),
    )


def _write_hold(effect: Restrict | Lift) -> dict[str, Any]:
    return {"on": effect.on.isoformat(), "hold": effect.hold}


_FORMS: Mapping[type[Any], tuple[str, Callable[[Any], dict[str, Any]], Callable[..., Effect]]] = {
    Root: ("root", _write_root, _read_root),
    Transfer: ("transfer", _write_transfer, _read_transfer),
    Close: ("close", _write_close, _read_close),
    Replace: ("replace", _write_replace, _read_replace),
    Stage: ("stage", _write_stage, _read_stage),
    Grant: ("grant", _write_terms, _read_grant),
    Vary: ("vary", _write_terms, _read_vary),
    End: ("end", _write_end, _read_end),
    Rename: ("rename", _write_rename, _read_rename),
    Event: ("event", _write_event, _read_event),
    Restrict: (
        "restrict",
        _write_hold,
        lambda v: Restrict(date.fromisoformat(v["on"]), v["hold"]),
    ),
    Lift: ("lift", _write_hold, lambda v: Lift(date.fromisoformat(v["on"]), v["hold"])),
}
_READERS = {name: read for name, _, read in _FORMS.values()}


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _read_day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _write_holdings(holdings: tuple[Holding, ...]) -> list[dict[str, Any]]:
    return [
        {"party": h.party, "partyVersion": h.party_version, "share": write_share(h.share)}
        for h in holdings
    ]


def _read_holdings(values: Sequence[_Values]) -> tuple[Holding, ...]:
    return tuple(Holding(v["party"], v["partyVersion"], Fraction(v["share"])) for v in values)


def _write_named(parties: tuple[Named, ...]) -> list[dict[str, Any]]:
    return [{"party": p.party, "partyVersion": p.party_version} for p in parties]


def _read_named(values: Sequence[_Values]) -> tuple[Named, ...]:
    return tuple(Named(v["party"], v["partyVersion"]) for v in values)
