"""Where a cycle's reports stood on a past day."""

from collections import Counter
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from reports.models import Submission, SubmissionEvent
from reports.standing import cycle_rows
from tests.factories import DocumentFactory, UserFactory
from tests.reports.factories import CycleFactory, SubmissionFactory

pytestmark = pytest.mark.django_db


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def went(submission, *steps):
    """Gives the submission these steps, of which the last is its state."""
    user = UserFactory()
    for action, moment in steps:
        SubmissionEvent.objects.create(submission=submission, action=action, by=user, at=at(moment))
    Submission.objects.filter(pk=submission.pk).update(
        state=steps[-1][0],
        submitted_at=at(steps[0][1]),
        submitted_by=user,
        decided_at=at(steps[-1][1]),
        decided_by=user,
        comment="请补充",
    )


def row_on(cycle, on):
    return cycle_rows({cycle.document_id: on})[cycle.document_id][0]


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2022, 6, 9), "draft"),
        (date(2022, 6, 10), "submitted"),
        (date(2022, 6, 18), "returned"),
        (date(2022, 6, 24), "returned"),
        (date(2022, 6, 25), "submitted"),
        (date(2022, 7, 1), "accepted"),
    ],
)
def test_each_step_counts_from_its_day(on, state):
    submission = SubmissionFactory()
    went(
        submission,
        ("submitted", "2022-06-10 23:59"),
        ("returned", "2022-06-18 09:00"),
        ("submitted", "2022-06-25 00:00"),
        ("accepted", "2022-07-01 09:00"),
    )

    assert row_on(submission.cycle, on).states == Counter([state])


def test_owed_reports_are_overdue_after_their_own_day():
    cycle = CycleFactory(due=date(2022, 6, 20))
    SubmissionFactory(cycle=cycle)
    SubmissionFactory(cycle=cycle, extended_to=date(2022, 6, 27))
    went(SubmissionFactory(cycle=cycle), ("submitted", "2022-06-20 10:00"))

    rows = [row_on(cycle, date(2022, 6, day)) for day in (20, 21, 28)]

    assert [row.overdue for row in rows] == [0, 1, 2]
    assert [(row.handed_in, row.owing, row.total) for row in rows] == [(1, 2, 3)] * 3


def test_a_report_without_recorded_steps_is_as_it_is():
    user = UserFactory()
    moment = at("2022-06-25 10:00")
    submission = SubmissionFactory(state="submitted", submitted_at=moment, submitted_by=user)

    assert row_on(submission.cycle, date(2022, 6, 1)).states == Counter(["submitted"])


def test_cycles_that_had_opened_the_last_first():
    document = DocumentFactory()
    half = CycleFactory(document=document)
    annual = CycleFactory(
        document=document,
        kind="annual",
        due=date(2022, 11, 21),
        nominal=date(2022, 11, 21),
        opens=date(2022, 10, 22),
    )
    CycleFactory()

    def cycles(on):
        return [row.cycle for row in cycle_rows({document.pk: on})[document.pk]]

    assert cycles(date(2022, 5, 20)) == []
    assert cycles(date(2022, 10, 21)) == [half]
    assert cycles(date(2022, 10, 22)) == [annual, half]


@pytest.mark.parametrize("count", [1, 5])
def test_the_number_of_queries_is_fixed(django_assert_num_queries, count):
    documents = DocumentFactory.create_batch(count)
    for document in documents:
        cycle = CycleFactory(document=document)
        went(SubmissionFactory(cycle=cycle), ("submitted", "2022-06-10 10:00"))
        SubmissionFactory(cycle=cycle)

    with django_assert_num_queries(3):
        rows = cycle_rows({document.pk: date(2022, 6, 15) for document in documents})
        assert len(rows) == count
