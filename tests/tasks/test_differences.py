"""A new version against the ledger and the version before it, as plain rows."""

import pytest

from tasks.differences import compare
from tests.plain_ledgers import HEAD, figure, found, live, task, unit

pytestmark = pytest.mark.once


def proposals(old, new, ledger=None):
    result = compare(ledger or live(old), old, new)
    return [(one.kind, one.label, one.old, one.new) for one in result.proposals]


OLD = found(
    task("1", "保障住房", [unit()], [figure()]),
    task("2", "完善学校", [unit("市教育局")], [figure("新建学校", "5", "所")]),
)


def test_the_same_version_changes_nothing():
    assert proposals(OLD, OLD) == []


def test_line_breaks_and_blanks_are_no_change():
    new = found(OLD["tasks"][0] | {"text": "保障 住房\n。"}, OLD["tasks"][1])

    assert proposals(OLD, new) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1.保障住房。", "2.保障住房。"),
        ("(一)保障住房。", "(二)保障住房。"),
        ("十一、保障住房。", "十二、保障住房。"),
        ("保障住房。(责任单位:市住建局,各县(区)人民政府)", "保障住房。(责任单位:市住建局)"),
        ("保障住房。（市住建局牵头）", "保障住房。（市财政局牵头）"),
    ],
)
def test_a_number_and_a_clause_of_units_are_told_of_as_such_not_as_words(old, new):
    assert proposals(found(task("1", "保障住房", text=old)), found(task("1", "保障住房", text=new))) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [("3.5万套保障住房。", "4.5万套保障住房。"), ("三项工程。", "四项工程。"), ("建房(套)。", "建房(户)。")],
)
def test_a_number_in_the_words_is_words(old, new):
    ((_kind, _label, before, after),) = proposals(
        found(task("1", "保障住房", text=old)), found(task("1", "保障住房", text=new))
    )

    assert (before, after) == ({"text": old}, {"text": new})


def test_the_words_of_parts_are_told_of_there_not_with_the_whole():
    def version(words):
        part = f"(1)新建。{words}"
        return found(
            task("1", "住房", text=f"1.住房。总的要求。{part}"), task("1.1", "新建", text=part, parent="1")
        )

    rows = proposals(version("年内新建。"), version("明年新建。"))

    assert [(label, fields) for _kind, label, _old, fields in rows] == [
        ("1.1 新建", {"text": "新建。明年新建。"})
    ]


def test_a_changed_figure_shows_only_what_changed():
    new = found(task("1", "保障住房", [unit()], [figure(value="150")]), OLD["tasks"][1])

    assert proposals(OLD, new) == [
        (
            "target",
            "1 · 新建住房",
            {"value": "100", "text": "新建住房100套"},
            {"value": "150", "text": "新建住房150套"},
        )
    ]


def test_a_decimal_written_otherwise_is_the_same_figure():
    new = found(
        task("1", "保障住房", [unit()], [figure(value="100.0", text="新建住房100套")]), OLD["tasks"][1]
    )

    assert proposals(OLD, new) == []


def test_a_new_task_comes_whole_and_pushes_the_numbers_behind_it():
    fresh = task("2", "改造老旧小区", [unit()], [figure("改造老旧小区", "30", "个")])
    new = found(OLD["tasks"][0], fresh, OLD["tasks"][1] | {"number": "3"})

    rows = proposals(OLD, new)

    assert [(kind, label) for kind, label, _old, _new in rows] == [
        ("task", "2 改造老旧小区"),
        ("task", "3 完善学校"),
    ]
    assert rows[1][2:] == ({"number": "2"}, {"number": "3"})


def test_a_dropped_task_takes_its_units_and_figures_along():
    rows = proposals(OLD, found(OLD["tasks"][0]))

    assert [(kind, label, new) for kind, label, _old, new in rows] == [("task", "2 完善学校", {})]


def test_a_reworded_task_is_still_the_same_task():
    text = "新建保障性住房，完善配套设施，优先供应新市民。"
    old = found(task("1", "保障住房供应", text=text))
    new = found(task("4", "强化住房供给", text=text.replace("优先", "重点")))

    kinds = [(kind, sorted(fields)) for kind, _label, _old, fields in proposals(old, new)]

    assert kinds == [("task", ["number", "text", "title"])]


def test_the_number_alone_does_not_make_two_tasks_one():
    old = found(task("1", "保障住房", text="新建住房。"))
    new = found(task("1", "发展旅游", text="办好节庆。"))

    assert [(bool(old), bool(new)) for _k, _l, old, new in proposals(old, new)] == [
        (False, True),
        (True, False),
    ]


def test_units_added_dropped_and_in_another_role():
    old = found(task("1", "保障住房", [unit("市住建局", "lead"), unit("市财政局")]))
    new = found(task("1", "保障住房", [unit("市住建局"), unit("市发展改革委")]))

    assert proposals(old, new) == [
        ("unit", "1 · 市住建局", {"role": "lead"}, {"role": "responsible"}),
        ("unit", "1 · 市发展改革委", {}, {"name": "市发展改革委", "role": "responsible"}),
        ("unit", "1 · 市财政局", {"name": "市财政局", "role": "responsible"}, {}),
    ]


def test_the_same_body_under_another_name_is_no_change():
    old = found(task("1", "保障住房", [unit("市发展改革委", key="department 7")]))
    new = found(task("1", "保障住房", [unit("市发改委", key="department 7")]))

    assert proposals(old, new) == []


def test_a_figure_that_moved_to_another_task_is_moved_not_lost():
    new = found(
        OLD["tasks"][0] | {"targets": []},
        OLD["tasks"][1] | {"targets": [*OLD["tasks"][1]["targets"], figure()]},
    )

    assert proposals(OLD, new) == [("target", "2 · 新建住房", {"task": "1 保障住房"}, {"task": "2 完善学校"})]


def test_goals_are_compared_too():
    old = found(*OLD["tasks"], goals=[figure("常住人口城镇化率", "65", "%")])
    new = found(*OLD["tasks"], goals=[figure("常住人口城镇化率", "66", "%", text="常住人口城镇化率65%")])

    assert proposals(old, new) == [("target", "常住人口城镇化率", {"value": "65"}, {"value": "66"})]


def test_what_the_office_corrected_stands_where_the_document_says_the_same():
    ledger = live(OLD)
    ledger["tasks"][0]["title"] = "住房保障"
    ledger["tasks"][0]["targets"][0]["value"] = "110"
    ledger["tasks"][1]["units"].append(unit("市财政局") | {"id": 900})
    ledger["tasks"][1]["targets"] = []

    assert proposals(OLD, OLD, ledger) == []


def test_what_both_the_office_and_the_document_changed_is_asked():
    ledger = live(OLD)
    ledger["tasks"][0]["targets"][0]["value"] = "110"
    new = found(task("1", "保障住房", [unit()], [figure(value="150", text="新建住房100套")]), OLD["tasks"][1])

    assert proposals(OLD, new, ledger) == [("target", "1 · 新建住房", {"value": "110"}, {"value": "150"})]


def test_a_task_that_the_office_took_out_does_not_come_back():
    ledger = live(OLD)
    del ledger["tasks"][1]

    assert proposals(OLD, OLD, ledger) == []


def test_a_row_that_the_office_added_is_not_dropped():
    ledger = live(OLD)
    ledger["tasks"][0]["targets"].append(figure("改造棚户区", "20", "户") | {"id": 901})
    ledger["tasks"].append(task("3", "另加任务") | {"id": 902})

    assert proposals(OLD, OLD, ledger) == []


def test_without_the_old_version_every_difference_is_asked():
    ledger = live(OLD)
    ledger["tasks"][0]["title"] = "住房保障"
    result = compare(ledger, None, OLD)

    assert [one.new for one in result.proposals] == [{"title": "保障住房"}]


def test_parts_of_a_split_task_are_compared_with_parts_of_the_same_task():
    old = found(
        task("1", "住房"),
        task("1.1", "新建", [unit()], parent="1"),
        task("1.2", "改造", [unit()], parent="1"),
    )
    new = found(
        task("2", "住房"),
        task("2.1", "新建", [unit()], parent="2"),
        task("2.2", "改造", [unit("市财政局")], parent="2"),
    )

    rows = [(kind, label, new) for kind, label, _old, new in proposals(old, new)]

    finance = {"name": "市财政局", "role": "responsible", "leads": "yes"}
    assert ("unit", "2.2 · 市财政局", finance) in rows
    assert not any(kind == "task" and fields == {} for kind, _label, fields in rows)


def test_a_part_that_goes_under_another_task_is_the_same_part():
    old = found(task("1", "住房"), task("1.1", "新建", parent="1"), task("2", "道路"))
    new = found(task("1", "住房"), task("2", "道路"), task("2.1", "新建", parent="2"))

    assert proposals(old, new) == [
        ("task", "2.1 新建", {"number": "1.1", "parent": "1 住房"}, {"number": "2.1", "parent": "2 道路"})
    ]


def test_a_figure_that_the_office_put_under_another_task_stays_there():
    ledger = live(OLD)
    ledger["tasks"][1]["targets"].append(ledger["tasks"][0]["targets"].pop())

    assert proposals(OLD, OLD, ledger) == []


def test_a_figure_does_not_follow_to_a_task_that_the_office_took_out():
    ledger = live(OLD)
    del ledger["tasks"][1]
    moved = found(
        OLD["tasks"][0] | {"targets": []},
        OLD["tasks"][1] | {"targets": [*OLD["tasks"][1]["targets"], figure()]},
    )

    assert proposals(OLD, moved, ledger) == []


def test_figures_of_a_task_that_comes_are_told_in_short():
    rates = [
        figure("入住率", "95", "%", value_to="98", comparator="range"),
        figure("空置率", "5", "%", comparator="<="),
    ]
    new = found(*OLD["tasks"], task("3", "管好住房", [], rates))

    ((_kind, _label, _old, fields),) = proposals(OLD, new)

    assert fields["targets"] == "入住率 95—98%；空置率 ≤5%"


def test_a_section_with_another_title_is_told_of_once():
    old = found(*OLD["tasks"], task("3", "增加绿地", section="环境"))
    new = found(*(row | {"section": "居住"} for row in OLD["tasks"]), old["tasks"][2])

    assert proposals(old, new) == [("section", "1、居住", {"title": "住房"}, {"title": "居住"})]


def test_a_task_that_goes_to_another_section_is_told_of():
    old = found(*OLD["tasks"], task("3", "增加绿地", section="环境"))
    new = found(OLD["tasks"][0], OLD["tasks"][1] | {"section": "环境"}, old["tasks"][2])

    assert proposals(old, new) == [("task", "2 完善学校", {"section": "住房"}, {"section": "环境"})]


def test_the_head_is_compared():
    new = found(*OLD["tasks"], number="云办〔2024〕9号", issued_on="2024-07-01")

    assert proposals(OLD, new) == [
        (
            "head",
            HEAD["title"],
            {"number": "云办〔2024〕1号", "issued_on": "2024-03-01"},
            {"number": "云办〔2024〕9号", "issued_on": "2024-07-01"},
        )
    ]
