"""A published ledger as values, before and after a correction: an amendment records the difference."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from tasks.models import Amendment, Assignment, Change, DepartmentGroup, Document, Task
from urbanplan.refusal import Refusal

HEAD = (
    *("title", "number", "issuer", "issued_on", "first_year", "last_year"),
    *("half_year_month", "half_year_day", "annual_month", "annual_day", "day_off"),
)
OF_SECTION = ("ordinal", "title")
OF_TASK = ("number", "title", "section", "text")
OF_TARGET = ("indicator", "comparator", "value", "value_to", "unit", "due", "kind", "binding", "text")


@dataclass(frozen=True)
class Row:
    """A row's name, the task and figure it belongs to, and its fields as text.

    `home` is the task that it hangs on, by field, primary key and number: that one's new number is no change
    of this row.
    """

    label: str
    fields: dict[str, str]
    task: int | None = None
    target: int | None = None
    home: tuple[str, int | None, str] = ("", None, "")


# Rows by kind and primary key, in the order of the ledger.
Snapshot = dict[tuple[str, int], Row]


@contextmanager
def recorded(document: Document, by) -> Iterator[None]:
    """What happens inside becomes the changes of the document's open amendment."""
    amendment = document.amendments.open().filter(sha256="").first()
    if amendment is None:
        raise Refusal(_("This document is published; its ledger is corrected only by an amendment."))
    before = snapshot(document)
    yield
    document.refresh_from_db()
    record(amendment, before, snapshot(document), by)


def snapshot(document: Document) -> Snapshot:
    """In a fixed number of queries."""
    rows: Snapshot = {("head", document.pk): Row(document.title, _texts(document, HEAD))}
    for section in document.sections.all():
        rows["section", section.pk] = Row(str(section), _texts(section, OF_SECTION))
    for task in document.tasks.select_related("section", "parent").order_by("order"):
        home = ("parent", task.parent_id, said(task.parent))
        rows["task", task.pk] = Row(str(task), _texts(task, OF_TASK), task.pk, home=home)
    units = Assignment.objects.filter(task__document=document, task__dropped_on=None)
    for unit in units.select_related("task", "department", "group").order_by("task__order", "order"):
        fields = {"name": str(unit.department or unit.group), "role": unit.role}
        rows["unit", unit.pk] = Row(f"{unit.task.number} · {fields['name']}", fields, unit.task_id)
    for target in document.targets.select_related("task").order_by("order"):
        label = f"{target.task.number} · {target}" if target.task else str(target)
        home = ("task", target.task_id, said(target.task))
        rows["target", target.pk] = Row(label, _texts(target, OF_TARGET), target.task_id, target.pk, home)
    for group in DepartmentGroup.objects.named_in(document).prefetch_related("members"):
        members = sorted(map(str, group.members.all()))
        fields = {"members": "、".join(members), "confirmed": said(group.confirmed)}
        rows["group", group.pk] = Row(group.wording, fields)
    return rows


def _texts(row, names: tuple[str, ...]) -> dict[str, str]:
    return {name: said(getattr(row, name)) for name in names}


def said(value) -> str:
    """A field's value as text: dates in ISO form, figures without trailing zeros, nothing as ""."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, Task):
        return value.number
    return str(value)


def record(amendment: Amendment, before: Snapshot, after: Snapshot, by) -> None:
    """The difference as accepted changes, behind those that the amendment has."""
    moment = timezone.now()
    changes = [
        Change(
            amendment=amendment,
            kind=kind,
            row=pk,
            label=(after.get((kind, pk)) or before[kind, pk]).label[:300],
            old=old,
            new=new,
            decision=Change.Decision.ACCEPTED,
            decided_by=by,
            decided_at=moment,
            **_refs(after.get((kind, pk)) or before[kind, pk]),
        )
        for kind, pk, old, new in difference(before, after)
    ]
    first = amendment.changes.count()
    for order, change in enumerate(changes, start=first + 1):
        change.order = order
    Change.objects.bulk_create(changes)


def _refs(row: Row) -> dict:
    return {"task_id": row.task, "target_id": row.target}


def difference(before: Snapshot, after: Snapshot) -> Iterator[tuple[str, int, dict, dict]]:
    """Kind, primary key, old and new fields of each row that differs; of a changed row only what differs."""
    for key in [*before, *(key for key in after if key not in before)]:
        old, new = _told(before.get(key)), _told(after.get(key))
        if old and new:
            names = [name for name in old if old[name] != new[name]]
            name, pk, _number = before[key].home
            if name in names and pk == after[key].home[1]:
                names.remove(name)
            old, new = {name: old[name] for name in names}, {name: new[name] for name in names}
        if old != new:
            yield *key, old, new


def _told(row: Row | None) -> dict[str, str]:
    if row is None:
        return {}
    name, _pk, number = row.home
    return row.fields | ({name: number} if name else {})
