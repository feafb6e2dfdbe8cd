"""Files in, text or a clear refusal out."""

import pytest

from tasks.extraction import UnreadableFile, extract, read_file
from tests.tasks.extraction import files

WORDS = "石城县2024年公园建设工作方案\n一、完善绿地\n(一)扩大绿地。新建公园12个。(责任单位:县住建局)\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_is_read_in_any_of_the_usual_encodings(encoding):
    assert read_file(WORDS.encode(encoding), "a.txt") == WORDS


def test_a_traditional_text_in_big5_is_read():
    text = "海東市工作要點\n一、重點工作\n(一)建設公園。新建公園的任務和責任單位由市政府負責。\n"
    assert read_file(text.encode("big5"), "a.txt") == text


def test_a_page_is_read_without_menus_scripts_and_buttons():
    page = """<html><head><title>门户</title><script>var a=1</script></head><body>
    <div class="nav"><a href="/">首页</a><a href="/a">政务公开</a></div>
    <div id="content"><h1>石城县2024年公园建设工作方案</h1><p>一、完善绿地</p>
    <p><span>(一)扩大绿地。</span>新建公园12个,完善设施配套,持续提升管护水平,让群众推窗见绿。<b>(责任单位:县住建局)</b></p></div>
    <div class="share">分享到 微信 微博</div><footer>版权所有 网站地图</footer></body></html>"""
    assert read_file(page.encode(), "a.html").split("\n") == [
        "石城县2024年公园建设工作方案",
        "",
        "一、完善绿地",
        "",
        "(一)扩大绿地。新建公园12个,完善设施配套,持续提升管护水平,让群众推窗见绿。(责任单位:县住建局)",
    ]


def test_a_page_says_in_which_encoding_it_is():
    page = '<html><meta charset="gb2312"><body><p>新建公园十二个,完善配套设施。</p></body></html>'
    assert read_file(page.encode("gb18030"), "a.htm") == "新建公园十二个,完善配套设施。"


def test_a_table_on_a_page_becomes_rows():
    page = """<table><tr><td>序号</td><td>任务</td><td>责任单位</td></tr>
    <tr><td>1</td><td>新建公园12个</td><td>县住建局</td></tr></table>"""
    assert read_file(page.encode(), "a.html") == "序号\t任务\t责任单位\n1\t新建公园12个\t县住建局"


def test_cells_that_span_rows_and_columns_belong_to_each_of_them():
    page = """<table><tr><td>序号</td><td>任务</td><td>责任单位</td></tr>
    <tr><td colspan="3">一、绿地</td></tr>
    <tr><td>1</td><td>新建公园12个</td><td rowspan="2">县住建局</td></tr>
    <tr><td>2</td><td>修补步道30处</td></tr></table>"""
    assert read_file(page.encode(), "a.html").split("\n") == [
        "序号\t任务\t责任单位",
        "一、绿地\t一、绿地\t一、绿地",
        "1\t新建公园12个\t县住建局",
        "2\t修补步道30处\t县住建局",
    ]


def test_what_a_portal_says_of_a_document_becomes_fields():
    page = """<html><body><table><tr><td>名称</td><td colspan="3">石城县公园建设方案</td></tr>
    <tr><td>发布机构</td><td>石城县人民政府</td><td>文号</td><td>石政办发〔2024〕7号</td></tr></table>
    <p>一、完善绿地</p><p>(一)扩大绿地。新建公园12个,完善设施配套,持续提升管护水平,让群众推窗见绿。</p></body></html>"""
    assert read_file(page.encode(), "a.html").split("\n")[:3] == [
        "名称:石城县公园建设方案",
        "发布机构:石城县人民政府",
        "文号:石政办发〔2024〕7号",
    ]


def test_markdown_is_read_as_it_is_shown():
    text = "# 石城县公园建设方案\n## 一、绿地\n**1. 扩大。** 新建公园12个。\n"
    assert read_file(text.encode(), "a.md") == "石城县公园建设方案\n一、绿地\n1. 扩大。 新建公园12个。\n"


def test_word_numbers_are_printed_as_word_computes_them():
    assert read_file(files.numbered_docx(), "a.docx").split("\n") == [
        "石城县2024年公园建设工作方案",
        "一、完善绿地",
        "(一)扩大绿地。新建公园12个。(县住建局负责)",
        "(二)管好绿地。修补步道30处。(县城管局负责)",
    ]


def test_a_table_in_word_is_a_list_of_tasks():
    tasks = extract(read_file(files.table_docx(), "a.docx")).tasks
    assert [(task.number, [(unit.name, unit.role) for unit in task.units]) for task in tasks] == [
        ("1", [("县住建局", "lead"), ("县财政局", "cooperating")]),
        ("2", [("县城管局", "lead")]),
    ]
    assert [task.targets[0].due.isoformat() for task in tasks] == ["2024-09-30", "2024-11-30"]


def test_a_pdf_with_text_is_read():
    assert read_file(
        files.pdf(["新建公园十二个", "修补步道三十处并完善配套设施和管护机制"]), "a.pdf"
    ).split() == [
        "新建公园十二个",
        "修补步道三十处并完善配套设施和管护机制",
    ]


REFUSED = {
    "scanned_pdf": (files.pdf([]), "a.pdf"),
    "encrypted": (files.pdf(["字"], encrypted=True), "a.pdf"),
    "damaged": (b"%PDF-1.4 nothing follows", "a.pdf"),
    "zip_bomb": (files.zip_bomb(), "a.docx"),
    "not_text": (b"MZ\x90\0\x03\0\0\0", "a.docx"),
    "unknown_type": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.doc"),
    "too_large": (b" " * (50 * 2**20 + 1), "a.txt"),
    "empty": (b" \n", "a.txt"),
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_cannot_be_read_is_refused_with_a_reason(code):
    with pytest.raises(UnreadableFile) as refused:
        read_file(*REFUSED[code])
    assert refused.value.code == code
    assert str(refused.value)


def test_a_forged_word_file_is_refused():
    data = files.numbered_docx()
    with pytest.raises(UnreadableFile) as refused:
        read_file(data[: len(data) // 2], "a.docx")
    assert refused.value.code == "damaged"


def test_the_fields_beside_a_page_are_read_without_colons_too():
    page = f"""<html><body><table><tr><td>文号</td><td>石政发〔2024〕7号</td></tr></table>
    <div><p>石城县公园方案</p><p>{"新建公园十二个,完善配套设施。" * 20}</p></div></body></html>"""
    assert "文号 石政发〔2024〕7号" in read_file(page.encode(), "a.html")


def test_the_day_on_which_a_document_went_out_is_a_field_too():
    page = f"""<html><body><table><tr><td>发文日期</td><td>2024-03-05</td></tr>
    <tr><td>发文单位</td><td>石城县林业局</td></tr></table>
    <div><p>石城县公园方案</p><p>(一){"新建公园十二个,完善配套设施。" * 20}</p></div></body></html>"""
    text = read_file(page.encode(), "a.html")
    assert text.split("\n")[:2] == ["发文日期:2024-03-05", "发文单位:石城县林业局"]
    found = extract(text).head
    assert (str(found.issued_on), found.issuer) == ("2024-03-05", "石城县林业局")


def test_line_breaks_in_a_cell_part_what_it_holds():
    page = """<table><tr><td>序号</td><td>任务</td><td>责任单位</td></tr>
    <tr><td>1</td><td>新建公园12个<br>修补步道3处</td><td>县住建局<br>县林业局</td></tr>
    <tr><td>2</td><td>开展节庆活动6场</td><td>县文旅局</td></tr></table>"""
    text = read_file(page.encode(), "a.html")
    assert "12个修补" not in text and "县住建局县林业局" not in text


def test_a_page_keeps_a_table_that_has_only_short_cells():
    rows = "".join(f"<tr><td>{n}</td><td>建设公园{n}座</td><td>县住建局</td></tr>" for n in range(1, 30))
    page = (
        f"<html><body><div><p>{'石城县公园建设任务分解如下,请认真落实。' * 6}</p></div>"
        f"<div><table>{rows}</table></div></body></html>"
    )
    assert "建设公园29座" in read_file(page.encode(), "a.html")


def test_a_text_that_a_portal_saved_with_its_tags():
    page = "发文机关:石城县人民政府\n文号:石政发〔2024〕7号\n" + "<p>一、建设公园</p><p>县住建局</p>" * 3
    lines = [line for line in read_file(page.encode(), "a.txt").split("\n") if line]
    assert lines[:3] == ["发文机关:石城县人民政府", "文号:石政发〔2024〕7号", "一、建设公园"]
