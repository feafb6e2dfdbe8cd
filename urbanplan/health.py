"""/healthz, for a monitor: 200 when pages and background jobs work, else 503 and which part does not."""

import logging
from datetime import timedelta

from django.db import DatabaseError
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from urbanplan.models import Heartbeat

log = logging.getLogger(__name__)

# The schedule sends one a minute; a long job may hold up a few.
LONGEST_SILENCE = timedelta(minutes=10)


@never_cache
@require_safe
def healthz(request):
    try:
        seen_at = Heartbeat.objects.filter(name="worker").values_list("seen_at", flat=True).first()
    except DatabaseError:
        log.exception("The health check cannot read the database.")
        return JsonResponse({"database": "failed", "jobs": "unknown"}, status=503)
    alive = seen_at is not None and timezone.now() - seen_at < LONGEST_SILENCE
    answer = {"database": "ok", "jobs": "ok" if alive else "silent", "jobs_seen_at": seen_at}
    return JsonResponse(answer, status=200 if alive else 503)
