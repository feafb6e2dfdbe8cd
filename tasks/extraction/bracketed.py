"""Responsibility clauses in brackets: "(牵头单位:甲局;配合单位:乙局)", "(甲局、乙局负责)", "(甲局)。"."""

from __future__ import annotations

import re

from .labels import Clause, Label
from .unitlists import (
    STANDING,
    UNIT_LIKE,
    VERB_END,
    all_units,
    cut_note,
    day_behind,
    due_words,
    mostly_units,
    parts,
    plain_name,
    spoken_after,
    spoken_groups,
)

# an office closes a stretch on a line of its own; a bracket behind one's name tells of that name
_OFFICE = re.compile("(?:局|委|厅|办|部|院|府|中心|公司|集团|支队|总队|会|司|行|社)$")
_OFFICE_END = re.compile("(?:办公室|局|委|厅|部门|单位|中心|专班|小组|办|平台|政府)$")
# "(列第一位者为牵头单位,下同)", "(含甲县)", "(以下简称乙办)", "(丙镇、丁镇)": asides and places, no clause
_ASIDE = re.compile(
    "^(?:列[在第首]|排[在第首]|逗号|含|不含|包括|不包括|如|除|即|简称|以下|原|下称|或|以|仅|限|共|附)|^[^、,，;；]*(?:区|管委会|办事处|街道|镇|乡|村)$"
)


_PAIRS = {")": "(", "〕": "〔", "】": "【", "]": "["}


def brackets(text: str, start: int, limit: int) -> list[tuple[int, int, bool]]:
    """Outermost "(…)" within one line; one that never closes ends with its line."""
    spans, open_at = [], []
    for match in re.compile(r"[()〔〕【】\[\]\n]").finditer(text, start, limit):
        sign, at = match.group(), match.start()
        if sign in "(〔【[":
            open_at.append(at)
        elif sign in _PAIRS and open_at:
            if text[open_at[-1]] != _PAIRS[sign] and any(text[one] == _PAIRS[sign] for one in open_at[-4:]):
                open_at.pop()  # "[甲局(乙办]": the inner one was never closed
            elif text[open_at[-1]] != _PAIRS[sign] and _closes_later(text, open_at[-1], at, limit):
                continue  # "[甲局负责)]": one too many
            begin = open_at.pop()
            spans.append((begin, at + 1, True))
        elif sign == "\n":
            spans += [(begin, at, False) for begin in open_at[-1:]]
            open_at = []
    spans += [(begin, limit, False) for begin in open_at[-1:]]
    return sorted(spans)


def _closes_later(text: str, begin: int, at: int, limit: int) -> bool:
    """Whether the bracket's own closing sign follows at once."""
    own = {opening: closing for closing, opening in _PAIRS.items()}[text[begin]]
    return text[at + 1 : min(at + 3, limit)].lstrip("。 ").startswith(own)


def bracketed(text: str, start: int, end: int, closed: bool, labels: list[Label]) -> Clause | None:
    """The clause in text[start:end], a bracket with its `labels`; None where it holds something else."""
    if end - start < 4 or end - start > 2000:
        return None
    inner, last = start + 1, end - 1 if closed else end
    label = labels[0] if labels and labels[0].start < inner + 60 and labels[0].end < last else None
    if label and (label.start == inner or text[label.start - 1] in ";；,，、。 "):
        clause = _labelled_groups(text, last, labels, Clause(start, end, closed=closed))
        if clause.groups or label.start == inner:
            return clause
    # "(甲局牵头,乙局配合;完成时限:6月底)": what is no list ends the spoken one
    stop = next((one.start for one in labels if inner < one.start and one.kind != "word"), last)
    spoken = _spoken(text, (start, end), closed, stop)
    set_due = next((one for one in labels if one.kind == "due"), None)
    if spoken and set_due and not spoken.due:
        spoken.due = set_due.end, last
    return spoken


_FROM_HERE = re.compile("[。;；](?=(?:以下|下列)(?:各项)?(?:任务|工作)?(?:均|都))")


def _spoken(text: str, span: tuple[int, int], closed: bool, last: int) -> Clause | None:
    """A clause without labels, its lists ending at `last`: "甲局牵头,乙局配合", "甲局、乙局"."""
    start, end = span
    inner = start + 1
    if not closed and not _spoken_to_the_end(text[inner:last]):
        return None
    last = cut_note(text, inner, last)
    day = day_behind(text, inner, last)
    stop = day.start() if day else last
    said = _FROM_HERE.search(text, inner, stop)  # "…负责落实。以下均需各县政府落实,区政府无职能的…"
    stop = said.start() if said else stop
    content = STANDING.sub("", text[inner:stop]).rstrip("。,，;； ")
    if "。" in content:
        return None
    if VERB_END.search(content) and mostly_units(content) and not _in_mid_sentence(text, start, end):
        groups = spoken_groups(text, inner, stop)
        return Clause(start, end, groups, day and due_words(day), closed)
    standing = STANDING.search(text, inner, stop)
    stop = standing.start() if standing else stop
    if all_units(content) and _closes_stretch(text, start, end, content):
        return Clause(start, end, [("", inner, stop)], day and due_words(day))
    return None


def _labelled_groups(text: str, end: int, labels: list[Label], clause: Clause) -> Clause:
    """ "(牵头单位:甲局;配合单位:乙局;完成时限:6月底)": each label's list ends where the next label begins."""
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        stop = following.start if following else end
        if label.kind == "due":
            clause.due = (label.end, stop)
        elif label.kind == "word":
            clause.groups += spoken_after(text, label.word, label.end, stop)
    return clause


def _closes_stretch(text: str, start: int, end: int, content: str) -> bool:
    """A bare list behind a sentence or before a stop: "…85%。(县林业局)完成…", "…制度(县公安局)。" """
    ends = end >= len(text) or text[end] in "\n。;；" or not text[end:].strip()
    if text[start - 1 : start] in "。\n":
        return ends or all(_OFFICE.search(name) for name in parts(content))
    before = text[max(0, start - 12) : start]
    return ends and not _OFFICE_END.search(before) and not _ASIDE.search(content)


def _spoken_to_the_end(content: str) -> bool:
    """A bracket that never closes holds a clause where it holds nothing but units and verbs."""
    names = [plain_name(part) for part in parts(content.rstrip("。 "))]
    return bool(VERB_END.search(content)) and all(UNIT_LIKE.search(name) for name in names)


def _in_mid_sentence(text: str, start: int, end: int) -> bool:
    """ "成立专班(市住建局牵头),定期调度": the bracket tells of the word before it, not of the task."""
    before, after = text[max(start - 1, 0)], text[end : end + 1]
    return bool(re.match(r"[\u4e00-\u9fff]", before) and re.match(r"[\u4e00-\u9fff,，、]", after))
