"""Dates that sentences name, and the years that a document covers."""

from __future__ import annotations

import calendar
import re
from datetime import date


class Dates:
    """The years a document covers, and the dates that its sentences name."""

    _NAMED = re.compile(
        r"(?P<year>20\d\d)年(?:(?P<half>上半年|第[一二三四]季度)|(?P<month>\d{1,2})月(?P<day>\d{1,2}日|底|末|中旬|上旬|下旬)?|年?(?P<end>底|末))?"
        r"|[“\"]?十(?P<plan>[三四五六])五[”\"]?(?P<span>期间|末|时期)"
        r"|(?P<in>[一两二三四五]|(?<!\d)[1-5])年内|(?P<next>明年)(?P<half2>上半年)?|(?P<half3>(?<=[,，。；;、])上半年|第?[一二三四]季度)"
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
            if day and day >= self.first and not _names_a_plan(text, match):
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
            return month_end(
                running, _PART_OF_YEAR["第" * (match.group("half3")[0] in "一二三四") + match.group("half3")]
            )
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
    return date(year, month, calendar.monthrange(year, month)[1])


def _names_a_plan(text: str, match: re.Match) -> bool:
    """2022年版, (2021—2035年), 〔2022〕: years in names"""
    after, before = text[match.end() : match.end() + 1], text[max(match.start() - 1, 0) : match.start()]
    return after in ("年", "版") or before in ("-", "—", "〔", "《", "[")
