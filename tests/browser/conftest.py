"""People sign in and walk through a prepared world; what their browsers complain of fails the test."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from tests.browser import worlds
from tests.browser.walking import DESKTOP
from tests.browser.watching import Watcher
from urbanplan.accounts.models import User

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
    """`arrive("ningxia-office")` gives an empty page of somebody who has signed in, or of nobody ("").

    Each has a browser of their own.
    """
    contexts = []

    def arrive(username: str, viewport: dict = DESKTOP) -> Page:
        context = new_context(base_url=live_server.url, locale="zh-CN", viewport=viewport)
        context.set_default_timeout(4 * PATIENCE)
        watcher.watch(context)
        contexts.append(context)
        if username:
            context.add_cookies([session_cookie(username, live_server.url)])
        return context.new_page()

    yield arrive
    for context in contexts:
        context.close()


def session_cookie(username: str, url: str) -> dict:
    """As after the sign-in page, without the time that it takes."""
    client = Client()
    client.force_login(User.objects.get(username=username))
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}
