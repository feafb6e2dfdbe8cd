import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("cookie", "language"),
    [(None, "zh-hans"), ("en", "en"), ("tlh", "zh-hans")],
    ids=["no choice", "English chosen", "unknown choice"],
)
def test_only_the_readers_choice_decides_the_language(client, db, cookie, language):
    if cookie:
        client.cookies["django_language"] = cookie

    answer = client.get("/sign-in/", headers={"Accept-Language": "en"})

    assert answer.headers["Content-Language"] == language


def test_pages_load_nothing_from_elsewhere(client, db):
    policy = client.get("/sign-in/").headers["Content-Security-Policy"]

    assert set(policy.split("; ")) == {
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    }


@pytest.mark.once
def test_sqlite_writer_takes_its_lock_at_begin(db):
    if connection.vendor != "sqlite":
        pytest.skip("only of SQLite")

    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def settings_value(var_dir, expression, **env):
    code = f"from urbanplan import settings; print({expression})"
    inherited = {name: value for name, value in os.environ.items() if name not in ("SECRET_KEY", "HTTPS")}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**inherited, "VAR_DIR": str(var_dir), **env},
        capture_output=True,
        text=True,
    )


@pytest.mark.once
def test_own_key_is_made_once_and_for_the_owner_only(tmp_path):
    first, second = (settings_value(tmp_path, "settings.SECRET_KEY").stdout for _ in range(2))

    assert len(first.strip()) >= 50
    assert first == second
    assert oct((tmp_path / "secret_key").stat().st_mode)[-3:] == "600"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["broker", "secret_key"]


@pytest.mark.once
def test_production_needs_a_key_from_outside(tmp_path):
    refused = settings_value(tmp_path, "settings.SECRET_KEY", HTTPS="1")

    assert refused.returncode == 1
    assert refused.stderr.splitlines()[-1].endswith("HTTPS=1 is production: set SECRET_KEY.")
