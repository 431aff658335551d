"""What people are told of what no rules pack has: of what the register itself does in a case."""

from __future__ import annotations

from collections.abc import Mapping

from ipregistry.domain.packs.engine import deadline_of
from ipregistry.domain.packs.model import Pack

_LANGUAGES = ("en", "zh-Hans", "zh-Hant", "pt")
_EVENTS: Mapping[str, tuple[str, str, str, str]] = {
    "amendment": ("Case amended", "案件已修订", "案件已修訂", "Processo alterado"),
    "consolidation": ("Cases consolidated", "案件已合并", "案件已合併", "Processos apensados"),
    "deadlines_recomputed": (
        "Deadlines computed anew",
        "期限已重新计算",
        "期限已重新計算",
        "Prazos contados de novo",
    ),
    "extension": ("Deadline extended", "期限已延长", "期限已延長", "Prazo prorrogado"),
    "joining": ("Party has access", "当事人已可查阅", "當事人已可查閱", "A parte tem acesso"),
    "neutral-appointment": (
        "Neutral appointed",
        "已委任中立人",
        "已委任中立人",
        "Terceiro neutro nomeado",
    ),
    "neutral-challenge": (
        "Neutral challenged",
        "中立人遭质疑",
        "中立人遭質疑",
        "Terceiro neutro impugnado",
    ),
    "neutral-challenge-decision": (
        "Challenge decided",
        "已就质疑作出决定",
        "已就質疑作出決定",
        "Impugnação decidida",
    ),
    "neutral-disclosure": (
        "Disclosure by a neutral",
        "中立人已作披露",
        "中立人已作披露",
        "Divulgação pelo terceiro neutro",
    ),
    "neutral-end": ("Neutral has left", "中立人已退任", "中立人已退任", "O terceiro neutro saiu"),
    "neutral-waiver": (
        "Disclosed conflict accepted",
        "已接受所披露的利益冲突",
        "已接受所披露的利益衝突",
        "Conflito divulgado aceite",
    ),
    "order": (
        "Deadline set by an order",
        "已按命令定出期限",
        "已按命令定出期限",
        "Prazo fixado por despacho",
    ),
    "outcome": ("Outcome recorded", "结果已登记", "結果已登記", "Resultado registado"),
    "recovery": (
        "Recovery recorded",
        "追讨所得已登记",
        "追討所得已登記",
        "Cobrança registada",
    ),
    "representation": (
        "Representation changed",
        "代理人已变更",
        "代理人已變更",
        "Representação alterada",
    ),
    "status-key": (
        "Status key replaced",
        "查询密钥已更换",
        "查詢密鑰已更換",
        "Chave de consulta substituída",
    ),
}
# The periods of sides to object to a neutral: by the conflict rules of the pack, no deadline of it.
OBJECTION = "objection:"
_OBJECTION = (
    "Objection to a neutral",
    "对中立人提出异议",
    "對中立人提出異議",
    "Oposição a um terceiro neutro",
)


def event_said(pack: Pack, event: str) -> Mapping[str, str]:
    """What people are told of an event, by language: the pack's words before ours."""
    if event in pack.words or event not in _EVENTS:
        return pack.said(event)
    return dict(zip(_LANGUAGES, _EVENTS[event], strict=True))


def deadline_said(pack: Pack, deadline: str) -> Mapping[str, str]:
    """What people are told of a deadline, by language."""
    if deadline.startswith(OBJECTION):
        return dict(zip(_LANGUAGES, _OBJECTION, strict=True))
    return pack.said(deadline_of(deadline))
