"""What the tables of a document add to what its text says: tasks, units, aims, or nothing."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from .aims import read_aims
from .columns import DUE, NUMBER, PERSON, UNIT, VALUE, WITH_PERSON
from .contract import Finding, Section, Target, Task
from .due import Dates
from .laying import Laid
from .scoring import alike
from .table_days import day_of
from .tables import AIMS, PASSED, TASKS, Cell, Table, words
from .tasktables import Ledger, Reader, doubted

_ALIKE = 0.6  # of the pairs of letters of two titles


@dataclass
class Settled:
    """`instead`: the tasks of the tables, where the text has none of its own."""

    tasks: list[Task]
    goals: list[Target] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    instead: Ledger | None = None
    matched: list[Task] = field(default_factory=list)  # tasks of the text that a table repeats


def years_of(laid: Laid) -> tuple[int, int] | None:
    """The years that the tables set something for, where neither title nor text says any."""
    text, years = laid.cleaned.text, set()
    for table in laid.tables:
        years |= {column.year for column in table.columns if column.kind == VALUE and column.year}
        for at in [at for at, column in enumerate(table.columns) if column.kind == DUE]:
            days = [day_of(words(text, row[at]), Dates(None)) for row in table.rows]
            years |= {day.year for day in days if day}
    return (min(years), max(years)) if years else None


def settle(
    laid: Laid, tasks: list[Task], dates: Dates, period: tuple[int, int] | None, own_places: tuple[str, ...],
    section_at: Callable[[int], Section | None],
) -> Settled:  # fmt: skip
    settled = Settled(tasks)
    text = laid.cleaned.text
    of_tasks = [table for table in laid.tables if table.kind == TASKS]
    if not of_tasks and not tasks:
        of_tasks = [table for table in laid.tables if _answered_for(text, table)]
    if of_tasks:
        ledger = Reader(text, dates, laid.cleaned.ocr, own_places, section_at, period).read(of_tasks)
        _choose(settled, ledger, of_tasks, dates.last)
    if not settled.instead:
        settled.tasks = _doubted_behind(settled.tasks, laid.tables)
    read = {id(table) for table in of_tasks}
    for table in laid.tables:
        if id(table) in read:
            pass
        elif table.kind == AIMS:
            targets, findings = read_aims(text, table, period, dates)
            settled.findings += findings
            _hand_over(settled, table, targets)
        elif table.kind == PASSED:
            settled.findings.append(_passed(table))
        if person := _first_person(table):
            settled.findings.append(Finding("contact_person", {}, person.start, person.end))
    return settled


def _passed(table: Table) -> Finding:
    """One of something else, or one whose cells could not be told apart."""
    if table.unparted:
        return Finding("table_unread", {"title": table.name}, table.start, table.end, "warning")
    params = {"title": table.name, "rows": len(table.rows)}
    return Finding("table_passed", params, table.start, table.end, "info")


def _doubted_behind(tasks: list[Task], tables: list[Table]) -> list[Task]:
    """What is read as text behind a table that could not be read may be a piece of it."""
    unread = [table.start for table in tables if table.kind == PASSED and table.unparted]
    first = min(unread, default=None)
    return [doubted(task) if first is not None and task.start >= first else task for task in tasks]


def _answered_for(text: str, table: Table) -> bool:
    """序号 | 考核指标 | 单位 | 年度目标 | 责任部门: numbered indicators, for each of which a unit answers.

    They are the tasks of a document that has no others.
    """
    at = {column.kind: place for place, column in enumerate(table.columns)}
    if table.kind != AIMS or not {NUMBER, UNIT} <= at.keys():
        return False
    held = [row for row in table.rows if row[at[UNIT]] and words(text, row[at[NUMBER]]).isdecimal()]
    return len(held) >= max(2, 0.8 * len(table.rows))


def _first_person(table: Table) -> Cell | None:
    pairs = [pair for row in table.rows for pair in zip(row, table.columns, strict=False)]
    held = (
        cell
        for cell, column in pairs
        if column.kind == PERSON or (column.kind == UNIT and WITH_PERSON.search(column.title))
    )
    return next((cell for cell in held if cell), None)


# --- tasks of the text or of the table ---


def _choose(settled: Settled, ledger: Ledger, tables: list[Table], last: date | None) -> None:
    """Tasks are listed once: those of the text if it names who answers, else those of the table."""
    parents = {task.parent for task in settled.tasks}
    leaves = [task for task in settled.tasks if task.number not in parents]
    bearing = [task for task in leaves if task.units]
    rows = [task for task in ledger.tasks if not task.parent]
    pairs = _pairs(rows, [task for task in settled.tasks if not task.parent])
    repeats = len(pairs) >= 0.5 * len(rows)
    settled.matched = [task for _, task in pairs]
    if not rows:
        return
    own = len(bearing) >= max(2, 0.5 * len(leaves)) and (repeats or len(rows) <= 2 * len(bearing))
    if own:
        settled.findings += [_left_out(table, repeats) for table in tables]
        return
    whole = len({id(task) for _, task in pairs}) == len(pairs) >= 0.8 * len(rows)
    if whole and not bearing and len(pairs) >= 0.5 * len(leaves) and len(leaves) == len(settled.tasks):
        split = {task.parent for task in ledger.tasks}
        given = {task.number: row for row, task in pairs if row.number not in split}
        settled.tasks = [
            _joined(task, row, ledger.days.get(row.number), last) if (row := given.get(task.number)) else task
            for task in settled.tasks
        ]
        for table in tables:
            settled.findings.append(Finding("table_units", {"title": table.name}, table.start, table.end))
        return
    settled.instead = ledger
    settled.findings += ledger.findings


def _left_out(table: Table, repeats: bool) -> Finding:
    """A table of tasks that is not read: it repeats those of the text, or lists others beside them."""
    params: dict = {"title": table.name}
    if repeats:
        return Finding("table_repeats", params, table.start, table.end, "info")
    return Finding("table_passed", params | {"rows": len(table.rows)}, table.start, table.end, "warning")


def _joined(task: Task, row: Task, day: date | None, last: date | None) -> Task:
    """The task of the text with the units of its row, and its day where the text names no finer one."""
    targets = tuple(
        replace(target, due=day)
        if day and (target.due in {None, last} or target.due == date(day.year, 12, 31))
        else target
        for target in task.targets
    )
    return replace(task, units=row.units, targets=targets or row.targets)


def _pairs(rows: list[Task], tasks: list[Task]) -> list[tuple[Task, Task]]:
    """Rows and tasks of the same title, or of the same number and nearly the same title."""
    named: dict[str, Task] = {}
    for one in tasks:
        named.setdefault(_plain(one.title), one)
    numbered = {task.number: task for task in tasks}
    pairs = []
    for row in rows:
        task: Task | None = named.get(_plain(row.title))
        if task is None and (other := numbered.get(row.number)):
            task = (
                other
                if alike(other.title, row.title) >= _ALIKE or _plain(row.title) in _plain(other.text[:200])
                else None
            )
        if task is not None:
            pairs.append((row, task))
    return pairs


def _plain(title: str) -> str:
    return re.sub(r"[^\u4e00-\u9fff\dA-Za-z]", "", title)


# --- aims of the document or of a task ---


def _hand_over(settled: Settled, table: Table, targets: list[Target]) -> None:
    """To the task in whose text the table stands; one of the document's main indicators is the document's."""
    if not re.search("主要|发展|总体|规划|目标|指标体系|预期", table.caption):
        starts = [task.start for task in settled.tasks]
        at = bisect_right(starts, table.start) - 1
        if at >= 0 and table.start < settled.tasks[at].end and "目标" not in settled.tasks[at].title:
            task = settled.tasks[at]
            settled.tasks = [*settled.tasks]
            settled.tasks[at] = replace(task, targets=(*task.targets, *targets))
            return
    settled.goals += targets
