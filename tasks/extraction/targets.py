"""Results in numbers that a document commits somebody to reach: what is measured, how much, by when."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from .contract import Target
from .messages import MESSAGES
from .quantities import Quantity, find_quantities

_STOP = "，,。；;：:！!？?\n"
_TIME_UNITS = {"个工作日", "工作日", "个月", "天", "小时", "分钟", "日", "周", "年"}
_RATE = re.compile(
    "(?:率|数|量|占比|比例|比重|密度|面积|人数|收入|水平|规模|里程|总值|指数|浓度|天数|贡献|能力|价格|成本|时间|时限|周期|能耗|强度|增加值|产值|税收|额|余额|支出|消费|投资|增速|产量|评分|满意度|值)$"
)

# "达到", "不低于", "控制在 …": words between what is measured and the figure
_REACH = re.compile(
    r"(?:已|均|都|将|要|应|须|再|总计|合计|累计|分别|全部|普遍|平均|力争|争取|努力|确保|原则上|一般|基本|稳定|逐步|年均|进一步|大幅)*"
    r"(?:达到|达|提高到|提高至|提升到|提升至|提高|提升|增长到|增长至|增长|增加到|增加至|增至|增加|扩大到|扩大至|保持在|保持|维持在|稳定在|"
    r"不低于|不少于|不小于|不得低于|不得少于|不超过|不高于|不大于|不得超过|不多于|超过|突破|超|控制在|控制到|压缩至|压缩到|压缩为|压缩|压减至|压减到|压减|"
    r"缩短至|缩短到|缩短为|缩短|缩减至|缩减到|缩减为|缩减|降至|降到|降低至|降低到|降低|降为|下降到|下降至|下降|减少到|减少至|减少|减至|进一步压减至|"
    r"精简至|精简到|低于|高于|大于|小于|至少|最多|最低|最高|为|有|约|近|在|共|满|到|至|≥|≤|>|<|及以上)$"
)
_CEILING = re.compile(
    r"(?:控制在|控制到|不超过|不高于|不大于|不得超过|不多于|最多|最高|最长|≤|<|小于|少于|低于|压缩[至到为]|压减[至到]|缩短[至到为]|缩减[至到为]"
    r"|降[至到为]|降低[至到]|下降[至到]|减少[至到]|减至|精简[至到])(?:约|平均|各)?$"
)
_FLOOR = re.compile(r"(?:不低于|不少于|不小于|不得低于|不得少于)$")
_LEAD = re.compile(
    r"^(?:(?:到|至|截至|力争到|争取到|确保到)?20\d\d年(?:年?底|年?末)?(?:\d{1,2}月(?:底|末|\d{1,2}日)?)?(?:之?前)?|“?十[三四五六]五”?(?:期间|末|时期)|年内|全年|今年|年底前?|每年底|本年度|到期末"
    r"|上半年|下半年|第[一二三四]季度|[一二两三四五1-5]年内|明年|且|其中|将|把|力争|争取|努力|确保|实现|完成|推动|做到|同比|环比|年均|比上年|较上年|比去年|较去年|较?20\d\d年|要|将|再|共|累计|合计|预计|至少|并|其中|同时|积极|着力|加快推进|加快|持续|稳步|进一步|原则上|规划|一般|使|对|在|和|及|以及|与|、|也|还|达到|前)+"
)
_VERBS = (
    "新建改扩建|新建改建|新建续建|新改扩建|新改建|新建|改建|扩建|续建|改扩建|筹集和新建|筹集|筹建|建设及改造|谋划建设|开工建设|建设|建成|打造|改造|更新改造|更新|新增|增加|增设|新开工|新启动实施|新启动|启动|"
    "发展|培育|引进|引育|创建|发放|开展|实施|完成|出让|集中打造|推出|举办|培训|发布|制定|选派|选取|选聘|招引|招聘|开通|设立|设置|支持|服务|走进|深入|走访|召开|配备|安装|更换|提供|争取|办理|组织|建立|形成|整治|治理|创评|评选|认定|盘活|投放|编制|培养|购置|"
    "修复|退出|推动|推进|解决|出台|落实|储备|供应|种植|植树|造林|绿化|清理|拆除|腾退|处置|化解|转移|安置|帮扶|救助|资助|补助|奖补|投入|投资|新认定|累计|遴选|确定|申报|获批|获评|选树|树立|命名|搭建|组建|布局|部署"
)
_VERB_HEAD = re.compile(rf"^(?:(?:{_VERBS})(?:完成|和|及|、)?)+")
_PAST = re.compile(
    r"(?:目前|现有|已经|已建成|已完成|已有|截至目前|截止|上年|去年|以来|此前|原有|共计有|由\d[^,，]*$)"
)
_CONCEPT = re.compile(
    r"^(?:[^,，。；;、]{0,8}(?:生活圈|通勤圈|健身圈|经济圈|交通圈|服务圈|文体圈)|方面|维度|层面|大类|级标准|制)"
)
_THRESHOLD_UNITS = {
    "人",
    "元",
    "米",
    "吨",
    "岁",
    "平方米",
    "年",
    "个月",
    "公里",
    "亩",
    "千瓦",
    "天",
    "小时",
    "日",
    "公顷",
    "户",
    "兆",
    "平方公里",
    "分钟",
}


_WINDOW = 200  # how far from a figure its words are looked for: no clause of a document is longer


@dataclass(frozen=True)
class Stretch:
    """A piece of text that belongs to one task or to the goals."""

    start: int
    end: int


@dataclass
class _Found:
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


class Dates:
    """The years a document covers, and the dates that its sentences name."""

    _NAMED = re.compile(
        r"(?P<year>20\d\d)年(?:(?P<half>上半年|第[一二三四]季度)|(?P<month>\d{1,2})月(?P<day>\d{1,2}日|底|末|中旬|上旬|下旬)?|年?(?P<end>底|末))?"
        r"|[“\"]?十(?P<plan>[三四五六])五[”\"]?(?P<span>期间|末|时期)"
        r"|(?P<in>[一两二三四五]|(?<!\d)[1-5])年内|(?P<next>明年)(?P<half2>上半年)?|(?P<half3>(?<=[,，。；;、])上半年|第[一二三四]季度)"
        r"|(?<!\d)(?P<month2>\d{1,2})月(?P<end2>底|末)前"
    )
    _PLAN_END = {"三": 2020, "四": 2025, "五": 2030, "六": 2035}

    def __init__(self, period: tuple[int, int] | None):
        self.known = period is not None
        self.first = date(period[0], 1, 1) if period else date(2000, 1, 1)
        self.last = date(period[1], 12, 31) if period else None

    def named(self, text: str, start: int, end: int) -> list[tuple[int, date]]:
        found: list[tuple[int, date]] = []
        year = self.first.year
        for match in self._NAMED.finditer(text, start, end):
            day = self._day(match, year)
            after = text[match.end() : match.end() + 1]
            if (
                day
                and day >= self.first
                and not (after in "年版" or text[match.start() - 1 : match.start()] in "-—〔《[")
            ):
                found.append((match.start(), day))
                year = day.year
        return found

    def _day(self, match: re.Match, running: int) -> date | None:
        """`running`: the year named last, for "上半年" or "9月底前" that follow it."""
        if match.group("plan"):
            return date(self._PLAN_END[match.group("plan")], 12, 31)
        if (match.group("in") or match.group("next")) and not self.known:
            return None
        if match.group("in"):
            return date(
                self.first.year + "零一二三四五012345".index(match.group("in").replace("两", "二")) % 6 - 1,
                12,
                31,
            )
        if match.group("next"):
            return month_end(self.first.year + 1, 6 if match.group("half2") else 12)
        if match.group("half3"):
            return month_end(running, _PART_OF_YEAR[match.group("half3")])
        if match.group("month2"):
            return _valid(running, int(match.group("month2")), "底")
        year, month = int(match.group("year")), match.group("month")
        if match.group("half"):
            return month_end(year, _PART_OF_YEAR[match.group("half")])
        return (
            _valid(year, int(month), (match.group("day") or "").rstrip("日")) if month else date(year, 12, 31)
        )


_PART_OF_YEAR = {"上半年": 6, "第一季度": 3, "第二季度": 6, "第三季度": 9, "第四季度": 12}


def _valid(year: int, month: int, day: str) -> date | None:
    try:
        return date(year, month, int(day)) if day.isdigit() else month_end(year, month)
    except (ValueError, IndexError):
        return None


def month_end(year: int, month: int) -> date:
    import calendar

    return date(year, month, calendar.monthrange(year, month)[1])


def find_targets(
    text: str, stretch: Stretch, dates: Dates, holes: list[tuple[int, int]], ocr=(), due: date | None = None
) -> list[Target]:
    """The targets of one stretch; `holes` are clauses of responsibility inside it, `due` a date set for all."""
    found: list[_Found] = []
    previous: _Found | None = None
    context = ""
    for left, right in _clauses(text, stretch):
        quantities = [
            q for q in find_quantities(text, left, right) if not any(a <= q.start < b for a, b in holes)
        ]
        row, previous = _read_clause(text, left, right, quantities, previous, context)
        context = _context(text, left, right) if not row else ""
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


def _context(text: str, left: int, right: int) -> str:
    if text[right : right + 1] not in {",", "，"} or right - left > 45:
        return ""
    words = _LEAD.sub("", re.sub(r"\s", "", text[left:right]))
    words = re.sub("^在.*时(?:优先)?", "", words)
    return re.sub("(?:工作|业务|行动)$", "", _VERB_HEAD.sub("", words))


def _read_clause(
    text: str, left: int, right: int, quantities: list[Quantity], previous, context: str
) -> tuple[list[_Found], _Found | None]:
    found: list[_Found] = []
    for quantity in quantities:
        head = _own_part(text, found[-1].quantity.end, quantity.start) if found else left
        window = max(left, quantity.start - _WINDOW), min(right, quantity.end + _WINDOW)
        one = _Found(quantity, *window, max(head, window[0]), context="" if found else context)
        if _no_target(text, one, found):
            if quantity.value == 0:
                one.indicator = _strip_reach(_trim(text[head : quantity.start], one))
                previous = one if len(one.indicator) > 3 else previous
            continue
        found.append(one)
    shared = _shared(text, found)
    for at, one in enumerate(found):
        before = found[at - 1] if at else None
        one.comparator = _comparator(text, one, before, shared)
        if one not in shared:
            _name(text, one, before, found[at + 1] if at + 1 < len(found) else None, previous)
    if shared:
        _distribute(text, shared)
    _share_predicate(text, found)
    for one in found:
        one.must = one.must and not _borderline(text, one)
    return [one for one in found if len(one.indicator) >= 2], previous


def _own_part(text: str, end: int, start: int) -> int:
    """The object of the figure before ends at the next 、: "3个龙头项目、|10个产业项目"."""
    at = text.find("、", end, start)
    if at < 0 and text[start - 1] in "和及与":
        return start - 1  # "4台作业车和|1台发电车"
    return at if at >= 0 else end


# --- what is no target ---------------------------------------------------------------------------------------


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


_PREDICATE = re.compile(r"[^,，、]{2,14}?(?:既要|既|均|都|要|应|全部|在全|已|可|须|能)")


def _counts_things(quantity: Quantity) -> bool:
    return quantity.unit in {"个", "项", "家", "名", "条", "座", "所", "处"}


def _no_target(text: str, one: _Found, found: list[_Found]) -> bool:
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
    if (
        quantity.unit in {"年", "岁"}
        or (quantity.unit in _MERE
        and not (quantity.bound or _CEILING.search(before)))
    ):
        return True
    if quantity.unit in {"类", "种"} and not _REACH.search(before):
        return True  # "4种方式", "38类产品" describe; "压减至15类" commits
    if re.search(r"从(?:平均|目前|现在)?$|由(?:平均|目前)$", before) or quantity.value == 0:
        return True  # where the change begins, not where it is to end
    if not found and _counts_things(quantity) and not _trim(before, one) and _PREDICATE.match(after):
        return True  # "22项指标既要…": the subject of the sentence
    if (
        _CONCEPT.match(unit_after)
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
    for opening, closing in ("“”", "《》", "‘’"):
        if window.rfind(opening) > window.rfind(closing):
            return True
    return False


def _spelled_target(text: str, one: _Found) -> bool:
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
    return not after and bool(_VERB_HEAD.search(_LEAD.sub("", before)))


def _limit(before: str, quantity: Quantity, after: str) -> bool:
    """A time is of interest only as a limit: 压缩至15个工作日以内, 5个工作日内办结, 满3个月."""
    if before.endswith("对") and after and "的" in after:
        return False  # "对6个月内仍未整改到位的机构": which ones are meant
    if quantity.bound in {"以内", "内", "之内"} or _CEILING.search(before) or _FLOOR.search(before):
        return True
    return bool(re.search(r"(?:满|压缩|压减|缩短|提速)$", before) or re.match(r"(?:内)?办结", after))


def _threshold(text: str, one: _Found, before: str, after: str) -> bool:
    """ "2000人以上建制镇", "总投资超30亿元的龙头项目": only says which things are meant."""
    quantity = one.quantity
    if re.match("的(?!目标|任务|水平|要求)", after) and quantity.unit != "%":
        return True
    if quantity.bound in {"以上", "及以上", "以下", "及以下"} and after and after[0] not in "、和及()":
        if quantity.unit in _THRESHOLD_UNITS and not re.search("超高层", after):
            return True
        if quantity.bound in {"以下", "及以下"}:
            return True
    return bool(re.search(r"(?:总投资|投资额?|人口|年收入)(?:超过?|在)?$", before) and after.startswith("的"))


def _borderline(text: str, one: _Found) -> bool:
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


# --- bounds ------------------------------------------------------------------------------------------------------


def _comparator(text: str, one: _Found, before: _Found | None, shared: list[_Found]) -> str:
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
    base = _OF_BASE.match(lead)
    if base:
        return "<=" if base.group("word") in {"不超过", "不得超过", "不高于"} else ">="
    if quantity.unit in _TIME_UNITS and re.match("办结|办好|完成|办理", text[quantity.end : one.right]):
        return "<="
    if re.search("(?:限制|不得|严禁|禁止)(?:新建|建设)$", lead):
        return "<="
    if _FLOOR.search(lead) or last.bound in {"以上", "及以上"}:
        return ">="
    if last.bound in {"以下", "及以下"} or _CEILING.search(lead):
        return "<="
    if before and before.comparator == "<=" and not _trim(lead, one):
        return "<="
    return ">="


# --- what is measured ----------------------------------------------------------------------------------------------


def _trim(text: str, one: _Found) -> str:
    text = re.sub(r"^(?:\d{1,3}[.、]|\(\d{1,3}\))", "", re.sub(r"\s", "", text)).lstrip('、和及与以("”.')
    short = _LEAD.sub("", text)
    if len(short) <= 2 and text.endswith("完成" + short):
        return "完成" + short  # 完成投资: the verb says what is counted
    return short


# "出让比例不低于供应总量的|5%": the share of something; the word that bounds it stands before
_OF_BASE = re.compile(
    r"(?P<what>.{2,}?)(?P<word>不低于|不少于|不得低于|不超过|不得超过|不高于|达到|占|超过)[^\d,，]{1,14}的$"
)
# "把登记时间压缩三分之二以上、|压减到": the cut before the figure is not part of the name
_BY_PART = re.compile(
    r"(?:压缩|压减|缩短|减少|降低|下降)(?:一半|三分之[一二]|\d+%)(?:以上)?[、和]?(?:至|到)?$"
)
_RAISE_TO = re.compile(
    r"^(?:提升|提高|增加|降低|压缩|压减|扩大|缩短)(?P<what>[\u4e00-\u9fff“”]{2,}?)(?:至|到)$"
)


def _strip_reach(text: str) -> str:
    """城市海绵建成区面积达到 -> 城市海绵建成区面积"""
    text = re.sub(r"(?:平均|各|至少|全面)$", "", text)
    base = _OF_BASE.match(text)
    if base:
        text = base.group("what")
    while text:
        match = _REACH.search(text) or _BY_PART.search(text)
        if not match or match.start() == match.end():
            break
        text = text[: match.start()]
    text = _RAISE_TO.sub(r"\g<what>", text)
    text = re.sub(r"从(?:平均|目前|现在)?\d.*$", "", text)
    text = re.sub(r"(?:将|把)(?=[^将把]{2,}$)", "", text) if _RATE.search(text) else text
    text = re.sub(r"^(?:重点|每年)?对.+?(?:开展|进行)$", "", text)
    text = re.sub(
        r"^(?P<verb>[\u4e00-\u9fff]{0,4}?)[^、]*、.*?等(?=[^、等]{3,}$)",
        lambda m: _leading_verb(m.group()),
        text,
    )
    return re.sub(r"(?:力争|分别|均|约|再|共|各|将|要|应|全部|累计)+$", "", text)


def _name(text: str, one: _Found, before: _Found | None, following: _Found | None, previous) -> None:
    quantity = one.quantity
    raw = text[one.head : quantity.start]
    lead = _trim(raw, one)
    subject = _strip_reach(lead)
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


def _share_predicate(text: str, found: list[_Found]) -> None:
    """ "在25个乡镇、100个村设置设备", "至少2个地市、10个县区实施…": what is done stands after the last place."""
    if not found or not re.search(r"(?:在|至少)[^\d]{0,10}$", text[found[0].left : found[0].quantity.start]):
        return
    last = found[-1]
    tail = text[last.quantity.end : last.right]
    deed = re.search(rf"(?:{_VERBS}).*$", re.sub(r"\([^()]*\)", "", tail)[1:])
    for one in found[:-1]:
        if deed and deed.group() not in one.indicator:
            one.indicator = _clean_name(one.indicator + deed.group())


def _leading_verb(text: str) -> str:
    match = _VERB_HEAD.match(text) or _VERB_HEAD.match(_SCOPE.sub("", text))
    return re.sub("完成$", "", match.group()) if match else ""


_SCOPE = re.compile("^(?:全[市区县省]|各[市县区旗]|每年|共|新|我[市省区县])+")


def _object(text: str, one: _Found, following: _Found | None) -> str:
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


_CHANGE = re.compile("(?:提高|提升|增长|下降|降低|减少|压减|压缩|缩短)$")


def _complete(subject: str, one: _Found, before: _Found | None, previous) -> str:
    """Give back what a second member left out: 集中处理率 -> 中心城市生活污水集中处理率."""
    earlier = before or previous
    if _RATE.search(subject) and len(subject) <= 4 and not before and one.context:
        return one.context + subject  # "开展农村不动产登记业务,提升发证率至95%"
    if one.context.endswith(subject):
        return one.context  # "开展主动登门服务企业,全年服务企业1500家"
    if not earlier or not earlier.indicator:
        return subject
    base = earlier.indicator
    if _CHANGE.fullmatch(subject) or re.fullmatch(
        r"(?:其中)?\d[\d.]*[万亿]?[\u4e00-\u9fff]{1,3}以上", subject
    ):
        return base + (
            subject if _CHANGE.fullmatch(subject) else ""
        )  # "投资85亿元,增长|12%", "5亿元以上|8个"
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
    if previous and not before and len(subject) <= 2 and one.quantity.unit != "%":
        return previous.indicator + subject
    return subject


def _clean_name(name: str) -> str:
    """No number in an indicator, no blanks, no aside."""
    name = re.sub(
        r"(?<![A-Za-z\d.])\d+(?:\.\d+)?(?![A-Za-z\d])(?:[-—~]\d+)?(?:千伏|岁|年(?:前|底|末)?|[%％]|万|亿)?(?:以上|以下)?",
        "",
        name,
    )
    name = re.sub(r"\s|至少|不少于", "", name)[-60:]
    return name.strip("、，,和及与的以等(")


# --- 分别达到 ------------------------------------------------------------------------------------------------------


def _shared(text: str, found: list[_Found]) -> list[_Found]:
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


def _distribute(text: str, shared: list[_Found]) -> None:
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
        subject = _strip_reach(_trim(_YEARS.sub("", lead), first)) or _strip_reach(_trim(deed, first))
        names = [subject] * len(shared)
    else:
        subject = _strip_reach(_trim(lead, first))
        change = _CHANGE.search(_trim(deed, first)) if first.quantity.unit in {"%", "百分点"} else None
        names = [name + (change.group() if change else "") for name in _handed_out(subject, len(shared))]
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


# --- the record ------------------------------------------------------------------------------------------------------


def _target(text, one: _Found, named, stretch: Stretch, dates: Dates, ocr, due) -> Target:
    start, end = _quote(text, one)
    when = _due(text, one, named, stretch, dates, due)
    doubt = one.doubt
    for begin, stop, printed, read in ocr:
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


def _quote(text: str, one: _Found) -> tuple[int, int]:
    """At most 80 characters around the figure that begin and end with the clause where they can."""
    end = one.quantity.end
    after = re.match(r"[^、,，]{0,30}", text[end : one.right]).group()
    end += len(after) if len(after) < 30 else 0
    start = max(one.left, end - 80)
    while start < one.quantity.start and text[start] in " \n、":
        start += 1
    return min(start, one.quantity.start), max(min(end, start + 80), one.quantity.end)


def _due(text, one: _Found, named, stretch: Stretch, dates: Dates, due) -> date | None:
    """The date named last before the figure in its sentence, else in its paragraph, else the end of the period."""
    if one.due or due:
        return one.due or due
    at = bisect_right(named, one.quantity.start, key=lambda pair: pair[0])
    return named[at - 1][1] if at else dates.last


def without_doubles(targets: list[Target]) -> list[Target]:
    seen: set[tuple[int, Decimal]] = set()
    kept = []
    for target in targets:
        key = (target.start, target.value)
        if key not in seen:
            seen.add(key)
            kept.append(target)
    return kept


__all__ = ["Dates", "Stretch", "find_targets", "month_end", "replace", "without_doubles"]
