"""The office of Ningxia issues its document anew, decides on the differences and puts them in force."""

from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tasks import amending
from tasks.ledgers import FIXTURES
from tasks.models import Amendment, ProgressEntry, Target, Task
from tests.browser.conftest import session_cookie
from tests.browser.walking import DESKTOP, PHONE, link, sign_in, visit
from tests.browser.worlds import FINANCE, LIAISON, OFFICE, homes, ningxia, task_11
from urbanplan.accounts.models import User

pytestmark = pytest.mark.browser

REASON = "宁城办发〔2022〕41号调整"
ADDED = "(二十七)建设人才公寓。新建人才公寓600套。(责任单位:自治区住房城乡建设厅)"


def reissued() -> bytes:
    """Another number of homes, the finance department gone from task 11, a task at the end."""
    text = (FIXTURES / "ningxia-2022" / "source.txt").read_text("utf-8")
    edits = {
        "租赁住房9087套": "租赁住房9600套",
        "发展改革委、财政厅、自然资源厅等,各市": "发展改革委、自然资源厅等,各市",
    }
    for old, new in edits.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    last = text.index("(二十六)")
    end = text.index("\n", last)
    text = f"{text[:end]}\n{ADDED}{text[end:]}"
    return text.encode()


FILE = {"name": "宁夏（调整）.txt", "mimeType": "text/plain", "buffer": reissued()}


@pytest.fixture
def compared(samples) -> Amendment:
    office = User.objects.get(username=OFFICE)
    return amending.compare_version(
        document=ningxia(), data=FILE["buffer"], name=FILE["name"], reason=REASON, by=office
    )


def row(page, words: str):
    return page.locator(".change", has=page.locator("h3", has_text=words))


def choose(page, words: str, what: str) -> None:
    """Whatever else the reader found: each row of these words."""
    row(page, words).first.get_by_label(what, exact=True).check()


def test_way_from_the_new_version_to_the_task_that_shows_what_was_and_what_is(arrive, samples):
    figure = homes()
    entries = ProgressEntry.objects.filter(target=figure).count()
    page = arrive(OFFICE)
    visit(page, "document", ningxia().pk)
    link(page.locator(".page-actions"), "amend", ningxia().pk).click()
    page.locator("#version-reason").fill(REASON)
    page.locator("#by-version [name=file]").set_input_files(FILE)
    page.locator("#by-version .btn-primary").click()

    expect(row(page, "11 · 筹集和新建保障性租赁住房")).to_contain_text("9087")
    choose(page, "11 · 筹集和新建保障性租赁住房", "采纳")
    choose(page, "11 · 自治区财政厅", "采纳")
    page.locator(".decide-bar button[value=reject-rest]").click()
    expect(page.locator(".decide-bar strong")).to_have_text("全部差异均已决定")
    choose(page, "27 建设人才公寓", "采纳")
    page.locator(".page-actions .btn-primary").click()
    expect(page.locator(".alert-success")).to_be_visible()

    page.goto(task_11().get_absolute_url())
    expect(page.locator(".page-title h1")).to_contain_text("加强住房供应保障")
    told = page.locator("section", has=page.locator("#changes-heading"))
    expect(told.locator(".mark-gone").first).to_be_visible()
    expect(told).to_contain_text("9600")
    expect(told).to_contain_text(User.objects.get(username=OFFICE).name)
    expect(page.locator(f"#target-{figure.pk}")).to_contain_text("9,600")
    assert ProgressEntry.objects.filter(target=figure).count() == entries > 0
    assert Task.objects.get(document=ningxia(), title="建设人才公寓").targets.get().value == 600


def test_liaisons_find_the_message_and_what_they_logged_is_still_on_the_figure(arrive, compared):
    office, figure = compared.made_by, homes()
    shown = ProgressEntry.objects.standing().filter(target=figure).order_by("-as_of", "-pk").first()
    amending.decide(amendment=compared, changes=compared.changes.all(), accept=True, by=office)
    amending.finish(amendment=compared, by=office)
    page = arrive(LIAISON)
    visit(page, "inbox")

    page.locator("main a", has_text=REASON).click()
    expect(page.locator("h1")).to_have_text(REASON)
    link(page.locator("main"), "task", task_11().pk).click()
    link(page.locator(f"#target-{figure.pk}"), "target", figure.pk).click()

    figure.refresh_from_db()
    assert figure.value == Decimal(9600)
    if shown.value is not None:
        expect(page.locator(".timeline")).to_contain_text(f"{shown.value.normalize():,f}")
    finance = arrive(FINANCE)
    visit(finance, "inbox")
    expect(finance.locator("main")).to_contain_text(REASON)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_the_differences_fit_the_window_and_have_no_barriers(arrive, compared, viewport):
    page = arrive(OFFICE, viewport=viewport)
    page.goto(compared.get_absolute_url())

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    grave = [
        one["id"]
        for one in Axe().run(page).response["violations"]
        if one["impact"] in ("serious", "critical")
    ]
    assert grave == []
    page.locator(".decide-bar strong a").click()
    expect(page.locator(".change").first).to_be_in_viewport()
    # The bar that stays in sight covers nothing of the row.
    top = page.locator(".change").first.bounding_box()["y"]
    bar = page.locator(".decide-bar").bounding_box()
    assert top >= bar["y"] + bar["height"] - 1


def test_choices_made_without_a_session_come_back(arrive, compared):
    page = arrive(OFFICE)
    page.goto(compared.get_absolute_url())
    Session.objects.all().delete()

    first = page.locator(".change").first
    first.get_by_label("不采纳", exact=True).check()
    page.locator(".decide-bar button[value=save]").click()
    sign_in(page, OFFICE)
    page.locator("[data-restore]").click()
    expect(first.get_by_label("不采纳", exact=True)).to_be_checked()
    page.locator(".decide-bar button[value=save]").click()
    expect(page.locator(".alert-success")).to_be_visible()

    assert compared.changes.filter(decision="rejected").count() == 1
    # What the server has is not offered again, after the rest was decided neither.
    page.locator(".decide-bar button[value=accept-rest]").click()
    expect(page.locator(".decide-bar strong")).to_have_text("全部差异均已决定")
    expect(page.locator("[data-restore]")).to_have_count(0)


def test_without_a_script_it_works_as_well(new_context, live_server, compared):
    context = new_context(base_url=live_server.url, locale="zh-CN", java_script_enabled=False, viewport=PHONE)
    context.add_cookies([session_cookie(OFFICE, live_server.url)])
    page = context.new_page()
    page.goto(compared.get_absolute_url())

    page.locator(".decide-bar button[value=accept-rest]").click()
    page.locator(".page-actions button[value=finish]").click()

    expect(page.locator(".alert-success")).to_be_visible()
    assert Target.objects.get(pk=homes().pk).value == 9600
    assert ningxia().editions.count() == 1
