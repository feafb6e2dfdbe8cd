"""Divisions, numbered items and the count proof: what is a heading, which numbering carries the tasks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
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
    rf"|(?<=\n)(?:专项)?(?:行动|任务|工程|举措|项目)(?P<action>[{_NUMERALS}]{{1,3}})[:：、. ]"
    rf"|\((?P<bracketed>[{_NUMERALS}]{{1,5}})\)[、.]?"
    r"|(?P<arabic>\d{1,3})(?:[.、](?!\d)|[.、](?=20\d\d年)|(?<=\n\d)\)|(?<=\n\d\d)\))"
    rf"|(?P<decimal>{DECIMAL_MARK})"
    r"|\((?P<small>\d{1,3})\)[、.]?"
)
_KINDS = (
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
)
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
    if not items:  # "一是建公园。" on lines of their own number the items where nothing else does
        items = [
            Item(POINT, numeral(match["point"]), match["point"], match.start(), match.end())
            for match in _SPOKEN_POINT.finditer(text, 0, limit)
        ]
    _nest(text, items, limit, clauses)
    return items


_SPOKEN_POINT = re.compile(rf"(?:(?<=\n)|\A)(?P<point>[{_NUMERALS}]{{1,3}})是要?")


def _value(kind: int, ordinal: str) -> int:
    if kind == DECIMAL:  # 2.1 comes after every 1.x
        major, minor = ordinal.split(".")
        return int(major) * 100 + int(minor)
    return int(ordinal) if kind in (ARABIC, SMALL) else numeral(ordinal)


def _next_decimal(number: int, last: int) -> bool:
    """1.1 -> 1.2 or 2.1; a first one ends in .1. A line that begins with a figure seldom fits."""
    opens = number % 100 == 1 and (not last or number // 100 == last // 100 + 1)
    return opens or (bool(last) and number == last + 1)


def _stands_at_heading(
    text: str, match: re.Match, kind: int, number: int, last: dict, items: list[Item]
) -> bool:
    start, end = match.span()
    before = text[:start][-1:] if start < 2 else text[start - 1]
    lead = text[max(0, start - 4) : start].rsplit("\n", 1)[-1].strip(" #*>\u3000") if start else ""
    at_line = (
        start == 0 or (not lead and "\n" in text[max(0, start - 5) : start]) or (start <= 4 and not lead)
    )
    follows = number == last.get(kind, 0) + 1
    if (
        not text[end : end + 1].strip(" “《【(*")
        and text[end : end + 1] != " "
        and text[end : end + 1] not in "“《【(*"
    ):
        return False  # nothing after the number
    if _LABELLED.match(text, end):
        return False  # "(二)责任单位:县教育局" numbers a field
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


_LABELLED = re.compile(
    " ?(?:(?:责任|牵头|配合|协办|主办|承办|实施|参与|落实)(?:单位|部门|领导|人|科室)|分管领导"
    "|完成(?:时限|时间|期限))[:：]"
)


def _nest(text: str, items: list[Item], limit: int, clauses: list[int]) -> None:
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


_ANNEX = re.compile(r"(?<=\n)附件?(?:表|录)?\d{0,2}[:：]?\n(?!\d[.、])")


def _read_title(text: str, item: Item, limit: int, clause: int, deeper: bool) -> None:
    """The heading up to its stop or line end; where running text begins at once, its first clause."""
    stop = _SENTENCE_END.search(text, item.body, limit)
    end = stop.start() if stop else limit
    end = min(end, max(clause, item.body + 1))
    comma = re.search("[,，]", text[item.body : end])
    alone = text[item.start - 1 : item.start] in ("\n", "") and end - item.body <= 40
    alone = alone and (end == clause or text[end : end + 1] in ("\n", ""))  # a line without a stop
    figures = (
        bool(comma) and not alone and bool(re.search(r"\d", text[item.body : end]))
    )  # "新增学位300个,托位60个" is a sentence
    own_line = text[end : end + 1] in ("\n", "") and end - item.body <= 45 and not figures
    apart = deeper and not text[end:limit].strip(" 。\n")  # its sub-items follow at once
    item.headed = own_line or apart or alone or _more_text(text, end, min(limit, max(clause, end)))
    item.doubled = bool(comma) and not own_line and not apart and not alone
    if comma and item.doubled and not (item.headed and _is_balanced(text[item.body : end])):
        end, item.headed = item.body + comma.start(), False
    item.title_end = end
    item.title = tidy(text[item.body : end])
    if not item.headed or len(item.title) > 60:
        item.title, item.headed = item.title[:40], False


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
            comma = re.search("[,，]", text[item.body : item.title_end])
            if comma and item.doubled and item.headed:
                item.title_end, item.headed = item.body + comma.start(), False
                item.title = tidy(text[item.body : item.title_end])
            elif len(item.title) > 40:
                item.title, item.headed = item.title[:40], False


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


def tidy(text: str) -> str:
    """A heading or a name without blanks, marks of emphasis and its closing mark."""
    return re.sub(r"[\s*#]+", "", text).strip(_CLOSING)


# --- which numbering carries the tasks ---

_FRAME = re.compile(
    "总体要求|总体思路|指导思想|基本原则|工作原则|总体目标|主要目标|发展目标|工作目标|总体考虑"
)
_CLOSING_PART = re.compile(
    "保障措施|组织保障|组织实施|工作要求|组织领导|实施保障|保障机制|强化保障|推进机制|有关要求"
)


def read_outline(text: str, limit: int, clauses: list[int]) -> Outline:
    """`clauses`: where the responsibility clauses begin; the tasks are what they are printed under."""
    items = read_items(text, limit, clauses)
    chains = {kind: _chains([item for item in items if item.kind == kind]) for kind in range(POINT + 1)}
    heads = _section_heads(text, items, clauses)
    own = [at for at in clauses if at not in heads]
    kind = _task_kind(items, chains, own, max([item.kind for item in heads.values()], default=-1))
    if heads and (kind is None or any(item.kind >= kind for item in heads.values())):
        heads, own = {}, clauses
        kind = _task_kind(items, chains, own)
    if kind is None:
        return Outline(items, [], {}, 0, 0, {})
    kept = _task_chains(chains[kind], own, {id(item) for item in heads.values()})
    if not own and all(_is_frame(item) for chain in kept for item in chain):
        return Outline(items, [], {}, 0, 0, {})
    numbers: dict[int, str] = {}
    for chain, part in zip(kept, _part_numbers(kept), strict=True):
        prefix = f"{part}." if len(kept) > 1 else ""
        numbers |= _number_chain(chain, prefix)
    tasks = [item for chain in kept for item in chain]
    skipped = sum(len(chain) for chain in chains[kind]) - len(tasks)
    return Outline(items, tasks, numbers, len(kept), skipped, heads)


def _section_heads(text: str, items: list[Item], clauses: list[int]) -> dict[int, Item]:
    """Clauses over a whole section: "(二)停车设施工程(牵头单位:城管局)" or a label on the next line."""
    heads = {}
    starts = [item.start for item in items]
    for at in clauses:
        item = items[bisect_right(starts, at) - 1] if starts and at >= starts[0] else None
        if (
            item
            and item.children
            and _counts_on(items, item.children[0])
            and "。" not in text[item.body : at]
            and at < item.children[0].start
        ):
            heads[at] = item
    return heads


def _counts_on(items: list[Item], child: Item) -> bool:
    """The first item under a heading: 1, or the next of a numbering that goes on; not (四) of a form."""
    before = [item.number for item in items if item.kind == child.kind and item.start < child.start]
    return child.number == 1 or (bool(before) and child.number == before[-1] + 1)


def _chains(items: list[Item]) -> list[list[Item]]:
    """Runs of rising numbers. A 1, or a fall by more than a slip (5, 5 or 10, 9), begins a new one."""
    chains: list[list[Item]] = []
    for item in items:
        if chains and item.number > 1 and item.number >= chains[-1][-1].number - 1:
            chains[-1].append(item)
        else:
            chains.append([item])
    return chains


def _holding(chain: list[Item], clauses: list[int]) -> int:
    """How many items of the chain hold a clause."""
    return sum(bisect_left(clauses, item.end) > bisect_left(clauses, item.start) for item in chain)


def _held(members: list[Item], clauses: list[int]) -> int:
    """How many clauses stand in one of the items."""
    starts = [item.start for item in members]
    owners = ((at, bisect_right(starts, at) - 1) for at in clauses)
    return sum(owner >= 0 and at < members[owner].end for at, owner in owners)


def _task_kind(items: list[Item], chains: dict, clauses: list[int], above: int = -1) -> int | None:
    """The kind of number that carries the tasks, below the kind `above`, whose items clauses head."""
    kinds = [kind for kind, found in chains.items() if found and kind > max(above, PART)]
    if clauses:
        for kind in reversed(kinds):
            if _runs_through(chains[kind], clauses):
                return kind
        for kind in kinds:
            if _closed_by_clauses(items, kind, clauses):
                return ARABIC if kind == SMALL and _parts_of_arabic(chains[SMALL]) else kind
    return _longest_running(items, chains, clauses, kinds)


def _runs_through(chains: list[list[Item]], clauses: list[int]) -> bool:
    """One numbering that goes on from division to division: (一)-(三) under 一、, (四)-(七) under 二、."""
    longest = max(chains, key=len)
    parents = {id(item.parent) for item in longest if item.parent}
    return (
        len(parents) > 1
        and len(longest) > 3
        and longest[0].kind != DIVISION
        and _held(longest, clauses) >= 0.8 * len(clauses)
        and _holding(longest, clauses) >= 0.6 * len(longest)
    )


def _parts_of_arabic(chains: list[list[Item]]) -> bool:
    """(1), (2) that start again in every 1., 2. are parts of these."""
    return all(chain[0].parent and chain[0].parent.kind == ARABIC for chain in chains)


def _closed_by_clauses(items: list[Item], kind: int, clauses: list[int]) -> bool:
    """Most items of this kind end in a clause of their own, not only in one of their sub-items."""
    starts = [item.start for item in items]
    owners = {id(items[at - 1]) for clause in clauses if (at := bisect_right(starts, clause))}
    direct_too = _closed_behind_their_items(items, kind, clauses)
    members = [item for item in items if item.kind == kind and not _is_frame(item)]
    held = _held([item for item in items if item.kind == kind], clauses)
    bearing = [item for item in members if _holding([item], clauses)]
    direct = [item for item in bearing if id(item) in owners | direct_too]
    if len(direct) == 1 and id(direct[0]) not in owners:
        direct = []  # one clause behind one list may be its last item's alone
    return (
        held >= 0.6 * len(clauses)
        and len(direct) >= 0.5 * max(1, len(bearing))
        and len(bearing) >= 0.5 * len(members)
    )


def _closed_behind_their_items(items: list[Item], kind: int, clauses: list[int]) -> set[int]:
    """Items whose one clause stands behind the last of several sub-items: 1.… 2.… 3.… 责任单位:…"""
    found = set()
    for item in items:
        if item.kind == kind and len(item.children) > 1:
            first, last = bisect_left(clauses, item.start), bisect_left(clauses, item.end)
            if last - first == 1 and clauses[first] > item.children[-1].start:
                found.add(id(item))
    return found


def _longest_running(items: list[Item], chains: dict, clauses: list[int], kinds: list[int]) -> int | None:
    """The numbering that runs on longest without starting again."""
    best, choice = (0, 0), None
    for kind in kinds:
        members = [item for chain in chains[kind] for item in chain]
        if clauses and _held(members, clauses) < 0.6 * len(clauses):
            continue
        longest = max(len(chain) for chain in chains[kind])
        divisions = kind == DIVISION and (
            len(clauses) > 1.5 * len(members) or (not clauses and len(items) > 2 * len(members))
        )
        score = (1 if divisions else longest, -kind)
        if score > best or choice is None:
            best, choice = score, kind
    return choice


def _task_chains(chains: list[list[Item]], clauses: list[int], headed: set[int]) -> list[list[Item]]:
    """The one running numbering, or all of them where the numbering starts again in every part."""
    if clauses:
        held = [
            (_holding(chain, clauses) or len(chain) * (id(chain[0].parent) in headed), chain)
            for chain in chains
        ]
        total = sum(count for count, _ in held)
        most = max(held, key=lambda pair: pair[0])
        if most[0] >= 0.7 * total:
            return [most[1]]
        return [chain for count, chain in held if count]
    kept = [chain for chain in chains if not _is_frame(chain[0])]
    longest = max(kept or chains, key=len)
    if len(longest) >= 0.6 * sum(len(chain) for chain in kept or chains):
        return [longest]
    return kept or [longest]


def _is_frame(item: Item) -> bool:
    above: Item | None = item
    while above:
        if _FRAME.search(above.title) or _CLOSING_PART.search(above.title):
            return True
        above = above.parent
    return False


def _number_chain(chain: list[Item], prefix: str) -> dict[int, str]:
    """Each number once: where the document prints 5 twice, the second is 5(2)."""
    seen: dict[int, int] = {}
    numbers = {}
    for item in chain:
        seen[item.number] = seen.get(item.number, 0) + 1
        again = f"({seen[item.number]})" if seen[item.number] > 1 else ""
        printed = item.ordinal if item.kind == DECIMAL else item.number
        numbers[id(item)] = f"{prefix}{printed}{again}"
    return numbers


def _part_numbers(kept: list[list[Item]]) -> list[str]:
    """The ordinal of the division above where each division holds one run, else the place in the row."""
    owners = [chain[0].parent for chain in kept]
    if all(owners) and len({owner.number for owner in owners if owner}) == len(owners):
        return [str(owner.number) for owner in owners if owner]
    return [str(count) for count in range(1, len(kept) + 1)]


# --- sections ---


def section_of(item: Item | None) -> Item | None:
    """The heading that a task or goal belongs to: the nearest (一) or 一、 above it, or 1. over 1.1."""
    while item and item.kind > BRACKETED:
        if not item.parent and any(child.kind == DECIMAL for child in item.children):
            return item
        item = item.parent
    return item


def section_ordinal(section: Item) -> str:
    above = section.parent
    if above and (section.kind == BRACKETED or (section.kind == PART and above.kind == CHAPTER)):
        return f"{above.ordinal}({section.ordinal})"
    return section.ordinal


def count_breaks(chain: list[Item]) -> list[tuple[Item, Item]]:
    if chain[0].kind == DECIMAL:
        return [pair for pair in pairwise(chain) if not _next_decimal(pair[1].number, pair[0].number)]
    return [(one, two) for one, two in pairwise(chain) if two.number != one.number + 1]
