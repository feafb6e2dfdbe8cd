"""Corrections of a ledger: of a draft, or of a published one under an amendment. Each is one transaction
with its trail.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from tasks import importing, rereading
from tasks.kinds import target_kind
from tasks.models import Assignment, Department, DepartmentGroup, Document, Section, Target, Task
from tasks.seen import refresh
from tasks.snapshots import recorded
from tasks.units import Units, clear
from urbanplan.refusal import Refusal

Row = Task | Assignment | Target


def document_of(row: Row | Section) -> int:
    return row.task.document_id if isinstance(row, Assignment) else row.document_id


@contextmanager
def _ledger(document_id: int, by) -> Iterator[Document]:
    """Holds the document while its ledger is corrected, so that nobody publishes it half-way.

    A published one is corrected only under an open amendment, which records what was and what is.
    """
    with transaction.atomic():
        document = Document.objects.select_for_update().get(pk=document_id)
        if document.is_draft:
            yield document
        else:
            with recorded(document, by):
                yield document


@contextmanager
def _held(row: Row | Section, by, seen: str) -> Iterator[Document]:
    """Holds the ledger and the row as it now is, which must be what was `seen` (a token of tasks.seen)."""
    with _ledger(document_of(row), by) as document:
        refresh(row, seen)
        yield document


def _save(row, *, by, reason: str = "") -> None:
    try:
        row.full_clean()
    except ValidationError as wrong:
        raise Refusal(" ".join(wrong.messages)) from wrong
    _sign(row, by, reason)
    row.save()


def _sign(row, by, reason: str) -> None:
    row._history_user = by
    row._change_reason = reason[:100] or None


def accept(*, row: Row, by, seen: str = "") -> None:
    """The reader was right: the doubt is settled; its words stay in the row's history."""
    with _held(row, by, seen):
        if row.doubt:
            reason = _("Doubt accepted: %(doubt)s") % {"doubt": row.doubt}
            row.doubt = ""
            _save(row, by=by, reason=reason)


def remove(*, row: Row, by, seen: str = "") -> None:
    """Takes out what the document does not say; a task goes with its subtasks, units and figures."""
    with _held(row, by, seen):
        task = row.task if isinstance(row, Assignment) else None
        _take_out(row, by, _("Removed while checking"))
        if task:
            number_units(task)


def change_head(*, document: Document, by, seen: str = "", **fields) -> None:
    with _ledger(document.pk, by):
        refresh(document, seen)
        _set(document, fields)
        _save(document, by=by)


def change_section(*, section: Section, by, ordinal: str, title: str, seen: str = "") -> None:
    with _held(section, by, seen):
        section.ordinal, section.title = ordinal, title
        _save(section, by=by)


def add_section(
    *, document: Document, by, ordinal: str, title: str, words: str = "", at: int | None = None
) -> Section:
    """A section that begins with the words takes the tasks between it and the next one from the section
    before. One without words stands last and holds nothing yet.
    """
    with _ledger(document.pk, by) as document:
        start, end = place(document, words, None, at) if words else (None, None)
        order = document.sections.count() + 1
        made = Section(document=document, ordinal=ordinal, title=title, order=order, start=start, end=end)
        _save(made, by=by, reason=_("Added while checking"))
        sections = _order_sections(document)
        if start is not None:
            here = sections.index(made)
            after = next((one.start for one in sections[here + 1 :] if one.start is not None), None)
            tasks = document.tasks.filter(start__gte=start, section=sections[here - 1] if here else None)
            _put_in(made, tasks if after is None else tasks.filter(start__lt=after), by)
        return made


def remove_section(*, section: Section, by, seen: str = "") -> None:
    """Its tasks go to the section before it, as the text has them; those of the first are left without."""
    with _held(section, by, seen) as document:
        before = document.sections.filter(order__lt=section.order).last()
        _put_in(before, section.tasks.all(), by)
        _sign(section, by, _("Removed while checking"))
        section.delete()


def _put_in(section: Section | None, tasks, by) -> None:
    for task in tasks:
        task.section = section
        _sign(task, by, "")
        task.save()


def change_task(*, task: Task, by, number: str, title: str, section: Section | None, seen: str = "") -> None:
    """A correction also settles the row's doubt."""
    with _held(task, by, seen):
        _set(task, {"number": number, "title": title, "section": section, "doubt": ""})
        _save(task, by=by)


def change_target(*, target: Target, by, seen: str = "", **fields) -> None:
    with _held(target, by, seen) as document:
        _set(target, fields | {"doubt": ""})
        target.starts_on = min(target.starts_on, document.first_day, target.due)
        _save(target, by=by)


def change_unit(
    *, assignment: Assignment, by, name: str, role: str, collective: bool = False, seen: str = ""
) -> None:
    """Points the assignment to the department or group of that name, which is made if it is new."""
    with _held(assignment, by, seen) as document:
        before = _bodies(assignment)
        body = _body(document, name, collective)
        _refuse_double_unit(assignment.task, body, but=assignment)
        _set(assignment, _either(body) | {"role": role, "doubt": ""})
        _save(assignment, by=by)
        clear(document, before, by)


def add_unit(
    *, task: Task, by, name: str, role: str, collective: bool = False, words: str = ""
) -> Assignment:
    """A unit at the end of the task's list; `words` are the document's own where it writes another name."""
    with _held(task, by, "") as document:
        body = _body(document, name, collective)
        _refuse_double_unit(task, body)
        wording = words or name
        start, end = _place_if_any(document, wording, task)
        last = task.assignments.count()
        made = Assignment(
            task=task, wording=wording, role=role, order=last + 1, start=start, end=end, **_either(body)
        )
        _save(made, by=by, reason=_("Added while checking"))
        return made


def add_target(
    *, document: Document, task: Task | None, by, words: str, at: int | None = None, **fields
) -> Target:
    """A figure of the task, or a goal of the document without one; `words` must stand in its text."""
    with _ledger(document.pk, by) as document:
        if task:
            refresh(task, "")
        start, end = place(document, words, task, at)
        due = fields["due"]
        made = Target(
            document=document,
            task=task,
            order=1,
            starts_on=min(document.first_day, due),
            kind=target_kind(fields["indicator"], fields["unit"]),
            text=words,
            start=start,
            end=end,
            **fields,
        )
        _save(made, by=by, reason=_("Added while checking"))
        _order_targets(document)
        return made


def begin_task(*, document: Document, by, words: str, number: str, title: str, at: int | None = None) -> Task:
    """A task that begins with the words, outside all others, and reaches to the next task or section.

    Goals that stand in it become its figures. What else the reader finds in it is proposed, with a doubt.
    """
    with _ledger(document.pk, by) as document:
        start = _place_outside(document, words, at)
        items = rereading.headings(document.text)
        end = _end_of_task(document, start, rereading.reach(items, start))
        made = Task(
            document=document,
            section=rereading.section_over(document, items, start),
            number=number,
            title=title,
            order=document.tasks.count() + 1,
            start=start,
            end=end,
            text=document.text[start:end],
        )
        _save(made, by=by, reason=_("Added while checking"))
        for goal in document.targets.filter(task=None, start__gte=start, start__lt=end):
            goal.task = made
            _save(goal, by=by)
        _propose_units(made, rereading.read_units(document, start, end), by)
        _propose_targets(made, rereading.read_targets(document, start, end), by)
        _order_tasks(document)
        _order_targets(document)
        return made


def split_task(*, task: Task, by, words: str, number: str, title: str, at: int | None = None) -> Task:
    """A new task that begins with the words takes over all that stands behind them."""
    with _held(task, by, "") as document:
        start, _end = place(document, words, task, at)
        if task.subtasks.exists() or start <= task.start:
            raise Refusal(_("A task can be split only inside its own text, and not once it has subtasks."))
        made = Task(
            document=document,
            section=task.section,
            parent=task.parent,
            number=number,
            title=title,
            order=task.order,
            start=start,
            end=task.end,
            text=document.text[start : task.end],
            source_end=task.source_end,
        )
        _save(made, by=by, reason=_("Split from task %(number)s") % {"number": task.number})
        _resize(task, task.start, start, by)
        _move(task, made, by, start__gte=start)
        # A task names a body once. One that the clauses of both parts print was read for the first alone.
        stayed = set(task.assignments.values_list("wording", flat=True))
        found = rereading.read_units(document, start, made.end)
        _propose_units(made, [row for row in found if row["name"] in stayed], by)
        _order_tasks(document)
        return made


def merge_task(*, task: Task, by, seen: str = "") -> Task:
    """Joins the task to the one before it, which keeps its number and title; returns that one."""
    with _held(task, by, seen) as document:
        siblings = document.tasks.filter(parent=task.parent, order__lt=task.order)
        before = siblings.order_by("-order").first()
        if before is None:
            raise Refusal(_("There is no task before this one to which it could be joined."))
        if task.subtasks.exists() or before.subtasks.exists():
            raise Refusal(_("A task with subtasks cannot be joined to another."))
        _move(task, before, by)
        if task.end and before.start is not None:
            _resize(before, before.start, task.end, by)
        _take_out(task, by, _("Joined to task %(number)s") % {"number": before.number})
        return before


def confirm_group(*, document: Document, group: DepartmentGroup, members, by, seen: str = "") -> None:
    """The office says which departments a collective means; that holds for every document of the region."""
    with _ledger(document.pk, by) as document:
        refresh(group, seen)
        if group.region_id != document.region_id:
            raise Refusal(_("This group belongs to another region."))
        group.skip_history_when_saving = True  # The trail gets one row, with the members of the end.
        group.members.set(members)
        del group.skip_history_when_saving
        group.confirmed = True
        _sign(group, by, "")
        group.save()


def _take_out(row: Row, by, reason: str) -> None:
    """A draft's row is deleted. A published task or figure stays with all that was logged on it, and binds
    nobody any more; that a unit answered stays in the amendment.
    """
    if isinstance(row, Assignment) or row.document.is_draft:
        document, before = (row.task if isinstance(row, Assignment) else row).document, _bodies(row)
        _sign(row, by, reason)
        row.delete()
        clear(document, before, by)
    else:
        drop(row, by=by, reason=reason)


def drop(row: Task | Target, *, by, reason: str) -> None:
    """Takes effect today; a task is dropped with its subtasks and figures."""
    parts = [*row.subtasks.all(), *row.targets.all()] if isinstance(row, Task) else []
    for part in parts:
        drop(part, by=by, reason=reason)
    row.dropped_on = timezone.localdate()
    _sign(row, by, reason)
    row.save()


def place(document: Document, words: str, task: Task | None, at: int | None = None) -> tuple[int, int]:
    """Where the words stand: at the offset if they do, else first in the task's text (or the document's)."""
    if at is not None and document.text.startswith(words, at) and _holds(task, at):
        return at, at + len(words)
    first, last = (task.start, task.end) if task and task.start is not None else (0, None)
    start = document.text.find(words, first, last)
    if not words or start < 0:
        raise Refusal(_("“%(words)s” does not stand in this text.") % {"words": words})
    return start, start + len(words)


def _holds(task: Task | None, at: int) -> bool:
    return task is None or task.start is None or task.start <= at < task.end


def _place_outside(document: Document, words: str, at: int | None) -> int:
    """Where the words stand in no task: at the offset if they do stand there, else first."""
    tasks = list(document.tasks.exclude(start=None))
    places = [found.start() for found in re.finditer(re.escape(words), document.text)]
    if at in places:
        places = [at]
    if not places:
        raise Refusal(_("“%(words)s” does not stand in this text.") % {"words": words})
    outside = next((place for place in places if not any(_holds(task, place) for task in tasks)), None)
    if outside is None:
        over = next(task for task in tasks if _holds(task, places[0]))
        raise Refusal(
            _("“%(words)s” stands in task %(number)s: split that task.")
            % {"words": words, "number": over.number}
        )
    return outside


def _end_of_task(document: Document, start: int, reach: int | None) -> int:
    """Where the next task or section begins, or the next numbered heading (`reach`); without blanks."""
    begins = [
        *document.tasks.filter(start__gt=start).values_list("start", flat=True),
        *document.sections.filter(start__gt=start).values_list("start", flat=True),
    ]
    end = min([*begins, reach or len(document.text)])
    return start + len(document.text[start:end].rstrip())


def _propose_units(task: Task, rows: list[dict], by) -> None:
    """Adds those that the task does not name, in the order of the text; somebody is to look at each."""
    bodies = {assignment.department or assignment.group for assignment in task.assignments.all()}
    found = importing.units_of(task, rows, Units(task.document.region, task.document)) if rows else ()
    new = [unit for unit in found if (unit.department or unit.group) not in bodies]
    for unit in new:
        _propose(unit, by)
    if new:
        _order_units(task, F("start").asc(nulls_last=True))


def _propose_targets(task: Task, rows: list[dict], by) -> None:
    there = list(task.targets.all())
    for row in rows:
        made = importing.target_of(task.document, task, row, order=1)
        if not any(_same_figure(made, other) for other in there):
            _propose(made, by)


def _propose(row: Assignment | Target, by) -> None:
    row.doubt = row.doubt or _("Read by the program when the task was begun: is it right?")
    with suppress(Refusal):  # What cannot be stored, as a figure without a name, is nothing to propose.
        _save(row, by=by, reason=_("Read by the program"))


def _same_figure(one: Target, other: Target) -> bool:
    overlap = one.start < (other.end or 0) and (other.start or 0) < one.end
    return overlap and (one.value, one.unit) == (other.value, other.unit)


def _place_if_any(document: Document, words: str, task: Task) -> tuple[int | None, int | None]:
    try:
        return place(document, words, task)
    except Refusal:
        return None, None


def _set(row, fields: dict) -> None:
    for name, value in fields.items():
        setattr(row, name, value)


def _body(document: Document, name: str, collective: bool) -> Department | DepartmentGroup:
    group = DepartmentGroup.objects.filter(region=document.region_id, wording=name).first()
    if group:
        return group
    units = Units(document.region, document)
    return units.group(name) if collective else units.department(name)


def _bodies(row: Row) -> list[Department | DepartmentGroup]:
    """Whom the row names: an assignment one, a task those of its units and subtasks, a figure none."""
    if isinstance(row, Assignment):
        return [row.department or row.group]
    parts = [*row.assignments.all(), *row.subtasks.all()] if isinstance(row, Task) else []
    return [body for part in parts for body in _bodies(part)]


def _either(body: Department | DepartmentGroup) -> dict:
    is_group = isinstance(body, DepartmentGroup)
    return {"group": body if is_group else None, "department": None if is_group else body}


def _refuse_double_unit(task: Task, body, but: Assignment | None = None) -> None:
    named = task.assignments.filter(**{field: it for field, it in _either(body).items() if it})
    if named.exclude(pk=but and but.pk).exists():
        raise Refusal(_("Task %(number)s names “%(unit)s” already.") % {"number": task.number, "unit": body})


def _resize(task: Task, start: int, end: int, by) -> None:
    task.start, task.end = start, end
    task.text = task.document.text[start:end]
    task.source_end = None
    _save(task, by=by)


def _move(source: Task, target: Task, by, **which) -> None:
    """Units and figures from one task to another; a unit that is named there already goes."""
    for assignment in source.assignments.filter(**which):
        body = assignment.department or assignment.group
        if target.assignments.filter(**{k: v for k, v in _either(body).items() if v}).exists():
            _sign(assignment, by, "")
            assignment.delete()
            continue
        assignment.task = target
        assignment.order += 1000
        _sign(assignment, by, "")
        assignment.save()
    for figure in source.targets.filter(**which):
        figure.task = target
        _save(figure, by=by)
    number_units(source)
    number_units(target)


def number_units(task: Task) -> None:
    """Counts a task's units afresh: the first of the list leads."""
    _order_units(task)


def _order_units(task: Task, *first) -> None:
    _count(Assignment, task.assignments.order_by(*first, "order", "pk"))


def _count(model, rows) -> None:
    """Counts the rows from 1 on in the order given. Order is derived, so it leaves no trail."""
    moved = []
    for order, row in enumerate(rows, start=1):
        if row.order != order:
            row.order = order
            moved.append(row)
    model.objects.bulk_update(moved, ["order"], batch_size=500)


def put_in_order(document: Document) -> None:
    _order_sections(document)
    _order_tasks(document)
    _order_targets(document)


def _order_tasks(document: Document) -> None:
    _by_place(Task, document.tasks.order_by("order", "pk"))


def _order_sections(document: Document) -> list[Section]:
    return _by_place(Section, document.sections.order_by("order", "pk"))


def _by_place(model, rows) -> list:
    """The rows by their place in the text; one that stands nowhere in it stays behind the one it followed."""
    places, last = {}, 0
    for row in rows:
        last = places[row.pk] = last if row.start is None else row.start
    ordered = sorted(rows, key=lambda row: (places[row.pk], row.order, row.pk))
    _count(model, ordered)
    return ordered


def _order_targets(document: Document) -> None:
    figures = document.targets.order_by(
        F("task__order").asc(nulls_first=True), F("start").asc(nulls_last=True), "order", "pk"
    )
    _count(Target, figures)
