"""From the published text to the clean one, and back."""

import pytest

from tasks.extraction import extract
from tasks.extraction.cleaning import clean
from tasks.extraction.contacts import mask_contacts

LONG = "各单位要认真落实各项要求，加快推进公园绿地建设，完善配套设施，提升管护水平，"


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("（一）新建８个", "(一)新建8个"),
        ("达到９５．５％", "达到95.5%"),
        ("2023 年6 月", "2023年6月"),
        ("&ldquo;一网通办&rdquo;", "“一网通办”"),
        ("新\u200b建\ufeff公园", "新建公园"),
        ("**重点**任务", "重点任务"),
        ("⽣⼯⺠", "生工民"),
    ],
)
def test_signs_become_what_they_stand_for(printed, read):
    assert clean(printed).text == read


def test_a_traditional_document_is_read_in_simplified_characters_and_quoted_as_printed():
    text = "海東市2021年工作要點\n一、重點工作\n(一)建設公園。新建公園12個。(市財政局負責)\n"
    extraction = extract(text)
    assert (extraction.head.title, extraction.tasks[0].units[0].name) == ("海东市2021年工作要点", "市财政局")
    assert extraction.tasks[0].targets[0].text == "新建公園12個"


def test_page_marks_in_mid_sentence_are_taken_out():
    pieces = [LONG * 5 + "坚持", LONG * 5 + "统筹", LONG * 5 + "推进", LONG * 5 + "责任", "到位。"]
    text = "".join(f"{count}、{piece}\n" for count, piece in enumerate(pieces, 1))
    cleaned = clean("标题由会员分享。\n" + text)
    assert "坚持各单位" in cleaned.text and "责任到位" in cleaned.text
    assert [finding.params for finding in cleaned.findings] == [{"count": 5}]


def test_page_marks_of_a_short_text_that_cut_a_numbering_are_taken_out():
    body = [
        "乡镇2024年工作要点 2024年是开局之年,"
        + LONG * 4
        + "增长控制在6以内, 一、做强产业 1.做强茶叶。坚决禁用高度",
        "高残农药," + LONG * 4 + "增加收入。 2.改造农田30亩。 3.植树9亩。" + LONG * 4 + "争取资",
        "金8万元。 二、做美环境 4.加大绿化。" + LONG * 4,
    ]
    text = "\n".join(f"{page}、{words}" for page, words in enumerate(body, 1))
    cleaned = clean(text)
    assert "高度高残农药" in cleaned.text and "资金8万元" in cleaned.text
    assert cleaned.findings[0].params == {"count": 3}
    numbers = [(task.number, task.section) for task in extract(text).tasks]
    assert numbers == [("1", "一"), ("2", "一"), ("3", "一"), ("4", "二")]
    assert cleaned.text.startswith("乡镇2024年工作要点\n2024年是")


@pytest.mark.parametrize("count", [2, 3])
def test_a_short_list_whose_inner_numbers_begin_again_has_no_page_marks(count):
    item = f"绿地。1.{LONG * 4}建公园;2.{LONG * 4}修步道"
    text = "\n".join(f"{number}、{item}" for number in range(1, count + 1))
    assert clean(text).text == text


def test_a_numbered_list_is_not_taken_for_page_marks():
    text = "\n".join(f"{count}、{LONG * 5}落实到位。" for count in range(1, 7))
    assert clean(text).text == text


def test_page_lines_are_taken_out_of_the_sentence_they_cut():
    assert clean("推动有效市场和有为政府更\n\n# Page 1212:\n好结合。" + LONG).text.startswith(
        "推动有效市场和有为政府更"
    )
    assert "Page" not in clean("甲\n# Page 3:\n乙\n- 4 -\n丙").text


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("提高365体育投注城镇化水平", "提高全市城镇化水平"),
        ("365体育投注办公室关于印发", "市人民政府办公室关于印发"),
        ("以365体育投注新时代中国特色社会主义思想为指导", "以习近平新时代中国特色社会主义思想为指导"),
        ("健365体育投注场机制", "健全市场机制"),
    ],
)
def test_spam_pasted_over_a_word_is_read_as_that_word(printed, read):
    cleaned = clean(printed)
    assert (cleaned.text, cleaned.findings[0].code) == (read, "spam")


def test_spam_in_a_citys_document_is_read_by_the_citys_own_kind():
    text = "呼伦贝尔市加快城镇化实施方案\n各旗市区人民政府、旗市区人民政府:\n提高365体育投注城镇化水平。"
    assert "提高全市城镇化水平" in clean(text).text


def test_what_was_read_for_another_length_of_text_points_at_all_of_it():
    extraction = extract("甲&ldquo;乙&rdquo;丙")
    start, end = extraction.original_span(1, 2)
    assert (extraction.text, extraction.source[start:end]) == ("甲“乙”丙", "&ldquo;")


def test_private_contact_data_are_masked_and_hotlines_stay():
    text = "联系人:丁一,0951-5012345\n邮箱:abc@126.com,热线12345"
    assert mask_contacts(text) == "联系人:**,************\n邮箱:***********,热线12345"


@pytest.mark.parametrize(
    ("broken", "joined"),
    [
        ("(责任单位:市住\n建局、市财\n政局)", "(责任单位:市住建局、市财政局)"),
        (LONG + "\n" + LONG, LONG + LONG),
        ("(一)\n完善标准。", "(一)完善标准。"),
        ("一、总体要求\n坚持稳中求进。", "一、总体要求\n坚持稳中求进。"),
        (LONG + "建好。责任单位:市住建局\n本方案自印发之日起施行。",) * 2,
        (LONG + "建好。〔市住建局〕\n中共石城县委\n石城县人民政府",) * 2,
    ],
)
def test_line_breaks_in_mid_sentence_are_joined_and_headings_left(broken, joined):
    assert clean(broken).text == joined


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("(一)甲事\n　　?。ǘ┩乙事\n?。ㄎ澹丙事", "(一)甲事\n(二)乙事\n(五)丙事"),
        ("石 城 县 人 民 政 府 文 件", "石城县人民政府文件"),
        ("石政发〔2O24〕7号", "石政发〔2024〕7号"),
        ("2024年5月l8日", "2024年5月18日"),
        ("石政发〔2024〕l2号,l2月15日前", "石政发〔2024〕12号,12月15日前"),
        ("9、建公园。\nl0、修步道。", "9、建公园。\n10、修步道。"),
        ("l.建公园。\n责任单位:县住建局\n2.修步道。", "1.建公园。\n责任单位:县住建局\n2.修步道。"),
        ("⑴建公园;⒉修步道;㈢装路灯", "(1)建公园;2.修步道;(三)装路灯"),
    ],
)
def test_what_a_scanner_or_an_old_typewriter_left_is_read(printed, read):
    assert clean(printed).text == read


def test_a_name_pasted_over_the_places_own_is_read_as_the_place():
    text = (
        "第一足球网行政公署关于印发第一足球网公园方案的通知\n第一足球网公园方案\n结合第一足球网实际,制定本方案。\n"
        "一、公园\n支持平定县、盂县、郊区建设公园。\n"
    )
    cleaned = clean(text)
    assert cleaned.text.startswith(
        "阳泉市行政公署关于印发阳泉市公园方案的通知\n阳泉市公园方案\n结合阳泉市实际"
    )
    assert {finding.code for finding in cleaned.findings} == {"spam"}


@pytest.mark.parametrize("words", ["建设体育网络。", "在足球网点开展活动。", "足球网民"])
def test_sport_is_no_spam(words):
    assert clean(words).text == words


def test_sounds_that_a_portal_put_behind_characters_are_taken_out():
    text = "建設(shè)公園(yuán),發(fā)放補貼,優(yōu)化環(huán)境。(PM2.5)(kg)\n"
    assert clean(text).text == "建设公园,发放补贴,优化环境。(PM2.5)(kg)\n"
    assert clean("公园(yuan)的读音").text == "公园(yuan)的读音"


def test_a_document_in_one_line_is_parted_at_its_blanks():
    text = (
        "石城县公园方案 石政办发〔2024〕7号 "
        + LONG * 12
        + "特此通知。 一、绿地。"
        + LONG
        + "(县住建局) 二、绿道。"
    )
    lines = clean(text).text.split("\n")
    assert [line[:5] for line in lines] == [
        "石城县公园",
        "石政办发〔",
        "各单位要认",
        "一、绿地。",
        "二、绿道。",
    ]


def test_signs_strewn_over_a_text_are_taken_out():
    cleaned = clean("@@".join("一、建设公园。二、改造绿道。") + "邮箱a@@b.cn")

    assert cleaned.text == "一、建设公园。二、改造绿道。邮箱a@@b.cn"
    assert [finding.code for finding in cleaned.findings] == ["strewn"]


def test_a_figure_that_is_mended_before_its_line_is_joined_keeps_its_place():
    source = "0000000[L0万L0000000万0000000000000000000000000000000000000;0\r0"
    once = clean(source)

    assert clean(once.text).text == once.text
    assert [once.text[start:end] for start, end, _, read in once.ocr] == [read for *_, read in once.ocr]


def test_a_sites_name_that_stands_for_no_word_is_taken_out():
    cleaned = clean("加快推进9游会农村人居环境整治。")

    assert cleaned.text == "加快推进农村人居环境整治。"
    assert [finding.code for finding in cleaned.findings] == ["spam_out"]
