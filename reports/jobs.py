"""Background jobs: each calls one function. They may run twice, late, at once, or be killed at any line."""

import logging
from collections import Counter

from celery import shared_task
from django.utils import timezone

from reports import cycles, reminders

logger = logging.getLogger(__name__)


@shared_task(name="reports.open_due_cycles")
def open_due_cycles():
    made = cycles.open_due_cycles(timezone.localdate())
    logger.info("cycles: %s", _in_words(made))


@shared_task(name="reports.send_due_reminders")
def send_due_reminders():
    outcome = reminders.send_due_reminders(timezone.now())
    logger.info("reminders: %s", _in_words(outcome))


def _in_words(counts: Counter) -> str:
    words = [f"{number} {what}" for what, number in sorted(counts.items()) if number]
    return ", ".join(words) or "nothing to do"
