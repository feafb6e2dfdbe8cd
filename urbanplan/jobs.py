from celery import shared_task
from django.utils import timezone

from urbanplan.models import Heartbeat


@shared_task(name="urbanplan.heartbeat")
def heartbeat():
    Heartbeat.objects.update_or_create(name="worker", defaults={"seen_at": timezone.now()})
