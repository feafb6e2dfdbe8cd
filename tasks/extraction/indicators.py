"""What a figure measures: the shortest phrase of its clause that says what is counted.

"年内新建口袋公园3座" -> 新建口袋公园, "垃圾分类覆盖率达到85%" -> 垃圾分类覆盖率
"""

from __future__ import annotations

import re

from .completing import MEASURED, SAYS_ALL, complete, goes_on
from .scene import thing_of
from .sharing import JOINT
from .wording import CHANGE, DEED, RATE, VERB_HEAD, VERBS, Found, clean_name, leading_verb, strip_reach, trim

# "剩余|3座", "年内|3座", "达到每人每月|203元": words that name nothing
_ONLY_WHEN = re.compile(
    "^每[人户生]每?[月年天日]$|(?:剩余|其余|余下)的?$|^(?:[一二两三四五]年内?|全[省市县区州盟旗]|年内|全年)+$"
)
_DOER = re.compile("^[^,，将把]{2,60}(?:将|把)(?!军)")
# "市、县两级在重点领域着力|引进人才", "面向全市高校择优|设立岗位": who does it, where, for whom
_FOR_WHOM_AND_WHERE = re.compile(
    "^(?:[^,，将把]{0,20}(?:两级|各级)?在[^,，]{2,24}(?:领域|行业|方面|范围内?|系统内?)|面向[^,，\\d]{2,40}?)"
    f"(?:重点|择优|公开|广泛|分批|分类|集中|统一|定向|逐步|每年)*(?=(?:{VERBS})[^,，、]*$)"
)
_WHERE_DONE = re.compile(rf"(?P<place>[\u4e00-\u9fff、()]{{1,8}}?)(?P<deed>(?:{VERBS})[^,，、]{{2,20}})$")
_EACH_PLACE = re.compile(
    "(?P<what>[^分]{2,30})分别(?:达到|达|为)(?P<place>[\u4e00-\u9fff]{1,6}[市县区旗州乡镇])$"
)
_NAMES = re.compile("^[\u4e00-\u9fff“”]{2,10}(?:、[\u4e00-\u9fff“”]{2,10})+$")
_INVESTED = re.compile("(?:年度)?投资")
_MOVED = re.compile("(提高|提升|增长|增加|下降|降低|减少|压减|压缩|缩短)(?:不低于|不少于|超过|至少|约|了)?$")


def name_target(text: str, one: Found, before: Found | None, previous: Found | None) -> None:
    """Set the name of `one`, its verb and its doubt.

    `before` stands in the same clause, `previous` in an earlier one."""
    said = text[one.head : one.quantity.start]
    lead = _FOR_WHOM_AND_WHERE.sub("", trim(said, one))
    if _DOER.match(lead):  # "各市将开办时间压缩至|5天": what is measured, not who does it
        one.core = lead = _DOER.sub("", lead)
    after = _object(text, one)
    subject = _subject(said, lead, after, one)
    one.total = "累计" in said
    one.level = bool(re.search("(?:达到|突破|超过|提高到|增加到|稳定在|保持在)$", said))
    if placed := _EACH_PLACE.match(lead):  # "优良天数分别达到甲县|220天、乙县210天"
        one.whole, one.of_place, subject = placed["what"], True, placed["place"] + placed["what"]
    one.verb = leading_verb(subject)
    _set_name(said, subject, after, one, before, previous)
    known = before or previous
    went_on = known and known.verb and one.indicator == known.verb + subject
    if not one.verb and known and (before or went_on or goes_on(one, previous)):
        one.verb = known.verb  # "新改建道路200公里,桥梁10座,|安防工程 180公里"
    _say_of_what(one, known)
    if _INVESTED.fullmatch(one.indicator.removeprefix("完成")):
        one.verb = ""  # "完成投资5亿元,老旧管网…": nobody invests what is named next
    said_all = SAYS_ALL.fullmatch(subject)  # "新增造林3万亩、退化林修复5万亩": no object behind is waited for
    one.verb = said_all["verb"] if said_all else one.verb
    one.bare_verb = not (after or said_all) and bool(subject) and not VERB_HEAD.sub("", subject)


def _set_name(
    said: str, subject: str, after: str, one: Found, before: Found | None, previous: Found | None
) -> None:
    """By the words behind the figure, those before it, or what was named earlier, in this order."""
    known = before or previous
    where = _WHERE_DONE.match(after) if re.search("在[^,，]{0,30}$", said) else None
    if where:  # "在|30个社区推进分类试点": places where something is done
        one.indicator = clean_name(f"{where['deed']}的{where['place']}")
    elif after:
        carried = before or (previous if goes_on(one, previous) else None)
        one.indicator = clean_name((subject or (carried.verb if carried else "")) + _in_full(after, one))
    elif subject:
        one.indicator = clean_name(complete(subject, one, before, previous))
    elif known:
        _name_as_known(said, one, known, before)
    elif above := one.context or (one.opening if one.opens_list else ""):
        # "规上企业数量翻一番,达到|1000家", "绿道建设:2024年|20公里"
        one.indicator = clean_name(re.sub("翻[一两]番$|实现倍增$", "", above))
        one.doubt = ("object_above", {})


def _say_of_what(one: Found, known: Found | None) -> None:
    """A name that says only a change, or nothing, is completed from the words before, with a doubt."""
    if CHANGE.fullmatch(one.indicator):  # "较2020年提高|5个百分点": of what, the words before say
        one.indicator = (one.context or one.opening or thing_of(one.topic)) + one.indicator
        one.doubt = ("object_above", {})
    if len(one.indicator) < 2 and known and known.quantity.unit == one.quantity.unit:
        one.indicator, one.doubt = known.indicator, ("object_above", {})


def _subject(said: str, lead: str, after: str, one: Found) -> str:
    """What the words before the figure name: "垃圾分类覆盖率达到" -> 垃圾分类覆盖率"""
    subject = _ONLY_WHEN.sub("", strip_reach(lead))
    improves = re.search("[\u4e00-\u9fff]{2}提升$", said)
    if not subject and improves and one.quantity.unit not in MEASURED:
        subject = improves.group()  # "关停取缔21家、规范提升|116家"
    compares = bool(re.search("[比较](?:上年|去年|20\\d\\d年)", lead))
    raised = re.search("标准(?:提高|增加|降低)$", lead)  # "补助标准提高|5元": by how much, not to what
    moved = _MOVED.search(lead) if one.quantity.unit in {"百分点", "%"} or compares or raised else None
    if moved and not subject.endswith(moved.group(1)):
        subject += moved.group(1)
    if _INVESTED.fullmatch(subject) and re.search("完成" + subject, said):
        subject = "完成" + subject  # "完成投资力争超过|14亿元": the verb says what is counted
    part = subject and one.quantity.unit == "%" and not re.search(rf"进度$|{RATE.pattern}", subject)
    if part and said.endswith("完成" + subject):
        subject = "完成" + subject  # "完成主体工程|60%"
    listed = VERB_HEAD.match(subject) and _NAMES.search(VERB_HEAD.sub("", subject))
    # "完成攻坚行动和|1515个村道路硬化", but "创建垃圾分类示范县和|200个示范村"
    other = re.search("(?:、|和|及|与)$", said) and after[:2] not in subject[-6:]
    several = (
        one.quantity.spelled and VERB_HEAD.match(subject) and JOINT.search(subject)
    )  # "打造甲区和乙区|两个样板区"
    if after and (subject.endswith("等") or listed or other or several):
        return leading_verb(subject)  # "打造甲、乙、丙|3个世界级产业集群"
    return subject


def _name_as_known(said: str, one: Found, known: Found, before: Found | None) -> None:
    """A figure without words of its own: it is again what was named before, now at another level."""
    one.indicator, one.verb = _as_level(one, known), known.verb if before else ""
    kin = one.near_kin.get(one.quantity.unit, "")
    if before and kin and before.quantity.unit != one.quantity.unit and before.verb:
        one.indicator = before.verb + VERB_HEAD.sub("", kin)  # "布局充电站9座、充电桩90个,建成4座、|40个"
    if re.search("(?:达到|提高到|增[加长]?[到至]|降[到至])(?:每[人户生]每?[月年天]?)?$", said):
        level = re.sub("^(?:净增|新增|增加)|增加$", "", CHANGE.sub("", one.indicator))
        one.indicator = level or one.indicator  # "净增企业20家,力争达到|260家"
    if known.doubt and known.doubt[0] == "object_above":
        one.doubt = known.doubt
    one.core = one.core or known.core
    if not before and known.core:  # "各市将开办时间压缩…,五年内压缩到|5天"
        one.indicator = strip_reach(known.core) or one.indicator
    if one.total and one.indicator.startswith(("新建", "新增", "新开工")):
        one.indicator = "累计" + VERB_HEAD.sub("", one.indicator)  # "新建基站5座,累计达到|17座"


def _as_level(one: Found, earlier: Found) -> str:
    """ "开办时间压缩一半以上、压减到|5个工作日以内": the time itself, not by how much it falls."""
    same = one.quantity.unit == earlier.quantity.unit
    return earlier.indicator if same else CHANGE.sub("", earlier.indicator)


# --- the object behind the figure ---

_QUALITIES = re.compile("^[^的,，]*、[^的,，]*的(?=[^的、]{4,}$)")  # "3家|功能健全、设施完善的照护机构"
_MAINLY = re.compile("^以[^,，]{2,40}?为[主重目][^,，、]{0,2}的")  # "一所|以照护失能老人为主的养老院"
# "20名|具有一流水平的后备人才": what they are like; of two such phrases the nearer one says which
_ATTRIBUTE = re.compile(
    "^(?:(?:大|中|小|新)型的)?(?:具有|具备|拥有|富有|站在|处于|紧跟|引领|能够|熟悉|掌握|精通|热爱|享受|符合|适应|有(?=[^,，、]{2,12}的)"
    "|在(?!校|职|岗|编|册|建)[^,，的]{2,20}(?:有|起|具有|发挥|处于|居于))[^,，的]{2,40}的(?=[^,，]{3,}$)"
)
# "一座文化站|和一个图书室"
_AND_ONE = re.compile("[、和及](?=[一二两三四五六七八九十]{1,2}[个座所处家条支])")


# "比例达到85%|的省定目标": how far, and nothing that is measured
_HOW_FAR = re.compile("的[^、达]{0,8}(?:目标|任务|水平|要求|标准|态势|成绩|成效)")


def _object(text: str, one: Found) -> str:
    """What follows the figure up to the end of its part: 打造5000亩|产业平台, 85%以上的|行政村通快递"""
    following = one.following
    stop = min(following.start if following else one.right, one.right)
    after = re.sub(r"\((?![市区县旗村镇、]+\)|街道\)|社区\))[^()]*\)", "", text[one.quantity.end : stop])
    if following and following.start < one.right:
        joints = [*JOINT.finditer(after), *re.finditer("[,，;；]", after)]  # the latter inside brackets only
        cut = max((joint.start() for joint in joints), default=-1)
        whole = len(after) > 2 and one.quantity.unit not in MEASURED
        after = after[:cut] if cut >= 0 else after if whole else ""  # "为3000户|家庭发放补贴600万元"
    if one.quantity.unit == "%" and _HOW_FAR.fullmatch(after):
        return ""
    if after and after[0] == "的" and (one.quantity.unit == "%" or one.quantity.bound in {"左右", "以上"}):
        after = after[1:]  # "建成100个左右的|示范项目"
    after = re.sub(r"\([^()]*$", "", after)  # "12个村|(包括6个示范村、…)"
    after = _QUALITIES.sub("", _MAINLY.sub("", _AND_ONE.split(after)[0]))
    after = _ATTRIBUTE.sub("", after)
    if after[:1] == '"' and after.count('"') == 1:
        return ""  # the closing one
    if not after or after[0] in "、和及()以的”/":
        return ""
    kept = re.sub(r"^[^、]{0,20}?(?:超|达|在)?\d[\d.]*[万亿]?[\u4e00-\u9fff]{1,3}的", "", after)
    return re.sub(r"(?:任务|目标)$|^(?:水平|要求)$", "", kept)


def _in_full(thing: str, one: Found) -> str:
    """ "完成老旧小区改造,五年改造1100个|小区": the thing as it was called before."""
    known = one.context or one.opening
    if len(thing) > 4 or not one.verb or one.verb[-2:] not in known:
        return thing
    at = known.find(thing)
    return known[:at] + thing if at > 0 else thing


# --- figures that share their words ---


_WORD = re.compile("[\u4e00-\u9fff]")


def look_ahead(text: str, found: list[Found]) -> None:
    """ "新建1座、改建2座|中转站", "8个国家级、15个省级|项目": the object stands behind the last figure.

    Also where one thing is counted in two units: "实施9万平方米、2万户|小区改造"."""
    for one, following in zip(reversed(found[:-1]), reversed(found[1:]), strict=True):
        twice = text[one.quantity.end : following.quantity.start] == "、" and one.bare_verb
        behind = _WORD.match(text, following.quantity.end)
        if "(" in text[one.quantity.end : following.quantity.start]:
            continue  # "投资5亿元(其中工业3亿元)": a part of it
        if one.quantity.unit != following.quantity.unit and not (twice and behind):
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
    """ "在25个乡镇、100个村设置设备", "支持3个县、5个乡镇创建示范区": what is done stands last."""
    if not found:
        return
    before = text[found[0].left : found[0].quantity.start]
    if not re.search(r"(?:在|至少)[^\d]{0,10}$|^(?:支持|推动|指导|组织|引导)[^\d]{0,2}$", before):
        _share_deed(text, found)
        return
    last = found[-1]
    tail = text[last.quantity.end : last.right]
    deed = re.search(rf"(?:{VERBS}).*$", re.sub(r"\([^()]*\)", "", tail)[1:])
    for one in found[:-1]:
        if deed and deed.group() not in one.indicator:
            one.indicator = clean_name(one.indicator + deed.group())


def _share_deed(text: str, found: list[Found]) -> None:
    """ "完成15个老旧小区、2800户改造", "完成3条道路、5座桥梁建设": what is done to the last is done to all.

    Where the last has no other words, it is of the same things."""
    last, others = found[-1], found[:-1]
    tail = re.sub("(?:任务|工作)$", "", text[last.quantity.end : last.right])
    deed = re.search(rf"(?:{VERBS})$", tail)
    measured = any(one.quantity.unit in MEASURED or RATE.search(one.indicator) for one in others)
    done = any(DEED.search(one.indicator.removeprefix("完成")) for one in others)
    if not deed or not others or measured or done:
        return
    for one in others:
        one.indicator += deed.group()
    if deed.group() == tail:
        last.indicator = others[-1].indicator
