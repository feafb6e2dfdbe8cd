"""What is reported on a task, by whom, for which day; nothing twice, nothing changed, nobody else's."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.utils import translation

from tasks.closing import close_task, reopen_task
from tasks.models import Evidence, ProgressEntry, Task
from tasks.models.progress import AppendOnly
from tasks.progress import AlreadySent, Reported, Unconfirmed, log_progress, log_report
from tests.factories import (
    AllocationFactory,
    AssignmentFactory,
    DepartmentFactory,
    DepartmentGroupFactory,
    EntryFactory,
    TargetFactory,
    TaskFactory,
    liaison_of,
    office_of,
)
from urbanplan.refusal import Refusal

pytestmark = pytest.mark.django_db
HALF = date(2022, 6, 15)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def target():
    return TargetFactory()


@pytest.fixture
def task(target):
    return target.task


@pytest.fixture
def housing(task):
    return AssignmentFactory(task=task, department__name="自治区住房城乡建设厅", order=1).department


@pytest.fixture
def liaison(housing):
    return liaison_of(housing)


@pytest.fixture
def say(task, housing, liaison):
    """Logs for the housing department, with whatever differs."""

    def log(**what):
        return log_progress(**{"task": task, "department": housing, "by": liaison, "as_of": HALF} | what)

    return log


def refusal(call, **what) -> str:
    with pytest.raises(Refusal) as refused:
        call(**what)
    return str(refused.value)


# The domain


def test_an_entry_holds_what_was_said_and_who_said_it(say, task, target, housing, liaison):
    entry = say(target=target, value=Decimal(4500), narrative=" 已开工\r\n4500套 ", state="under_way")

    stored = ProgressEntry.objects.get()
    assert stored == entry
    assert (stored.task, stored.target, stored.department) == (task, target, housing)
    assert (stored.reporter, stored.as_of) == (liaison, HALF)
    assert (stored.value, stored.narrative) == (Decimal(4500), "已开工\n4500套")
    assert Task.objects.get().state == "under_way"


def test_the_task_is_in_the_state_reported_for_the_latest_day(say):
    say(as_of=date(2022, 9, 1), state="done")
    say(as_of=HALF, state="blocked")

    assert Task.objects.get().state == "done"


def test_a_corrected_state_no_longer_counts(say):
    wrong = say(state="done")
    say(state="under_way", corrects=wrong)

    assert Task.objects.get().state == "under_way"


def test_a_state_that_stays_leaves_no_row_in_the_history(say, task):
    say(state="under_way")
    say(state="under_way", as_of=date(2022, 7, 1))

    assert [row.state for row in task.history.all()] == ["under_way", "not_started"]


def test_who_does_not_answer_for_the_task_cannot_report(say, target):
    stranger = DepartmentFactory(name="自治区林草局")

    answer = refusal(say, by=liaison_of(stranger), department=stranger, narrative="…")

    assert answer == "You cannot report for 自治区林草局 on this task."
    assert not ProgressEntry.objects.exists()


def test_nobody_reports_for_another_department_of_the_task(say, task):
    other = AssignmentFactory(task=task, department__name="自治区财政厅").department

    assert "自治区财政厅" in refusal(say, department=other, narrative="…")


def test_the_office_does_not_report(say, task):
    assert "You cannot report" in refusal(say, by=office_of(task.document.region), narrative="…")


def test_a_member_of_a_group_reports(say, task):
    city = DepartmentFactory(name="银川市人民政府")
    AssignmentFactory(task=task, department=None, group=DepartmentGroupFactory(members=[city]))

    entry = say(by=liaison_of(city), department=city, narrative="已部署")

    assert entry.department == city


def test_who_has_only_a_share_reports_it_and_sees_the_task(say, task, target):
    share = AllocationFactory(target=target, department__name="中卫市人民政府")
    liaison = liaison_of(share.department)

    entry = say(by=liaison, department=share.department, target=target, allocation=share, value=Decimal(60))

    assert (entry.allocation, entry.value) == (share, Decimal(60))
    assert list(Task.objects.visible_to(liaison)) == [task]


@pytest.mark.parametrize(
    ("state", "sentence"),
    [("draft", "has not been published"), ("closed", "This document is closed")],
)
def test_only_a_published_document_takes_progress(state, sentence):
    task = TaskFactory(document__state=state)
    unit = AssignmentFactory(task=task).department
    what = {"task": task, "department": unit, "by": liaison_of(unit), "as_of": HALF, "narrative": "…"}

    assert sentence in refusal(log_progress, **what)


@pytest.mark.parametrize(
    ("day", "today", "sentence"),
    [
        (date(2022, 6, 16), date(2022, 6, 15), "cannot lie in the future"),
        (date(2021, 12, 31), date(2022, 6, 15), "begins on 2022-01-01"),
        (date(2023, 1, 1), date(2023, 3, 1), "ended on 2022-12-31"),
    ],
)
def test_days_that_no_figure_can_have(say, day, today, sentence):
    assert sentence in refusal(say, as_of=day, today=today, narrative="…")


@pytest.mark.parametrize(
    ("day", "today"),
    [
        (date(2022, 6, 15), date(2022, 6, 15)),
        (date(2022, 1, 1), date(2022, 6, 15)),
        (date(2022, 12, 31), date(2023, 3, 1)),
    ],
    ids=["today", "first day", "late, for the last day"],
)
def test_days_that_a_figure_can_have(say, day, today):
    assert say(as_of=day, today=today, narrative="…").as_of == day


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ({}, "Enter a figure or some words on the progress."),
        ({"narrative": "  "}, "Enter a figure or some words on the progress."),
        ({"state": "closed"}, "Only the office closes a task."),
        ({"state": "flying"}, "Only the office closes a task."),
        ({"value": Decimal(1)}, "A figure needs the target that it measures."),
    ],
)
def test_contents_that_say_nothing_are_refused(say, what, sentence):
    assert refusal(say, **what) == sentence


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (Decimal("-1"), "An amount cannot be negative."),
        (Decimal("1e18"), "digits"),
        (Decimal("0.0000001"), "decimal places"),
        (Decimal("NaN"), "must be a decimal number"),
        (None, "Enter the value of the figure"),
    ],
)
def test_values_that_no_amount_has(say, target, value, sentence):
    assert sentence in refusal(say, target=target, value=value, narrative="…")
    assert not ProgressEntry.objects.exists()


def test_a_level_may_be_negative(say, task):
    rate = TargetFactory(task=task, kind="level", unit="%", value=Decimal(5))

    assert say(target=rate, value=Decimal("-0.5")).value == Decimal("-0.5")


def test_a_figure_of_another_task_is_refused(say):
    assert refusal(say, target=TargetFactory(), value=Decimal(1)) == "This figure belongs to another task."


def test_a_share_of_another_unit_is_refused(say, target):
    share = AllocationFactory(target=target)

    answer = refusal(say, target=target, allocation=share, value=Decimal(1))

    assert answer == "This share belongs to another figure or unit."


def test_a_divided_amount_is_not_reported_as_a_whole(say, target):
    AllocationFactory(target=target)

    assert "has been divided" in refusal(say, target=target, value=Decimal(1))


@pytest.mark.parametrize(
    ("value", "doubt"),
    [
        ("90871", "90,871 is more than ten times the target of 9,087."),
        ("4499", "4,499 is less than the 4,500 reported as of 2022-06-15, and this figure only adds up."),
        ("4500", "4,500 has been logged for 2022-06-15 already."),
    ],
)
def test_a_doubtful_value_needs_a_word_of_confirmation(say, target, value, doubt):
    say(target=target, value=Decimal(4500))
    with pytest.raises(Unconfirmed) as unconfirmed:
        say(target=target, value=Decimal(value))

    assert str(unconfirmed.value) == doubt
    assert say(target=target, value=Decimal(value), confirmed=True).value == Decimal(value)


@pytest.mark.parametrize("value", ["90870", "4501"])
def test_a_plausible_value_needs_none(say, target, value):
    say(target=target, value=Decimal(4500))

    assert say(target=target, value=Decimal(value)).value == Decimal(value)


def test_a_level_may_fall(say, task):
    rate = TargetFactory(task=task, kind="level", unit="%", value=Decimal(97))
    say(target=rate, value=Decimal(95))

    assert say(target=rate, value=Decimal(94), as_of=date(2022, 7, 1)).value == Decimal(94)


def test_a_late_figure_is_compared_with_what_was_known_on_its_day(say, target):
    say(target=target, value=Decimal(6000), as_of=date(2022, 9, 1))

    assert say(target=target, value=Decimal(4500), as_of=HALF).value == Decimal(4500)


def test_what_another_unit_reported_is_not_told(say, task, target):
    EntryFactory(target=target, department__name="自治区财政厅", value=Decimal(5000))

    doubt = refusal(say, target=target, value=Decimal(4500))

    assert doubt == "4,500 is less than another unit reported as of 2022-06-15."


def test_entries_are_neither_changed_nor_deleted(say):
    entry = say(narrative="…")
    entry.narrative = "!"

    for change in (entry.save, entry.delete, ProgressEntry.objects.all().delete):
        with pytest.raises(AppendOnly):
            change()
    assert ProgressEntry.objects.get().narrative == "…"


# Corrections


def test_a_correction_stands_for_the_entry_that_stays(say, target):
    wrong = say(target=target, value=Decimal(45000), confirmed=True)
    right = say(target=target, value=Decimal(4500), corrects=wrong)

    assert list(ProgressEntry.objects.standing()) == [right]
    assert set(ProgressEntry.objects.all()) == {wrong, right}


def test_an_entry_is_corrected_once(say, target):
    wrong = say(target=target, value=Decimal(4500))
    say(target=target, value=Decimal(4400), corrects=wrong)

    answer = refusal(say, target=target, value=Decimal(4300), corrects=wrong)

    assert answer == "This entry has been corrected already; correct the newer one."


def test_another_departments_entry_is_not_corrected(say, task, target):
    theirs = EntryFactory(target=target)

    answer = refusal(say, target=target, value=Decimal(4600), corrects=theirs)

    assert answer == "Only the unit that reported an entry can correct it."


def test_a_correction_measures_the_same(say, task, target):
    wrong = say(target=target, value=Decimal(4500))

    answer = refusal(say, target=TargetFactory(task=task), value=Decimal(4500), corrects=wrong)

    assert answer == "A correction measures the same as the entry that it corrects."


def test_a_figure_is_taken_back_with_a_reason(say, target):
    wrong = say(target=target, value=Decimal(4500))
    assert "say why" in refusal(say, target=target, corrects=wrong, state="under_way")

    say(target=target, corrects=wrong, narrative="填错任务")

    assert type(target).objects.with_actual(HALF).get().actual is None


# The same page twice, several figures on a page, failures half-way


def test_the_same_page_sent_twice_is_one_entry(say, target):
    once = {"target": target, "value": Decimal(4500), "narrative": "…", "sending": uuid4()}

    assert say(**once) == say(**once)
    assert ProgressEntry.objects.count() == 1


def test_a_page_sent_again_with_other_contents_is_not_taken_for_the_first(say, target):
    page = {"target": target, "sending": uuid4()}
    say(value=Decimal(4500), **page)

    with pytest.raises(AlreadySent):
        say(value=Decimal(4600), **page)
    assert [entry.value for entry in ProgressEntry.objects.all()] == [Decimal(4500)]


def test_a_report_has_an_entry_for_each_figure_and_words_with_the_first(task, target, housing, liaison):
    other = TargetFactory(task=task, indicator="改造老旧小区")
    figures = [Reported(target, Decimal(4500), HALF), Reported(other, Decimal(100), date(2022, 6, 10))]

    log_report(task=task, department=housing, by=liaison, as_of=HALF, figures=figures, narrative="顺利")

    rows = ProgressEntry.objects.order_by("pk").values_list("target", "value", "as_of", "narrative")
    assert list(rows) == [
        (target.pk, Decimal(4500), HALF, "顺利"),
        (other.pk, Decimal(100), date(2022, 6, 10), ""),
    ]


def test_a_report_is_stored_whole_or_not_at_all(task, target, housing, liaison, settings):
    figures = [Reported(target, Decimal(4500), HALF), Reported(TargetFactory(), Decimal(1), HALF)]
    file = ContentFile(b"%PDF-1.7 ...", name="a.pdf")
    where = {"task": task, "department": housing, "by": liaison, "as_of": HALF}
    before = files_in(settings.MEDIA_ROOT)

    refusal(log_report, **where, figures=figures, files=[file], state="done")

    assert (ProgressEntry.objects.count(), Evidence.objects.count()) == (0, 0)
    assert Task.objects.get(pk=task.pk).state == "not_started"
    assert files_in(settings.MEDIA_ROOT) == before


def files_in(folder) -> set:
    return {path for path in folder.rglob("*") if path.is_file()}


# Closing


def test_a_closed_task_takes_no_progress_until_it_is_open_again(say, task):
    office = office_of(task.document.region)
    say(state="done")

    close_task(task=task, by=office, on=date(2022, 7, 1))
    closed = Task.objects.get(pk=task.pk)
    assert (closed.state, closed.closed_on, closed.closed_by) == ("closed", date(2022, 7, 1), office)
    assert refusal(say, narrative="…") == "This task is closed; the office can open it again."

    reopen_task(task=task, by=office)
    assert say(narrative="…").task.state == "done"


def test_a_part_of_a_closed_task_takes_no_progress(say, task):
    part = TaskFactory(document=task.document, parent=task, number="11.1")
    unit = AssignmentFactory(task=part).department
    close_task(task=task, by=office_of(task.document.region), on=HALF)

    assert "closed" in refusal(say, task=part, department=unit, by=liaison_of(unit), narrative="…")


@pytest.mark.parametrize("day", [date(2021, 12, 31), date(2022, 6, 16)])
def test_a_task_is_closed_on_a_day_of_its_document_that_has_come(task, day):
    office = office_of(task.document.region)

    assert "closed on a day" in refusal(close_task, task=task, by=office, on=day, today=HALF)


def test_only_the_office_closes(task, liaison):
    assert "Only the office" in refusal(close_task, task=task, by=liaison, on=HALF)
    assert "Only the office" in refusal(reopen_task, task=task, by=liaison)


def test_closing_twice_is_closing_once(task):
    office = office_of(task.document.region)
    close_task(task=task, by=office, on=HALF)
    close_task(task=task, by=office, on=date(2022, 7, 1))

    assert Task.objects.get(pk=task.pk).closed_on == HALF
    assert task.history.count() == 2
