from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.deadlines import (
    SHIFT_REASONS,
    Due,
    Planned,
    ReportingRule,
    as_of,
    due_dates,
    due_moment,
    effective_due,
    is_late,
    opens_on,
    period_of,
    reminder_plan,
    shift_reason,
)
from reports.workdays import Calendar

pytestmark = pytest.mark.once

CHINA = Calendar()
RULE = ReportingRule()


def day(text):
    return date.fromisoformat(text)


def kinds_and_days(found):
    return [(one.kind, one.year, str(one.nominal), str(one.due)) for one in found]


def test_a_report_of_2022():
    found = due_dates(RULE, (2022, 2022))

    assert found[0] == Due(
        due=day("2022-06-20"), nominal=day("2022-06-20"), kind="half-year", year=2022, opens=day("2022-05-21")
    )
    assert kinds_and_days(found)[1:] == [("annual", 2022, "2022-11-21", "2022-11-21")]


def test_days_off_move_as_the_rule_says():
    found = due_dates(RULE, (2026, 2027))

    assert kinds_and_days(found) == [
        ("half-year", 2026, "2026-06-20", "2026-06-18"),
        ("annual", 2026, "2026-11-21", "2026-11-20"),
        ("half-year", 2027, "2027-06-20", "2027-06-18"),
        ("annual", 2027, "2027-11-21", "2027-11-19"),
    ]


@pytest.mark.parametrize(
    "rule, due", [("earlier", "2026-06-18"), ("same", "2026-06-20"), ("later", "2026-06-22")]
)
def test_effective_due(rule, due):
    assert effective_due(day("2026-06-20"), ReportingRule(day_off=rule), CHINA) == day(due)


def test_the_calendar_of_the_administrator_counts():
    calendar = Calendar({day("2026-06-18"): False})

    assert due_dates(RULE, (2026, 2026), calendar=calendar)[0].due == day("2026-06-17")


def test_named_days_win_for_their_kind_and_year():
    explicit = [(day("2022-07-05"), "half-year"), (day("2024-01-10"), "annual")]
    found = due_dates(RULE, (2022, 2023), explicit)

    assert kinds_and_days(found) == [
        ("half-year", 2022, "2022-07-05", "2022-07-05"),
        ("annual", 2022, "2022-11-21", "2022-11-21"),
        ("half-year", 2023, "2023-06-20", "2023-06-20"),
        ("annual", 2023, "2024-01-10", "2024-01-10"),
    ]


def test_a_special_report_comes_besides_and_twice_named_is_once_owed():
    found = due_dates(RULE, (2022, 2022), [(day("2022-09-01"), "special")] * 2)

    assert [one.kind for one in found] == ["half-year", "special", "annual"]


def test_an_annual_report_of_january_is_of_the_year_before():
    found = due_dates(ReportingRule(annual=(1, 10)), (2022, 2022), [(day("2023-01-10"), "annual")])

    assert kinds_and_days(found)[1:] == [("annual", 2022, "2023-01-10", "2023-01-10")]
    assert found == due_dates(ReportingRule(annual=(1, 10)), (2022, 2022))


def test_a_rule_of_29_february_holds_in_common_years():
    found = due_dates(ReportingRule(half_year=(2, 29), day_off="same"), (2023, 2024))

    assert [str(one.due) for one in found if one.kind == "half-year"] == ["2023-02-28", "2024-02-29"]


def test_opens_on():
    assert [opens_on(day("2024-03-01")), opens_on(day("2024-03-01"), 1)] == [
        day("2024-01-31"),
        day("2024-02-29"),
    ]


def test_reminder_plan_of_june_2026():
    plan = reminder_plan(day("2026-06-18"), day("2026-05-01"), CHINA)

    assert [(str(one.day), one.rule, one.copy_office, one.copy_leader) for one in plan] == [
        ("2026-05-01", "opens", False, False),
        ("2026-05-19", "before-30", False, False),
        ("2026-06-04", "before-14", False, False),
        ("2026-06-11", "before-7", False, False),
        ("2026-06-15", "before-3", False, False),
        ("2026-06-17", "before-1", False, False),
        ("2026-06-18", "due", False, False),
        ("2026-06-22", "late-1", True, False),  # 19 to 21 June are days off
        ("2026-06-23", "late-2", True, False),
        ("2026-06-24", "late-3", True, False),
        ("2026-06-25", "late-4", True, True),
        ("2026-07-02", "late-week-2", True, True),
        ("2026-07-09", "late-week-3", True, True),
        ("2026-07-16", "late-week-4", True, True),
        ("2026-07-23", "late-week-5", True, True),
        ("2026-07-30", "late-week-6", True, True),
        ("2026-08-06", "late-week-7", True, True),
        ("2026-08-13", "late-week-8", True, True),
    ]


def test_copies_begin_after_three_and_seven_days():
    plan = reminder_plan(day("2022-11-21"), day("2022-10-22"), CHINA, horizon_weeks=1)

    assert plan[-5:] == [
        Planned(day("2022-11-22"), "late-1", False, False),
        Planned(day("2022-11-23"), "late-2", False, False),
        Planned(day("2022-11-24"), "late-3", True, False),
        Planned(day("2022-11-25"), "late-4", True, False),
        Planned(day("2022-11-28"), "late-5", True, True),
    ]


@pytest.mark.parametrize(
    "opens, rules",
    [
        ("2022-05-20", ["opens", "before-30", "before-14", "before-7", "before-3", "before-1", "due"]),
        ("2022-05-21", ["opens", "before-14", "before-7", "before-3", "before-1", "due"]),
        ("2022-06-13", ["opens", "before-3", "before-1", "due"]),
        ("2022-06-14", ["opens", "before-3", "before-1", "due"]),
        ("2022-06-20", ["opens"]),
    ],
)
def test_nothing_is_told_before_the_opening_and_then_once_a_day(opens, rules):
    plan = reminder_plan(day("2022-06-20"), day(opens), CHINA)

    assert [one.rule for one in plan if one.day <= day("2022-06-20")] == rules


def test_weekly_reminders_step_over_days_off():
    # two weeks after 21 September 2026 the National Day holiday runs
    plan = reminder_plan(day("2026-09-21"), day("2026-09-01"), CHINA)

    assert next(one.day for one in plan if one.rule == "late-week-2") == day("2026-10-08")


@given(st.dates(date(2008, 1, 1), date(2028, 6, 1)), st.integers(0, 90), st.integers(0, 20))
def test_every_rule_and_every_day_once(due, open_days, weeks):
    plan = reminder_plan(due, due - timedelta(days=open_days), CHINA, weeks)

    assert len({one.rule for one in plan}) == len({one.day for one in plan}) == len(plan)
    assert all(CHINA.is_workday(one.day) for one in plan if one.rule.startswith("late"))


@pytest.mark.parametrize(
    "moment, late",
    [
        (datetime(2022, 6, 20, 15, 59, 59, tzinfo=UTC), False),  # 23:59:59 in China
        (datetime(2022, 6, 20, 16, 0, 0, tzinfo=UTC), True),
        (datetime(2022, 6, 19, 16, 0, 0, tzinfo=UTC), False),
    ],
)
def test_late_is_after_the_last_moment_of_the_due_day_in_china(moment, late):
    assert is_late(moment, day("2022-06-20")) is late


def test_due_moment():
    assert due_moment(day("2022-06-20")).isoformat() == "2022-06-20T23:59:59.999999+08:00"


@pytest.mark.parametrize(
    "kind, period",
    [
        ("half-year", ("2022-01-01", "2022-06-30")),
        ("annual", ("2022-01-01", "2022-12-31")),
        ("special", ("2022-01-01", "2022-12-31")),
    ],
)
def test_period_of(kind, period):
    assert tuple(map(str, period_of(kind, 2022))) == period


@pytest.mark.parametrize(
    "today, shown",
    [
        ("2020-05-05", "2020-05-05"),
        ("2022-06-15", "2022-06-15"),
        ("2025-12-31", "2025-12-31"),
        ("2026-01-01", "2025-12-31"),
    ],
)
def test_as_of(today, shown):
    assert as_of((2021, 2025), day(today)) == day(shown)


@pytest.mark.parametrize(
    "nominal, rule, words",
    [
        ("2022-06-20", "earlier", "Due on 2022-06-20."),
        (
            "2026-06-20",
            "earlier",
            "2026-06-20 is a day off (Dragon Boat Festival); due on 2026-06-18, the working day before.",
        ),
        (
            "2026-11-21",
            "later",
            "2026-11-21 is a day off (Saturday); due on 2026-11-23, the working day after.",
        ),
        ("2027-06-20", "same", "Due on 2027-06-20, although that is a day off (Sunday)."),
    ],
)
def test_shift_reason(nominal, rule, words):
    effective = CHINA.shift(day(nominal), rule)
    code, params = shift_reason(day(nominal), effective, CHINA)

    assert SHIFT_REASONS[code] % params == words


def test_a_shift_that_no_rule_explains():
    code, params = shift_reason(day("2022-06-20"), day("2022-06-27"), CHINA)

    assert SHIFT_REASONS[code] % params == "Due on 2022-06-27 instead of 2022-06-20."
