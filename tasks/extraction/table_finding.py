"""Finds the tables of a text, whatever their form; a form has a module with an example of it.

`tabbed_tables`: a row a line, its cells parted by tabs or pipes; `blank_tables`: parted by blanks;
`stacked_tables`: a cell a line; `fused_tables`: parted by nothing at all. A table drawn with lines is found
and said to be unread: its cells go over many lines, each beside those of other columns.

    ┌────────┬────────┐
    │工作任务│责任单位│
    ├────────┼────────┤
    │新建公园│县住建局│
    │12个    │        │
    └────────┴────────┘
"""

from __future__ import annotations

import re

from .blank_tables import blank_table_at, one_line_table_at
from .columns import Column
from .fused_tables import fused_table_at
from .stacked_tables import stacked_table_at
from .tabbed_tables import TabbedTables
from .table_heads import caption_over
from .table_lines import Line, read_lines
from .tables import PASSED, Cell, Table

# A text without a tab, a pipe or a title of a column has no table, and a line without a title no head.
_HINT = re.compile(
    r"[\t|┌]|序\s{0,4}号|指\s{0,4}标|任\s?务|单\s?位|部\s?门|事\s?项|编\s?号|项\s?目|类\s?别|领\s?域"
)
_LONGEST_HEAD = 120


def find_tables(text: str) -> list[Table]:
    """The tables of a text in order; what has no head that says what it is, or no rows, is none."""
    if not _HINT.search(text):
        return []
    lines = list(read_lines(text))
    tabbed = TabbedTables(text, lines)
    tables: list[Table] = []
    at = 0
    while at < len(lines):
        several = len(lines[at].cells) > 1
        found = _drawn_at(text, lines, at)
        found = found or (tabbed.table_at(at) if several else _untabbed_at(text, lines, at))
        if not found:
            at += 1
            continue
        table, at = found
        if table.rows:
            tables.append(table)
    return tables


_TOP = re.compile(r"[ \t\u3000]*[┌┏╔][─━═┬┳╦\s]{2}")
_DRAWN = re.compile(r"[ \t\u3000]*[│┃║├┣╠└┗╚┌┏╔]")
_SIGNS = re.compile(r"[─-╿\s]+")


def _drawn_at(text: str, lines: list[Line], at: int) -> tuple[Table, int] | None:
    """A table from its upper edge to the last line that a drawn line begins; not read, but not prose."""
    if not _TOP.match(text, lines[at].start):
        return None
    after = at + 1
    while after < len(lines) and _DRAWN.match(text, lines[after].start):
        after += 1
    first = text[lines[at + 1].start : lines[at + 1].end] if after > at + 1 else ""
    columns = [
        Column("", _SIGNS.sub("", title)) for title in re.split("[│┃║]", first) if _SIGNS.sub("", title)
    ]
    rows = [[Cell(line.start, line.end)] for line in lines[at:after]]
    start, end = lines[at].start, lines[after - 1].end
    caption = caption_over(text, lines, at)
    return Table(PASSED, start, end, columns, rows, caption=caption, unparted=True), after


def _untabbed_at(text: str, lines: list[Line], at: int) -> tuple[Table, int] | None:
    line = lines[at]
    if text.find("序号", line.start, line.end) >= 0:
        found = fused_table_at(text, lines, at) or one_line_table_at(text, lines, at)
        if found:
            return found
    if len(line) > _LONGEST_HEAD or not _HINT.search(text, line.start, line.end):
        return None
    return blank_table_at(text, lines, at) or stacked_table_at(text, lines, at)
