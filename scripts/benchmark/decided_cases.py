"""Made-up decided domain-name cases in the providers' format, as varied and as dirty as real ones.

Every name, mark and domain is plainly made up, and every domain ends in ``.example`` (RFC 2606).
The same number is always the same line.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

# As often as in the file of 2023 and 2024: 122, 7, 2 and 1 of 132.
_STATUSES = ("Transferred",) * 122 + ("Denied",) * 7 + ("Cancelled",) * 2 + ("Terminated",)
_CENTRES = ("HK", "CN", "KR", "AIAC/ADNDRC")
_COUNTRIES = ("China", "United States", "Malaysia", "South Korea", "Hong Kong", "Monaco", None)
_FORMS = ("Ltd.", "Co., Ltd.", "GmbH", "S.A.M.", "Inc.", "有限公司")
_FIRST_DAY = date(2015, 8, 1)
_DAYS_SPREAD = 3600


def decided_cases(count: int, *, first: int = 1) -> Iterator[dict[str, Any]]:
    """Lines `first` to `first + count - 1`, as objects."""
    for number in range(first, first + count):
        yield decided_case(number)


def lines(count: int, *, first: int = 1) -> Iterator[str]:
    """As `decided_cases`, each as one line of a file."""
    for case in decided_cases(count, first=first):
        yield json.dumps(case, ensure_ascii=False) + "\n"


def decided_case(number: int) -> dict[str, Any]:
    """One line."""
    dice = random.Random(number)  # noqa: S311 - variety, not secrecy
    centre = dice.choice(_CENTRES)
    submitted = _FIRST_DAY + timedelta(days=dice.randrange(_DAYS_SPREAD))
    mark = f"SAMPLEMARK{number}"
    return {
        "number": f"{centre}-{number:07}",
        "status": dice.choice(_STATUSES),
        "source": "ADNDRC",
        "url": f"https://decisions.example/udrp/{number:07}.pdf",
        **_days(dice, submitted),
        "registrars": dice.choice(([], [f"Sample Registrar {number % 40}, Inc."])),
        "panelists": _people("Panelist", dice.randrange(60), dice.choice((1, 1, 1, 1, 3))),
        "registrant_default": dice.random() < 0.9,  # noqa: PLR2004 - 118 of 132
        "complainants": _companies(dice, number),
        "represented_by": dice.choice((None, f"Sample Law Firm {number % 80}")),
        "complainants_countries": dice.sample(_COUNTRIES, dice.choice((0, 1, 1, 2))),
        "respondents": _people("Respondent", number, dice.choice((1, 1, 1, 1, 2))),
        "respondents_countries": dice.sample(_COUNTRIES, dice.choice((0, 1, 1, 2))),
        "domains": _domains(dice, number),
        "trademarks": dice.choice(([mark], [mark], [mark, f"{mark} PLUS"], [])),
    }


def _days(dice: random.Random, submitted: date) -> dict[str, str | None]:
    """Later days, each unknown as often as in real files, one in twenty out of its order."""
    after = {
        "registrar_request_date": (1, 0.64),
        "registrar_response_date": (3, 0.33),
        "commenced": (7, 0.37),
        "panel_appointed": (35, 0.23),
        "published": (60, 0.02),
    }
    found: dict[str, str | None] = {"submitted": _written(submitted)}
    for name, (days, unknown) in after.items():
        late = dice.randrange(10) if dice.random() > 0.05 else -2000  # noqa: PLR2004
        day = submitted + timedelta(days=days + late)
        found[name] = None if dice.random() < unknown else _written(day)
    return found


def _written(day: date) -> str:
    return f"{day.isoformat()} 00:00:00"


def _people(role: str, number: int, count: int) -> list[str]:
    return [f"Sample {role} {number + one}" for one in range(count)]


def _companies(dice: random.Random, number: int) -> list[str]:
    count = dice.choice((0, 1, 1, 1, 1, 2, 3))
    return [f"Sample Complainant {number}-{one} {dice.choice(_FORMS)}" for one in range(count)]


def _domains(dice: random.Random, number: int) -> list[str]:
    count = dice.choice((1,) * 40 + (2, 2, 3, 4, 30))
    names = [f"sample-{number}-{one}.example" for one in range(count)]
    if dice.random() < 0.03:  # noqa: PLR2004 - some providers write capitals
        names = [name.upper() for name in names]
    if dice.random() < 0.01:  # noqa: PLR2004
        names = [f"样本{number}.example"]
    return names
