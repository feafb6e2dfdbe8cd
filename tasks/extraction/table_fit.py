"""Which cell of a row stands in which column, where the row has more or fewer cells than the head.

    类别 | 任务 | 牵头单位 | 时限
    绿地 | 新建公园12个 | 县住建局 | 9月底
    修补步道30处 | 县城管局 | 10月底      the merged cell 绿地 was left out: three cells, four columns

A cell is weighed by what it looks like (`fit`), and the cells are laid into the columns in their order so
that the sum of the weights is greatest (`aligned`).
"""

from __future__ import annotations

import re

from .columns import (
    BASE,
    CATEGORY,
    DUE,
    GOAL,
    GROWTH,
    MEASURE,
    NAME,
    NUMBER,
    OF_MEASURE,
    OTHER,
    PERSON,
    TASK,
    TEXTS,
    UNIT,
    VALUE,
    WATCH,
    Column,
)
from .tables import Cell, Table, words
from .unitlists import UNIT_LIKE

_MOST = 120  # cells of a row that are looked at

# What it costs to leave a column empty: a category is merged often, any other is seldom left out.
_MISSED = {CATEGORY: 0.2, NUMBER: 0.6, UNIT: 0.6, OF_MEASURE: 0.3, WATCH: 0.3, OTHER: 0.3}
_MISSED_ELSE = 0.5
_MERGED = 0.3  # of two columns of words the left one is the merged one: 考核指标 beside 考核内容
_WRAPPED = 0.6  # what it costs to take two cells for one that goes over two lines
_NEVER = float("-inf")


def add_row(text: str, table: Table, cells: list[Cell]) -> None:
    """Adds the cells as a row, each in its column.

    More or fewer lists of units than columns for them leave open which list is whose: the row is `guessed`.
    """
    fits = [
        fit(words(text, cell), column) for cell, column in zip(cells, table.columns, strict=False) if cell
    ]
    if len(cells) != len(table.columns) or (not cells[-1] and min(fits) <= -2):
        # A cell merged on the left is made up for by an empty one on the right.
        last = max(place for place, cell in enumerate(cells) if cell)
        cells = cells[: min(last + 1, _MOST)]
        note_guess(text, table, cells)
        cells = aligned(text, cells, table.columns)
    table.rows.append(cells)


def note_guess(text: str, table: Table, cells: list[Cell]) -> None:
    """The next row is `guessed` where its lists of units are not as many as the columns for them."""
    columns = sum(column.kind in {UNIT, WATCH} for column in table.columns)
    lists = sum(bool(cell) and all_units(words(text, cell)) for cell in cells)
    if columns > 1 and lists != columns:
        table.guessed.add(len(table.rows))


def aligned(
    text: str, cells: list[Cell], columns: list[Column], following: list[Column] | None = None
) -> list[Cell]:
    """A cell for each column, empty where none was printed; the cells keep their order.

    `following` are columns of the next row, of which the last cells may be.
    """
    missed = _costs(columns) + _costs(following or [])
    columns = columns + (following or [])
    if len(cells) == len(columns) and not following:
        return cells
    steps = _best_steps(text, cells, columns, missed)
    row = [Cell()] * len(columns)
    i, j = len(cells), len(columns)
    while i and j:
        if steps[i][j] == "skip":
            j -= 1
            continue
        cell = cells[i - 1]
        if cell:
            row[j - 1] = Cell(cell.start, row[j - 1].end or cell.end)
        j -= steps[i][j] == "put"
        i -= 1
    return row


def _best_steps(text: str, cells: list[Cell], columns: list[Column], missed: list[float]) -> list[list[str]]:
    """For the first i cells in the first j columns the last step of the best way to lay them:

    "put" the cell into the column, take it for "more" of the column's cell, or "skip" the column.
    """
    scores = [[fit(words(text, cell), column) for column in columns] for cell in cells]
    wide, high = len(columns), len(cells)
    best = [[0.0] * (wide + 1)] + [[_NEVER] * (wide + 1) for _ in range(high)]
    steps = [["skip"] * (wide + 1)] + [[""] * (wide + 1) for _ in range(high)]
    for i in range(1, high + 1):
        both = i > 1 and cells[i - 1] and cells[i - 2]
        for j in range(1, wide + 1):
            skip = best[i][j - 1] - missed[j - 1]
            put = best[i - 1][j - 1] + scores[i - 1][j - 1]
            goes_on = both and steps[i - 1][j] in {"put", "more"}
            more = best[i - 1][j] + scores[i - 1][j - 1] - _WRAPPED if goes_on else _NEVER
            best[i][j], steps[i][j] = max((put, "put"), (more, "more"), (skip, "skip"))
    return steps


def _costs(columns: list[Column]) -> list[float]:
    """What it costs to leave each column empty."""
    costs = [_MISSED.get(column.kind, _MISSED_ELSE) for column in columns]
    of_words = [at for at, column in enumerate(columns) if column.kind in {TASK, MEASURE, NAME}]
    for at in of_words[:-1]:
        costs[at] = _MERGED
    return costs


# --- what a cell looks like ---


_DAY_LIKE = re.compile(r"20\d\d|\d{1,2}月|年|季度|长期|持续|常态|立即|随时|全程|阶段|期间|\d[.-]\d")
_VALUE_LIKE = re.compile(r"\D{0,6}\d[\d.,]*\D{0,8}|[-—–/]+|完成.*|达到.*|.*提高|.*下降|持平|无")
_MEASURED = re.compile("^(?:[万亿千百十]|平方|立方|标准)|[人次户家个吨亩元米里时瓦点比%‰]$|[A-Za-z]")
_FIGURE = re.compile(r"[≥≤＞＜><]?=?\d[\d.,]*%?")
_PERSON_LIKE = re.compile(r"[\u4e00-\u9fff· 、,，]{2,20}|[\d\- ]{7,20}")
_ROW_NUMBER = re.compile(
    r"[(（]?(?P<number>\d{1,3}(?:[.．\-—]\d{1,2}){0,2}|[一二三四五六七八九十]{1,4})[)）]?[.．、]?"
)


def fit(printed: str, column: Column) -> float:
    """How well the words suit the column: from 3 (units under 责任单位) to -4 (words under 序号)."""
    if not printed:
        return 0.0
    kind = column.kind
    if kind == NUMBER:
        return 3 if number_of(printed) else -4
    if kind == UNIT:
        return 3 if all_units(printed) else -2
    if kind == WATCH:  # less than UNIT: of three lists in two columns two are of those who answer
        return 2.5 if all_units(printed) else -2
    if kind == GOAL and _FIGURE.fullmatch(printed):
        return 0.8
    if kind == DUE:
        return 3 if len(printed) <= 40 and _DAY_LIKE.search(printed) and not all_units(printed) else -3
    if kind in {VALUE, BASE, GROWTH}:
        return _fit_of_value(printed)
    if kind == OF_MEASURE:
        if len(printed) > 8 or re.search(r"\d", printed):
            return -2
        known = len(printed) <= 2 or "/" in printed or _MEASURED.search(printed)
        return 1.5 if known else 0.5  # 万元/人, 百分点; 绿化覆盖率 is rather what is measured
    if kind == PERSON:
        return 1 if _PERSON_LIKE.fullmatch(printed) else -1
    numbered = bool(number_of(printed))
    if kind == CATEGORY:
        return (1 if len(printed) <= 20 else -0.5) - all_units(printed) - numbered
    if kind in {*TEXTS, NAME}:
        return (1 if len(printed) > 6 else 0.6) - all_units(printed) - 2 * numbered
    return 0.1 - numbered


def _fit_of_value(printed: str) -> float:
    if _VALUE_LIKE.fullmatch(printed) and len(printed) < 20:
        return 2
    return 0 if len(printed) <= 8 and not re.search("[。，；,;]", printed) else -2  # 全面推行


def number_of(printed: str) -> str:
    """The number of a row, "" if the words are none: "(3)" -> 3, "2.1" -> 2.1, "十二、" -> 十二."""
    match = _ROW_NUMBER.fullmatch(printed.strip())
    return match["number"] if match else ""


_DEED = re.compile(
    "新建|改建|扩建|迁建|建设|建成|启动|推进|加快|完成|开工|实施|改造|打造|创建|培育|发展|提升|修建|修缮|开展"
    "|设立|成立|组建|引进|完善|整治"
)


def all_units(printed: str) -> bool:
    """Whether the words are a list of units: 县住建局、县财政局等; 迁建县政务服务中心 is a deed."""
    names = [name for name in re.split(r"[、,，;；:：\s]", re.sub("[等。]+$", "", printed)) if name]
    if any(_DEED.match(name) and not re.search("[局委办部厅]$", name) for name in names):
        return False
    like = [
        bool(UNIT_LIKE.search(re.sub(r"[(（].*$|等$|牵头$|配合$|负责$|按职责分工负责$", "", name)))
        for name in names
    ]
    return bool(names) and max(len(name) for name in names) <= 30 and sum(like) >= 0.6 * len(names)
