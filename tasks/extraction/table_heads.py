"""The head of a table: which line is one, what its columns hold, and what kind of table they make.

    序号 <tab> 重点任务 <tab> 责任分工 <tab>            <tab> 完成时限      a head of two levels:
         <tab>          <tab> 牵头单位 <tab> 配合单位 <tab>                NUMBER, TASK, UNIT, UNIT, DUE

A table with tasks and units is of TASKS, one with indicators and values of AIMS, any other is PASSED.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .columns import (
    BASE,
    CATEGORY,
    DUE,
    GOAL,
    GROWTH,
    MEASURE,
    MONEY,
    NAME,
    NUMBER,
    OF_MEASURE,
    OTHER,
    PERSON,
    SCORE,
    TASK,
    UNIT,
    VALUE,
    Column,
    column_of,
)
from .table_fit import number_of
from .table_lines import Line
from .tables import AIMS, PASSED, TASKS, Cell, Table, words

WIDEST = 40  # columns
_TITLE = 60  # letters of a title
_LEVELS = 6  # lines of a head, at most

_OF_SOMETHING_ELSE = re.compile("考核(?:评分|细则|标准|办法)|评分|评价表|通讯录|联系(?:人|方式)|名单")


def columns_of(text: str, cells: Sequence[Cell]) -> list[Column]:
    return [column_of(words(text, cell)) if cell and len(cell) < _TITLE else Column(OTHER) for cell in cells]


def is_head(columns: list[Column]) -> bool:
    """At least two columns say what they hold, and at least half of those that have a title."""
    known = sum(bool(column.kind) for column in columns)
    return known >= 2 and 2 * known >= sum(bool(column.title or column.kind) for column in columns)


def new_table(text: str, lines: list[Line], first: int, after: int, columns: list[Column]) -> Table:
    """The table, without rows yet, whose head is the lines from `first` up to `after`."""
    caption = caption_over(text, lines, first)
    return Table(_kind(columns, caption), lines[first].start, lines[after - 1].end, columns, caption=caption)


def caption_over(text: str, lines: list[Line], at: int) -> str:
    """The short line above, over a line for the unit: 附件2 重点任务分工表 / 单位:万元."""
    for line in reversed(lines[max(0, at - 2) : at]):
        printed = text[line.start : line.end].strip()
        if re.match("[(（]?单位[:：]|序$", printed):  # 序 over 号: the first title in two lines
            continue
        short = len(line.cells) == 1 and 3 < len(printed) <= 60 and not re.search("[。；;]", printed)
        return re.sub(r"\s", "", printed) if short else ""
    return ""


# --- kinds of tables ---


def _kind(columns: list[Column], caption: str) -> str:
    kinds = {column.kind for column in columns}
    if SCORE in kinds or _OF_SOMETHING_ELSE.search(caption):
        return PASSED
    if _has_aims(columns, kinds):
        return AIMS
    if MONEY in kinds and TASK not in kinds and not re.search("实事|任务|分工", caption):
        return PASSED  # a list of building projects: 项目名称 | 总投资 | 责任单位
    return TASKS if _has_tasks(kinds) else PASSED


def _has_aims(columns: list[Column], kinds: set[str]) -> bool:
    """指标 | 单位 | 2025年, 指标 | 目标 or 指标 | 年均增长; 类别 | 单位 | 2020年 | 2025年 names them too."""
    years = sum(bool(column.kind in {VALUE, BASE} and column.year) for column in columns)
    named = NAME in kinds or (CATEGORY in kinds and OF_MEASURE in kinds and years > 1)
    if not named or VALUE in kinds:
        return named
    if TASK in kinds:
        return False
    return GROWTH in kinds or (GOAL in kinds and (OF_MEASURE in kinds or UNIT not in kinds))


def _has_tasks(kinds: set[str]) -> bool:
    """任务 | 责任单位, 类别 | 责任单位 unless it lists persons, or 序号 | 任务 | 完成时限."""
    if UNIT in kinds:
        return bool(kinds & {TASK, MEASURE, GOAL, NAME}) or (CATEGORY in kinds and PERSON not in kinds)
    return NUMBER in kinds and TASK in kinds and bool(kinds & {DUE, GOAL, MEASURE})


# --- heads of several lines ---


def read_head(text: str, lines: list[Line], at: int) -> tuple[list[Column], int] | None:
    """The columns of the head that begins with this line, and the line after it; None: no head."""
    cells, after = _wrapped_head(text, lines, at)
    columns = columns_of(text, cells)
    if not is_head(columns) or len(columns) > WIDEST:
        return None
    while after < min(len(lines), at + _LEVELS):
        below = _with_level_below(columns, columns_of(text, lines[after].cells))
        if below is None:
            break
        columns, after = below, after + 1
    return columns, after


def _wrapped_head(text: str, lines: list[Line], at: int) -> tuple[tuple[Cell, ...], int]:
    """The cells of a head whose titles may wrap: "… 完成" and "时限" in the next line are one title."""
    cells = best = lines[at].cells
    after, known = at + 1, _known(text, cells)
    for place in range(at + 1, min(at + 5, len(lines))):
        line = lines[place]
        numbered = number_of(words(text, line.cells[0]))
        if line.gap or len(cells) > WIDEST or len(line) > 60 or numbered:
            break
        last = cells[-1]
        joint = last.joined(line.cells[0])
        cells = (*cells[:-1], joint, *line.cells[1:])
        more = _known(text, cells)
        # 责任分工 | (empty) over 牵头单位 | 配合单位 is a head of two levels, not a title that wraps
        broken = last and len(joint) <= 16 and not column_of(words(text, last)).kind
        if more > known and broken:
            best, after, known = cells, place + 1, more
    return best, after


def _known(text: str, cells: Sequence[Cell]) -> int:
    return sum(bool(column.kind) for column in columns_of(text, cells))


def _with_level_below(columns: list[Column], below: list[Column]) -> list[Column] | None:
    """Heads of two levels: 责任分工 over 牵头单位 and 配合单位. None: the line is no head."""
    titles = {column.title for column in columns}
    printed = [column for column in below if column.title]
    unknown = [column for column in printed if not column.kind]
    if not printed or len(below) < 2 or any(column.title not in titles for column in unknown):
        return None
    if len(below) == len(columns):
        return _each_below(columns, below)
    if len(below) < len(columns) and all(column.kind for column in below):
        return _below_one(columns, below)
    return None


def _each_below(columns: list[Column], below: list[Column]) -> list[Column] | None:
    """A level with a cell for each column; where a title goes down over both levels it is printed twice."""
    pairs = list(zip(columns, below, strict=True))
    printed = [under for _, under in pairs if under.title]
    same = sum(over.title == under.title for over, under in pairs if under.title)
    if same == len(printed):
        return None  # the same head once more is no second level
    if not same and any(not under.kind for under in printed):
        return None
    return [
        _joint(over, under) if under.title and under.title != over.title else over for over, under in pairs
    ]


def _below_one(columns: list[Column], below: list[Column]) -> list[Column] | None:
    """A level with cells for one wide column only, which is then known: the one that can be split."""
    wide = [
        at
        for at, column in enumerate(columns)
        if (column.kind in {UNIT, OTHER, GOAL, VALUE} and column.kind != below[0].kind)
        or column.word.endswith("分工")
    ]
    if len(wide) != 1:
        return None
    return [*columns[: wide[0]], *below, *columns[wide[0] + 1 :]]


def _joint(over: Column, under: Column) -> Column:
    """目标值 over 2025年: the lower title says more; 现状 over 2020年: the upper one says of what."""
    if under.kind == OTHER:
        return over
    if under.kind == VALUE and over.kind == BASE:
        return Column(BASE, under.title, year=under.year, measure=under.measure)
    return under
