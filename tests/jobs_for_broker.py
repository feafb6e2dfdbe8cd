"""A job for tests/test_broker.py: how often it ran can be read from a file."""

import os
from pathlib import Path

from celery import shared_task

from urbanplan.celery import app

if prefix := os.environ.get("TEST_KEY_PREFIX"):
    # Keeps the test's keys apart from whatever else lives in that Redis.
    app.conf.broker_transport_options = {"global_keyprefix": prefix}


@shared_task(name="tests.write_line")
def write_line(file, text):
    with Path(file).open("a") as lines:
        lines.write(f"{text}\n")
