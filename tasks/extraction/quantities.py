"""Figures in running text: number, multiplier, unit, and the words around them that bound the value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

MULTIPLIERS = {
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
}
MULTIPLIERS |= {"百亿": 10**10, "千亿": 10**11, "万亿": 10**12, "": 1}

# Longer words first: 个工作日 before 个. A measure word alone (个, 家, 项) is a unit too.
_UNIT_WORDS = """
个百分点 百分点 % ‰ 个工作日 工作日 个月 人次 人 户次 户 名 类 种 元 美元 欧元 公里 千米
平方公里 平方千米 平方米 立方米 万方 方 米 公顷 亩 亩次 吨标准煤 吨 公斤 斤 千伏安 千瓦时 千瓦
兆瓦 吉瓦 瓦 度 张 辆 辆次 台 台套 件 只 头 头只 羽 株 棵 场次 场 次 批次 批 支 套 间 栋 幢 片
块 门 颗 册 篇 部 艘 架 口 眼 盏 宗 起 例 分 倍 升 兆 家次 家 所 座 项 处 条 个 站 县 村 镇 村镇
床 车位 泊位 学位 床位 小时 分钟 天 周 日 年 对 组 期 班 队 集 段 孔 标箱 架次 列 班次 人年 单
个次 克 毫升 兆字节 Gbps Mbps Tbps μg/m³ µg/m³ ug/m³ µg/m3 mg/L mg/m³ MW GW kW
盘 箱 枚 粒 顶 具 尊 岁 摄氏度 微克/立方米 毫克/升 ug/m3 μg/m3 公里/小时 微克 毫克 厘米 毫米
海里 点
"""
_UNITS = sorted(_UNIT_WORDS.split(), key=len, reverse=True)
_UNIT = "|".join(re.escape(unit) for unit in _UNITS)
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d])|\d{1,12}(?:\.\d{1,6})?"
_SCALE = r"(?:万亿|千亿|百亿|亿|千万|百万|十万|万|千(?![瓦米克伏升卡])|百)"
_CHINESE = "[一二两三四五六七八九十百千]{1,7}"
QUANTITY = re.compile(
    rf"(?<![0-9A-Za-z.+/:：])(?:百分之(?P<percent>[零〇一二三四五六七八九十百点\d.]{{1,9}})(?P<bound0>及?以上|以内|以下|左右)?"
    r"|(?P<cut>压减|压缩|减少|下降|降低|缩短|清偿|减半)(?P<half>一半|三分之[一二])(?P<bound1>以上|左右)?"
    rf"|(?:(?P<number>{_NUMBER})(?P<scale1>{_SCALE}?)"
    rf"(?:(?:[-—–~～]{{1,2}}|至|到)(?P<to>{_NUMBER}))?|(?P<chinese>{_CHINESE})(?=[万亿]?[余多]?(?:{_UNIT})))"
    rf"(?P<more>[余多])?(?P<scale2>{_SCALE}?)(?P<more2>[余多])?"
    rf"(?P<unit>{_UNIT})(?P<per>/(?:[一-鿿]{{1,4}}?|[a-zA-Z0-9]{{1,4}})(?=[,，、。;；()（）以左]|$))?(?P<aside>\([户套间次人个座处家所台辆项件]\))?"
    r"(?P<to2>(?:[-—–~～]{1,2}|至|到)\d{1,9}(?:\.\d{1,4})?%)?"
    r"(?P<bound>及以上|及以下|以上|以下|以内|之内|左右|上下|之间|内)?)"
)


@dataclass(frozen=True)
class Quantity:
    start: int
    end: int  # with the word that bounds it (以上, 左右)
    value: Decimal
    value_to: Decimal | None
    unit: str
    bound: str
    printed: str
    spelled: bool  # in Chinese numerals
    unit_end: int


def find_quantities(text: str, start: int, end: int) -> list[Quantity]:
    found = []
    for match in QUANTITY.finditer(text, start, end):
        quantity = _read(match)
        if quantity:
            found.append(quantity)
    return found


def _read(match: re.Match) -> Quantity | None:
    if match.group("percent"):
        return _percent(match)
    if match.group("half"):
        return _part(match)
    spelled = bool(match.group("chinese"))
    scale = MULTIPLIERS[match.group("scale1") or match.group("scale2") or ""]
    if match.group("scale1") and match.group("scale2"):
        scale = MULTIPLIERS[match.group("scale1")] * MULTIPLIERS[match.group("scale2")]
    value = _spelled(match.group("chinese")) if spelled else Decimal(match.group("number").replace(",", ""))
    if value is None:
        return None
    to = match.group("to") or (match.group("to2") or "").strip("-—–~～至到%") or None
    unit = {"个百分点": "百分点"}.get(match.group("unit"), match.group("unit"))
    unit += (match.group("per") or "") + (match.group("aside") or "")
    if unit == "万方":
        unit, scale = "方", scale * 10**4
    value_to = Decimal(to.replace(",", "")) * scale if to else None
    bound = match.group("bound") or ""
    bound_start = match.start("bound") if bound else match.end()
    return Quantity(
        match.start(), match.end(), _plain(value * scale), value_to and _plain(value_to), unit, bound,
        match.group(), spelled, bound_start,
    )  # fmt: skip


def _percent(match: re.Match) -> Quantity | None:
    """百分之八十以上 = 80%"""
    digits = match.group("percent")
    try:
        value = Decimal(digits) if digits[0].isdigit() else _spelled(digits)
    except ArithmeticError:
        return None
    bound = match.group("bound0") or ""
    if value is None:
        return None
    return Quantity(
        match.start(), match.end(), _plain(value), None, "%", bound, match.group(), True, match.end("percent")
    )


def _part(match: re.Match) -> Quantity:
    """压减一半 = 50%. A third has no decimal; it is read for what it measures and then left out."""
    value = Decimal(50) if match.group("half") == "一半" else Decimal(0)
    bound = match.group("bound1") or ""
    return Quantity(
        match.start("half"), match.end(), value, None, "%", bound, match.group(), True, match.end("half")
    )


def _plain(value: Decimal) -> Decimal:
    value = value.normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral() else value


@lru_cache(maxsize=512)
def _spelled(text: str) -> Decimal | None:
    """The library is asked for a matched numeral only: over a whole text it would turn 一体化 into 1体化."""
    import cn2an

    try:
        return Decimal(str(cn2an.cn2an(text.replace("两", "二"), "smart")))
    except ValueError:
        return None
