"""What the form of a name tells: an organisation's, or a natural person's."""

from __future__ import annotations

# By which endings a name is taken for an organisation's. What is not is treated as a
# natural person's: its name then stays out of public parts.
_ENDINGS = (
    "公司",
    "会社",
    "大学",
    "大學",
    "学院",
    "學院",
    "研究院",
    "研究所",
    "研究中心",
    "集团",
    "集團",
    "医院",
    "醫院",
    "工厂",
    "合伙)",
    "合伙）",
    "中心",
    "学校",
    "學校",
    "厂",
    "廠",
    "局",
    "銀行",
    "银行",
)
_WORDS = frozenset({
    "ag",
    "agent",
    "association",
    "bank",
    "b.v",
    "co",
    "company",
    "corp",
    "corporation",
    "foundation",
    "gmbh",
    "holdings",
    "inc",
    "incorporated",
    "institute",
    "kg",
    "lda",
    "limited",
    "llc",
    "llp",
    "lp",
    "l.l.c",
    "l.p",
    "ltd",
    "ministry",
    "n.a",
    "national",
    "n.v",
    "office",
    "oy",
    "partners",
    "partnership",
    "plc",
    "s.a",
    "sa",
    "s.a.r.l",
    "sarl",
    "s.p.a",
    "trust",
    "trustee",
    "university",
})  # fmt: skip


def category_of(name: str) -> str:
    """``organization`` or ``person``, from the form of the name [I]."""
    words = name.lower().replace(",", " ").replace("(", " ").replace(")", " ").split()
    latin = any(word.rstrip(".") in _WORDS for word in words)
    return "organization" if latin or name.endswith(_ENDINGS) else "person"
