"""The labels of a responsibility clause, and what each announces; the clause that is read from them.

"责任单位:" and "牵头部门:" a list of units, "完成时限:" a day, "责任领导:" a person
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

# "责任单位:", "牵头部门(单位):", "【配合单位】", "牵头:", "责任单位为". "完成时限:" and "责任领导:" end
# a list without being one, and so do those who only look on (督办单位, 监督单位).
_WHAT = "(?:单位|部门|主体|机构|处室|科室|股室|司局|站所|乡镇|镇街|街道|县区|区县|地区|企业|方)"
_WORDS = (
    "牵头|第一责任|主要责任|首要责任|责任|主责|负责|主办|主管|承办|承担|承接|实施|建设|落实|执行|配合|参与|参加|协办|协管|协同|协作|协助"
    r"|支持|支撑|主\(协\)办|会办|联办"
)
_LABEL = re.compile(
    rf"(?:其他|其它|相关|主要|具体|直接)?(?P<word>{_WORDS})(?:[和及、/]?(?:{_WORDS}))?{_WHAT}(?:[及和、与/](?:{_WORDS})?{_WHAT}|\({_WHAT}\)|分工)?\Z"
    r"|(?<![\u4e00-\u9fff])(?P<bare>牵头|主办|配合|协办|协同|(?:责任|任务|职责|部门|单位|工作)分工|分工"
    r"|(?<=[(〔【\[])(?:责任|负责|主责|参与))\Z"
    r"|(?P<due>(?:完成|办结|整改|实施|落实|推进|进度|工作)(?:时限|期限|时间|时间节点|日期|时间安排|安排|要求)"
    r"|(?<![\u4e00-\u9fff])(?:时限|期限|时间|时间节点|时间安排|进度)(?:要求)?|时限要求)\Z"
    r"|(?P<person>(?:责任|牵头|分管|包联|包抓|联系|联挂|督办|挂牌|挂钩|挂点|包保|主管|协管)?"
    r"(?:[省市县区旗州盟]级?|责任)?(?:领导|负责同志)|[副分管责任]{0,4}[市县区]长"
    r"|(?:责任|联系|牵头|第一责任|直接责任|具体责任|包保|经办)人员?|[^\W\d_]{0,2}负责人"
    r"|(?:督办|督导|督促|监督|监管|考核|验收|审核|汇总)(?:单位|部门|机构|处室))\Z"
)
_LABEL_END = re.compile("(?:[:：]|】[:：]?|(?<=单位)[为是]|(?<=部门)[为是]) *")


@dataclass(frozen=True)
class Label:
    start: int
    end: int  # where its list begins
    kind: str  # word, due, person
    word: str = ""


@dataclass
class Clause:
    """One statement of who answers, with the lists in it, and by when if it says so."""

    start: int  # of the whole clause with its brackets
    end: int
    groups: list[tuple[str, int, int]] = field(default_factory=list)  # role word, start, end of the list
    due: tuple[int, int] | None = None
    closed: bool = True  # its bracket is


def find_labels(text: str, start: int, limit: int) -> list[Label]:
    """From each colon back to the words before it: few colons end a label, and every label has one."""
    labels = []
    for sign in _LABEL_END.finditer(text, start, limit):
        match = _LABEL.search(text, max(start, sign.start() - 16), sign.start())
        if match:
            word = match["word"] or match["bare"] or ""
            kind = "word" if word else "due" if match["due"] else "person"
            labels.append(Label(match.start(), sign.end(), kind, word))
    return labels
