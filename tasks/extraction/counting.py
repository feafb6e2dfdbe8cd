"""The count proof: whether the numbers of the tasks run on without a gap, and which task breaks the count."""

from __future__ import annotations

from dataclasses import replace

from .contract import Finding, Task
from .messages import MESSAGES
from .outline import DECIMAL, Item, Outline, count_breaks

Doubts = dict[str, tuple[str, dict]]  # the number of a task -> a key of MESSAGES with its values


def prove_count(outline: Outline) -> tuple[list[Finding], Doubts]:
    tasks = outline.tasks
    if not tasks:
        return [Finding("no_tasks", level="warning")], {}
    findings: list[Finding] = []
    doubts: Doubts = {}
    for start, item, code, params in _breaks(outline):
        findings.append(Finding(code, params, start, item.title_end, "warning"))
        doubts[outline.numbers[id(item)]] = (code, params)
    if not findings and outline.parts == 1:
        counted = {"count": len(tasks), "first": tasks[0].number, "last": tasks[-1].number}
        findings.append(Finding("tasks_counted", counted))
    elif not findings:
        findings.append(Finding("tasks_counted_parts", {"count": len(tasks), "parts": outline.parts}))
    if outline.skipped:
        findings.append(Finding("items_skipped", {"count": outline.skipped}))
    return findings, doubts


def _breaks(outline: Outline) -> list[tuple[int, Item, str, dict]]:
    """Where a run begins late, jumps or repeats a number: place, task, key of MESSAGES, values."""
    found: list[tuple[int, Item, str, dict]] = []
    for run in _runs(outline):
        if run[0].number > 1 and run[0].kind != DECIMAL:
            found.append((run[0].start, run[0], "numbers_begin_late", {"number": run[0].number}))
        for before, after in count_breaks(run):
            if after.number == before.number:
                found.append((before.start, after, "number_twice", {"number": after.number}))
            else:
                values = {"before": before.number, "after": after.number}
                found.append((before.start, after, "numbers_missing", values))
    return found


def _runs(outline: Outline) -> list[list[Item]]:
    """The tasks of each part, where the numbering starts again in every part."""
    runs: dict[str, list[Item]] = {}
    for item in outline.tasks:
        part, _, within = outline.numbers[id(item)].partition(".")
        if outline.parts == 1 or within:  # else a division that is itself a task
            runs.setdefault(part if outline.parts > 1 else "", []).append(item)
    return list(runs.values())


def with_doubt(task: Task, doubts: Doubts) -> Task:
    if task.number not in doubts:
        return task
    code, params = doubts[task.number]
    return replace(task, doubt=MESSAGES[code] % params, doubt_code=code, doubt_params=params)
