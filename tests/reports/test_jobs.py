import pytest
from django.core import mail

from reports import jobs
from reports.models import Message, Reminder, ReportingCycle, Submission
from tests.factories import AssignmentFactory, liaison_of
from urbanplan.celery import app

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def rows():
    return (
        list(ReportingCycle.objects.values()),
        list(Submission.objects.values()),
        list(Reminder.objects.order_by("pk").values()),
        list(Message.objects.values()),
        len(mail.outbox),
    )


@pytest.fixture
def told(clock):
    clock("2022-05-21 08:00")
    liaison = liaison_of(AssignmentFactory().department)
    jobs.open_due_cycles()
    jobs.send_due_reminders()
    return liaison


def test_jobs_open_the_cycle_and_tell_its_unit(told):
    assert [str(cycle.due) for cycle in ReportingCycle.objects.all()] == ["2022-06-20"]
    assert (told.inbox.count(), [one.to for one in mail.outbox]) == (1, [[told.email]])


@pytest.mark.parametrize("job", [jobs.open_due_cycles, jobs.send_due_reminders])
def test_job_that_runs_twice_changes_nothing(told, clock, job):
    before = rows()
    clock("2022-05-21 23:00")

    job()

    assert rows() == before


def test_jobs_have_the_names_that_the_schedule_calls():
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}

    assert {jobs.open_due_cycles.name, jobs.send_due_reminders.name} <= scheduled
