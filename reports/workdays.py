"""Working days in China: the holidays library plus the days that an administrator has set. No Django in here.

Make-up workdays (调休) are published one year at a time, in November of the year before; the library has them
from the release after that, so a later year has its statutory holidays only: see `is_known`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

import holidays

DAY = timedelta(days=1)
SATURDAY = 5
# The longest run of days off so far had ten days (Spring Festival of 2020, with its extension).
LONGEST_SEARCH = 60
DAY_OFF_RULES = ("earlier", "same", "later")


def gettext_noop(msgid: str) -> str:
    """Marks a sentence for the catalogue."""
    return msgid


# What the library's names begin with; it appends （补假） and joins two feasts on one day.
FESTIVALS: dict[str, str] = {
    "元旦": gettext_noop("New Year's Day"),
    "春节": gettext_noop("Spring Festival"),
    "农历除夕": gettext_noop("Spring Festival"),
    "清明节": gettext_noop("Tomb-Sweeping Day"),
    "劳动节": gettext_noop("Labour Day"),
    "端午节": gettext_noop("Dragon Boat Festival"),
    "中秋节": gettext_noop("Mid-Autumn Festival"),
    "国庆节": gettext_noop("National Day"),
}
# Weekday names have their translations in Django's own catalogue.
WEEKEND = {5: gettext_noop("Saturday"), 6: gettext_noop("Sunday")}
SET_BY_HAND = gettext_noop("set in the calendar")


class Year(NamedTuple):
    holidays: Mapping[date, str]
    make_up_days: frozenset[date]


@lru_cache
def published(year: int) -> Year:
    """What the library knows of a year; a copy, as its own object grows while threads read it."""
    found = holidays.country_holidays("CN", years=year, language="zh_CN")
    names = {day: name for day, name in found.items() if day.year == year}
    return Year(names, frozenset(day for day in found.weekend_workdays if day.year == year))


@dataclass(frozen=True)
class Calendar:
    """`overrides` says of single days whether they are worked; they win over the library."""

    overrides: Mapping[date, bool] = field(default_factory=dict)

    def is_workday(self, day: date) -> bool:
        if day in self.overrides:
            return self.overrides[day]
        year = published(day.year)
        if day in year.make_up_days:
            return True
        return day.weekday() < SATURDAY and day not in year.holidays

    def is_known(self, day: date) -> bool:
        """Whether the make-up workdays of the day's year are known; if not, what is said of it may change.

        A worked weekend among the overrides shows that somebody has entered that year's notice.
        """
        by_hand = (one for one, worked in self.overrides.items() if worked and one.weekday() >= SATURDAY)
        return bool(
            day in self.overrides
            or published(day.year).make_up_days
            or any(one.year == day.year for one in by_hand)
        )

    def previous_workday(self, day: date) -> date:
        """The last working day before the day."""
        return next(self._workdays(day, -DAY))

    def next_workday(self, day: date) -> date:
        """The first working day after the day."""
        return next(self._workdays(day, DAY))

    def workdays_after(self, day: date, n: int) -> list[date]:
        """The first n working days after the day, in order."""
        following = self._workdays(day, DAY)
        return [next(following) for _ in range(n)]

    def shift(self, day: date, rule: str) -> date:
        """Where a deadline falls: a day off moves to the working day before or after, or stays ("same")."""
        if rule not in DAY_OFF_RULES:
            raise ValueError(f"unknown rule for a day off: {rule!r}")
        if rule == "same" or self.is_workday(day):
            return day
        return self.previous_workday(day) if rule == "earlier" else self.next_workday(day)

    def day_off_name(self, day: date) -> str | None:
        """Why a day is off, as a msgid: its festival, the festival whose days off it belongs to, its weekday.

        20 June 2026 is a Saturday, and people know it as the second day of the Dragon Boat Festival.
        None for a working day.
        """
        if self.is_workday(day):
            return None
        if day in self.overrides:
            return SET_BY_HAND
        nearest = sorted(self._days_off_around(day), key=lambda one: abs(one - day))
        return next(filter(None, map(_festival, nearest)), None) or WEEKEND.get(day.weekday(), SET_BY_HAND)

    def _days_off_around(self, day: date) -> Iterator[date]:
        """The run of days off that holds the day."""
        yield from self._until(day, lambda one: one - DAY)
        yield from self._until(day + DAY, lambda one: one + DAY)

    def _until(self, day: date, step: Callable[[date], date]) -> Iterator[date]:
        while not self.is_workday(day):
            yield day
            day = step(day)

    def _workdays(self, day: date, step: timedelta) -> Iterator[date]:
        """Working days after the day (before it with a negative step)."""
        searched = 0
        while searched < LONGEST_SEARCH:
            day, searched = day + step, searched + 1
            if self.is_workday(day):
                yield day
                searched = 0
        raise ValueError(f"no working day within {LONGEST_SEARCH} days of {day}")


def _festival(day: date) -> str | None:
    name = published(day.year).holidays.get(day, "")
    return next((msgid for start, msgid in FESTIVALS.items() if name.startswith(start)), None)
