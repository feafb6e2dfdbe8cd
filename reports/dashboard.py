"""What is behind, whose it is and why: the records that the dashboards show. No request in here."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.db.models import F, Q

from reports.standing import CycleRow, cycle_rows
from reports.summary import SectionRow, section_rows
from tasks.lights import Light, Verdict
from tasks.models import (
    Assignment,
    Department,
    DepartmentGroup,
    Document,
    Instruction,
    ProgressEntry,
    Target,
    Task,
)
from tasks.status import TaskStatus, target_status, task_statuses

BEHIND = (Light.RED, Light.YELLOW)
# As every page lists them: what calls for somebody first.
ORDER = (Light.RED, Light.YELLOW, Light.GREEN, Light.GREY)


@dataclass(frozen=True)
class Behind:
    """A task that is behind, with its figures that are and the last problem that a unit reported."""

    task: Task
    status: TaskStatus
    leads: tuple[str, ...]
    problem: ProgressEntry | None = None

    @property
    def figures(self) -> list[tuple[Target, Verdict]]:
        """The figures that are behind; where the task is late for another reason, those not reported."""
        late = [(target, verdict) for target, verdict in self.status.targets if verdict.light in BEHIND]
        return late or [one for one in self.status.targets if one[1].light == Light.GREY]

    @property
    def lack(self) -> Decimal:
        """The largest part that is missing of what was expected; all where no figure says how much."""
        parts = [v.expected - v.share for _target, v in self.figures if None not in (v.expected, v.share)]
        return max(parts, default=Decimal(self.status.light == Light.RED))


@dataclass(frozen=True)
class UnitRow:
    """The lights of the tasks that a unit or a group leads."""

    body: Department | DepartmentGroup
    lights: Counter

    @property
    def department(self) -> Department | None:
        return self.body if isinstance(self.body, Department) else None

    @property
    def total(self) -> int:
        return self.lights.total()


@dataclass(frozen=True)
class Board:
    document: Document
    on: date
    lights: Counter
    figures: Counter
    sections: list[SectionRow]
    units: list[UnitRow]
    behind: list[Behind]
    goals: list[tuple[Target, Verdict]]
    cycles: list[CycleRow]
    unanswered: list[Instruction]

    @property
    def total(self) -> int:
        return self.lights.total()

    @property
    def late(self) -> int:
        """How many numbered tasks are behind; `behind` lists the parts of those that are split."""
        return sum(self.lights[light] for light in BEHIND)

    @property
    def most(self) -> int:
        """The number of tasks of the longest section, to which the others' bars are drawn."""
        return max((row.total for row in self.sections), default=0)

    @property
    def tallies(self) -> list[tuple[Light, int, int]]:
        """Each light with the number of tasks and of figures that show it."""
        return [(light, self.lights[light], self.figures[light]) for light in ORDER]


def board(document: Document, on: date) -> Board:
    """The dashboard of one document on a day, in a fixed number of queries."""
    tasks = list(document.tasks.select_related("section").defer("text").order_by("order"))
    statuses = task_statuses(tasks, on)
    numbered = [task for task in tasks if task.parent_id is None]
    parents = {task.parent_id for task in tasks}
    leaves = [task for task in tasks if task.pk not in parents]
    leads = _leads(document)
    return Board(
        document=document,
        on=on,
        lights=Counter(statuses[task.pk].light for task in numbered),
        figures=_figure_lights(statuses.values()),
        sections=section_rows((task, statuses[task.pk].light) for task in numbered),
        units=_units(leaves, statuses, leads),
        behind=_behind(leaves, statuses, leads, _problems(document, on)),
        goals=_goals(document, on),
        cycles=cycle_rows({document.pk: on})[document.pk],
        unanswered=_unanswered(document, on),
    )


def _figure_lights(statuses: Iterable[TaskStatus]) -> Counter:
    return Counter(verdict.light for status in statuses for _target, verdict in status.targets)


def _leads(document: Document) -> dict[int, list[Department | DepartmentGroup]]:
    leads: dict[int, list[Department | DepartmentGroup]] = defaultdict(list)
    named = Assignment.objects.filter(task__document=document).select_related("department", "group")
    for assignment in named.order_by("order"):
        if assignment.leads:
            leads[assignment.task_id].append(assignment.department or assignment.group)
    return leads


def _problems(document: Document, on: date) -> dict[int, ProgressEntry]:
    entries = ProgressEntry.objects.standing().up_to(on).filter(task__document=document).exclude(problem="")
    entries = entries.select_related("department").order_by("as_of", "pk")
    return {entry.task_id: entry for entry in entries}


def _behind(tasks, statuses, leads, problems) -> list[Behind]:
    """Red before yellow, each with what lacks most first, in the document's order among equals."""
    rows = [
        Behind(task, statuses[task.pk], tuple(map(str, leads[task.pk])), problems.get(task.pk))
        for task in tasks
    ]
    late = [row for row in rows if row.status.light in BEHIND]
    return sorted(late, key=lambda row: (-row.status.light.severity, -row.lack, row.task.order))


def _units(tasks, statuses, leads) -> list[UnitRow]:
    """Units that lead, those with the most red and yellow tasks first."""
    lights: dict[Department | DepartmentGroup, Counter] = defaultdict(Counter)
    for task in tasks:
        for body in leads[task.pk]:
            lights[body][statuses[task.pk].light] += 1
    rows = [UnitRow(body, counted) for body, counted in lights.items()]
    return sorted(rows, key=lambda row: (-row.lights[Light.RED], -row.lights[Light.YELLOW], -row.total))


def _goals(document: Document, on: date) -> list[tuple[Target, Verdict]]:
    goals = document.targets.filter(task__isnull=True, binding=True).with_actual(on).order_by("order")
    return [(goal, target_status(goal, on)) for goal in goals]


def _unanswered(document: Document, on: date) -> list[Instruction]:
    """Those that an answer is due to first come first."""
    given = Instruction.objects.up_to(on).filter(task__document=document, task__dropped_on=None)
    waiting = given.filter(Q(answered_by__isnull=True) | Q(answered_by__as_of__gt=on))
    return list(waiting.select_related("task", "leader").order_by(F("answer_due").asc(nulls_last=True), "pk"))


@dataclass(frozen=True)
class RegionRow:
    """One document on the page of all regions."""

    document: Document
    on: date
    lights: Counter
    figures: Counter
    cycle: CycleRow | None

    @property
    def total(self) -> int:
        return self.lights.total()

    @property
    def figure_total(self) -> int:
        return self.figures.total()


def region_rows(documents: Iterable[Document], day_of: Callable[[Document], date]) -> list[RegionRow]:
    """A row for each document; `day_of(document)` says which day it is shown as of.

    The number of queries grows with the number of different days, not with that of documents.
    """
    documents = list(documents)
    days = {document.pk: day_of(document) for document in documents}
    tasks = Task.objects.filter(document__in=days).only("document", "parent").order_by("document")
    by_document = {pk: list(group) for pk, group in groupby(tasks, key=lambda task: task.document_id)}
    statuses = _statuses(by_document, days)
    cycles = cycle_rows(days)
    return [
        _region_row(one, days[one.pk], by_document.get(one.pk, []), statuses, cycles[one.pk])
        for one in documents
    ]


def _statuses(by_document: dict[int, list[Task]], days: dict[int, date]) -> dict[int, TaskStatus]:
    asked: dict[date, list[Task]] = defaultdict(list)
    for pk, tasks in by_document.items():
        asked[days[pk]] += tasks
    statuses: dict[int, TaskStatus] = {}
    for day, tasks in asked.items():
        statuses |= task_statuses(tasks, day)
    return statuses


def _region_row(document, on, tasks, statuses, cycles: list[CycleRow]) -> RegionRow:
    return RegionRow(
        document=document,
        on=on,
        lights=Counter(statuses[task.pk].light for task in tasks if task.parent_id is None),
        figures=_figure_lights(statuses[task.pk] for task in tasks),
        cycle=cycles[0] if cycles else None,
    )
