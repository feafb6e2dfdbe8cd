"""The liaison of the housing department logs 4,500 of 9,087 rental homes."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tasks.models import ProgressEntry
from tests.browser.walking import PHONE, link, visit
from tests.browser.worlds import JUNE, LIAISON, homes, task_11

pytestmark = pytest.mark.browser

NOTE = "已开工建设4500套,其余项目正在办理前期手续。"
FILE = {"name": "开工清单.txt", "mimeType": "text/plain", "buffer": "一期 4500 套".encode()}


def fill(page, value: str) -> None:
    page.locator("form [name=as_of]").fill(JUNE.isoformat())
    page.get_by_label(f"{homes().indicator} (套)").fill(value)
    page.locator("[name=narrative]").fill(NOTE)


def send(page):
    return page.locator(".form-bar .btn-primary")


@pytest.fixture
def log_page(arrive, june):
    page = arrive(LIAISON)
    visit(page, "log-progress", task_11().pk)
    return page


@pytest.mark.parametrize("viewport", [{}, {"viewport": PHONE}], ids=["desk", "phone"])
def test_way_from_my_tasks_to_the_figure_on_its_pages(arrive, june, viewport):
    task, target = task_11(), homes()
    page = arrive(LIAISON, **viewport)
    visit(page, "desk")

    link(page, "my-tasks").click()
    link(page.locator("table.ledger"), "task", task.pk).click()
    link(page.locator("main"), "log-progress", task.pk).click()
    fill(page, "4500")
    page.locator("[name=files]").set_input_files(FILE)
    send(page).click()

    row = page.locator(f"#target-{target.pk}")
    expect(row).to_contain_text("4,500 套")
    expect(row).to_contain_text("49.5%")
    link(row, "target", target.pk).click()
    expect(page.locator("dl.facts")).to_contain_text("49.5%")
    expect(page.locator(".timeline")).to_contain_text(NOTE)
    with page.expect_download() as download:
        page.locator(".evidence a").click()
    assert download.value.suggested_filename == FILE["name"]
    assert download.value.path().read_bytes() == FILE["buffer"]


def test_letters_are_refused_and_no_word_is_lost(log_page):
    fill(log_page, "约四千多套")
    send(log_page).click()

    expect(log_page.locator(".typed-error")).to_be_visible()
    expect(log_page.get_by_label(f"{homes().indicator} (套)")).to_have_value("约四千多套")
    expect(log_page.locator("[name=narrative]")).to_have_value(NOTE)
    assert not ProgressEntry.objects.exists()


def test_double_click_logs_once(log_page):
    fill(log_page, "4500")
    send(log_page).dblclick(delay=100)

    expect(log_page.locator(".timeline li")).to_have_count(1)
    entry = ProgressEntry.objects.get()
    assert (entry.target, entry.value, entry.as_of) == (homes(), Decimal(4500), JUNE)


def test_going_back_and_sending_again_is_asked_about(log_page):
    fill(log_page, "4500")
    send(log_page).click()
    expect(log_page.locator(".timeline li")).to_have_count(1)

    log_page.go_back()
    fill(log_page, "4500")
    send(log_page).click()

    expect(log_page.locator(".doubted-value")).to_be_visible()
    expect(log_page.locator(".kept")).to_have_count(0)
    assert ProgressEntry.objects.count() == 1


def test_doubtful_value_is_logged_once_it_is_confirmed(log_page):
    fill(log_page, "95000")
    send(log_page).click()
    log_page.locator(".doubted-value [type=checkbox]").check()
    send(log_page).click()

    expect(log_page.locator(".timeline li")).to_contain_text(["95,000 套"])
    assert ProgressEntry.objects.get().value == 95000
