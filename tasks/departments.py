"""What a body's name says: its kind, its work, its short name, and whether two names mean one body.

A name is read as level + words + form: 自治区 + 住房城乡建设 + 厅. Words are spelt in one way and sorted,
so that 住建厅 is 住房和城乡建设厅 and 文体旅游广电局 is 文体广电旅游局; 和 never matters. Bodies of different
levels are never one, nor are bodies with other words: 教体局 is no 教育局. No Django in here.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

KEY_LENGTH = 100  # what the column of a department holds
DEPARTMENT, GOVERNMENT, COMPANY, PARTY, OTHER = "department", "government", "company", "party", "other"


class Word(NamedTuple):
    """A piece of names. The first spelling is the formal one, the second the usual short one."""

    function: str
    spellings: tuple[str, ...]

    @property
    def formal(self) -> str:
        return self.spellings[0]

    @property
    def short(self) -> str:
        return self.spellings[1] if len(self.spellings) > 1 else self.formal

    @property
    def canonical(self) -> str:
        return _joined(self.formal)


def _joined(text: str) -> str:
    """Without the 和 that a list leaves out or keeps as it likes."""
    return re.sub("以及|[和与及、]", "", text)


WORDS = tuple(
    Word(function, tuple(spellings.split()))
    for function, spellings in [
        # the departments of a government
        ("development-reform", "发展和改革 发改"),
        ("housing", "住房和城乡建设 住建 住房建设 住房城建 城乡建设"),
        ("natural-resources", "自然资源"),
        ("natural-resources", "国土资源"),
        ("finance", "财政"),
        ("education", "教育"),
        ("health", "卫生健康 卫健"),
        ("health", "卫生和计划生育 卫计"),
        ("human-resources", "人力资源和社会保障 人社 人力资源社保"),
        ("public-security", "公安"),
        ("civil-affairs", "民政"),
        ("transport", "交通运输 交通"),
        ("water", "水利"),
        ("water", "水务"),
        ("agriculture", "农业农村"),
        ("agriculture", "农牧"),
        ("agriculture", "农牧业"),
        ("agriculture", "畜牧兽医 畜牧"),
        ("commerce", "商务"),
        ("culture-tourism", "文化"),
        ("culture-tourism", "旅游"),
        ("culture-tourism", "文物"),
        ("broadcasting", "广播电视 广电"),
        ("ecology", "生态环境"),
        ("ecology", "环境保护 环保"),
        ("emergency", "应急管理 应急"),
        ("industry-it", "工业和信息化 工信"),
        ("industry-it", "经济和信息化 经信"),
        ("statistics", "统计"),
        ("market-regulation", "市场监督管理 市场监管 市监"),
        ("drug-regulation", "药品监督管理 药监"),
        ("intellectual-property", "知识产权"),
        ("forestry-grassland", "林业和草原 林草"),
        ("forestry-grassland", "林业"),
        ("rural-revitalization", "乡村振兴"),
        ("medical-insurance", "医疗保障 医保"),
        ("urban-management", "城市管理 城管"),
        ("urban-management", "综合行政执法 综合执法 行政执法"),
        ("parks", "园林绿化 园林"),
        ("justice", "司法"),
        ("sports", "体育"),
        ("science", "科学技术 科技"),
        ("veterans", "退役军人事务 退役军人"),
        ("audit", "审计"),
        ("energy", "能源"),
        ("big-data", "大数据"),
        ("big-data", "数据 政务数据"),
        ("government-services", "政务服务"),
        ("government-services", "行政审批"),
        ("petitions", "信访"),
        ("grain", "粮食和物资储备 粮储"),
        ("state-assets", "国有资产监督管理 国资"),
        ("financial-services", "金融"),
        ("financial-services", "地方金融监督管理 金融监管 地方金融监管"),
        ("civil-air-defence", "人民防空 人防"),
        ("ethnic-religious", "民族宗教事务 民宗 民族宗教"),
        ("ethnic-religious", "民族事务 民族"),
        ("foreign-affairs", "外事"),
        ("government-offices", "机关事务"),
        ("housing-fund", "住房公积金管理 公积金 住房公积金"),
        ("investment-promotion", "招商"),
        ("investment-promotion", "招商引资"),
        ("investment-promotion", "投资促进"),
        ("poverty-relief", "扶贫开发 扶贫"),
        ("highways", "公路"),
        ("supply-cooperatives", "供销合作社 供销社 供销"),
        # bodies of the state that are led from above
        ("tax", "税务"),
        ("meteorology", "气象"),
        ("earthquake", "地震"),
        ("fire", "消防救援 消防"),
        ("communications", "通信"),
        ("communications", "通信管理"),
        ("postal", "邮政管理"),
        ("banking-regulation", "银行业监督管理 银监 银保监"),
        ("central-bank", "中国人民银行 人民银行 人行"),
        # organs of the party
        ("organization", "组织"),
        ("publicity", "宣传"),
        ("united-front", "统一战线工作 统战"),
        ("political-legal", "政法"),
        ("cyberspace", "网络安全和信息化 网信 互联网信息"),
        ("civility", "精神文明建设 文明 精神文明"),
        ("staffing", "机构编制"),
        ("discipline", "纪律检查"),
        ("party-school", "党校"),
        # people's organizations
        ("women", "妇女联合会 妇联"),
        ("disabled-persons", "残疾人联合会 残联"),
        ("industry-commerce-federation", "工商业联合会 工商联"),
        ("trade-union", "总工会 工会"),
        ("youth-league", "共青团"),
        ("science-association", "科学技术协会 科协"),
        # firms with a branch in every region
        ("power-grid", "国家电网 国网"),
        ("power-grid", "供电"),
        ("china-mobile", "中国移动"),
        ("china-unicom", "中国联通"),
        ("china-telecom", "中国电信"),
        ("china-tower", "中国铁塔 铁塔"),
    ]
)
PARTY_FUNCTIONS = {
    *("organization", "publicity", "united-front", "political-legal"),
    *("cyberspace", "civility", "staffing", "discipline", "party-school"),
}
PEOPLES_ORGANIZATIONS = {
    *("women", "disabled-persons", "industry-commerce-federation"),
    *("trade-union", "youth-league", "science-association"),
}
# Letters that stand for a word where a name strings several together: 文体旅游广电, 教体, 文广旅.
LETTERS = {"文": "文化", "体": "体育", "旅": "旅游", "广": "广播电视", "教": "教育", "科": "科学技术"}
# What a short form drops: 市金融工作办公室 is 市金融办, 市政务服务管理局 is 市政务服务局.
FILLERS = re.compile("^(发展|工作|管理|事务|委员会|指导)+$")

SPELT = {_joined(spelling): word for word in reversed(WORDS) for spelling in word.spellings}
SPELLING = re.compile("|".join(sorted(SPELT, key=len, reverse=True)))

# An unprefixed name may begin with a letter of a level: 市场监督管理局, 市政园林局, 区域合作办.
LEVEL_WORD = "自治区|自治州|自治县|自治旗|地区|省|市(?!场|政[园公工管]|容)|区(?!域|块)|州|盟|县(?!域)|旗"
LEVEL = re.compile(f"(?P<level>{LEVEL_WORD})(?:(?P<party>党委|委(?!员会$))|(?=.))")
REGION_LEVEL = re.compile(f"(?:{LEVEL_WORD})$")
PEOPLE = "(?:[壮回]族|维吾尔)?"  # 宁夏回族自治区 is 宁夏
FORMS = {
    "办": "委员会办公室 领导小组办公室 办公室 办",
    "局": "委员会 委 局 厅",  # 发展改革委 of a province is 发展改革局 in its counties
    "分局": "分局",
    "队": "总队 支队 大队",
    "部": "部",
    "中心": "中心",
    "行": "中心支行 支行 分行",
}
FORM_OF = {suffix: form for form, suffixes in FORMS.items() for suffix in suffixes.split()}
FORM = re.compile(f"({'|'.join(sorted(FORM_OF, key=len, reverse=True))})$")
SHORT_FORMS = {"委员会办公室": "办", "办公室": "办", "委员会": "委"}
FORMAL_FORMS = {"办": "办公室", "委": "委员会"}
# Names that are short as a whole.
NICKNAMES = {
    "编办": "机构编制委员会办公室",
    "纪委": "纪律检查委员会",
    "纪委监委": "纪律检查委员会",
    "团委": "共青团委员会",
    "民委": "民族事务委员会",
}
SHORT_STRINGS = {("文化", "旅游"): "文旅", ("教育", "体育"): "教体"}

# 管理委员会 alone would take in 国有资产监督管理委员会.
GOVERNING = re.compile(r"(政府|街道办事处|行政公署|管委会|(?:区|基地|园)管理委员会)$")
# A list may name a place and mean its government: 满洲里市.
PLACE = re.compile(r"^\w{2,}[市县区旗州盟]$")
TRADING = re.compile(r"(公司|集团|银行|[分支]行|联合社)$|^中国(移动|联通|电信|铁塔)|^国网")
LIMITED = "(?:有限责任|股份有限|有限)公司"
INSTITUTION = re.compile(
    r"(大学|学院|学校|医院|电视台|广电台|电台|报社|研究院|法院|检察院|政协|人大|[协学商]会)$"
)


class Reading(NamedTuple):
    """A name taken apart: 市 + 委 + (组织) + 部; `pieces` as printed, known words and others."""

    prefix: str
    level: str
    party: bool
    body: str
    pieces: tuple[str, ...]
    form: str

    @property
    def functions(self) -> list[str]:
        return [SPELT[piece].function for piece in self.pieces if piece in SPELT]

    @property
    def meaning(self) -> list[str]:
        """The pieces, spelt in one way, that tell this body from others."""
        spelt = [SPELT[piece].canonical if piece in SPELT else piece for piece in self.pieces]
        return [piece for piece in spelt if not FILLERS.match(piece)] or spelt


@dataclass(frozen=True)
class Classified:
    kind: str
    function: str
    short_name: str
    aliases: tuple[str, ...]


def classify(name: str, region: str = "") -> Classified:
    """What a name says of the body. `function` is that of its first known word, empty if there is none.

    Aliases are other spellings of the same name, never another body's. `region` is the full name of the
    region whose body it is: 海东市教育局 is then also known as 市教育局.
    """
    name = _clean(name)
    reading = _read(name, region)
    kind = _kind(name, reading)
    if kind == GOVERNMENT:
        return Classified(kind, "", *_known_as(name, _short_government(name)))
    function = next(iter(reading.functions), "")
    if kind == COMPANY:
        return Classified(kind, function, *_known_as(name, _short_company(name)))
    short = _short(reading) if reading.pieces else name
    full = [reading.prefix + body for body in (reading.body, _formal(reading), short) if body != name]
    return Classified(kind, function, *_known_as(name, short, *full))


def _known_as(name: str, short: str, *others: str) -> tuple[str, tuple[str, ...]]:
    """The short name, and all names but the one that is given."""
    return short, tuple(other for other in dict.fromkeys([*others, short]) if other != name)


def normal_key(name: str, region: str = "") -> str:
    """Equal for names of one body. Holds no "|".

    With the region's full name, its own place name and a missing prefix both become its level:
    海东市教育局, 教育局 and 市教育局 have one key. Without it a name without a level has a key of its own,
    except 厅, which only provinces have.
    """
    name = _clean(name)
    reading = _read(name, region)
    kind = _kind(name, reading)
    if kind == GOVERNMENT:
        return f"government:{_short_government(_own_level(name, region))}"[:KEY_LENGTH]
    if kind == COMPANY:
        return f"company:{_short_company(name)}"[:KEY_LENGTH]
    # 市委办公室 is not 市政府办公室, but 市委宣传部 is 市宣传部
    party = "党" if reading.party and not PARTY_FUNCTIONS.intersection(reading.functions) else ""
    words = "+".join(sorted(set(reading.meaning)))
    return f"{reading.level}{party}:{words}:{FORM_OF.get(reading.form, '')}"[:KEY_LENGTH]


def same_unit(a: str, b: str, region: str = "") -> bool:
    """Whether two names mean one body; a name that tells no level may be of the other's."""
    (level_a, rest_a), (level_b, rest_b) = (normal_key(name, region).split(":", 1) for name in (a, b))
    return rest_a == rest_b and (level_a == level_b or not (level_a and level_b))


def _clean(name: str) -> str:
    """Half-width brackets, no spaces, without a second name in brackets: 市政务服务局(市营商办)."""
    name = re.sub(r"\s|\|", "", name).replace("（", "(").replace("）", ")")
    name = re.sub(r"(?<=.)\([^()]*\)$", "", name)
    return re.sub("^(?:共青)?团([省市州盟县旗区])委$", r"\1团委", name)


def _kind(name: str, reading: Reading) -> str:
    functions = set(reading.functions)
    if GOVERNING.search(name) or (PLACE.match(name) and not functions):
        return GOVERNMENT
    if TRADING.search(name) and "central-bank" not in functions:
        return COMPANY
    if reading.party or functions & PARTY_FUNCTIONS:
        return PARTY
    if functions & PEOPLES_ORGANIZATIONS or INSTITUTION.search(name) or not reading.form:
        return OTHER
    return DEPARTMENT


def _read(name: str, region: str) -> Reading:
    own = _own_level(name, region)
    found = LEVEL.match(own)
    prefix, printed, party = (found[0], found["level"], bool(found["party"])) if found else ("", "", False)
    body = own.removeprefix(prefix)
    full = NICKNAMES.get(body, body)
    suffix = FORM.search(full)
    form = suffix[0] if suffix else ""
    return Reading(prefix, _level(printed, form, region), party, body, _pieces(full.removesuffix(form)), form)


def _level(printed: str, form: str, region: str) -> str:
    """自治区 and 省 are one level; only they have a 厅, also where 区住建厅 is printed or 住建厅 alone."""
    if form == "厅" and printed in ("", "区"):
        return "省"
    level = printed or _level_word(region)
    return "省" if level == "自治区" else level


def _level_word(region: str) -> str:
    found = REGION_LEVEL.search(region)
    return found[0] if found else ""


def _own_level(name: str, region: str) -> str:
    """The region's own place name turned into its level: 海东市教育局 and 海东教育局 -> 市教育局."""
    level = _level_word(region)
    if not level:
        return name
    place = re.sub(f"{PEOPLE}{level}$", "", region)
    own = f"^(?:{re.escape(region)}|{re.escape(place)}(?![省市州盟县旗区]))(?=.)"
    return re.sub(own, level, name) if place else name


def _pieces(core: str) -> tuple[str, ...]:
    """The known words of a name and what stands between them, in order."""
    core = _joined(core)
    pieces: list[str] = []
    place = 0
    for found in SPELLING.finditer(core):
        pieces += [*_letters(core[place : found.start()]), found[0]]
        place = found.end()
    return tuple(pieces + _letters(core[place:]))


def _letters(stretch: str) -> list[str]:
    if stretch and set(stretch) <= LETTERS.keys():
        return [LETTERS[letter] for letter in stretch]
    return [stretch] if stretch else []


def _short(reading: Reading) -> str:
    """The usual short name without its level; of a string of words without one, the name as it is."""
    words = tuple(reading.meaning)
    if reading.body in NICKNAMES or not words:
        return reading.body
    form = SHORT_FORMS.get(reading.form, reading.form)
    if words in SHORT_STRINGS:
        return SHORT_STRINGS[words] + form
    if len(words) == 1 and words[0] in SPELT:
        return SPELT[words[0]].short + form
    return reading.body


def _formal(reading: Reading) -> str:
    """The name in full where it is one known word; an 办 of the party may stand for several endings."""
    word = SPELT.get(reading.pieces[0]) if len(reading.pieces) == 1 else None
    of_party = word is not None and word.function in PARTY_FUNCTIONS and reading.form == "办"
    if word is None or of_party or reading.body in NICKNAMES:
        return reading.body
    return word.formal + FORMAL_FORMS.get(reading.form, reading.form)


def _short_government(name: str) -> str:
    """满洲里市 for 满洲里市人民政府, 市政府 for 市人民政府."""
    name = re.sub("(?<=[区地园])管理委员会$", "管委会", name)
    place = re.sub("(人民)?政府$", "", name)
    return place if len(place) > 1 and not REGION_LEVEL.fullmatch(place) else f"{place}政府"


def _short_company(name: str) -> str:
    return re.sub(f"(?<=.){LIMITED}$", "", name)
