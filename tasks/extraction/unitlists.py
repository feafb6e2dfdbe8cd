"""A list of units: what may stand in one, what ends it, and the verbs that say what each unit does.

"甲局、乙局牵头,丙局按职责分工负责,2023年6月底前完成"
"""

from __future__ import annotations

import re

# What each role word says of the units beside it; the words not named here say 责任, who answers.
LEADS = {"牵头", "牵头负责", "第一责任", "主要责任", "首要责任", "主责", "主办", "主管"}
COOPERATES = {
    "会同", "配合", "参与", "参加", "协办", "协管", "协同", "协作", "协助", "支持", "支撑", "主(协)办",
    "会办", "联办",
}  # fmt: skip
# What a unit's name ends in. A name that ends otherwise is doubted, not dropped.
_BODY = (
    "局|委|厅|办|部|署|院|会|社|府|中心|公司|集团|银行|支行|分行|总队|支队|大队|海关|管委会|室|单位|部门|街道|乡镇|"
    "县|区|市|旗|州|盟|省|各地|地方|馆|台|站|处|队|学校|大学|学院|党校|机构|企业|组|专班|园|厂|所|协会|团委|妇联|工商联|"
    "残联|文联|科协|总工会|公安|法院|检察院|分局|镇|乡|村|社区|指挥部|领导小组|基地|军分区|武警|媒体|地区|联社|供销社|工会|铁塔|电网|主体"
    "|中支|镇街|街镇|各街|司|农商行|农信社|场|集体|中行|工行|农行|建行|移动|联通|电信|燃气|热力|库|管委"
)
UNIT_LIKE = re.compile(rf"(?:{_BODY})(?:\([^()]*\))?$")


# --- names ---

_DUTY = re.compile(
    r"(?:结合(?:各自|本地|自身)?实际|按照?(?:各自)?(?:职责|职能|任务)(?:分工)?|根据职责分工|依职责|分别|共同|分工)*"
    r"(?:负责具体实施|具体实施|组织实施|牵头负责|负总责|负责牵头|负责|落实|牵头|主办|承办|配合|协办|参与|实施)?(?:落实|实施|推进)?$"
)
_BY = re.compile(r"^(?:(?:该|此|本|以上|上述)(?:项|条)?(?:工作|任务|措施)?)?由")


def plain_name(name: str) -> str:
    """Without the words around it: "由市住建局负责" -> 市住建局"""
    return _DUTY.sub("", _BY.sub("", name))


def parts(content: str) -> list[str]:
    """A list without what stands in brackets behind its names."""
    return re.split("[、,，;；]", re.sub(r"[(〔〈][^()〔〕〈〉]*[)〕〉]", "", content))


_OF_PLACES = re.compile("(?:政府|管委会|办事处|街道|镇|乡)$")


def mostly_units(content: str) -> bool:
    """A list with a verb behind it may hold a few names that look like none: "甲局、城投、乙局负责"."""
    names = [name for name in (plain_name(part) for part in parts(content)) if name]
    like, of_places = 0, False
    for name in reversed(names):
        whole = bool(UNIT_LIKE.search(re.sub("等$", "", name)))
        of_places = bool(_OF_PLACES.search(name)) or (of_places and not whole)
        like += whole or (of_places and len(name) <= 4)  # 甲、乙、丙街道办事处
    return bool(names) and like >= 0.6 * len(names) and all(len(name) <= 40 for name in names)


def all_units(content: str) -> bool:
    """A list without a label or a verb is one only if every name in it is a unit's."""
    names = parts(re.sub("等$", "", content))
    short = names[-1].endswith(("政府", "管委会"))  # 甲、乙市政府
    return len(content) >= 4 and all(
        2 <= len(name) <= 25 and (UNIT_LIKE.search(name) or (short and len(name) <= 4)) for name in names
    )


# --- what ends a list ---

# "…负责,2022年底前完成", "…负责,持续推进": by when, behind the last unit
_DAY = re.compile(
    r"[,，;；、。 ](?P<when>(?P<day>[^,，。;；、()\n]{0,24}(?:前|底|内|月|年|日|期间|季度))"
    r"[^,，。;；、()\n]{0,14}"
    r"|(?:并|需)?(?:长期|持续|全年|常态化?|每年|贯穿)[^,，。;；、()\n]{0,12}|立即[^,，。;；、()\n]{0,8})"
    "[。;；, ]*$"
)
_DATED = re.compile(r"\d|年[底内]|季度|上半年|长期|持续|全年|常态|每年|贯穿|立即")
# "…,各市人民政府。逗号前为牵头单位,下同"
_NOTE = re.compile(
    r"[。;；,，(](?=[^。;；,，]{0,12}(?:逗号|分号|首位|第一位|第一个|首个|排第一|排名第一|下同|以下同|不再))[^\n]*$"
)


def cut_note(text: str, start: int, end: int) -> int:
    """The end of a list without the note behind it."""
    note = _NOTE.search(text, max(start, end - 60), end)
    return note.start() if note else end


def day_behind(text: str, start: int, end: int) -> re.Match | None:
    """The last words of a list that say by when; of two such ("6月底前出台,年内推进") the first."""
    found = None
    while day := _DAY.search(text, max(start, end - 60), end):
        if UNIT_LIKE.search(day["when"]) or not _DATED.search(day["when"]):
            break
        found, end = day, day.start()
    return found


def due_words(day: re.Match) -> tuple[int, int]:
    """Where the day itself stands: 2023年6月底前 in "2023年6月底前完成"."""
    return day.span("day" if day["day"] else "when")


# "以下均需各省级人民政府落实,不再列出": stands once, inside a clause or alone, for all that follows
STANDING = re.compile(
    r"(?:以下|下列|后续|下述|具体)(?:各?项)?(?:重点)?(?:任务|工作|措施|事项)?(?:的?(?:责任|配合)(?:单位|部门)中?)?(?:均|都|全部)(?:涉及|[需由要有含])?"
    r"(?P<units>(?:[^。;；()\n]|\([^()\n]{1,12}\)){2,60}?)"
    r"(?:(?:按职责分工)?(?P<verb>负责|落实|参与|配合|牵头)(?:落实|负责)?(?:[,，][^。,，;；()\n]{2,12}外)?"
    r"(?:[,，]不再[^。,，;；()\n]{0,6}列[出示]?)?|[,，]不再[^。,，;；()\n]{0,6}(?:列[出示]?|分工))"
)


# --- verbs behind the names ---

_VERB = re.compile(
    r"(?P<tail>(?:等(?:[\u4e00-\u9fff]{0,8}?(?:部门|单位))?)?"
    r"(?:结合(?:各自|本地|自身)?实际|按照?(?:各自)?(?:职责|职能|任务)(?:分工)?|根据职责分工|依职责"
    r"|分别|共同|分工|具体|各自|协调)*)"
    r"(?P<verb>牵头负责|负总责|牵头|主办|承办|负责落实|负责|落实|配合|协办|参与|参加|协助|承担|组织实施|实施)"
    r"(?:具体)?(?:推进|实施|落实|督导|督促|指导|协调|组织)?(?=[,，、;；。]|$)"
)
VERB_END = re.compile(
    r"(?:负责|负总责|牵头|主办|承办|配合|协办|参与|落实|承担|协助|参加|组织实施|实施)(?:落实|实施|推进|督导|督促|指导|协调)?[。.]?$"
)


def spoken_after(text: str, word: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """ "责任单位:甲局牵头,乙局配合", "配合单位:丙局;丁政府负责具体实施": a verb says what a list is."""
    groups = spoken_groups(text, start, end)
    if not groups or (len(groups) == 1 and groups[0][0] in {"负责", "落实", "负责落实", "组织实施"}):
        cut = max(text.rfind(sign, start, groups[0][2]) for sign in ";；") if groups else -1
        if cut < 0:
            return [(word, start, end)]
        return [(word, start, cut), (groups[0][0], cut + 1, groups[0][2])]
    last = groups[-1][2]
    rest = re.search(r"[,，;；]", text[last:end])
    groups = [(verb or word, begin, stop) for verb, begin, stop in groups]
    return [*groups, (word, last + rest.end(), end)] if rest and end - last - rest.end() > 2 else groups


def spoken_groups(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """ "A、B牵头,C按职责分工负责": each verb closes the list before it."""
    groups: list[tuple[str, int, int]] = []
    at = start
    standing = STANDING.search(text, start, end)
    for match in _VERB.finditer(text, start, standing.start() if standing else end):
        if groups and text.startswith("会同", at):  # "甲局牵头,会同乙局负责": 乙局 helps
            groups.append(("会同", at + 2, match.start()))
        else:
            groups.append((match.group("verb"), at, match.start()))
        at = match.end()
        while at < end and text[at] in ",，;；、。 ":
            at += 1
    if groups and all(verb in COOPERATES for verb, _, _ in groups):
        verb, begin, stop = groups[0]  # "(甲局,乙局、丙局配合)": whom they help stands before
        cut = min((at for sign in ";；,，" if (at := text.find(sign, begin, stop)) >= 0), default=-1)
        if cut >= 0:
            groups[:1] = [("", begin, cut), (verb, cut + 1, stop)]
    return groups
