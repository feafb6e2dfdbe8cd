from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.lights import (
    REASONS,
    Light,
    Thresholds,
    expected_share,
    figure,
    percent,
    sentence,
    target_light,
    task_light,
    worst,
)

GREEN, GREY, YELLOW, RED = Light.GREEN, Light.GREY, Light.YELLOW, Light.RED
pytestmark = pytest.mark.once

START, DUE = date(2022, 1, 1), date(2022, 12, 31)
HALF = date(2022, 7, 2)  # 182 of 364 days: exactly half
FORTY_BY_JUNE = [(date(2022, 6, 30), D("0.4"))]


def number(text):
    return None if text is None else D(text)


def judge(
    actual, *, on=HALF, comparator=">=", kind="amount", value="100", value_to=None, baseline=None, **more
):
    return target_light(
        comparator=comparator,
        kind=kind,
        value=D(value),
        value_to=number(value_to),
        baseline=number(baseline),
        actual=number(actual),
        start=START,
        due=DUE,
        on=on,
        **more,
    )


def judge_task(targets=(), *, state="under_way", on=HALF, last_report=HALF, **more):
    return task_light(
        targets=targets, state=state, due=DUE, on=on, last_report=last_report, start=START, **more
    )


@pytest.mark.parametrize(
    "on, trajectory, share",
    [
        (date(2021, 12, 31), None, D(0)),
        (START, None, D(0)),
        (date(2022, 4, 2), None, D("0.25")),
        (HALF, None, D("0.5")),
        (date(2022, 12, 30), None, D(363) / D(364)),
        (DUE, None, D(1)),
        (date(2023, 1, 1), None, D(1)),
        (date(2022, 6, 30), FORTY_BY_JUNE, D("0.4")),
        (date(2022, 4, 1), FORTY_BY_JUNE, D("0.2")),
        (date(2022, 9, 30), FORTY_BY_JUNE, D("0.7")),
        (HALF, [(date(2021, 1, 1), D("0.9")), (date(2023, 1, 1), D("0.1"))], D("0.5")),
        (date(2022, 6, 30), [(date(2022, 6, 30), D("40"))], D(1)),
        (date(2022, 6, 30), [(date(2022, 6, 30), D("0.3")), (date(2022, 6, 30), D("0.4"))], D("0.4")),
    ],
)
def test_expected_share(on, trajectory, share):
    assert expected_share(START, DUE, on, trajectory) == share


@pytest.mark.parametrize("start", [DUE, DUE + timedelta(days=9)])
@pytest.mark.parametrize("late_by, share", [(-1, 0), (0, 1), (1, 1)])
def test_expected_share_when_there_is_no_span(start, late_by, share):
    assert expected_share(start, DUE, DUE + timedelta(days=late_by)) == share


@pytest.mark.parametrize(
    "actual, on, light, reason",
    [
        (None, HALF, GREY, "not_reported"),
        ("0", START, GREEN, "ahead_of_schedule"),
        ("50", HALF, GREEN, "ahead_of_schedule"),
        ("49.999", HALF, YELLOW, "slightly_behind"),
        ("35", HALF, YELLOW, "slightly_behind"),
        ("34.999", HALF, RED, "far_behind"),
        ("0", HALF, RED, "far_behind"),
        ("100", HALF, GREEN, "met"),
        ("120", DUE + timedelta(days=1), GREEN, "met"),
        ("99.7", DUE - timedelta(days=1), YELLOW, "slightly_behind"),
        ("99.9", DUE, YELLOW, "slightly_behind"),
        ("99.9", DUE + timedelta(days=1), RED, "past_due"),
        (None, DUE + timedelta(days=1), GREY, "not_reported"),
    ],
)
def test_amount(actual, on, light, reason):
    verdict = judge(actual, on=on)

    assert (verdict.light, verdict.reason) == (light, reason)


@pytest.mark.parametrize(
    "actual, baseline, light, reason, share",
    [
        # 城市生活污水集中处理率达到97%, nothing known of the year before: 95 of 97
        ("95", None, GREEN, "ahead_of_schedule", D(95) / D(97)),
        ("95", "93", GREEN, "ahead_of_schedule", D("0.5")),
        ("94.9", "93", YELLOW, "slightly_behind", D("0.475")),
        ("94", "93", RED, "far_behind", D("0.25")),
        ("92", "93", RED, "far_behind", D("-0.25")),
        ("97", "93", GREEN, "met", D(1)),
        # 新建建筑节能标准执行率保持100%: reached at the start, so expected every day
        ("97", "97", GREEN, "met", D(1)),
        ("96", "97", YELLOW, "slightly_behind", D(96) / D(97)),
        ("80", "98", RED, "far_behind", D(80) / D(97)),
    ],
)
def test_level(actual, baseline, light, reason, share):
    verdict = judge(actual, kind="level", value="97", baseline=baseline)

    assert (verdict.light, verdict.reason, verdict.share) == (light, reason, share)


def test_an_amount_ignores_a_baseline():
    assert judge("50", baseline="40").share == D("0.5")


@pytest.mark.parametrize(
    "actual, on, light, reason",
    [
        # 城镇登记失业率控制在5%以内
        ("5", HALF, GREEN, "under_ceiling"),
        ("5.01", HALF, RED, "over_ceiling"),
        ("4", DUE + timedelta(days=1), GREEN, "under_ceiling"),
        (None, HALF, GREY, "not_reported"),
    ],
)
def test_ceiling(actual, on, light, reason):
    verdict = judge(actual, comparator="<=", kind="level", value="5", on=on)

    assert (verdict.light, verdict.reason) == (light, reason)


@pytest.mark.parametrize(
    "actual, on, light, reason",
    [
        # 常住人口城镇化率提高1个百分点左右
        ("0.5", HALF, GREEN, "ahead_of_schedule"),
        ("0.4", HALF, YELLOW, "slightly_behind"),
        ("0.95", DUE + timedelta(days=1), GREEN, "about_met"),
        ("0.949", DUE + timedelta(days=1), RED, "past_due"),
        ("1.6", HALF, GREEN, "met"),
    ],
)
def test_about(actual, on, light, reason):
    verdict = judge(actual, comparator="~", value="1", on=on)

    assert (verdict.light, verdict.reason) == (light, reason)


@pytest.mark.parametrize(("actual", "reason"), [("96.95", "about_met"), ("96.9", "ahead_of_schedule")])
def test_about_of_a_level_is_a_part_of_the_way_from_its_baseline(actual, reason):
    verdict = judge(actual, comparator="~", kind="level", value="97", baseline="96")

    assert verdict.reason == reason


@pytest.mark.parametrize(
    "actual, kind, baseline, light, reason",
    [
        ("20", "level", None, GREEN, "in_range"),
        ("30", "level", None, GREEN, "in_range"),
        ("30.1", "level", None, RED, "out_of_range"),
        ("19", "level", None, RED, "out_of_range"),
        ("19", "level", "25", RED, "out_of_range"),
        ("19", "level", "10", GREEN, "ahead_of_schedule"),
        ("9", "amount", None, YELLOW, "slightly_behind"),
        ("31", "amount", None, RED, "out_of_range"),
    ],
)
def test_range(actual, kind, baseline, light, reason):
    verdict = judge(actual, comparator="range", kind=kind, value="20", value_to="30", baseline=baseline)

    assert (verdict.light, verdict.reason) == (light, reason)


def test_a_range_in_the_wrong_order_is_the_same_range():
    assert judge("25", comparator="range", kind="level", value="30", value_to="20").light == GREEN


def test_at_least_three_to_five_asks_for_three():
    # 每年开展3-5个以上完整社区试点
    assert judge("3", value="3", value_to="5").reason == "met"


def test_thresholds_and_trajectory_are_the_documents():
    strict = judge("40", thresholds=Thresholds(yellow=D("0.05")))
    bent = judge("41", trajectory=FORTY_BY_JUNE, on=date(2022, 6, 30))

    assert (strict.light, bent.light, bent.expected) == (RED, GREEN, D("0.4"))


@pytest.mark.parametrize(
    "lights, light",
    [
        ([], None),
        ([GREEN, GREEN], GREEN),
        ([GREEN, GREY], GREY),
        ([GREY, YELLOW], YELLOW),
        ([YELLOW, RED, GREY], RED),
    ],
)
def test_worst(lights, light):
    assert worst(lights) == light


@pytest.mark.parametrize(
    "targets, state, light, reason",
    [
        ([GREEN, RED], "under_way", RED, "targets_red"),
        ([GREEN, YELLOW, GREY], "under_way", YELLOW, "targets_yellow"),
        ([GREEN, GREY], "under_way", GREY, "targets_grey"),
        ([GREEN, GREEN], "not_started", GREEN, "targets_green"),
        ([GREEN], "blocked", RED, "blocked"),
        ([RED], "done", GREEN, "finished"),
        ([RED], "closed", GREEN, "finished"),
        ([], "under_way", GREEN, "reported"),
    ],
)
def test_task(targets, state, light, reason):
    verdict = judge_task(targets, state=state)

    assert (verdict.light, verdict.reason) == (light, reason)


@pytest.mark.parametrize(
    "late_by, state, reason",
    [
        (0, "under_way", "targets_green"),
        (1, "under_way", "task_past_due"),
        (1, "blocked", "blocked"),
        (1, "done", "finished"),
    ],
)
def test_task_around_its_due_day(late_by, state, reason):
    on = DUE + timedelta(days=late_by)

    assert judge_task([GREEN], state=state, on=on, last_report=on).reason == reason


@pytest.mark.parametrize(
    "targets, last_report, days_ago, light, reason",
    [
        ([GREEN], True, 59, GREEN, "targets_green"),
        ([GREEN], True, 60, YELLOW, "silent"),
        ([GREY], True, 61, YELLOW, "silent"),
        ([YELLOW], True, 61, YELLOW, "targets_yellow"),
        ([RED], True, 61, RED, "targets_red"),
        ([], True, 59, GREEN, "reported"),
        ([], True, 60, YELLOW, "silent"),
        ([GREY], False, 59, GREY, "targets_grey"),
        ([GREY], False, 60, YELLOW, "never_reported"),
        ([], False, 182, GREY, "not_reported"),
    ],
)
def test_silence(targets, last_report, days_ago, light, reason):
    on = START + timedelta(days=days_ago)
    verdict = judge_task(targets, on=on, last_report=START if last_report else None)

    assert (verdict.light, verdict.reason) == (light, reason)


@pytest.mark.parametrize(
    "verdict, words",
    [
        (judge("34.96"), "34.9% of the target reached, 50% expected by 2022-07-02: far behind."),
        (judge("1000000.50", value="999999"), "The target is met: 1,000,000.5 of 999,999."),
        (judge_task([RED, GREEN]), "1 of 2 figures are far behind or missed."),
        (
            judge_task(on=date(2022, 5, 1), last_report=START),
            "Nobody has reported for 120 days, since 2022-01-01.",
        ),
    ],
)
def test_sentence(verdict, words):
    assert sentence(verdict) == words


def test_sentence_is_translated_and_dates_are_the_pages():
    verdict = judge("1", on=date(2023, 1, 1))
    chinese = {REASONS["past_due"]: "%(due)s到期,未完成:%(actual)s/%(value)s"}

    words = sentence(verdict, chinese.__getitem__, lambda day: f"{day.month}月{day.day}日")

    assert words == "12月31日到期,未完成:1/100"


@pytest.mark.parametrize(("share", "words"), [("0.99999", "99.9%"), ("1", "100%"), ("-0.25", "-25%")])
def test_percent_never_rounds_up(share, words):
    assert percent(D(share)) == words


@pytest.mark.parametrize(("value", "words"), [("10000000000.00", "10,000,000,000"), ("0.160", "0.16")])
def test_figure(value, words):
    assert figure(D(value)) == words


figures = st.decimals(-(10**17), 10**17, places=6)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
anything = {
    "comparator": st.sampled_from([">=", "<=", "~", "range"]),
    "kind": st.sampled_from(["amount", "level"]),
    "value": figures,
    "value_to": st.none() | figures,
    "baseline": st.none() | figures,
    "actual": st.none() | figures,
    "start": days,
    "due": days,
    "on": days,
    "trajectory": st.none() | st.lists(st.tuples(days, st.decimals(-2, 3, places=3))),
}


@given(st.fixed_dictionaries(anything))
def test_every_figure_has_a_light_and_a_reason(case):
    verdict = target_light(**case)

    assert verdict.reason in REASONS
    assert sentence(verdict)


@given(st.fixed_dictionaries(anything), figures)
def test_more_is_never_worse_where_more_is_asked(case, more):
    case = case | {"comparator": ">=", "actual": case["actual"] or D(0)}
    less, larger = sorted([case["actual"], more])

    before = target_light(**case | {"actual": less}).light
    after = target_light(**case | {"actual": larger}).light

    assert after.severity <= before.severity


@given(
    st.lists(st.sampled_from(list(Light))),
    st.sampled_from(["not_started", "under_way", "done", "blocked", "closed"]),
    days,
    days,
    days,
    st.none() | days,
)
def test_every_task_has_a_light_and_a_reason(targets, state, start, due, on, last_report):
    verdict = task_light(targets=targets, state=state, due=due, on=on, last_report=last_report, start=start)

    assert sentence(verdict)
