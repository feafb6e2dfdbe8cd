"""A job for tests/test_broker.py: how often it ran can be read from a file."""

from pathlib import Path

from celery import shared_task


@shared_task(name="tests.write_line")
def write_line(file, text):
    with Path(file).open("a") as lines:
        lines.write(f"{text}\n")
