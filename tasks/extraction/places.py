"""Names of administrative divisions, as far as a document's own words tell them."""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from pathlib import Path

_REGIONS = Path(__file__).parents[2] / "fixtures" / "regions.csv"

_PROVINCES = [
    "北京市",
    "天津市",
    "河北省",
    "山西省",
    "内蒙古自治区",
    "辽宁省",
    "吉林省",
    "黑龙江省",
    "上海市",
    "江苏省",
    "浙江省",
    "安徽省",
    "福建省",
    "江西省",
    "山东省",
    "河南省",
    "湖北省",
    "湖南省",
    "广东省",
    "广西壮族自治区",
    "海南省",
    "重庆市",
    "四川省",
    "贵州省",
    "云南省",
    "西藏自治区",
    "陕西省",
    "甘肃省",
    "青海省",
    "宁夏回族自治区",
    "新疆维吾尔自治区",
]

_MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
NATION = "中华人民共和国"


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """GB/T 2260 code -> name."""
    with _REGIONS.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


@lru_cache(maxsize=1)
def _names() -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for code, name in _codes().items():
        names.setdefault(name, []).append(code)
    return names


_NAMED = re.compile(r"[\u4e00-\u9fff]{1,14}?(?:自治区|自治州|自治县|自治旗|地区|省|市|州|盟|县|区|旗)")


def region_in(words: str) -> str | None:
    """The division that a title or a signature begins with: 呼伦贝尔市加快… -> 呼伦贝尔市."""
    words = re.sub(r"[\s《》“”]", "", words)
    words = re.sub(r"^20\d\d年", "", words)
    words = re.sub(r"^中共", "", words)
    if re.match("国务院|中共中央|国家|全国", words):
        return NATION
    names = _names()
    best = None
    for size in range(2, 16):
        if words[:size] in names:
            best = words[:size]
    if not best:
        return None
    below = region_in(words[len(best) :]) if best in _PROVINCES or best.endswith("市") else None
    if not below or below == NATION:
        return best
    return best + below if best in _MUNICIPALITIES else below  # 重庆市黔江区 is printed whole everywhere


def prefecture_of_counties(text: str) -> str | None:
    """The city most of whose counties the text names: 平定 (县), 盂县, 郊区, 矿区 -> 阳泉市."""
    text = text[:100_000]
    words = {text[at : at + size] for size in range(2, 6) for at in range(len(text))}
    owners: dict[str, set[str]] = {}
    for name, codes in _names().items():
        if _short(name)[:5] in words and (len(name) <= 5 or _short(name) in text):
            for code in codes:
                if code[4:] != "00":
                    owners.setdefault(code[:4], set()).add(name)
    ranked = sorted(owners, key=lambda code: len(owners[code]), reverse=True)
    if not ranked or len(owners[ranked[0]]) < 3:
        return None
    if len(ranked) > 1 and len(owners[ranked[1]]) >= len(owners[ranked[0]]):
        return None
    return _codes().get(ranked[0] + "00")


def _short(name: str) -> str:
    """平定县 -> 平定; one letter alone would be found anywhere (盂县, 郊区 stay whole)."""
    return name[:-1] if name[-1] in "县" and len(name) == 3 else name


def short_names(region: str | None) -> tuple[str, ...]:
    """Words that mark a body as a place's own: the short names of the provinces and the region."""
    short = [re.sub(r"(?:壮族|回族|维吾尔)?自治区$|省$|市$", "", name) for name in _PROVINCES]
    if region and region != NATION:
        short.append(re.sub(r"(?:自治区|自治州|自治县|自治旗|省|市|县|区|旗|盟|州)$", "", region))
    return tuple(name for name in short if len(name) > 1)
