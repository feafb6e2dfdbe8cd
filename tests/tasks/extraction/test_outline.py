"""Headings, numberings and the count proof."""

import pytest

from tasks.extraction import extract
from tests.tasks.extraction.documents import DECIMAL, SPLIT, document


def tasks(body: str) -> list[tuple[str, str, str | None]]:
    return [(task.number, task.title, task.section) for task in extract(document(body)).tasks]


def test_a_split_task_keeps_its_heading_and_its_children_name_their_first_clause():
    rows = [(task.number, task.parent, task.title) for task in extract(SPLIT).tasks]
    assert rows == [
        ("1", None, "扩大绿地"),
        ("1.1", "1", "合理选址"),
        ("1.2", "1", "完善配套"),
        ("2", None, "管好绿地"),
    ]


def test_headings_that_run_on_in_one_line_are_found():
    body = (
        "如下。一、完善绿地(一)扩大绿地。新建公园。(县住建局负责)(二)管好绿地。修补步道。(县城管局负责)"
        "二、用好绿地(三)开展活动。办好节庆。(县文旅局负责)"
    )
    assert tasks(body) == [("1", "扩大绿地", "一"), ("2", "管好绿地", "一"), ("3", "开展活动", "二")]


def test_arabic_items_stand_under_the_bracketed_headings_of_one_division():
    body = (
        "二、重点工作\n(一)公园\n1.扩大。新建公园。(县住建局负责)\n"
        "(二)绿道\n2．扩大。新建绿道。(县林业局负责)"
    )
    assert tasks(body) == [("1", "扩大", "二(一)"), ("2", "扩大", "二(二)")]


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("(一)完善标准,提升水平。全面修订办法。", "完善标准,提升水平"),
        ("(一)完善标准，提升水平\n全面修订办法。", "完善标准，提升水平"),
        ("(一)对现有许可事项要逐一深入论证,能取消的坚决取消。", "对现有许可事项要逐一深入论证"),
    ],
)
def test_a_title_is_the_heading_or_the_first_clause_of_running_text(printed, title):
    body = f"一、绿地\n{printed}(县住建局负责)\n(二)管好绿地。修补步道。(县城管局负责)"
    assert tasks(body)[0][1] == title


def test_the_running_count_of_decimal_numbers_is_proved():
    assert [number for number, _, _ in tasks(DECIMAL.split("制定本方案。")[1])] == ["1.1", "1.2", "2.1"]
    assert [finding.code for finding in extract(DECIMAL).findings] == ["tasks_counted"]


def test_references_to_numbers_inside_a_sentence_are_no_headings():
    body = (
        "一、绿地\n(一)扩大绿地。统筹一、二、三产业,按照第(二)项要求,新建1.5公里绿道。(县住建局负责)\n"
        "(二)管好绿地。修补。(县城管局负责)"
    )
    assert [number for number, _, _ in tasks(body)] == ["1", "2"]


def test_the_count_is_proved():
    body = "一、绿地\n(一)甲事。做好。(县住建局负责)\n(二)乙事。做好。(县城管局负责)"
    assert [finding.message for finding in extract(document(body)).findings] == [
        "2 tasks numbered 1 to 2, none missing."
    ]


def test_a_gap_in_the_numbering_is_reported():
    body = (
        "一、绿地\n(一)甲事。做好。(县住建局负责)\n(二)乙事。做好。(县城管局负责)\n"
        "(四)丁事。做好。(县林业局负责)"
    )
    found = [
        finding.params for finding in extract(document(body)).findings if finding.code == "numbers_missing"
    ]
    assert found == [{"before": 2, "after": 4}]


def test_a_text_that_stops_in_mid_sentence_is_reported():
    body = "一、绿地\n(一)甲事。做好。(县住建局负责)\n(二)乙事。" + "修补步道,更换座椅," * 10 + "安装路"
    codes = [finding.code for finding in extract(body).findings]
    assert "ends_in_mid_sentence" in codes


def test_a_number_printed_twice_does_not_begin_a_new_part():
    body = (
        "一、绿地\n(一)甲事。做好。(县住建局负责)\n(二)乙事。做好。(县城管局负责)\n"
        "(二)丙事。做好。(县林业局负责)\n(三)丁事。做好。(县水利局负责)"
    )
    assert [number for number, _, _ in tasks(body)] == ["1", "2", "2(2)", "3"]
    assert "number_twice" in [finding.code for finding in extract(document(body)).findings]


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("(一)旧管改造:改造管网20公里。", "旧管改造"),
        ("(一)摸清底数,编制计划。开展调查。", "摸清底数,编制计划"),
        ("(一)健全机制,共建共享\n1.建立台账。\n2.定期调度。", "健全机制,共建共享"),
    ],
)
def test_a_title_ends_where_its_text_or_its_clause_begins(printed, title):
    body = f"一、绿地\n{printed}(县住建局负责)\n(二)管好绿地,延长寿命。修补步道。(县城管局负责)\n"
    assert tasks(body)[0][1] == title


def test_a_bare_list_of_units_is_no_part_of_the_title():
    assert (
        tasks("一、绿地\n1.清理乱堆200处(县城管局、县住建局)\n2.修步道(县城管局)\n")[0][1] == "清理乱堆200处"
    )


def test_the_first_stretch_of_a_split_task_is_named_by_its_own_words():
    body = (
        "一、绿地\n1.扩大绿地。(1)完善标准,修订办法。(县住建局负责)(2)设置座椅。(县城管局负责)\n"
        "2.管好绿地。修补步道。(县林业局负责)"
    )
    assert [title for _, title, _ in tasks(body)] == ["扩大绿地", "完善标准", "设置座椅", "管好绿地"]


def test_a_numbering_that_goes_on_from_division_to_division_carries_the_tasks():
    body = (
        "一、公园\n(一)建好公园。\n1.选址。(县自然资源局负责)\n2.施工。(县住建局负责)\n(二)管好公园。(县城管局负责)\n"
        "二、绿道\n(三)建好绿道。\n1.选址。(县自然资源局负责)\n2.施工。(县林业局负责)\n(四)管好绿道。(县城管局负责)\n"
    )
    numbers = [number for number, _, _ in tasks(body)]
    assert numbers == ["1", "1.1", "1.2", "2", "3", "3.1", "3.2", "4"]


@pytest.mark.parametrize(
    "signs",
    [("1)", "2)"), ("⒈", "⒉"), ("㈠", "㈡"), ("⑴", "⑵")],
    ids=["half", "full stop", "Chinese", "Arabic"],
)
def test_other_ways_of_printing_a_number(signs):
    body = (
        f"一、绿地\n{signs[0]}扩大绿地。建公园。(县住建局负责)\n{signs[1]}管好绿地。修步道。(县城管局负责)\n"
    )
    assert tasks(body) == [("1", "扩大绿地", "一"), ("2", "管好绿地", "一")]


def test_sections_of_a_chapter_are_named_with_their_chapter():
    body = (
        "第一章 绿地\n第一节 公园\n第一条 扩大公园。建公园。(县住建局负责)\n"
        "第二节 绿道\n第二条 扩大绿道。建绿道。(县林业局负责)"
    )
    assert [section for _, _, section in tasks(body)] == ["一(一)", "一(二)"]


def test_what_stands_in_an_annex_belongs_to_no_division_before_it():
    body = (
        "一、任务\n做好工作。\n二、保障\n(一)加强领导。\n附件\n任务表\n"
        "1.建公园。\n责任单位:县住建局\n2.修步道。\n责任单位:县城管局\n"
    )
    assert tasks(body) == [("1", "建公园", None), ("2", "修步道", None)]


def test_an_aim_in_the_preamble_makes_the_last_division_no_section():
    body = "一、绿地\n(一)甲事。做好。(县林业局负责)\n二、保障\n加强领导。"
    text = document(body).replace("制定本方案。", "制定本方案。到2025年,全县公园绿地面积达到300公顷。")
    assert [section.ordinal for section in extract(text).sections] == ["一"]


def test_one_clause_behind_several_sub_items_closes_the_item_above_them():
    body = (
        "二、任务\n(一)公园\n1.选址。\n2.施工。\n责任单位:县住建局\n(二)绿道\n1.选址。\n2.施工。\n责任单位:县林业局\n"
        "三、保障措施\n(一)加强领导。\n(二)加强宣传。\n"
    )
    assert tasks(body) == [("1", "公园", "二"), ("2", "绿道", "二")]


def test_actions_are_counted_like_other_items():
    body = "行动一:公园行动\n建公园。\n责任单位:县住建局\n行动二:绿道行动\n建绿道。\n责任单位:县林业局\n"
    assert tasks(body) == [("1", "公园行动", None), ("2", "绿道行动", None)]


def test_a_heading_that_counts_its_tasks_sets_no_goal():
    body = "一、绿地(2项)\n1.建公园。\n责任单位:县住建局\n2.修步道。\n责任单位:县城管局\n"
    assert extract(document(body)).goals == ()


NUMBERED = "{}.甲事。做好。(县住建局负责)\n{}.乙事。做好。(县城管局负责)\n{}.丙事。做好。(县林业局负责)\n"


@pytest.mark.parametrize(
    ("numbers", "number", "doubt"),
    [
        ((2, 3, 4), "2", "The numbering begins with 2."),
        ((1, 2, 4), "4", "The numbering jumps from 2 to 4."),
        ((1, 2, 2), "2(2)", "The number 2 occurs twice."),
    ],
)
def test_a_task_whose_number_breaks_the_count_is_doubted(numbers, number, doubt):
    extraction = extract(document("一、绿地\n" + NUMBERED.format(*numbers)))
    assert [(task.number, task.doubt) for task in extraction.tasks if task.doubt] == [(number, doubt)]
    assert "tasks_counted" not in [finding.code for finding in extraction.findings]


def test_a_break_in_one_part_of_a_restarting_count_is_reported():
    parts = "一、绿地\n" + NUMBERED.format(1, 2, 3) + "二、绿道\n" + NUMBERED.format(1, 2, 4)
    extraction = extract(document(parts))
    assert [task.number for task in extraction.tasks if task.doubt] == ["2.4"]
    assert "tasks_counted_parts" not in [finding.code for finding in extraction.findings]


def test_small_numbers_that_start_again_in_every_item_are_parts_of_it():
    body = (
        "一、绿地\n1.公园。(1)选址。看地。(县自然资源局负责)(2)施工。开工。(县住建局负责)\n"
        "2.绿道。(1)选址。看地。(县自然资源局负责)(2)施工。开工。(县林业局负责)\n"
    )
    assert [number for number, _, _ in tasks(body)] == ["1", "1.1", "1.2", "2", "2.1", "2.2"]


def test_a_section_whose_head_alone_names_units_keeps_its_tasks():
    body = (
        "一、公园(责任单位:县住建局)\n1.建公园;2.修步道。\n"
        "二、绿道(责任单位:县林业局)\n1.建绿道(责任单位:县水利局);2.种行道树。\n"
    )
    assert [number for number, _, _ in tasks(body)] == ["1.1", "1.2", "2.1", "2.2"]


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("1.新增学位300个,托位60个\n", "新增学位300个,托位60个"),
        ("1.新增学位300个,增加托位60个。办好。", "新增学位300个"),
        ("1.提高质量,保证供应,服务群众。\n(1)建学校。", "提高质量,保证供应,服务群众"),
    ],
)
def test_a_line_without_a_stop_is_a_title_and_a_sentence_with_figures_is_none(printed, title):
    body = f"一、民生\n{printed}(县教育局负责)\n2.办好实事,落实责任,服务群众,改善民生。(县民政局负责)\n"
    assert tasks(body)[0][1] == title


def test_words_before_the_first_measure_do_not_name_its_stretch():
    body = "一、民生\n(一)办学。(县教育局负责)\n具体措施:\n1.建学校。(县住建局负责)\n(二)办医。(县卫健委负责)"
    assert [title for number, title, _ in tasks(body) if number == "1.2"] == ["建学校"]


def test_the_first_piece_of_a_collection_is_no_chapter():
    body = "第一篇:石城县民生方案\n1.建学校。(县教育局负责)\n2.建公园。(县住建局负责)\n"
    assert [section for _, _, section in tasks(body)] == [None, None]


def test_points_on_lines_of_their_own_are_tasks_where_nothing_else_is_numbered():
    text = "石城县2024年实事\n办好实事:\n一是实施公园工程,新建公园。\n二是实施步道工程,修补步道。\n"
    found = [(task.number, task.title) for task in extract(text).tasks]
    assert found == [("1", "实施公园工程"), ("2", "实施步道工程")]


def test_aims_alone_are_no_task():
    assert tasks("一、发展目标\n到2025年,绿化率达到40%。\n") == []


def test_the_title_of_an_item_that_breaks_off_is_its_first_clause():
    text = document(
        "一、绿地\n1.建设公园,完善设施。\n2.改造绿道,增设座椅。\n3.修补步道,安装路灯,提升环境"
    ).rstrip()

    assert [task.title for task in extract(text).tasks] == ["建设公园", "改造绿道", "修补步道"]


def test_every_section_that_a_clause_heads_has_its_tasks():
    body = "一、绿地(县住建局牵头)\n1.选址;\n2.施工;\n3.验收。\n二、绿道(县林业局牵头)\n1.选线;\n2.铺路。\n"

    assert [(number, title) for number, title, _ in tasks(body)] == [
        ("1.1", "选址"),
        ("1.2", "施工"),
        ("1.3", "验收"),
        ("2.1", "选线"),
        ("2.2", "铺路"),
    ]


def test_a_short_part_beside_a_long_one_keeps_its_tasks():
    many = "".join(f"{n}.建公园{n}处。(县住建局负责)\n" for n in range(1, 11))
    body = (
        f"一、绿地\n{many}二、绿道\n1.铺路。(县林业局负责)\n2.植树。(县水利局负责)\n"
        "三、组织实施\n1.加强领导。\n2.强化督查。\n"
    )

    assert [number for number, _, _ in tasks(body)][-3:] == ["1.10", "2.1", "2.2"]


def test_a_division_without_items_is_a_task_if_it_holds_a_clause():
    body = (
        "一、绿地\n1.选址。(县住建局负责)\n2.施工。(县城管局负责)\n二、步道\n修补步道。(县林业局负责)\n"
        "三、绿道\n1.铺路。(县水利局负责)\n"
    )

    assert tasks(body) == [
        ("1.1", "选址", "一"),
        ("1.2", "施工", "一"),
        ("2", "步道", None),
        ("3.1", "铺路", "三"),
    ]


@pytest.mark.parametrize("marks", [("①", "②"), ("1。", "2。"), ("★1.", "★2."), ("重点任务1:", "重点任务2:")])
def test_other_marks_of_items(marks):
    body = "".join(f"{mark}建公园。(县住建局负责)\n" for mark in marks)

    assert [(number, title) for number, title, _ in tasks(body)] == [("1", "建公园"), ("2", "建公园")]


def test_units_that_no_task_took_are_said():
    text = document(
        "一、绿地\n(一)选址。(县住建局负责)\n(二)施工。(县城管局负责)\n二、保障措施\n加强宣传。(县委宣传部负责)\n"
    )

    said = [finding for finding in extract(text).findings if finding.code == "clause_outside"]
    assert [finding.params["words"] for finding in said] == ["县委宣传部负责"]


def test_a_title_that_begins_with_a_figure_keeps_its_number():
    body = (
        "".join(f"{n}.建公园。(县住建局负责)\n" for n in range(1, 11))
        + "11.121人才项目。做好。(县人社局负责)\n"
    )

    assert tasks(body)[-1] == ("11", "121人才项目", None)


def test_no_number_is_given_twice_where_a_second_document_begins_again():
    body = (
        "一、绿地\n1.选址。(县住建局负责)\n2.施工。(县城管局负责)\n二、绿道\n1.铺路。(县水利局负责)\n"
        "一、步道\n修补步道。(县林业局负责)\n增设座椅。(县城管局负责)\n"
    )

    numbers = [number for number, _, _ in tasks(body)]
    assert len(numbers) == len(set(numbers))


NOTICE = """石城县人民政府办公室关于印发公园方案的通知
现将《石城县2024年公园方案》印发给你们。
一、提高认识。各单位要重视。
二、抓好落实。各单位要落实。
三、加强督查。各单位要督查。
"""
PLAN = (
    "1.建公园。(县住建局负责)\n2.建绿道。(县林业局负责)\n3.修步道。(县城管局负责)\n4.种树。(县水利局负责)\n"
)


@pytest.mark.parametrize(
    "text",
    [
        NOTICE + "石城县人民政府办公室\n2024年3月5日\n附件1\n石城县2024年公园方案\n" + PLAN,
        NOTICE + PLAN,  # what stood between was lost
        NOTICE
        + "石城县人民政府办公室\n2024年3月5日\n附件1\n石城县2024年公园方案\n一、县林业局牵头工作\n"
        + "1.建公园。\n2.建绿道。\n3.修步道。\n4.种树。\n",
    ],
)
def test_the_points_of_a_notice_are_no_tasks_of_the_plan_that_it_prints(text):
    assert [task.title for task in extract(text).tasks] == ["建公园", "建绿道", "修步道", "种树"]


def test_a_heading_ends_where_a_label_stands_in_its_line():
    body = "一、敬老行动责任单位:县民政局\n新建站点3个。\n二、安居行动责任单位:县住建局\n改造小区5个。\n"

    found = extract(document(body)).tasks
    assert [(task.title, [unit.name for unit in task.units]) for task in found] == [
        ("敬老行动", ["县民政局"]),
        ("安居行动", ["县住建局"]),
    ]
