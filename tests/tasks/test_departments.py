import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.departments import WORDS, Classified, classify, normal_key, same_unit

pytestmark = pytest.mark.once

# Every unit that the five documents name, by kind and work.
DEPARTMENTS = {
    "development-reform": "自治区发展改革委 市发展和改革委员会 市发展改革委 市发展和改革委 市发改委",
    "housing": "自治区住房城乡建设厅 自治区住房和城乡建设厅 市住房和城乡建设局 市住房建设局 市住建局",
    "natural-resources": "自治区自然资源厅 市自然资源局 市自然资源规划局 规划和自然资源局 市规划和自然资源局",
    "finance": "自治区财政厅 市财政局",
    "education": "自治区教育厅 市教育局 市教体局",
    "health": "自治区卫生健康委 市卫生健康委员会 市卫生健康委 市卫健委",
    "human-resources": "自治区人力资源社会保障厅 市人力资源和社会保障局 市人力资源社会保障局 市人社局",
    "public-security": "自治区公安厅 市公安局",
    "civil-affairs": "自治区民政厅 市民政局",
    "transport": "自治区交通运输厅 市交通运输局 市交通局",
    "water": "自治区水利厅 市水利局 市水务局",
    "agriculture": "自治区农业农村厅 市农业农村局 市农牧局",
    "commerce": "自治区商务厅 市商务局",
    "culture-tourism": "自治区文化和旅游厅 市文化旅游广电局 市文体旅游广电局 市文体广电旅游局 市文旅局",
    "ecology": "自治区生态环境厅 市生态环境局",
    "emergency": "自治区应急管理厅 市应急管理局 市应急局",
    "industry-it": "自治区工业和信息化厅 市工业和信息化局 市工业信息化局 市工信局 市经信局",
    "statistics": "自治区统计局 市统计局",
    "market-regulation": "自治区市场监督管理厅 市市场监督管理局 市市场监管局",
    "forestry-grassland": "自治区林业和草原局 市林业和草原局 市林草局",
    "rural-revitalization": "自治区乡村振兴局 市乡村振兴局",
    "medical-insurance": "自治区医疗保障局 市医疗保障局 市医保局",
    "urban-management": "市城市管理局 市城管局",
    "justice": "市司法局",
    "sports": "自治区体育局 市体育局",
    "meteorology": "自治区气象局 市气象局",
    "tax": "自治区税务局",
    "energy": "自治区能源局 市能源局",
    "fire": "宁夏消防救援总队 市消防救援支队",
    "communications": "宁夏通信管理局 市通信建设管理办公室",
    "postal": "市邮政管理局",
    "science": "市科学技术局 市科技局",
    "veterans": "市退役军人事务局",
    "big-data": "市大数据局",
    "government-services": "市政务服务局 市政务服务监管局",
    "petitions": "市信访局",
    "civil-air-defence": "市人防办",
    "state-assets": "市国有资产监督管理委员会",
    "financial-services": "市金融工作办公室 市金融办 市金融监管局",
    "central-bank": "人民银行呼伦贝尔市中心支行 人民银行海东中心支行",
    "banking-regulation": "呼伦贝尔银监分局 海东银监局",
    "investment-promotion": "市招商中心",
    "housing-fund": "市公积金中心",
    "highways": "省公路局分局",
}
PARTY_ORGANS = {
    "organization": "市委组织部",
    "publicity": "市委宣传部 自治区党委宣传部",
    "united-front": "市委统战部",
    "political-legal": "市委政法委员会 市委政法委",
    "cyberspace": "自治区网信办",
    "civility": "市文明办",
}
GOVERNMENTS = {
    "": "宁东管委会 呼伦贝尔经济技术开发区管委会 海拉尔区人民政府 鄂温克族自治旗人民政府 满洲里市人民政府"
    " 扎兰屯市人民政府 阿荣旗人民政府 莫力达瓦达斡尔族自治旗人民政府 扎赉诺尔区人民政府 牙克石市人民政府"
    " 额尔古纳市人民政府 根河市人民政府 鄂伦春自治旗人民政府 陈巴尔虎旗人民政府 新巴尔虎左旗人民政府"
    " 新巴尔虎右旗人民政府"
}
COMPANIES = {
    "power-grid": "国网宁夏电力有限公司 国网呼伦贝尔供电公司",
    "china-tower": "呼伦贝尔铁塔公司",
    "china-mobile": "中国移动呼伦贝尔分公司",
    "china-unicom": "中国联通呼伦贝尔分公司",
    "china-telecom": "中国电信呼伦贝尔分公司",
}
OTHERS = {
    "disabled-persons": "市残疾人联合会",
    "industry-commerce-federation": "市工商业联合会",
    "women": "市妇联",
    "broadcasting": "市广电台",
}
UNITS = [
    (name, kind, function)
    for kind, bodies in {
        "department": DEPARTMENTS,
        "party": PARTY_ORGANS,
        "government": GOVERNMENTS,
        "company": COMPANIES,
        "other": OTHERS,
    }.items()
    for function, names in bodies.items()
    for name in names.split()
]
NAMES = [name for name, _, _ in UNITS]


@pytest.mark.parametrize("name, kind, function", UNITS)
def test_kind_and_function(name, kind, function):
    found = classify(name)

    assert (found.kind, found.function) == (kind, function)


@pytest.mark.parametrize("name", ["宁东", "领导小组成员单位", "大湾区论坛组委", ""])
def test_a_body_of_no_known_work(name):
    assert classify(name).function == ""


@pytest.mark.parametrize(
    "name, found",
    [
        (
            "自治区发展改革委",
            Classified(
                "department",
                "development-reform",
                "发改委",
                ("自治区发展和改革委员会", "自治区发改委", "发改委"),
            ),
        ),
        (
            "自治区住房和城乡建设厅",
            Classified("department", "housing", "住建厅", ("自治区住建厅", "住建厅")),
        ),
        ("市教体局", Classified("department", "education", "教体局", ("教体局",))),
        (
            "市文化旅游广电局",
            Classified("department", "culture-tourism", "文化旅游广电局", ("文化旅游广电局",)),
        ),
        ("市委政法委", Classified("party", "political-legal", "政法委", ("市委政法委员会", "政法委"))),
        ("自治区网信办", Classified("party", "cyberspace", "网信办", ("网信办",))),
        ("海拉尔区人民政府", Classified("government", "", "海拉尔区", ("海拉尔区",))),
        ("市人民政府", Classified("government", "", "市政府", ("市政府",))),
        ("宁东管委会", Classified("government", "", "宁东管委会", ())),
        ("国网宁夏电力有限公司", Classified("company", "power-grid", "国网宁夏电力", ("国网宁夏电力",))),
        ("市编办", Classified("party", "staffing", "编办", ("编办",))),
        ("市委办公室", Classified("party", "", "市委办公室", ())),
    ],
)
def test_classify(name, found):
    assert classify(name) == found


def test_classify_with_the_region():
    assert classify("海东市教育局", "海东市") == Classified(
        "department", "education", "教育局", ("市教育局", "教育局")
    )


@pytest.mark.parametrize(
    "names",
    [
        "自治区住房和城乡建设厅 自治区住房城乡建设厅 自治区住建厅 住建厅 区住建厅 省住建厅",
        "市文体旅游广电局 市文体广电旅游局 市文化体育旅游广播电视局",
        "市市场监督管理局 市市场监管局",
        "市卫健委 市卫生健康委 市卫生健康委员会 市卫健局",
        "市发展改革委 市发改委 市发展和改革委员会 市发展和改革局",
        "市规划和自然资源局 市自然资源和规划局 市自然资源规划局",
        "市金融工作办公室 市金融办",
        "市委政法委 市委政法委员会",
        "市委宣传部 市宣传部",
        "市住房公积金管理中心 市公积金中心",
        "市妇联 市妇女联合会",
        "市编办 市委编办 市委机构编制委员会办公室",
        "团市委 共青团市委",
        "市政务服务局(市营商办) 市政务服务局 市政务服务局（大数据局）",
        "海拉尔区人民政府 海拉尔区政府 海拉尔区",
        "市人民政府 市政府",
        "宁东能源化工基地管委会 宁东能源化工基地管理委员会",
        "国网宁夏电力有限公司 国网宁夏电力",
        "中国人民银行海东中心支行 人民银行海东中心支行",
    ],
)
def test_one_body(names):
    assert len({normal_key(name) for name in names.split()}) == 1


@pytest.mark.parametrize(
    "a, b",
    [
        ("市教体局", "市教育局"),
        ("市教体局", "市体育局"),
        ("市文旅局", "市文化旅游广电局"),
        ("市自然资源局", "市自然资源和规划局"),
        ("市水利局", "市水务局"),
        ("市工业和信息化局", "市经济和信息化局"),
        ("市大数据局", "市大数据中心"),
        ("市农牧局", "市农业农村局"),
        ("市教育局", "自治区教育局"),
        ("市教育局", "县教育局"),
        ("住建厅", "市住建局"),
        ("区教育局", "市教育局"),
        ("市委办公室", "市政府办公室"),
        ("海拉尔区人民政府", "海东区人民政府"),
        ("中国移动呼伦贝尔分公司", "中国移动海东分公司"),
        ("人民银行呼伦贝尔市中心支行", "人民银行海东中心支行"),
        ("银川市教育局", "市教育局"),
        ("市场监管局", "市市政园林局"),
    ],
)
def test_two_bodies(a, b):
    assert not same_unit(a, b)


def test_the_units_of_the_five_documents_that_have_one_key():
    by_key = {}
    for name in NAMES:
        by_key.setdefault(normal_key(name), []).append(name)

    assert [" ".join(names) for names in by_key.values() if len(names) > 1] == [
        "市发展和改革委员会 市发展改革委 市发展和改革委 市发改委",
        "自治区住房城乡建设厅 自治区住房和城乡建设厅",
        "市住房和城乡建设局 市住房建设局 市住建局",
        "市自然资源规划局 市规划和自然资源局",
        "市卫生健康委员会 市卫生健康委 市卫健委",
        "市人力资源和社会保障局 市人力资源社会保障局 市人社局",
        "市交通运输局 市交通局",
        "市文体旅游广电局 市文体广电旅游局",
        "市应急管理局 市应急局",
        "市工业和信息化局 市工业信息化局 市工信局",
        "市市场监督管理局 市市场监管局",
        "市林业和草原局 市林草局",
        "市医疗保障局 市医保局",
        "市城市管理局 市城管局",
        "市科学技术局 市科技局",
        "市金融工作办公室 市金融办",
        "市委政法委员会 市委政法委",
    ]


@pytest.mark.parametrize(
    "a, b, region",
    [
        ("海东市教育局", "市教育局", "海东市"),
        ("教育局", "市教育局", "海东市"),
        ("规划和自然资源局", "市规划和自然资源局", "阳泉市"),
        ("宁夏通信管理局", "自治区通信管理局", "宁夏回族自治区"),
        ("宁夏回族自治区党委宣传部", "自治区宣传部", "宁夏回族自治区"),
        ("内蒙古自治区财政厅", "自治区财政厅", "内蒙古自治区"),
        ("海东市人民政府", "市政府", "海东市"),
    ],
)
def test_the_region_is_its_level(a, b, region):
    assert normal_key(a, region) == normal_key(b, region)


@pytest.mark.parametrize(
    "a, b, region",
    [
        ("吉林市教育局", "教育局", "吉林省"),
        ("海东市乐都区教育局", "海东市教育局", "海东市"),
        ("省教育厅", "教育局", "海东市"),
        ("市场监管局", "市场局", "海东市"),
    ],
)
def test_another_place_is_another_body(a, b, region):
    assert not same_unit(a, b, region)


def test_a_name_without_a_level_may_be_of_any():
    assert same_unit("规划和自然资源局", "市规划和自然资源局")
    assert normal_key("规划和自然资源局") != normal_key("市规划和自然资源局")


@pytest.mark.parametrize("name", NAMES)
def test_aliases_mean_the_body_itself(name):
    assert [alias for alias in classify(name).aliases if not same_unit(alias, name)] == []


def test_words_are_spelt_once():
    spellings = [spelling for word in WORDS for spelling in word.spellings]

    assert len(spellings) == len(set(spellings))


@given(
    st.text("自治区省市县委党局厅办部和管理文体旅广教育发展改革建设人民政府公司()|海东", max_size=30)
    | st.text()
)
def test_any_text_has_a_key_and_a_kind(name):
    assert "|" not in normal_key(name, "海东市")
    assert classify(name, "海东市").kind in ("department", "government", "company", "party", "other")


def test_a_very_long_name_fits_the_column():
    assert len(normal_key("市" + "某" * 98 + "局")) == 100
