"""One-time doors into cases: opened by the case manager, entered with the code of the letter."""

from __future__ import annotations

import orjson
from flask import Response, request

from ipregistry.api.case_status import enclosure
from ipregistry.api.problems import ShapeError
from ipregistry.api.requests import actor, body, known_actor, node, ready
from ipregistry.api.spec import LANGUAGE, feature, writes
from ipregistry.schemas.case_status import (
    CaseDoorCode,
    CaseDoorEntered,
    CaseDoorOpened,
    CaseDoorRequest,
    read_door_code,
    read_door_request,
)
from ipregistry.services.case_doors import enter, open_door

of_cases = feature("Doors of cases", "/api/v1/cases", "Invitations for parties without an account.")
doors = feature("Case doors", "/api/v1/case-doors", "Entering a case by an invitation.")
BLUEPRINTS = (of_cases, doors)


def _open(caseId: str) -> Response:  # noqa: N803 - the path parameter's public name
    """Open a one-time door

    An invitation code for a party that has no account, to go into the notice to it. Shown this
    once; an unused one of the same party closes. For the case manager.
    """
    asking = known_actor()
    value, faults = body()
    asked, more = ({}, []) if faults else read_door_request(value)
    if faults or more:
        raise ShapeError([*faults, *more])
    door = open_door(node(), asking, caseId, asked["side"], asked.get("partyPosition", 0))
    members = {
        "case": door.case,
        "side": door.side,
        "code": door.code,
        "expiresAt": door.expires_at,
        "enclosureText": enclosure("door", door.case, door.code, door.expires_at),
    }
    return ready(orjson.dumps(members))


def _enter() -> Response:
    """Enter a case by an invitation

    The code gives an account on the side that it is for, and its API key, which is shown this
    once. It opens once, within its time.
    """
    actor()
    value, faults = body()
    code, more = ("", []) if faults else read_door_code(value)
    if faults or more:
        raise ShapeError([*faults, *more])
    entered = enter(node(), code, request.remote_addr or "")
    members = {
        "case": entered.case,
        "side": entered.side,
        "account": entered.key.account,
        "apiKey": entered.key.key,
        "filing": entered.filing,
    }
    return ready(orjson.dumps(members))


_opens = writes("openCaseDoor", CaseDoorRequest, CaseDoorOpened, 200, None, parameters=[LANGUAGE])
_enters = writes(
    "enterCaseDoor",
    CaseDoorCode,
    CaseDoorEntered,
    200,
    None,
    parameters=[LANGUAGE],
    public=True,
    more=(429,),
)
of_cases.add_url_rule(
    "/<string:caseId>/doors", endpoint="open", view_func=_opens(of_cases, _open), methods=["POST"]
)
doors.add_url_rule("", endpoint="enter", view_func=_enters(doors, _enter), methods=["POST"])
