"""What a cycle's summary says; how it is written into a workbook is tested in test_excel."""

from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from reports.summary import default_day, summarise
from tasks.lights import Light
from tasks.models import Project
from tests.factories import (
    AllocationFactory,
    AssignmentFactory,
    DepartmentFactory,
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
DUE = date(2022, 6, 20)


@pytest.fixture
def cycle():
    return CycleFactory()


@pytest.fixture
def task(cycle):
    return TaskFactory(document=cycle.document)


def words(summary):
    return [[said.narrative for said in row.said] for row in summary.tasks]


def test_each_unit_has_its_last_words_of_the_period(cycle, task):
    first, second = DepartmentFactory.create_batch(2)
    EntryFactory(task=task, department=first, as_of=date(2021, 12, 31), narrative="上年")
    EntryFactory(task=task, department=first, as_of=date(2022, 1, 1), narrative="年初")
    EntryFactory(task=task, department=first, as_of=date(2022, 6, 1), narrative="六月")
    EntryFactory(task=task, department=second, as_of=date(2022, 5, 1), narrative="五月")
    EntryFactory(task=task, department=first, as_of=date(2022, 6, 21), narrative="之后")

    assert words(summarise(cycle, DUE)) == [["六月", "五月"]]
    assert words(summarise(cycle, date(2021, 12, 31))) == [[]]


def test_words_after_the_period_belong_to_the_next_summary(cycle, task):
    EntryFactory(task=task, as_of=date(2022, 6, 30), narrative="上半年")
    EntryFactory(task=task, as_of=date(2022, 7, 1), narrative="下半年")

    assert words(summarise(cycle, date(2022, 11, 20))) == [["上半年"]]


def test_corrected_words_are_gone(cycle, task):
    wrong = EntryFactory(task=task, narrative="写错了")
    EntryFactory(task=task, department=wrong.department, narrative="更正", corrects=wrong)

    assert words(summarise(cycle, DUE)) == [["更正"]]


def test_a_figure_without_words_is_no_sentence(cycle, task):
    EntryFactory(target=TargetFactory(task=task), narrative="")

    assert words(summarise(cycle, DUE)) == [[]]


def test_a_figure_names_its_source(cycle, task):
    target = TargetFactory(task=task)
    EntryFactory(target=target, value=Decimal(4000), as_of=date(2022, 5, 1))
    entry = EntryFactory(target=target, value=Decimal(4500), as_of=date(2022, 6, 1))
    EntryFactory(target=target, value=Decimal(9000), as_of=date(2022, 6, 21))

    row = summarise(cycle, DUE).figures[0]

    assert (row.target.actual, row.verdict.light) == (4500, Light.GREEN)
    assert [(source.entry, source.value, source.reporter) for source in row.sources] == [
        (entry.pk, 4500, str(entry.reporter))
    ]


def test_a_sum_names_the_sources_of_all_its_shares(cycle, task):
    target = TargetFactory(task=task)
    EntryFactory(target=target, value=Decimal(1))
    entries = []
    for value in (100, 200):
        share = AllocationFactory(target=target)
        EntryFactory(target=target, allocation=share, value=Decimal(1), as_of=date(2022, 1, 5))
        entries.append(EntryFactory(target=target, allocation=share, value=Decimal(value)))

    row = summarise(cycle, DUE).figures[0]

    assert row.target.actual == 300 == sum(source.value for source in row.sources)
    assert {source.entry for source in row.sources} == {entry.pk for entry in entries}


def test_goals_and_units_of_tasks(cycle, task):
    goal = TargetFactory(task=None, document=cycle.document, order=1)
    target = TargetFactory(task=task, order=2)
    TargetFactory(task=task, binding=False)
    lead, other = DepartmentFactory(name="住建厅"), DepartmentFactory(name="财政厅")
    AssignmentFactory(task=task, department=other, order=2)
    AssignmentFactory(task=task, department=lead, order=1)

    summary = summarise(cycle, DUE)

    assert [(row.target, row.task, row.leads) for row in summary.figures] == [
        (goal, None, ""),
        (target, task, "住建厅"),
    ]
    assert [(row.leads, row.others) for row in summary.tasks] == [("住建厅", "财政厅")]


def test_lights_by_section_count_numbered_tasks(cycle):
    section = SectionFactory(document=cycle.document)
    whole = TaskFactory(document=cycle.document, section=section)
    for state in ("blocked", "done"):
        part = TaskFactory(document=cycle.document, section=section, parent=whole)
        EntryFactory(task=part, state=state)

    summary = summarise(cycle, DUE)

    assert [(row.section, row.lights) for row in summary.sections] == [(section, Counter([Light.RED]))]
    assert len(summary.tasks) == 3


def submission(cycle, state, moment="2022-06-20T23:59", **fields):
    at = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    user = UserFactory()
    if state in ("accepted", "returned"):
        fields |= {"decided_at": at, "decided_by": user, "comment": "请补充"}
    if state != "draft":
        fields |= {"submitted_at": at, "submitted_by": user}
    return SubmissionFactory(cycle=cycle, state=state, texts={"成效": "进展顺利"}, **fields)


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("draft", {}),
        ("returned", {}),
        ("submitted", {"成效": "进展顺利"}),
        ("accepted", {"成效": "进展顺利"}),
    ],
)
def test_words_that_are_still_being_written_stay_with_their_writer(cycle, state, shown):
    submission(cycle, state)

    assert [row.texts for row in summarise(cycle, DUE).reports] == [shown]


@pytest.mark.parametrize(
    ("moment", "extended_to", "late"),
    [
        ("2022-06-20T23:59", None, False),
        ("2022-06-21T00:00", None, True),
        ("2022-06-21T00:00", date(2022, 6, 27), False),
    ],
)
def test_a_late_report_is_marked(cycle, moment, extended_to, late):
    submission(cycle, "submitted", moment, extended_to=extended_to)

    assert summarise(cycle, DUE).reports[0].late is late


def test_any_sample_row_marks_the_summary_as_sample(cycle, task):
    EntryFactory(task=task, sample=False)
    assert not summarise(cycle, DUE).sample

    project = Project.objects.create(task=task, department=DepartmentFactory(), name="安置房", sample=True)
    assert summarise(cycle, DUE).sample

    project.delete()
    submission(cycle, "draft", sample=True)
    assert summarise(cycle, DUE).sample


@pytest.mark.parametrize(
    ("today", "day"),
    [(date(2022, 6, 1), date(2022, 6, 1)), (date(2022, 6, 20), DUE), (date(2026, 11, 21), DUE)],
)
def test_the_day_of_a_summary(cycle, today, day):
    assert default_day(cycle, today) == day


def test_a_document_without_anything(cycle):
    summary = summarise(cycle, DUE)

    assert (summary.tasks, summary.figures, summary.reports, summary.lights) == ([], [], [], Counter())


@pytest.mark.parametrize("count", [1, 20])
def test_the_number_of_queries_is_fixed(django_assert_num_queries, cycle, count):
    for _ in range(count):
        task = TaskFactory(document=cycle.document)
        AssignmentFactory(task=task)
        target = TargetFactory(task=task)
        EntryFactory(target=target)
        EntryFactory(target=target, allocation=AllocationFactory(target=target))
        Project.objects.create(task=task, department=DepartmentFactory(), name="项目")
        submission(cycle, "submitted")

    with django_assert_num_queries(8):
        summary = summarise(cycle, DUE)
        assert len(summary.tasks) == len(summary.reports) == len(summary.projects) == count


# The page


def answer(client, cycle, user, **query):
    client.force_login(user)
    return client.get(reverse("summary", args=[cycle.pk]), query)


def name_in(response):
    return unquote(response["Content-Disposition"].split("''")[1])


@pytest.mark.parametrize("make", [office_of, leader_of, auditor_of])
def test_those_who_oversee_the_region_get_the_workbook(client, cycle, make):
    response = answer(client, cycle, make(cycle.document.region))

    assert response.status_code == 200
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert response.content.startswith(b"PK")


def test_a_liaison_does_not_get_what_all_units_said(client, cycle, task):
    named, other = DepartmentFactory.create_batch(2)
    AssignmentFactory(task=task, department=named)

    assert answer(client, cycle, liaison_of(named)).status_code == 403
    assert answer(client, cycle, liaison_of(other)).status_code == 404


def test_others_and_strangers_get_nothing(client, cycle):
    elsewhere = RegionFactory(code="140300", name="阳泉市", level="prefecture")
    assert answer(client, cycle, leader_of(elsewhere)).status_code == 404
    assert answer(client, cycle, UserFactory()).status_code == 404

    client.logout()
    assert client.get(reverse("summary", args=[cycle.pk])).url.startswith("/sign-in/")


def test_the_name_says_what_and_of_which_day(client):
    title = '宁夏/2022年"新型城镇化"重点任务' + "很长" * 60
    cycle = CycleFactory(document=DocumentFactory(title=title))
    user = office_of(cycle.document.region)

    name = name_in(answer(client, cycle, user, on="2022-06-15"))

    assert name.startswith("宁夏 2022年 新型城镇化 重点任务很长")
    assert name.endswith("-2022-06-15.xlsx")
    assert len(name.encode()) <= 255


def test_a_day_that_is_none_gives_the_default(client, cycle):
    response = answer(client, cycle, office_of(cycle.document.region), on="<b>")

    assert name_in(response).endswith("-2022-06-20.xlsx")
