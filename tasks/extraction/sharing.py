"""Figures that one clause hands out to several objects: "甲率、乙率分别达到97%、90%"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

from .wording import (
    AREA,
    CHANGE,
    EACH,
    FROM,
    LEAD,
    MEASURE,
    RATE,
    SHARED_MEASURE,
    VERB_HEAD,
    VERBS,
    Found,
    clean_name,
    strip_reach,
    trim,
)

# 惠及, 普及率, 和谐 are words
JOINT = re.compile("、|以及|(?<![惠普涉遍顾波])及(?!时|格)|(?<![饱共缓])和(?!谐|平|美|田|解)|与(?!会)")


def handed_out_together(text: str, found: list[Found]) -> list[Found]:
    """The figures that one 分别 hands out: "分别达到97%、90%"; or as many as rates: "甲率、乙率达5%、8%"."""
    for at, one in enumerate(found):
        rates = JOINT.split(strip_reach(trim(text[one.head : one.quantity.start], one))) if at == 0 else []
        if len(rates) == len(found) > 1 and all(len(rate) > 2 and RATE.search(rate) for rate in rates):
            joints = [text[a.quantity.end : b.quantity.start] for a, b in pairwise(found)]
            if all(joint in {"、", "和"} for joint in joints) and found[0].quantity.unit == "%":
                return found
        said = FROM.sub("", text[one.head : one.quantity.start])
        if "分别" in said[-14:] or re.search("分别[为向给对在][^,，]{4,60}$", said):
            group = [one]
            for following in found[at + 1 : at + 20]:
                between = re.sub(r"\([^()]*\)", "", text[group[-1].quantity.end : following.quantity.start])
                between = re.sub(
                    "(?<=[、和及])每[人生户]每[月年天日]$", "", between
                )  # "每人每月700元、每人每年6000元"
                if between not in {"、", "和", "及", "以及", ""}:
                    break
                group.append(following)
            return group if len(group) > 1 else []
    return []


def name_together(text: str, shared: list[Found], earlier: list[Found]) -> None:
    """Name figures that one 分别 hands out: to objects, to years, or to parts of the year."""
    first = shared[0]
    _with_whole_unit(shared)
    lead, deed = _around_each(text, first)
    names = _by_time(text, shared, lead, deed) or _to_each(deed, len(shared))
    if not names:
        subject = strip_reach(trim(lead, first))
        names = _listed_kinds(lead, len(shared)) or _handed_out(subject, len(shared))
        names = [name + (_change_of(deed, first) or _done_to(deed, first)) for name in names]
        names = _named_before(subject, deed, shared, earlier) or _with_context(names, first)
    for one, name in zip(shared, names, strict=True):
        one.indicator = clean_name(name)
        one.verb = ""


def _around_each(text: str, first: Found) -> tuple[str, str]:
    """The words before 分别 and those between it and the first figure."""
    raw = FROM.sub("", re.sub(r"\s", "", text[first.head : first.quantity.start]))
    lead, parts, deed = raw.rpartition("分别")
    if not parts:
        lead, deed = deed, ""
    return re.sub(r"(?:比|较)(?:上年|去年|20\d\d年(?:底|末)?|“?十[二三四五]五”?末)$", "", lead), deed


def _change_of(deed: str, first: Found) -> str:
    """ "分别增长|6%、8%": by how much, not to what."""
    change = CHANGE.search(trim(deed, first)) if first.quantity.unit in {"%", "百分点"} else None
    return change.group() if change else ""


def _by_time(text: str, shared: list[Found], lead: str, deed: str) -> list[str]:
    """One thing by several days: "2024年、2025年,甲率分别达到40%、42%"; also by parts of the year."""
    first = shared[0]
    years = _YEARS.search(lead) or _YEARS.search(text, max(0, first.left - 40), first.left)
    named = _year_list(years.group()) if years else list(first.years)
    parts = _PARTS_OF_YEAR.search(lead) or _PARTS_OF_YEAR.search(text, max(0, first.left - 40), first.left)
    months = [_month_of(part) for part in _PART_OF_YEAR.findall(parts.group())] if parts else []
    if len(named) == len(shared):
        for one, year in zip(shared, named, strict=True):
            one.due = date(int(year), 12, 31)
        lead = _YEARS.sub("", lead)
    elif len(months) == len(shared):
        for one, month in zip(shared, months, strict=True):
            one.month = month
        lead = _PARTS_OF_YEAR.sub("", lead)
    else:
        return []
    subject = strip_reach(trim(lead, first)) or strip_reach(trim(deed, first))
    if not VERB_HEAD.sub("", subject):  # "推进投资进度,一季度、二季度分别完成|20%、50%"
        subject = first.whole or first.context or first.kin or subject
    return [subject + _change_of(deed, first).removeprefix(subject[-2:])] * len(shared)


def _month_of(part: str) -> int:
    """The last month of 一季度, 上半年, 9月底."""
    if month := re.match(r"\d+", part):
        return int(month.group())
    quarter = re.match("第?([一二三四])", part)
    return 3 * "一二三四".find(quarter[1]) + 3 if quarter else 6 if part.startswith("上半年") else 12


def _to_each(deed: str, count: int) -> list[str]:
    """ "分别为卫生院和卫生室培训人员|12万人次和46万人次": each of them gets one."""
    match = _FOR_EACH.match(deed)
    receivers = [part for part in JOINT.split(match["list"]) if part] if match else []
    return (
        [match["to"] + part + match["deed"] for part in receivers]
        if match and len(receivers) == count
        else []
    )


def _named_before(subject: str, deed: str, shared: list[Found], earlier: list[Found]) -> list[str]:
    """Figures without words of their own are again of what was named before."""
    first = shared[0]
    if first.whole and not VERB_HEAD.sub("", subject):
        return [first.whole] * len(shared)  # "三年投资45亿元,其中甲县、乙县分别完成|12亿元、15亿元"
    known = [one.indicator for one in earlier[-len(shared) :]]
    if subject or len(known) != len(shared):
        return []
    change = _change_of(deed, first) if earlier[-1].quantity.unit != first.quantity.unit else ""
    return [name + change for name in known]  # "到2023年,甲率、乙率达到…;到2025年,|分别达到88%、100%"


def _with_context(names: list[str], first: Found) -> list[str]:
    """What the clause before says of all of them, or its list of what each figure is of."""
    listed = [part for part in JOINT.split(first.context) if part]
    if len(set(names)) == 1 and len(listed) == len(names) > 1:
        # "政府投资项目、社会投资项目,审批时间分别压缩至|120、100个工作日"
        return [part + names[0] for part in listed]
    if first.context and all(len(name) <= 4 and not RATE.search(name) for name in names):
        # "提高城乡低保标准,城镇、农村分别提高到|653元、300元"
        return [name + first.context.replace("城乡", "", 1) for name in names]
    return names


def _with_whole_unit(shared: list[Found]) -> None:
    """ "15个、7个工作日": the unit is printed whole once."""
    last = shared[-1].quantity
    for one in shared[:-1]:
        if last.unit.startswith(one.quantity.unit):
            one.quantity = replace(one.quantity, unit=last.unit)


def _done_to(deed: str, first: Found) -> str:
    """ "甲县、乙县分别新建公厕|10座、8座": what each of them does."""
    words = strip_reach(trim(deed, first))
    says = VERB_HEAD.match(words) and not re.search(r"\d|每[人户生]", words)
    return words if says and len(words) > 3 and not RATE.search(words) else ""


_YEAR = re.compile(r"(20\d\d)年")


_YEARS = re.compile(
    r"20\d\d年?[-—–~至]20\d\d年|(?:到|至)?(?:20\d\d年(?:底|末)?[、和及]){1,9}20\d\d年(?:底|末)?"
)


_PART = r"第?[一二三四](?:季度末?|(?=[、和及][一二三四、和及]*季度))|[上下]半年|全年|年底|\d{1,2}月(?:底|末)?"
_PART_OF_YEAR = re.compile(_PART)
_PARTS_OF_YEAR = re.compile(rf"(?:到|至)?(?:(?:{_PART})(?:之?前)?[、和及])+(?:{_PART})(?:之?前)?")
_FOR_EACH = re.compile(
    rf"(?P<to>[为向给对在])(?P<list>[^,，]{{4,40}}?)(?P<deed>(?:{VERBS})[^,，、和及]{{2,}})$"
)
_KINDS = re.compile("^(?P<list>[^等]+[、和及][^等]+)等(?P<kind>[^等、]{2,20})$")


def _listed_kinds(lead: str, count: int) -> list[str]:
    """ "二氧化硫、氮氧化物等污染物排放总量分别|下降15%、10%": one for each that is named."""
    match = _KINDS.match(LEAD.sub("", re.sub(r"\([^()]*\)", "", lead)))
    items = [item for item in JOINT.split(match["list"]) if item] if match else []
    measure = SHARED_MEASURE.search(match["kind"]) if match else None
    return [item + (measure.group() if measure else "") for item in items] if len(items) == count else []


def years_of(text: str, left: int, right: int) -> tuple[str, ...]:
    """The years with which a sentence opens: "2023年、2024年,甲率分别达到…;乙率分别达到…"."""
    years = _YEARS.search(text, left, min(right, left + 60))
    return tuple(_year_list(years.group())) if years else ()


def _year_list(words: str) -> list[str]:
    """2023年、2024年 or 2023-2025年: each year of them"""
    span = re.match(r"\D*(20\d\d)年?[-—–~至到](20\d\d)年", words)
    if span:
        return [str(year) for year in range(int(span[1]), int(span[2]) + 1)]
    return _YEAR.findall(words)


def _handed_out(subject: str, count: int) -> list[str]:
    parts = [part for part in JOINT.split(subject) if part]
    if len(parts) >= count:
        return _objects(parts, count)
    if count == 2 and "城乡" in subject:
        return [subject.replace("城乡", "城镇", 1), subject.replace("城乡", "农村", 1)]
    return [subject] * count


def _with_head(part: str, first: str) -> str:
    """每千人口床位数、|医师数; 监控联网率、|在线率; 建成区覆盖率、|绿地率: what the first says for all."""
    if EACH.match(part):
        return part
    if each := EACH.match(first):
        return each.group() + part
    if len(part) > 3 or part[-1] != first[-1]:
        return part
    area = max((at.end() for at in AREA.finditer(first[: -len(part)])), default=0)
    return (first[:area] or MEASURE.sub("", first)) + part


_PER_HEAD = re.compile("(?<=[\u4e00-\u9fff\\d.]{2})(?:生|人|户|亩|日|月|年|平)均[\u4e00-\u9fff]{2,}$")
_SURELY_SHARED = re.compile("(?:重点工程)?(?:排放总量|排放量|减排量)$")


def _objects(parts: list[str], count: int) -> list[str]:
    """城镇职工养老 | 失业 | 工伤保险参保人数: each gets the tail of the last and the head of the first."""
    while len(parts) > count:  # "中心城市和县城…": more joints than figures; join the first ones
        parts = [f"{parts[0]}、{parts[1]}", *parts[2:]]
    last = parts[-1]
    if all(RATE.search(part) for part in parts):
        return [parts[0], *[_with_head(part, parts[0]) for part in parts[1:]]]
    kind = parts[-2][-2:]
    at = last.find(kind, 1) if len(kind) == 2 else -1
    shortest = min(len(part) for part in parts[:-1])
    uneven = any(len(part) != shortest for part in parts[1:-1])
    sure = _SURELY_SHARED.search(last)
    if sure or (
        at <= 0 and len(parts) > 2 and (uneven or RATE.search(parts[0]))
    ):  # 化学需氧量、氨氮、氮氧化物排放量
        measure = sure or SHARED_MEASURE.search(last)
        return [*[part + (measure.group() if measure else "") for part in parts[:-1]], last]
    per_head = _PER_HEAD.search(last)
    # "农村公办小学、初中|生均经费标准": of both, however long the first is
    # "PM10、PM2.5|年均浓度"
    if per_head and at <= 0 and (per_head.start() < shortest or last[per_head.start() - 1].isdigit()):
        return [*[part + per_head.group() for part in parts[:-1]], last]
    tail = last[at + 2 :] if at > 0 else last[shortest:]
    head = parts[0][: len(parts[0]) - shortest] if len(parts) > 2 else ""
    head = head if len(head) > 1 else ""  # "节水型企业、公共机构、居民小区覆盖率": no word has one character
    return [parts[0] + tail, *[head + part + tail for part in parts[1:-1]], head + last]
