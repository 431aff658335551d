"""What people are told of events that no rules pack has: what the register does in a case."""

from __future__ import annotations

from collections.abc import Mapping

from ipregistry.domain.packs.model import Pack

_LANGUAGES = ("en", "zh-Hans", "zh-Hant", "pt")
_EVENTS: Mapping[str, tuple[str, str, str, str]] = {
    "extension": (
        "Deadline extended",
        "期限已延长",
        "期限已延長",
        "Prazo prorrogado",
    ),
    "joining": (
        "Party has access",
        "当事人已取得查阅权限",
        "當事人已取得查閱權限",
        "A parte tem acesso",
    ),
    "order": (
        "Deadline set by an order",
        "已按命令定出期限",
        "已按命令定出期限",
        "Prazo fixado por despacho",
    ),
    "outcome": (
        "Outcome on record",
        "结果已记录",
        "結果已記錄",
        "Resultado registado",
    ),
    "recovery": (
        "Recovery on record",
        "清偿已记录",
        "清償已記錄",
        "Recuperação registada",
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


def event_said(pack: Pack, event: str) -> Mapping[str, str]:
    """What people are told of an event, by language: the pack's words before ours."""
    if event in pack.words or event not in _EVENTS:
        return pack.said(event)
    return dict(zip(_LANGUAGES, _EVENTS[event], strict=True))
