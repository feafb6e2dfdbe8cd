"""Tables: of tasks, of indicators, and those that are neither."""

import io
from datetime import date

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.extraction import extract, read_file
from tasks.extraction.columns import column_of
from tasks.extraction.due import Dates
from tasks.extraction.table_days import day_of
from tasks.extraction.table_finding import find_tables
from tasks.extraction.table_values import read_value
from tasks.extraction.tasktables import title_of

TITLE = "石城县2024年公园建设任务分解表\n"


def read(text: str, name: str = "a.txt"):
    return extract(read_file(text.encode(), name))


def tasks(extraction) -> list:
    return [
        (task.number, task.title, [(unit.name, unit.role) for unit in task.units])
        for task in extraction.tasks
    ]


def figures(targets) -> list:
    return [
        (target.indicator, target.comparator, str(target.value), target.unit, target.due.year)
        for target in targets
    ]


def findings(extraction) -> list:
    return [finding.code for finding in extraction.findings]


# --- tasks ---

SIMPLE = [
    ("1", "扩大绿地", [("县住建局", "lead"), ("县财政局", "cooperating"), ("县林业局", "cooperating")]),
    ("2", "管好绿地", [("县城管局", "lead"), ("各乡镇人民政府", "cooperating")]),
]
PAGE = """<html><body><p>石城县2024年公园建设任务分解表</p><table>
<tr><th rowspan="2">序号</th><th rowspan="2">领域</th><th rowspan="2">重点任务</th>
<th colspan="2">责任分工</th>
<th rowspan="2">完成时限</th></tr>
<tr><th>牵头单位</th><th>配合单位</th></tr>
<tr><td>1</td><td rowspan="2">绿地</td><td><p>扩大绿地。</p><p>新建公园12个。</p></td><td>县住建局</td>
<td>县财政局<br>县林业局</td><td>2024年9月底</td></tr>
<tr><td>2</td><td>管好绿地：修补步道30处</td><td>县城管局</td><td>各乡镇人民政府</td><td>长期坚持</td></tr>
</table></body></html>"""
TABBED = """石城县2024年公园建设任务分解表
序号	领域	重点任务	牵头单位	配合单位	完成
时限
1	绿地	扩大绿地。新建
公园12个。	县住
建局	县财政局
县林业局	2024年
9月底
2		管好绿地。修补步道30处。	县城管局	各乡镇人民政府	长期
坚持
"""
PIPES = """# 石城县2024年公园建设任务分解表
| 序号 | 领域 | 重点任务 | 牵头单位 | 配合单位 | 完成时限 |
|---|---|---|---|---|---|
| 1 | 绿地 | 扩大绿地。新建公园12个。 | 县住建局 | 县财政局、林业局 | 9月底 |
| 2 | 绿地 | 管好绿地。修补步道30处。 | 县城管局 | 各乡镇人民政府 | 持续推进 |
"""
LINES = """石城县2024年公园建设任务分解表
序号
重点任务
牵头单位
配合单位
完成时限
1
扩大绿地。新建公园12个。
县住建局
县财政局、林业局
2024.9
2
管好绿地。修补步道30处。
县城管局
各乡镇人民政府
全年
注：以上任务按季度调度。
"""
BLANKS = """石城县2024年公园建设任务分解表
序号 重点任务 牵头单位 配合单位 完成时限
1 扩大绿地。新建公园12个。 县住建局 县财政局、林业局 2024年9月
2 管好绿地。修补步道30处。 县城管局 各乡镇人民政府 全年
"""


@pytest.mark.parametrize(
    ("text", "name"),
    [(PAGE, "a.html"), (TABBED, "a.txt"), (PIPES, "a.md"), (LINES, "a.txt"), (BLANKS, "a.txt")],
)
def test_a_table_of_tasks_in_any_form_is_read_alike(text, name):
    extraction = read(text, name)
    assert tasks(extraction) == SIMPLE
    assert [target.due for task in extraction.tasks for target in task.targets] == [
        date(2024, 9, 30),
        date(2024, 12, 31),
    ]
    assert "tasks_counted" in findings(extraction)


def test_a_merged_category_is_the_section_of_its_rows():
    extraction = read(PAGE, "a.html")
    assert [(section.ordinal, section.title) for section in extraction.sections] == [("一", "绿地")]
    assert {task.section for task in extraction.tasks} == {"一"}


def test_a_merged_number_is_one_task_with_a_child_for_each_list_of_units():
    document = docx.Document()
    document.add_paragraph("石城县2024年公园建设任务清单")
    rows = [
        ("序号", "任务", "具体措施", "责任单位"),
        ("1", "扩大绿地", "新建公园12个", "县住建局"),
        ("", "", "设置座椅300张", "县城管局"),
        ("2", "管好绿地", "修补步道30处", "县城管局"),
    ]
    table = document.add_table(rows=4, cols=4)
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    for column in (0, 1):
        kept = table.cell(1, column).text
        table.cell(1, column).merge(table.cell(2, column)).text = kept
    buffer = io.BytesIO()
    document.save(buffer)
    extraction = extract(read_file(buffer.getvalue(), "a.docx"))
    assert tasks(extraction) == [
        ("1", "扩大绿地", []),
        ("1.1", "新建公园12个", [("县住建局", "responsible")]),
        ("1.2", "设置座椅300张", [("县城管局", "responsible")]),
        ("2", "管好绿地", [("县城管局", "responsible")]),
    ]


def test_numbers_that_start_again_under_each_heading_are_part_and_number():
    text = TITLE + (
        "序号\t任务\t责任单位\n一、绿地\n1\t新建公园12个\t县住建局\n"
        "2\t新建绿道8公里\t县林业局\n二、步道\n1\t修补步道30处\t县城管局\n"
    )
    extraction = read(text)
    assert [(task.number, task.section) for task in extraction.tasks] == [
        ("1.1", "一"),
        ("1.2", "一"),
        ("2.1", "二"),
    ]


def test_a_heading_may_have_its_ordinal_in_the_column_of_numbers():
    text = TITLE + (
        "序号\t任务\t责任单位\n一\t绿地\t\n1\t新建公园12个\t县住建局\n二\t步道\t\n2\t修补步道30处\t县城管局\n"
    )
    extraction = read(text)
    assert [(section.ordinal, section.title) for section in extraction.sections] == [
        ("一", "绿地"),
        ("二", "步道"),
    ]
    assert [task.number for task in extraction.tasks] == ["1", "2"]


@pytest.mark.parametrize(
    ("columns", "cells", "expected"),
    [
        ("牵头单位\t责任单位", "县住建局\t县财政局", ["lead", "responsible"]),
        ("责任单位\t配合单位", "县住建局\t县财政局", ["lead", "cooperating"]),
        ("主办单位\t协办单位", "县住建局\t县财政局", ["lead", "cooperating"]),
        ("责任单位\t备注", "县住建局、县财政局\t", ["responsible", "responsible"]),
        ("责任分工\t备注", "县住建局牵头,县财政局配合\t", ["lead", "cooperating"]),
        ("责任单位\t备注", "牵头单位:县住建局 配合单位:县财政局\t", ["lead", "cooperating"]),
    ],
)
def test_the_column_or_the_cell_says_what_a_unit_does(columns, cells, expected):
    extraction = read(f"{TITLE}序号\t任务\t{columns}\n1\t新建公园12个\t{cells}\n2\t修补步道30处\t{cells}\n")
    assert tasks(extraction)[0][2] == list(zip(["县住建局", "县财政局"], expected, strict=True))


def test_a_prefix_that_the_other_rows_print_is_carried_down_with_a_doubt():
    extraction = read(
        TITLE
        + (
            "序号\t任务\t责任单位\n1\t新建公园12个\t县住建局、县财政局\n"
            "2\t修补步道30处\t水利局\n3\t新建绿道3公里\t县林业局\n"
        )
    )
    units = [unit for task in extraction.tasks for unit in task.units]
    assert [unit.name for unit in units] == ["县住建局", "县财政局", "县水利局", "县林业局"]
    assert [unit.doubt_code for unit in units] == [None, None, "prefix_carried", None]


def test_more_lists_than_columns_of_units_are_doubted():
    text = LINES.replace("县财政局、林业局\n", "县财政局\n县林业局\n")
    units = read(text).tasks[0].units
    assert {unit.doubt_code for unit in units} == {"column_guessed"}


def test_persons_are_masked_and_never_units():
    extraction = read(
        TITLE
        + (
            "序号\t任务\t责任领导\t责任单位\t联系人\n"
            "1\t新建公园12个\t钱小小\t县住建局\t孙大大\n"
            "2\t修补步道30处\t李中中\t县城管局\t周平平\n"
        )
    )
    assert tasks(extraction)[0][2] == [("县住建局", "responsible")]
    assert not any(name in extraction.text for name in ("钱小小", "孙大大", "李中中", "周平平"))
    assert "contact_person" in findings(extraction)


def test_a_person_beside_a_unit_is_left_out():
    extraction = read(
        TITLE + "序号\t任务\t责任单位及责任人\n1\t新建公园12个\t县住建局 钱小小\n"
        "2\t修补步道30处\t县城管局（孙大大）\n"
    )
    assert tasks(extraction)[0][2] == [("县住建局", "responsible")]
    assert tasks(extraction)[1][2] == [("县城管局", "responsible")]
    assert not any(name in extraction.text for name in ("钱小小", "孙大大"))
    assert "contact_person" in findings(extraction)


def test_the_days_of_the_column_and_of_the_sentence():
    rows = (
        "1\t2024年新建公园12个,2025年新建公园20个\t县住建局\t2024年6月\n2\t修补步道30处\t县城管局\t2025年\n"
    )
    text = "石城县公园建设三年行动计划(2024—2026年)任务清单\n序号\t任务\t责任单位\t完成时限\n" + rows
    targets = [target for task in read(text).tasks for target in task.targets]
    assert [target.due for target in targets] == [date(2024, 6, 30), date(2025, 12, 31), date(2025, 12, 31)]


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2024年9月底前", date(2024, 9, 30)),
        ("2024年6月15日", date(2024, 6, 15)),
        ("2024.11", date(2024, 11, 30)),
        ("2024-06-15", date(2024, 6, 15)),
        ("2023—2024年", date(2024, 12, 31)),
        ("2023年5月至2024年3月", date(2024, 3, 31)),
        ("第三季度", date(2024, 9, 30)),
        ("2024年上半年", date(2024, 6, 30)),
        ("年底前", date(2024, 12, 31)),
        ("10月底", date(2024, 10, 31)),
        ("长期坚持", None),
        ("按月推进", None),
    ],
)
def test_the_day_of_a_cell(printed, day):
    assert day_of(printed, Dates((2024, 2024))) == day


def test_a_month_without_a_year_is_none_where_the_document_covers_several():
    assert day_of("9月底", Dates((2024, 2026))) is None


@pytest.mark.parametrize(
    ("cell", "title"),
    [
        ("新建公园12个,修补步道30处。", "新建公园12个"),
        ("扩大绿地。新建公园12个,修补步道30处。", "扩大绿地"),
        ("扩大绿地:新建公园12个", "扩大绿地"),
        ("统筹规划,协调推进。新建公园12个。", "统筹规划,协调推进"),
        ("(1)新建公园;修补步道", "新建公园"),
        ("新" * 60, "新" * 40),
    ],
)
def test_the_title_of_a_row(cell, title):
    assert title_of(cell) == title


# --- how tables look when they are copied from a page ---


def test_rows_without_the_merged_cells_on_their_left_are_set_right():
    text = (
        "石城县2024年民生实事进展表\n项目名称 | 工作任务 | 完成时间 | 牵头单位 |\n"
        "1.绿地提升项目 | 新建公园12个; | 11月 | 住建局 |\n2024.8 | 城投集团 | ||\n"
        "设置座椅300张。 | 2024.6 | 城管局 | |\n2.步道提升项目 | 修补步道30处。 | 10月 | 交通局 |\n"
    )
    extraction = read(text)
    assert tasks(extraction) == [
        ("1", "绿地提升项目", []),
        ("1.1", "新建公园12个", [("住建局", "lead"), ("城投集团", "lead")]),
        ("1.2", "设置座椅300张", [("城管局", "lead")]),
        ("2", "步道提升项目", [("交通局", "lead")]),
    ]
    days = [target.due for task in extraction.tasks for target in task.targets]
    assert days == [date(2024, 11, 30), date(2024, 6, 30), date(2024, 10, 31)]


def test_an_excerpt_keeps_its_numbers_and_passes_over_headings_without_rows():
    text = (
        "石城县2024年重点工作任务分解表\n序号\n\n重点工作任务\n\n主要责任单位\n\n"
        "协同配合单位\n\n一、预期目标\n\n3\n\n"
        "新建公园12个。\n\n县住建局\n\n县财政局、林业局\n\n二、产业\n\n三、民生\n\n68\n\n"
        "修补步道30处。\n\n县城管局\n\n有关部门\n"
    )
    extraction = read(text)
    assert [(task.number, task.section) for task in extraction.tasks] == [("3", "一"), ("68", "三")]
    assert tasks(extraction)[1][2] == [("县城管局", "lead"), ("有关部门", "cooperating")]
    assert "numbers_missing" in findings(extraction)


def test_lists_of_units_in_lines_of_their_own_go_into_one_column():
    text = (
        "石城县2024年民生实事任务分解表\n序号\n民生实事\n责任单位\n完成时限\n"
        "1\n迁建县文化中心。\n县文旅局\n县代建中心\n9月底前\n2\n新建公园12个。\n县住建局\n12月底前\n"
    )
    assert tasks(read(text)) == [
        ("1", "迁建县文化中心", [("县文旅局", "responsible"), ("县代建中心", "responsible")]),
        ("2", "新建公园12个", [("县住建局", "responsible")]),
    ]


def test_a_traditional_table_is_read_in_simplified_names():
    text = (
        "石城縣2024年公園建設任務分解表\n序號\t重點任務\t牽頭單位\n"
        "1\t新建公園12個\t縣財政局\n2\t設置座椅300張\t縣農業農村局\n"
    )
    extraction = read(text)
    assert tasks(extraction) == [
        ("1", "新建公园12个", [("县财政局", "lead")]),
        ("2", "设置座椅300张", [("县农业农村局", "lead")]),
    ]
    assert extraction.tasks[0].targets[0].text == "新建公園12個"


NUMBERED_AIMS = """2024年石城县园林任务清单
考核项目

序号

考核指标

考核内容

单位

年度目标

责任部门

评分部门

绿地管护

1

扩大绿地

绿化覆盖率

%

≥45%

县住建局

县林业局

市园林局

2

新增绿地面积

万亩

0.07

县林业局

市园林局

3

公园数量

个

4

县住建局

市园林局

步道管护

4

管好步道

步道长度

公里

0

县城管局

市交通局
"""


def test_numbered_indicators_each_with_a_unit_are_the_tasks_of_a_document_without_others():
    extraction = read(NUMBERED_AIMS)
    assert tasks(extraction) == [
        ("1", "绿化覆盖率", [("县住建局", "responsible"), ("县林业局", "responsible")]),
        ("2", "新增绿地面积", [("县林业局", "responsible")]),
        ("3", "公园数量", [("县住建局", "responsible")]),
        ("4", "步道长度", [("县城管局", "responsible")]),
    ]
    targets = [target for task in extraction.tasks for target in task.targets]
    assert figures(targets) == [
        ("绿化覆盖率", ">=", "45", "%", 2024),
        ("新增绿地面积", ">=", "700", "亩", 2024),
        ("公园数量", ">=", "4", "个", 2024),
        ("步道长度", ">=", "0", "公里", 2024),
    ]
    assert [(target.must, target.doubt_code) for target in targets[2:]] == [
        (True, None),
        (False, "borderline"),
    ]


def test_indicators_beside_tasks_stay_aims_of_the_document():
    text = PROSE.format(one="(县林业局负责)", two="(县水利局负责)").split("附件")[0] + NUMBERED_AIMS
    extraction = read(text)
    assert [task.number for task in extraction.tasks] == ["1", "2"]
    targets = [*extraction.goals, *[target for task in extraction.tasks for target in task.targets]]
    assert ("绿化覆盖率", ">=", "45", "%", 2024) in figures(targets)


FUSED = (
    "石城县2024年实事任务分解表\n1、石城县2024年实事任务分解表序号项目名称主要内容县政府分管领导牵头单位配合单位"
    "1增加学位供给新建学校2所,增加学位500个。钱小小教育局财政局各街道2优化就业服务新增就业1500人。孙大大人社局经开"
    "\n2、区各街道3扩大绿地面积新建公园12个。李中中住建局城管局修补步道3处。周平平城管局东湖街道序号项目名称主要内容"
    "县政府分管领导牵头单位配合单位4管好绿地管护绿地8处。\n"
)


def test_a_person_before_a_lesser_known_unit_is_masked_too():
    extraction = read(FUSED.replace("钱小小教育局", "钱小小园林局"))

    assert tasks(extraction)[0][2][0] == ("园林局", "lead")
    assert "钱小小" not in extraction.text


def test_a_table_that_lost_its_separators_is_read_with_doubt():
    extraction = read(FUSED)
    lead, other = "lead", "cooperating"
    assert tasks(extraction) == [
        ("1", "增加学位供给", [("教育局", lead), ("财政局", other), ("各街道", other)]),
        ("2", "优化就业服务新增就业1500人", [("人社局", lead), ("经开区", other), ("各街道", other)]),
        ("3", "扩大绿地面积", []),
        ("3.1", "新建公园12个", [("住建局", lead), ("城管局", other)]),
        ("3.2", "修补步道3处", [("城管局", lead), ("东湖街道", other)]),
        ("4", "管好绿地管护绿地8处", []),
    ]
    targets = [target for task in extraction.tasks for target in task.targets]
    assert [str(target.value) for target in targets] == ["2", "500", "1500", "12", "3", "8"]
    assert {one.doubt_code for one in [*extraction.tasks, *targets]} == {"column_guessed"}
    assert {"table_unparted", "contact_person", "tasks_counted"} <= {*findings(extraction)}
    assert "钱小小" not in extraction.text


def test_a_task_over_several_numbers_names_the_row_in_which_it_stands():
    extraction = read(
        TITLE + "序号\t主要任务\t细化措施\t责任单位\n1\t扩大绿地\t新建公园12个\t县住建局\n"
        "2\t管好绿地\t修补步道30处\t县城管局\n3\t\t清理绿地9处\t县城管局\n"
    )
    assert [task.title for task in extraction.tasks] == ["扩大绿地", "管好绿地", "清理绿地9处"]


def test_a_project_behind_the_number_is_the_task():
    extraction = read(
        TITLE + "类别\t序号\t项目\t目标任务\t责任单位\n绿地\t1\t公园\t新建12个\t县住建局\n"
        "\t2\t步道\t修补30处\t县城管局\n"
    )
    assert [(task.number, task.title) for task in extraction.tasks] == [("1", "公园"), ("2", "步道")]


def test_numbers_on_lines_of_their_own_may_have_a_point():
    extraction = read(LINES.replace("\n1\n", "\n1.\n").replace("\n2\n", "\n2、\n"))
    assert tasks(extraction) == SIMPLE
    assert not extraction.sections


def test_a_head_without_separators_over_rows_in_lines_of_their_own():
    extraction = read(
        "石城县2024年公园建设任务分解表\n序号重点任务牵头单位配合单位\n1扩大绿地,新建公园12个。县住建局县财政局\n"
        "2管好绿地,修补步道30处。县城管局各乡镇\n"
    )
    assert tasks(extraction) == [
        ("1", "扩大绿地", [("县住建局", "lead"), ("县财政局", "cooperating")]),
        ("2", "管好绿地", [("县城管局", "lead"), ("各乡镇", "cooperating")]),
    ]
    assert all(unit.doubt for task in extraction.tasks for unit in task.units)


def test_a_table_without_separators_whose_rows_are_not_found_is_not_read_as_prose():
    extraction = read(
        "石城县2024年实事任务分解表\n1、石城县2024年实事任务分解表序号项目名称主要内容牵头单位1扩大绿地新建公园12个,年底完\n"
        "2、成,增加座椅300张,县住建局2、管好绿地修补步道30处,县城管局\n"
    )
    assert not [target for task in extraction.tasks for target in task.targets if not target.doubt]
    assert not [target for target in extraction.goals if not target.doubt]
    assert "table_unread" in findings(extraction)


def test_cells_with_a_pipe_behind_each_stand_in_lines_of_their_own():
    extraction = read(
        "石城县2024年公园建设任务推进情况\n"
        "序号 |\n主要任务 |\n全年目标任务 |\n分管 领导 |\n牵头 单位 |\n协同单位 |\n"
        "1-5月推进情况 |\n1-6月推进情况 |\n是否达序 |\n说明 |\n"
        "24 |\n新建公园12个。 |\n钱小小 |\n住建局 |\n财政局 |\n已建成3个。 |\n已建成5个。 |\n是 |\n||\n"
        "25 |\n修补步道30处。 |\n孙大大 |\n城管局 |\n各街道 |\n"
        "正在招标。 |\n已修8处。 |\n否 |\n滞后2个月。 |\n|\n"
    )
    assert tasks(extraction) == [
        ("24", "新建公园12个", [("住建局", "lead"), ("财政局", "cooperating")]),
        ("25", "修补步道30处", [("城管局", "lead"), ("各街道", "cooperating")]),
    ]
    assert [str(target.value) for task in extraction.tasks for target in task.targets] == ["12", "30"]
    assert not extraction.goals


def test_a_title_whose_letters_are_spread_out_stands_over_one_column():
    extraction = read(
        "石城县关于印发公园任务的通知\n一、各有关部门要抓好落实。\n二、县政府办将跟踪督办。\n公园建设任务分工\n"
        "序 号 工 作 任 务 牵头负责部门\n1 扩大绿地 住房城乡建设局\n2 管好绿地 城市管理局\n"
    )
    assert [(task.number, task.title) for task in extraction.tasks] == [("1", "扩大绿地"), ("2", "管好绿地")]
    assert [task.units[0].name for task in extraction.tasks] == ["住房城乡建设局", "城市管理局"]


def test_two_columns_parted_by_blanks_are_a_table():
    extraction = read(
        TITLE + "重 点 任 务 责 任 部 门\n新建公园12个 县住建局\n修补步道30处 县城管局、县财政局\n"
    )
    assert tasks(extraction) == [
        ("1", "新建公园12个", [("县住建局", "responsible")]),
        ("2", "修补步道30处", [("县城管局", "responsible"), ("县财政局", "responsible")]),
    ]


SIDE_BY_SIDE = """石城县2024年公园建设工作方案
重 点 任 务 责 任 部 门
充分发挥部门作用,加强配合、形成 县住房城乡建设局牵头,
(一)明确
合力,年内新建公园12个,加强督促 联席会议成员单位负责;各
部门职责
指导,按月通报进展情况。 乡镇人民政府落实。
(二)加强 做好宣传,修补步道30处。(县城管局负责)
宣传引导
"""


def test_columns_copied_side_by_side_are_read_with_doubt():
    extraction = read(SIDE_BY_SIDE)
    assert "table_unread" in findings(extraction)
    assert extraction.tasks and all(task.doubt for task in extraction.tasks)
    assert all(one.doubt for task in extraction.tasks for one in (*task.units, *task.targets))


def test_a_head_over_tasks_with_clauses_is_no_table():
    extraction = read(
        "石城县2024年公园建设工作方案\n工作任务 责任单位\n1.扩大绿地。责任单位:县住建局\n"
        "2.管好绿地。责任单位:县城管局\n"
    )
    assert [(task.title, task.doubt) for task in extraction.tasks] == [("扩大绿地", None), ("管好绿地", None)]
    assert "table_unread" not in findings(extraction)


WRAPPED = """石城县2024年公园建设任务分工表
序号 重点任务 责任单位 完成时限
一、绿地
1 新建口袋公园20个 县住建局 2024年9月
2 建设停车场,新增车位300个,优化 县城管局、县交 2024年10
收费政策 通局 月
二、步道
3 修补步道30处,建设 县城管局、各区 2024年12
公厕9个 政府 月
二、保障措施
(一)加强领导。
"""


def test_rows_whose_cells_wrap_side_by_side_are_read_with_doubt():
    extraction = read(WRAPPED)
    assert [(task.number, task.title) for task in extraction.tasks] == [
        ("1", "新建口袋公园20个"),
        ("2", "建设停车场"),
        ("3", "修补步道30处"),
    ]
    assert all(one.doubt for task in extraction.tasks for one in (task, *task.units, *task.targets))
    assert "table_unparted" in findings(extraction)
    assert not extraction.goals


def test_a_sum_that_is_set_aside_from_the_sum_of_the_title_is_named_by_it():
    row = "1\t县财政安排100万元专项奖补资金,用于绿地,2024年安排50万元\t县财政局\n"
    (task,) = read(TITLE + "序号\t重点任务\t责任单位\n" + row).tasks
    assert figures(task.targets)[-1] == ("县财政安排专项奖补资金", ">=", "500000", "元", 2024)
    assert task.targets[-1].doubt


DRAWN = """石城县2024年公园建设任务分解表
┌─────┬────┬────┐
│工 作 任 务│责任单位│完成时限│
├─────┼────┼────┤
│1.新建公园 │县住建局│ 2024年 │
│12个。     │、财政局│  9月底 │
├─────┼────┼────┤
│2.修补步道 │县城管局│ 全年   │
│30处。     │        │        │
└─────┴────┴────┘
一、保障措施
"""


def test_a_table_drawn_with_lines_is_said_to_be_unread():
    extraction = read(DRAWN)
    unread = [finding.params for finding in extraction.findings if finding.code == "table_unread"]
    assert unread == [{"title": "石城县2024年公园建设任务分解表"}]
    assert not extraction.goals
    assert not [target for task in extraction.tasks for target in task.targets if not target.doubt]


def test_a_whole_table_in_one_line_parted_by_blanks():
    extraction = read(" ".join(BLANKS.splitlines()) + " 注：以上任务按季度调度。\n")
    assert tasks(extraction) == SIMPLE
    assert not any(unit.doubt for task in extraction.tasks for unit in task.units)


def test_the_quarters_of_a_year_have_columns_of_their_own():
    extraction = read(
        TITLE
        + "序号\t任务\t一季度目标\t上半年目标\t责任单位\n1\t扩大绿地\t新建公园2个\t新建公园12个\t县住建局\n"
        "2\t管好绿地\t修补步道3处\t修补步道30处\t县城管局\n"
    )
    targets = extraction.tasks[0].targets
    assert [(str(one.value), one.due) for one in targets] == [
        ("2", date(2024, 3, 31)),
        ("12", date(2024, 6, 30)),
    ]


# --- wrapped cells ---


def test_the_first_title_in_two_lines():
    extraction = read(TABBED.replace("序号\t", "序\n号\t"))
    assert tasks(extraction) == SIMPLE
    assert "rows_numbered" not in findings(extraction)


def test_a_heading_with_its_ordinal_in_brackets_in_the_column_of_numbers():
    extraction = read(
        TITLE + "序号\t任务\t责任单位\n（一）\t绿地\t\n1\t新建公园12个\t县住建局\n2\t修补步道30处\t县城管局\n"
    )
    assert [(section.ordinal, section.title) for section in extraction.sections] == [("一", "绿地")]
    assert [task.number for task in extraction.tasks] == ["1", "2"]


def test_a_head_of_two_levels_whose_last_cell_is_empty():
    extraction = read(
        "石城县2024年园林任务分解表\n序号\t任务\t目标值\t\t责任分工\t\n\t\t2023年\t2024年\t牵头单位\t配合单位\n"
        "1\t扩大绿地\t8公顷\t12公顷\t县住建局\t县林业局\n2\t管好绿地\t9处\t10处\t县城管局\t各乡镇\n"
    )
    assert tasks(extraction)[1] == ("2", "管好绿地", [("县城管局", "lead"), ("各乡镇", "cooperating")])
    assert not any(unit.doubt for task in extraction.tasks for unit in task.units)


def test_a_list_of_units_goes_on_below_a_row_parted_by_blanks():
    text = BLANKS.replace(" 2024年9月", "").replace(" 全年", "").replace(" 完成时限", "")
    extraction = read(text.replace("、林业局", "\n县林业局"))
    assert tasks(extraction) == SIMPLE
    assert not extraction.sections


def test_rows_whose_first_column_is_called_project_need_no_numbers():
    extraction = read(
        "石城县2024年实事任务分解表\n项目名称\n主要内容\n责任单位\n完成时限\n绿地提升\n新建公园12个。\n县住建局\n9月底\n"
        "步道提升\n修补步道30处。\n县城管局\n10月底\n"
    )
    assert tasks(extraction) == [
        ("1", "绿地提升", [("县住建局", "responsible")]),
        ("2", "步道提升", [("县城管局", "responsible")]),
    ]


def test_the_quotation_marks_of_a_spreadsheet_are_no_part_of_a_cell():
    extraction = read(
        TITLE + '序号\t任务\t责任单位\n1\t新建公园12个\t"县住建局\n县林业局"\n2\t修补步道30处\t县城管局\n'
    )
    assert tasks(extraction)[0][2] == [("县住建局", "responsible"), ("县林业局", "responsible")]


# --- tasks of the text and of the table ---

PROSE = """石城县2024年公园建设工作方案
一、重点任务
(一)扩大绿地。新建公园12个。{one}
(二)管好绿地。修补步道30处。{two}
附件：公园建设任务分工表
附件
公园建设任务分工表
序号	任务	牵头单位	完成时限
1	扩大绿地	县住建局	2024年9月
2	管好绿地	县城管局	2024年10月
"""


def test_tasks_that_a_table_repeats_are_listed_once():
    extraction = read(PROSE.format(one="(县林业局负责)", two="(县水利局负责)"))
    assert tasks(extraction) == [
        ("1", "扩大绿地", [("县林业局", "responsible")]),
        ("2", "管好绿地", [("县水利局", "responsible")]),
    ]
    assert "table_repeats" in findings(extraction)


def test_tasks_without_units_take_those_of_the_table_and_its_days():
    extraction = read(PROSE.format(one="", two=""))
    assert tasks(extraction) == [
        ("1", "扩大绿地", [("县住建局", "lead")]),
        ("2", "管好绿地", [("县城管局", "lead")]),
    ]
    assert [task.targets[0].due for task in extraction.tasks] == [date(2024, 9, 30), date(2024, 10, 31)]
    assert "table_units" in findings(extraction)


# --- indicators ---

AIMS = """石城县“十四五”园林规划
一、发展目标
专栏1 主要指标
指标名称	单位	2020年	2025年	属性
一、绿地
1.绿化覆盖率	%	39	45以上	约束性
2.新增绿地	万平方米	—	[110]	预期性
3.公园数量	个	30	50左右	预期性
二、管护
4.绿地管网漏损率	%	12	≤9	约束性
5.园长制	—	已建立	全面推行	预期性
二、重点任务
(一)扩大绿地。新建公园12个。(责任单位:县住建局)
(二)管好绿地。修补步道30处。(责任单位:县城管局)
"""
WANTED = [
    ("绿化覆盖率", ">=", "45", "%", 2025),
    ("新增绿地", ">=", "1100000", "平方米", 2025),
    ("公园数量", "~", "50", "个", 2025),
    ("绿地管网漏损率", "<=", "9", "%", 2025),
]


def page_of(text: str) -> str:
    lines = text.splitlines()
    rows = [line.split("\t") for line in lines if "\t" in line or line in {"一、绿地", "二、管护"}]
    cells = [
        "<tr>" + "".join(f"<td{' colspan=5' if len(row) == 1 else ''}>{cell}</td>" for cell in row) + "</tr>"
        for row in rows
    ]
    first = next(at for at, line in enumerate(lines) if "\t" in line)
    last = max(at for at, line in enumerate(lines) if "\t" in line)
    around = [f"<p>{line}</p>" for line in lines]
    return "<html><body>" + "".join([*around[:first], "<table>", *cells, "</table>", *around[last + 1 :]])


def piped(text: str) -> str:
    return "\n".join(
        f"| {line.replace(chr(9), ' | ')} |" if "\t" in line else line for line in text.splitlines()
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (AIMS, "a.txt"),
        (AIMS.replace("\t", "  "), "a.txt"),
        (AIMS.replace("\t", "\n"), "a.txt"),
        (piped(AIMS), "a.md"),
        (page_of(AIMS), "a.html"),
    ],
)
def test_a_table_of_indicators_in_any_form_is_read_alike(text, name):
    extraction = read(text, name)
    assert figures(extraction.goals) == WANTED
    assert [task.number for task in extraction.tasks] == ["1", "2"]
    assert "rows_unread" in findings(extraction)


def test_every_year_to_come_is_a_goal_and_the_first_year_never():
    text = (
        "石城县公园建设三年行动计划(2024—2026年)\n一、目标\n"
        "指标\t单位\t2023年(现状)\t2024年\t2026年\n公园数量\t个\t30\t35\t50\n"
    )
    assert figures(read(text).goals) == [
        ("公园数量", ">=", "35", "个", 2024),
        ("公园数量", ">=", "50", "个", 2026),
    ]


def test_a_table_in_a_task_gives_its_figures_to_the_task():
    text = AIMS.replace("新建公园12个。(", "\n指标\t单位\t2023年\t2025年\n树木\t株\t100\t900\n(")
    extraction = read(text)
    assert figures(extraction.goals) == WANTED
    assert figures(extraction.tasks[0].targets) == [
        ("树木", ">=", "100", "株", 2023),
        ("树木", ">=", "900", "株", 2025),
    ]


def test_the_mean_growth_is_the_aim_where_the_year_is_left_empty():
    text = (
        "石城县“十四五”规划\n一、目标\n指标\t单位\t2020年\t2025年\t年均增长\n"
        "产值\t亿元\t30\t—\t6.5%\n收入\t元\t9\t12\t5%\n"
    )
    goals = read(text).goals
    assert [(one.indicator, str(one.value), one.unit, one.must) for one in goals] == [
        ("产值年均增长", "6.5", "%", True),
        ("收入", "12", "元", True),
        ("收入年均增长", "5", "%", False),
    ]


def test_a_bare_figure_that_ought_to_fall_is_doubted():
    text = (
        "石城县“十四五”规划\n一、目标\n指标\t单位\t2020年\t2025年\n管网漏损率\t%\t12\t9\n绿化率\t%\t40\t45\n"
    )
    assert [goal.doubt_code for goal in read(text).goals] == ["direction", None]


@pytest.mark.parametrize(
    ("printed", "measure", "expected"),
    [
        ("66左右", "%", ("~", "66", None, "%")),
        ("≥90", "%", (">=", "90", None, "%")),
        ("＜5.5", "%", ("<=", "5.5", None, "%")),
        ("9以内", "%", ("<=", "9", None, "%")),
        ("[110]", "万人", (">=", "1100000", None, "人")),
        ("1,200", "万千瓦", (">=", "12000000", None, "千瓦")),
        ("75%-80%", "", ("range", "75", "80", "%")),
        ("2.1:1", "", (">=", "2.1", None, ":1")),
        ("不低于12公里", "", (">=", "12", None, "公里")),
        ("3.5万", "户", (">=", "35000", None, "户")),
    ],
)
def test_the_value_of_a_cell(printed, measure, expected):
    value = read_value(printed, measure)
    found = value.comparator, str(value.value), str(value.value_to) if value.value_to else None, value.unit
    assert found == expected


@pytest.mark.parametrize("printed", ["—", "-", "", "/", "全面推行", "完成省下达任务"])
def test_a_cell_without_a_figure_is_no_value(printed):
    assert read_value(printed, "%") is None


# --- neither ---

OTHERS = {
    "projects": "序号\t项目名称\t建设内容及规模\t总投资(万元)\t责任单位\n"
    "1\t东湖公园\t新建公园12个\t300\t县住建局\n2\t西湖公园\t新建公园9个\t200\t县住建局\n",
    "scores": "序号\t考核内容\t分值\t评分标准\t考核单位\n"
    "1\t新建公园12个\t30\t每少1个扣2分\t县住建局\n2\t修补步道30处\t20\t未完成不得分\t县住建局\n",
    "contacts": "单位\t姓名\t职务\t电话\n"
    "县住建局\t钱小小\t科员\t0797-5712345\n县城管局\t孙大大\t科员\t0797-5712346\n",
    "lists": "材料\t份数\t用途\n申请书\t3份\t备案\n承诺书\t2份\t备案\n",
}


@pytest.mark.parametrize("name", OTHERS)
def test_another_table_is_passed_over_and_said_so(name):
    text = (
        "石城县2024年公园建设工作方案\n一、任务\n(一)扩大绿地。(县林业局负责)\n"
        "(二)管好绿地。(县林业局负责)\n附件\n清单\n"
    )
    extraction = read(text + OTHERS[name])
    assert [(task.number, task.targets) for task in extraction.tasks] == [("1", ()), ("2", ())]
    assert not extraction.goals
    assert "table_passed" in findings(extraction)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("序 号", "number"),
        ("工作任务大类", "category"),
        ("主要任务", "task"),
        ("具体举措", "measure"),
        ("年度目标", "goal"),
        ("牵头单位", "unit"),
        ("责任领导", "person"),
        ("进度安排", "due"),
        ("单位", "of measure"),
        ("目标值（2025年）", "value"),
        ("现状值（2020年）", "base"),
        ("总投资（万元）", "money"),
        ("评分标准", "score"),
        ("县住建局", ""),
    ],
)
def test_what_a_column_holds(title, kind):
    assert column_of(title).kind == kind


# --- any text ---

PIECES = st.sampled_from(
    [
        "序号\t任务\t责任单位\n",
        "序号\n任务\n责任单位\n",
        "指标\t单位\t2020年\t2025年\n",
        "1\t新建公园12个\t县住建局\n",
        "绿化率\t%\t39\t45\n",
        "1\n新建公园12个\n县住建局\n",
        "一、绿地\n",
        "\t",
        "\n",
        "\v",
        "县财政局",
        "2024年9月",
        "IOO亩",
        "（",
        "、",
        "[110]",
        "—",
        "(一)扩大绿地。",
        "(县林业局负责)\n",
        "附件\n",
        "設單位\n",
        "1、序号项目名称主要内容分管领导牵头单位1扩大绿地新建公园2处。钱小小教育局财政",
        "局2修补步道3处。孙大大城管局序号项目名称主要内容分管领导牵头单位3管护",
        "\n2、",
        "┌──┬──┐\n│任务│责任单位│\n",
        "重 点 任 务 责 任 部 门\n",
        "序号 任务 责任单位 时限\n1 建设停车场,优化 县城管局、县交 10\n政策 通局 月\n",
        "2 修补步道30处 县城管局 9月\n",
        "序号 任务 责任单位 时限 1 扩大绿地 县住建局 9月 2 管好绿地 ",
        "类别\n序号\n考核内容\n单位\n目标\n责任单位\n考核单位\n绿地\n1\n绿化率\n%\n≥45\n县住建局\n市住建局\n2\n",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_offsets_point_at_the_quoted_words_of_any_table(text):
    extraction = extract(text)
    for target in [*extraction.goals, *[target for task in extraction.tasks for target in task.targets]]:
        start, end = extraction.original_span(target.start, target.end)
        assert extraction.source[start:end] == target.text
    for task in extraction.tasks:
        assert extraction.text[task.start : task.end].strip() == task.text
    assert len(extraction.offsets[0]) == len(extraction.offsets[1]) == len(extraction.text)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_tables_stand_in_the_text_one_behind_the_other(text):
    end = 0
    for table in find_tables(text):
        assert end <= table.start < table.end <= len(text)
        cells = [cell for row in table.rows for cell in row if cell]
        assert all(table.start <= cell.start < cell.end <= table.end for cell in cells)
        assert all(len(row) == len(table.columns) for row in table.rows if table.kind != "passed")
        end = table.end
