"""Tables whose cells are parted by blanks, as text copied from a page shows them.

    序号 重点任务 牵头单位 完成时限
    1 扩大绿地 县住建局 2024年9月
    2 管好绿地 县城管局 全年

A line of prose has blanks too, so each row has to hold what its columns promise.
"""

from __future__ import annotations

from itertools import pairwise

from .columns import GOAL, GROWTH, NAME, NUMBER, TASK, UNIT, VALUE, Column
from .table_fit import aligned, all_units, fit
from .table_heads import columns_of, is_head, new_table
from .table_lines import BELOW_TABLE, Line, parted_by_blanks
from .tables import PASSED, Cell, Table, words


def blank_table_at(text: str, lines: list[Line], at: int) -> tuple[Table, int] | None:
    """The table whose head is this line, and the line after it."""
    titles = parted_by_blanks(text, lines[at])
    columns = columns_of(text, titles)
    if len(titles) < 3 or not all(column.kind for column in columns[:3]) or not is_head(columns):
        return None
    table = new_table(text, lines, at, at + 1, columns)
    if table.kind == PASSED:
        return None
    # Where one blank parts the titles, two in a row below are an empty cell.
    single = all(other.start - one.end == 1 for one, other in pairwise(titles))
    after, headed = at + 1, False
    for place in range(after, len(lines)):
        cells = parted_by_blanks(text, lines[place], single)
        if row := _row(text, lines[place], cells, columns):
            table.rows.append(row)
            table.end, after, headed = lines[place].end, place + 1, False
        elif not headed and _goes_on(text, table, cells):
            table.rows[-1][-1] = table.rows[-1][-1].joined(cells[0])
            table.end, after = lines[place].end, place + 1
        elif not headed and len(cells) == 1 and _is_heading(text, cells[0]):
            table.add_heading(cells[0])
            headed = True
        else:
            break
    table.drop_last_heading()
    return (table, after) if table.rows else None


def _row(text: str, line: Line, cells: tuple[Cell, ...], columns: list[Column]) -> list[Cell]:
    """The cells in their columns; none where the line is no row."""
    if len(line.cells) > 1 or not 1 < len(cells) <= 3 * len(columns):
        return []
    row = aligned(text, list(cells), columns)
    return row if keeps_promise(text, row, columns) else []


def _goes_on(text: str, table: Table, cells: tuple[Cell, ...]) -> bool:
    """县财政局 alone in a line, below a row whose last cell is 县住建局: its list goes on."""
    ends_in_units = table.rows and table.columns[-1].kind == UNIT and table.rows[-1][-1]
    return bool(ends_in_units) and len(cells) == 1 and all_units(words(text, cells[0]))


def _is_heading(text: str, cell: Cell) -> bool:
    printed = words(text, cell)
    return len(printed) <= 30 and "。" not in printed and not BELOW_TABLE.match(printed)


def keeps_promise(text: str, row: list[Cell], columns: list[Column]) -> bool:
    """Whether each cell suits its column, and neither the name of the row nor all it says is missing."""
    for cell, column in zip(row, columns, strict=True):
        if not cell and column.kind in {NAME, TASK, NUMBER}:
            return False
        if cell and fit(words(text, cell), column) < 0:
            return False
    return any(
        cell and column.kind in {VALUE, UNIT, GOAL, GROWTH} for cell, column in zip(row, columns, strict=True)
    )
