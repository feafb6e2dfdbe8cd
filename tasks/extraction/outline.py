"""Divisions, numbered items and the count proof: what is a heading, which numbering carries the tasks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

CHAPTER, DIVISION, BRACKETED, ARABIC, SMALL = range(5)  # 第一章 · 一、 · (一) · 1. · (1)
_NUMERALS = "一二三四五六七八九十百零〇两"
_MARK = re.compile(
    rf"第(?P<chapter>[{_NUMERALS}]{{1,3}})(?:[章节篇部]分?|[，、,])"
    rf"|(?P<division>[{_NUMERALS}]{{1,3}})[、.](?![{_NUMERALS}]、)"
    rf"|\((?P<bracketed>[{_NUMERALS}]{{1,5}})\)[、.]?"
    r"|(?P<arabic>\d{1,3})(?:[.、](?!\d)|[.、](?=20\d\d年))"
    r"|\((?P<small>\d{1,3})\)[、.]?"
)
_KINDS = ("chapter", "division", "bracketed", "arabic", "small")
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
        ordinal = match.group(_KINDS[kind])
        number = int(ordinal) if kind in (ARABIC, SMALL) else numeral(ordinal)
        if _stands_at_heading(text, match, kind, number, last, items):
            items.append(Item(kind, number, ordinal, match.start(), match.end()))
            last[kind] = number
            for lower in range(kind + 1, SMALL + 1):
                if not _runs_on_below(kind, lower, last):
                    last.pop(lower, None)
    _nest(text, items, limit)
    return items


def _runs_on_below(kind: int, lower: int, last: dict[int, int]) -> bool:
    """Numbers may run on under a new heading ("二、…(五)"); what may not is decided by the marks that follow."""
    return True


def _stands_at_heading(text: str, match: re.Match, kind: int, number: int, last: dict, items: list[Item]) -> bool:
    start, end = match.span()
    before = text[:start][-1:] if start < 2 else text[start - 1]
    lead = text[max(0, start - 4) : start].rsplit("\n", 1)[-1].strip(" #*>\u3000") if start else ""
    at_line = start == 0 or (not lead and "\n" in text[max(0, start - 5) : start]) or start <= 4 and not lead
    follows = number == last.get(kind, 0) + 1
    if not text[end : end + 1].strip(" “《【(*") and text[end : end + 1] != " " and text[end : end + 1] not in "“《【(*":
        return False  # nothing after the number
    if at_line:
        return True
    if not (follows or number == 1):
        return False
    if before in "。；;!！?？)”：:*":
        return before not in "：:；;" or kind in (SMALL,) or number == last.get(kind, 0) + 1 and number > 1
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
    if item.doubled and not (item.headed and _is_balanced(text[item.body : end])):
        end, item.headed = item.body + comma.start(), False
    item.title_end = end
    item.title = tidy(text[item.body : end])
    if not item.headed or len(item.title) > 60:
        item.title, item.headed = item.title[:40], False


def _settle_titles(text: str, items: list[Item]) -> None:
    """ "统筹规划，协调推进。" is a heading where the items of its kind have headings, else a sentence that begins."""
    for kind in range(SMALL + 1):
        members = [item for item in items if item.kind == kind]
        clear = [item for item in members if item.headed and not item.doubled]
        if len(clear) >= 0.5 * len(members):
            continue
        for item in members:
            if item.doubled and item.headed:
                comma = re.search("[,，]", text[item.body : item.title_end])
                item.title_end, item.headed = item.body + comma.start(), False
                item.title = tidy(text[item.body : item.title_end])
            elif len(item.title) > 40:
                item.title, item.headed = item.title[:40], False


_CLAUSE_BRACKET = re.compile(r"[(](?:牵头|责任|配合|主办|参与)(?:单位|部门)[:：]|\((?=[^()。\n]{2,300}(?:负责|牵头)\))")


def _is_balanced(words: str) -> bool:
    """Two short halves: "统筹规划，协调推进"."""
    halves = re.split("[,，]", words)
    return len(halves) == 2 and all(3 <= len(half) <= 16 for half in halves) and abs(len(halves[0]) - len(halves[1])) <= 6


def _more_text(text: str, end: int, limit: int) -> bool:
    """Running text follows the stop, and not at once the clause."""
    rest = text[end + 1 : min(limit, end + 60)].lstrip(" \n")
    return len(rest) > 4 and rest[0] != "(" and not re.match("(?:牵头|责任|配合|主办|参与)(?:单位|部门)", rest)


def tidy(text: str) -> str:
    """A heading or a name without blanks, marks of emphasis and its closing mark."""
    return re.sub(r"[\s*#]+", "", text).strip(_CLOSING)


# --- which numbering carries the tasks ---------------------------------------------------------------------

_FRAME = re.compile("总体要求|总体思路|指导思想|基本原则|工作原则|总体目标|主要目标|发展目标|工作目标|总体考虑")
_CLOSING_PART = re.compile("保障措施|组织保障|组织实施|工作要求|组织领导|实施保障|保障机制|强化保障|推进机制|有关要求")


def read_outline(text: str, limit: int, clauses: list[int]) -> Outline:
    """`clauses`: where the responsibility clauses begin; the tasks are what they are printed under."""
    items = read_items(text, limit)
    chains = {kind: _chains([item for item in items if item.kind == kind]) for kind in range(SMALL + 1)}
    kind = _task_kind(items, chains, clauses)
    if kind is None:
        return Outline(items, [], {}, 0, 0)
    kept, parts = _task_chains(chains[kind], clauses)
    numbers = {}
    for chain in kept:
        prefix = f"{_part_number(chain, kept, items)}." if len(kept) > 1 else ""
        numbers |= {id(item): f"{prefix}{item.number}" for item in chain}
    tasks = [item for chain in kept for item in chain]
    skipped = sum(len(chain) for chain in chains[kind]) - len(tasks)
    return Outline(items, tasks, numbers, len(kept), skipped)


def _chains(items: list[Item]) -> list[list[Item]]:
    """Runs of rising numbers; a number that does not rise begins a new one."""
    chains: list[list[Item]] = []
    for item in items:
        if chains and item.number > chains[-1][-1].number:
            chains[-1].append(item)
        else:
            chains.append([item])
    return chains


def _holding(chain: list[Item], clauses: list[int]) -> int:
    """How many items of the chain hold a clause."""
    return sum(any(item.start <= at < item.end for at in clauses) for item in chain)


def _task_kind(items: list[Item], chains: dict, clauses: list[int]) -> int | None:
    """The kind of number whose items hold most clauses and that runs on longest without starting again."""
    best, choice = (0, 0), None
    for kind, found in chains.items():
        members = [item for chain in found for item in chain]
        if not members or kind == CHAPTER:
            continue
        held = sum(any(item.start <= at < item.end for item in members) for at in clauses)
        if clauses and held < 0.6 * len(clauses):
            continue
        longest = max(len(chain) for chain in found)
        if kind == DIVISION and len(clauses) > 1.5 * len(members):
            longest = 1  # divisions that hold many clauses each are sections, not tasks
        if kind == DIVISION and not clauses and len(items) > 2 * len(members):
            longest = 1
        if (longest, -kind) > best or choice is None:
            best, choice = (longest, -kind), kind
    return choice


def _task_chains(chains: list[list[Item]], clauses: list[int]) -> tuple[list[list[Item]], int]:
    """The one running numbering, or all of them where the numbering starts again in every part."""
    if clauses:
        held = [(_holding(chain, clauses), chain) for chain in chains]
        total = sum(count for count, _ in held)
        most = max(held, key=lambda pair: pair[0])
        if most[0] >= 0.7 * total:
            return [most[1]], 1
        return [chain for count, chain in held if count], 0
    kept = [chain for chain in chains if not _is_frame(chain[0])]
    longest = max(kept or chains, key=len)
    if len(longest) >= 0.6 * sum(len(chain) for chain in kept or chains):
        return [longest], 1
    return kept or [longest], 0


def _is_frame(item: Item) -> bool:
    above = item.parent
    while above:
        if _FRAME.search(above.title) or _CLOSING_PART.search(above.title):
            return True
        above = above.parent
    return False


def _part_number(chain: list[Item], kept: list[list[Item]], items: list[Item]) -> str:
    """The part's own ordinal: the division above, when each division holds one run, else the how-manieth run."""
    owners = [first[0].parent for first in kept]
    if all(owners) and len({owner.number for owner in owners}) == len(owners):
        return str(chain[0].parent.number)
    return str(kept.index(chain) + 1)


# --- sections --------------------------------------------------------------------------------------------------


def section_of(item: Item | None) -> Item | None:
    """The heading that a task or goal belongs to: the nearest (一) or 一、 above it."""
    while item and item.kind > BRACKETED:
        item = item.parent
    return item


def section_ordinal(section: Item) -> str:
    above = section.parent
    if section.kind == BRACKETED and above:
        return f"{above.ordinal}({section.ordinal})"
    return section.ordinal


def count_breaks(chain: list[Item]) -> list[tuple[Item, Item]]:
    return [(one, two) for one, two in pairwise(chain) if two.number != one.number + 1]
