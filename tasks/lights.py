"""Whether a figure or a task is on time: green, yellow, red, grey, and why. No Django in here.

Severity, the worst last: green, grey, yellow, red. Grey (nothing reported) is worse than green, so that a
task whose figures are reported in part never looks green, and better than yellow, which is known to be late.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum

ZERO = Decimal(0)
ONE = Decimal(1)
FINISHED = ("done", "closed")

Param = date | Decimal | int
Trajectory = Sequence[tuple[date, Decimal]]


def gettext_noop(msgid: str) -> str:
    """Marks a sentence for the catalogue."""
    return msgid


class Light(StrEnum):
    GREEN = "green"
    GREY = "grey"
    YELLOW = "yellow"
    RED = "red"

    @property
    def severity(self) -> int:
        return list(Light).index(self)


def worst(lights: Iterable[Light]) -> Light | None:
    """The most severe of the lights; None if there are none."""
    return max(lights, key=lambda light: light.severity, default=None)


@dataclass(frozen=True)
class Thresholds:
    """Settings of a document.

    `yellow`: how far the share done may lie behind the expected one before the light turns red.
    `silent_days`: days without a report that make a task yellow.
    `about`: what may be missing from a figure that the document calls 左右 ("1个百分点左右").
    """

    yellow: Decimal = Decimal("0.15")
    silent_days: int = 60
    about: Decimal = Decimal("0.05")


DEFAULT = Thresholds()


@dataclass(frozen=True)
class Verdict:
    """A light that explains itself: `reason` is a key of REASONS, `params` what its sentence needs.

    `share` is the part done, `expected` the part that was to be done by the day; None where neither counts.
    """

    light: Light
    reason: str
    share: Decimal | None = None
    expected: Decimal | None = None
    params: Mapping[str, Param] = field(default_factory=dict)


REASONS: dict[str, str] = {
    # of a figure
    "not_reported": gettext_noop("Nothing has been reported."),
    "met": gettext_noop("The target is met: %(actual)s of %(value)s."),
    "about_met": gettext_noop("%(actual)s counts as about %(value)s."),
    "ahead_of_schedule": gettext_noop("%(share)s of the target reached, %(expected)s expected by %(on)s."),
    "slightly_behind": gettext_noop(
        "%(share)s of the target reached, %(expected)s expected by %(on)s: slightly behind."
    ),
    "far_behind": gettext_noop(
        "%(share)s of the target reached, %(expected)s expected by %(on)s: far behind."
    ),
    "past_due": gettext_noop("Due on %(due)s and not met: %(actual)s of %(value)s."),
    "under_ceiling": gettext_noop("%(actual)s, within the limit of %(value)s."),
    "over_ceiling": gettext_noop("%(actual)s, over the limit of %(value)s."),
    "in_range": gettext_noop("%(actual)s, between %(value)s and %(value_to)s as required."),
    "out_of_range": gettext_noop("%(actual)s, not between %(value)s and %(value_to)s."),
    # of a task
    "finished": gettext_noop("Done."),
    "blocked": gettext_noop("The responsible units report that the task is blocked."),
    "task_past_due": gettext_noop("Due on %(due)s and not marked as done."),
    "silent": gettext_noop("Nobody has reported for %(days)s days, since %(since)s."),
    "never_reported": gettext_noop("Nobody has reported in the %(days)s days since %(since)s."),
    "targets_red": gettext_noop("%(count)s of %(total)s figures are far behind or missed."),
    "targets_yellow": gettext_noop("%(count)s of %(total)s figures are slightly behind."),
    "targets_grey": gettext_noop("%(count)s of %(total)s figures have not been reported."),
    "targets_green": gettext_noop("All %(total)s figures are on schedule."),
    "reported": gettext_noop("Last reported on %(since)s."),
}


def expected_share(start: date, due: date, on: date, trajectory: Trajectory | None = None) -> Decimal:
    """The share (0 to 1) that is to be done by the day: a straight line from start to due.

    Points of a trajectory bend the line; those outside the span are ignored.
    Where the start is on or after the due day, nothing is expected before the due day and all from it.
    """
    if on >= due:
        return ONE
    if on <= start:
        return ZERO
    inner = {day: min(max(share, ZERO), ONE) for day, share in trajectory or () if start < day < due}
    points = [(start, ZERO), *sorted(inner.items()), (due, ONE)]
    before = max(point for point in points if point[0] <= on)
    after = min(point for point in points if point[0] > on)
    passed = Decimal((on - before[0]).days) / (after[0] - before[0]).days
    return before[1] + (after[1] - before[1]) * passed


def target_light(
    *,
    comparator: str,
    kind: str,
    value: Decimal,
    value_to: Decimal | None,
    baseline: Decimal | None,
    actual: Decimal | None,
    start: date,
    due: date,
    on: date,
    trajectory: Trajectory | None = None,
    thresholds: Thresholds = DEFAULT,
) -> Verdict:
    """The light of one figure on a day; `actual` is what was reported by then, None if nothing was.

    - `>=`: green when met or on schedule; "3-5个以上" (with a value_to) asks for the lower figure.
    - `~` (左右): as `>=`, but met a little below the value; more than the value is never a fault, as the
      documents use 左右 for things to be increased ("城镇职业技能培训1.9万人左右").
    - `<=`: a ceiling is green at or under its value, red over it, on any day.
    - `range` (20%-30%): green inside, red outside. A figure that only grows towards the range (an amount, a
      level with a baseline below it) is measured against the lower end until it gets there.
    - Nothing reported stays grey even when due: what is late then is the task, which turns red.
    """
    if actual is None:
        return Verdict(Light.GREY, "not_reported")
    if comparator == "<=":
        return _ceiling(actual, value)
    base = baseline if kind == "level" else None
    if comparator == "range" and value_to is not None:
        low, high = sorted([value, value_to])
        growing = kind == "amount" or (base is not None and base < low)
        if actual >= low or not growing:
            return _range(actual, low, high)
        value = low
    goal = _reach(value, base, thresholds.about) if comparator == "~" else value
    share = _share(actual, value, base)
    if actual >= goal:
        reason = "met" if actual >= value else "about_met"
        return Verdict(Light.GREEN, reason, share, params={"actual": actual, "value": value})
    if on > due:
        missed: dict[str, Param] = {"due": due, "actual": actual, "value": value}
        return Verdict(Light.RED, "past_due", share, ONE, missed)
    kept = base is not None and base >= value  # a level that was there at the start is to be kept every day
    expected = ONE if kept else expected_share(start, due, on, trajectory)
    return _schedule(share, expected, on, thresholds)


def _ceiling(actual: Decimal, value: Decimal) -> Verdict:
    params: dict[str, Param] = {"actual": actual, "value": value}
    if actual <= value:
        return Verdict(Light.GREEN, "under_ceiling", params=params)
    return Verdict(Light.RED, "over_ceiling", params=params)


def _range(actual: Decimal, low: Decimal, high: Decimal) -> Verdict:
    params: dict[str, Param] = {"actual": actual, "value": low, "value_to": high}
    if low <= actual <= high:
        return Verdict(Light.GREEN, "in_range", params=params)
    return Verdict(Light.RED, "out_of_range", params=params)


def _schedule(share: Decimal, expected: Decimal, on: date, thresholds: Thresholds) -> Verdict:
    params: dict[str, Param] = {"share": share, "expected": expected, "on": on}
    if share >= expected:
        return Verdict(Light.GREEN, "ahead_of_schedule", share, expected, params)
    if share >= expected - thresholds.yellow:
        return Verdict(Light.YELLOW, "slightly_behind", share, expected, params)
    return Verdict(Light.RED, "far_behind", share, expected, params)


def _reach(value: Decimal, base: Decimal | None, about: Decimal) -> Decimal:
    """From where on a 左右 figure counts as met: a part of the way from the baseline may be missing."""
    way = value - base if base is not None and base < value else abs(value)
    return value - way * about


def _share(actual: Decimal, value: Decimal, base: Decimal | None) -> Decimal:
    """The part done; from the baseline where there is one below the value.

    Of a value of zero or less without such a baseline no part can be told: all if reached, else nothing.
    """
    if base is not None and base < value:
        return (actual - base) / (value - base)
    if value > 0:
        return actual / value
    return ONE if actual >= value else ZERO


def task_light(
    *,
    targets: Iterable[Light],
    state: str,
    due: date,
    on: date,
    last_report: date | None,
    start: date,
    thresholds: Thresholds = DEFAULT,
) -> Verdict:
    """The light of a task: the worst of its figures', made worse by its state, its due day and by silence.

    Silence is counted from the last report, or from the start while there is none. A task without figures of
    which nobody has said anything stays grey: nothing shows that it is behind.
    """
    if state in FINISHED:
        return Verdict(Light.GREEN, "finished")
    if state == "blocked":
        return Verdict(Light.RED, "blocked")
    if on > due:
        return Verdict(Light.RED, "task_past_due", params={"due": due})
    lights = list(targets)
    verdict = _of_targets(lights) if lights else _of_words(last_report)
    is_silent = (on - (last_report or start)).days >= thresholds.silent_days
    says_something = bool(lights) or last_report is not None
    if is_silent and says_something and verdict.light.severity < Light.YELLOW.severity:
        return _silent(last_report, start, on)
    return verdict


def _of_targets(lights: Sequence[Light]) -> Verdict:
    light = max(lights, key=lambda one: one.severity)
    return Verdict(light, f"targets_{light}", params={"count": lights.count(light), "total": len(lights)})


def _of_words(last_report: date | None) -> Verdict:
    if last_report is None:
        return Verdict(Light.GREY, "not_reported")
    return Verdict(Light.GREEN, "reported", params={"since": last_report})


def _silent(last_report: date | None, start: date, on: date) -> Verdict:
    since = last_report or start
    reason = "silent" if last_report else "never_reported"
    return Verdict(Light.YELLOW, reason, params={"days": (on - since).days, "since": since})


def percent(share: Decimal) -> str:
    """A share for people, cut to a tenth of a percent: 0.9999 is not yet 100%."""
    tenths = (share * 100).quantize(Decimal("0.1"), ROUND_FLOOR)
    return f"{tenths:f}".removesuffix(".0") + "%"


def figure(value: Decimal) -> str:
    """A figure for people: no trailing zeros, thousands apart."""
    whole, _, fraction = f"{value:,f}".partition(".")
    fraction = fraction.rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole


def sentence(
    verdict: Verdict,
    translate: Callable[[str], str] = str,
    day: Callable[[date], str] = date.isoformat,
) -> str:
    """The reason of a verdict in words; `translate` and `day` are the page's."""
    return translate(REASONS[verdict.reason]) % {
        name: _in_words(name, value, day) for name, value in verdict.params.items()
    }


def _in_words(name: str, value: Param, day: Callable[[date], str]) -> str:
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal):
        return percent(value) if name in ("share", "expected") else figure(value)
    return str(value)
