"""A new version put into the ledger: it says what the version says, and rows keep what was logged on them."""

import random
from datetime import date
from decimal import Decimal

import pytest

from tasks import amending, editing
from tasks.models import Assignment, Change, ProgressEntry, Target, Task
from tests.amendments import FIRST, accept_all, compare, log, published
from tests.factories import UserFactory
from urbanplan.refusal import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def office():
    return UserFactory(name="王办")


@pytest.fixture
def document(office):
    return published(office)


def told(document):
    """What a ledger says: its tasks with their units, the one that leads first, and their figures."""
    rows = document.tasks.order_by("order").select_related("section", "parent")
    return [
        (
            *(task.number, task.title, str(task.section), str(task.parent or ""), "".join(task.text.split())),
            [(unit.wording, unit.role, unit.leads) for unit in task.assignments.order_by("order")],
            [
                (one.indicator, one.comparator, one.value, one.unit, one.due, one.kind, one.text)
                for one in task.targets.order_by("order")
            ],
        )
        for task in rows
    ]


def stands_in_its_text(document):
    """Whether every task, unit and figure that has a place has its own words there."""
    rows = [*document.tasks.all(), *document.targets.all()]
    rows += Assignment.objects.filter(task__document=document, task__dropped_on=None)
    words = {row: row.wording if isinstance(row, Assignment) else row.text for row in rows}
    return all(
        "".join(document.text[row.start : row.end].split()) == "".join(text.split())
        for row, text in words.items()
        if row.start is not None
    )


def take(document, office, text, but=()):
    """All of the new version but what these labels name."""
    amendment = compare(document, office, text)
    amending.decide(amendment=amendment, changes=amendment.changes.all(), accept=True, by=office)
    kept = amendment.changes.filter(label__in=but)
    assert kept.count() >= len(but)
    amending.decide(amendment=amendment, changes=kept, accept=False, by=office)
    amending.finish(amendment=amendment, by=office)
    document.refresh_from_db()
    return amendment


# Any edit

HEAD = "云海市2024年城乡建设重点任务\n"
ORDINALS = "一二三四五六"
BODIES = ["市住房城乡建设局", "市财政局", "市交通运输局", "市城市管理局", "市教育局", "市发展改革委"]
DEEDS = [
    *("建设保障房", "整治道路", "增加绿地", "完善学校", "改造管网", "治理内涝", "建设停车场", "修缮古城"),
    *("更新路灯", "改造农贸市场", "建设充电桩", "清理河道", "整治小巷", "建设公厕"),
]
WAYS = ["加大资金投入", "落实属地责任", "健全长效机制", "加快项目建设", "强化监督检查"]
EDITS = ["value", "unit", "order", "words", "new", "gone", "title", "move", "join", "split"]


class Writer:
    """Writes a document and, edit by edit, its next version."""

    def __init__(self, seed):
        self.dice = random.Random(seed)
        self.sections = [[f"改善第{n}类设施", []] for n in range(1, self.dice.randint(2, 4))]
        for deed in self.dice.sample(DEEDS, 8):
            self.dice.choice(self.sections)[1].append(self._task(deed))

    def _task(self, deed):
        return {
            "deed": deed,
            "ways": self.dice.sample(WAYS, 2),
            "values": [self.dice.randint(2, 900) for _n in range(self.dice.randint(0, 2))],
            "units": self.dice.sample(BODIES, self.dice.randint(1, 3)),
        }

    def text(self):
        lines, number = [HEAD], 0
        for place, (title, tasks) in enumerate([one for one in self.sections if one[1]]):
            lines.append(f"{ORDINALS[place]}、{title}\n")
            for task in tasks:
                number += 1
                goals = "".join(
                    f"年内新增{task['deed']}{name}{value}处。"
                    for name, value in zip("甲乙", task["values"], strict=False)
                )
                lines.append(
                    f"{number}.{task['deed']}。{'，'.join(task['ways'])}。{goals}(责任单位：{'、'.join(task['units'])})\n"
                )
        return "".join(lines)

    def edit(self):
        tasks = [task for _title, rows in self.sections for task in rows]
        task, section = self.dice.choice(tasks), self.dice.choice(self.sections)
        match self.dice.choice(EDITS):
            case "value" if task["values"]:
                task["values"][-1] += 100
            case "unit":
                task["units"] = self.dice.sample(BODIES, 2)
            case "order":
                self.dice.shuffle(task["units"])
            case "words":
                task["ways"][0] = "另行部署"
            case "new":
                unused = [deed for deed in DEEDS if deed not in {one["deed"] for one in tasks}]
                section[1].insert(0, self._task(self.dice.choice(unused)))
            case "gone" if len(tasks) > 3:
                self._rows_of(task).remove(task)
            case "title":
                section[0] += "和环境"
            case "move":
                self._rows_of(task).remove(task)
                section[1].append(task)
            case "join" if len(tasks) > 3:
                other = self.dice.choice([one for one in tasks if one is not task])
                self._rows_of(other).remove(other)
                task["ways"] += other["ways"]
            case "split" if task["values"]:
                unused = [deed for deed in DEEDS if deed not in {one["deed"] for one in tasks}]
                fresh = self._task(self.dice.choice(unused)) | {"ways": [task["ways"].pop()]}
                section[1].append(fresh)

    def _rows_of(self, task):
        return next(rows for _title, rows in self.sections if any(one is task for one in rows))


@pytest.mark.parametrize("seed", range(12))
def test_after_any_edits_the_ledger_is_that_of_the_new_version_and_keeps_its_entries(office, seed):
    writer = Writer(seed)
    document = published(office, writer.text())
    entries = [
        log(task, value=Decimal(1) if task.targets.exists() else None) for task in document.tasks.all()
    ]
    before = {entry.pk: (entry.task_id, entry.target_id) for entry in entries}
    for _edit in range(6):
        writer.edit()
    new = writer.text() + "\n"

    amendment = accept_all(compare(document, office, new), office)

    document.refresh_from_db()
    fresh = published(office, new, code="341500")
    assert told(document) == told(fresh) != []
    assert [str(one) for one in document.sections.all()] == [str(one) for one in fresh.sections.all()]
    assert stands_in_its_text(document)
    assert {one.pk: (one.task_id, one.target_id) for one in ProgressEntry.objects.all()} == before
    dropped = set(amendment.changes.filter(kind="task", new={}).values_list("row", flat=True))
    assert set(Task.everything.exclude(dropped_on=None).values_list("pk", flat=True)) == dropped
    assert not compare(document, office, new + "\n").changes.exists()


@pytest.mark.parametrize("seed", range(12))
def test_after_any_decisions_nothing_is_asked_again(office, seed):
    writer, dice = Writer(seed), random.Random(seed)
    document = published(office, writer.text())
    for _edit in range(6):
        writer.edit()
    amendment = compare(document, office, writer.text() + "\n")
    for change in amendment.changes.all():
        amending.decide(amendment=amendment, changes=[change], accept=dice.random() < 0.5, by=office)
    try:
        amending.finish(amendment=amendment, by=office)
    except Refusal as refusal:
        assert "Decide otherwise" in str(refusal)
        return
    document.refresh_from_db()

    assert not compare(document, office, writer.text() + "\n\n").changes.exists()
    assert stands_in_its_text(document)


# One edit each


def test_a_figure_of_a_task_that_was_joined_to_another_goes_along_with_what_was_logged(document, office):
    entry = log(document.tasks.get(number="2"), value=Decimal(12))
    joined = FIRST.replace("1200套。(责任", "1200套。改造城市道路30公里。(责任").replace(
        "2.整治道路。改造城市道路30公里。(责任单位：市交通运输局)\n3.", "2."
    )

    take(document, office, joined)

    task = document.tasks.get(number="1")
    entry.refresh_from_db()
    assert [one.unit for one in task.targets.order_by("order")] == ["套", "公里"]
    assert (entry.target.task, entry.target.dropped_on) == (task, None)
    assert Task.everything.get(title="整治道路").dropped_on
    assert Change.objects.get(kind="target", new__has_key="task").task == task


def test_a_figure_that_a_new_task_takes_over_stands_once_and_keeps_what_was_logged(office):
    whole = FIRST.replace("1200套。", "1200套。改造老旧小区40个。")
    document = published(office, whole)
    target = document.targets.get(indicator__contains="老旧")
    entry = ProgressEntry.objects.create(
        task=target.task,
        target=target,
        value=5,
        department=target.task.assignments.first().department,
        reporter=office,
        as_of="2024-05-01",
    )
    split = FIRST.replace("3.", "4.").replace("2.", "3.")
    split = split.replace("3.整治", "2.改造小区。改造老旧小区40个。(责任单位：市住房城乡建设局)\n3.整治")

    amendment = compare(document, office, split)
    added = amendment.changes.get(label="2 改造小区")
    assert "老旧小区" not in added.new["targets"]
    accept_all(amendment, office)

    (moved,) = document.targets.filter(indicator__contains="老旧")
    entry.refresh_from_db()
    assert (moved.pk, moved.task.number, entry.target) == (target.pk, "2", target)


def test_a_figure_does_not_go_to_a_task_that_was_rejected(office):
    document = published(office, FIRST.replace("1200套。", "1200套。改造老旧小区40个。"))
    split = FIRST + "4.改造小区。改造老旧小区40个。(责任单位：市住房城乡建设局)\n"

    with pytest.raises(Refusal, match="would belong to a task that is not in the ledger"):
        take(document, office, split, but=["4 改造小区"])

    assert document.targets.get(indicator__contains="老旧").task.number == "1"


def test_units_in_another_order_change_who_leads_only_when_that_is_accepted(document, office):
    turned = FIRST.replace("市住房城乡建设局、市财政局", "市财政局、市住房城乡建设局")

    amendment = compare(document, office, turned)
    changes = amendment.changes.filter(kind="unit")
    assert [(one.label, one.old, one.new) for one in changes] == [
        ("1 · 市财政局", {"leads": "no"}, {"leads": "yes"})
    ]
    amending.discard(amendment=amendment, by=office)
    for but, leads in ((["1 · 市财政局"], "市住房城乡建设局"),):
        take(document, office, turned, but=but)
        (lead,) = [one for one in document.tasks.get(number="1").assignments.all() if one.leads]
        assert lead.wording == leads


def test_another_unit_that_was_accepted_as_the_lead_leads(document, office):
    take(document, office, FIRST.replace("市住房城乡建设局、市财政局", "市财政局、市住房城乡建设局"))

    units = document.tasks.get(number="1").assignments.order_by("order")
    assert [(one.wording, one.leads) for one in units] == [("市财政局", True), ("市住房城乡建设局", False)]


def test_the_same_body_under_another_name_leads_still(document, office):
    renamed = FIRST.replace("市住房城乡建设局、市财政局", "市住建局、市财政局")

    amendment = take(document, office, renamed)

    units = document.tasks.get(number="1").assignments.order_by("order")
    assert not amendment.changes.filter(kind="unit").exists()
    assert [one.leads for one in units] == [True, False]
    assert [document.text[one.start : one.end] for one in units] == ["市住建局", "市财政局"]


# What the office corrected


def corrected(document, office, deed):
    amendment = amending.begin(document=document, reason="更正", by=office)
    deed()
    amending.finish(amendment=amendment, by=office)


NEXT = FIRST.replace("1200", "1500")


def test_a_section_that_the_office_named_otherwise_keeps_its_name(document, office):
    section = document.sections.get()
    corrected(
        document,
        office,
        lambda: editing.change_section(section=section, by=office, ordinal="一", title="住房和道路"),
    )

    take(document, office, NEXT)

    assert [(one.pk, str(one)) for one in document.sections.all()] == [(section.pk, "一、住房和道路")]
    assert {task.section for task in document.tasks.all()} == {section}


def test_a_task_that_the_office_put_into_another_section_stays_there(office):
    text = FIRST.replace("3.增加", "二、美化环境\n3.增加")
    document = published(office, text)
    task, section = document.tasks.get(number="2"), document.sections.get(ordinal="二")
    corrected(
        document,
        office,
        lambda: editing.change_task(task=task, by=office, number="2", title=task.title, section=section),
    )

    take(document, office, text.replace("1200", "1500"))

    task.refresh_from_db()
    assert task.section == section


def test_a_section_with_another_title_is_one_row_and_keeps_its_tasks(office):
    text = FIRST.replace("3.增加", "二、美化环境\n3.增加")
    document = published(office, text)
    first = document.sections.get(ordinal="一")

    amendment = take(document, office, text.replace("一、改善住房", "一、改善居住条件"))

    assert [(one.kind, one.old, one.new) for one in amendment.changes.all()] == [
        ("section", {"title": "改善住房"}, {"title": "改善居住条件"})
    ]
    assert [str(one) for one in document.sections.all()] == ["一、改善居住条件", "二、美化环境"]
    assert list(first.tasks.values_list("number", flat=True)) == ["1", "2"]


def test_a_section_whose_new_title_was_rejected_keeps_the_old_one(document, office):
    take(document, office, FIRST.replace("一、改善住房", "一、改善居住条件"), but=["一、改善居住条件"])

    assert [str(one) for one in document.sections.all()] == ["一、改善住房"]


def test_a_section_of_goals_with_another_title_is_one_row(office):
    goals = "一、总体目标\n到2024年，常住人口城镇化率达到65%。\n二、改善住房"
    text = FIRST.replace("一、改善住房", goals)
    document = published(office, text)

    amendment = take(document, office, text.replace("一、总体目标", "一、主要目标"))

    assert [(one.kind, one.new) for one in amendment.changes.all()] == [("section", {"title": "主要目标"})]
    assert [str(one) for one in document.sections.all()] == ["一、主要目标", "二、改善住房"]


def test_a_section_of_goals_that_comes_or_goes(document, office):
    goals = "一、总体目标\n到2024年，常住人口城镇化率达到65%。\n二、改善住房"

    take(document, office, FIRST.replace("一、改善住房", goals))
    assert [str(one) for one in document.sections.all()] == ["一、总体目标", "二、改善住房"]

    take(document, office, FIRST + "\n")
    assert [str(one) for one in document.sections.all()] == ["一、改善住房"]


def test_a_section_that_the_office_took_out_does_not_come_back(office):
    text = FIRST.replace("3.增加", "二、美化环境\n3.增加")
    document = published(office, text)
    section = document.sections.get(ordinal="二")
    corrected(document, office, lambda: editing.remove_section(section=section, by=office))

    take(document, office, text.replace("1200", "1500"))

    assert [str(one) for one in document.sections.all()] == ["一、改善住房"]
    assert document.tasks.get(number="3").section == document.sections.get()


def test_sections_that_the_office_added_stay_where_their_words_stand(document, office):
    def deed():
        fields = {"document": document, "by": office}
        editing.add_section(**fields, ordinal="二", title="整治道路", words="2.整治道路")
        editing.add_section(**fields, ordinal="三", title="其他")

    corrected(document, office, deed)

    take(document, office, NEXT.replace("一、改善", "按照部署，\n一、改善"))

    _first, added, empty = document.sections.all()
    task = document.tasks.get(number="2")
    assert (str(added), str(empty)) == ("二、整治道路", "三、其他")
    assert (task.section, document.text[added.start : added.end]) == (added, "2.整治道路")
    assert added.start == task.start


def test_a_new_section_shifts_the_ordinals_behind_it(office):
    document = published(office, FIRST.replace("3.增加", "二、美化环境\n3.增加"))
    longer = FIRST.replace("2.整治", "二、改善交通\n2.整治").replace("3.增加", "三、美化环境\n3.增加")

    take(document, office, longer)

    found = document.tasks.order_by("order").values_list("number", "section__ordinal", "section__title")
    assert list(found) == [("1", "一", "改善住房"), ("2", "二", "改善交通"), ("3", "三", "美化环境")]


def test_ordinals_that_were_accepted_in_part_stay_apart(office):
    document = published(office, FIRST.replace("3.增加", "二、美化环境\n3.增加"))
    longer = FIRST.replace("2.整治", "二、改善交通\n2.整治").replace("3.增加", "三、美化环境\n3.增加")

    take(document, office, longer, but=["三、美化环境"])

    assert sorted(document.sections.values_list("ordinal", "title")) == [
        ("一", "改善住房"),
        ("二", "改善交通"),
        ("二*", "美化环境"),
    ]


def test_a_task_that_the_office_joined_to_another_keeps_the_words_of_both(office):
    document = published(office)
    task = document.tasks.get(number="2")
    corrected(document, office, lambda: editing.merge_task(task=task, by=office))
    words = document.tasks.get(number="1").text

    amendment = take(document, office, FIRST.replace("公园6个", "公园9个"))

    assert [one.label for one in amendment.changes.filter(kind="task")] == ["3 增加绿地"]
    kept = document.tasks.get(number="1")
    assert kept.text == words == document.text[kept.start : kept.end]
    assert document.targets.get(unit="公里").task == kept


def test_a_task_that_the_office_split_stays_split_with_its_own_words(office):
    whole = FIRST.replace("1200套。", "1200套。改造老旧小区40个。")
    document = published(office, whole)
    task = document.tasks.get(number="1")
    corrected(
        document,
        office,
        lambda: editing.split_task(
            task=task, by=office, words="改造老旧小区40个", number="1之二", title="改造小区"
        ),
    )
    before = told(document)[:2]

    take(document, office, whole.replace("公园6个", "公园9个"))

    assert told(document)[:2] == before
    assert stands_in_its_text(document)


def test_a_figure_that_the_office_added_stands_where_its_words_stand(document, office):
    task = document.tasks.get(number="2")
    corrected(
        document,
        office,
        lambda: editing.add_target(
            document=document,
            task=task,
            by=office,
            words="整治道路",
            indicator="整治道路",
            comparator=">=",
            value=Decimal(3),
            value_to=None,
            unit="条",
            due=date(2024, 12, 31),
        ),
    )

    take(document, office, "附言。\n" + NEXT)

    target = document.targets.get(unit="条")
    assert document.text[target.start : target.end] == "整治道路"


# What cannot stand together


SPLIT = FIRST.replace(
    "1.建设保障房。年内新建保障性住房1200套。(责任单位：市住房城乡建设局、市财政局)",
    "1.建设保障房。\n(1)新建住房。年内新建保障性住房1200套。(责任单位：市住房城乡建设局)\n"
    "(2)筹集资金。统筹用好中央预算内投资、专项债券和银行贷款，鼓励社会资本参与，引导企业加大投入，"
    "规范使用土地出让收益，完善绩效评价和全过程监督机制，年内筹集资金3亿元。(责任单位：市财政局)",
)
# Of the parts only the first is left, as a task of its own.
ALONE = FIRST.replace("1.建设保障房。", "1.新建住房。").replace("、市财政局", "")


def test_a_part_is_not_added_without_its_whole(document, office):
    more = (
        "4.更新路灯。\n(1)更换灯具。更换灯具90盏。(责任单位：市城市管理局)\n"
        "(2)改造线路。改造线路7公里。(责任单位：市财政局)\n"
    )

    with pytest.raises(Refusal, match=r"“4\.1 更换灯具” would belong to a task that is not in the ledger"):
        take(document, office, FIRST + more, but=["4 更新路灯"])


def test_a_part_does_not_stay_without_its_whole(office):
    document = published(office, SPLIT)
    parts = document.tasks.filter(parent__number="1")
    assert parts.count() == 2
    without = SPLIT[: SPLIT.index("1.建设")] + SPLIT[SPLIT.index("2.整治") :]

    with pytest.raises(Refusal, match="would belong to a task that is not in the ledger"):
        take(document, office, without, but=["1.1 新建住房"])

    take_again = document.amendments.get()
    amending.decide(amendment=take_again, changes=take_again.changes.all(), accept=True, by=office)
    amending.finish(amendment=take_again, by=office)
    assert [task.number for task in document.tasks.all()] == ["2", "3"]
    assert Target.everything.filter(task__parent__number="1").exclude(dropped_on=None).count() == 2


def test_a_part_that_becomes_a_task_of_its_own_keeps_what_was_logged(office):
    document = published(office, SPLIT)
    part = document.tasks.get(title="新建住房")
    entry = log(part, value=Decimal(300))
    amendment = compare(document, office, ALONE)
    (moved,) = amendment.changes.filter(row=part.pk, kind="task")
    assert (moved.old["parent"], moved.new["parent"]) == ("1 建设保障房", "")

    accept_all(amendment, office)

    part.refresh_from_db()
    entry.refresh_from_db()
    assert (part.number, part.parent, part.dropped_on) == ("1", None, None)
    assert (entry.task, entry.target.task, entry.target.dropped_on) == (part, part, None)
    assert [one.wording for one in part.assignments.all()] == ["市住房城乡建设局"]
    assert [task.number for task in document.tasks.order_by("order")] == ["1", "2", "3"]


def test_a_part_whose_move_was_rejected_does_not_stay_under_a_task_that_goes(office):
    document = published(office, SPLIT)

    with pytest.raises(Refusal, match="would belong to a task that is not in the ledger"):
        take(document, office, ALONE, but=["1 新建住房"])


def test_a_figure_whose_move_was_rejected_does_not_stay_under_a_task_that_goes(document, office):
    joined = FIRST.replace("1200套。(责任", "1200套。改造城市道路30公里。(责任").replace(
        "2.整治道路。改造城市道路30公里。(责任单位：市交通运输局)\n3.", "2."
    )

    with pytest.raises(Refusal, match="would belong to a task that is not in the ledger"):
        take(document, office, joined, but=["1 · 改造城市道路"])


# The head


def test_what_a_version_does_not_say_of_itself_stays(document, office):
    bare = FIRST[FIRST.index("一、改善") :]

    amendment = take(document, office, bare)

    assert not amendment.changes.exists()
    assert (document.number, document.first_year, document.title) == (
        "云政办发〔2024〕7号",
        2024,
        "云海市2024年城乡建设重点任务",
    )


def test_report_days_of_the_new_version_are_asked_about(document, office):
    asked = FIRST + "请各责任单位分别于2024年7月5日、12月10日前报送半年和全年工作进展情况。\n"

    amendment = take(document, office, asked)

    assert [one.new for one in amendment.changes.filter(kind="head")] == [
        {"half_year_month": "7", "half_year_day": "5"},
        {"annual_month": "12", "annual_day": "10"},
    ]
    assert (document.half_year_month, document.annual_day, document.reports_named) == (7, 10, True)


def test_a_title_that_another_document_of_the_region_has_is_refused_with_its_reason(document, office):
    other = published(office, FIRST.replace("城乡建设", "道路交通"))
    assert other.region == document.region

    with pytest.raises(Refusal, match="already has a document of this title"):
        take(document, office, NEXT.replace("城乡建设", "道路交通"))
