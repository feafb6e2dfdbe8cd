import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tasks.models import Document, Target, Task
from tests.factories import (
    AssignmentFactory,
    DepartmentFactory,
    DepartmentGroupFactory,
    DocumentFactory,
    RegionFactory,
    SectionFactory,
    TargetFactory,
    TaskFactory,
    auditor_of,
    leader_of,
    liaison_of,
    office_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

TEXT = (
    "一、住房\n"
    "(一)保障住房。新建住房100套以上。改造20户。(责任单位:住建厅、财政厅)\n"
    "(二)完善学校。新建学校5所。"
)


def place(words: str) -> dict:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words)}


@pytest.fixture
def draft():
    return DocumentFactory(state="draft", text=TEXT)


@pytest.fixture
def task(draft):
    section = SectionFactory(document=draft, **place("一、住房"))
    words = TEXT[TEXT.index("(一)") : TEXT.index("\n(二)")]
    return TaskFactory(
        document=draft, section=section, number="1", order=1, title="保障住房", text=words, **place(words)
    )


@pytest.fixture
def target(task):
    return TargetFactory(task=task, indicator="改造", unit="户", value=20, **place("改造20户"))


@pytest.fixture
def unit(task):
    return AssignmentFactory(task=task, order=1, department__name="自治区住建厅", **place("住建厅"))


@pytest.fixture
def office(draft, client):
    user = office_of(draft.region)
    client.force_login(user)
    return user


def page(client, draft, **query):
    return client.get(reverse("check-document", args=[draft.pk]), query)


def change(client, draft, kind, item, do, /, **data):
    url = reverse("change-draft", args=[draft.pk, kind, item.pk])
    return client.post(url, {"do": do} | data)


def place_after(response) -> str:
    assert response.status_code == 302
    return response.url.partition("#")[2]


FIGURE = {
    "indicator": "改造老旧住房",
    "comparator": ">=",
    "value": "2,000",
    "value_to": "",
    "unit": "户",
    "due": "2022-06-30",
    "kind": "amount",
    "binding": "on",
}


# Who may


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (lambda draft: leader_of(draft.region), 404),
        (lambda draft: auditor_of(draft.region), 404),
        (lambda draft: liaison_of(DepartmentFactory(region=draft.region)), 404),
        (lambda draft: office_of(RegionFactory(code="340000", name="安徽省")), 404),
        (lambda draft: office_of(draft.region), 200),
    ],
    ids=["leader", "auditor", "liaison", "another office", "office"],
)
def test_only_its_office_checks_a_draft(client, draft, task, who, status):
    client.force_login(who(draft))

    assert page(client, draft).status_code == status
    assert change(client, draft, "task", task, "accept").status_code == (302 if status == 200 else status)
    assert client.post(reverse("publish-document", args=[draft.pk])).status_code == (
        302 if status == 200 else status
    )


def test_leader_does_not_publish_nor_correct_what_is_published(client):
    task = TaskFactory(doubt="?")
    client.force_login(leader_of(task.document.region))

    assert change(client, task.document, "task", task, "accept").status_code == 403
    assert client.post(reverse("publish-document", args=[task.document.pk])).status_code == 403


def test_published_document_is_shown_and_no_longer_checked(client):
    task = TaskFactory(doubt="?")
    client.force_login(office_of(task.document.region))

    assert page(client, task.document).url == task.document.get_absolute_url()
    change(client, task.document, "task", task, "accept")
    task.refresh_from_db()
    assert task.doubt == "?"


def test_row_of_another_document_is_as_good_as_missing(client, office, draft):
    other = TaskFactory(document__state="draft", document__region=draft.region, doubt="?")

    assert change(client, draft, "task", other, "accept").status_code == 404


@pytest.mark.parametrize(
    ("kind", "do"), [("task", "publish"), ("task", ""), ("group", "remove"), ("x", "save")]
)
def test_unknown_deed_is_not_found(client, office, draft, task, kind, do):
    assert change(client, draft, kind, task, do).status_code == 404


# What the page shows


def test_text_and_rows_lead_to_each_other(client, office, draft, task, unit, target):
    # A unit leads to its place once it is opened.
    html = page(client, draft, edit=f"unit-{unit.pk}").content.decode()

    for name in (f"task-{task.pk}", f"unit-{unit.pk}", f"target-{target.pk}", f"section-{task.section_id}"):
        assert f'id="{name}"' in html and f'id="at-{name}"' in html
        assert f'href="#{name}"' in html and f'href="#at-{name}"' in html


def forms_of(html: str) -> list[str]:
    """The names of the rows that stand open to be corrected."""
    return re.findall(r'<form id="([a-z]+-\d+)"', html)


def test_rows_are_words_until_one_is_asked_for(client, office, draft, task, unit, target):
    assert forms_of(page(client, draft).content.decode()) == []

    html = page(client, draft, edit=f"unit-{unit.pk}").content.decode()

    assert forms_of(html) == [f"unit-{unit.pk}"]
    assert 'value="自治区住建厅"' in html


def test_doubtful_rows_stand_open(client, office, draft, task, unit, target):
    Target.objects.filter(pk=target.pk).update(doubt="?")

    assert forms_of(page(client, draft).content.decode()) == [f"target-{target.pk}"]


@pytest.mark.parametrize("kind", ["task", "unit", "target", "section", "group"])
def test_script_is_given_the_one_form(client, office, draft, task, unit, target, kind):
    group = DepartmentGroupFactory(region=draft.region)
    AssignmentFactory(task=task, department=None, group=group)
    row = {"task": task, "unit": unit, "target": target, "section": task.section, "group": group}[kind]
    url = reverse("change-draft", args=[draft.pk, kind, row.pk])

    html = client.get(url, headers={"accept": "application/json"}).json()["row"]

    assert f'id="{kind}-{row.pk}"' in html and 'name="seen"' in html and 'value="save"' in html


def test_address_of_a_form_leads_a_browser_to_the_page(client, office, draft, unit):
    url = reverse("change-draft", args=[draft.pk, "unit", unit.pk])
    check_url = reverse("check-document", args=[draft.pk])

    assert client.get(url).url == f"{check_url}?edit=unit-{unit.pk}#unit-{unit.pk}"
    assert client.get(url, {"add": "split", "task": "5"}).url == f"{check_url}?add=split&task=5"


def test_paragraphs_know_their_offset(client, office, draft):
    html = page(client, draft).content.decode()

    assert f'<p data-start="{TEXT.index("(二)")}">(二)完善学校。' in html


def test_doubts_stand_in_the_order_of_the_text_and_hold_the_publishing_back(
    client, office, draft, task, target
):
    goal = TargetFactory(task=None, document=draft, doubt="目标?", **place("新建住房100套以上"))
    Target.objects.filter(pk=target.pk).update(doubt="改造?")
    Task.objects.filter(pk=task.pk).update(doubt="任务?")

    response = page(client, draft)

    assert [item.row for item in response.context["page"].doubts] == [task, goal, target]
    assert "data-publish disabled" in response.content.decode()


def test_department_that_no_other_document_names_is_called_new(client, office, draft, task, unit):
    known = AssignmentFactory().department
    AssignmentFactory(task=task, department=known)

    ((_section, (card,)),) = page(client, draft).context["page"].chapters

    assert [item.is_new for item in card.units] == [True, False]


def test_in_the_first_document_of_a_region_no_department_is_called_new(client, office, draft, task, unit):
    ((_section, (card,)),) = page(client, draft).context["page"].chapters

    assert [item.is_new for item in card.units] == [False]


@pytest.mark.parametrize("doubt", ["?", ""], ids=["open", "in words"])
def test_page_costs_as_many_queries_for_many_rows(client, office, draft, doubt):
    AssignmentFactory()  # Another document, so that departments can be new.

    def add_rows():
        number = str(draft.tasks.count() + 1)
        section = SectionFactory(document=draft, ordinal=number)
        task = TaskFactory(document=draft, section=section, doubt=doubt)
        AssignmentFactory(task=task, doubt=doubt)
        group = DepartmentGroupFactory(
            region=draft.region, wording=number, members=[DepartmentFactory()], confirmed=not doubt
        )
        AssignmentFactory(task=task, department=None, group=group)
        TargetFactory(task=task, doubt=doubt)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            page(client, draft)
        return len(captured)

    add_rows()
    one = queries()
    for _each in range(3):
        add_rows()

    assert queries() == one


# Corrections


@pytest.mark.parametrize("kind", ["task", "unit", "target"])
def test_doubt_is_accepted(client, office, draft, task, unit, target, kind):
    row = {"task": task, "unit": unit, "target": target}[kind]
    type(row).objects.filter(pk=row.pk).update(doubt="?")

    assert place_after(change(client, draft, kind, row, "accept")) == "doubts"

    row.refresh_from_db()
    assert (row.doubt, row.history.latest().history_user) == ("", office)


def test_script_is_told_where_to_look_without_a_page(client, office, draft, task):
    url = reverse("change-draft", args=[draft.pk, "task", task.pk])

    response = client.post(url, {"do": "accept"}, headers={"accept": "application/json"})

    assert (response.status_code, response.json()) == (200, {"place": "doubts"})


def test_script_is_given_the_refused_form_alone(client, office, draft, task, target):
    url = reverse("change-draft", args=[draft.pk, "target", target.pk])
    wrong = FIGURE | {"do": "save", "value": "x"}

    response = client.post(url, wrong, headers={"accept": "application/json"})

    html = response.json()["row"]
    assert response.status_code == 422
    assert html.lstrip().startswith(f'<form id="target-{target.pk}"') and 'value="改造老旧住房"' in html


def test_script_is_given_the_refused_addition_alone(client, office, draft, task):
    url = reverse("change-draft", args=[draft.pk, "task", task.pk])
    wrong = FIGURE | {"do": "add-target", "words": "没有的话"}

    response = client.post(url, wrong, headers={"accept": "application/json"})

    html = response.json()["row"]
    assert response.status_code == 422
    assert 'id="add"' in html and "does not stand in this text" in html and 'value="没有的话"' in html


@pytest.mark.parametrize("kind", ["task", "unit", "target"])
def test_row_is_dismissed(client, office, draft, task, unit, target, kind):
    row = {"task": task, "unit": unit, "target": target}[kind]

    change(client, draft, kind, row, "remove")

    assert not type(row).objects.filter(pk=row.pk).exists()


def test_target_is_corrected(client, office, draft, target):
    assert place_after(change(client, draft, "target", target, "save", **FIGURE)) == f"target-{target.pk}"

    target.refresh_from_db()
    assert (target.indicator, target.value, target.due, target.binding) == (
        "改造老旧住房",
        Decimal(2000),
        date(2022, 6, 30),
        True,
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"value": "二十户x"}, "“二十户x” is not a figure"),
        ({"comparator": "range"}, "A range needs an upper value"),
        ({"due": "soon"}, "Due"),
    ],
    ids=["letters", "half a range", "no date"],
)
def test_wrong_figure_is_said_beside_what_was_typed(client, office, draft, target, wrong, said):
    response = change(client, draft, "target", target, "save", **(FIGURE | wrong))

    html = response.content.decode()
    assert response.status_code == 422
    assert said in html and 'value="改造老旧住房"' in html
    target.refresh_from_db()
    assert target.indicator == "改造"


def test_number_that_is_taken_is_said_beside_the_row(client, office, draft, task):
    TaskFactory(document=draft, number="2")

    response = change(client, draft, "task", task, "save", number="2", title="新题", section="")

    html = response.content.decode()
    assert response.status_code == 422
    assert "This document already has a task of this number." in html and 'value="新题"' in html


def test_task_is_corrected(client, office, draft, task):
    other = SectionFactory(document=draft, ordinal="二", order=2)

    change(client, draft, "task", task, "save", number="3", title="保障好住房", section=other.pk)

    task.refresh_from_db()
    assert (task.number, task.title, task.section) == ("3", "保障好住房", other)


def test_section_of_another_document_is_refused(client, office, draft, task):
    other = SectionFactory()

    response = change(client, draft, "task", task, "save", number="1", title="x", section=other.pk)

    assert response.status_code == 422


def test_unit_is_pointed_to_a_known_department(client, office, draft, unit):
    known = DepartmentFactory(region=draft.region, name="自治区财政厅")

    change(client, draft, "unit", unit, "save", name="自治区财政厅", role="cooperating")

    unit.refresh_from_db()
    assert (unit.department, unit.role) == (known, "cooperating")


def test_collective_is_made_with_its_members(client, office, draft, unit):
    RegionFactory(code="640100", name="银川市", level="prefecture", parent=draft.region)

    change(client, draft, "unit", unit, "save", name="各市人民政府", role="responsible", collective="on")

    unit.refresh_from_db()
    assert [member.name for member in unit.group.members.all()] == ["银川市人民政府"]


def test_group_is_confirmed_with_the_chosen_members(client, office, draft, task):
    member, other = (
        DepartmentFactory(region=draft.region, name=name, kind="government")
        for name in ("银川市人民政府", "中卫市人民政府")
    )
    group = DepartmentGroupFactory(region=draft.region, confirmed=False, members=[member])
    AssignmentFactory(task=task, department=None, group=group)

    change(client, draft, "group", group, "save", members=[other.pk])

    group.refresh_from_db()
    assert (group.confirmed, list(group.members.all())) == (True, [other])


def test_unconfirmed_group_is_a_doubt_that_is_accepted_like_any_other(client, office, draft, task):
    member = DepartmentFactory(region=draft.region, name="银川市人民政府", kind="government")
    group = DepartmentGroupFactory(
        region=draft.region, wording="有关市人民政府", confirmed=False, members=[member]
    )
    AssignmentFactory(task=task, department=None, group=group)

    shown = page(client, draft)
    assert [(one.anchor, one.doubt) for one in shown.context["page"].doubts] == [
        (f"group-{group.pk}", "Does this mean 1 unit? Look at the members.")
    ]
    assert "doubts are still open" in publish(client, draft).content.decode()

    change(client, draft, "group", group, "accept")

    group.refresh_from_db()
    assert (group.confirmed, list(group.members.all())) == (True, [member])
    assert page(client, draft).context["page"].doubts == []


HEAD = {
    "title": "新标题",
    "number": "",
    "issuer": "",
    "issued_on": "",
    "first_year": 2021,
    "last_year": 2022,
    "half_year_month": 7,
    "half_year_day": 1,
    "annual_month": 12,
    "annual_day": 1,
    "day_off": "same",
}


def test_head_is_corrected(client, office, draft):
    change(client, draft, "head", draft, "save", **HEAD)

    draft.refresh_from_db()
    assert {name: getattr(draft, name) for name in HEAD} == HEAD | {"issued_on": None}


@pytest.mark.parametrize(
    "wrong",
    [
        {"half_year_month": 13},
        {"half_year_month": 0},
        {"annual_day": 0},
        {"annual_month": 2, "annual_day": 30},
        {"first_year": 2030},
        {"first_year": 0},
        {"last_year": 20222},
    ],
    ids=str,
)
def test_head_with_an_impossible_day_or_years_is_refused(client, office, draft, wrong):
    response = change(client, draft, "head", draft, "save", **(HEAD | wrong))

    draft.refresh_from_db()
    assert (response.status_code, draft.title == "新标题") == (422, False)


def test_section_is_corrected(client, office, draft, task):
    change(client, draft, "section", task.section, "save", ordinal="二", title="居住")

    task.section.refresh_from_db()
    assert str(task.section) == "二、居住"


def test_ordinal_that_is_taken_is_said_beside_the_section(client, office, draft, task):
    SectionFactory(document=draft, ordinal="二", order=2)

    response = change(client, draft, "section", task.section, "save", ordinal="二", title="居住")

    html = response.content.decode()
    assert response.status_code == 422
    assert "This document already has a section of this ordinal." in html and 'value="居住"' in html


@pytest.mark.parametrize(
    ("words", "ordinal", "title"),
    [
        ("二、完善设施", "二", "完善设施"),
        ("(三)建设学校", "(三)", "建设学校"),
        ("第四章 保障措施", "第四章", "保障措施"),
        ("五.加强领导。各地要高度重视", "五", "加强领导。各地要高度重视"),
        ("保障措施", None, "保障措施"),
    ],
)
def test_selected_words_propose_a_section(client, office, words, ordinal, title):
    draft = DocumentFactory(state="draft", region=RegionFactory(), text=f"前言\n{words}\n")

    response = page(client, draft, add="add-section", start=3, end=3 + len(words))

    initial = response.context["page"].new_section.form.initial
    assert (initial["words"], initial["at"], initial.get("ordinal"), initial["title"]) == (
        words,
        3,
        ordinal,
        title,
    )


def test_section_may_begin_inside_a_task(client, office, draft, task):
    response = page(client, draft, add="add-section", **place("改造20户"))

    ((_section, (card,)),) = response.context["page"].chapters
    assert card.addition is None
    assert response.context["page"].new_section.form.initial["words"] == "改造20户"


def test_section_is_added_on_words_and_takes_the_tasks_behind_it(client, office, draft, task):
    later = TaskFactory(document=draft, section=task.section, number="2", order=2, **place("(二)完善学校"))

    made_at = place_after(
        change(client, draft, "head", draft, "add-section", ordinal="二", title="学校", words="(二)完善")
    )

    later.refresh_from_db()
    assert (made_at, str(later.section)) == (f"section-{later.section_id}", "二、学校")


def test_section_is_removed(client, office, draft, task):
    change(client, draft, "section", task.section, "remove")

    task.refresh_from_db()
    assert (task.section, draft.sections.count()) == (None, 0)


def test_unit_on_words_outside_every_task_is_answered_with_a_reason(client, office, draft, task):
    selected = place("一、住房")

    html = page(client, draft, add="add-unit", **selected).content.decode()

    assert "These words stand in no task, and a unit belongs to one." in html and 'id="add"' not in html


# Words of the text become rows


def test_selected_words_propose_a_target_of_the_task_that_holds_them(client, office, draft, task):
    selected = place("新建住房100套以上")

    response = page(client, draft, add="add-target", **selected)

    ((_section, (card,)),) = response.context["page"].chapters
    initial = card.addition.form.initial
    assert card.task.row == task
    assert {
        name: initial[name] for name in ("words", "at", "indicator", "comparator", "value", "unit", "due")
    } == {
        "words": "新建住房100套以上",
        "at": selected["start"],
        "indicator": "新建住房",
        "comparator": ">=",
        "value": Decimal(100),
        "unit": "套",
        "due": date(2022, 12, 31),
    }


@pytest.mark.parametrize(
    "query", [{"add": "nonsense"}, {"add": "add-target", "task": "x", "start": "-1"}], ids=str
)
def test_odd_address_shows_the_plain_page(client, office, draft, task, query):
    assert page(client, draft, **query).status_code == 200


def test_target_is_added_on_words(client, office, draft, task):
    words = FIGURE | {"words": "改造20户", "at": ""}

    made_at = place_after(change(client, draft, "task", task, "add-target", **words))

    made = task.targets.get()
    assert (made_at, made.text, made.start, made.kind) == (
        f"target-{made.pk}",
        "改造20户",
        TEXT.index("改造20户"),
        "amount",
    )


def test_goal_of_the_document_is_added(client, office, draft):
    change(client, draft, "head", draft, "add-target", **FIGURE, words="新建学校5所")

    assert draft.targets.get().task is None


def test_words_that_are_not_there_are_said_beside_what_was_typed(client, office, draft, task):
    response = change(client, draft, "task", task, "add-target", **FIGURE, words="没有的话")

    html = response.content.decode()
    assert response.status_code == 422
    assert "“没有的话” does not stand in this text." in html and 'value="改造老旧住房"' in html


def test_unit_is_added_on_words(client, office, draft, task, unit):
    change(client, draft, "task", task, "add-unit", name="自治区财政厅", role="responsible", words="财政厅")

    made = task.assignments.get(order=2)
    assert (made.department.name, made.wording, made.start) == (
        "自治区财政厅",
        "财政厅",
        TEXT.index("财政厅"),
    )


def test_task_is_split_and_joined_again(client, office, draft, task, target):
    change(client, draft, "task", task, "split", words="改造20户", number="1.2", title="改造")
    made = draft.tasks.get(number="1.2")
    assert list(made.targets.all()) == [target]

    change(client, draft, "task", made, "merge")

    assert list(draft.tasks.values_list("number", flat=True)) == ["1"]
    assert list(task.targets.all()) == [target]


def test_what_cannot_be_joined_is_said(client, office, draft, task):
    response = change(client, draft, "task", task, "merge")

    assert "There is no task before this one" in client.get(response.url).content.decode()


# Publishing


def publish(client, draft):
    return client.post(reverse("publish-document", args=[draft.pk]), follow=True)


def test_open_doubt_holds_the_publishing_back(client, office, draft, target):
    Target.objects.filter(pk=target.pk).update(doubt="?")

    response = publish(client, draft)

    assert "doubts are still open" in response.content.decode()
    assert Document.objects.get(pk=draft.pk).state == "draft"


def test_checked_draft_is_published(client, office, draft, target):
    response = publish(client, draft)

    draft.refresh_from_db()
    assert (draft.state, draft.published_by, response.redirect_chain[-1][0]) == (
        "published",
        office,
        draft.get_absolute_url(),
    )


def test_publishing_asks_for_a_post(client, office, draft):
    assert client.get(reverse("publish-document", args=[draft.pk])).status_code == 405
