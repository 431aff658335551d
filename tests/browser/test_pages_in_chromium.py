"""The pages as a browser shows them: the right sentences, and not a word to any other machine."""

import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.serving import make_server

from ipregistry import create_app
from ipregistry.web.messages import LANGUAGES
from ipregistry.web.sayings import Speaker
from tests.browser.registers import opened_register

pytestmark = [pytest.mark.browser, pytest.mark.long]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# Nothing but the loopback address resolves: no request leaves the machine, whoever makes it.
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--virtual-time-budget=10000",
    "--enable-logging=stderr",
)
REQUEST_STARTED = "URL_REQUEST_START_JOB"


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The application on a free loopback port."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Browser:
    """Opens pages; keeps every host that a page asked for, and what its console complained of."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hosts: set[str] = set()
        self.complaints: list[str] = []

    def text(self, url: str) -> str:
        """The visible words of the page, after its scripts have run."""
        log = self.folder / "net.json"
        command = [
            CHROMIUM or "",
            *OPTIONS,
            f"--user-data-dir={self.folder / 'profile'}",
            f"--log-net-log={log}",
            "--dump-dom",
            url,
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
        self.hosts |= _hosts(log)
        self.complaints += [line for line in done.stderr.splitlines() if ":CONSOLE" in line]
        words = re.sub(r"<(script|style)\b.*?</\1>", " ", done.stdout, flags=re.DOTALL)
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", words)))


def _hosts(log: Path) -> set[str]:
    """The hosts of the requests that pages made, from the browser's own log of the network.

    A page's requests name its origin as their initiator; the browser's own (updates, autofill)
    and the opening of an address name none.
    """
    document = json.loads(log.read_text())
    start = document["constants"]["logEventTypes"][REQUEST_STARTED]
    asked = [event.get("params", {}) for event in document["events"] if event["type"] == start]
    return {
        urlsplit(params["url"]).hostname or params["url"]
        for params in asked
        if "url" in params and params.get("initiator", "").startswith("http")
    }


@pytest.fixture
def browser(tmp_path: Path) -> Browser:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    return Browser(tmp_path)


@pytest.fixture
def register(fresh_database_url: str, data_dir: Path):
    with opened_register(fresh_database_url, data_dir) as opened:
        yield opened


def test_a_browser_shows_every_page_and_asks_no_other_machine(register, browser):
    owner = register.party(("zh-Hant", "示例有限公司"), ("en", "Sample Limited"))
    asset = register.mark(owner)
    with served(create_app(node=register.node)) as url:
        for language in LANGUAGES:
            speaker = Speaker(language)
            text = browser.text(f"{url}/{language}/assets/{asset}")
            names = [{"languageCode": "zh-Hant", "value": "示例有限公司"}]
            names.append({"languageCode": "en", "value": "Sample Limited"})
            for sentence in (
                speaker.say(
                    "owner_recorded",
                    office=speaker.word("office", "HK"),
                    date="2026-03-02",
                    holders=speaker.names(names).striptags(),
                ),
                speaker.say("burden_none", date="2026-03-02"),
                speaker.say("proof_own"),
            ):
                assert sentence in text
        assert Speaker("pt").say("absence_says") in browser.text(f"{url}/pt/assets?number=1234567")
        assert Speaker("zh-Hant").say("case_intro") in browser.text(f"{url}/zh-Hant/cases/status")
        shown = browser.text(f"{url}/docs").replace("\u200b", "")
        # Every group of requests, from the contract that the page itself fetched.
        assert "IP rights on record, and their title." in shown
        assert "What the register says, signed." in shown
        start = browser.text(f"{url}/")
    assert Speaker("en").say("search_title") in start
    assert browser.hosts == {"127.0.0.1"}
    assert browser.complaints == []


def test_a_page_that_asks_another_machine_would_be_found(browser):
    app = Flask("foreign", static_folder=None)
    app.add_url_rule("/", view_func=lambda: '<img src="http://sample.invalid/x.png">sample')
    with served(app) as url:
        assert "sample" in browser.text(f"{url}/")
    assert "sample.invalid" in browser.hosts
