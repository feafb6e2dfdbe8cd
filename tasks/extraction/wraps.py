"""Hard line wraps: a sentence that a printed page broke is put together again, a heading keeps its line.

"加快建设城市公园, / 年内建成3座。" -> "加快建设城市公园,年内建成3座。"
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from .outline import DECIMAL_MARK
from .tape import Tape

_STOPS = tuple("。！？：!?:")
_LABEL_WORDS = (
    "(?:[部门单位责任务职]{0,2}分工|[责任分管牵头包保联系]{2}[省市县区]?领导)[:：]"
    "|【?(?:牵头|责任|配合|参与|落实|主办|协办|承办|主管|实施|协同|完成|分管|包保)(?:责任)?"
    r"(?:单位|部门|主体|科室|处室|领导|人|时限|时间)(?:\([^()]{1,4}\))?[:：】]"
)
_LABEL = re.compile(_LABEL_WORDS)
_ITEM = re.compile(
    r"(?:[#>*\-•—]|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十百零]{1,5}\)|\d{1,3}[.、](?!\d)|\(\d{1,3}\)"
    rf"|{DECIMAL_MARK}|第[一二三四五六七八九十]{{1,3}}[章节条部]|附件|{_LABEL_WORDS})"
)
_BARE = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十百零]{1,5}\)|\d{1,3}[.、]|\(\d{1,3}\))$"
)
_BRACKET = re.compile(r"[()〔〕【】\[\]]")
_PAIRS = {"()", "〔〕", "【】", "[]"}
# the document's number or its day, on a line of its own
_DATE_LINE = re.compile(
    r"20\d\d年\d{1,2}月\d{1,2}日(?=\n|$)|[\u4e00-\u9fff]{2,10}〔20\d\d〕\d{1,4}号(?=\n|$)"
)
_RUNNING = re.compile("[。，,；;]")


@dataclass(frozen=True)
class _Layout:
    width: float  # of the printed line, infinite where lines are paragraphs
    full: bool  # the line just ended fills it
    blank: bool  # an empty line follows
    body: bool  # numbered items have begun


def join_lines(tape: Tape) -> bool:
    """Take out line breaks in mid-sentence, until nothing changes: a joined line may show the next break."""
    for turn in range(6):
        edits = _wraps(tape.text)
        if not edits:
            return turn > 0
        tape.edit(edits)
    return True


def _wraps(text: str) -> list[tuple[int, int, str]]:
    """The breaks to be taken out, as edits."""
    lines = [match.span() for match in re.finditer(r"[^\n]+", text)]
    width = _wrap_width(text, lines)
    edits: list[tuple[int, int, str]] = []
    open_at: list[int] = []  # where the brackets begin that are still open
    begin, body = None, False
    for (start, end), (follow, stop) in pairwise(lines):
        begin = start if begin is None else begin
        open_at = _still_open(text, start, end, open_at)
        paragraph = text[begin:end] if end - begin < 200 else text[begin : begin + 60] + text[end - 140 : end]
        body = body or (bool(_ITEM.match(paragraph)) and not paragraph.startswith("附件"))
        layout = _Layout(width, end - start >= 0.85 * width, follow - end > 1, body)
        opened = _opened(text, open_at[-1], end) if open_at else ""
        if _runs_on(paragraph, text[follow : min(stop, follow + 400)], opened, layout):
            edits.append((end, follow, ""))
        else:
            begin, open_at = None, []
    return edits


def _still_open(text: str, start: int, end: int, open_at: list[int]) -> list[int]:
    for bracket in _BRACKET.finditer(text, start, end):
        if bracket.group() in "(〔【[":
            open_at = [*open_at[-8:], bracket.start()]
        elif open_at and text[open_at[-1]] + bracket.group() in _PAIRS:
            open_at = open_at[:-1]
    return open_at


def _opened(text: str, start: int, end: int) -> str:
    """The beginning of a clause whose bracket is still open; "【字体:大 中 小" is none."""
    opened = text[start:end] if end - start < 400 else ""
    return opened if opened.startswith("(") or _LABEL.match(opened, opened[:1] != "【") else ""


def _runs_on(paragraph: str, following: str, opened: str, layout: _Layout) -> bool:
    if _BARE.match(paragraph) and not _ITEM.match(following):
        return True  # "(一)" alone, its heading on the next line
    wrapped = layout.width < 1000
    if opened and "。" not in opened:  # a responsibility clause goes on until its bracket closes
        closes = _closes(following, layout.blank)
        if closes or not (wrapped and layout.full):
            return closes
    if _ITEM.match(following) or paragraph.endswith(_STOPS if wrapped else (*_STOPS, "；", ";")):
        return False
    if paragraph.endswith(("，", ",", "、", "《", "“", "(", "；", ";")):
        return True
    if not wrapped:
        heading = _ITEM.match(paragraph) and "。" not in paragraph and len(paragraph) <= 45
        sentence = "。" in paragraph or (len(paragraph) > 60 and bool(_RUNNING.search(paragraph)))
        # "…。责任单位:市住建局" ends with its line
        listing = _LABEL.search(paragraph, paragraph.rfind("。") + 1)
        return sentence and not heading and not listing and paragraph[-1] not in ")〕】]"
    dated = _DATE_LINE.match(paragraph)
    if layout.blank or _DATE_LINE.match(following) or (dated and dated.end() == len(paragraph)):
        return False
    short = len(paragraph) < 0.85 * layout.width and "。" not in paragraph
    if short and _ITEM.match(paragraph):
        # a heading without a stop, unless the page's line was broken once more: "(21)在大厅设置 / “快速办”"
        return len(following.split("\n")[0]) < 0.5 * layout.width and following[-1] not in "：:。"
    return layout.body or layout.full or bool(_RUNNING.search(paragraph))


def _closes(following: str, blank: bool) -> bool:
    """Whether an open bracket goes on in the next line, and is not one that was never closed."""
    if _ITEM.match(following) and not _LABEL.match(following):
        return False
    sign = re.search("[)〕】\\]。]", re.sub(r"\([^()]*\)|〔[^〔〕]*〕|【[^【】]*】", "", following))
    return sign.group() != "。" if sign else not blank


def _wrap_width(text: str, lines: list[tuple[int, int]]) -> float:
    """The width at which a copy of a printed page was broken, or infinity when lines are paragraphs."""
    lengths = sorted(end - start for start, end in lines)
    if len(lengths) < 8:
        return float("inf")
    width = lengths[int(len(lengths) * 0.95)]
    full = [1 for start, end in lines if end - start >= 0.85 * width and not text.startswith(_STOPS, end - 1)]
    return width if 15 <= width <= 90 and len(full) >= max(5, 0.2 * len(lines)) else float("inf")
