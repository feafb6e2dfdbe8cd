"""Tables with a row a line, the cells parted by tabs or pipes.

    序号 <tab> 任务 <tab> 责任单位 <tab> 时限
    一、绿地                                        a heading across the table
    1 <tab> 新建公园12个 <tab> 县住建局 <tab> 2024年  a row; its last cell goes on in the next line
    9月底

Word and HTML files are printed in this form, with each cell in one line; text copied from a page wraps.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from .columns import DUE, NUMBER, OTHER, TEXTS, UNIT
from .table_fit import add_row, number_of
from .table_heads import caption_over, columns_of, is_head, new_table, read_head
from .table_lines import BELOW_TABLE, ORDINAL, Line
from .tables import PASSED, Cell, Table, words
from .unitlists import UNIT_LIKE

_NEAR = 8  # lines within which a wrapped cell or a heading is followed by a line with tabs

# The particulars of a document that a portal prints in rows above it: 索引号: | 发文机关: |
_PARTICULARS = re.compile(
    r"(?:索\s*引\s*号|发文机关|发布机构|发布日期|成文日期|发文字号|文\s*号|标\s*题|信息分类|主题分类"
    r"|分\s*类|有效性|公开方式|主题词)\s*[:：]?"
)


class TabbedTables:
    """The lines of one text."""

    def __init__(self, text: str, lines: list[Line]):
        self.text, self.lines = text, lines
        self.tabbed = [at for at, line in enumerate(lines) if len(line.cells) > 1]
        self.block_end = 0  # of the last lines that `_read_block` read
        self.lists: set[int] = set()  # lines on which a list of something else begins

    def table_at(self, at: int) -> tuple[Table, int] | None:
        """The table whose first line is this one, and the line after it."""
        head = read_head(self.text, self.lines, at)
        if not head:
            return self._unknown_at(at)
        columns, after = head
        table = new_table(self.text, self.lines, at, after, columns)
        return table, _Filling(self, table).fill(after)

    def is_near(self, at: int) -> bool:
        """Whether a line with tabs follows soon."""
        following = bisect_left(self.tabbed, at)
        return following < len(self.tabbed) and self.tabbed[following] - at <= _NEAR

    def _unknown_at(self, at: int) -> tuple[Table, int] | None:
        """At least three rows of at least three cells under a head that says nothing: 材料 | 份数 | 用途."""
        if at >= self.block_end:
            self._read_block(at)
        if at not in self.lists:
            return None
        block = self.lines[at : self.block_end]
        columns = columns_of(self.text, block[0].cells)
        rows = [list(line.cells) for line in block[1:]]
        caption = caption_over(self.text, self.lines, at)
        table = Table(PASSED, block[0].start, block[-1].end, columns, rows, caption=caption)
        return table, self.block_end

    def _read_block(self, first: int) -> None:
        """Notes where lines of at least three cells end, and from which of them on they are a list.

        Words laid out in columns are none: cells of whole paragraphs, particulars of the document, rows
        that are half empty. Each block is read once, so that a long one that is no list costs no more.
        """
        end = first
        while end < len(self.lines) and len(self.lines[end].cells) > 2:
            if end > first and is_head(columns_of(self.text, self.lines[end].cells)):
                break
            end += 1
        self.block_end = end
        filled = 0
        for at in range(end - 1, first - 1, -1):
            cells = [cell for cell in self.lines[at].cells if cell]
            if any(len(cell) > 120 or _PARTICULARS.match(words(self.text, cell)) for cell in cells):
                break
            filled += len(cells)
            if end - at >= 3 and filled >= 2.2 * (end - at):
                self.lists.add(at)


class _Filling:
    """Fills a table from the lines below its head; the last cell of `row` may still go on."""

    def __init__(self, page: TabbedTables, table: Table):
        self.page, self.text, self.table = page, page.text, table
        self.count = len(table.columns)
        self.numbered = table.columns[0].kind == NUMBER
        self.row: list[Cell] = []

    def fill(self, at: int) -> int:
        """Returns the line after the table."""
        lines = self.page.lines
        while at < len(lines):
            several = len(lines[at].cells) > 1
            taken = self._take_cells(lines[at]) if several else self._take_line(lines[at], at)
            if not taken:
                break
            at += 1
        self._close()
        self.table.drop_last_heading()
        return at

    def _close(self) -> None:
        if self.row:
            self._put(self.row)
            self.table.end = max(self.table.end, max(cell.end for cell in self.row))
            self.row = []

    # --- a line of several cells ---

    def _take_cells(self, line: Line) -> bool:
        """A row or the rest of one; the same head once more is passed over, another ends the table."""
        titles = columns_of(self.text, line.cells)
        if is_head(titles) and all(column.kind for column in titles if column.title):
            if [one.title for one in titles] == [one.title for one in self.table.columns]:
                self._close()
                return True
            if sum(bool(column.title) for column in titles) >= 3 or len(titles) != self.count:
                return False
        cells = list(line.cells)
        if not any(cells[self.count :]):
            cells = cells[: self.count]
        if self._is_rest(line, cells):
            self.row[-1:] = [self.row[-1].joined(cells[0]), *cells[1:]]
        else:
            self._close()
            self.row = cells
        return True

    def _is_rest(self, line: Line, cells: list[Cell]) -> bool:
        """ "1 <tab> 新建" and "公园12个。<tab> 县住建局": the row above has room for these cells."""
        if not self.row or line.gap or len(self.row) == self.count:
            return False
        begins = self.numbered and number_of(words(self.text, cells[0]))
        return not begins and len(self.row) + len(cells) - 1 <= self.count

    # --- a line of one cell ---

    def _take_line(self, line: Line, at: int) -> bool:
        """The rest of a cell or a heading across the table; anything else stands below the table."""
        printed = self.text[line.start : line.end].strip()
        near = self.page.is_near(at)
        if self.row and not line.gap and self._goes_on(printed, near):
            self.row[-1] = self.row[-1].joined(line.cells[0])
        elif near and self._is_heading(printed, line.gap):
            self._close()
            self.table.add_heading(line.cells[0])
            self.table.end = line.end
        else:
            return False
        return True

    def _is_heading(self, printed: str, gap: bool) -> bool:
        short = len(printed) <= 40 and not re.search("[。；;]", printed)
        return short and not BELOW_TABLE.match(printed) and (bool(ORDINAL.match(printed)) or not gap)

    def _goes_on(self, printed: str, near: bool) -> bool:
        """Whether the line is the rest of the cell above it, by what that cell's column holds."""
        if ORDINAL.match(printed) or BELOW_TABLE.match(printed):
            return False
        if len(self.row) < self.count:
            return near or len(self.row) == self.count - 1
        if _is_open(self.text, self.row[-1]):
            return True
        kind = self.table.columns[-1].kind
        if kind == UNIT:
            return len(printed) < 60 and bool(UNIT_LIKE.search(printed))
        if kind == DUE:
            return len(printed) <= 8 and bool(_REST_OF_DAY.search(printed))
        return kind in (*TEXTS, OTHER) and near and len(printed) > 12

    # --- a whole row ---

    def _put(self, cells: list[Cell]) -> None:
        cells = [_unquoted(self.text, cell) for cell in cells]
        filled = [cell for cell in cells if cell]
        if not filled:
            return
        heading = self._heading_in_two(cells, filled) or self._heading_across(cells, filled)
        if heading:
            self.table.add_heading(heading)
        else:
            add_row(self.text, self.table, cells)

    def _heading_in_two(self, cells: list[Cell], filled: list[Cell]) -> Cell | None:
        """ "一 | 工业 | | ": the ordinal of the heading stands in the column of numbers."""
        if not self.numbered or not cells[0] or len(cells) != self.count or len(self._said(filled)) != 2:
            return None
        ordinal, title = words(self.text, filled[0]), words(self.text, filled[1])
        if not re.fullmatch("[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.]?", ordinal) or len(title) > 40:
            return None
        return Cell(filled[0].start, filled[1].end)

    def _heading_across(self, cells: list[Cell], filled: list[Cell]) -> Cell | None:
        """A merged cell across the table is printed in each column, or in the first one alone."""
        first = words(self.text, filled[0])
        alone = len(self._said(filled)) == 1 and (len(filled) > 1 or self.count > 2)
        begins = len(filled) == len(cells) or cells[0] or ORDINAL.match(first)
        return filled[0] if alone and begins and len(first) <= 60 and not number_of(first) else None

    def _said(self, filled: list[Cell]) -> set[str]:
        return {re.sub(r"\s", "", words(self.text, cell)) for cell in filled}


_REST_OF_DAY = re.compile("[年月日前底期]|长期|持续|坚持|推进|常态|季度")


def _unquoted(text: str, cell: Cell) -> Cell:
    """Spreadsheets put a cell of several lines between straight quotation marks."""
    printed = words(text, cell)
    quoted = len(printed) > 2 and printed[0] == printed[-1] == '"' and "\n" in printed
    return Cell(cell.start + 1, cell.end - 1) if quoted else cell


def _is_open(text: str, cell: Cell) -> bool:
    """ "县财政局、", "县住建局(牵头" and a cell whose quotation mark is not closed go on in the next line."""
    if text.startswith('"', cell.start) and not text.endswith('"', cell.start + 1, cell.end):
        return True
    if text.endswith(("、", "，", ",", "和", "及"), cell.start, cell.end):
        return True
    opened, closed = (
        sum(text.count(sign, cell.start, cell.end) for sign in signs) for signs in ("(（", ")）")
    )
    return opened > closed
