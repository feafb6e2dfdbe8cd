"""Tables of tasks: 序号 | 类别 | 重点任务 | 牵头单位 | 配合单位 | 完成时限, each row a task."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby, pairwise

from .clauses import COOPERATES, Clause, spoken_after, find_clauses, find_labels
from .columns import CATEGORY, DUE, GOAL, MEASURE, NAME, NUMBER, TASK, UNIT, VALUE, Column
from .contract import Finding, Section, Target, Task, Unit
from .due import Dates, month_end
from .messages import MESSAGES
from .outline import numeral, tidy
from .responsibility import Style, document_style, read_clause
from .tables import Cell, Table, words
from .targets import Stretch, find_targets

_LONGEST = 40  # letters of a title


@dataclass
class Row:
    start: int
    end: int
    number: str
    section: Section | None
    title: Cell
    texts: list[tuple[Cell, date | None]] = field(default_factory=list)
    groups: list[tuple[str, int, int]] = field(default_factory=list)
    said: str = ""  # the cells of its units, as printed
    due: date | None = None
    guessed: bool = False  # which list of units is whose


@dataclass
class Entry:
    """The rows of one number."""

    number: str
    section: Section | None
    rows: list[Row]


@dataclass
class Ledger:
    tasks: list[Task] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    days: dict[str, date] = field(default_factory=dict)  # number of a task -> the day of its column


class Reader:
    """Reads the task tables of one document; `section_at` is the heading of the text over a place."""

    def __init__(
        self,
        text: str,
        dates: Dates,
        ocr,
        own_places: tuple[str, ...],
        section_at: Callable[[int], Section | None],
    ):
        self.text, self.dates, self.ocr, self.own_places, self.section_at = (
            text,
            dates,
            ocr,
            own_places,
            section_at,
        )

    def read(self, tables: list[Table]) -> Ledger:
        ledger = Ledger()
        entries: list[Entry] = []
        for table in tables:
            rows = self._rows(table, ledger)
            entries += self._entries(table, rows, ledger)
        every = [row for entry in entries for row in entry.rows]
        self.style = self._style(tables, every)
        self._carry_down(every)
        for number, entry in zip(self._numbers(entries, ledger), entries, strict=True):
            ledger.tasks += self._tasks(number, entry, ledger)
            if entry.rows[0].due:
                ledger.days[number] = entry.rows[0].due
        ledger.sections = list(dict.fromkeys(entry.section for entry in entries if entry.section))
        self._prove(entries, ledger)
        return ledger

    # --- rows ---

    def _rows(self, table: Table, ledger: Ledger) -> list[Row]:
        named = [Column(TASK, one.title) if one.title == "项目名称" else one for one in table.columns]
        table = replace(table, columns=named)
        columns = table.columns
        cells = self._filled_down(table)
        numbers = _places(table, NUMBER)
        texts = [at for at, column in enumerate(columns) if column.kind in {TASK, MEASURE, NAME}]
        goals = [at for at, column in enumerate(columns) if column.kind in {GOAL, VALUE}]
        categories = _places(table, CATEGORY)
        plain = [[re.sub(r"\s", "", words(self.text, cell)) for cell in row] for row in cells]
        numbered = [row[numbers[0]] for row in plain] if numbers else []
        if not texts:
            texts, categories = (
                (goals[:1], categories)
                if goals and any(_spans(plain, at) for at in categories)
                else ([*categories[-1:], *goals[:1]], categories[:-1])
            )
            goals = [at for at in goals if at not in texts]
        over = [at for at in categories if _spans(plain, at)]
        over += [
            at for at in texts[:-1] if numbered and _spans(plain, at) and _spans_numbers(plain, at, numbered)
        ]
        own = [at for at in texts if at not in over]
        sections = self._sections(table, cells, over[-1:], ledger)
        made: list[Row] = []
        for number, row in enumerate(cells):
            spoken = [row[at] for at in own if row[at]]
            counted = [row[at] for at in goals if row[at]]
            if not (spoken or counted) and made:  # a second list of units beside a merged cell
                made[-1].groups += self._lists(columns, row)
                made[-1].said += "|" + "|".join(plain[number])
                continue
            if not (spoken or counted) or _SUM.match(plain[number][own[0]] if own else ""):
                continue
            whole = [cell for cell in row if cell]
            due = next((self._day(words(self.text, row[at])) for at in _places(table, DUE) if row[at]), None)
            one = Row(
                min(cell.start for cell in whole), max(cell.end for cell in whole),
                numbered[number] if numbered else "", sections[number], (spoken or counted)[0],
            )  # fmt: skip
            one.texts = [(cell, None) for cell in spoken] + [
                (row[at], date(columns[at].year, 12, 31) if columns[at].year else None)
                for at in goals
                if row[at]
            ]
            one.groups = self._lists(columns, row)
            one.said = "|".join(plain[number][at] for at in _places(table, UNIT) if row[at])
            one.due, one.guessed = due, number in table.guessed
            if not any(column.kind == UNIT for column in columns):
                one.groups = [
                    group
                    for cell in spoken
                    for clause in find_clauses(self.text, cell.start, cell.end)
                    for group in clause.groups
                ]
            made.append(one)
        return made

    def _lists(self, columns: list[Column], row: list[Cell]) -> list[tuple[str, int, int]]:
        groups: list[tuple[str, int, int]] = []
        for cell, column in zip(row, columns, strict=True):
            if cell and column.kind == UNIT and not _EMPTY.fullmatch(words(self.text, cell)):
                groups += self._groups(column.word, cell)
        return groups

    def _filled_down(self, table: Table) -> list[list[Cell]]:
        """A merged cell was copied with its first row only: what the rows below leave empty is its."""
        texts = [
            at for at, column in enumerate(table.columns) if column.kind in {CATEGORY, TASK, MEASURE, NAME}
        ]
        first = texts[0] if texts else 0
        texts = [at for at in _places(table, UNIT) if at < first] + texts  # 责任单位 | 重点任务
        rows = [list(row) for row in table.rows]
        above: dict[int, Cell] = {}
        for number, row in enumerate(rows):
            if number in table.heads:
                above = {}
            for at in texts[:-1]:
                if row[at]:
                    above = {place: cell for place, cell in above.items() if place < at} | {at: row[at]}
                elif at in above and any(row[place] for place in texts if place > at):
                    row[at] = above[at]
        return rows

    def _sections(
        self, table: Table, rows: list[list[Cell]], over: list[int], ledger: Ledger
    ) -> list[Section | None]:
        """For each row its heading: a merged cell, a row across the table, or the text's own."""
        found: list[Section | None] = []
        over_all = self.section_at(table.start)
        outer = over_all.ordinal if over_all else ""
        head = section = over_all
        title, count, inner = "", 0, 0
        for number, row in enumerate(rows):
            if number in table.heads and not _NOTE.match(words(self.text, table.heads[number])):
                count += 1
                top = re.match(rf"[{_NUMERALS}]+[、.]|第", words(self.text, table.heads[number]))
                head = section = _section(self.text, table.heads[number], count, "" if top else outer)
                inner, title = 0, ""
            if over and row[over[0]]:
                named = re.sub(r"\s", "", words(self.text, row[over[0]]))
                if named != title:
                    inner += 1
                    title = named
                    section = _section(self.text, row[over[0]], inner, head.ordinal if head else "")
            found.append(section)
        return found

    def _groups(self, word: str, cell: Cell) -> list[tuple[str, int, int]]:
        """The lists of one cell: "甲局、乙局", "甲局牵头,乙局配合", "牵头单位:… 配合单位:…"."""
        labels = [label for label in find_labels(self.text, cell.start, cell.end) if label.kind == "word"]
        others = [label for label in find_labels(self.text, cell.start, cell.end) if label.kind != "word"]
        if not labels:
            end = others[0].start if others else cell.end
            return spoken_after(self.text, word, cell.start, end)
        groups = []
        if labels[0].start - cell.start > 2:
            groups += spoken_after(self.text, word, cell.start, labels[0].start)
        places = sorted([*labels, *others], key=lambda label: label.start)
        for label, following in zip(places, [*places[1:], None], strict=True):
            if label.kind == "word":
                stop = following.start if following else cell.end
                groups += spoken_after(self.text, label.word, label.end, stop)
        return groups

    def _day(self, printed: str) -> date | None:
        return day_of(printed, self.dates)

    # --- entries and their numbers ---

    def _entries(self, table: Table, rows: list[Row], ledger: Ledger) -> list[Entry]:
        """The rows of one task: of one merged number, or of one merged task where rows have no numbers."""
        entries: list[Entry] = []
        own = [self._own_number(row.title) for row in rows]
        inner = sum(bool(number) for number in own) >= max(2, 0.6 * len(rows))
        numbered = bool(_places(table, NUMBER))
        repeated = (
            numbered
            and inner
            and sum(one.number == other.number for one, other in pairwise(rows)) > 0.3 * len(rows)
        )
        for row, first in zip(rows, own, strict=True):
            number = first if (not numbered and inner) or repeated else row.number
            last = entries[-1] if entries else None
            if not numbered and not inner:
                again = last and self._same(last.rows[-1].title, row.title)
            else:
                again = last and (
                    not number or (number == last.number and not repeated and row.section == last.section)
                )
            if last and again:
                last.rows.append(row)
            else:
                entries.append(Entry(number, row.section, [row]))
        if not numbered and not inner and rows:
            for count, entry in enumerate(entries, 1):
                entry.number = str(count)
            ledger.findings.append(Finding("rows_numbered", {"title": table.name}, table.start, table.end))
        return entries

    def _own_number(self, cell: Cell) -> str:
        match = _LED.match(words(self.text, cell))
        return next((part for part in match.groups() if part), "") if match else ""

    def _same(self, one: Cell, other: Cell) -> bool:
        return one == other or words(self.text, one) == words(self.text, other)

    def _numbers(self, entries: list[Entry], ledger: Ledger) -> list[str]:
        """Arabic digits; part.number where the count starts again, 5(2) where a number is printed twice."""
        plain = [_arabic(entry.number) for entry in entries]
        chains: list[list[int]] = []
        for at, number in enumerate(plain):
            value = int(number) if number.isdigit() else None
            last = plain[chains[-1][-1]] if chains else ""
            falls = value is not None and last.isdigit() and (value == 1 or value < int(last) - 1)
            if chains and not falls:
                chains[-1].append(at)
            else:
                chains.append([at])
        self.chains = [[(entries[at], plain[at]) for at in chain] for chain in chains]
        parts = self._parts(entries, chains)
        numbers = [""] * len(entries)
        for chain, part in zip(chains, parts, strict=True):
            seen: Counter = Counter()
            for at in chain:
                printed = plain[at] or str(at + 1)
                seen[printed] += 1
                again = f"({seen[printed]})" if seen[printed] > 1 else ""
                numbers[at] = f"{part}.{printed}{again}" if len(chains) > 1 else printed + again
        return numbers

    def _parts(self, entries: list[Entry], chains: list[list[int]]) -> list[str]:
        """The ordinal of the section where each section holds one run, else the place in the row."""
        counted = [str(count) for count in range(1, len(chains) + 1)]
        owners = [{id(entries[at].section): entries[at].section for at in chain} for chain in chains]
        if any(len(owner) != 1 for owner in owners):
            return counted
        sections = [next(iter(owner.values())) for owner in owners]
        printed = [
            re.split(r"[()]", section.ordinal)[0] if section and "(" not in section.ordinal else ""
            for section in sections
        ]
        numbers = [
            str(numeral(ordinal)) if re.fullmatch("[一二三四五六七八九十]+", ordinal) else ""
            for ordinal in printed
        ]
        return numbers if all(numbers) and len(set(numbers)) == len(numbers) else counted

    # --- tasks ---

    def _style(self, tables: list[Table], rows: list[Row]) -> Style:
        clauses = [Clause(row.start, row.end, row.groups) for row in rows if row.groups]
        style = document_style(self.text, clauses, self.own_places)
        titles = "".join(column.title for table in tables for column in table.columns)
        heads = document_style(titles, [], ())
        said = {column.word for table in tables for column in table.columns if column.kind == UNIT}
        return replace(
            style,
            cooperates=style.cooperates or ("责任" in said and bool(said & COOPERATES)),
            first_leads=style.first_leads or heads.first_leads,
            comma_leads=style.comma_leads or heads.comma_leads,
        )

    def _tasks(self, number: str, entry: Entry, ledger: Ledger) -> list[Task]:
        runs = [list(rows) for _, rows in groupby(_with_units(entry.rows), key=lambda row: row.said)]
        first, last = entry.rows[0], entry.rows[-1]
        title = self._title(first.title)
        if len(runs) == 1:
            return [self._task(number, entry.section, None, title, entry.rows)]
        params = {"number": number, "count": len(runs)}
        ledger.findings.append(Finding("task_split", params, first.start, last.end))
        tasks = [self._record(number, entry.section, None, title, (), (), first.start, last.end)]
        for count, rows in enumerate(runs, 1):
            cell = self._part_title(rows[0], first.title)
            tasks.append(
                self._task(f"{number}.{count}", entry.section, number, self._title(cell), rows, first.title)
            )
        return tasks

    def _part_title(self, row: Row, above: Cell) -> Cell:
        """The words of the row itself, not those of the merged cell before it."""
        return next((cell for cell, _ in row.texts if not self._same(cell, above)), row.title)

    def _title(self, cell: Cell) -> str:
        return title_of(words(self.text, cell))

    def _task(
        self,
        number: str,
        section: Section | None,
        parent: str | None,
        title: str,
        rows: list[Row],
        above: Cell | None = None,
    ) -> Task:
        units: list[Unit] = []
        for row in rows:
            for unit in self._units(row):
                if all(unit.name != other.name for other in units):
                    units.append(unit)
        targets: list[Target] = []
        read: set[str] = set()
        for row in rows:
            for cell, due in row.texts:
                if parent and above and self._same(cell, above) and len(row.texts) > 1:
                    continue
                printed = words(self.text, cell)
                if printed not in read:  # a merged cell stands in each of its rows
                    read.add(printed)
                    targets += self._targets(cell, title, row.due, due)
        return self._record(
            number, section, parent, title, tuple(units), tuple(targets), rows[0].start, rows[-1].end
        )

    def _record(self, number, section, parent, title, units, targets, start, end) -> Task:
        return Task(
            number, section.ordinal if section else None, parent, title, units, targets, None, start, end,
            self.text[start:end].strip(),
        )  # fmt: skip

    def _units(self, row: Row) -> list[Unit]:
        clause = Clause(row.start, row.end, row.groups)
        units = read_clause(self.text, clause, self.style)
        if row.guessed:
            said = MESSAGES["column_guessed"]
            return [replace(unit, doubt=said, doubt_code="column_guessed") for unit in units]
        if not self.bare.intersection(unit.name for unit in units):
            return units
        carried = []
        params = {"prefix": self.prefix}
        for before, after in zip(units, read_clause(self.text, clause, self.told), strict=False):
            if before.name != after.name and self.prefix + before.name not in self.style.printed:
                after = replace(
                    after,
                    doubt=MESSAGES["prefix_carried"] % params,
                    doubt_code="prefix_carried",
                    doubt_params=params,
                )
            carried.append(after)
        return carried if len(carried) == len(units) else units

    def _carry_down(self, rows: list[Row]) -> None:
        """The prefix that nearly every name of the tables prints, and the names that leave it out."""
        names = [match.group() for name in self.style.printed if (match := re.match(_PREFIX, name))]
        best = Counter(names).most_common(1)
        self.prefix = best[0][0] if best and best[0][1] >= max(2, 0.7 * len(names)) else ""
        self.bare: set[str] = set()
        for row in rows if self.prefix else []:
            units = read_clause(self.text, Clause(row.start, row.end, row.groups), self.style)
            self.bare |= {unit.name for unit in units if not unit.group and not re.match(_PREFIX, unit.name)}
        whole = {self.prefix + name for name in self.bare}
        self.told = replace(self.style, carries=True, printed=self.style.printed | whole)

    def _targets(self, cell: Cell, title: str, day: date | None, year: date | None) -> list[Target]:
        begin = cell.start
        led = _LED.match(words(self.text, cell))
        begin += led.end() if led else 0
        topic = ""
        head = self.text[begin : begin + len(title) + 2]
        if (
            title
            and not re.search(r"\d", title)
            and tidy(head).startswith(title)
            and re.search(r"[。:：\n]", head[len(title) :])
        ):
            begin, topic = begin + len(title), title
        elif title and not words(self.text, cell).startswith(title):
            topic = title if not re.search(r"\d", title) else ""
        due = day if not year or (day and day.year == year.year) else year
        found = find_targets(self.text, Stretch(begin, cell.end), self.dates, [], self.ocr, due, topic)
        if not found and (alone := self._alone(cell, title, due)):
            return [alone]
        return [_named(_finer(target, due), title) for target in found]

    def _alone(self, cell: Cell, title: str, due: date | None) -> Target | None:
        """A cell that holds a figure and nothing else: what it counts is the row's title."""
        from .aims import read_value

        printed = words(self.text, cell)
        value = read_value(printed) if len(printed) <= 16 and not re.search("年|月", printed) else None
        if not value or not title or not value.unit:
            return None
        return Target(
            title[:60], value.comparator, value.value, value.value_to, value.unit, due or self.dates.last,
            printed, True, MESSAGES["object_above"], cell.start, cell.end, "object_above", {},
        )  # fmt: skip

    # --- the count proof ---

    def _prove(self, entries: list[Entry], ledger: Ledger) -> None:
        if len(self.chains) > 1:
            params = {"count": len(entries), "parts": len(self.chains)}
            ledger.findings.append(Finding("tasks_counted_parts", params))
        for chain in self.chains:
            digits = [(entry, int(number)) for entry, number in chain if number.isdigit()]
            breaks = 0
            for (_, before), (entry, after) in pairwise(digits):
                if after == before + 1:
                    continue
                breaks += 1
                place = entry.rows[0].start, entry.rows[0].end
                code, params = (
                    ("number_twice", {"number": after})
                    if after == before
                    else ("numbers_missing", {"before": before, "after": after})
                )
                ledger.findings.append(Finding(code, params, *place, "warning"))
            if len(self.chains) == 1 and digits and not breaks:
                params = {"count": len(digits), "first": digits[0][1], "last": digits[-1][1]}
                ledger.findings.append(Finding("tasks_counted", params))


_PREFIX = r"(?:自治区|省|市|县|区|州|盟|旗)(?=[\u4e00-\u9fff]{2})(?![区县]|直|级|场)"
_SUM = re.compile("(?:合计|小计|总计)$")
_NOTE = re.compile("注[:：]|备注|说明[:：]|合计|小计|总计")
_EMPTY = re.compile(r"[-—–/\\\s]*|无")
_LED = re.compile(
    r"\s*(?:[(（]?(\d{1,3})(?:[)）]|[.．、](?!\d))|[(（]([一二三四五六七八九十]{1,3})[)）]、?"
    r"|([一二三四五六七八九十]{1,3})、)\s*"
)


def _places(table: Table, kind: str) -> list[int]:
    return [at for at, column in enumerate(table.columns) if column.kind == kind]


def _spans(rows: list[list[str]], at: int) -> bool:
    """Whether some cell of the column stands for several rows."""
    return any(one[at] and one[at] == other[at] for one, other in pairwise(rows))


def _spans_numbers(rows: list[list[str]], at: int, numbers: list[str]) -> bool:
    return any(
        one[at] and one[at] == other[at] and before != after and after
        for (one, other), (before, after) in zip(pairwise(rows), pairwise(numbers), strict=True)
    )


def _with_units(rows: list[Row]) -> list[Row]:
    """A stretch without units belongs to the clause that follows it, the last ones to the one before."""
    known = [row.said for row in rows]
    for at in range(len(rows) - 2, -1, -1):
        known[at] = known[at] or known[at + 1]
    for at in range(1, len(rows)):
        known[at] = known[at] or known[at - 1]
    return [replace(row, said=said) for row, said in zip(rows, known, strict=True)]


_NUMERALS = "一二三四五六七八九十"


def _section(text: str, cell: Cell, count: int, over: str) -> Section:
    printed = re.sub(r"\s", "", words(text, cell))
    match = re.match(
        r"(?:\(?(?P<ordinal>[一二三四五六七八九十]{1,3})(?:[)]|[、.])"
        r"|第(?P<part>[一二三四五六七八九十]{1,3})[章节部类分]+|\d{1,2}[.、])+",
        printed,
    )
    named = match and (match["ordinal"] or match["part"])
    ordinal = named or chinese(count)
    title = tidy(
        re.sub(
            r"[(（](?:牵头|责任|配合|共?\d+[项条])[^()（）]*[)）]", "", printed[match.end() if match else 0 :]
        )
    )
    return Section(f"{over}({ordinal})" if over else ordinal, title[:60], cell.start, cell.end)


def chinese(count: int) -> str:
    tens, ones = divmod(count, 10)
    digits = f"零{_NUMERALS}"
    return ("" if tens == 0 else "十" if tens == 1 else digits[tens % 10] + "十") + (
        digits[ones] if ones else ""
    )


def _arabic(printed: str) -> str:
    plain = re.sub(r"[()（）\s]|[.．、]$", "", printed).replace("．", ".").replace("-", ".").replace("—", ".")
    if re.fullmatch(f"[{_NUMERALS}]+", plain):
        return str(numeral(plain))
    return str(int(plain)) if plain.isdigit() else plain


def title_of(printed: str) -> str:
    """The heading before ":" or "。" that the cell begins with, else its first clause; at most 40 letters."""
    led = _LED.match(printed)
    printed = printed[led.end() if led else 0 :].strip()
    printed = re.sub(r"^(?:[①-⑳]|一是|首先|[●■◆▲·•★※-]+)\s*", "", printed)
    stop = re.search(r"[。；;:：\n!！]", printed)
    first = printed[: stop.start()] if stop else printed
    halves = re.split("[,，]", first)
    headed = bool(stop and stop.group() in "。:：\n" and printed[stop.end() :].strip())
    even = (
        len(halves) == 2
        and all(3 <= len(half) <= 16 for half in halves)
        and abs(len(halves[0]) - len(halves[1])) <= 6
    )
    if len(halves) > 1 and not (headed and even and not re.search(r"\d", first)):
        first = halves[0]
    return tidy(first)[:_LONGEST]


def _named(target: Target, title: str) -> Target:
    """ "增长8%" in a column of goals: what grows is the row's title."""
    if not title or not _ONLY_VERB.fullmatch(target.indicator):
        return target
    return replace(
        target,
        indicator=(title + target.indicator)[:60],
        doubt=MESSAGES["object_above"],
        doubt_code="object_above",
        doubt_params={},
    )


_ONLY_VERB = re.compile("(?:同比|年均)?(?:增长|下降|提高|降低|减少|增加|达到|完成|实现|力争)")


def _finer(target: Target, day: date | None) -> Target:
    """ "2023年" in the sentence and 2023年6月 in the column: the finer day; another year stays."""
    if (
        not day
        or not target.due
        or target.due.year != day.year
        or (target.due.month, target.due.day) != (12, 31)
    ):
        return target
    return replace(target, due=day)


_QUARTER = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}
_WHEN = re.compile(
    r"(?P<year>20\d\d)(?:(?:年|[.．/\-—](?=\d{1,2}(?!\d)))\s?(?P<month>\d{1,2})(?!\d)(?:(?:月"
    r"|[.．/\-])(?P<day>\d{1,2}(?!\d)|底|末)?日?)?)?"
    r"|(?P<month2>\d{1,2})月(?P<day2>\d{1,2}日|底|末)?|第?(?P<quarter>[一二三四1-4])季度"
    r"|(?P<half>[上下])半年|(?P<end>年底|年内|全年|年末|本年度)"
    r"|“?十(?P<plan>[四五])五”?(?:末|期末|期间)"
)


def day_of(printed: str, dates: Dates) -> date | None:
    """The last day that a cell names: 2022年12月底前, 2023.6, 第三季度, 2021-2023年; 长期坚持 is none."""
    printed = re.sub(r"\s", "", printed)
    year = dates.first.year if dates.last and dates.first.year == dates.last.year else None
    found: date | None = None
    for match in _WHEN.finditer(printed):
        if match["plan"]:
            found = date({"四": 2025, "五": 2030}[match["plan"]], 12, 31)
            continue
        year = int(match["year"]) if match["year"] else year
        if not year:
            continue
        month = match["month"] or match["month2"]
        if month:
            part = match["day"] or match["day2"]
        elif match["year"] and match.end() == match.end("year"):
            month, part = "12", None
        else:
            part = None
        last = 6 if match["half"] == "上" else _QUARTER.get(match["quarter"] or "", 12)
        found = _valid(year, int(month) if month else last, (part or "").rstrip("日")) or found
    return found


def _valid(year: int, month: int, day: str) -> date | None:
    try:
        return date(year, month, int(day)) if day.isdigit() else month_end(year, month)
    except (ValueError, IndexError):
        return None
