from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from urbanplan.jobs import heartbeat
from urbanplan.models import Heartbeat

pytestmark = pytest.mark.django_db


def test_heartbeat_twice_is_one_row(clock):
    clock("2022-06-15 09:00")
    heartbeat()
    clock("2022-06-15 09:01")
    heartbeat()

    assert list(Heartbeat.objects.values_list("name", "seen_at")) == [("worker", timezone.now())]


@pytest.mark.parametrize(
    ("age", "status", "jobs"),
    [(timedelta(minutes=9), 200, "ok"), (timedelta(minutes=10), 503, "silent")],
)
def test_jobs_are_silent_after_ten_minutes(client, clock, age, status, jobs):
    clock("2022-06-15 09:00")
    Heartbeat.objects.create(name="worker", seen_at=timezone.now() - age)

    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()["jobs"]) == (status, jobs)


def test_new_machine_without_heartbeat_is_not_well(client):
    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json() == {"database": "ok", "jobs": "silent", "jobs_seen_at": None}


def test_lost_database_is_said_and_not_raised(client, monkeypatch):
    def lose(**kwargs):
        raise DatabaseError("gone")

    monkeypatch.setattr(Heartbeat.objects, "filter", lose)

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json() == {"database": "failed", "jobs": "unknown"}
