"""What a table is: columns that say what they hold, and rows of cells that are places in a text.

    序号 <tab> 重点任务 <tab> 牵头单位      three columns: NUMBER, TASK, UNIT
    一、绿地                                a heading across the table, over the rows that follow
    1 <tab> 新建公园12个 <tab> 县住建局      a row of three cells

Files with tables of their own (HTML, Word) are printed in this form: `rows_to_text`. Tables are found in a
text, in this form and in others, by `table_finding.find_tables`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .columns import Column

BREAK = "\v"  # a line break inside a cell, where a row is one line
AIMS, TASKS, PASSED = "aims", "tasks", "passed"  # indicators, tasks, and what is neither and not read


@dataclass(frozen=True)
class Cell:
    """A stretch of the text; an empty one holds nothing."""

    start: int = 0
    end: int = 0

    def __bool__(self) -> bool:
        return self.end > self.start

    def __len__(self) -> int:
        return self.end - self.start

    def joined(self, other: Cell) -> Cell:
        """From the start of this cell to the end of the other, where neither is empty."""
        return Cell(self.start or other.start, other.end or self.end)


@dataclass
class Table:
    """`rows` have a cell for each column; a row that is one cell across the table is in `headings`."""

    kind: str
    start: int
    end: int
    columns: list[Column]
    rows: list[list[Cell]] = field(default_factory=list)
    headings: dict[int, Cell] = field(default_factory=dict)  # the heading before the row of this number
    caption: str = ""
    guessed: set[int] = field(default_factory=set)  # rows whose units may stand in another column
    unparted: bool = False  # no sign parts its cells: all of it is guessed
    mends: list[tuple[int, int, str]] = field(default_factory=list)  # in order: a stretch, its reading

    @property
    def name(self) -> str:
        """What a finding calls it: the line above, else its columns."""
        return self.caption or "、".join(column.title for column in self.columns if column.title)[:40]

    def add_heading(self, cell: Cell) -> None:
        """A heading over the next row."""
        self.headings[len(self.rows)] = cell

    def drop_last_heading(self) -> None:
        """A heading that no row followed belongs to the text below the table."""
        self.headings = {row: cell for row, cell in self.headings.items() if row < len(self.rows)}


def words(text: str, cell: Cell) -> str:
    return text[cell.start : cell.end]


def rows_to_text(rows: list[list[str]]) -> str:
    """One line a row, a tab between two cells, BREAK for a line break in one.

    A table whose rows are one cell each is a frame around text, and becomes that text.
    """
    if all(len(set(row)) == 1 for row in rows):
        return "\n".join(row[0] for row in rows)
    return "\n".join("\t".join(_on_one_line(cell) for cell in row) for row in rows)


def _on_one_line(cell: str) -> str:
    return re.sub(r"\s*\n\s*", BREAK, cell.strip()).replace("\t", " ")
