"""Tables of indicators: each figure to be reached is a target.

指标 | 单位 | 2020年 | 2025年 | 年均增长
绿化覆盖率 | % | 39 | 45以上 |              45 % or more by the end of 2025; 2020 is where it starts
产值 | 亿元 | 30 | — | 6.5%                 the growth is the aim where the year is left empty
"""

from __future__ import annotations

import re
from datetime import date

from .columns import BASE, CATEGORY, GOAL, GROWTH, NAME, OF_MEASURE, UNIT, VALUE, Column
from .contract import Finding, Target
from .due import Dates
from .messages import MESSAGES
from .table_values import Value, read_value
from .tables import Cell, Table, words

_LONGEST = 80  # letters that a target quotes


def read_aims(
    text: str, table: Table, period: tuple[int, int] | None, dates: Dates
) -> tuple[list[Target], list[Finding]]:
    aims = AimReader(text, table, period, dates)
    targets: list[Target] = []
    unread = 0
    for row in table.rows:
        found = aims.of_row(row)
        unread += found is not None and not found
        targets += found or []
    findings = []
    if unread:
        params = {"title": table.name, "count": unread}
        findings.append(Finding("rows_unread", params, table.start, table.end))
    if any(column.kind == UNIT for column in table.columns):
        findings.append(Finding("aims_without_units", {"title": table.name}, table.start, table.end))
    return targets, findings


class AimReader:
    """Reads the rows of one table in their order."""

    def __init__(self, text: str, table: Table, period: tuple[int, int] | None, dates: Dates):
        self.text, self.columns, self.last = text, table.columns, dates.last
        self.names = self._places(NAME) or self._places(CATEGORY)
        self.measures, self.growth = self._places(OF_MEASURE), self._places(GROWTH)
        self.wanted = _wanted(table, period, dates)
        self.above = ""

    def _places(self, kind: str) -> list[int]:
        return [at for at, column in enumerate(self.columns) if column.kind == kind]

    def of_row(self, row: list[Cell]) -> list[Target] | None:
        """None where the row names nothing."""
        text, named = self.text, self.names[-1]
        name, measure = _name(text, row, self.names, self.above)
        if not name:
            return None
        if not re.match("其中", words(text, row[named])):
            self.above = name
        measure = next((words(text, row[at]) for at in self.measures if row[at]), measure)
        found = [
            _target(text, row, named, at, name, measure, due, self.columns[at])
            for at, due in self.wanted
            if row[at]
        ]
        alone = not any(found)
        found += [
            _grown(text, row, named, at, name, measure, self.last, alone, self.columns[at])
            for at in self.growth
            if row[at]
        ]
        return [target for target in found if target]


def _wanted(table: Table, period: tuple[int, int] | None, dates: Dates) -> list[tuple[int, date | None]]:
    """The columns of values to be reached, each with its day: never the year from which the table starts."""
    kinds = {VALUE} if any(column.kind == VALUE for column in table.columns) else {VALUE, GOAL}
    columns = [(at, column) for at, column in enumerate(table.columns) if column.kind in kinds]
    years = sorted({column.year for _, column in columns if column.year})
    based = any(column.kind == BASE for column in table.columns)
    plain = [
        column for _, column in columns if column.year and not re.search("目标|规划|预期|计划", column.title)
    ]
    in_a_row = len(years) > 1 and years[-1] - years[0] == len(years) - 1
    first, last = period or (0, 9999)
    start = years[0] if len(years) > 1 and not based and plain and plain[0].year == years[0] else 0
    starts = start and (start < first or (start <= first and not in_a_row) or not period)
    kept = [
        (at, column)
        for at, column in columns
        if not (starts and column.year == start) and (not column.year or first <= column.year)
    ]
    within = [(at, column) for at, column in kept if not column.year or column.year <= last]
    named = re.search(r"20\d\d(?=年)", table.caption)
    other = (
        date(int(named.group()), 12, 31)
        if named and period and first <= int(named.group()) <= last
        else dates.last
    )
    return [(at, date(column.year, 12, 31) if column.year else other) for at, column in within or kept]


_ASIDE = re.compile(r"[(\[]([^()\[\]]{1,10})[)\]]$")
_MEASURE = re.compile(
    r"(?:单位[:：])?(?:[%‰]|(?:万亿|千亿|百亿|亿|千万|百万|十万|万|千|百)?(?:[\u4e00-\u9fff]{1,5}"
    r"|[A-Za-zμµ]{1,4}\d?|m³|微克/立方米)(?:/[^()]{1,8})?|/)"
)
_LED = re.compile(
    r"^(?:其中[:：]?|[#*★☆]|\(\d{1,2}\)|\d{1,2}[.、)]|[①-⑳]|[一二三四五六七八九十]{1,3}、|[-—–])+"
)
_SHORT, _LONGEST_OVER = 4, 10  # 人口 under 城镇; a whole sentence above it is no part of the name
# 公园数量 under 扩大绿地 says itself what is counted; 产量 under 粮食 does not
_WHOLE = re.compile("..(?:数量|面积|长度|产量|产值|规模|收入|存栏|出栏|总量)|...率")


def _name(text: str, row: list[Cell], names: list[int], above: str) -> tuple[str, str]:
    """What the row measures, and the unit in brackets behind it."""
    parts = [words(text, row[at]) for at in names if row[at]]
    if not row[names[-1]] and len(names) > 1:
        return "", ""
    printed = re.sub(r"\s", "", parts[-1]) if parts else ""
    if not re.search(r"[\u4e00-\u9fffA-Za-z]", printed) or re.fullmatch("合计|小计|总计", printed):
        return "", ""
    part = printed.startswith("其中")
    name = _LED.sub("", printed)
    aside = _ASIDE.search(name)
    unit = ""
    if (
        aside
        and _MEASURE.fullmatch(aside.group(1))
        and not re.fullmatch("市|县|区|农村|城镇|城市|乡镇|建成区|县城", aside.group(1))
    ):
        name, unit = name[: aside.start()], aside.group(1)
    over = (
        _ASIDE.sub("", _LED.sub("", re.sub(r"\s", "", parts[-2])))
        if len(parts) > 1
        else above
        if part
        else ""
    )
    joined = len(name) <= _SHORT and len(over) <= _LONGEST_OVER and not _WHOLE.fullmatch(name)
    if over and over != name and joined and not name.startswith(over[:2]):
        name = over + name
    return name.strip(":：、,，"), unit


# what ought to fall or stay low, where a bare figure leaves open which way is meant
_LOW = re.compile(
    "失业率|死亡率|漏损率|漏失率|浓度|能耗|水耗|排放|发生率|患病率|发病率|差错率|负债|用水量|用电量"
    "|排放量|占用|库存|消耗|率?下降|时间|时限|距离|收入比|倍差|比值|大班额|贫困"
)


def _target(
    text: str, row: list[Cell], named: int, at: int, name: str, measure: str, due: date | None, column: Column
) -> Target | None:
    value = read_value(words(text, row[at]), measure or column.measure)
    if not value or not (value.value or value.unit or value.directed):
        return None
    doubt: tuple[str, dict] | None = None
    if (
        not value.directed
        and value.comparator == ">="
        and _LOW.search(name)
        and not re.search("下降|降低|减少", name + value.change)
    ):
        doubt = ("direction", {})
    elif value.unit.startswith(":"):
        doubt = ("ratio", {})
    elif due is None:
        doubt = ("due_assumed", {})
    # a bare 0: nothing is set for this place (万亩 | 0), or nothing may happen
    must = bool(value.value or value.directed)
    doubt = doubt if must else ("borderline", {})
    change = value.change if value.change and value.change not in name else ""
    return _made(text, row, named, at, name + change, value, due, must, doubt)


def _grown(
    text: str,
    row: list[Cell],
    named: int,
    at: int,
    name: str,
    measure: str,
    due: date | None,
    alone: bool,
    column: Column,
) -> Target | None:
    """年均增长: the only aim of its row where the year's own cell is empty, else said once more."""
    printed = words(text, row[at])
    total = "累计" in column.title and (
        "年均" not in column.title or bool(re.match(r"\s*[\[【〔［]", printed))
    )
    value = read_value(printed, "" if not total else measure)
    if not value:
        return None
    unit = (
        value.unit
        or (column.measure if "%" in column.measure or "％" in column.measure else "")
        or ("" if total else "%")
    )
    value = Value(value.value, value.value_to, value.comparator, unit.replace("％", "%"), value.change)
    what = name if total else name + ("" if re.search("增长|增速|年均", name) else "年均增长")
    return _made(text, row, named, at, what, value, due, alone, None if alone else ("borderline", {}))


def _made(
    text: str, row: list[Cell], named: int, at: int, name: str, value: Value, due: date | None, must: bool,
    doubt: tuple[str, dict] | None,
) -> Target:  # fmt: skip
    """Quoted is the stretch from the name to the figure where that is short enough, else the figure."""
    end = row[at].end
    start = row[named].start if row[named] and 0 <= end - row[named].start <= _LONGEST else row[at].start
    end = min(end, start + _LONGEST)
    code, params = doubt or (None, {})
    return Target(
        name[:60], value.comparator, value.value, value.value_to, value.unit, due, text[start:end], must,
        MESSAGES[code] % params if code else None, start, end, code, params,
    )  # fmt: skip
