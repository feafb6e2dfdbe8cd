"""What a figure measures: the shortest phrase of its clause that says what is counted."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from .quantities import Quantity

_RATE = re.compile(
    "(?:率|数|量|占比|比例|比重|密度|面积|人数|收入|水平|规模|里程|总值|指数|浓度|天数|贡献|能力|价格|成本|时间|时限|周期|能耗|强度|增加值|产值|税收|额|余额|支出|消费|投资|增速|产量|评分|满意度|值)$"
)


# "达到", "不低于", "控制在 …": words between what is measured and the figure
REACH = re.compile(
    r"(?:已|均|都|将|要|应|须|再|总计|合计|累计|分别|全部|普遍|平均|力争|争取|努力|确保|原则上|一般|基本|稳定|逐步|年均|进一步|大幅)*"
    r"(?:达到|达|提高到|提高至|提升到|提升至|提高|提升|增长到|增长至|增长|增加到|增加至|增至|增加|扩大到|扩大至|保持在|保持|维持在|稳定在|"
    r"不低于|不少于|不小于|不得低于|不得少于|不超过|不高于|不大于|不得超过|不得高于|不多于|超过|突破|超|控制在|控制到|压缩至|压缩到|压缩为|压缩|压减至|压减到|压减|"
    r"缩短至|缩短到|缩短为|缩短|缩减至|缩减到|缩减为|缩减|降至|降到|降低至|降低到|降低|降为|下降到|下降至|下降|减少到|减少至|减少|减至|进一步压减至|"
    r"精简至|精简到|低于|高于|大于|小于|至少|最多|最低|最高|为|有|约|近|在|共|满|到|至|≥|≤|>|<|及以上)$"
)


CEILING = re.compile(
    r"(?:控制在|控制到|不超过|不高于|不大于|不得超过|不得高于|不多于|最多|最高|最长|≤|<|小于|少于|低于|压缩[至到为]|压减[至到]|缩短[至到为]|缩减[至到为]"
    r"|降[至到为]|降低[至到]|下降[至到]|减少[至到]|减至|精简[至到])(?:约|平均|各)?$"
)


FLOOR = re.compile(r"(?:不低于|不少于|不小于|不得低于|不得少于)$")


LEAD = re.compile(
    r"^(?:(?:到|至|截至|力争到|争取到|确保到)?20\d\d年(?:年?底|年?末)?(?:\d{1,2}月(?:底|末|\d{1,2}日)?)?(?:之?前)?|\d{1,2}月(?:份|底|末|\d{1,2}日)?(?:之?前)|“?十[三四五六]五”?(?:期间|末|时期)|年内|全年|今年|年底前?|每年底|本年度|到期末"
    r"|上半年|下半年|第?[一二三四]季度|[一二两三四五1-5]年内|[两三五]年(?:累计|共)|明年|且|其中|将|把|力争|争取|努力|确保|实现|完成|推动|做到|同比|环比|年均|比上年|较上年|比去年|较去年|较?20\d\d年|要|将|再|共|累计|合计|预计|至少|并|其中|同时|积极|着力|加快推进|加快|持续|稳步|进一步|原则上|规划|一般|使|对|在|和|及|以及|与|、|也|还|达到|前)+"
)


_VERBS = (
    "加装|铺设|布设|敷设|修建|修缮|加固|新建改扩建|新建改建|新建续建|新改扩建|新改建|新建|改建|扩建|续建|改扩建|筹集和新建|筹集|筹建|建设及改造|谋划建设|开工建设|建设|建成|打造|改造|更新改造|更新|新增|增加|增设|新开工|新启动实施|新启动|启动|"
    "发展|培育|引进|引育|创建|发放|开展|实施|完成|出让|集中打造|推出|举办|培训|发布|制定|选派|选取|选聘|招引|招聘|开通|设立|设置|支持|服务|走进|深入|走访|召开|配备|安装|更换|提供|争取|办理|组织|建立|形成|整治|治理|创评|评选|认定|盘活|投放|编制|培养|购置|"
    "修复|退出|推动|推进|解决|出台|落实|储备|供应|种植|植树|造林|绿化|清理|拆除|腾退|处置|化解|转移|安置|帮扶|救助|资助|补助|奖补|投入|投资|新认定|累计|遴选|确定|申报|获批|获评|选树|树立|命名|搭建|组建|布局|部署"
)


VERB_HEAD = re.compile(rf"^(?:(?:{_VERBS})(?:完成|和|及|、)?)+")


@dataclass
class Found:
    quantity: Quantity
    left: int  # where its clause begins
    right: int
    head: int  # where its own part of the clause begins
    indicator: str = ""
    comparator: str = ">="
    must: bool = True
    doubt: tuple[str, dict] | None = None
    verb: str = ""
    due: date | None = None  # where each figure has a year of its own
    context: str = ""  # the object of the clause before, when that has no figure
    topic: str = ""  # the title of the task


def trim(text: str, one: Found) -> str:
    text = re.sub(r"^(?:\d{1,3}[.、]|\(\d{1,3}\))", "", re.sub(r"\s", "", text)).lstrip('、和及与以("”.')
    short = LEAD.sub("", text)
    if len(short) <= 2 and text.endswith("完成" + short):
        return "完成" + short  # 完成投资: the verb says what is counted
    return short


# "出让比例不低于供应总量的|5%": the share of something; the word that bounds it stands before
OF_BASE = re.compile(
    r"(?P<what>.{2,}?)(?P<word>不低于|不少于|不得低于|不超过|不得超过|不得高于|不高于|达到|占|超过)[^\d,，]{1,14}的$"
)


# "把登记时间压缩三分之二以上、|压减到": the cut before the figure is not part of the name
_BY_PART = re.compile(
    r"(?:压缩|压减|缩短|减少|降低|下降)(?:一半|三分之[一二]|\d+%)(?:以上)?[、和]?(?:至|到)?$"
)


_RAISE_TO = re.compile(
    r"^(?:提升|提高|增加|降低|压缩|压减|扩大|缩短)(?P<what>[\u4e00-\u9fff“”]{2,}?)(?:至|到)$"
)


def strip_reach(text: str) -> str:
    """城市海绵建成区面积达到 -> 城市海绵建成区面积"""
    text = re.sub(r"(?:平均|各|至少|全面)$", "", text)
    text = _RAISE_TO.sub(r"\g<what>", text)
    text = re.sub(r"(?:达到|不低于|不少于)(?P<per>每[百千万]?[户人名个])$", r"\g<per>", text)
    base = OF_BASE.match(text)
    if base:
        text = base.group("what")
    while text:
        match = REACH.search(text) or _BY_PART.search(text)
        if not match or match.start() == match.end():
            break
        text = text[: match.start()]
    text = re.sub(r"[从由](?:平均|目前|现在)?\d.*$", "", text)
    text = re.sub(r"(?:将|把)(?=[^将把]{2,}$)", "", text) if _RATE.search(text) else text
    text = re.sub(r"^(?:重点|每年)?对.+?(?:开展|进行)$", "", text)
    text = re.sub(
        r"^(?P<verb>[\u4e00-\u9fff]{0,4}?)[^、]*、.*?等(?=[^、等]{3,}$)",
        lambda m: _leading_verb(m.group()),
        text,
    )
    return re.sub(r"(?:力争|分别|均|约|再|共|各|将|要|应|全部|累计)+$", "", text)


def name_target(text: str, one: Found, before: Found | None, following: Found | None, previous) -> None:
    quantity = one.quantity
    raw = text[one.head : quantity.start]
    lead = trim(raw, one)
    subject = strip_reach(lead)
    after = _object(text, one, following)
    moved = (
        re.search(r"(提高|提升|增长|下降|降低|减少|压减|压缩|缩短)$", lead)
        if quantity.unit in {"百分点", "%"}
        else None
    )
    if moved and not subject.endswith(moved.group(1)):
        subject += moved.group(1)
    if subject.endswith("等") and after:
        subject = _leading_verb(subject)
    one.verb = _leading_verb(subject)
    if after:
        verb = subject
        if not verb and before:
            verb = before.verb
        one.indicator = _clean_name(verb + after)
    elif subject:
        one.indicator = _clean_name(_complete(subject, one, before, previous))
    elif before:
        one.indicator, one.verb = before.indicator, before.verb
    elif previous:
        one.indicator = previous.indicator
    if not one.verb and before:
        one.verb = before.verb


def share_predicate(text: str, found: list[Found]) -> None:
    """ "在25个乡镇、100个村设置设备": what is done stands after the last place."""
    if not found or not re.search(r"(?:在|至少)[^\d]{0,10}$", text[found[0].left : found[0].quantity.start]):
        return
    last = found[-1]
    tail = text[last.quantity.end : last.right]
    deed = re.search(rf"(?:{_VERBS}).*$", re.sub(r"\([^()]*\)", "", tail)[1:])
    for one in found[:-1]:
        if deed and deed.group() not in one.indicator:
            one.indicator = _clean_name(one.indicator + deed.group())


def _leading_verb(text: str) -> str:
    match = VERB_HEAD.match(text) or VERB_HEAD.match(_SCOPE.sub("", text))
    return re.sub("完成$", "", match.group()) if match else ""


_SCOPE = re.compile("^(?:全[市区县省]|各[市县区旗]|每年|共|新|我[市省区县])+")


def _object(text: str, one: Found, following: Found | None) -> str:
    """What follows the figure up to the end of its part: 打造5000亩|产业平台"""
    stop = following.quantity.start if following else one.right
    after = text[one.quantity.end : stop]
    if following:
        cut = max(after.rfind(sign) for sign in "、和及")
        after = after[:cut] if cut >= 0 else ""
    if not after or after[0] in '、和及()以的"”':
        return ""
    after = re.sub(r"\([^()]*\)", "", after)
    kept = re.sub(r"^[^、]{0,20}?(?:超|达|在)?\d[\d.]*[万亿]?[\u4e00-\u9fff]{1,3}的", "", after)
    return re.sub(r"(?:任务|目标)$", "", kept)


_ONLY_THRESHOLD = re.compile(r"(?:其中)?\d[\d.]*[万亿]?[\u4e00-\u9fff]{1,3}以上")
_SHARES = {"占比", "比重", "比例", "占比重"}
_SHARE_OF = re.compile("占.*?(?:比|比重|比例|占比)$|(?:占比|比重|比例)$")


def _above_threshold(subject: str, base: str) -> bool:
    """ "培育规上文化企业30家,其中年营收超5亿元企业|2家": what is counted is the base again."""
    match = re.match(
        r"[\u4e00-\u9fff]{0,6}超过?\d[\d.]*[万亿]?元(?:的)?(?P<kind>[\u4e00-\u9fff]{2,6})$", subject
    )
    return bool(match and base.endswith(match.group("kind")))


_CHANGE = re.compile("(?:提高|提升|增长|下降|降低|减少|压减|压缩|缩短)$")


def _complete(subject: str, one: Found, before: Found | None, previous) -> str:
    """Give back what a second member left out: 集中处理率 -> 中心城市生活污水集中处理率."""
    earlier = before or previous
    if _RATE.search(subject) and len(subject) <= 4 and not before and one.context:
        return one.context + subject  # "开展农村不动产登记业务,提升发证率至95%"
    if one.context.endswith(subject):
        return one.context  # "开展主动登门服务企业,全年服务企业1500家"
    if not VERB_HEAD.sub("", subject) and not _RATE.search(subject):
        known = earlier.indicator if earlier else one.topic
        if subject in known:
            return known
        return subject + VERB_HEAD.sub("", known)  # under "实施老旧小区改造": "2021年改造|150个"
    if not earlier or not earlier.indicator:
        return subject
    base = earlier.indicator
    if _CHANGE.fullmatch(subject):
        return base + subject  # "投资85亿元,增长|12%"
    if _ONLY_THRESHOLD.fullmatch(subject) or _above_threshold(subject, base):
        return base  # "新开工项目30个,其中5亿元以上|8个"
    if one.quantity.unit == "%" and subject in _SHARES and _SHARE_OF.search(base):
        return base  # "到2022年增加值占GDP比重达到42%;到2024年,占比|达到47%"
    if subject.endswith("类") and one.quantity.unit == earlier.quantity.unit:
        verb = _leading_verb(base)
        return verb + subject + base[len(verb) :]  # "更新项目32个,其中居住类|18个"
    if _CHANGE.search(subject):
        return subject
    if one.quantity.unit in {"%", "‰"} and not _RATE.search(subject) and _RATE.search(base):
        tail = subject[-2:]
        if tail in base:
            return subject + base[base.rfind(tail) + 2 :]
        cut = max(base.rfind(sign, 0, max(1, len(base) - 4)) for sign in "区市县镇乡村旗")
        return subject + base[cut + 1 :]
    if before and _RATE.search(subject) and _RATE.search(base) and len(subject) <= 6:
        at = base.rfind(subject[:2])
        return base[:at] + subject if at > 0 else subject
    if _leading_verb(subject):
        return subject
    if before and before.verb:
        return before.verb + subject
    measures = _RATE.search(subject) and _RATE.search(base)  # "播种面积…万亩,产量|…斤" are two measures
    if previous and not before and len(subject) <= 2 and one.quantity.unit != "%" and not measures:
        return previous.indicator + subject
    return subject


def _clean_name(name: str) -> str:
    """No number in an indicator, no threshold, no blanks."""
    name = _NAMED_THRESHOLD.sub("", re.sub(r"\s|至少|不少于", "", name))
    name = _NUMBER.sub("", name)[-60:]
    return name.strip("、，,和及与的以等(")


# "5000头以上规模化养殖场" -> 规模化养殖场; "35千伏变电站" -> 变电站; the 5 of 5G stays
_NAMED_THRESHOLD = re.compile(
    r"(?<![\dA-Za-z])\d[\d.]*[万亿]?[\u4e00-\u9fff]{1,3}?及?以[上下](?=[\u4e00-\u9fff]{2})"
)
_NUMBER = re.compile(
    r"(?<![A-Za-z\d.])\d+(?:\.\d+)?(?![A-Za-z\d])(?:[-—~]\d+)?(?:千伏|岁|年(?:前|底|末)?|[%％]|万|亿)?(?:以上|以下)?"
)


def handed_out_together(text: str, found: list[Found]) -> list[Found]:
    """The figures that one 分别 hands out: "分别达到97%、90%"."""
    for at, one in enumerate(found):
        if "分别" in text[one.head : one.quantity.start][-14:]:
            group = [one]
            for following in found[at + 1 : at + 20]:
                between = re.sub(r"\([^()]*\)", "", text[group[-1].quantity.end : following.quantity.start])
                if between not in {"、", "和", "及", "以及", ""}:
                    break
                group.append(following)
            return group if len(group) > 1 else []
    return []


def name_together(text: str, shared: list[Found], earlier: list[Found]) -> None:
    first, last = shared[0], shared[-1].quantity
    for one in shared[:-1]:  # "15个、7个工作日": the unit is printed whole once
        if last.unit.startswith(one.quantity.unit):
            one.quantity = replace(one.quantity, unit=last.unit)
    raw = re.sub(r"\s", "", text[first.head : first.quantity.start])
    lead, _, deed = raw.rpartition("分别")
    years = _YEARS.search(lead) or _YEARS.search(text, max(0, first.left - 40), first.left)
    named = _YEAR.findall(years.group()) if years else []
    if len(named) == len(shared):
        for one, year in zip(shared, named, strict=True):
            one.due = date(int(year), 12, 31)
        subject = strip_reach(trim(_YEARS.sub("", lead), first)) or strip_reach(trim(deed, first))
        names = [subject] * len(shared)
    else:
        subject = strip_reach(trim(lead, first))
        change = _CHANGE.search(trim(deed, first)) if first.quantity.unit in {"%", "百分点"} else None
        names = [name + (change.group() if change else "") for name in _handed_out(subject, len(shared))]
    known = [one.indicator for one in earlier[-len(shared) :]]
    if not subject and len(known) == len(shared):
        names = known  # "到2023年,甲率、乙率达到…;到2025年,|分别达到88%、100%"
    for one, name in zip(shared, names, strict=True):
        one.indicator = _clean_name(name)
        one.verb = ""


_YEAR = re.compile(r"(20\d\d)年")


_YEARS = re.compile(r"(?:到|至)?(?:20\d\d年(?:底|末)?[、和及]){1,9}20\d\d年(?:底|末)?")


def _handed_out(subject: str, count: int) -> list[str]:
    parts = [part for part in re.split("、|和|及|以及|与", subject) if part]
    if len(parts) >= count:
        return _objects(parts, count)
    if count == 2 and "城乡" in subject:
        return [subject.replace("城乡", "城镇", 1), subject.replace("城乡", "农村", 1)]
    return [subject] * count


def _objects(parts: list[str], count: int) -> list[str]:
    """城镇职工养老 | 失业 | 工伤保险参保人数: each gets the tail of the last and the head of the first."""
    while len(parts) > count:  # "中心城市和县城…": more joints than figures; join the first ones
        parts = [f"{parts[0]}、{parts[1]}", *parts[2:]]
    last = parts[-1]
    if all(_RATE.search(part) for part in parts):
        return parts
    kind = parts[-2][-2:]
    at = last.find(kind, 1) if len(kind) == 2 else -1
    shortest = min(len(part) for part in parts[:-1])
    tail = last[at + 2 :] if at > 0 else last[shortest:]
    head = parts[0][: len(parts[0]) - shortest] if len(parts) > 2 else ""
    return [parts[0] + tail, *[head + part + tail for part in parts[1:-1]], head + last]


def context_of(text: str, left: int, right: int) -> str:
    if text[right : right + 1] not in {",", "，"} or right - left > 45:
        return ""
    words = LEAD.sub("", re.sub(r"\s", "", text[left:right]))
    words = re.sub("^在.*时(?:优先)?", "", words)
    return re.sub("(?:工作|业务|行动)$", "", VERB_HEAD.sub("", words))
