"""Departments and groups that only a draft named go when it names them no more."""

import pytest

from tasks import editing
from tasks.models import Department, DepartmentGroup, Document, Task
from tasks.units import clear
from tests.factories import (
    AllocationFactory,
    AssignmentFactory,
    DepartmentFactory,
    DepartmentGroupFactory,
    DocumentFactory,
    EntryFactory,
    TargetFactory,
    TaskFactory,
    UserFactory,
    liaison_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return UserFactory()


@pytest.fixture
def task():
    return TaskFactory(document__state="draft", number="1")


@pytest.fixture
def misread(task):
    """A unit that this draft brought in."""
    department = DepartmentFactory(region=task.document.region, name="市局按职责", brought_by=task.document)
    return AssignmentFactory(task=task, department=department)


def test_department_that_nothing_names_any_more_goes(task, misread, by):
    editing.change_unit(assignment=misread, by=by, name="自治区财政厅", role="responsible")

    assert list(Department.objects.values_list("name", flat=True)) == ["自治区财政厅"]


@pytest.mark.parametrize("deed", ["unit", "task", "parent"])
def test_department_goes_with_the_last_row_that_named_it(task, misread, by, deed):
    parent = TaskFactory(document=task.document, number="9")
    Task.objects.filter(pk=task.pk).update(parent=parent)

    editing.remove(row={"unit": misread, "task": task, "parent": parent}[deed], by=by)

    assert not Department.objects.exists()


USES = {
    "another task": lambda it, task: AssignmentFactory(
        task=TaskFactory(document=task.document), department=it
    ),
    "a group": lambda it, task: DepartmentGroupFactory(region=it.region, wording="集体", members=[it]),
    "a person": lambda it, task: liaison_of(it),
    "a share": lambda it, task: AllocationFactory(target=TargetFactory(task=task), department=it),
    "an entry": lambda it, task: EntryFactory(target=TargetFactory(task=task), department=it),
}


@pytest.mark.parametrize("use", USES)
def test_department_in_use_stays(task, misread, by, use):
    USES[use](misread.department, task)

    editing.remove(row=misread, by=by)

    assert Department.objects.filter(name="市局按职责").exists()


@pytest.mark.parametrize("brought_by", ["a person", "another document"])
def test_department_that_others_made_stays(task, misread, by, brought_by):
    other = DocumentFactory() if brought_by == "another document" else None
    Department.objects.filter(pk=misread.department_id).update(brought_by=other)

    editing.remove(row=misread, by=by)

    assert Department.objects.filter(name="市局按职责").exists()


def test_department_of_a_published_document_stays(misread):
    Document.objects.update(state="published", published_at="2022-05-01T00:00Z")
    document = Document.objects.get()
    misread.delete()

    clear(document, [misread.department])

    assert Department.objects.filter(name="市局按职责").exists()


def test_department_typed_while_checking_belongs_to_the_draft(task, by):
    made = editing.add_unit(task=task, by=by, name="自治区档案馆", role="responsible")

    editing.remove(row=made, by=by)

    assert not Department.objects.filter(name="自治区档案馆").exists()


def test_group_goes_with_the_members_that_only_it_named(task, by):
    document = task.document
    members = [
        DepartmentFactory(region=document.region, name=name, brought_by=document)
        for name in ("甲政府", "乙政府")
    ]
    group = DepartmentGroupFactory(region=document.region, members=members, brought_by=document)
    unit = AssignmentFactory(task=task, department=None, group=group)
    AssignmentFactory(task=task, department=members[0])

    editing.remove(row=unit, by=by)

    assert list(Department.objects.values_list("name", flat=True)) == ["甲政府"]
    gone = DepartmentGroup.history.get(history_type="-")
    assert (DepartmentGroup.objects.count(), gone.history_user) == (0, by)
