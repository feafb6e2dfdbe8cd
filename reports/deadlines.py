"""When reports are owed, when a cycle opens, who is reminded when, what counts as late. No Django in here.

Days are days of China; only `due_moment` and `is_late` know of hours.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from reports.workdays import Calendar, gettext_noop

ZONE = ZoneInfo("Asia/Shanghai")
HALF_YEAR, ANNUAL, SPECIAL = "half-year", "annual", "special"
JUNE = 6
OPEN_DAYS = 30
BEFORE = (30, 14, 7, 3, 1)
WEEK = timedelta(days=7)
OFFICE_AFTER, LEADER_AFTER = 3, 7
HORIZON_WEEKS = 8


@dataclass(frozen=True)
class ReportingRule:
    """The month and day of the two yearly reports, and where they go on a day off.

    The defaults are the Ningxia notice's of 2022: "分别于2022年6月20日、11月21日前". An annual day before
    July lies in the year after the one reported on.
    """

    half_year: tuple[int, int] = (6, 20)
    annual: tuple[int, int] = (11, 21)
    day_off: str = "earlier"


@dataclass(frozen=True, order=True)
class Due:
    """A report that is owed: `nominal` is the day as named, `due` the day after the rule for days off."""

    due: date
    nominal: date
    kind: str
    year: int
    opens: date


@dataclass(frozen=True)
class Planned:
    day: date
    rule: str
    copy_office: bool = False
    copy_leader: bool = False


def due_dates(
    rule: ReportingRule,
    years: tuple[int, int],
    explicit: Iterable[tuple[date, str]] = (),
    calendar: Calendar = Calendar(),  # noqa: B008 (frozen)
) -> list[Due]:
    """Every report of the first to the last year, by due day.

    A day that the document names stands for the rule's day of that kind and year; it may lie after the last
    year ("annual" of 2022 due in January 2023). A special report never takes the place of another.
    """
    named = {(day, kind, _year_reported_on(day, kind)) for day, kind in explicit}
    settled = {(kind, year) for _, kind, year in named}
    by_rule = {one for one in _by_rule(rule, years) if one[1:] not in settled}
    return sorted(_owed(day, kind, year, rule, calendar) for day, kind, year in named | by_rule)


def _by_rule(rule: ReportingRule, years: tuple[int, int]) -> Iterator[tuple[date, str, int]]:
    for year in range(years[0], years[1] + 1):
        yield _day_of(year, *rule.half_year), HALF_YEAR, year
        yield _day_of(year + (rule.annual[0] <= JUNE), *rule.annual), ANNUAL, year


def _day_of(year: int, month: int, day: int) -> date:
    """The day of the year; 29 February of a common year is the 28th."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def _year_reported_on(day: date, kind: str) -> int:
    """An annual report that is due in the first half of a year is of the year before."""
    return day.year - 1 if kind == ANNUAL and day.month <= JUNE else day.year


def _owed(day: date, kind: str, year: int, rule: ReportingRule, calendar: Calendar) -> Due:
    due = effective_due(day, rule, calendar)
    return Due(due, day, kind, year, opens_on(due))


def effective_due(nominal: date, rule: ReportingRule, calendar: Calendar) -> date:
    return calendar.shift(nominal, rule.day_off)


def opens_on(due: date, days: int = OPEN_DAYS) -> date:
    return due - timedelta(days=days)


def reminder_plan(
    due: date, opens: date, calendar: Calendar, horizon_weeks: int = HORIZON_WEEKS
) -> list[Planned]:
    """The days on which a unit that has not reported is told, in order; one telling a day at most.

    Nothing is told before the cycle opens, and on its first day only that it is open. After the due day
    reminders go out on working days: each of the first week, then one a week until the horizon.
    """
    plan = {opens: Planned(opens, "opens")}
    for day, rule in [*_in_time(due), *_late(due, calendar, horizon_weeks)]:
        if day > opens:
            plan.setdefault(day, _planned(day, rule, due))
    return [plan[day] for day in sorted(plan)]


def _in_time(due: date) -> Iterator[tuple[date, str]]:
    for days in BEFORE:
        yield due - timedelta(days=days), f"before-{days}"
    yield due, "due"


def _late(due: date, calendar: Calendar, horizon_weeks: int) -> Iterator[tuple[date, str]]:
    first_week = [day for day in calendar.workdays_after(due, WEEK.days) if day <= due + WEEK]
    for n, day in enumerate(first_week, start=1):
        yield day, f"late-{n}"
    for week in range(2, horizon_weeks + 1):
        yield calendar.shift(due + week * WEEK, "later"), f"late-week-{week}"


def _planned(day: date, rule: str, due: date) -> Planned:
    days_late = (day - due).days
    return Planned(day, rule, days_late >= OFFICE_AFTER, days_late >= LEADER_AFTER)


def due_moment(due: date) -> datetime:
    """The last moment of the due day in China."""
    return datetime.combine(due, time.max, tzinfo=ZONE)


def is_late(submitted_at: datetime, due: date) -> bool:
    """`submitted_at` must know its zone."""
    return submitted_at > due_moment(due)


def period_of(kind: str, year: int) -> tuple[date, date]:
    """The days that a report speaks of; a special report speaks of its whole year."""
    last = date(year, 6, 30) if kind == HALF_YEAR else date(year, 12, 31)
    return date(year, 1, 1), last


def as_of(period_years: tuple[int, int], today: date) -> date:
    """The day as of which a document is shown: today, or its last day once its years are over."""
    return min(today, date(period_years[1], 12, 31))


SHIFT_REASONS: dict[str, str] = {
    "not_shifted": gettext_noop("Due on %(due)s."),
    "kept_on_day_off": gettext_noop("Due on %(due)s, although that is a day off (%(day_off)s)."),
    "earlier": gettext_noop(
        "%(nominal)s is a day off (%(day_off)s); due on %(due)s, the working day before."
    ),
    "later": gettext_noop("%(nominal)s is a day off (%(day_off)s); due on %(due)s, the working day after."),
    "moved": gettext_noop("Due on %(due)s instead of %(nominal)s."),
}
# Said beside each of them while `calendar.is_known(nominal)` is false.
PROVISIONAL = gettext_noop(
    "The make-up workdays of %(year)s have not been published yet; this may still change."
)


def shift_reason(nominal: date, effective: date, calendar: Calendar) -> tuple[str, dict[str, date | str]]:
    """Why a report is due on that day: a key of SHIFT_REASONS and what its sentence needs.

    `day_off` is a msgid, to be translated before it is put in. "moved" is a day that no rule explains.
    """
    day_off = calendar.day_off_name(nominal)
    days: dict[str, date | str] = {"nominal": nominal, "due": effective}
    if day_off is None:
        return ("not_shifted" if effective == nominal else "moved"), days
    days["day_off"] = day_off
    if effective == nominal:
        return "kept_on_day_off", days
    return ("earlier" if effective < nominal else "later"), days
