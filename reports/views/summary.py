from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from reports import excel
from reports.models import ReportingCycle
from reports.summary import default_day, summarise
from tasks.asof import asked_day
from urbanplan.accounts.permissions import require

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
def workbook(request, pk):
    cycles = ReportingCycle.objects.visible_to(request.user).select_related("document__region")
    cycle = get_object_or_404(cycles, pk=pk)
    require(request.user, "export_summary", cycle)
    on = asked_day(request) if "on" in request.GET else default_day(cycle, timezone.localdate())
    summary = summarise(cycle, on)
    response = HttpResponse(excel.workbook(summary, settings.SITE_URL), content_type=XLSX)
    name = f"{cycle.document.title}-{cycle}-{on}.xlsx"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return response
