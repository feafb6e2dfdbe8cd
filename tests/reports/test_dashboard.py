"""What is behind, whose it is and why; and who may see it."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.dashboard import board, region_rows
from tasks.lights import Light
from tasks.models import Document, Instruction
from tests.factories import (
    AssignmentFactory,
    DepartmentFactory,
    DepartmentGroupFactory,
    DocumentFactory,
    EntryFactory,
    RegionFactory,
    SectionFactory,
    TargetFactory,
    TaskFactory,
    UserFactory,
    auditor_of,
    leader_of,
    liaison_of,
    office_of,
)
from tests.reports.factories import CycleFactory, SubmissionFactory

pytestmark = pytest.mark.django_db
JUNE, NOVEMBER = date(2022, 6, 15), date(2022, 11, 20)


@pytest.fixture
def document():
    return DocumentFactory()


def task_with(document, *reached, lead=None, **fields):
    """A task of one unit, with a figure of 100 for each value that was reached on 10 June; None is silent."""
    task = TaskFactory(document=document, **fields)
    AssignmentFactory(task=task, order=1, department=lead or DepartmentFactory(region=document.region))
    for value in reached:
        target = TargetFactory(task=task, value=Decimal(100))
        if value is not None:
            EntryFactory(target=target, value=Decimal(value), as_of=date(2022, 6, 10))
    return task


def shown(row):
    return (row.task, row.status.light, [(target.actual, verdict.light) for target, verdict in row.figures])


def test_counts_of_tasks_and_figures(document):
    task_with(document, 50, 50)
    task_with(document, 10)
    task_with(document, 40, None)
    task_with(document)
    TargetFactory(task=document.tasks.first(), binding=False)

    found = board(document, JUNE)

    assert found.tallies == [
        (Light.RED, 1, 1),
        (Light.YELLOW, 1, 1),
        (Light.GREEN, 1, 2),
        (Light.GREY, 1, 1),
    ]
    assert (found.late, found.total) == (2, 4)


def test_behind_the_worst_first_with_the_figures_that_are(document):
    slightly = task_with(document, 40, 90)
    far = task_with(document, 20)
    farther = task_with(document, 40, 5)
    blocked = task_with(document)
    EntryFactory(task=blocked, state="blocked", as_of=JUNE, problem="用地指标未落实")
    task_with(document, 50)

    rows = board(document, JUNE).behind

    assert [shown(row) for row in rows] == [
        (blocked, Light.RED, []),
        (farther, Light.RED, [(40, Light.YELLOW), (5, Light.RED)]),
        (far, Light.RED, [(20, Light.RED)]),
        (slightly, Light.YELLOW, [(40, Light.YELLOW)]),
    ]
    assert rows[0].problem.problem == "用地指标未落实"
    assert rows[0].leads == (str(blocked.assignments.get().department),)


def test_of_a_task_that_is_late_for_silence_the_unreported_figures_are_named(document):
    task = task_with(document, None, 100)

    row = board(document, date(2022, 9, 1)).behind[0]

    assert row.status.verdict.reason == "silent"
    assert shown(row) == (task, Light.YELLOW, [(None, Light.GREY)])


def test_a_split_task_counts_once_and_its_parts_are_listed(document):
    whole = TaskFactory(document=document, number="7")
    late = task_with(document, 5, parent=whole, number="7.1")
    task_with(document, 90, parent=whole, number="7.2")

    found = board(document, JUNE)

    assert found.lights == Counter([Light.RED])
    assert found.figures == Counter([Light.RED, Light.GREEN])
    assert [row.task for row in found.behind] == [late]


def test_sections_and_units(document):
    first, second = (
        SectionFactory(document=document, ordinal=name, order=n) for n, name in enumerate("一二")
    )
    busy, calm = DepartmentFactory.create_batch(2)
    task_with(document, 90, section=second, lead=calm)
    task_with(document, 5, section=first, lead=busy)
    task_with(document, 90, section=first, lead=busy)
    group = DepartmentGroupFactory()
    AssignmentFactory(task=TaskFactory(document=document), department=None, group=group, order=1)

    found = board(document, JUNE)

    red, green, grey = Light.RED, Light.GREEN, Light.GREY
    assert {row.section: row.lights for row in found.sections} == {
        first: Counter([red, green]),
        second: Counter([green]),
        None: Counter([grey]),
    }
    units = [(row.body, row.department, row.lights) for row in found.units]
    assert units[0] == (busy, busy, Counter([red, green]))
    assert (calm, calm, Counter([green])) in units
    assert (group, None, Counter([grey])) in units


def test_cooperating_units_are_not_blamed(document):
    task = task_with(document, 5)
    AssignmentFactory(task=task, order=2)
    AssignmentFactory(task=task, order=3, role="cooperating")

    assert len(board(document, JUNE).units) == 1
    assert len(board(document, JUNE).behind[0].leads) == 1


def test_goals_of_the_document_stand_apart(document):
    goal = TargetFactory(task=None, document=document)

    found = board(document, JUNE)

    assert [(target, verdict.light) for target, verdict in found.goals] == [(goal, Light.GREY)]
    assert found.figures == Counter()


def test_an_instruction_is_unanswered_until_the_day_of_its_answer(document):
    task, leader = TaskFactory(document=document), UserFactory()
    answer = EntryFactory(task=task, as_of=date(2022, 7, 1))
    later = Instruction.objects.create(
        task=task, leader=leader, text="二", given_on=date(2022, 6, 2), answered_by=answer
    )
    urgent = Instruction.objects.create(
        task=task, leader=leader, text="一", given_on=date(2022, 6, 1), answer_due=date(2022, 6, 8)
    )

    assert board(document, date(2022, 5, 31)).unanswered == []
    assert board(document, date(2022, 6, 30)).unanswered == [urgent, later]
    assert board(document, date(2022, 7, 1)).unanswered == [urgent]


def test_two_days_tell_two_stories(document):
    target = TargetFactory(task=TaskFactory(document=document))
    EntryFactory(target=target, value=Decimal(4500), as_of=date(2022, 6, 10))
    EntryFactory(target=target, value=Decimal(4600), as_of=date(2022, 11, 10))

    june, november = board(document, JUNE), board(document, NOVEMBER)

    assert (june.lights, june.behind) == (Counter([Light.GREEN]), [])
    assert november.lights == Counter([Light.RED])
    assert [target.actual for target, _verdict in november.behind[0].figures] == [4600]


def fill(document, tasks):
    cycle = CycleFactory(document=document)
    for _ in range(tasks):
        task = task_with(document, 5, section=document.sections.first() or SectionFactory(document=document))
        Instruction.objects.create(task=task, leader=UserFactory(), text="请说明", given_on=JUNE)
        TargetFactory(task=None, document=document)
        SubmissionFactory(cycle=cycle)


@pytest.mark.parametrize("count", [1, 10])
def test_a_board_takes_a_fixed_number_of_queries(document, django_assert_num_queries, count):
    fill(document, count)

    with django_assert_num_queries(10):
        assert board(document, JUNE).total == count


@pytest.mark.parametrize("count", [1, 5])
def test_rows_of_regions_take_a_fixed_number_of_queries(django_assert_num_queries, count):
    for document in DocumentFactory.create_batch(count):
        fill(document, 2)
    documents = Document.objects.order_by("pk")

    with django_assert_num_queries(7):
        rows = region_rows(documents, lambda document: JUNE)
        assert [(row.document, row.total, row.figure_total, row.cycle.total) for row in rows] == [
            (document, 2, 2, 2) for document in documents
        ]


def test_each_region_is_shown_as_of_its_own_day(document):
    task_with(document, 5)
    other = DocumentFactory(first_year=2021, last_year=2021)
    task_with(other)

    rows = region_rows([document, other], lambda document: document.last_day)

    assert [(row.on, row.lights) for row in rows] == [
        (date(2022, 12, 31), Counter([Light.RED])),
        (date(2021, 12, 31), Counter([Light.GREY])),
    ]


# Pages


def text_of(client, url, **query):
    response = client.get(url, query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_answers_what_whose_and_why(client, document):
    task = task_with(document, 5, title="加强住房供应保障")
    client.force_login(leader_of(document.region))

    page = text_of(client, reverse("dashboard"), on="2022-06-15")

    assert "加强住房供应保障" in page
    assert str(task.assignments.get().department) in page
    assert f'href="{reverse("target", args=[task.targets.get().pk])}?on=2022-06-15"' in page
    assert f'href="{reverse("instruct", args=[task.pk])}"' in page
    assert f'href="{reverse("document", args=[document.pk])}?light=red&amp;on=2022-06-15"' in page


def test_the_links_of_the_counts_list_what_was_counted(client, document):
    red = task_with(document, 5)
    both = task_with(document, 90, 40)
    client.force_login(leader_of(document.region))
    url = reverse("document", args=[document.pk])

    def listed(**query):
        rows = client.get(url, {"on": "2022-06-15"} | query).context["table"].data
        return [row.task for row in rows]

    assert listed(light="red") == [red]
    assert listed(figures="green") == [both]
    assert listed(figures="yellow") == [both]
    assert listed(figures="red") == [red]


def test_only_leaders_are_offered_to_instruct(client, document):
    task = task_with(document, 5)
    client.force_login(office_of(document.region))

    assert reverse("instruct", args=[task.pk]) not in text_of(client, reverse("dashboard"), on="2022-06-15")


def test_a_document_whose_years_are_over_is_shown_as_of_its_last_day(client, document, clock):
    clock("2026-11-21 09:00")
    client.force_login(leader_of(document.region))

    assert client.get(reverse("dashboard")).context["on"] == date(2022, 12, 31)
    assert client.get(reverse("dashboard"), {"on": "2022-06-15"}).context["on"] == JUNE
    assert client.get(reverse("dashboard"), {"on": "15 June"}).context["on"] == date(2022, 12, 31)


def test_which_document_is_shown(client, document):
    newer = DocumentFactory(region=document.region, first_year=2023, last_year=2023)
    client.force_login(leader_of(document.region))
    url = reverse("dashboard")

    def chosen(**query):
        return client.get(url, query).context["document"]

    assert chosen() == newer
    assert chosen(document=document.pk) == document
    assert chosen(document="x") == newer
    assert chosen(region="640000") == newer


@pytest.mark.parametrize("query", [{"document": "99999999999999999999"}, {"document": "0"}])
def test_a_document_that_is_not_there(client, document, query):
    client.force_login(leader_of(document.region))

    assert client.get(reverse("dashboard"), query).status_code == 404


def test_what_nobody_may_see_is_not_there(client, document):
    elsewhere = RegionFactory(code="140300", name="阳泉市", level="prefecture")
    draft = DocumentFactory(region=document.region, state="draft")
    client.force_login(leader_of(elsewhere))
    assert client.get(reverse("dashboard"), {"document": document.pk}).status_code == 404

    client.force_login(office_of(document.region))
    assert client.get(reverse("dashboard"), {"document": draft.pk}).status_code == 404


def test_pages_without_any_document(client):
    client.force_login(leader_of(RegionFactory()))

    assert reverse("documents") in text_of(client, reverse("dashboard"))
    assert text_of(client, reverse("overview")).count('class="region"') == 0


def test_a_liaison_sees_neither_dashboard_nor_regions(client, document):
    task = task_with(document, 5)
    client.force_login(liaison_of(task.assignments.get().department))

    assert client.get(reverse("dashboard"), {"document": document.pk}).status_code == 404
    assert task.title not in text_of(client, reverse("dashboard"))
    assert document.title not in text_of(client, reverse("overview"))


def test_nothing_behind_is_said_with_its_day(client, document):
    task_with(document, 90)
    client.force_login(leader_of(document.region))

    response = client.get(reverse("dashboard"), {"on": "2022-06-15"})

    assert response.context["board"].behind == []
    assert 'class="empty-title"' in response.content.decode()


def test_the_overview_shows_the_regions_that_somebody_oversees(client, document):
    other = DocumentFactory(region=RegionFactory(code="140300", name="阳泉市", level="prefecture"))
    DocumentFactory(state="draft")

    def documents_for(user):
        client.force_login(user)
        return {row.document for row in client.get(reverse("overview")).context["rows"]}

    assert documents_for(auditor_of(other.region)) == {other}
    assert documents_for(UserFactory(is_superuser=True)) == {document, other}


def test_the_overview_shows_the_day_asked_for(client, document, clock):
    clock("2026-11-21 09:00")
    client.force_login(leader_of(document.region))

    def day(**query):
        return client.get(reverse("overview"), query).context["rows"][0].on

    last = date(2022, 12, 31)
    assert [day(), day(on="2022-06-15"), day(on="2023-01-01"), day(on="?")] == [last, JUNE, last, last]


def queries_of(client, url):
    with CaptureQueriesContext(connection) as captured:
        text_of(client, url, on="2022-06-15")
    return len(captured)


def test_the_page_itself_asks_nothing_more_for_more_rows(client, document):
    client.force_login(leader_of(document.region))
    fill(document, 1)
    few = queries_of(client, reverse("dashboard"))
    CycleFactory(document=document, kind="special")
    for _ in range(4):
        task = task_with(document, 5)
        Instruction.objects.create(task=task, leader=UserFactory(), text="请说明", given_on=JUNE)
        TargetFactory(task=None, document=document)

    assert queries_of(client, reverse("dashboard")) == few
