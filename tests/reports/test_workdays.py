from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.workdays import Calendar

pytestmark = pytest.mark.once

CHINA = Calendar()


@pytest.mark.parametrize(
    "day, worked",
    [
        ("2022-06-20", True),  # a Monday
        ("2022-11-21", True),  # a Monday
        ("2026-06-19", False),  # the Dragon Boat Festival itself, a Friday
        ("2026-06-20", False),  # the Saturday of its holiday
        ("2026-06-21", False),
        ("2026-06-22", True),
        ("2026-11-21", False),  # a Saturday
        ("2027-06-20", False),  # a Sunday
        ("2027-11-21", False),  # a Sunday
        ("2026-02-14", True),  # a Saturday worked for the Spring Festival
        ("2026-02-20", False),  # the Friday it was exchanged for
        ("2026-09-20", True),  # a Sunday worked for the National Day
        ("2022-10-08", True),
        ("2022-10-09", True),
        ("2022-10-07", False),
    ],
)
def test_is_workday(day, worked):
    assert CHINA.is_workday(date.fromisoformat(day)) is worked


def test_overrides_win_over_the_library():
    calendar = Calendar({date(2026, 6, 20): True, date(2026, 6, 22): False, date(2026, 2, 14): False})

    assert calendar.is_workday(date(2026, 6, 20))
    assert not calendar.is_workday(date(2026, 6, 22))
    assert not calendar.is_workday(date(2026, 2, 14))


@pytest.mark.parametrize(
    "day, overrides, known",
    [
        ("2022-06-20", {}, True),
        ("2026-06-20", {}, True),
        ("2027-06-20", {}, False),
        ("2027-06-20", {date(2027, 2, 20): True}, True),  # a worked Saturday: the notice was entered
        ("2027-06-20", {date(2027, 4, 2): False}, False),  # a day off of the region's own
        ("2027-06-20", {date(2028, 1, 8): True}, False),
        ("2027-06-20", {date(2027, 6, 20): False}, True),
    ],
)
def test_is_known(day, overrides, known):
    assert Calendar(overrides).is_known(date.fromisoformat(day)) is known


@pytest.mark.parametrize(
    "day, before, after",
    [
        ("2026-06-20", "2026-06-18", "2026-06-22"),
        ("2026-06-18", "2026-06-17", "2026-06-22"),
        ("2026-11-21", "2026-11-20", "2026-11-23"),
        ("2026-02-17", "2026-02-14", "2026-02-24"),  # over the Spring Festival, from a worked Saturday
        ("2026-12-31", "2026-12-30", "2027-01-04"),
        ("2024-02-29", "2024-02-28", "2024-03-01"),
    ],
)
def test_neighbouring_workdays(day, before, after):
    asked = date.fromisoformat(day)

    assert (str(CHINA.previous_workday(asked)), str(CHINA.next_workday(asked))) == (before, after)


def test_workdays_after():
    days = CHINA.workdays_after(date(2026, 6, 18), 5)

    assert [day.day for day in days] == [22, 23, 24, 25, 26]
    assert CHINA.workdays_after(date(2026, 6, 18), 0) == []


@pytest.mark.parametrize(
    "day, earlier, later",
    [
        ("2022-06-20", "2022-06-20", "2022-06-20"),
        ("2022-11-21", "2022-11-21", "2022-11-21"),
        ("2026-06-20", "2026-06-18", "2026-06-22"),
        ("2026-11-21", "2026-11-20", "2026-11-23"),
        ("2027-06-20", "2027-06-18", "2027-06-21"),
        ("2027-11-21", "2027-11-19", "2027-11-22"),
    ],
)
def test_shift(day, earlier, later):
    asked = date.fromisoformat(day)
    found = [str(CHINA.shift(asked, rule)) for rule in ("earlier", "same", "later")]

    assert found == [earlier, day, later]


def test_shift_refuses_an_unknown_rule():
    with pytest.raises(ValueError, match="'sooner'"):
        CHINA.shift(date(2026, 6, 22), "sooner")


@pytest.mark.parametrize(
    "day, name",
    [
        ("2026-06-19", "Dragon Boat Festival"),
        ("2026-06-20", "Dragon Boat Festival"),
        ("2026-06-22", None),
        ("2026-11-21", "Saturday"),
        ("2027-11-21", "Sunday"),
        ("2026-02-16", "Spring Festival"),
        ("2026-02-23", "Spring Festival"),  # exchanged for 28 February
        ("2020-10-01", "Mid-Autumn Festival"),  # both feasts on one day
        ("2026-10-07", "National Day"),
        ("2026-01-03", "New Year's Day"),
    ],
)
def test_day_off_name(day, name):
    assert CHINA.day_off_name(date.fromisoformat(day)) == name


def test_day_off_set_by_hand():
    assert Calendar({date(2026, 6, 22): False}).day_off_name(date(2026, 6, 22)) == "set in the calendar"


def test_a_calendar_without_working_days_says_so():
    start = date(2026, 1, 1)
    closed = Calendar({start + timedelta(days=n): False for n in range(100)})

    with pytest.raises(ValueError, match="no working day within 60 days"):
        closed.next_workday(start)


@given(st.dates(date(2008, 1, 1), date(2028, 12, 1)))
def test_shifted_days_are_worked_and_nothing_worked_lies_between(day):
    earlier, later = CHINA.shift(day, "earlier"), CHINA.shift(day, "later")
    between = (later - earlier).days
    worked = [CHINA.is_workday(earlier + timedelta(days=n)) for n in range(between + 1)]

    assert earlier <= day <= later
    assert worked == ([True] if day == earlier else [True, *[False] * (between - 1), True])
