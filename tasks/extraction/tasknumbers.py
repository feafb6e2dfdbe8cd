"""The numbers of tasks in tables: which rows share one, how it is written, and whether any is missing.

1, (empty), 2       the second row belongs to 1
1, 2, 1, 2          the count starts again under a second heading: 1.1, 1.2, 2.1, 2.2
1, 2, 4             3 is missing, and a finding says so
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from .columns import NUMBER
from .contract import Finding, Section
from .outline import numeral
from .tables import Cell, Table, words
from .taskrows import Row, places

LED_BY_NUMBER = re.compile(
    r"\s*(?:[(（]?(\d{1,3})(?:[)）]|[.．、](?!\d))|[(（]([一二三四五六七八九十]{1,3})[)）]、?"
    r"|([一二三四五六七八九十]{1,3})、)\s*"
)


@dataclass
class Entry:
    """The rows of one number."""

    number: str
    section: Section | None
    rows: list[Row]


class Numbering:
    """Numbers the tasks of one document; what it finds on the way is in `findings`."""

    def __init__(self, text: str):
        self.text = text
        self.findings: list[Finding] = []

    def entries(self, table: Table, rows: list[Row]) -> list[Entry]:
        """The rows of one task: of one merged number, or of one merged task where rows have no numbers."""
        entries: list[Entry] = []
        own = [self._own_number(row.title) for row in rows]
        inner = sum(bool(number) for number in own) >= max(2, 0.6 * len(rows))
        numbered = bool(places(table, NUMBER))
        repeated = (
            numbered
            and inner
            and sum(one.number == other.number for one, other in pairwise(rows)) > 0.3 * len(rows)
        )
        for row, first in zip(rows, own, strict=True):
            number = first if (not numbered and inner) or repeated else row.number
            last = entries[-1] if entries else None
            if not numbered and not inner:
                again = last and same_words(self.text, last.rows[-1].title, row.title)
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
            self.findings.append(Finding("rows_numbered", {"title": table.name}, table.start, table.end))
        return entries

    def _own_number(self, cell: Cell) -> str:
        match = LED_BY_NUMBER.match(words(self.text, cell))
        return next((part for part in match.groups() if part), "") if match else ""

    def numbers(self, entries: list[Entry]) -> list[str]:
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

    def prove(self, entries: list[Entry]) -> None:
        if len(self.chains) > 1:
            params = {"count": len(entries), "parts": len(self.chains)}
            self.findings.append(Finding("tasks_counted_parts", params))
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
                self.findings.append(Finding(code, params, *place, "warning"))
            if len(self.chains) == 1 and digits and not breaks:
                params = {"count": len(digits), "first": digits[0][1], "last": digits[-1][1]}
                self.findings.append(Finding("tasks_counted", params))


def same_words(text: str, one: Cell, other: Cell) -> bool:
    """Whether two cells are one merged cell, or say the same."""
    return one == other or words(text, one) == words(text, other)


def _arabic(printed: str) -> str:
    plain = re.sub(r"[()（）\s]|[.．、]$", "", printed).replace("．", ".").replace("-", ".").replace("—", ".")
    if re.fullmatch("[一二三四五六七八九十]+", plain):
        return str(numeral(plain))
    return str(int(plain)) if plain.isdigit() else plain
