"""What holds for any text whatever."""

import time
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.extraction import extract
from tasks.extraction.cleaning import clean
from tasks.extraction.contacts import mask_contacts
from tests.tasks.extraction.documents import ALL, MIXED

WORDS = (
    "一、|(一)|1.|(1)|第一条|责任单位:|牵头|负责|(|)|（|〔|、|，|。|；|市财政局|各县区|人民政府|等|12个|9.5%|分别达到|十五所|IOO亩|L5万|"
    "万元|2023年|到2025年底|“|”|《|》|365体育投注|&ldquo;|&amp;|&nbsp;|\n|\n\n|#|**|-|新建|率|控制在|以内|左右|a@b.cn|\u3000|\u200b|"
    "0951-5012345|6月20日前报送情况|以下均需|\ufeff|繁體|設單|—|～"
)
PIECES = st.sampled_from(WORDS.split("|"))
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=80).map("".join))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_no_text_makes_the_reader_fail(text):
    assert extract(text).to_json()["document"].keys() >= {"title", "number", "issuer", "region", "period"}


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_offsets_point_at_the_quoted_text(text):
    extraction = extract(text)
    targets = [*extraction.goals, *[target for task in extraction.tasks for target in task.targets]]
    for target in targets:
        start, end = extraction.original_span(target.start, target.end)
        assert extraction.source[start:end] == target.text
    for task in extraction.tasks:
        assert extraction.text[task.start : task.end].strip() == task.text
    assert len(extraction.offsets[0]) == len(extraction.offsets[1]) == len(extraction.text)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_cleaning_a_clean_text_changes_nothing(text):
    once = clean(text).text
    assert clean(once).text == once


@given(st.text(max_size=200))
def test_masking_keeps_the_length(text):
    assert len(mask_contacts(text)) == len(text)


def found(text: str) -> list:
    extraction = extract(text)
    rows = [
        (
            task.number,
            task.title,
            [(unit.name, unit.role) for unit in task.units],
            [
                (target.indicator, target.comparator, target.value, target.unit, target.due)
                for target in task.targets
            ],
        )
        for task in extraction.tasks
    ]
    return [extraction.head, [section.title for section in extraction.sections], rows]


def wrapped(text: str, width: int) -> str:
    """As a page of this width prints it: a paragraph goes on in the next line."""
    return "\n".join(line[at : at + width] for line in text.split("\n") for at in range(0, len(line), width))


@pytest.mark.parametrize("width", range(30, 46, 3))
def test_a_page_of_any_width_reads_the_same(width):
    assert found(wrapped(LONGER, width)) == found(LONGER)


def test_line_breaks_at_random_places_of_running_text_change_nothing():
    draw = Random(7)
    for _ in range(20):
        lines = []
        for line in LONGER.split("\n"):
            cuts = sorted(draw.sample(range(30, len(line)), 2)) if len(line) > 60 else []
            lines += [line[a:b] for a, b in zip([0, *cuts], [*cuts, len(line)], strict=True)]
        assert found("\n".join(lines)) == found(LONGER)


FILLER = (
    "坚持因地制宜、尽力而为、量力而行，统筹推进公园绿地、社区广场、街头绿道建设，不断完善设施配套，持续提升管护水平，"
    "让群众推窗见绿、出门入园。"
)
LONGER = MIXED.replace("1.选好地址。", f"1.选好地址。{FILLER}").replace(
    "2.建好公园。", f"2.建好公园。{FILLER}"
)


HARD = (
    "(|)|(1|7|1.|一、|(一)|\n| |、3个|责任单位:|(责任单位:市财政局、|5%|压缩一半|至少一家|《|各市、县|&amp;"
    "|每个村改造提升|1序号任务内容1建\n|2023年改造6条,|任务\n\t\n\t\n"
)


@pytest.mark.parametrize("piece", HARD.split("|"))
def test_adversarial_input_takes_time_in_proportion_to_its_length(piece):
    def seconds(length: int) -> float:
        begin = time.process_time()
        extract("一、任务\n(一)甲事。" + piece * (length // len(piece)))
        return time.process_time() - begin

    seconds(1000)
    assert seconds(40_000) < 12 * max(seconds(10_000), 0.05)


def test_one_line_of_a_megabyte_is_read():
    begin = time.process_time()
    extract("新建公园个" * 200_000)
    assert time.process_time() - begin < 30


@pytest.mark.parametrize("name", ALL)
def test_the_json_of_every_style_can_be_written(name):
    import json

    assert json.loads(json.dumps(extract(ALL[name]).to_json(), ensure_ascii=False))["tasks"]


@pytest.mark.parametrize("width", [31, 40])
def test_empty_lines_between_all_lines_of_a_page_change_nothing(width):
    assert found(wrapped(LONGER, width).replace("\n", "\n\n")) == found(LONGER)


@pytest.mark.parametrize("width", [31, 40])
def test_clauses_in_square_brackets_are_wrapped_like_others(width):
    page = wrapped(LONGER.translate(str.maketrans("()", "【】")), width)
    assert [row[2] for row in found(page)[2]] == [row[2] for row in found(LONGER)[2]]


@pytest.mark.parametrize("title", ["责任单位责任人", "单位联系人", "责任人单位"])
def test_a_heading_that_names_units_and_persons_in_one_word_is_read(title):
    extract(f"重点任务分工表\n序号\t任务\t{title}\n1\t建公园\t县住建局\n2\t建绿道\t县林业局\n")


@pytest.mark.parametrize(
    "text",
    [
        "石城县公园规划\n1.建公园。2035年,新建公园3个。\n2.修路。修路3条。",
        "石政发〔2035〕3号",
        "完成率达到百分之五十2024年再提高。",
        "达到百十八分。",
    ],
)
def test_odd_years_and_numerals_do_no_harm(text):
    extract(text)
