"""Which governments a collective means: "各市、县(区)人民政府" of Ningxia is 5 cities and 22 counties.

The rule proposes, the office confirms. No Django in here.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LETTER = re.compile("地区|[市州盟县区旗]")
COUNTY_LETTERS = set("县区旗")
# What a collective is made of besides the letters of its divisions.
FRAME = re.compile("(人民)?政府|[各、,，及和与()（）]")
# "全市各县区", "各市辖区": a letter of the region itself, not of its divisions.
OF_THE_REGION = re.compile("自治区(?=各)|[全我本][省市区县州盟旗]|市辖(?=区)")
# Divisions of no code; with them the list holds more than governments.
AREAS = re.compile("(开发|高新|经开|园|新|示范)区(管委会)?|管委会")
# Bodies below or beside the counties' governments.
NO_GOVERNMENT = re.compile("部门|单位|乡|镇|街道|苏木|企业|公司")


@dataclass(frozen=True)
class Region:
    code: str
    name: str
    level: str
    parent_code: str


@dataclass(frozen=True)
class Proposal:
    """The codes of the regions whose governments are meant, in order; if not certain, all candidates."""

    codes: tuple[str, ...]
    certain: bool


def members(wording: str, regions: Iterable[Region], region_code: str) -> Proposal:
    """The regions below `region_code` that the wording names by their kinds.

    Of a province, "各市" are the cities directly below it; where counties follow ("各市、县(区)") the
    county-level cities too. A 市 after 县 or 旗 ("各县(市、区)") is a county-level city.
    Not certain: a choice that the wording leaves open (有关, 相关, 沿黄), other bodies beside the governments
    (开发区), and a list of several kinds that leaves one out ("各县区" where there is a county-level city).
    """
    if NO_GOVERNMENT.search(wording):
        return Proposal((), False)
    below = _below(regions, region_code)
    plain = AREAS.sub("※", OF_THE_REGION.sub("", wording))
    letters = LETTER.findall(plain)
    named = [region for region in below if _is_named(region, letters, region_code)]
    is_open = LETTER.sub("", FRAME.sub("", plain)) != "" or _leaves_out(below, named, letters)
    return Proposal(tuple(region.code for region in named), bool(named) and not is_open)


def _below(regions: Iterable[Region], code: str) -> list[Region]:
    """The divisions below a region, in the order of their codes, which puts a city before its counties."""
    prefix = re.sub("(00)+$", "", code)
    found = [region for region in regions if region.code.startswith(prefix) and region.code != code]
    return sorted(found, key=lambda region: region.code)


def _is_named(region: Region, letters: Sequence[str], code: str) -> bool:
    kind = _kind(region)
    counties = next((n for n, letter in enumerate(letters) if letter in COUNTY_LETTERS), len(letters))
    if region.parent_code == code and kind in letters[:counties]:
        return True
    county_list = counties < len(letters)
    return region.level == "county" and kind in letters and county_list


def _leaves_out(below: Sequence[Region], named: Sequence[Region], letters: Sequence[str]) -> bool:
    """Whether several kinds are listed, but not all of their level; "各县" alone means just 县."""
    levels = {region.level for region in named}
    kinds = {_kind(region) for region in below if region.level in levels}
    return len(set(letters)) > 1 and not kinds <= {_kind(region) for region in named}


def _kind(region: Region) -> str:
    """The letter of a division: 自治旗 is a 旗, 自治县 a 县, 林区 and 特区 count as 区."""
    return "地区" if region.name.endswith("地区") else region.name[-1]
