"""What is behind, whose it is and why: the records that the dashboards show. No request in here."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from reports.models import ReportingCycle, Submission
from reports.summary import SectionRow, section_rows
from tasks.lights import Light, Verdict
from tasks.models import Assignment, Document, Instruction, Target, Task
from tasks.status import TaskStatus, target_status, task_statuses

BEHIND = (Light.RED, Light.YELLOW)


@dataclass(frozen=True)
class Behind:
    """A task that is behind, with its figures that are."""

    task: Task
    status: TaskStatus
    leads: tuple[Assignment, ...]

    @property
    def figures(self) -> list[tuple[Target, Verdict]]:
        return [(target, verdict) for target, verdict in self.status.targets if verdict.light in BEHIND]


@dataclass(frozen=True)
class UnitRow:
    """The lights of the tasks that a unit or a group leads."""

    body: Assignment
    lights: Counter

    @property
    def total(self) -> int:
        return self.lights.total()


@dataclass(frozen=True)
class CycleRow:
    """Where a cycle's reports stand on a day; the states are today's, as states have no history to ask."""

    cycle: ReportingCycle
    states: Counter
    owing: int
    late: bool

    @property
    def total(self) -> int:
        return self.states.total()


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


def board(document: Document, on: date) -> Board:
    """The dashboard of one document on a day, in a fixed number of queries."""
    tasks = list(document.tasks.select_related("section").order_by("order"))
    statuses = task_statuses(tasks, on)
    numbered = [task for task in tasks if task.parent_id is None]
    parents = {task.parent_id for task in tasks}
    leaves = [task for task in tasks if task.pk not in parents]
    leads = _leads(document)
    return Board(
        document=document,
        on=on,
        lights=Counter(statuses[task.pk].light for task in numbered),
        figures=Counter(v.light for task in leaves for _target, v in statuses[task.pk].targets),
        sections=section_rows([(task, statuses[task.pk].light) for task in numbered]),
        units=_units(leaves, statuses, leads),
        behind=_behind(leaves, statuses, leads),
        goals=_goals(document, on),
        cycles=cycle_rows(document, on),
        unanswered=_unanswered(document, on),
    )


def _leads(document: Document) -> dict[int, list[Assignment]]:
    leads: dict[int, list[Assignment]] = defaultdict(list)
    named = Assignment.objects.filter(task__document=document).select_related("department", "group")
    for assignment in named.order_by("order"):
        if assignment.leads:
            leads[assignment.task_id].append(assignment)
    return leads


def _behind(tasks, statuses, leads) -> list[Behind]:
    """The worst first, in the document's order among equals."""
    late = [task for task in tasks if statuses[task.pk].light in BEHIND]
    late.sort(key=lambda task: (-statuses[task.pk].light.severity, task.order))
    return [Behind(task, statuses[task.pk], tuple(leads[task.pk])) for task in late]


def _units(tasks, statuses, leads) -> list[UnitRow]:
    """Units that lead, those with the most red and yellow tasks first."""
    lights: dict[tuple, list[Light]] = defaultdict(list)
    bodies: dict[tuple, Assignment] = {}
    for task in tasks:
        for lead in leads[task.pk]:
            key = (lead.department_id, lead.group_id)
            bodies.setdefault(key, lead)
            lights[key].append(statuses[task.pk].light)
    rows = [UnitRow(bodies[key], Counter(found)) for key, found in lights.items()]
    return sorted(rows, key=lambda row: (-row.lights[Light.RED], -row.lights[Light.YELLOW], -row.total))


def _goals(document: Document, on: date) -> list[tuple[Target, Verdict]]:
    goals = document.targets.filter(task__isnull=True, binding=True).select_related("document")
    return [(goal, target_status(goal, on)) for goal in goals.with_actual(on).order_by("order")]


def cycle_rows(document: Document, on: date) -> list[CycleRow]:
    """The document's cycles that had opened by the day, the last first."""
    owed = Q(submissions__state__in=[Submission.State.DRAFT, Submission.State.RETURNED])
    cycles = document.cycles.open_on(on).annotate(owing=Count("submissions", filter=owed)).order_by("-due")
    states: dict[int, Counter] = defaultdict(Counter)
    counted = Submission.objects.filter(cycle__in=cycles).order_by().values("cycle", "state")
    for row in counted.annotate(count=Count("pk")):
        states[row["cycle"]][row["state"]] = row["count"]
    return [CycleRow(cycle, states[cycle.pk], cycle.owing, cycle.due < on) for cycle in cycles]


def _unanswered(document: Document, on: date) -> list[Instruction]:
    open_ones = Instruction.objects.filter(task__document=document, given_on__lte=on).filter(
        Q(answered_by__isnull=True) | Q(answered_by__as_of__gt=on)
    )
    return list(open_ones.select_related("task", "leader"))


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


def region_rows(documents, day_of) -> list[RegionRow]:
    """A row for each document; `day_of(document)` says which day it is shown as of."""
    return [_region_row(document, day_of(document)) for document in documents]


def _region_row(document: Document, on: date) -> RegionRow:
    tasks = list(document.tasks.order_by("order"))
    statuses = task_statuses(tasks, on)
    cycles = cycle_rows(document, on)
    return RegionRow(
        document=document,
        on=on,
        lights=Counter(statuses[task.pk].light for task in tasks if task.parent_id is None),
        figures=Counter(v.light for task in tasks for _target, v in statuses[task.pk].targets),
        cycle=cycles[0] if cycles else None,
    )
