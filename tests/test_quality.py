"""The Chinese catalogue is whole: every text of pages and code is in it, translated and compiled."""

import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "locale/zh_Hans/LC_MESSAGES/django.po"


def message(entry):
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def test_every_message_is_translated():
    catalogue = polib.pofile(str(CATALOGUE))

    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    assert [entry.msgid for entry in catalogue.obsolete_entries()] == []


def test_compiled_catalogue_is_up_to_date():
    compiled = {
        message(entry): entry.msgstr or entry.msgstr_plural
        for entry in polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    }

    assert compiled == {
        message(entry): entry.msgstr or entry.msgstr_plural
        for entry in polib.pofile(str(CATALOGUE)).translated_entries()
    }


def test_catalogue_has_the_messages_of_the_source(tmp_path):
    if not shutil.which("xgettext"):
        pytest.skip("no GNU gettext: the source was not searched for new messages")
    for folder in ("urbanplan", "tasks", "reports", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "--locale=zh_Hans", "--keep-pot"]

    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)

    source = {message(entry) for entry in polib.pofile(str(tmp_path / "locale/django.pot"))}
    known = {message(entry) for entry in polib.pofile(str(CATALOGUE))}
    assert sorted(source - known, key=str) == []
    assert sorted(known - source, key=str) == []
