from datetime import date
from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Max
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.agenda import agenda
from reports.models import DayOverride
from tasks.models import Document

YEARS = range(2000, 2100)


@login_required
def calendar(request):
    """The reports of a year by month, with the days that were moved and why."""
    year = _asked_year(request)
    days = DayOverride.objects.calendar()
    items = agenda(request.user, year, days)
    months = [
        (date(year, month, 1), list(rows)) for month, rows in groupby(items, key=lambda item: item.due.month)
    ]
    context = {
        "year": year,
        "months": months,
        "today": timezone.localdate(),
        "is_known": days.is_known(date(year, 12, 31)),
        "overrides": DayOverride.objects.filter(day__year=year),
    }
    return render(request, "reports/calendar.html", context)


def _asked_year(request) -> int:
    """`?year=2022`, else this year; where no document speaks of this year, the last that one speaks of."""
    asked = request.GET.get("year", "")
    if asked:
        if asked.isdecimal() and int(asked) in YEARS:
            return int(asked)
        messages.warning(request, _("“%(year)s” is not a year.") % {"year": asked})
    this_year = timezone.localdate().year
    documents = Document.objects.published().visible_to(request.user)
    last = documents.aggregate(last=Max("last_year"))["last"]
    return min(this_year, last) if last else this_year
