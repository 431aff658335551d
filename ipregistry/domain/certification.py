"""What a certified copy says beside what it certifies: that recording is not adjudication.

Found in no register of the field in so many words but the USPTO's (37 CFR 3.54: recording
is no determination of validity or effect; confidence M). Here it is node practice (D), and
stands in every copy in the four languages, so that no reader needs another page for it.
"""

from __future__ import annotations

from collections.abc import Mapping

NOT_ADJUDICATED = "recorded-not-adjudicated"

STATEMENT: Mapping[str, str] = {
    "en": (
        "This copy says what the register had recorded at the times named in it. Recording is "
        "not adjudication: the register does not decide who is entitled, whether a document is "
        "valid, or what the law makes of it. What is pending is listed by kind, time and order; "
        "it may be refused. The copy can be checked with the node's published key."
    ),
    "zh-Hant": (
        "本副本說明登記冊於其所載時間的記錄。記錄並非裁決：登記冊不裁定誰享有權利、文件是否有效，"
        "亦不裁定其法律效果。待決的申請按種類、時間及次序列出，並可能被拒絕。"
        "本副本可用本系統公布的公鑰驗證。"
    ),
    "zh-Hans": (
        "本副本说明登记册于其所载时间的记录。记录并非裁决：登记册不裁定谁享有权利、文件是否有效，"
        "亦不裁定其法律效果。待决的申请按种类、时间及次序列出，并可能被拒绝。"
        "本副本可用本系统公布的公钥验证。"
    ),
    "pt": (
        "Esta cópia diz o que o registo tinha inscrito nos momentos nela indicados. Registar não "
        "é julgar: o registo não decide quem é titular, se um documento é válido, nem que efeitos "
        "a lei lhe dá. O que está pendente figura por espécie, hora e ordem, e pode ser recusado. "
        "A cópia pode ser verificada com a chave pública do nó."
    ),
}
