import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    AssignmentFactory,
    DepartmentFactory,
    DocumentFactory,
    EntryFactory,
    RegionFactory,
    TargetFactory,
    TaskFactory,
    liaison_of,
    office_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def document():
    return DocumentFactory(title="宁夏重点任务", text="无关")


def search(client, words: str):
    return client.get(reverse("search"), {"q": words})


def found(response) -> dict[str, list[str]]:
    return {
        str(group.label): ["".join(piece.text for piece in hit.title) for hit in group.hits]
        for group in response.context["groups"]
    }


def test_each_kind_is_found_by_its_words(client, document):
    task = TaskFactory(document=document, number="1", title="租赁住房", text="")
    TargetFactory(task=task, indicator="新建租赁住房", text="")
    EntryFactory(task=task, narrative="租赁住房已开工")
    DocumentFactory(title="住房通知", text="发展租赁住房")
    client.force_login(office_of(document.region))

    assert found(search(client, "租赁住房")) == {
        "Tasks": ["1 租赁住房"],
        "Targets": ["新建租赁住房"],
        "Documents": ["住房通知"],
        "Progress": ["1 租赁住房"],
    }


def test_nothing_is_found_that_the_user_may_not_see(client, document):
    own = AssignmentFactory(task__document=document, task__number="1", task__title="住房", task__text="")
    other = TaskFactory(document=document, title="住房", text="")
    TargetFactory(task=other, indicator="住房", text="")
    EntryFactory(task=own.task, narrative="住房")
    DocumentFactory(region=RegionFactory(code="340000", name="安徽省"), title="住房", text="")
    client.force_login(liaison_of(own.department))

    assert found(search(client, "住房")) == {"Tasks": ["1 住房"]}


def test_hit_in_the_text_is_shown_with_its_surroundings(client, document):
    TaskFactory(document=document, title="x", text="前" * 60 + "保障性住房" + "后" * 60)
    client.force_login(office_of(document.region))

    (group,) = search(client, "保障性住房").context["groups"]

    words = group.hits[0].words
    assert [(piece.text, len(piece.marks)) for piece in words] == [
        ("…" + "前" * 40, 0),
        ("保障性住房", 1),
        ("后" * 40 + "…", 0),
    ]


def test_text_of_a_split_task_is_found_at_its_subtask_only(client, document):
    parent = TaskFactory(document=document, number="7", title="甲", text="新建学校")
    TaskFactory(document=document, parent=parent, number="7.1", title="乙", text="新建学校")
    client.force_login(office_of(document.region))

    assert found(search(client, "学校")) == {"Tasks": ["7.1 乙"]}


@pytest.mark.parametrize("words", ["%", "_", "\\", "'", '"', "<b>"])
def test_signs_are_taken_literally(client, document, words):
    TaskFactory(document=document, title="住房", text="住房")
    TaskFactory(document=document, number="9", title=f"占{words}比", text="")
    client.force_login(office_of(document.region))

    assert found(search(client, words)) == {"Tasks": [f"9 占{words}比"]}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "What do you look for?"),
        ("   ", "What do you look for?"),
        ("没有这样的词", "Nothing that you may see holds “没有这样的词”"),
        ("\x00", "What do you look for?"),
        ("长" * 5000, "What do you look for?"),
    ],
    ids=["nothing", "spaces", "no hit", "a control sign", "too long"],
)
def test_empty_page_says_what_to_do(client, document, words, said):
    client.force_login(office_of(document.region))

    assert said in search(client, words).content.decode()


def test_first_fifty_of_a_group_are_shown_with_the_total(client, document):
    TaskFactory.create_batch(52, document=document, title="住房", text="")
    client.force_login(office_of(document.region))

    response = search(client, "住房")

    (group,) = response.context["groups"]
    assert (group.total, len(group.hits)) == (52, 50)
    assert "The first 50 of 52" in response.content.decode()


def test_search_costs_as_many_queries_for_many_hits(client, document):
    client.force_login(office_of(document.region))

    def add_hits():
        target = TargetFactory(task=TaskFactory(document=document, title="住房"), indicator="住房")
        EntryFactory(target=target, narrative="住房", department=DepartmentFactory())
        DocumentFactory(title=f"住房{target.pk}")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            search(client, "住房")
        return len(captured)

    add_hits()
    one = queries()
    for _each in range(3):
        add_hits()

    assert queries() == one
