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
