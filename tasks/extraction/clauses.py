"""Where a document says who answers: labels, brackets, lines and sentences that name the units of a task."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

# Labels: "责任单位:", "牵头部门(单位):", "【配合单位】", "牵头:", "责任单位为". "完成时限:" and "责任领导:"
# end a list without being one, and so do those who only look on (督办单位, 监督单位).
_WHAT = "(?:单位|部门|主体|机构|处室|科室|股室|司局|站所|乡镇|镇街|街道|县区|区县|地区|企业|方)"
_WORDS = (
    "牵头|第一责任|主要责任|首要责任|责任|主责|负责|主办|主管|承办|承担|承接|实施|建设|落实|执行|配合|参与|参加|协办|协同|协作|协助"
    r"|支持|支撑|主\(协\)办|会办|联办"
)
_LABEL = re.compile(
    rf"(?P<word>{_WORDS})(?:[和及、/]?(?:{_WORDS}))?{_WHAT}(?:[及和、与/](?:{_WORDS})?{_WHAT}|\({_WHAT}\)|分工)?\Z"
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

LEADS = {"牵头", "牵头负责", "第一责任", "主要责任", "首要责任", "主责", "主办", "主管"}
COOPERATES = {
    "配合", "参与", "参加", "协办", "协同", "协作", "协助", "支持", "支撑", "主(协)办", "会办", "联办",
}  # fmt: skip

# What a unit's name ends in. A name that ends otherwise is doubted, not dropped.
_BODY = (
    "局|委|厅|办|部|署|院|会|社|府|中心|公司|集团|银行|支行|分行|总队|支队|大队|海关|管委会|室|单位|部门|街道|乡镇|"
    "县|区|市|旗|州|盟|省|各地|地方|馆|台|站|处|队|学校|大学|学院|党校|机构|企业|组|专班|园|厂|所|协会|团委|妇联|工商联|"
    "残联|文联|科协|总工会|公安|法院|检察院|分局|镇|乡|村|社区|指挥部|领导小组|基地|军分区|武警|媒体|地区|联社|供销社|工会|铁塔|电网|主体"
    "|中支|镇街|街镇|各街|司|农商行|农信社|场|集体|中行|工行|农行|建行|移动|联通|电信|燃气|热力|库|管委"
)
UNIT_LIKE = re.compile(rf"(?:{_BODY})(?:\([^()]*\))?$")


@dataclass(frozen=True)
class Label:
    start: int
    end: int  # where its list begins
    kind: str  # word, due, person
    word: str = ""


@dataclass
class Clause:
    start: int  # of the whole clause with its brackets
    end: int
    groups: list[tuple[str, int, int]] = field(default_factory=list)  # role word, start, end of the list
    due: tuple[int, int] | None = None
    closed: bool = True


def find_clauses(text: str, start: int, limit: int) -> list[Clause]:
    """Every responsibility clause in text[start:limit], in order."""
    labels = find_labels(text, start, limit)
    places = [label.start for label in labels]
    clauses = []
    for span in _brackets(text, start, limit):
        inside = labels[bisect_left(places, span[0]) : bisect_left(places, span[1])]
        if clause := _bracketed(text, *span, inside):
            clauses.append(clause)
    clauses += _own_lines(text, limit, _outside(labels, clauses))
    clauses = _sorted(clauses)
    clauses += _own_sentences(text, start, limit, clauses)
    for clause in clauses:
        _cut_day(text, clause)
    return _sorted(clauses)


def _sorted(clauses: list[Clause]) -> list[Clause]:
    return sorted(clauses, key=lambda clause: clause.start)


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


def _outside(labels: list[Label], clauses: list[Clause]) -> list[Label]:
    """The labels that stand in no bracketed clause."""
    starts = [clause.start for clause in clauses]
    kept = []
    for label in labels:
        at = bisect_right(starts, label.start)
        if not any(clause.start <= label.start < clause.end for clause in clauses[max(0, at - 2) : at]):
            kept.append(label)
    return kept


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


def _cut_note(text: str, start: int, end: int) -> int:
    """The end of a list without the note behind it."""
    note = _NOTE.search(text, max(start, end - 60), end)
    return note.start() if note else end


def _day_behind(text: str, start: int, end: int) -> re.Match | None:
    """The last words of a list that say by when; of two such ("6月底前出台,年内推进") the first."""
    found = None
    while day := _DAY.search(text, max(start, end - 60), end):
        if UNIT_LIKE.search(day["when"]) or not _DATED.search(day["when"]):
            break
        found, end = day, day.start()
    return found


def _due(day: re.Match) -> tuple[int, int]:
    return day.span("day" if day["day"] else "when")


def _cut_day(text: str, clause: Clause) -> None:
    """The day behind a list is no unit; it is when the task is due."""
    for at, (word, start, end) in enumerate(clause.groups):
        end = _cut_note(text, start, end)
        general = STANDING.search(text, start, end)
        end = general.start() if general else end
        clause.groups[at] = (word, start, end)
        if day := _day_behind(text, start, end):
            clause.groups[at] = (word, start, day.start())
            clause.due = clause.due or _due(day)


# --- in brackets ---

_VERB_END = re.compile(
    r"(?:负责|牵头|主办|承办|配合|协办|参与|落实|承担|协助|参加|组织实施|实施)(?:落实|实施|推进)?[。.]?$"
)
_VERB = re.compile(
    r"(?P<tail>(?:等(?:[\u4e00-\u9fff]{0,8}?(?:部门|单位))?)?"
    r"(?:按照?(?:各自)?(?:职责|职能|任务)(?:分工)?|根据职责分工|依职责|分别|共同|分工|具体|各自|协调)*)"
    r"(?P<verb>牵头负责|牵头|主办|承办|负责落实|负责|落实|配合|协办|参与|参加|协助|承担|组织实施|实施)"
    r"(?:具体)?(?:推进|实施|落实)?(?=[,，、;；。]|$)"
)


def _brackets(text: str, start: int, limit: int) -> list[tuple[int, int, bool]]:
    """Outermost "(…)" within one line; one that never closes ends with its line."""
    spans, open_at = [], []
    for match in re.compile(r"[()〔〕【】\[\]\n]").finditer(text, start, limit):
        sign, at = match.group(), match.start()
        if sign in "(〔【[":
            open_at.append(at)
        elif sign in ")〕】]" and open_at:
            begin = open_at.pop()
            spans.append((begin, at + 1, True))
        elif sign == "\n":
            spans += [(begin, at, False) for begin in open_at[-1:]]
            open_at = []
    spans += [(begin, limit, False) for begin in open_at[-1:]]
    return sorted(spans)


def _bracketed(text: str, start: int, end: int, closed: bool, labels: list[Label]) -> Clause | None:
    if end - start < 4 or end - start > 2000:
        return None
    inner, last = start + 1, end - 1 if closed else end
    label = labels[0] if labels and labels[0].start < inner + 60 and labels[0].end < last else None
    if label and (label.start == inner or text[label.start - 1] in ";；,，、。 "):
        return _labelled_groups(text, last, labels, Clause(start, end, closed=closed))
    if not closed and not _spoken_to_the_end(text[inner:last]):
        return None
    last = _cut_note(text, inner, last)
    day = _day_behind(text, inner, last)
    stop = day.start() if day else last
    content = STANDING.sub("", text[inner:stop]).rstrip("。,，;； ")
    if "。" in content:
        return None
    if _VERB_END.search(content) and _mostly_units(content) and not _in_mid_sentence(text, start, end):
        groups = _spoken_groups(text, inner, stop)
        return Clause(start, end, groups, day and _due(day), closed)
    standing = STANDING.search(text, inner, stop)
    stop = standing.start() if standing else stop
    if _all_units(content) and _closes_stretch(text, start, end, content):
        return Clause(start, end, [("", inner, stop)], day and _due(day))
    return None


def _closes_stretch(text: str, start: int, end: int, content: str) -> bool:
    """A bare list behind a sentence or before a stop: "…85%。(县林业局)完成…", "…制度(县公安局)。" """
    ends = end >= len(text) or text[end] in "\n。;；" or not text[end:].strip()
    if text[start - 1 : start] in "。\n":
        return ends or all(_OFFICE.search(name) for name in _parts(content))
    before = text[max(0, start - 12) : start]
    return ends and not _OFFICE_END.search(before) and not _ASIDE.search(content)


_OFFICE = re.compile("(?:局|委|厅|办|部|院|府|中心|公司|集团|支队|总队|会|司|行|社)$")
_OFFICE_END = re.compile("(?:办公室|局|委|厅|部门|单位|中心|专班|小组|办|平台|政府)$")
_ASIDE = re.compile(
    "^(?:含|不含|包括|不包括|如|除|即|简称|以下|原|下称|或|以|仅|限|共|附)|^[^、,，;；]*(?:区|管委会|办事处|街道|镇|乡|村)$"
)


def _spoken_to_the_end(content: str) -> bool:
    """A bracket that never closes holds a clause where it holds nothing but units and verbs."""
    names = [plain_name(part) for part in _parts(content.rstrip("。 "))]
    return bool(_VERB_END.search(content)) and all(UNIT_LIKE.search(name) for name in names)


def _in_mid_sentence(text: str, start: int, end: int) -> bool:
    """ "成立专班(市住建局牵头),定期调度": the bracket tells of the word before it, not of the task."""
    before, after = text[max(start - 1, 0)], text[end : end + 1]
    return bool(re.match(r"[\u4e00-\u9fff]", before) and re.match(r"[\u4e00-\u9fff,，、]", after))


_DUTY = re.compile(
    r"(?:按照?(?:各自)?(?:职责|职能|任务)(?:分工)?|根据职责分工|依职责|分别|共同|分工)*"
    r"(?:负责具体实施|具体实施|组织实施|牵头负责|负责牵头|负责|落实|牵头|主办|承办|配合|协办|参与|实施)?(?:落实|实施|推进)?$"
)
_BY = re.compile(r"^(?:(?:该|此|本|以上|上述)(?:项|条)?(?:工作|任务|措施)?)?由")


def plain_name(name: str) -> str:
    """Without the words around it: "由市住建局负责" -> 市住建局"""
    return _DUTY.sub("", _BY.sub("", name))


def _mostly_units(content: str) -> bool:
    names = [name for name in (plain_name(part) for part in _parts(content)) if name]
    like = sum(bool(UNIT_LIKE.search(re.sub("等$", "", name))) for name in names)
    return bool(names) and like >= 0.6 * len(names) and all(len(name) <= 40 for name in names)


def _all_units(content: str) -> bool:
    names = _parts(re.sub("等$", "", content))
    short = names[-1].endswith(("政府", "管委会"))  # 杭州、宁波市政府
    return len(content) >= 4 and all(
        2 <= len(name) <= 25 and (UNIT_LIKE.search(name) or (short and len(name) <= 4)) for name in names
    )


def _parts(content: str) -> list[str]:
    """A list without what stands in brackets behind its names."""
    return re.split("[、,，;；]", re.sub(r"[(〔〈][^()〔〕〈〉]*[)〕〉]", "", content))


def _labelled_groups(text: str, end: int, labels: list[Label], clause: Clause) -> Clause:
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        stop = following.start if following else end
        if label.kind == "due":
            clause.due = (label.end, stop)
        elif label.kind == "word":
            clause.groups += spoken_after(text, label.word, label.end, stop)
    return clause


def spoken_after(text: str, word: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """ "责任单位:甲局牵头,乙局配合", "配合单位:丙局;丁政府负责具体实施": a verb says what a list is."""
    groups = _spoken_groups(text, start, end)
    if not groups or (len(groups) == 1 and groups[0][0] in {"负责", "落实", "负责落实", "组织实施"}):
        cut = max(text.rfind(sign, start, groups[0][2]) for sign in ";；") if groups else -1
        if cut < 0:
            return [(word, start, end)]
        return [(word, start, cut), (groups[0][0], cut + 1, groups[0][2])]
    last = groups[-1][2]
    rest = re.search(r"[,，;；]", text[last:end])
    groups = [(verb or word, begin, stop) for verb, begin, stop in groups]
    return [*groups, (word, last + rest.end(), end)] if rest and end - last - rest.end() > 2 else groups


def _spoken_groups(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """ "A、B牵头,C按职责分工负责": each verb closes the list before it."""
    groups, at = [], start
    standing = STANDING.search(text, start, end)
    for match in _VERB.finditer(text, start, standing.start() if standing else end):
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


# "以下均需各省级人民政府落实,不再列出": stands once, inside a clause or alone, for all that follows
STANDING = re.compile(
    r"(?:以下|下列|后续|下述)(?:各?项)?(?:重点)?(?:任务|工作|措施|事项)?(?:均|都|全部)[需由要]?(?P<units>(?:[^。;；()\n]|\([^()\n]{1,12}\)){2,60}?)"
    r"(?:按职责分工)?(?P<verb>负责|落实|参与|配合|牵头)(?:落实|负责)?(?:[,，][^。,，;；()\n]{2,12}外)?(?:[,，]不再[^。,，;；()\n]{0,6}列[出示]?)?"
)
# "以上由市税务局、市财政局负责落实": for what stands above it in its section
_ABOVE = re.compile(
    r"(?:(?<=[\n。(])|\A)(?:以上|上述)(?:各?项)?(?:重点)?(?:任务|工作|措施|事项|政策|内容)*(?:均|都|全部)?由"
    r"(?P<units>(?:[^。;；()\n]|\([^()\n]{1,12}\)){2,80}?)(?:按照?职责分工)?(?P<verb>负责|落实|牵头)(?:落实|推进|实施)?(?=[。)\n,，]|\Z)"
)


def find_standing(text: str) -> list[Clause]:
    return _named_for_many(STANDING, text)


def find_closing(text: str) -> list[Clause]:
    return _named_for_many(_ABOVE, text)


def _named_for_many(pattern: re.Pattern, text: str) -> list[Clause]:
    return [
        Clause(match.start(), match.end(), [(match.group("verb"), *match.span("units"))])
        for match in pattern.finditer(text)
    ]


# --- on lines of their own ---


def _own_lines(text: str, limit: int, labels: list[Label]) -> list[Clause]:
    """Labels on lines of their own, several in a row making one clause: 牵头部门:… / 参与部门:…"""
    clauses: list[Clause] = []
    for label, following in zip(labels, [*labels[1:], None], strict=False):
        in_row = bool(clauses) and clauses[-1].start < label.start < clauses[-1].end
        if not in_row and not _begins(text, label.start):
            continue  # "由责任单位:…" in mid-sentence
        stop = _list_end(text, label, following.start if following else limit, limit)
        between = text[clauses[-1].end : label.start] if clauses else ""
        nearby = clauses and len(between) < 20 and not _NUMBERED.sub("", between).strip(" \n;；,，。*【")
        clause = clauses[-1] if nearby else Clause(label.start, stop)
        if not nearby:
            clauses.append(clause)
        elif clause.groups and clause.end > label.start:  # two labels in one line
            word, begin, end = clause.groups[-1]
            clause.groups[-1] = (word, begin, min(end, label.start))
        clause.end = stop
        if label.kind == "due":
            clause.due = (label.end, stop)
        elif label.kind == "word":
            clause.groups.append((label.word, label.end, stop))
    for clause in clauses:
        clause.groups = [part for group in clause.groups for part in spoken_after(text, *group)]
    return [clause for clause in clauses if clause.groups or clause.due]


_NUMBERED = re.compile(r"\([一二三四五六七八九十\d]{1,2}\)|\d{1,2}[.、]")


def _begins(text: str, at: int) -> bool:
    """A label begins a line or a sentence, or stands behind a blank that parts it from the words before."""
    line = text[max(0, at - 3) : at].rsplit("\n", 1)[-1]
    lead = line.strip(" *>-—–•·●◆■(【")
    return not lead or lead[-1] in "。;；,，)”" or line[-1] == " "


def _list_end(text: str, label: Label, following: int, limit: int) -> int:
    """The end of the line or sentence; with nothing behind the label, the lines of units below it."""
    stop = text.find("\n", label.end, limit)
    stop = limit if stop < 0 else stop
    if label.kind == "word" and not text[label.end : stop].strip():
        while stop < following:
            end = text.find("\n", stop + 1, limit)
            end = limit if end < 0 else end
            if end > following or end <= stop or not _all_units(text[stop + 1 : end].strip(" 、,，;；")):
                break
            stop = end
        return stop
    sign = text.find("。", label.end, stop)
    return sign if sign >= 0 else stop


_LAST_SENTENCE = re.compile(
    r"(?:^|(?<=[。;；]))(?P<words>[^。;；\n()]{2,120}(?:负责|牵头|承办|配合|协办|落实))[。]?$", re.MULTILINE
)


def _own_sentences(text: str, start: int, limit: int, taken: list[Clause]) -> list[Clause]:
    """ "由市住建局牵头,市财政局配合。": a last sentence that holds units and verbs and nothing else."""
    clauses: list[Clause] = []
    starts = [clause.start for clause in taken]
    for match in _LAST_SENTENCE.finditer(text, start, limit):
        if match["words"].startswith(("以上", "上述", "以下", "下列")):
            continue  # for many tasks: find_closing, find_standing
        at = bisect_left(starts, match.end())
        if at and taken[at - 1].end > match.start():
            continue  # read already
        names = [plain_name(part) for part in re.split("[、,，]", match["words"])]
        if all(2 <= len(name) <= 20 and UNIT_LIKE.search(re.sub("等$", "", name)) for name in names):
            groups = _spoken_groups(text, match.start("words"), match.end("words"))
            clauses.append(Clause(match.start(), match.end(), groups))
    return [clause for clause in clauses if clause.groups]
