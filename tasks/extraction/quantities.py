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
个百分点 百分点 % ‰ 个工作日 工作日 个自然日 自然日 个月 人次 人 户次 户 名 类 种 元 美元 欧元 公里 千米
平方公里 平方千米 平方米 平米 立方米 万方 方 米 公顷 亩 亩次 吨标准煤 吨 公斤 斤 千伏安 千瓦时 千瓦
兆瓦 吉瓦 瓦 度 张 辆 辆次 台 台套 件 只 头 头只 羽 株 棵 场次 场 项次 次 批次 批 支 套 间 栋 幢 片
块 门 颗 册 篇 部 艘 架 口 眼 盏 宗 起 例 分 倍 升 兆 家次 家 所 座 项 处 条 个 站 县 村 镇 村镇
床 车位 泊位 学位 床位 小时 分钟 天 周 日 年 对 组 期 班 队 集 段 孔 标箱 架次 列 班次 人年 单
个次 克 毫升 兆字节 Gbps Mbps Tbps μg/m³ µg/m³ ug/m³ µg/m3 mg/L mg/m³ MW GW kW
盘 箱 枚 粒 顶 具 尊 根 幅 本 份 盒 台次 件次 条次 车次 人份 学时 课时 堂 兆瓦时 吉瓦时 吨级
/10万 兆伏安 分贝 兆比特每秒 兆比特/秒 标台 位 笔 核 路 延米 蒸吨 千升 PB TB GB
岁 摄氏度 微克/立方米 毫克/升 ug/m3 μg/m3 公里/小时 微克 毫克 厘米 毫米
海里 点 剂次 剂 尾 延长米 立方 端口 皮长公里 芯公里 例次
"""
_UNITS = sorted(_UNIT_WORDS.split(), key=len, reverse=True)
_KNOWN = {*_UNITS, "%", "方"}
_UNIT = "|".join(re.escape(unit) for unit in _UNITS)
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d])|\d{1,12}(?:\.\d{1,6})?"
_SCALE = r"(?:万亿|千亿|百亿|亿|千万|百万|十万|万|千(?![瓦米克伏升卡])|百)"
_CHINESE = "[一二两三四五六七八九十百千]{1,7}"
_CUT = "压减|压缩|减少|下降|降低|缩短|清偿|减半"
_FRACTION = "[二三四五六七八九十]分之[一二三四五六七八九]"
QUANTITY = re.compile(
    # "AED500台": apparatus is counted behind its letters; "DN500", "5G8" are names
    r"(?:(?<![0-9A-Za-z.+/:：])|(?<=[A-Z]{2})(?=\d{1,6}[台套辆部]))"
    rf"(?:百分之(?P<percent>[零〇一二三四五六七八九十百点]{{1,9}}|\d{{1,3}}(?:\.\d{{1,4}})?)(?P<bound0>及?以上|以内|以下|左右)?"
    rf"|(?:(?P<cut>{_CUT})(?P<half>一半|{_FRACTION})|(?P<share>一半(?=以上的)|{_FRACTION}))(?P<bound1>以上|左右|以内)?"
    rf"|(?<=[达到至为在于过破持≥≤><、和])(?P<index>\d{{1,4}}(?:\.\d{{1,4}})?)(?P<ratio>[:：∶]\d{{1,4}}(?:\.\d{{1,4}})?)?"
    r"(?P<bound2>以上|以下|以内|左右)?(?=[,，、。;；)\n]|[和及与]\d|$)"
    rf"|(?:(?P<number>{_NUMBER})(?P<scale1>{_SCALE}?)"
    rf"(?:(?:[-—–~～]{{1,2}}|至|到)(?P<to>{_NUMBER}))?|(?P<chinese>{_CHINESE})(?=[万亿]?[余多]?(?:{_UNIT})))"
    rf"(?P<more>[余多])?(?P<scale2>{_SCALE}?)(?P<more2>[余多])?"
    rf"(?P<unit>{_UNIT})(?P<per>/(?:小时|[日天年月秒分](?![一-鿿]{{0,3}}平))(?=[一-鿿])|/(?:[一-鿿]{{1,4}}?(?:·[一-鿿]{{1,5}})?|[a-zA-Z0-9]{{1,4}})(?=[,，、。;；()（）以左]|$)|每(?:立方米|平方米|平方公里|升|公斤|吨|亩))?(?P<aside>\([户套间次人个座处家所台辆项件]\))?"
    r"(?P<to2>(?:[-—–~～]{1,2}|至|到)\d{1,9}(?:\.\d{1,4})?%)?"
    r"(?:\(含[^()]{0,4}\))?(?P<bound>及以上|及以下|以上|以下|以内|之内|左右|上下|之间|内)?"
    rf"|(?<=[达到至为于过破])(?P<odd>\d{{1,9}}(?:\.\d{{1,4}})?)(?P<scale3>{_SCALE}?)"
    r"(?P<word>(?![年月日号时点届期版级轮代档星大余多强位])(?:[一-鿿]{1,3}?|[A-Za-z]{1,8}))(?P<bound3>以上|以下|以内|左右)?"
    r"(?=[,，、。;；)\n]|$))"
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

    @property
    def bare(self) -> bool:
        """Without a unit, as an index or a ratio has none."""
        return not self.unit

    @property
    def ratio(self) -> bool:
        return self.bare and bool(re.search("[:：∶]", self.printed))

    @property
    def odd(self) -> bool:
        """With a unit that is not in the list."""
        known = {self.unit, self.unit.split("/")[0], self.unit.split("(")[0]}
        return not self.bare and not known & _KNOWN

    @property
    def rounded(self) -> bool:
        """三分之一, which no decimal gives exactly."""
        return "分之" in self.printed and self.value != self.value.quantize(Decimal("0.1"))


NO_QUANTITY = Quantity(0, 0, Decimal(0), None, "", "", "", False, 0)


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
    if match.group("half") or match.group("share"):
        return _part(match)
    if match.group("index"):
        return _index(match)
    if match.group("odd"):
        return _odd(match)
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
    """压减一半 = 50%, 四分之一 = 25%; a third has no decimal and is rounded to two places."""
    group = "half" if match.group("half") else "share"
    printed = match.group(group)
    value = Decimal(50)
    if printed != "一半":
        below, _, above = printed.partition("分之")
        value = round(Decimal(100 * _DIGITS.index(above)) / _DIGITS.index(below), 2)
    return Quantity(
        match.start(group), match.end(), _plain(value), None, "%", match.group("bound1") or "", match.group(),
        True, match.end(group),
    )  # fmt: skip


_DIGITS = "零一二三四五六七八九十"


def _index(match: re.Match) -> Quantity:
    """指数达到48: a figure without a unit; the value of the ratio 2.3:1 is 2.3, of 1:15 it is 0.0667."""
    value = Decimal(match.group("index"))
    if below := (match.group("ratio") or "")[1:]:
        value = round(value / Decimal(below), 4) if Decimal(below) else Decimal(0)
    return Quantity(
        match.start("index"), match.end(), _plain(value), None, "", match.group("bound2") or "",
        match.group(), False, match.start("bound2") if match.group("bound2") else match.end(),
    )  # fmt: skip


def _odd(match: re.Match) -> Quantity:
    """带宽扩容至10G: whatever short word stands between a figure and a stop is its unit."""
    value = Decimal(match.group("odd")) * MULTIPLIERS[match.group("scale3") or ""]
    return Quantity(
        match.start("odd"), match.end(), _plain(value), None, match.group("word"),
        match.group("bound3") or "", match.group(), False, match.end("word"),
    )  # fmt: skip


def _plain(value: Decimal) -> Decimal:
    value = value.normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral() else value


@lru_cache(maxsize=512)
def _spelled(text: str) -> Decimal | None:
    """The library is asked for a matched numeral only: over a whole text it would turn 一体化 into 1体化."""
    import cn2an

    try:
        return Decimal(str(cn2an.cn2an(text.replace("两", "二"), "smart")))
    except (ValueError, KeyError):  # 百十八分
        return None
