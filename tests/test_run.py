"""`manage.py up`, which `make run` calls: everything starts, and everything ends."""

import fcntl
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener, urlopen

import psutil
import pytest

from reports.samples import DEMO_PASSWORD

pytestmark = pytest.mark.once

ROOT = Path(__file__).parent.parent
PATIENCE = 180
ALL_CHILDREN = 5  # web and its two workers, worker, beat


@pytest.fixture(scope="module")
def var_dir(tmp_path_factory):
    """One folder of data for all starts, so that only the first has to load the five regions."""
    return tmp_path_factory.mktemp("var")


@pytest.fixture(scope="module")
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def log(tmp_path):
    return tmp_path / "up.log"


@pytest.fixture
def begin(var_dir, port, log):
    """Starts `up` and gives its process; what a test leaves running is ended after it."""
    begun = []

    def begin_up():
        env = {
            name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "BROKER_URL")
        }
        env |= {"VAR_DIR": str(var_dir), "STATIC_ROOT": str(var_dir / "static")}
        command = [sys.executable, "manage.py", "up", f"--port={port}"]
        with log.open("w") as errors:
            begun.append(subprocess.Popen(command, cwd=ROOT, env=env, stderr=errors))
        return begun[-1]

    yield begin_up
    for up in begun:
        up.terminate()
        up.wait(10)


@pytest.fixture
def running(begin, port, log):
    """`up` and its children, all of them well."""
    up = begin()
    wait_until(lambda: up.poll() is not None or health(port)[0] == 200)
    assert up.poll() is None, log.read_text()
    wait_until(lambda: len(children(up)) == ALL_CHILDREN)
    return up, children(up)


def wait_until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"not within {PATIENCE} seconds"
        time.sleep(0.1)


def health(port):
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return answer.status, json.load(answer)
    except HTTPError as answer:
        return answer.code, json.load(answer)
    except (URLError, OSError):
        return None, None


def children(up):
    return psutil.Process(up.pid).children(recursive=True)


def child(processes, word):
    return next(process for process in processes if word in process.cmdline())


def alive(processes):
    # Nobody may be there to bury an orphan: a zombie has ended.
    return [p for p in processes if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]


def sign_in(reader, port, username):
    """The page after signing in by the form, as a browser without scripts would."""
    address = f"http://localhost:{port}/sign-in/"
    form = reader.open(address).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[1]
    fields = {"csrfmiddlewaretoken": token, "username": username, "password": DEMO_PASSWORD}
    return reader.open(address, urlencode(fields).encode()).read().decode()


def query(var_dir, sql):
    with closing(sqlite3.connect(var_dir / "urbanplan.sqlite3")) as connection, connection:
        return connection.execute(sql).fetchall()


def test_newcomer_signs_in_to_the_loaded_ledgers(running, port):
    reader = build_opener(HTTPCookieProcessor())

    page = sign_in(reader, port, "ningxia-office")
    style = re.search(r'href="(/static/[^"]+\.css)"', page)[1]

    assert "宁夏领导小组办公室" in page
    assert reader.open(f"http://localhost:{port}{style}").headers["Cache-Control"].endswith("immutable")


def test_killed_parent_leaves_no_child(running):
    if sys.platform != "linux":
        pytest.skip("only Linux tells a child that its parent was killed")
    up, processes = running

    up.kill()

    wait_until(lambda: alive(processes) == [])


def test_lost_worker_ends_the_rest_and_says_so(running, log):
    up, processes = running

    child(processes, "worker").kill()

    assert up.wait(10) == 1
    assert "worker" in log.read_text().splitlines()[-1]
    assert alive(processes) == []


def test_ctrl_c_ends_everything_within_five_seconds_and_the_data_stay(begin, running, var_dir, port):
    up, processes = running
    query(var_dir, "insert into urbanplan_heartbeat (name, seen_at) values ('kept', '2022-06-15')")

    asked = time.monotonic()
    up.send_signal(signal.SIGINT)

    assert up.wait(10) == 0
    assert time.monotonic() - asked < 5
    assert alive(processes) == []
    begin()
    wait_until(lambda: health(port)[0] == 200)
    assert query(var_dir, "select seen_at from urbanplan_heartbeat where name = 'kept'") == [("2022-06-15",)]


def test_second_up_on_the_same_data_is_refused(begin, var_dir, log):
    with (var_dir / "up.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        code = begin().wait(PATIENCE)

    assert code == 1
    assert str(var_dir) in log.read_text()


def test_taken_port_is_refused(begin, port, log):
    with socket.create_server(("127.0.0.1", port)):
        code = begin().wait(PATIENCE)

    assert code == 1
    assert str(port) in log.read_text()
