"""Days in words, the same on pages and in messages."""

from datetime import date

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.deadlines import PROVISIONAL, SHIFT_REASONS, shift_reason
from reports.models import ReportingCycle, Submission
from reports.workdays import Calendar


def due_words(submission: Submission, on: date) -> str:
    """How the time stands: days left, due today, overdue; or whether it came in time."""
    if submission.is_editable:
        return days_words((submission.due - on).days)
    late = (timezone.localdate(submission.submitted_at) - submission.due).days
    if late <= 0:
        return _("handed in on time")
    return ngettext("handed in %(n)s day late", "handed in %(n)s days late", late) % {"n": late}


def day_words(day: date) -> str:
    return formats.date_format(day, "DATE_FORMAT")


def days_words(left: int) -> str:
    if left == 0:
        return _("due today")
    if left > 0:
        return ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left}
    return ngettext("%(n)s day overdue", "%(n)s days overdue", -left) % {"n": -left}


def shift_words(nominal: date, due: date, calendar: Calendar) -> str:
    """Why a cycle is due on its day, and whether that may still change."""
    key, params = shift_reason(nominal, due, calendar)
    in_words = {name: _(one) if isinstance(one, str) else day_words(one) for name, one in params.items()}
    said = _(SHIFT_REASONS[key]) % in_words
    if calendar.is_known(nominal):
        return said
    more = _(PROVISIONAL) % {"year": nominal.year}
    return _("%(sentence)s %(next)s") % {"sentence": said, "next": more}


def cycle_words(cycle: ReportingCycle, calendar: Calendar) -> str:
    return shift_words(cycle.nominal, cycle.due, calendar)
