from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from tasks.models import Assignment, Task
from tasks.status import TaskStatus
from tasks.tables.documents import NUMBER
from urbanplan.tables import LedgerTable


@dataclass(frozen=True)
class TaskRow:
    """A task of a document's ledger as the list shows it on a day."""

    task: Task
    status: TaskStatus
    leads: tuple[Assignment, ...]
    others: int
    due: date

    @property
    def order(self) -> int:
        return self.task.order

    @property
    def section_order(self) -> int:
        return self.task.section.order if self.task.section else 0

    @property
    def severity(self) -> int:
        return self.status.light.severity

    @property
    def state_word(self) -> str:
        return Task.State(self.status.state).label

    @property
    def lead_names(self) -> str:
        return "、".join(str(assignment.department or assignment.group) for assignment in self.leads)


def task_rows(tasks: Iterable[Task], statuses: dict[int, TaskStatus]) -> list[TaskRow]:
    """Rows of tasks whose assignments are prefetched; `statuses` has one for each task."""
    return [_row(task, statuses[task.pk]) for task in tasks]


def _row(task: Task, status: TaskStatus) -> TaskRow:
    units = task.assignments.all()
    leads = tuple(unit for unit in units if unit.leads)
    due = max((target.due for target, _verdict in status.targets), default=task.document.last_day)
    return TaskRow(task, status, leads, len(units) - len(leads), due)


class TaskTable(LedgerTable):
    order = tables.TemplateColumn("{{ record.task.number }}", verbose_name=_("No."))
    title = tables.TemplateColumn(
        template_name="tasks/includes/task_cell.html",
        verbose_name=_("Task"),
        orderable=False,
    )
    section_order = tables.TemplateColumn(
        "{{ record.task.section.ordinal|default:'—' }}", verbose_name=_("Section")
    )
    lead_names = tables.Column(verbose_name=_("Lead unit"), default="—")
    others = tables.Column(verbose_name=_("Other units"), orderable=False, attrs=NUMBER)
    targets = tables.Column(
        accessor="status__targets",
        verbose_name=_("Targets"),
        orderable=False,
        attrs=NUMBER,
    )
    due = tables.DateColumn(verbose_name=_("Due"), format="Y-m-d", attrs={"td": {"class": "nowrap"}})
    severity = tables.TemplateColumn(
        "{% load ledger %}{% light_why record.status %}", verbose_name=_("Light")
    )

    class Meta(LedgerTable.Meta):
        empty_text = _("No task matches.")

    def render_targets(self, value) -> int:
        return len(value)
