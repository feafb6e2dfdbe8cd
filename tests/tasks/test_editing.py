from datetime import date
from decimal import Decimal

import pytest

from tasks import editing
from tasks.models import Assignment, Department, Section, Task
from tests.factories import (
    AssignmentFactory,
    DepartmentFactory,
    DepartmentGroupFactory,
    DocumentFactory,
    RegionFactory,
    SectionFactory,
    TargetFactory,
    TaskFactory,
    UserFactory,
)
from urbanplan.refusal import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

TEXT = (
    "一、住房\n(一)保障住房。新建住房100套。改造20户。(责任单位:住建厅、财政厅)\n(二)完善学校。新建学校5所。"
)


@pytest.fixture
def by():
    return UserFactory()


@pytest.fixture
def draft():
    return DocumentFactory(state="draft", text=TEXT)


@pytest.fixture
def task(draft):
    start, end = TEXT.index("(一)"), TEXT.index("\n(二)")
    return TaskFactory(
        document=draft, number="1", order=1, title="保障住房", start=start, end=end, text=TEXT[start:end]
    )


def at(words: str) -> dict:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words)}


def trail(row) -> tuple:
    latest = row.history.latest()
    return latest.history_type, latest.history_user, latest.history_change_reason


def test_accepting_a_doubt_clears_it_and_says_who_and_what(task, by):
    target = TargetFactory(task=task, doubt="OCR: L98 read as 198")

    editing.accept(row=target, by=by)

    target.refresh_from_db()
    assert target.doubt == ""
    assert trail(target) == ("~", by, "Doubt accepted: OCR: L98 read as 198")


def test_accepting_twice_leaves_one_trace(task, by):
    unit = AssignmentFactory(task=task, doubt="?")
    editing.accept(row=unit, by=by)

    editing.accept(row=unit, by=by)

    assert unit.history.count() == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda task, by: editing.accept(row=task, by=by),
        lambda task, by: editing.remove(row=task, by=by),
        lambda task, by: editing.change_head(document=task.document, by=by, title="x"),
        lambda task, by: editing.change_task(task=task, by=by, number="9", title="x", section=None),
        lambda task, by: editing.add_unit(task=task, by=by, name="甲", role="responsible"),
        lambda task, by: editing.merge_task(task=task, by=by),
        lambda task, by: editing.split_task(task=task, by=by, words="x", number="2", title="x"),
        lambda task, by: editing.begin_task(
            document=task.document, by=by, words="一、", number="2", title="x"
        ),
    ],
    ids=["accept", "remove", "head", "task", "unit", "merge", "split", "begin"],
)
def test_published_ledger_is_not_corrected(change, by):
    task = TaskFactory(title="不变", doubt="?")

    with pytest.raises(Refusal, match="is published"):
        change(task, by)

    task.refresh_from_db()
    assert (task.title, task.doubt) == ("不变", "?")


def test_correcting_a_task_settles_its_doubt(task, by):
    section = SectionFactory(document=task.document)
    Task.objects.filter(pk=task.pk).update(doubt="?")

    editing.change_task(task=task, by=by, number="3", title="保障好住房", section=section)

    task.refresh_from_db()
    assert (task.number, task.title, task.section, task.doubt) == ("3", "保障好住房", section, "")


def test_number_of_another_task_is_refused(task, by):
    TaskFactory(document=task.document, number="2")

    with pytest.raises(Refusal, match="already has a task of this number"):
        editing.change_task(task=task, by=by, number="2", title="x", section=None)


def test_unit_is_pointed_to_the_known_department(task, by):
    known = DepartmentFactory(region=task.document.region, name="自治区财政厅")
    unit = AssignmentFactory(task=task, doubt="?")

    editing.change_unit(assignment=unit, by=by, name="自治区财政厅", role="cooperating")

    unit.refresh_from_db()
    assert (unit.department, unit.group, unit.role, unit.doubt) == (known, None, "cooperating", "")


def test_unit_of_an_unknown_name_is_made(task, by):
    unit = AssignmentFactory(task=task)

    editing.change_unit(assignment=unit, by=by, name="自治区档案馆", role="responsible")

    unit.refresh_from_db()
    assert unit.department == Department.objects.get(region=task.document.region, name="自治区档案馆")


def test_unit_is_pointed_to_a_group_by_its_wording(task, by):
    group = DepartmentGroupFactory(region=task.document.region, wording="各有关单位")
    unit = AssignmentFactory(task=task)

    editing.change_unit(assignment=unit, by=by, name="各有关单位", role="responsible")

    unit.refresh_from_db()
    assert (unit.department, unit.group) == (None, group)


def test_unit_named_twice_is_refused(task, by):
    unit = AssignmentFactory(task=task)

    with pytest.raises(Refusal, match=r"names .* already"):
        editing.add_unit(task=task, by=by, name=unit.department.name, role="responsible")

    assert task.assignments.count() == 1


def test_added_unit_stands_last_with_its_place_in_the_text(task, by):
    AssignmentFactory(task=task, order=1)

    made = editing.add_unit(task=task, by=by, name="自治区财政厅", role="responsible", words="财政厅")

    assert (made.order, made.wording, TEXT[made.start : made.end]) == (2, "财政厅", "财政厅")


def test_removing_the_first_unit_makes_the_second_lead(task, by):
    first, second = AssignmentFactory(task=task, order=1), AssignmentFactory(task=task, order=2)

    editing.remove(row=first, by=by)

    gone = Assignment.history.get(history_type="-")
    second.refresh_from_db()
    assert (second.order, second.leads) == (1, True)
    assert (gone.history_user, gone.history_change_reason) == (by, "Removed while checking")


FIGURE = {
    "indicator": "改造",
    "comparator": ">=",
    "value": Decimal(20),
    "value_to": None,
    "unit": "户",
    "due": date(2022, 12, 31),
    "binding": True,
}


def test_added_target_lies_on_its_words(task, by):
    made = editing.add_target(document=task.document, task=task, by=by, words="改造20户", **FIGURE)

    assert (TEXT[made.start : made.end], made.kind, made.starts_on) == (
        "改造20户",
        "amount",
        date(2022, 1, 1),
    )


def test_targets_are_counted_in_the_order_of_the_text(task, by):
    later = TargetFactory(task=task, order=1, **at("改造20户"))

    first = editing.add_target(document=task.document, task=task, by=by, words="新建住房100套", **FIGURE)

    later.refresh_from_db()
    first.refresh_from_db()
    assert (first.order, later.order) == (1, 2)


def test_target_on_words_of_another_task_is_refused(task, by):
    with pytest.raises(Refusal, match="does not stand in this text"):
        editing.add_target(document=task.document, task=task, by=by, words="新建学校5所", **FIGURE)


def test_goal_is_a_target_without_a_task(draft, by):
    goal = editing.add_target(document=draft, task=None, by=by, words="新建学校5所", **FIGURE)

    assert (goal.task, goal.start) == (None, TEXT.index("新建学校5所"))


def test_range_without_its_upper_end_is_refused(task, by):
    wrong = FIGURE | {"comparator": "range"}

    with pytest.raises(Refusal, match="upper value"):
        editing.add_target(document=task.document, task=task, by=by, words="改造20户", **wrong)


def test_splitting_moves_what_stands_behind(task, by):
    kept = TargetFactory(task=task, **at("新建住房100套"))
    moved = TargetFactory(task=task, **at("改造20户"))
    unit = AssignmentFactory(task=task, **at("住建厅"))

    made = editing.split_task(task=task, by=by, words="改造20户", number="1.2", title="改造")

    task.refresh_from_db()
    assert (task.text, made.text) == ("(一)保障住房。新建住房100套。", "改造20户。(责任单位:住建厅、财政厅)")
    assert list(task.targets.all()) == [kept]
    assert (list(made.targets.all()), list(made.assignments.all())) == ([moved], [unit])
    assert list(task.document.tasks.values_list("number", "order")) == [("1", 1), ("1.2", 2)]


def test_splitting_at_the_beginning_is_refused(task, by):
    with pytest.raises(Refusal, match="inside its own text"):
        editing.split_task(task=task, by=by, words="(一)保障", number="2", title="x")


def test_merging_takes_all_to_the_task_before(task, by):
    start = TEXT.index("(二)")
    second = TaskFactory(document=task.document, number="2", order=2, start=start, end=len(TEXT))
    shared = AssignmentFactory(task=task, order=1)
    AssignmentFactory(task=second, order=1, department=shared.department)
    other = AssignmentFactory(task=second, order=2)
    figure = TargetFactory(task=second)

    before = editing.merge_task(task=second, by=by)

    task.refresh_from_db()
    assert before == task and not Task.objects.filter(pk=second.pk).exists()
    assert list(task.assignments.values_list("pk", "order")) == [(shared.pk, 1), (other.pk, 2)]
    assert list(task.targets.all()) == [figure]
    assert task.text == TEXT[task.start :]


def test_first_task_cannot_be_merged(task, by):
    with pytest.raises(Refusal, match="no task before"):
        editing.merge_task(task=task, by=by)


def test_group_is_confirmed_with_its_members(draft):
    group = DepartmentGroupFactory(region=draft.region, confirmed=False)
    members = [
        DepartmentFactory(region=draft.region, name=name) for name in ("银川市人民政府", "中卫市人民政府")
    ]

    editing.confirm_group(document=draft, group=group, members=members, by=UserFactory())

    group.refresh_from_db()
    assert (group.confirmed, list(group.members.order_by("pk"))) == (True, members)


def test_confirmed_group_has_one_row_in_its_trail_with_its_members(draft, by):
    member, other = (DepartmentFactory(region=draft.region, name=name) for name in ("甲县政府", "乙县政府"))
    group = DepartmentGroupFactory(region=draft.region, confirmed=False, members=[member])
    before = group.history.count()

    editing.confirm_group(document=draft, group=group, members=[other], by=by)

    latest = group.history.latest()
    assert group.history.count() == before + 1
    assert (latest.history_user, latest.confirmed, [row.department for row in latest.members.all()]) == (
        by,
        True,
        [other],
    )


def test_group_of_another_region_is_refused(draft):
    group = DepartmentGroupFactory(region=RegionFactory(code="340000", name="安徽省"))

    with pytest.raises(Refusal, match="another region"):
        editing.confirm_group(document=draft, group=group, members=[], by=UserFactory())


def test_head_is_corrected(draft, by):
    editing.change_head(document=draft, by=by, title="新标题", first_year=2021)

    draft.refresh_from_db()
    assert (draft.title, draft.first_year, trail(draft)[1]) == ("新标题", 2021, by)


def test_years_in_wrong_order_are_refused(draft, by):
    with pytest.raises(Refusal, match="first year"):
        editing.change_head(document=draft, by=by, first_year=2030)


# Sections

LONG = "一、住房\n(一)建房。\n(二)修房。\n二、道路\n(三)修路。\n三、学校\n(四)建校。"


@pytest.fixture
def long():
    """Four tasks; the reader has overlooked that 二、道路 begins a section."""
    document = DocumentFactory(state="draft", text=LONG)
    for order, (ordinal, title) in enumerate([("一", "住房"), ("三", "学校")], start=1):
        start = LONG.index(f"{ordinal}、{title}")
        SectionFactory(document=document, ordinal=ordinal, title=title, order=order, start=start)
    for number, words in enumerate(["(一)建房。", "(二)修房。", "(三)修路。", "(四)建校。"], start=1):
        start = LONG.index(words)
        section = document.sections.get(ordinal="一" if number < 4 else "三")
        TaskFactory(
            document=document,
            section=section,
            number=str(number),
            order=number,
            start=start,
            end=start + len(words),
        )
    return document


def sections(document) -> list:
    return [
        (str(section), [task.number for task in section.tasks.all()]) for section in document.sections.all()
    ]


def test_section_takes_the_tasks_between_it_and_the_next(long, by):
    made = editing.add_section(document=long, by=by, ordinal="二", title="道路", words="二、道路")

    assert sections(long) == [("一、住房", ["1", "2"]), ("二、道路", ["3"]), ("三、学校", ["4"])]
    assert trail(made) == ("+", by, "Added while checking")
    assert trail(long.tasks.get(number="3"))[:2] == ("~", by)


def test_first_section_takes_tasks_without_one(long, by):
    long.sections.all().delete()

    editing.add_section(document=long, by=by, ordinal="二", title="道路", words="二、道路")

    assert sections(long) == [("二、道路", ["3", "4"])]


def test_section_leaves_tasks_that_somebody_put_elsewhere(long, by):
    long.tasks.filter(number="3").update(section=long.sections.get(ordinal="三"))

    editing.add_section(document=long, by=by, ordinal="二", title="道路", words="二、道路")

    assert sections(long)[1:] == [("二、道路", []), ("三、学校", ["3", "4"])]


def test_section_leaves_tasks_that_stand_behind_the_next_one(long, by):
    long.tasks.filter(number="4").update(section=long.sections.get(ordinal="一"))

    editing.add_section(document=long, by=by, ordinal="二", title="道路", words="二、道路")

    assert sections(long)[:2] == [("一、住房", ["1", "2", "4"]), ("二、道路", ["3"])]


def test_section_without_words_stands_last_and_holds_nothing(long, by):
    editing.add_section(document=long, by=by, ordinal="四", title="其他")

    assert sections(long)[-1] == ("四、其他", [])


def test_section_on_words_that_are_not_there_is_refused(long, by):
    with pytest.raises(Refusal, match="does not stand in this text"):
        editing.add_section(document=long, by=by, ordinal="四", title="其他", words="四、其他")

    assert long.sections.count() == 2


def test_tasks_of_a_removed_section_go_to_the_one_before(long, by):
    wrong = long.sections.get(ordinal="三")

    editing.remove_section(section=wrong, by=by)

    gone = Section.history.get(history_type="-")
    assert sections(long) == [("一、住房", ["1", "2", "3", "4"])]
    assert (gone.history_user, gone.history_change_reason) == (by, "Removed while checking")


def test_tasks_of_the_removed_first_section_are_left_without(long, by):
    editing.remove_section(section=long.sections.get(ordinal="一"), by=by)

    assert list(long.tasks.filter(section=None).values_list("number", flat=True)) == ["1", "2", "3"]


def test_corrected_section_leaves_a_trail(long, by):
    section = long.sections.get(ordinal="一")

    editing.change_section(section=section, by=by, ordinal="一", title="居住")

    assert trail(section)[:2] == ("~", by)
