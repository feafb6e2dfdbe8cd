"""Who is reminded of a submission, when, and that nobody is told twice.

Rows are stored before anything is sent. `send_due_reminders` claims what is due, gathers it into one digest
for each audience and channel, delivers it and notes how it ended. Broken off at any line, a later run goes
on: the inbox is written together with the note that it was, so it can be done again; of a mail that was being
sent nobody can tell whether it left, so it is given up rather than sent twice, and the cycle's board says so.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.deadlines import Planned, reminder_plan
from reports.models import DayOverride, Reminder, ReportingCycle, Submission, SubmissionEvent
from reports.notify import inbox, mail
from reports.notify.digest import digest_of
from reports.workdays import Calendar
from tasks.models import Document
from urbanplan.accounts.models import Membership, User

logger = logging.getLogger(__name__)

State, Channel, Audience = Reminder.State, Reminder.Channel, Reminder.Audience

# After the first, second and third failure; the fourth is the last.
RETRY_AFTER = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
# No delivery takes so long (EMAIL_TIMEOUT is seconds): its worker is dead.
STALE_AFTER = timedelta(minutes=10)


# Planning


def plan_reminders(submissions: Iterable[Submission], *, on: date) -> int:
    """Stores the reminders of submissions that have none yet; returns how many.

    What was to be said before the day `on` is stored as skipped. Only the opening is told late, while the
    report is not due. Of a cycle that is past due only its due day is stored, skipped as well: it is history.
    """
    calendar = DayOverride.objects.calendar()
    rows = [row for submission in submissions for row in _first_plan(submission, calendar, on)]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _first_plan(submission: Submission, calendar: Calendar, on: date) -> list[Reminder]:
    due = submission.due
    if due < on:
        return _rows(submission, Planned(due, "due"), state=State.SKIPPED)
    rows = []
    for planned in reminder_plan(due, submission.cycle.opens, calendar):
        day = max(planned.day, on) if planned.rule == "opens" else planned.day
        rows += _rows(submission, planned, day=day, state=State.PLANNED if on <= day else State.SKIPPED)
    return rows


def _rows(submission: Submission, planned: Planned, **values) -> list[Reminder]:
    """A row for each channel and for each audience that is to know."""
    values = {"day": planned.day, "rule": planned.rule, **values}
    audiences = [Audience.LIAISON]
    audiences += [Audience.OFFICE] if planned.copy_office else []
    audiences += [Audience.LEADER] if planned.copy_leader else []
    return [
        Reminder(submission=submission, audience=audience, channel=channel, **values)
        for audience in audiences
        for channel in Channel
    ]


def plan_again(submission: Submission, *, on: date) -> None:
    """The plan for a due day that was moved; what stood for the old one is skipped."""
    ahead = submission.reminders.filter(state=State.PLANNED, day__gt=on)
    ahead.update(state=State.SKIPPED, error=_("The due day was moved."))
    due = submission.due
    plan = reminder_plan(due, submission.cycle.opens, DayOverride.objects.calendar())
    # The rule names its due day: what was sent for the old day does not stand in the way.
    rows = [
        row
        for planned in plan
        if planned.day > on
        for row in _rows(submission, planned, rule=f"{planned.rule}/{due:%m%d}")
    ]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)


def plan_notice(event: SubmissionEvent) -> None:
    """The unit is told of the event with the next run."""
    day = timezone.localdate(event.at)
    rows = [
        Reminder(
            submission_id=event.submission_id, event=event, rule=f"event-{event.pk}", channel=one, day=day
        )
        for one in Channel
    ]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)


def chase(cycle: ReportingCycle, *, on: date, departments: Iterable[int] | None = None) -> int:
    """Reminds those that still owe a report, or the given ones of them, once a day; returns how many."""
    owing = cycle.submissions.owed()
    if departments is not None:
        owing = owing.filter(department__in=departments)
    rule = f"chase-{on}"
    chased = list(owing.exclude(reminders__rule=rule))
    rows = [Reminder(submission=one, rule=rule, channel=way, day=on) for one in chased for way in Channel]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    return len(chased)


# Sending


class Group(NamedTuple):
    """Whose reminders make one digest: a department's liaisons, or those who oversee a region."""

    channel: str
    audience: str
    place: int | str


def send_due_reminders(now: datetime) -> Counter:
    """Sends what is due; returns how many reminders ended in which state."""
    outcome = Counter()
    outcome += _release_stale(now)
    outcome += _skip_settled(now)
    for group, reminders in _due_groups(now).items():
        outcome += _deliver(group, reminders, now)
    return outcome


def _release_stale(now: datetime) -> Counter:
    stale = Reminder.objects.filter(state=State.SENDING, claimed_at__lt=now - STALE_AFTER)
    stale.filter(channel=Channel.INBOX).update(state=State.PLANNED)
    unknown = stale.exclude(channel=Channel.INBOX).update(
        state=State.FAILED,
        error=_("Broken off while it was being sent. It may have arrived, so it is not sent again."),
    )
    return Counter({State.FAILED: unknown})


def _skip_settled(now: datetime) -> Counter:
    """What is due but no longer needed: the report is handed in, or its document closed."""
    due = Reminder.objects.planned_by(timezone.localdate(now))
    still_owed = Q(submission__in=Submission.objects.owed())
    still_open = Q(submission__cycle__document__state=Document.State.PUBLISHED)
    return Counter({State.SKIPPED: due.exclude(still_owed & still_open).update(state=State.SKIPPED)})


def _due_groups(now: datetime) -> dict[Group, list[Reminder]]:
    due = (
        Reminder.objects.planned_by(timezone.localdate(now))
        .filter(_is_ready(now))
        .select_related("submission__cycle__document", "submission__department", "event")
        .order_by("pk")
    )
    groups = defaultdict(list)
    for reminder in due:
        groups[_group_of(reminder)].append(reminder)
    return groups


def _is_ready(now: datetime) -> Q:
    """Not tried yet, or long enough ago."""
    ready = Q(attempts=0)
    for tried, pause in enumerate(RETRY_AFTER, start=1):
        ready |= Q(attempts=tried, claimed_at__lte=now - pause)
    return ready


def _group_of(reminder: Reminder) -> Group:
    submission = reminder.submission
    for_unit = reminder.audience == Audience.LIAISON
    place = submission.department_id if for_unit else submission.cycle.document.region_id
    return Group(reminder.channel, reminder.audience, place)


def _deliver(group: Group, reminders: list[Reminder], now: datetime) -> Counter:
    """Claims the reminders and sends one digest of those that nobody else has claimed."""
    claimed = _claim(reminders, now)
    if not claimed:
        return Counter()
    people = _people(group)
    if not people:
        return _end(claimed, State.FAILED, error=_nobody(group))
    try:
        _send(group, claimed, people, now)
    except Exception as error:  # whatever a mail server or a template does must not stop the others
        logger.exception("reminders of %s not delivered", group)
        return _fail(claimed, f"{type(error).__name__}: {error}")
    return Counter({State.SENT: len(claimed)})


@transaction.atomic
def _claim(reminders: list[Reminder], now: datetime) -> list[Reminder]:
    """Those that are ours now. All in one order and one transaction: of two workers one gets them all."""
    claimed = []
    for reminder in reminders:
        free = Reminder.objects.filter(pk=reminder.pk, state=State.PLANNED, attempts=reminder.attempts)
        reminder.attempts += 1
        if free.update(state=State.SENDING, attempts=reminder.attempts, claimed_at=now):
            claimed.append(reminder)
    return claimed


def _people(group: Group) -> list[User]:
    """Whom the channel can reach."""
    place = "department" if group.audience == Audience.LIAISON else "region"
    holders = Membership.objects.filter(**{place: group.place}, role=group.audience)
    people = User.objects.filter(is_active=True, memberships__in=holders).distinct().order_by("pk")
    return list(people.exclude(email="") if group.channel == Channel.MAIL else people)


def _nobody(group: Group) -> str:
    missing = _("no %(role)s with a mail address") if group.channel == Channel.MAIL else _("no %(role)s")
    return missing % {"role": Audience(group.audience).label}


def _send(group: Group, reminders: list[Reminder], people: list[User], now: datetime) -> None:
    digest = digest_of(reminders, group.audience, timezone.localdate(now))
    if group.channel == Channel.INBOX:
        with transaction.atomic():
            inbox.put(digest, people, reminders[0])
            _end(reminders, State.SENT, sent_at=now)
    else:
        mail.send(digest, people, reminders[0])
        _end(reminders, State.SENT, sent_at=now)


def _fail(reminders: list[Reminder], error: str) -> Counter:
    """Back to planned while tries are left."""
    last = [one for one in reminders if one.attempts > len(RETRY_AFTER)]
    again = [one for one in reminders if one.attempts <= len(RETRY_AFTER)]
    return _end(last, State.FAILED, error=error) + _end(again, State.PLANNED, error=error)


def _end(reminders: list[Reminder], state: str, *, error: str = "", **values) -> Counter:
    ours = Reminder.objects.filter(pk__in=[one.pk for one in reminders], state=State.SENDING)
    return Counter({state: ours.update(state=state, error=error, **values)})
