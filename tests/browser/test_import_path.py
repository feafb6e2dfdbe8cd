"""A document goes in as it was published and comes out as a ledger."""

import time

import pytest
from playwright.sync_api import expect

from tasks.ledgers import FIXTURES
from tasks.models import Document
from tests.browser.walking import link, visit
from tests.browser.worlds import DRAFT, DRAFT_TITLE, OFFICE

pytestmark = pytest.mark.browser

NO_TASKS = "春天的公园里开满了花。孩子们在草地上放风筝。"


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
    document = Document.objects.get()
    assert (document.tasks.count(), document.targets.count()) == (26, 36)
    link(office.locator("table.ledger"), "task", document.tasks.get(number="11").pk).click()
    expect(office.locator(".policy-text .mark-target", has_text="9087套")).to_be_visible()


@pytest.mark.parametrize(
    "file",
    [
        {"name": "扫描.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + bytes(range(256))},
        text_file("散文.txt", NO_TASKS.encode()),
        text_file("空白.txt", b" \n"),
        text_file("名为文本.txt", bytes(range(256)) * 8),
    ],
    ids=["a picture", "no tasks", "nothing", "no text"],
)
def test_wrong_file_is_refused_with_a_sentence(office, watcher, file):
    watcher.allow(422)
    upload(office, file)

    expect(office.locator("form.import .text-danger")).not_to_be_empty()
    expect(office.locator("[name=region]")).to_have_value("宁夏回族自治区")
    assert not Document.objects.exists()
