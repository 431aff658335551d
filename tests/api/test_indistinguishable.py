"""Why a right is restricted is nobody's to learn: two registers that differ only in that give
outsiders the same bytes, but for random values.

An outsider here has the whole log, the feed, every public route, pages, and `check`, with an
account of his own or none. Every entry falls on the same second in both registers, and both have
the same number of them: an entry of which outsiders may see nothing takes the place of one that
the other ground does not need, as such entries come all the time.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ipregistry import create_app
from ipregistry.domain.access import PUBLIC_ACTOR, Actor, Role
from ipregistry.models import hold
from ipregistry.services.filings import check
from tests.api.desk import Api
from tests.databases import fresh_database
from tests.published import publish_log
from tests.world import Clock, World, open_world, paper

# What is random: record numbers, hashes and salts, signatures, what was made of them.
RANDOM = re.compile(
    r"[A-Z]{2}-[2-9A-HJ-NP-Z]{14}"
    r"|[0-9a-f]{16,64}"
    r"|[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]{60,}"
    r"|[A-Za-z0-9+/]{40,}={0,2}"
)
END = "2026-09-30"
LANGUAGES = ("en", "zh-Hant")


@dataclass
class Scene:
    """A right, everybody around it, and the clock that only the test moves."""

    world: World
    api: Api
    holder: Actor
    beneficiary: Actor
    venue: Actor
    stranger: Actor
    other_venue: Actor
    agent: Actor
    helper: Actor
    right: str
    filed: list[str]

    def at(self, minute: int) -> None:
        """Every entry of both registers is of one of these instants."""
        self.world.clock.now = self.world.clock.now.replace(minute=minute, second=0, microsecond=0)
        self.world.clock.stop()

    def withheld(self) -> None:
        """An entry of which outsiders may see nothing."""
        body = {
            "principal": self.holder.party,
            "agent": self.helper.account,
            "actBag": ["licence"],
            "startDate": "2026-01-01",
        }
        self.world.file(self.holder, "mandate", body)

    def deed(self, **more: Any) -> dict[str, Any]:
        subject = {"id": self.right, "titleVersion": self.world.title_version(self.right)}
        return {"assetBag": [subject], **more}

    def hold(self) -> str:
        """The hold on the right."""
        with self.world.node.engines.read.connect() as connection:
            return str(connection.execute(sa.select(hold.c.id)).scalar_one())

    def file(self, actor: Actor, name: str, body: dict[str, Any]) -> str:
        self.filed.append(self.world.file(actor, name, body).id)
        return self.filed[-1]


def by_order(ground: str) -> Callable[[Scene], None]:
    """An officer enters an order; nothing waits."""

    def restrict(scene: Scene) -> None:
        scene.at(20)
        scene.withheld()
        scene.at(30)
        body = scene.deed(
            ground=ground,
            authorityText="Sample Court, action 1 of 2026",
            endDate=END,
            evidenceBag=paper("order"),
            beneficiaryBag=[{"party": scene.beneficiary.party}],
        )
        scene.file(scene.world.registrar, "restriction", body)

    return restrict


def by_holder(scene: Scene) -> None:
    """The holder consents in a filing of his own."""
    scene.at(20)
    scene.withheld()
    scene.at(30)
    body = scene.deed(ground="holder-consent", endDate=END, evidenceBag=paper("consent"))
    scene.file(scene.holder, "restriction", body)


def by_lock(scene: Scene) -> None:
    """A venue locks the right for a trade; the holder assents later."""
    scene.at(20)
    waiting = scene.file(scene.venue, "lock", scene.deed(endDate=END))
    scene.at(30)
    scene.file(scene.holder, "assent", {"filing": waiting})


def lifted_by_officers(scene: Scene) -> None:
    """What an order or a consent set is lifted by two officers."""
    scene.at(40)
    body = scene.deed(hold=scene.hold(), ground="office-act")
    filing = scene.world.file(scene.world.registrar, "restriction-lifting", body).id
    scene.at(50)
    scene.world.file(scene.world.examiner, "decision", {"filing": filing, "outcome": "accept"})


def unlocked(scene: Scene) -> None:
    """A venue ends its lock by itself."""
    scene.at(40)
    scene.withheld()
    scene.at(50)
    scene.world.file(scene.venue, "unlock", scene.deed(hold=scene.hold()))


REASONS: dict[str, Callable[[Scene], None]] = {
    "court-order": by_order("court-order"),
    "office-act": by_order("office-act"),
    "preservation": by_order("preservation"),
    "tribunal-measure": by_order("tribunal-measure"),
    "holder-consent": by_holder,
    "lock": by_lock,
}


def build(world: World, reason: str, *, lifted: bool) -> Scene:
    world.clock.step = timedelta(0)
    scene = Scene(
        world,
        Api(world, create_app(node=world.node)),
        holder := world.owner("Sample A"),
        world.owner("Sample B"),
        world.actor(Role.VENUE),
        world.owner("Sample C"),
        world.actor(Role.VENUE),
        world.agent(),
        world.agent(),
        "",
        [],
    )
    scene.at(10)
    scene.right = world.hk_right(holder)
    before = world.title(scene.right)
    assert before["restricted"] is None
    REASONS[reason](scene)
    assert world.title(scene.right)["restricted"] is not None
    if lifted:
        (unlocked if reason == "lock" else lifted_by_officers)(scene)
        assert world.title(scene.right)["restricted"] is None
    scene.at(55)
    publish_log(world.node)
    return scene


@pytest.fixture(scope="module")
def seen(
    server_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., dict[str, str]]:
    """Everything that outsiders see of the register with this reason, by what they asked."""
    found: dict[tuple[str, bool], dict[str, str]] = {}

    def of(reason: str, *, lifted: bool = False) -> dict[str, str]:
        if (reason, lifted) not in found:
            folder = tmp_path_factory.mktemp(reason)
            found[reason, lifted] = look_at(server_url, folder, reason, lifted=lifted)
        return found[reason, lifted]

    return of


def look_at(server_url: str, folder: Path, reason: str, *, lifted: bool) -> dict[str, str]:
    with (
        fresh_database(server_url) as url,
        open_world(url, folder, clock=Clock()) as world,
    ):
        scene = build(world, reason, lifted=lifted)
        raw = {
            **log_of(scene),
            **routes_of(scene),
            **pages_of(scene),
            **checks_of(scene),
        }
    return normalised(raw)


def normalised(raw: dict[str, str]) -> dict[str, str]:
    """Random values by the order in which they first come, so that what refers to what stays."""
    names: dict[str, str] = {}

    def rename(match: re.Match[str]) -> str:
        return names.setdefault(match.group(), f"#{len(names)}")

    return {asked: RANDOM.sub(rename, text) for asked, text in raw.items()}


def log_of(scene: Scene) -> dict[str, str]:
    """The files of the log, and the feed of an outsider with and without an account."""
    folder = scene.world.node.log.folder
    bundle = b"".join(p.read_bytes() for p in sorted((folder / "tile/entries").rglob("*/*")))
    found = {"entries": bundle.decode("latin-1"), "checkpoint": (folder / "checkpoint").read_text()}
    for name, actor in outsiders(scene):
        found[f"feed of {name}"] = scene.api.get("feed?limit=1000", actor).text
    page = json.loads(scene.api.get("feed?limit=1000").data)["page"]
    items = [item for one in page["entryBag"] for item in one.get("itemBag", ())]
    asked = {"commitmentBag": [item["commitment"] for item in items]}
    found["parts"] = scene.api.post("parts", asked).text
    found["proof"] = scene.api.get(f"parts/{items[-1]['commitment']}/proof").text
    return found


def outsiders(scene: Scene) -> list[tuple[str, Actor]]:
    return [
        ("public", PUBLIC_ACTOR),
        ("stranger", scene.stranger),
        ("venue", scene.other_venue),
        ("agent", scene.agent),
    ]


def routes_of(scene: Scene) -> dict[str, str]:
    right, restricted = scene.right, scene.filed[0]
    page = json.loads(scene.api.get(f"transactions?asset={right}").data)
    (restriction,) = [
        one["id"]
        for one in page["items"]
        if any(part["body"].get("act") == "restriction" for part in one["partBag"])
    ]
    title = json.loads(scene.api.get(f"assets/{right}/title?expand=chain").data)
    paths = [
        f"assets/{right}",
        f"assets/{right}/title",
        f"assets/{right}/title?expand=chain",
        f"assets/{right}/title?effectiveAt=2026-09-29&expand=chain",
        f"assets/{right}/title?effectiveAt=2026-10-01",
        f"assets/{right}/title?knownAt=2026-06-01T02:25:00Z&expand=chain",
        f"assets/{right}/title?knownAt=2026-06-01T02:35:00Z&expand=chain",
        f"assets/{right}/certified-copy",
        f"assets/{right}/priority",
        f"transactions?asset={right}&count=true",
        f"transactions/{restriction}",
        f"transactions/{restriction}/certified-copy",
        f"filings/{restricted}",
        f"receipts/{restricted}",
        "assets?count=true",
        "policies?limit=1000&count=true",
        "filings?count=true",
        "notices?count=true",
        "invoices?count=true",
        "mandates?count=true",
        "requisitions?count=true",
        "log/consistency?from=3",
        f"feed?after={title['titleVersion']}",
    ]
    found = {}
    for name, actor in outsiders(scene):
        for path in paths:
            answer = scene.api.get(path, actor)
            said = {k: v for k, v in answer.headers.items() if k != "Correlation-Id"}
            text = re.sub(r'"correlationId":"[0-9a-f]+"', "", in_order(answer.text))
            found[f"{name}: {generic(path)}"] = f"{answer.status}\n{sorted(said.items())}\n{text}"
    return found


def in_order(text: str) -> str:
    """A list in an order that is not that of random numbers."""
    answer = json.loads(text) if text.startswith("{") else {}
    if "items" not in answer:
        return text
    answer["items"].sort(key=lambda item: generic(json.dumps(item)))
    return json.dumps(answer)


def generic(path: str) -> str:
    return RANDOM.sub("*", path)


def pages_of(scene: Scene) -> dict[str, str]:
    found = {}
    for language in LANGUAGES:
        for path in (f"/assets/{scene.right}", "/", "/search?number=HK30000001"):
            answer = scene.api.get(path, headers={"Accept-Language": language})
            found[f"{language} {generic(path)}"] = f"{answer.status}\n{answer.text}"
    return found


def checks_of(scene: Scene) -> dict[str, str]:
    """Everything that an outsider may try to do with the right."""
    stranger, seen = scene.stranger, scene.world.title_version(scene.right)
    subject = {"assetBag": [{"id": scene.right, "titleVersion": seen}]}
    dated = {**subject, "executedDate": "2026-06-01"}
    giving = {"grantorBag": [{"party": scene.holder.party}]}
    taking = {"holderBag": [{"party": stranger.party}]}
    kinds = ("exclusive", "sole", "non-exclusive")
    bodies: dict[str, dict[str, Any]] = {
        "assignment": scene.world.sale(scene.right, scene.holder, stranger, seen=seen),
        "security": {**dated, "interestKind": "pledge", **giving, **taking},
        "surrender": dated,
        "lock": {**subject, "endDate": END},
        "renewal": {**subject, "termEndDate": "2030-01-01"},
        "restriction": {**subject, "ground": "holder-consent", "endDate": END},
        **{
            f"licence {kind}": {**dated, "interestKind": kind, **giving, **taking} for kind in kinds
        },
    }
    found = {}
    for name, actor in outsiders(scene)[1:]:
        for title, body in bodies.items():
            found[f"{name} checks {title}"] = checked(scene, actor, title.split()[0], body)
            path = f"filings/{title.split()[0]}/check"
            answer = scene.api.post(path, body, actor)
            text = re.sub(r'"correlationId":"[0-9a-f]+"', "", answer.text)
            found[f"{name} {path} {title}"] = f"{answer.status}\n{text}"
    return found


def checked(scene: Scene, actor: Actor, name: str, body: dict[str, Any]) -> str:
    """As the service says it, warnings and parameters included."""
    try:
        outcome = check(scene.world.node, actor, name, body)
    except Exception as error:  # noqa: BLE001 - any answer is an answer here
        violations = getattr(error, "violations", ())
        said = sorted((v.code, v.pointer, str(v.params)) for v in violations)
        return f"{type(error).__name__} {said}"
    return f"{outcome.status} {[w.code for w in outcome.warnings]}"


@pytest.mark.parametrize("reason", [r for r in REASONS if r != "court-order"])
def test_outsiders_cannot_tell_one_ground_from_another(
    seen: Callable[..., dict[str, str]], reason: str
) -> None:
    order, other = seen("court-order"), seen(reason)
    assert order.keys() == other.keys()
    different = {
        asked: (order[asked], other[asked]) for asked in order if order[asked] != other[asked]
    }
    assert different == {}


@pytest.mark.parametrize("reason", ["holder-consent", "lock"])
def test_outsiders_cannot_tell_one_ground_from_another_when_it_has_ended(
    seen: Callable[..., dict[str, str]], reason: str
) -> None:
    order, other = seen("court-order", lifted=True), seen(reason, lifted=True)
    different = {
        asked: (order[asked], other[asked]) for asked in order if order[asked] != other[asked]
    }
    assert different == {}


def test_the_comparison_looks_at_something(seen: Callable[..., dict[str, str]]) -> None:
    """Who may know is told more: the same questions by the holder are answered differently."""
    order = seen("court-order")
    assert "asset-restricted" in order["stranger checks assignment"]
    assert "asset-restricted" in order["stranger checks licence non-exclusive"]
    assert '"restricted":"2026-06-01"' in order["public: assets/*/title"]
    assert "withheld" in order["feed of public"]
    assert "asset-on-hold" not in str(order)
