"""Divisions, numbered items and the count proof: what is a heading, which numbering carries the tasks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import pairwise

# 第一章 · 第一节 · 一、 · (一) · 第一条 · 1. · 1.1 · (1) · 第一,
CHAPTER, PART, DIVISION, BRACKETED, ARTICLE, ARABIC, DECIMAL, SMALL, POINT = range(9)
# "1.1 推进改造" numbers an item, "1.5公里" and "2.1万亩" at the start of a wrapped line are figures
DECIMAL_MARK = (
    r"\d{1,2}\.\d{1,2}(?![\d.]) ?(?=[\u4e00-\u9fff“])(?![万亿千百十余多个倍亩吨元户套辆座次米]"
    r"|公[里顷斤]|平[方米]|立方|小时|[人家项台][，,。、;；次])"
)
_NUMERALS = "一二三四五六七八九十百零〇两"
_MARK = re.compile(
    rf"第(?P<chapter>[{_NUMERALS}]{{1,3}})(?:章|篇|编|部分)|第(?P<part>[{_NUMERALS}]{{1,3}})节"
    rf"|第(?P<article>[{_NUMERALS}]{{1,4}})条(?!例|款)|第(?P<point>[{_NUMERALS}]{{1,2}})[、,，](?!第)"
    rf"|(?P<division>[{_NUMERALS}]{{1,3}})[、.](?![{_NUMERALS}]、)"
    rf"|\((?P<bracketed>[{_NUMERALS}]{{1,5}})\)[、.]?"
    r"|(?P<arabic>\d{1,3})(?:[.、](?!\d)|[.、](?=20\d\d年))"
    rf"|(?P<decimal>{DECIMAL_MARK})"
    r"|\((?P<small>\d{1,3})\)[、.]?"
)
_KINDS = ("chapter", "part", "division", "bracketed", "article", "arabic", "decimal", "small", "point")
_SENTENCE_END = re.compile(r"[。！？!?\n]")
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


def read_items(text: str, limit: int) -> list[Item]:
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
    _nest(text, items, limit)
    return items


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
    if kind == DECIMAL:
        return at_line and _next_decimal(number, last.get(kind, 0))
    if at_line:
        return True
    if not (follows or number == 1):
        return False
    if before in "。；;!！?？)”：:*":
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


def _nest(text: str, items: list[Item], limit: int) -> None:
    open_items: list[Item] = []
    for item, following in zip(items, [*items[1:], None], strict=False):
        while open_items and open_items[-1].kind >= item.kind:
            open_items.pop().end = item.start
        item.parent = open_items[-1] if open_items else None
        if item.parent:
            item.parent.children.append(item)
        open_items.append(item)
        _read_title(text, item, following.start if following else limit)
    for item in open_items:
        item.end = limit
    _settle_titles(text, items)


def _read_title(text: str, item: Item, limit: int) -> None:
    """The heading up to its stop or line end; where running text begins at once, its first clause."""
    stop = _SENTENCE_END.search(text, item.body, limit)
    end = stop.start() if stop else limit
    clause = _CLAUSE_BRACKET.search(text, item.body, end)
    end = clause.start() if clause else end
    comma = re.search("[,，]", text[item.body : end])
    own_line = text[end : end + 1] in ("\n", "") and end - item.body <= 45
    item.headed = own_line or _more_text(text, end, limit)
    item.doubled = bool(comma) and not own_line
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
        for item in members:
            comma = re.search("[,，]", text[item.body : item.title_end])
            if comma and item.doubled and item.headed:
                item.title_end, item.headed = item.body + comma.start(), False
                item.title = tidy(text[item.body : item.title_end])
            elif len(item.title) > 40:
                item.title, item.headed = item.title[:40], False


_CLAUSE_BRACKET = re.compile(
    r"[(](?:牵头|责任|配合|主办|参与)(?:单位|部门)[:：]|\((?=[^()。\n]{2,300}(?:负责|牵头)\))"
)


def _is_balanced(words: str) -> bool:
    """Two short halves: "统筹规划，协调推进"."""
    halves = re.split("[,，]", words)
    return (
        len(halves) == 2
        and all(3 <= len(half) <= 16 for half in halves)
        and abs(len(halves[0]) - len(halves[1])) <= 6
    )


def _more_text(text: str, end: int, limit: int) -> bool:
    """Running text follows the stop, and not at once the clause."""
    rest = text[end + 1 : min(limit, end + 60)].lstrip(" \n")
    return (
        len(rest) > 4 and rest[0] != "(" and not re.match("(?:牵头|责任|配合|主办|参与)(?:单位|部门)", rest)
    )


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
    items = read_items(text, limit)
    chains = {kind: _chains([item for item in items if item.kind == kind]) for kind in range(POINT + 1)}
    heads = _section_heads(text, items, clauses)
    own = [at for at in clauses if at not in heads]
    kind = _task_kind(items, chains, own, max([item.kind for item in heads.values()], default=-1))
    if heads and (kind is None or any(item.kind >= kind for item in heads.values())):
        heads, own = {}, clauses
        kind = _task_kind(items, chains, own)
    if kind is None:
        return Outline(items, [], {}, 0, 0, {})
    kept = _task_chains(chains[kind], own)
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
        if item and item.children and "。" not in text[item.body : at] and at < item.children[0].start:
            heads[at] = item
    return heads


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
        for kind in kinds:
            if _closed_by_clauses(items, kind, clauses):
                return kind
    return _longest_running(items, chains, clauses, kinds)


def _closed_by_clauses(items: list[Item], kind: int, clauses: list[int]) -> bool:
    """Most items of this kind end in a clause of their own, not only in one of their sub-items."""
    starts = [item.start for item in items]
    owners = {id(items[at - 1]) for clause in clauses if (at := bisect_right(starts, clause))}
    members = [item for item in items if item.kind == kind and not _is_frame(item)]
    held = _held([item for item in items if item.kind == kind], clauses)
    bearing = [item for item in members if _holding([item], clauses)]
    direct = [item for item in bearing if id(item) in owners]
    return (
        held >= 0.6 * len(clauses)
        and len(direct) >= 0.5 * max(1, len(bearing))
        and len(bearing) >= 0.5 * len(members)
    )


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


def _task_chains(chains: list[list[Item]], clauses: list[int]) -> list[list[Item]]:
    """The one running numbering, or all of them where the numbering starts again in every part."""
    if clauses:
        held = [(_holding(chain, clauses), chain) for chain in chains]
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
    if section.kind == BRACKETED and above:
        return f"{above.ordinal}({section.ordinal})"
    return section.ordinal


def count_breaks(chain: list[Item]) -> list[tuple[Item, Item]]:
    if chain[0].kind == DECIMAL:
        return [pair for pair in pairwise(chain) if not _next_decimal(pair[1].number, pair[0].number)]
    return [(one, two) for one, two in pairwise(chain) if two.number != one.number + 1]
