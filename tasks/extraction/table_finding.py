"""Finds the tables of a text, whatever their form; a form has a module with an example of it.

`tabbed_tables`: a row a line, its cells parted by tabs or pipes; `blank_tables`: parted by blanks;
`stacked_tables`: a cell a line; `fused_tables`: parted by nothing at all.
"""

from __future__ import annotations

import re

from .blank_tables import blank_table_at, one_line_table_at
from .fused_tables import fused_table_at
from .stacked_tables import stacked_table_at
from .tabbed_tables import TabbedTables
from .table_lines import Line, read_lines
from .tables import Table

# A text without a tab, a pipe or a title of a column has no table, and a line without a title no head.
_HINT = re.compile(r"[\t|]|序\s{0,4}号|指\s{0,4}标|任务|单位|部门|事项|编号|项目|类别|领域")
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
        found = tabbed.table_at(at) if len(lines[at].cells) > 1 else _untabbed_at(text, lines, at)
        if not found:
            at += 1
            continue
        table, at = found
        if table.rows:
            tables.append(table)
    return tables


def _untabbed_at(text: str, lines: list[Line], at: int) -> tuple[Table, int] | None:
    line = lines[at]
    if text.find("序号", line.start, line.end) >= 0:
        found = fused_table_at(text, lines, at) or one_line_table_at(text, lines, at)
        if found:
            return found
    if len(line) > _LONGEST_HEAD or not _HINT.search(text, line.start, line.end):
        return None
    return blank_table_at(text, lines, at) or stacked_table_at(text, lines, at)
