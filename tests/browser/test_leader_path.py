"""The leader sees on a telephone what is behind and whose it is, and gives an instruction."""

import pytest
from playwright.sync_api import expect

from reports.dashboard import board
from tests.browser.walking import PHONE, link, visit
from tests.browser.worlds import JUNE, LEADER, LIAISON, NOVEMBER, ningxia, task_11

pytestmark = pytest.mark.browser

WORDS = "请分析滞后原因,提出赶工措施。"
LIGHTS = ["red", "yellow", "green", "grey"]


@pytest.fixture
def leader(arrive, samples):
    return arrive(LEADER, PHONE)


def tallies(page) -> list[str]:
    return [page.locator(f".tally-{light} .tally-tasks strong").inner_text() for light in LIGHTS]


def rows(page, heading: str) -> dict[str, list[str]]:
    """The table under the heading: its rows' names with the number of tasks of each light."""
    found = page.locator(f"section[aria-labelledby={heading}] tbody tr").all()
    return {row.locator("th").inner_text().strip(): row.locator("td").all_inner_texts() for row in found}


def counts(row) -> list[str]:
    return [str(row.lights[light]) for light in LIGHTS]


@pytest.mark.parametrize("day", [JUNE, NOVEMBER], ids=str)
def test_dashboard_tells_the_state_of_the_day(leader, day):
    told = board(ningxia(), day)
    visit(leader, "dashboard", query=f"?on={day}")

    assert tallies(leader) == counts(told)
    assert rows(leader, "sections-heading") == {str(row.section): counts(row) for row in told.sections}
    assert rows(leader, "units-heading") == {str(row.body): counts(row) for row in told.units}
    titles = [f"{one.task.number}. {one.task.title}" for one in told.behind]
    expect(leader.locator(".behind-title a")).to_have_text(titles)


def test_june_and_november_tell_different_stories(leader):
    stories = []
    for day in (JUNE, NOVEMBER):
        visit(leader, "dashboard", query=f"?on={day}")
        stories.append((tallies(leader), leader.locator(".behind-title a").all_inner_texts()))

    assert stories[0] != stories[1]


def test_task_that_is_behind_is_one_touch_away(leader):
    task = board(ningxia(), JUNE).behind[0].task
    visit(leader, "dashboard", query=f"?on={JUNE}")

    link(leader.locator(".behind"), "task", task.pk).click()

    expect(leader.locator("h1")).to_have_text(f"{task.number}. {task.title}")
    expect(leader.locator("#on")).to_have_value(str(JUNE))


def test_instruction_stands_on_the_task_and_reaches_the_unit(leader, arrive):
    task = task_11()
    visit(leader, "task", task.pk)
    link(leader.locator(".page-actions"), "instruct", task.pk).click()
    leader.locator("[name=text]").fill(WORDS)
    leader.locator("#instruct .btn-primary").click()

    expect(leader.locator("section[aria-labelledby=instructions-heading]")).to_contain_text(WORDS)
    visit(leader, "dashboard")
    expect(leader.locator("section[aria-labelledby=instructions-heading]")).to_contain_text(WORDS)
    liaison = arrive(LIAISON)
    visit(liaison, "desk")
    expect(liaison.locator("section[aria-labelledby=asked-heading]")).to_contain_text(WORDS)


def test_overview_leads_to_each_of_the_five_regions(arrive, ledgers):
    page = arrive("leader")
    visit(page, "overview")

    names = ["宁夏回族自治区", "阳泉市", "呼伦贝尔市", "六安市", "海东市"]
    assert sorted(page.locator(".region h2").all_inner_texts()) == sorted(names)
    page.locator(".region", has_text="阳泉市").locator("h2 + p a").click()
    expect(page.locator(".where")).to_contain_text("阳泉市")
