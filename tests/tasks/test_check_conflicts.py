"""Two people correct the same ledger at once: nobody's words are lost, nobody's correction silently."""

import re

import pytest
from django.urls import reverse

from tasks import editing
from tasks.models import Task
from tasks.views.deeds import DEEDS
from tests.factories import (
    AssignmentFactory,
    DepartmentFactory,
    DepartmentGroupFactory,
    DocumentFactory,
    SectionFactory,
    TargetFactory,
    TaskFactory,
    UserFactory,
    office_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

TEXT = "一、住房\n(一)保障住房。新建住房100套以上。改造20户。(责任单位:住建厅、财政厅)"
JSON = {"accept": "application/json"}


@pytest.fixture
def draft():
    return DocumentFactory(state="draft", text=TEXT, title="旧标题")


@pytest.fixture
def office(draft, client):
    user = office_of(draft.region)
    client.force_login(user)
    return user


@pytest.fixture
def colleague():
    return UserFactory(name="李华")


@pytest.fixture
def task(draft):
    return TaskFactory(document=draft, number="1", title="保障住房", section=SectionFactory(document=draft))


@pytest.fixture
def rows(draft, task):
    member = DepartmentFactory(region=draft.region, name="甲市人民政府", kind="government")
    DepartmentFactory(region=draft.region, name="乙市人民政府", kind="government")
    group = DepartmentGroupFactory(region=draft.region, members=[member])
    AssignmentFactory(task=task, department=None, group=group)
    return {
        "head": draft,
        "section": task.section,
        "task": task,
        "unit": AssignmentFactory(task=task, department__name="自治区住建厅"),
        "target": TargetFactory(task=task, indicator="改造", value=20, unit="户"),
        "group": group,
    }


def url(draft, kind, row) -> str:
    return reverse("change-draft", args=[draft.pk, kind, row.pk])


def seen_of(html: str) -> str:
    return re.search(r'name="seen" value="(\w{12})"', html)[1]


def opened(client, draft, kind, row) -> str:
    """The token of the form as the clerk opens it."""
    return seen_of(client.get(url(draft, kind, row), headers=JSON).json()["row"])


HEAD = {
    "number": "",
    "issuer": "",
    "issued_on": "",
    "first_year": 2022,
    "last_year": 2022,
    "half_year_month": 6,
    "half_year_day": 20,
    "annual_month": 11,
    "annual_day": 21,
    "day_off": "earlier",
}
FIGURE = {"indicator": "改造", "comparator": ">=", "due": "2022-12-31", "kind": "amount", "binding": "on"}
FIGURE |= {"value_to": "", "unit": "户"}


def pk_of(name):
    return lambda: [DepartmentFactory(name=name).pk]


# What the colleague saves, what the clerk has typed, how the one is told and the other stands in the form.
CASES = {
    "head": (
        lambda row, by: editing.change_head(document=row, by=by, title="李华的标题"),
        HEAD | {"title": "我的标题"},
        "Title: 李华的标题",
        'value="我的标题"',
    ),
    "section": (
        lambda row, by: editing.change_section(section=row, by=by, ordinal="二", title="居住"),
        {"ordinal": "一", "title": "住宅"},
        "Ordinal: 二; Title: 居住",
        'value="住宅"',
    ),
    "task": (
        lambda row, by: editing.change_task(task=row, by=by, number="1", title="保障好住房", section=None),
        {"number": "1", "title": "保障性住房", "section": ""},
        "Title: 保障好住房",
        'value="保障性住房"',
    ),
    "unit": (
        lambda row, by: editing.change_unit(assignment=row, by=by, name="自治区财政厅", role="cooperating"),
        {"name": "自治区审计厅", "role": "responsible"},
        "Unit: 自治区财政厅; Role: Cooperating unit",
        'value="自治区审计厅"',
    ),
    "target": (
        lambda row, by: editing.change_target(target=row, by=by, value=30),
        FIGURE | {"value": "200"},
        "Value: 30.",
        'value="200"',
    ),
    "group": (
        lambda row, by: editing.confirm_group(
            document=row.assignments.get().task.document, group=row, members=[], by=by
        ),
        {"members": pk_of("乙市人民政府")},
        "Members: —",
        " checked",
    ),
}


@pytest.mark.parametrize("kind", CASES)
@pytest.mark.parametrize("script", [False, True], ids=["page", "script"])
def test_second_save_is_told_of_the_first_and_keeps_what_was_typed(
    client, office, colleague, draft, rows, kind, script
):
    correct, typed, told, kept = CASES[kind]
    typed = {name: value() if callable(value) else value for name, value in typed.items()}
    row, headers = rows[kind], JSON if script else {}
    sent = typed | {"do": "save", "seen": opened(client, draft, kind, row)}
    correct(row, colleague)

    response = client.post(url(draft, kind, row), sent, headers=headers)

    html = response.json()["row"] if script else response.content.decode()
    assert response.status_code == 422
    assert "李华 changed this at " in html and told in html and kept in html
    row.refresh_from_db()
    assert row.history.latest().history_user == colleague


@pytest.mark.parametrize("kind", CASES)
def test_saving_again_overwrites_knowingly(client, office, colleague, draft, rows, kind):
    correct, typed, _told, _kept = CASES[kind]
    typed = {name: value() if callable(value) else value for name, value in typed.items()}
    row = rows[kind]
    sent = typed | {"do": "save", "seen": opened(client, draft, kind, row)}
    correct(row, colleague)
    refused = client.post(url(draft, kind, row), sent, headers=JSON).json()["row"]

    again = client.post(url(draft, kind, row), sent | {"seen": seen_of(refused)})

    assert (again.status_code, row.history.latest().history_user) == (302, office)


def test_form_refused_for_a_slip_still_knows_what_was_seen(client, office, colleague, draft, rows):
    target = rows["target"]
    seen = opened(client, draft, "target", target)
    editing.change_target(target=target, by=colleague, value=30)
    sent = FIGURE | {"do": "save", "seen": seen}

    slip = client.post(url(draft, "target", target), sent | {"value": "x"}, headers=JSON).json()["row"]
    response = client.post(url(draft, "target", target), sent | {"value": "200", "seen": seen_of(slip)})

    assert "李华 changed this" in response.content.decode()


@pytest.mark.parametrize("do", ["accept", "remove"])
def test_row_changed_meanwhile_is_neither_accepted_nor_removed(client, office, colleague, draft, rows, do):
    target = rows["target"]
    seen = opened(client, draft, "target", target)
    editing.change_target(target=target, by=colleague, value=30)

    response = client.post(url(draft, "target", target), {"do": do, "seen": seen}, follow=True)

    assert response.redirect_chain[-1][0].endswith(f"#target-{target.pk}")
    assert "李华 changed this" in response.content.decode() and "Value: 30;" in response.content.decode()
    assert target.history.latest().history_user == colleague


def test_doubt_carries_what_was_seen(client, office, draft, rows):
    rows["target"].doubt = "?"
    rows["target"].save()

    html = client.get(reverse("check-document", args=[draft.pk])).content.decode()

    form = html[html.index(f'data-doubt="target-{rows["target"].pk}"') :].partition("</form>")[0]
    assert seen_of(form) == opened(client, draft, "target", rows["target"])


GONE = {
    "task": ({"number": "1", "title": "打了很久的标题", "section": ""}, "打了很久的标题"),
    "unit": ({"name": "自治区审计厅", "role": "cooperating"}, "Cooperating unit"),
    "target": (FIGURE | {"value": "20x0"}, "20x0"),
    "section": ({"ordinal": "一", "title": "打了很久的标题"}, "打了很久的标题"),
}


@pytest.mark.parametrize("kind", GONE)
@pytest.mark.parametrize("script", [False, True], ids=["page", "script"])
def test_words_typed_for_a_row_that_is_gone_are_shown(client, office, colleague, draft, rows, kind, script):
    typed, shown = GONE[kind]
    row = rows[kind]
    address = url(draft, kind, row)
    sent = typed | {"do": "save", "seen": opened(client, draft, kind, row)}
    if kind == "section":
        editing.remove_section(section=row, by=colleague)
    else:
        editing.remove(row=row, by=colleague)

    response = client.post(address, sent, headers=JSON if script else {})

    html = response.json()["row"] if script else response.content.decode()
    assert response.status_code == 422
    assert "李华 took this row out of the ledger at" in html and "(Removed while checking)" in html
    assert f"<dd>{shown}</dd>" in html


def test_words_typed_for_a_group_that_no_task_names_any_more_are_shown(client, office, draft, rows):
    group = rows["group"]
    members = list(group.members.values_list("pk", flat=True))
    group.assignments.all().delete()

    response = client.post(url(draft, "group", group), {"do": "save", "members": members})

    html = response.content.decode()
    assert response.status_code == 422
    assert "This row is no longer in the ledger." in html and "<dd>甲市人民政府</dd>" in html


def test_addition_to_a_task_that_was_joined_to_another_is_shown(client, office, colleague, draft, task):
    second = TaskFactory(document=draft, number="2", order=task.order + 1)
    address = url(draft, "task", second)
    editing.merge_task(task=second, by=colleague)

    response = client.post(address, {"do": "add-unit", "name": "自治区审计厅", "role": "responsible"})

    html = response.content.decode()
    assert response.status_code == 422
    assert "(Joined to task 1)" in html and "<dd>自治区审计厅</dd>" in html


def test_words_are_shown_too_where_the_row_went_at_the_same_moment(
    client, office, colleague, draft, task, monkeypatch
):
    save = DEEDS["task", "save"]

    def colleague_is_quicker(row, document, **data):
        editing.remove(row=Task.objects.get(pk=row.pk), by=colleague)
        return save(row, document, **data)

    monkeypatch.setitem(DEEDS, ("task", "save"), colleague_is_quicker)
    typed, shown = GONE["task"]
    response = client.post(url(draft, "task", task), typed | {"do": "save"})

    html = response.content.decode()
    assert response.status_code == 422
    assert "李华 took this row out" in html and f"<dd>{shown}</dd>" in html


@pytest.mark.parametrize("do", ["accept", "remove", "merge"])
def test_row_that_is_gone_is_said_where_nothing_was_typed(client, office, colleague, draft, rows, do):
    address = url(draft, "task", rows["task"])
    editing.remove(row=rows["task"], by=colleague)

    response = client.post(address, {"do": do}, follow=True)

    assert response.status_code == 200
    assert "李华 took this row out of the ledger" in response.content.decode()


def test_row_that_never_was_is_not_found(client, office, draft):
    address = reverse("change-draft", args=[draft.pk, "task", 10**9])

    assert client.post(address, {"do": "accept"}).status_code == 404
    assert client.get(address, headers=JSON).status_code == 404
