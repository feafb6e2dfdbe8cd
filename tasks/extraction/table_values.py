"""The figure in a cell: "≥45" -> at least 45, "66左右" -> about 66, "110" in 万人 -> 1100000 人."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from .quantities import MULTIPLIERS

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
_HALF_SIGNS = {
    code: chr(code - 0xFEE0)
    for code in [*range(0xFF10, 0xFF1A), 0xFF05, 0xFF0E, 0xFF0C, 0xFF08, 0xFF09, 0xFF3B, 0xFF3D]
}
_SCALE = re.compile(
    r"(?P<scale>万亿|千亿|百亿|亿|千万|百万|十万|万|千(?![瓦米克伏升卡])|百(?!分))(?P<rest>[^\d].*|$)"
)


@dataclass(frozen=True)
class Value:
    value: Decimal
    value_to: Decimal | None
    comparator: str
    unit: str
    change: str = ""  # 提高, 下降: by how much, not to what
    directed: bool = False  # the cell prints which way is meant


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
    comparator, directed = _comparator(lead, match["bound"] or "", value_to is not None)
    change = match["change"] or ("年均" if "年均" in lead else "")
    return Value(_short(value), value_to and _short(value_to), comparator, unit, change, directed)


def _comparator(lead: str, bound: str, two_ends: bool) -> tuple[str, bool]:
    """How the figure is meant, and whether the cell prints it."""
    if bound in {"左右", "上下"} or "约" in lead:
        return "~", True
    if two_ends and "以上" not in bound:
        return "range", True
    if re.search("以[内下]|之?内", bound) or (_CEILING.search(lead) and not bound):
        return "<=", True
    return ">=", bool(bound or _FLOOR.search(lead))


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
