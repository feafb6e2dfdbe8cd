"""The years a document covers.

"甲市2023年工作要点" -> 2023 to 2023, "三年行动计划(2021-2023年)" -> 2021 to 2023
"""

from __future__ import annotations

import re
from datetime import date

from .contract import Finding

_COUNTED = "零一两三四五"
# the year of the country's 远景目标, which plans look forward to and do not run to
_VISION = 2035
# drawn up anew each year, or for a part of one
_OF_ONE_YEAR = re.compile("政府工作报告|年度|民生实事|为民办实事|工作要点|[上下]半年|[一二三四]季度")
# the five-year plans: 十四五 is 2021 to 2025
_PLANS = {"一": (2006, 2010), "二": (2011, 2015), "三": (2016, 2020), "四": (2021, 2025), "五": (2026, 2030)}
# "经过三年的创新试点", "用三年时间": how long the whole thing takes
_SPAN = re.compile("(?:经过|力争用|用|通过)([两三五235])年(?:的|时间|左右|努力)")
# "到2025年", "2023年底前", "2024年6月30日前", "力争2026年创成": years that something is set for
_AIM = re.compile(
    r"(?:到|至|力争|确保|争取)(20\d\d)年|(20\d\d)年(?:年?底|末|\d{1,2}月(?:\d{1,2}日)?)?(?:之?前|底|末)"
)
# "5年内培训1000人", but not "毕业5年内", "近三年内" or the term of a sanction: "3年内不得参加"
_WITHIN = re.compile(
    r"(?<!毕业)(?<!成立)(?<!离校)(?<!注册)(?<!投产)(?<![近前后起每\d])([三五35])年内(?![不未无]|没有|累计)"
)
# "2030年前碳达峰行动方案": the year that the whole is to be reached by
_TITLE_AIM = re.compile(r"(?:到|至|面向)(20\d\d)年|(20\d\d)年(?:底前|以前|之前|前)")
_SPELLED_YEAR = re.compile("二[〇○零0O][〇○零0O一二三四][〇○零0O一二三四五六七八九](?=年)")
# "2023—2025年,每年建成", "验收阶段(2025年1月—12月)"
_RANGE = re.compile(
    r"20\d\d年?(?:\d{1,2}月(?:\d{1,2}日)?)?[-—–~～至到]+(20\d\d)年|(20\d\d)年\d{1,2}月(?:\d{1,2}日)?[-—–~～至到]+\d{1,2}月"
)
_BY_YEAR = re.compile(r"(?:到|至)(20\d\d)年")
# "2023年,全县新建…", but not "2023年版", "2020年以来"
_YEAR_PRINTED = re.compile(
    r"(?:^|[。,，;；:：“”)\n])(?:在|全[省市县区])?(20[0-3]\d)年(?!版|以来|前|以前|之前|,?[^。]{0,6}(?:印发|发布|以来))",
    re.M,
)

# "为实现2012年至2016年人才发展目标": where neither title nor date tells a year
_SPAN_OF_AIMS = re.compile(
    r"(?:实现|完成|落实)(20\d\d)年?(?:至|到|[-—–~])(20\d\d)年[^，,。;；\n]{0,12}(?:目标|任务)"
)


def read_period(
    title: str | None, text: str, issued_on: date | None, number: str | None, findings: list[Finding]
) -> tuple[int, int] | None:
    """First and last year: by the title, else from the year of issue to the last year aimed at."""
    name = _SPELLED_YEAR.sub(_in_digits, title or "")
    # not "十四五规划和2035年远景目标纲要"
    year = re.search(r"(20\d\d)年(?!远景)", _TITLE_AIM.sub("", name))
    years = re.search("([两三五])年(?!规划)|(?<!\\d)([235])年", name)
    printed = int(year.group(1)) if year else None
    issued = printed or _year_of_issue(issued_on, number) or _year_told(name, text)
    if told := _by_title(name, printed, issued, years):
        return told
    if not issued and (span := _SPAN_OF_AIMS.search(text[:2000])):
        findings.append(Finding("period_by_text", {"year": int(span[1])}, level="warning"))
        return int(span[1]), int(span[2])
    first = issued or _year_of_text(text)
    if not first:
        return None
    if not issued:
        findings.append(Finding("period_by_text", {"year": first}, level="warning"))
    years = years or _SPAN.search(text)
    if aim := _TITLE_AIM.search(name):
        return first, max(first, int(aim[1] or aim[2]))
    if not years:
        return first, _last_aim(text, first)
    last = first + _count(years.group(1) or years.group(2)) - 1
    aims = [int(aim) for aim in _BY_YEAR.findall(text) if first <= int(aim) <= last]
    return first, max(aims) if aims and not printed else last  # issued in the second of its three years


def _by_title(
    name: str, printed: int | None, issued: int | None, years: re.Match | None
) -> tuple[int, int] | None:
    """The years that the title itself names: "2023年", "(2021-2023年)", "十四五", "年度"."""
    span = re.search(r"(20\d\d)(?:年)?[-—–~～至到]+(20\d\d)年?", name)
    if span:  # "三年行动计划(2023—2025年)2024年工作要点" is of the one year named last
        later = re.search(r"(20\d\d)年(?!远景|修|版|底?前)", name[span.end() :])
        return (int(later[1]), int(later[1])) if later else (int(span[1]), int(span[2]))
    # so is "国企改革三年行动2022年工作要点"
    if printed and not (years and name.find(str(printed)) < years.start()):
        return _years_beside(name, printed)
    if issued and "今冬明春" in name:
        return issued, issued + 1
    if issued and _OF_ONE_YEAR.search(name):
        return issued, issued
    plan = re.search("十([一二三四五])(?:个)?五(?:年规划|(?!年))", name)
    return _PLANS[plan[1]] if plan else None


def _years_beside(name: str, first: int) -> tuple[int, int]:
    """ "2022年冬季和2023年春季" covers both years, "2022年总结和2023年工作要点" the second."""
    beside = re.search(r"20\d\d年[^《》]{0,12}?[和与及、至到](20\d\d)年(?!远景)", name)
    last = max(first, int(beside.group(1))) if beside else first
    return (last if "总结" in name else first), last


def _in_digits(spelled: re.Match) -> str:
    """二〇二三 -> 2023"""
    return "".join(
        "0" if sign in "〇○零0O" else str("零一二三四五六七八九".index(sign)) for sign in spelled[0]
    )


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _COUNTED.index(word)


def _year_of_issue(issued_on: date | None, number: str | None) -> int | None:
    if issued_on:
        return issued_on.year
    printed = re.search(r"〔(20\d\d)〕", number or "")
    return int(printed.group(1)) if printed else None


def _year_told(name: str, text: str) -> int | None:
    """ "2023年7月,甲省人民政府印发《公园方案》": a report on the document tells when it was issued."""
    told = re.search(
        r"(20\d\d)年\d{1,2}月(?:\d{1,2}日)?[,，][^。《》]{2,40}(?:印发|发布|出台)了?"
        + re.escape(f"《{name}》"),
        text[:3000],
    )
    return int(told.group(1)) if told and name else None


def _year_of_text(text: str) -> int | None:
    """No title, day or number says the year: the first one that the text sets something for.

    "到2020年底,…;到2021年底,…;到2022年底,…": goals that follow year on year begin with the first of them.
    """
    goals = {int(year) for year in _BY_YEAR.findall(text[:100_000])}
    ladder = sorted(year for year in goals if year + 1 in goals and year - 1 not in goals)
    if ladder:
        return ladder[0]
    years = [int(year) for year in _YEAR_PRINTED.findall(text[:100_000])]
    counted = sorted(set(years), key=lambda year: (-years.count(year), year))
    return counted[0] if counted else _year_of_page(text) or _year_cited(text) or _year_before(text, goals)


def _year_cited(text: str) -> int | None:
    """ "根据…(甲政办发〔2019〕48号)精神": a plan comes with or soon after the newest that it carries out."""
    return max([int(year) for year in re.findall(r"〔(20[0-3]\d)〕\d{1,4}号", text[:3000])], default=None)


def _year_of_page(text: str) -> int | None:
    """ "2011-03-10 来源: …" over a report that speaks of 今年 or 近日: the page is of that year."""
    posted = re.search(r"(?<!\d)(20[0-3]\d)-\d{1,2}-\d{1,2}(?!\d)", text[:600])
    return int(posted.group(1)) if posted and re.search("今年|本年度|近日|日前|昨日", text) else None


def _year_before(text: str, goals: set[int]) -> int | None:
    """ "发布时间:2022-10-10 … 到2025年,…": a plan is put on a page before the first year that it aims at."""
    posted = re.search(r"(?<!\d)(20[0-3]\d)-\d{1,2}-\d{1,2}(?!\d)", text[:600])
    year = int(posted.group(1)) if posted and goals else 0
    return year if goals and 0 <= min(goals) - year <= 4 else None


def _last_aim(text: str, first: int) -> int:
    """The last year within nine that the document sets something for: "到2025年…;到2030年…" of 2022.

    What the name of another document says ("《公园规划(2021—2030年)》") sets nothing here.
    """
    text = re.sub("《[^《》]{1,80}》", "", text)
    spans = [first + _count(match.group(1)) - 1 for match in _WITHIN.finditer(text)]
    plans = [_PLANS[plan][1] for plan in re.findall('十([三四五])五[”"]?(?:期间|期?末)', text)]
    aims = [first, *plans, *[int(one or other) for one, other in _AIM.findall(text)]]
    aims += [int(one or other) for one, other in _RANGE.findall(text)]
    # "2023年建成100套,2024年建成200套", but not "2025年是收官之年"
    printed = _YEAR_PRINTED.finditer(text)
    aims += [int(year.group(1)) for year in printed if not text.startswith("是", year.end())]
    if len(spans) > 2:  # one "三年内" alone may be the term of a sanction
        aims += spans
    return max((aim for aim in aims if first <= aim <= first + 9 and aim != _VISION), default=first)
