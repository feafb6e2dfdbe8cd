"""Fixtures for every test. DATABASE_URL names the database; `make test` runs on both, one after the other."""

import os
import shutil
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import override_settings

from urbanplan.celery import app

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium():
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def pytest_collection_modifyitems(items):
    browser_tests = [item for item in items if item.get_closest_marker("browser")]
    if browser_tests:
        # Playwright's event loop stays in this thread, and Django refuses its database to a thread with one.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    if not find_chromium():
        for item in browser_tests:
            item.add_marker(pytest.mark.skip(reason="no Chromium: install chromium or name one in CHROMIUM"))


@pytest.fixture(scope="session", autouse=True)
def test_settings(tmp_path_factory):
    """Quick and away from the data of `make run`; the mail box is pytest-django's work."""
    with override_settings(
        MEDIA_ROOT=tmp_path_factory.mktemp("media"),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
    ):
        app.conf.update(broker_url="memory://", broker_transport_options={})
        yield


@pytest.fixture
def clock(time_machine):
    """`clock("2022-06-15 09:00")` stops the clock at that time of Asia/Shanghai."""

    def stop_at(text):
        moment = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
        time_machine.move_to(moment, tick=False)

    return stop_at


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": find_chromium(), "args": CHROMIUM_ARGS}
