"""Tables of tasks read into tasks, their units and targets.

    序号 | 重点任务 | 具体措施 | 牵头单位 | 完成时限
    1    | 扩大绿地 | 新建公园12个 | 县住建局 | 9月底      task 1; where the rows of one number name different
         |          | 设置座椅300张 | 县城管局 | 全年      units, each list of units has a part: 1.1, 1.2

`taskrows` says what each row holds, `tasknumbers` which rows are one task and what its number is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from typing import Any

from .columns import UNIT
from .contract import Finding, Section, Target, Task, Unit
from .due import Dates
from .labels import Clause
from .messages import MESSAGES
from .outline import tidy
from .responsibility import Style, document_style, read_clause
from .table_values import read_value
from .tables import Cell, Table, words
from .targets import Stretch, find_targets
from .tasknumbers import LED_BY_NUMBER, Entry, Numbering, same_words
from .taskrows import Row, RowReader
from .unitlists import COOPERATES

_LONGEST = 40  # letters of a title


@dataclass
class Ledger:
    """What the tables of one document say."""

    tasks: list[Task] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    days: dict[str, date] = field(default_factory=dict)  # number of a task -> the day of its column


class Reader:
    """Reads the task tables of one document; `section_at` is the heading of the text over a place."""

    def __init__(
        self,
        text: str,
        dates: Dates,
        ocr: list[tuple[int, int, str, str]],
        own_places: tuple[str, ...],
        section_at: Callable[[int], Section | None],
        period: tuple[int, int] | None = None,
    ):
        self.text, self.dates, self.ocr, self.own_places = text, dates, ocr, own_places
        self.rows = RowReader(text, dates, section_at, period)
        self.numbering = Numbering(text)

    def read(self, tables: list[Table]) -> Ledger:
        entries: list[Entry] = []
        for table in tables:
            if table.unparted:
                params = {"title": table.name}
                guessed = Finding("table_unparted", params, table.start, table.end, "warning")
                self.numbering.findings.append(guessed)
            entries += self.numbering.entries(table, self.rows.rows(table))
        every = [row for entry in entries for row in entry.rows]
        self.style = self._style(tables, every)
        self._carry_down(every)
        ledger = Ledger(findings=self.numbering.findings)
        for number, entry in zip(self.numbering.numbers(entries), entries, strict=True):
            ledger.tasks += self._tasks(number, entry, ledger)
            if entry.rows[0].due:
                ledger.days[number] = entry.rows[0].due
        ledger.sections = list(dict.fromkeys(entry.section for entry in entries if entry.section))
        self.numbering.prove(entries)
        return ledger

    # --- tasks ---

    def _style(self, tables: list[Table], rows: list[Row]) -> Style:
        """How units are meant in all tables: 责任单位 leads where another column is 配合单位."""
        clauses = [Clause(row.start, row.end, row.groups) for row in rows if row.groups]
        style = document_style(self.text, clauses, self.own_places)
        titles = "".join(column.title for table in tables for column in table.columns)
        heads = document_style(titles, [], ())
        said = {column.word for table in tables for column in table.columns if column.kind == UNIT}
        return replace(
            style,
            cooperates=style.cooperates or ("责任" in said and bool(said & COOPERATES)),
            first_leads=style.first_leads or heads.first_leads,
            comma_leads=style.comma_leads or heads.comma_leads,
        )

    def _tasks(self, number: str, entry: Entry, ledger: Ledger) -> list[Task]:
        """One task, or one with a part for each list of units that its rows name."""
        runs = [list(rows) for _, rows in groupby(_with_units(entry.rows), key=lambda row: row.said)]
        first, last = entry.rows[0], entry.rows[-1]
        title = self._title(first.title)
        if len(runs) == 1:
            return [self._task(number, entry.section, None, title, entry.rows)]
        params = {"number": number, "count": len(runs)}
        ledger.findings.append(Finding("task_split", params, first.start, last.end))
        whole = self._record(number, entry.section, None, title, (), (), first.start, last.end)
        tasks = [doubted(whole) if first.unparted else whole]
        for count, rows in enumerate(runs, 1):
            cell = self._part_title(rows[0], first.title)
            tasks.append(
                self._task(f"{number}.{count}", entry.section, number, self._title(cell), rows, first.title)
            )
        return tasks

    def _part_title(self, row: Row, above: Cell) -> Cell:
        """The words of the row itself, not those of the merged cell before it."""
        return next((cell for cell, _ in row.texts if not same_words(self.text, cell, above)), row.title)

    def _title(self, cell: Cell) -> str:
        return title_of(words(self.text, cell))

    def _task(
        self,
        number: str,
        section: Section | None,
        parent: str | None,
        title: str,
        rows: list[Row],
        above: Cell | None = None,
    ) -> Task:
        units: list[Unit] = []
        for row in rows:
            for unit in self._units(row):
                if all(unit.name != other.name for other in units):
                    units.append(unit)
        targets: list[Target] = []
        read: set[str] = set()
        for row in rows:
            targets += row.aims
            for cell, due in row.texts:
                if parent and above and same_words(self.text, cell, above) and len(row.texts) > 1:
                    continue
                printed = words(self.text, cell)
                if printed not in read:  # a merged cell stands in each of its rows
                    read.add(printed)
                    targets += self._targets(cell, title, row.due, due)
        task = self._record(
            number, section, parent, title, tuple(units), tuple(targets), rows[0].start, rows[-1].end
        )
        return doubted(task) if rows[0].unparted else task

    def _record(self, number, section, parent, title, units, targets, start, end) -> Task:
        return Task(
            number, section.ordinal if section else None, parent, title, units, targets, None, start, end,
            self.text[start:end].strip(),
        )  # fmt: skip

    def _units(self, row: Row) -> list[Unit]:
        clause = Clause(row.start, row.end, row.groups)
        units = read_clause(self.text, clause, self.style)
        if row.guessed:
            said = MESSAGES["column_guessed"]
            return [replace(unit, doubt=said, doubt_code="column_guessed") for unit in units]
        if not self.bare.intersection(unit.name for unit in units):
            return units
        carried = []
        params = {"prefix": self.prefix}
        for before, after in zip(units, read_clause(self.text, clause, self.told), strict=False):
            if before.name != after.name and self.prefix + before.name not in self.style.printed:
                after = replace(
                    after,
                    doubt=MESSAGES["prefix_carried"] % params,
                    doubt_code="prefix_carried",
                    doubt_params=params,
                )
            carried.append(after)
        return carried if len(carried) == len(units) else units

    def _carry_down(self, rows: list[Row]) -> None:
        """The prefix that nearly every name of the tables prints, and the names that leave it out."""
        names = [match.group() for name in self.style.printed if (match := re.match(_PREFIX, name))]
        best = Counter(names).most_common(1)
        self.prefix = best[0][0] if best and best[0][1] >= max(2, 0.7 * len(names)) else ""
        self.bare: set[str] = set()
        for row in rows if self.prefix else []:
            units = read_clause(self.text, Clause(row.start, row.end, row.groups), self.style)
            self.bare |= {unit.name for unit in units if not unit.group and not re.match(_PREFIX, unit.name)}
        whole = {self.prefix + name for name in self.bare}
        self.told = replace(self.style, carries=True, printed=self.style.printed | whole)

    def _targets(self, cell: Cell, title: str, day: date | None, year: date | None) -> list[Target]:
        begin = cell.start
        led = LED_BY_NUMBER.match(words(self.text, cell))
        begin += led.end() if led else 0
        topic = ""
        head = self.text[begin : begin + len(title) + 2]
        if (
            title
            and not re.search(r"\d", title)
            and tidy(head).startswith(title)
            and re.search(r"[。:：\n]", head[len(title) :])
        ):
            begin, topic = begin + len(title), title
        elif title and not words(self.text, cell).startswith(title):
            topic = title if not re.search(r"\d", title) else ""
        due = day if not year or (day and day.year == year.year) else year
        found = find_targets(self.text, Stretch(begin, cell.end), self.dates, [], self.ocr, due, topic)
        if not found and (alone := self._alone(cell, title, due)):
            return [alone]
        return [_named(_finer(target, due), title) for target in found]

    def _alone(self, cell: Cell, title: str, due: date | None) -> Target | None:
        """A cell that holds a figure and nothing else: what it counts is the row's title."""
        printed = words(self.text, cell)
        value = read_value(printed) if len(printed) <= 16 and not re.search("年|月", printed) else None
        if not value or not title or not value.unit:
            return None
        return Target(
            title[:60], value.comparator, value.value, value.value_to, value.unit, due or self.dates.last,
            printed, True, MESSAGES["object_above"], cell.start, cell.end, "object_above", {},
        )  # fmt: skip


def doubted(task: Task) -> Task:
    """A task of a table whose cells nothing parts: nothing of it is certain."""
    said: dict[str, Any] = {
        "doubt": MESSAGES["column_guessed"],
        "doubt_code": "column_guessed",
        "doubt_params": {},
    }
    targets = tuple(one if one.doubt else replace(one, **said) for one in task.targets)
    units = tuple(one if one.doubt else replace(one, **said) for one in task.units)
    return replace(task, units=units, targets=targets, **said)


_PREFIX = r"(?:自治区|省|市|县|区|州|盟|旗)(?=[\u4e00-\u9fff]{2})(?![区县]|直|级|场)"


def _with_units(rows: list[Row]) -> list[Row]:
    """A stretch without units belongs to the clause that follows it, the last ones to the one before."""
    known = [row.said for row in rows]
    for at in range(len(rows) - 2, -1, -1):
        known[at] = known[at] or known[at + 1]
    for at in range(1, len(rows)):
        known[at] = known[at] or known[at - 1]
    return [replace(row, said=said) for row, said in zip(rows, known, strict=True)]


def title_of(printed: str) -> str:
    """The heading before ":" or "。" that the cell begins with, else its first clause; at most 40 letters."""
    led = LED_BY_NUMBER.match(printed)
    printed = printed[led.end() if led else 0 :].strip()
    printed = re.sub(r"^(?:[①-⑳]|一是|首先|[●■◆▲·•★※-]+)\s*", "", printed)
    stop = re.search(r"[。；;:：\n!！]", printed)
    first = printed[: stop.start()] if stop else printed
    halves = re.split("[,，]", first)
    headed = bool(stop and stop.group() in "。:：\n" and printed[stop.end() :].strip())
    even = (
        len(halves) == 2
        and all(3 <= len(half) <= 16 for half in halves)
        and abs(len(halves[0]) - len(halves[1])) <= 6
    )
    if len(halves) > 1 and not (headed and even and not re.search(r"\d", first)):
        first = halves[0]
    return tidy(first)[:_LONGEST]


def _named(target: Target, title: str) -> Target:
    """ "增长8%" in a column of goals: what grows is the row's title, without a figure of its own.

    县财政安排500万元绿化奖金 … 2024年安排200万元: 县财政安排绿化奖金
    """
    if not title or not _ONLY_VERB.fullmatch(target.indicator):
        return target
    named = _TITLE_FIGURE.sub("", title)
    verb = "" if target.indicator in named else target.indicator
    return replace(
        target,
        indicator=(named + verb)[:60],
        doubt=MESSAGES["object_above"],
        doubt_code="object_above",
        doubt_params={},
    )


_ONLY_VERB = re.compile("(?:同比|年均)?(?:增长|下降|提高|降低|减少|增加|达到|完成|实现|力争|安排)")
_TITLE_FIGURE = re.compile(
    r"\d[\d.,]*[十百千万亿]*(?:元|%|个|套|公里|亩|人次?|户|项|家|辆|所|座|处|名)?(?:以上|左右|以内)?"
)


def _finer(target: Target, day: date | None) -> Target:
    """ "2023年" in the sentence and 2023年6月 in the column: the finer day; another year stays."""
    if (
        not day
        or not target.due
        or target.due.year != day.year
        or (target.due.month, target.due.day) != (12, 31)
    ):
        return target
    return replace(target, due=day)
