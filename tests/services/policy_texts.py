"""The seed policy of Hong Kong with sample rules put in: fees, safeguards."""

from __future__ import annotations

from ipregistry.services.opening import seed_policies
from tests.world import Filed, World

FEE = """
[[acts.assignment.fees]]
name = "sample-recordal"
amount = "200.00"
currency = "HKD"
per = "right"
feeWhen = "{when}"
citation = "Sample schedule of fees, line 1"
confidence = "{confidence}"
"""


def hong_kong(*, rules: str = "", more: str = "") -> str:
    """The policy with `rules` in its assignment act, and `more` at its end."""
    text = next(text for text in seed_policies() if 'name = "HK"' in text)
    head = "[acts.assignment]\n"
    assert text.count(head) == 1
    changed = text.replace('"2000-01-01"', '"2000-01-02"').replace(head, head + rules + "\n")
    return f"{changed}\n{more}"


def publish(world: World, *, rules: str = "", more: str = "") -> Filed:
    text = hong_kong(rules=rules, more=more)
    return world.file(world.registrar, "policy-publication", {"text": text})


def priced(world: World, when: str = "with", confidence: str = "D", rules: str = "") -> Filed:
    """From now on an assignment of a Hong Kong right costs 200.00 HKD."""
    return publish(world, rules=rules, more=FEE.format(when=when, confidence=confidence))
