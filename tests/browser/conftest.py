"""People sign in and walk through a prepared world; what their browsers complain of fails the test."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import worlds
from tests.browser.walking import DESKTOP, sign_in
from tests.browser.watching import Watcher

# In milliseconds. A busy machine is slow, not wrong.
PATIENCE = 15_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture
def empty_office(transactional_db):
    worlds.put_back(worlds.empty_office)


@pytest.fixture
def ledgers(transactional_db):
    worlds.put_back(worlds.five_ledgers)


@pytest.fixture
def samples(transactional_db):
    worlds.put_back(worlds.with_samples)


@pytest.fixture
def june(ledgers, clock):
    """Noon of 15 June 2022, five days before the half-year reports are due."""
    clock(f"{worlds.JUNE} 12:00")


@pytest.fixture
def watcher(live_server):
    watcher = Watcher(live_server.url)
    yield watcher
    assert watcher.wrong == []


@pytest.fixture
def arrive(new_context, live_server, watcher):
    """`arrive("ningxia-office")` gives the page of somebody who has signed in, in a browser of their own."""
    contexts = []

    def arrive(username: str, viewport: dict = DESKTOP) -> Page:
        context = new_context(base_url=live_server.url, locale="zh-CN", viewport=viewport)
        context.set_default_timeout(2 * PATIENCE)
        watcher.watch(context)
        contexts.append(context)
        page = context.new_page()
        sign_in(page, username)
        return page

    yield arrive
    for context in contexts:
        context.close()
