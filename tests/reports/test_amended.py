"""What an amendment means for reports: who is told, who owes what, and what no page shows any more."""

import json
from collections import Counter
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from reports.agenda import agenda
from reports.cycles import open_due_cycles
from reports.dashboard import board, region_rows
from reports.desk import desk_of
from reports.known import known_of, ready_text
from reports.models import DayOverride, Message, Reminder, ReportingCycle, Submission
from reports.samples import make_samples, remove_samples
from reports.standing import cycle_rows
from reports.submissions import save_draft
from reports.summary import summarise
from tasks import amending, editing, ledgers
from tasks.importing import read_ledger
from tasks.instructions import give_instruction
from tasks.models import Department, Instruction, ProgressEntry, Project, Target, Task
from tests.amendments import FIRST, REASON, SECOND, accept_all, compare, log, published
from tests.factories import (
    AllocationFactory,
    DepartmentFactory,
    RegionFactory,
    UserFactory,
    auditor_of,
    leader_of,
    liaison_of,
    office_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

HOUSING, FINANCE, ROADS, GREEN = "市住房城乡建设局", "市财政局", "市交通运输局", "市城市管理局"
PLANNING = "市发展改革委"
JUNE, SUMMER = "2024-06-03 09:00", "2024-07-01 09:00"


@pytest.fixture
def office():
    return UserFactory(name="王办")


@pytest.fixture
def document(office, clock):
    """Published in January; its half-year reports are due on 20 June and asked for since 21 May."""
    clock("2024-01-10 09:00")
    return published(office)


def unit(document, name):
    return Department.objects.get(region=document.region, name=name)


def liaisons(document, *names):
    return {name: liaison_of(unit(document, name)) for name in names}


def told(users):
    """By name of the unit, the subjects and lines of the messages about amendments."""
    return {
        name: [(one.subject, one.body.splitlines()) for one in user.inbox.filter(reminder=None)]
        for name, user in users.items()
    }


# Who is told


def test_each_liaison_finds_what_concerns_the_own_unit_in_one_message(document, office):
    DepartmentFactory(region=document.region, name=PLANNING)
    users = liaisons(document, HOUSING, FINANCE, ROADS, GREEN, PLANNING)
    others = [office, office_of(document.region), leader_of(document.region), auditor_of(document.region)]
    others.append(liaison_of(DepartmentFactory(region=document.region)))

    amendment = accept_all(compare(document, office), office)

    subject = f"Tasks of your unit were amended: {REASON}"
    task_1 = [
        "task · changed · 1 建设保障房",
        "unit · added · 1 · 市发展改革委",
        "unit · dropped · 1 · 市财政局",
        "target · changed · 1 · 新建保障性住房",
    ]
    assert told(users) == {
        HOUSING: [(subject, [*task_1, "task · added · 2 改造老旧小区"])],
        FINANCE: [(subject, ["unit · dropped · 1 · 市财政局"])],
        ROADS: [(subject, ["task · changed · 3 整治道路"])],
        GREEN: [(subject, ["task · dropped · 3 增加绿地"])],
        PLANNING: [(subject, task_1)],
    }
    assert users[HOUSING].inbox.get().link == amendment.get_absolute_url()
    assert not Message.objects.filter(user__in=others).exists()


def test_who_has_no_task_left_and_sees_the_document_no_more_is_told_without_a_link(document, office):
    users = liaisons(document, FINANCE)
    accept_all(compare(document, office), office)

    assert users[FINANCE].inbox.get().link == ""


def test_what_was_rejected_is_told_to_nobody(document, office):
    users = liaisons(document, HOUSING, GREEN)
    amendment = compare(document, office)
    amending.decide(amendment=amendment, changes=amendment.changes.all(), accept=False, by=office)

    amending.finish(amendment=amendment, by=office)

    assert told(users) == {HOUSING: [], GREEN: []}


def test_a_countys_unit_that_was_dropped_is_told(office, clock):
    clock("2024-01-10 09:00")
    RegionFactory(code="650902", name="东山区", level="county", parent_id=None)
    text = FIRST.replace("市财政局", "东山区人民政府")
    document = published(office, text)
    county = Department.objects.get(name="东山区人民政府")
    assert county.region_id == "650902"
    user = liaison_of(county)

    accept_all(compare(document, office), office)

    assert user.inbox.get().body == "unit · dropped · 1 · 东山区人民政府"


def test_who_has_a_share_of_a_figure_is_told_of_its_change(document, office):
    share = AllocationFactory(target=document.targets.get(unit="套"), due=date(2024, 12, 31))
    user = liaison_of(share.department)

    accept_all(compare(document, office), office)

    assert "target · changed · 1 · 新建保障性住房" in user.inbox.get().body


def test_a_long_message_ends_with_how_much_more_the_page_tells(office, clock):
    clock("2024-01-10 09:00")
    tasks = "".join(f"{n}.整治第{n}条道路。改造道路{n}公里。(责任单位：市交通运输局)\n" for n in range(1, 21))
    text = f"云海市2024年道路重点任务\n一、道路\n{tasks}"
    document = published(office, text)
    user = liaison_of(unit(document, ROADS))

    accept_all(compare(document, office, text.replace("公里", "千米")), office)

    *_lines, last = lines = user.inbox.get().body.splitlines()
    assert (len(lines), last) == (13, "… and 28 more, on the page of the amendment.")


def test_of_corrections_by_hand_they_are_told_when_the_amendment_ends(document, office):
    users = liaisons(document, ROADS, GREEN)
    amendment = amending.begin(document=document, reason="更正", by=office)
    editing.remove(row=document.tasks.get(number="3"), by=office)
    assert not Message.objects.exists()

    amending.finish(amendment=amendment, by=office)

    lines = [
        "task · dropped · 3 增加绿地",
        "unit · dropped · 3 · 市城市管理局",
        "target · dropped · 3 · 新建口袋公园",
    ]
    assert told(users) == {ROADS: [], GREEN: [("Tasks of your unit were amended: 更正", lines)]}


def test_put_in_force_twice_nothing_is_told_or_made_twice(document, office, clock):
    clock(JUNE)
    users = liaisons(document, HOUSING)
    open_due_cycles(date(2024, 6, 3))
    amendment = accept_all(compare(document, office), office)
    before = (Message.objects.count(), Submission.objects.count(), Reminder.objects.count())

    with pytest.raises(amending.Refusal):
        amending.finish(amendment=amendment, by=office)

    assert len(told(users)[HOUSING]) == 1
    assert (Message.objects.count(), Submission.objects.count(), Reminder.objects.count()) == before
    assert +open_due_cycles(date(2024, 6, 3)) == Counter()


# Who owes what


def owing(document):
    rows = Submission.objects.filter(cycle__document=document).order_by("cycle__due", "department")
    return {(one.cycle.kind, one.department.name) for one in rows.select_related("cycle", "department")}


def test_a_unit_that_was_added_owes_the_open_report_and_is_reminded(document, office, clock):
    clock(JUNE)
    open_due_cycles(date(2024, 6, 3))

    accept_all(compare(document, office), office)

    row = Submission.objects.get(department=unit(document, PLANNING))
    reminders = row.reminders.filter(channel="inbox", audience="liaison", state="planned")
    assert list(reminders.order_by("day").values_list("rule", "day"))[:2] == [
        ("opens", date(2024, 6, 3)),
        ("before-14", date(2024, 6, 6)),
    ]


def test_a_unit_that_was_added_later_owes_no_report_that_was_due_before(document, office, clock):
    clock(SUMMER)
    open_due_cycles(date(2024, 7, 1))

    accept_all(compare(document, office), office)
    open_due_cycles(date(2024, 7, 2))
    open_due_cycles(date(2024, 11, 1))

    assert {kind for kind, name in owing(document) if name == PLANNING} == {"annual"}


def test_a_unit_that_answers_for_nothing_any_more_does_not_owe_what_it_has_not_begun(document, office, clock):
    clock(JUNE)
    open_due_cycles(date(2024, 6, 3))
    begun = Submission.objects.get(department=unit(document, GREEN))
    save_draft(submission=begun, texts={"成效": "已建2个。"}, version=begun.version, by=office)

    accept_all(compare(document, office), office)

    # What was written stays; what was due before stays as well.
    assert owing(document) == {("half-year", name) for name in (HOUSING, ROADS, GREEN, PLANNING)}


def test_a_report_that_was_due_before_stays_with_a_unit_that_was_dropped(document, office, clock):
    clock(SUMMER)
    open_due_cycles(date(2024, 7, 1))

    accept_all(compare(document, office), office)

    assert {("half-year", FINANCE), ("half-year", GREEN)} <= owing(document)


# Pages and tables of a ledger that an amendment changed


@pytest.fixture
def amended(document, office, clock):
    """In June two parks were reported and a leader asked; in July the parks were dropped."""
    clock(JUNE)
    open_due_cycles(date(2024, 6, 3))
    task = document.tasks.get(number="3")
    log(task, value=Decimal(2))
    log(document.tasks.get(number="1"), value=Decimal(300))
    log(task, problem="缺少苗木")
    Project.objects.create(task=task, department=unit(document, GREEN), name="滨河公园")
    give_instruction(task=task, by=leader_of(document.region), text="公园为何滞后？")
    clock(SUMMER)
    accept_all(compare(document, office), office)
    document.refresh_from_db()
    return document


DROPPED = ("增加绿地", "口袋公园")
DAYS = ["", "?on=2024-06-10", "?on=2024-07-02", "?on=2024-12-31"]


def addresses(document):
    cycle = document.cycles.first()
    pages = [
        reverse(name) for name in ("desk", "dashboard", "overview", "documents", "my-tasks", "my-figures")
    ]
    pages += [reverse(name) for name in ("calendar", "inbox")]
    names = ("document", "document-text", "document-units", "document-cycles")
    pages += [reverse(name, args=[document.pk]) for name in names]
    pages += [reverse(name, args=[cycle.pk]) for name in ("cycle", "summary")]
    return pages


@pytest.mark.parametrize("who", ["office", "leader", "auditor", HOUSING, GREEN])
def test_no_page_shows_what_was_dropped(client, amended, who):
    makers = {"office": office_of, "leader": leader_of, "auditor": auditor_of}
    user = makers[who](amended.region) if who in makers else liaison_of(unit(amended, who))
    client.force_login(user)
    pages = addresses(amended)
    own = Submission.objects.filter(department__in=user.department_ids)
    pages += [one.get_absolute_url() for one in own]
    seen = 0
    for page in pages:
        for day in DAYS:
            answer = client.get(page + day)
            assert answer.status_code in (200, 302, 403, 404), page
            if answer.status_code == 200 and "html" in answer["Content-Type"]:
                seen += 1
                html = answer.content.decode()
                # The earlier report's ready words may not name it either; only the amendment does.
                assert not [words for words in DROPPED if words in html], page + day
    assert seen > 20


def test_the_dashboard_counts_live_tasks_only(amended):
    for on in (date(2024, 6, 10), date(2024, 7, 2)):
        shown = board(amended, on)
        assert (shown.total, shown.figures.total()) == (3, 3)
        assert not shown.unanswered
        assert {row.body.name for row in shown.units} == {HOUSING, ROADS}
        (row,) = region_rows([amended], lambda document, on=on: on)
        assert (row.total, row.figure_total) == (3, 3)


def test_the_summary_and_its_workbook_hold_live_rows_only(client, amended):
    cycle = amended.cycles.first()
    for on in (date(2024, 6, 10), date(2024, 7, 2)):
        summary = summarise(cycle, on)
        assert [row.task.title for row in summary.tasks] == ["建设保障房", "改造老旧小区", "整治道路"]
        assert [row.target.unit for row in summary.figures] == ["套", "个", "公里"]
        assert summary.projects == []
    client.force_login(office_of(amended.region))
    for day in DAYS:
        answer = client.get(reverse("summary", args=[cycle.pk]) + day)
        book = load_workbook(BytesIO(answer.content))
        cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
        assert "建设保障房" in " ".join(cells)
        assert not [words for words in (*DROPPED, "滨河公园", "缺少苗木") if words in " ".join(cells)]


def test_what_is_known_of_a_unit_leaves_out_what_was_dropped(amended):
    cycle = amended.cycles.first()
    green = Submission(cycle=cycle, department=unit(amended, GREEN))
    housing = Submission(cycle=cycle, department=unit(amended, HOUSING))

    nothing, known = known_of(green, date(2024, 7, 2)), known_of(housing, date(2024, 7, 2))

    assert (nothing.tasks, nothing.figures, nothing.projects, nothing.instructions) == ([], [], [], [])
    assert ready_text(nothing, "指标完成情况") == ready_text(nothing, "项目完成情况") == ""
    assert [one.target.unit for one in known.figures] == ["套", "个"]
    assert "300套 of 1,500套" in ready_text(known, "指标完成情况").replace("1500", "1,500")


def test_a_desk_asks_for_nothing_on_a_dropped_task(amended):
    user = liaison_of(unit(amended, GREEN))

    desk = desk_of(user, date(2024, 7, 2))

    assert (desk.instructions, desk.tasks) == ([], 0)
    assert Instruction.objects.filter(answered_by=None).count() == 1


def test_cycles_and_agenda_of_an_amended_document(amended):
    (row,) = cycle_rows({amended.pk: date(2024, 7, 2)})[amended.pk]
    user = liaison_of(unit(amended, GREEN))

    items = agenda(user, 2024, DayOverride.objects.calendar())

    assert row.total == Submission.objects.filter(cycle=row.cycle).count()
    assert all(item.document == amended for item in items)


def test_search_finds_live_tasks_and_figures_and_what_was_logged(client, amended):
    client.force_login(office_of(amended.region))

    def found(words):
        groups = client.get(reverse("search"), {"q": words}).context["groups"]
        return {str(group.label): group.total for group in groups if group.total}

    assert found("增加绿地") == {}
    assert found("口袋公园") == {}
    assert found("老旧小区") == {"Tasks": 1, "Targets": 1, "Documents": 1}
    assert found("缺少苗木") == {"Progress": 1}


# Samples


def test_samples_are_told_and_taken_away_on_an_amended_ledger(document, office, clock):
    accept_all(compare(document, office), office)

    assert list(make_samples(date(2024, 12, 31))) == [document]

    assert not ProgressEntry.objects.filter(task__dropped_on__isnull=False).exists()
    assert ProgressEntry.objects.exists()
    remove_samples()
    assert not ProgressEntry.objects.exists()


def test_samples_of_a_task_that_was_dropped_later_are_taken_away_too(document, office):
    list(make_samples(date(2024, 12, 31)))
    task = document.tasks.get(number="3")
    log(task, value=Decimal(2), sample=True)
    accept_all(compare(document, office), office)

    assert list(make_samples(date(2024, 12, 31))) == []  # Nothing is told twice.
    remove_samples()

    assert not ProgressEntry.objects.exists()
    assert Task.everything.get(pk=task.pk).dropped_on
    assert Target.everything.filter(task=task).count() == 1
    assert ReportingCycle.objects.exists()


def test_a_ledger_of_the_product_is_not_loaded_again_under_its_old_title(office, monkeypatch, tmp_path):
    ledger, text = read_ledger(FIRST.encode(), "source.txt")
    files = {"source.txt": FIRST, "text.txt": text}
    files |= {"ledger.json": json.dumps(ledger), "review.json": json.dumps({"region": "650900"})}
    (tmp_path / "yunhai").mkdir()
    for name, content in files.items():
        (tmp_path / "yunhai" / name).write_text(content, "utf-8")
    monkeypatch.setattr(ledgers, "FIXTURES", tmp_path)
    RegionFactory(code="650900", name="云海市", level="prefecture")
    document = ledgers.load("yunhai")

    accept_all(compare(document, office, SECOND.replace("城乡建设", "住房和道路")), office)

    document.refresh_from_db()
    assert document.title == "云海市2024年住房和道路重点任务"
    assert ledgers.load("yunhai") is None
