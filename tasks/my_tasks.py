"""A liaison's list: the tasks of the own departments, how they stand on a day and when they last reported."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _

from tasks.asof import default_day
from tasks.models import Assignment, ProgressEntry, Task
from tasks.status import TaskStatus, task_statuses


@dataclass(frozen=True)
class MyTask:
    """`role` is that of the department which leads, if one of the user's does; `rank` 0 leads."""

    task: Task
    status: TaskStatus
    role: str
    rank: int
    due: date
    last_own_report: date | None
    on: date

    @property
    def severity(self) -> int:
        return self.status.light.severity

    @property
    def place(self) -> tuple:
        """Where the task stands among all: document by document, in each by its order."""
        document = self.task.document
        return document.region_id, -document.last_year, document.pk, self.task.order

    @property
    def is_open(self) -> bool:
        return self.task.document.state == "published" and self.task.state != Task.State.CLOSED


def my_tasks_on(user, asked: date | None, today: date) -> list[MyTask]:
    """Each task on the day asked for, else on its document's own day. Queries grow with those days only."""
    mine = user.department_ids
    found = (Task.objects.for_departments(mine) | Task.objects.with_share_of(mine)).leaves()
    tasks = list(found.exclude(document__state="draft").select_related("document__region", "section"))
    by_day = defaultdict(list)
    for task in tasks:
        by_day[asked or default_day(task.document, today)].append(task)
    roles = _roles(tasks, mine)
    rows = []
    for day, group in by_day.items():
        statuses = task_statuses(group, day)
        reports = _reports(group, mine, day)
        rows += [_row(task, statuses[task.pk], roles, reports, day) for task in group]
    return sorted(rows, key=lambda row: row.place)


def _row(task: Task, status: TaskStatus, roles, reports, day: date) -> MyTask:
    rank, role = roles.get(task.pk, (3, _("Share of a figure")))
    due = max((target.due for target, _verdict in status.targets), default=task.document.last_day)
    return MyTask(task, status, role, rank, due, reports.get(task.pk), day)


def _roles(tasks: list[Task], departments) -> dict[int, tuple[int, str]]:
    """The foremost role of these departments in each task: who leads, answers, or cooperates."""
    roles: dict[int, tuple[int, str]] = {}
    for which in ({"department__in": departments}, {"group__members__in": departments}):
        for named in Assignment.objects.filter(task__in=tasks, **which):
            ranked = _ranked(named)
            roles[named.task_id] = min(roles.get(named.task_id, ranked), ranked)
    return roles


def _ranked(named: Assignment) -> tuple[int, str]:
    if named.leads:
        return 0, Assignment.Role.LEAD.label
    return (2 if named.role == Assignment.Role.COOPERATING else 1), named.get_role_display()


def _reports(tasks: list[Task], departments, on: date) -> dict[int, date]:
    entries = ProgressEntry.objects.standing().up_to(on).filter(task__in=tasks, department__in=departments)
    return dict(entries.order_by().values_list("task").annotate(last=Max("as_of")))
