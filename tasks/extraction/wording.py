"""The words around a figure: verbs, adverbs and dates before it, what says that it is reached or bounded."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from .quantities import Quantity


def one_of(*lists: str) -> str:
    """A pattern of the words in the lists, longer ones first: 新建 also begins 新建改建."""
    words = " ".join(lists).split()
    return "|".join(sorted(words, key=lambda word: -len(word.partition("(")[0])))


# --- what is measured ---

_MEASURES = (
    # shares, speeds and other relations
    "率 占比 比例 比重 密度 强度 浓度 系数 指数 盖度 增速 涨幅 降幅 增幅 标准 水平 效率 效能 能力",
    # amounts and sizes
    "数 量 用量 水量 流量 产量 蓄积 负荷 容量 装机 面积 规模 里程 人数 能耗",
    # money
    "收入 支出 余额 额 利润 营收 税收 产值 总值 增加值 投资 消费 成本 价格 贡献",
    # time
    "时间 时限 周期 天数 寿命 年限",
    # what people think of it
    "评分 满意度 值",
)
RATE = re.compile(f"(?:{one_of(*_MEASURES)})$")

# --- between what is measured and the figure ---

_ADDED = (
    "已 都 将 要 须 再 总计 合计 累计 分别 全部 普遍 平均 "
    "力争 争取 努力 确保 原则上 一般 基本 稳定 逐步 年均 进一步 大幅"
)
_REACHES = (
    # rises, by or to
    "达到 达 提高 提高到 提高至 提升 提升到 提升至 提升为 增长 增长到 增长至 增加 增加到 增加至 增至",
    "扩大到 扩大至 扩大为 扩容至 扩容到 提标到 提标至 恢复到 恢复至 调整到 调整至 调整为 发展到 发展至",
    # falls, by or to
    "压缩 压缩至 压缩到 压缩为 压减 压减至 压减到 进一步压减至 缩短 缩短至 缩短到 缩短为",
    "缩减 缩减至 缩减到 缩减为",
    "缩小 缩小至 缩小到 缩小为 收窄至 收窄到 降至 降到 降为 降低 降低至 降低到 下降 下降到 下降至",
    "减少 减少到 减少至 减至 精简至 精简到",
    # stays
    "保持 保持在 维持在 稳定在 控制在 控制到",
    # is bounded
    "不低于 不少于 不小于 不得低于 不得少于 不超过 不高于 不大于 不得超过 不得高于 不多于 超过 突破 超",
    "低于 高于 大于 小于 至少 最多 最低 最高 及以上 ≥ ≤ > <",
    # words that only join
    "有 约 近 在 共 满 到 至",
)
# 户均, 供应 and 行为 are words
REACH = re.compile(
    rf"(?:(?<![人户年月日])均|(?<![供响反相适效])应|{one_of(_ADDED)})*(?:{one_of(*_REACHES)}|(?<!行)为)$"
)

_BOUNDED_ABOVE = (
    "控制在 控制到 不超过 不高于 不大于 不得超过 不得高于 不多于 最多 最高 最长 ≤ < 小于 少于 低于"
)
_FALLS = "压缩 压减 缩短 缩减 缩小 收窄 降 降低 下降 减少 减 精简"
# "环节由4个整合为|1个": fewer steps are meant
_FEWER = "(?:环节|流程|材料|程序|步骤|表单)[^,，]{0,12}(?:整合|合并|归并)[至到为成]"
CEILING = re.compile(rf"(?:{one_of(_BOUNDED_ABOVE)}|(?:{one_of(_FALLS)})[至到为]|{_FEWER})(?:约|平均|各)?$")
FLOOR = re.compile(f"(?:{one_of('不低于 不少于 不小于 不得低于 不得少于')})$")

# --- what is done ---

# A verb that also begins the name of a thing says so: 覆盖率 is no deed.
_DEEDS = (
    # building and laying, the kinds of it first
    "新建改扩建 新建改建 新建续建 新改扩建 新改建 改扩建 新建 改建 扩建 迁建 续建 重建 翻建 再建(?!成|设) "
    "筹建 加装 铺设 布设 敷设 修建 建设及改造 谋划建设 开工建设 建设 建成投用 建成投运 建成 建有 建好 办好 "
    "打造 搭建 组建 建立 形成 设立 设置 增设 开通 开辟 布局 部署 安装 购置 配备 更换",
    # mending, renewing, clearing away
    "修缮 加固 改造提升 提升改造 升级改造 更新改造 改造 更新 整治 治理(?!率) 修复(?!率) "
    "恢复(?!率|力|期) 疏浚 清淤 硬化 亮化 拓宽 打通 改善 提升 维修 养护 管护 清理 拆除 腾退 腾出 盘活 "
    "化解 处置 解决",
    # stages of works, from the signing to the use
    "签约 落地 入库 开工 新开工 复工 完工 竣工 投产 达产 投运 投用 交付 新启用 启用 新启动实施 新启动 启动 "
    "开展 实施 完成 推动 推进 落实 累计",
    # growing and bringing in: firms, brands, people
    "筹集和新建 筹集 新增 净增 增加 新培育 新引进 新签约 新发展 新认定 新创建 新建立 新招引 新登记 发展 培育 "
    "引进 引育 创建 创成 孵化 招引 招聘 招录 招募 招收 聘请 选派 选取 选聘 选拔 遴选 选树 树立 命名 创评 "
    "评选 评定 认定 确定 申报 获批 获评 争取 吸纳 培养 培训(?!班|基地|中心)",
    # giving, paying, housing, helping
    "分配入住 入住(?!率) 发放 支持 扶持 带动 惠及 涉及 覆盖(?!率|面) "
    "服务(?!业|人员|对象|体系|网络|队伍|设施|站|点|中心|区|网|能力|半径|机构|平台|水平|收入|贸易|事项|品牌) "
    "帮扶 救助 资助 补助(?!标准|资金) 奖补 转移(?!支付) 安置(?!房|点|区|小区|住房) 提供 投放 "
    "投入(?!占|强度) 投资(?!额|率|完成|强度) 储备 供应 输送 出让 收储 发行 募集",
    # farming and woods
    "种植(?!面积|业) 植树 造林 栽植 栽种 抚育 绿化(?!率|面积|覆盖|企业|项目|工程) 流转",
    # shows, visits, publications, rules
    "集中打造 推出 举办 承办 举行 接待 发布 公布 制定 修订 编制 编写 编印 制作 出台 梳理 征集 推送 推广 "
    "推介 放映 走进 深入 走访 召开 开行 开放 组织(?!化) 通报 取消 下放 承接",
    # checking, ruling, handling cases
    "排查 抽检 检测 监测 筛查 核查 巡查 普查 摸排 检查 查办 侦破 破获 审结 执结 调解 办理 办结 受理",
    # doing away with
    "退出 关停 关闭 淘汰 消减 减少 压减 消除 精简",
    # marking out and gathering
    "归集 汇集 划定",
)
VERBS = one_of(*_DEEDS)

_ADVERBS = one_of(
    # how
    "大规模 大力 广泛 深入 扎实 全面 全力 切实 认真 有序 统筹 稳妥 有效",
    "不断 逐步 抓紧 科学 规范 有力 依法 主动 精准",
    # in what order
    "重点 集中 分类 分批 分级 计划 探索",
    # verbs that only lead up to another
    "加强 强化 抓好 做好 加大",
)


# what may stand before the words that name a thing
_LEADS = (
    # dates: 到2024年底, 9月底前, “十四五”期间, 2021-2025年, 年内, 三年累计
    r"(?:到|至|截至|力争到|争取到|确保到)?20\d\d年(?:年?底|年?末)?(?:\d{1,2}月(?:底|末|\d{1,2}日)?)?(?:之?前)?",
    r"\d{1,2}月(?:[底末]|(?:份|\d{1,2}日)?之?前)(?:之?前)?",
    r"[“\"]?十[一二三四五六]五[”\"]?(?:期间|末|时期)",
    r"20\d\d年?[-—–~至]20\d\d年(?:底|期间)?",
    r"年内|全年|今年|明年|年底前?|每年底|本年度|到期末|上半年|下半年|第?[一二三四]季度末?|近期|远期到?",
    rf"[一二两三四五1-5]年内|[一二两三四五]年(?:累计|共|内|(?={VERBS}))|用[一二两三四五1-5]年(?:左右)?(?:的)?时间",
    # what it is compared with: 按可比价格, 较上年
    r"同口径|按?可比口径|按?可比价格?|同比|环比|年均(?!浓度)|比上年|较上年|比去年|较去年|较?20\d\d年",
    # sums and bounds: 累计, 至少, 其中
    r"累计|合计|预计|至少|达到|共(?!享|建|用|同|有|治|青)|其中[:：,，]?|包括|包含",
    # how it is gone about: 力争, 加快推进, 将, 稳步
    r"(?:国家|省|市|上级)下达的|力争|争取|努力|确保|实现(?!率)|完成(?!率|额)|推动|做到|积极|着力|加快推进|加快|持续",
    r"稳步|进一步|原则上|规划(?!面积|编制|覆盖|总|区|馆|展|用地)|一般(?=为|在|应|要|不)",
    rf"(?:{_ADVERBS})(?={VERBS})(?!建设(?:用地|项目))",
    # small words, unless they begin another word: 再生, 使用, 在校, 和谐
    r"将(?!军)|把|要(?!素|件|道)|拟(?!定)|需(?!求|要)|剩余|再(?!生|造|贷|就业|担保|建(?!成|设))|使(?!用)|对(?!外|口|接|标|台|俄|韩|日|美)",
    r"在(?!校|用|建|园|线|职|岗|册|编|田|库)|前(?!期|沿|置|端|列|三)|还(?!款|建|迁|贷|林)|也",
    r"和(?!谐|平|美|田)|及|以及|与(?!会)|、|且|并|同时",
)
LEAD = re.compile(f"^(?:{'|'.join(_LEADS)})+")

DEED = re.compile(VERBS)
LATER_VERB = re.compile(rf"[^,，、]{{2,6}}(?:{VERBS})")  # 小区|加装电梯


VERB_HEAD = re.compile(rf"^(?:高(?:标准|质量|水平))?(?:(?:{VERBS})(?:完成|和(?!美|谐|平)|及|、)?)+")


@dataclass
class Found:
    quantity: Quantity
    left: int  # where its clause begins
    right: int
    head: int  # where its own part of the clause begins
    indicator: str = ""
    comparator: str = ">="
    must: bool = True
    doubt: tuple[str, dict] | None = None
    verb: str = ""
    core: str = ""  # what stands behind 将 or 把: what is measured, without who does it
    bare_verb: bool = False  # its own words say what is done, not to what
    due: date | None = None  # where each figure has a year of its own
    month: int = 0  # where each has a part of the year of its own: the last month of it
    context: str = ""  # the object of the clause before, when that has no figure
    part: bool = False  # 其中 stands before it: of the figure before
    following: Quantity | None = None  # the next figure of the clause
    kin: str = ""  # what the last figure with this unit measured
    near_kin: dict[str, str] = field(default_factory=dict)  # the same in this sentence, by unit
    opens_list: bool = False  # a colon stands before it
    level: bool = False  # 达到 stands before it: how many there are, not how many are made
    total: bool = False  # 累计 stands before it
    of_place: bool = False  # the share of one place in that
    whole: str = ""  # what it is a part of
    opening: str = ""  # the object with which the sentence opens, or of the short sentence before
    age: int = 0  # how many sentences ago that was
    thing: str = ""  # what the sentence counted first
    years: tuple[str, ...] = ()  # with which the sentence opens
    topic: str = ""  # the title of the task


# "分别从每月609元、276元提高到653元、300元": what stands between is where the change begins
FROM = re.compile(
    r"[从由](?=[^,，]{0,12}\d)[^,，]{1,40}?"
    r"(?=(?:提高|提升|增加|增长|扩大|扩容|调整|缩短|缩小|压缩|压减|降低|下降|减少|降)[到至为])"
)
_LATER_DATE = re.compile(r".*[、,，](?:20\d\d年)?(?:\d{1,2}月(?:底|末|\d{1,2}日)|20\d\d年(?:底|末)?)之?前?")


def trim(text: str, one: Found) -> str:
    text = re.sub("^[^“”]*“(?=[^“”]*$)", "", FROM.sub("", text))  # "实现“人才达到|2000名,收入达到…”"
    later = _LATER_DATE.match(text)
    if later and len(strip_reach(text[later.end() :])) >= 2:
        text = text[later.end() :]  # "9月底前全部开工、12月底前完工率不低于|60%"
    text = re.sub(r"^(?:\d{1,3}[.、]|\(\d{1,3}\))", "", re.sub(r"\s", "", text))
    text = text.lstrip('、和及与以("”.' if text.count('"') % 2 else "、和及与以(”.")
    short = _TO_WHOM.sub("", LEAD.sub("", text))
    if len(short) <= 2 and text.endswith("完成" + short):
        return "完成" + short  # 完成投资: the verb says what is counted
    return short


_TO_WHOM = re.compile("^[向给为对].*(?=每[人户]一次性发放$)")  # "向困难群众|每人一次性发放100元补贴"


# "出让比例不低于供应总量的|5%": the share of something; the word that bounds it stands before
OF_BASE = re.compile(
    r"(?P<what>.{2,}?)(?P<word>不低于|不少于|不得低于|不超过|不得超过|不得高于|不高于|达到|占|超过)(?P<of>[^\d,，]{1,40}的)$"
)


_A_SHARE = re.compile("率|比|额|量|度|幅|占|面积|规模|增[速长幅]|投入|资金")


# "把登记时间压缩三分之二以上、|压减到": the cut before the figure is not part of the name
_BY_PART = re.compile(
    r"(?:压缩|压减|缩短|减少|降低|下降)(?:一半|三分之[一二]|\d+%)(?:以上)?[、和]?(?:至|到)?$"
)


_RAISE_TO = re.compile(
    r"^(?:提升|提高|增加|降低|压缩|压减|扩大|缩短|缩小|扩容)(?P<what>[\u4e00-\u9fff“”]{2,}?)(?:至|到)$"
)


_PER_HEAD = re.compile(
    "(?:提高|提标|调整|达|增加)?[到至]?(?:不低于)?每[人户][每/]?[月年天日]?(?:不低于|达到|达)?$"
)
# "用水量比2020年下降|16%", "比例较2020年提高|5个百分点"
_THAN = re.compile(
    r"(?:(?:比|较|相比)(?:上年|去年|上一年|上年度|上年同期|同期|20\d\d年(?:底|末|同期)?|“?十[二三四五]五”?末|目前|(?:全国|全省|全市)?平均水平)|同比|相比)"
    r"(?=(?:再|平均|累计|分别|各|均)?(?:提高|提升|增长|增加|下降|降低|减少|压减|压缩|缩短|高|低))"
)


# "新开工目标任务数为|94套": the number is of what is begun
_TASK_COUNT = re.compile("(?<=[\u4e00-\u9fff]{2})(?:目标任务数|目标任务|任务数|计划数)(?=为?$)")


def strip_reach(text: str) -> str:
    """城市海绵建成区面积达到 -> 城市海绵建成区面积"""
    text = _THAN.sub("", re.sub(r"(?:平均|各|至少|全面)$", "", text))
    text = _RAISE_TO.sub(r"\g<what>", text)
    text = re.sub(r"(?:达到|不低于|不少于)(?P<per>每[百千万]?[户人名个])$", r"\g<per>", text)
    text = _without_base(_TASK_COUNT.sub("", text))
    text = (
        re.sub("每[人户][每/]?[月年天日]?(?:不低于|达到|达)?$", "", text)
        if RATE.search(_PER_HEAD.sub("", text))
        else text
    )
    while text:
        match = REACH.search(text) or _BY_PART.search(text)
        if not match or match.start() == match.end():
            break
        text = re.sub(r"(?<=[\u4e00-\u9fff])[到至]?20\d\d年(?:底|末)?(?:之?前)?$", "", text[: match.start()])
    text = re.sub(r"[从由](?:平均|目前|现在|每[人户]?[每]?[月年])?\d.*$", "", text)
    text = re.sub(r"(?:将|把)(?=[^将把]{2,}$)", "", text) if RATE.search(text) else text
    if text.endswith("完成") and RATE.search(text[:-2]):
        text = text[:-2]  # "预算收入完成|120亿元"
    text = re.sub(r"^(?:重点|每年)?对.+?(?:开展|进行)$", "", text)
    text = re.sub(
        r"^(?P<verb>[\u4e00-\u9fff]{0,4}?)[^、]*、.*?等(?=[^、等]{3,}$)",
        lambda m: leading_verb(m.group()) or _deed_beside(m.group()),
        text,
    )
    return re.sub(
        r"(?:力争|分别|继续|(?<![人户年月日])均|约|再|共|各|将|要|(?<![供响反相适效])应|全部|累计)+$",
        "",
        text,
    )


def _deed_beside(text: str) -> str:
    """ "有条件的院落一并更新供暖、排水等|旧管道": the verb behind who does it."""
    deed = re.search(rf"(?:同步|统筹|一并|同时|配套|集中)(?P<verb>{VERBS})[^、]*、", text)
    return deed["verb"] if deed else ""


def _without_base(text: str) -> str:
    """出让比例不低于供应总量的 -> 出让比例; but what is no share itself keeps what it is measured by."""
    base = OF_BASE.match(text)
    if not base:
        return text
    if base["word"] in {"占", "达到"} or _A_SHARE.search(base["what"]):
        return base["what"]
    return base["what"] + "占" + base["of"].removesuffix("的")  # "供养标准不低于居民上年人均收入的|60%"


def leading_verb(text: str) -> str:
    match = VERB_HEAD.match(text) or VERB_HEAD.match(SCOPE.sub("", text))
    return re.sub("完成$", "", match.group()) if match else ""


SCOPE = re.compile(
    rf"^(?:(?:每个?|各)[^,，、()]{{1,12}}?(?:\([^()]*\))?(?:每年)?(?={VERBS})|全[市区县省州盟旗镇乡]|各[市县区旗]|每年|共|新(?![增建改启招])|我[市省区县州])+(?:每年)?"
)
SCOPED_VERB = re.compile(
    rf"^(?P<scope>(?:每个?|各)[^,，、]{{0,5}}[省市区县旗乡镇村道校园企](?:\([^()]*\))?(?:每年)?)(?:至少|均|都|应|须|要)?(?P<verb>(?:{VERBS})++)$"
)


def clean_name(name: str) -> str:
    """No number in an indicator, no threshold, no blanks."""
    name = _NAMED_THRESHOLD.sub("", re.sub(r"\s|至少|不少于", "", name))
    name = re.sub(r"\d{4}年(?:以前|底前|年底前|前|底)建成的", "", name)
    name = _DESCRIBED.sub("", _NUMBER_OF.sub("", _CAPACITY.sub("", name)))
    name = _NUMBER.sub("", re.sub(r"^\d+[个家所条项处户名](?=[\u4e00-\u9fff]{4})", "", name))[-60:]
    name = re.sub("(?<=[建造设增])、(?=变|线)", "", name)  # "扩建110千伏、35千伏变电站"
    if name.count(")") > name.count("("):
        name = name[name.rfind(")") + 1 :] or name.replace(")", "")
    if name.count("(") > name.count(")"):
        name = name.replace("(", "", 1)
    return re.sub("(?<![涉惠])及$", "", name.strip("、，,.和与的以等(且")).lstrip("及")


_CAPACITY = re.compile(
    r"\d[\d.]*[万亿]?(?:吨|方|立方米|千瓦|兆瓦)/(?:日|天|小时|年)"
)  # 新建|2万吨/日|污水处理厂
# "新建日处理500吨的焚烧厂" -> 新建焚烧厂; "免费刻制公章一套"
_DESCRIBED = re.compile(
    r"(?:(?<=[建设成造进展施])|^)(?:总投资|投资|日处理(?:能力)?|日供水(?:能力)?|年产|占地(?:面积)?|建筑面积|总建筑面积|库容|装机(?:容量)?)(?:约|超过?|达)?"
    r"\d[\d.]*[万亿]?(?:[\u4e00-\u9fff/]{1,6}?的|(?:元|吨|立方米|平方米|亩|千瓦|兆瓦|床))"
)
_NUMBER_OF = re.compile(
    r"(?<=[建设成造])[一两](?:座|所|条|处|个|家|批|套)(?=[\u4e00-\u9fff]{2})|[一两](?:座|所|处|个|家|套)$"
)
# "5000头以上规模化养殖场" -> 规模化养殖场; "35千伏变电站" -> 变电站; the 5 of 5G stays
_NAMED_THRESHOLD = re.compile(
    r"(?:每小时|每日|单机|年?(?:主营业务|营业)?(?:收入|营收|产值)|总?投资额?|年?纳税额?)?(?<![\dA-Za-z])\d[\d.]*[万亿]?[\u4e00-\u9fff]{1,3}?及?以[上下](?=[\u4e00-\u9fff]{2})"
)
_NUMBER = re.compile(
    r"(?<![A-Za-z\d.“])\d+(?:\.\d+)?(?![A-Za-z\d]|小时|分钟|强|号[线楼桥])(?:[-—~]\d+)?(?:千伏|岁|米(?=覆盖|半径|服务半径)|年(?:以前|前|底|末)?|[%％]|万|亿)?(?:以上|以下)?"
)


CHANGE = re.compile("(?:提高|提升|增长|下降|降低|减少|压减|压缩|缩短)$")
AREA = re.compile("县城|城区|城市|城镇|农村|乡镇|[区市县镇乡村旗]")
MEASURE = re.compile(
    "(?:播种面积|种植面积|养殖面积|建筑面积|总?面积|总?产量|总?产值|增加值|总?收入|[\u4e00-\u9fff]{2}率|覆盖面)$"
)
SHARED_MEASURE = re.compile(
    "(?:总里程|里程|总量|总数|装机容量|装机|(?:重点工程)?(?:排放总量|排放量|减排量)|(?:综合)?[\u4e00-\u9fff]{2}率|参保人数|(?:播种|种植|养殖|建筑)?面积|总?产量|总?产值"
    "|增加值|可支配收入|收入|占比|比重|比例|浓度|床位数|人数|数量)$"
)
EACH = re.compile("每[百千万](?:名|户)?[\u4e00-\u9fff]{0,4}?(?:人口|老年人|人|户)")
