import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tasks.models import Document
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
    auditor_of,
    leader_of,
    liaison_of,
    office_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

TEXT = "一、住房\n(一)保障住房。新建住房100套。(责任单位:住建厅)\n\n(二)完善学校。"


@pytest.fixture
def document():
    return DocumentFactory(text=TEXT)


@pytest.fixture
def office(document, client):
    user = office_of(document.region)
    client.force_login(user)
    return user


def place(words: str) -> dict:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words)}


def page(client, document, name="document", **query):
    return client.get(reverse(name, args=[document.pk]), query)


def queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def numbers(response) -> list[str]:
    return [row.record.task.number for row in response.context["table"].page.object_list]


# The list


def test_list_counts_what_a_document_holds(client, office, document):
    task = TaskFactory(document=document)
    TaskFactory(document=document, parent=task)
    AssignmentFactory.create_batch(2, task=task)
    AssignmentFactory(task=task, department=None, group=DepartmentGroupFactory(region=document.region))
    TargetFactory(task=task)
    TargetFactory(task=task, binding=False)

    (row,) = client.get(reverse("documents")).context["table"].data

    assert (row.task_count, row.unit_count, row.target_count, row.cycle_count) == (1, 3, 1, 0)


def test_list_shows_a_liaison_the_documents_that_name_the_unit(client, document):
    task = TaskFactory(document=document)
    named = AssignmentFactory(task=task)
    DocumentFactory()
    client.force_login(liaison_of(named.department))

    assert list(client.get(reverse("documents")).context["table"].data) == [document]


def test_list_is_narrowed_by_words_region_and_state(client, document):
    other = DocumentFactory(
        region=RegionFactory(code="630200", name="海东市"), title="海东要点", state="draft"
    )
    user = office_of(document.region)
    user.memberships.create(role="office", region=other.region)
    client.force_login(user)

    def found(**query):
        return list(client.get(reverse("documents"), query).context["table"].data)

    assert found(q="海东") == found(region="630200") == found(state="draft") == [other]
    assert found(q="宁城办发", state="published") == [document]


def test_empty_list_tells_the_office_to_import(client):
    client.force_login(office_of(RegionFactory()))

    response = client.get(reverse("documents"))

    assert "Import a document: its tasks" in response.content.decode()


def test_empty_list_does_not_offer_a_liaison_to_import(client):
    client.force_login(liaison_of(DepartmentFactory()))

    assert reverse("import-document") not in client.get(reverse("documents")).content.decode()


def test_list_costs_as_many_queries_for_many(client, office, document):
    one = queries(client, reverse("documents"))
    for _each in range(3):
        TaskFactory(document=DocumentFactory())

    assert queries(client, reverse("documents")) == one


# Who sees a document

PAGES = ["document", "document-text", "document-units", "document-cycles", "document-original"]


@pytest.mark.parametrize("name", PAGES)
def test_stranger_finds_no_page_of_the_document(client, document, name):
    TaskFactory(document=document)
    client.force_login(liaison_of(DepartmentFactory()))

    assert page(client, document, name).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_draft_is_the_offices_own(client, name):
    draft = DocumentFactory(state="draft")
    seen = {}
    for user in (office_of(draft.region), leader_of(draft.region), auditor_of(draft.region)):
        client.force_login(user)
        seen[user.main_role] = page(client, draft, name).status_code

    assert seen == {"office": 200, "leader": 404, "auditor": 404}


@pytest.mark.parametrize("name", PAGES)
def test_pages_ask_to_sign_in(client, document, name):
    assert page(client, document, name).status_code == 302


def test_original_that_the_store_lost_is_not_found(client, office):
    document = DocumentFactory()
    document.original.storage.delete(document.original.name)

    assert page(client, document, "document-original").status_code == 404


def test_original_comes_back_byte_for_byte_as_a_download(client, office):
    document = DocumentFactory(original__data=b"<script>\xff", original_name="通知.html")

    response = page(client, document, "document-original")

    assert b"".join(response.streaming_content) == b"<script>\xff"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")


# The tasks of a document


def test_liaison_sees_only_the_own_tasks(client, document):
    own = AssignmentFactory(task__document=document, task__number="7")
    AssignmentFactory(task__document=document, task__number="8")
    client.force_login(liaison_of(own.department))

    assert numbers(page(client, document)) == ["7"]


def test_row_tells_lead_other_units_targets_and_light(client, office, document):
    task = TaskFactory(document=document, number="1", order=1)
    for order, name in enumerate(["住建厅", "财政厅", "教育厅"], start=1):
        AssignmentFactory(task=task, order=order, department__name=name)
    target = TargetFactory(task=task)
    EntryFactory(target=target)

    (row,) = page(client, document, on="2022-06-15").context["table"].data

    assert (row.lead_names, row.others, len(row.status.targets), row.status.light) == (
        "住建厅",
        2,
        1,
        "green",
    )


@pytest.fixture
def ledger(document):
    """Task 1 behind with a figure, 2 closed by words, 3 a subtask of 2, 4 silent in another section."""
    first, second = (SectionFactory(document=document, ordinal=o, order=n) for n, o in enumerate("一二"))
    one = TaskFactory(document=document, section=first, number="1", order=1, title="保障住房")
    two = TaskFactory(document=document, section=first, number="2", order=2, title="完善学校")
    TaskFactory(document=document, section=first, number="2.1", order=3, parent=two, title="新建学校")
    TaskFactory(document=document, section=second, number="10", order=4, title="修路")
    AssignmentFactory(task=one, order=1, department__name="乙厅")
    AssignmentFactory(task=two, order=1, department__name="甲厅")
    EntryFactory(target=TargetFactory(task=one), value=1)
    EntryFactory(task=two, state="under_way")
    return document


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "学校"}, ["2", "2.1"]),
        ({"light": "red"}, ["1"]),
        ({"light": "grey"}, ["2", "2.1", "10"]),
        ({"state": "under_way"}, ["2"]),
        ({"figures": "yes"}, ["1"]),
        ({"figures": "no"}, ["2", "2.1", "10"]),
        ({"sort": "-order"}, ["10", "2.1", "2", "1"]),
        ({"sort": "-section_order"}, ["10", "1", "2", "2.1"]),
        ({"sort": "-severity"}, ["1", "2", "2.1", "10"]),
        ({"sort": "-lead_names"}, ["2", "1", "2.1", "10"]),
        ({"sort": "nonsense", "page": "99", "per_page": "-1"}, ["1", "2", "2.1", "10"]),
    ],
    ids=str,
)
def test_tasks_are_narrowed_and_sorted(client, office, ledger, query, expected):
    assert numbers(page(client, ledger, on="2022-06-15", **query)) == expected


def test_tasks_are_narrowed_by_section_and_by_unit_itself_or_in_a_group(client, office, ledger):
    section = ledger.sections.get(ordinal="二")
    county = DepartmentFactory(name="盐池县人民政府")
    group = DepartmentGroupFactory(region=ledger.region, members=[county])
    AssignmentFactory(task=ledger.tasks.get(number="10"), department=None, group=group)

    assert numbers(page(client, ledger, section=section.pk)) == ["10"]
    assert numbers(page(client, ledger, unit=county.pk)) == ["10"]


def test_subtask_stands_indented_under_its_task(client, office, ledger):
    html = page(client, ledger).content.decode()

    assert html.count('<div class="subtask">') == 1
    assert html.index("完善学校") < html.index("新建学校")


def test_page_size_is_chosen_from_those_offered(client, office, document):
    TaskFactory.create_batch(30, document=document)

    assert [len(numbers(page(client, document, per_page=size))) for size in (25, 50)] == [25, 30]


@pytest.mark.parametrize("name", ["document", "document-text", "document-units"])
def test_pages_cost_as_many_queries_for_many_tasks(client, office, document, name):
    def add_task():
        task = AssignmentFactory(task__document=document, **place("住建厅")).task
        AssignmentFactory(
            task=task,
            role="lead",
            department=None,
            group=DepartmentGroupFactory(region=document.region, wording=task.number),
            **place("责任单位"),
        )
        EntryFactory(target=TargetFactory(task=task, **place("新建住房100套")))

    add_task()
    one = queries(client, reverse(name, args=[document.pk]))
    for _each in range(3):
        add_task()

    assert queries(client, reverse(name, args=[document.pk])) == one


def test_count_proof_comes_first_and_is_translated_from_its_code(client, office):
    findings = [
        {"code": "task_split", "params": {"number": "7", "count": 2}, "level": "info"},
        {"code": "tasks_counted", "params": {"count": 26, "first": "1", "last": "26"}, "level": "info"},
        {"code": "a later reader's", "message": "Something new.", "level": "warning"},
    ]
    document = DocumentFactory(findings=findings)

    found = page(client, document).context["findings"]

    assert [finding.sentence for finding in found.first] == [
        "26 tasks numbered 1 to 26, none missing.",
        "Something new.",
    ]
    assert [finding.sentence for finding in found.notes] == [
        "Task 7 holds 2 responsibility clauses and was split."
    ]


def test_bad_day_is_said_and_ignored(client, office, document):
    response = page(client, document, on="last week")

    assert str(response.context["on"]) == "2022-12-31"
    assert "is not a date" in response.content.decode()


# The text


def test_text_marks_every_item_in_place_and_links_to_it(client, office, document):
    section = SectionFactory(document=document, **place("一、住房"))
    task = TaskFactory(
        document=document,
        number="1",
        title="保障住房",
        **place("(一)保障住房。新建住房100套。(责任单位:住建厅)"),
    )
    unit = AssignmentFactory(task=task, **place("住建厅"))
    target = TargetFactory(task=task, **place("新建住房100套"))

    html = page(client, document, "document-text").content.decode()

    def marked(name, kinds, href):
        return f'<span id="{name}" class="mark-anchor"><a class="{kinds}" href="{href}"'

    url = task.get_absolute_url()
    assert f'<p><span id="section-{section.pk}" class="mark-anchor"><span class="mark-section">' in html
    assert "<p>" + marked("task-1", "mark-task mark-title", url) in html
    assert marked(f"unit-{unit.pk}", "mark-task mark-unit", f"{url}#unit-{unit.pk}") in html
    assert marked(f"target-{target.pk}", "mark-task mark-target", f"{url}#target-{target.pk}") in html
    assert "<p>(二)完善学校。</p>" in html


def test_text_does_not_lead_a_liaison_to_tasks_of_others(client, document):
    own = AssignmentFactory(task__document=document, task__number="2", **place("(二)完善学校。"))
    other = TaskFactory(document=document, number="1", **place("(一)保障住房"))
    client.force_login(liaison_of(own.department))

    html = page(client, document, "document-text").content.decode()

    assert "保障住房" in html
    assert f"/tasks/{other.pk}/" not in html


def test_text_of_a_document_is_escaped(client, office):
    document = DocumentFactory(text="<script>alert(1)</script>\n& so on")

    html = page(client, document, "document-text").content.decode()

    assert "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>" in html
    assert "<p>&amp; so on</p>" in html


def test_finding_leads_to_its_place(client, office):
    finding = {"code": "clause_unclosed", "params": {"number": "1"}, "level": "warning", **place("(责任单位")}
    document = DocumentFactory(text=TEXT, findings=[finding])

    html = page(client, document, "document-text").content.decode()

    assert f'href="#finding-{finding["start"]}"' in html
    assert f'id="finding-{finding["start"]}"' in html


# Units and cycles


def test_units_are_counted_by_role_the_most_concerned_first(client, office, document):
    busy = DepartmentFactory(name="住建厅")
    AssignmentFactory(task__document=document, department=busy, order=1)
    AssignmentFactory(task__document=document, department=busy, order=2)
    AssignmentFactory(task__document=document, department__name="银行", role="cooperating", order=1)

    rows = page(client, document, "document-units").context["table"].data

    assert [
        (str(row["department"]), row["lead"], row["responsible"], row["cooperating"]) for row in rows
    ] == [
        ("住建厅", 1, 1, 0),
        ("银行", 0, 0, 1),
    ]


def test_groups_open_to_their_members(client, office, document):
    member = DepartmentFactory(name="银川市人民政府")
    group = DepartmentGroupFactory(region=document.region, members=[member])
    AssignmentFactory(task__document=document, department=None, group=group)

    html = page(client, document, "document-units").content.decode()

    assert "<li>银川市人民政府</li>" in html


def test_document_page_of_a_draft_leads_to_its_check(client):
    draft = DocumentFactory(state="draft")
    client.force_login(office_of(draft.region))

    assert reverse("check-document", args=[draft.pk]) in page(client, draft).content.decode()


def test_closed_document_stays_readable(client, office):
    document = DocumentFactory(state=Document.State.CLOSED)

    assert page(client, document).status_code == 200
