from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django_tables2 import RequestConfig

from reports import reminders
from reports.filters import BoardFilter
from reports.models import DayOverride, Reminder, ReportingCycle
from reports.tables.cycle import BoardTable
from reports.wording import cycle_words
from tasks.asof import asked_day
from urbanplan.accounts.permissions import may, require


def _seen(request, pk: int) -> ReportingCycle:
    rows = ReportingCycle.objects.visible_to(request.user).select_related("document__region")
    return get_object_or_404(rows, pk=pk)


@login_required
def cycle(request, pk):
    """The board for those who oversee the region; a liaison is led to the own report."""
    row = _seen(request, pk)
    if may(request.user, "oversee", row.document):
        return _board(request, row)
    own = list(row.submissions.visible_to(request.user).select_related("cycle", "department"))
    if not own:
        raise Http404
    if len(own) == 1:
        return redirect(own[0])
    context = {"cycle": row, "document": row.document, "own": own, "on": asked_day(request, row.document)}
    return render(request, "reports/cycle_own.html", context)


def _board(request, row: ReportingCycle):
    today = asked_day(request, row.document)
    may_chase = may(request.user, "chase", row)
    rows = row.submissions.with_delivery().select_related("cycle", "department", "decided_by")
    narrowed = BoardFilter(request.GET, rows, on=today)
    table = BoardTable(narrowed.qs, on=today, may_chase=may_chase)
    RequestConfig(request).configure(table)
    counts = row.submissions.counts(today)
    context = {
        "cycle": row,
        "document": row.document,
        "on": today,
        "shift": cycle_words(row, DayOverride.objects.calendar()),
        "counts": counts,
        "owing": counts["draft"] + counts["returned"],
        "filter": narrowed,
        "table": table,
        "may_chase": may_chase,
        "given_up": _given_up(row),
    }
    return render(request, "reports/cycle.html", context)


def _given_up(row: ReportingCycle) -> int:
    """Reminders that reached nobody and are not tried again."""
    failed = Reminder.objects.filter(submission__cycle=row, state=Reminder.State.FAILED)
    return failed.count()


@login_required
@require_POST
def chase(request, pk):
    """Reminds the ticked units, or all that owe a report when none is ticked but "all" is asked for."""
    row = _seen(request, pk)
    require(request.user, "chase", row)
    sent = set(request.POST.getlist("departments"))
    ticked = [pk for pk in row.submissions.values_list("department", flat=True) if str(pk) in sent]
    if not ticked and "all" not in request.POST:
        messages.warning(request, _("Tick the units that are to be reminded."))
        return redirect(row)
    chosen = None if "all" in request.POST else ticked
    reached = reminders.chase(row, on=timezone.localdate(), departments=chosen)
    if reached:
        said = ngettext(
            "%(n)s unit is reminded within minutes.", "%(n)s units are reminded within minutes.", reached
        )
        messages.success(request, said % {"n": reached})
    else:
        messages.info(request, _("Nobody is left to remind today: each unit is told once a day at most."))
    return redirect(row)
