"""Tables of indicators: 指标 | 单位 | 2020年 | 2025年 | 属性, each figure to be reached a target."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .columns import BASE, CATEGORY, GOAL, GROWTH, NAME, OF_MEASURE, UNIT, VALUE, Column
from .contract import Finding, Target
from .due import Dates
from .messages import MESSAGES
from .quantities import MULTIPLIERS
from .tables import Cell, Table, words

_LONGEST = 80  # letters that a target quotes


@dataclass(frozen=True)
class Value:
    value: Decimal
    value_to: Decimal | None
    comparator: str
    unit: str
    change: str = ""  # 提高, 下降: by how much, not to what
    directed: bool = False  # the cell prints which way is meant


def read_aims(
    text: str, table: Table, period: tuple[int, int] | None, dates: Dates
) -> tuple[list[Target], list[Finding]]:
    names = [at for at, column in enumerate(table.columns) if column.kind == NAME] or [
        at for at, column in enumerate(table.columns) if column.kind == CATEGORY
    ]
    measures = [at for at, column in enumerate(table.columns) if column.kind == OF_MEASURE]
    wanted = _wanted(table, period, dates)
    growth = [at for at, column in enumerate(table.columns) if column.kind == GROWTH]
    targets: list[Target] = []
    unread = 0
    above = ""
    for row in table.rows:
        name, measure = _name(text, table, row, names, above)
        if not name:
            continue
        above = above if re.match("其中", words(text, row[names[-1]])) else name
        measure = next((words(text, row[at]) for at in measures if row[at]), measure)
        found = [
            target
            for at, due in wanted
            if row[at]
            and (target := _target(text, row, names[-1], at, name, measure, due, table.columns[at]))
        ]
        found += [
            target
            for at in growth
            if row[at]
            and (
                target := _grown(
                    text, row, names[-1], at, name, measure, dates.last, not found, table.columns[at]
                )
            )
        ]
        unread += not found
        targets += found
    findings = []
    if unread:
        params = {"title": table.name, "count": unread}
        findings.append(Finding("rows_unread", params, table.start, table.end))
    if any(column.kind == UNIT for column in table.columns):
        findings.append(Finding("aims_without_units", {"title": table.name}, table.start, table.end))
    return targets, findings


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
_SHORT = 4


def _name(text: str, table: Table, row: list[Cell], names: list[int], above: str) -> tuple[str, str]:
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
    if over and over != name and len(name) <= _SHORT and not name.startswith(over[:2]):
        name = over + name
    return name.strip(":：、,，"), unit


_SIGN = "≥≤><＞＜﹥﹤≧≦"
_CELL = re.compile(
    rf"(?P<word>[{_SIGN}]=?|不低于|不少于|不小于|达到?|大于等于|小于等于|大于|小于|高于|低于|超过|突破"
    rf"|不超过|不高于|不大于|控制在|约|力争达到|力争|保持在?|稳定在|维持在|提高到|提升到|提高至|提升至"
    rf"|降至|降到|下降到|下降至|压减至|增加到|增长到|增加至|年均|累计|(?:比|较)(?:20\d\d|上)年(?:底"
    rf"|末)?)*"
    r"(?P<change>提高|提升|增长|增加|下降|降低|减少|压减|削减|新增)?(?P<again>不低于|达到?|超过|约|累计)?"
    r"(?P<number>-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d{1,12}(?:\.\d{1,6})?)(?P<percent>%)?"
    r"(?:(?P<ratio>[:：∶]\d{1,4}(?:\.\d{1,3})?)|(?:[-—–~～至]{1,2}(?P<to>\d{1,12}(?:\.\d{1,6})?)))?"
    r"(?P<unit>%|‰|(?:万亿|千亿|百亿|亿|千万|百万|十万|万)?(?:个?百分点"
    r"|[\u4e00-\u9fff]{1,4}?(?:/[\u4e00-\u9fff]{1,4}?)?)?)??"
    r"(?P<bound>及?以上|以内|及?以下|左右|上下|之间|之内|内)?(?:\(.{1,30}\))?$"
)
_CEILING = re.compile(
    "[≤<＜﹤≦]|不超过|不高于|不大于|(?<!不)小于|(?<!不)低于|控制在|降至|降到|下降[到至]|压减至"
)
_FLOOR = re.compile("[≥>＞﹥≧]|不低于|不少于|不小于|大于|高于|超过|突破|达|提[高升][到至]")
_EMPTY = re.compile(r"[-—–/\\*…·\s]*|无|暂无|待定|——")


def read_value(printed: str, measure: str = "") -> Value | None:
    """ "[110]" -> 110, "≤9" -> <= 9, "66左右" -> ~ 66, "75%-80%" -> a range; "—" and words alone -> None."""
    plain = re.sub(r"\s", "", printed).translate(_HALF_SIGNS)
    plain = re.sub(r"^[\[(【〔](.*)[\])】〕](?=%?$)", r"\1", plain)
    plain = re.sub(r"[\[【〔]|[\]】〕]", "", plain)
    plain = re.sub(r"(?<=\d)%(?=[-—–~～至]+\d)", "", plain)
    if _EMPTY.fullmatch(plain):
        return None
    match = _CELL.match(plain)
    if not match:
        return None
    lead = plain[: match.start("number")]
    scale, unit = _scaled(measure)
    own = (
        (match["unit"] or "").removeprefix("个")
        if (match["unit"] or "").endswith("百分点")
        else match["unit"] or ""
    )
    if match["percent"]:
        own = "%" + own
    if own:
        more, own_unit = _scaled(own)
        unit = own_unit or unit
        scale = more if own_unit else scale * more
    if match["ratio"]:
        unit = ":" + match["ratio"][1:]
    value = Decimal(match["number"].replace(",", "")) * scale
    value_to = Decimal(match["to"]) * scale if match["to"] else None
    bound = match["bound"] or ""
    directed = True
    if bound in {"左右", "上下"} or "约" in lead:
        comparator = "~"
    elif value_to is not None and "以上" not in bound:
        comparator = "range"
    elif re.search("以[内下]|之?内", bound) or (_CEILING.search(lead) and not bound):
        comparator = "<="
    else:
        comparator = ">="
        directed = bool(bound or _FLOOR.search(lead))
    change = match["change"] or ("年均" if "年均" in lead else "")
    return Value(_short(value), value_to and _short(value_to), comparator, unit, change, directed)


_HALF_SIGNS = {
    code: chr(code - 0xFEE0)
    for code in [*range(0xFF10, 0xFF1A), 0xFF05, 0xFF0E, 0xFF0C, 0xFF08, 0xFF09, 0xFF3B, 0xFF3D]
}
_SCALE = re.compile(
    r"(?P<scale>万亿|千亿|百亿|亿|千万|百万|十万|万|千(?![瓦米克伏升卡])|百(?!分))(?P<rest>[^\d].*|$)"
)


def _scaled(measure: str) -> tuple[int, str]:
    """万人 -> 10000, 人; 千瓦 -> 1, 千瓦"""
    measure = re.sub(r"\s|^单位[:：]", "", measure).translate(_HALF_SIGNS).strip("()[]")
    if _EMPTY.fullmatch(measure):
        return 1, ""
    measure = {"百分比": "%", "个百分点": "百分点", "百分数": "%"}.get(measure, measure)
    match = _SCALE.fullmatch(measure)
    return (MULTIPLIERS[match["scale"]], match["rest"]) if match else (1, measure)


def _short(value: Decimal) -> Decimal:
    value = value.normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral() else value


# what ought to fall or stay low, where a bare figure leaves open which way is meant
_LOW = re.compile(
    "失业率|死亡率|漏损率|漏失率|浓度|能耗|水耗|排放|发生率|患病率|发病率|差错率|负债|用水量|用电量"
    "|排放量|占用|库存|消耗|率?下降|时间|时限|距离|收入比|倍差|比值|大班额|贫困"
)


def _target(
    text: str, row: list[Cell], named: int, at: int, name: str, measure: str, due: date | None, column: Column
) -> Target | None:
    value = read_value(words(text, row[at]), measure or column.measure)
    if not value:
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
    change = value.change if value.change and value.change not in name else ""
    return _made(text, row, named, at, name + change, value, due, True, doubt)


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
