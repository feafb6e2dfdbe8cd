"""The half-year report: written, handed in, returned, revised and accepted."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from reports.models import SubmissionEvent
from tests.browser.walking import link, visit
from tests.browser.worlds import LIAISON, OFFICE, report

pytestmark = pytest.mark.browser

PARTS = ["成效", "亮点", "工作措施", "指标完成情况", "项目完成情况", "存在问题", "下一步工作措施"]
WORDS = [f"{part}:筹集保障性租赁住房4500套。" for part in PARTS]
REVISED = "银川3000套,石嘴山1500套。"
COMMENT = "请补充分县区数据。"


def write(page, words: list[str]) -> None:
    for number, text in enumerate(words):
        page.locator(f"[name=part-{number}]").fill(text)


def save(page) -> None:
    page.locator(".buttons-below button:not([name])").click()
    expect(page.locator(".alert-success")).to_be_visible()


def hand_in(page) -> None:
    page.locator(".buttons-below [name=hand_in]").click()
    page.locator("[name=confirmed]").check()
    page.locator("form.panel .btn-primary").click()
    expect(page.locator("#report")).to_have_count(0)
    expect(page.locator(".standing .state-submitted")).to_be_visible()


def decide(page, decision: str, comment: str = "") -> None:
    visit(page, "review-submission", report().pk)
    page.locator("#decision [name=comment]").fill(comment)
    page.locator(f"#decision [name={decision}]").click()
    expect(page.locator(".alert-success")).to_be_visible()


def steps() -> list[str]:
    return list(SubmissionEvent.objects.values_list("action", flat=True))


@pytest.fixture
def writer(arrive, june):
    """The liaison on the page of the report, which the desk has led to."""
    page = arrive(LIAISON)
    visit(page, "desk")
    link(page.locator("main"), "submission", report().pk).click()
    return page


def test_seven_parts_are_saved_as_they_are_typed(writer):
    labels = [writer.locator(f"label[for=id_part-{number}]").inner_text() for number in range(7)]
    with writer.expect_response(f"**{reverse('autosave-submission', args=[report().pk])}"):
        write(writer, WORDS)
    expect(writer.locator("[data-autosave-status]")).not_to_be_empty()
    expect(writer.locator("form[data-unsaved]")).to_have_count(0)
    writer.reload()

    assert labels == PARTS
    assert [writer.locator(f"[name=part-{number}]").input_value() for number in range(7)] == WORDS


def test_report_goes_to_the_office_and_back_until_it_is_accepted(writer, arrive):
    office = arrive(OFFICE)
    write(writer, WORDS)
    hand_in(writer)

    decide(office, "return", COMMENT)
    visit(writer, "desk")
    expect(writer.locator(".desk-comment")).to_contain_text(COMMENT)
    link(writer.locator("main"), "submission", report().pk).click()
    expect(writer.locator(".alert-warning")).to_contain_text(COMMENT)
    writer.locator("[name=part-3]").fill(REVISED)
    hand_in(writer)
    decide(office, "accept")

    visit(office, "cycle", report().cycle_id)
    office.locator('.cards a[href="?state=accepted"]').click()
    row = office.locator("table.ledger tr", has_text="自治区住房城乡建设厅")
    expect(row.locator(".state-accepted")).to_be_visible()
    assert steps() == ["submitted", "returned", "submitted", "accepted"]
    assert report().texts == dict(zip(PARTS, WORDS, strict=True)) | {
        "指标完成情况": "银川3000套,石嘴山1500套。"
    }


def test_office_sees_what_was_changed_since_it_was_returned(writer, arrive):
    office = arrive(OFFICE)
    write(writer, WORDS)
    hand_in(writer)
    decide(office, "return", COMMENT)
    visit(writer, "submission", report().pk)
    writer.locator("[name=part-0]").fill(REVISED)
    hand_in(writer)

    visit(office, "review-submission", report().pk)

    texts = office.locator(".two-texts .part-text")
    expect(texts).to_have_text([WORDS[0], REVISED])


def test_going_back_finds_the_report_handed_in(writer):
    write(writer, WORDS)
    hand_in(writer)

    writer.go_back()

    expect(writer.locator(".standing .state-submitted")).to_be_visible()
    expect(writer.locator("[name=confirmed]")).to_have_count(0)


def test_report_is_handed_in_once_from_two_windows(writer):
    write(writer, WORDS)
    save(writer)
    other = writer.context.new_page()
    visit(other, "submit-submission", report().pk)
    hand_in(writer)

    other.locator("[name=confirmed]").check()
    other.locator("form.panel .btn-primary").click()

    expect(other.locator(".standing .state-submitted")).to_be_visible()
    assert steps() == ["submitted"]
