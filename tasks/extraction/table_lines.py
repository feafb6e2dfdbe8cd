"""The lines of a text and the cells in each, parted by tabs, pipes or blanks.

"1 <tab> 新建公园12个 <tab> 县住建局"   three cells
"| 1 | 新建公园12个 | 县住建局 |"        three cells; the pipes around them are the frame
"|---|---|---|"                          a rule, no line at all
"一、绿地"                               one cell
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .tables import Cell, words

_LINE = re.compile(r"[^\r\n]+")
_RULE = re.compile(r"[\s|:\-—_+=]+")
_BLANK = " \u3000\xa0\t\r\n\v*"  # "*" marks bold words in Markdown
# A blank parts two words, but not "2025 年" (followed by a blank or by 目标), which is one title.
_WORD = re.compile(r"[^\s\u3000\xa0]+(?: (?=年(?:\s|$|目标)))?(?:(?<= )\S+)?")

# "一、绿地", "(二)步道", "第三章", "专栏1": the line is a heading.
ORDINAL = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）]"
    r"|第[一二三四五六七八九十]{1,3}[章节部类]|专栏"
)
# What stands below a table: a note, the next annex, a chapter, a numbered paragraph too long for a heading.
BELOW_TABLE = re.compile(
    r"注[:：\d]|备注[:：]|说明[:：]|附件|附表|附录|抄送|主办[:：]|[(（]此件"
    r"|第[一二三四五六七八九十]{1,3}[章节]|[一二三四五六七八九十]{1,3}、.{25}"
)


@dataclass(frozen=True)
class Line:
    start: int
    end: int
    cells: tuple[Cell, ...]  # one, unless a tab or a pipe parts them
    gap: bool  # an empty line stands before it

    def __len__(self) -> int:
        return self.end - self.start


def read_lines(text: str) -> Iterator[Line]:
    """The lines that hold anything; a rule of a Markdown table holds nothing."""
    before = 0
    for match in _LINE.finditer(text):
        line = match.group()
        start, end = match.span()
        if not line.strip(" \u3000\xa0"):
            continue
        gap = text.count("\n", before, start) > 1
        before = end
        if "\t" in line:
            yield Line(start, end, _parted(text, start, end, "\t"), gap)
        elif "|" not in line:
            yield Line(start, end, (_stripped(text, start, end),), gap)
        elif not _RULE.fullmatch(line):
            yield Line(start, end, _piped(text, start, end), gap)


def only_cell(text: str, line: Line) -> str:
    """What a line of one cell says, "" for a line of several."""
    return words(text, line.cells[0]) if len(line.cells) == 1 else ""


def parted_by_blanks(text: str, line: Line, empty: bool = False) -> tuple[Cell, ...]:
    """The words of a line; with `empty` two blanks in a row are an empty cell between them."""
    cells: list[Cell] = []
    for match in _WORD.finditer(text, line.start, line.end):
        if empty and cells and match.start() - cells[-1].end > 1:
            cells.append(Cell())
        cells.append(Cell(*match.span()))
    return tuple(cells)


def _piped(text: str, start: int, end: int) -> tuple[Cell, ...]:
    """Cells between pipes ("| 1 | 绿地 |"), or each before a pipe ("1 | 绿地 |").

    Unframed, all pipes at the end are dropped: "绿地 ||" is a line of one cell.
    """
    whole = _stripped(text, start, end)
    start, end = whole.start, whole.end
    if text[start] == "|":
        closed = end - start > 1 and text[end - 1] == "|"
        return _parted(text, start + 1, end - closed, "|")
    while text[end - 1] == "|" and end - start > 1:
        end -= 1
    return _parted(text, start, end, "|")


def _parted(text: str, start: int, end: int, sign: str) -> tuple[Cell, ...]:
    cells = []
    while (stop := text.find(sign, start, end)) >= 0:
        cells.append(_stripped(text, start, stop))
        start = stop + 1
    return (*cells, _stripped(text, start, end))


def _stripped(text: str, start: int, end: int) -> Cell:
    while start < end and text[start] in _BLANK:
        start += 1
    while start < end and text[end - 1] in _BLANK:
        end -= 1
    return Cell(start, end) if end > start else Cell()
