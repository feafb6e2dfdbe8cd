"""The parts put together: text -> Extraction."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from datetime import date

from .cleaning import Clean, clean, find_contacts
from .contract import Extraction, Finding, Section, Target, Task, Unit
from .due import Dates
from .head import read_head
from .outline import Item, count_breaks, read_outline, section_of, section_ordinal, tidy
from .places import short_names
from .reporting import read_report_sections, read_reports
from .responsibility import Clause, document_style, find_clauses, find_standing, read_clause
from .targets import Stretch, find_targets

# What stands under a document on a portal: buttons, related entries, the site's own lines.
_FOOT = re.compile(
    r"\n(?:扫一扫|文件下载|政策咨询|相关(?:词条|链接|文档|解读|文件)|热门词条|联系我们|打印(?:本页)?|关闭(?:窗口)?|上一篇|下一篇|主办单位|主办[:：]|版权所有|网站地图"
    r"|智能问答|分享到|附件下载|【打印|来源[:：]|责任编辑|(?:此件|本文)[^\n]{0,10}公开|联系人)"
)


_AIMS = re.compile(
    "要求是|目标是|(?:目标|任务)[:：]|(?<![-—])到20\\d\\d年(?:底|末)?[,，]|力争[^。]{0,40}(?:达|实现|完成)"
)


def extract(text: str) -> Extraction:
    cleaned = clean(text)
    return _Reading(cleaned, text).extraction()


class _Reading:
    def __init__(self, cleaned: Clean, source: str):
        self.cleaned, self.source, self.text = cleaned, source, cleaned.text
        self.findings = list(cleaned.findings)

    def extraction(self) -> Extraction:
        text = self.text
        clauses = find_clauses(text, 0, len(text))
        self.standing = find_standing(text)[:9]
        limit = self._limit(clauses)
        self.outline = read_outline(text, limit, [clause.start for clause in clauses if clause.groups])
        self.heads: dict[int, list[int]] = {}
        for at, section in self.outline.heads.items():
            self.heads.setdefault(id(section), []).append(at)
        first = self.outline.items[0].start if self.outline.items else len(text)
        self.head = read_head(text, first, self.findings)
        self.dates = Dates(self.head.period)
        self.style = document_style(text, clauses, short_names(self.head.region))
        self.clauses = clauses
        self.starts = [clause.start for clause in clauses]
        tasks = self._tasks()
        goals = self._goals(tasks, limit)
        sections = self._sections(tasks, goals)
        self._prove_count()
        self._find_more(tasks, limit)
        reports = read_reports(text, self.head.period)
        return Extraction(
            self.head, sections, tuple(self._quoted(goal) for goal in goals), tuple(tasks), tuple(reports),
            tuple(self.findings), text, self.source, (self.cleaned.starts, self.cleaned.ends),
            read_report_sections(text),
        )  # fmt: skip

    def _limit(self, clauses: list[Clause]) -> int:
        """Where the document ends and the page around it goes on."""
        after = clauses[-1].end if clauses else 0
        foot = _FOOT.search(self.text, after)
        return foot.start() if foot else len(self.text)

    # --- tasks ---

    def _tasks(self) -> list[Task]:
        tasks: list[Task] = []
        for item in self.outline.tasks:
            end = self._item_end(item)
            held = self._clauses_in(item.start, end)
            tasks += self._split(item, end, held) if len(held) > 1 else [self._task(item, end, held)]
        return tasks

    def _clauses_in(self, start: int, end: int) -> list[Clause]:
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return [clause for clause in self.clauses[first:last] if clause.groups]

    def _item_end(self, item: Item) -> int:
        return item.end

    def _task(self, item: Item, end: int, held: list[Clause]) -> Task:
        number = self.outline.numbers[id(item)]
        units = self._units(number, item, held)
        apart = item.headed and not re.search(r"\d", item.title)
        targets = self._targets(
            Stretch(item.title_end if apart else item.body, end), item.title if apart else ""
        )
        return self._record(number, item, None, item.title, units, targets, item.start, end)

    def _split(self, item: Item, end: int, held: list[Clause]) -> list[Task]:
        """One child for each stretch of text that one clause closes."""
        number = self.outline.numbers[id(item)]
        self.findings.append(
            Finding("task_split", {"number": number, "count": len(held)}, item.start, item.end)
        )
        rows = [self._record(number, item, None, item.title, (), (), item.start, end)]
        begin = self._first_stretch(item)
        for count, clause in enumerate(held, 1):
            stop = clause.end if count < len(held) else end
            child = f"{number}.{count}"
            units = self._units(child, item, [clause])
            targets = self._targets(Stretch(begin, stop), item.title if item.headed else "")
            title = self._first_clause(begin, clause.start)
            rows.append(self._record(child, item, number, title, units, targets, begin, stop))
            begin = stop
        return rows

    def _first_stretch(self, item: Item) -> int:
        """The text after the heading, or from the number on where the item has no heading of its own."""
        return item.title_end if item.headed else item.body

    def _first_clause(self, start: int, end: int) -> str:
        words = re.sub(
            r"^[\s。，,;；、)）]*(?:主要措施[:：]\s*)?(?:\(\d+\)|\d+[.、])?", "", self.text[start:end]
        )
        return tidy(re.split("[,，。;；:：\n]", words, maxsplit=1)[0])[:40]

    def _record(self, number, item, parent, title, units, targets, start, end) -> Task:
        section = section_of(item.parent)
        return Task(
            number, section_ordinal(section) if section else None, parent, title, tuple(units),
            tuple(self._quoted(target) for target in targets), None, start, end, self.text[start:end].strip(),
        )  # fmt: skip

    def _units(self, number: str, item: Item, held: list[Clause]) -> list[Unit]:
        units: list[Unit] = []
        for clause in held:
            if not clause.closed:
                self.findings.append(
                    Finding("clause_unclosed", {"number": number}, clause.start, clause.end, "warning")
                )
            _add(units, read_clause(self.text, clause, self.style))
        above = self._from_head(item)
        if not any(unit.role == "lead" for unit in units):
            units = _add([unit for unit in above if unit.role == "lead"], units)
        if not held:
            _add(units, above)
        return _add(units, self._standing_before(item.start))

    def _from_head(self, item: Item) -> list[Unit]:
        """The units that the heads of the sections above name for all their tasks."""
        units: list[Unit] = []
        above = item.parent
        while above:
            for at in self.heads.get(id(above), ()):
                _add(units, read_clause(self.text, self.clauses[bisect_left(self.starts, at)], self.style))
            above = above.parent
        return units

    def _standing_before(self, at: int) -> list[Unit]:
        """ "以下均需各区政府落实,不再列出": units that answer for every task after the words."""
        units: list[Unit] = []
        for clause in self.standing:
            if clause.end <= at:
                _add(units, read_clause(self.text, clause, self.style))
        return units

    def _targets(self, stretch: Stretch, topic: str = "") -> list[Target]:
        first, last = bisect_left(self.starts, stretch.start), bisect_left(self.starts, stretch.end)
        inside = self.clauses[first:last]
        holes = [(clause.start, clause.end) for clause in inside]
        due = self._set_due(inside)
        return find_targets(self.text, stretch, self.dates, holes, self.cleaned.ocr, due, topic)

    def _set_due(self, clauses: list[Clause]) -> date | None:
        """完成时限 on a line of its own is the day for every target of its task."""
        for clause in clauses:
            if clause.due and (named := self.dates.named(self.text, *clause.due)):
                return named[-1][1]
        return None

    def _quoted(self, target: Target) -> Target:
        """The text of a target is the original's, letter for letter."""
        start, end = self._span(target.start, target.end)
        return replace(target, text=self.source[start:end])

    def _span(self, start: int, end: int) -> tuple[int, int]:
        if end <= start:
            return 0, 0
        return self.cleaned.starts[start], self.cleaned.ends[end - 1]

    # --- goals and sections ---

    def _goals(self, tasks: list[Task], limit: int) -> list[Target]:
        """Targets outside the numbered tasks, from the preamble's aims to the last task."""
        if not self.outline.items:
            return []
        first = self.outline.items[0].start
        goals = [goal for stretch in self._aims_before(first) for goal in self._targets(stretch)]
        at = first
        for task in [task for task in tasks if not task.parent]:
            if task.start > at:
                goals += self._targets(Stretch(at, task.start))
            at = max(at, task.end)
        if not tasks:
            goals += self._targets(Stretch(first, limit))
        return goals

    def _aims_before(self, first: int) -> list[Stretch]:
        """Paragraphs of the preamble that set an aim: "2022年工作总的要求是:…城镇新增就业3万人"."""
        paragraphs = re.finditer(r"[^\n]{30,}", self.text[:first])
        return [Stretch(*found.span()) for found in paragraphs if _AIMS.search(found.group())]

    def _sections(self, tasks: list[Task], goals: list[Target]) -> tuple[Section, ...]:
        """The divisions that carry tasks or goals, in the order of the document."""
        carrying = {
            id(section): section for item in self.outline.tasks if (section := section_of(item.parent))
        }
        starts = [item.start for item in self.outline.items]
        for goal in goals:
            section = section_of(self.outline.items[bisect_right(starts, goal.start) - 1])
            if section and id(section) not in carrying:
                top = section.parent or section
                carrying.setdefault(id(top), top)
        ordered = sorted(carrying.values(), key=lambda item: item.start)
        return tuple(
            Section(section_ordinal(item), item.title, item.start, item.title_end) for item in ordered
        )

    # --- findings ---

    def _prove_count(self) -> None:
        tasks = self.outline.tasks
        if not tasks:
            self.findings.append(Finding("no_tasks", level="warning"))
            return
        breaks = count_breaks(tasks) if self.outline.parts == 1 else []
        for before, after in breaks:
            params = {"before": before.number, "after": after.number}
            code = "numbers_missing"
            if after.number == before.number:
                code, params = "number_twice", {"number": after.number}
            self.findings.append(Finding(code, params, before.start, after.title_end, "warning"))
        if self.outline.parts == 1 and not breaks:
            params = {"count": len(tasks), "first": tasks[0].number, "last": tasks[-1].number}
            self.findings.append(Finding("tasks_counted", params))
        elif self.outline.parts > 1:
            self.findings.append(
                Finding("tasks_counted_parts", {"count": len(tasks), "parts": self.outline.parts})
            )
        if self.outline.skipped:
            self.findings.append(Finding("items_skipped", {"count": self.outline.skipped}))

    def _find_more(self, tasks: list[Task], limit: int) -> None:
        self.findings += find_contacts(self.text)
        parents = {task.parent for task in tasks}
        leaves = [task for task in tasks if task.number not in parents]
        without = [task for task in leaves if not task.units]
        if len(without) < 0.5 * len(leaves):
            for task in without:
                self.findings.append(
                    Finding("task_without_units", {"number": task.number}, task.start, task.end)
                )
        last = self.text[:limit].rstrip()
        if last and re.search(r"[\u4e00-\u9fff，,、]$", last) and len(last.rsplit("\n", 1)[-1]) > 60:
            self.findings.append(
                Finding("ends_in_mid_sentence", {}, max(0, len(last) - 20), len(last), "warning")
            )


def _add(units: list[Unit], more: list[Unit]) -> list[Unit]:
    """Each body once, in the order printed."""
    names = {unit.name for unit in units}
    for unit in more:
        if unit.name not in names:
            units.append(unit)
            names.add(unit.name)
    return units
