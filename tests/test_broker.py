"""A real worker behind a real broker: what is sent is done, once."""

import os
import subprocess
import sys
import time
import uuid

import pytest
import redis
from kombu import Connection

from urbanplan.celery import app

pytestmark = pytest.mark.once

REDIS_URL = "redis://localhost:6379/15"
PATIENCE = 120


@pytest.fixture
def start_worker(tmp_path):
    """Starts a worker on a broker, and ends it after the test."""
    started = []

    def start(broker_url, **env):
        command = [sys.executable, "-m", "celery", "--quiet", "--app", "urbanplan", "worker"]
        options = ["--pool", "solo", "--include", "tests.jobs_for_broker"]
        database_url = f"sqlite:///{tmp_path}/db.sqlite3"
        env |= {"BROKER_URL": broker_url, "VAR_DIR": str(tmp_path), "DATABASE_URL": database_url}
        started.append(subprocess.Popen([*command, *options], env={**os.environ, **env}))

    yield start
    for worker in started:
        worker.terminate()
        worker.wait(PATIENCE)


@pytest.fixture
def redis_prefix():
    """A prefix for the keys of one test; they are gone after it."""
    server = redis.Redis.from_url(REDIS_URL, socket_connect_timeout=1)
    try:
        server.ping()
    except redis.RedisError:
        pytest.skip("no Redis answers at localhost:6379")
    prefix = f"urbanplan-test-{uuid.uuid4()}:"
    yield prefix
    for key in server.scan_iter(f"{prefix}*"):
        server.delete(key)


def send(connection, file):
    sent = [f"message {n:02}" for n in range(20)]
    for text in sent:
        app.send_task("tests.write_line", args=[str(file), text], connection=connection)
    return sent


def wait_for_lines(file, count):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and len(read_lines(file)) < count:
        time.sleep(0.1)
    time.sleep(1)  # For a second run of a message, which must not come.
    return sorted(read_lines(file))


def read_lines(file):
    return file.read_text().splitlines() if file.exists() else []


def test_filesystem_broker_delivers_once(start_worker, tmp_path):
    messages, control = tmp_path / "broker/messages", tmp_path / "broker/control"
    messages.mkdir(parents=True)
    folders = {"data_folder_in": messages, "data_folder_out": messages, "control_folder": control}
    start_worker("filesystem://localhost/")

    with Connection("filesystem://localhost/", transport_options=folders) as connection:
        sent = send(connection, tmp_path / "lines")

    assert wait_for_lines(tmp_path / "lines", len(sent)) == sent


def test_redis_broker_delivers_once(start_worker, redis_prefix, tmp_path):
    start_worker(REDIS_URL, TEST_KEY_PREFIX=redis_prefix)

    with Connection(REDIS_URL, transport_options={"global_keyprefix": redis_prefix}) as connection:
        sent = send(connection, tmp_path / "lines")

    assert wait_for_lines(tmp_path / "lines", len(sent)) == sent
