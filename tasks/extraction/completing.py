"""A second figure leaves out what the first one said: its name is completed from the words before.

"新建学校3所,建筑面积|5万平方米" -> 新建学校建筑面积; "生猪存栏100万头、出栏|180万头" -> 生猪出栏
"""

from __future__ import annotations

import re

from .scene import thing_of
from .wording import (
    AREA,
    CHANGE,
    DEED,
    EACH,
    MEASURE,
    RATE,
    SCOPE,
    SCOPED_VERB,
    SHARED_MEASURE,
    VERB_HEAD,
    VERBS,
    Found,
    leading_verb,
)

# units of what is measured, not counted
MEASURED = {"%", "‰", "百分点", "元", "", "个工作日", "天", "小时", "分钟"}


def goes_on(one: Found, previous: Found | None) -> bool:
    """ "新增甲企业100家,乙企业|30家": a list whose members a comma parts."""
    return bool(
        previous and previous.quantity.unit == one.quantity.unit and one.quantity.unit not in MEASURED
    )


def complete(subject: str, one: Found, before: Found | None, previous: Found | None) -> str:
    """Give back what a second member left out: 集中处理率 -> 城区生活污水集中处理率."""
    said = _by_sentence(subject, one, before, previous)
    if said is not None:
        return said
    earlier = before or previous
    if not earlier or not earlier.indicator:
        return _of_topic(subject, one)
    base = one.whole or earlier.indicator
    if not before and _OWN_TIME.fullmatch(subject) and CHANGE.search(base):
        return CHANGE.sub("", base) + subject  # "许可证管理的产品压减三分之一,取证时间压缩至|9天"
    return (
        _of_change_or_part(subject, base, one, before, earlier)
        or _of_rate(subject, base, one, before)
        or _of_thing(subject, base, one, before, previous)
        or subject
    )


def _by_sentence(subject: str, one: Found, before: Found | None, previous: Found | None) -> str | None:
    """By what the sentence or its own words say, without the name of the figure before."""
    if not before and (named := _measured_by_sentence(subject, one, previous)):
        return named
    yearly = _YEARLY.fullmatch(subject)
    if yearly and not VERB_HEAD.sub("", yearly["deed"]) and not SAYS_ALL.fullmatch(yearly["deed"]):
        return yearly["every"] + _with_object(yearly["deed"], one, before, previous)
    if not VERB_HEAD.sub("", subject.removeprefix("基本")) and not RATE.search(subject) and len(subject) <= 6:
        return _with_object(subject, one, before, previous)
    if placed := _of_a_place(subject, one, before):
        return placed
    if one.quantity.unit == "%" and subject.endswith("占"):
        return subject + "比"
    if scoped := SCOPED_VERB.match(subject):  # "每个县打造示范点1个,每个乡镇打造|2个"
        if scoped["verb"].endswith(("投资", "投入")):
            return subject
        return scoped["scope"] + _with_object(scoped["verb"], one, before, previous)
    return None


def _measured_by_sentence(subject: str, one: Found, previous: Found | None) -> str | None:
    """A rate, a sum or a size that opens its clause: of what, the clause before says."""
    if _STAGE.fullmatch(subject) and _EARLY_STAGE.search(one.context):
        return subject  # "完成苗圃立项和设计,开工率不低于|50%": what comes before is none of it
    if RATE.search(subject) and len(subject) <= 4 and one.context:
        # "开展农村不动产登记业务,提升发证率至95%"; but "监控覆盖全过程,接入率达到100%"
        return (
            subject if _STATES.search(one.context) else re.sub("(?:实现)?全覆盖$", "", one.context) + subject
        )
    counted = one.thing and not RATE.search(one.thing) and not CHANGE.search(one.thing)
    if _STAGE.fullmatch(subject) and counted:
        return VERB_HEAD.sub("", one.thing) + subject  # "改造小区43个,9月底前开工、12月底前完工率达到|60%"
    if re.fullmatch("(?:年度|完成)*(?:总?投资|投入)", subject):
        known = one.context if subject.startswith("完成") and one.context.endswith(("建设", "整治")) else ""
        return known + subject  # "园林设施建设全面推进,完成投资|14亿元"
    if _SIZE.fullmatch(subject):  # "新建学校3所,建筑面积|5万平方米"
        if one.context and not _STATES.search(one.context):
            return one.context + subject
        return _measured_too(subject, previous.indicator) if previous else subject
    return None


def _of_a_place(subject: str, one: Found, before: Found | None) -> str | None:
    """ "改造厕所900户。各镇任务为:甲镇400户、乙镇|500户": the share of one place in the whole."""
    if before and before.of_place and before.whole and _PLACE.fullmatch(subject):
        one.of_place, one.whole = True, before.whole
        return subject + before.whole
    placed = _PLACED_DEED.match(subject)
    if placed and one.kin and one.part:
        return placed["place"] + one.kin  # "新增住房8万套,其中甲市新增|5万套"
    listed = one.part or one.opens_list or bool(before and before.of_place)
    if listed and one.kin and _PLACE.fullmatch(subject) and not VERB_HEAD.match(subject):
        one.of_place = True
        return subject + one.kin
    return None


def _of_change_or_part(
    subject: str, base: str, one: Found, before: Found | None, earlier: Found
) -> str | None:
    """A word that says only by how much, or which part, of what was named before."""
    if CHANGE.fullmatch(subject):
        return base + subject  # "投资85亿元,增长|12%"
    if _ONLY_THRESHOLD.fullmatch(subject) or _above_threshold(subject, base):
        return base  # "新开工项目30个,其中5亿元以上|8个"
    if one.quantity.unit == "%" and subject in _SHARES and _SHARE_OF.search(base):
        return base  # "到2022年增加值占GDP比重达到42%;到2024年,占比|达到47%"
    if _LEVEL.fullmatch(subject):  # "创建省级示范点3个、市级8个、县级|20个"
        # "主体50家,其中国家级示范社5家、省级|10家": of the ones that were counted last
        base = before.indicator if before and _LEVEL.search(before.indicator) else base
        verb = leading_verb(base)
        return verb + subject + _LEVEL.sub("", base[len(verb) :], count=1)
    if subject.startswith("占") and one.quantity.unit == "%":
        return CHANGE.sub("", base) + subject  # "增加值增长12%,占规上工业比重达到|45%"
    if subject in _SHARES and one.quantity.unit == "%" and not before:
        return base + subject  # "高技能人才8万人,占比达到|27%"
    if subject.endswith("类") and one.quantity.unit == earlier.quantity.unit:
        verb = leading_verb(base)  # "更新项目32个,其中居住类|18个"
        return verb + subject + base[len(verb) :]
    return subject if CHANGE.search(subject) else None


def _of_rate(subject: str, base: str, one: Found, before: Found | None) -> str | None:
    """A second share, sum or number per head: "每千人口床位数达到7张,护士数达到|4人"."""
    finished = subject.startswith("完成")  # "建筑面积1.2万平方米,年内完成主体工程|60%"
    if one.quantity.unit in {"%", "‰"} and not (finished or RATE.search(subject)) and RATE.search(base):
        tail = subject[-2:]
        if tail in base:
            return subject + base[base.rfind(tail) + 2 :]
        if len(subject) > 6:
            return subject
        area = max((at.end() for at in AREA.finditer(base[:-4])), default=0)
        return subject + _BRACKET.sub("", base[area:])
    if re.fullmatch("(?:总|综合|营业)?(?:收入|利润|税收)|[增降涨]幅|增速", subject):
        return base + subject  # "接待游客90万人次、实现收入|6亿元"
    each = EACH.match(base)
    per_head = subject.endswith("数") and one.quantity.unit in {"人", "名", "张", "个"}
    if each and per_head and not EACH.match(subject):
        return each.group() + subject
    if before and RATE.search(subject) and len(subject) <= 6:
        return _measured_too(subject, base)
    return None


def _of_thing(
    subject: str, base: str, one: Found, before: Found | None, previous: Found | None
) -> str | None:
    """A second thing that is counted: the verb, or the thing it belongs to, was said before."""
    if leading_verb(subject) or leading_verb(_WHOM.sub("", subject)) or _ALTERS.match(subject):
        return subject
    earlier = before or previous
    assert earlier is not None
    if _EACH_ONE.fullmatch(subject) and not EACH.match(subject) and not before and goes_on(one, earlier):
        one.doubt = ("object_above", {})  # "实践基地达到20个,每校至少|1个"
        return subject if base.startswith("每") else subject + VERB_HEAD.sub("", base)
    if one.part and one.quantity.unit == earlier.quantity.unit:
        whole = RATE.search(subject) and len(subject) > 4
        return subject if whole else _part_of(subject, base)
    counted = one.quantity.unit not in MEASURED and not RATE.search(subject) and not DEED.search(subject)
    counted = counted and not (EACH.match(subject) or _NOT_DONE.match(subject))
    new_level = one.level and not before and not goes_on(one, previous)  # "培育企业10家,从业人员达到|2000人"
    if new_level and earlier.verb and counted:
        return subject
    if counted and not one.total and earlier.verb and (before or goes_on(one, previous) or len(subject) <= 4):
        return earlier.verb + _of_kind(base, earlier.verb, subject) + subject
    # "新增企业20户,总数达到|210户", "推出许可证12个,累计发证|6000张"
    total = subject in {"总数", "总量", "总规模"} or (one.total and len(subject) <= 2)
    if total and not RATE.search(base):
        return VERB_HEAD.sub("", base) + subject
    if subject == "人口" and not before and (areas := [at.end() for at in AREA.finditer(base)]):
        return base[: areas[-1]] + subject  # "城区面积控制在9平方公里,人口达到|12万人"
    if subject in {"出栏", "存栏", "出口", "进口"} and len(base) >= 4 and base[-1] == subject[-1]:
        return base[:-2] + subject  # "生猪存栏100万头、出栏|180万头"
    return None


_YEARLY = re.compile("(?P<every>每年)(?P<deed>[\u4e00-\u9fff]{2,4})")  # "推进农房改善,每年改善|8000户"


def _of_kind(base: str, verb: str, subject: str) -> str:
    """ "创建节水型企业100个、居民小区110个、高校|10家": what all of them are to be called."""
    kind = (
        _NAMED_KIND.match(base[len(verb) :])
        if _NAMING.fullmatch(verb) and not _NAMED_KIND.search(subject)
        else None
    )
    return kind.group() if kind else ""


_NAMED_KIND = re.compile(
    "(?!大|中|小|新|微)[\u4e00-\u9fff]{1,3}型|绿色|文明|平安|健康|无废|清廉|书香|卫生(?=[村乡镇县城街社])"
)
_NAMING = re.compile("创建|创成|创评|评选|评定|认定|命名|选树")
# a clause that says how things stand names no thing that a rate could be of
_STATES = re.compile(
    "(?<!全)覆盖(?!率|面)|实现|达到|纳入|落实|到位|提质|增效|得到|明显|显著|不断|更加|持续|全面(?:推|提|加|完)"
)
# "开行专线5条,优化线路|8条": a verb of its own, though these mostly lead up to another
_ALTERS = re.compile(
    "(?:优化|完善|规范|调整|拓展|延伸|延长|撤并|整合|合并|迁移|接入)(?![化型率性])[\u4e00-\u9fff]{2}"
)
_NOT_DONE = re.compile(
    "受益|[人户]均|平均|.*灌溉$"
)  # what follows from the deed: "供水工程20处,受益人口|12万人"
_EACH_ONE = re.compile("每(?![百千万])[个所]?[\u4e00-\u9fff]{1,7}")
_ONLY_THRESHOLD = re.compile(r"(?:其中)?\d[\d.]*[万亿]?[\u4e00-\u9fff]{1,3}以上")
_SHARES = {"占比", "比重", "比例", "占比重"}
_SHARE_OF = re.compile("占.*?(?:比|比重|比例|占比)$|(?:占比|比重|比例)$")


def _above_threshold(subject: str, base: str) -> bool:
    """ "培育规上文化企业30家,其中年营收超5亿元企业|2家": what is counted is the base again."""
    match = re.match(
        r"[\u4e00-\u9fff]{0,6}超过?\d[\d.]*[万亿]?元(?:的)?(?P<kind>[\u4e00-\u9fff]{2,6})$", subject
    )
    return bool(match and base.endswith(match.group("kind")))


_OWN_TIME = re.compile("[\u4e00-\u9fff]{2}(?:时间|时限|周期)")
_STAGE = re.compile("(?:开工|完工|竣工|完成|达标|合格|投用|入住|覆盖|普及|整治|治理|化解|销号|验收|交付)率")
_EARLY_STAGE = re.compile("(?:立项|设计|审批|招标|招投标|备案|论证|评审|编制|摸底|征地|拆迁|手续|前期工作)$")
_PLACE = re.compile(
    "(?!.*(?:示范|特色|重点|小镇|试点|级|[农新]村|社区|小区|园区))[\u4e00-\u9fff]{1,6}(?:[镇乡区县市旗]|街道|苏木|自治县|自治州|管委会)"
)
_PLACED_DEED = re.compile(rf"(?P<place>[\u4e00-\u9fff]{{2,6}}[镇乡区县市旗])(?:{VERBS})$")
_LEVEL = re.compile("(?:国家A|[1-5]A|国家|[省市州盟县区旗]|乡镇|村)级")
# what a thing that was counted just before has: "新建学校3所,建筑面积|5万平方米"
_SIZE = re.compile(
    "(?:总?建筑面积|占地面积|总?面积|总?容量|总?库容|总?里程|总?长度?|总?产量|总?产值|总?床位"
    "|(?:日|年)?(?:处理|供水|供气|生产|接待|储气)?能力)"
)
_KIND = re.compile("(?:试点|示范|样板)?(?:[村镇县点户]|乡镇|社区|小区|街道|企业|项目|学校|基地|园区)")


def _of_topic(subject: str, one: Found) -> str:
    """ "推行垃圾分类。到2025年试点村达到|25个": a word that says nothing alone."""
    if _EACH_ONE.fullmatch(subject) and len(subject) <= 5:  # "建设示范村,每县不少于|3个"
        one.doubt = ("object_above", {})
        return subject + (one.context or one.opening or thing_of(one.topic))
    if not _KIND.fullmatch(subject):
        return subject
    one.doubt = ("object_above", {})
    return (one.opening or thing_of(one.topic)) + subject


def _measured_too(subject: str, base: str) -> str:
    """ "改造小区10个、面积|20万平方米", "粮食播种面积…、产量|…", "监控联网率95%、在线率|98%"."""
    base = re.sub("(?<=[\u4e00-\u9fff]{4})新增$", "", base)
    if subject[:1] == "总" and base.endswith(subject[1:]):
        return VERB_HEAD.sub("", base).removesuffix(subject[1:]) + subject  # "新增里程30公里,总里程|200公里"
    at = base.rfind(subject[:2])
    if at > 0 and RATE.search(base):
        return base[:at] + subject
    if not RATE.search(base):
        owned = len(subject) <= 4 and not _RATE_ITSELF.search(subject)
        money = "资" in subject or "值" in subject
        return (VERB_HEAD.sub("", base) if money else base) + subject if owned else subject
    head = MEASURE.sub("", base)
    return head + subject if len(subject) <= 4 and len(head) >= 2 and head != base else subject


_RATE_ITSELF = re.compile("(?:收入|完成投资|税收|支出|消费|额)$")
_BRACKET = re.compile(r"^\([^()]*\)")
_WHOM = re.compile("^(?:为|向|给|对|免费)[\u4e00-\u9fff“”]{2,12}?(?=(?:提供|发放|开展|实施|配备))")
# what says by itself what is counted
SAYS_ALL = re.compile("(?P<verb>(?:完成|开展|新增|实施)*)(?:培训|造林|绿化|植树|就业)")


def _with_object(deed: str, one: Found, before: Found | None, previous: Found | None) -> str:
    """ "开展公园建设,年内建成|20个", "推进危房改造。全年完成|1200户": what it is done to was named before."""
    if SAYS_ALL.fullmatch(deed) and one.quantity.unit in {"人", "人次", "亩", "株", "公顷"}:
        return deed
    if deed in {"涉及", "惠及"} and (before or previous):
        return (before or previous).indicator + deed  # type: ignore[union-attr]
    share = previous if deed == "完成" and one.quantity.unit == "%" and not before else None
    if share and share.quantity.unit == "%":
        return share.indicator  # "上半年完成投资进度50%,三季度末完成|75%"
    earlier = before or (previous if goes_on(one, previous) else None)
    kin = one.near_kin.get(one.quantity.unit, "") if not before else ""
    named = kin or (earlier.indicator if earlier else "")
    if earlier and earlier.doubt and not (kin or one.context):
        one.doubt = earlier.doubt  # what was not sure for the one before is not for this one
    if deed == "完成" and named and not one.context and _MADE.match(named) and earlier:
        return named  # "新增泊位2000个,6月底前完成|800个"
    same = _object_of(named, deed)
    if same and before and same in before.context:
        same = before.context  # "推进老旧小区改造,改造1300个小区、惠及|25万户"
    if not same and previous and previous.indicator.endswith("覆盖率"):
        same = previous.indicator.removesuffix("覆盖率")  # "养老中心覆盖率达到60%,每个街道至少建成|1个"
    known = one.context if len(one.context) >= 4 else same or one.context or one.opening
    if deed in known:
        return known
    if not known or (known == one.opening and one.age > 1):
        one.doubt = ("object_above", {})
    known = known or thing_of(one.topic)
    if deed in one.topic and known == thing_of(one.topic):
        return one.topic
    if not _FINISH.fullmatch(deed):
        known = re.sub(r"(?<=[\u4e00-\u9fff]{2})(?:建设|打造|培育|创建|布局|改造)$", "", known)
    return deed + known


_MADE = re.compile("(?:[城县]区)?(?:新增|新建|改造|治理|整治|修复|建设|改建|扩建)[\u4e00-\u9fff]{2}")


def _object_of(named: str, deed: str) -> str:
    """What a figure was named after, without what was done to it there; `deed` is what is done to it now."""
    same = VERB_HEAD.sub("", named)
    scoped = SCOPE.sub("", named)
    same = VERB_HEAD.sub("", scoped) if same == named else same
    if (
        same in {named, scoped} and len(same) > 4
    ):  # "安置房开工50套、竣工|30套", but "道路整治6条、再完成|3条"
        same = (_LAST_STAGE if _FINISH.fullmatch(deed) else _LAST_DEED).sub("", same)
    # "对排查出的14处堆放点建立台账,完成|6处"
    return re.sub("^[^的]{0,4}的|建立(?:台账|清单)$", "", same)


# "“一件事”年内落地13项、再推出|8项": the thing without what was done to it before
_LAST_DEED = re.compile(rf"(?:年内|全年|累计)*(?:{VERBS})$")
_LAST_STAGE = re.compile("(?:新?开工|完工|竣工|交付|启动)+$")
# behind these what is done stays with its object: 完成危房改造, 开工小区改造
_FINISH = re.compile("(?:完成|开工|新开工|完工|竣工|启动|新启动|实施|推进|开展)+")


_PERSONS = re.compile("(?:生|工|员|者|人|民|户|家庭|群体|青年|妇女|军人|骨干|人才)$")


def _part_of(subject: str, base: str) -> str:
    """ "培训3万人次,其中农民工|1万人次", "装机200万千瓦,其中风电|120万千瓦", "公园12个,其中街头绿地|5个"."""
    verb = leading_verb(base)
    rest = base[len(verb) :]
    alike = any(subject[at : at + 2] in rest for at in range(len(subject) - 1))
    at = rest.find(subject)
    if at > 0 and RATE.search(rest):
        return verb + rest[at:]  # "进出口总额80亿元,其中出口|60亿元"
    if RATE.search(rest):
        measure = SHARED_MEASURE.search(rest) if alike else None
        return verb + subject + (measure.group() if measure else rest)
    of_a_kind = len(subject) > 2 and subject[-1] == rest[-1:]  # "充电桩500个,其中快充桩|200个"
    if (len(subject) > 4 or alike or of_a_kind) and not _PERSONS.search(subject):
        return verb + subject
    if _PERSONS.search(subject) and _PERSONS.search(rest):
        return verb + subject
    return verb + subject + rest
