"""Dates that sentences name, and the years that a document covers."""

from __future__ import annotations

import calendar
import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from .wording import VERBS

_DONE = re.compile("已|累计完成|以来|分别为|计划")  # "2022年已改造6条"; "…,2024年计划改造9条"
_FAR = 600  # no sentence is longer
_PHRASE_END = re.compile("[。;；\n]")
_SENTENCE_END = re.compile("[。\n]")
# a clause that says no more than by when what stands before it is done
_LOOKS_BACK = re.compile(
    r"(?<=[,，。;；、\n])(?:确保|力争|计划|并|于|要)*"
    r"(?P<date>(?:20\d\d年|今年|明年)?(?:\d{1,2}月(?:底|末|\d{1,2}日|中旬|上旬|下旬)?|年?底|年?末|上半年))"
    r"之?前(?:全部|全面|基本|正式)*(?:完成(?:挂牌|验收|交付|建设|改造|整治|任务|施工|竣工验收)?"
    r"|(?:建成|竣工|完工)?(?:后|并)?(?:对外|正式|免费)?(?:投入使用|投入运[行营]|投用|投运|交付使用|开放|启用|运行|运营)"
    r"|建成(?:通车|投产|达产)?|挂牌|完工|竣工|通车|投产|到位)(?=[,，。;；、\n]|$)"
)


_TENSE = re.compile(
    r"(?P<year>20\d\d)年|[“\"]?十(?P<plan>[二三四五六])五[”\"]?(?:期间|末|时期|以来)|[。\n]|今年|明年|年内|力争|确保|计划|目标|基础上|将(?!军)"
)
# "2000年以前建成的", "2020年版": no time of the deed
_FUTURE = re.compile("(?:年?底|年?末)?(?:以?前|之前)|版|本(?=[)》])|以下|为基|[-—~至]")
# "全市现有公园120个,绿道300公里;", "目前,普及率为85%,力争达到90%": up to what is to be done
_AS_IT_IS = re.compile(
    rf"(?:现有[^的率\d,，。;；\n]{{1,20}}\d[^%,，。;；\n]{{1,6}}(?=[,，、。;；])|(?:目前|现状)[,，])[^。;；\n]*?"
    rf"(?=[。;；\n]|\Z|[,，](?:{VERBS}|拟|再|将|需|要|应|分别|继续|剩余|其余|我[省市县区旗州]|力争|争取|确保|计划|全面|加快|进一步|到20|20\d\d年|今年|年内|全年|达到))"
)
_YEAR_SET = re.compile(r"(?<![比较〔(—-])(20\d\d)年(?!以来|版|[-—~至])")
_PHRASE_HEAD = re.compile(r"(?:^|[,，。;；:：、(\n])[ 其中]*(?:截至|截止到?|到|至|自|全[省市县区])?$")


def _heads_phrase(text: str, start: int, at: int) -> bool:
    return bool(_PHRASE_HEAD.search(text[max(start, at - 8) : at]))


_BEHIND = re.compile(
    r"20\d\d年(?:\d{1,2}月)?(?:底|末)?之?前?(?:全部|全面|基本)?(?:完成|建成|完工|竣工|通车|投用|投运|投入|开工)"
)


def _last(named: list[Named], place: int) -> Named | None:
    count = bisect_right(named, place, key=lambda one: one.start)
    return named[count - 1] if count else None


def _within(end: re.Pattern, text: str, one: Named, place: int) -> bool:
    return place - one.start <= _FAR and not end.search(text, one.start, place)


def _behind_last(end: re.Pattern, text: str, start: int, stop: int) -> int:
    begin = max(start, stop - _FAR)
    return max((match.end() for match in end.finditer(text, begin, stop)), default=begin)


# what may stand before a date that heads its sentence: a number, "(一)", 到, 力争
_BEFORE_HEAD = re.compile(
    r"(?:^|[。\n])[\s\d.、()一二三四五六七八九十是—-]{0,8}(?:力争|争取|确保|截至|计划)?[到至在于]?[“\"]?$"
)


def _holds(text: str, start: int, at: int, day: date) -> int:
    before = text[max(start, at - 16) : at]
    if at - start > 16 and not re.search("[。\n]", before):
        return PHRASE
    if not _BEFORE_HEAD.search(before):
        return PHRASE
    # "到2025年" sets the time for all that follows, "2021年启动12个" for itself
    aims = (
        re.search("[到至]$|期间$|[“十]$", before)
        or not before
        or re.match("20\\d\\d年[底末]|[“十]", text[at : at + 6])
    )
    return LASTING if aims and (day.month, day.day) == (12, 31) else SENTENCE


PHRASE, SENTENCE, LASTING = range(3)


@dataclass
class Named:
    """A date, where it is named and how far it holds.

    In the middle of a sentence it holds up to the next semicolon, at its head for the sentence, and a year at
    the head of a sentence that names no other for all that follows.
    """

    start: int
    day: date
    holds: int
    head: Named | None = None  # the last one, itself included, that heads a sentence
    lasting: Named | None = None  # the last one, itself included, that lasts


class Dates:
    """The years a document covers, and the dates that its sentences name."""

    _NAMED = re.compile(
        r"(?P<year>20\d\d)年(?:(?P<half>上半年|第[一二三四]季度)"
        r"|(?P<month>\d{1,2})月(?P<day>\d{1,2}日|底|末|中旬|上旬|下旬)?|年?(?P<end>底|末))?"
        r"|[“\"]?十(?P<plan>[一二三四五六])五[”\"]?(?P<span>期间|末|时期)"
        r"|(?P<in>[一两二三四五]|(?<!\d)[1-5])年内|(?P<next>明年)(?P<half2>上半年)?"
        r"|(?P<half3>(?<=[,，。；;、])上半年|第?[一二三四]季度)"
        # "6月底前", "8月底建成"; behind a colon, as in "完成时限:10月底", the month alone
        r"|(?<!\d)(?P<month2>\d{1,2})月(?:(?:底|末|(?P<day2>\d{1,2})日)前|[底末](?=全部|全面|基本|完成|建成|实现|达到|[开竣完]工|投用))"
        r"|(?<=[:：])(?P<month3>\d{1,2})月(?:底|末|(?P<day3>\d{1,2})日)?(?=\s*(?:[,，。;；)]|\Z|\n))"
        # "6月底前完成一期,全年新增12个"; but "全年任务的80%"
        rf"|(?P<whole>(?<=[,，。;；、\n])全年(?={VERBS})|当年(?=整改|办结|完成|建成|竣工|投产|达产))"
        r"|(?P<yearend>(?<=[,，。;；、到至于在])年底)|(?P<two>今明两年)|(?P<this>(?<![\d一二两三四五每])年内|今年(?!以来))"
    )
    _PLAN_END = {"一": 2010, "二": 2015, "三": 2020, "四": 2025, "五": 2030, "六": 2035}

    def __init__(self, period: tuple[int, int] | None, issued: date | None = None):
        self.known = period is not None
        self.first = date(period[0], 1, 1) if period else date(2000, 1, 1)
        self.last = date(period[1], 12, 31) if period else None
        inside = period and issued and period[0] <= issued.year <= period[1]
        self.issued = issued.year if issued and inside else self.first.year

    def named(self, text: str, start: int, end: int) -> list[Named]:
        found: list[Named] = []
        year = self.first.year
        backwards = {match.start("date") for match in _LOOKS_BACK.finditer(text, start, end)}
        for match in self._NAMED.finditer(text, start, end):
            day = self._day(match, year)
            before = day and day < self.first and not self._begins_row(text, match.start())
            if not day or before or _names_a_plan(text, match) or match.start() in backwards:
                continue
            holds = _holds(text, start, match.start(), day)
            one = Named(match.start(), day, min(holds, SENTENCE) if match.group("this") else holds)
            found.append(one)
            year = day.year
        for one, following in pairwise(found):
            # "2020年改造8个,2021年改造11个": one of several years; "5月底前…,6月底前…": one of several months
            several = one.day.year != following.day.year or (one.day < following.day and one.day.month < 12)
            if several and _within(_SENTENCE_END, text, one, following.start):
                one.holds = PHRASE
        head: Named | None = None
        lasting: Named | None = None
        for one in found:
            head = one if one.holds >= SENTENCE else head
            lasting = one if one.holds == LASTING else lasting
            one.head, one.lasting = head, lasting
        return found

    def at(self, text: str, named: list[Named], place: int) -> date | None:
        """The date that holds at the place, else the end of the period."""
        one = _last(named, place)
        return self.near(text, named, place) or (one.lasting.day if one and one.lasting else self.last)

    def near(self, text: str, named: list[Named], place: int) -> date | None:
        """The date that the same sentence names before the place."""
        one = _last(named, place)
        if one and one.holds == PHRASE and not _within(_PHRASE_END, text, one, place):
            one = one.head
        return one.day if one and _within(_SENTENCE_END, text, one, place) else None

    def closing(self, text: str, start: int, end: int) -> list[tuple[int, int, date]]:
        """Stretches that a date behind them closes: "新建学校3所,8月底前投入使用;", "…。11月底前完成。" """
        found: list[tuple[int, int, date]] = []
        year, free = self.first.year, start
        for match in _LOOKS_BACK.finditer(text, start, end):
            printed = self._NAMED.search(text, match.start("date"), match.end())
            day = self._day(printed, year) if printed else None
            if not day or day < self.first:
                continue
            alone = text[match.start() - 1] in "。\n"  # a sentence of its own closes all before it
            begin = free if alone else _behind_last(_PHRASE_END, text, free, match.start())
            found.append((begin, match.start(), day))
            free = match.end()
        return found

    def behind(self, text: str, start: int, end: int) -> date | None:
        """ "公路8公里|2024年6月底前建成通车": the date that follows a figure at once."""
        match = _BEHIND.match(text, start, end)
        printed = self._NAMED.match(text, start) if match else None
        day = self._day(printed, self.first.year) if printed else None
        return day if day and day >= self.first else None

    def tenses(self, text: str, start: int, end: int) -> list[tuple[int, bool]]:
        """Where the text begins to speak of years before the period ("2022年培训3万人") and where it ends."""
        found: list[tuple[int, bool]] = []
        if not self.known:
            return found
        for match in _TENSE.finditer(text, start, end):
            year = int(match.group("year") or self._PLAN_END.get(match.group("plan") or "", 0))
            past = 0 < year < self.first.year and not _FUTURE.match(text, match.end())
            past = past and not self._begins_row(text, match.start())
            speaks = past and _heads_phrase(text, start, match.start())
            if not year or year >= self.first.year or speaks:
                found.append((match.start(), past))
        for match in _AS_IT_IS.finditer(text, start, end):
            found += [(match.start(), True), (match.end(), False)]
        return sorted(found, key=lambda pair: pair[0])

    def _begins_row(self, text: str, at: int) -> bool:
        """ "2020年改造6条,2021年改造12条,2022年改造9条" in a plan from 2021 on: it sets the first, too."""
        end = _SENTENCE_END.search(text, at, at + _FAR)
        sentence = text[at : end.start() if end else at + _FAR]
        years = [int(year) for year in _YEAR_SET.findall(sentence)]
        return years[:3] == list(range(self.first.year - 1, self.first.year + 2)) and not _DONE.search(
            sentence
        )

    def is_past(self, tenses: list[tuple[int, bool]], place: int) -> bool:
        at = bisect_right(tenses, place, key=lambda pair: pair[0])
        return bool(at) and tenses[at - 1][1]

    def _day(self, match: re.Match, running: int) -> date | None:
        """`running`: the year named last, for "上半年" or "9月底前" that follow it."""
        if match.group("plan"):
            return date(self._PLAN_END[match.group("plan")], 12, 31)
        if match.group("year"):
            return self._printed(match)
        if part := match.group("half3"):
            return month_end(running, _PART_OF_YEAR["第" * (part[0] in "一二三四") + part])
        for month, on in (("month2", "day2"), ("month3", "day3")):
            if match.group(month):
                return _valid(running, int(match.group(month)), match.group(on) or "底")
        return self._by_period(match, running) if self.known else None

    def _by_period(self, match: re.Match, running: int) -> date | None:
        """今年, 三年内, 明年上半年: words that count from the years of the document."""
        if match.group("whole"):  # of a plan for several years it is any one of them
            return self.last if self.last and self.last.year == self.first.year else None
        if match.group("next"):
            return month_end(self.first.year + 1, 6 if match.group("half2") else 12)
        if within := match.group("in"):
            years = "零一二三四五012345".index(within.replace("两", "二")) % 6
            return date(self.first.year + years - 1, 12, 31)
        year = self.issued if match.group("this") else self.issued + 1 if match.group("two") else running
        return date(year, 12, 31)

    @staticmethod
    def _printed(match: re.Match) -> date | None:
        """2024年上半年, 2024年9月底, 2024年"""
        year, month = int(match.group("year")), match.group("month")
        if match.group("half"):
            return month_end(year, _PART_OF_YEAR[match.group("half")])
        return (
            _valid(year, int(month), (match.group("day") or "").rstrip("日")) if month else date(year, 12, 31)
        )


_PART_OF_YEAR = {"上半年": 6, "第一季度": 3, "第二季度": 6, "第三季度": 9, "第四季度": 12}


def _valid(year: int, month: int, day: str) -> date | None:
    try:
        return date(year, month, int(day)) if day.isdigit() else month_end(year, month)
    except (ValueError, IndexError):
        return None


def month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _names_a_plan(text: str, match: re.Match) -> bool:
    """2022年版, (2021—2035年), 〔2022〕, 比2020年: years in names, or to compare with"""
    span = re.search(r"(.?)20\d\d年?[-—–~至]$", text[max(match.start() - 7, 0) : match.start()])
    if span and span[1] not in ("(", "《", "〔") and match.group("year"):
        return False  # "2016—2017年改造2万户": by the end of the last
    after, before = text[match.end() : match.end() + 1], text[max(match.start() - 1, 0) : match.start()]
    if text.endswith("占比", 0, match.start()):
        return False
    return after in ("年", "版", "本") or before in ("-", "—", "〔", "《", "[", "比", "较")
