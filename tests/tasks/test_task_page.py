from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tasks.models import Evidence, Instruction, Project
from tests.factories import (
    AssignmentFactory,
    DepartmentFactory,
    DepartmentGroupFactory,
    DocumentFactory,
    EntryFactory,
    SectionFactory,
    TargetFactory,
    TaskFactory,
    auditor_of,
    leader_of,
    liaison_of,
    office_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

TEXT = "一、住房\n(十一)加强住房供应。新建住房9087套,改造20户。\n(责任单位:住建厅)\n(十二)完善学校。"
OWN_WORDS = "(十一)加强住房供应。新建住房9087套,改造20户。\n(责任单位:住建厅)"


def place(words: str) -> dict:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words)}


@pytest.fixture
def task():
    document = DocumentFactory(text=TEXT)
    section = SectionFactory(document=document)
    task = TaskFactory(document=document, section=section, title="加强住房供应", **place(OWN_WORDS))
    AssignmentFactory(task=task, order=1, **place("住建厅"))
    return task


@pytest.fixture
def unit(task):
    return task.assignments.get().department


@pytest.fixture
def office(task, client):
    client.force_login(office_of(task.document.region))


def page(client, task, **query):
    return client.get(reverse("task", args=[task.pk]), query)


def text(response) -> str:
    return response.content.decode()


# Who sees it, and what they are asked to do


def test_liaison_of_another_department_finds_no_task(client, task):
    client.force_login(liaison_of(DepartmentFactory()))

    assert page(client, task).status_code == 404


def test_liaison_of_a_member_of_the_group_sees_the_task(client, task):
    county = DepartmentFactory()
    group = DepartmentGroupFactory(region=task.document.region, members=[county])
    AssignmentFactory(task=task, department=None, group=group)
    client.force_login(liaison_of(county))

    assert page(client, task).status_code == 200


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (lambda task, unit: liaison_of(unit), ["log-progress"]),
        (lambda task, unit: leader_of(task.document.region), ["instruct"]),
        (lambda task, unit: office_of(task.document.region), ["close-task"]),
        (lambda task, unit: auditor_of(task.document.region), []),
    ],
    ids=["liaison", "leader", "office", "auditor"],
)
def test_main_action_is_the_roles_own(client, task, unit, who, expected):
    client.force_login(who(task, unit))
    html = text(page(client, task))

    offered = [
        name for name in ("log-progress", "instruct", "close-task") if reverse(name, args=[task.pk]) in html
    ]

    assert offered == expected


def test_task_of_a_draft_offers_only_its_check(client):
    task = TaskFactory(document__state="draft")
    client.force_login(office_of(task.document.region))
    html = text(page(client, task))

    assert reverse("check-document", args=[task.document.pk]) in html
    assert reverse("close-task", args=[task.pk]) not in html


# The words and the light


def test_words_are_the_tasks_own_with_figures_and_units_marked(client, office, task):
    target = TargetFactory(task=task, **place("新建住房9087套"))
    unit = task.assignments.get()

    lines = page(client, task).context["lines"]

    assert ["".join(piece.text for piece in line) for line in lines] == OWN_WORDS.split("\n")
    marked = {
        mark.anchor: (piece.text, mark.href) for line in lines for piece in line for mark in piece.marks
    }
    assert marked[f"at-target-{target.pk}"] == ("新建住房9087套", f"#target-{target.pk}")
    assert marked[f"at-unit-{unit.pk}"] == ("住建厅", f"#unit-{unit.pk}")


def test_task_without_a_place_shows_its_text(client, office, task):
    added = TaskFactory(document=task.document, text="补充任务。")

    (line,) = page(client, added).context["lines"]

    assert [piece.text for piece in line] == ["补充任务。"]


def test_light_says_why_and_changes_with_the_day(client, office, task):
    EntryFactory(target=TargetFactory(task=task, **place("新建住房9087套")), value=4500)

    early = page(client, task, on="2022-06-15")
    late = page(client, task, on="2022-11-20")

    assert (early.context["status"].light, late.context["status"].light) == ("green", "red")
    assert "49.5% of the target reached, 88.7% expected by 2022-11-20: far behind." in text(late)


def test_figure_that_does_not_bind_has_no_light(client, office, task):
    TargetFactory(task=task, binding=False)

    ((_target, verdict),) = page(client, task).context["figures"]

    assert verdict is None


def test_units_stand_by_role_and_groups_open(client, office, task):
    member = DepartmentFactory(name="盐池县人民政府")
    group = DepartmentGroupFactory(region=task.document.region, members=[member])
    AssignmentFactory(task=task, department=None, group=group, role="cooperating")

    response = page(client, task)

    roles = [(str(label), len(units)) for label, units in response.context["roles"]]
    assert roles == [("Responsible unit", 1), ("Cooperating unit", 1)]
    assert "<li>盐池县人民政府</li>" in text(response)


# What was reported


def test_timeline_shows_the_correction_with_what_it_corrects(client, office, task):
    target = TargetFactory(task=task)
    first = EntryFactory(target=target, value=4500)
    second = EntryFactory(target=target, value=4600, corrects=first)
    third = EntryFactory(target=target, value=4700, corrects=second)

    response = page(client, task)

    (shown,) = response.context["timeline"]
    assert (shown.entry, shown.corrected) == (third, [second, first])
    assert text(response).count("<del>") == 2


def test_timeline_ends_with_the_asked_day(client, office, task):
    early = EntryFactory(task=task, as_of=date(2022, 6, 15))
    EntryFactory(task=task, as_of=date(2022, 6, 16))

    shown = page(client, task, on="2022-06-15").context["timeline"]

    assert [reported.entry for reported in shown] == [early]


def test_liaison_sees_only_the_own_departments_entries_and_projects(client, task, unit):
    own = EntryFactory(task=task, department=unit)
    EntryFactory(task=task)
    project = Project.objects.create(task=task, department=unit, name="安居工程")
    Project.objects.create(task=task, department=DepartmentFactory(), name="别人的")
    client.force_login(liaison_of(unit))

    context = page(client, task).context

    assert [reported.entry for reported in context["timeline"]] == [own]
    assert list(context["projects"]) == [project]


def test_entry_shows_its_words_and_evidence(client, office, task):
    entry = EntryFactory(task=task, narrative="已开工。", problem="缺资金。", next_step="争取债券。")
    file = Evidence.objects.create(entry=entry, name="照片.jpg", size=2048, sha256="0" * 64, file="x")

    html = text(page(client, task))

    assert [words in html for words in ("已开工。", "缺资金。", "争取债券。", "照片.jpg")] == [True] * 4
    assert reverse("evidence", args=[file.pk]) in html


@pytest.mark.parametrize(
    ("on", "expected"),
    [("2022-07-01", "Not answered yet."), ("2022-07-10", 'href="#entry-')],
    ids=["before the answer", "after"],
)
def test_instruction_is_answered_from_the_day_of_the_answer(client, office, task, on, expected):
    answer = EntryFactory(task=task, as_of=date(2022, 7, 10))
    leader = leader_of(task.document.region)
    Instruction.objects.create(
        task=task, leader=leader, text="请加快。", given_on=date(2022, 6, 20), answered_by=answer
    )

    html = text(page(client, task, on=on))

    assert "请加快。" in html and expected in html


def test_answer_of_another_department_is_not_shown(client, task, unit):
    answer = EntryFactory(task=task, narrative="秘密的话")
    leader = leader_of(task.document.region)
    Instruction.objects.create(
        task=task, leader=leader, text="请加快。", given_on=date(2022, 6, 1), answered_by=answer
    )
    client.force_login(liaison_of(unit))

    html = text(page(client, task))

    assert "Answered by another unit." in html
    assert "秘密的话" not in html


# The way on


def test_neighbours_are_those_that_the_user_sees(client, task, unit):
    TaskFactory(document=task.document)
    after = TaskFactory(document=task.document)
    AssignmentFactory(task=after, department=unit)
    client.force_login(liaison_of(unit))

    assert page(client, task).context["neighbours"] == (None, after)


def test_subtasks_stand_with_their_lights(client, office, task):
    subtask = TaskFactory(document=task.document, parent=task)
    EntryFactory(target=TargetFactory(task=subtask), value=9087)

    ((shown, status),) = page(client, task, on="2022-06-15").context["subtasks"]

    assert (shown, status.light) == (subtask, "green")


def test_page_costs_as_many_queries_for_many_rows(client, office, task):
    def add_rows():
        group = DepartmentGroupFactory(region=task.document.region, wording=f"集体{task.entries.count()}")
        group.members.set(DepartmentFactory.create_batch(2))
        AssignmentFactory(task=task, department=None, group=group)
        entry = EntryFactory(target=TargetFactory(task=task))
        EntryFactory(target=entry.target, corrects=entry)
        Project.objects.create(task=task, department=entry.department, name=str(entry.pk))
        subtask = TaskFactory(document=task.document, parent=task, order=task.order)
        TargetFactory(task=subtask)
        leader = leader_of(task.document.region)
        Instruction.objects.create(
            task=task, leader=leader, text="请加快。", given_on=date(2022, 6, 1), answered_by=entry
        )

    def queries():
        with CaptureQueriesContext(connection) as captured:
            page(client, task)
        return len(captured)

    add_rows()
    one = queries()
    for _each in range(3):
        add_rows()

    assert queries() == one


def test_unit_of_one_part_is_not_led_to_the_parts_of_others(client, task):
    mine, _others = (TaskFactory(document=task.document, parent=task) for _ in range(2))
    department = AssignmentFactory(task=mine).department
    client.force_login(liaison_of(department))

    assert [shown for shown, _status in page(client, task).context["subtasks"]] == [mine]
