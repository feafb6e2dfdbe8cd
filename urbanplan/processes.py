"""Several processes that live and end together."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time

PR_SET_PDEATHSIG = 1


class Processes:
    """Named commands, each in a group of its own: a Ctrl-C at the terminal reaches only the parent."""

    def __init__(self, env):
        self.env = env
        self.running = {}

    def start(self, name, *command):
        self.running[name] = subprocess.Popen(
            command, env=self.env, start_new_session=True, preexec_fn=die_with_parent(os.getpid())
        )

    def first_ended(self):
        """Name and exit code of one that has ended, or None."""
        for name, process in self.running.items():
            if process.poll() is not None:
                return name, process.returncode
        return None

    def stop(self, patience):
        """Asks all to end and kills what is left after `patience` seconds, children of theirs too."""
        self._signal_all(signal.SIGTERM)
        deadline = time.monotonic() + patience
        for process in self.running.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0, deadline - time.monotonic()))
        self._signal_all(signal.SIGKILL)
        for process in self.running.values():
            process.wait()

    def _signal_all(self, number):
        for process in self.running.values():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, number)


def die_with_parent(parent):
    """For `preexec_fn`: where Linux can, a parent killed outright takes its children along."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl

    def arrange():
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # It died in between.
            os._exit(1)

    return arrange
