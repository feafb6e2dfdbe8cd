"""What a figure measures: the shortest phrase of its clause that says what is counted."""

from __future__ import annotations

import re

from .scene import thing_of
from .sharing import JOINT
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
    clean_name,
    leading_verb,
    strip_reach,
    trim,
)

_MEASURED = {"%", "‰", "百分点", "元", "", "个工作日", "天", "小时", "分钟"}


def name_target(text: str, one: Found, before: Found | None, previous: Found | None) -> None:
    """`before` stands in the same clause, `previous` in an earlier one."""
    lead = trim(text[one.head : one.quantity.start], one)
    subject = re.sub(
        "(?:剩余|其余|余下)的?$|^(?:[一二两三四五]年内?|全[省市县区州盟旗]|年内|全年)+$",
        "",
        strip_reach(lead),
    )
    improves = re.search("[\u4e00-\u9fff]{2}提升$", text[one.head : one.quantity.start])
    if not subject and improves and one.quantity.unit not in _MEASURED:
        subject = improves.group()  # "关停取缔21家、规范提升|116家"
    after = _object(text, one)
    one.total = "累计" in text[one.head : one.quantity.start]
    compares = bool(re.search("[比较](?:上年|去年|20\\d\\d年)", lead))
    moved = _MOVED.search(lead) if one.quantity.unit in {"百分点", "%"} or compares else None
    if moved and not subject.endswith(moved.group(1)):
        subject += moved.group(1)
    listed = VERB_HEAD.match(subject) and _NAMES.search(VERB_HEAD.sub("", subject))
    # "完成攻坚行动和|1515个村道路硬化", but "创建垃圾分类示范县和|200个示范村"
    other = re.search("(?:、|和|及|与)$", text[one.head : one.quantity.start])
    drags = bool(listed) or bool(other and after[:2] not in subject[-6:])
    if after and (subject.endswith("等") or drags):
        subject = leading_verb(subject)  # "打造甲、乙、丙|3个世界级产业集群"
    if placed := _EACH_PLACE.match(lead):  # "优良天数分别达到甲县|220天、乙县210天"
        one.whole, one.of_place, subject = placed["what"], True, placed["place"] + placed["what"]
    one.verb = leading_verb(subject)
    one.core = _DOER.sub("", lead) if _DOER.match(lead) else ""
    where = (
        _WHERE_DONE.match(after)
        if re.search("在[^,，]{0,30}$", text[one.head : one.quantity.start])
        else None
    )
    if where:  # "在|30个社区推进分类试点": places where something is done
        one.indicator = clean_name(f"{where['deed']}的{where['place']}")
    elif after:
        carried = before or (previous if _go_on(one, previous) else None)
        one.indicator = clean_name((subject or (carried.verb if carried else "")) + _in_full(after, one))
    elif subject:
        one.indicator = clean_name(_complete(subject, one, before, previous))
    elif not before and not previous and one.context:
        one.indicator = clean_name(re.sub("翻[一两]番$|实现倍增$", "", one.context))
        one.doubt = ("object_above", {})  # "规上企业数量翻一番,达到|1000家"
    elif before or previous:
        known = before or previous
        one.indicator, one.verb = _as_level(one, known), known.verb if before else ""  # type: ignore[arg-type, union-attr]
        if re.search("(?:达到|提高到|增[加长]?[到至]|降[到至])$", text[one.head : one.quantity.start]):
            one.indicator = re.sub("增加$", "", CHANGE.sub("", one.indicator)) or one.indicator
        if known.doubt and known.doubt[0] == "object_above":  # type: ignore[union-attr]
            one.doubt = known.doubt  # type: ignore[union-attr]
        one.core = one.core or known.core  # type: ignore[union-attr]
        if previous and not before and previous.core:  # "各市将开办时间压缩…,五年内压缩到|5天"
            one.indicator = strip_reach(previous.core) or one.indicator
        if "累计" in text[one.head : one.quantity.start] and one.indicator.startswith(
            ("新建", "新增", "新开工")
        ):
            one.indicator = "累计" + VERB_HEAD.sub("", one.indicator)  # "新建基站5座,累计达到|17座"
    if not one.verb and (before or _go_on(one, previous)):
        one.verb = (before or previous).verb  # type: ignore[union-attr]
    if CHANGE.fullmatch(one.indicator):  # "较2020年提高|5个百分点": of what, the words before say
        one.indicator = (one.context or one.opening or thing_of(one.topic)) + one.indicator
        one.doubt = ("object_above", {})
    known = before or previous
    if len(one.indicator) < 2 and known and known.quantity.unit == one.quantity.unit:
        one.indicator, one.doubt = known.indicator, ("object_above", {})
    one.bare_verb = not after and bool(subject) and not VERB_HEAD.sub("", subject)


def _as_level(one: Found, earlier: Found) -> str:
    """ "开办时间压缩一半以上、压减到|5个工作日以内": the time itself, not by how much it falls."""
    same = one.quantity.unit == earlier.quantity.unit
    return earlier.indicator if same else CHANGE.sub("", earlier.indicator)


_DOER = re.compile("^[^,，将把]{2,60}(?:将|把)(?!军)")
_WHERE_DONE = re.compile(rf"(?P<place>[\u4e00-\u9fff、()]{{1,8}}?)(?P<deed>(?:{VERBS})[^,，、]{{2,20}})$")
_EACH_PLACE = re.compile(
    "(?P<what>[^分]{2,30})分别(?:达到|达|为)(?P<place>[\u4e00-\u9fff]{1,6}[市县区旗州乡镇])$"
)
_NAMES = re.compile("^[\u4e00-\u9fff“”]{2,10}(?:、[\u4e00-\u9fff“”]{2,10})+$")
_MOVED = re.compile("(提高|提升|增长|增加|下降|降低|减少|压减|压缩|缩短)(?:不低于|不少于|超过|至少|约|了)?$")


def _go_on(one: Found, previous: Found | None) -> bool:
    """ "新增甲企业100家,乙企业|30家": a list whose members a comma parts."""
    return bool(
        previous and previous.quantity.unit == one.quantity.unit and one.quantity.unit not in _MEASURED
    )


def look_ahead(found: list[Found]) -> None:
    """ "新建1座、改建2座|中转站", "8个国家级、15个省级|项目": the object stands behind the last figure."""
    for one, following in zip(reversed(found[:-1]), reversed(found[1:]), strict=True):
        if one.quantity.unit != following.quantity.unit:
            continue
        rest = VERB_HEAD.sub("", following.indicator)
        if one.bare_verb and not following.bare_verb and len(rest) >= 2:
            one.indicator, one.doubt, one.bare_verb = one.verb + rest, None, False
        named = following.indicator.rfind("元的")
        if one.indicator.endswith("元") and named > 0:  # "10家产值过百亿元、2家过千亿元的|领军企业"
            one.indicator += following.indicator[named + 1 :]
        kind = re.search(
            "(?:国家|省|市|县|区|乡镇|村|[一二三四五]星|[甲乙]|[1-5]A|[百千万五十]+亿)级$|(?:大|中|小|微)型$",
            one.indicator,
        )
        at = rest.find(kind.group()[-1]) if kind else -1
        if at > 0:
            one.indicator += rest[at + 1 :]


def share_predicate(text: str, found: list[Found]) -> None:
    """ "在25个乡镇、100个村设置设备": what is done stands after the last place."""
    if not found or not re.search(r"(?:在|至少)[^\d]{0,10}$", text[found[0].left : found[0].quantity.start]):
        return
    last = found[-1]
    tail = text[last.quantity.end : last.right]
    deed = re.search(rf"(?:{VERBS}).*$", re.sub(r"\([^()]*\)", "", tail)[1:])
    for one in found[:-1]:
        if deed and deed.group() not in one.indicator:
            one.indicator = clean_name(one.indicator + deed.group())


def _object(text: str, one: Found) -> str:
    """What follows the figure up to the end of its part: 打造5000亩|产业平台, 85%以上的|行政村通快递"""
    following = one.following
    stop = min(following.start if following else one.right, one.right)
    after = re.sub(r"\((?![市区县旗村镇]\)|街道\)|社区\))[^()]*\)", "", text[one.quantity.end : stop])
    if following and following.start < one.right:
        cut = max((joint.start() for joint in JOINT.finditer(after)), default=-1)
        whole = len(after) > 2 and one.quantity.unit not in _MEASURED
        after = after[:cut] if cut >= 0 else after if whole else ""  # "为3000户|家庭发放补贴600万元"
    if after and after[0] == "的" and one.quantity.unit == "%":
        after = after[1:]
    after = _QUALITIES.sub("", _MAINLY.sub("", after))
    if after[:1] == '"' and after.count('"') == 1:
        return ""  # the closing one
    if not after or after[0] in "、和及()以的”":
        return ""
    kept = re.sub(r"^[^、]{0,20}?(?:超|达|在)?\d[\d.]*[万亿]?[\u4e00-\u9fff]{1,3}的", "", after)
    return re.sub(r"(?:任务|目标)$|^(?:水平|要求)$", "", kept)


_QUALITIES = re.compile("^[^的,，]*、[^的,，]*的(?=[^的、]{4,}$)")  # "3家|功能健全、设施完善的照护机构"
_MAINLY = re.compile("^以[^,，]{2,40}?为[主重目][^,，、]{0,2}的")  # "一所|以照护失能老人为主的养老院"
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


def _complete(subject: str, one: Found, before: Found | None, previous: Found | None) -> str:
    """Give back what a second member left out: 集中处理率 -> 中心城市生活污水集中处理率."""
    earlier = before or previous
    if RATE.search(subject) and len(subject) <= 4 and not before and one.context:
        return one.context + subject  # "开展农村不动产登记业务,提升发证率至95%"
    counted = one.thing and not RATE.search(one.thing) and not CHANGE.search(one.thing)
    if _STAGE.fullmatch(subject) and not before and counted:
        return VERB_HEAD.sub("", one.thing) + subject  # "改造小区43个,9月底前开工、12月底前完工率达到|60%"
    if re.fullmatch("(?:年度|完成)*(?:总?投资|投入)", subject) and not before:
        return subject
    if one.context.endswith(subject):
        return one.context  # "开展主动登门服务企业,全年服务企业1500家"
    if not VERB_HEAD.sub("", subject.removeprefix("基本")) and not RATE.search(subject) and len(subject) <= 6:
        return _with_object(subject, one, before, previous)
    if before and before.of_place and before.whole and _PLACE.fullmatch(subject):
        one.of_place, one.whole = True, before.whole
        return subject + before.whole
    placed = _PLACED_DEED.match(subject)
    if placed and one.kin and one.part:
        return placed.group("place") + one.kin  # "新增住房8万套,其中甲市新增|5万套"
    if one.quantity.unit == "%" and subject.endswith("占"):
        return subject + "比"
    listed = one.part or one.opens_list or bool(before and before.of_place)
    if listed and one.kin and _PLACE.fullmatch(subject) and not VERB_HEAD.match(subject):
        one.of_place = True
        return subject + one.kin  # "改造厕所900户。各镇任务为:甲镇400户、乙镇|500户"
    if scoped := SCOPED_VERB.match(subject):  # "每个县打造示范点1个,每个乡镇打造|2个"
        if scoped.group("verb").endswith(("投资", "投入")):
            return subject
        return scoped.group("scope") + _with_object(scoped.group("verb"), one, before, previous)
    if _SIZE.fullmatch(subject) and not before:
        return (
            one.context + subject
            if one.context
            else _measured_too(subject, earlier.indicator)
            if earlier
            else subject
        )
    if not earlier or not earlier.indicator:
        return _of_topic(subject, one)
    base = one.whole or earlier.indicator
    if previous and not before and _OWN_TIME.fullmatch(subject) and CHANGE.search(base):
        return CHANGE.sub("", base) + subject  # "许可证管理的产品压减三分之一,取证时间压缩至|9天"
    if CHANGE.fullmatch(subject):
        return base + subject  # "投资85亿元,增长|12%"
    if _ONLY_THRESHOLD.fullmatch(subject) or _above_threshold(subject, base):
        return base  # "新开工项目30个,其中5亿元以上|8个"
    if one.quantity.unit == "%" and subject in _SHARES and _SHARE_OF.search(base):
        return base  # "到2022年增加值占GDP比重达到42%;到2024年,占比|达到47%"
    if _LEVEL.fullmatch(subject):  # "创建省级示范点3个、市级8个、县级|20个"
        verb = leading_verb(base)
        return verb + subject + _LEVEL.sub("", base[len(verb) :], count=1)
    if subject in _SHARES and one.quantity.unit == "%" and not before:
        return base + subject  # "高技能人才8万人,占比达到|27%"
    if subject.endswith("类") and one.quantity.unit == earlier.quantity.unit:
        return _inserted(subject, base)  # "更新项目32个,其中居住类|18个"
    if CHANGE.search(subject):
        return subject
    if one.quantity.unit in {"%", "‰"} and not RATE.search(subject) and RATE.search(base):
        tail = subject[-2:]
        if tail in base:
            return subject + base[base.rfind(tail) + 2 :]
        if len(subject) > 6:
            return subject
        return subject + _BRACKET.sub(
            "", base[max((at.end() for at in AREA.finditer(base[:-4])), default=0) :]
        )
    if re.fullmatch("(?:总|综合|营业)?(?:收入|利润|税收)|[增降涨]幅|增速", subject):
        return base + subject  # "接待游客90万人次、实现收入|6亿元"
    each = EACH.match(base)
    if (
        each
        and subject.endswith("数")
        and one.quantity.unit in {"人", "名", "张", "个"}
        and not EACH.match(subject)
    ):
        return each.group() + subject  # "每千人口床位数达到7张,护士数达到|4人"
    if before and RATE.search(subject) and len(subject) <= 6:
        return _measured_too(subject, base)
    if leading_verb(subject) or leading_verb(_WHOM.sub("", subject)):
        return subject
    if one.part and one.quantity.unit == earlier.quantity.unit:
        whole = RATE.search(subject) and len(subject) > 4
        return subject if whole else _part_of(subject, base)
    counted = one.quantity.unit not in _MEASURED and not RATE.search(subject) and not DEED.search(subject)
    if counted and not one.total and earlier.verb and (before or _go_on(one, previous) or len(subject) <= 4):
        return earlier.verb + subject
    if subject in {"总数", "总量", "总规模"} and not RATE.search(base):
        return VERB_HEAD.sub("", base) + subject  # "新增企业20户,总数达到|210户"
    if one.total and len(subject) <= 2 and not RATE.search(base):
        return VERB_HEAD.sub("", base) + subject  # "推出许可证12个,累计发证|6000张"
    if subject == "人口" and not before and (areas := [at.end() for at in AREA.finditer(base)]):
        return base[: areas[-1]] + subject  # "城区面积控制在9平方公里,人口达到|12万人"
    if subject in {"出栏", "存栏", "出口", "进口"} and len(base) >= 4 and base[-1] == subject[-1]:
        return base[:-2] + subject  # "生猪存栏100万头、出栏|180万头"
    return subject


_STAGE = re.compile("(?:开工|完工|竣工|完成|达标|合格|投用|入住|覆盖|普及)率")
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
    if not _KIND.fullmatch(subject):
        return subject
    one.doubt = ("object_above", {})
    return (one.opening or thing_of(one.topic)) + subject


def _measured_too(subject: str, base: str) -> str:
    """ "改造小区10个、面积|20万平方米", "粮食播种面积…、产量|…", "监控联网率95%、在线率|98%"."""
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
_SAYS_ALL = re.compile("(?:完成|开展)*(?:培训|造林|绿化|植树|就业)")


def _with_object(deed: str, one: Found, before: Found | None, previous: Found | None) -> str:
    """ "开展公园建设,年内建成|20个", "推进危房改造。全年完成|1200户": what it is done to was named before."""
    if _SAYS_ALL.fullmatch(deed) and one.quantity.unit in {"人", "人次", "亩", "株", "公顷"}:
        return deed
    if deed in {"涉及", "惠及"} and (before or previous):
        return (before or previous).indicator + deed  # type: ignore[union-attr]
    earlier = before or (previous if _go_on(one, previous) else None)
    kin = one.near_kin.get(one.quantity.unit, "") if not before else ""
    named = kin or (earlier.indicator if earlier else "")
    same = VERB_HEAD.sub("", named)
    same = VERB_HEAD.sub("", SCOPE.sub("", same)) if same == named else same
    if same == named and len(same) > 4:
        same = _LAST_DEED.sub("", same)
    same = re.sub("^[^的]{0,4}的|建立(?:台账|清单)$", "", same)  # "对排查出的14处堆放点建立台账,完成|6处"
    if same and before and same in before.context:
        same = before.context  # "推进老旧小区改造,改造1300个小区、惠及|25万户"
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


# "“一件事”年内落地13项、再推出|8项": the thing without what was done to it before
_LAST_DEED = re.compile(rf"(?:年内|全年|累计)*(?:{VERBS})$")
# behind these what is done stays with its object: 完成危房改造, 开工小区改造
_FINISH = re.compile("(?:完成|开工|新开工|完工|竣工|启动|新启动|实施|推进|开展)+")


def _inserted(subject: str, base: str) -> str:
    verb = leading_verb(base)
    return verb + subject + base[len(verb) :]


_PERSONS = re.compile("(?:生|工|员|者|人|民|户|家庭|群体|青年|妇女|军人|骨干|人才)$")


def _part_of(subject: str, base: str) -> str:
    """ "培训3万人次,其中农民工|1万人次", "装机200万千瓦,其中风电|120万千瓦", "公园12个,其中街头绿地|5个"."""
    verb = leading_verb(base)
    rest = base[len(verb) :]
    alike = any(subject[at : at + 2] in rest for at in range(len(subject) - 1))
    if RATE.search(rest):
        measure = SHARED_MEASURE.search(rest) if alike else None
        return verb + subject + (measure.group() if measure else rest)
    if (len(subject) > 4 or alike) and not _PERSONS.search(subject):
        return verb + subject
    if _PERSONS.search(subject) and _PERSONS.search(rest):
        return verb + subject
    return verb + subject + rest


def _in_full(thing: str, one: Found) -> str:
    """ "完成老旧小区改造,五年改造1100个|小区": the thing as it was called before."""
    known = one.context or one.opening
    if len(thing) > 4 or not one.verb or one.verb[-2:] not in known:
        return thing
    at = known.find(thing)
    return known[:at] + thing if at > 0 else thing
