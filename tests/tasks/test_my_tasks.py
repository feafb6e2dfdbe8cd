"""A liaison's list of tasks: own ones only, in which role, how they stand on a day."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from tasks.my_tasks import my_tasks_on
from tests.factories import (
    AllocationFactory,
    AssignmentFactory,
    DepartmentFactory,
    DepartmentGroupFactory,
    DocumentFactory,
    EntryFactory,
    TargetFactory,
    TaskFactory,
    liaison_of,
    office_of,
)

pytestmark = pytest.mark.django_db
HALF = date(2022, 6, 15)
TODAY = date(2022, 6, 16)


@pytest.fixture
def document():
    return DocumentFactory()


@pytest.fixture
def housing():
    return DepartmentFactory(name="自治区住房城乡建设厅")


@pytest.fixture
def liaison(housing):
    return liaison_of(housing)


@pytest.fixture
def shown(client, liaison, clock, settings):
    """The page with these parameters."""
    clock("2022-06-16 09:00")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(liaison)
    return lambda **asked: client.get(reverse("my-tasks"), asked)


def given(department, document, *, order=1, role="responsible", **task):
    made = TaskFactory(document=document, **task)
    AssignmentFactory(task=made, department=department, order=order, role=role)
    return made


def numbers(page) -> list[str]:
    return [row.record.task.number for row in page.context["table"].rows]


def test_a_list_has_the_own_tasks_of_published_documents_with_their_roles(document, housing, liaison):
    leads = given(housing, document)
    named = given(housing, document, order=2)
    helps = given(housing, document, role="cooperating", order=3)
    share = AllocationFactory(target__task=TaskFactory(document=document), department=housing).target.task
    grouped = TaskFactory(document=document)
    group = DepartmentGroupFactory(members=[housing])
    AssignmentFactory(task=grouped, department=None, group=group, order=5)
    given(DepartmentFactory(), document)
    given(housing, DocumentFactory(state="draft"))

    rows = my_tasks_on(liaison, None, TODAY)

    assert [(row.task, row.rank) for row in rows] == [
        (leads, 0),
        (named, 1),
        (helps, 2),
        (share, 3),
        (grouped, 1),
    ]


def test_a_task_with_parts_is_shown_by_its_parts(document, housing, liaison):
    whole = given(housing, document)
    part = given(housing, document, parent=whole)

    assert [row.task for row in my_tasks_on(liaison, None, TODAY)] == [part]


def test_a_row_tells_light_due_day_and_the_own_last_report(document, housing, liaison):
    task = given(housing, document)
    target = TargetFactory(task=task, due=date(2022, 10, 31))
    EntryFactory(target=target, department=housing, value=Decimal(6000), as_of=date(2022, 5, 1))
    EntryFactory(target=target, value=Decimal(6000), as_of=date(2022, 6, 1))

    (row,) = my_tasks_on(liaison, HALF, TODAY)

    assert (row.status.light, row.due, row.last_own_report) == (
        "green",
        date(2022, 10, 31),
        date(2022, 5, 1),
    )


def test_a_document_whose_years_are_over_stands_on_its_last_day(housing, liaison):
    given(housing, DocumentFactory())
    given(housing, DocumentFactory(first_year=2026, last_year=2026))
    today = date(2026, 11, 21)

    days = {row.task.document.last_year: row.on for row in my_tasks_on(liaison, None, today)}

    assert days == {2022: date(2022, 12, 31), 2026: today}
    assert {row.on for row in my_tasks_on(liaison, HALF, today)} == {HALF}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["1", "2", "3"]),
        ({"light": "red"}, ["2"]),
        ({"role": "2"}, ["3"]),
        ({"q": "老旧"}, ["2"]),
        ({"light": "purple"}, ["1", "2", "3"]),
        ({"sort": "severity"}, ["2", "1", "3"]),
        ({"sort": "-place"}, ["3", "2", "1"]),
        ({"on": "2022-01-02", "light": "red"}, []),
        ({"on": "soon"}, ["1", "2", "3"]),
        ({"page": "99", "per_page": "-1"}, ["1", "2", "3"]),
    ],
)
def test_the_list_is_filtered_and_sorted(document, housing, shown, asked, expected):
    given(housing, document, number="1")
    late = given(housing, document, number="2", title="改造老旧小区")
    EntryFactory(target=TargetFactory(task=late), department=housing, value=Decimal(1))
    given(housing, document, number="3", role="cooperating", order=2)

    page = shown(**asked)

    assert page.status_code == 200
    assert numbers(page) == expected


@pytest.mark.parametrize("column", ["place", "title", "severity", "rank", "due", "last_own_report"])
def test_every_column_sorts_both_ways(document, housing, shown, column):
    for _task in range(3):
        given(housing, document)
    EntryFactory(task=given(housing, document), department=housing)

    there, back = numbers(shown(sort=column)), numbers(shown(sort=f"-{column}"))

    assert sorted(there) == sorted(back)
    assert len(there) == 4


def test_an_empty_list_says_what_to_expect(shown):
    assert "No published document gives your unit a task yet" in shown().content.decode()


def test_an_overseer_has_no_own_tasks(client, document, housing):
    given(housing, document)
    client.force_login(office_of(document.region))

    assert client.get(reverse("my-tasks")).context["rows"] == []


def test_signing_in_comes_first(client):
    assert client.get(reverse("my-tasks")).status_code == 302


@pytest.mark.parametrize("rows", [1, 6])
def test_the_list_asks_the_same_for_one_task_and_for_six(
    document, housing, shown, rows, django_assert_num_queries
):
    for _task in range(rows):
        EntryFactory(target=TargetFactory(task=given(housing, document)), department=housing)

    with django_assert_num_queries(12):
        shown()
