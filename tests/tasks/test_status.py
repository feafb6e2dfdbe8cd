"""Which light and state a task has on a day; the rule itself is tested in test_lights."""

from datetime import date
from decimal import Decimal

import pytest

from tasks.lights import Light
from tasks.models import Target, Task
from tasks.status import target_status, task_statuses
from tests.factories import (
    AllocationFactory,
    DocumentFactory,
    EntryFactory,
    TargetFactory,
    TaskFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
JUNE, NOVEMBER = date(2022, 6, 15), date(2022, 11, 20)


def status_of(task, on):
    return task_statuses([task], on)[task.pk]


def close(task, on):
    Task.objects.filter(pk=task.pk).update(state="closed", closed_on=on, closed_by=UserFactory())


def test_the_day_decides_what_was_known():
    target = TargetFactory()
    EntryFactory(target=target, value=Decimal(4500), as_of=JUNE)
    EntryFactory(target=target, value=Decimal(4600), as_of=date(2022, 11, 1))

    june, november = status_of(target.task, JUNE), status_of(target.task, NOVEMBER)

    assert (june.light, june.last_report) == (Light.GREEN, JUNE)
    assert (november.light, november.last_report) == (Light.RED, date(2022, 11, 1))
    assert status_of(target.task, date(2022, 6, 14)).last_report is None


def test_the_state_is_the_one_last_reported_by_the_day():
    task = TaskFactory()
    EntryFactory(task=task, state="under_way", as_of=date(2022, 3, 1))
    EntryFactory(task=task, state="blocked", as_of=JUNE)
    EntryFactory(task=task, state="", as_of=date(2022, 6, 20))

    assert status_of(task, date(2022, 2, 28)).state == "not_started"
    assert status_of(task, date(2022, 6, 14)).state == "under_way"
    assert status_of(task, date(2022, 6, 21)).state == "blocked"
    assert status_of(task, date(2022, 6, 21)).light == Light.RED


def test_a_corrected_entry_no_longer_counts():
    wrong = EntryFactory(target=TargetFactory(), value=Decimal(9087), state="done", as_of=JUNE)
    right = EntryFactory(
        task=wrong.task,
        target=wrong.target,
        department=wrong.department,
        value=Decimal(10),
        as_of=JUNE,
        corrects=wrong,
    )

    status = status_of(wrong.task, JUNE)

    assert (status.state, status.light) == ("not_started", Light.RED)
    assert status.targets[0][0].actual == right.value


def test_a_task_is_closed_from_its_day_on():
    target = TargetFactory()
    close(target.task, on=date(2022, 7, 1))

    before, after = status_of(target.task, date(2022, 6, 30)), status_of(target.task, date(2022, 7, 1))

    assert (before.state, before.verdict.reason) == ("not_started", "never_reported")
    assert (after.state, after.light) == ("closed", Light.GREEN)


def test_a_task_with_subtasks_shows_the_worst_of_theirs():
    task = TaskFactory(number="7")
    green, red, grey = (TaskFactory(document=task.document, parent=task, number=f"7.{n}") for n in (1, 2, 3))
    EntryFactory(task=green, as_of=JUNE)
    EntryFactory(task=red, state="blocked", as_of=date(2022, 6, 1))

    statuses = task_statuses([task, green, red, grey], JUNE)

    lights = [statuses[one.pk].light for one in (task, green, red, grey)]
    assert lights == [Light.RED, Light.GREEN, Light.RED, Light.GREY]
    assert statuses[task.pk].verdict == statuses[red.pk].verdict
    assert statuses[task.pk].last_report == JUNE
    assert task_statuses([task], JUNE) == {task.pk: statuses[task.pk]}


@pytest.mark.parametrize(
    ("said", "joint"),
    [(["done", "done"], "done"), (["done", "under_way"], "under_way"), (["", ""], "not_started")],
    ids=["all done", "differing", "nothing said"],
)
def test_the_state_of_a_split_task_is_that_of_its_parts(said, joint):
    task = TaskFactory()
    for state in said:
        part = TaskFactory(document=task.document, parent=task)
        EntryFactory(task=part, state=state, as_of=JUNE)

    assert status_of(task, JUNE).state == joint


def test_a_split_task_that_is_closed_closes_its_parts():
    task = TaskFactory()
    part = TaskFactory(document=task.document, parent=task)
    EntryFactory(task=part, state="blocked", as_of=JUNE)
    close(task, on=date(2022, 7, 1))

    assert status_of(part, date(2022, 6, 30)).light == Light.RED
    assert status_of(part, date(2022, 7, 1)).light == Light.GREEN
    assert status_of(task, date(2022, 7, 1)).light == Light.GREEN


def test_a_figure_that_was_met_in_time_is_not_late_afterwards():
    target = TargetFactory(due=date(2022, 6, 30))
    EntryFactory(target=target, value=target.value, as_of=date(2022, 6, 20))
    EntryFactory(task=target.task, as_of=date(2022, 10, 30))

    assert status_of(target.task, NOVEMBER).light == Light.GREEN


def test_a_due_figure_that_nobody_reported_makes_its_task_late():
    target = TargetFactory(due=date(2022, 6, 30))
    TargetFactory(task=target.task, due=date(2022, 12, 31))
    EntryFactory(task=target.task, as_of=date(2022, 6, 20))

    assert status_of(target.task, date(2022, 6, 30)).light == Light.GREY
    late = status_of(target.task, date(2022, 7, 1)).verdict
    assert (late.light, late.reason) == (Light.RED, "task_past_due")


def test_a_unit_that_says_done_does_not_hide_a_figure_that_is_not_met():
    target = TargetFactory()
    EntryFactory(target=target, value=Decimal(100), state="done", as_of=JUNE)
    assert status_of(target.task, JUNE).light == Light.RED

    EntryFactory(target=target, value=target.value, as_of=JUNE)
    assert status_of(target.task, JUNE).verdict.reason == "finished"


def test_figures_that_do_not_bind_have_no_light():
    task = TaskFactory()
    bound = TargetFactory(task=task)
    TargetFactory(task=task, binding=False)

    assert [target for target, _verdict in status_of(task, JUNE).targets] == [bound]


def test_a_target_alone_and_within_its_task_agree():
    task = TaskFactory()
    for value in (None, 0, 3000, 4000, 5000, 9087):
        target = TargetFactory(task=task)
        if value is not None:
            EntryFactory(target=target, value=Decimal(value), as_of=JUNE)
    share = AllocationFactory(target=TargetFactory(task=task))
    EntryFactory(target=share.target, allocation=share, value=Decimal(50), as_of=JUNE)

    alone = {target: target_status(target, NOVEMBER) for target in Target.objects.with_actual(NOVEMBER)}

    assert dict(status_of(task, NOVEMBER).targets) == alone
    assert len({verdict.light for verdict in alone.values()}) == 3


def test_thresholds_are_the_documents_own():
    strict = DocumentFactory(yellow_margin=Decimal("0.01"))
    target = TargetFactory(task=TaskFactory(document=strict))
    EntryFactory(target=target, value=Decimal(3600), as_of=JUNE)
    assert status_of(target.task, JUNE).light == Light.RED

    strict.yellow_margin = Decimal("0.15")
    strict.save()
    assert status_of(target.task, JUNE).light == Light.YELLOW


@pytest.mark.parametrize("count", [1, 30])
def test_the_number_of_queries_is_fixed(django_assert_num_queries, count):
    document = DocumentFactory()
    for _ in range(count):
        target = TargetFactory(task=TaskFactory(document=document))
        TaskFactory(document=document, parent=target.task)
        EntryFactory(target=target)

    with django_assert_num_queries(3):
        statuses = task_statuses(document.tasks.all(), JUNE)
        assert len(statuses) == 2 * count


def test_no_tasks_no_statuses():
    assert task_statuses([], JUNE) == {}
