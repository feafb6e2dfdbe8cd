"""Everything on one machine: web, worker and beat under one parent. `make run` calls it."""

import fcntl
import os
import signal
import socket
import sys
import time
from contextlib import contextmanager

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import transaction
from django.utils.translation import gettext as _

from reports.samples import DEMO_PASSWORD, demo_accounts
from tasks.models import Document
from urbanplan.accounts.models import User
from urbanplan.processes import Processes

# Seconds for requests and jobs under way when all is to end. A job that is cut off is done by the next sweep.
PATIENCE = 2
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Command(BaseCommand):
    help = "Prepare the database and start web, worker and beat; Ctrl-C ends all of them."

    def add_arguments(self, parser):
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=os.environ.get("PORT", "8000"))
        parser.add_argument("--empty", action="store_true", help="load no sample data into a new database")

    def handle(self, *, host, port, empty, **options):
        for number in STOP_SIGNALS:
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup ignores it.
                signal.signal(number, signal.default_int_handler)
        try:
            with only_one():
                refuse_taken_port(host, port)
                self.prepare(empty)
                self.run(host, port)
        except KeyboardInterrupt:
            self.stdout.write(_("Stopped."))

    def prepare(self, empty):
        call_command("migrate", verbosity=0)
        if not empty and not Document.objects.exists():
            self.stdout.write(_("A new database: loading the five regions and the sample data."))
            with transaction.atomic():  # One that was ended half-way is to start anew.
                call_command("load_demo", stdout=self.stdout)
        call_command("collectstatic", interactive=False, verbosity=0)

    def run(self, host, port):
        address = f"http://localhost:{port}"
        processes = Processes(child_environment(address))
        try:
            for name, command in commands(host, port).items():
                processes.start(name, *command)
            self.wait_for_web(processes, host, port)
            self.greet(address)
            self.watch(processes)
        finally:
            for number in STOP_SIGNALS:
                signal.signal(number, signal.SIG_IGN)
            processes.stop(PATIENCE)

    def wait_for_web(self, processes, host, port):
        while not answers(host, port):
            self.refuse_ended(processes)
            time.sleep(0.1)

    def greet(self, address):
        self.stdout.write(_("UrbanPlan runs at %(address)s (Ctrl-C ends it).") % {"address": address})
        accounts = [account.username for account in demo_accounts()]
        if users := User.objects.filter(username__in=["admin", *accounts]).order_by("pk"):
            self.stdout.write(_("Accounts, with the password %(password)s:") % {"password": DEMO_PASSWORD})
        for user in users:
            self.stdout.write(f"  {user.username:20}{user.name}")
        self.stdout.flush()

    def watch(self, processes):
        while True:
            self.refuse_ended(processes)
            time.sleep(0.5)

    def refuse_ended(self, processes):
        if ended := processes.first_ended():
            name, code = ended
            raise CommandError(
                _("The process %(name)s ended by itself (code %(code)s); the others were ended too.")
                % {"name": name, "code": code}
            )


def commands(host, port):
    # The worker does one job at a time in its own process: enough here, and no children of its own.
    lines = {
        "web": f"gunicorn urbanplan.wsgi --bind {host}:{port} --workers 2 --threads 4"
        " --graceful-timeout 2 --log-level warning --no-control-socket",
        "worker": "celery --quiet --app urbanplan worker --pool solo"
        " --without-mingle --without-gossip --without-heartbeat",
        "beat": "celery --quiet --app urbanplan beat --pidfile=",
    }
    return {name: [sys.executable, "-m", *line.split()] for name, line in lines.items()}


def child_environment(address):
    # Celery warns of the root user at every start; here that is how a container runs it.
    return {
        "SITE_URL": address,
        "PYTHONWARNINGS": "ignore::UserWarning:celery.platforms",
        **os.environ,
        "PYTHONUNBUFFERED": "1",
    }


@contextmanager
def only_one():
    """Two beats on the same data would send every job twice."""
    with open(settings.VAR_DIR / "up.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError(
                _("UrbanPlan already runs on the data in %(folder)s.") % {"folder": settings.VAR_DIR}
            ) from None
        yield


def refuse_taken_port(host, port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                _("Port %(port)s cannot be used (%(reason)s). Choose another: make run PORT=8001")
                % {"port": port, "reason": error.strerror}
            ) from None


def answers(host, port):
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True
