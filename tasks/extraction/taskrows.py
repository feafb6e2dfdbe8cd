"""The rows of a table of tasks: what each says, its number, its heading, its units and its day.

类别 | 序号 | 重点任务 | 责任单位 | 时限
绿地 | 1 | 新建公园12个 | 县住建局 | 9月底      绿地 is a merged cell, the heading of both rows
     | 2 | 修补步道30处 | 县城管局 | 10月底
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from .aims import AimReader
from .clauses import find_clauses
from .columns import CATEGORY, DUE, GOAL, MEASURE, NAME, NUMBER, TASK, UNIT, VALUE, Column
from .contract import Section, Target
from .due import Dates
from .labels import find_labels
from .outline import tidy
from .table_days import day_of
from .tables import AIMS, Cell, Table, words
from .unitlists import spoken_after

Group = tuple[str, int, int]  # the word for what the units do, and where they stand

_SUM = re.compile("(?:合计|小计|总计)$")
_NOTE = re.compile("注[:：]|备注|说明[:：]|合计|小计|总计")
_EMPTY = re.compile(r"[-—–/\\\s]*|无")
_PART_OF_YEAR = re.compile("季度|半年|月")
_NUMERALS = "一二三四五六七八九十"


@dataclass
class Row:
    """`texts`: the cells of its words, each with the last day that its column names, if it names one."""

    start: int
    end: int
    title: Cell
    texts: list[tuple[Cell, date | None]]
    groups: list[Group]
    said: str = ""  # the cells of its units, as printed
    number: str = ""
    section: Section | None = None
    due: date | None = None
    aims: tuple[Target, ...] = ()  # of a row of an indicator
    guessed: bool = False  # which list of units is whose
    unparted: bool = False  # and what is title, contents or unit: nothing parts the cells


class RowReader:
    """`section_at` is the heading of the text over a place."""

    def __init__(
        self,
        text: str,
        dates: Dates,
        section_at: Callable[[int], Section | None],
        period: tuple[int, int] | None,
    ):
        self.text, self.dates, self.section_at, self.period = text, dates, section_at, period

    def rows(self, table: Table) -> list[Row]:
        """A row of cells that is empty but for units belongs to the one above; a sum is no row."""
        table = replace(table, columns=_with_projects(table.columns))
        cells = self._filled_down(table)
        plain = [[re.sub(r"\s", "", words(self.text, cell)) for cell in row] for row in cells]
        use = _use_of(table, plain)
        aims = AimReader(self.text, table, self.period, self.dates) if table.kind == AIMS else None
        sections = self._sections(table, cells, use.over)
        made: list[Row] = []
        for at, row in enumerate(cells):
            said = any(row[place] for place in (*use.texts, *use.goals))
            if not said and made:  # a second list of units beside a merged cell
                made[-1].groups += self._lists(table.columns, row)
                made[-1].said += "|" + "|".join(plain[at])
            elif said and not _SUM.match(plain[at][use.texts[0]] if use.texts else ""):
                texts = [use.over, *use.texts] if _names_alone(plain, table, use.over, at) else use.texts
                one = self._row(table.columns, row, replace(use, texts=texts))
                one.number = plain[at][use.numbers[0]] if use.numbers else ""
                one.said = "|".join(plain[at][place] for place in use.units if row[place])
                one.section, one.guessed = sections[at], at in table.guessed
                one.unparted = table.unparted
                one.aims = tuple(aims.of_row(row) or ()) if aims else ()
                made.append(one)
        return made

    def _row(self, columns: list[Column], row: list[Cell], use: _Use) -> Row:
        texts: list[tuple[Cell, date | None]] = [(row[at], None) for at in use.texts if row[at]]
        spoken = [cell for cell, _ in texts]
        for at in use.goals:
            if row[at]:
                texts.append((row[at], self._day_of(columns[at])))
        whole = [cell for cell in row if cell]
        start, end = min(cell.start for cell in whole), max(cell.end for cell in whole)
        due = next((day_of(words(self.text, row[at]), self.dates) for at in use.days if row[at]), None)
        groups = self._lists(columns, row) if use.units else self._groups_in(spoken)
        return Row(start, end, texts[0][0], texts, groups, due=due)

    def _day_of(self, column: Column) -> date | None:
        """2025年目标: its last day; 一季度目标: 31 March."""
        if column.year:
            return date(column.year, 12, 31)
        return day_of(column.title, self.dates) if _PART_OF_YEAR.search(column.title) else None

    def _groups_in(self, cells: list[Cell]) -> list[Group]:
        """The units that the words of a row name, where no column does: 新建公园12个(县住建局负责)."""
        return [
            group
            for cell in cells
            for clause in find_clauses(self.text, cell.start, cell.end)
            for group in clause.groups
        ]

    def _lists(self, columns: list[Column], row: list[Cell]) -> list[Group]:
        groups: list[Group] = []
        for cell, column in zip(row, columns, strict=True):
            if cell and column.kind == UNIT and not _EMPTY.fullmatch(words(self.text, cell)):
                groups += self._groups(column.word, cell)
        return groups

    def _filled_down(self, table: Table) -> list[list[Cell]]:
        """A merged cell was copied with its first row only: what the rows below leave empty is its."""
        texts = places(table, CATEGORY, TASK, MEASURE, NAME)
        first = texts[0] if texts else 0
        texts = [at for at in places(table, UNIT) if at < first] + texts  # 责任单位 | 重点任务
        rows = [list(row) for row in table.rows]
        above: dict[int, Cell] = {}
        for number, row in enumerate(rows):
            if number in table.headings:
                above = {}
            for at in texts[:-1]:
                if row[at]:
                    above = {place: cell for place, cell in above.items() if place < at} | {at: row[at]}
                elif at in above and any(row[place] for place in texts if place > at):
                    row[at] = above[at]
        return rows

    def _sections(self, table: Table, rows: list[list[Cell]], over: int) -> list[Section | None]:
        """For each row its heading: a merged cell, a row across the table, or the text's own."""
        found: list[Section | None] = []
        over_all = self.section_at(table.start)
        outer = over_all.ordinal if over_all else ""
        head = section = over_all
        title, count, inner = "", 0, 0
        for number, row in enumerate(rows):
            if number in table.headings and not _NOTE.match(words(self.text, table.headings[number])):
                count += 1
                top = re.match(rf"[{_NUMERALS}]+[、.]|第", words(self.text, table.headings[number]))
                head = section = _section(self.text, table.headings[number], count, "" if top else outer)
                inner, title = 0, ""
            if over >= 0 and row[over]:
                named = re.sub(r"\s", "", words(self.text, row[over]))
                if named != title:
                    inner += 1
                    title = named
                    section = _section(self.text, row[over], inner, head.ordinal if head else "")
            found.append(section)
        return found

    def _groups(self, word: str, cell: Cell) -> list[Group]:
        """The lists of one cell: "甲局、乙局", "甲局牵头,乙局配合", "牵头单位:… 配合单位:…"."""
        labels = [label for label in find_labels(self.text, cell.start, cell.end) if label.kind == "word"]
        others = [label for label in find_labels(self.text, cell.start, cell.end) if label.kind != "word"]
        if not labels:
            end = others[0].start if others else cell.end
            return spoken_after(self.text, word, cell.start, end)
        groups = []
        if labels[0].start - cell.start > 2:
            groups += spoken_after(self.text, word, cell.start, labels[0].start)
        places = sorted([*labels, *others], key=lambda label: label.start)
        for label, following in zip(places, [*places[1:], None], strict=True):
            if label.kind == "word":
                stop = following.start if following else cell.end
                groups += spoken_after(self.text, label.word, label.end, stop)
        return groups


def _with_projects(columns: list[Column]) -> list[Column]:
    """Beside tasks or units 项目名称 is the task, and so is 项目 behind the number of the row.

    Elsewhere the one tells a list of building projects, the other is a heading.
    """
    numbered = [at for at, column in enumerate(columns) if column.kind == NUMBER]
    behind = columns[numbered[0] + 1 :] if numbered else []
    return [
        Column(TASK, one.title) if one.title == "项目名称" or (one.title == "项目" and one in behind) else one
        for one in columns
    ]


@dataclass(frozen=True)
class _Use:
    """Which columns hold what; `over` is the one whose merged cells are headings, -1 for none."""

    numbers: list[int]
    over: int
    texts: list[int]  # whose words are the task
    goals: list[int]
    units: list[int]
    days: list[int]


def _use_of(table: Table, plain: list[list[str]]) -> _Use:
    numbers, categories = places(table, NUMBER), places(table, CATEGORY)
    texts = places(table, TASK, MEASURE, NAME)
    goals = places(table, GOAL, VALUE) if table.kind != AIMS else []  # an AimReader reads those
    if not texts:  # 领域 | 目标: with merged cells the category is a heading, else it names the task
        if goals and any(_spans(plain, at) for at in categories):
            texts = goals[:1]
        else:
            texts, categories = [*categories[-1:], *goals[:1]], categories[:-1]
        goals = [at for at in goals if at not in texts]
    over = [at for at in categories if _spans(plain, at)]
    if numbers:  # a task that is merged over several numbers is a heading
        numbered = [row[numbers[0]] for row in plain]
        over += [at for at in texts[:-1] if _spans(plain, at) and _spans_numbers(plain, at, numbered)]
    own = [at for at in texts if at not in over]
    return _Use(numbers, over[-1] if over else -1, own, goals, places(table, UNIT), places(table, DUE))


def places(table: Table, *kinds: str) -> list[int]:
    """Where columns of these kinds stand."""
    return [at for at, column in enumerate(table.columns) if column.kind in kinds]


def _spans(rows: list[list[str]], at: int) -> bool:
    """Whether some cell of the column stands for several rows."""
    return any(one[at] and one[at] == other[at] for one, other in pairwise(rows))


def _names_alone(plain: list[list[str]], table: Table, over: int, at: int) -> bool:
    """Whether a task that elsewhere stands over several numbers is printed for this row.

    1 | 管住水量 | 实施双控行动      管住水量 is the task of row 1
    2 | 管住水效 | 落实评估体系      管住水效 that of row 2,
    3 |          | 抓好工业节水      and a heading over row 3, which is named by its own words
    """
    if over < 0 or table.kind == AIMS or table.columns[over].kind not in {TASK, MEASURE}:
        return False
    above = plain[at - 1][over] if at else ""
    below = plain[at + 1][over] if at + 1 < len(plain) and table.rows[at + 1][over] else ""
    return bool(table.rows[at][over]) and plain[at][over] not in {above, below}


def _spans_numbers(rows: list[list[str]], at: int, numbers: list[str]) -> bool:
    return any(
        one[at] and one[at] == other[at] and before != after and after
        for (one, other), (before, after) in zip(pairwise(rows), pairwise(numbers), strict=True)
    )


def _section(text: str, cell: Cell, count: int, over: str) -> Section:
    printed = re.sub(r"\s", "", words(text, cell))
    match = re.match(
        r"(?:\(?(?P<ordinal>[一二三四五六七八九十]{1,3})(?:[)]|[、.])"
        r"|第(?P<part>[一二三四五六七八九十]{1,3})[章节部类分]+|\d{1,2}[.、])+",
        printed,
    )
    named = match and (match["ordinal"] or match["part"])
    ordinal = named or chinese(count)
    title = tidy(
        re.sub(
            r"[(（](?:牵头|责任|配合|共?\d+[项条])[^()（）]*[)）]", "", printed[match.end() if match else 0 :]
        )
    )
    return Section(f"{over}({ordinal})" if over else ordinal, title[:60], cell.start, cell.end)


def chinese(count: int) -> str:
    tens, ones = divmod(count, 10)
    digits = f"零{_NUMERALS}"
    return ("" if tens == 0 else "十" if tens == 1 else digits[tens % 10] + "十") + (
        digits[ones] if ones else ""
    )
