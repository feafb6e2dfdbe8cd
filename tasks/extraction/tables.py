"""Tables in a text: rows parted by tabs or pipes, one cell a line, or columns of blanks.

Files with tables of their own (HTML, Word) print them as rows with tabs first: `rows_to_text`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from .clauses import UNIT_LIKE
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
    TEXTS,
    UNIT,
    VALUE,
    Column,
    column_of,
)  # fmt: skip

BREAK = "\v"  # a line break inside a cell, where a row is one line
AIMS, TASKS, PASSED = "aims", "tasks", "passed"


@dataclass(frozen=True)
class Cell:
    """A stretch of the text; an empty one holds nothing."""

    start: int = 0
    end: int = 0

    def __bool__(self) -> bool:
        return self.end > self.start


@dataclass
class Table:
    """`rows` have a cell for each column; a row across the whole table has one cell alone, in `heads`."""

    kind: str
    start: int
    end: int
    columns: list[Column]
    rows: list[list[Cell]]
    heads: dict[int, Cell] = field(default_factory=dict)  # the heading before the row of this number
    caption: str = ""
    guessed: set[int] = field(default_factory=set)  # rows whose units may stand in another column

    @property
    def name(self) -> str:
        """What a finding calls it: the line above, else its columns."""
        return self.caption or "、".join(column.title for column in self.columns if column.title)[:40]


# --- rows of a file into text ---


def rows_to_text(rows: list[list[str]]) -> str:
    """One line a row, a tab between two cells, BREAK for a line break in one; a frame around text is text."""
    if all(len(set(row)) == 1 for row in rows):
        return "\n".join(row[0] for row in rows)
    return "\n".join(
        "\t".join(re.sub(r"\s*\n\s*", BREAK, cell.strip()).replace("\t", " ") for cell in row) for row in rows
    )


# --- finding them ---


@dataclass(frozen=True)
class Line:
    start: int
    end: int
    cells: tuple[Cell, ...]  # one, unless a tab, a pipe or blanks part them
    gap: bool  # an empty line stands before it


_LINE = re.compile(r"[^\r\n]+")
_RULE = re.compile(r"[\s|:\-—_+=]+")
_ANY = re.compile(r"[\t|]|序\s{0,4}号|指\s{0,4}标|任务|单位|部门|事项|编号")
_ORDINAL = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）]"
    r"|第[一二三四五六七八九十]{1,3}[章节部类]|专栏"
)
_END = re.compile(
    r"注[:：\d]|备注[:：]|说明[:：]|附件|附表|附录|抄送|主办[:：]|[(（]此件"
    r"|第[一二三四五六七八九十]{1,3}[章节]|[一二三四五六七八九十]{1,3}、.{25}"
)
_FIELD = re.compile(
    r"(?:索\s*引\s*号|发文机关|发布机构|发布日期|成文日期|发文字号|文\s*号|标\s*题|信息分类|主题分类"
    r"|分\s*类|有效性|公开方式|主题词)\s*[:：]?"
)
_NUMERALS = "一二三四五六七八九十"
_NEAR = 8  # lines of a cell that wraps
_WIDEST = 40  # columns


def find_tables(text: str) -> list[Table]:
    """The tables of a text in order; what has no header that says so, or no rows, is none."""
    if not _ANY.search(text):
        return []
    lines = list(_lines(text))
    tabbed = [at for at, line in enumerate(lines) if len(line.cells) > 1]
    tables: list[Table] = []
    at = 0
    while at < len(lines):
        found = _table_at(text, lines, at, tabbed)
        if found:
            table, at = found
            tables += [table] if table.rows else []
        else:
            at += 1
    return tables


def _lines(text: str) -> Iterator[Line]:
    before = 0
    for match in _LINE.finditer(text):
        start, end = match.span()
        if not match.group().strip(" \u3000\xa0"):
            continue
        gap = text.count("\n", before, start) > 1
        before = end
        line = match.group()
        if "\t" in line:
            cells = _parted(text, start, end, "\t")
        elif "|" in line:
            if _RULE.fullmatch(line):
                continue
            cells = _piped(text, start, end)
        else:
            cells = (_stripped(text, start, end),)
        yield Line(start, end, cells, gap)


def _piped(text: str, start: int, end: int) -> tuple[Cell, ...]:
    """Cells between pipes, or each before a pipe; one that stands alone before its pipe is a line."""
    left = start
    while text[left] in _BLANK:
        left += 1
    while end > left and text[end - 1] in _BLANK:
        end -= 1
    framed = text[left] == "|"
    while not framed and text[end - 1] == "|" and end - left > 1:
        end -= 1
    right = end - 1 if framed and end - left > 1 and text[end - 1] == "|" else end
    return _parted(text, left + framed, right, "|")


def _parted(text: str, start: int, end: int, sign: str) -> tuple[Cell, ...]:
    cells, at = [], start
    for match in re.compile(re.escape(sign)).finditer(text, start, end):
        cells.append(_stripped(text, at, match.start()))
        at = match.end()
    return (*cells, _stripped(text, at, end))


_BLANK = " \u3000\xa0\t\r\n\v*"


def _stripped(text: str, start: int, end: int) -> Cell:
    while start < end and text[start] in _BLANK:
        start += 1
    while start < end and text[end - 1] in _BLANK:
        end -= 1
    return Cell(start, end) if end > start else Cell()


def words(text: str, cell: Cell) -> str:
    return text[cell.start : cell.end]


def _table_at(text: str, lines: list[Line], at: int, tabbed: list[int]) -> tuple[Table, int] | None:
    line = lines[at]
    if len(line.cells) > 1:
        return _rows_at(text, lines, at, tabbed)
    if line.end - line.start > 120 or not _ANY.search(text, line.start, line.end):
        return None
    return _blanks_at(text, lines, at) or _cells_at(text, lines, at)


def _columns(text: str, cells: tuple[Cell, ...]) -> list[Column]:
    return [
        column_of(words(text, cell)) if cell and cell.end - cell.start < 60 else Column(OTHER)
        for cell in cells
    ]


def _is_head(columns: list[Column]) -> bool:
    known = [column for column in columns if column.kind]
    return len(known) >= 2 and 2 * len(known) >= len([c for c in columns if c.title or c.kind])


def _kind(columns: list[Column], caption: str) -> str:
    kinds = {column.kind for column in columns}
    values = [column for column in columns if column.kind == VALUE]
    if SCORE in kinds or re.search(
        "考核(?:评分|细则|标准|办法)|评分|评价表|通讯录|联系(?:人|方式)|名单", caption
    ):
        return PASSED
    years = [column for column in columns if column.kind in {VALUE, BASE} and column.year]
    named = NAME in kinds or (CATEGORY in kinds and OF_MEASURE in kinds and len(years) > 1)
    if named and (
        values or (GOAL in kinds and TASK not in kinds and (OF_MEASURE in kinds or UNIT not in kinds))
    ):
        return AIMS
    if named and not values and GROWTH in kinds and TASK not in kinds:
        return AIMS
    if MONEY in kinds and TASK not in kinds and not re.search("实事|任务|分工", caption):
        return PASSED
    if UNIT in kinds and (kinds & {TASK, MEASURE, GOAL} or (CATEGORY in kinds and not kinds & {PERSON})):
        return TASKS
    if UNIT in kinds and NAME in kinds:
        return TASKS
    if NUMBER in kinds and TASK in kinds and kinds & {DUE, GOAL, MEASURE}:
        return TASKS
    return PASSED


def _caption(text: str, lines: list[Line], at: int) -> str:
    """The short line above: 附件2 重点任务分工表."""
    for line in reversed(lines[max(0, at - 2) : at]):
        printed = text[line.start : line.end].strip()
        if re.match("[(（]?单位[:：]", printed):
            continue
        short = len(line.cells) == 1 and 3 < len(printed) <= 60 and not re.search("[。；;]", printed)
        return re.sub(r"\s", "", printed) if short else ""
    return ""


# --- rows with tabs or pipes ---


def _rows_at(text: str, lines: list[Line], at: int, tabbed: list[int]) -> tuple[Table, int] | None:
    cells, first = _head_cells(text, lines, at)
    columns = _columns(text, cells)
    if not _is_head(columns) or len(columns) > _WIDEST:
        return _unknown_at(text, lines, at)
    top = at
    while first < len(lines) and first < top + 6:
        below = _second_head(text, columns, lines[first].cells)
        if below is None:
            break
        columns, first = below, first + 1
    caption = _caption(text, lines, top)
    table = Table(
        _kind(columns, caption), lines[top].start, lines[first - 1].end, columns, [], caption=caption
    )
    return table, _fill(text, lines, first, table, tabbed)


def _head_cells(text: str, lines: list[Line], at: int) -> tuple[tuple[Cell, ...], int]:
    """The cells of the head, and the line after it: a title that wraps stands in two lines."""
    cells = best = lines[at].cells
    stop, known = at + 1, sum(bool(column.kind) for column in _columns(text, cells))
    for after in range(at + 1, min(at + 5, len(lines))):
        line = lines[after]
        if (
            line.gap
            or len(cells) > _WIDEST
            or line.end - line.start > 60
            or _number_of(words(text, line.cells[0]))
        ):
            break
        before = cells[-1]
        joint = Cell(before.start or line.cells[0].start, line.cells[0].end or before.end)
        cells = (*cells[:-1], joint, *line.cells[1:])
        columns = _columns(text, cells)
        more = sum(bool(column.kind) for column in columns)
        broken = joint.end - joint.start <= 16 and not column_of(words(text, before)).kind
        if more > known and broken:
            best, stop, known = cells, after + 1, more
    return best, stop


def _second_head(text: str, columns: list[Column], cells: tuple[Cell, ...]) -> list[Column] | None:
    """Heads of two levels: 责任分工 over 牵头单位 and 配合单位. None: the line is no head."""
    below = _columns(text, cells)
    printed = [column for column in below if column.title]
    if (
        not printed
        or len(cells) < 2
        or any(not c.kind and c.title not in {d.title for d in columns} for c in printed)
    ):
        return None
    if len(cells) == len(columns):
        same = sum(one.title == other.title for one, other in zip(columns, below, strict=True) if other.title)
        if same == len(printed):
            return None  # the same head once more is no second level
        if any(not c.kind for c in printed) and not same:
            return None
        return [
            _joint(over, under) if under.title and under.title != over.title else over
            for over, under in zip(columns, below, strict=True)
        ]
    if len(cells) < len(columns) and all(column.kind for column in below):
        wide = [
            n
            for n, c in enumerate(columns)
            if (c.kind in {UNIT, OTHER, GOAL, VALUE} and c.kind != below[0].kind) or c.word.endswith("分工")
        ]
        if len(wide) == 1:
            return [*columns[: wide[0]], *below, *columns[wide[0] + 1 :]]
    return None


def _joint(over: Column, under: Column) -> Column:
    """目标值 over 2025年: the lower title says more, and the upper one says of what."""
    if under.kind == OTHER:
        return over
    if under.kind == VALUE and over.kind == BASE:
        return Column(BASE, under.title, year=under.year, measure=under.measure)
    return under


def _fill(text: str, lines: list[Line], at: int, table: Table, tabbed: list[int]) -> int:
    """The rows below the head; a row whose cells wrap stands in several lines. Returns the line after."""
    head = [column.title for column in table.columns]
    count = len(table.columns)
    row: list[Cell] = []
    numbered = table.columns[0].kind == NUMBER

    def close() -> None:
        if row:
            _put(text, table, list(row))
            table.end = max(table.end, max(cell.end for cell in row))
            row.clear()

    while at < len(lines):
        line = lines[at]
        cells = list(line.cells)
        if len(cells) > 1:
            again = _columns(text, line.cells)
            if _is_head(again) and all(c.kind for c in again if c.title):
                if [c.title for c in again] == head:
                    close()
                    at += 1
                    continue
                if len([c for c in again if c.title]) >= 3 or len(again) != count:
                    break
            if len(cells) > count and not any(cells[count:]):
                cells = cells[:count]
            begins = bool(_number_of(words(text, cells[0]))) or not numbered
            if (
                row
                and len(row) < count
                and len(row) + len(cells) - 1 <= count
                and not (numbered and begins)
                and not line.gap
            ):
                row[-1:] = [Cell(row[-1].start or cells[0].start, cells[0].end or row[-1].end), *cells[1:]]
            else:
                close()
                row = cells
            at += 1
            continue
        following = bisect_left(tabbed, at)
        near = following < len(tabbed) and tabbed[following] - at <= _NEAR
        printed = text[line.start : line.end].strip()
        goes_on = row and not line.gap and _goes_on(text, row, count, printed, table, near)
        if goes_on:
            row[-1] = Cell(row[-1].start or line.cells[0].start, line.cells[0].end)
        elif (
            near
            and len(printed) <= 40
            and not _END.match(printed)
            and not re.search("[。；;]", printed)
            and (_ORDINAL.match(printed) or not line.gap)
        ):
            close()
            table.heads[len(table.rows)] = line.cells[0]
            table.end = line.end
        else:
            break
        at += 1
    close()
    for place in [place for place in table.heads if place >= len(table.rows)]:
        del table.heads[place]
    return at


def _goes_on(text: str, row: list[Cell], count: int, printed: str, table: Table, near: bool) -> bool:
    """A line without a tab: the rest of the cell above, or a heading across the table."""
    if _ORDINAL.match(printed) or _END.match(printed):
        return False
    last = words(text, row[-1])
    if len(row) < count:
        return near or len(row) == count - 1
    if last.endswith(("、", "，", ",", "和", "及")) or last.count("(") + last.count("（") > last.count(
        ")"
    ) + last.count("）"):
        return True
    kind = table.columns[-1].kind
    if kind == UNIT:
        return bool(UNIT_LIKE.search(printed)) and len(printed) < 60
    if kind == DUE:
        return len(printed) <= 8 and bool(re.search("[年月日前底期]|长期|持续|坚持|推进|常态|季度", printed))
    return kind in (*TEXTS, OTHER) and near and len(printed) > 12


def _put(text: str, table: Table, cells: list[Cell]) -> None:
    """A row, each cell in its column; one cell across the table is a heading of the rows below."""
    filled = [cell for cell in cells if cell]
    if not filled:
        return
    printed = {re.sub(r"\s", "", words(text, cell)) for cell in filled}
    alone = len(printed) == 1 and (len(filled) > 1 or len(table.columns) > 2)
    if table.columns[0].kind == NUMBER and len(printed) == 2 and len(cells) == len(table.columns):
        number, title = words(text, filled[0]), words(text, filled[1])
        if cells[0] and re.fullmatch(f"[{_NUMERALS}]{{1,3}}", number) and len(title) <= 40:  # 一 | 工业
            table.heads[len(table.rows)] = Cell(filled[0].start, filled[1].end)
            return
    first = words(text, filled[0])
    if (
        alone
        and (len(filled) == len(cells) or cells[0] or _ORDINAL.match(first))
        and len(first) <= 60
        and not _number_of(first)
    ):
        table.heads[len(table.rows)] = filled[0]
        return
    _add_row(text, table, cells)


def _add_row(text: str, table: Table, cells: list[Cell]) -> None:
    """More or fewer lists of units than columns for them leave open which list is whose."""
    fits = [
        _fit(words(text, cell), column) for cell, column in zip(cells, table.columns, strict=False) if cell
    ]
    if len(cells) != len(table.columns) or (not cells[-1] and min(fits) <= -2):
        last = max(place for place, cell in enumerate(cells) if cell)
        cells = cells[: min(last + 1, 3 * _WIDEST)]  # a cell merged on the left is made up for on the right
        columns = sum(column.kind == UNIT for column in table.columns)
        lists = sum(bool(cell) and all_units(words(text, cell)) for cell in cells)
        if columns > 1 and lists != columns:
            table.guessed.add(len(table.rows))
        cells = aligned(text, cells, table.columns)
    table.rows.append(cells)


def _unknown_at(text: str, lines: list[Line], at: int) -> tuple[Table, int] | None:
    """Rows of at least three cells under a head that says nothing: a list of something else."""
    first = at
    while (
        at < len(lines)
        and len(lines[at].cells) > 2
        and (at == first or not _is_head(_columns(text, lines[at].cells)))
    ):
        at += 1
    block = lines[first:at]
    cells = [cell for line in block for cell in line.cells if cell]
    long = [cell for cell in cells if cell.end - cell.start > 120]
    fields = sum(bool(_FIELD.match(words(text, cell))) for line in block for cell in line.cells)
    if len(block) < 3 or long or fields or len(cells) < 2.2 * len(block):
        return None
    columns = _columns(text, block[0].cells)
    rows = [list(line.cells) for line in block[1:]]
    return Table(
        PASSED, block[0].start, block[-1].end, columns, rows, caption=_caption(text, lines, first)
    ), at


# --- which cell stands in which column ---


_DAY_LIKE = re.compile(r"20\d\d|\d{1,2}月|年|季度|长期|持续|常态|立即|随时|全程|阶段|期间|\d[.-]\d")
_VALUE_LIKE = re.compile(r"\D{0,6}\d[\d.,]*\D{0,8}|[-—–/]+|完成.*|达到.*|.*提高|.*下降|持平|无")


def aligned(text: str, cells: list[Cell], columns: list[Column]) -> list[Cell]:
    """Cells into columns, in order, where a merged or an empty cell was left out, or one goes over lines."""
    if len(cells) == len(columns):
        return cells
    scores = [[_fit(words(text, cell), column) for column in columns] for cell in cells]
    wide, high = len(columns), len(cells)
    best = [[float("-inf")] * (wide + 1) for _ in range(high + 1)]
    step: list[list[str]] = [[""] * (wide + 1) for _ in range(high + 1)]
    best[0] = [0.0] * (wide + 1)
    step[0] = ["skip"] * (wide + 1)
    for i in range(1, high + 1):
        for j in range(1, wide + 1):
            skip = best[i][j - 1] - _MISSED.get(columns[j - 1].kind, 0.5)
            put = best[i - 1][j - 1] + scores[i - 1][j - 1]
            more = (
                best[i - 1][j] + scores[i - 1][j - 1] - 0.6
                if cells[i - 1] and i > 1 and cells[i - 2] and step[i - 1][j] in {"put", "more"}
                else float("-inf")
            )
            best[i][j], step[i][j] = max((put, "put"), (more, "more"), (skip, "skip"))
    row = [Cell()] * wide
    i, j = high, wide
    while i and j:
        move = step[i][j]
        if move == "skip":
            j -= 1
            continue
        cell = cells[i - 1]
        row[j - 1] = Cell(cell.start, row[j - 1].end or cell.end) if cell else row[j - 1]
        i -= 1
        j -= move == "put"
    return row


_MISSED = {CATEGORY: 0.2, NUMBER: 0.6, UNIT: 0.6, OF_MEASURE: 0.3, OTHER: 0.3}


def _fit(printed: str, column: Column) -> float:
    if not printed:
        return 0.0
    kind = column.kind
    if kind == NUMBER:
        return 3 if _number_of(printed) else -4
    if kind == UNIT:
        return 3 if all_units(printed) else -2
    if kind == DUE:
        return 3 if len(printed) <= 40 and _DAY_LIKE.search(printed) and not all_units(printed) else -3
    if kind in {VALUE, BASE, GROWTH}:
        if _VALUE_LIKE.fullmatch(printed) and len(printed) < 20:
            return 2
        return 0 if len(printed) <= 8 and not re.search("[。，；,;]", printed) else -2  # 全面推行
    if kind == OF_MEASURE:
        return 1.5 if len(printed) <= 8 and not re.search(r"\d", printed) else -2
    if kind == PERSON:
        return 1 if re.fullmatch(r"[\u4e00-\u9fff· 、,，]{2,20}|[\d\- ]{7,20}", printed) else -1
    if kind == CATEGORY:
        return (1 if len(printed) <= 20 else -0.5) - all_units(printed) - bool(_number_of(printed))
    if kind in {*TEXTS, NAME}:
        return (1 if len(printed) > 6 else 0.6) - all_units(printed) - 2 * bool(_number_of(printed))
    return 0.1 - bool(_number_of(printed))


def _number_of(printed: str) -> str:
    match = _ROW_NUMBER.fullmatch(printed.strip())
    return match["number"] if match else ""


_ROW_NUMBER = re.compile(
    r"[(（]?(?P<number>\d{1,3}(?:[.．\-—]\d{1,2}){0,2}|[一二三四五六七八九十]{1,4})[)）]?[.．、]?"
)


def all_units(printed: str) -> bool:
    names = [name for name in re.split(r"[、,，;；:：\s]", re.sub("[等。]+$", "", printed)) if name]
    if any(_DEED.match(name) and not re.search("[局委办部厅]$", name) for name in names):
        return False  # 迁建县政务服务中心
    like = [
        bool(UNIT_LIKE.search(re.sub(r"[(（].*$|等$|牵头$|配合$|负责$|按职责分工负责$", "", name)))
        for name in names
    ]
    return bool(names) and max(len(name) for name in names) <= 30 and sum(like) >= 0.6 * len(names)


_DEED = re.compile(
    "(?:新建|改建|扩建|迁建|建设|建成|启动|推进|加快|完成|开工|实施|改造|打造|创建|培育|发展|提升|修建|修缮|开展|设立|成立|组建|引进|完善|整治)"
)


# --- columns of blanks ---


_TOKEN = re.compile(r"[^\s\u3000\xa0]+(?: (?=年(?:\s|$|目标)))?(?:(?<= )\S+)?")


def _tokens(text: str, line: Line, empty: bool = False) -> tuple[Cell, ...]:
    """The words of a line; with `empty` two blanks in a row are an empty cell between them."""
    cells: list[Cell] = []
    for match in _TOKEN.finditer(text, line.start, line.end):
        if empty and cells and match.start() - cells[-1].end > 1:
            cells.append(Cell())
        cells.append(Cell(*match.span()))
    return tuple(cells)


def _blanks_at(text: str, lines: list[Line], at: int) -> tuple[Table, int] | None:
    tokens = _tokens(text, lines[at])
    columns = _columns(text, tokens)
    if len(tokens) < 3 or not all(column.kind for column in columns[:3]) or not _is_head(columns):
        return None
    caption = _caption(text, lines, at)
    table = Table(_kind(columns, caption), lines[at].start, lines[at].end, columns, [], caption=caption)
    if table.kind == PASSED:
        return None
    first, misses = at + 1, 0
    single = all(other.start - one.end == 1 for one, other in pairwise(tokens))
    for place in range(first, len(lines)):
        line = lines[place]
        cells = _tokens(text, line, single)
        row = aligned(text, list(cells), columns) if 1 < len(cells) <= 3 * len(columns) else []
        whole = bool(row) and len(line.cells) == 1 and _whole(text, row, columns)
        if whole:
            table.rows.append(row)
            table.end, first, misses = line.end, place + 1, 0
        elif (
            len(cells) == 1
            and cells[0].end - cells[0].start <= 30
            and not misses
            and "。" not in words(text, cells[0])
            and not _END.match(words(text, cells[0]))
        ):
            table.heads[len(table.rows)] = cells[0]
            misses += 1
        else:
            break
    table.heads = {row: cell for row, cell in table.heads.items() if row < len(table.rows)}
    return (table, first) if table.rows else None


def _whole(text: str, row: list[Cell], columns: list[Column]) -> bool:
    """Whether a row of blanks holds what its columns promise."""
    for cell, column in zip(row, columns, strict=True):
        if not cell and column.kind in {NAME, TASK, NUMBER}:
            return False
        if cell and _fit(words(text, cell), column) < 0:
            return False
    return any(
        cell for cell, column in zip(row, columns, strict=True) if column.kind in {VALUE, UNIT, GOAL, GROWTH}
    )


# --- one cell a line ---


def _cells_at(text: str, lines: list[Line], at: int) -> tuple[Table, int] | None:
    first = column_of(words(text, lines[at].cells[0])) if lines[at].end - lines[at].start <= 20 else None
    if not first or first.kind not in {NUMBER, NAME, CATEGORY, TASK}:
        return None
    columns, stop = [first], at + 1
    while stop < len(lines) and len(columns) < 12:
        cell = lines[stop].cells[0]
        column = (
            column_of(words(text, cell))
            if len(lines[stop].cells) == 1 and cell.end - cell.start <= 20
            else None
        )
        follows = stop + 1 < len(lines) and column_of(words(text, lines[stop + 1].cells[0])[:21]).kind
        number = first.kind == NUMBER and stop + 1 < len(lines) and _counts(_one(text, lines[stop + 1]))
        if (
            _ORDINAL.match(words(text, cell))
            or not column
            or not (column.kind or follows or number)
            or _number_of(words(text, cell))
        ):
            break
        columns.append(column)
        stop += 1
    if len(columns) < 3 or not _is_head(columns) or sum(bool(c.kind) for c in columns) < 3:
        return None
    caption = _caption(text, lines, at)
    table = Table(_kind(columns, caption), lines[at].start, lines[stop - 1].end, columns, [], caption=caption)
    if first.kind == NUMBER:
        after = _numbered_rows(text, lines, stop, table)
    else:
        after = _equal_rows(text, lines, stop, table)
    table.heads = {row: cell for row, cell in table.heads.items() if row < len(table.rows)}
    return (table, after) if table.rows else None


def _counts(printed: str) -> bool:
    return printed.isdecimal() and len(printed) <= 3


def _one(text: str, line: Line) -> str:
    return words(text, line.cells[0]) if len(line.cells) == 1 else ""


def _numbered_rows(text: str, lines: list[Line], at: int, table: Table) -> int:
    """Rows that begin with 1, 2, 3 …, their cells on lines of their own."""
    count = len(table.columns)
    number = 0
    if at < len(lines) and _counts(_one(text, lines[at])):
        number = int(_one(text, lines[at])) - 1
    while at < len(lines):
        if not _next_number(text, lines, at, number, table):
            printed = _one(text, lines[at])
            ahead = at + 1
            while ahead < min(len(lines), at + _NEAR) and _ORDINAL.match(_one(text, lines[ahead])):
                ahead += 1  # headings of parts that were left out
            head = (
                ahead < len(lines) and len(printed) <= 60 and _next_number(text, lines, ahead, number, table)
            )
            if not head or not printed or re.search("[。；;]", printed):
                break
            table.heads[len(table.rows)] = lines[ahead - 1].cells[0]
            at = ahead
            continue
        number = int(_one(text, lines[at]))
        stop = at + 1
        while stop < min(len(lines), at + 4 * count + 1) and not _next_number(
            text, lines, stop, number, table
        ):
            stop += 1
        last = stop >= len(lines) or stop - at > 4 * count
        held = [line for line in lines[at:stop] if len(line.cells) == 1]
        if last:
            held = held[: _end_of(text, held)]
        while len(held) > 2 and _ORDINAL.match(_one(text, held[-1])):
            table.heads.setdefault(len(table.rows) + 1, held.pop().cells[0])
        cells, used = _blocks(text, held, count)
        if last:
            cells = cells[:count]
            stop = at + sum(used[: len(cells)])
        if len(cells) < 2:
            break
        _add_row(text, table, cells)
        table.end, at = max(cell.end for cell in cells), stop
        if last:
            break
    return at


def _next_number(text: str, lines: list[Line], at: int, last: int, table: Table) -> bool:
    """The number of the next row: the next one, a 1 behind a heading, in an excerpt any greater one."""
    printed = _one(text, lines[at])
    if not _counts(printed) or printed == str(last + 1):
        return printed == str(last + 1)
    if printed == "1":
        return not table.rows or bool(_ORDINAL.match(_one(text, lines[at - 1])))
    figures = any(column.kind in {MONEY, VALUE, BASE} for column in table.columns)
    return (
        table.kind == TASKS
        and not figures
        and last < int(printed)
        and lines[at - 1].end - lines[at - 1].start > 3
    )


def _end_of(text: str, held: list[Line]) -> int:
    for place, line in enumerate(held[1:], 1):
        if _END.match(_one(text, line)) or _ORDINAL.match(_one(text, line)):
            return place
    return len(held)


def _blocks(text: str, held: list[Line], count: int) -> tuple[list[Cell], list[int]]:
    """The cells of a row and how many lines each takes: empty lines part them, else a comma joins two."""
    parted = sum(line.gap for line in held[1:]) >= count - 2 > 0
    cells: list[Cell] = []
    used: list[int] = []
    for line in held:
        open_list = bool(cells) and words(text, cells[-1]).endswith(("，", ",", "、", "（", "("))
        if len(cells) > 1 and (not line.gap if parted else open_list):
            cells[-1] = Cell(cells[-1].start, line.cells[0].end)
            used[-1] += 1
        else:
            cells.append(line.cells[0])
            used.append(1)
    return cells, used


def _equal_rows(text: str, lines: list[Line], at: int, table: Table) -> int:
    """Rows without a number: as many lines each as the head, and each cell fits its column."""
    count = len(table.columns)
    while at + count <= len(lines):
        cells = [line.cells[0] if len(line.cells) == 1 else Cell() for line in lines[at : at + count]]
        if all(cells) and _whole(text, cells, table.columns) and not _ORDINAL.match(words(text, cells[0])):
            table.rows.append(cells)
            table.end, at = cells[-1].end, at + count
        elif (
            cells[0]
            and cells[0].end - cells[0].start <= 30
            and len(table.rows) not in table.heads
            and not _END.match(words(text, cells[0]))
        ):
            table.heads[len(table.rows)] = cells[0]
            at += 1
        else:
            break
    return at - 1 if len(table.rows) in table.heads and at else at
