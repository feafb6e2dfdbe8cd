from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports import reminders, submissions
from reports.models import Message, Reminder, Submission
from reports.reminders import chase, plan_reminders, send_due_reminders
from tests.factories import (
    DepartmentFactory,
    DocumentFactory,
    UserFactory,
    leader_of,
    liaison_of,
    office_of,
)
from tests.reports.factories import CycleFactory, SubmissionFactory
from tests.reports.killing import Killed, every_statement

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

SHANGHAI = ZoneInfo("Asia/Shanghai")
FAILING = "tests.reports.test_reminders.FailingBackend"


class FailingBackend(EmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError("no mail server")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def owing(**values):
    """A submission with its reminders as of the opening day, and its liaison."""
    submission = SubmissionFactory(**values)
    plan_reminders([submission], on=date(2022, 5, 21))
    return submission, liaison_of(submission.department)


def states(**which):
    return Counter(Reminder.objects.filter(**which).values_list("state", flat=True))


# Sending


def test_send_due_reminders_reaches_inbox_and_mail(settings):
    submission, liaison = owing()

    outcome = send_due_reminders(at("2022-05-21 08:00"))

    message = liaison.inbox.get()
    title = str(submission.cycle.document)
    assert outcome == Counter(sent=2)
    assert (message.subject, message.link) == (
        "2022 half-year report: Open for writing",
        f"/submissions/{submission.pk}/",
    )
    assert message.body == f"{title} · 2022 half-year report · Open for writing · 30 days left"
    (sent,) = mail.outbox
    assert sent.to == [liaison.email]
    assert sent.subject == "Urbanisation task ledger: 2022 half-year report: Open for writing"
    assert f"{settings.SITE_URL}/submissions/{submission.pk}/" in sent.body
    assert sent.alternatives[0].mimetype == "text/html"
    assert (
        sent.extra_headers["Message-ID"]
        == f"<reminder-{Reminder.objects.get(channel='mail', rule='opens').pk}@localhost>"
    )


def test_send_due_reminders_twice_tells_once():
    owing()
    send_due_reminders(at("2022-05-21 08:00"))

    assert send_due_reminders(at("2022-05-21 08:05")) == Counter()
    assert (Message.objects.count(), len(mail.outbox)) == (1, 1)


@pytest.mark.parametrize(
    "day, told",
    [("2022-06-12", ["opens"]), ("2022-06-13", ["opens", "before-7"]), ("2022-06-14", ["opens", "before-7"])],
    ids=["day before", "day", "day after"],
)
def test_reminder_goes_out_on_its_day(day, told):
    submission, _liaison = owing()
    submission.reminders.filter(rule="before-14").delete()
    for one in (date(2022, 5, 21), date.fromisoformat(day)):
        send_due_reminders(at(f"{one} 23:59"))

    sent = Reminder.objects.filter(state="sent", channel="mail").order_by("day")
    assert list(sent.values_list("rule", flat=True)) == told


def test_what_is_due_for_one_department_is_one_message():
    first, liaison = owing()
    second = SubmissionFactory(department=first.department)
    plan_reminders([second], on=date(2022, 5, 21))

    send_due_reminders(at("2022-06-19 08:00"))

    message = liaison.inbox.get()
    assert message.subject == "2 reports are waiting for you"
    assert message.body.splitlines() == [
        f"{one.cycle.document} · 2022 half-year report · Open for writing · 1 day left"
        for one in (first, second)
    ]
    assert len(mail.outbox) == 1
    assert states(day__lte=date(2022, 6, 19)) == {"sent": 20}


def test_office_and_leader_get_one_digest_of_all_that_is_overdue():
    cycle = CycleFactory()
    for _n in range(3):
        owing(cycle=cycle)
    office, leader = office_of(cycle.document.region), leader_of(cycle.document.region)

    send_due_reminders(at("2022-06-23 08:00"))
    send_due_reminders(at("2022-06-27 08:00"))

    assert [m.subject for m in office.inbox.order_by("pk")] == ["3 units have not reported"] * 2
    assert leader.inbox.get().link == f"/cycles/{cycle.pk}/"
    assert leader.inbox.get().body.count("7 days overdue") == 3


@pytest.mark.parametrize("state", ["submitted", "accepted"])
def test_nobody_is_reminded_of_what_is_handed_in(state):
    submission, liaison = owing()
    Submission.objects.update(
        state=state, submitted_at=at("2022-06-01 09:00"), submitted_by=liaison,
        decided_at=at("2022-06-01 09:00"), decided_by=liaison,
    )  # fmt: skip

    assert send_due_reminders(at("2022-06-20 08:00")) == Counter(skipped=12)
    assert (Message.objects.count(), mail.outbox) == (0, [])
    assert states(day__gt=date(2022, 6, 20)) == {
        "planned": submission.reminders.filter(state="planned").count()
    }


def test_nobody_is_reminded_for_a_closed_document():
    owing(cycle=CycleFactory(document=DocumentFactory(state="closed")))

    assert send_due_reminders(at("2022-05-21 08:00")) == Counter(skipped=2)


def test_department_without_a_liaison_is_noted():
    plan_reminders([SubmissionFactory()], on=date(2022, 5, 21))

    send_due_reminders(at("2022-05-21 08:00"))

    assert list(Reminder.objects.exclude(error="").values_list("channel", "state", "error")) == [
        ("inbox", "failed", "no Liaison"),
        ("mail", "failed", "no Liaison with a mail address"),
    ]


def test_people_who_left_and_have_no_address_get_no_mail():
    submission, liaison = owing()
    gone, silent = liaison_of(submission.department), liaison_of(submission.department)
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    type(silent).objects.filter(pk=silent.pk).update(email="")

    send_due_reminders(at("2022-05-21 08:00"))

    assert mail.outbox[0].to == [liaison.email]
    assert set(Message.objects.values_list("user", flat=True)) == {liaison.pk, silent.pk}


def test_failing_mail_is_tried_again_later_and_then_given_up(settings):
    settings.EMAIL_BACKEND = FAILING
    owing()
    moments = [
        "05-21 08:00",
        "05-21 08:05",
        "05-21 08:10",
        "05-21 09:00",
        "05-21 09:10",
        "05-21 15:10",
        "05-30 08:00",
    ]

    outcomes = [send_due_reminders(at(f"2022-{moment}")) for moment in moments]

    tried = Counter(planned=1)
    assert outcomes == [
        tried + Counter(sent=1), Counter(), tried, Counter(), tried, Counter(failed=1), Counter(),
    ]  # fmt: skip
    reminder = Reminder.objects.get(state="failed")
    assert (reminder.attempts, reminder.error) == (4, "ConnectionRefusedError: no mail server")


def test_mail_that_failed_arrives_when_the_server_is_back(settings):
    owing()
    with_server = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = FAILING
    send_due_reminders(at("2022-05-21 08:00"))
    settings.EMAIL_BACKEND = with_server

    assert send_due_reminders(at("2022-05-21 08:10")) == Counter(sent=1)
    assert (len(mail.outbox), Reminder.objects.exclude(error="").count()) == (1, 0)


def test_one_department_that_fails_does_not_stop_the_others(monkeypatch):
    first, _liaison = owing()
    owing()
    real = reminders.digest_of

    def digest_of(rows, audience, on):
        if rows[0].submission_id == first.pk:
            raise ValueError("a bug")
        return real(rows, audience, on)

    monkeypatch.setattr(reminders, "digest_of", digest_of)

    assert send_due_reminders(at("2022-05-21 08:00")) == Counter(sent=2, planned=2)


# Killed


def test_killed_at_any_statement_tells_everybody_in_the_inbox_once():
    _submission, liaison = owing()
    now = at("2022-05-21 08:00")
    moments = 0

    for _moment in every_statement(lambda: send_due_reminders(now)):
        send_due_reminders(now + timedelta(minutes=11))
        send_due_reminders(now + timedelta(minutes=22))

        moments += 1
        assert liaison.inbox.count() == 1
        assert states(day=now.date(), channel="inbox") == {"sent": 1}
    assert moments > 10


def test_killed_at_any_statement_never_mails_twice():
    owing()
    now = at("2022-05-21 08:00")
    ends = set()

    for _moment in every_statement(lambda: mail.outbox.clear() or send_due_reminders(now)):
        send_due_reminders(now + timedelta(minutes=11))
        send_due_reminders(now + timedelta(minutes=22))

        row = Reminder.objects.get(channel="mail", rule="opens")
        ends.add((row.state, len(mail.outbox), bool(row.error)))
    # Sent and noted as sent; or broken off around the sending, which is said.
    assert ends == {("sent", 1, False), ("failed", 0, True), ("failed", 1, True)}


@pytest.mark.parametrize("module, name, sent", [("mail", "send", 0), ("inbox", "put", 1)])
def test_killed_while_it_delivers(monkeypatch, module, name, sent):
    _submission, liaison = owing()
    now = at("2022-05-21 08:00")

    def killed(*args):
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(getattr(reminders, module), name, killed)
        send_due_reminders(now)
    send_due_reminders(now + timedelta(minutes=11))

    assert (len(mail.outbox), liaison.inbox.count()) == (sent, 1)


def test_claimed_reminder_is_left_to_its_worker():
    owing()
    now = at("2022-05-21 08:00")
    Reminder.objects.filter(rule="opens").update(state="sending", attempts=1, claimed_at=now)

    assert send_due_reminders(now + timedelta(minutes=9)) == Counter()


def test_reminder_that_was_claimed_meanwhile_is_not_sent(monkeypatch):
    owing()
    real = reminders._claim

    def too_late(rows, now):
        Reminder.objects.filter(pk__in=[r.pk for r in rows]).update(state="sent", sent_at=now, attempts=1)
        return real(rows, now)

    monkeypatch.setattr(reminders, "_claim", too_late)

    assert send_due_reminders(at("2022-05-21 08:00")) == Counter()
    assert mail.outbox == []


# What else is told


def test_returned_report_is_told_with_the_reason(clock):
    submission, liaison = owing(texts={"成效": "好"})
    office = office_of(submission.cycle.document.region)
    clock("2022-06-01 09:00")
    send_due_reminders(at("2022-06-01 09:00"))
    submissions.submit_report(submission=submission, version=1, by=liaison)
    submissions.return_submission(submission=submission, version=2, comment="请补充数据", by=office)

    send_due_reminders(at("2022-06-01 09:05"))

    assert [m.subject for m in liaison.inbox.order_by("pk")] == [
        "2022 half-year report: Open for writing",
        "2022 half-year report: Returned · 请补充数据",
    ]
    assert liaison.inbox.first().body.endswith("Returned · 请补充数据 · 19 days left")


def test_extension_moves_what_is_ahead(clock):
    submission, liaison = owing()
    clock("2022-06-18 09:00")
    send_due_reminders(at("2022-06-18 09:00"))
    submissions.ask_extension(submission=submission, until=date(2022, 7, 1), reason="数据未出", by=liaison)
    submissions.grant_extension(
        submission=submission, until=date(2022, 7, 1), by=office_of(submission.cycle.document.region)
    )

    planned = submission.reminders.filter(state="planned", channel="mail", audience="liaison").order_by("day")
    assert [(r.rule.split("-")[0], str(r.day)) for r in planned][:7] == [
        ("event", "2022-06-18"),
        ("before", "2022-06-24"),
        ("before", "2022-06-28"),
        ("before", "2022-06-30"),
        ("due/0701", "2022-07-01"),
        ("late", "2022-07-04"),
        ("late", "2022-07-05"),
    ]
    send_due_reminders(at("2022-06-23 09:00"))
    assert liaison.inbox.first().body.endswith("Extension granted · until July 1, 2022 · 8 days left")


def test_chase_reminds_those_that_owe_once_a_day():
    cycle = CycleFactory()
    submission, liaison = owing(cycle=cycle)
    SubmissionFactory(
        cycle=cycle, state="submitted", submitted_at=at("2022-06-01 09:00"), submitted_by=liaison
    )
    send_due_reminders(at("2022-06-01 08:00"))

    assert chase(cycle, on=date(2022, 6, 1)) == 1
    assert chase(cycle, on=date(2022, 6, 1)) == 0
    assert chase(cycle, on=date(2022, 6, 2), departments=[]) == 0

    send_due_reminders(at("2022-06-01 08:05"))
    assert liaison.inbox.first().subject == "2022 half-year report: The office asks for this report"
    assert chase(cycle, on=date(2022, 6, 2), departments=[submission.department_id]) == 1


def test_sending_asks_the_same_number_of_questions_for_each_digest():
    department = DepartmentFactory()
    liaison_of(department)
    plan_reminders([SubmissionFactory(department=department)], on=date(2022, 5, 21))
    with CaptureQueriesContext(connection) as one:
        send_due_reminders(at("2022-05-21 08:00"))
    more = [SubmissionFactory(department=department) for _n in range(3)]
    plan_reminders(more, on=date(2022, 5, 21))
    with CaptureQueriesContext(connection) as three:
        send_due_reminders(at("2022-05-21 08:05"))

    claims = 2 * 2  # a claim for each further reminder
    assert len(three) == len(one) + claims


def test_user_of_another_department_gets_nothing():
    owing()
    stranger = UserFactory()

    send_due_reminders(at("2022-05-21 08:00"))

    assert stranger.inbox.count() == 0
