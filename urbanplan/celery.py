"""The Celery application. Its tasks are called jobs here: a Task is a numbered policy task."""

import os

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "urbanplan.settings")

app = Celery("urbanplan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="jobs")


@worker_ready.connect
def send_first_heartbeat(**kwargs):
    """Now, as the schedule may be a minute away; by message, so that the row proves that messages arrive."""
    app.send_task("urbanplan.heartbeat", expires=60)
