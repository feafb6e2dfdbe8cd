"""Tables whose every cell is a line of its own, as some pages give them when they are copied.

    序号            the head: at least three titles, one a line
    重点任务
    牵头单位
    1               a row begins where the next number stands
    新建公园12个
    县住建局
    2

A column before the numbers (考核项目 | 序号 | …) is merged as a rule: what stands before a number begins its
row. Without a column of numbers a row has as many lines as the head.
"""

from __future__ import annotations

import re

from .blank_tables import keeps_promise
from .columns import (
    BASE,
    CATEGORY,
    GOAL,
    MONEY,
    NAME,
    NUMBER,
    OF_MEASURE,
    OTHER,
    TASK,
    UNIT,
    VALUE,
    Column,
    column_of,
)
from .table_fit import add_row, aligned, all_units, note_guess, number_of
from .table_heads import is_head, new_table
from .table_lines import BELOW_TABLE, ORDINAL, Line, only_cell
from .tables import TASKS, Cell, Table, words

_TITLE = 20  # letters of a title
_NAMED = re.compile(r"20\d\d年")  # 2021年石城县园林任务清单: the name of the table, no title of a column
_MOST_COLUMNS = 12
_LEADING = 3  # columns within which the numbers stand: 类别 | 序号, 序号
_HEADINGS = 8  # headings in a row, of parts without rows


def stacked_table_at(text: str, lines: list[Line], at: int) -> tuple[Table, int] | None:
    """The table whose head begins with this line, and the line after it."""
    columns, after = _head(text, lines, at)
    if len(columns) < 3 or not is_head(columns) or sum(bool(column.kind) for column in columns) < 3:
        return None
    table = new_table(text, lines, at, after, columns)
    if any(column.kind == NUMBER for column in columns[:_LEADING]):
        after = _Numbered(text, lines, table).fill(after)
    else:
        after = _fill_evenly(text, lines, after, table)
    table.drop_last_heading()
    return (table, after) if table.rows else None


# --- the head ---


def _head(text: str, lines: list[Line], at: int) -> tuple[list[Column], int]:
    """The titles from this line on, and the line after them; none where the first does not name a row."""
    first = _title(text, lines[at])
    if not first or not _names_row(first):
        return [], at
    columns, after = [first], at + 1
    while after < len(lines) and len(columns) < _MOST_COLUMNS:
        printed = words(text, lines[after].cells[0])
        column = _title(text, lines[after])
        if not column or ORDINAL.match(printed) or number_of(printed):
            break
        if not column.kind and not _head_goes_on(text, lines, after + 1, first.kind == NUMBER):
            break
        columns.append(column)
        after += 1
    return columns, after


def _names_row(first: Column) -> bool:
    named = first.kind in {NUMBER, NAME, CATEGORY, TASK} or first.title == "项目名称"
    return named and not _NAMED.search(first.title)


def _title(text: str, line: Line) -> Column | None:
    printed = only_cell(text, line)
    return column_of(printed) if len(line.cells) == 1 and len(printed) <= _TITLE else None


def _head_goes_on(text: str, lines: list[Line], at: int, numbered: bool) -> bool:
    """Whether a title that says nothing is followed by one that does, or by the number of the first row."""
    if at >= len(lines):
        return False
    known = column_of(words(text, lines[at].cells[0])[: _TITLE + 1]).kind
    return bool(known) or (numbered and bool(_counts(only_cell(text, lines[at]))))


def _counts(printed: str) -> int:
    """The number that the line is, 0 if it is none: 12, "12."."""
    plain = re.sub(r"[.．、]$", "", printed)
    return int(plain) if plain.isdecimal() and len(plain) <= 3 else 0


# --- rows with numbers ---


class _Numbered:
    """Fills a table with rows that begin with 1, 2, 3 …; `number` is that of the last row."""

    def __init__(self, text: str, lines: list[Line], table: Table):
        self.text, self.lines, self.table = text, lines, table
        self.most = 4 * len(table.columns)  # lines of a row
        self.number = 0
        kinds = [column.kind for column in table.columns]
        self.lead = kinds.index(NUMBER)
        self.leading = [Cell()] * self.lead  # the cells of the next row before its number
        self.figures = bool({MONEY, VALUE, BASE} & {*kinds}) or {GOAL, OF_MEASURE} <= {*kinds}

    def fill(self, at: int) -> int:
        """Returns the line after the table."""
        at = self._first_row(at)
        if at < len(self.lines) and _counts(self._said(at)):
            self.number = _counts(self._said(at)) - 1  # an excerpt begins with any number
        while at < len(self.lines):
            if self._row_begins(at):
                self.number = _counts(self._said(at))
                after, last = self._add_row(at)
                if last:
                    return after
            else:
                after = self._row_below_headings(at)
                if not after:
                    break
                self.table.add_heading(self.lines[after - 1].cells[0])
            at = after
        return at

    def _first_row(self, at: int) -> int:
        """The line of the first number, where no more than the leading cells stand before it."""
        for place in range(at, min(at + self.lead + 1, len(self.lines))):
            if _counts(self._said(place)):
                cells = [line.cells[0] for line in self.lines[at:place]]
                self.leading = aligned(self.text, cells, self.table.columns[: self.lead])
                return place
        return at

    def _said(self, at: int) -> str:
        return only_cell(self.text, self.lines[at])

    def _row_begins(self, at: int) -> bool:
        """The number of the next row: the next one, a 1 below a heading, in an excerpt any greater one."""
        number = _counts(self._said(at))
        if not number:
            return False
        if number == self.number + 1:
            return not (self.figures and self._units_follow(at))
        if number == 1:
            return not self.table.rows or bool(ORDINAL.match(self._said(at - 1)))
        # A number among figures, or below another number, may be a figure itself.
        below_words = len(self.lines[at - 1]) > 3
        return self.table.kind == TASKS and not self.figures and self.number < number and below_words

    def _units_follow(self, at: int) -> bool:
        """8 before 县农业农村局 is a figure: behind the number of a row stand its words."""
        kind = self.table.columns[self.lead + 1].kind if self.lead + 1 < len(self.table.columns) else OTHER
        return kind != UNIT and at + 1 < len(self.lines) and all_units(self._said(at + 1))

    def _row_below_headings(self, at: int) -> int:
        """The line of the next row where this one is a heading over it, else 0."""
        printed = self._said(at)
        if not printed or len(printed) > 60 or re.search("[。；;]", printed):
            return 0
        row = at + 1
        while row < min(len(self.lines), at + _HEADINGS) and ORDINAL.match(self._said(row)):
            row += 1  # a heading of a part whose rows an excerpt left out
        return row if row < len(self.lines) and self._row_begins(row) else 0

    def _add_row(self, at: int) -> tuple[int, bool]:
        """Adds the row that begins here. Returns the line after it, and whether the table ends with it."""
        after = at + 1
        while after < min(len(self.lines), at + self.most + 1) and not self._row_begins(after):
            after += 1
        last = after >= len(self.lines) or after - at > self.most
        held = [line for line in self.lines[at:after] if len(line.cells) == 1]
        if last:
            held = held[: self._end_of(held)]
        while len(held) > 2 and ORDINAL.match(only_cell(self.text, held[-1])):
            self.table.headings.setdefault(len(self.table.rows) + 1, held.pop().cells[0])
        cells, sizes = self._cells(held)
        if last:  # what follows the last cell is text
            cells = cells[: len(self.table.columns) - self.lead]
            single = [place for place in range(at, after) if len(self.lines[place].cells) == 1]
            after = single[sum(sizes[: len(cells)]) - 1] + 1
        if len(cells) < 2:
            return at, True
        if self.lead:
            self._put_between(cells, last)
        else:
            add_row(self.text, self.table, cells)
        self.table.end = max(cell.end for cell in cells)
        return after, last

    def _put_between(self, cells: list[Cell], last: bool) -> None:
        """A row from its number on, whose last cells may be those before the next number."""
        columns, lead = self.table.columns, self.lead
        following = [] if last else columns[:lead]
        note_guess(self.text, self.table, cells)
        laid = aligned(self.text, cells, columns[lead:], following)
        own = len(columns) - lead
        self.table.rows.append(self.leading + laid[:own])
        self.leading = laid[own:]

    def _end_of(self, held: list[Line]) -> int:
        """How many lines of the last row come before a heading or a note below the table."""
        for place, line in enumerate(held[1:], 1):
            printed = only_cell(self.text, line)
            if BELOW_TABLE.match(printed) or ORDINAL.match(printed):
                return place
        return len(held)

    def _cells(self, held: list[Line]) -> tuple[list[Cell], list[int]]:
        """The cells of a row and how many lines each takes: empty lines part them, else a comma joins two."""
        parted = sum(line.gap for line in held[1:]) >= len(self.table.columns) - 2 > 0
        cells: list[Cell] = []
        sizes: list[int] = []
        for line in held:
            open_list = cells and words(self.text, cells[-1]).endswith(("，", ",", "、", "（", "("))
            if len(cells) > 1 and (not line.gap if parted else open_list):
                cells[-1] = Cell(cells[-1].start, line.cells[0].end)
                sizes[-1] += 1
            else:
                cells.append(line.cells[0])
                sizes.append(1)
        return cells, sizes


# --- rows without numbers ---


def _fill_evenly(text: str, lines: list[Line], at: int, table: Table) -> int:
    """Rows of as many lines as the head, each cell suiting its column. Returns the line after the table."""
    count = len(table.columns)
    headed = False
    while at + count <= len(lines):
        cells = [line.cells[0] if len(line.cells) == 1 else Cell() for line in lines[at : at + count]]
        printed = words(text, cells[0])
        if all(cells) and not ORDINAL.match(printed) and keeps_promise(text, cells, table.columns):
            table.rows.append(cells)
            table.end, at, headed = cells[-1].end, at + count, False
        elif 0 < len(printed) <= 30 and not headed and not BELOW_TABLE.match(printed):
            table.add_heading(cells[0])
            at, headed = at + 1, True
        else:
            break
    return at - headed
