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

# the letters that begin the numbers of a province's documents, in the order of the list above
_LETTERS = "京 津 冀 晋 蒙内 辽 吉 黑 沪 苏 浙 皖 闽 赣 鲁 豫 鄂 湘 粤 桂 琼 渝 川 黔 云滇 藏 陕 甘 青 宁 新"
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


def province_of(number: str | None, issuer: str | None) -> str | None:
    """ "省人民政府关于…" with the number "鄂政发〔2018〕26号" is of 湖北省."""
    if not number or not re.match("(?:中共)?(?:省|自治区)", issuer or ""):
        return None
    named = zip(_PROVINCES, _LETTERS.split(), strict=True)
    return next((name for name, letters in named if number[0] in letters), None)


def region_in(words: str) -> str | None:
    """The division that a title or a signature begins with: 呼伦贝尔市加快… -> 呼伦贝尔市."""
    words = re.sub(r"[\s《》“”]", "", words)
    words = re.sub(r"^\(([\u4e00-\u9fff]{3,9})\)", r"\1", words)  # (湖北省)武汉市…
    words = re.sub(r"^20\d\d年度?", "", words)
    words = re.sub(r"^中共", "", words)
    if re.match("国务院|中共中央|国家|全国", words):
        return NATION
    names = _names()
    best = None
    for size in range(2, 16):
        if words[:size] in names:
            best = words[:size]
    best = best or next((full for short, full in _aliases().items() if words.startswith(short)), None)
    if not best:
        return None
    below = region_in(words[len(best) :]) if best in _PROVINCES or best.endswith("市") else None
    if not below or below == NATION:
        former = _FORMER.match(words, len(best)) if best in _MUNICIPALITIES else None
        return best + former.group() if former else best
    return best + below if best in _MUNICIPALITIES else below  # 重庆市黔江区 is printed whole everywhere


# a district that the list of today no longer has: 重庆市渝北区人民政府
_FORMER = re.compile(r"[\u4e00-\u9fff]{2}区(?=人民政府|[\u4e00-\u9fff]{2,14}(?:局|委员会|委|办公室)$)")


def region_within(words: str) -> str | None:
    """A division named further back in a title, or by its short name at the start: 贵阳贵安… -> 贵阳市."""
    words = re.sub(r"[\s《》“”]|^20\d\d年度?", "", words)
    for at in range(1, len(words) - 2):
        for size in range(min(12, len(words) - at), 2, -1):
            name = words[at : at + size]
            if name in _names() and name[-1] in "省市州盟县旗区" and (name[-1] != "区" or "自治" in name):
                return name
    short = [name for name in (words[:2], words[:3]) if name in _short_cities()]
    return _short_cities()[short[-1]] if short else None


def city_of_number(number: str | None) -> str | None:
    """ "鄂州政办发〔2019〕1号": the word of the office begins with the short name of one city."""
    named = re.match("([\u4e00-\u9fff]{2,3}?)(?=政|府|委|办)", number or "")
    return _short_cities().get(named[1]) if named else None


def prefecture_named(text: str) -> str | None:
    """The one prefecture whose short name the text uses: "徐州经济开发区管委会" -> 徐州市."""
    named = {name for short, name in _short_cities().items() if name not in _PROVINCES and short in text}
    return named.pop() if len(named) == 1 else None


@lru_cache(maxsize=1)
def _short_cities() -> dict[str, str]:
    """Short names that only one province or prefecture has: 贵阳 -> 贵阳市, but not 吉林."""
    found: dict[str, set[str]] = {}
    for code, name in _codes().items():
        if code.endswith("00") or name in _PROVINCES:
            found.setdefault(_AREA.sub("", name), set()).add(name)
    return {short: min(names) for short, names in found.items() if len(names) == 1 and len(short) > 1}


@lru_cache(maxsize=1)
def _aliases() -> dict[str, str]:
    """迪庆州 -> 迪庆藏族自治州: autonomous prefectures and counties without the names of their peoples."""
    found: dict[str, set[str]] = {}
    for name in _names():
        if match := _PEOPLES.search(name):
            for tail in (match.group(1), "自治" + match.group(1)):
                found.setdefault(name[: match.start()] + tail, set()).add(name)
    return {short: min(names) for short, names in found.items() if len(names) == 1 and len(short) > 2}


_PEOPLES = re.compile(
    "(?:(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔"
    "|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|鄂温克|德昂|保安|裕固|独龙|鄂伦春|各)族?)+自治([州县旗])$"
)
_AREA = re.compile(r"(?:壮族|回族|维吾尔)?(?:自治区|自治州|地区|省|市|盟)$")


def with_city(region: str, text: str) -> str:
    """A district is called with its city where the text does so: 钢城区 -> 济南市钢城区."""
    codes = _names().get(region, [])
    if not region.endswith("区") or region.endswith(("自治区", "地区")) or not codes:
        return region
    for code in codes:
        city = _codes().get(
            code[:2] + "0000" if code[:2] in {"11", "12", "31", "50"} else code[:4] + "00", ""
        )
        known = len(codes) == 1 and (city in _MUNICIPALITIES or city in text)
        if city and (city + region in text or known):
            return city + region
    return region


def county_named(text: str, level: str, number: str | None) -> str | None:
    """The county of a document that says 我县 throughout and names one county only.

    Twice by its full name ("《阳信县管线规范》", "国网阳信县供电公司"), or by the short one behind its city's
    ("武汉蔡甸城建集团"), if the number begins with a letter of it ("蔡政办〔2023〕1号").
    """
    text = text[:100_000]
    named = {name: codes for name, codes in _names().items() if name[-1] == level and len(name) > 2}
    printed = [name for name in named if name in text]
    if len(printed) == 1 and text.count(printed[0]) > 1:
        return with_city(printed[0], text)
    marked = [name for name in named if number and number[0] in name[:-1]]
    marked = [name for name in marked if any(_city_of(code) + name[:-1] in text for code in named[name])]
    return with_city(marked[0], text) if len(marked) == 1 and len(printed) < 2 else None


def _city_of(code: str) -> str:
    """The short name of the prefecture of a county: 武汉"""
    return _AREA.sub("", _codes().get(code[:4] + "00", ""))


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
        own = re.sub(r"^.+市(?=.{2,}区$)", "", region)  # 杭州市拱墅区 -> 拱墅
        short.append(re.sub(r"(?:自治区|自治州|自治县|自治旗|省|市|县|区|旗|盟|州)$", "", own))
    return tuple(name for name in short if len(name) > 1)
