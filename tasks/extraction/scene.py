"""What the clauses before a figure speak of."""

from __future__ import annotations

import re

from .quantities import NO_QUANTITY
from .sharing import years_of
from .wording import (
    LEAD,
    VERB_HEAD,
    VERBS,
    Found,
)


class Scene:
    """What the clauses before a figure speak of; read only where there is a figure."""

    def __init__(self, text: str, topic: str):
        self.text, self.topic = text, topic
        self.plain: tuple[int, int] | None = None  # the clause before, when that has no figure
        self.openings: list[
            tuple[int, int, int]
        ] = []  # clauses without figures that open a sentence, and which
        self.head: tuple[int, int] | None = None  # the clause that opens this sentence
        self.thing = ""
        self.sentence = 0
        self.begun = 0  # how many figures the sentences before have
        self.opens = True  # the next clause begins a sentence

    def now(self, found: list[Found]) -> Found:
        """The beginnings of a record for a figure of the next clause."""
        begun = len(found) if self.opens else self.begun
        one = Found(NO_QUANTITY, 0, 0, 0, topic=self.topic)
        one.thing = "" if self.opens else self.thing
        one.near_kin = {kin.quantity.unit: kin.indicator for kin in found[begun:][-12:]}
        one.context = context_of(self.text, *self.plain) if self.plain else ""
        one.years = years_of(self.text, *self.head) if self.head and not self.opens else ()
        for left, right, sentence in reversed(self.openings[-3:]):
            if thing := opening_of(self.text, left, right):
                one.opening, one.age = thing, self.sentence - sentence
                break
        return one

    def passes(
        self, left: int, right: int, quantities: list, row: list[Found], ends: bool, count: int
    ) -> None:
        """Take note of a clause; `count` figures stand before it."""
        self.plain = (left, right) if not row else None
        if self.opens:
            self.head, self.thing, self.begun = (left, right), "", count
            self.sentence += 1
            if not quantities:
                self.openings.append((left, right, self.sentence))
        if row and not self.thing:
            self.thing = row[0].indicator
        self.opens = ends


def context_of(text: str, left: int, right: int) -> str:
    if text[right : right + 1] not in {",", "，"} or right - left > 90 or _MEANS.match(text, left):
        return ""
    words = _PLACES_FIRST.sub("", re.sub(r"\s", "", text[left:right]))
    if len(words) > 45:
        return ""
    words = _ON_ITS_WAY.sub("", words)
    if rate := _AS_IT_STANDS.match(words):
        words = rate["rate"]
    elif ground := _GROUND.match(words) or _ONCE_DONE.match(words):
        words = _COUNT.sub("", ground["deed"])
    return thing_of(re.sub("^在.*时(?:优先)?", "", LEAD.sub("", words)))


# "实施甲区、乙区、丙区等|供水管网改造": the thing stands behind the places
_PLACES_FIRST = re.compile(
    "^[^、等]{2,12}(?:[区县市旗乡镇]、[^、等]{2,8})+[区县市旗乡镇片]等(?:区域|片区|地)?(?=[^等]{4,}$)"
)
# "绿地设施建设|6大工程扎实推进": the number of works is no part of the thing
_ON_ITS_WAY = re.compile(
    r"(?<=建设)(?:\d+[大项个](?:重点)?(?:工程|任务|行动)?)?(?:全面|有序|稳步|加快|深入|扎实)+推进$"
)
# "目前,自来水普及率为85%,力争提高到|90%"
_AS_IT_STANDS = re.compile(
    r"(?:目前|现状)?(?P<rate>[^\d,，目前]{2,}率)(?:目前|现状)?(?:已|约|为|达到?)*\d[\d.]*%(?:左右|以上)?$"
)
# "在2023年完成20个小区改造的基础上,2024年再完成|30个"
_GROUND = re.compile("在(?P<deed>.{4,}?)的?基础上$")
# "去年新建公厕20座,今年新建|30座", "全市累计建成基站800座,2024年再建|500座": again the same
_ONCE_DONE = re.compile(
    rf"(?:去年|上年|20\d\d年|全[省市县区]|已|累计|共)+(?P<deed>(?:{VERBS})[^\d]{{2,}}\d[\d.]*[^\d]{{1,5}})$"
)
_COUNT = re.compile(r"\d[\d.]*[万亿]?[余多]?(?:个|座|所|家|条|项|户|处|套|公里|[^\d]{1,5}$)")


# "统筹使用培训资金,累计培训|5000人": by what means or on what ground, not to what
_MEANS = re.compile(
    r"\s*(?:统筹使用|充分|利用|依托|按照|根据|围绕|坚持|以|通过|结合|聚焦|针对|采取|紧盯|发挥|按|由|鼓励|本着|立足|突出"
    r"|分(?:[一两二三四五]年|[批步期阶]))"
)


def opening_of(text: str, left: int, right: int) -> str:
    """What a short sentence or the first clause of a longer one is about: 推进危房改造。 -> 危房改造"""
    return thing_of(text[left:right]) if right - left <= 30 and not _MEANS.match(text, left) else ""


def thing_of(words: str) -> str:
    """The object of a clause without the verb before it and a mere word such as 工作 behind it."""
    words = LEAD.sub("", re.sub(r"\s|^[(\d一二三四五六七八九十)、.]+(?!年|月)", "", words))
    if _ONLY_A_FIGURE.fullmatch(words):
        return ""
    words = re.sub(r"^.*\d.{0,14}的", "", words)  # "完成2005年底前建成的|老旧小区改造"
    if re.search(r"\d", words):
        return ""
    words = LEAD.sub("", re.sub(r"\s|^[(\d一二三四五六七八九十)、.]+", "", words))
    return re.sub("(?:等?工作|业务|行动)$", "", VERB_HEAD.sub("", _GENERAL.sub("", words))).lstrip("的")


_ONLY_A_FIGURE = re.compile(r"\d*[\d.]*[万亿]?(?:公里|平方米|[个座所家条项户处套亩吨人米元%])(?:以上|左右)?")
_GENERAL = re.compile(
    "^(?:完善|优化|强化|加强|加大|提升|提高|扩大|深化|促进|健全|抓好|做好|抓实|做实|规范|保障|落实)+"
)
