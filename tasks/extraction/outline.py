"""Numbered headings: what is one, what it is called, how far it reaches and what stands under it.

"一、完善设施 / (一)建设公园。年内建成3座。" -> a division 一 with the item (一) 建设公园
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

# 第一章 · 第一节 · 一、 · 行动一: · (一) · 第一条 · 1. · 1.1 · (1) · 第一,
CHAPTER, PART, DIVISION, ACTION, BRACKETED, ARTICLE, ARABIC, DECIMAL, SMALL, POINT = range(10)
# "1.1 推进改造" numbers an item, "1.5公里" and "2.1万亩" at the start of a wrapped line are figures
DECIMAL_MARK = (
    r"\d{1,2}\.\d{1,2}(?![\d.]) ?(?=[\u4e00-\u9fff“])(?![万亿千百十余多个倍亩吨元户套辆座次米]"
    r"|公[里顷斤]|平[方米]|立方|小时|[人家项台][，,。、;；次])"
)
_NUMERALS = "一二三四五六七八九十百零〇两"
_MARK = re.compile(
    rf"第(?P<chapter>[{_NUMERALS}]{{1,3}})(?:章|篇(?![:：])|编|部分)|第(?P<part>[{_NUMERALS}]{{1,3}})节"
    rf"|第(?P<article>[{_NUMERALS}]{{1,4}})条(?!例|款)|第(?P<point>[{_NUMERALS}]{{1,2}})[、,，](?!第)"
    rf"|(?P<division>[{_NUMERALS}]{{1,3}})[、.](?![{_NUMERALS}]、)"
    r"|(?<=\n)(?:专项|重点|主要)?(?:行动|任务|工程|举措|项目)"
    rf"(?P<action>[{_NUMERALS}]{{1,3}}|\d{{1,2}})[:：、. ]"
    rf"|\((?P<bracketed>[{_NUMERALS}]{{1,5}})\)[、.]?"
    r"|(?P<arabic>\d{1,3})(?:[.、](?!\d)|[.、](?=20\d\d年)|(?<=\n\d)[)。]|(?<=\n\d\d)[)。]"
    # "11.121人才梯队项目"
    r"|(?<=\n\d\d)\.(?=\d{2,4}[\u4e00-\u9fff]))"
    rf"|(?P<decimal>{DECIMAL_MARK})"
    r"|\((?P<small>\d{1,3})\)[、.]?"
)
_KINDS = [
    "chapter",
    "part",
    "division",
    "action",
    "bracketed",
    "article",
    "arabic",
    "decimal",
    "small",
    "point",
]
_SPOKEN_POINT = re.compile(rf"(?:(?<=\n)|\A)(?P<point>[{_NUMERALS}]{{1,3}})是要?")
_LABELLED = re.compile(
    " ?(?:(?:责任|牵头|配合|协办|主办|承办|实施|参与|落实)(?:单位|部门|领导|人|科室)|分管领导"
    "|完成(?:时限|时间|期限))[:：]"
)
_ANNEX = re.compile(r"(?<=\n)附件?(?:表|录)?\d{0,2}[:：]?\n(?!\d[.、])")
_SENTENCE_END = re.compile(r"[。！？!?\n]|(?<=[\u4e00-\u9fff”)]{3})[:：](?!\n)")
_CLOSING = " 。，,；;：:、.\n"


@dataclass
class Item:
    kind: int
    number: int
    ordinal: str
    start: int
    body: int  # where the text after the number begins
    end: int = 0  # where the next item of this or a higher level begins
    title: str = ""
    title_end: int = 0
    headed: bool = True  # the title is a heading of its own, not the first words of the running text
    doubled: bool = False  # the heading, if it is one, has a comma in it
    parent: Item | None = None
    children: list[Item] = field(default_factory=list, repr=False)


@dataclass
class Outline:
    items: list[Item]
    tasks: list[Item]
    numbers: dict[int, str]  # id(item) -> the number of the task
    parts: int
    skipped: int
    heads: dict[int, Item]  # where a clause begins that leads a whole section -> the section


def numeral(text: str) -> int:
    """十 -> 10, 二十六 -> 26, 一百零三 -> 103. Only for ordinals, so hundreds are enough."""
    digits = {letter: value for value, letter in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
    total = current = 0
    for letter in text:
        if letter in "十百":
            total += (current or 1) * (10 if letter == "十" else 100)
            current = 0
        else:
            current = digits[letter]
    return total + current


def tidy(text: str) -> str:
    """A heading or a name without blanks, marks of emphasis and its closing mark."""
    return re.sub(r"[\s*#]+", "", text).strip(_CLOSING)


# --- headings with a number ---


def read_items(text: str, limit: int, clauses: list[int]) -> list[Item]:
    """All headings with a number, in order, each knowing its stretch and its parent."""
    items: list[Item] = []
    last: dict[int, int] = {}
    for match in _MARK.finditer(text, 0, limit):
        kind = next(n for n, name in enumerate(_KINDS) if match.group(name))
        ordinal = match.group(_KINDS[kind]).strip()
        number = _value(kind, ordinal)
        if _stands_at_heading(text, match, kind, number, last, items):
            items.append(Item(kind, number, ordinal, match.start(), match.end()))
            last[kind] = number
    items = _without_points_of_notice(text, items, clauses)
    if not items:  # "一是建公园。" on lines of their own number the items where nothing else does
        items = [
            Item(POINT, numeral(match["point"]), match["point"], match.start(), match.end())
            for match in _SPOKEN_POINT.finditer(text, 0, limit)
        ]
    _nest(text, items, limit, clauses)
    return items


# "现将《方案》印发给你们…一、提高认识。…二、抓好落实。… / 县政府办公室 / 2025年5月18日 / 附件1 / 一、…"
_PRINTS = re.compile("(?:印发|转发|下达|下发)给?你们|现予以?印发")
_SIGNED_ON = re.compile(
    r"(?<=\n)(?:20\d\d年\d{1,2}月\d{1,2}日|二[〇○零][一二三四五六七八九〇○零]{2}年[^\n]{3,8}日)(?=\n)"
)
_LONGEST_NOTICE = 2500


def _without_points_of_notice(text: str, items: list[Item], clauses: list[int]) -> list[Item]:
    """The items of the plan alone, where the notice that prints it has points of its own above its day."""
    if not items or not _PRINTS.search(text, 0, items[0].start):
        return items
    signed = _SIGNED_ON.search(text, items[0].start, items[0].start + _LONGEST_NOTICE)
    if not signed:
        return items
    below = [item for item in items if item.start > signed.end()]
    named = any(at < signed.start() for at in clauses)
    return items if named or len(below) <= len(items) - len(below) else below


def _value(kind: int, ordinal: str) -> int:
    if kind == DECIMAL:  # 2.1 comes after every 1.x
        major, minor = ordinal.split(".")
        return int(major) * 100 + int(minor)
    return int(ordinal) if ordinal.isdecimal() else numeral(ordinal)


def _next_decimal(number: int, last: int) -> bool:
    """1.1 -> 1.2 or 2.1; a first one ends in .1. A line that begins with a figure seldom fits."""
    opens = number % 100 == 1 and (not last or number // 100 == last // 100 + 1)
    return opens or (bool(last) and number == last + 1)


def _stands_at_heading(
    text: str, match: re.Match, kind: int, number: int, last: dict, items: list[Item]
) -> bool:
    """A number begins a line, or goes on in one: "…。2.建设公园" behind 1., "(见第2条)" is none."""
    start, end = match.span()
    before = text[max(0, start - 1) : start]
    lead = text[max(0, start - 4) : start].rsplit("\n", 1)[-1].strip(" #*>★☆▲△●○◆■※\u3000")
    at_line = not lead and (start <= 4 or "\n" in text[start - 5 : start])
    follows = number == last.get(kind, 0) + 1
    if _LABELLED.match(text, end):
        return False  # "(二)责任单位:县教育局" numbers a field
    if kind == ARABIC and text[end : end + 1].isdigit() and not follows:
        return False  # "11.121亿元" at the start of a wrapped line
    if kind == DECIMAL:
        return at_line and _next_decimal(number, last.get(kind, 0))
    if at_line:
        return True
    if not (follows or number == 1):
        return False
    if before in "。；;!！?？)】〕]”：:*":
        return before not in "：:；;" or kind >= SMALL or (follows and number > 1)
    head = items[-1] if items else None
    # a division's title without a stop and its first item in one line: "一、构建新格局(一)优化布局。"
    return bool(
        head
        and kind > head.kind
        and kind in (BRACKETED, ARABIC)
        and 2 <= start - head.body <= 40
        and not re.search("[。；;，,\n]", text[head.body : start])
    )


def _nest(text: str, items: list[Item], limit: int, clauses: list[int]) -> None:
    """Give each item its end, its parent and its title; a heading of a higher or the same kind ends it."""
    open_items: list[Item] = []
    annexes = [match.start() for match in _ANNEX.finditer(text, items[0].start if items else 0, limit)]
    for item, following in zip(items, [*items[1:], None], strict=False):
        if annexes and annexes[0] < item.start:  # what stands in an annex belongs to no division before it
            while open_items:
                open_items.pop().end = annexes[0]
            annexes = [at for at in annexes if at > item.start]
        while open_items and open_items[-1].kind >= item.kind:
            open_items.pop().end = item.start
        item.parent = open_items[-1] if open_items else None
        if item.parent:
            item.parent.children.append(item)
        open_items.append(item)
        at = bisect_left(clauses, item.body)
        stop = following.start if following else limit
        deeper = bool(following and following.kind > item.kind)
        _read_title(text, item, stop, [*clauses[at : at + 1], limit][0], deeper)
    for item in open_items:
        item.end = limit
    _settle_titles(text, items)


# --- titles ---


_INSIDE = re.compile(r"\([^()\n]*\)|“[^”\n]*”|《[^》\n]*》")
_TITLE_LIMIT = 40  # of a first clause, by the contract


def first_comma(words: str) -> int:
    """Where the first clause ends, or -1; "推行“一窗受理,一次办好”" is one clause."""
    outside = _INSIDE.sub(lambda match: "·" * len(match.group()), words)
    comma = re.search("[,，;；]", outside)
    return comma.start() if comma else -1


def _read_title(text: str, item: Item, limit: int, clause: int, deeper: bool) -> None:
    """The heading up to its stop or line end; where running text begins at once, its first clause."""
    stop = _SENTENCE_END.search(text, item.body, limit)
    end = min(stop.start() if stop else limit, max(clause, item.body + 1))
    words, ends_line = text[item.body : end], text[end : end + 1] in ("\n", "")
    comma = first_comma(words)
    begins_line = text[item.start - 1 : item.start] in ("\n", "")
    broken_off = comma >= 0 and not text[end:].strip()  # the copy ends in mid-sentence
    # a line without a stop
    alone = begins_line and end - item.body <= 40 and (end == clause or ends_line) and not broken_off
    figures = bool(
        comma >= 0 and not alone and re.search(r"\d", words)
    )  # "新增学位300个,托位60个" is a sentence
    own_line = ends_line and end - item.body <= 45 and not figures and not broken_off
    apart = deeper and not text[end:limit].strip(" 。\n")  # its sub-items follow at once
    item.headed = own_line or apart or alone or _more_text(text, end, min(limit, max(clause, end)))
    item.doubled = comma >= 0 and not own_line and not apart and not alone
    if item.doubled and not (item.headed and _is_balanced(words)):
        end, item.headed = item.body + comma, False
    item.title_end = end
    item.title = tidy(text[item.body : end])
    if not item.headed or len(item.title) > 60:
        item.title, item.headed = item.title[:_TITLE_LIMIT], False


def _settle_titles(text: str, items: list[Item]) -> None:
    """ "统筹规划，协调推进。" is a heading where the items of its kind have headings, else a sentence."""
    for kind in range(POINT + 1):
        members = [item for item in items if item.kind == kind]
        clear = [item for item in members if item.headed and not item.doubled]
        if len(clear) >= 0.5 * len(members):
            continue
        headed = sum(item.headed for item in members)
        siblings = Counter(id(item.parent) for item in members)
        with_heading = Counter(id(item.parent) for item in members if item.headed)
        for item in members:
            place = id(item.parent)
            if headed >= 0.5 * len(members) and 1 < siblings[place] <= 1.2 * with_heading[place]:
                continue  # "(一)摸清底数,编制计划。" and all beside it are so
            comma = first_comma(text[item.body : item.title_end])
            if comma >= 0 and item.doubled and item.headed:
                item.title_end, item.headed = item.body + comma, False
                item.title = tidy(text[item.body : item.title_end])
            elif len(item.title) > _TITLE_LIMIT:
                item.title, item.headed = item.title[:_TITLE_LIMIT], False


def _is_balanced(words: str) -> bool:
    """Two short halves: "统筹规划，协调推进"."""
    halves = re.split("[,，]", words)
    return (
        not re.search(r"\d", words)
        and len(halves) == 2
        and all(3 <= len(half) <= 16 for half in halves)
        and abs(len(halves[0]) - len(halves[1])) <= 6
    )


def _more_text(text: str, end: int, limit: int) -> bool:
    """Running text follows the stop, and not at once the clause (at `limit`)."""
    return len(text[end + 1 : min(limit, end + 60)].strip(" \n*>-—【[(")) > 4


# --- sections ---


def section_of(item: Item | None) -> Item | None:
    """The heading that a task or goal belongs to: the nearest (一) or 一、 above it, or 1. over 1.1."""
    while item and item.kind > BRACKETED:
        if not item.parent and any(child.kind == DECIMAL for child in item.children):
            return item
        item = item.parent
    return item


def section_ordinal(section: Item) -> str:
    """(二) under 一、 is 一(二)."""
    above = section.parent
    if above and (section.kind == BRACKETED or (section.kind == PART and above.kind == CHAPTER)):
        return f"{above.ordinal}({section.ordinal})"
    return section.ordinal


def count_breaks(chain: list[Item]) -> list[tuple[Item, Item]]:
    """Neighbours whose numbers do not follow each other: 4., 6."""
    if chain[0].kind == DECIMAL:
        return [pair for pair in pairwise(chain) if not _next_decimal(pair[1].number, pair[0].number)]
    return [(one, two) for one, two in pairwise(chain) if two.number != one.number + 1]
