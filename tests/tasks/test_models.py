"""Each constraint of the ledger is tested by trying to break it."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tasks.models import Department, Document, ProgressEntry, Region, Target, Task
from tasks.models.progress import AppendOnly
from tests.factories import (
    AllocationFactory,
    AssignmentFactory,
    DepartmentFactory,
    DepartmentGroupFactory,
    DocumentFactory,
    EntryFactory,
    RegionFactory,
    TargetFactory,
    TaskFactory,
    UserFactory,
)
from urbanplan.accounts.models import Membership

pytestmark = pytest.mark.django_db

FORBIDDEN = {
    "region code of letters": (Region, {"code": "64000x"}),
    "years in the wrong order": (Document, {"first_year": 2030}),
    "published without a moment": (Document, {"published_at": None}),
    "closed task without a person": (Task, {"state": "closed"}),
    "task that ends before it starts": (Task, {"start": 9, "end": 3}),
    "range with one end": (Target, {"comparator": "range"}),
    "upper value below the lower": (Target, {"value_to": Decimal(1)}),
    "target due before it starts": (Target, {"due": date(2021, 1, 1)}),
}


@pytest.mark.parametrize(("model", "change"), FORBIDDEN.values(), ids=FORBIDDEN)
def test_database_refuses(model, change):
    row = {Region: RegionFactory, Document: DocumentFactory, Task: TaskFactory, Target: TargetFactory}[
        model
    ]()

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**change)


def test_assignment_names_exactly_one_body():
    task, department = TaskFactory(), DepartmentFactory()
    group = DepartmentGroupFactory(region=department.region)

    for department_or_none, group_or_none in [(None, None), (department, group)]:
        with pytest.raises(IntegrityError), transaction.atomic():
            AssignmentFactory(task=task, department=department_or_none, group=group_or_none, wording="x")


def test_task_number_is_unique_within_its_document():
    task = TaskFactory(number="11")
    TaskFactory(number="11")

    with pytest.raises(IntegrityError), transaction.atomic():
        TaskFactory(number="11", document=task.document)


def test_department_has_one_share_of_a_target():
    share = AllocationFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        AllocationFactory(target=share.target, department=share.department)


@pytest.mark.parametrize("place", [{}, {"region": True}], ids=["no place", "a region"])
def test_liaison_belongs_to_a_department(place):
    places = {"region": RegionFactory()} if place else {}

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=UserFactory(), role="liaison", **places)


def test_entry_says_something():
    with pytest.raises(IntegrityError), transaction.atomic():
        EntryFactory(target=None, narrative="")


def test_entry_value_needs_a_target():
    with pytest.raises(IntegrityError), transaction.atomic():
        EntryFactory(target=None, value=Decimal(5))


def test_entry_is_never_changed_or_deleted():
    entry = EntryFactory()
    entry.narrative = "改过的话"

    for attempt in (entry.save, entry.delete, ProgressEntry.objects.all().delete):
        with pytest.raises(AppendOnly):
            attempt()
    with pytest.raises(AppendOnly):
        ProgressEntry.objects.update(narrative="改过的话")
    assert ProgressEntry.objects.get().narrative == "已开工建设。"


def test_figures_are_exact_decimals():
    target = TargetFactory(value=Decimal("99.700001"))

    assert Target.objects.get(pk=target.pk).value == Decimal("99.700001")


def test_department_is_found_by_alias():
    department = DepartmentFactory(name="自治区发展和改革委员会", aliases=["自治区发改委"])

    assert Department.objects.get(aliases=["自治区发改委"]) == department
    assert department.alias_keys != "|"


def actual(target, on):
    return Target.objects.with_actual(on).get(pk=target.pk).actual


def test_actual_is_the_latest_value_by_the_day():
    target = TargetFactory()
    EntryFactory(target=target, as_of=date(2022, 5, 1), value=Decimal(1000))
    EntryFactory(target=target, as_of=date(2022, 6, 15), value=Decimal(4500))

    days = [date(2022, 4, 30), date(2022, 5, 1), date(2022, 6, 14), date(2022, 6, 15)]
    assert [actual(target, day) for day in days] == [None, 1000, 1000, 4500]


def test_actual_leaves_out_what_was_corrected():
    target = TargetFactory()
    wrong = EntryFactory(target=target, value=Decimal(9999))
    EntryFactory(target=target, value=Decimal(450), corrects=wrong, department=wrong.department)

    assert actual(target, date(2022, 6, 15)) == 450


def test_actual_of_an_allocated_amount_is_the_sum_of_its_shares():
    target = TargetFactory()
    first, second = AllocationFactory(target=target), AllocationFactory(target=target)
    AllocationFactory(target=target)
    for share, value in [(first, 10), (first, 60), (second, 5)]:
        EntryFactory(
            task=target.task,
            target=target,
            allocation=share,
            department=share.department,
            value=Decimal(value),
        )

    assert actual(target, date(2022, 12, 31)) == 65


def test_actual_of_a_level_is_never_a_sum():
    target = TargetFactory(kind="level", unit="%")
    share = AllocationFactory(target=target)
    EntryFactory(task=target.task, target=target, allocation=share, value=Decimal(60))
    EntryFactory(target=target, value=Decimal(25))

    assert actual(target, date(2022, 12, 31)) == 25
