"""Several people work on one amendment at the same moment, or log while it is put in force."""

from decimal import Decimal

import pytest
from django.db import OperationalError, connection

from reports.models import Message
from tasks import amending, revising
from tasks.comparing import comparison
from tasks.models import Amendment, Task
from tasks.progress import log_progress
from tests.amendments import accept_all, compare, published
from tests.factories import UserFactory, liaison_of
from tests.reports.test_at_once import WORKERS, at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="several processes at once: on PostgreSQL"),
]


@pytest.fixture
def office():
    return UserFactory()


@pytest.fixture
def document(office):
    return published(office)


def test_one_comparison_is_opened_and_only_its_file_stays(document, office, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    answers = at_once(lambda number: compare(document, office).state)

    assert sorted(answers) == ["Refusal"] * (WORKERS - 1) + ["open"]
    assert [path.name for path in tmp_path.rglob("*.txt")] == [
        Amendment.objects.get().original.name.rpartition("/")[2]
    ]


def test_an_amendment_is_put_in_force_once(document, office):
    unit = document.tasks.get(number="3").assignments.get().department
    liaison_of(unit)
    amendment = compare(document, office)
    amending.decide(amendment=amendment, changes=amendment.changes.all(), accept=True, by=office)

    answers = at_once(lambda number: amending.finish(amendment=amendment, by=office).state)

    assert sorted(answers) == ["Refusal"] * (WORKERS - 1) + ["done"]
    assert (document.editions.count(), document.tasks.count(), Message.objects.count()) == (1, 3, 1)


def test_who_logs_waits_until_it_is_in_force(document, office, monkeypatch):
    """Else the task that is saved with its new number would be saved with the state that it had before."""
    held = []

    def compared(amendment):
        other = connection.copy()
        with other.cursor() as cursor, pytest.raises(OperationalError, match="could not obtain lock"):
            cursor.execute("select id from tasks_task for update nowait")
        other.close()
        held.append(amendment)
        return comparison(amendment)

    amendment = compare(document, office)
    monkeypatch.setattr(revising, "comparison", compared)

    accept_all(amendment, office)

    assert held == [amendment]


def test_what_is_logged_meanwhile_is_kept_with_its_state(document, office, clock):
    clock("2024-06-01 09:00")
    amendment = compare(document, office)
    amending.decide(amendment=amendment, changes=amendment.changes.all(), accept=True, by=office)
    tasks = {number: document.tasks.get(number=number) for number in ("1", "2")}
    people = {number: liaison_of(task.assignments.first().department) for number, task in tasks.items()}

    def work(number):
        if number == 0:
            return amending.finish(amendment=amendment, by=office).state
        task = tasks["1" if number % 2 else "2"]
        by = people["1" if number % 2 else "2"]
        day = document.first_day.replace(day=number)
        figure = task.targets.get()
        return log_progress(
            task=task,
            department=by.memberships.get().department,
            by=by,
            as_of=day,
            target=figure,
            value=Decimal(number),
            state="under_way",
        ).state

    answers = at_once(work)

    assert sorted(answers) == ["done"] + ["under_way"] * (WORKERS - 1)
    kept = Task.objects.filter(title__in=["建设保障房", "整治道路"])
    assert set(kept.values_list("number", "state")) == {("1", "under_way"), ("3", "under_way")}
    assert sum(task.entries.count() for task in kept) == WORKERS - 1
