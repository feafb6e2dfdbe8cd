from collections import Counter
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.cycles import dues_of, ensure_cycles, open_due_cycles, refresh_due
from reports.models import DayOverride, Reminder, ReportingCycle, Submission
from reports.workdays import Calendar
from tasks.models import Department, Document
from tests.factories import (
    AssignmentFactory,
    DepartmentFactory,
    DepartmentGroupFactory,
    DocumentFactory,
    TaskFactory,
)
from tests.reports.killing import every_statement

pytestmark = pytest.mark.django_db


def ledger(**document):
    """A document with one task that names one department."""
    document = DocumentFactory(**document)
    AssignmentFactory(task=TaskFactory(document=document), department=DepartmentFactory())
    return document


@pytest.mark.parametrize(
    "today, opened",
    [
        ("2022-05-20", []),
        ("2022-05-21", [("half-year", date(2022, 6, 20))]),
        ("2022-10-21", [("half-year", date(2022, 6, 20))]),
        ("2022-10-22", [("annual", date(2022, 11, 21)), ("half-year", date(2022, 6, 20))]),
        ("2026-11-21", [("annual", date(2022, 11, 21)), ("half-year", date(2022, 6, 20))]),
    ],
    ids=["day before it opens", "day it opens", "day before the annual", "annual opens", "years are over"],
)
def test_open_due_cycles_opens_on_the_day(today, opened):
    ledger()

    open_due_cycles(date.fromisoformat(today))

    assert list(ReportingCycle.objects.values_list("kind", "due")) == opened


def test_open_due_cycles_of_2026_is_due_before_the_holiday():
    ledger(first_year=2026, last_year=2026)

    open_due_cycles(date(2026, 11, 1))

    found = ReportingCycle.objects.order_by("due").values_list(
        "nominal", "due", "opens", "starts_on", "ends_on"
    )
    assert list(found) == [
        (date(2026, 6, 20), date(2026, 6, 18), date(2026, 5, 19), date(2026, 1, 1), date(2026, 6, 30)),
        (date(2026, 11, 21), date(2026, 11, 20), date(2026, 10, 21), date(2026, 1, 1), date(2026, 12, 31)),
    ]


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_open_due_cycles_leaves_documents_that_are_not_published(state):
    ledger(state=state)
    ledger()

    assert open_due_cycles(date(2022, 6, 1))["cycles"] == 1


def test_open_due_cycles_twice_changes_nothing():
    ledger()
    first = open_due_cycles(date(2022, 6, 1))

    again = open_due_cycles(date(2022, 6, 2))

    assert first == Counter(cycles=1, submissions=1, reminders=Reminder.objects.count())
    assert +again == Counter()


def test_open_due_cycles_takes_the_parts_and_days_of_the_document():
    ledger(half_year_month=7, half_year_day=5, report_sections=["总体情况", "问题"], day_off="same")

    open_due_cycles(date(2022, 6, 30))

    cycle = ReportingCycle.objects.get()
    assert (cycle.due, cycle.sections) == (date(2022, 7, 5), ["总体情况", "问题"])


def test_annual_report_in_january_belongs_to_the_year_before():
    document = ledger(annual_month=1, annual_day=10)

    dues = dues_of(document, Calendar())

    assert [(d.kind, d.year, d.due) for d in dues] == [
        ("half-year", 2022, date(2022, 6, 20)),
        ("annual", 2022, date(2023, 1, 10)),
    ]


def test_responsible_departments_are_named_or_members_of_a_named_group():
    document = ledger()
    named = document.tasks.get().assignments.get().department
    member = DepartmentFactory(name="银川市人民政府")
    group = DepartmentGroupFactory(members=[member, named])
    AssignmentFactory(task=TaskFactory(document=document), department=None, group=group, role="cooperating")
    ledger()  # of another document

    assert set(Department.objects.named_in(document)) == {named, member}


def test_department_added_later_gets_its_submission():
    document = ledger()
    open_due_cycles(date(2022, 6, 1))
    late = AssignmentFactory(task=document.tasks.get()).department

    made = open_due_cycles(date(2022, 6, 16))

    days = Reminder.objects.filter(submission__department=late, state="planned", channel="inbox")
    assert made["submissions"] == 1
    assert list(days.values_list("rule", flat=True))[:4] == ["opens", "before-3", "before-1", "due"]


def test_cycles_of_past_years_are_made_without_telling_anybody():
    document = ledger()

    made = ensure_cycles(document, through=date(2022, 12, 31), on=date(2026, 11, 21))

    assert (made["cycles"], made["submissions"]) == (2, 2)
    assert set(Reminder.objects.values_list("state", flat=True)) == {"skipped"}


def test_cycle_that_opens_late_still_says_that_it_is_open():
    ledger()

    open_due_cycles(date(2022, 6, 10))

    rows = Reminder.objects.filter(channel="mail", audience="liaison").order_by("day", "rule")
    assert list(rows.values_list("rule", "day", "state"))[:5] == [
        ("before-14", date(2022, 6, 6), "skipped"),
        ("opens", date(2022, 6, 10), "planned"),
        ("before-7", date(2022, 6, 13), "planned"),
        ("before-3", date(2022, 6, 17), "planned"),
        ("before-1", date(2022, 6, 19), "planned"),
    ]


def test_office_is_told_after_three_days_and_leader_after_seven():
    ledger()

    open_due_cycles(date(2022, 5, 21))

    rows = Reminder.objects.filter(channel="inbox").order_by("day")
    first = {who: rows.filter(audience=who).first().day for who in ("liaison", "office", "leader")}
    assert first == {
        "liaison": date(2022, 5, 21),
        "office": date(2022, 6, 23),
        "leader": date(2022, 6, 27),
    }


def test_run_that_is_killed_anywhere_is_completed_by_the_next():
    ledger()
    open_due_cycles(date(2022, 6, 1))
    whole = snapshot()
    ReportingCycle.objects.all().delete()

    for _moment in every_statement(lambda: open_due_cycles(date(2022, 6, 1))):
        open_due_cycles(date(2022, 6, 1))

        assert snapshot() == whole


def snapshot():
    cycles = list(ReportingCycle.objects.values_list("kind", "due"))
    submissions = list(Submission.objects.values_list("department", "state"))
    return (
        cycles,
        submissions,
        sorted(Reminder.objects.values_list("rule", "audience", "channel", "day", "state")),
    )


def test_missing_reminders_are_planned_by_the_next_run():
    ledger()
    open_due_cycles(date(2022, 6, 1))
    planned = Reminder.objects.count()
    Reminder.objects.all().delete()

    assert +open_due_cycles(date(2022, 6, 1)) == Counter(reminders=planned)


def test_rule_that_changes_after_the_opening_makes_no_second_cycle():
    document = ledger()
    open_due_cycles(date(2022, 6, 1))
    Document.objects.filter(pk=document.pk).update(half_year_day=25)

    assert +open_due_cycles(date(2022, 6, 2)) == Counter()


def test_refresh_due_moves_a_cycle_that_has_not_opened():
    document = ledger()
    ensure_cycles(document, through=date(2022, 12, 31), on=date(2022, 6, 1))
    DayOverride.objects.create(day=date(2022, 11, 21), workday=False)
    DayOverride.objects.create(day=date(2022, 6, 20), workday=False)

    moved = refresh_due(date(2022, 6, 1))

    dues = ReportingCycle.objects.values_list("kind", "due", "opens")
    assert moved == 1  # the half-year cycle is open and keeps its day
    assert list(dues) == [
        ("annual", date(2022, 11, 18), date(2022, 10, 19)),
        ("half-year", date(2022, 6, 20), date(2022, 5, 21)),
    ]
    due = Reminder.objects.filter(submission__cycle__kind="annual", rule="due").values_list("day", flat=True)
    assert set(due) == {date(2022, 11, 18)}


def test_publishing_opens_the_cycle_at_once(clock):
    from tasks.signals import document_published

    clock("2022-06-01 09:00")
    document = ledger()

    document_published.send(Document, document=document)

    assert [str(c.due) for c in document.cycles.all()] == ["2022-06-20"]


def test_number_of_queries_does_not_grow_with_departments(django_assert_num_queries):
    document = ledger()
    open_due_cycles(date(2022, 6, 1))
    with CaptureQueriesContext(connection) as with_one:
        open_due_cycles(date(2022, 6, 1))
    for _n in range(10):
        AssignmentFactory(task=document.tasks.get())
    open_due_cycles(date(2022, 6, 1))

    with django_assert_num_queries(len(with_one)):
        open_due_cycles(date(2022, 6, 1))
