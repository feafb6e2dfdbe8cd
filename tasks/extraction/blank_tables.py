"""Tables whose cells are parted by blanks, as text copied from a page shows them.

    序号 重点任务 牵头单位 完成时限
    1 扩大绿地 县住建局 2024年9月
    2 管好绿地 县城管局 全年

A line of prose has blanks too, so each row has to hold what its columns promise. A site for sharing files
prints the whole table as one such line; there a row begins where the next number stands.
"""

from __future__ import annotations

import re
from itertools import groupby, pairwise

from .columns import GOAL, GROWTH, MEASURE, NAME, NUMBER, TASK, UNIT, VALUE, Column, column_of
from .fused_tables import TITLES
from .table_fit import add_row, aligned, all_units, fit
from .table_heads import columns_of, is_head, new_table
from .table_lines import BELOW_TABLE, ORDINAL, Line, parted_by_blanks
from .tables import PASSED, TASKS, Cell, Table, words

_WIDEST = 12  # columns
_NEAR = 12  # lines below a head


def blank_table_at(text: str, lines: list[Line], at: int) -> tuple[Table, int] | None:
    """The table whose head is this line, and the line after it."""
    titles = _spread_joined(text, parted_by_blanks(text, lines[at]))
    columns = columns_of(text, titles)
    two = [column.kind for column in columns] == [TASK, UNIT]
    if not two and (
        len(titles) < 3 or not all(column.kind for column in columns[:3]) or not is_head(columns)
    ):
        return None
    table = new_table(text, lines, at, at + 1, columns)
    if table.kind == PASSED:
        return None
    # Where one blank parts the titles, two in a row below are an empty cell.
    single = all(other.start - one.end == 1 for one, other in pairwise(titles))
    after = _fill(text, lines, at + 1, table, single)
    if broken := _broken_rows(text, lines, at + 1, after, table):
        return table, _fill_broken(text, lines, at + 1, broken, table)
    if len(table.rows) < 1 + two:
        return _unread(text, lines, at, table, titles)
    return table, after


def _fill(text: str, lines: list[Line], after: int, table: Table, single: bool) -> int:
    """Returns the line after the last row."""
    headed = False
    for place in range(after, len(lines)):
        cells = parted_by_blanks(text, lines[place], single)
        if row := _row(text, lines[place], cells, table.columns):
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
    return after


# --- rows whose cells wrap ---

_NUMBERED = re.compile(r"[ \u3000]*(\d{1,3})[ \u3000]+(?=[^\s\d])")


def _broken_rows(text: str, lines: list[Line], first: int, after: int, table: Table) -> list[int]:
    """The lines at which the numbered rows begin, where the reading stopped before the last of them.

    1 建设停车场,新增车位90个,优化 县城管局、县交 2023年10      its cells go on side by side in the next line:
    收费政策 通局 月                                            nothing says which words are whose
    """
    if table.kind != TASKS or table.columns[0].kind != NUMBER:
        return []
    starts: list[int] = []
    number = 0
    place = first
    while place < min(len(lines), (starts[-1] + 1 if starts else first) + _NEAR):
        match = _NUMBERED.match(text, lines[place].start, lines[place].end)
        if match and (not starts or int(match[1]) == number + 1):
            starts.append(place)
            number = int(match[1])
        place += 1
    return starts if len(starts) > 1 and starts[-1] >= after else []


def _fill_broken(text: str, lines: list[Line], first: int, starts: list[int], table: Table) -> int:
    """Rows of what their first lines say, all of it doubted. Returns the line after the table."""
    table.rows, table.headings, table.unparted = [], {}, True
    longest = max(other - one for one, other in pairwise(starts))
    last = starts[-1] + 1
    while last < min(len(lines), starts[-1] + longest) and not _ends_table(text, lines[last]):
        last += 1
    for place, before in zip(starts, [first, *starts], strict=False):
        headings = [line for line in lines[before:place] if ORDINAL.match(text[line.start : line.end])]
        if headings:
            table.add_heading(headings[-1].cells[0])
        table.guessed.add(len(table.rows))
        table.rows.append(_first_cells(text, lines[place], table.columns))
    table.end = lines[last - 1].end
    return last


def _ends_table(text: str, line: Line) -> bool:
    printed = text[line.start : line.end]
    return line.gap or bool(ORDINAL.match(printed) or BELOW_TABLE.match(printed))


def _first_cells(text: str, line: Line, columns: list[Column]) -> list[Cell]:
    """The cells of the line in their columns, without those that do not suit them."""
    cells = list(parted_by_blanks(text, line))[: 3 * len(columns)]
    row = aligned(text, cells, columns)
    row = [
        cell if fit(words(text, cell), column) >= 0 else Cell()
        for cell, column in zip(row, columns, strict=True)
    ]
    said = next(at for at, column in enumerate(columns) if column.kind in {TASK, MEASURE, GOAL, NAME})
    row[0], row[said] = cells[0], row[said] or cells[1]
    return row


def _unread(
    text: str, lines: list[Line], at: int, table: Table, titles: tuple[Cell, ...]
) -> tuple[Table, int] | None:
    """The head of columns whose lines were copied side by side: 制度的作用,形成 自治区住建厅牵头,联

    The text below is left as it is, and doubted; but a clause there says that the head is none, and so do
    cells in lines of another form.
    """
    below = lines[at + 1 : at + 1 + _NEAR]
    if (
        table.kind != TASKS
        or not below
        or len(below[0].cells) > 1
        or re.search("(?:单位|部门)[:：]", text[below[0].start : below[-1].end])
    ):
        return None
    end = lines[at].end
    return Table(
        PASSED, table.start, end, table.columns, [list(titles)], caption=table.caption, unparted=True
    ), at + 1


def _spread_joined(text: str, titles: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Titles whose letters are spread out: 工 作 任 务 between 序号 and 牵头部门, 重 点 任 务 责 任 部 门."""
    joined: list[Cell] = []
    for single, run in groupby(titles, key=lambda cell: len(cell) == 1):
        letters = list(run)
        said = "".join(words(text, letter) for letter in letters)
        found = list(TITLES.finditer(said)) if single else []
        if found and "".join(title.group() for title in found) == said:
            joined += [letters[title.start()].joined(letters[title.end() - 1]) for title in found]
        elif single and column_of(said).kind:
            joined.append(letters[0].joined(letters[-1]))
        else:
            joined += letters
    return tuple(joined)


def one_line_table_at(text: str, lines: list[Line], at: int) -> tuple[Table, int] | None:
    """ "…分解表 序号 重点任务 牵头单位 1 扩大绿地 县住建局 2 管好绿地 县城管局 …"."""
    cells = list(parted_by_blanks(text, lines[at]))
    said = [words(text, cell) for cell in cells]
    first = said.index("序号") if "序号" in said else len(said)
    begin = next((at for at in range(first, min(first + _WIDEST, len(said))) if said[at] == "1"), 0)
    columns = columns_of(text, cells[first:begin])
    if len(columns) < 3 or not is_head(columns) or not all(column.kind for column in columns):
        return None
    table = new_table(text, lines, at, at + 1, columns)
    if table.kind == PASSED:
        return None
    table.start, table.caption = cells[first].start, said[first - 1] if first else table.caption
    starts = _row_starts(said, begin, 4 * len(columns))
    for start, stop in zip(starts, [*starts[1:], len(cells)], strict=True):
        last = stop == len(cells)
        row = cells[start : _end_of_row(said, start, stop, len(columns)) if last else stop]
        add_row(text, table, row)
        table.end = row[-1].end
    return (table, at + 1) if len(table.rows) > 1 else None


def _row_starts(said: list[str], at: int, most: int) -> list[int]:
    """Where 1, 2, 3 … stand, each within so many words behind the one before."""
    starts = [at]
    while True:
        number, last = str(len(starts) + 1), starts[-1]
        found = [place for place in range(last + 2, min(last + most, len(said))) if said[place] == number]
        if not found:
            return starts
        starts.append(found[0])


def _end_of_row(said: list[str], start: int, stop: int, columns: int) -> int:
    """The last row ends before a note, and what is more than its columns is text."""
    stop = min(stop, start + columns)
    return next((at for at in range(start + 1, stop) if BELOW_TABLE.match(said[at])), stop)


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
