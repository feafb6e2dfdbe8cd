"""Results in numbers that a document commits somebody to reach: which figures are such, and their records."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from .contract import Target
from .due import Dates
from .messages import MESSAGES
from .naming import (
    CEILING,
    FLOOR,
    LEAD,
    OF_BASE,
    REACH,
    VERB_HEAD,
    Found,
    context_of,
    handed_out_together,
    name_target,
    name_together,
    share_predicate,
    strip_reach,
    trim,
)
from .quantities import Quantity, find_quantities

_STOP = "，,。；;：:！!？?\n"


_TIME_UNITS = {"个工作日", "工作日", "个月", "天", "小时", "分钟", "日", "周", "年"}


_PAST = re.compile(r"(?:目前|现有|已经|已建成|已完成|已有|截至目前|截止|上年|去年|以来|此前|原有|共计有)")


_CONCEPT = re.compile(r"^(?:方面|维度|层面|大类|级标准|制)")


# "15分钟便民生活圈" is a name; "3个“15分钟便民生活圈”" counts
_CIRCLE = re.compile(r"^[^,，。；;、]{0,8}(?:生活圈|通勤圈|健身圈|经济圈|交通圈|服务圈|文体圈)")


_THRESHOLD_WORDS = "人 元 米 吨 岁 平方米 年 个月 公里 亩 千瓦 天 小时 日 公顷 户 兆 平方公里 分钟"
_THRESHOLD_UNITS = set(_THRESHOLD_WORDS.split())


_WINDOW = 200  # how far from a figure its words are looked for: no clause of a document is longer


@dataclass(frozen=True)
class Stretch:
    """A piece of text that belongs to one task or to the goals."""

    start: int
    end: int


def find_targets(
    text: str,
    stretch: Stretch,
    dates: Dates,
    holes: list[tuple[int, int]],
    ocr=(),
    due: date | None = None,
    topic: str = "",
) -> list[Target]:
    """The targets of one stretch; `holes` are the clauses inside it, `due` a date set for all."""
    found: list[Found] = []
    previous: Found | None = None
    context = ""
    for left, right in _clauses(text, stretch):
        quantities = [
            q for q in find_quantities(text, left, right) if not any(a <= q.start < b for a, b in holes)
        ]
        row, previous = _read_clause(text, left, right, quantities, previous, context, topic, found)
        context = context_of(text, left, right) if not row else ""
        found += row
        previous = row[-1] if row else previous if text[right : right + 1] not in "。\n" else None
    named = dates.named(text, stretch.start, stretch.end)
    return [_target(text, one, named, stretch, dates, ocr, due) for one in found]


def _clauses(text: str, stretch: Stretch) -> list[tuple[int, int]]:
    """Stretches between commas and stops, but not inside brackets."""
    spans, left, depth = [], stretch.start, 0
    for match in re.compile(rf"[(){_STOP}]").finditer(text, stretch.start, stretch.end):
        sign = match.group()
        if sign == "(":
            depth += 1
        elif sign == ")":
            depth = max(0, depth - 1)
        elif depth == 0 or sign in "。\n":
            if (
                sign == ","
                and text[match.start() - 1].isdigit()
                and text[match.end() : match.end() + 3].isdigit()
            ):
                continue
            spans.append((left, match.start()))
            left, depth = match.end(), 0
    spans.append((left, stretch.end))
    return [(a, b) for a, b in spans if b > a]


def _read_clause(
    text: str,
    left: int,
    right: int,
    quantities: list[Quantity],
    previous,
    context: str,
    topic: str,
    earlier: list[Found],
) -> tuple[list[Found], Found | None]:
    found: list[Found] = []
    if quantities and text.startswith("其中", left):  # "项目118个,投资310亿元,其中续建|48个": of the projects
        same = [one for one in earlier[-6:] if one.quantity.unit == quantities[0].unit]
        previous = same[-1] if same else previous
    for quantity in quantities:
        head = _own_part(text, found[-1].quantity.end, quantity.start) if found else left
        window = max(left, quantity.start - _WINDOW), min(right, quantity.end + _WINDOW)
        one = Found(quantity, *window, max(head, window[0]), context="" if found else context, topic=topic)
        if _no_target(text, one, found):
            if quantity.value == 0:
                one.indicator = strip_reach(trim(text[head : quantity.start], one))
                previous = one if len(one.indicator) > 3 else previous
            continue
        found.append(one)
    shared = handed_out_together(text, found)
    for at, one in enumerate(found):
        before = found[at - 1] if at else None
        one.comparator = _comparator(text, one, before, shared)
        if one not in shared:
            name_target(text, one, before, found[at + 1] if at + 1 < len(found) else None, previous)
    if shared:
        name_together(text, shared, earlier)
    share_predicate(text, found)
    for one in found:
        one.must = one.must and not _borderline(text, one)
    return [one for one in found if len(one.indicator) >= 2], previous


def _own_part(text: str, end: int, start: int) -> int:
    """The object of the figure before ends at the next 、: "3个龙头项目、|10个产业项目"."""
    at = text.find("、", end, start)
    if at < 0 and text[start - 1] in "和及与":
        return start - 1  # "4台作业车和|1台发电车"
    return at if at >= 0 else end


_MERE = {
    "日",
    "点",
    "周",
    "度",
    "班",
    "期",
    "级",
    "分",
    "段",
    "组",
    "队",
    "村",
    "县",
    "镇",
    "部",
    "面",
    "单",
    "对",
}


def _ends_object(one: Found, before: str, after: str) -> bool:
    """ "推出精品剧目2部", "举办培训班6期": behind a verb and its object even these words count."""
    if one.quantity.unit not in {"部", "期", "班", "组", "队"} or (after and after[0] not in "、和及"):
        return False
    words = LEAD.sub("", before.lstrip("、和及"))
    return len(words) >= 4 and bool(VERB_HEAD.match(words))


_PREDICATE = re.compile(r"[^,，、]{2,14}?(?:既要|既|均|都|要|应|全部|在全|已|可|须|能)")


def _counts_things(quantity: Quantity) -> bool:
    return quantity.unit in {"个", "项", "家", "名", "条", "座", "所", "处"}


def _no_target(text: str, one: Found, found: list[Found]) -> bool:
    quantity, left, right = one.quantity, one.left, one.right
    before, after = text[left : quantity.start], text[quantity.end : right]
    unit_after = text[quantity.unit_end : right]
    if re.search(r"[第前每近半PGSK+\-—#]$", before) or re.search(
        r"(?:国道|省道|县道|编号|电话|热线)$", before
    ):
        return True
    if _quoted(text, quantity.start, left, right):
        return True
    if quantity.spelled and quantity.unit != "%" and not _spelled_target(text, one):
        return True
    if quantity.unit in {"年", "岁"} or (
        quantity.unit in _MERE
        and not (quantity.bound or CEILING.search(before) or _ends_object(one, before, after))
    ):
        return True
    if quantity.unit in {"类", "种"} and not REACH.search(before):
        return True  # "4种方式", "38类产品" describe; "压减至15类" commits
    if re.search(r"[从由](?:平均|目前|现在)?$", before) or quantity.value == 0:
        return True  # where the change begins, not where it is to end
    if not found and _counts_things(quantity) and not trim(before, one) and _PREDICATE.match(after):
        return True  # "22项指标既要…": the subject of the sentence
    if (
        _CONCEPT.match(unit_after)
        or (quantity.unit in {"分钟", "小时", "公里", "米"} and _CIRCLE.match(unit_after))
        or unit_after.startswith("口")
        or after.startswith(("热线", "版", "周年", "电价", "大", "类", "月"))
    ):
        return True
    if quantity.unit in _TIME_UNITS and not _limit(before, quantity, after):
        return True
    if re.search(r"基础上$", after) and after == after.split("的")[-1] and len(after) < 15:
        return True
    if _PAST.search(before[-14:]):
        return True
    if quantity.unit.endswith("元") and re.search(
        r"(?:给予|奖励|补助|补贴|资助|奖补|最高|一次性|罚款|每人|每户)[^,，]{0,14}$", before
    ):
        return True  # what somebody is paid, not what is to be reached
    return _threshold(text, one, before, after)


def _quoted(text: str, at: int, left: int, right: int) -> bool:
    """Inside “…” or 《…》: a name ("569" works, a plan), not a result."""
    window = text[max(left, at - 60) : at]
    return any(window.rfind(opening) > window.rfind(closing) for opening, closing in ("“”", "《》", "‘’"))


def _spelled_target(text: str, one: Found) -> bool:
    """至少一家, 不少于两次, 变电站一座: a numeral in words is a figure only where the words weigh it."""
    before, after = text[one.left : one.quantity.start], text[one.quantity.end : one.right]
    if one.quantity.unit in {
        "部",
        "名",
        "人",
        "面",
        "期",
        "方",
        "起",
        "度",
        "天",
        "点",
        "分",
        "组",
        "对",
        "片",
    }:
        return False
    if (
        re.search(r"(?:至少|不少于|不低于|超过|达到|以上)[\u4e00-\u9fff]{0,3}$", before)
        or one.quantity.bound == "以上"
    ):
        return True
    return not after and bool(VERB_HEAD.search(LEAD.sub("", before)))


def _limit(before: str, quantity: Quantity, after: str) -> bool:
    """A time is of interest only as a limit: 压缩至15个工作日以内, 5个工作日内办结, 满3个月."""
    if before.endswith("对") and after and "的" in after:
        return False  # "对6个月内仍未整改到位的机构": which ones are meant
    if quantity.bound in {"以内", "内", "之内"} or CEILING.search(before) or FLOOR.search(before):
        return True
    return bool(re.search(r"(?:满|压缩|压减|缩短|提速)$", before) or re.match(r"(?:内)?办结", after))


_COUNTED = re.compile(r"(?![至到])[^、,，]{2,20}?\d")


def _threshold(text: str, one: Found, before: str, after: str) -> bool:
    """ "2000人以上建制镇", "总投资超30亿元的龙头项目": only says which things are meant."""
    quantity = one.quantity
    if re.match("的(?!目标|任务|水平|要求)", after) and quantity.unit != "%":
        return True
    if quantity.bound in {"以上", "及以上", "以下", "及以下"} and after and after[0] not in "、和及()":
        if quantity.unit in _THRESHOLD_UNITS and not re.search("超高层", after):
            return True
        if quantity.bound in {"以下", "及以下"} or _COUNTED.match(after):
            return True  # "5000头以上规模化养殖场50个"
    exceeds = quantity.unit.endswith("元") and re.search("超过?$", before)
    if exceeds and re.match(r"[\u4e00-\u9fff“”]{2,10}\d", after):
        return True  # "年营收超5亿元企业2家"
    return bool(re.search(r"(?:总投资|投资额?|人口|年收入)(?:超过?|在)?$", before) and after.startswith("的"))


def _borderline(text: str, one: Found) -> bool:
    """Limits of design and of handling a case, and things that merely go on or are only described."""
    before = text[one.left : one.quantity.start]
    after = text[one.quantity.end : one.right]
    if one.quantity.unit in _TIME_UNITS:
        return True
    if one.quantity.unit == "米" and re.search("红线|宽度|高度|限高|超高层|距离", before + after):
        return True
    if re.match(r"继续", before.lstrip("、")):
        return True
    listed = _counts_things(one.quantity) and one.head == one.left and after and after[0] not in "、和及()以"
    # "推进马店、杭埠2个产业新城建设": counts places that are named
    return bool(listed and re.search(r"[\u4e00-\u9fff]{2,8}、[\u4e00-\u9fff]{2,10}$", before))


def _comparator(text: str, one: Found, before: Found | None, shared: list[Found]) -> str:
    quantity = one.quantity
    lead = text[one.head : quantity.start]
    last = shared[-1].quantity if one in shared else quantity
    first = shared[0] if one in shared else one
    lead = text[first.head : first.quantity.start] if one in shared else lead
    if quantity.value_to is not None and quantity.bound not in {"以上", "及以上"}:
        return "range"
    if last.bound in {"左右", "上下"} or lead.endswith(("约", "大约", "近")):
        return "~"
    if last.bound in {"以内", "之内", "内"}:
        return "<="
    base = OF_BASE.match(lead)
    if base:
        return "<=" if base.group("word") in {"不超过", "不得超过", "不得高于", "不高于"} else ">="
    if quantity.unit in _TIME_UNITS and re.match("办结|办好|完成|办理", text[quantity.end : one.right]):
        return "<="
    if re.search("(?:限制|不得|严禁|禁止)(?:新建|建设)$", lead):
        return "<="
    if FLOOR.search(lead) or last.bound in {"以上", "及以上"}:
        return ">="
    if last.bound in {"以下", "及以下"} or CEILING.search(lead):
        return "<="
    if before and before.comparator == "<=" and not trim(lead, one):
        return "<="
    return ">="


def _target(text, one: Found, named, stretch: Stretch, dates: Dates, ocr, due) -> Target:
    start, end = _quote(text, one)
    when = _due(text, one, named, stretch, dates, due)
    doubt = one.doubt
    for begin, stop, printed, _ in ocr:
        if one.quantity.start < stop and begin < one.quantity.end:
            doubt = ("ocr_number", {"printed": printed, "value": format(one.quantity.value, "f")})
    if doubt is None and not one.must:
        doubt = ("borderline", {})
    if doubt is None and when is None:
        doubt = ("due_assumed", {})
    code, params = doubt or (None, {})
    return Target(
        one.indicator, one.comparator, one.quantity.value, one.quantity.value_to, one.quantity.unit, when,
        text[start:end], one.must, MESSAGES[code] % params if code else None, start, end, code, params,
    )  # fmt: skip


def _quote(text: str, one: Found) -> tuple[int, int]:
    """At most 80 characters around the figure that begin and end with the clause where they can."""
    end = one.quantity.end
    rest = re.split("[、,，]", text[end : min(one.right, end + 30)], maxsplit=1)[0]
    end += len(rest) if len(rest) < 30 else 0
    start = max(one.left, end - 80)
    while start < one.quantity.start and text[start] in " \n、":
        start += 1
    return min(start, one.quantity.start), max(min(end, start + 80), one.quantity.end)


def _due(text, one: Found, named, stretch: Stretch, dates: Dates, due) -> date | None:
    """The date named last before the figure, else the end of the period."""
    if one.due or due:
        return one.due or due
    at = bisect_right(named, one.quantity.start, key=lambda pair: pair[0])
    return named[at - 1][1] if at else dates.last
