"""Which cycles a document has and when they are due; opening them with all that belongs to them.

A cycle, its submissions and their reminders are completed in one transaction by whatever run finds them
missing, so a run that is repeated, late or killed leaves what one run leaves.
"""

from collections import Counter
from datetime import date

from django.db import transaction
from django.utils import timezone

from reports import deadlines
from reports.deadlines import Due, ReportingRule
from reports.models import DayOverride, ReportingCycle, Submission
from reports.reminders import plan_reminders
from reports.workdays import Calendar
from tasks.models import Amendment, Department, Document

JUNE = 6


def dues_of(document: Document, calendar: Calendar) -> list[Due]:
    """Every report that the document's years ask for, opened or not, by due day."""
    annual = (document.annual_month, document.annual_day)
    rule = ReportingRule(
        half_year=(document.half_year_month, document.half_year_day), annual=annual, day_off=document.day_off
    )
    years = (document.first_year, document.last_year)
    return deadlines.due_dates(rule, years, _annual_after_the_year(annual, years), calendar)


def _annual_after_the_year(annual: tuple[int, int], years: tuple[int, int]) -> list[tuple[date, str]]:
    """An annual report that is owed in January is the last year's."""
    if annual[0] > JUNE:
        return []
    return [(date(year + 1, *annual), deadlines.ANNUAL) for year in range(years[0], years[1] + 1)]


def open_due_cycles(today: date) -> Counter:
    """Opens what is due to open of every published document, cycles of past years too; counts what was made.

    A document that is brought in late so has its history; the office closes it when nothing more is owed.
    """
    refresh_due(today)
    made = Counter()
    for document in Document.objects.filter(state=Document.State.PUBLISHED):
        made += ensure_cycles(document, through=today, on=today)
    return made


def ensure_cycles(document: Document, *, through: date, on: date) -> Counter:
    """Makes the cycles that open up to the day `through`, of past years too; counts what was made.

    `on` is the day of making: nobody is sent reminders whose day was before it.
    """
    calendar = DayOverride.objects.calendar()
    departments = list(Department.objects.named_in(document))
    made = Counter()
    for due in dues_of(document, calendar):
        if due.opens <= through:
            made += _ensure_cycle(document, due, departments, on)
    return made


@transaction.atomic
def _ensure_cycle(document: Document, due: Due, departments: list[Department], on: date) -> Counter:
    # By kind and year: if the rule was changed later, a cycle that has opened keeps its day.
    cycle = document.cycles.filter(kind=due.kind, year=due.year).first()
    is_past = cycle is not None and cycle.due < on
    made = Counter()
    if cycle is None:
        starts_on, ends_on = deadlines.period_of(due.kind, due.year)
        cycle, is_new = ReportingCycle.objects.get_or_create(
            document=document,
            kind=due.kind,
            nominal=due.nominal,
            defaults={
                "year": due.year,
                "starts_on": starts_on,
                "ends_on": ends_on,
                "due": due.due,
                "opens": due.opens,
                "sections": document.report_sections,
            },
        )
        made["cycles"] = int(is_new)
    # A unit that came to the ledger later owes no report that was due before.
    made["submissions"] = 0 if is_past else _add_submissions(cycle, departments)
    unplanned = cycle.submissions.filter(reminders__isnull=True).select_related("cycle")
    made["reminders"] = plan_reminders(unplanned, on=on)
    return made


def _add_submissions(cycle: ReportingCycle, departments: list[Department]) -> int:
    before = set(cycle.submissions.values_list("department", flat=True))
    missing = [Submission(cycle=cycle, department=one) for one in departments if one.pk not in before]
    Submission.objects.bulk_create(missing, ignore_conflicts=True)
    return len(missing)


def refresh_due(today: date) -> int:
    """Recomputes the days of cycles that have not opened, after a change of the calendar or of the rule."""
    calendar = DayOverride.objects.calendar()
    waiting = ReportingCycle.objects.filter(opens__gt=today).select_related("document")
    return sum(_refresh(cycle, calendar, today) for cycle in waiting)


@transaction.atomic
def _refresh(cycle: ReportingCycle, calendar: Calendar, today: date) -> bool:
    now = next(
        (d for d in dues_of(cycle.document, calendar) if (d.kind, d.year) == (cycle.kind, cycle.year)), None
    )
    if now is None or (now.nominal, now.due, now.opens) == (cycle.nominal, cycle.due, cycle.opens):
        return False
    cycle.nominal, cycle.due, cycle.opens = now.nominal, now.due, now.opens
    cycle.save(update_fields=["nominal", "due", "opens"])
    for submission in cycle.submissions.all():
        submission.reminders.all().delete()
    plan_reminders(cycle.submissions.select_related("cycle"), on=today)
    return True


def open_cycles_of_published(sender, document: Document, **kwargs) -> None:
    """Receiver of `document_published`: its units need not wait for the next run of the job."""
    today = timezone.localdate()
    ensure_cycles(document, through=today, on=today)


def open_cycles_of_amended(sender, amendment: Amendment, **kwargs) -> None:
    """Receiver of `document_amended`: a unit that was added owes the reports that are not due yet, and one
    that answers for nothing any more does not owe those of them that it has not begun.
    """
    document = amendment.document
    open_cycles_of_published(sender, document)
    named = Department.objects.named_in(document)
    waiting = Submission.objects.filter(cycle__document=document, cycle__due__gte=timezone.localdate())
    untouched = waiting.filter(state="draft", saved_at=None, extension_asked=None, events=None)
    untouched.exclude(department__in=named).delete()
