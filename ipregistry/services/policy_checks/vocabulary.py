"""What a case may say, in every word for it that is understood; and what its codes mean.

Case files are written by others, so each thing has its name here and further names that
mean the same. A word that is in none of these tables is an error, never passed over.
"""

from __future__ import annotations

from collections.abc import Mapping

SCHEMA = "ipregistry-registry-cases/1"
JURISDICTIONS = ("CN", "HK", "MO")

# Of the right: name, and other names for it.
ASSET_KEYS: Mapping[str, tuple[str, ...]] = {
    "kind": ("right_kind", "type"),
    "owners": ("owner", "holders"),
    "annuity_paid": ("annuities_paid", "fees_paid"),
    "expiry": ("expires", "expires_on", "expiry_date", "term_end"),
    "granted": (),
    "ended": (),
    "status": ("state", "stage"),
    "invalidation": ("invalidation_pending", "invalidation_started", "invalidation_requested"),
    "dispute": ("ownership_dispute", "disputed"),
    "hold": ("on_hold", "held", "preservation", "preserved", "frozen", "stay"),
    "same_day_invention": ("same_day", "same_day_application"),
    "agreement": ("co_owner_agreement",),
}

_CONSENTS = {
    "pledgee_consents": ("consents",),
    "co_owner_consents": ("co_owners_consent", "co_owner_consent"),
    "agreement": ("co_owner_agreement",),
    "lock": ("under_lock",),
    "ack": ("acks", "acknowledged", "acknowledgements"),
}
# Of an operation: name, and other names for it.
OP_KEYS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "pledge": {
        "id": (),
        "by": ("from", "pledgor", "pledgors"),
        "to": ("pledgee",),
        "debt_end": ("debt_until",),
        "covenant": ("bars",),
        "share": (),
        **_CONSENTS,
    },
    "release": {"id": ("pledge",), "by_pledgee": ("pledgee_evidence",), "by": ()},
    "transfer": {"to": (), "by": ("from",), "share": (), **_CONSENTS},
    "license": {
        "id": (),
        "kind": (),
        "by": ("from", "licensor", "licensors"),
        "to": ("licensee",),
        "territory": ("territories",),
        "field": ("fields", "field_of_use"),
        "until": ("end",),
        **_CONSENTS,
    },
    "end_license": {"id": ("license", "licence"), "by": ()},
    "lock": {"id": (), "until": ("expires",)},
    "unlock": {"id": ("lock",)},
    "hold": {"id": (), "ground": ("reason", "kind")},
    "unhold": {"id": ("hold",)},
    "renew": {"until": ("expiry",)},
    "annuity_default": {},
    "lapse": {},
    "restore": {},
    "surrender": {"pledgee_consents": ("consents",)},
    "invalidate": {"partial": ()},
    "expire": {},
    "dispute": {"over": ("ended",)},
    "invalidation_request": {"over": ("ended",)},
}
OPS: Mapping[str, str] = {
    **{name: name for name in OP_KEYS},
    "licence": "license",
    "assign": "transfer",
    "mortgage": "pledge",
    "end_licence": "end_license",
    "terminate_license": "end_license",
    "lift_hold": "unhold",
    "release_hold": "unhold",
    "preserve": "hold",
    "pay_annuity": "renew",
    "renewal": "renew",
    "restoration": "restore",
    "invalidation": "invalidate",
}
LICENCE_KINDS = ("EXCLUSIVE", "SOLE", "NON_EXCLUSIVE", "OF_RIGHT")
GROUNDS = ("court-order", "preservation", "tribunal-measure", "office-act")

# What a right is said to be: in force, an application still, or ended by which filing.
IN_FORCE, APPLICATION = "in-force", "application"
STATUSES: Mapping[str, str] = {
    **dict.fromkeys(("GRANTED", "REGISTERED", "ACTIVE", "IN_FORCE", "VALID"), IN_FORCE),
    **dict.fromkeys(("APPLICATION", "FILED", "PENDING", "PUBLISHED"), APPLICATION),
    **dict.fromkeys(("ENDED", "LAPSED", "CEASED", "TERMINATED"), "lapse"),
    **dict.fromkeys(("INVALIDATED", "REVOKED"), "invalidation"),
    **dict.fromkeys(("SURRENDERED", "ABANDONED"), "surrender"),
    "EXPIRED": "expiry",
}
ACKNOWLEDGED: Mapping[str, str] = {
    "invalidation": "invalidation-pending",
    "invalidation_pending": "invalidation-pending",
    "same_day": "same-day-invention",
    "same_day_invention": "same-day-invention",
}

# What a code of a case is met by, where that is another code of ours than the one that is
# written alike. To outsiders a lock and a hold are `asset-restricted` (DESIGN §8).
_NOT_IN_FORCE = ("right-not-in-force",)
_NOT_HOLDER = ("transferor-not-holder", "licensor-not-holder", "pledgor-not-registered-owner")
MEANINGS: Mapping[str, tuple[str, ...]] = {
    "asset-locked": ("asset-restricted",),
    "asset-on-hold": ("asset-restricted",),
    "locked": ("asset-locked", "asset-restricted"),
    "on-hold": ("asset-on-hold", "asset-restricted"),
    "right-ended": _NOT_IN_FORCE,
    "right-expired": _NOT_IN_FORCE,
    "right-lapsed": _NOT_IN_FORCE,
    "right-invalidated": _NOT_IN_FORCE,
    "right-not-active": _NOT_IN_FORCE,
    "asset-ended": _NOT_IN_FORCE,
    "asset-not-active": _NOT_IN_FORCE,
    "not-in-force": _NOT_IN_FORCE,
    "not-active": (*_NOT_IN_FORCE, "hold-not-in-force"),
    "not-locked": ("hold-not-in-force",),
    "not-granted": ("right-not-granted",),
    "ownership-dispute": ("ownership-disputed",),
    "disputed": ("ownership-disputed",),
    "same-day-invention": ("acknowledgement-required",),
    "invalidation-pending": ("acknowledgement-required",),
    "conflicting-license": ("conflicting-licence",),
    "not-registered-owner": _NOT_HOLDER,
    "transferor-not-registered-owner": _NOT_HOLDER,
    "transferor-not-owner": _NOT_HOLDER,
    "licensor-not-registered-owner": _NOT_HOLDER,
    "co-owner-consent-required": ("co-owner-consent-missing",),
    "wrong-lock": ("lock-unknown", "lock-not-yours"),
}


def code_of(word: str) -> str:
    """A code of the files as the API writes it: ``ASSET_LOCKED`` is ``asset-locked``."""
    return word.lower().replace("_", "-")
