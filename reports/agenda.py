"""The reports of a year, opened or still to come, as one person sees them."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from reports.cycles import dues_of
from reports.models import ReportingCycle, Submission
from reports.models.submission import OWED
from reports.wording import shift_words
from reports.workdays import Calendar
from tasks.models import Document


@dataclass(frozen=True)
class Item:
    """One report of one document; `cycle` is None until it opens.

    `own` are the reader's submissions; `total` and `owing` are known to those who oversee the region.
    """

    due: date
    opens: date
    kind: str
    document: Document
    shift: str
    cycle: ReportingCycle | None = None
    own: list[Submission] = field(default_factory=list)
    total: int | None = None
    owing: int | None = None


def agenda(user, year: int, calendar: Calendar) -> list[Item]:
    """What is due in the year by day, in a fixed number of queries; a unit with more time sees its own."""
    documents = Document.objects.published().visible_to(user).select_related("region")
    cycles = _cycles(user, year)
    own = _own(user, cycles)
    items = [_opened(cycle, own[cycle.pk], user, calendar) for cycle in cycles]
    known = {(cycle.document_id, cycle.kind, cycle.year) for cycle in cycles}
    for document in documents.filter(state=Document.State.PUBLISHED, last_year__gte=year - 1):
        items += _to_come(document, year, known, calendar)
    return sorted(items, key=lambda item: (item.due, item.document.pk))


def _cycles(user, year: int) -> list[ReportingCycle]:
    rows = ReportingCycle.objects.visible_to(user).filter(due__year=year)
    return list(
        rows.select_related("document__region").annotate(
            total=Count("submissions"), owing=Count("submissions", filter=Q(submissions__state__in=OWED))
        )
    )


def _own(user, cycles: list[ReportingCycle]) -> dict[int, list[Submission]]:
    rows = Submission.objects.filter(cycle__in=cycles, department__in=user.department_ids)
    own = defaultdict(list)
    for row in rows.select_related("cycle", "department"):
        own[row.cycle_id].append(row)
    return own


def _opened(cycle: ReportingCycle, own: list[Submission], user, calendar: Calendar) -> Item:
    oversees = user.is_superuser or cycle.document.region_id in user.overseen_regions
    return Item(
        due=max((row.due for row in own), default=cycle.due),
        opens=cycle.opens,
        kind=cycle.get_kind_display(),
        document=cycle.document,
        shift=shift_words(cycle.nominal, cycle.due, calendar),
        cycle=cycle,
        own=own,
        total=cycle.total if oversees else None,
        owing=cycle.owing if oversees else None,
    )


def _to_come(document: Document, year: int, known: set, calendar: Calendar) -> list[Item]:
    return [
        Item(
            due=due.due,
            opens=due.opens,
            kind=str(ReportingCycle.Kind(due.kind).label),
            document=document,
            shift=shift_words(due.nominal, due.due, calendar),
        )
        for due in dues_of(document, calendar)
        if due.due.year == year and (document.pk, due.kind, due.year) not in known
    ]
