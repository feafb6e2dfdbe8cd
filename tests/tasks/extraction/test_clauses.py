"""Who answers for a task, in every style of printing it."""

import pytest

from tasks.extraction import extract
from tests.tasks.extraction import documents


def units(text: str) -> dict:
    return {task.number: [(unit.name, unit.role) for unit in task.units] for task in extract(text).tasks}


STYLES = {
    "CARRIED": {
        "1": [
            ("县住房城乡建设局", "responsible"),
            ("县自然资源局", "responsible"),
            ("县财政局", "responsible"),
            ("各乡(镇)人民政府", "responsible"),
        ],
        "2": [("县委宣传部", "responsible"), ("县委统战部", "responsible"), ("县教育局", "responsible")],
    },
    "SPOKEN": {
        "1": [("县住房城乡建设局", "lead"), ("县自然资源局", "cooperating"), ("县财政局", "cooperating")],
        "2": [("县城管局", "responsible"), ("县林业局", "responsible")],
        "3": [("县文旅局", "responsible")],
    },
    "OWN_LINES": {
        "1": [("县住房城乡建设局", "lead"), ("县自然资源局", "cooperating"), ("县财政局", "cooperating")],
        "2": [("县城管局", "lead"), ("县林业局", "cooperating")],
    },
    "INLINE": {
        "1": [("县住房城乡建设局", "responsible"), ("县财政局", "responsible")],
        "2": [("县城管局", "responsible")],
        "3": [("县文旅局", "responsible")],
    },
    "BARE": {
        "1": [("县住房城乡建设局", "responsible"), ("县财政局", "responsible")],
        "2": [("各有关单位", "responsible")],
    },
    "SECTION_LEAD": {
        "1.1": [("县住房城乡建设局", "lead"), ("县财政局", "responsible")],
        "1.2": [("县住房城乡建设局", "lead"), ("县城管局", "responsible")],
        "2.1": [("县林业局", "lead"), ("县水利局", "responsible")],
    },
    "STANDING": {
        "1": [("县住房城乡建设局", "responsible")],
        "2": [("县城管局", "lead")],
        "3": [("县文旅局", "responsible"), ("各乡(镇)人民政府", "responsible")],
    },
    "SPLIT": {
        "1": [],
        "1.1": [("县住房城乡建设局", "responsible")],
        "1.2": [("县城管局", "responsible")],
        "2": [("县城管局", "responsible")],
    },
    "UNCLOSED": {
        "1": [("县住房城乡建设局", "responsible"), ("县财政局", "responsible")],
        "2": [("县城管局", "responsible")],
    },
    "SUFFIX": {
        "1": [
            ("琴江镇人民政府", "responsible"),
            ("屏山镇人民政府", "responsible"),
            ("县市政务服务局", "responsible"),
        ],
        "2": [("相关乡镇人民政府", "responsible")],
    },
    "CHAPTERS": {"1": [("县住房城乡建设局", "responsible")], "2": [("县城管局", "responsible")]},
    "LEADERS": {
        "1": [("县住建局", "lead"), ("县财政局", "responsible"), ("县城管局", "responsible")],
        "2": [("县城管局", "lead"), ("县林业局", "responsible")],
    },
    "DASHED": {
        "1": [("县住建局", "lead"), ("县财政局", "cooperating")],
        "2": [("县城管局", "lead"), ("县林业局", "cooperating")],
    },
    "MARKED": {
        "1": [("县住建局", "lead"), ("县财政局", "responsible")],
        "2": [("县城管局", "lead")],
    },
    "DECIMAL": {
        "1.1": [("县住建局", "responsible"), ("县财政局", "responsible")],
        "1.2": [("县城管局", "responsible")],
        "2.1": [("县文旅局", "responsible")],
    },
    "RESTARTING": {
        "1.1": [("县住房城乡建设局", "responsible")],
        "1.2": [("县城管局", "responsible")],
        "2.1": [("县林业局", "responsible")],
    },
    "MIXED": {
        "1": [("县自然资源局", "lead"), ("各乡(镇)人民政府", "responsible")],
        "2": [("县住房城乡建设局", "lead")],
    },
}


@pytest.mark.parametrize("style", STYLES)
def test_each_style_names_the_same_units_as_a_careful_reader(style):
    assert units(documents.ALL[style]) == STYLES[style]


def test_every_style_is_tried():
    assert set(documents.ALL) == set(STYLES)


def test_a_collective_is_marked_as_a_group():
    groups = [unit.name for task in extract(documents.CARRIED).tasks for unit in task.units if unit.group]
    assert groups == ["各乡(镇)人民政府"]


def test_a_clause_that_never_closes_ends_with_its_line_and_is_reported():
    found = [
        finding.params
        for finding in extract(documents.UNCLOSED).findings
        if finding.code == "clause_unclosed"
    ]
    assert found == [{"number": "1"}]


def test_responsible_units_lead_where_cooperating_units_are_printed_beside_them():
    text = documents.document("""
一、完善绿地
(一)扩大绿地。新建公园。(责任单位:县住建局,配合单位:县财政局)
(二)管好绿地。修补步道。(责任单位:县城管局)
""")
    assert units(text) == {
        "1": [("县住建局", "lead"), ("县财政局", "cooperating")],
        "2": [("县城管局", "lead")],
    }


def test_a_list_that_prints_its_prefix_once_means_it_for_all():
    text = documents.document("""
一、完善绿地
(一)扩大绿地。新建公园。(责任单位:县住建局、财政局、林业局)
(二)管好绿地。修补步道。(责任单位:县城管局、县水利局、县教育局、县民政局)
""")
    assert [name for name, _ in units(text)["1"]] == ["县住建局", "县财政局", "县林业局"]


def test_a_word_that_is_no_unit_is_doubted():
    text = documents.document("一、绿地\n(一)扩大绿地。新建公园。(责任单位:县住建局、春风十里)\n")
    doubts = {unit.name: unit.doubt_code for unit in extract(text).tasks[0].units}
    assert doubts == {"县住建局": None, "县春风十里": "unit_unlike"}


def test_a_restarted_list_without_clauses_is_no_task():
    extraction = extract(documents.MIXED)
    assert [task.number for task in extraction.tasks] == ["1", "2"]
    assert [section.ordinal for section in extraction.sections] == ["一", "二(一)"]
