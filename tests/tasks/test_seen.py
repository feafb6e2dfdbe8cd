from datetime import date
from decimal import Decimal

import pytest

from tasks import editing
from tasks.models import Assignment, DepartmentGroup, Target, Task
from tasks.seen import Changed, Gone, token
from tests.factories import (
    AssignmentFactory,
    DepartmentFactory,
    DepartmentGroupFactory,
    SectionFactory,
    TargetFactory,
    TaskFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

FIGURE = {
    "indicator": "改造",
    "comparator": ">=",
    "value": Decimal(20),
    "value_to": None,
    "unit": "套",
    "due": date(2022, 12, 31),
    "binding": True,
}
NEW = {
    "task": lambda row, **how: editing.change_task(task=row, number="1", title="新", section=None, **how),
    "unit": lambda row, **how: editing.change_unit(assignment=row, name="乙局", role="responsible", **how),
    "target": lambda row, **how: editing.change_target(target=row, **FIGURE, **how),
    "section": lambda row, **how: editing.change_section(section=row, ordinal="九", title="新", **how),
    "head": lambda row, **how: editing.change_head(document=row, title="新", **how),
    "group": lambda row, **how: editing.confirm_group(
        document=Task.objects.get().document, group=row, members=[], **how
    ),
    "accepted": lambda row, **how: editing.accept(row=row, **how),
    "removed": lambda row, **how: editing.remove(row=row, **how),
    "merged": lambda row, **how: editing.merge_task(task=row, **how),
    "section removed": lambda row, **how: editing.remove_section(section=row, **how),
}


@pytest.fixture
def by():
    return UserFactory()


@pytest.fixture
def task():
    return TaskFactory(document__state="draft", number="1", title="保障住房")


@pytest.fixture
def rows(task):
    """A row of every kind, by what is done to it."""
    target, unit = TargetFactory(task=task, doubt="?"), AssignmentFactory(task=task)
    section = SectionFactory(document=task.document)
    group = DepartmentGroupFactory(region=task.document.region, members=[DepartmentFactory()])
    AssignmentFactory(task=task, department=None, group=group)
    return {
        "task": task,
        "unit": unit,
        "target": target,
        "section": section,
        "head": task.document,
        "group": group,
        "accepted": target,
        "removed": target,
        "merged": task,
        "section removed": section,
    }


def by_another(row) -> None:
    """What a colleague does to the row meanwhile."""
    if isinstance(row, DepartmentGroup):
        row.members.add(DepartmentFactory())
    elif isinstance(row, Assignment):
        Assignment.objects.filter(pk=row.pk).update(role="cooperating")
    else:
        name = "indicator" if isinstance(row, Target) else "title"
        type(row).objects.filter(pk=row.pk).update(**{name: "别人改的"})


@pytest.mark.parametrize("deed", NEW)
def test_change_of_another_is_not_overwritten(rows, by, deed):
    row = rows[deed]
    seen = token(row)
    by_another(row)
    now = token(type(row).objects.get(pk=row.pk))

    with pytest.raises(Changed):
        NEW[deed](row, by=by, seen=seen)

    assert token(type(row).objects.get(pk=row.pk)) == now != seen


@pytest.mark.parametrize("deed", [deed for deed in NEW if deed != "merged"])
def test_what_was_seen_as_it_is_may_be_changed(rows, by, deed):
    row = rows[deed]
    before = token(row)

    NEW[deed](row, by=by, seen=before)

    left = type(row).objects.filter(pk=row.pk).first()
    assert left is None or token(left) != before or deed == "accepted"


@pytest.mark.parametrize("deed", [deed for deed in NEW if deed != "head"])
def test_row_that_is_gone_is_not_changed(rows, by, deed):
    row = rows[deed]
    seen = token(row)
    Assignment.objects.filter(group__isnull=False).delete()
    type(row).objects.get(pk=row.pk).delete()

    with pytest.raises(Gone):
        NEW[deed](row, by=by, seen=seen)


def test_unit_that_moved_up_in_the_list_may_be_changed(task, by):
    first, second = AssignmentFactory(task=task, order=1), AssignmentFactory(task=task, order=2)
    seen = token(second)
    editing.remove(row=first, by=by)

    editing.change_unit(assignment=second, by=by, name="乙局", role="responsible", seen=seen)

    second.refresh_from_db()
    assert (str(second.department), second.order) == ("乙局", 1)


def test_order_of_a_row_is_not_what_somebody_saw(task, by):
    seen = token(task)
    Task.objects.filter(pk=task.pk).update(order=7, doubt="?")

    editing.change_task(task=task, by=by, number="1", title="新", section=None, seen=seen)

    task.refresh_from_db()
    assert (task.title, task.order) == ("新", 7)
