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
        ("石城县2023年公园建设要点", (2023, 2023)),
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
