"""What a cycle's summary costs: seconds and peak memory of summarise() and of its workbook.

Beside each stands what openpyxl needs for as many plain cells in the same run, as machines differ.

    python benchmarks/summary.py
"""

import os
import sys
import tempfile
import time
import tracemalloc
from datetime import date
from io import BytesIO
from pathlib import Path

FOLDER = tempfile.TemporaryDirectory()
os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER.name}/benchmark.sqlite3"
os.environ["DJANGO_SETTINGS_MODULE"] = "urbanplan.settings"
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from openpyxl import Workbook, load_workbook  # noqa: E402

from reports import excel  # noqa: E402
from reports.summary import summarise  # noqa: E402
from tasks.models import Assignment, ProgressEntry, Target, Task  # noqa: E402
from tests import factories  # noqa: E402
from tests.reports.factories import CycleFactory, SubmissionFactory  # noqa: E402

SIZES = (26, 260, 2600)
UNITS = 40
DAY = date(2022, 6, 20)
WORDS = "上半年筹集和新建保障性租赁住房4500套，其中新开工3200套，完成投资12.6亿元。" * 3


def ledger(size: int):
    """A cycle of a document with so many tasks, each with two units, a figure and three entries."""
    document = factories.DocumentFactory()
    cycle = CycleFactory(document=document)
    units = factories.DepartmentFactory.create_batch(UNITS)
    reporter = factories.UserFactory()
    for unit in units:
        SubmissionFactory(cycle=cycle, department=unit)
    tasks = [Task(document=document, number=str(n), order=n, title=f"任务{n}") for n in range(1, size + 1)]
    tasks = Task.objects.bulk_create(tasks)
    targets = Target.objects.bulk_create(
        factories.TargetFactory.build(task=task, document=document, order=task.order) for task in tasks
    )
    Assignment.objects.bulk_create(
        Assignment(task=task, department=units[(task.order + n) % UNITS], wording=f"单位{n}", order=n)
        for task in tasks
        for n in (1, 2)
    )
    ProgressEntry.objects.bulk_create(
        ProgressEntry(
            task=target.task,
            target=target,
            department=units[target.order % UNITS],
            reporter=reporter,
            as_of=date(2022, month, 10),
            value=1000 * month,
            narrative=WORDS,
        )
        for target in targets
        for month in (2, 4, 6)
    )
    return cycle


def timed(work, *given):
    start = time.perf_counter()
    result = work(*given)
    return time.perf_counter() - start, result


def megabytes(work) -> float:
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def plain(cells: int) -> None:
    book = Workbook()
    for _ in range(cells // 12):
        book.active.append(["文字"] * 12)
    book.save(BytesIO())


def cells_of(data: bytes) -> int:
    return sum(sheet.max_row * sheet.max_column for sheet in load_workbook(BytesIO(data), read_only=True))


def main() -> None:
    call_command("migrate", verbosity=0)
    print("tasks   cells | summarise   workbook   plain cells   ratio |  peak MB   plain MB   ratio")
    for size in SIZES:
        cycle = ledger(size)
        cells = cells_of(excel.workbook(summarise(cycle, DAY), "http://localhost"))

        def whole(cycle=cycle):
            excel.workbook(summarise(cycle, DAY), "http://localhost")

        asking, summary = timed(summarise, cycle, DAY)
        writing, _data = timed(excel.workbook, summary, "http://localhost")
        bare, _none = timed(plain, cells)
        peak, bare_peak = megabytes(whole), megabytes(lambda cells=cells: plain(cells))
        print(
            f"{size:5} {cells:7} | {asking:7.2f} s {writing:8.2f} s {bare:11.2f} s"
            f" {(asking + writing) / bare:7.1f}"
            f" | {peak:8.1f} {bare_peak:10.1f} {peak / bare_peak:7.1f}"
        )


if __name__ == "__main__":
    main()
