"""The lights of many tasks and figures on a day, in a fixed number of queries; lights.py decides."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max, OuterRef, Subquery

from tasks.lights import Light, Thresholds, Verdict, target_light, task_light, worst
from tasks.models import Document, ProgressEntry, Target, Task

DOCUMENT_TEXTS = ("document__text", "document__findings")


@dataclass(frozen=True)
class TaskStatus:
    """A task on a day: its light, its state as reported by then, its binding figures with their lights."""

    verdict: Verdict
    state: str
    last_report: date | None
    targets: tuple[tuple[Target, Verdict], ...] = ()

    @property
    def light(self) -> Light:
        return self.verdict.light


def thresholds_of(document: Document) -> Thresholds:
    return Thresholds(yellow=document.yellow_margin, silent_days=document.silent_days)


def trajectory_of(target: Target) -> list[tuple[date, Decimal]]:
    return [(date.fromisoformat(day), Decimal(share)) for day, share in target.trajectory]


def target_status(target: Target, on: date) -> Verdict:
    """The light of a target that `with_actual(on)` has annotated."""
    return target_light(
        comparator=target.comparator,
        kind=target.kind,
        value=target.value,
        value_to=target.value_to,
        baseline=target.baseline,
        actual=target.actual,
        start=target.starts_on,
        due=target.due,
        on=on,
        trajectory=trajectory_of(target),
        thresholds=thresholds_of(target.document),
    )


def task_statuses(tasks: Iterable[Task], on: date) -> dict[int, TaskStatus]:
    """The status of each task by its primary key; a task with subtasks shows the worst of theirs."""
    asked = [task.pk for task in tasks]
    rows = list(_reported(asked, on))
    figures = _figures([row.pk for row in rows], on)
    statuses = {row.pk: _own_status(row, figures[row.pk], on) for row in rows}
    children = defaultdict(list)
    for row in rows:
        children[row.parent_id].append(statuses[row.pk])
    return {pk: _of_subtasks(statuses[pk], children[pk]) for pk in asked if pk in statuses}


def _reported(asked: list[int], on: date):
    """The tasks and their subtasks with what was said of them by the day."""
    said = ProgressEntry.objects.standing().filter(task=OuterRef("pk"), as_of__lte=on).order_by()
    last = said.values("task").annotate(day=Max("as_of")).values("day")
    state = said.exclude(state="").order_by("-as_of", "-pk").values("state")[:1]
    # A dropped task is asked for by its own page only; no dropped part counts for a whole.
    both = Task.everything.filter(pk__in=asked) | Task.objects.filter(parent__in=asked)
    # The texts are long, and each row would bring its document's along.
    rows = both.select_related("document", "parent").defer("text", "parent__text", *DOCUMENT_TEXTS)
    return rows.annotate(last_report=Subquery(last), said_state=Subquery(state))


def _figures(tasks: list[int], on: date) -> dict[int, list[Target]]:
    figures: dict[int, list[Target]] = defaultdict(list)
    binding = Target.objects.filter(task__in=tasks, binding=True).select_related("document")
    for target in binding.defer(*DOCUMENT_TEXTS).with_actual(on).order_by("order"):
        figures[target.task_id].append(target)
    return figures


def _own_status(task: Task, figures: list[Target], on: date) -> TaskStatus:
    document = task.document
    state = _state(task, on)
    targets = tuple((target, target_status(target, on)) for target in figures)
    verdict = task_light(
        targets=[verdict.light for _target, verdict in targets],
        state=_believed(state, targets),
        due=_due(targets, document),
        on=on,
        last_report=task.last_report,
        start=document.first_day,
        thresholds=thresholds_of(document),
    )
    return TaskStatus(verdict, state, task.last_report, targets)


def _due(targets: Sequence[tuple[Target, Verdict]], document: Document) -> date:
    """The first day by which something was to be done that is not; the document's last day if all is.

    "6月底前完成" that was reached in June does not make its task late in July, and one of which nothing was
    reported does, though another figure of the task has time until December.
    """
    unmet = [target.due for target, verdict in targets if verdict.light != Light.GREEN]
    return min(unmet) if unmet else max([document.last_day, *(target.due for target, _verdict in targets)])


def _state(task: Task, on: date) -> str:
    """The state on that day: closed by the office by then, itself or as a whole, else as last reported."""
    for closed_on in (task.closed_on, task.parent and task.parent.closed_on):
        if closed_on and closed_on <= on:
            return Task.State.CLOSED
    return task.said_state or Task.State.NOT_STARTED


def _believed(state: str, targets: Sequence[tuple[Target, Verdict]]) -> str:
    """A unit's "done" does not hide a figure that is not met; the office's closing does."""
    is_met = all(verdict.light == Light.GREEN for _target, verdict in targets)
    return state if state != Task.State.DONE or is_met else Task.State.UNDER_WAY


def _of_subtasks(own: TaskStatus, subtasks: list[TaskStatus]) -> TaskStatus:
    """A split task has no units and, as a rule, no figures of its own; those that it has count as well."""
    if not subtasks or own.state == Task.State.CLOSED:
        return own
    parts = [*subtasks, own] if own.targets else subtasks
    light = worst(part.light for part in parts)
    lead = next(part for part in parts if part.light == light)
    reports = [part.last_report for part in [*subtasks, own] if part.last_report]
    return TaskStatus(lead.verdict, _joint_state(own, subtasks), max(reports, default=None), own.targets)


def _joint_state(own: TaskStatus, subtasks: list[TaskStatus]) -> str:
    """What was said of the whole; else what all parts are, and "under way" while they differ."""
    if own.state != Task.State.NOT_STARTED:
        return own.state
    states = {part.state for part in subtasks}
    return states.pop() if len(states) == 1 else Task.State.UNDER_WAY
