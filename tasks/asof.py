from datetime import date

from django.contrib import messages
from django.utils import timezone
from django.utils.translation import gettext as _

from tasks.models import Document


def default_day(document: Document | None, today: date) -> date:
    """Today; for a document whose years are over its last day, where its story ends."""
    return min(today, document.last_day) if document else today


def day_in_address(request) -> date | None:
    """The day of `?on=2022-06-15`; None without one, and for a date that is none, which is said to be so."""
    asked = request.GET.get("on", "").strip()
    if not asked:
        return None
    try:
        return date.fromisoformat(asked)
    except ValueError:
        messages.warning(request, _("“%(day)s” is not a date; write it like 2022-06-15.") % {"day": asked})
        return None


def asked_day(request, document: Document | None = None) -> date:
    """The day that a page shows: the one of the address, else the default."""
    return day_in_address(request) or default_day(document, timezone.localdate())
