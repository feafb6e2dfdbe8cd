import csv
from pathlib import Path

import pytest

from tasks.collectives import Proposal, Region, members

pytestmark = pytest.mark.once

FIXTURE = Path(__file__).parents[2] / "fixtures" / "regions.csv"
NINGXIA, LUAN, HULUNBUIR, YANGQUAN, HAIDONG = "640000", "341500", "150700", "140300", "630200"


@pytest.fixture(scope="module")
def regions():
    with FIXTURE.open(encoding="utf-8", newline="") as file:
        return [Region(row["code"], row["name"], row["level"], row["parent"]) for row in csv.DictReader(file)]


@pytest.fixture
def names_of(regions):
    by_code = {region.code: region.name for region in regions}
    return lambda proposal: " ".join(by_code[code] for code in proposal.codes)


def test_ningxia_means_its_5_cities_and_22_counties(regions):
    found = members("各市、县(区)人民政府", regions, NINGXIA)

    assert found.certain
    assert len(found.codes) == 27
    assert [code for code in found.codes if code.endswith("00")] == [
        *("640100", "640200", "640300", "640400", "640500")
    ]
    assert found.codes[:7] == ("640100", "640104", "640105", "640106", "640121", "640122", "640181")


@pytest.mark.parametrize(
    "wording, code, names",
    [
        ("各县区人民政府", YANGQUAN, "城区 矿区 郊区 平定县 盂县"),
        ("各县区人民政府", LUAN, "金安区 裕安区 叶集区 霍邱县 舒城县 金寨县 霍山县"),
        ("各县人民政府", LUAN, "霍邱县 舒城县 金寨县 霍山县"),
        (
            "各县区政府",
            HAIDONG,
            "乐都区 平安区 民和回族土族自治县 互助土族自治县 化隆回族自治县 循化撒拉族自治县",
        ),
        ("各区人民政府", HAIDONG, "乐都区 平安区"),
        (
            "全市各县区人民政府",
            HAIDONG,
            "乐都区 平安区 民和回族土族自治县 互助土族自治县 化隆回族自治县 循化撒拉族自治县",
        ),
        (
            "各旗市区人民政府",
            HULUNBUIR,
            "海拉尔区 扎赉诺尔区 阿荣旗 莫力达瓦达斡尔族自治旗 鄂伦春自治旗 鄂温克族自治旗 陈巴尔虎旗"
            " 新巴尔虎左旗 新巴尔虎右旗 满洲里市 牙克石市 扎兰屯市 额尔古纳市 根河市",
        ),
        ("各市人民政府", HULUNBUIR, "满洲里市 牙克石市 扎兰屯市 额尔古纳市 根河市"),
        ("各市人民政府", NINGXIA, "银川市 石嘴山市 吴忠市 固原市 中卫市"),
        (
            "各市（州）人民政府",
            "630000",
            "西宁市 海东市 海北藏族自治州 黄南藏族自治州 海南藏族自治州"
            " 果洛藏族自治州 玉树藏族自治州 海西蒙古族藏族自治州",
        ),
        ("各市辖区人民政府", YANGQUAN, "城区 矿区 郊区"),
    ],
)
def test_certain_members(wording, code, names, regions, names_of):
    found = members(wording, regions, code)

    assert (names_of(found), found.certain) == (names, True)


def test_county_level_only_where_the_county_comes_first(regions):
    found = members("各县(市、区)人民政府", regions, NINGXIA)

    assert (len(found.codes), found.certain) == (22, True)


@pytest.mark.parametrize(
    "wording, like, code",
    [
        ("有关市、县(区)人民政府", "各市、县(区)人民政府", NINGXIA),
        ("沿黄各市、县(区)人民政府", "各市、县(区)人民政府", NINGXIA),
        ("相关县区政府", "各县区政府", HAIDONG),
        ("各县区、开发区管委会", "各县区", YANGQUAN),
    ],
)
def test_an_open_choice_has_the_same_candidates(wording, like, code, regions):
    found = members(wording, regions, code)

    assert found == Proposal(members(like, regions, code).codes, certain=False)


def test_a_list_that_leaves_a_kind_out_is_not_certain(regions, names_of):
    found = members("各县区人民政府", regions, "640100")

    # 灵武市 lies in 银川市 too
    assert (names_of(found), found.certain) == ("兴庆区 西夏区 金凤区 永宁县 贺兰县", False)


def test_cities_directly_below_a_province_are_among_its_cities(regions, names_of):
    names = names_of(members("各市人民政府", regions, "410000")).split()

    assert "济源市" in names
    assert "巩义市" not in names


@pytest.mark.parametrize(
    "wording", ["各乡镇人民政府", "区级有关部门和各乡镇街道", "市直有关部门单位", "各地", "市教育局", ""]
)
def test_nobody(wording, regions):
    assert members(wording, regions, YANGQUAN) == Proposal((), False)


def test_the_counties_of_a_county(regions):
    assert members("各县区人民政府", regions, "140302") == Proposal((), False)
