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
PATIENCE = 30


@pytest.fixture
def start_worker(tmp_path):
    """Starts workers for a queue on a broker, and ends them after the test."""
    workers = []

    def start(broker_url, queue):
        arguments = f"-m celery --quiet -A urbanplan worker --pool solo -Q {queue} -I tests.jobs_for_broker"
        database_url = f"sqlite:///{tmp_path}/db.sqlite3"
        env = {**os.environ, "BROKER_URL": broker_url, "VAR_DIR": str(tmp_path), "DATABASE_URL": database_url}
        workers.append(subprocess.Popen([sys.executable, *arguments.split()], env=env))

    yield start
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.wait(PATIENCE)


def send(connection, queue, file):
    sent = [f"message {n}" for n in range(20)]
    for text in sent:
        app.send_task("tests.write_line", args=[str(file), text], connection=connection, queue=queue)
    return sent


def wait_for_lines(file, count):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and len(read_lines(file)) < count:
        time.sleep(0.1)
    time.sleep(1)  # For a second run of a message, which must not come.
    return read_lines(file)


def read_lines(file):
    return file.read_text().splitlines() if file.exists() else []


def test_filesystem_broker_delivers_once(start_worker, tmp_path):
    messages, control = tmp_path / "broker/messages", tmp_path / "broker/control"
    messages.mkdir(parents=True)
    folders = {"data_folder_in": messages, "data_folder_out": messages, "control_folder": control}
    start_worker("filesystem://localhost/", "once")

    with Connection("filesystem://localhost/", transport_options=folders) as connection:
        sent = send(connection, "once", tmp_path / "lines")

    assert sorted(wait_for_lines(tmp_path / "lines", len(sent))) == sorted(sent)
    assert [file.name for file in messages.iterdir() if "once" in file.name] == []


def test_redis_broker_delivers_once(start_worker, tmp_path):
    server = redis.Redis.from_url(REDIS_URL, socket_connect_timeout=1)
    try:
        server.ping()
    except redis.RedisError:
        pytest.skip("no Redis answers at localhost:6379")
    queue = f"test-{uuid.uuid4()}"
    start_worker(REDIS_URL, queue)

    with Connection(REDIS_URL) as connection:
        sent = send(connection, queue, tmp_path / "lines")

    assert sorted(wait_for_lines(tmp_path / "lines", len(sent))) == sorted(sent)
    server.delete(f"_kombu.binding.{queue}")
