"""A document goes in as it was published and comes out as a ledger."""

import time

import pytest
from playwright.sync_api import expect

from tasks import editing
from tasks.ledgers import FIXTURES
from tasks.models import Document, Task
from tests.browser.walking import DESKTOP, PHONE, link, visit
from tests.browser.worlds import DRAFT, DRAFT_TITLE, OFFICE
from urbanplan.accounts.models import User

pytestmark = pytest.mark.browser

# From the upload to the published ledger, in seconds: "under two minutes".
LONGEST_WALK = 120
# Nothing in it is numbered, so the reader finds no task.
UNNUMBERED = """宁夏回族自治区2024年城市绿化安排
推进公园建设。年内新建口袋公园12个。(责任单位:自治区住房城乡建设厅、财政厅)
管好绿地。补植行道树5000株。(责任单位:自治区林业和草原局、财政厅)
"""


def text_file(name: str, data: bytes) -> dict:
    return {"name": name, "mimeType": "text/plain", "buffer": data}


@pytest.fixture
def office(arrive, empty_office):
    page = arrive(OFFICE)
    visit(page, "import-document")
    return page


def upload(page, file: dict) -> None:
    page.locator("[name=region]").fill("宁夏回族自治区")
    page.locator("[name=file]").set_input_files(file)
    page.locator("form.import button.btn-primary").click()


def accept_all(page) -> int:
    """Works off the doubts by keyboard; returns how many there were."""
    page.wait_for_url("**/check/")
    page.wait_for_load_state()  # The keys are a script's.
    doubts = page.locator("[data-doubt]").count()
    for left in range(doubts, 0, -1):
        if not page.locator("[data-doubt].is-current").count():
            page.keyboard.press("j")
        page.keyboard.press("a")
        expect(page.locator("[data-doubt]")).to_have_count(left - 1)
    return doubts


def publish(page) -> None:
    page.locator("[data-publish]").click()
    expect(page.locator(".document-facts .state-published")).to_be_visible()


def test_own_document_is_uploaded_checked_and_published(office):
    upload(office, text_file("公园.txt", DRAFT.encode()))
    assert accept_all(office) > 0
    publish(office)

    visit(office, "documents")
    row = office.locator("table.ledger tbody tr", has_text=DRAFT_TITLE)
    expect(row.locator(".state-published")).to_be_visible()
    document = Document.objects.get()
    assert [(task.number, task.title) for task in document.tasks.order_by("order")] == [
        ("1", "扩大绿地"),
        ("2", "管好绿地"),
    ]


def test_draft_cannot_be_published_with_a_doubt(office):
    upload(office, text_file("公园.txt", DRAFT.encode()))

    expect(office.locator("[data-publish]")).to_be_disabled()
    expect(office.locator("[data-doubt]")).not_to_have_count(0)


def test_ningxia_from_the_upload_to_the_published_ledger(office, capsys):
    started = time.monotonic()
    upload(office, text_file("宁夏.txt", (FIXTURES / "ningxia-2022" / "source.txt").read_bytes()))
    doubts = accept_all(office)
    publish(office)
    seconds = time.monotonic() - started

    with capsys.disabled():
        print(f" [upload to published ledger, {doubts} doubts: {seconds:.0f} s] ", end="")
    assert seconds < LONGEST_WALK
    document = Document.objects.get()
    assert (document.tasks.count(), document.targets.count()) == (26, 36)
    link(office.locator("table.ledger"), "task", document.tasks.get(number="11").pk).click()
    expect(office.locator(".policy-text .mark-target", has_text="9087套")).to_be_visible()


def row_of(page, kind: str, words: str):
    """The row of the ledger that reads so; opened with a click."""
    row = page.locator(f".row-{kind}.row-text", has_text=words).first
    anchor = row.get_attribute("id")
    row.locator("a.correct").click()
    expect(page.locator(f"form#{anchor}")).to_be_visible()
    return page.locator(f"#{anchor}")


@pytest.fixture
def checking(office):
    upload(office, text_file("公园.txt", DRAFT.encode()))
    office.wait_for_url("**/check/")
    office.wait_for_load_state()
    return office


def test_row_is_corrected_with_a_click_and_typing_while_another_stands_open(checking):
    other = row_of(checking, "unit", "自治区林业和草原局")
    other.locator("[name=name]").fill("自治区林业")

    unit = row_of(checking, "unit", "自治区财政厅")
    expect(unit.locator("[name=name]")).to_be_focused()
    checking.keyboard.type("自治区审计厅")
    checking.keyboard.press("Enter")

    expect(unit).to_have_class("row-text row-unit")
    expect(unit).to_contain_text("自治区审计厅")
    expect(other.locator("[name=name]")).to_have_value("自治区林业")
    other.locator("[name=name]").press("Escape")
    expect(other).to_contain_text("自治区林业和草原局")


def test_correction_of_a_colleague_is_shown_before_it_is_overwritten(checking, watcher):
    watcher.allow(422)
    task = row_of(checking, "task", "扩大绿地")
    task.locator("[name=title]").fill("扩大城市绿地")
    row = Task.objects.get(title="扩大绿地")
    colleague = User.objects.create_user("colleague", name="李华")
    editing.change_task(task=row, by=colleague, number="1", title="扩建绿地", section=row.section)

    task.locator("[name=title]").press("Enter")
    expect(task.locator(".row-errors")).to_contain_text("李华")
    expect(task.locator(".row-errors")).to_contain_text("扩建绿地")
    expect(task.locator("[name=title]")).to_have_value("扩大城市绿地")

    task.locator("[name=title]").press("Enter")
    expect(task).to_have_class("row-text row-task")
    expect(task).to_contain_text("扩大城市绿地")


def test_words_stay_when_the_session_has_ended(checking, watcher):
    watcher.allow(403)
    unit = row_of(checking, "unit", "自治区财政厅")
    unit.locator("[name=name]").fill("自治区审计厅")
    session = checking.context.cookies()
    checking.context.clear_cookies()

    unit.locator("[name=name]").press("Enter")
    expect(unit.locator("[data-said]")).to_be_visible()
    expect(unit.locator("[name=name]")).to_have_value("自治区审计厅")

    checking.context.add_cookies(session)
    unit.locator("[name=name]").press("Enter")
    expect(unit).to_have_class("row-text row-unit")


def test_section_begins_at_selected_words(checking):
    words = checking.locator(".mark-title", has_text="管好绿地")
    words.select_text()
    checking.locator(".selection-bar [data-add=add-section]").click()
    form = checking.locator("form#add")
    form.locator("[name=ordinal]").fill("二")
    form.locator("[name=title]").fill("管护绿地")
    form.locator("button").click()

    expect(checking.locator(".row-section.row-text")).to_have_count(2)
    assert Task.objects.get(title="管好绿地").section.title == "管护绿地"


def begin_task(page, words: str, title: str, count: int) -> None:
    page.locator(".policy-text p", has_text=words).select_text()
    page.locator(".selection-bar [data-add=split]").click()
    field = page.locator("form#add [name=title]")
    expect(field).to_be_focused()
    field.fill(title)
    field.press("Enter")
    expect(page.locator(".row-task.row-text")).to_have_count(count)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_document_without_numbers_gets_its_tasks_at_selected_words(arrive, empty_office, viewport):
    page = arrive(OFFICE, viewport)
    visit(page, "import-document")
    upload(page, text_file("绿化.txt", UNNUMBERED.encode()))
    page.wait_for_url("**/check/")
    page.wait_for_load_state()
    expect(page.locator(".findings .finding-warning")).to_be_visible()
    expect(page.locator("[data-publish]")).to_be_disabled()

    begin_task(page, "推进公园建设", "建公园", 1)
    begin_task(page, "管好绿地", "管绿地", 2)
    assert accept_all(page) == 6
    publish(page)

    tasks = Document.objects.get().tasks.order_by("order")
    assert [
        (task.number, task.title, [unit.wording for unit in task.assignments.all()], task.targets.get().value)
        for task in tasks
    ] == [
        ("1", "建公园", ["自治区住房城乡建设厅", "自治区财政厅"], 12),
        ("2", "管绿地", ["自治区林业和草原局", "自治区财政厅"], 5000),
    ]


def test_task_begins_at_typed_words_without_a_mouse(office):
    upload(office, text_file("绿化.txt", UNNUMBERED.encode()))
    office.wait_for_url("**/check/")
    office.wait_for_load_state()

    office.locator(".card-actions a[href*='add=begin']").press("Enter")
    expect(office.locator("form#add [name=words]")).to_be_focused()
    office.keyboard.type("管好绿地")
    office.locator("form#add [name=title]").fill("管绿地")
    office.keyboard.press("Enter")

    expect(office.locator(".row-task.row-text")).to_contain_text("管绿地")
    assert Task.objects.get().text.startswith("管好绿地。补植行道树5000株。")


def test_wrong_upload_is_discarded(checking):
    link(checking, "discard-draft", Document.objects.get().pk).click()
    checking.locator("main form .btn-danger").click()

    expect(checking.locator(".alert-success")).to_be_visible()
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    "file",
    [
        {"name": "扫描.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + bytes(range(256))},
        text_file("空白.txt", b" \n"),
        text_file("名为文本.txt", bytes(range(256)) * 8),
    ],
    ids=["a picture", "nothing", "no text"],
)
def test_wrong_file_is_refused_with_a_sentence(office, watcher, file):
    watcher.allow(422)
    upload(office, file)

    expect(office.locator("form.import .text-danger")).not_to_be_empty()
    expect(office.locator("[name=region]")).to_have_value("宁夏回族自治区")
    assert not Document.objects.exists()
