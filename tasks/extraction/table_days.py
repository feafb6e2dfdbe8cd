"""The day that a cell of a table names: 2022年12月底前 -> 31 December 2022, 第三季度 -> 30 September."""

from __future__ import annotations

import re
from datetime import date

from .due import Dates, month_end

_QUARTER = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}
_WHEN = re.compile(
    r"(?P<year>20\d\d)(?:(?:年|[.．/\-—](?=\d{1,2}(?!\d)))\s?(?P<month>\d{1,2})(?!\d)(?:(?:月"
    r"|[.．/\-])(?P<day>\d{1,2}(?!\d)|底|末)?日?)?)?"
    r"|(?P<month2>\d{1,2})月(?P<day2>\d{1,2}日|底|末)?|第?(?P<quarter>[一二三四1-4])季度"
    r"|(?P<half>[上下])半年|(?P<end>年底|年内|全年|年末|本年度)"
    r"|“?十(?P<plan>[四五])五”?(?:末|期末|期间)"
)


def day_of(printed: str, dates: Dates) -> date | None:
    """The last day that a cell names: 2022年12月底前, 2023.6, 第三季度, 2021-2023年; 长期坚持 is none."""
    printed = re.sub(r"\s", "", printed)
    year = dates.first.year if dates.last and dates.first.year == dates.last.year else None
    found: date | None = None
    for match in _WHEN.finditer(printed):
        if match["plan"]:
            found = date({"四": 2025, "五": 2030}[match["plan"]], 12, 31)
            continue
        year = int(match["year"]) if match["year"] else year
        if not year:
            continue
        month = match["month"] or match["month2"]
        if month:
            part = match["day"] or match["day2"]
        elif match["year"] and match.end() == match.end("year"):
            month, part = "12", None
        else:
            part = None
        last = 6 if match["half"] == "上" else _QUARTER.get(match["quarter"] or "", 12)
        found = _valid(year, int(month) if month else last, (part or "").rstrip("日")) or found
    return found


def _valid(year: int, month: int, day: str) -> date | None:
    try:
        return date(year, month, int(day)) if day.isdigit() else month_end(year, month)
    except (ValueError, IndexError):
        return None
