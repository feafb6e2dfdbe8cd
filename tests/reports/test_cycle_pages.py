from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.models import Reminder, Submission
from reports.reminders import send_due_reminders
from tests.factories import (
    DepartmentFactory,
    DocumentFactory,
    RegionFactory,
    UserFactory,
    auditor_of,
    leader_of,
    liaison_of,
    office_of,
)
from tests.reports.factories import CycleFactory, SubmissionFactory
from urbanplan.accounts.models import Membership

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "after_the_due_day")]


@pytest.fixture
def after_the_due_day(clock):
    clock("2022-06-22 09:00")


@pytest.fixture
def cycle():
    return CycleFactory()


@pytest.fixture
def office(cycle):
    return office_of(cycle.document.region)


def submission(cycle, name, **values):
    values.setdefault("submitted_by", UserFactory() if values.get("submitted_at") else None)
    return SubmissionFactory(cycle=cycle, department=DepartmentFactory(name=name), **values)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def board(client, cycle, query=""):
    return client.get(f"/cycles/{cycle.pk}/{query}")


def rows(response):
    return [row.record.department.name for row in response.context["table"].rows]


# The board


def test_board_counts_and_lists_all_units(client, cycle, office):
    submission(cycle, "教育厅")
    submission(cycle, "住建厅", state="submitted", submitted_at=at("2022-06-21 10:00"))
    submission(cycle, "民政厅", extended_to=date(2022, 6, 30))
    client.force_login(office)

    response = board(client, cycle)

    assert response.context["counts"] == {
        "draft": 2, "submitted": 1, "returned": 0, "accepted": 0, "overdue": 1, "total": 3,
    }  # fmt: skip
    standing = {
        row.record.department.name: row.get_cell("standing") for row in response.context["table"].rows
    }
    assert standing == {
        "教育厅": "2 days overdue",
        "住建厅": "handed in 1 day late",
        "民政厅": "8 days left",
    }


@pytest.mark.parametrize(
    "query, found",
    [
        ("?state=draft", ["教育厅", "民政厅"]),
        ("?state=overdue", ["教育厅"]),
        ("?state=asked", ["民政厅"]),
        ("?state=submitted", ["住建厅"]),
        ("?q=民政", ["民政厅"]),
        ("?state=nonsense", ["住建厅", "教育厅", "民政厅"]),
    ],
)
def test_board_is_filtered(client, cycle, office, query, found):
    submission(cycle, "教育厅")
    submission(cycle, "住建厅", state="submitted", submitted_at=at("2022-06-18 10:00"))
    submission(cycle, "民政厅", extended_to=date(2022, 6, 30), extension_asked=date(2022, 7, 9))
    client.force_login(office)

    assert sorted(rows(board(client, cycle, query))) == sorted(found)


SORTS = ["department", "state", "due", "saved_at", "submitted_at", "decided_by", "last_told"]


@pytest.mark.parametrize("column", SORTS + [f"-{name}" for name in SORTS])
def test_board_is_sorted_by_every_column(client, cycle, office, column):
    submission(cycle, "教育厅")
    submission(
        cycle, "住建厅", extended_to=date(2022, 6, 30), state="submitted", submitted_at=at("2022-06-18 10:00")
    )
    client.force_login(office)

    response = board(client, cycle, f"?sort={column}")

    assert len(rows(response)) == 2
    if column.endswith("due"):
        assert rows(response)[0] == ("教育厅" if column == "due" else "住建厅")


def test_board_says_why_the_day_was_moved(client, office):
    cycle = CycleFactory(
        year=2026, nominal=date(2026, 6, 20), due=date(2026, 6, 18), document__last_year=2026
    )
    client.force_login(office)

    assert board(client, cycle).context["shift"] == (
        "June 20, 2026 is a day off (Dragon Boat Festival); due on June 18, 2026, the working day before."
    )


def test_board_shows_what_could_not_be_delivered(client, cycle, office):
    row = submission(cycle, "教育厅")
    Reminder.objects.create(submission=row, rule="due", channel="mail", day=date(2022, 6, 20))
    send_due_reminders(at("2022-06-22 09:00"))
    client.force_login(office)

    response = board(client, cycle)

    assert response.context["given_up"] == 1
    assert "no Liaison with a mail address" in response.content.decode()


@pytest.mark.parametrize("who", [leader_of, auditor_of], ids=["leader", "auditor"])
def test_board_is_read_only_for_leader_and_auditor(client, cycle, who):
    submission(cycle, "教育厅")
    client.force_login(who(cycle.document.region))

    page = board(client, cycle).content.decode()

    assert ("教育厅" in page, 'name="departments"' in page, "chase" in page) == (True, False, False)
    assert client.post(f"/cycles/{cycle.pk}/chase/", {"all": 1}).status_code == 403
    assert Reminder.objects.count() == 0


def test_board_of_another_region_is_not_found(client, cycle):
    client.force_login(office_of(RegionFactory(code="150000", name="内蒙古自治区")))

    assert board(client, cycle).status_code == 404
    assert client.post(f"/cycles/{cycle.pk}/chase/", {"all": 1}).status_code == 404


def test_liaison_is_led_to_the_own_report(client, cycle):
    own = submission(cycle, "教育厅")
    submission(cycle, "住建厅")
    liaison = liaison_of(own.department)
    own.department.assignments.create(
        task=cycle.document.tasks.create(number="1", order=1, title="t"), order=1
    )
    client.force_login(liaison)

    assert board(client, cycle).url == f"/submissions/{own.pk}/"

    second = submission(cycle, "民政厅")
    Membership.objects.create(user=liaison, role="liaison", department=second.department)
    assert [one.department.name for one in board(client, cycle).context["own"]] == ["教育厅", "民政厅"]


def test_liaison_without_a_report_finds_nothing(client, cycle):
    client.force_login(liaison_of(DepartmentFactory()))

    assert board(client, cycle).status_code == 404


@pytest.mark.parametrize("many", [False, True], ids=["board", "calendar"])
def test_number_of_queries_does_not_grow_with_rows(client, cycle, office, many):
    path = "/calendar/?year=2022" if many else f"/cycles/{cycle.pk}/"
    submission(cycle, "教育厅", extended_to=date(2022, 6, 30))
    client.force_login(office)
    client.get(path)
    with CaptureQueriesContext(connection) as one:
        client.get(path)
    for name in ("住建厅", "民政厅", "财政厅"):
        row = submission(cycle, name, state="accepted", submitted_at=at("2022-06-18 10:00"),
                         decided_at=at("2022-06-19 10:00"), decided_by=office)  # fmt: skip
        Reminder.objects.create(submission=row, rule="due", channel="mail", day=date(2022, 6, 20))
        SubmissionFactory(department=row.department)

    with CaptureQueriesContext(connection) as three:
        client.get(path)

    assert len(three) == len(one)


# Chasing


@pytest.mark.parametrize(
    "data, reminded",
    [
        ({"all": 1}, ["教育厅", "民政厅"]),
        ({"some": 1, "ticked": ["教育厅", "住建厅"]}, ["教育厅"]),
        ({"some": 1}, []),
    ],
    ids=["all that owe", "ticked ones that owe", "none ticked"],
)
def test_chase_reminds(client, cycle, office, data, reminded):
    submission(cycle, "教育厅")
    submission(cycle, "民政厅")
    submission(cycle, "住建厅", state="submitted", submitted_at=at("2022-06-18 10:00"))
    ticked = Submission.objects.filter(department__name__in=data.pop("ticked", []))
    data["departments"] = [str(row.department_id) for row in ticked] + ["nonsense", "²", "9" * 30]
    client.force_login(office)

    for _twice in range(2):
        client.post(f"/cycles/{cycle.pk}/chase/", data)

    found = Reminder.objects.filter(rule="chase-2022-06-22", channel="mail")
    assert sorted(found.values_list("submission__department__name", flat=True)) == sorted(reminded)


def test_chase_is_no_link(client, cycle, office):
    client.force_login(office)

    assert client.get(f"/cycles/{cycle.pk}/chase/").status_code == 405


# The calendar


def items(response):
    return [
        (str(item.due), item.document.pk, bool(item.cycle))
        for _month, rows in response.context["months"]
        for item in rows
    ]


def test_calendar_shows_what_is_open_and_what_is_to_come(client, cycle, office):
    submission(cycle, "教育厅")
    DocumentFactory(state="draft")
    client.force_login(office)

    response = client.get("/calendar/")

    assert items(response) == [
        ("2022-06-20", cycle.document_id, True),
        ("2022-11-21", cycle.document_id, False),
    ]
    assert [str(month) for month, _rows in response.context["months"]] == ["2022-06-01", "2022-11-01"]
    assert "1 of 1 units owe it" in response.content.decode()


def test_calendar_of_a_liaison_shows_the_own_day(client, cycle):
    own = submission(cycle, "教育厅", extended_to=date(2022, 7, 1))
    task = cycle.document.tasks.create(number="1", order=1, title="t")
    own.department.assignments.create(task=task, order=1)
    client.force_login(liaison_of(own.department))

    response = client.get("/calendar/?year=2022")

    assert items(response) == [
        ("2022-07-01", cycle.document_id, True),
        ("2022-11-21", cycle.document_id, False),
    ]
    assert "units owe it" not in response.content.decode()


@pytest.mark.parametrize(
    "query, year",
    [("", 2022), ("?year=2021", 2021), ("?year=x", 2022), ("?year=99999", 2022), ("?year=²", 2022)],
)
def test_calendar_opens_at_the_last_year_of_the_documents(client, cycle, office, clock, query, year):
    clock("2026-11-21 09:00")
    client.force_login(office)

    assert client.get(f"/calendar/{query}").context["year"] == year


def test_calendar_says_whether_the_make_up_days_are_known(client, office):
    DocumentFactory(first_year=2022, last_year=2035)
    client.force_login(office)

    known = [client.get(f"/calendar/?year={year}").context["is_known"] for year in (2022, 2034)]

    assert known == [True, False]


def test_calendar_without_documents_says_what_would_be_there(client):
    client.force_login(UserFactory())

    assert "No report is due in 2022" in client.get("/calendar/").content.decode()
