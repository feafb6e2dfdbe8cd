"""Ten processes do the same at the same moment. On SQLite every test shares one connection's memory."""

import multiprocessing
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, connections

from reports.cycles import open_due_cycles
from reports.models import Message, Reminder, ReportingCycle, Submission, SubmissionEvent
from reports.reminders import chase, plan_reminders, send_due_reminders
from reports.submissions import (
    Conflict,
    accept_submission,
    return_submission,
    save_draft,
    submit_report,
)
from tests.factories import AssignmentFactory, DocumentFactory, TaskFactory, UserFactory, liaison_of
from tests.reports.factories import CycleFactory, SubmissionFactory
from urbanplan.refusal import Refusal

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="several processes at once: on PostgreSQL"),
]

WORKERS = 10
NOW = datetime(2022, 5, 21, 8, tzinfo=ZoneInfo("Asia/Shanghai"))


def at_once(work):
    """What each of ten processes says of `work(number)`: its result, or the name of the error."""
    fork = multiprocessing.get_context("fork")
    together, answers = fork.Barrier(WORKERS), fork.SimpleQueue()

    def worker(number):
        connections.close_all()
        together.wait(timeout=30)
        try:
            answers.put(work(number))
        except Exception as error:
            answers.put(type(error).__name__)
        connections.close_all()

    connections.close_all()
    processes = [fork.Process(target=worker, args=[number]) for number in range(WORKERS)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=60)
    assert [process.exitcode for process in processes] == [0] * WORKERS
    return [answers.get() for _process in processes]


@pytest.fixture
def letters(settings, tmp_path):
    """The mails that all processes have written to files."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    return lambda: [
        line
        for file in Path(tmp_path).iterdir()
        for line in file.read_text().splitlines()
        if line.startswith("Message-ID")
    ]


def test_each_reminder_is_sent_once(letters):
    for _n in range(8):
        submission = SubmissionFactory()
        plan_reminders([submission], on=NOW.date())
        liaison_of(submission.department)

    outcomes = at_once(lambda number: send_due_reminders(NOW)["sent"])

    assert sum(outcomes) == 16
    assert (Message.objects.count(), len(letters()), len(set(letters()))) == (8, 8, 8)
    told = Reminder.objects.filter(day=NOW.date()).values_list("state", "attempts")
    assert set(told) == {("sent", 1)}


def test_digest_is_not_torn_apart(letters):
    first = SubmissionFactory()
    liaison_of(first.department)
    others = [SubmissionFactory(department=first.department) for _n in range(9)]
    plan_reminders([first, *others], on=NOW.date())

    at_once(lambda number: send_due_reminders(NOW)["sent"])

    assert (Message.objects.count(), len(letters())) == (1, 1)


def test_cycle_is_opened_once():
    document = DocumentFactory()
    for _n in range(5):
        AssignmentFactory(task=TaskFactory(document=document))

    made = at_once(lambda number: open_due_cycles(NOW.date())["cycles"])

    assert sorted(made) == [0] * 9 + [1]
    assert (ReportingCycle.objects.count(), Submission.objects.count()) == (1, 5)
    assert Reminder.objects.filter(rule="due", channel="mail").count() == 5


def test_chase_is_planned_once():
    cycle = CycleFactory()
    SubmissionFactory(cycle=cycle)

    at_once(lambda number: chase(cycle, on=date(2022, 6, 22)))

    assert Reminder.objects.count() == 2


def test_one_writer_wins_and_the_others_see_both_texts():
    submission, liaison = SubmissionFactory(), UserFactory()

    def save(number):
        try:
            save_draft(submission=submission, texts={"成效": f"第{number}人"}, version=1, by=liaison)
        except Conflict as conflict:
            return conflict.stored.texts["成效"]
        return "saved"

    answers = at_once(save)

    stored = Submission.objects.get()
    assert sorted(answers) == sorted(["saved"] + [stored.texts["成效"]] * 9)
    assert stored.version == 2


def test_one_decision_wins():
    submission, office = SubmissionFactory(texts={"成效": "好"}), UserFactory()
    submit_report(submission=submission, version=1, by=office)

    def decide(number):
        act = accept_submission if number % 2 else return_submission
        try:
            act(submission=submission, version=2, comment="x", by=office)
        except Refusal:
            return "refused"
        return "decided"

    answers = at_once(decide)

    assert sorted(answers) == ["decided"] + ["refused"] * 9
    assert SubmissionEvent.objects.exclude(action="submitted").count() == 1
