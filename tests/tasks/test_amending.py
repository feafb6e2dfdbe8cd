from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from tasks import amending, editing
from tasks.importing import import_document
from tasks.models import Amendment, Change, ProgressEntry, Target, Task
from tasks.progress import log_progress
from tests.amendments import FIRST, SECOND, accept_all, compare, log, published
from tests.factories import AllocationFactory, RegionFactory, UserFactory, liaison_of
from urbanplan.refusal import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def office():
    return UserFactory(name="王办")


@pytest.fixture
def document(office):
    return published(office)


def rows(amendment):
    return [(one.kind, one.action, one.label) for one in amendment.changes.all()]


# By hand


def test_a_published_ledger_is_not_corrected_without_an_amendment(document, office):
    task = document.tasks.get(number="1")

    with pytest.raises(Refusal, match="only by an amendment"):
        editing.change_task(task=task, by=office, number="1", title="别的", section=None)

    task.refresh_from_db()
    assert task.title == "建设保障房"


def test_a_correction_by_hand_shows_old_and_new_and_who(document, office):
    amendment = amending.begin(document=document, reason="更正", by=office)
    target = document.targets.get(unit="套")
    other = UserFactory()

    editing.change_target(
        target=target,
        by=other,
        **{name: getattr(target, name) for name in ("indicator", "comparator", "unit", "due")},
        value=Decimal(1500),
        value_to=None,
    )

    (change,) = amendment.changes.all()
    assert (change.kind, change.old, change.new) == ("target", {"value": "1200"}, {"value": "1500"})
    assert (change.target, change.task.number, change.decided_by) == (target, "1", other)
    assert change.decision == Change.Decision.ACCEPTED


def test_a_figure_that_is_taken_out_keeps_what_was_logged(document, office):
    amending.begin(document=document, reason="更正", by=office)
    task = document.tasks.get(number="1")
    entry = log(task, value=Decimal(300))
    target = entry.target

    editing.remove(row=target, by=office)

    assert not document.targets.filter(pk=target.pk).exists()
    kept = ProgressEntry.objects.get(pk=entry.pk).target
    assert (kept.pk, kept.dropped_on) == (target.pk, timezone.localdate())


def test_nothing_is_reported_on_a_figure_that_was_taken_out(document, office):
    target = document.targets.get(unit="套")
    unit = target.task.assignments.first().department
    amending.begin(document=document, reason="更正", by=office)
    editing.remove(row=target, by=office)
    target.refresh_from_db()

    with pytest.raises(Refusal, match="was taken out of the ledger by an amendment"):
        log_progress(
            task=target.task,
            department=unit,
            by=liaison_of(unit),
            as_of=date(2024, 5, 1),
            target=target,
            value=Decimal(300),
        )


def test_a_task_that_is_taken_out_goes_with_its_figures_and_frees_its_number(document, office):
    amendment = amending.begin(document=document, reason="更正", by=office)
    task, other = document.tasks.get(number="1"), document.tasks.get(number="2")
    entry = log(task)

    editing.remove(row=task, by=office)
    editing.change_task(task=other, by=office, number="1", title=other.title, section=other.section)

    assert list(document.tasks.values_list("number", "title")) == [("1", "整治道路"), ("3", "增加绿地")]
    assert not document.targets.filter(task=task).exists()
    assert ProgressEntry.objects.get(pk=entry.pk).task == task
    assert rows(amendment) == [
        ("task", "dropped", "1 建设保障房"),
        ("unit", "dropped", "1 · 市住房城乡建设局"),
        ("unit", "dropped", "1 · 市财政局"),
        ("target", "dropped", "1 · 新建保障性住房"),
        ("task", "changed", "1 整治道路"),
    ]


def test_a_joined_task_stays_with_its_entries(document, office):
    amending.begin(document=document, reason="合并", by=office)
    task = document.tasks.get(number="2")
    entry = log(task)

    editing.merge_task(task=task, by=office)

    assert ProgressEntry.objects.get(pk=entry.pk).task.dropped_on == timezone.localdate()
    assert document.targets.get(unit="公里").task.number == "1"


def test_only_one_amendment_is_open_at_a_time(document, office):
    amending.begin(document=document, reason="更正", by=office)

    with pytest.raises(Refusal, match="Another amendment"):
        amending.begin(document=document, reason="又更正", by=office)
    with pytest.raises(Refusal, match="Another amendment"):
        compare(document, office)


def test_while_versions_are_compared_nothing_is_corrected_by_hand(document, office):
    compare(document, office)

    with pytest.raises(Refusal, match="only by an amendment"):
        editing.remove(row=document.tasks.first(), by=office)


def test_a_draft_is_corrected_without_an_amendment(office):
    region = RegionFactory(code="650900", name="云海市", level="prefecture")
    draft = import_document(data=FIRST.encode(), name="第一版.txt", region=region, by=office)

    with pytest.raises(Refusal, match="Only a published document"):
        amending.begin(document=draft, reason="更正", by=office)


def test_an_amendment_under_which_nothing_was_corrected_is_only_discarded(document, office):
    amendment = amending.begin(document=document, reason="更正", by=office)

    with pytest.raises(Refusal, match="Nothing has been corrected"):
        amending.finish(amendment=amendment, by=office)
    amending.discard(amendment=amendment, by=office)

    amendment.refresh_from_db()
    assert (amendment.state, amendment.ended_by) == (Amendment.State.DISCARDED, office)


def test_what_is_in_force_cannot_be_discarded(document, office):
    amendment = amending.begin(document=document, reason="更正", by=office)
    editing.remove(row=document.tasks.first(), by=office)

    with pytest.raises(Refusal, match="in force"):
        amending.discard(amendment=amendment, by=office)


# A new version


def test_a_new_version_becomes_rows_to_decide_and_changes_nothing_yet(document, office):
    amendment = compare(document, office)

    assert rows(amendment) == [
        ("head", "changed", "云海市2024年城乡建设重点任务"),
        ("task", "changed", "1 建设保障房"),
        ("unit", "added", "1 · 市发展改革委"),
        ("unit", "dropped", "1 · 市财政局"),
        ("target", "changed", "1 · 新建保障性住房"),
        ("task", "added", "2 改造老旧小区"),
        ("task", "changed", "3 整治道路"),
        ("task", "dropped", "3 增加绿地"),
    ]
    assert set(amendment.changes.values_list("decision", flat=True)) == {"open"}
    assert document.targets.get(unit="套").value == 1200


def test_all_accepted_the_ledger_says_what_the_new_version_says(document, office):
    amendment = compare(document, office)
    entry = log(document.tasks.get(number="2"), value=Decimal(12))
    share = AllocationFactory(
        target=document.targets.get(unit="公里"),
        department=entry.department,
        value=30,
        due=date(2024, 12, 31),
    )

    accept_all(amendment, office)

    document.refresh_from_db()
    assert (document.number, document.original_name) == ("云政办发〔2024〕19号", "第二版.txt")
    found = [
        (task.number, task.title, [unit.wording for unit in task.assignments.all()])
        for task in document.tasks.order_by("order")
    ]
    assert found == [
        ("1", "建设保障房", ["市住房城乡建设局", "市发展改革委"]),
        ("2", "改造老旧小区", ["市住房城乡建设局"]),
        ("3", "整治道路", ["市交通运输局"]),
    ]
    figures = document.targets.values_list("task__number", "value", "unit")
    assert list(figures) == [("1", 1500, "套"), ("2", 40, "个"), ("3", 30, "公里")]
    entry = ProgressEntry.objects.get(pk=entry.pk)
    assert (entry.task.number, entry.target.value, share.target) == ("3", 30, entry.target)


def test_every_row_stands_in_the_new_text(document, office):
    accept_all(compare(document, office), office)

    document.refresh_from_db()
    for task in document.tasks.all():
        assert document.text[task.start : task.end].strip() == task.text.strip()
        for unit in task.assignments.all():
            assert document.text[unit.start : unit.end] == unit.wording
    for target in document.targets.all():
        assert document.text[target.start : target.end] == target.text


def test_the_earlier_version_is_kept(document, office):
    before, sha256 = document.text, document.sha256

    amendment = accept_all(compare(document, office), office)

    edition = document.editions.get()
    assert (edition.text, edition.sha256, edition.number) == (before, sha256, "云政办发〔2024〕7号")
    assert edition.replaced_by == amendment
    with edition.original.open("rb") as original:
        assert original.read() == FIRST.encode()
    document.refresh_from_db()
    with document.original.open("rb") as original:
        assert original.read() == SECOND.encode()


def test_what_is_rejected_stays_as_it_was(document, office):
    amendment = compare(document, office)
    amending.decide(amendment=amendment, changes=amendment.changes.all(), accept=False, by=office)

    amending.finish(amendment=amendment, by=office)

    document.refresh_from_db()
    assert document.number == "云政办发〔2024〕7号"
    assert list(document.tasks.order_by("order").values_list("number", "title")) == [
        ("1", "建设保障房"),
        ("2", "整治道路"),
        ("3", "增加绿地"),
    ]
    assert document.targets.get(unit="套").value == 1200
    assert list(document.tasks.get(number="1").assignments.values_list("wording", flat=True)) == [
        "市住房城乡建设局",
        "市财政局",
    ]
    # The new text does not say what was kept.
    assert document.tasks.get(number="3").start is None
    assert document.tasks.get(number="1").text.startswith("1.建设保障房。年内新建保障性住房1200套")


def test_row_by_row_one_is_taken_and_another_left(document, office):
    amendment = compare(document, office)
    dropped = [change for change in amendment.changes.all() if change.action == "dropped"]
    amending.decide(amendment=amendment, changes=amendment.changes.all(), accept=True, by=office)
    amending.decide(amendment=amendment, changes=dropped, accept=False, by=office)

    with pytest.raises(Refusal, match="“整治道路” and “增加绿地” would both have the number 3"):
        amending.finish(amendment=amendment, by=office)  # 整治道路 would be 3, as 增加绿地 still is.

    assert document.tasks.get(title="整治道路").number == "2"
    amending.decide(
        amendment=amendment, changes=amendment.changes.filter(label="3 增加绿地"), accept=True, by=office
    )
    amending.finish(amendment=amendment, by=office)
    assert list(document.tasks.get(number="1").assignments.values_list("wording", flat=True)) == [
        "市住房城乡建设局",
        "市发展改革委",
        "市财政局",
    ]


def test_nothing_takes_effect_while_a_row_is_undecided(document, office):
    amendment = compare(document, office)
    first = amendment.changes.all()[:1]
    amending.decide(amendment=amendment, changes=first, accept=True, by=office)

    with pytest.raises(Refusal, match="7 changes are undecided"):
        amending.finish(amendment=amendment, by=office)


def test_an_ended_amendment_is_not_decided_again(document, office):
    amendment = accept_all(compare(document, office), office)

    for deed in (amending.finish, amending.discard):
        with pytest.raises(Refusal, match="ended already"):
            deed(amendment=amendment, by=office)
    with pytest.raises(Refusal, match="ended already"):
        amending.decide(amendment=amendment, changes=amendment.changes.all(), accept=False, by=office)


def test_what_was_taken_over_can_be_compared_again_without_a_difference(document, office):
    accept_all(compare(document, office), office)
    document.refresh_from_db()

    again = compare(document, office, text=SECOND + "\n")

    assert rows(again) == []


def test_the_corrections_of_the_office_survive_the_new_version(document, office):
    amendment = amending.begin(document=document, reason="更正", by=office)
    target = document.targets.get(unit="公里")
    editing.change_target(
        target=target,
        by=office,
        indicator="改造市政道路",
        comparator=">=",
        unit="公里",
        due=target.due,
        value=Decimal(30),
        value_to=None,
    )
    amending.finish(amendment=amendment, by=office)

    accept_all(compare(document, office), office)

    assert document.targets.get(unit="公里").indicator == "改造市政道路"


def test_the_very_file_is_refused_and_so_is_one_that_cannot_be_read(document, office):
    with pytest.raises(Refusal, match="very file"):
        compare(document, office, text=FIRST)
    with pytest.raises(Refusal, match="No numbered tasks"):
        compare(document, office, text="通知")
    assert not Amendment.objects.exists()


def test_two_sections_may_change_places(document, office):
    first = FIRST.replace("3.增加", "二、美化环境\n3.增加")
    swapped = """云海市2024年城乡建设重点任务
一、美化环境
1.增加绿地。新建口袋公园6个。(责任单位：市城市管理局)
二、改善住房
2.建设保障房。年内新建保障性住房1200套。(责任单位：市住房城乡建设局、市财政局)
3.整治道路。改造城市道路30公里。(责任单位：市交通运输局)
"""
    accept_all(compare(document, office, text=first), office)
    document.refresh_from_db()
    accept_all(compare(document, office, text=swapped), office)

    found = document.tasks.order_by("order").values_list(
        "number", "title", "section__ordinal", "section__title"
    )
    assert list(found) == [
        ("1", "增加绿地", "一", "美化环境"),
        ("2", "建设保障房", "二", "改善住房"),
        ("3", "整治道路", "二", "改善住房"),
    ]


def test_units_of_a_dropped_task_answer_for_it_no_more(document, office):
    from tasks.models import Department

    accept_all(compare(document, office), office)

    names = Department.objects.named_in(document).values_list("name", flat=True)
    assert "市城市管理局" not in set(names)
    assert Task.everything.get(title="增加绿地").dropped_on == timezone.localdate()
    assert not Target.objects.filter(task__title="增加绿地").exists()
