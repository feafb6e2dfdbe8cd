"""Which numbering carries the tasks: the one that clauses of responsibility close, else the longest run.

"一、… (一)… 1.…(牵头单位:甲局) 2.…(牵头单位:乙局)" -> the tasks are 1. and 2., the divisions only sort them
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from .outline import ARABIC, DECIMAL, DIVISION, PART, POINT, SMALL, Item, Outline, read_items

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
    undivided = _undivided(items, kept, own)
    numbers |= {id(item): str(item.number) for item in undivided}
    tasks = sorted(tasks + undivided, key=lambda item: item.start)
    skipped = sum(len(chain) for chain in chains[kind]) - len(tasks) + len(undivided)
    return Outline(items, tasks, numbers, len(kept), skipped, heads)


# --- clauses and the items that hold them ---


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


# --- the kind of number ---


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
    of_kind = [item for item in items if item.kind == kind]
    # a plan without divisions of its own may stand behind the last point of its notice, 加强督导
    members = [item for item in of_kind if not _is_frame(item)] or of_kind
    held = _held(of_kind, clauses)
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


# --- the runs of that kind, and the tasks' numbers ---


def _task_chains(chains: list[list[Item]], clauses: list[int], headed: set[int]) -> list[list[Item]]:
    """The one running numbering, or all of them where the numbering starts again in every part."""
    if clauses or headed:
        held = [
            (_holding(chain, clauses) or len(chain) * (id(chain[0].parent) in headed), chain)
            for chain in chains
        ]
        total = sum(count for count, _ in held)
        most = max(held, key=lambda pair: pair[0])
        if most[0] < 0.7 * total:
            return [chain for count, chain in held if count]
        # beside one long run a short one of another division, if its items are closed by clauses too
        return [
            chain
            for count, chain in held
            if chain is most[1] or (count >= 0.6 * len(chain) and not _is_frame(chain[0]))
        ]
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


def _undivided(items: list[Item], kept: list[list[Item]], clauses: list[int]) -> list[Item]:
    """Divisions between those that hold the tasks, which hold a clause and no item: tasks themselves."""
    owners = [chain[0].parent for chain in kept]
    if len(kept) < 2 or _part_numbers(kept) != [str(owner.number) if owner else "" for owner in owners]:
        return []
    kinds = {owner.kind for owner in owners if owner}
    found = {owner.number: owner for owner in owners if owner}
    for item in items:
        if item.kind in kinds and not item.children and _holding([item], clauses):
            found.setdefault(item.number, item)  # each number once
    return [item for item in found.values() if all(item is not owner for owner in owners)]


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
