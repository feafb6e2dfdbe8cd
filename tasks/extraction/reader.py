"""The parts put together: a text in, its head, sections, goals, tasks and reports out (`Extraction`)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from datetime import date

from .clauses import find_clauses, find_closing, find_standing, leading_in_title
from .contacts import find_contacts
from .contract import Extraction, Finding, Section, Target, Task, Unit
from .counting import prove_count, with_doubt
from .due import Dates
from .head import read_head
from .labels import Clause
from .laying import Laid, lay_out
from .numbering import read_outline
from .outline import Item, section_of, section_ordinal, tidy
from .places import short_names
from .reporting import read_report_sections, read_reports
from .responsibility import document_style, read_clause
from .settling import Settled, settle, years_of
from .targets import Stretch, find_targets

# What stands under a document on a portal: buttons, related entries, the site's own lines.
_FOOT = re.compile(
    r"\n(?:扫一扫|文件下载|政策咨询|相关(?:词条|链接|文档|解读|文件)|热门词条|联系我们|打印(?:本页)?|关闭(?:窗口)?|上一篇|下一篇|主办单位|主办[:：]|版权所有|网站地图"
    r"|智能问答|分享到|附件下载|【打印|来源[:：]|责任编辑|(?:此件|本文)[^\n]{0,10}公开|联系人)"
)


# What makes a paragraph of the preamble one of aims.
_AIMS = re.compile(
    "要求是|目标是|(?:目标|任务)[:：]|(?<![-—])到20\\d\\d年(?:底|末)?[,，]"
    "|力争[^。]{0,40}(?:达|实现|完成)|确保[^。]{0,40}(?:达|实现|完成|增长)[^。]{0,8}\\d"
    # an opening that gives the year's figures: "全年生产总值增长5%以上,固定资产投资增长8%"
    "|(?:增长|达到|控制在|保持在|新增|不低于)[^。,，\\d]{0,8}\\d[^。]{0,40}(?:增长|达到|控制在|保持在|新增|不低于)[^。,，\\d]{0,8}\\d"
)
# "主要措施:(1)", "一是": what stands before the first words of a stretch
_OPENING = re.compile(
    r"^[\s。，,;；、)）]*(?:(?:主要|具体|工作|重点)(?:措施|任务|举措)[:：]\s*)?"
    r"(?:\(\d+\)|\d+[.、]|第[一二三四五六七八九十][,，、]|[一二三四五六七八九十]是)?"
)


_LONGEST_QUOTE = 80  # by the contract; what the copy strewed in makes it longer
_ANNEX = re.compile(r"\n附(?:件|表|录)\d{0,2}[^\n]{0,40}(?=\n)")


def extract(text: str) -> Extraction:
    """Never fails; what could not be read, or was repaired, is said in the findings."""
    return _Reading(lay_out(text), text).extraction()


class _Reading:
    """`text` is the clean text with its tables written over, `whole` the one with them."""

    def __init__(self, laid: Laid, source: str):
        self.laid, self.cleaned, self.source = laid, laid.cleaned, source
        self.text, self.whole, self.tables = laid.prose, laid.cleaned.text, laid.tables
        self.findings = list(self.cleaned.findings)

    def extraction(self) -> Extraction:
        text = self.text
        self._read_clauses()
        limit = self._limit()
        self._read_outline(limit)
        self._read_head()
        self.dates = Dates(self.head.period, self.head.issued_on)
        self.style = document_style(text, self.clauses, short_names(self.head.region))
        settled = self._settled(self._tasks())
        tasks = settled.tasks
        goals = self._goals(tasks, limit, settled)
        sections = self._sections(goals)
        if settled.instead:
            tasks = [self._quoted_task(task) for task in settled.instead.tasks]
            sections = tuple(sorted({*sections, *settled.instead.sections}, key=lambda one: one.start))
        else:
            proof, doubts = prove_count(self.outline)
            self.findings += proof
            tasks = [with_doubt(task, doubts) for task in tasks]
        self._find_more(tasks, limit)
        reports = read_reports(text, self.head.period, self.head.issued_on)
        return Extraction(
            self.head, sections, tuple(self._quoted(goal) for goal in goals), tuple(tasks), tuple(reports),
            tuple(self.findings), self.whole, self.source, (self.cleaned.starts, self.cleaned.ends),
            read_report_sections(text),
        )  # fmt: skip

    def _read_clauses(self) -> None:
        self.clauses = find_clauses(self.text, 0, len(self.text))
        self.starts = [clause.start for clause in self.clauses]
        # few in any document; the bounds keep a text of nothing else from taking long
        self.standing = find_standing(self.text)[:9]
        self.closing = find_closing(self.text)[:99]

    def _read_outline(self, limit: int) -> None:
        self.outline = read_outline(self.text, limit, [one.start for one in self.clauses if one.groups])
        self.heads: dict[int, list[int]] = {}  # id(section) -> where its clauses begin
        for at, section in self.outline.heads.items():
            self.heads.setdefault(id(section), []).append(at)

    def _read_head(self) -> None:
        begins = [one.start for one in self.outline.items[:1]] + [table.start for table in self.tables[:1]]
        first = min(begins, default=len(self.text))
        self.head = read_head(self.whole, first, self.findings)
        if not self.head.period and (years := years_of(self.laid)):
            self.head = replace(self.head, period=years)
            self.findings = [finding for finding in self.findings if finding.code != "no_period"]
            self.findings.append(Finding("period_by_text", {"year": years[0]}, level="warning"))

    def _limit(self) -> int:
        """Where the document ends and the page around it goes on."""
        after = self.clauses[-1].end if self.clauses else 0
        foot = _FOOT.search(self.text, after)
        return foot.start() if foot else len(self.text)

    # --- tasks ---

    def _tasks(self) -> list[Task]:
        tasks: list[Task] = []
        for item in self.outline.tasks:
            held = self._clauses_in(item.start, item.end)
            tasks += self._split(item, held) if len(held) > 1 else [self._task(item, held)]
        return tasks

    def _clauses_in(self, start: int, end: int) -> list[Clause]:
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return [clause for clause in self.clauses[first:last] if clause.groups]

    def _task(self, item: Item, held: list[Clause]) -> Task:
        number = self.outline.numbers[id(item)]
        units = self._units(number, item, held)
        apart = item.headed and not re.search(r"\d", item.title)
        stretch = Stretch(item.title_end if apart else item.body, item.end)
        targets = self._targets(stretch, item.title if apart else "")
        return self._record(number, item, None, item.title, units, targets, item.start, item.end)

    def _split(self, item: Item, held: list[Clause]) -> list[Task]:
        """One child for each stretch of text that one clause closes."""
        number = self.outline.numbers[id(item)]
        self.findings.append(
            Finding("task_split", {"number": number, "count": len(held)}, item.start, item.end)
        )
        rows = [self._record(number, item, None, item.title, (), (), item.start, item.end)]
        # the text after the heading, or from the number on where the item has no heading of its own
        begin = item.title_end if item.headed else item.body
        for count, clause in enumerate(held, 1):
            stop = clause.end if count < len(held) else item.end
            child = f"{number}.{count}"
            units = self._units(child, item, [clause], begin)
            targets = self._targets(Stretch(begin, stop), item.title if item.headed else "")
            title = self._first_clause(begin, clause.start)
            rows.append(self._record(child, item, number, title, units, targets, begin, stop))
            begin = stop
        return rows

    def _first_clause(self, start: int, end: int) -> str:
        words = _OPENING.sub("", self.text[start:end])
        return tidy(re.split("[,，。;；:：\n]", words, maxsplit=1)[0])[:40]

    def _record(self, number, item, parent, title, units, targets, start, end) -> Task:
        section = section_of(item.parent)
        return Task(
            number, section_ordinal(section) if section else None, parent, title, tuple(units),
            tuple(self._quoted(target) for target in targets), None, start, end,
            self.whole[start:end].strip(),
        )  # fmt: skip

    def _units(self, number: str, item: Item, held: list[Clause], begin: int = 0) -> list[Unit]:
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
        return _add(
            _add(units, self._closing_after(item)), self._standing_before(begin or item.start, item.end)
        )

    def _from_head(self, item: Item) -> list[Unit]:
        """The units that the heads of the sections above name for all their tasks."""
        units: list[Unit] = []
        above = item.parent
        while above:
            for at in self.heads.get(id(above), ()):
                _add(units, read_clause(self.text, self.clauses[bisect_left(self.starts, at)], self.style))
            if clause := leading_in_title(self.text, above.body, above.title_end):
                _add(units, read_clause(self.text, clause, self.style))
            above = above.parent
        return units

    def _closing_after(self, item: Item) -> list[Unit]:
        """ "以上由市税务局负责落实": units that answer for the tasks of the section above the words."""
        section = item.parent
        for clause in self.closing:
            if item.start < clause.start and (not section or clause.start < section.end):
                return read_clause(self.text, clause, self.style)
        return []

    def _standing_before(self, at: int, end: int) -> list[Unit]:
        """ "以下均需各区政府落实,不再列出": units that answer for every task after the words.

        "具体任务均涉及各区政府,不再分工" speaks of its own task too."""
        units: list[Unit] = []
        for clause in self.standing:
            of_all = self.text.startswith("具体", clause.start) and clause.start < end
            if clause.end <= at or of_all:
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
            if not clause.due:
                continue
            start, end = clause.due
            aside = self.text.find("(", start, end)  # "2025年底前(其中管网2024年底前完成700公里)"
            if named := self.dates.named(self.text, start, end if aside <= start else aside):
                return named[-1].day
        return None

    def _quoted(self, target: Target) -> Target:
        """The text of a target is the original's, letter for letter."""
        start, end = self._span(target.start, target.end)
        return replace(target, text=self.source[start:end][-_LONGEST_QUOTE:])

    def _span(self, start: int, end: int) -> tuple[int, int]:
        if end <= start:
            return 0, 0
        return self.cleaned.starts[start], self.cleaned.ends[end - 1]

    # --- tables ---

    def _settled(self, tasks: list[Task]) -> Settled:
        """What the text and the tables say together; where the tables hold the tasks, the text has none."""
        places = short_names(self.head.region)
        settled = settle(self.laid, tasks, self.dates, self.head.period, places, self._section_at)
        self.findings += settled.findings
        if settled.instead:
            settled.tasks = []
            self.outline = replace(self.outline, tasks=[], numbers={})
        else:
            settled.tasks = [self._quoted_task(task) for task in settled.tasks]
        return settled

    def _quoted_task(self, task: Task) -> Task:
        return replace(task, targets=tuple(self._quoted(target) for target in task.targets))

    def _section_at(self, place: int) -> Section | None:
        """The heading of the text over a table, if no annex begins between."""
        starts = [item.start for item in self.outline.items]
        at = bisect_right(starts, place) - 1
        if at < 0 or _ANNEX.search(self.text, starts[at], place):
            return None
        item = section_of(self.outline.items[at])
        return Section(section_ordinal(item), item.title, item.start, item.title_end) if item else None

    # --- goals and sections ---

    def _goals(self, tasks: list[Task], limit: int, settled: Settled) -> list[Target]:
        """Targets outside the numbered tasks, from the preamble's aims to the last, and those of tables."""
        repeated = (
            {figure for task in settled.instead.tasks for figure in _figures(task)}
            if settled.instead
            else set()
        )
        spans = [(task.start, task.end) for task in settled.matched] if settled.instead else []
        goals = [
            goal
            for goal in self._goals_of_text(tasks, limit)
            if (goal.value, goal.unit) not in repeated or not any(a <= goal.start < b for a, b in spans)
        ]
        return sorted([*goals, *settled.goals], key=lambda goal: goal.start)

    def _goals_of_text(self, tasks: list[Task], limit: int) -> list[Target]:
        if not self.outline.items:
            first = self.tables[0].start if self.tables else 0
            return [goal for stretch in self._aims_before(first) for goal in self._targets(stretch)]
        first = self.outline.items[0].start
        goals = [goal for stretch in self._aims_before(first) for goal in self._targets(stretch)]
        at = first
        for task in [task for task in tasks if not task.parent]:
            if task.start > at:
                between = self._targets(Stretch(at, task.start))
                goals += [goal for goal in between if not self._counts_tasks(goal)]
            at = max(at, task.end)
        return goals + self._targets(Stretch(min(at, limit), limit))

    def _counts_tasks(self, goal: Target) -> bool:
        """ "一、稳增长(7项)": a heading that counts its own tasks."""
        return bool(re.search(r"\(\d+[项个件]\)?\Z", self.text[goal.start : goal.end]))

    def _aims_before(self, first: int) -> list[Stretch]:
        """Paragraphs of the preamble that set an aim: "2022年工作总的要求是:…城镇新增就业3万人"."""
        paragraphs = re.finditer(r"[^\n]{30,}", self.text[:first])
        return [Stretch(*found.span()) for found in paragraphs if _AIMS.search(found.group())]

    def _sections(self, goals: list[Target]) -> tuple[Section, ...]:
        """The divisions that carry tasks or goals, in the order of the document."""
        carrying = {
            id(section): section for item in self.outline.tasks if (section := section_of(item.parent))
        }
        starts = [item.start for item in self.outline.items]
        for goal in [goal for goal in goals if starts and goal.start >= starts[0]]:
            section = section_of(self.outline.items[bisect_right(starts, goal.start) - 1])
            if section and id(section) not in carrying:
                top = section.parent or section
                carrying.setdefault(id(top), top)
        ordered = sorted(carrying.values(), key=lambda item: item.start)
        return tuple(
            Section(section_ordinal(item), item.title, item.start, item.title_end) for item in ordered
        )

    # --- findings ---

    def _find_more(self, tasks: list[Task], limit: int) -> None:
        self.findings += find_contacts(self.whole)
        parents = {task.parent for task in tasks}
        leaves = [task for task in tasks if task.number not in parents]
        without = [task for task in leaves if not task.units]
        if len(without) < 0.5 * len(leaves):
            for task in without:
                self.findings.append(
                    Finding("task_without_units", {"number": task.number}, task.start, task.end)
                )
        if tasks and not self.tables:
            self._find_clauses_outside(tasks, limit)
        last = self.text[:limit].rstrip()
        if last and re.search(r"[\u4e00-\u9fff，,、]$", last) and len(last.rsplit("\n", 1)[-1]) > 60:
            self.findings.append(
                Finding("ends_in_mid_sentence", {}, max(0, len(last) - 20), len(last), "warning")
            )

    def _find_clauses_outside(self, tasks: list[Task], limit: int) -> None:
        """Units that no task took are said, so that somebody can look: nothing is lost without a word."""
        starts = [task.start for task in tasks if not task.parent]
        ends = {task.start: task.end for task in tasks if not task.parent}
        for clause in self.clauses:
            at = bisect_right(starts, clause.start) - 1
            inside = at >= 0 and clause.start < ends[starts[at]]
            if (
                clause.groups
                and not inside
                and clause.start < limit
                and clause.start not in self.outline.heads
            ):
                words = self.text[clause.start : clause.end].strip("()[]【】\n ")[:40]
                self.findings.append(
                    Finding("clause_outside", {"words": words}, clause.start, clause.end, "warning")
                )


def _figures(task: Task) -> list[tuple]:
    return [(target.value, target.unit) for target in task.targets]


def _add(units: list[Unit], more: list[Unit]) -> list[Unit]:
    """Each body once, in the order printed."""
    names = {unit.name for unit in units}
    for unit in more:
        if unit.name not in names:
            units.append(unit)
            names.add(unit.name)
    return units
