"""Which figures of a clause commit somebody, and which only describe, limit or name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .quantities import Quantity
from .wording import (
    CEILING,
    FLOOR,
    LATER_VERB,
    LEAD,
    RATE,
    REACH,
    VERB_HEAD,
    Found,
    one_of,
    strip_reach,
    trim,
)

TIME_UNITS = {"个工作日", "工作日", "个月", "天", "小时", "分钟", "日", "周", "年", "自然日", "个自然日"}


_BY_NOW = "目前 现有 已经 已建成 已完成 已有 截至目前 截止 以来 此前 原有 共计有"
_PAST = re.compile(f"(?:{one_of(_BY_NOW)}|(?<![比较])(?:上年|去年))")


_CONCEPT = re.compile(r"^(?:方面|维度|层面|大类|级标准|制)")


# "15分钟便民生活圈" is a name; "3个“15分钟便民生活圈”" counts
_CIRCLE = re.compile(
    r"^[^,，。；;、]{0,8}(?:生活圈|通勤圈|健身圈|经济圈|交通圈|服务圈|文体圈|覆盖率|服务半径)"
)


_THRESHOLD_WORDS = "人 元 米 吨 岁 平方米 年 个月 公里 亩 千瓦 蒸吨 天 小时 日 公顷 户 兆 平方公里 分钟"
THRESHOLD_UNITS = set(_THRESHOLD_WORDS.split())


# units that seldom count anything: 3级, 5度, 7月8日
_MERE = set("日点周度班期级分段组队村县镇部面单对")


_RARELY = {"对", "部", "组", "班", "队", "期"}  # 日开行列车达到118对; but 3级, 5度 are none


@dataclass(frozen=True)
class _Place:
    """A figure between the words of its clause."""

    text: str
    one: Found
    found: list[Found]  # the figures before it in the clause that are targets
    before: str
    after: str
    unit: str

    @property
    def quantity(self) -> Quantity:
        return self.one.quantity

    @property
    def counts_things(self) -> bool:
        return _counts_things(self.quantity)


def _counts_things(quantity: Quantity) -> bool:
    return quantity.unit in {"个", "项", "家", "名", "条", "座", "所", "处"}


def no_target(text: str, one: Found, found: list[Found]) -> bool:
    """Whether the figure commits nobody: the first rule that knows it says so."""
    quantity = one.quantity
    before, after = text[one.left : quantity.start], text[quantity.end : one.right]
    place = _Place(text, one, found, before, after, quantity.unit)
    return any(rule(place) for rule in _RULES)


# --- part of a name ---


def _is_in_a_name(place: _Place) -> bool:
    """G312, 国道207, 第7, “569”; but "县道80公里" is a length"""
    scheme = re.search("、N[个+]|\\+N", place.text[place.one.left : place.one.right])
    if scheme:
        return True  # "1个平台、3个中心、N个站点"
    marked = _MARKED.search(place.before) and not (
        place.unit in {"公里", "千米"} and place.before.endswith("道")
    )
    if not place.counts_things and place.unit != "%" and _OF_A_PLAN.match(place.after):
        # "组织实施新增|5亿斤粮食生产能力规划": another document is carried out; "完成" commits to its figure
        return bool(re.search("(?:实施|落实|推进|按照|对接|衔接)[^,，、完]{0,12}$", place.before))
    return bool(marked) or quoted(place.text, place.quantity.start, place.one.left, place.one.right)


_OF_A_PLAN = re.compile("[^,，、\\d]{2,16}?(?:规划|行动计划|专项计划|行动方案)(?:$|[、和及])")
# but "9月1日前|2所学校投入使用"
_MARKED = re.compile(r"(?:(?<![日月底末年])前|[第每近半PGSK+\-—#]|国道|省道|县道|编号|电话|热线)$")


def _is_a_concept(place: _Place) -> bool:
    """15分钟便民生活圈, 12345热线, 3大类, 铁路进港最后1公里, 300米见绿"""
    behind = place.text[place.quantity.unit_end : place.one.right]
    circle = place.unit in {"分钟", "小时", "公里", "米"} and _CIRCLE.match(behind)
    named = _KIND_BEHIND.match(place.after)
    stretch = place.unit == "公里" and place.before.endswith(("最后", "最先", "最初"))
    near = place.unit == "米" and behind.startswith("见")
    return bool(_CONCEPT.match(behind) or circle or behind.startswith("口") or named or stretch or near)


# 12345热线, 3大工程, 3类; but "2个大型基地" counts
_KIND_BEHIND = re.compile("热线|版|周年|电价|大(?!型|棚|桥|学|坝|厅|户|数据|中型)|类|月")


def _is_spelled(place: _Place) -> bool:
    """一体化, 两手抓: a numeral in words is seldom a figure"""
    spelled = place.quantity.spelled and place.unit != "%"
    return spelled and not _spelled_target(place.text, place.one, place.found)


def _is_no_measure(place: _Place) -> bool:
    """3级, 5度, 7月8日; "4种方式", "38类产品" describe where "压减至15类" commits"""
    if place.unit in {"类", "种"}:
        return not REACH.search(place.before)
    reaches = place.unit in _RARELY and REACH.search(place.before)
    bounded = place.quantity.bound or CEILING.search(place.before)
    return place.unit in _MERE and not (reaches or bounded or _ends_object(place))


def _ends_object(place: _Place) -> bool:
    """ "推出精品剧目2部", "举办培训班6期": behind a verb and its object even these words count."""
    if place.unit not in {"部", "期", "班", "组", "队"} or (place.after and place.after[0] not in "、和及"):
        return False
    words = LEAD.sub("", place.before.lstrip("、和及"))
    return len(words) >= 4 and bool(VERB_HEAD.match(words) or LATER_VERB.match(words))


def _is_bare(place: _Place) -> bool:
    """A figure without a unit, unless it is an index: 指数达到48"""
    if not place.quantity.bare:
        return False
    if place.quantity.value and place.before[-1:] in "、和":
        return not (place.found and place.found[-1].quantity.bare)
    return not place.quantity.value or not _INDEX.search(place.before[-30:])


# --- which things are meant ---


def _says_which(place: _Place) -> bool:
    """ "对增速在20%以上的,给予…", "完成率低于80%的单位", "绿化占比超过30%的小区" """
    if place.text[place.one.right - 1] == "的":
        return True
    if place.unit != "%":
        return False
    measured = RATE.search(strip_reach(trim(place.before, place.one)))
    return bool(_WHICH.match(place.after) or (_THAT_REACH.match(place.after) and measured))


def _is_the_subject(place: _Place) -> bool:
    """ "22项指标既要…": what the sentence speaks of"""
    return (
        place.counts_things
        and not place.found
        and _opens_clause(place.before, place.one)
        and bool(_PREDICATE.match(place.after))
    )


_SAYS_OF_IT = (
    # a level or a sum that follows at once
    r"完成(?:年度)?投资(?=\d)|(?:达到|超过|突破|不低于|提高到|控制在|增长)(?=\d)",
    # what they are to do or already do
    "(?<=指标)纳入|既要|既|均|都|要|应|已|可|须|能|在全|全部(?!完成|建成|开工|实现|达到)",
)
_PREDICATE = re.compile(f"[^,，、]{{2,14}}?(?:{'|'.join(_SAYS_OF_IT)})")


def _opens_clause(before: str, one: Found) -> bool:
    return not trim(before, one) or bool(re.fullmatch("(?:全|我)[省市县区州盟旗]", before.strip()))


def _is_a_size(place: _Place) -> bool:
    """ "抓好80万吨乙烯改扩建项目", "日处理2万吨污水处理厂": how large the works are"""
    if place.unit.split("/")[0] in {"吨", "方", "千瓦", "兆瓦", "立方米"} and _WORKS.match(place.after):
        return True
    if not place.after or place.unit == "%" or not SIZE_OF.search(place.before):
        return False
    more = re.match(r"、[^,，、]{0,8}\d[^,，、\d]{1,8}的", place.after)
    return place.after[0] not in "、和及以()" or bool(more)  # "完成投资20亿元(其中工业9亿元)" is a sum


# --- what only describes ---


def _describes(place: _Place) -> bool:
    """ "聚焦10个领域", "明确1名领导、1个专班", "3批次22个项目", "在2%基础上" """
    if _DESCRIBES.search(place.before) or (place.quantity.value == 1 and _ORGANISES.match(place.after)):
        return True
    if place.unit in {"批次", "批", "轮"} and place.after[:1].isdigit():
        return True
    short = "的" not in place.after and len(place.after) < 15
    # "在安排1亿元发放补贴的基础上,再安排…": what stands between 在 and 基础上 is the ground, not the aim
    return place.after.endswith("基础上") and (short or place.before.startswith("在"))


def _is_how_work_is_done(place: _Place) -> bool:
    """ "每月召开1次调度会", "16项重点任务", "落实16项政策", "34个牵头单位", "10件民生实事" """
    if place.counts_things and _CARRIED_OUT.search(place.before) and _RULES_SET.match(place.after):
        return True
    if place.unit == "次" and _MANAGES.search(place.before + place.after):
        return True
    own = place.counts_things and _OWN_TASKS.match(place.after)
    return bool(own or re.match("(?:重点)?(?:民生)?实事", place.after))


def _is_past(place: _Place) -> bool:
    """ "从20%", "目前已建成3座": where the change begins, not where it is to end"""
    if place.quantity.value == 0 or re.search(r"[从由](?:平均|目前|现在)?$", place.before):
        return True
    # "不低于上年|5%", "不低于当地居民上年人均收入的|60%"
    than = re.search(
        "(?:不低于|高于|超过|不少于)(?:去年|上年|[^\\d,，]{0,12}(?:去年|上年)[^\\d,，]{2,10}的)的?$",
        place.before,
    )
    return not than and bool(_PAST.search(place.before[-14:]))


def _is_a_time(place: _Place) -> bool:
    """ "60岁以上老人", "5年"; a time counts as a limit (5个工作日内办结) or a span of life"""
    if place.unit in {"年", "岁"}:
        return not _SPAN.search(place.before)
    if _is_a_stock(place.before, place.quantity, place.after):
        return False
    same = bool(place.found) and place.found[-1].quantity.unit == place.unit
    goes_on = same and place.before[-1:] in "、和及"
    return place.unit in TIME_UNITS and not (goes_on or _limit(place.before, place.quantity, place.after))


def _is_a_stock(before: str, quantity: Quantity, after: str) -> bool:
    """ "成品粮储备达到|15天以上市场供应量": how long what is stored lasts."""
    lasts = quantity.unit in {"天", "日", "个月"} and _LASTS.match(after)
    return bool(lasts and re.search("(?:储备|库存|储量|供应)[^,，]{0,8}$", before))


_LASTS = re.compile("的?(?:市场|当地|正常|平均)?(?:供应|消费|使用|需求|用|需)量?(?:$|[,，、和])")


def _is_a_support(place: _Place) -> bool:
    """ "给予50万元奖励", "给予10%的补助": what somebody is paid"""
    given_out = _GIVEN_OUT.search(place.before) and place.quantity.value >= 10**6
    if place.unit.endswith("元") and _paid(place.before) and not given_out:
        return True
    share = place.unit == "%" and "给予" in place.before
    return share and bool(re.search("(?:支持|补助|奖励|补贴|减免|奖补)$", place.after))


# a sum for all of them is given out: "落实培训补贴|1950万元"
_GIVEN_OUT = re.compile("发放|(?:落实|兑现|拨付|筹集|争取)(?!.*(?:每|给予|最高))")
# "解决21.4万人的饮水问题" counts people; "建设3个5000人的社区" says how large
_SOLVES = re.compile("(?:解决|改善|保障|满足|惠及|覆盖|化解|巩固|消除|提升)[^,，]{0,14}$")
_COUNTED = re.compile(r"(?![至到])[^、,，]{2,20}?\d")


def _is_a_threshold(place: _Place) -> bool:
    """ "2000人以上建制镇", "总投资超30亿元的龙头项目": only says which things are meant."""
    quantity, before, after = place.quantity, place.before, place.after
    if _is_a_stock(before, quantity, after):
        return False
    if "按" in before and re.match("(?:[^,，]{0,12}的)(?:要求|标准|原则|比例)", after):
        return True  # "按照每村不少于1座的要求"
    who = re.search("的(?:进行|予以|给予|依法|严肃|单位|企业|部门|一律|要|应)", after)
    if before.lstrip("、").startswith("对") and (who or (quantity.bound == "以上" and "的" in after)):
        return True  # "对发生2次以上违法行为的企业从严处罚"
    if re.match(r"\(不?含[^()]*\)[以的]", after):
        return True  # "6亩(不含6亩)的转让手续"
    if re.match("的(?!目标|任务|水平|要求)", after) and quantity.unit != "%":
        if quantity.bound in {"左右", "以上"} and place.counts_things and _only_a_deed(before):
            return False  # "建成100个左右的示范项目"
        return not (quantity.unit in {"人", "户", "名", "人次"} and _SOLVES.search(before))
    if quantity.bound in {"以上", "及以上", "以下", "及以下"} and after and after[0] not in "、和及()或":
        if quantity.unit in THRESHOLD_UNITS and not ("超高层" in after or _is_measure_word(place)):
            return True
        if quantity.bound in {"以下", "及以下"} or _COUNTED.match(after):
            return True  # "5000头以上规模化养殖场50个"
    exceeds = quantity.unit.endswith("元") and re.search("超过?$", before)
    if exceeds and re.match(r"[\u4e00-\u9fff“”]{2,10}\d", after):
        return True  # "年营收超5亿元企业2家"
    return bool(re.search(r"(?:总投资|投资额?|人口|年收入)(?:超过?|在)?$", before) and after.startswith("的"))


def _is_measure_word(place: _Place) -> bool:
    """ "培育80户以上企业", "培训500人以上农民工": the unit counts the things themselves.

    A village or a firm only holds so many: "20户以上自然村", "50人以上企业" say which ones are meant.
    """
    after = re.split("[、和及(]", place.after)[0]
    counted = {"户": _BY_HOUSEHOLD, "人": _PERSONS}.get(place.unit)
    deed = place.quantity.bound == "以上" and _only_a_deed(place.before)
    return bool(deed and counted and counted.search(after) and not re.search(r"\d", after))


def _only_a_deed(before: str) -> bool:
    """引导培育|80户以上企业: nothing but the verb stands before the figure."""
    words = re.sub("^(?:引导|鼓励|指导|组织)", "", LEAD.sub("", before.lstrip("、和及")))
    return bool(words) and not VERB_HEAD.sub("", words)


_HOUSEHOLDS = (
    # who trades and who lives there
    "企业 市场主体 工商户 商户 农户 住户 家庭 人家 民宿 农家乐 农场 大户",
    # what each of them has
    "危房 住房 厕 厕所",
)
_BY_HOUSEHOLD = re.compile(f"(?:{one_of(*_HOUSEHOLDS)})(?:改造|建设|任务)?$")
_KINDS_OF_PERSONS = "人员 人才 民工 农民 学员 职工 员工 工人 青年 学生 骨干 带头人 者 劳动力 居民 群众 妇女"
_PERSONS = re.compile(f"(?:{one_of(_KINDS_OF_PERSONS)})$")


_RULES = (
    _is_in_a_name,
    _says_which,
    _is_bare,
    _is_spelled,
    _is_no_measure,
    _describes,
    _is_past,
    _is_the_subject,
    _is_how_work_is_done,
    _is_a_size,
    _is_a_concept,
    _is_a_time,
    _is_a_support,
    _is_a_threshold,
)


# "聚焦10个领域", "辖15个乡镇", "总人口56万人" describe; "明确1名领导、1个专班" is how the work is organised
_STANDS_BEFORE = (
    # what is meant or left out
    "不含 不包括 在建 聚焦 围绕 紧扣 瞄准 依托",
    # what the place is like
    "下设 下辖 辖 总人口 户籍人口",
)
_DESCRIBES = re.compile(
    f"(?:{one_of(*_STANDS_BEFORE)}|(?:全[省市区县州旗]|行政区域)总面积"
    r"|辖[^,，]{0,20}、|近[一二三四五两几十\d]+年[^,，]{0,14})$"
)
_TEAMS = "领导 专班 部门 班子 方案 团队 工作组 责任人 联络员 实施方案 责任部门"
_ORGANISES = re.compile(f"(?:{one_of(_TEAMS)})(?:$|[、,，])|[^,，]{{0,6}}负责(?:同志|人)")
# "每月召开1次调度会": how the work is followed, no result of it
_FOLLOWS = "调度 会商 报送 例会 通报 研判 召开 研究"
_MANAGES = re.compile(rf"每[^,，]{{0,4}}(?:月|周|旬|季度?|半年)[^,，]{{0,8}}(?:{one_of(_FOLLOWS)})")
_PLANTS = "项目 工程 装置 机组 生产线 厂 站"
_WORKS = re.compile(
    f"[\u4e00-\u9fff]{{2,12}}(?:{one_of(_PLANTS)})(?:$|[,，、]|[0-9])|(?:门|泵|水|电)[站厂](?:$|[,，、])"
)
# "完成率低于80%|的单位取消评先": who is meant
_SUBJECTS = "单位 部门 地区 企业 机构 项目 主体 个人 乡镇 县区"
_WHICH = re.compile(f"的(?:[\u4e00-\u9fff]{{0,4}})(?:{one_of(_SUBJECTS)})(?:$|[,，、给予实进不]|取消)")
# but "达到95%|的年度目标", "90%|的较高水平"
_LEVELS = "目标 任务 水平 要求 标准 态势 成绩 比例 速度 增速 增长 增幅 幅度 规模 成效 进度"
_THAT_REACH = re.compile(f"的(?![^,，、。;；]{{0,8}}(?:{one_of(_LEVELS)})(?:$|[,，、。;；]))")
# what a figure without a unit measures
_INDEX = re.compile(r"(?:指数|系数|比|率|比值|密度|强度|评分|得分|分值|[A-Z]{2,5}值?\)?)[^,，;；]{0,14}$")
_SPAN = re.compile(r"(?:寿命|年限)[^,，、]{0,8}$")
# "着力抓好16项重点任务": what the document itself consists of
_OWN_TASKS = re.compile(
    "(?:具体|重点|主要|工作|改革|专项|年度|目标){0,3}(?:任务|举措|措施)(?:$|[(])"
    "|(?:牵头|责任|主责|承办|配合|成员)(?:单位|部门)"
)
# "落实好16项稳经济政策": what others have set
_CARRIED_OUT = re.compile(
    "(?:落实|执行|用好|用足|兑现)[好]?[^,，、]{0,6}$|(?:落实|执行|用好|用足)[^,，]{0,20}、$"
)
_RULES_SET = re.compile("[^,，、\\d]{0,12}(?:政策|措施|制度|规定|要求|清单)(?:$|[、(])")
# "日处理2万吨|污水处理厂", "总投资35亿元|的项目": how large the thing is
SIZE_OF = re.compile("(?:日处理|日供水|年产|投资|建筑面积|占地|占地面积|库容|装机|装机容量)(?:约|达|超过?)?$")


def _paid(before: str) -> bool:
    """What somebody is paid, not what is to be reached; a rate that is raised, or a sum given out, is."""
    if _ONCE.search(before) or _LEVEL_PER_HEAD.fullmatch(before):
        return False
    if re.search("标准[^,，]{0,20}(?:提高|提标|调整|达|不低于|增加)|(?:累计|共|全年|年内)发放", before):
        return False
    if re.search("(?:发放|提供)[^,，]{0,10}(?:资金|贷款|助学金|补贴|补助金?|奖补)$", before):
        return bool(re.search("(?:每人|每户|最高|一次性|给予)[^,，]{0,14}$", before))
    return bool(
        re.search(r"(?:给予|奖励|补助|补贴|资助|奖补|最高|一次性|罚款|每人|每户)[^,，]{0,14}$", before)
    )


# "养老金标准提高20元,|达到每人每月203元": the level of what the clause before names
_LEVEL_PER_HEAD = re.compile(
    "(?:均|分别|再)?(?:达到|提高到|提高至|调整到|增加到|不低于)每[人户生](?:每)?[月年天]?"
)
# "向困难群众每人一次性发放|100元补贴": done once for all of them; a regular support merely goes on
_ONCE = re.compile("[向给为][^,，]{2,60}每[人户]一次性发放$|^每[人户]一次性发放$")


def quoted(text: str, at: int, left: int, right: int) -> bool:
    """Inside “…” or 《…》: a name ("569" works, a plan), not a result."""
    window = text[max(left, at - 60) : at]
    if not re.search('[”》’"]', text[at:right]) and text[right : right + 1] in {",", "，"}:
        return False  # a whole sentence is quoted: "实现“人才达到|2000名,收入达到…”的目标"
    return any(window.rfind(opening) > window.rfind(closing) for opening, closing in ("“”", "《》", "‘’"))


def _spelled_target(text: str, one: Found, found: list[Found]) -> bool:
    """至少一家, 不少于两次, 变电站一座: a numeral in words is a figure only where the words weigh it."""
    quantity = one.quantity
    before, after = text[one.left : quantity.start], text[quantity.end : one.right]
    if quantity.value == 1 and text.count(quantity.printed, one.left, one.right) > 1:
        return False  # "整治一处、销号一处"
    large = quantity.value >= 10 and "类" not in quantity.unit
    if quantity.unit in _SELDOM_COUNTED and not (large and (quantity.bound or REACH.search(before))):
        return False
    if quantity.bound == "以上" or re.search(
        r"(?:至少|不少于|不低于|超过|达到|以上)[\u4e00-\u9fff]{0,3}$", before
    ):
        return True
    if found and found[-1].quantity.unit == quantity.unit and before[-1:] not in "、和及":
        return True  # "一类公厕5座、二类公厕|十二座"
    if _FOR_EACH.search(before) and quantity.unit in {"个", "座", "所", "处", "家", "条", "支"}:
        return True  # "每个街道建有一座文化站和一个图书室"
    words = LEAD.sub("", before)
    if REACH.search(before) and (large or quantity.unit in {"百分点", "倍"}):
        return True  # 突破四百万立方米, 提高五个百分点
    followed = quantity.value > 2 or re.match(r"、[^,，、]{2,20}\d", after)
    if after and after[0] in "、和及" and followed and VERB_HEAD.match(words):
        return True  # "建成充电站十二座、充电桩600个"
    named = "、" in before or (_AND_NAMED.search(before) and not _ABSTRACT.search(after))
    if after and quantity.unit in {"处", "座", "个"} and named and quantity.value > 1:
        return bool(VERB_HEAD.search(words)) and after[0] not in "、和及的"  # "完成甲湖、乙桥两处改造"
    if after and quantity.unit in {"座", "所", "条", "处", "栋", "家"} and after[0] not in "、和及的":
        return bool(_BUILDS.fullmatch(words)) and not _CONCEPT.match(after)
    return not after and bool(VERB_HEAD.match(words))


# "打造东区和西区|两个样板区"; but "统筹城市和乡村两个大局"
_AND_NAMED = re.compile(
    "(?:打造|创建|改造|完成|新建|建设|建成|整治|实施)[^,，]{2,40}(?:和|及|与)[^,，]{2,30}$"
)
_IDEAS = "方面 层面 维度 大局 市场 文明 环节 关系 阶段 体系 领域 重点 关键 轮子 责任 积极性 抓手"
_ABSTRACT = re.compile(f"^(?:{one_of(_IDEAS)})")
_FOR_EACH = re.compile(
    "每[个座所]?(?:乡镇|镇街|街道|[省市县区旗乡镇村]|社区)(?:\\([^()]*\\))?(?:至少|都|要|均|应|须)?"
    "(?:建有|建成|建设|建好|建立|配备|设立|设置|拥有|打造|有)(?:[^,，]*[和及、])?$"
)
# one of these in words is a manner of speaking: 一方面, 一点, 两手
_SELDOM_COUNTED = set("部名人面期方起度天点分组对片路位本核")
# "新建一座污水处理厂"; but "打造一条生态廊道" may be a manner of speaking
_BUILDS = re.compile("(?:新建|改建|扩建|迁建|建成|建设|修建|改扩建)+")


def _limit(before: str, quantity: Quantity, after: str) -> bool:
    """A time is of interest only as a limit: 压缩至15个工作日以内, 5个工作日内办结, 满3个月."""
    if before.endswith("对") and after and "的" in after:
        return False  # "对6个月内仍未整改到位的机构": which ones are meant
    if quantity.unit == "天" and re.search("天数|比例", before):
        return True
    if quantity.bound in {"以内", "内", "之内"} or CEILING.search(before) or FLOOR.search(before):
        return True
    return bool(re.search(r"(?:满|压缩|压减|缩短|提速)$", before) or re.match(r"(?:内)?办结", after))


def borderline(text: str, one: Found) -> bool:
    """Limits of design and of handling a case, and things that merely go on or are only described."""
    before = text[one.left : one.quantity.start]
    after = text[one.quantity.end : one.right]
    if one.quantity.unit in TIME_UNITS:
        return not (re.search("天数|寿命|年限", before) or _is_a_stock(before, one.quantity, after))
    if one.quantity.unit == "米" and re.search("红线|宽度|高度|限高|超高层|距离", before + after):
        return True
    if re.match(r"继续", before.lstrip("、")) or (_BY_RULE.search(before) and _EQUIPS.search(after)):
        return True
    if re.search("每\\d[\\d.]*[万千]?[^,，\\d]{0,20}$", before):
        return True  # "每2万常住人口设置|1所": a standard
    if re.search("每(?:班|队|日|天)[^,，]{0,8}$", before):
        return True  # "每班不超过30人"
    if one.quantity.unit == "次" and re.search("每(?:月|季度?|半年|周|旬)", before):
        return True
    listed = _counts_things(one.quantity) and one.head == one.left and after and after[0] not in "、和及()以"
    if before.endswith("等") and _FINISHES.search(before.split("、")[0]):
        return False  # "完成甲路、乙路等5条道路改造": an example or two, not the places themselves
    # "推进马店、杭埠2个产业新城建设": counts places that are named
    return bool(listed and re.search(r"[\u4e00-\u9fff]{2,8}、[\u4e00-\u9fff]{2,10}$", before))


# "新建小区按户均1个车位配建": a standard for whoever builds
_BY_RULE = re.compile("按照?[^,，]{0,20}$")
_EQUIPS = re.compile("^[^,，]{0,12}(?:配建|预留|配置|配备|设置|建设)")
_FINISHING = "完成 新建 改建 扩建 建成 建设 改造 新增 打造 整治 创建 培育 引进 打通 修建 修缮"
_FINISHES = re.compile(one_of(_FINISHING))
