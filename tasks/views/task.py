from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render

from tasks.asof import asked_day
from tasks.changes import Shown, shown
from tasks.marking import Piece, paragraphs, within
from tasks.models import Assignment, Change, Instruction, ProgressEntry, Target, Task
from tasks.status import task_statuses
from tasks.views.marks import task_marks
from urbanplan.accounts.permissions import may


@dataclass
class Logged:
    """A standing entry of the timeline with the entries that it corrects, the latest first."""

    entry: ProgressEntry
    corrected: list[ProgressEntry] = field(default_factory=list)


@dataclass(frozen=True)
class Given:
    """An instruction as it stood on the day; the answer is empty where it is not for the reader's eyes."""

    instruction: Instruction
    answer: ProgressEntry | None
    answered: bool


@login_required
def task(request, pk):
    visible = Task.objects.visible_to(request.user)
    task = get_object_or_404(_whole(Task.everything.visible_to(request.user)), pk=pk)
    on = asked_day(request, task.document)
    # A unit of one part of a split task is not led to the parts of others.
    subtasks = list(visible.filter(parent=task).order_by("order"))
    statuses = task_statuses([task, *subtasks], on)
    entries = _entries(task, request.user, on)
    context = {
        "task": task,
        "document": task.document,
        "on": on,
        "status": statuses[task.pk],
        "state_word": Task.State(statuses[task.pk].state).label,
        "roles": _roles(task),
        "figures": _figures(task, statuses[task.pk].targets),
        "subtasks": [(subtask, statuses[subtask.pk]) for subtask in subtasks],
        "lines": _lines(task),
        "timeline": _timeline(entries),
        "instructions": _instructions(task, entries, on),
        "changes": _changes(task),
        "projects": _projects(task, request.user),
        "neighbours": _neighbours(task, visible),
    }
    return render(request, "tasks/task.html", context)


def _whole(tasks):
    tasks = tasks.select_related("document__region", "section", "parent")
    return tasks.prefetch_related("assignments__department", "assignments__group__members", "targets")


def _roles(task: Task) -> list[tuple[str, list[Assignment]]]:
    """Units by role, those who lead first."""
    units = list(task.assignments.all())
    groups = [
        (label, [unit for unit in units if unit.role == role]) for role, label in Assignment.Role.choices
    ]
    return [(label, named) for label, named in groups if named]


def _figures(task: Task, verdicts) -> list[tuple]:
    """Every target with its verdict; none for a figure that only describes."""
    with_verdict = {target.pk: (target, verdict) for target, verdict in verdicts}
    rows = task.targets.all() if task.dropped_on is None else Target.everything.filter(task=task)
    return [with_verdict.get(target.pk, (target, None)) for target in rows]


def _lines(task: Task) -> list[list[Piece]]:
    """The task's own sentences with its title, units and figures marked."""
    if task.start is None:
        return paragraphs(task.text, [])
    marks = task_marks(task, task.document.text, name=_place, href=_row)
    inside = [within(mark, task.start, task.end) for mark in marks if mark.kind != "task"]
    return paragraphs(task.document.text[task.start : task.end], [mark for mark in inside if mark])


def _place(kind: str, row) -> str:
    return f"at-{kind}-{row.pk}"


def _row(kind: str, row) -> str:
    return "" if kind == "task" else f"#{kind}-{row.pk}"


def _entries(task: Task, user, on: date) -> list[ProgressEntry]:
    entries = task.entries.visible_to(user).up_to(on)
    related = ("department", "reporter", "target", "allocation__department", "project", "corrected_by")
    return list(entries.select_related(*related).prefetch_related("evidence"))


def _timeline(entries: list[ProgressEntry]) -> list[Logged]:
    by_pk = {entry.pk: entry for entry in entries}
    standing = [Logged(entry) for entry in entries if not _is_corrected(entry)]
    for reported in standing:
        older = by_pk.get(reported.entry.corrects_id)
        while older:
            reported.corrected.append(older)
            older = by_pk.get(older.corrects_id)
    return standing


def _is_corrected(entry: ProgressEntry) -> bool:
    return hasattr(entry, "corrected_by")


def _instructions(task: Task, entries: list[ProgressEntry], on: date) -> list[Given]:
    seen = {entry.pk: entry for entry in entries}
    given = task.instructions.up_to(on).select_related("leader", "answered_by")
    return [_given(instruction, seen, on) for instruction in given]


def _given(instruction: Instruction, seen: dict[int, ProgressEntry], on: date) -> Given:
    answer = instruction.answered_by
    answered = answer is not None and answer.as_of <= on
    return Given(instruction, seen.get(answer.pk) if answered else None, answered)


def _changes(task: Task) -> list[Shown]:
    """What amendments changed in the task, its units and figures, the latest first."""
    found = Change.objects.in_force().filter(task=task).order_by("-decided_at", "-pk")
    return [shown(one) for one in found.select_related("amendment", "decided_by")]


def _projects(task: Task, user):
    """All projects for who oversees the region; to a unit its own."""
    projects = task.projects.select_related("department")
    return projects if may(user, "oversee", task) else projects.filter(department__in=user.department_ids)


def _neighbours(task: Task, visible) -> tuple[Task | None, Task | None]:
    """The tasks before and after this one among those that the user sees."""
    siblings = visible.filter(document=task.document).only("number", "title", "document")
    before = siblings.filter(order__lt=task.order).order_by("-order").first()
    return before, siblings.filter(order__gt=task.order).order_by("order").first()
