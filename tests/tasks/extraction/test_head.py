"""Title, number, issuer, region, day and period; reports that are owed."""

from datetime import date

import pytest

from tasks.extraction import Head, Report, extract
from tests.tasks.extraction.documents import HEAD, MIXED, document

BODY = "一、绿地\n(一)甲事。做好。(县住建局负责)\n"


def head(text: str) -> Head:
    return extract(text).head


def test_the_head_of_a_notice():
    assert head(document(BODY)) == Head(
        "石城县2024年公园建设工作方案",
        "石政办发〔2024〕7号",
        "石城县人民政府办公室",
        "石城县",
        date(2024, 3, 5),
        (2024, 2024),
    )


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("石城县公园建设三年行动计划", (2024, 2026)),
        ("石城县公园建设行动计划(2023—2025年)", (2023, 2025)),
        ("石城县“十四五”公园建设规划", (2021, 2025)),
        ("石城县第十一个五年规划任务分工", (2006, 2010)),
        ("石城县《政府工作报告》任务分工方案", (2024, 2024)),
        ("石城县2023年公园建设要点", (2023, 2023)),
        ("石城县二〇二三年公园建设要点", (2023, 2023)),
        # one year of a plan of three
        ("石城县公园三年行动2025年工作要点", (2025, 2025)),
        ("石城县公园三年行动(2023—2025年)2025年工作要点", (2025, 2025)),
        ("石城县2025年公园三年行动方案", (2025, 2027)),
        # the year that the whole is to be reached by
        ("石城县2030年前公园达标行动方案", (2024, 2030)),
        ("石城县公园建设行动方案(到2026年)", (2024, 2026)),
        ("石城县今冬明春公园建设行动方案", (2024, 2025)),
    ],
)
def test_the_period_is_read_from_the_title(title, period):
    assert head(HEAD.replace("石城县2024年公园建设工作方案", title) + BODY).period == period


def test_the_period_runs_to_the_last_year_that_is_aimed_at():
    text = (
        HEAD.replace("石城县2024年公园", "石城县公园")
        + "一、绿地\n到2027年,绿化率达到40%。到2035年再提高。\n"
    )
    assert head(text).period == (2024, 2027)


def test_a_number_that_lost_its_brackets_is_repaired_when_the_year_agrees():
    extraction = extract(document(BODY).replace("石政办发〔2024〕7号", "石政办发20247"))
    assert extraction.head.number == "石政办发〔2024〕7号"
    assert "number_repaired" in [finding.code for finding in extraction.findings]


def test_numbers_quoted_in_the_preamble_are_not_the_documents_own():
    text = "石城县2024年公园建设要点\n根据《江西省公园条例》(赣府发〔2020〕3号),制定本要点。\n" + BODY
    assert head(text).number is None


def test_a_region_that_is_never_named_is_read_from_its_counties():
    text = "2024年公园建设要点\n" + BODY + "(二)乙事。支持平定、盂县、郊区、矿区建设公园。(市住建局负责)\n"
    extraction = extract(text)
    assert extraction.head.region == "阳泉市"
    assert "region_by_places" in [finding.code for finding in extraction.findings]


@pytest.mark.parametrize(
    ("top", "issuer"),
    [
        (
            "关于印发公园方案的通知\n中共石城县委办公室\n石城县人民政府办公室\n2024年3月5日\n",
            "中共石城县委办公室、石城县人民政府办公室",
        ),
        ("石城县人民政府 2024年3月5日\n", "石城县人民政府"),
        ("江西省教育厅等六部门关于印发公园方案的通知\n", "江西省教育厅等六部门"),
        ("石城县工业园区管委会关于印发公园方案的通知\n", "石城县工业园区管委会"),
    ],
)
def test_who_issued_it(top, issuer):
    assert head(f"{top}石城县2024年公园方案\n{BODY}").issuer == issuer


def test_reports_are_owed_on_the_days_that_the_document_sets():
    extraction = extract(MIXED)
    assert [(report.due, report.kind) for report in extraction.reports] == [
        (date(2024, 6, 25), "half-year"),
        (date(2024, 12, 10), "annual"),
    ]
    assert extraction.report_sections == ("成效", "亮点", "存在问题", "下一步打算")
    assert isinstance(extraction.reports[0], Report)


def test_contact_data_are_found_where_they_stand():
    extraction = extract(MIXED)
    found = {
        finding.code: extraction.text[finding.start : finding.end]
        for finding in extraction.findings
        if finding.code.startswith("contact")
    }
    assert found == {
        "contact_person": "钱小小",
        "contact_phone": "0797-5712345",
        "contact_mail": "gongyuan@example.com",
    }


TITLES = {
    "(江西省)石城县2024年公园建设责任分解方案\n": "石城县2024年公园建设责任分解方案",
    "(江西省)2024年石城县公园建设责任分解方案\n": "2024年石城县公园建设责任分解方案",
    # a report that the congress has passed is what the document carries out
    "石城县关于落实任务的通知\n《政府工作报告》已经人大审议通过。\n": "石城县关于落实任务的通知",
    "各乡镇人民政府:\n现将任务分解下达。\n附件:2024年石城县公园任务分解表\n": "2024年石城县公园任务分解表",
    "现将《<石城报告>公园任务分解表》印发给你们。\n": "《石城报告》公园任务分解表",
    "印发通知\n石城县林业局关于印发\n《2024年公园任务》的通知\n": "2024年公园任务",
    # a forwarded document has its own title, without who wrote it
    "石城县人民政府转发县林业局关于建设公园实施意见的通知\n": "关于建设公园实施意见",
    "转发县林业局等部门关于建设公园指导意见的通知\n关于建设公园的\n指导意见\n": "关于建设公园的指导意见",
    "转发县林业局、县财政局公园建设方案的通知\n公园建设方案\n": "公园建设方案",
    "关于印发石城县2024年公园行动实施方案的通知\n石城县公园行动\n实施方案\n": "石城县公园行动实施方案",
    "《2024年公园方案》和《绿道方案》已经县政府同意。\n2024年公园方案\n": "2024年公园方案",
    "政务服务丨石城县人民政府关于建设公园的意见\n": "石城县人民政府关于建设公园的意见",
    "县长在《政府工作报告》中提出了任务,现将任务分解如下。\n": None,
    "印发《公园任务分解一览表》的通知\n印发《公园任务分解\n一览表》的通知\n": "公园任务分解一览表",
    "落实《公园意见》的方案\n石城县落实《公\n园意见》的方案\n": "石城县落实《公园意见》的方案",
    "江西省政府官方网站挂出《印发关于办好实事的方案的通知》。\n": "关于办好实事的方案",
    "中共江西省委办公厅 江西省人民政府办公厅印发《公园行动方案》\n2024-03-05 来源:江西日报\n": "公园行动方案",
    "关于印发〈石城县公园方案〉的通知\n现将〈石城县公园方案〉印发给你们。\n": "石城县公园方案",
    # the plan's own heading differs by a word from what the notice announces
    "关于印发公园建设改革意见分工方案的通知\n公园建设改革的分工方案\n": "公园建设改革的分工方案",
    "关于印发2024年《政府工作报告》分工方案的通知\n现印发给你们。\n": "2024年《政府工作报告》分工方案",
    "石城县公园方案\n根据《江西省关于印发全省公园实施方案的通知》要求,制定本方案。\n": "石城县公园方案",
    "石城县人民政府\n关于学习经验\n建设公园的实施意见\n(2024年3月5日)\n": "关于学习经验建设公园的实施意见",
    "石城县2024年政府实事\n": "石城县2024年政府实事",
    "石城县关于建设公园的意见(石政〔2024〕7号)\n": "石城县关于建设公园的意见",
    "新闻 >> 办实事\n现将《2024年石城实事》印发给你们。\n2024年石城实事\n": "2024年石城实事",
    "2024年重点工作\n及民生实事分解方案\n": "2024年重点工作及民生实事分解方案",
    "石城政务公开工作实施方案\n石城2024年政务公开工作实施方案\n": "石城2024年政务公开工作实施方案",
    "关于《石城公园(草案)》公开征求意见的通知\n石城公园方案\n(征求意见稿)\n": "石城公园方案(征求意见稿)",
    "一、主要工作任务\n根据《公园指导目录》开展工作。\n": None,
    # what a portal or a collector of samples adds
    "石城县2024年公园方案(7)\n": "石城县2024年公园方案",
    "关于2024年公园建设工作计划参考范文\n": "2024年公园建设工作计划",
    "公园建设工作方案2022年范文精选\n": "公园建设工作方案",
    "石城县建设公园的意见(全文)\n石城县人民政府关于建设公园的意见\n": "石城县人民政府关于建设公园的意见",
    "词条 | 石城县公园建设规划 |\n": "石城县公园建设规划",
    # the kind of document alone on the second line
    "石城县2024年河长制\n工作要点\n": "石城县2024年河长制工作要点",
    "石城县关于明确2024年公园重点工作责任单位的通知\n关于明确2024年公园重点工作\n责任单位的通知\n": (
        "石城县关于明确2024年公园重点工作责任单位的通知"
    ),
    # the title runs into the preamble
    "1、公园2024年工作要点 2024年是开局之年。\n": "公园2024年工作要点",
    "石城县人民政府关于建设公园的实施意见 石政发〔2024〕7号 2024-03-05 为建设公园,改善环境,"
    "方便群众,根据有关规定,结合我县实际情况,经县政府同意,现就有关事项提出以下意见。公园是城市的绿肺。\n": (
        "石城县人民政府关于建设公园的实施意见"
    ),
    # a heading that prints nothing; the exact name stands in title marks
    "印发通知\n石城县人民政府印发关于公园重点任务分工的通知\n现将《关于公园重点任务的分工》印发给你们。\n": (
        "关于公园重点任务的分工"
    ),
    "县政府关于印发《政府工作报告》任务分工的通知\n一、落实。做好。\n2024年《政府工作报告》任务分工\n": (
        "2024年《政府工作报告》任务分工"
    ),
    "3月29日,国务院印发关于落实《政府工作报告》分工的意见。其中,住建部的任务如下:\n": (
        "关于落实《政府工作报告》分工的意见"
    ),
    "2023年12月,石城县人民政府发布《石城县公园责任制》,自发布之日起施行。\n": "石城县公园责任制",
    "石城县公园方案 发布时间:2024-03-09 14:04\n": "石城县公园方案",
    "石城县2024年公园实施意见 各乡镇人民政府,县政府各部门: 2024年,我县公园有了新的发展,为做好下一步的工作,"
    "特提出如下意见。公园是城市的绿肺。\n": "石城县2024年公园实施意见",
    "江西省住建厅发布2024年公园建设行动令\n": "2024年公园建设行动令",
    # a later document is only quoted
    "石城县关于建设公园的意见\n提示:根据2024年12月31日石城县关于公布文件清理结果的通知》规定,继续有效\n": (
        "石城县关于建设公园的意见"
    ),
}


@pytest.mark.parametrize(
    ("top", "number"),
    [
        ("石城县人民政府办公室关于印发公园方案的通知\n〔2024〕7号\n", "〔2024〕7号"),
        (
            "石城县政府关于印发公园方案的通知 (石政发〔2024〕7号) 各乡镇: " + "现印发公园方案。" * 20 + "\n",
            "石政发〔2024〕7号",
        ),
        ("石府发﹝2024﹞7号\n石城县人民政府关于印发公园方案的通知\n", "石府发〔2024〕7号"),
        (
            "文件编号: | 石政办发〔2024〕7号 | 组配分类: | 通知 |\n关于印发公园方案的通知\n",
            "石政办发〔2024〕7号",
        ),
        (
            "石政发〔20247\n石城县人民政府关于印发公园方案的通知\n石城县人民政府\n2024年3月5日\n",
            "石政发〔2024〕7号",
        ),
    ],
)
def test_a_number_however_it_is_printed(top, number):
    assert head(f"{top}石城县2024年公园方案\n{BODY}").number == number


@pytest.mark.parametrize("top", TITLES)
def test_the_title_is_the_documents_own(top):
    assert head(top + BODY).title == TITLES[top]


@pytest.mark.parametrize(
    ("top", "issuer"),
    [
        ("中共石城县委 石城县人民政府\n关于建设公园的实施意见\n", "中共石城县委、石城县人民政府"),
        ("石城县人民政府\n关于印发公园方案的\n通 知\n石城县公园方案\n", "石城县人民政府"),
        (
            "县林业局关于印发公园方案的通知\n石城县林业和园林局\n2024年3月5日\n石城县公园方案\n",
            "石城县林业和园林局",
        ),
        (
            "关于印发公园方案的通知\n石城县公园办公室(代章)\n2024年3月5日\n石城县公园方案\n",
            "石城县公园办公室",
        ),
    ],
)
def test_who_issued_it_however_it_signs(top, issuer):
    assert head(top + BODY).issuer == issuer


@pytest.mark.parametrize(
    ("top", "issuer"),
    [
        (
            "中共东山新区工作委员会\n东山新区管理委员会\n关于印发公园方案的通知\n",
            "中共东山新区工作委员会、东山新区管理委员会",
        ),
        (
            "石城县林业局 石城县财政局 石城县住建局关于印发公园方案的通知\n",
            "石城县林业局、石城县财政局、石城县住建局",
        ),
        (
            "关于印发公园方案的通知\n石城县林业局\n石城县财政局\n石城县住建局\n2024年3月5日\n",
            "石城县林业局、石城县财政局、石城县住建局",
        ),
        ("石城县人民政府\n石城县人民政府办公室\n2024年3月5日\n", "石城县人民政府办公室"),
        ("发布单位: | 石城县林业局(石城县绿化局) | 主题分类: | 林业 |\n", "石城县林业局"),
        (
            "标 题: | 石城县林业局关于印发公园方案的通知 | ||\n发布机构: | 县林业局 |\n",
            "石城县林业局",
        ),
        (
            "石城县林业局\n石城县财政局\n关于印发公园方案的通知\n石城县林业局   石城县财政局\n2024年3月5日\n",
            "石城县林业局、石城县财政局",
        ),
        (
            "县委办公室 县政府办公室关于印发公园方案的通知\n中共石城县委办公室\n石城县人民政府办公室\n"
            "2024年3月5日\n",
            "中共石城县委办公室、石城县人民政府办公室",
        ),
        ("石城县林业局转发江西省林业局关于建设公园意见的通知\n", "石城县林业局"),
        ("发布机构\n石城县林业局\n", "石城县林业局"),
        ("省人民政府关于印发公园方案的通知\n赣府发〔2024〕7号\n", "江西省人民政府"),
        ("昨日,江西省政府网站发布《公园方案》,明确了分工。\n", "江西省人民政府"),
        ("文章来源:石城县卫生健康委员会 浏览量:\n", "石城县卫生健康委员会"),
        ("来源:石城县河长制办公室 日期:2024-05-16\n", "石城县河长制办公室"),
        ("9游会石城县人民政府办公室关于印发公园方案的通知\n", "石城县人民政府办公室"),
        ("石城县人民政府贯彻国务院关于公园意见的实施意见\n", "石城县人民政府"),
        (
            "中共石城县委 石城县人民政府\n石城县2024年公园行动令\n各乡镇人民政府:\n",
            "中共石城县委、石城县人民政府",
        ),
        ("日前,石城县人民政府印发2024年公园方案的通知,通知指出,加快建设公园。\n", "石城县人民政府"),
    ],
)
def test_who_issued_it_together_with_whom(top, issuer):
    assert head(f"{top}2024年公园方案\n{BODY}").issuer == issuer


REGIONS = {
    "省人民政府关于印发公园方案的通知\n赣府发〔2024〕7号\n": "江西省",
    "标 题: | 亳州市谯城区林业局关于印发公园方案的通知 | ||\n": "亳州市谯城区",
    "中共东山新区工作委员会\n东山新区管理委员会\n关于印发公园方案的通知\n": "东山新区",
    "2024年公园方案\n结合我县实际,根据《石城县公园规划》,由国网石城县供电公司配合。\n": "石城县",
    "区政府关于印发公园方案的通知\n蔡政办〔2024〕1号\n由武汉蔡甸城建集团建设。\n": "蔡甸区",
    "迪庆州2024年公园方案\n": "迪庆藏族自治州",
    "2024年度石城县公园方案\n": "石城县",
    "贵阳贵安2024年公园方案\n": "贵阳市",
    "关于加快石城县公园建设的意见\n": "石城县",
    "济南市钢城区人民政府办公室关于印发公园方案的通知\n2024年钢城区公园方案\n": "济南市钢城区",
    "海淀区2024年公园方案\n": "北京市海淀区",
    "东山高新区管委会关于印发公园方案的通知\n2024年公园方案\n": "东山高新区",
    "关于印发公园方案的通知\n各省、自治区、直辖市:\n2024年公园方案\n": "中华人民共和国",
    "公园方案\n来源:石城县人民政府办公室\n": "石城县",
    "公园方案\n结合石城县实际,制定本方案。\n": "石城县",
    "重庆市渝北区人民政府关于建设公园的意见\n": "重庆市渝北区",
    "住房和城乡建设部办公厅关于印发公园方案的通知\n2024年公园方案\n": "中华人民共和国",
    # a zone stands without its province, as a county does
    "中共江西省东山新区南湖新城委员会办公室关于印发公园方案的通知\n2024年公园方案\n": "东山新区南湖新城",
    "市政府办公室关于印发公园方案的通知\n鄂州政办发〔2024〕1号\n2024年公园方案\n": "鄂州市",
}


def test_a_region_that_only_a_citys_name_hints_at_is_not_guessed_for_a_county():
    text = "县直各单位:\n2024年公园方案\n数据推送至徐州市平台。\n一、绿地\n(一)甲事。做好。\n"
    assert head(text).region is None


def test_the_head_of_a_notice_with_numbers_of_its_own_goes_on_to_its_annex():
    text = (
        "石城县住建局关于印发石城县公园方案的通知\n各单位:\n一、请认真落实。\n二、请按时报送。\n石城县住房和城乡建设局\n"
        "2024年3月5日\n附件\n石城县公园方案\n为建设公园,制定本方案。\n"
    )
    assert head(text + BODY).issued_on == date(2024, 3, 5)


@pytest.mark.parametrize("top", REGIONS)
def test_the_region_is_called_by_its_full_name(top):
    assert head(top + "一、绿地\n(一)甲事。做好。\n").region == REGIONS[top]


@pytest.mark.parametrize(
    "signed",
    [
        "(2024年3月5日)\n" + BODY,
        "二〇二四年三月五日\n" + BODY,
        BODY + "石城县人民政府办公室 2024年3月5日印发\n",
        BODY + "2024年3月5日\n",
    ],
)
def test_the_day_of_issue_in_other_places(signed):
    assert head("石城县公园方案\n" + signed).issued_on == date(2024, 3, 5)


DAYS = {
    "成文日期: | 2024-03-05 | 发布日期: | 2024-03-09 |\n": date(2024, 3, 5),
    "成文日期:\n2024-03-05\n发布日期:\n2024年3月9日\n": date(2024, 3, 5),
    "索 引 号 MB15/2024-75 发文日期 2024-03-05\n": date(2024, 3, 5),
    "• 发文日期:\n\n2024年03月05日 16:40\n": date(2024, 3, 5),
    "发布日期:\n2024年3月9日\n": None,
    "石政发〔2024〕7号\n提示:根据2024年12月31日的通知(石政发〔2024〕9号)规定,继续有效\n": None,
    # a portal's fields whose names were lost: the day of the document comes before that of the page
    "石政字〔2024〕7号\n石城县政府\n2024-03-05\n2024-03-09\n有效\n": date(2024, 3, 5),
    "发布时间:2024-03-09 浏览量:1253\n3月5日,国务院印发《石城县公园方案》,明确了分工。\n": date(2024, 3, 5),
    "发布时间:2024-03-09 浏览量:1253\n3月5日,国务院印发《全国公园规划》,明确了分工。\n": None,
    # who forwards a document has issued it, not who wrote it before
    "转发县林业局公园意见的通知\n石城县政府\n2024年3月5日\n县林业局\n(2024年2月1日)\n": date(2024, 3, 5),
}


@pytest.mark.parametrize("top", DAYS)
def test_the_day_of_issue_among_the_fields_of_a_portal(top):
    assert head(f"{top}石城县公园方案\n{BODY}").issued_on == DAYS[top]


PERIODS = {
    "石城县公园规划和2035年远景目标纲要\n": None,
    "石城县“十四五”公园规划和2035年远景目标分工方案\n": (2021, 2025),
    # goals that follow year on year begin with the first
    "公园三年行动方案\n到2020年底,建好。到2021年底,管好。到2022年底,用好。2021年,多建。\n": (2020, 2022),
    "公园意见\n2021年,新建。到“十四五”期末,全部建成。\n": (2021, 2025),
    "公园意见\n全县2021年新建公园。\n": (2021, 2021),
    "公园行动方案\n2023年7月,石城县人民政府印发《公园行动方案》。到2024年,建好。到2025年,管好。\n": (
        2023,
        2025,
    ),
    # a plan comes in the year of the newest that it carries out
    "公园方案\n根据省、市方案(赣府办〔2018〕7号、赣市府办〔2019〕9号),制定本方案。\n": (2019, 2019),
    # a plan is put on a page before the first year that it aims at
    "公园方案 发布时间:2022-10-10 14:04\n到2025年,建好。到2030年,管好。\n": (2022, 2030),
    "昨日,石城县政府网站发布《公园方案》。\n2011-03-10 08:16 来源: 网络\n今年新建公园。\n": (2011, 2011),
}


AIMS = {
    "到2025年,建成100套。到2033年,建成300套。到2035年,全面建成。": (2024, 2033),
    "2024年建成100套,2025年建成200套。": (2024, 2025),
    "2024—2026年,每年建成100套。": (2024, 2026),
    "2025年6月30日前建成100套。": (2024, 2025),
    "力争2026年创成园林县城。": (2024, 2026),
    "验收阶段(2025年1月—12月)。": (2024, 2025),
    # measures that run five years, said again and again
    "5年内建成100套。5年内培训200人。5年内引进300人。": (2024, 2028),
    # the terms of persons and of sanctions
    "毕业5年内可申请。3年内不得参加。近五年内无违法。成立3年内可申请。": (2024, 2024),
    # neither what is only said of a year nor the name of another document
    "2025年是“十四五”收官之年。": (2024, 2024),
    "落实《江西省公园规划(2021—2026年)》。": (2024, 2024),
}


@pytest.mark.parametrize("aim", AIMS)
def test_the_period_runs_to_whatever_year_something_is_set_for(aim):
    text = HEAD.replace("石城县2024年公园建设工作方案", "石城县公园建设工作方案")
    assert head(f"{text}一、绿地\n{aim}\n").period == AIMS[aim]


@pytest.mark.parametrize("kind", ["公园工作要点", "下半年公园建设方案", "第三季度公园建设方案"])
def test_what_is_drawn_up_for_a_year_covers_no_more_than_that(kind):
    text = HEAD.replace("石城县2024年公园建设工作方案", f"石城县{kind}")
    assert head(f"{text}一、绿地\n到2026年底建成100套。\n").period == (2024, 2024)


def test_two_years_side_by_side_in_a_title():
    assert head("石城县2024年冬季和2025年春季公园建设方案\n" + BODY).period == (2024, 2025)
    assert head("石城县2024年总结和2025年公园工作要点\n" + BODY).period == (2025, 2025)
    assert head("石城县2024年冬季至2025年春季公园建设方案\n" + BODY).period == (2024, 2025)


@pytest.mark.parametrize("top", PERIODS)
def test_the_years_that_a_document_covers(top):
    assert head(top + BODY).period == PERIODS[top]


def test_the_fields_of_a_portal_in_a_table_are_no_part_of_the_tasks():
    text = (
        "信息分类: | 规范性文件 |\n成文日期: | 2024-03-05 |\n有 效 性: | 有效 |\n标 题: | 石城县公园方案 |\n"
        "石城县公园方案\n"
    )
    assert head(text + BODY).title == "石城县公园方案"


def test_a_year_that_only_the_text_names_is_the_period_and_said_to_be_so():
    extraction = extract("石城县公园方案\n2024年,全县新建公园。\n" + BODY)
    assert extraction.head.period == (2024, 2024)
    assert "period_by_text" in [finding.code for finding in extraction.findings]


def test_a_three_year_plan_issued_in_its_second_year_ends_with_its_aims():
    text = HEAD.replace("石城县2024年公园建设工作方案", "石城县公园三年行动方案")
    assert head(text + "一、绿地\n到2025年,绿化率达到40%。\n").period == (2024, 2025)


REPORTS = [
    "于2024年12月10日前将工作推进情况报领导小组办公室。",
    "各单位于每年12月10日前向县政府报告年度工作情况。",
    "县林业局于2024年12月10日前汇总报告任务完成情况。",
]


@pytest.mark.parametrize("sentence", REPORTS)
def test_a_report_is_owed_in_other_words(sentence):
    assert [report.due for report in extract(document(BODY + sentence)).reports] == [date(2024, 12, 10)]


def test_no_report_is_owed_before_the_document_was_issued():
    text = HEAD.replace("石城县2024年公园建设工作方案", "石城县公园建设计划(2023—2025年)")
    reports = extract(text + BODY + "每年12月10日前将工作总结报送县住建局。").reports
    assert [report.due.year for report in reports] == [2024, 2025]


def test_a_number_behind_the_title_is_the_documents_own():
    assert head("石城县关于建设公园的意见(石政〔2024〕7号)\n" + BODY).number == "石政〔2024〕7号"


def test_a_report_in_the_news_says_who_issued_what_it_prints():
    text = "为建设公园,东山新区管委会办公室印发《东山新区2024年公园清单》(东政发〔2024〕7号),全文如下:\n"
    found = head(text + BODY)
    assert (found.issuer, found.number, found.region) == (
        "东山新区管委会办公室",
        "东政发〔2024〕7号",
        "东山新区",
    )


def test_a_region_that_only_its_zone_names():
    text = (
        "市政府关于印发《2024年公园方案》的通知\n各县(市)区人民政府,徐州经济开发区管委会:\n2024年公园方案\n"
    )
    found = head(text + "一、绿地\n(一)甲事。做好。\n")
    assert (found.region, found.issuer) == ("徐州市", "徐州市人民政府")


def test_a_year_that_something_is_compared_with_is_not_the_period():
    assert head("公园方案\n到2025年,比2020年增长5%。\n一、绿地\n(一)甲事。做好。\n").period is None


def test_a_plan_that_runs_to_the_end_of_the_five_years_covers_them():
    text = HEAD.replace("石城县2024年公园建设工作方案", "石城县公园建设工作方案")
    assert head(text + "一、绿地\n“十四五”期间,新建公园30个。\n").period == (2024, 2025)


def test_a_number_in_a_table_of_fields_and_with_brackets_in_it():
    text = "石城公园方案\n文号 | 石政(开)办〔2024〕7号 | 有效性 | 有效 |\n"
    assert head(text + BODY).number == "石政(开)办〔2024〕7号"


def test_the_signature_spells_out_what_the_heading_shortens():
    text = "钢城区住建局关于印发公园方案的通知\n济南市钢城区住建局\n2024年3月5日\n2024年钢城区公园方案\n"
    assert head(text + BODY).issuer == "济南市钢城区住建局"


def test_the_report_of_a_year_may_be_owed_in_the_next():
    text = HEAD.replace("石城县2024年公园建设工作方案", "石城县公园建设计划(2024—2025年)")
    reports = extract(
        text + BODY + "每年7月10日、次年1月10日前分别将半年、全年情况报领导小组办公室。"
    ).reports
    assert sorted(str(report.due) for report in reports) == [
        "2024-07-10",
        "2025-01-10",
        "2025-07-10",
        "2026-01-10",
    ]


@pytest.mark.parametrize(
    ("sentence", "owed"),
    [
        # a year's report that is owed in January comes after that year
        ("于每年1月10日前报送上年度工作总结。", [("2025-01-10", "annual")]),
        ("于1月10日前报送全年工作总结。", [("2025-01-10", "annual")]),
        (
            "6月、12月底前将工作进展情况报送县林业局。",
            [("2024-06-30", "half-year"), ("2024-12-31", "annual")],
        ),
        ("于9月10日前报送上半年工作总结。", [("2024-09-10", "half-year")]),
    ],
)
def test_when_a_report_is_owed_and_for_what(sentence, owed):
    reports = extract(document(BODY + sentence)).reports
    assert [(str(report.due), report.kind) for report in reports] == owed


def test_a_plan_that_is_owed_is_no_report():
    text = document(BODY + "请落实《政府工作报告》,于2024年1月15日前将工作方案报县政府办公室。\n")
    assert extract(text).reports == ()


def test_a_page_that_names_the_publisher_gives_the_place_that_the_notice_leaves_out():
    text = (
        "县人民政府办公室关于印发2024年公园建设方案的通知\n发文单位: 石城县人民政府办公室\n"
        "2024年公园建设方案\n"
    )
    found = head(text + BODY)
    assert (found.issuer, found.region) == ("石城县人民政府办公室", "石城县")


def test_a_span_of_years_in_the_opening_words_is_the_period_where_nothing_else_tells_one():
    text = "关于建设公园的实施意见\n为实现2022年至2026年公园发展目标,抓好以下项目。\n" + BODY

    assert head(text).period == (2022, 2026)
