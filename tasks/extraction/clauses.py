"""Where a document says who answers: brackets, lines and sentences that name the units of a task.

"…建成公园3座。(甲局、乙局按职责分工负责)", "责任单位:甲局", "由甲局牵头,乙局配合。"
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from .bracketed import bracketed, brackets
from .labels import Clause, Label, find_labels
from .unitlists import (
    STANDING,
    UNIT_LIKE,
    all_units,
    cut_note,
    day_behind,
    due_words,
    mostly_units,
    plain_name,
    spoken_after,
    spoken_groups,
)


def find_clauses(text: str, start: int, limit: int) -> list[Clause]:
    """Every responsibility clause in text[start:limit], in order."""
    labels = find_labels(text, start, limit)
    places = [label.start for label in labels]
    clauses = []
    for span in brackets(text, start, limit):
        inside = labels[bisect_left(places, span[0]) : bisect_left(places, span[1])]
        if clause := bracketed(text, *span, inside):
            clauses.append(clause)
    clauses += _own_lines(text, limit, _outside(labels, clauses))
    clauses = _sorted(clauses)
    clauses += _own_sentences(text, start, limit, clauses)
    clauses += _together(text, start, limit, clauses)
    for clause in clauses:
        _cut_day(text, clause)
    return _sorted(clauses)


def _sorted(clauses: list[Clause]) -> list[Clause]:
    return sorted(clauses, key=lambda clause: clause.start)


def _outside(labels: list[Label], clauses: list[Clause]) -> list[Label]:
    """The labels that stand in no bracketed clause."""
    starts = [clause.start for clause in clauses]
    kept = []
    for label in labels:
        at = bisect_right(starts, label.start)
        if not any(clause.start <= label.start < clause.end for clause in clauses[max(0, at - 2) : at]):
            kept.append(label)
    return kept


def _cut_day(text: str, clause: Clause) -> None:
    """The day behind a list is no unit; it is when the task is due."""
    for at, (word, start, end) in enumerate(clause.groups):
        general = STANDING.search(text, start, end)
        end = general.start() if general else cut_note(text, start, end)
        clause.groups[at] = (word, start, end)
        if day := day_behind(text, start, end):
            clause.groups[at] = (word, start, day.start())
            clause.due = clause.due or due_words(day)


# --- on lines of their own ---

_NUMBERED = re.compile(r"\([一二三四五六七八九十\d]{1,2}\)|\d{1,2}[.、]")


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


def _begins(text: str, at: int) -> bool:
    """A label begins a line or a sentence, or stands behind a blank that parts it from the words before."""
    line = text[max(0, at - 3) : at].rsplit("\n", 1)[-1]
    lead = line.strip(" *>-—–•·●◆■(【")
    return not lead or lead[-1] in "。;；,，)”" or line[-1] == " " or _behind_heading(text, at)


_HEADED = re.compile(
    r"(?:\A|\n)(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、])"
    r"[^。,，、;；:：()\n]{3,24}(?<![由各按以与及和向对据经是])\Z"
)


def _behind_heading(text: str, at: int) -> bool:
    """ "一、敬老行动|责任单位:县民政局": a heading that lost what parted it from the label."""
    return bool(_HEADED.search(text[max(0, at - 32) : at]))


def _list_end(text: str, label: Label, following: int, limit: int) -> int:
    """The end of the line or sentence, or of the lines of units below it."""
    stop = _line_end(text, label.end, limit)
    if label.kind == "word" and not text[label.end : stop].strip():
        while stop < following:
            end = min(_line_end(text, stop + 1, limit), following)  # "牵头单位:\n甲局;责任单位:乙局"
            if end <= stop or not all_units(_bare(text, stop + 1, end)):
                break
            stop = end
        return stop
    sign = text.find("。", label.end, stop)
    if sign >= 0:
        return sign
    near = min(stop, following) - label.end < 300  # else a text of nothing but labels would take long
    if label.kind == "word" and near and stop < following and all_units(_bare(text, label.end, stop)):
        while stop < following and _goes_on_below(text, stop + 1, limit):
            stop = _line_end(text, stop + 1, limit)
    return min(stop, limit)


def _line_end(text: str, start: int, limit: int) -> int:
    end = text.find("\n", start, limit)
    return limit if end < 0 else end


def _bare(text: str, start: int, end: int) -> str:
    return text[start:end].strip(" 、,，;；。")


def _goes_on_below(text: str, start: int, limit: int) -> bool:
    """ "责任单位:县住建局 / 县财政局 / 各乡镇": one unit a line; not the body that signs above the day."""
    end = _line_end(text, start, limit)
    words = _bare(text, start, end)
    below = text[end + 1 : end + 16].lstrip()
    units = _OF_LIST.match(words) and all_units(words)
    return bool(units or _ALL_PLACES.fullmatch(words)) and not _SIGNED.match(below)


_ALL_PLACES = re.compile(r"各(?:[省市县区旗州乡镇]|街道|园区)+(?:\([^()]{1,8}\))?")
_OF_LIST = re.compile("[省市县区旗州盟各](?!人民政府)")
_SIGNED = re.compile("(?:19|20)\\d\\d年|二[〇○零]")


# --- as the last sentence ---

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
            groups = spoken_groups(text, match.start("words"), match.end("words"))
            clauses.append(Clause(match.start(), match.end(), groups))
    return [clause for clause in clauses if clause.groups]


# "…的问题,由发展改革委会同农业部、财政部等部门研究提出落实意见。"
_TOGETHER = re.compile(
    "[,，]由(?P<lead>[^,，。;；()\\n]{2,60}?)会同(?P<others>[^,，。;；()\\n]{2,120}?)"
    "(?:(?:等)?(?:有关|相关)?(?:部门|单位))?(?:负责落实|负责|落实|研究提出[^,，。;；]{0,12}意见|组织实施|抓好落实)(?=[。\\n;；])"
)


def _together(text: str, start: int, limit: int, taken: list[Clause]) -> list[Clause]:
    """The last words of a sentence that name who leads and with whom."""
    spans = [(clause.start, clause.end) for clause in taken]
    return [
        Clause(match.start(), match.end(), [("牵头", *match.span("lead")), ("会同", *match.span("others"))])
        for match in _TOGETHER.finditer(text, start, limit)
        if all_units(match["lead"])
        and mostly_units(match["others"])
        and not any(a <= match.start() < b for a, b in spans)
    ]


# --- for many tasks at once ---

# "以上由市税务局、市财政局负责落实": for what stands above it in its section
_ABOVE = re.compile(
    r"(?:(?<=[\n。(])|\A)(?:以上|上述)(?:各?项)?(?:重点)?(?:任务|工作|措施|事项|政策|内容)*(?:均|都|全部)?由"
    r"(?P<units>(?:[^。;；()\n]|\([^()\n]{1,12}\)){2,80}?)(?:按照?职责分工)?(?P<verb>负责|落实|牵头)(?:落实|推进|实施)?(?=[。)\n,，]|\Z)"
)


# "一、县农业农村局牵头工作(7项)": who leads all tasks of the division
_LEADING = re.compile(
    r"[,，、：: ]*(?:由)?(?P<units>[\u4e00-\u9fff、]{3,60}?)牵头(?:负责|组织|推进|落实|实施)?的?"
    "(?:重点)?(?:工作|任务|事项|项目|内容)"
    r" ?(?:[(（]?共?\d{1,3}[项条个件][)）]?)?"
)


def leading_in_title(text: str, start: int, end: int) -> Clause | None:
    """The heading of a division that says who leads what stands under it."""
    match = _LEADING.fullmatch(text, start, end)
    if not match or not all_units(match["units"]):
        return None
    return Clause(start, end, [("牵头", *match.span("units"))])


def find_standing(text: str) -> list[Clause]:
    """ "以下均需各区政府落实": for all tasks behind the words."""
    return _named_for_many(STANDING, text)


def find_closing(text: str) -> list[Clause]:
    """ "以上由市税务局负责落实": for the tasks of the section above the words."""
    return _named_for_many(_ABOVE, text)


def _named_for_many(pattern: re.Pattern, text: str) -> list[Clause]:
    return [
        Clause(match.start(), match.end(), [(match.group("verb") or "", *match.span("units"))])
        for match in pattern.finditer(text)
    ]
