"""Where a document's sections, tasks, units and figures stand in its text, as marks for a page."""

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from tasks.findings import findings_of
from tasks.marking import Mark, heading
from tasks.models import Document, Target, Task

# The name of an item's place on the page, and where its mark leads, by kind ("task") and row.
Name = Callable[[str, object], str]


def anchor(kind: str, row) -> str:
    return f"{kind}-{row.number if kind == 'task' else row.pk}"


def page_of(kind: str, row) -> str:
    """The address of what a mark on the text page stands for."""
    if kind == "section":
        return ""
    if kind == "goal":
        return reverse("target", args=[row.pk])
    task = row if kind == "task" else row.task
    return reverse("task", args=[task.pk]) + ("" if kind == "task" else f"#{kind}-{row.pk}")


def document_marks(
    document: Document,
    tasks: Iterable[Task],
    goals: Iterable[Target],
    *,
    name: Name,
    href: Name,
    only_titles: bool = False,
) -> list[Mark]:
    """Marks of the whole text; tasks come with their assignments and targets prefetched.

    With `only_titles` a task is marked at its title alone, which makes a long page much lighter.
    """
    marks = [
        _mark("section", section, name, href)
        for section in document.sections.all()
        if section.start is not None
    ]
    marks += [_mark("goal", goal, name, href) for goal in goals if goal.start is not None]
    marks += [
        # A note may span a whole task, where a mark of its own would only be noise.
        Mark(found.start, found.end, "note" if found.level == "info" else "finding", found.anchor)
        for found in findings_of(document).placed
    ]
    for task in tasks:
        marks += task_marks(task, document.text, name=name, href=href, only_title=only_titles)
    return marks


def task_marks(task: Task, text: str, *, name: Name, href: Name, only_title: bool = False) -> list[Mark]:
    marks = []
    if task.start is not None:
        first, last = heading(text, task.start, task.end, task.title)
        whole = (first, last) if only_title else (task.start, task.end)
        marks.append(Mark(*whole, "task", name("task", task)))
        marks.append(Mark(first, last, "title", "", href("task", task), str(task)))
    for kind, rows in (("unit", task.assignments.all()), ("target", task.targets.all())):
        marks += [_mark(kind, row, name, href) for row in rows if row.start is not None]
    return marks


def _mark(kind: str, row, name: Name, href: Name) -> Mark:
    at_end = kind in ("target", "goal")
    return Mark(row.start, row.end, kind, name(kind, row), href(kind, row), _tip(kind, row), at_end)


def _tip(kind: str, row) -> str:
    if kind == "unit":
        return f"{row.get_role_display()} · {row.department or row.group}"
    if kind in ("target", "goal"):
        return _("Target: %(indicator)s") % {"indicator": row.indicator}
    return str(row)
