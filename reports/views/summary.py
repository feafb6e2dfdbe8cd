import re

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header

from reports import excel
from reports.models import ReportingCycle
from reports.summary import default_day, summarise
from tasks.asof import day_in_address
from urbanplan.accounts.permissions import require

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# File systems take 255 bytes for a name, 85 Chinese characters.
LONGEST_TITLE = 50


@login_required
def workbook(request, pk):
    cycles = ReportingCycle.objects.visible_to(request.user).select_related("document__region")
    cycle = get_object_or_404(cycles, pk=pk)
    require(request.user, "export_summary", cycle)
    on = day_in_address(request) or default_day(cycle, timezone.localdate())
    summary = summarise(cycle, on)
    response = HttpResponse(excel.workbook(summary, settings.SITE_URL), content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, file_name(summary))
    return response


def file_name(summary) -> str:
    """A name that Windows takes as well."""
    name = f"{summary.document.title[:LONGEST_TITLE]}-{summary.cycle}-{summary.on}.xlsx"
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]', " ", name)
