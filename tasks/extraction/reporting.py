"""When progress reports are owed, and what they must contain."""

from __future__ import annotations

import re
from datetime import date

from .contract import Report
from .due import month_end

_REPORT = re.compile(
    "报送|上报|报至|报市|报省|报区|报县|书面报|报我|汇总报|报[^。,，;；]{2,16}(?:办公室|局|委|办|厅)"
    "|向[^。,，;；]{2,20}报告"
)
_DAY = re.compile(
    r"(?:(?P<year>20\d\d)年|(?P<each>每年))?"
    # "6月、12月底前": the end of both
    r"(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日|(?P<last>底|(?=[、和]\d{1,2}月底)))|(?P<end>年底))"
)
# "每年1月10日前报送上年度总结": the year before the one in which the report is owed
_YEAR_BEFORE = re.compile("上一?年")
_HALF = re.compile("半年|年中|上半年|阶段性")
_ANNUAL = re.compile("全年|年度|年终|年底|全年工作")
_CONTENTS = re.compile(
    r"(?:包括|内容为|内容包括|主要内容)[:：]?((?:[^()。,，、;；]{2,14}、){3,}[^()。,，、;；]{2,14}?)(?:等|\)|。|,|，)"
)


def read_reports(text: str, period: tuple[int, int] | None, issued_on: date | None = None) -> list[Report]:
    """Sentences that ask for a 总结 by a day: "分别于6月20日、11月21日前将半年总结、全年总结报送"."""
    reports: list[Report] = []
    for sentence in re.finditer(r"[^。\n]+", text):
        words = sentence.group()
        if _REPORT.search(words) and re.search("总结|进展|情况|(?<!政府)工作报告|小结", words):
            reports += _of_sentence(words, sentence.start(), period)
    return _each_day_once([report for report in reports if not issued_on or report.due >= issued_on])


def _of_sentence(words: str, offset: int, period: tuple[int, int] | None) -> list[Report]:
    year, each = period[0] if period else None, False
    days = []
    for match in _DAY.finditer(words):
        year = int(match.group("year")) if match.group("year") else year
        each = each or bool(match.group("each"))
        if re.match(r"[\u4e00-\u9fff]{0,2}(?:前|之前|以前|底前)|、|和|将|报", words[match.end() :]) and year:
            last = period[1] if each and period else year
            later = words[: match.start()].endswith("次年") or _looks_back(words, match)
            days += [(day, match) for when in range(year, last + 1) if (day := _day(match, when + later))]
    kinds = _kinds(words, [day for day, _ in days])
    return [
        Report(day, kind, offset + match.start(), offset + match.end())
        for (day, match), kind in zip(days, kinds, strict=True)
    ]


def _looks_back(words: str, match: re.Match) -> bool:
    """A year's report that is owed in January or February comes after that year."""
    early = match["month"] in {"1", "01", "2", "02"} and not match["year"]
    ahead = re.search("计划|方案|安排|打算", words)  # "1月底前报送年度工作计划"
    return bool(early and not ahead and (_ANNUAL.search(words) or _YEAR_BEFORE.search(words)))


def _day(match: re.Match, year: int) -> date | None:
    month = 12 if match.group("end") else int(match.group("month"))
    try:
        return date(year, month, int(match.group("day"))) if match.group("day") else month_end(year, month)
    except (ValueError, IndexError):
        return None


def _kinds(words: str, days: list[date]) -> list[str]:
    """In the order of the words where both are named, else by the time of the year."""
    half, annual = _HALF.search(words), _ANNUAL.search(words)
    if len(days) == 2 and half and annual:
        first = "half-year" if half.start() < annual.start() else "annual"
        return [first, "annual" if first == "half-year" else "half-year"]
    if len(days) == 1 and bool(half) != bool(annual):
        return ["half-year" if half else "annual"]
    return ["half-year" if 2 < day.month <= 8 else "annual" for day in days]


def _each_day_once(reports: list[Report]) -> list[Report]:
    first = {report.due: report for report in reversed(reports)}
    return [report for report in reports if first[report.due] is report]


def read_report_sections(text: str) -> tuple[str, ...]:
    """ "(包括成效、亮点、…、下一步工作措施等)" in the sentence that asks for the report."""
    for sentence in re.finditer(r"[^。\n]+", text):
        words = sentence.group()
        if _REPORT.search(words) and (contents := _CONTENTS.search(words)):
            return tuple(contents.group(1).split("、"))
    return ()
